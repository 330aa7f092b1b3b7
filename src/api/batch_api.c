/*
 * batch_api.c - /cases:batch: one event on several cases.
 *
 * Every case goes the same road as alone: in the actor's scope, with its own version, decided by its own definition, in a savepoint
 * of its own, under its own key. What one of them is refused says nothing about the others. A preview asks the same rules without
 * the writer.
 *
 * Runs on: a worker (choosing, preview), the writer (doing). Owns: nothing; results live on ctx->arena.
 * Invariant: one job of the writer holds at most BATCH_JOB cases.
 */
#include "api/api.h"
#include "api/case_filter.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "domain/bulk.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/replay.h"
#include "domain/transition.h"
#include "http/problem.h"

#include <string.h>

enum { BATCH_MAX = 500, BATCH_JOB = 25, BATCH_MEMORY = 4 * 1024 * 1024, BATCH_VERSION_MAX = 1000000000 };

struct batch_item {
    const char *id;
    int64_t if_match;
    const char *key, *op;
    const struct value *args;
};

struct batch_result {
    int64_t index;
    const char *id;
    int64_t status;
    const char *number, *title, *from_zh, *from_en, *state_zh, *state_en;
    int64_t version, is_replayed;
    const char *problem;
};

struct batch_out {
    int64_t dry_run, done, failed;
    struct batch_result *results;
    size_t results_count;
};

struct batch_in {
    int64_t dry_run;
    const char *op;
    const struct value *args;
    const char *note;
    struct batch_item *items;
    size_t items_count;
    struct case_filter_in *filter;
    int64_t expect;
    struct batch_out *preview; /* the load step's, with dry_run */
};

FIELD_SET(batch_item_set, "BatchItem", struct batch_item, IN_MUST(struct batch_item, id, FIELD_ID, 0, 0, "Case"),
          IN_MUST(struct batch_item, if_match, FIELD_INT, 1, BATCH_VERSION_MAX, "Version that the client has seen"),
          IN(struct batch_item, key, FIELD_TEXT, 1, 255, "Idempotency key of this item"),
          IN(struct batch_item, op, FIELD_TEXT, 1, 40, "Event, where it is not that of the batch"),
          IN(struct batch_item, args, FIELD_VALUE, 0, 0, "Its fields, where they are not those of the batch"));
FIELD_SET(batch_body, "BatchRequest", struct batch_in,
          IN(struct batch_in, dry_run, FIELD_BOOL, 0, 0, "Only say what would be done and what would be refused"),
          IN(struct batch_in, op, FIELD_TEXT, 1, 40, "Event of the definition, for all items without their own"),
          IN(struct batch_in, args, FIELD_VALUE, 0, 0, "Its fields, as GET transitions names them"),
          IN(struct batch_in, note, FIELD_LONG, 0, 2000, "Note for each timeline; no personal data"),
          IN_ROWS(struct batch_in, items, 0, 0, BATCH_MAX, batch_item_set, "Cases with the versions that were seen"),
          {.name = "filter",
           .type = FIELD_OBJECT,
           .offset = offsetof(struct batch_in, filter),
           .is_pointer = 1,
           .of = &case_filter_set,
           .doc = "In place of items: all that match, 500 at most"},
          IN(struct batch_in, expect, FIELD_INT, 0, BATCH_MAX,
             "With a filter: how many were seen to match; needed unless it is a dry run"));

FIELD_SET(batch_result_set, "BatchResult", struct batch_result,
          OUT(struct batch_result, index, FIELD_INT, "Position among the items"),
          OUT(struct batch_result, id, FIELD_ID, "Case"),
          OUT(struct batch_result, status, FIELD_INT, "As the request for this case alone would be answered"),
          OUT_NULL(struct batch_result, number, FIELD_TEXT, "Its number; null when the actor may not know"),
          OUT_NULL(struct batch_result, title, FIELD_TEXT, "Its title"),
          OUT_NULL(struct batch_result, from_zh, FIELD_TEXT, "State before, in Chinese"),
          OUT_NULL(struct batch_result, from_en, FIELD_TEXT, "State before, in English"),
          OUT_NULL(struct batch_result, state_zh, FIELD_TEXT, "State afterwards, in Chinese"),
          OUT_NULL(struct batch_result, state_en, FIELD_TEXT, "State afterwards, in English"),
          OUT_NULL(struct batch_result, version, FIELD_INT, "Its version now"),
          OUT(struct batch_result, is_replayed, FIELD_BOOL, "Was done under this key before"),
          OUT_NULL(struct batch_result, problem, FIELD_RAW, "Why not, as application/problem+json has it"));
FIELD_SET(batch_reply, "BatchReply", struct batch_out, OUT(struct batch_out, dry_run, FIELD_BOOL, "Nothing was done"),
          OUT(struct batch_out, done, FIELD_INT, "Done, or would be"),
          OUT(struct batch_out, failed, FIELD_INT, "Refused, or would be"),
          OUT_ROWS(struct batch_out, results, batch_result_set, "One for each item, in their order"));

static enum rc batch_full(const void *p)
{
    return p != NULL ? RC_OK : RC_TOO_LARGE;
}

/* ---- which cases ---- */

static const char *batch_number(struct ctx *ctx, int64_t n)
{
    return arena_printf(ctx->arena, "%lld", (long long)n);
}

/* Exactly as many as were seen, and no more than may be taken at once. */
static enum rc batch_bound(struct ctx *ctx, struct tx *tx, const struct batch_in *in, const struct worklist_filter *f)
{
    int64_t total;
    enum rc rc = worklist_count(ctx, tx, f, WORKLIST_ESTIMATE, &total);
    if (rc != RC_OK) {
        return rc;
    }
    if (total > BATCH_MAX) {
        fault_set(&ctx->fault, RC_INVALID, reason(REASON_BATCH_MANY), "/filter", batch_number(ctx, total),
                  batch_number(ctx, BATCH_MAX));
        return RC_INVALID;
    }
    if (in->expect == FIELD_NULL) {
        return in->dry_run == 1 ? RC_OK : fault_add(&ctx->fault, reason(REASON_REQUIRED), "/expect", NULL, NULL);
    }
    return in->expect == total ? RC_OK
                               : fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_BATCH_MOVED), NULL,
                                           batch_number(ctx, total), batch_number(ctx, in->expect));
}

static enum rc batch_choose(struct ctx *ctx, struct tx *tx, struct batch_in *in)
{
    struct worklist_filter f = case_filter_of(in->filter);
    struct worklist_page found;
    enum rc rc = batch_bound(ctx, tx, in, &f);
    f.limit = BATCH_MAX;
    rc = rc == RC_OK ? worklist_list(ctx, tx, &f, &found) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    in->items = arena_array_of(ctx->arena, struct batch_item, found.count + 1);
    in->items_count = found.count;
    for (size_t i = 0; in->items != NULL && i < found.count; i++) {
        in->items[i] = (struct batch_item){.id = found.rows[i].id, .if_match = found.rows[i].version};
    }
    return batch_full(in->items);
}

/* ---- one case ---- */

struct batch_one {
    const struct batch_in *in;
    const struct batch_item *item;
    struct transition_in command;
    int is_visible;
};

/* What is known of it before; nothing when the actor may not know it. */
static enum rc batch_begin(struct ctx *ctx, struct tx *tx, const struct batch_in *in, size_t index,
                           struct batch_one *one, struct batch_result *out)
{
    struct case_is_visible_out seen;
    const struct batch_item *item = &in->items[index];
    const char *op = item->op ? item->op : in->op;
    *one = (struct batch_one){.in = in,
                              .item = item,
                              .command = {.case_id = item->id,
                                          .event = op,
                                          .fields = item->args ? item->args : in->args,
                                          .note = in->note,
                                          .if_match = item->if_match}};
    *out = (struct batch_result){.index = (int64_t)index, .id = item->id, .version = FIELD_NULL};
    enum rc rc = case_rows_is_visible(
        tx, ctx->arena, &(struct case_is_visible_in){item->id, ctx->actor->account_id, clock_day_of(ctx->now_ms)},
        &seen);
    one->is_visible = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static const struct workflow_state *batch_state(struct ctx *ctx, const struct case_summary *row)
{
    const struct workflow *d = reference_workflow_find(ctx->reference, row->workflow_key, row->workflow_version);
    return d != NULL ? workflow_state_find(d, row->state) : NULL;
}

/* Number, title and state; of the state before when `is_before`. */
static enum rc batch_tell(struct ctx *ctx, struct tx *tx, const struct batch_one *one, int is_before,
                          struct batch_result *out)
{
    struct case_summary row;
    if (!one->is_visible) {
        return RC_OK;
    }
    enum rc rc = case_rows_get_summary(tx, ctx->arena, &(struct case_get_summary_in){one->item->id}, &row);
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow_state *state = batch_state(ctx, &row);
    const char *zh = state ? state->title.zh : row.state, *en = state ? state->title.en : row.state;
    out->number = row.number;
    out->title = row.title;
    out->version = row.version;
    *(is_before ? &out->from_zh : &out->state_zh) = zh;
    *(is_before ? &out->from_en : &out->state_en) = en;
    return RC_OK;
}

/* A fault becomes the item's answer; the others go on. What is wrong with the server itself ends the batch. */
static enum rc batch_refused(struct ctx *ctx, enum rc rc, struct batch_result *out)
{
    struct buf b;
    if (rc_status(rc) >= 500) {
        return rc;
    }
    fault_set(&ctx->fault, rc, NULL, NULL, NULL, NULL); /* only when the command told no more */
    buf_init(&b, ctx->arena);
    problem_write(&b, ctx, NULL);
    out->status = rc_status(ctx->fault.rc);
    out->problem = buf_cstr(&b);
    fault_clear(&ctx->fault);
    return batch_full(out->problem);
}

/* ---- a row of cases, each on memory that is given back ---- */

typedef enum rc batch_each(struct ctx *ctx, struct tx *tx, const struct batch_in *in, size_t index,
                           struct batch_result *out);

/* The answer's texts, from the aside to where the reply is made. */
static enum rc batch_keep(struct arena *to, struct batch_result *r)
{
    const char **const texts[] = {&r->number,   &r->title,    &r->from_zh, &r->from_en,
                                  &r->state_zh, &r->state_en, &r->problem};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *text = arena_strdup(to, *texts[i]);
        if (text == NULL && *texts[i] != NULL) {
            return RC_TOO_LARGE;
        }
        *texts[i] = text;
    }
    return RC_OK;
}

static enum rc batch_row(struct ctx *ctx, struct tx *tx, const struct batch_in *in, size_t from, size_t to,
                         batch_each *each, struct batch_out *out)
{
    struct arena *kept = ctx->arena, *aside = arena_new(BATCH_MEMORY);
    enum rc rc = batch_full(aside);
    for (size_t i = from; i < to && rc == RC_OK; i++) {
        ctx->arena = aside;
        rc = each(ctx, tx, in, i, &out->results[i]);
        ctx->arena = kept;
        rc = rc == RC_OK ? batch_keep(kept, &out->results[i]) : rc;
        if (rc != RC_OK) { /* what the fault says lies aside */
            fault_clear(&ctx->fault);
        }
        arena_reset(aside);
    }
    arena_free(aside);
    return rc;
}

/* ---- preview ---- */

static enum rc batch_preview_one(struct ctx *ctx, struct tx *tx, const struct batch_in *in, size_t index,
                                 struct batch_result *out)
{
    struct batch_one one;
    const struct workflow_state *to = NULL;
    enum rc rc = batch_begin(ctx, tx, in, index, &one, out);
    rc = rc == RC_OK ? batch_tell(ctx, tx, &one, 1, out) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    rc = transition_check(ctx, tx, &one.command, &to);
    if (rc != RC_OK) {
        return batch_refused(ctx, rc, out);
    }
    out->status = 200;
    out->state_zh = to ? to->title.zh : out->from_zh;
    out->state_en = to ? to->title.en : out->from_en;
    return RC_OK;
}

static enum rc batch_results(struct ctx *ctx, const struct batch_in *in, struct batch_out *out)
{
    *out = (struct batch_out){.dry_run = in->dry_run == 1, .results_count = in->items_count};
    out->results = arena_array_of(ctx->arena, struct batch_result, in->items_count + 1);
    return batch_full(out->results);
}

static void batch_sum(struct batch_out *out)
{
    for (size_t i = 0; i < out->results_count; i++) {
        out->done += out->results[i].status == 200;
    }
    out->failed = (int64_t)out->results_count - out->done;
}

/* What belongs to one case must not be said of all: the same title, the same withdrawal. An item may say it of itself. */
static enum rc batch_suits(struct ctx *ctx, const struct batch_in *in)
{
    int is_shared = in->items_count == 0;
    for (size_t i = 0; i < in->items_count; i++) {
        is_shared = is_shared || in->items[i].args == NULL;
    }
    if (is_shared && in->op != NULL && bulk_name_of_one(in->op)) {
        return fault_add(&ctx->fault, reason(REASON_BATCH_OF_ONE), "/op", NULL, NULL);
    }
    for (size_t i = 0; is_shared && in->args != NULL && in->args->kind == VALUE_OBJECT && i < in->args->count; i++) {
        const char *name = in->args->names[i];
        if (bulk_field_of_one(name)) {
            return fault_add(&ctx->fault, reason(REASON_BATCH_OF_ONE), arena_printf(ctx->arena, "/args/%s", name), NULL,
                             NULL);
        }
    }
    return RC_OK;
}

/* Worker: chooses the cases, and with dry_run asks the rules about each. */
static enum rc batch_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct batch_in *in = call->in;
    if ((in->items_count > 0) == (in->filter != NULL)) {
        return fault_add(&ctx->fault, reason(REASON_BATCH_CHOICE), "/items", NULL, NULL);
    }
    enum rc rc = batch_suits(ctx, in);
    rc = rc == RC_OK && in->filter != NULL ? batch_choose(ctx, tx, in) : rc;
    for (size_t i = 0; rc == RC_OK && in->op == NULL && i < in->items_count; i++) {
        rc = in->items[i].op == NULL ? fault_add(&ctx->fault, reason(REASON_BATCH_NO_OP), "/op", NULL, NULL) : RC_OK;
    }
    if (rc != RC_OK || in->dry_run != 1) {
        return rc;
    }
    in->preview = arena_new_of(ctx->arena, struct batch_out);
    rc = in->preview ? batch_results(ctx, in, in->preview) : RC_TOO_LARGE;
    return rc == RC_OK ? batch_row(ctx, tx, in, 0, in->items_count, batch_preview_one, in->preview) : rc;
}

/* ---- doing ---- */

static enum rc batch_fingerprint(struct ctx *ctx, const struct transition_in *c, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    struct buf args;
    buf_init(&args, ctx->arena);
    value_put_json(&args, c->fields);
    if (buf_cstr(&args) == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, c->case_id, strlen(c->case_id));
    crypto_hasher_add_field(&h, c->event, strlen(c->event));
    crypto_hasher_add_field(&h, args.data, args.len);
    crypto_hasher_add_field(&h, c->note ? c->note : "", c->note ? strlen(c->note) : 0);
    crypto_hasher_add_i64(&h, c->if_match);
    crypto_hasher_end(&h, out);
    return RC_OK;
}

/* The transition in a savepoint of its own: what it is refused leaves nothing behind. */
static enum rc batch_apply(struct ctx *ctx, struct tx *tx, const struct batch_one *one, struct batch_result *out)
{
    enum rc rc = sql_savepoint(tx);
    if (rc != RC_OK) {
        return rc;
    }
    rc = transition_apply(ctx, tx, &one->command);
    rc = rc == RC_OK && arena_is_full(ctx->arena) ? RC_TOO_LARGE
                                                  : rc; /* what could not be put together must not be kept */
    if (rc == RC_OK) {
        out->status = 200;
        return sql_release(tx);
    }
    if (!sql_is_open(tx->db)) {
        return rc;
    }
    enum rc undone = sql_rollback_to(tx);
    return undone == RC_OK ? batch_refused(ctx, rc, out) : undone;
}

/* The answer that was given under this key before, or the act and its answer kept. */
static enum rc batch_keyed(struct ctx *ctx, struct tx *tx, const struct batch_one *one, struct batch_result *out)
{
    uint8_t fingerprint[CRYPTO_HASH_SIZE];
    struct replay_reply stored;
    const struct replay_key key = {.principal = ctx->actor->account_id,
                                   .operation = "batchCases",
                                   .key = one->item->key,
                                   .fingerprint = fingerprint};
    enum rc rc = batch_fingerprint(ctx, &one->command, fingerprint);
    rc = rc == RC_OK ? replay_find(ctx, tx, &key, &stored) : rc;
    if (rc == RC_OK) {
        out->status = stored.status;
        out->problem = stored.body;
        out->is_replayed = 1;
        return RC_OK;
    }
    if (rc != RC_NOT_FOUND) {
        return batch_refused(ctx, rc, out);
    }
    rc = batch_apply(ctx, tx, one, out);
    /* Not what the client can lift without another request: a newer version, a right. */
    int is_kept = out->status != rc_status(RC_STALE) && out->status != rc_status(RC_FORBIDDEN);
    const struct replay_reply reply = {.status = out->status, .etag = SQL_NULL, .body = out->problem};
    return rc == RC_OK && is_kept ? replay_add(ctx, tx, &key, &reply) : rc;
}

static enum rc batch_do_one(struct ctx *ctx, struct tx *tx, const struct batch_in *in, size_t index,
                            struct batch_result *out)
{
    struct batch_one one;
    enum rc rc = batch_begin(ctx, tx, in, index, &one, out);
    if (rc == RC_OK) {
        rc = one.item->key != NULL ? batch_keyed(ctx, tx, &one, out) : batch_apply(ctx, tx, &one, out);
    }
    return rc == RC_OK ? batch_tell(ctx, tx, &one, 0, out) : rc;
}

/* Writer: as many as one job may hold; the rest in jobs of their own. */
static enum rc batch_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct batch_in *in = call->in;
    struct batch_out *out = call->out;
    if (in->preview != NULL) {
        *out = *in->preview;
        batch_sum(out);
        return RC_OK;
    }
    size_t i = (size_t)call->progress, end = i + BATCH_JOB < in->items_count ? i + BATCH_JOB : in->items_count;
    enum rc rc = i == 0 ? batch_results(ctx, in, out) : RC_OK;
    rc = rc == RC_OK ? batch_row(ctx, tx, in, i, end, batch_do_one, out) : rc;
    if (rc == RC_OK && end < in->items_count) {
        call->goes_on = (int64_t)end;
    } else if (rc == RC_OK) {
        batch_sum(out);
    }
    return rc;
}

static const enum rc batch_may[] = {RC_INVALID, RC_CONFLICT, RC_OK};

ENDPOINT_TABLE(batch_api_table, {.method = "POST",
                                 .path = "/api/v1/cases:batch",
                                 .operation = "batchCases",
                                 .tag = "cases",
                                 .summary = "One event on several cases, each decided and answered for itself",
                                 .need = PERM_CASE_ACT,
                                 .mode = ENDPOINT_WRITE,
                                 .body = &batch_body,
                                 .reply = &batch_reply,
                                 .in_size = sizeof(struct batch_in),
                                 .out_size = sizeof(struct batch_out),
                                 .ok = 200,
                                 .may = batch_may,
                                 .cost = 10,
                                 .load = batch_load,
                                 .run = batch_run});
