/*
 * notice.c - who is told, and why.
 *
 * Runs on: the writer (send, read). Owns: nothing.
 */
#include "domain/notice.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/perm.h"
#include "domain/reason.h"

#include <string.h>

const char *const notice_addressees[] = {"handler",     "holder_intake", "holder_head", "sender",        "bureau",
                                         "bureau_head", "county_leader", "registrar",   "assist_intake", "assist_head",
                                         NULL};

/* One account, or everybody who has a role at a unit. */
struct notice_target {
    const char *account_id, *role, *unit_id;
};

static enum rc notice_bureau(struct case_work *w, const char **id)
{
    struct unit_row unit;
    enum rc rc = unit_rows_get_bureau(w->tx, w->ctx->arena, &unit);
    *id = rc == RC_OK ? unit.id : NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc notice_county(struct case_work *w, const char **id)
{
    struct unit_row unit;
    enum rc rc = unit_rows_get_top(w->tx, w->ctx->arena, &unit);
    *id = rc == RC_OK ? unit.id : NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* At the bureau itself the same duties have other role names. */
static const char *notice_role(const struct case_work *w, const char *at_unit, const char *at_bureau)
{
    return strcmp(w->holder.kind, "bureau") == 0 ? at_bureau : at_unit;
}

static enum rc notice_resolve(struct case_work *w, const char *to, struct notice_target *out)
{
    *out = (struct notice_target){0};
    if (strcmp(to, "handler") == 0) {
        if (w->row.handler_id != NULL) {
            out->account_id = w->row.handler_id;
            return RC_OK;
        }
        to = "holder_intake";
    }
    if (strcmp(to, "holder_intake") == 0) {
        *out = (struct notice_target){NULL, notice_role(w, "unit_intake", "triage_officer"), w->holder.id};
    } else if (strcmp(to, "holder_head") == 0) {
        *out = (struct notice_target){NULL, notice_role(w, "unit_leader", "bureau_head"), w->holder.id};
    } else if (strcmp(to, "registrar") == 0) {
        *out = (struct notice_target){NULL, "window_clerk", w->row.registrar_unit_id};
    } else if (strncmp(to, "assist_", 7) == 0) {
        *out = (struct notice_target){NULL, strcmp(to, "assist_head") == 0 ? "unit_leader" : "unit_intake",
                                      w->has_task ? w->task.to_unit_id : NULL};
    } else if (strcmp(to, "sender") == 0 && w->has_dispatch) {
        *out = (struct notice_target){NULL, "bureau_handler", w->dispatch.from_unit_id};
    } else if (strcmp(to, "bureau_head") == 0) {
        out->role = "bureau_head";
        return notice_bureau(w, &out->unit_id);
    } else if (strcmp(to, "county_leader") == 0) {
        out->role = "county_leader";
        return notice_county(w, &out->unit_id);
    } else {
        out->role = "bureau_handler";
        return notice_bureau(w, &out->unit_id);
    }
    return RC_OK;
}

static int notice_is_same(const struct notice_target *a, const struct notice_target *b)
{
    if (a->account_id != NULL || b->account_id != NULL) {
        return a->account_id != NULL && b->account_id != NULL && strcmp(a->account_id, b->account_id) == 0;
    }
    return a->unit_id != NULL && b->unit_id != NULL && strcmp(a->unit_id, b->unit_id) == 0 &&
           strcmp(a->role, b->role) == 0;
}

/* Sender and bureau are often the same desk: it is told once, as the first that it was named. */
static int notice_was_told(struct case_work *w, const char *const *to, size_t at, const struct notice_target *target)
{
    for (size_t i = 0; i < at; i++) {
        struct notice_target before;
        if (notice_resolve(w, to[i], &before) == RC_OK && notice_is_same(&before, target)) {
            return 1;
        }
    }
    return 0;
}

static enum rc notice_send(struct case_work *w, const char *const *to, struct notice_add_in in)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; to[i] != NULL && rc == RC_OK; i++) {
        struct notice_target target;
        rc = notice_resolve(w, to[i], &target);
        if (rc != RC_OK || (target.account_id == NULL && target.unit_id == NULL)) {
            continue; /* an office without such a unit is nobody to tell; the rung still fires */
        }
        if (w->row.is_sealed && target.account_id == NULL) {
            continue; /* desks do not learn of a sealed case; whoever handles it does */
        }
        if (notice_was_told(w, to, i, &target)) {
            continue;
        }
        char id[IDENT_SIZE];
        ident_new(w->ctx->now_ms, id);
        in.id = id;
        in.addressee = to[i];
        in.account_id = target.account_id;
        in.role = target.account_id ? NULL : target.role;
        in.unit_id = target.account_id ? NULL : target.unit_id;
        rc = notice_rows_add(w->tx, &in);
    }
    return rc;
}

enum rc notice_send_event(struct case_work *w, const char *const *to, const char *event)
{
    return notice_send(
        w, to,
        (struct notice_add_in){
            .kind = "event", .case_id = w->row.id, .level = SQL_NULL, .event = event, .created_ms = w->ctx->now_ms});
}

enum rc notice_send_level(struct case_work *w, const char *const *to, const char *deadline_id, int64_t level)
{
    return notice_send(w, to,
                       (struct notice_add_in){.kind = "ladder",
                                              .case_id = w->row.id,
                                              .deadline_id = deadline_id,
                                              .level = level,
                                              .created_ms = w->ctx->now_ms});
}

enum rc notice_read(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct notice_is_mine_out mine;
    enum rc rc = notice_rows_is_mine(
        tx, ctx->arena, &(struct notice_is_mine_in){id, ctx->actor->account_id, clock_day_of(ctx->now_ms)}, &mine);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    return rc == RC_OK ? notice_rows_read(tx, &(struct notice_read_in){id, ctx->actor->account_id, ctx->now_ms}) : rc;
}
