/*
 * api_actor.c - who acts: credential to actor, remembered per worker.
 *
 * A slot of the worker's cache is found by the credential's keyed hash. It is good while the reader's generation stays, and
 * beyond that as long as the stamp of domain/actor.h stays; day and times are looked at in any case. The request gets a copy
 * of its own, because it may still be parked when the slot is taken by somebody else.
 *
 * Runs on: a worker. Owns: nothing; the cache is the worker's.
 */
#include "api/api.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "domain/actor.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/session.h"

#include <string.h>

#define API_TOUCH_MS INT64_C(60000)

enum { API_SLOTS = 64, API_ACTOR_SIZE = 2048 };

struct api_slot {
    uint8_t hash[CRYPTO_HASH_SIZE];
    int is_used;
    int32_t day; /* grants in force were chosen for this day */
    uint64_t generation;
    int64_t stamp, seen_ms, ends_ms;
    size_t actor_size;
    _Alignas(max_align_t) char actor[API_ACTOR_SIZE]; /* starts with struct actor */
};

struct api_cache {
    const struct reference *reference; /* lives as long as the process */
    uint64_t reference_generation;
    struct api_slot slots[API_SLOTS];
};

struct server_hooks api_hooks(void)
{
    return (struct server_hooks){.authenticate = api_authenticate,
                                 .permit = api_permit,
                                 .run_write = api_run_write,
                                 .actor_cache_size = sizeof(struct api_cache),
                                 .permission_name = api_permission_name};
}

static enum rc api_use_reference(struct ctx *ctx, struct tx *tx, uint64_t generation, struct api_cache *cache)
{
    if (cache->reference != NULL && cache->reference_generation == generation) {
        ctx->reference = cache->reference;
        return RC_OK;
    }
    enum rc rc = reference_use(ctx, tx);
    if (rc == RC_OK) {
        cache->reference = ctx->reference;
        cache->reference_generation = generation;
    }
    return rc;
}

static enum rc api_find(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, struct sql_blob hash,
                        struct actor_found *out)
{
    return c->session != NULL ? actor_from_session(ctx, tx, hash, out) : actor_from_token(ctx, tx, hash, out);
}

/* Loads anew and remembers it. An actor with more grants than a slot holds is loaded each time. */
static enum rc api_load(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, struct sql_blob hash,
                        uint64_t generation, struct api_slot *slot, struct actor_found *out)
{
    int64_t stamp;
    slot->is_used = 0;
    enum rc rc = actor_stamp(ctx, tx, &stamp);
    if (rc == RC_OK) {
        rc = api_find(ctx, tx, c, hash, out);
    }
    if (rc != RC_OK) {
        return rc;
    }
    slot->is_used = actor_pack(&out->actor, slot->actor, sizeof slot->actor, &slot->actor_size) != NULL;
    slot->day = clock_day_of(ctx->now_ms);
    slot->generation = generation;
    slot->stamp = stamp;
    slot->seen_ms = out->seen_ms;
    slot->ends_ms = out->ends_ms;
    memcpy(slot->hash, hash.data, sizeof slot->hash);
    return RC_OK;
}

/* 1 with a copy in `out` when the slot still holds for this credential, day and time. */
static int api_recall(struct ctx *ctx, struct tx *tx, struct sql_blob hash, uint64_t generation, struct api_slot *slot,
                      struct actor_found *out)
{
    int64_t stamp;
    if (!slot->is_used || memcmp(slot->hash, hash.data, sizeof slot->hash) != 0 ||
        slot->day != clock_day_of(ctx->now_ms)) {
        return 0;
    }
    if (slot->generation != generation) {
        if (actor_stamp(ctx, tx, &stamp) != RC_OK || stamp != slot->stamp) {
            return 0;
        }
        slot->generation = generation;
    }
    const struct actor *copy = (const struct actor *)(const void *)slot->actor;
    void *room = arena_alloc(ctx->arena, slot->actor_size);
    struct actor *own = room ? actor_pack(copy, room, slot->actor_size, NULL) : NULL;
    if (own == NULL) {
        return 0;
    }
    *out = (struct actor_found){.actor = *own, .seen_ms = slot->seen_ms, .ends_ms = slot->ends_ms};
    /* Another worker may have noted a later use, so an end by idleness is only believed when read from the store. */
    return !actor_is_over(ctx, out);
}

static enum rc api_check_csrf(struct ctx *ctx, const struct server_credentials *c, const char *session_id)
{
    const char *expected;
    if (!c->is_unsafe) {
        return RC_OK;
    }
    enum rc rc = session_csrf(ctx, session_id, &expected);
    if (rc != RC_OK) {
        return rc;
    }
    size_t n = strlen(expected);
    if (c->csrf == NULL || strlen(c->csrf) != n || !crypto_equal(c->csrf, expected, n)) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_CSRF), NULL, NULL, NULL);
    }
    return RC_OK;
}

/* Use is noted at most once a minute and worker. The slot knows at once, the store when the job has run: so the slot is believed
 * as long as it says that the session lives. */
static void api_touch(struct ctx *ctx, const struct server_credentials *c, struct sql_blob hash, struct api_slot *slot,
                      const struct actor_found *found)
{
    if (c->session == NULL || c->is_passive || ctx->now_ms - found->seen_ms < API_TOUCH_MS) {
        return;
    }
    slot->seen_ms = ctx->now_ms;
    session_touch_later(ctx, hash);
}

static enum rc api_identify(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, uint64_t generation,
                            struct api_cache *cache)
{
    struct sql_blob hash;
    struct actor_found found;
    enum rc rc =
        c->session != NULL ? actor_session_hash(ctx, c->session, &hash) : actor_token_hash(ctx, c->bearer, &hash);
    if (rc != RC_OK) {
        return rc;
    }
    struct api_slot *slot = &cache->slots[((const uint8_t *)hash.data)[0] % API_SLOTS];
    if (!api_recall(ctx, tx, hash, generation, slot, &found)) {
        rc = api_load(ctx, tx, c, hash, generation, slot, &found);
    }
    if (rc == RC_OK && c->session != NULL) {
        rc = api_check_csrf(ctx, c, found.actor.session_id);
    }
    if (rc == RC_OK) {
        api_touch(ctx, c, hash, slot, &found);
    }
    struct actor *actor = rc == RC_OK ? arena_new_of(ctx->arena, struct actor) : NULL;
    if (actor == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    *actor = found.actor;
    ctx->actor = actor;
    ctx->account_id = actor->account_id;
    return RC_OK;
}

enum rc api_authenticate(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, uint64_t generation,
                         void *cache)
{
    ctx->actor = &actor_anonymous;
    if (c->is_unsafe && !c->same_origin && c->bearer == NULL) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_FOREIGN_ORIGIN), NULL, NULL, NULL);
    }
    enum rc rc = api_use_reference(ctx, tx, generation, cache);
    if (rc != RC_OK || (c->session == NULL && c->bearer == NULL)) {
        return rc;
    }
    return api_identify(ctx, tx, c, generation, cache);
}
