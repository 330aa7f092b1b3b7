/*
 * codec.c - what decoding and encoding share: pointers, fields by name, missing members.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#include "http/codec.h"
#include "base/buf.h"
#include "http/codec_inside.h"
#include "http/reasons.h"

#include <jansson.h>
#include <string.h>

void codec_seed(void)
{
    json_object_seed(0);
}

static void put_part(struct buf *b, const struct codec_path *path)
{
    if (path->up == NULL && path->name == NULL) {
        return; /* the document itself */
    }
    if (path->up != NULL) {
        put_part(b, path->up);
    }
    if (path->prefix != NULL) {
        buf_puts(b, path->prefix);
        buf_puts(b, path->name);
        return;
    }
    buf_putc(b, '/');
    if (path->name == NULL) {
        buf_put_i64(b, (int64_t)path->index);
        return;
    }
    for (const char *p = path->name; *p != '\0'; p++) {
        if (*p == '~') {
            buf_puts(b, "~0");
        } else if (*p == '/') {
            buf_puts(b, "~1");
        } else {
            buf_putc(b, *p);
        }
    }
}

const char *codec_path_text(struct arena *a, const struct codec_path *path)
{
    struct buf b;
    buf_init(&b, a);
    put_part(&b, path);
    const char *text = buf_cstr(&b);
    if (text != NULL && b.len > CODEC_POINTER_MAX) {
        return NULL;
    }
    return text;
}

int codec_find(const struct field_set *set, const char *name)
{
    for (int i = 0; i < set->count; i++) {
        if (strcmp(set->fields[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

void codec_clear(const struct field_set *set, void *in)
{
    for (int i = 0; i < set->count; i++) {
        const struct field *f = &set->fields[i];
        if (f->type == FIELD_INT || f->type == FIELD_BOOL || f->type == FIELD_STAMP) {
            *(int64_t *)((char *)in + f->offset) = FIELD_NULL;
        } else if (f->type == FIELD_OBJECT && !f->is_pointer) {
            codec_clear(f->of, (char *)in + f->offset);
        }
    }
}

enum rc codec_check_required(struct ctx *ctx, const struct field_set *set, uint64_t seen, const char *prefix)
{
    for (int i = 0; i < set->count; i++) {
        if (set->fields[i].is_required && (seen >> i & 1) == 0) {
            struct codec_path path = {.name = set->fields[i].name, .prefix = prefix};
            codec_rule_refuse(ctx, &reasons_required, &path, NULL);
        }
    }
    return ctx->fault.rc;
}
