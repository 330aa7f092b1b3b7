/*
 * case_seal.c - one hash over what a case says.
 *
 * Runs on: see case_seal.h. Owns: nothing.
 */
#include "domain/case_seal.h"

#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

static const char SEAL_LABEL[] = "petitiond case 1";
/* What a wide seal is hashed and begins with, by its width. */
static const char *const seal_labels[] = {NULL, "petitiond case 2", "petitiond case 3", "petitiond case 4"};
static const char *const seal_marks[] = {"", "2.", "3.", "4."};

enum { SEAL_ROWS_FIRST = 32 };
enum seal_width { SEAL_NARROW, SEAL_BESIDE, SEAL_TRAIL, SEAL_KEPT };

struct seal_digest {
    uint8_t bytes[CRYPTO_HASH_SIZE];
};

/* What is absent is left out: a column that a later schema adds changes no seal until it is used. */
static void seal_text(struct crypto_hasher *h, const char *name, const char *text)
{
    if (text != NULL) {
        crypto_hasher_add_field(h, name, strlen(name));
        crypto_hasher_add_field(h, text, strlen(text));
    }
}

static void seal_number(struct crypto_hasher *h, const char *name, int64_t number)
{
    if (number != SQL_NULL) {
        crypto_hasher_add_field(h, name, strlen(name));
        crypto_hasher_add_i64(h, number);
    }
}

static void seal_row(struct crypto_hasher *h, const struct case_row *r)
{
    const struct {
        const char *name, *text;
    } texts[] = {{"id", r->id},
                 {"number", r->number},
                 {"title", r->title},
                 {"lane", r->lane},
                 {"workflow_key", r->workflow_key},
                 {"stage", r->stage},
                 {"state", r->state},
                 {"channel", r->channel},
                 {"source_platform", r->source_platform},
                 {"purpose", r->purpose},
                 {"class_code", r->class_code},
                 {"place_unit_id", r->place_unit_id},
                 {"place_detail", r->place_detail},
                 {"urgency", r->urgency},
                 {"request", r->request},
                 {"facts", r->facts},
                 {"reasons", r->reasons},
                 {"petitioner_id", r->petitioner_id},
                 {"registrar_unit_id", r->registrar_unit_id},
                 {"holder_unit_id", r->holder_unit_id},
                 {"handler_id", r->handler_id},
                 {"due_deadline_id", r->due_deadline_id},
                 {"outcome", r->outcome},
                 {"closing_kind", r->closing_kind},
                 {"petitioner_accepts", r->petitioner_accepts},
                 {"closing_note", r->closing_note},
                 {"retention", r->retention},
                 {"parent_id", r->parent_id},
                 {"finality", r->finality},
                 {"outside_body", r->outside_body},
                 {"archive_number", r->archive_number},
                 {"certificate", r->certificate}};
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {{"workflow_version", r->workflow_version},
                   {"is_open", r->is_open},
                   {"is_first", r->is_first},
                   {"people_count", r->people_count},
                   {"held_since_ms", r->held_since_ms},
                   {"registered_ms", r->registered_ms},
                   {"accepted_ms", r->accepted_ms},
                   {"closed_ms", r->closed_ms},
                   {"archived_ms", r->archived_ms},
                   {"is_sealed", r->is_sealed ? 1 : SQL_NULL},
                   {"due_key", r->due_key},
                   {"is_returned", r->is_returned},
                   {"is_extended", r->is_extended},
                   {"is_supervised", r->is_supervised},
                   {"thing_settled", r->thing_settled},
                   {"submission_count", r->submission_count}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        seal_text(h, texts[i].name, texts[i].text);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        seal_number(h, numbers[i].name, numbers[i].number);
    }
    crypto_hasher_add_field(h, r->code_hash.data, r->code_hash.size);
}

static void seal_clock(const struct deadline_row *c, struct seal_digest *out)
{
    const struct {
        const char *name, *text;
    } texts[] = {{"id", c->id},         {"case_id", c->case_id}, {"clock", c->clock},
                 {"kind", c->kind},     {"unit", c->unit},       {"owner_unit_id", c->owner_unit_id},
                 {"status", c->status}, {"about", c->about}};
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {{"length", c->length},
                   {"started_ms", c->started_ms},
                   {"extension_days", c->extension_days},
                   {"round", c->round},
                   {"due_ms", c->due_ms},
                   {"due_day", c->due_day},
                   {"rolled_day", c->rolled_day},
                   {"is_provisional", c->is_provisional},
                   {"ended_ms", c->ended_ms},
                   {"pause_from", c->pause_from},
                   {"pause_to", c->pause_to}};
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        seal_text(&h, texts[i].name, texts[i].text);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        seal_number(&h, numbers[i].name, numbers[i].number);
    }
    crypto_hasher_end(&h, out->bytes);
}

static int seal_compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct seal_digest));
}

static void seal_digests(struct crypto_hasher *h, struct seal_digest *digests, size_t count)
{
    qsort(digests, count, sizeof *digests, seal_compare);
    crypto_hasher_add_i64(h, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        crypto_hasher_add(h, digests[i].bytes, sizeof digests[i].bytes);
    }
}

/* The row and the clocks; 0: no memory. */
static int seal_narrow(struct arena *arena, const struct case_row *row, const struct deadline_row *clocks, size_t count,
                       uint8_t hash[CRYPTO_HASH_SIZE])
{
    struct seal_digest *digests = arena_array_of(arena, struct seal_digest, count + 1);
    struct crypto_hasher h;
    if (digests == NULL) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        seal_clock(&clocks[i], &digests[i]);
    }
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, SEAL_LABEL, sizeof SEAL_LABEL - 1);
    seal_row(&h, row);
    seal_digests(&h, digests, count);
    crypto_hasher_end(&h, hash);
    return 1;
}

static const char *seal_narrow_text(struct arena *arena, const struct case_row *row, const struct deadline_row *clocks,
                                    size_t count)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    char *hex = arena_alloc(arena, 2 * CRYPTO_HASH_SIZE + 1);
    if (hex == NULL || !seal_narrow(arena, row, clocks, count, hash)) {
        return NULL;
    }
    crypto_hex(hash, sizeof hash, hex);
    return hex;
}

/* ---- what stands beside the case ---- */

struct seal_rows {
    struct arena *arena;
    struct seal_digest *digests;
    size_t count, room;
};

static enum rc seal_take(struct seal_rows *rows, const char *kind, const char *content)
{
    struct crypto_hasher h;
    if (rows->count == rows->room) {
        size_t room = rows->room > 0 ? 2 * rows->room : SEAL_ROWS_FIRST;
        struct seal_digest *grown = arena_array_of(rows->arena, struct seal_digest, room);
        if (grown == NULL) {
            return RC_TOO_LARGE;
        }
        if (rows->count > 0) {
            memcpy(grown, rows->digests, rows->count * sizeof *grown);
        }
        rows->digests = grown;
        rows->room = room;
    }
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, kind, strlen(kind));
    crypto_hasher_add_field(&h, content, strlen(content));
    crypto_hasher_end(&h, rows->digests[rows->count++].bytes);
    return RC_OK;
}

static enum rc seal_take_paper(void *arg, const struct beside_list_papers_out *row)
{
    return seal_take(arg, row->kind, row->content);
}

static enum rc seal_take_act(void *arg, const struct beside_list_acts_out *row)
{
    return seal_take(arg, row->kind, row->content);
}

static enum rc seal_take_step(void *arg, const struct beside_list_steps_out *row)
{
    return seal_take(arg, row->kind, row->content);
}

static enum rc seal_take_trail(void *arg, const struct beside_list_trail_out *row)
{
    return seal_take(arg, row->kind, row->content);
}

static enum rc seal_take_kept(void *arg, const struct beside_list_kept_out *row)
{
    return seal_take(arg, row->kind, row->content);
}

static enum rc seal_take_all(struct tx *tx, struct arena *arena, const struct case_row *c, enum seal_width width,
                             struct seal_rows *rows)
{
    const char *id = c->id;
    enum rc rc = beside_rows_list_papers_each(tx, arena, &(struct beside_list_papers_in){id}, seal_take_paper, rows);
    rc = rc == RC_OK ? beside_rows_list_acts_each(tx, arena, &(struct beside_list_acts_in){id}, seal_take_act, rows)
                     : rc;
    rc = rc == RC_OK ? beside_rows_list_steps_each(tx, arena, &(struct beside_list_steps_in){id}, seal_take_step, rows)
                     : rc;
    rc = rc == RC_OK && width >= SEAL_TRAIL
             ? beside_rows_list_trail_each(tx, arena, &(struct beside_list_trail_in){id}, seal_take_trail, rows)
             : rc;
    return rc == RC_OK && width >= SEAL_KEPT
               ? beside_rows_list_kept_each(tx, arena, &(struct beside_list_kept_in){id, c->petitioner_id},
                                            seal_take_kept, rows)
               : rc;
}

static enum rc seal_make(struct tx *tx, struct arena *arena, const struct case_row *row,
                         const struct deadline_row *clocks, size_t count, enum seal_width width, const char **out)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    struct seal_rows rows = {.arena = arena};
    struct crypto_hasher h;
    if (!seal_narrow(arena, row, clocks, count, hash)) {
        return RC_TOO_LARGE;
    }
    enum rc rc = seal_take_all(tx, arena, row, width, &rows);
    if (rc != RC_OK) {
        return rc;
    }
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, seal_labels[width], strlen(seal_labels[width]));
    crypto_hasher_add_field(&h, hash, sizeof hash);
    seal_digests(&h, rows.digests, rows.count);
    crypto_hasher_end(&h, hash);
    crypto_hex(hash, sizeof hash, hex);
    *out = arena_printf(arena, "%s%s", seal_marks[width], hex);
    return *out != NULL ? RC_OK : RC_TOO_LARGE;
}

enum rc case_seal_wide(struct tx *tx, struct arena *arena, const struct case_row *row,
                       const struct deadline_row *clocks, size_t count, const char **out)
{
    return seal_make(tx, arena, row, clocks, count, SEAL_KEPT, out);
}

enum rc case_seal_like(struct tx *tx, struct arena *arena, const struct case_row *row,
                       const struct deadline_row *clocks, size_t count, const char *like, const char **out)
{
    for (enum seal_width width = SEAL_BESIDE; width <= SEAL_KEPT; width++) {
        if (strncmp(like, seal_marks[width], strlen(seal_marks[width])) == 0) {
            return seal_make(tx, arena, row, clocks, count, width, out);
        }
    }
    *out = seal_narrow_text(arena, row, clocks, count);
    return *out != NULL ? RC_OK : RC_TOO_LARGE;
}
