/*
 * case_seal.c - one hash over what a case says.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/case_seal.h"

#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

static const char SEAL_LABEL[] = "petitiond case 1";

struct seal_digest {
    uint8_t bytes[CRYPTO_HASH_SIZE];
};

static void seal_texts(struct crypto_hasher *h, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crypto_hasher_add_i64(h, texts[i] != NULL);
        crypto_hasher_add_field(h, texts[i] ? texts[i] : "", texts[i] ? strlen(texts[i]) : 0);
    }
}

static void seal_numbers(struct crypto_hasher *h, const int64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crypto_hasher_add_i64(h, numbers[i]);
    }
}

static void seal_row(struct crypto_hasher *h, const struct case_row *r)
{
    const char *const texts[] = {r->id,
                                 r->number,
                                 r->title,
                                 r->lane,
                                 r->workflow_key,
                                 r->stage,
                                 r->state,
                                 r->channel,
                                 r->source_platform,
                                 r->purpose,
                                 r->class_code,
                                 r->place_unit_id,
                                 r->urgency,
                                 r->request,
                                 r->place_detail,
                                 r->facts,
                                 r->reasons,
                                 r->petitioner_id,
                                 r->handler_id,
                                 r->outcome,
                                 r->due_deadline_id,
                                 r->holder_unit_id,
                                 r->registrar_unit_id,
                                 r->closing_kind,
                                 r->retention,
                                 r->closing_note,
                                 r->petitioner_accepts};
    const int64_t numbers[] = {r->workflow_version, r->is_open,         r->is_first,    r->people_count,
                               r->held_since_ms,    r->registered_ms,   r->accepted_ms, r->closed_ms,
                               r->due_key,          r->is_returned,     r->is_extended, r->is_supervised,
                               r->thing_settled,    r->submission_count};
    seal_texts(h, texts, sizeof texts / sizeof texts[0]);
    seal_numbers(h, numbers, sizeof numbers / sizeof numbers[0]);
    crypto_hasher_add_field(h, r->code_hash.data, r->code_hash.size);
}

static void seal_clock(const struct deadline_row *c, struct seal_digest *out)
{
    const char *const texts[] = {c->id, c->case_id, c->clock, c->kind, c->unit, c->owner_unit_id, c->status, c->about};
    const int64_t numbers[] = {c->length,  c->started_ms, c->extension_days, c->round,   c->due_ms,
                               c->due_day, c->rolled_day, c->is_provisional, c->ended_ms};
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    seal_texts(&h, texts, sizeof texts / sizeof texts[0]);
    seal_numbers(&h, numbers, sizeof numbers / sizeof numbers[0]);
    crypto_hasher_end(&h, out->bytes);
}

static int seal_compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct seal_digest));
}

const char *case_seal(struct arena *arena, const struct case_row *row, const struct deadline_row *clocks, size_t count)
{
    struct seal_digest *digests = arena_array_of(arena, struct seal_digest, count + 1);
    char *hex = arena_alloc(arena, 2 * CRYPTO_HASH_SIZE + 1);
    uint8_t hash[CRYPTO_HASH_SIZE];
    struct crypto_hasher h;
    if (digests == NULL || hex == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        seal_clock(&clocks[i], &digests[i]);
    }
    qsort(digests, count, sizeof *digests, seal_compare);
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, SEAL_LABEL, sizeof SEAL_LABEL - 1);
    seal_row(&h, row);
    crypto_hasher_add_i64(&h, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        crypto_hasher_add(&h, digests[i].bytes, sizeof digests[i].bytes);
    }
    crypto_hasher_end(&h, hash);
    crypto_hex(hash, sizeof hash, hex);
    return hex;
}
