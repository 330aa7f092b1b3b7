/*
 * practice_use.c - see practice_use.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/practice_use.h"

#include "base/buf.h"
#include "base/ident.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/workflow.h"

#include <string.h>

static const char PRACTICE_SEALED_LANE[] = "B";

/* Each a kind of cases that is not sealed, none twice; all mistakes are told at once. */
static enum rc practice_use_check(struct ctx *ctx, const struct practice_use_new *in)
{
    for (size_t i = 0; i < in->workflow_count; i++) {
        const char *key = in->workflow_keys[i];
        const struct workflow *d = reference_workflow_current(ctx->reference, key);
        const char *pointer = arena_printf(ctx->arena, "/workflows/%zu", i);
        if (d == NULL || strcmp(d->lane, PRACTICE_SEALED_LANE) == 0) {
            (void)fault_add(&ctx->fault, reason(REASON_PRACTICE_KIND), pointer, key, NULL);
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(in->workflow_keys[k], key) == 0) {
                (void)fault_add(&ctx->fault, reason(REASON_TERM_TWICE), pointer, key, NULL);
                break;
            }
        }
    }
    return ctx->fault.rc;
}

static enum rc practice_use_list(struct ctx *ctx, struct tx *tx, const char *key, struct practice_use_row **rows,
                                 size_t *count)
{
    return practice_use_rows_list_of_practice(tx, ctx->arena, &(struct practice_use_list_of_practice_in){key}, rows,
                                              count);
}

/* For the journal: "appeal simple", behind it "(first)". */
static const char *practice_use_text(struct ctx *ctx, const struct practice_use_row *rows, size_t count)
{
    struct buf text;
    buf_init(&text, ctx->arena);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&text, "%s%s%s", i > 0 ? " " : "", rows[i].workflow_key, rows[i].is_first_only ? "(first)" : "");
    }
    return count > 0 ? buf_cstr(&text) : NULL;
}

static int practice_use_wants(const struct practice_use_new *in, const struct practice_use_row *row)
{
    for (size_t i = 0; row->is_first_only == in->is_first_only && i < in->workflow_count; i++) {
        if (strcmp(in->workflow_keys[i], row->workflow_key) == 0) {
            return 1;
        }
    }
    return 0;
}

static int practice_use_has(const struct practice_use_row *rows, size_t count, const char *workflow, int is_first_only)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].workflow_key, workflow) == 0 && rows[i].is_first_only == is_first_only) {
            return 1;
        }
    }
    return 0;
}

/* What is not wanted any more ends, what is new begins, the rest goes on. */
static enum rc practice_use_store(struct ctx *ctx, struct tx *tx, const struct practice_use_new *in,
                                  const struct practice_use_row *now, size_t count)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        if (!practice_use_wants(in, &now[i])) {
            rc = practice_use_rows_end(tx, &(struct practice_use_end_in){now[i].id, ctx->now_ms});
        }
    }
    for (size_t i = 0; rc == RC_OK && i < in->workflow_count; i++) {
        const char *id = ident_make(ctx->arena, ctx->now_ms);
        if (id == NULL) {
            return RC_TOO_LARGE;
        }
        if (!practice_use_has(now, count, in->workflow_keys[i], in->is_first_only)) {
            rc = practice_use_rows_add(tx, &(struct practice_use_add_in){.id = id,
                                                                         .practice_key = in->practice_key,
                                                                         .workflow_key = in->workflow_keys[i],
                                                                         .is_first_only = in->is_first_only,
                                                                         .from_ms = ctx->now_ms});
        }
    }
    return rc;
}

enum rc practice_use_set(struct ctx *ctx, struct tx *tx, const struct practice_use_new *in,
                         struct practice_use_row **out, size_t *count)
{
    struct practice_row practice;
    struct practice_use_row *before;
    size_t n = 0;
    struct changes changes;
    enum rc rc =
        practice_rows_get_current(tx, ctx->arena, &(struct practice_get_current_in){in->practice_key}, &practice);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    rc = rc == RC_OK ? practice_use_check(ctx, in) : rc;
    rc = rc == RC_OK ? practice_use_list(ctx, tx, in->practice_key, &before, &n) : rc;
    rc = rc == RC_OK ? practice_use_store(ctx, tx, in, before, n) : rc;
    rc = rc == RC_OK ? practice_use_list(ctx, tx, in->practice_key, out, count) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "workflows", practice_use_text(ctx, before, n), practice_use_text(ctx, *out, *count));
    if (changes.count == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTHING_TO_CHANGE), NULL, NULL, NULL);
    }
    changes_touch(&changes, "practice", in->practice_key);
    return office_journal_append(ctx, tx, "practice.use", in->practice_key, &changes);
}
