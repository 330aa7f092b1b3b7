/*
 * sample.c - see sample.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/sample.h"

#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/unit.h"
#include "store/sql_stmts.h"

#include <string.h>

/* RC_OK with 1 or 0 of an optional row. */
static enum rc sample_is_there(enum rc rc, int *out)
{
    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc sample_get(struct ctx *ctx, struct tx *tx, struct sample_state *out)
{
    struct sample_list_out *rows;
    struct sample_has_case_out a_case;
    struct sample_has_accusation_officer_out an_officer;
    struct sample_has_other_unit_out a_unit;
    size_t count;
    enum rc rc = sample_rows_list(tx, ctx->arena, &rows, &count);
    if (rc == RC_OK) {
        rc = sample_is_there(sample_rows_has_case(tx, ctx->arena, &a_case), &out->has_case);
    }
    if (rc == RC_OK) {
        rc = sample_is_there(sample_rows_has_accusation_officer(tx, ctx->arena, &an_officer), &out->has_officer);
    }
    if (rc == RC_OK) {
        rc = sample_is_there(sample_rows_has_other_unit(tx, ctx->arena, &a_unit), &out->has_other_unit);
    }
    out->units = rc == RC_OK ? (int64_t)count : 0;
    return rc;
}

static enum rc sample_add(struct ctx *ctx, struct tx *tx, const struct value *in, const struct unit_row *county)
{
    struct unit_row parent = *county;
    struct unit_row made;
    const char *code = value_text(in, "parent");
    enum rc rc =
        code != NULL ? unit_rows_get_by_code(tx, ctx->arena, &(struct unit_get_by_code_in){code}, &parent) : RC_OK;
    if (rc == RC_OK) {
        rc = unit_add(ctx, tx,
                      &(struct unit_new){.code = value_text(in, "code"),
                                         .name = value_text(in, "name"),
                                         .short_name = value_text(in, "short_name"),
                                         .kind = value_text(in, "kind"),
                                         .parent_id = parent.id,
                                         .can_handle = value_int(in, "can_handle", 0),
                                         .valid_from = SQL_NULL,
                                         .sort = value_int(in, "sort", 0)},
                      &made);
    }
    return rc == RC_OK ? sample_rows_add(tx, &(struct sample_add_in){made.id}) : rc;
}

static enum rc sample_journal(struct ctx *ctx, struct tx *tx, const char *action, int64_t count,
                              struct changes *changes)
{
    changes_add_int(changes, "units", SQL_NULL, count);
    return office_journal_append(ctx, tx, action, "sample", changes);
}

enum rc sample_load(struct ctx *ctx, struct tx *tx, const struct value *county, int64_t *count)
{
    struct sample_state now;
    struct unit_row top;
    const struct value *units = value_get(county, "units");
    struct changes changes;
    changes_init(&changes, ctx);
    *count = 0;
    enum rc rc = sample_get(ctx, tx, &now);
    if (rc == RC_OK && (now.has_case || now.has_other_unit || now.units > 0)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SAMPLE_LATE), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = units != NULL ? unit_rows_get_top(tx, ctx->arena, &top) : RC_INTERNAL;
    }
    for (size_t i = 0; rc == RC_OK && i < units->count; i++) {
        rc = sample_add(ctx, tx, &units->items[i], &top);
        *count += rc == RC_OK;
    }
    return rc == RC_OK ? sample_journal(ctx, tx, "sample.load", *count, &changes) : rc;
}

/* The foreign keys refuse what sample_check overlooked. */
static enum rc sample_drop_one(struct tx *tx, const char *id)
{
    enum rc rc = sample_rows_drop(tx, &(struct sample_drop_in){id});
    rc = rc == RC_OK ? sample_rows_drop_duties(tx, &(struct sample_drop_duties_in){id}) : rc;
    rc = rc == RC_OK ? sample_rows_drop_tree(tx, &(struct sample_drop_tree_in){id}) : rc;
    return rc == RC_OK ? sample_rows_drop_unit(tx, &(struct sample_drop_unit_in){id}) : rc;
}

/* Whoever is used stops all of it: everything is looked at before anything goes. */
static enum rc sample_check(struct ctx *ctx, struct tx *tx, const struct sample_list_out *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct sample_is_used_out used;
        enum rc rc = sample_rows_is_used(tx, ctx->arena, &(struct sample_is_used_in){rows[i].unit_id}, &used);
        if (rc != RC_NOT_FOUND) {
            return rc == RC_OK ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SAMPLE_USED), NULL, used.name, NULL)
                               : rc;
        }
    }
    return RC_OK;
}

enum rc sample_drop(struct ctx *ctx, struct tx *tx, int64_t *count)
{
    struct sample_list_out *rows;
    struct sample_state now;
    size_t n;
    struct changes changes;
    changes_init(&changes, ctx);
    *count = 0;
    enum rc rc = sample_get(ctx, tx, &now);
    if (rc == RC_OK && now.has_case) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SAMPLE_CASES), NULL, NULL, NULL);
    }
    if (rc == RC_OK && now.has_officer) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SAMPLE_OFFICER), NULL, NULL, NULL);
    }
    if (rc == RC_OK && now.units == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NOTHING_TO_CHANGE), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = sample_rows_list(tx, ctx->arena, &rows, &n);
    }
    if (rc == RC_OK) {
        rc = sample_check(ctx, tx, rows, n);
    }
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = sample_drop_one(tx, rows[i].unit_id);
        changes_touch(&changes, "unit", rows[i].unit_id);
        *count += rc == RC_OK;
    }
    return rc == RC_OK ? sample_journal(ctx, tx, "sample.drop", *count, &changes) : rc;
}
