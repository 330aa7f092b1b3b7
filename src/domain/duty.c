/*
 * duty.c - says what a unit may be sent.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/duty.h"

#include "base/buf.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/term.h"

#include <string.h>

/* Each a class in use, none twice; all mistakes are told at once. */
static enum rc duty_check(struct ctx *ctx, struct tx *tx, const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *pointer = arena_printf(ctx->arena, "/class_codes/%zu", i);
        enum rc rc = pointer != NULL ? term_check(ctx, tx, "class", codes[i], pointer) : RC_TOO_LARGE;
        if (rc != RC_OK && rc != RC_INVALID) {
            return rc;
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(codes[k], codes[i]) == 0) {
                (void)fault_add(&ctx->fault, reason(REASON_TERM_TWICE), pointer, codes[i], NULL);
                break;
            }
        }
    }
    return ctx->fault.rc;
}

static const char *duty_text(struct ctx *ctx, const struct duty_list_of_unit_out *rows, size_t count)
{
    struct buf text;
    buf_init(&text, ctx->arena);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&text, i > 0 ? " %s" : "%s", rows[i].class_code);
    }
    return count > 0 ? buf_cstr(&text) : NULL;
}

static enum rc duty_load(struct ctx *ctx, struct tx *tx, const char *unit_id, const char **text)
{
    struct duty_list_of_unit_out *rows;
    size_t count;
    enum rc rc = duty_rows_list_of_unit(tx, ctx->arena, &(struct duty_list_of_unit_in){unit_id}, &rows, &count);
    *text = rc == RC_OK ? duty_text(ctx, rows, count) : NULL;
    return rc;
}

static enum rc duty_store(struct ctx *ctx, struct tx *tx, const struct unit_row *unit, const char *const *codes,
                          size_t count)
{
    const char *before;
    const char *after;
    struct changes changes;
    enum rc rc = duty_load(ctx, tx, unit->id, &before);
    if (rc == RC_OK) {
        rc = duty_rows_drop_of_unit(tx, &(struct duty_drop_of_unit_in){unit->id});
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = duty_rows_add(tx, &(struct duty_add_in){unit->id, codes[i]});
    }
    if (rc == RC_OK) {
        rc = duty_load(ctx, tx, unit->id, &after);
    }
    if (rc != RC_OK) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "class_codes", before, after);
    if (changes.count == 0) {
        return RC_OK;
    }
    changes_touch(&changes, "unit", unit->id);
    rc = unit_rows_touch(tx, &(struct unit_touch_in){unit->id, unit->version});
    return rc == RC_OK ? office_journal_append(ctx, tx, "unit.duties", unit->id, &changes) : rc;
}

enum rc duty_set(struct ctx *ctx, struct tx *tx, const char *unit_id, int64_t version, const char *const *codes,
                 size_t count, struct unit_row *out)
{
    struct unit_row unit;
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){unit_id}, &unit);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_UNIT), NULL, NULL, NULL) : rc;
    }
    if (version >= 0 && version != unit.version) {
        return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL,
                         arena_printf(ctx->arena, "%lld", (long long)unit.version), NULL);
    }
    rc = duty_check(ctx, tx, codes, count);
    if (rc == RC_OK) {
        rc = duty_store(ctx, tx, &unit, codes, count);
    }
    return rc == RC_OK ? unit_rows_get(tx, ctx->arena, &(struct unit_get_in){unit_id}, out) : rc;
}
