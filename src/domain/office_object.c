/*
 * office_object.c - digests of objects of the office's own tables, and comparing them.
 *
 * Runs on: see office_object.h. Owns: nothing.
 */
#include "domain/office_object.h"

#include "base/crypto.h"
#include "domain/office_journal.h"
#include "store/sql_stmts.h"

#include <stdlib.h>
#include <string.h>

static const char OBJECT_LABEL[] = "petitiond object 1";
static const char OBJECT_GONE[] = "-";
static const char OBJECT_NONE[] = "none"; /* the id in a line that stands for no object */
/* Kinds that came after the first seals. */
static const char *const object_later[] = {"token", "export"};

enum { OBJECT_LATER = sizeof object_later / sizeof object_later[0] };
enum { OBJECT_HEX = 2 * CRYPTO_HASH_SIZE + 1, OBJECT_BATCH = 200, OBJECT_FIRST = 256 };

static void object_digest(const char *kind, const char *id, const char *content, char out[OBJECT_HEX])
{
    struct crypto_hasher h;
    uint8_t hash[CRYPTO_HASH_SIZE];
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, OBJECT_LABEL, sizeof OBJECT_LABEL - 1);
    crypto_hasher_add_field(&h, kind, strlen(kind));
    crypto_hasher_add_field(&h, id, strlen(id));
    crypto_hasher_add_field(&h, content, strlen(content));
    crypto_hasher_end(&h, hash);
    crypto_hex(hash, sizeof hash, out);
}

/* ---- sealing ---- */

/* What is found of one object. */
struct object_one {
    int is_there;
    char digest[OBJECT_HEX];
};

static enum rc object_take_access(void *arg, const struct office_object_list_access_out *row)
{
    struct object_one *one = arg;
    object_digest(row->kind, row->id, row->content, one->digest);
    one->is_there = 1;
    return RC_OK;
}

static enum rc object_take_rule(void *arg, const struct office_object_list_rules_out *row)
{
    struct object_one *one = arg;
    object_digest(row->kind, row->id, row->content, one->digest);
    one->is_there = 1;
    return RC_OK;
}

static enum rc object_find(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, struct object_one *out)
{
    out->is_there = 0;
    enum rc rc =
        office_object_rows_list_access_each(tx, ctx->arena, OFFICE_OBJECT_LIST_ACCESS_ONE,
                                            &(struct office_object_list_access_in){kind, id}, object_take_access, out);
    return rc == RC_OK && !out->is_there
               ? office_object_rows_list_rules_each(tx, ctx->arena, OFFICE_OBJECT_LIST_RULES_ONE,
                                                    &(struct office_object_list_rules_in){kind, id}, object_take_rule,
                                                    out)
               : rc;
}

enum rc office_object_seals(struct ctx *ctx, struct tx *tx, const struct changes_object *objects, const char **out)
{
    struct buf text;
    enum rc rc = RC_OK;
    *out = NULL;
    if (objects == NULL) {
        return RC_OK;
    }
    buf_init(&text, ctx->arena);
    for (const struct changes_object *o = objects; rc == RC_OK && o != NULL; o = o->next) {
        struct object_one one;
        rc = object_find(ctx, tx, o->kind, o->id, &one);
        buf_printf(&text, "%s %s %s\n", o->kind, one.is_there ? one.digest : OBJECT_GONE, o->id);
    }
    *out = buf_cstr(&text);
    return rc != RC_OK || *out != NULL ? rc : RC_TOO_LARGE;
}

enum rc office_object_fits(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, int *fits)
{
    struct object_one one = {0};
    struct office_object_find_newest_out newest;
    const char *mention = arena_printf(ctx->arena, "\n%s ", kind);
    const char *end = arena_printf(ctx->arena, " %s\n", id);
    *fits = 0;
    enum rc rc = mention != NULL && end != NULL ? object_find(ctx, tx, kind, id, &one) : RC_TOO_LARGE;
    if (rc != RC_OK || !one.is_there) {
        return rc;
    }
    rc = office_object_rows_find_newest(tx, ctx->arena, &(struct office_object_find_newest_in){mention, end}, &newest);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    const char *line = arena_printf(ctx->arena, "\n%s %s %s\n", kind, one.digest, id);
    const char *lines = arena_printf(ctx->arena, "\n%s", newest.seals);
    *fits = line != NULL && lines != NULL && strstr(lines, line) != NULL;
    return line != NULL && lines != NULL ? RC_OK : RC_TOO_LARGE;
}

/* ---- all of them ---- */

struct object {
    const char *kind, *id;
    char digest[OBJECT_HEX]; /* or OBJECT_GONE */
    int64_t order;           /* of seals: the newest counts */
};

struct object_list {
    struct arena *arena;
    struct object *items;
    size_t count, room;
};

static struct object *object_next(struct object_list *list, const char *kind, const char *id)
{
    if (list->count == list->room) {
        size_t room = list->room > 0 ? 2 * list->room : OBJECT_FIRST;
        struct object *grown = arena_array_of(list->arena, struct object, room);
        if (grown == NULL) {
            return NULL;
        }
        if (list->count > 0) {
            memcpy(grown, list->items, list->count * sizeof *grown);
        }
        list->items = grown;
        list->room = room;
    }
    struct object *o = &list->items[list->count];
    o->kind = arena_strdup(list->arena, kind);
    o->id = arena_strdup(list->arena, id);
    o->order = (int64_t)list->count;
    list->count += o->kind != NULL && o->id != NULL;
    return o->kind != NULL && o->id != NULL ? o : NULL;
}

static enum rc object_add(struct object_list *list, const char *kind, const char *id, const char *content)
{
    struct object *o = object_next(list, kind, id);
    if (o != NULL) {
        object_digest(kind, id, content, o->digest);
    }
    return o != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc object_add_access(void *arg, const struct office_object_list_access_out *row)
{
    return object_add(arg, row->kind, row->id, row->content);
}

static enum rc object_add_rule(void *arg, const struct office_object_list_rules_out *row)
{
    return object_add(arg, row->kind, row->id, row->content);
}

static int object_compare(const void *a, const void *b)
{
    const struct object *x = a, *y = b;
    int kinds = strcmp(x->kind, y->kind);
    return kinds != 0 ? kinds : strcmp(x->id, y->id);
}

static enum rc object_list(struct ctx *ctx, struct tx *tx, struct object_list *out)
{
    *out = (struct object_list){.arena = ctx->arena};
    enum rc rc = office_object_rows_list_access_each(
        tx, ctx->arena, 0, &(struct office_object_list_access_in){NULL, NULL}, object_add_access, out);
    if (rc == RC_OK) {
        rc = office_object_rows_list_rules_each(tx, ctx->arena, 0, &(struct office_object_list_rules_in){NULL, NULL},
                                                object_add_rule, out);
    }
    if (rc == RC_OK && out->count > 0) {
        qsort(out->items, out->count, sizeof *out->items, object_compare);
    }
    return rc;
}

static int object_is_later(const char *kind)
{
    for (size_t i = 0; i < OBJECT_LATER; i++) {
        if (strcmp(kind, object_later[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static enum rc object_has_kind(struct ctx *ctx, struct tx *tx, const char *kind, int *out)
{
    struct office_object_find_kind_out sealed;
    enum rc rc = office_object_rows_find_kind(tx, ctx->arena, &(struct office_object_find_kind_in){kind}, &sealed);
    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Adds to `out` a later kind of which nothing is sealed: its objects in `all`, and the line that stands for none. */
static enum rc object_begin_kind(const struct object_list *all, const char *kind, struct object_list *out)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < all->count; i++) {
        if (strcmp(all->items[i].kind, kind) == 0) {
            rc = object_next(out, kind, all->items[i].id) != NULL ? RC_OK : RC_TOO_LARGE;
        }
    }
    return rc == RC_OK && object_next(out, kind, OBJECT_NONE) == NULL ? RC_TOO_LARGE : rc;
}

/* What has no seal since no program so far knew how to make one. */
static enum rc object_list_unsealed(struct ctx *ctx, struct tx *tx, struct object_list *out)
{
    struct office_object_find_sealed_out sealed;
    struct object_list all = {0};
    int is_missing = 0, has_kind[OBJECT_LATER];
    *out = (struct object_list){.arena = ctx->arena};
    enum rc rc = office_object_rows_find_sealed(tx, ctx->arena, &sealed);
    int is_first = rc == RC_NOT_FOUND;
    rc = is_first ? RC_OK : rc;
    for (size_t i = 0; rc == RC_OK && i < OBJECT_LATER; i++) {
        rc = object_has_kind(ctx, tx, object_later[i], &has_kind[i]);
        is_missing += rc == RC_OK && !has_kind[i];
    }
    rc = rc == RC_OK && is_missing > 0 ? object_list(ctx, tx, &all) : rc;
    for (size_t i = 0; rc == RC_OK && is_first && i < all.count; i++) {
        if (!object_is_later(all.items[i].kind)) {
            rc = object_next(out, all.items[i].kind, all.items[i].id) != NULL ? RC_OK : RC_TOO_LARGE;
        }
    }
    for (size_t i = 0; rc == RC_OK && i < OBJECT_LATER; i++) {
        rc = has_kind[i] ? RC_OK : object_begin_kind(&all, object_later[i], out);
    }
    return rc;
}

enum rc office_object_begin(struct ctx *ctx, struct tx *tx)
{
    struct object_list all;
    enum rc rc = object_list_unsealed(ctx, tx, &all);
    for (size_t at = 0; rc == RC_OK && at < all.count; at += OBJECT_BATCH) {
        struct changes changes;
        changes_init(&changes, ctx);
        size_t end = all.count - at < OBJECT_BATCH ? all.count : at + OBJECT_BATCH;
        changes_add_int(&changes, "objects", SQL_NULL, (int64_t)(end - at));
        for (size_t i = at; i < end; i++) {
            changes_touch(&changes, all.items[i].kind, all.items[i].id);
        }
        rc = office_journal_append(ctx, tx, "office.seal", "office", &changes);
    }
    return rc;
}

/* ---- comparing ---- */

/* Cuts the lines of one entry. One that cannot be read stands for no object, so the object is found to have none. */
static enum rc object_add_seals(void *arg, const struct office_object_walk_seals_out *row)
{
    struct object_list *list = arg;
    char *rest = arena_strdup(list->arena, row->seals), *line;
    if (rest == NULL) {
        return RC_TOO_LARGE;
    }
    while ((line = strsep(&rest, "\n")) != NULL) {
        char *id = line, *kind = strsep(&id, " "), *digest = id != NULL ? strsep(&id, " ") : NULL;
        struct object *o;
        if (id == NULL || strlen(digest) >= sizeof o->digest) {
            continue;
        }
        o = object_next(list, kind, id);
        if (o == NULL) {
            return RC_TOO_LARGE;
        }
        memcpy(o->digest, digest, strlen(digest) + 1);
    }
    return RC_OK;
}

static int object_compare_seals(const void *a, const void *b)
{
    const struct object *x = a, *y = b;
    int objects = object_compare(a, b);
    return objects != 0 ? objects : (x->order > y->order) - (x->order < y->order);
}

/* The newest seal of each object, by kind and id. */
static enum rc object_list_seals(struct ctx *ctx, struct tx *tx, struct object_list *out)
{
    *out = (struct object_list){.arena = ctx->arena};
    enum rc rc = office_object_rows_walk_seals_each(tx, ctx->arena, object_add_seals, out);
    size_t kept = 0;
    if (rc != RC_OK || out->count == 0) {
        return rc;
    }
    qsort(out->items, out->count, sizeof *out->items, object_compare_seals);
    for (size_t i = 0; i < out->count; i++) {
        if (i + 1 == out->count || object_compare(&out->items[i], &out->items[i + 1]) != 0) {
            out->items[kept++] = out->items[i];
        }
    }
    out->count = kept;
    return RC_OK;
}

/* Nobody sealed any of this later kind. `k`: where it would stand in the list, which is sorted by kind. */
static int object_is_older(const struct object_list *seals, size_t k, const char *kind)
{
    return object_is_later(kind) && (k == seals->count || strcmp(seals->items[k].kind, kind) != 0) &&
           (k == 0 || strcmp(seals->items[k - 1].kind, kind) != 0);
}

/* Both lists are sorted by kind and id; says what is wrong with the first bad object. */
static void object_compare_lists(const struct object_list *all, const struct object_list *seals,
                                 struct office_object_report *out)
{
    size_t i = 0, k = 0;
    while (out->why == NULL && (i < all->count || k < seals->count)) {
        const struct object *o = i < all->count ? &all->items[i] : NULL;
        const struct object *s = k < seals->count ? &seals->items[k] : NULL;
        int order = o == NULL ? 1 : s == NULL ? -1 : object_compare(o, s);
        if (order < 0 && object_is_older(seals, k, o->kind)) {
            i++;
            continue;
        }
        if (order < 0) {
            out->why = "no entry of the journal stands for it";
        } else if (order > 0 && strcmp(s->digest, OBJECT_GONE) != 0) {
            out->why = "it is gone and no entry of the journal says so";
        } else if (order == 0 && strcmp(s->digest, o->digest) != 0) {
            out->why = "it was changed past the journal";
        }
        out->kind = order <= 0 ? o->kind : s->kind;
        out->id = order <= 0 ? o->id : s->id;
        i += order <= 0;
        k += order >= 0;
    }
    out->is_bad = out->why != NULL;
}

enum rc office_object_verify(struct ctx *ctx, struct tx *tx, struct office_object_report *out)
{
    struct object_list all, seals;
    *out = (struct office_object_report){0};
    enum rc rc = object_list_seals(ctx, tx, &seals);
    if (rc != RC_OK || seals.count == 0) {
        return rc;
    }
    rc = object_list(ctx, tx, &all);
    if (rc == RC_OK) {
        out->objects = (int64_t)all.count;
        object_compare_lists(&all, &seals, out);
    }
    return rc;
}
