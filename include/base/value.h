/*
 * value.h - a small tree of JSON-like values on an arena.
 *
 * For the few inputs whose shape is data (the fields of a workflow event). The codec fills it; rules read it. Jansson
 * values never leave the codec.
 *
 * Runs on: the thread that owns the arena. Invariant: immutable once built.
 */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stddef.h>
#include <stdint.h>

enum value_kind { VALUE_NULL, VALUE_BOOL, VALUE_INT, VALUE_TEXT, VALUE_ARRAY, VALUE_OBJECT };

struct value {
    enum value_kind kind;
    int64_t number;      /* VALUE_BOOL (0, 1), VALUE_INT */
    const char *text;    /* VALUE_TEXT, NUL-terminated UTF-8 */
    const char **names;  /* VALUE_OBJECT: `count` names */
    struct value *items; /* VALUE_ARRAY and VALUE_OBJECT: `count` values */
    size_t count;
};

struct arena;
struct buf;

/* Appends the value as JSON; NULL gives null. */
void value_put_json(struct buf *b, const struct value *v);
/* Member of an object, or NULL when absent, null, or `v` is not an object. */
const struct value *value_get(const struct value *v, const char *name);
/* Text member, or NULL when absent or of another kind. */
const char *value_text(const struct value *v, const char *name);
/* Integer or boolean member, or `fallback`. */
int64_t value_int(const struct value *v, const char *name, int64_t fallback);

/* The object with one more text member; the old one stays as it is. NULL when the arena is full. */
const struct value *value_with(struct arena *a, const struct value *v, const char *name, const char *text);

#endif
