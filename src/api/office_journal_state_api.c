/*
 * office_journal_state_api.c - /journal/state and /journal/verification: where the office's chain stands, and whether it follows.
 *
 * Cases are not gone through here: what that finds may concern one that nobody is told of. `petitiond verify` and petitiond-verify do it.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/checkpoint_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/office_journal.h"
#include "domain/perm.h"

struct office_state_out {
    int64_t entries;
    const char *head;
    const struct checkpoint_view *checkpoint;
};
FIELD_SET(office_state_set, "OfficeJournalState", struct office_state_out,
          OUT(struct office_state_out, entries, FIELD_INT, "Entries of the office"),
          OUT_NULL(struct office_state_out, head, FIELD_TEXT, "Hash of the newest, hexadecimal"),
          OUT_MAYBE(struct office_state_out, checkpoint, checkpoint_view_set,
                    "The newest signed checkpoint over all journals; null: none was made yet"));

static enum rc office_state_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct office_state_out *out = call->out;
    struct office_journal_get_last_out last = {0};
    struct checkpoint_row row;
    enum rc rc = office_journal_rows_get_last(tx, ctx->arena, &last);
    if (rc == RC_OK) {
        out->entries = last.seq;
        out->head = checkpoint_hex(ctx->arena, last.hash);
    }
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        rc = checkpoint_rows_get_last(tx, ctx->arena, &row);
    }
    if (rc == RC_OK) {
        struct checkpoint_view *view = arena_new_of(ctx->arena, struct checkpoint_view);
        if (view == NULL) {
            return RC_TOO_LARGE;
        }
        checkpoint_view_fill(ctx, &row, view);
        out->checkpoint = view;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct office_verification_out {
    int64_t entries, is_good, bad_seq;
    const char *why;
    int64_t checkpoint, is_checkpoint_good;
};
FIELD_SET(office_verification_set, "OfficeJournalVerification", struct office_verification_out,
          OUT(struct office_verification_out, entries, FIELD_INT, "Entries that follow from each other"),
          OUT(struct office_verification_out, is_good, FIELD_BOOL, "All do, and the newest checkpoint holds"),
          OUT_NULL(struct office_verification_out, bad_seq, FIELD_INT, "The first entry that does not"),
          OUT_NULL(struct office_verification_out, why, FIELD_TEXT, "What is wrong with it, in English"),
          OUT_NULL(struct office_verification_out, checkpoint, FIELD_INT, "Number of the newest checkpoint"),
          OUT(struct office_verification_out, is_checkpoint_good, FIELD_BOOL,
              "It is signed with the office's key and names the entry that stands here; true when there is none"));

static enum rc office_verify(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct office_verification_out *out = call->out;
    struct office_journal_report report;
    struct checkpoint_row row;
    int is_held = 1;
    enum rc rc = office_journal_verify(ctx, tx, &report);
    if (rc != RC_OK) {
        return rc;
    }
    *out = (struct office_verification_out){.entries = report.entries,
                                            .bad_seq = report.is_bad ? report.bad_seq : FIELD_NULL,
                                            .why = report.is_bad ? report.why : NULL,
                                            .checkpoint = FIELD_NULL};
    rc = checkpoint_rows_get_last(tx, ctx->arena, &row);
    if (rc == RC_OK) {
        out->checkpoint = row.seq;
        rc = checkpoint_holds(ctx, tx, &row, &is_held);
    }
    out->is_checkpoint_good = is_held;
    out->is_good = !report.is_bad && is_held;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

ENDPOINT_TABLE(
    office_journal_state_api_table,
    {.method = "GET",
     .path = "/api/v1/journal/state",
     .operation = "getOfficeJournalState",
     .tag = "journal",
     .summary = "Where the office's journal stands, and the newest signed checkpoint",
     .need = PERM_JOURNAL_READ,
     .mode = ENDPOINT_READ,
     .reply = &office_state_set,
     .out_size = sizeof(struct office_state_out),
     .ok = 200,
     .cost = 1,
     .run = office_state_get},
    {.method = "GET",
     .path = "/api/v1/journal/verification",
     .operation = "verifyOfficeJournal",
     .tag = "journal",
     .summary = "Replays the office's journal from its first entry and compares it with the newest checkpoint",
     .need = PERM_JOURNAL_READ,
     .mode = ENDPOINT_READ,
     .reply = &office_verification_set,
     .out_size = sizeof(struct office_verification_out),
     .ok = 200,
     .cost = 100,
     .run = office_verify});
