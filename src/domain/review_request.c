/*
 * review_request.c - see review_request.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/review_request.h"

#include "base/clock.h"
#include "domain/public_case.h"
#include "domain/reason.h"
#include "domain/transition.h"

#include <string.h>

struct review_request {
    struct ctx *ctx;
    struct tx *tx;
    const struct review_request_in *in;
    struct public_case found;
    const struct public_case *of; /* what is to be looked at again */
};

/* The newest review for a recheck, and for a review the matter itself. */
static const struct public_case *request_target(const struct review_request *r, const char *lane)
{
    const struct public_case *newest = NULL;
    for (size_t i = 0; lane != NULL && i < r->found.part_count; i++) {
        const struct public_case *part = &r->found.parts[i];
        int is_later = newest == NULL || part->row.registered_ms >= newest->row.registered_ms;
        newest = strcmp(part->row.lane, lane) == 0 && is_later ? part : newest;
    }
    return lane == NULL ? &r->found : newest;
}

static enum rc request_refuse(const struct review_request *r, enum reason_id why)
{
    const char *whom = public_case_contact(r->ctx, &r->found);
    return fault_set(&r->ctx->fault, RC_REFUSED, reason(why), NULL, whom, NULL);
}

static enum rc request_late(const struct review_request *r, int64_t due_day)
{
    char day[CLOCK_DATE_ZH_SIZE > CLOCK_DATE_SIZE ? CLOCK_DATE_ZH_SIZE : CLOCK_DATE_SIZE];
    if (r->ctx->is_zh) {
        clock_format_day_zh((int32_t)due_day, day);
    } else {
        clock_format_day((int32_t)due_day, day);
    }
    return fault_set(&r->ctx->fault, RC_REFUSED, reason(REASON_REVIEW_LATE), NULL, arena_strdup(r->ctx->arena, day),
                     public_case_contact(r->ctx, &r->found));
}

/* Said in the petitioner's terms before the engine is asked; what it refuses besides stands as it says. */
static enum rc request_check(const struct review_request *r)
{
    struct deadline_row *rows, *window = NULL;
    size_t count;
    enum rc rc = deadline_rows_list_of_case(r->tx, r->ctx->arena, &(struct deadline_list_of_case_in){r->of->row.id},
                                            &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        window = strcmp(rows[i].clock, r->in->is_recheck ? "C13" : "C11") == 0 ? &rows[i] : window;
    }
    if (rc != RC_OK || window == NULL) {
        return rc == RC_OK ? request_refuse(r, REASON_REVIEW_NOTHING) : rc;
    }
    if (strcmp(window->status, "cancelled") == 0) {
        return request_refuse(r, REASON_REVIEW_NOTHING); /* the opinion is void */
    }
    int is_used = strcmp(window->status, "met") == 0;
    if (!is_used && (strcmp(window->status, "running") != 0 || r->ctx->now_ms >= window->due_ms)) {
        return request_late(r, window->due_day);
    }
    return RC_OK;
}

/* The bureau's reception, whose part the system plays for what comes over the web. */
static enum rc request_actor(const struct review_request *r, struct actor_grant *grant, struct actor *out)
{
    struct unit_row bureau;
    enum rc rc = unit_rows_get_bureau(r->tx, r->ctx->arena, &bureau);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&r->ctx->fault, RC_REFUSED, reason(REASON_NO_BUREAU), NULL, NULL, NULL)
                                  : rc;
    }
    *grant = (struct actor_grant){
        .role = "window_clerk", .unit_id = bureau.id, .unit_path = bureau.path, .scope = SCOPE_UNIT};
    *out = actor_system;
    out->grants = grant;
    out->grant_count = 1;
    return RC_OK;
}

/* Art 35: one level above who decided. What the county itself decided, and every review, goes beyond it. */
static int request_is_outside(const struct review_request *r)
{
    return r->in->is_recheck || strcmp(r->of->holder.kind, "county") == 0;
}

static enum rc request_act(const struct review_request *r)
{
    struct actor_grant grant;
    struct actor reception;
    char today[CLOCK_DATE_SIZE];
    int is_outside = request_is_outside(r);
    const char *names[] = {"received_on", "grounds", "by", "body"};
    clock_format_day(clock_day_of(r->ctx->now_ms), today);
    struct value items[] = {{.kind = VALUE_TEXT, .text = today},
                            {.kind = VALUE_TEXT, .text = r->in->grounds},
                            {.kind = VALUE_TEXT, .text = is_outside ? "outside" : "county"},
                            {.kind = VALUE_TEXT, .text = "上一级机关"}};
    const struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = is_outside ? 4 : 3};
    enum rc rc = request_actor(r, &grant, &reception);
    if (rc != RC_OK) {
        return rc;
    }
    const struct actor *actor = r->ctx->actor;
    r->ctx->actor = &reception;
    rc = transition_apply(r->ctx, r->tx,
                          &(struct transition_in){.case_id = r->of->row.id,
                                                  .event = r->in->is_recheck ? "request_recheck" : "request_review",
                                                  .fields = &fields,
                                                  .note = "信访人网上申请",
                                                  .if_match = CASE_ANY_VERSION});
    r->ctx->actor = actor;
    return rc;
}

/* The window was there and was used: the engine knows whether what was asked for is still in hand. */
static enum rc request_explain(const struct review_request *r, enum rc rc)
{
    const struct fault *f = &r->ctx->fault;
    int is_window = f->main.reason != NULL && strstr(f->main.reason->code, "window_open") != NULL;
    if (rc == RC_REFUSED && is_window) {
        fault_clear(&r->ctx->fault);
        return request_refuse(r, REASON_REVIEW_ASKED);
    }
    return rc;
}

static enum rc request_tell(struct review_request *r, struct review_request_out *out)
{
    enum rc rc = public_case_get(r->ctx, r->tx, r->in->number, r->in->code, &r->found);
    const struct public_case *made = rc == RC_OK ? request_target(r, r->in->is_recheck ? "recheck" : "review") : NULL;
    if (made == NULL) {
        return rc == RC_OK ? RC_INTERNAL : rc;
    }
    *out = (struct review_request_out){
        made->row.number, made->row.outside_body ? made->row.outside_body : made->holder.name, made->promised_day};
    return RC_OK;
}

enum rc review_request_make(struct ctx *ctx, struct tx *tx, const struct review_request_in *in,
                            struct review_request_out *out)
{
    struct review_request r = {.ctx = ctx, .tx = tx, .in = in};
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &r.found);
    if (rc != RC_OK) {
        return rc;
    }
    r.of = request_target(&r, in->is_recheck ? "review" : NULL);
    if (r.of == NULL) {
        return request_refuse(&r, REASON_REVIEW_NOTHING);
    }
    rc = request_check(&r);
    if (rc == RC_OK) {
        rc = request_explain(&r, request_act(&r));
    }
    return rc == RC_OK ? request_tell(&r, out) : rc;
}
