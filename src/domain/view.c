/*
 * view.c - see view.h.
 *
 * Runs on: workers (reading), the writer (changing). Owns: nothing.
 */
#include "domain/view.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"

#include <string.h>

static int view_is_private(const char *sharing)
{
    return strcmp(sharing, "private") == 0;
}

static int view_is_of_unit(const char *sharing)
{
    return strcmp(sharing, "unit") == 0;
}

enum rc view_get(struct ctx *ctx, struct tx *tx, const char *id, struct view_shown *out)
{
    enum rc rc = view_rows_get(tx, ctx->arena,
                               &(struct view_get_in){id, ctx->actor->account_id, clock_day_of(ctx->now_ms)}, out);
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
}

enum rc view_list(struct ctx *ctx, struct tx *tx, struct view_shown **out, size_t *count)
{
    return view_rows_list(tx, ctx->arena,
                          &(struct view_list_in){ctx->actor->account_id, clock_day_of(ctx->now_ms), VIEW_LIST_MAX}, out,
                          count);
}

/* RC_NOT_FOUND without a fault: not these people. */
static enum rc view_may_share(struct ctx *ctx, struct tx *tx, const char *unit_id)
{
    struct view_may_share_out row;
    if (!perm_has(ctx->actor, PERM_CASE_COUNT)) {
        return RC_NOT_FOUND; /* a token may have less than its owner */
    }
    return view_rows_may_share(
        tx, ctx->arena, &(struct view_may_share_in){ctx->actor->account_id, clock_day_of(ctx->now_ms), unit_id}, &row);
}

static enum rc view_check(struct ctx *ctx, struct tx *tx, const struct view_input *in)
{
    if (view_is_private(in->sharing)) {
        return RC_OK;
    }
    if (view_is_of_unit(in->sharing) && in->unit_id == NULL) {
        return fault_add(&ctx->fault, reason(REASON_REQUIRED), "/unit_id", NULL, NULL);
    }
    const char *unit_id = view_is_of_unit(in->sharing) ? in->unit_id : NULL;
    enum rc rc = view_may_share(ctx, tx, unit_id);
    if (rc == RC_NOT_FOUND) { /* a unit that is not there looks the same */
        rc = fault_add(&ctx->fault, reason(REASON_VIEW_SHARING), unit_id ? "/unit_id" : "/sharing", NULL, NULL);
    }
    struct unit_row unit;
    if (rc == RC_OK && unit_id != NULL) {
        rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){unit_id}, &unit);
        rc = rc == RC_NOT_FOUND ? fault_add(&ctx->fault, reason(REASON_VIEW_SHARING), "/unit_id", NULL, NULL) : rc;
    }
    return rc;
}

/* What becomes or was visible to others is told; the words of name and filter are not. */
static enum rc view_journal(struct ctx *ctx, struct tx *tx, const char *action, const char *id,
                            const struct view_input *before, const struct view_input *after)
{
    struct changes changes;
    int was_shared = before != NULL && !view_is_private(before->sharing);
    if (!was_shared && (after == NULL || view_is_private(after->sharing))) {
        return RC_OK;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "sharing", before ? before->sharing : NULL, after ? after->sharing : NULL);
    changes_add(&changes, "unit_id", before ? before->unit_id : NULL, after ? after->unit_id : NULL);
    return office_journal_append(ctx, tx, action, id, &changes);
}

enum rc view_add(struct ctx *ctx, struct tx *tx, const struct view_input *in, struct view_shown *out)
{
    struct view_count_own_out own;
    const char *owner_id = ctx->actor->account_id;
    enum rc rc = view_check(ctx, tx, in);
    if (rc == RC_OK) {
        rc = view_rows_count_own(tx, ctx->arena, &(struct view_count_own_in){owner_id}, &own);
    }
    if (rc == RC_OK && own.total >= VIEW_OWN_MAX) {
        const char *most = arena_printf(ctx->arena, "%d", VIEW_OWN_MAX);
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_VIEW_MANY), NULL, most, NULL);
    }
    char *id = arena_alloc(ctx->arena, IDENT_SIZE);
    if (rc != RC_OK || id == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    ident_new(ctx->now_ms, id);
    rc = view_rows_add(tx, &(struct view_add_in){.id = id,
                                                 .owner_id = owner_id,
                                                 .name = in->name,
                                                 .sharing = in->sharing,
                                                 .unit_id = view_is_of_unit(in->sharing) ? in->unit_id : NULL,
                                                 .filter = in->filter,
                                                 .columns = in->columns,
                                                 .density = in->density,
                                                 .position = in->position,
                                                 .is_pinned = in->is_pinned,
                                                 .changed_ms = ctx->now_ms});
    if (rc == RC_OK) {
        rc = view_journal(ctx, tx, "view.add", id, NULL, in);
    }
    return rc == RC_OK ? view_get(ctx, tx, id, out) : rc;
}

static struct view_input view_input_of(const struct view_shown *v)
{
    return (struct view_input){.sharing = v->sharing, .unit_id = v->unit_id};
}

enum rc view_set(struct ctx *ctx, struct tx *tx, const char *id, int64_t if_match, const struct view_input *in,
                 struct view_shown *out)
{
    struct view_shown row;
    enum rc rc = view_get(ctx, tx, id, &row);
    if (rc != RC_OK) {
        return rc;
    }
    if (strcmp(row.owner_id, ctx->actor->account_id) != 0) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_VIEW_OWNER), NULL, row.owner_name, NULL);
    }
    if (if_match >= 0 && if_match != row.version) {
        const char *now = arena_printf(ctx->arena, "%lld", (long long)row.version);
        return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL, now, NULL);
    }
    rc = view_check(ctx, tx, in);
    if (rc == RC_OK) {
        rc = view_rows_save(tx, &(struct view_save_in){.id = id,
                                                       .name = in->name,
                                                       .sharing = in->sharing,
                                                       .unit_id = view_is_of_unit(in->sharing) ? in->unit_id : NULL,
                                                       .filter = in->filter,
                                                       .columns = in->columns,
                                                       .density = in->density,
                                                       .position = in->position,
                                                       .is_pinned = in->is_pinned,
                                                       .changed_ms = ctx->now_ms});
    }
    const struct view_input before = view_input_of(&row);
    if (rc == RC_OK) {
        rc = view_journal(ctx, tx, "view.set", id, &before, in);
    }
    return rc == RC_OK ? view_get(ctx, tx, id, out) : rc;
}

enum rc view_drop(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct view_shown row;
    enum rc rc = view_get(ctx, tx, id, &row);
    if (rc == RC_OK && strcmp(row.owner_id, ctx->actor->account_id) != 0) {
        rc = view_may_share(ctx, tx, row.unit_id);
        rc = rc == RC_NOT_FOUND
                 ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_VIEW_OWNER), NULL, row.owner_name, NULL)
                 : rc;
    }
    if (rc == RC_OK) {
        rc = view_rows_drop(tx, &(struct view_drop_in){id});
    }
    const struct view_input before = view_input_of(&row);
    return rc == RC_OK ? view_journal(ctx, tx, "view.drop", id, &before, NULL) : rc;
}
