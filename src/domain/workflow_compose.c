/*
 * workflow_compose.c - definitions written with shared parts, made whole; the format is in workflow_compose.h.
 *
 * Runs on: any thread. Owns: the Jansson trees until it returns.
 */
#include "domain/workflow_compose.h"

#include "base/embed.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPOSE_DEPTH_MAX = 24, COMPOSE_NAME_SIZE = 128 };

static const char COMPOSE_MARK[] = "part"; /* on an event that came from a part, until it is fitted */

struct compose {
    struct arena *arena;
    const struct embed_table *parts;
    enum rc rc;
    const char *why;
};

static void compose_fail(struct compose *c, enum rc rc, const char *what, const char *name)
{
    if (c->rc == RC_OK) {
        c->rc = rc;
        c->why = arena_printf(c->arena, "%s \"%s\"", what, name);
    }
}

/* The member that a reference "NAME" or "NAME:MEMBER" means; a new reference, or NULL with the failure noted. */
static json_t *compose_fetch(struct compose *c, const char *reference, const char *member)
{
    char path[COMPOSE_NAME_SIZE];
    const char *colon = strchr(reference, ':');
    int n = colon != NULL ? (int)(colon - reference) : (int)strlen(reference);
    snprintf(path, sizeof path, "seed/parts/%.*s.json", n, reference);
    const struct embed_file *file = embed_find(c->parts, path);
    json_t *root = file != NULL ? json_loadb((const char *)file->data, file->size, JSON_REJECT_DUPLICATES, NULL) : NULL;
    json_t *found = root != NULL ? json_object_get(root, colon != NULL ? colon + 1 : member) : NULL;
    json_incref(found);
    json_decref(root);
    if (found == NULL) {
        compose_fail(c, RC_NOT_FOUND, "there is no part", reference);
    }
    return found;
}

static json_t *compose_value(struct compose *c, const json_t *from, const char *member, int depth);

static int compose_is_reference(const json_t *v)
{
    return json_is_object(v) && json_is_string(json_object_get(v, "part"));
}

static int compose_is_named(const json_t *item, const json_t *names)
{
    static const char *const keys[] = {"event", "key", "name"};
    size_t i;
    json_t *name;
    json_array_foreach((json_t *)names, i, name)
    {
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            const char *own = json_string_value(json_object_get(item, keys[k]));
            if (own != NULL && json_is_string(name) && strcmp(own, json_string_value(name)) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

/* The items of a part, in place of the reference. */
static void compose_splice(struct compose *c, json_t *out, const json_t *reference, const char *member, int depth)
{
    json_t *part = compose_fetch(c, json_string_value(json_object_get(reference, "part")), member);
    json_t *whole = part != NULL ? compose_value(c, part, member, depth + 1) : NULL;
    size_t i;
    json_t *item;
    json_array_foreach(whole, i, item)
    {
        if (compose_is_named(item, json_object_get(reference, "without"))) {
            continue;
        }
        if (strcmp(member, "events") == 0 && json_is_object(item)) {
            json_object_set_new(item, COMPOSE_MARK, json_true());
        }
        json_array_append(out, item);
    }
    json_decref(whole);
    json_decref(part);
}

static json_t *compose_array(struct compose *c, const json_t *from, const char *member, int depth)
{
    json_t *out = json_array();
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)from, i, item)
    {
        if (compose_is_reference(item)) {
            compose_splice(c, out, item, member, depth);
        } else {
            json_array_append_new(out, compose_value(c, item, member, depth + 1));
        }
    }
    return out;
}

static json_t *compose_object(struct compose *c, const json_t *from, int depth)
{
    json_t *out = json_object();
    const char *name;
    json_t *item;
    json_object_foreach((json_t *)from, name, item)
    {
        if (compose_is_reference(item)) {
            json_t *part = compose_fetch(c, json_string_value(json_object_get(item, "part")), name);
            json_object_set_new(out, name, part != NULL ? compose_value(c, part, name, depth + 1) : json_null());
            json_decref(part);
        } else {
            json_object_set_new(out, name, compose_value(c, item, name, depth + 1));
        }
    }
    return out;
}

/* A new tree with every reference resolved. */
static json_t *compose_value(struct compose *c, const json_t *from, const char *member, int depth)
{
    if (depth > COMPOSE_DEPTH_MAX) {
        compose_fail(c, RC_MALFORMED, "parts go round in a circle at", member);
    }
    if (c->rc != RC_OK) {
        return json_null();
    }
    return json_is_array(from)    ? compose_array(c, from, member, depth)
           : json_is_object(from) ? compose_object(c, from, depth)
                                  : json_deep_copy(from);
}

static int compose_knows(const json_t *list, const char *key)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)list, i, item)
    {
        const char *own = json_string_value(json_object_get(item, "key"));
        if (own != NULL && key != NULL && strcmp(own, key) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Keeps of a list of names those that the definition knows. */
static void compose_keep(json_t *names, const json_t *known)
{
    for (size_t i = json_array_size(names); i-- > 0;) {
        if (!compose_knows(known, json_string_value(json_array_get(names, i)))) {
            json_array_remove(names, i);
        }
    }
}

static int compose_has_event(const json_t *events, const char *event)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)events, i, item)
    {
        const char *own = json_string_value(json_object_get(item, "event"));
        if (own != NULL && strcmp(own, event) == 0) {
            return 1;
        }
    }
    return 0;
}

/* 1 when an event of a part has a place in this definition. */
static int compose_fits(json_t *event, const json_t *states, const json_t *clocks)
{
    static const char *const lists[] = {"start", "stop", "cancel"};
    const json_t *to = json_object_get(event, "to");
    if (json_object_get(event, "lane") == NULL) { /* else the state and the clocks are those of the other lane */
        if (json_is_string(to) && !compose_knows(states, json_string_value(to))) {
            return 0;
        }
        compose_keep(json_object_get(event, "start"), clocks);
    }
    for (size_t i = 1; i < sizeof lists / sizeof lists[0]; i++) {
        compose_keep(json_object_get(event, lists[i]), clocks);
    }
    compose_keep(json_object_get(event, "from"), states);
    return json_array_size(json_object_get(event, "from")) > 0;
}

static void compose_fit(json_t *root)
{
    json_t *events = json_object_get(root, "events");
    for (size_t i = json_array_size(events); i-- > 0;) {
        json_t *event = json_array_get(events, i);
        if (!json_is_object(event) || json_object_del(event, COMPOSE_MARK) != 0) {
            continue;
        }
        const char *other = json_string_value(json_object_get(event, "differs_from"));
        if (other != NULL && !compose_has_event(events, other)) {
            json_object_del(event, "differs_from");
        }
        if (!compose_fits(event, json_object_get(root, "states"), json_object_get(root, "clocks"))) {
            json_array_remove(events, i);
        }
    }
}

enum rc workflow_compose(struct arena *a, const struct embed_table *parts, const char *json, size_t n, const char **out,
                         const char **why)
{
    struct compose c = {.arena = a, .parts = parts};
    json_t *from = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
    *why = NULL;
    if (from == NULL || memmem(json, n, "\"part\"", 6) == NULL) {
        json_decref(from); /* text that is not JSON is told by workflow_load, with its place */
        *out = arena_strndup(a, json, n);
        return *out != NULL ? RC_OK : RC_TOO_LARGE;
    }
    json_t *whole = compose_value(&c, from, "", 0);
    compose_fit(whole);
    char *text = c.rc == RC_OK ? json_dumps(whole, JSON_COMPACT) : NULL;
    *out = text != NULL ? arena_strdup(a, text) : NULL;
    free(text);
    json_decref(whole);
    json_decref(from);
    *why = c.why;
    return c.rc != RC_OK ? c.rc : *out != NULL ? RC_OK : RC_TOO_LARGE;
}
