/*
 * note.c - see note.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/note.h"

#include "domain/case.h"
#include "domain/draft.h"
#include "domain/notice.h"
#include "domain/reason.h"

static enum rc note_judge(struct ctx *ctx, struct tx *tx, const struct case_row *c)
{
    struct recusal_find_out recusal;
    if (c->certificate != NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_CASE_PURGED), NULL, c->certificate, NULL);
    }
    if (c->is_sealed) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTE_SEALED), NULL, NULL, NULL);
    }
    enum rc rc = recusal_rows_find(tx, ctx->arena, &(struct recusal_find_in){c->id, ctx->actor->account_id}, &recusal);
    if (rc == RC_OK) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_RECUSED), NULL, NULL, NULL);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Whoever has to see to it learns of an instruction: who works on the case, their head, and the bureau's. */
static const char *const note_told[] = {"handler", "holder_head", "bureau_head", NULL};

static enum rc note_write(struct ctx *ctx, struct tx *tx, const char *case_id, const char *text, int is_instruction,
                          int64_t *version)
{
    struct case_work w;
    enum rc rc = case_work_load(ctx, tx, case_id, &w);
    rc = rc == RC_OK ? note_judge(ctx, tx, &w.row) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    w.note = text;
    rc = is_instruction ? notice_send_event(&w, note_told, "instruction") : RC_OK;
    rc = rc == RC_OK ? case_save(&w, is_instruction ? "instruction" : "note", NULL) : rc;
    *version = w.row.version;
    return rc == RC_OK ? draft_sent(ctx, tx, case_id, "note") : rc;
}

enum rc note_add(struct ctx *ctx, struct tx *tx, const char *case_id, const char *text, int64_t *version)
{
    return note_write(ctx, tx, case_id, text, 0, version);
}

enum rc note_instruct(struct ctx *ctx, struct tx *tx, const char *case_id, const char *text, int64_t *version)
{
    return note_write(ctx, tx, case_id, text, 1, version);
}
