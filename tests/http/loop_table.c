/*
 * loop_table.c - the endpoints of the loop server: one of each kind.
 *
 * Runs on: the server's threads. Owns: one counter.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"
#include "loop.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static _Atomic int writes;

int loop_writes(void)
{
    return atomic_load(&writes);
}

void loop_reset_writes(void)
{
    atomic_store(&writes, 0);
}

struct thing_in {
    const char *id;
    const char *text;
    const char *colour;
    const char **tags;
    size_t tag_count;
    int64_t count;
    int64_t is_big;
    int64_t status;
};

struct thing_out {
    const char *id;
    const char *text;
    int64_t count;
    int64_t version;
    const char **tags;
    size_t tag_count;
};

static const char *const colours[] = {"red", "green", NULL};

FIELD_SET(id_params, "ThingPath", struct thing_in,
          {.name = "id",
           .type = FIELD_TEXT,
           .offset = offsetof(struct thing_in, id),
           .max = 8,
           .pattern = "w+",
           .doc = "Which one.",
           .is_required = 1});
FIELD_SET(list_query, "ThingQuery", struct thing_in,
          {.name = "colour",
           .type = FIELD_ENUM,
           .offset = offsetof(struct thing_in, colour),
           .choices = colours,
           .doc = "Only those."},
          {.name = "text", .type = FIELD_TEXT, .offset = offsetof(struct thing_in, text), .doc = "Words."},
          {.name = "tag",
           .type = FIELD_TEXTS,
           .offset = offsetof(struct thing_in, tags),
           .count_offset = offsetof(struct thing_in, tag_count),
           .max = 3,
           .doc = "Any of these."},
          {.name = "limit",
           .type = FIELD_INT,
           .offset = offsetof(struct thing_in, count),
           .min = 1,
           .max = 200,
           .doc = "How many."});
FIELD_SET(thing_body, "ThingWrite", struct thing_in,
          {.name = "text",
           .type = FIELD_TEXT,
           .offset = offsetof(struct thing_in, text),
           .is_required = 1,
           .max = 100,
           .doc = "Words."},
          {.name = "count",
           .type = FIELD_INT,
           .offset = offsetof(struct thing_in, count),
           .min = 0,
           .max = 1000,
           .doc = "How many."},
          {.name = "status",
           .type = FIELD_INT,
           .offset = offsetof(struct thing_in, status),
           .max = 999,
           .doc = "Result code that the handler returns."});
FIELD_SET(
    thing_reply, "Thing", struct thing_out,
    {.name = "id", .type = FIELD_TEXT, .offset = offsetof(struct thing_out, id), .is_required = 1, .doc = "Its id."},
    {.name = "text", .type = FIELD_TEXT, .offset = offsetof(struct thing_out, text), .doc = "Its words."},
    {.name = "count", .type = FIELD_INT, .offset = offsetof(struct thing_out, count), .doc = "How many."},
    {.name = "tags",
     .type = FIELD_TEXTS,
     .offset = offsetof(struct thing_out, tags),
     .count_offset = offsetof(struct thing_out, tag_count),
     .doc = "Its tags."});

static const struct reason loop_refusal = {"loop_refusal", "不行：{0}", "No: {0}", 0};

static enum rc thing_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct thing_in *in = call->in;
    struct thing_out *out = call->out;
    (void)tx;
    if (strcmp(in->id, "missing") == 0) {
        return RC_NOT_FOUND;
    }
    if (strcmp(in->id, "huge") == 0) {
        while (arena_alloc(ctx->arena, 65536) != NULL) {
        }
        return RC_OK;
    }
    out->id = in->id;
    out->text = "文字 \"quoted\"";
    out->count = FIELD_NULL;
    call->etag = 7;
    return RC_OK;
}

static enum rc thing_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct thing_in *in = call->in;
    struct thing_out *out = call->out;
    (void)ctx;
    (void)tx;
    out->id = in->colour == NULL ? "any" : in->colour;
    out->text = in->text;
    out->count = in->count;
    out->tags = in->tags;
    out->tag_count = in->tag_count;
    return RC_OK;
}

static enum rc thing_write(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct thing_in *in = call->in;
    struct thing_out *out = call->out;
    (void)tx;
    atomic_fetch_add(&writes, 1);
    if (in->status != FIELD_NULL) {
        return fault_set(&ctx->fault, (enum rc)in->status, &loop_refusal, "/status", "so", NULL);
    }
    if (call->if_match != CALL_NO_VERSION && call->if_match != CALL_ANY_VERSION && call->if_match != 7) {
        return fault_set(&ctx->fault, RC_STALE, NULL, NULL, NULL, NULL);
    }
    out->id = call->idempotency_key != NULL ? call->idempotency_key : "new";
    out->text = in->text;
    out->count = in->count;
    call->etag = 8;
    call->location = "/api/things/new";
    return RC_OK;
}

static pthread_mutex_t slow_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t slow_wake = PTHREAD_COND_INITIALIZER;
static int slow;
static int slow_count;

void loop_set_slow(int is_slow)
{
    pthread_mutex_lock(&slow_lock);
    slow = is_slow;
    slow_count = 0;
    pthread_cond_broadcast(&slow_wake);
    pthread_mutex_unlock(&slow_lock);
}

void loop_wait_slow(void)
{
    pthread_mutex_lock(&slow_lock);
    while (slow_count == 0) {
        pthread_cond_wait(&slow_wake, &slow_lock);
    }
    pthread_mutex_unlock(&slow_lock);
}

static enum rc thing_craft(struct ctx *ctx, struct call *call)
{
    const struct thing_in *in = call->in;
    if (strcmp(in->text, "slow") == 0) {
        pthread_mutex_lock(&slow_lock);
        slow_count++;
        pthread_cond_broadcast(&slow_wake);
        while (slow) {
            pthread_cond_wait(&slow_wake, &slow_lock);
        }
        pthread_mutex_unlock(&slow_lock);
    }
    if (strcmp(in->text, "uncraftable") == 0) {
        return fault_set(&ctx->fault, RC_REFUSED, &loop_refusal, NULL, "craft", NULL);
    }
    return RC_OK;
}

static enum rc thing_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx;
    (void)tx;
    atomic_fetch_add(&writes, 1);
    call->set_cookie = "sid=; Max-Age=0; Path=/";
    call->clear_site_data = 1;
    return RC_OK;
}

static const enum rc may_refuse[] = {RC_REFUSED, RC_STALE, RC_CONFLICT, RC_OK};

#define THING_SIZES .in_size = sizeof(struct thing_in), .out_size = sizeof(struct thing_out)
ENDPOINT_TABLE(loop_table,
               {.method = "GET",
                .path = "/api/things",
                .operation = "listThings",
                .tag = "things",
                .summary = "List",
                .need = ENDPOINT_PUBLIC,
                .query = &list_query,
                .reply = &thing_reply,
                .ok = 200,
                .cost = 1,
                .run = thing_list,
                THING_SIZES},
               {.method = "GET",
                .path = "/api/things/{id}",
                .operation = "getThing",
                .tag = "things",
                .summary = "Get",
                .need = ENDPOINT_PUBLIC,
                .params = &id_params,
                .reply = &thing_reply,
                .ok = 200,
                .cost = 1,
                .run = thing_get,
                THING_SIZES},
               {.method = "POST",
                .path = "/api/things",
                .operation = "addThing",
                .tag = "things",
                .summary = "Add",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &thing_body,
                .reply = &thing_reply,
                .ok = 201,
                .body_max = 4096,
                .takes_key = 1,
                .may = may_refuse,
                .run = thing_write,
                THING_SIZES},
               {.method = "PATCH",
                .path = "/api/things/{id}",
                .operation = "setThing",
                .tag = "things",
                .summary = "Set",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_WRITE,
                .params = &id_params,
                .body = &thing_body,
                .reply = &thing_reply,
                .ok = 200,
                .needs_version = 1,
                .may = may_refuse,
                .run = thing_write,
                THING_SIZES},
               {.method = "DELETE",
                .path = "/api/things/{id}",
                .operation = "dropThing",
                .tag = "things",
                .summary = "Drop",
                .need = 5,
                .mode = ENDPOINT_WRITE,
                .params = &id_params,
                .ok = 204,
                .run = thing_drop,
                THING_SIZES},
               {.method = "POST",
                .path = "/api/crafts",
                .operation = "craftThing",
                .tag = "things",
                .summary = "Craft and write",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &thing_body,
                .body_max = 16 << 20,
                .reply = &thing_reply,
                .ok = 201,
                .may = may_refuse,
                .craft = thing_craft,
                .run = thing_write,
                THING_SIZES},
               {.method = "POST",
                .path = "/api/readcrafts",
                .operation = "craftRead",
                .tag = "things",
                .summary = "Craft and read",
                .need = ENDPOINT_PUBLIC,
                .body = &thing_body,
                .reply = &thing_reply,
                .ok = 200,
                .may = may_refuse,
                .load = thing_list,
                .craft = thing_craft,
                .run = thing_list,
                THING_SIZES},
               {.method = "GET",
                .path = "/api/secrets",
                .operation = "getSecrets",
                .tag = "things",
                .summary = "For few",
                .need = 9,
                .reply = &thing_reply,
                .ok = 200,
                .run = thing_list,
                THING_SIZES},
               {.method = "GET",
                .path = "/api/me",
                .operation = "getMe",
                .tag = "things",
                .summary = "Me",
                .need = ENDPOINT_SIGNED_IN,
                .reply = &thing_reply,
                .ok = 200,
                .run = thing_list,
                THING_SIZES});
