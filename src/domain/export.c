/*
 * export.c - see export.h.
 *
 * Runs on: workers (reading), the writer (asking). Owns: nothing.
 */
#include "domain/export.h"

#include "base/ident.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"

/* Rows are kept a day longer than they can be fetched, so that "over" can be told from "never there". */
#define EXPORT_TOLD_MS (INT64_C(24) * 3600 * 1000)

enum rc export_get(struct ctx *ctx, struct tx *tx, const char *id, struct export_row *out)
{
    enum rc rc = export_rows_get(tx, ctx->arena, &(struct export_get_in){id, ctx->actor->account_id}, out);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && out->expires_ms <= ctx->now_ms) {
        return fault_set(&ctx->fault, RC_GONE, reason(REASON_EXPORT_OVER), NULL, NULL, NULL);
    }
    return rc;
}

enum rc export_add(struct ctx *ctx, struct tx *tx, const struct export_input *in, struct export_row *out)
{
    struct changes changes;
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    enum rc rc =
        id ? export_rows_drop_over(tx, &(struct export_drop_over_in){ctx->now_ms - EXPORT_TOLD_MS}) : RC_TOO_LARGE;
    if (rc != RC_OK) {
        return rc;
    }
    ident_new(ctx->now_ms, id);
    rc = export_rows_add(tx, &(struct export_add_in){.id = id,
                                                     .account_id = ctx->actor->account_id,
                                                     .filter = in->filter,
                                                     .columns = in->columns,
                                                     .format = in->format,
                                                     .has_bom = in->has_bom,
                                                     .total = in->total,
                                                     .created_ms = ctx->now_ms,
                                                     .expires_ms = ctx->now_ms + EXPORT_KEEP_MS});
    changes_init(&changes, ctx);
    changes_add(&changes, "format", NULL, in->format);
    changes_add(&changes, "columns", NULL, in->columns);
    changes_add(&changes, "filter", NULL, in->told);
    changes_add_int(&changes, "total", SQL_NULL, in->total);
    rc = rc == RC_OK ? office_journal_append(ctx, tx, "export.cases", id, &changes) : rc;
    return rc == RC_OK ? export_get(ctx, tx, id, out) : rc;
}
