/*
 * office_object_look.c - what an act finds changed past the journal before its entry seals it.
 *
 * Both the rows and the journal are read as they were committed before the act: what the act itself changed is not there yet, nor
 * are entries of acts that are committed together with it.
 *
 * Runs on: see office_object.h. Owns: nothing.
 */
#include "domain/office_object.h"

#include "store/sql_stmts.h"

#include <stdlib.h>
#include <string.h>

/* One object with its newest seal, as far as it is found. */
struct look_one {
    const struct changes_object *object;
    int is_found;
    char digest[OFFICE_OBJECT_HEX];
};

struct look {
    struct look_one *items; /* sorted by kind and id */
    size_t count, found;
};

static int look_compare(const void *a, const void *b)
{
    const struct changes_object *x = ((const struct look_one *)a)->object, *y = ((const struct look_one *)b)->object;
    int kinds = strcmp(x->kind, y->kind);
    return kinds != 0 ? kinds : strcmp(x->id, y->id);
}

static enum rc look_begin(struct ctx *ctx, const struct changes_object *objects, struct look *out)
{
    *out = (struct look){0};
    for (const struct changes_object *o = objects; o != NULL; o = o->next) {
        out->count++;
    }
    out->items = arena_array_of(ctx->arena, struct look_one, out->count);
    if (out->items == NULL) {
        return RC_TOO_LARGE;
    }
    size_t i = 0;
    for (const struct changes_object *o = objects; o != NULL; o = o->next) {
        out->items[i++] = (struct look_one){.object = o};
    }
    qsort(out->items, out->count, sizeof *out->items, look_compare);
    return RC_OK;
}

/* "kind digest id"; the newest line about an object counts, and within an entry the last. */
static void look_take_line(struct look *look, char *line)
{
    char *id = line, *kind = strsep(&id, " "), *digest = id != NULL ? strsep(&id, " ") : NULL;
    if (id == NULL || strlen(digest) >= OFFICE_OBJECT_HEX) {
        return;
    }
    struct look_one *one = bsearch(&(struct look_one){.object = &(struct changes_object){kind, id, NULL}}, look->items,
                                   look->count, sizeof *look->items, look_compare);
    if (one != NULL && !one->is_found) {
        memcpy(one->digest, digest, strlen(digest) + 1);
        one->is_found = 1;
        look->found++;
    }
}

/* What walks through the entries. */
struct look_walk {
    struct arena *arena;
    struct look *look;
};

static enum rc look_take_entry(void *arg, const struct office_object_walk_seals_back_out *row)
{
    struct look_walk *w = arg;
    struct arena_mark mark = arena_mark(w->arena);
    char *text = arena_strdup(w->arena, row->seals), *end = text != NULL ? text + strlen(text) : NULL;
    if (text == NULL) {
        return RC_TOO_LARGE;
    }
    while (end > text) { /* the last line first */
        *--end = '\0';
        while (end > text && end[-1] != '\n') {
            end--;
        }
        look_take_line(w->look, end);
    }
    arena_reset_to(w->arena, mark);
    return w->look->found < w->look->count ? RC_OK : RC_DONE;
}

/* One without a seal is new, or of a kind that nobody sealed yet. */
static enum rc look_is_past(struct ctx *ctx, struct tx *tx, const struct look_one *one, int *out)
{
    struct office_object_state stood;
    enum rc rc = office_object_find(ctx, tx, one->object->kind, one->object->id, &stood);
    *out = 0;
    if (rc != RC_OK || one->is_found) {
        *out = rc == RC_OK && strcmp(one->digest, stood.digest) != 0;
        return rc;
    }
    return strcmp(stood.digest, OFFICE_OBJECT_GONE) != 0 ? office_object_is_sealed(ctx, tx, one->object->kind, out)
                                                         : RC_OK;
}

static enum rc look_load(struct ctx *ctx, struct tx *tx, const struct changes_object *objects, struct look *out)
{
    enum rc rc = look_begin(ctx, objects, out);
    if (rc != RC_OK) {
        return rc;
    }
    rc = office_object_rows_walk_seals_back_each(tx, ctx->arena, look_take_entry, &(struct look_walk){ctx->arena, out});
    return rc == RC_DONE ? RC_OK : rc;
}

static enum rc look_at(struct ctx *ctx, struct tx *tx, const struct changes_object *objects,
                       const struct changes_object **out)
{
    struct look look;
    enum rc rc = look_load(ctx, tx, objects, &look);
    for (size_t i = 0; rc == RC_OK && *out == NULL && i < look.count; i++) {
        int is_past = 0;
        rc = look_is_past(ctx, tx, &look.items[i], &is_past);
        *out = is_past ? look.items[i].object : NULL;
    }
    return rc;
}

enum rc office_object_look(struct ctx *ctx, const struct tx *tx, const struct changes_object *objects,
                           const struct changes_object **out)
{
    struct tx before;
    *out = NULL;
    if (objects == NULL) {
        return RC_OK;
    }
    enum rc rc = sql_committed(tx, &before);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    rc = look_at(ctx, &before, objects, out);
    sql_rollback(&before);
    return rc;
}

enum rc office_object_fits(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, int *fits)
{
    struct look look;
    struct office_object_state now;
    *fits = 0;
    enum rc rc = look_load(ctx, tx, &(struct changes_object){kind, id, NULL}, &look);
    if (rc == RC_OK && look.items[0].is_found) {
        rc = office_object_find(ctx, tx, kind, id, &now);
        *fits =
            rc == RC_OK && strcmp(now.digest, OFFICE_OBJECT_GONE) != 0 && strcmp(now.digest, look.items[0].digest) == 0;
    }
    return rc;
}

enum rc office_object_list_sound(struct ctx *ctx, struct tx *tx, const struct changes_object *objects,
                                 const struct changes_object **out)
{
    struct look look;
    struct changes_object *first = NULL;
    enum rc rc = look_load(ctx, tx, objects, &look);
    for (size_t i = 0; rc == RC_OK && i < look.count; i++) {
        const struct changes_object *o = look.items[i].object;
        struct office_object_state now;
        rc = office_object_find(ctx, tx, o->kind, o->id, &now);
        if (rc != RC_OK ||
            strcmp(now.digest, look.items[i].is_found ? look.items[i].digest : OFFICE_OBJECT_GONE) != 0) {
            continue;
        }
        struct changes_object *one = arena_alloc(ctx->arena, sizeof *one);
        if (one == NULL) {
            return RC_TOO_LARGE;
        }
        *one = (struct changes_object){o->kind, o->id, first};
        first = one;
    }
    *out = first;
    return rc;
}
