/*
 * codec_encode.c - a C struct into JSON text by its field table, straight into a buffer.
 *
 * Building a tree first would cost three times as much (a reply of one case is then slower than reading the case).
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "http/codec.h"

#include <string.h>

enum { NAME_MAX_SIZE = 64 };

/* Opening brace or comma, name, colon. One append instead of four: names are half of a reply's pieces. Field names are
 * constants without anything to escape. */
static void put_name(struct buf *out, const char *name, char before)
{
    char text[NAME_MAX_SIZE + 4];
    size_t n = strlen(name);
    if (n > NAME_MAX_SIZE) {
        buf_putc(out, before);
        buf_put_json(out, name);
        buf_putc(out, ':');
        return;
    }
    text[0] = before;
    text[1] = '"';
    memcpy(text + 2, name, n);
    text[n + 2] = '"';
    text[n + 3] = ':';
    buf_put(out, text, n + 4);
}

static void put_number(struct buf *out, enum field_type type, int64_t v)
{
    if (v == FIELD_NULL) {
        buf_put(out, "null", 4);
    } else if (type == FIELD_BOOL) {
        buf_puts(out, v ? "true" : "false");
    } else if (type == FIELD_STAMP) {
        char stamp[CLOCK_STAMP_SIZE + 2] = "\"";
        clock_format_stamp(v, stamp + 1);
        stamp[CLOCK_STAMP_SIZE] = '"'; /* instead of the 0 byte */
        buf_put(out, stamp, CLOCK_STAMP_SIZE + 1);
    } else {
        buf_put_i64(out, v);
    }
}

static void put_rows(struct buf *out, const struct field *f, const void *row)
{
    const char *items = *(const char *const *)((const char *)row + f->offset);
    size_t count = *(const size_t *)((const char *)row + f->count_offset);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_putc(out, ',');
        }
        codec_encode(out, f->of, items + i * f->of->size);
    }
    buf_putc(out, ']');
}

static void put_texts(struct buf *out, const struct field *f, const void *row)
{
    const char *const *texts = *(const char *const *const *)((const char *)row + f->offset);
    size_t count = *(const size_t *)((const char *)row + f->count_offset);
    buf_putc(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_putc(out, ',');
        }
        buf_put_json(out, texts[i]);
    }
    buf_putc(out, ']');
}

static void put_nested(struct buf *out, const struct field *f, const void *row)
{
    const void *inner = (const char *)row + f->offset;
    if (f->is_pointer) {
        inner = *(const void *const *)inner;
    }
    if (inner == NULL) {
        buf_put(out, "null", 4);
    } else {
        codec_encode(out, f->of, inner);
    }
}

static void put_field(struct buf *out, const struct field *f, const void *row)
{
    const void *slot = (const char *)row + f->offset;
    const char *text = NULL;
    switch (f->type) {
    case FIELD_INT:
    case FIELD_BOOL:
    case FIELD_STAMP: put_number(out, f->type, *(const int64_t *)slot); break;
    case FIELD_OBJECT: put_nested(out, f, row); break;
    case FIELD_ARRAY: put_rows(out, f, row); break;
    case FIELD_TEXTS: put_texts(out, f, row); break;
    case FIELD_VALUE: value_put_json(out, *(const struct value *const *)slot); break;
    case FIELD_RAW:
        text = *(const char *const *)slot;
        buf_puts(out, text == NULL ? "null" : text);
        break;
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_ID:
    case FIELD_DATE:
    case FIELD_ENUM: buf_put_json(out, *(const char *const *)slot); break;
    }
}

void codec_encode(struct buf *out, const struct field_set *set, const void *row)
{
    for (int i = 0; i < set->count; i++) {
        put_name(out, set->fields[i].name, i == 0 ? '{' : ',');
        put_field(out, &set->fields[i], row);
    }
    buf_puts(out, set->count > 0 ? "}" : "{}");
}
