/*
 * batch_acts_api.c - /cases:transitions: what can be done with several cases, and with how many of them.
 *
 * Each case is asked in the actor's scope and by its own definition, as GET /cases/{id}/transitions asks it alone. One that the actor
 * may not see counts as one that is not there. What is about one case only is not offered, as the batch would refuse it.
 *
 * Runs on: a worker. Owns: nothing; the answer lives on ctx->arena, each case's own reading on memory that is given back.
 */
#include "api/api.h"
#include "api/case_filter.h"
#include "api/fields.h"
#include "api/tables.h"
#include "api/transition_view.h"
#include "domain/bulk.h"
#include "domain/reason.h"

#include <string.h>

enum { BATCH_ACTS_MAX = 500, BATCH_ACTS_EVENTS = 200, BATCH_ACTS_MEMORY = 4 * 1024 * 1024 };

struct batch_acts_in {
    const char *const *ids;
    size_t ids_count;
    struct case_filter_in *filter;
};

struct batch_act {
    int64_t count;
    struct transition_event_out event;
};

struct batch_acts_out {
    int64_t looked;
    struct batch_act *data;
    size_t data_count;
};

FIELD_SET(batch_acts_body, "CommonEventsRequest", struct batch_acts_in,
          {.name = "ids",
           .type = FIELD_TEXTS,
           .offset = offsetof(struct batch_acts_in, ids),
           .min = 0,
           .max = BATCH_ACTS_MAX,
           .count_offset = offsetof(struct batch_acts_in, ids_count),
           .doc = "Cases; each counts once"},
          {.name = "filter",
           .type = FIELD_OBJECT,
           .offset = offsetof(struct batch_acts_in, filter),
           .is_pointer = 1,
           .of = &case_filter_set,
           .doc = "In place of ids: all that match, 500 at most"});
FIELD_SET(batch_act_set, "CommonEvent", struct batch_act,
          OUT(struct batch_act, count, FIELD_INT, "So many of the cases allow it now"),
          OUT_PART(struct batch_act, event, transition_view_event_set,
                   "The event as one of them that allow it shows it"));
FIELD_SET(batch_acts_reply, "CommonEventList", struct batch_acts_out,
          OUT(struct batch_acts_out, looked, FIELD_INT, "So many cases were asked: those that the actor may see"),
          OUT_ROWS(struct batch_acts_out, data, batch_act_set, "Those first that most of the cases allow"));

/* ---- which cases ---- */

static enum rc batch_acts_many(struct ctx *ctx, struct tx *tx, const struct worklist_filter *f)
{
    int64_t total = 0;
    enum rc rc = worklist_count(ctx, tx, f, WORKLIST_ESTIMATE, &total);
    return rc != RC_OK ? rc
                       : fault_set(&ctx->fault, RC_INVALID, reason(REASON_BATCH_MANY), "/filter",
                                   arena_printf(ctx->arena, "%lld", (long long)total),
                                   arena_printf(ctx->arena, "%d", BATCH_ACTS_MAX));
}

static enum rc batch_acts_choose(struct ctx *ctx, struct tx *tx, struct batch_acts_in *in)
{
    struct worklist_filter f = case_filter_of(in->filter);
    struct worklist_page found;
    f.limit = BATCH_ACTS_MAX;
    enum rc rc = worklist_list(ctx, tx, &f, &found);
    if (rc != RC_OK) {
        return rc;
    }
    if (found.has_more) {
        return batch_acts_many(ctx, tx, &f);
    }
    const char **ids = arena_array_of(ctx->arena, const char *, found.count + 1);
    for (size_t i = 0; ids != NULL && i < found.count; i++) {
        ids[i] = found.rows[i].id;
    }
    in->ids = ids;
    in->ids_count = found.count;
    return ids != NULL ? RC_OK : RC_TOO_LARGE;
}

/* 1 when the same case stands earlier in the list. */
static int batch_acts_seen(const struct batch_acts_in *in, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(in->ids[i], in->ids[at]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* ---- counting ---- */

struct batch_acts_count {
    const struct workflow_edge *edge; /* on a definition, which outlives the request */
    int64_t count;
};

struct batch_acts_counts {
    struct batch_acts_count rows[BATCH_ACTS_EVENTS];
    size_t count;
    int64_t looked;
};

static void batch_acts_add(struct batch_acts_counts *to, const struct workflow_edge *edge)
{
    size_t i = 0;
    while (i < to->count && strcmp(to->rows[i].edge->event, edge->event) != 0) {
        i++;
    }
    if (i == to->count && i < BATCH_ACTS_EVENTS) {
        to->rows[to->count++] = (struct batch_acts_count){.edge = edge};
    }
    if (i < to->count) {
        to->rows[i].count++;
    }
}

/* One case, on memory that is given back: 500 readings would not fit together. */
static enum rc batch_acts_one(struct ctx *ctx, struct tx *tx, const char *id, struct batch_acts_counts *to)
{
    struct transition_list list = {0};
    enum rc rc = transition_moves(ctx, tx, id, &list);
    if (rc == RC_NOT_FOUND) {
        fault_clear(&ctx->fault);
        return RC_OK;
    }
    for (size_t i = 0; rc == RC_OK && i < list.count; i++) {
        if (list.moves[i].is_allowed && !bulk_event_of_one(list.moves[i].edge)) {
            batch_acts_add(to, list.moves[i].edge);
        }
    }
    to->looked += rc == RC_OK;
    return rc;
}

static enum rc batch_acts_each(struct ctx *ctx, struct tx *tx, const struct batch_acts_in *in,
                               struct batch_acts_counts *to)
{
    struct arena *kept = ctx->arena, *aside = arena_new(BATCH_ACTS_MEMORY);
    enum rc rc = aside != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; rc == RC_OK && i < in->ids_count; i++) {
        if (batch_acts_seen(in, i)) {
            continue;
        }
        ctx->arena = aside;
        rc = batch_acts_one(ctx, tx, in->ids[i], to);
        ctx->arena = kept;
        if (rc != RC_OK) { /* what the fault says lies aside */
            fault_clear(&ctx->fault);
        }
        arena_reset(aside);
    }
    arena_free(aside);
    return rc;
}

/* ---- the answer ---- */

/* The one that most cases allow among those not taken yet, the earliest of several; it is taken then. */
static const struct workflow_edge *batch_acts_next(struct batch_acts_counts *from, int64_t *count)
{
    struct batch_acts_count *best = &from->rows[0];
    for (size_t i = 1; i < from->count; i++) {
        best = from->rows[i].count > best->count ? &from->rows[i] : best;
    }
    *count = best->count;
    best->count = 0;
    return best->edge;
}

static void batch_acts_drop_fields(struct transition_event_out *event)
{
    size_t kept = 0;
    for (size_t i = 0; i < event->fields_count; i++) {
        if (!event->fields[i].of_one) {
            event->fields[kept++] = event->fields[i];
        }
    }
    event->fields_count = kept;
}

static enum rc batch_acts_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct batch_acts_in *in = call->in;
    struct batch_acts_out *out = call->out;
    struct batch_acts_counts *counts = arena_new_of(ctx->arena, struct batch_acts_counts);
    if (counts == NULL) {
        return RC_TOO_LARGE;
    }
    if ((in->ids_count > 0) == (in->filter != NULL)) {
        return fault_add(&ctx->fault, reason(REASON_BATCH_ACTS_CHOICE), "/ids", NULL, NULL);
    }
    enum rc rc = in->filter != NULL ? batch_acts_choose(ctx, tx, in) : RC_OK;
    rc = rc == RC_OK ? batch_acts_each(ctx, tx, in, counts) : rc;
    out->looked = counts->looked;
    out->data = arena_array_of(ctx->arena, struct batch_act, counts->count + 1);
    for (size_t i = 0; rc == RC_OK && out->data != NULL && i < counts->count; i++) {
        struct transition_move move = {.is_allowed = 1};
        move.edge = batch_acts_next(counts, &out->data[i].count);
        rc = transition_view_event(ctx, &move, &out->data[i].event);
        batch_acts_drop_fields(&out->data[i].event);
        out->data_count++;
    }
    return rc == RC_OK && out->data == NULL ? RC_TOO_LARGE : rc;
}

static const enum rc batch_acts_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(batch_acts_api_table, {.method = "POST",
                                      .path = "/api/v1/cases:transitions",
                                      .operation = "listCommonTransitions",
                                      .tag = "cases",
                                      .summary = "What can be done with several cases, and with how many of them",
                                      .need = PERM_CASE_ACT,
                                      .mode = ENDPOINT_READ,
                                      .body = &batch_acts_body,
                                      .reply = &batch_acts_reply,
                                      .in_size = sizeof(struct batch_acts_in),
                                      .out_size = sizeof(struct batch_acts_out),
                                      .ok = 200,
                                      .may = batch_acts_may,
                                      .cost = 10,
                                      .run = batch_acts_list});
