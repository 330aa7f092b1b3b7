/*
 * repeat.c - finds what may be the same matter again.
 *
 * Runs on: a worker with a read transaction. Owns: nothing.
 * Invariant: people are compared by blind indexes only; nothing is opened.
 */
#include "domain/repeat.h"

#include "base/text.h"
#include "domain/person_known.h"

#include <stdlib.h>
#include <string.h>

enum {
    REPEAT_OF_PERSON_MAX = 50,
    REPEAT_OF_MATTER_MAX = 200,
    REPEAT_NEWEST_MAX = 300,
    REPEAT_POOL_MAX = 800,
    REPEAT_MATTER_DAYS = 730,
    REPEAT_NEWEST_DAYS = 180,
    REPEAT_TITLE_LEAST = 4,    /* letters; a shorter title is like too many */
    REPEAT_SIMILAR_LEAST = 35, /* percent; below it another person's matter is not shown */
    REPEAT_ID_SCORE = 60,
    REPEAT_PHONE_SCORE = 45,
    REPEAT_NAME_SCORE = 45,
    REPEAT_MATTER_SCORE = 10
};

struct repeat_pool {
    struct ctx *ctx;
    const struct case_row *of;
    int is_new; /* not registered yet: compared with what came lately too, and with nothing that is sealed */
    struct repeat_candidate *list;
    size_t count;
};

enum repeat_reason { REPEAT_BY_ID, REPEAT_BY_PHONE, REPEAT_BY_NAME, REPEAT_BY_MATTER };

static void repeat_take(struct repeat_pool *p, const struct repeat_row *rows, size_t count, enum repeat_reason why)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < p->count && strcmp(p->list[at].row.id, rows[i].id) != 0) {
            at++;
        }
        if (strcmp(rows[i].id, p->of->id) == 0 || at == REPEAT_POOL_MAX) {
            continue;
        }
        struct repeat_candidate *c = &p->list[at];
        if (at == p->count) {
            *c = (struct repeat_candidate){.row = rows[i]};
            p->count++;
        }
        c->same_id |= why == REPEAT_BY_ID;
        c->same_phone |= why == REPEAT_BY_PHONE;
        c->same_name |= why == REPEAT_BY_NAME;
    }
}

static enum rc repeat_of_person(struct repeat_pool *p, struct tx *tx, struct sql_blob id_index,
                                struct sql_blob phone_index, struct sql_blob name_index)
{
    struct arena *a = p->ctx->arena;
    struct repeat_row *rows;
    size_t count;
    enum rc rc = RC_OK;
    if (id_index.data != NULL) {
        rc = repeat_rows_list_by_id(tx, a, &(struct repeat_list_by_id_in){id_index, REPEAT_OF_PERSON_MAX}, &rows,
                                    &count);
        repeat_take(p, rows, rc == RC_OK ? count : 0, REPEAT_BY_ID);
    }
    if (rc == RC_OK && phone_index.data != NULL) {
        rc = repeat_rows_list_by_phone(tx, a, &(struct repeat_list_by_phone_in){phone_index, REPEAT_OF_PERSON_MAX},
                                       &rows, &count);
        repeat_take(p, rows, rc == RC_OK ? count : 0, REPEAT_BY_PHONE);
    }
    if (rc == RC_OK && name_index.data != NULL) {
        rc = repeat_rows_list_by_name(tx, a, &(struct repeat_list_by_name_in){name_index, REPEAT_OF_PERSON_MAX}, &rows,
                                      &count);
        repeat_take(p, rows, rc == RC_OK ? count : 0, REPEAT_BY_NAME);
    }
    return rc;
}

static enum rc repeat_of_people(struct repeat_pool *p, struct tx *tx)
{
    struct repeat_list_indexes_out *people;
    size_t n;
    enum rc rc = repeat_rows_list_indexes(tx, p->ctx->arena, &(struct repeat_list_indexes_in){p->of->id}, &people, &n);
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = repeat_of_person(p, tx, people[i].id_index, people[i].phone_index, people[i].name_index);
    }
    return rc;
}

static enum rc repeat_of_known(struct repeat_pool *p, struct tx *tx, const char *person_id)
{
    struct person_get_indexes_out who;
    int is_known;
    enum rc rc = person_known_check(p->ctx, tx, person_id, &is_known);
    if (rc != RC_OK || !is_known) {
        return rc;
    }
    rc = person_rows_get_indexes(tx, p->ctx->arena, &(struct person_get_indexes_in){person_id}, &who);
    return rc == RC_OK ? repeat_of_person(p, tx, who.id_index, who.phone_index, who.name_index) : rc;
}

static enum rc repeat_of_newest(struct repeat_pool *p, struct tx *tx)
{
    struct repeat_row *rows;
    size_t count;
    int64_t from_ms = p->of->registered_ms - REPEAT_NEWEST_DAYS * INT64_C(86400000);
    enum rc rc = repeat_rows_list_newest(tx, p->ctx->arena, &(struct repeat_list_newest_in){from_ms, REPEAT_NEWEST_MAX},
                                         &rows, &count);
    repeat_take(p, rows, rc == RC_OK ? count : 0, REPEAT_BY_MATTER);
    return rc;
}

static enum rc repeat_of_matter(struct repeat_pool *p, struct tx *tx)
{
    const struct case_row *of = p->of;
    struct repeat_row *rows;
    size_t count;
    if (of->class_code == NULL || of->place_unit_id == NULL) {
        return RC_OK;
    }
    int64_t from_ms = of->registered_ms - REPEAT_MATTER_DAYS * INT64_C(86400000);
    enum rc rc = repeat_rows_list_by_matter(
        tx, p->ctx->arena,
        &(struct repeat_list_by_matter_in){of->class_code, of->place_unit_id, from_ms, REPEAT_OF_MATTER_MAX}, &rows,
        &count);
    repeat_take(p, rows, rc == RC_OK ? count : 0, REPEAT_BY_MATTER);
    return rc;
}

static int repeat_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* While somebody is still typing, a title is likened to a title as well. */
static int repeat_similarity(const struct repeat_pool *p, const struct repeat_row *row)
{
    struct arena *a = p->ctx->arena;
    struct arena_mark mark = arena_mark(a);
    const char *mine = arena_printf(a, "%s %s", p->of->title, p->of->request);
    const char *theirs = arena_printf(a, "%s %s", row->title, row->request);
    int whole = text_similarity(a, mine, theirs);
    int titles =
        p->is_new && text_length(p->of->title) >= REPEAT_TITLE_LEAST ? text_similarity(a, p->of->title, row->title) : 0;
    arena_reset_to(a, mark);
    return whole > titles ? whole : titles;
}

static void repeat_weigh(struct repeat_pool *p, struct repeat_candidate *c)
{
    c->same_place = repeat_same(p->of->place_unit_id, c->row.place_unit_id);
    c->same_class = repeat_same(p->of->class_code, c->row.class_code);
    c->similarity = repeat_similarity(p, &c->row);
    c->score = c->same_id * REPEAT_ID_SCORE + c->same_phone * REPEAT_PHONE_SCORE + c->same_name * REPEAT_NAME_SCORE +
               (c->same_place + c->same_class) * REPEAT_MATTER_SCORE + c->similarity;
}

static int repeat_is_shown(const struct repeat_candidate *c)
{
    return c->same_id || c->same_phone || c->same_name || c->similarity >= REPEAT_SIMILAR_LEAST;
}

static int repeat_compare(const void *a, const void *b)
{
    const struct repeat_candidate *x = a, *y = b;
    return x->score != y->score ? y->score - x->score : strcmp(y->row.id, x->row.id);
}

/* What the actor may not know of is left out before it is weighed. */
static enum rc repeat_sift(struct repeat_pool *p, struct tx *tx)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        struct case_row seen;
        struct arena_mark mark = arena_mark(p->ctx->arena);
        enum rc rc = case_get(p->ctx, tx, p->list[i].row.id, &seen);
        arena_reset_to(p->ctx->arena, mark);
        if (rc == RC_NOT_FOUND) {
            fault_clear(&p->ctx->fault);
            continue;
        }
        if (rc != RC_OK) {
            return rc;
        }
        repeat_weigh(p, &p->list[i]);
        if (repeat_is_shown(&p->list[i]) && !(p->is_new && seen.is_sealed)) {
            p->list[kept++] = p->list[i];
        }
    }
    p->count = kept;
    return RC_OK;
}

/* What the people's own cases do not show is looked for by the matter; then the likeliest come first. */
static enum rc repeat_finish(struct repeat_pool *p, struct tx *tx, struct repeat_candidate **out, size_t *count)
{
    enum rc rc = repeat_of_matter(p, tx);
    if (rc == RC_OK && p->is_new) {
        rc = repeat_of_newest(p, tx);
    }
    if (rc == RC_OK) {
        rc = repeat_sift(p, tx);
    }
    if (rc != RC_OK) {
        return rc;
    }
    qsort(p->list, p->count, sizeof *p->list, repeat_compare);
    *out = p->list;
    *count = p->count > REPEAT_CANDIDATES_MAX ? REPEAT_CANDIDATES_MAX : p->count;
    return RC_OK;
}

enum rc repeat_find(struct ctx *ctx, struct tx *tx, const struct case_row *of, struct repeat_candidate **out,
                    size_t *count)
{
    struct repeat_pool p = {.ctx = ctx, .of = of};
    p.list = arena_array_of(ctx->arena, struct repeat_candidate, REPEAT_POOL_MAX);
    enum rc rc = p.list != NULL ? repeat_of_people(&p, tx) : RC_TOO_LARGE;
    return rc == RC_OK ? repeat_finish(&p, tx, out, count) : rc;
}

enum rc repeat_find_new(struct ctx *ctx, struct tx *tx, const struct repeat_matter *in, struct repeat_candidate **out,
                        size_t *count)
{
    const struct case_row of = {.id = "",
                                .title = in->title ? in->title : "",
                                .request = in->request ? in->request : "",
                                .class_code = in->class_code,
                                .place_unit_id = in->place_unit_id,
                                .registered_ms = ctx->now_ms};
    struct repeat_pool p = {.ctx = ctx, .of = &of, .is_new = 1};
    p.list = arena_array_of(ctx->arena, struct repeat_candidate, REPEAT_POOL_MAX);
    enum rc rc = p.list != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; rc == RC_OK && i < in->person_count; i++) {
        rc = repeat_of_known(&p, tx, in->person_ids[i]);
    }
    return rc == RC_OK ? repeat_finish(&p, tx, out, count) : rc;
}
