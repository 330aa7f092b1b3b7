/*
 * oversight_api.c - supervision of a case and what its petitioner says of it.
 *
 * Measures and ratings are made by events; here they are read. The petitioner's own rating comes in by public_request_api.c.
 *
 * Runs on: workers. Owns: nothing.
 * Invariant: units learn what was said of them, not who did not rate.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/rating.h"

#include <string.h>

struct found_view {
    const char *trigger, *unit_name, *status;
    int64_t found_at;
};
struct measure_view {
    int64_t number;
    const char *measure, *unit_name, *problem, *article, *demand, *reply_due_on, *status;
    int64_t issued_at;
    const char *answer;
    int64_t answered_at;
    const char *judgement;
    int64_t judged_at;
};
struct oversight_out {
    struct found_view *found;
    size_t found_count;
    struct measure_view *measures;
    size_t measures_count;
};
struct rating_view {
    const char *target, *value, *reason, *comment, *via, *reference;
    int64_t round, rated_at, is_current;
};
struct invitation_view {
    int64_t round, at;
    const char *until;
};
struct rating_list_out {
    const char *state;
    struct invitation_view *invitations;
    size_t invitations_count;
    struct rating_view *data;
    size_t data_count;
};

FIELD_SET(found_set, "SupervisionFinding", struct found_view,
          OUT(struct found_view, trigger, FIELD_TEXT,
              "Such as overdue:C6, objections, no_contact, repeat, dissatisfied"),
          OUT(struct found_view, unit_name, FIELD_TEXT, "Unit that it is about"),
          OUT(struct found_view, status, FIELD_TEXT, "open or closed"),
          OUT(struct found_view, found_at, FIELD_STAMP, "Found by machine"));
FIELD_SET(measure_set, "SupervisionMeasure", struct measure_view,
          OUT(struct measure_view, number, FIELD_INT, "Number on this case"),
          OUT(struct measure_view, measure, FIELD_TEXT,
              "reminder, letter, inspection, talk, bulletin, listed or rectify"),
          OUT(struct measure_view, unit_name, FIELD_TEXT, "Unit that answers"),
          OUT(struct measure_view, problem, FIELD_LONG, "Problem"),
          OUT(struct measure_view, article, FIELD_TEXT, "Basis"),
          OUT(struct measure_view, demand, FIELD_LONG, "What is demanded"),
          OUT(struct measure_view, reply_due_on, FIELD_DATE, "Answer by"),
          OUT(struct measure_view, status, FIELD_TEXT, "open, answered, accepted or returned"),
          OUT(struct measure_view, issued_at, FIELD_STAMP, "Issued"),
          OUT_NULL(struct measure_view, answer, FIELD_LONG, "Answer"),
          OUT_NULL(struct measure_view, answered_at, FIELD_STAMP, "Answered"),
          OUT_NULL(struct measure_view, judgement, FIELD_LONG, "What the bureau says of it"),
          OUT_NULL(struct measure_view, judged_at, FIELD_STAMP, "Judged"));
FIELD_SET(oversight_reply, "Supervision", struct oversight_out,
          OUT_ROWS(struct oversight_out, found, found_set, "Found by machine, for people to judge"),
          OUT_ROWS(struct oversight_out, measures, measure_set, "Measures and their answers"));
FIELD_SET(rating_set, "Rating", struct rating_view, OUT(struct rating_view, target, FIELD_TEXT, "bureau or unit"),
          OUT(struct rating_view, round, FIELD_INT, "One for each answer that was delivered"),
          OUT(struct rating_view, value, FIELD_TEXT, "satisfied, basically or dissatisfied"),
          OUT_NULL(struct rating_view, reason, FIELD_TEXT, "Main reason"),
          OUT_NULL(struct rating_view, comment, FIELD_LONG, "Comment"),
          OUT(struct rating_view, via, FIELD_TEXT, "portal, call or paper"),
          OUT_NULL(struct rating_view, reference, FIELD_TEXT, "Recording or scan that shows it"),
          OUT(struct rating_view, rated_at, FIELD_STAMP, "When"),
          OUT(struct rating_view, is_current, FIELD_BOOL, "No later one took its place"));
FIELD_SET(invitation_set, "RatingInvitation", struct invitation_view,
          OUT(struct invitation_view, round, FIELD_INT, "One for each answer that was delivered"),
          OUT(struct invitation_view, at, FIELD_STAMP, "The answer that invites to rate was delivered"),
          OUT(struct invitation_view, until, FIELD_DATE, "Last day for rating"));
FIELD_SET(rating_list_reply, "RatingList", struct rating_list_out,
          OUT(struct rating_list_out, state, FIELD_TEXT,
              "open, partly_rated (one of the two), rated, not_rated (never satisfied) or none"),
          OUT_ROWS(struct rating_list_out, invitations, invitation_set, "When the petitioner was invited to rate"),
          OUT_ROWS(struct rating_list_out, data, rating_set, "Ratings, oldest first"));

static enum rc oversight_found(struct ctx *ctx, struct tx *tx, const char *id, struct oversight_out *out)
{
    struct oversight_list_candidates_out *rows;
    enum rc rc = oversight_rows_list_candidates(tx, ctx->arena, &(struct oversight_list_candidates_in){id}, &rows,
                                                &out->found_count);
    out->found = rc == RC_OK ? arena_array_of(ctx->arena, struct found_view, out->found_count + 1) : NULL;
    for (size_t i = 0; out->found != NULL && i < out->found_count; i++) {
        out->found[i] = (struct found_view){rows[i].trigger, rows[i].unit_name, rows[i].status, rows[i].found_ms};
    }
    return rc != RC_OK || out->found != NULL ? rc : RC_TOO_LARGE;
}

static enum rc oversight_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct oversight_out *out = call->out;
    struct oversight_list_out *rows;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = oversight_found(ctx, tx, in->id, out);
    }
    if (rc == RC_OK) {
        rc = oversight_rows_list(tx, ctx->arena, &(struct oversight_list_in){in->id}, &rows, &out->measures_count);
    }
    out->measures = rc == RC_OK ? arena_array_of(ctx->arena, struct measure_view, out->measures_count + 1) : NULL;
    for (size_t i = 0; out->measures != NULL && i < out->measures_count; i++) {
        const struct oversight_list_out *r = &rows[i];
        out->measures[i] = (struct measure_view){.number = r->position,
                                                 .measure = r->measure,
                                                 .unit_name = r->unit_name,
                                                 .problem = r->problem,
                                                 .article = r->article,
                                                 .demand = r->demand,
                                                 .reply_due_on = api_day_text(ctx, r->due_day),
                                                 .status = r->status,
                                                 .issued_at = r->issued_ms,
                                                 .answer = r->answer,
                                                 .answered_at = r->answered_ms,
                                                 .judgement = r->judgement,
                                                 .judged_at = r->judged_ms};
    }
    return rc != RC_OK || out->measures != NULL ? rc : RC_TOO_LARGE;
}

/* How many of the two were rated after the latest answer. */
static int rating_count(const struct rating_list_out *list, int64_t round)
{
    int rated = 0;
    for (size_t i = 0; i < list->data_count; i++) {
        rated += list->data[i].is_current && list->data[i].round == round;
    }
    return rated;
}

/* Silence is told as what it is. The answer itself invites: each one opens a window and a round. */
static enum rc rating_state(struct ctx *ctx, struct tx *tx, const char *id, struct rating_list_out *out)
{
    enum { TARGETS = 2 };
    struct deadline_row *clocks;
    size_t count;
    enum rc rc = deadline_rows_list_of_case(tx, ctx->arena, &(struct deadline_list_of_case_in){id}, &clocks, &count);
    out->invitations = rc == RC_OK ? arena_array_of(ctx->arena, struct invitation_view, count + 1) : NULL;
    if (out->invitations == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(clocks[i].clock, "C19") == 0) {
            size_t n = out->invitations_count++;
            out->invitations[n] =
                (struct invitation_view){(int64_t)n + 1, clocks[i].started_ms, api_day_text(ctx, clocks[i].due_day)};
        }
    }
    const struct rating_window window = rating_window(clocks, count);
    int rated = rating_count(out, window.round);
    int is_open = rating_is_open(&window, ctx->now_ms);
    out->state = rated == TARGETS      ? "rated"
                 : rated > 0           ? "partly_rated"
                 : window.last == NULL ? "none"
                 : is_open             ? "open"
                                       : "not_rated";
    return rc;
}

/* The office that registered the case, and who looks over all: not the unit that handles it. */
static int rating_sees_silence(const struct ctx *ctx, const struct case_row *c)
{
    for (size_t i = 0; i < ctx->actor->grant_count; i++) {
        const struct actor_grant *g = &ctx->actor->grants[i];
        if (strcmp(g->unit_id, c->registrar_unit_id) == 0 || g->scope == SCOPE_ALL) {
            return 1;
        }
    }
    return 0;
}

static enum rc rating_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct rating_list_out *out = call->out;
    struct oversight_list_ratings_out *rows;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = oversight_rows_list_ratings(tx, ctx->arena, &(struct oversight_list_ratings_in){in->id}, &rows,
                                         &out->data_count);
    }
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct rating_view, out->data_count + 1) : NULL;
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        const struct oversight_list_ratings_out *r = &rows[i];
        out->data[i] = (struct rating_view){r->target,    r->value, r->reason,   r->comment,   r->via,
                                            r->reference, r->round, r->rated_ms, r->is_current};
    }
    if (rc == RC_OK && out->data == NULL) {
        return RC_TOO_LARGE;
    }
    if (rc == RC_OK) {
        rc = rating_state(ctx, tx, in->id, out);
    }
    if (rc == RC_OK && strcmp(out->state, "rated") != 0 && !rating_sees_silence(ctx, &c)) {
        out->state =
            out->data_count > 0 ? "rated" : "none"; /* who did not rate is no matter of the unit that would be rated */
    }
    return rc;
}

ENDPOINT_TABLE(oversight_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/supervision",
                .operation = "getSupervision",
                .tag = "cases",
                .summary = "What a supervisor should look at, what was demanded and what was answered",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &oversight_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct oversight_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = oversight_show},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/ratings",
                .operation = "listRatings",
                .tag = "cases",
                .summary = "What the petitioner says of the bureau and of the unit",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &rating_list_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct rating_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 1,
                .run = rating_list});
