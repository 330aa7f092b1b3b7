/*
 * unit_import.c - checks a table of units as a whole, then adds them one by one by the same command as a single one.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/unit_import.h"

#include "base/clock.h"
#include "domain/reason.h"

#include <string.h>

static const char *unit_import_at(struct ctx *ctx, size_t i, const char *member)
{
    return arena_printf(ctx->arena, "/rows/%zu/%s", i, member);
}

/* An earlier row with this code; `n` when there is none. */
static size_t unit_import_earlier(const struct unit_import_row *rows, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].code, code) == 0) {
            return i;
        }
    }
    return n;
}

static enum rc unit_import_check_code(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t i)
{
    struct unit_row taken;
    const char *code = rows[i].code;
    const char *pointer = unit_import_at(ctx, i, "code");
    enum rc rc = unit_rows_get_by_code(tx, ctx->arena, &(struct unit_get_by_code_in){code}, &taken);
    if (rc == RC_OK) {
        (void)fault_add(&ctx->fault, reason(REASON_CODE_TAKEN), pointer, code, NULL);
    } else if (rc == RC_NOT_FOUND && unit_import_earlier(rows, i, code) < i) {
        (void)fault_add(&ctx->fault, reason(REASON_UNIT_CODE_TWICE), pointer, code, NULL);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Of the first county: none may be there, in the tree or in an earlier row, and it has nothing above. */
static enum rc unit_import_check_county(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t i)
{
    struct unit_row top;
    enum rc rc = unit_rows_get_top(tx, ctx->arena, &top);
    int is_second = rc == RC_OK || rows[i].parent_code != NULL;
    for (size_t k = 0; k < i; k++) {
        is_second |= strcmp(rows[k].kind, "county") == 0;
    }
    if (is_second) {
        (void)fault_add(&ctx->fault, reason(REASON_UNIT_SECOND_COUNTY), unit_import_at(ctx, i, "kind"), NULL, NULL);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc unit_import_check_place(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t i)
{
    struct unit_row parent;
    const char *pointer = unit_import_at(ctx, i, "parent_code");
    const char *above = rows[i].parent_code;
    if (strcmp(rows[i].kind, "county") == 0) {
        return unit_import_check_county(ctx, tx, rows, i);
    }
    if (above == NULL) {
        (void)fault_add(&ctx->fault, reason(REASON_UNIT_NEEDS_PARENT), pointer, NULL, NULL);
        return RC_OK;
    }
    size_t earlier = unit_import_earlier(rows, i, above);
    const char *kind = earlier < i ? rows[earlier].kind : NULL;
    enum rc rc = RC_OK;
    if (kind == NULL) {
        rc = unit_rows_get_by_code(tx, ctx->arena, &(struct unit_get_by_code_in){above}, &parent);
        kind = rc == RC_OK ? parent.kind : NULL;
    }
    if (kind == NULL) {
        (void)fault_add(&ctx->fault, reason(REASON_UNIT_PARENT_CODE), pointer, above, NULL);
    } else if (!unit_may_stand(kind, rows[i].kind)) {
        (void)fault_add(&ctx->fault, reason(REASON_UNIT_WRONG_KIND), pointer, kind, rows[i].kind);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc unit_import_check(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t count)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = unit_import_check_code(ctx, tx, rows, i);
        rc = rc == RC_OK ? unit_import_check_place(ctx, tx, rows, i) : rc;
    }
    return rc == RC_OK ? ctx->fault.rc : rc;
}

static enum rc unit_import_add(struct ctx *ctx, struct tx *tx, const struct unit_import_row *row, size_t i)
{
    struct unit_row parent = {0};
    struct unit_row made;
    enum rc rc = RC_OK;
    if (row->parent_code != NULL) {
        rc = unit_rows_get_by_code(tx, ctx->arena, &(struct unit_get_by_code_in){row->parent_code}, &parent);
    }
    return rc == RC_OK ? unit_add(ctx, tx,
                                  &(struct unit_new){.code = row->code,
                                                     .name = row->name,
                                                     .short_name = row->short_name,
                                                     .kind = row->kind,
                                                     .parent_id = parent.id,
                                                     .can_handle = row->can_handle == SQL_NULL ? 1 : row->can_handle,
                                                     .doc_mark = row->doc_mark,
                                                     .phone = row->phone,
                                                     .address = row->address,
                                                     .valid_from = clock_day_of(ctx->now_ms),
                                                     .sort = (int64_t)i},
                                  &made)
                       : rc;
}

enum rc unit_import(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t count)
{
    enum rc rc = unit_import_check(ctx, tx, rows, count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = unit_import_add(ctx, tx, &rows[i], i);
    }
    return rc;
}
