/*
 * step_api.c - /cases/{id}/steps: the way of a case, which state from when until when, and who had it.
 *
 * States come out of the journal and holders out of the holdings; a step ends where either changes.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"

struct step_in {
    const char *id;
};
struct step_view {
    const char *state, *title_zh, *title_en, *stage, *event, *event_zh, *event_en, *unit_name, *handler_name;
    int64_t from, until;
};
struct step_list_out {
    struct step_view *data;
    size_t data_count;
};

FIELD_SET(step_params, "CaseParams", struct step_in, IN_MUST(struct step_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(step_set, "CaseStep", struct step_view, OUT(struct step_view, state, FIELD_TEXT, "State"),
          OUT_NULL(struct step_view, title_zh, FIELD_TEXT, "Its title in Chinese"),
          OUT_NULL(struct step_view, title_en, FIELD_TEXT, "In English"),
          OUT_NULL(struct step_view, stage, FIELD_TEXT, "Which of the five stages"),
          OUT_NULL(struct step_view, event, FIELD_TEXT, "Event that led there; null: registration"),
          OUT_NULL(struct step_view, event_zh, FIELD_TEXT, "Its title in Chinese"),
          OUT_NULL(struct step_view, event_en, FIELD_TEXT, "In English"),
          OUT_NULL(struct step_view, unit_name, FIELD_TEXT, "Unit that had the case"),
          OUT_NULL(struct step_view, handler_name, FIELD_TEXT, "Who had it there; null: nobody yet"),
          OUT(struct step_view, from, FIELD_STAMP, "From when"),
          OUT_NULL(struct step_view, until, FIELD_STAMP, "Until when; null: still"));
FIELD_SET(step_reply, "CaseStepList", struct step_list_out,
          OUT_ROWS(struct step_list_out, data, step_set, "Oldest first, without gaps"));

struct step_parts {
    const struct workflow *definition;
    const struct step_list_states_out *states;
    const struct step_list_holders_out *holders;
    size_t state_count, holder_count;
};

/* What holds from state `s` and holder `h` on; a lane that the case left may have known a state that the present one does not. */
static struct step_view step_of(const struct step_parts *p, size_t s, size_t h)
{
    const struct step_list_states_out *now = &p->states[s];
    const struct workflow_state *state = p->definition != NULL ? workflow_state_find(p->definition, now->state) : NULL;
    const struct workflow_edge *edge = workflow_edge_named(p->definition, now->event);
    return (struct step_view){.state = now->state,
                              .title_zh = state != NULL ? state->title.zh : NULL,
                              .title_en = state != NULL ? state->title.en : NULL,
                              .stage = state != NULL ? workflow_stage_name(state->stage) : NULL,
                              .event = now->event,
                              .event_zh = edge != NULL ? edge->title.zh : NULL,
                              .event_en = edge != NULL ? edge->title.en : NULL,
                              .unit_name = h < p->holder_count ? p->holders[h].unit_name : NULL,
                              .handler_name = h < p->holder_count ? p->holders[h].handler_name : NULL};
}

static int64_t step_least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Both lists side by side. What changed at the same moment makes one step. */
static void step_merge(const struct step_parts *p, struct step_list_out *out)
{
    size_t s = 0, h = 0;
    int64_t from = p->state_count > 0 ? p->states[0].at_ms : INT64_MAX;
    while (from != INT64_MAX) {
        while (s + 1 < p->state_count && p->states[s + 1].at_ms <= from) {
            s++;
        }
        while (h + 1 < p->holder_count && p->holders[h + 1].from_ms <= from) {
            h++;
        }
        struct step_view *step = &out->data[out->data_count++];
        *step = step_of(p, s, h);
        step->from = from;
        from = step_least(s + 1 < p->state_count ? p->states[s + 1].at_ms : INT64_MAX,
                          h + 1 < p->holder_count ? p->holders[h + 1].from_ms : INT64_MAX);
        step->until = from != INT64_MAX ? from : FIELD_NULL;
    }
}

static enum rc step_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct step_in *in = call->in;
    struct step_list_out *out = call->out;
    struct case_row c;
    struct step_list_states_out *states = NULL;
    struct step_list_holders_out *holders = NULL;
    struct step_parts parts = {0};
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = step_rows_list_states(tx, ctx->arena, &(struct step_list_states_in){in->id}, &states, &parts.state_count);
    }
    if (rc == RC_OK) {
        rc = step_rows_list_holders(tx, ctx->arena, &(struct step_list_holders_in){in->id}, &holders,
                                    &parts.holder_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    parts.definition = case_view_definition(ctx, c.workflow_key, c.workflow_version);
    parts.states = states;
    parts.holders = holders;
    out->data = arena_array_of(ctx->arena, struct step_view, parts.state_count + parts.holder_count + 1);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    step_merge(&parts, out);
    return RC_OK;
}

static const enum rc step_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(step_api_table, {.method = "GET",
                                .path = "/api/v1/cases/{id}/steps",
                                .operation = "listSteps",
                                .tag = "cases",
                                .summary = "The way of a case: which state from when until when, and who had it",
                                .need = PERM_CASE_READ,
                                .params = &step_params,
                                .reply = &step_reply,
                                .in_size = sizeof(struct step_in),
                                .out_size = sizeof(struct step_list_out),
                                .ok = 200,
                                .may = step_may,
                                .cost = 1,
                                .run = step_list});
