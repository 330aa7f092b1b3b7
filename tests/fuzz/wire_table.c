/*
 * wire_table.c - the endpoints behind fuzz_wire: one of each kind, each telling in its Location the how manieth to run it was.
 *
 * Runs on: the fuzzer's thread, and the writer's. Owns: the count.
 */
#include "base/arena.h"
#include "wire.h"

#include "http/endpoint.h"

#include <stdatomic.h>
#include <stddef.h>

static _Atomic int runs;

int wire_runs(void)
{
    return atomic_load(&runs);
}

void wire_forget_runs(void)
{
    atomic_store(&runs, 0);
}

struct thing {
    const char *id, *text;
    int64_t limit;
    size_t bytes; /* of an upload */
};

FIELD_SET(id_set, "ThingPath", struct thing,
          {.name = "id",
           .type = FIELD_TEXT,
           .offset = offsetof(struct thing, id),
           .max = 8,
           .pattern = "w+",
           .doc = "Which.",
           .is_required = 1});
FIELD_SET(
    query_set, "ThingQuery", struct thing,
    {.name = "text", .type = FIELD_TEXT, .offset = offsetof(struct thing, text), .doc = "Words."},
    {.name = "limit", .type = FIELD_INT, .offset = offsetof(struct thing, limit), .min = 1, .max = 9, .doc = "Rows."});
FIELD_SET(
    body_set, "ThingWrite", struct thing,
    {.name = "text", .type = FIELD_TEXT, .offset = offsetof(struct thing, text), .is_required = 1, .doc = "Words."});
FIELD_SET(reply_set, "Thing", struct thing,
          {.name = "text", .type = FIELD_TEXT, .offset = offsetof(struct thing, text), .doc = "Its words."});

static enum rc on_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct thing *in = call->in;
    struct thing *out = call->out;
    (void)tx;
    FUZZ_MUST(call->upload == NULL || (int64_t)in->bytes == call->body_size);
    out->text = in->text;
    call->location = arena_printf(ctx->arena, "/run/%d", atomic_fetch_add(&runs, 1) + 1);
    return call->location == NULL ? RC_TOO_LARGE : RC_OK;
}

static enum rc on_craft(struct ctx *ctx, struct call *call)
{
    (void)ctx;
    (void)call;
    return RC_OK;
}

static enum rc on_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx;
    (void)tx;
    call->upload = call->in;
    return RC_OK;
}

static enum rc on_take(struct ctx *ctx, struct call *call, const void *bytes, size_t n)
{
    struct thing *in = call->in;
    (void)ctx;
    (void)bytes;
    in->bytes += n;
    FUZZ_MUST((int64_t)in->bytes <= call->body_size);
    return RC_OK;
}

static void on_end(void *upload)
{
    (void)upload;
}

static const struct endpoint_upload upload = {.take = on_take, .end = on_end};

#define ROW(verb, where, name)                                                                                         \
    .method = (verb), .path = (where), .operation = (name), .tag = "things", .summary = "Thing"
#define SIZES .in_size = sizeof(struct thing), .out_size = sizeof(struct thing), .run = on_run
ENDPOINT_TABLE(wire_table,
               {ROW("GET", "/api/things", "list"), .need = ENDPOINT_PUBLIC, .query = &query_set, .reply = &reply_set,
                .ok = 200, SIZES},
               {ROW("GET", "/api/things/{id}", "get"), .need = ENDPOINT_PUBLIC, .params = &id_set, .reply = &reply_set,
                .ok = 200, SIZES},
               {ROW("POST", "/api/things", "add"), .need = ENDPOINT_PUBLIC, .mode = ENDPOINT_WRITE, .body = &body_set,
                .reply = &reply_set, .ok = 201, .body_max = 4096, .takes_key = 1, SIZES},
               {ROW("PATCH", "/api/things/{id}", "set"), .need = ENDPOINT_SIGNED_IN, .mode = ENDPOINT_WRITE,
                .params = &id_set, .body = &body_set, .reply = &reply_set, .ok = 200, .needs_version = 1, SIZES},
               {ROW("DELETE", "/api/things/{id}", "drop"), .need = ENDPOINT_SIGNED_IN, .mode = ENDPOINT_WRITE,
                .params = &id_set, .ok = 204, SIZES},
               {ROW("POST", "/api/crafts", "craft"), .need = ENDPOINT_PUBLIC, .body = &body_set, .reply = &reply_set,
                .ok = 200, .craft = on_craft, SIZES},
               {ROW("PUT", "/api/things/{id}/file", "upload"), .need = ENDPOINT_PUBLIC, .params = &id_set,
                .upload = &upload, .body_max = 8192, .load = on_load, .ok = 204, SIZES});
