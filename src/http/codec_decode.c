/*
 * codec_decode.c - JSON bytes into a C struct by its field table.
 *
 * The walk goes over the members that came, so that unknown ones are found, and then over the table, so that missing ones are.
 * Every mistake is collected with its pointer; nothing is stored for a field that has one.
 *
 * Runs on: the thread that owns the request. Owns: the Jansson tree, for the length of one call.
 * Invariant: no Jansson value outlives the function that parsed it; texts are copied to the arena.
 */
#include "base/arena.h"
#include "base/text.h"
#include "http/codec.h"
#include "http/codec_inside.h"
#include "http/reasons.h"

#include <jansson.h>
#include <string.h>

static uint64_t decode_object(struct ctx *ctx, const struct field_set *set, const struct codec_path *path,
                              const json_t *json, void *in);

/* Parses, or leaves a fault with line, column and pointer. The caller frees the tree. */
static json_t *parse(struct ctx *ctx, const char *bytes, size_t n)
{
    if (codec_scan(ctx, bytes, n) != RC_OK) {
        return NULL;
    }
    json_error_t error;
    json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (root != NULL) {
        return root;
    }
    if (error.line < 0 || json_error_code(&error) == json_error_out_of_memory) {
        (void)fault_set(&ctx->fault, RC_UNAVAILABLE, &reasons_memory_full, NULL, NULL, NULL);
        return NULL; /* our trouble, not the caller's: a first allocation that fails leaves no place at all */
    }
    const char *pointer = error.position > 0 ? codec_scan_locate(ctx->arena, bytes, n, (size_t)error.position) : NULL;
    if (json_error_code(&error) == json_error_duplicate_key) {
        (void)fault_add(&ctx->fault, &reasons_duplicate_member, pointer, NULL, NULL);
        return NULL;
    }
    (void)fault_set(&ctx->fault, RC_MALFORMED, &reasons_json_syntax, pointer,
                    arena_printf(ctx->arena, "%d", error.line), arena_printf(ctx->arena, "%d", error.column));
    return NULL;
}

static const char *copy_text(struct ctx *ctx, const json_t *json)
{
    const char *text = arena_strndup(ctx->arena, json_string_value(json), json_string_length(json));
    if (text == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
    }
    return text;
}

static void decode_value_into(struct ctx *ctx, const struct codec_path *path, const json_t *json, struct value *out);

static void decode_items(struct ctx *ctx, const struct codec_path *path, const json_t *json, struct value *out)
{
    size_t i;
    json_t *item;
    out->kind = VALUE_ARRAY;
    out->items = arena_array_of(ctx->arena, struct value, json_array_size(json) + 1);
    if (out->items == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
        return;
    }
    out->count = json_array_size(json);
    json_array_foreach(json, i, item)
    {
        struct codec_path here = {.up = path, .index = i};
        decode_value_into(ctx, &here, item, &out->items[i]);
    }
}

static void decode_members(struct ctx *ctx, const struct codec_path *path, const json_t *json, struct value *out)
{
    const char *key;
    json_t *item;
    size_t size = json_object_size(json);
    out->kind = VALUE_OBJECT;
    out->items = arena_array_of(ctx->arena, struct value, size + 1);
    out->names = arena_array_of(ctx->arena, const char *, size + 1);
    if (out->items == NULL || out->names == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
        return;
    }
    /* json_object_foreach wants a mutable object although it changes nothing. */
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        struct codec_path here = {.up = path, .name = key};
        if (!text_is_clean(key, 0)) {
            codec_rule_refuse(ctx, &reasons_bad_characters, path, NULL);
            continue;
        }
        const char *name = arena_strdup(ctx->arena, key);
        if (name == NULL) {
            (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
            return;
        }
        out->names[out->count] = name;
        decode_value_into(ctx, &here, item, &out->items[out->count]);
        out->count++;
    }
}

static void decode_value_into(struct ctx *ctx, const struct codec_path *path, const json_t *json, struct value *out)
{
    switch (json_typeof(json)) {
    case JSON_NULL: out->kind = VALUE_NULL; break;
    case JSON_TRUE:
    case JSON_FALSE:
        out->kind = VALUE_BOOL;
        out->number = json_is_true(json);
        break;
    case JSON_INTEGER:
        out->kind = VALUE_INT;
        out->number = json_integer_value(json);
        break;
    case JSON_REAL: codec_rule_refuse(ctx, &reasons_not_integer, path, NULL); break;
    case JSON_STRING:
        out->kind = VALUE_TEXT;
        out->text = copy_text(ctx, json);
        if (out->text == NULL || !text_is_clean(out->text, 1)) {
            out->text = "";
            codec_rule_refuse(ctx, &reasons_bad_characters, path, NULL);
        }
        break;
    case JSON_ARRAY: decode_items(ctx, path, json, out); break;
    case JSON_OBJECT: decode_members(ctx, path, json, out); break;
    }
}

static void decode_array(struct ctx *ctx, const struct field *f, const struct codec_path *path, const json_t *json,
                         void *in)
{
    size_t i;
    json_t *item;
    size_t count = json_array_size(json);
    if (!codec_rule_count(ctx, f, path, count)) {
        return;
    }
    char *items = arena_alloc_array(ctx->arena, f->of->size, count + 1);
    if (items == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
        return;
    }
    json_array_foreach(json, i, item)
    {
        struct codec_path here = {.up = path, .index = i};
        if (!json_is_object(item)) {
            codec_rule_refuse(ctx, &reasons_not_object, &here, NULL);
            continue;
        }
        (void)decode_object(ctx, f->of, &here, item, items + i * f->of->size);
    }
    *(void **)((char *)in + f->offset) = items;
    *(size_t *)((char *)in + f->count_offset) = count;
}

static void decode_texts(struct ctx *ctx, const struct field *f, const struct codec_path *path, const json_t *json,
                         void *in)
{
    size_t i;
    json_t *item;
    size_t count = json_array_size(json);
    if (!codec_rule_count(ctx, f, path, count)) {
        return;
    }
    const char **texts = arena_array_of(ctx->arena, const char *, count + 1);
    if (texts == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
        return;
    }
    json_array_foreach(json, i, item)
    {
        struct codec_path here = {.up = path, .index = i};
        texts[i] = "";
        if (!json_is_string(item)) {
            codec_rule_refuse(ctx, &reasons_not_text, &here, NULL);
            continue;
        }
        const char *text = copy_text(ctx, item);
        if (text != NULL && codec_rule_item(ctx, f, &here, text)) {
            texts[i] = text;
        }
    }
    *(const char ***)((char *)in + f->offset) = texts;
    *(size_t *)((char *)in + f->count_offset) = count;
}

static void decode_nested(struct ctx *ctx, const struct field *f, const struct codec_path *path, const json_t *json,
                          void *in)
{
    void *inner = (char *)in + f->offset;
    if (f->is_pointer) {
        inner = arena_alloc(ctx->arena, f->of->size);
        if (inner == NULL) {
            (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
            return;
        }
        *(void **)((char *)in + f->offset) = inner;
    }
    (void)decode_object(ctx, f->of, path, json, inner);
}

static void decode_scalar(struct ctx *ctx, const struct field *f, const struct codec_path *path, const json_t *json,
                          void *in)
{
    if (f->type == FIELD_INT) {
        if (json_is_integer(json)) {
            codec_rule_int(ctx, f, path, json_integer_value(json), in);
        } else {
            codec_rule_refuse(ctx, &reasons_not_integer, path, NULL);
        }
    } else if (f->type == FIELD_BOOL) {
        if (json_is_boolean(json)) {
            *(int64_t *)((char *)in + f->offset) = json_is_true(json);
        } else {
            codec_rule_refuse(ctx, &reasons_not_boolean, path, NULL);
        }
    } else if (json_is_string(json)) {
        const char *text = copy_text(ctx, json);
        if (text != NULL) {
            codec_rule_text(ctx, f, path, text, in);
        }
    } else {
        codec_rule_refuse(ctx, &reasons_not_text, path, NULL);
    }
}

static void decode_field(struct ctx *ctx, const struct field *f, const struct codec_path *path, const json_t *json,
                         void *in)
{
    switch (f->type) {
    case FIELD_OBJECT:
        if (json_is_object(json)) {
            decode_nested(ctx, f, path, json, in);
        } else {
            codec_rule_refuse(ctx, &reasons_not_object, path, NULL);
        }
        break;
    case FIELD_ARRAY:
    case FIELD_TEXTS:
        if (!json_is_array(json)) {
            codec_rule_refuse(ctx, &reasons_not_array, path, NULL);
        } else if (f->type == FIELD_ARRAY) {
            decode_array(ctx, f, path, json, in);
        } else {
            decode_texts(ctx, f, path, json, in);
        }
        break;
    case FIELD_VALUE: {
        struct value *v = arena_new_of(ctx->arena, struct value);
        if (v == NULL) {
            (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
            break;
        }
        decode_value_into(ctx, path, json, v);
        *(const struct value **)((char *)in + f->offset) = v;
        break;
    }
    case FIELD_RAW: codec_rule_refuse(ctx, &reasons_read_only, path, NULL); break;
    default: decode_scalar(ctx, f, path, json, in); break;
    }
}

static void refuse_unknown(struct ctx *ctx, const struct codec_path *path, const char *key)
{
    struct codec_path here = {.up = path, .name = key};
    if (!text_is_clean(key, 0) || strlen(key) > 128) {
        codec_rule_refuse(ctx, &reasons_bad_characters, path, NULL);
        return;
    }
    const char *name = ctx->fault.error_count < FAULT_ERRORS_MAX ? arena_strdup(ctx->arena, key) : NULL;
    codec_rule_refuse(ctx, &reasons_unknown_member, &here, name);
}

static uint64_t decode_object(struct ctx *ctx, const struct field_set *set, const struct codec_path *path,
                              const json_t *json, void *in)
{
    const char *key;
    json_t *item;
    uint64_t came = 0;
    uint64_t filled = 0;
    codec_clear(set, in);
    json_object_foreach((json_t *)(uintptr_t)json, key, item)
    {
        int i = codec_find(set, key);
        if (i < 0) {
            refuse_unknown(ctx, path, key);
            continue;
        }
        struct codec_path here = {.up = path, .name = key};
        came |= UINT64_C(1) << i;
        if (!json_is_null(item)) {
            filled |= UINT64_C(1) << i;
            decode_field(ctx, &set->fields[i], &here, item, in);
        }
    }
    for (int i = 0; i < set->count; i++) {
        if (set->fields[i].is_required && (filled >> i & 1) == 0) {
            struct codec_path here = {.up = path, .name = set->fields[i].name};
            codec_rule_refuse(ctx, &reasons_required, &here, NULL);
        }
    }
    if (set->present_offset != FIELDS_NO_PRESENT) {
        *(uint64_t *)((char *)in + set->present_offset) = came;
    }
    return came;
}

enum rc codec_decode(struct ctx *ctx, const struct field_set *set, const char *bytes, size_t n, void *in)
{
    json_t *root = parse(ctx, bytes, n);
    if (root == NULL) {
        return ctx->fault.rc;
    }
    struct codec_path path = {0};
    if (json_is_object(root)) {
        (void)decode_object(ctx, set, &path, root, in);
    } else {
        codec_rule_refuse(ctx, &reasons_not_object, &path, NULL);
    }
    json_decref(root);
    return ctx->fault.rc;
}

enum rc codec_decode_value(struct ctx *ctx, const char *bytes, size_t n, const struct value **out)
{
    json_t *root = parse(ctx, bytes, n);
    if (root == NULL) {
        return ctx->fault.rc;
    }
    struct codec_path path = {0};
    struct value *v = arena_new_of(ctx->arena, struct value);
    if (v == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
    } else {
        decode_value_into(ctx, &path, root, v);
        *out = v;
    }
    json_decref(root);
    return ctx->fault.rc;
}
