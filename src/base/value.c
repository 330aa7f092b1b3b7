/*
 * value.c - reading a tree of JSON-like values.
 *
 * Objects are small (the fields of one workflow event), so members are looked up one by one.
 *
 * Runs on: the thread that owns the arena. Owns: nothing. Invariants: changes nothing.
 */
#include "base/value.h"

#include "base/arena.h"
#include "base/buf.h"

#include <string.h>

void value_put_json(struct buf *out, const struct value *v)
{
    if (v == NULL || v->kind == VALUE_NULL) {
        buf_put(out, "null", 4);
    } else if (v->kind == VALUE_BOOL) {
        buf_puts(out, v->number ? "true" : "false");
    } else if (v->kind == VALUE_INT) {
        buf_put_i64(out, v->number);
    } else if (v->kind == VALUE_TEXT) {
        buf_put_json(out, v->text);
    } else {
        int is_object = v->kind == VALUE_OBJECT;
        buf_putc(out, is_object ? '{' : '[');
        for (size_t i = 0; i < v->count; i++) {
            if (i > 0) {
                buf_putc(out, ',');
            }
            if (is_object) {
                buf_put_json(out, v->names[i]);
                buf_putc(out, ':');
            }
            value_put_json(out, &v->items[i]);
        }
        buf_putc(out, is_object ? '}' : ']');
    }
}

const struct value *value_get(const struct value *v, const char *name)
{
    if (v == NULL || v->kind != VALUE_OBJECT) {
        return NULL;
    }
    for (size_t i = 0; i < v->count; i++) {
        if (strcmp(v->names[i], name) == 0) {
            return v->items[i].kind == VALUE_NULL ? NULL : &v->items[i];
        }
    }
    return NULL;
}

const char *value_text(const struct value *v, const char *name)
{
    const struct value *member = value_get(v, name);
    return member != NULL && member->kind == VALUE_TEXT ? member->text : NULL;
}

int64_t value_int(const struct value *v, const char *name, int64_t fallback)
{
    const struct value *member = value_get(v, name);
    if (member == NULL || (member->kind != VALUE_INT && member->kind != VALUE_BOOL)) {
        return fallback;
    }
    return member->number;
}

const struct value *value_with(struct arena *a, const struct value *v, const char *name, const char *text)
{
    struct value *out = arena_new_of(a, struct value);
    const char **names = arena_array_of(a, const char *, v->count + 1);
    struct value *items = arena_array_of(a, struct value, v->count + 1);
    if (out == NULL || names == NULL || items == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < v->count; i++) {
        names[i] = v->names[i];
        items[i] = v->items[i];
    }
    names[v->count] = name;
    items[v->count] = (struct value){.kind = VALUE_TEXT, .text = text};
    *out = (struct value){.kind = VALUE_OBJECT, .names = names, .items = items, .count = v->count + 1};
    return out;
}
