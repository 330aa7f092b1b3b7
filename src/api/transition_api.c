/*
 * transition_api.c - /cases/{id}/transitions: which events there are, why not, and doing one.
 *
 * Runs on: workers (listing), the writer (doing). Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "api/transition_view.h"
#include "domain/transition.h"

struct transition_list_out {
    const char *state;
    int64_t version;
    struct transition_event_out *data;
    size_t data_count;
};

FIELD_SET(transition_list_reply, "CaseEventList", struct transition_list_out,
          OUT(struct transition_list_out, state, FIELD_TEXT, "Present state"),
          OUT(struct transition_list_out, version, FIELD_INT, "Version for If-Match"),
          OUT_ROWS(struct transition_list_out, data, transition_view_event_set, "Events of the definition"));

static enum rc transition_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct transition_list_out *out = call->out;
    struct transition_list list = {0};
    enum rc rc = transition_moves(ctx, tx, in->id, &list);
    if (rc != RC_OK) {
        return rc;
    }
    out->state = list.work.row.state;
    out->version = list.work.row.version;
    out->data_count = list.count;
    out->data = arena_array_of(ctx->arena, struct transition_event_out, list.count + 1);
    for (size_t i = 0; out->data != NULL && i < list.count && rc == RC_OK; i++) {
        rc = transition_view_event(ctx, &list.moves[i], &out->data[i]);
    }
    return out->data ? rc : RC_TOO_LARGE;
}

struct transition_post_in {
    const char *id, *event;
    const struct value *fields;
    const char *note;
};

FIELD_SET(transition_params, "CaseParams", struct transition_post_in,
          IN_MUST(struct transition_post_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(transition_body, "TransitionRequest", struct transition_post_in,
          IN_MUST(struct transition_post_in, event, FIELD_TEXT, 1, 40, "Event of the definition"),
          IN(struct transition_post_in, fields, FIELD_VALUE, 0, 0, "Members as GET transitions names them"),
          IN(struct transition_post_in, note, FIELD_LONG, 0, 2000, "Note for the timeline; no personal data"));

static enum rc transition_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct transition_post_in *in = call->in;
    struct case_out *out = call->out;
    const struct transition_in command = {
        .case_id = in->id, .event = in->event, .fields = in->fields, .note = in->note, .if_match = call->if_match};
    enum rc rc = transition_apply(ctx, tx, &command);
    if (rc == RC_OK) {
        rc = case_view_made(ctx, tx, in->id, out);
        call->etag = out->head.version;
    }
    return rc;
}

static const enum rc transition_may[] = {RC_NOT_FOUND, RC_FORBIDDEN, RC_CONFLICT,     RC_REFUSED,
                                         RC_STALE,     RC_INVALID,   RC_PRECONDITION, RC_OK};

ENDPOINT_TABLE(transition_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/transitions",
                .operation = "listTransitions",
                .tag = "cases",
                .summary = "Every event with whether it may be done now, and why not",
                .need = PERM_CASE_READ,
                .params = &case_view_params,
                .reply = &transition_list_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct transition_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 2,
                .run = transition_list},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/transitions",
                .operation = "transitionCase",
                .tag = "cases",
                .summary = "Moves a case by an event of its definition",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &transition_params,
                .body = &transition_body,
                .reply = &case_view_set,
                .in_size = sizeof(struct transition_post_in),
                .out_size = sizeof(struct case_out),
                .ok = 200,
                .may = transition_may,
                .cost = 2,
                .needs_version = 1,
                .takes_key = 1,
                .run = transition_post});
