/*
 * codec_inside.h - what the codec's own files share.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#ifndef HTTP_CODEC_INSIDE_H
#define HTTP_CODEC_INSIDE_H

#include "http/endpoint.h"

#include <stdint.h>

enum {
    CODEC_DEPTH_MAX = 32,
    CODEC_TOKENS_MAX = 20000,
    CODEC_TEXT_MAX = 500,    /* characters of a FIELD_TEXT without a maximum of its own */
    CODEC_LONG_MAX = 20000,  /* the same of a FIELD_LONG */
    CODEC_ITEMS_MAX = 1000,  /* the same of arrays */
    CODEC_POINTER_MAX = 1024 /* bytes of a JSON Pointer that is reported */
};
/* The largest integer that every JSON reader keeps exact. */
#define CODEC_INT_MAX INT64_C(9007199254740991)

/* Where a value stands, innermost first; lives on the stack while a document is walked. */
struct codec_path {
    const struct codec_path *up;
    const char *name;   /* NULL: an array item */
    size_t index;       /* of the item */
    const char *prefix; /* of a query or path parameter ("?", "{}"); then `up` is NULL */
};

/* The pointer as text on `a`; NULL when full. */
const char *codec_path_text(struct arena *a, const struct codec_path *path);

/* Once per process, before threads: seeds Jansson's hash. */
void codec_seed(void);
/* Gives every integer, time and boolean of the set its NULL. `in` was zeroed. */
void codec_clear(const struct field_set *set, void *in);
/* Index of a field by name, or -1. */
int codec_find(const struct field_set *set, const char *name);

/* One scalar given as text (TEXT, LONG, ID, DATE, STAMP, ENUM) into its slot, or one field error. */
void codec_rule_text(struct ctx *ctx, const struct field *f, const struct codec_path *path, const char *text, void *in);
/* One integer into its slot, or one field error. */
void codec_rule_int(struct ctx *ctx, const struct field *f, const struct codec_path *path, int64_t number, void *in);
/* One field error at `path`. */
void codec_rule_refuse(struct ctx *ctx, const struct reason *reason, const struct codec_path *path, const char *arg);
/* The same with a number as argument. */
void codec_rule_refuse_number(struct ctx *ctx, const struct reason *reason, const struct codec_path *path, int64_t arg);
/* 1 when an item of a FIELD_TEXTS may be stored. */
int codec_rule_item(struct ctx *ctx, const struct field *f, const struct codec_path *path, const char *text);
/* 1 when the count fits the field's limits. */
int codec_rule_count(struct ctx *ctx, const struct field *f, const struct codec_path *path, size_t count);

/* 1 when the whole text fits the tiny pattern of codec.h. A broken pattern fits nothing. */
int codec_pattern_match(const char *pattern, const char *text);

/* Depth and token budget, before any tree is built. RC_MALFORMED with a fault when one is passed. */
RC_MUST enum rc codec_scan(struct ctx *ctx, const char *bytes, size_t n);
/* Pointer of the member or item around byte `offset`, for errors of the parser; NULL when it cannot be told. */
const char *codec_scan_locate(struct arena *a, const char *bytes, size_t n, size_t offset);

#endif
