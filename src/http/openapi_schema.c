/*
 * openapi_schema.c - field tables as JSON Schema 2020-12.
 *
 * In a reply every member is always there, so all are required and the optional ones may be null; in an input only the required
 * ones are.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/buf.h"
#include "http/codec_inside.h"
#include "http/openapi.h"

#include <string.h>

static void put_type(struct buf *out, const char *type, int is_nullable)
{
    buf_puts(out, "\"type\":");
    if (is_nullable) {
        buf_puts(out, "[\"");
        buf_puts(out, type);
        buf_puts(out, "\",\"null\"]");
    } else {
        buf_put_json(out, type);
    }
}

static void put_number(struct buf *out, const char *name, int64_t value)
{
    buf_puts(out, ",\"");
    buf_puts(out, name);
    buf_puts(out, "\":");
    buf_put_i64(out, value);
}

static const char *atom_of(char c)
{
    switch (c) {
    case 'd': return "[0-9]";
    case 'a': return "[A-Za-z]";
    case 'w': return "[A-Za-z0-9_.-]";
    case '.': return ".";
    default: return NULL;
    }
}

/* The tiny pattern of codec.h as a regular expression, inside a JSON string. */
static void put_pattern(struct buf *out, const char *pattern)
{
    buf_puts(out, ",\"pattern\":\"^");
    for (const char *p = pattern; *p != '\0'; p++) {
        const char *atom = atom_of(*p);
        if (atom != NULL) {
            buf_puts(out, atom);
        } else if (*p == '+' || *p == '*') {
            buf_putc(out, *p);
        } else if (*p == '{') {
            size_t n = strcspn(p, "}");
            buf_put(out, p, n + 1);
            p += n;
        } else {
            p += *p == '\\' && p[1] != '\0';
            buf_puts(out, "[");
            buf_puts(out, strchr("\\]^\"", *p) != NULL ? "\\\\" : "");
            buf_putc(out, *p);
            buf_puts(out, "]");
        }
    }
    buf_puts(out, "$\"");
}

static void put_text(struct buf *out, const struct field *f, int is_reply, int is_nullable)
{
    put_type(out, "string", is_nullable);
    if (f->type == FIELD_DATE) {
        buf_puts(out, ",\"format\":\"date\"");
    } else if (f->type == FIELD_STAMP) {
        buf_puts(out, ",\"format\":\"date-time\"");
    } else if (f->type == FIELD_ID) {
        buf_puts(out, ",\"minLength\":26,\"maxLength\":26");
    } else if (!is_reply) {
        int64_t most = f->max > 0 ? f->max : (f->type == FIELD_LONG ? CODEC_LONG_MAX : CODEC_TEXT_MAX);
        put_number(out, "minLength", f->min > 0 ? f->min : f->is_required);
        put_number(out, "maxLength", most);
        if (f->pattern != NULL) {
            put_pattern(out, f->pattern);
        }
    }
}

static void put_enum(struct buf *out, const struct field *f, int is_nullable)
{
    put_type(out, "string", is_nullable);
    buf_puts(out, ",\"enum\":[");
    for (int i = 0; f->choices != NULL && f->choices[i] != NULL; i++) {
        buf_puts(out, i == 0 ? "" : ",");
        buf_put_json(out, f->choices[i]);
    }
    buf_puts(out, is_nullable ? ",null]" : "]");
}

/* The member that names another schema, without braces. */
static void put_reference(struct buf *out, const struct field *f, int is_reply)
{
    buf_puts(out, "\"$ref\":\"#/components/schemas/");
    openapi_schema_name(out, f->of, is_reply);
    buf_putc(out, '"');
}

static void put_list(struct buf *out, const struct field *f, int is_reply, int is_nullable)
{
    put_type(out, "array", is_nullable);
    buf_puts(out, ",\"items\":");
    if (f->type == FIELD_ARRAY) {
        buf_putc(out, '{');
        put_reference(out, f, is_reply);
        buf_putc(out, '}');
    } else if (f->choices != NULL) {
        buf_putc(out, '{');
        put_enum(out, f, 0);
        buf_putc(out, '}');
    } else {
        buf_puts(out, "{\"type\":\"string\"}");
    }
    if (!is_reply) {
        put_number(out, "minItems", f->min);
        put_number(out, "maxItems", f->max > 0 ? f->max : CODEC_ITEMS_MAX);
    }
}

static void put_int(struct buf *out, const struct field *f, int is_reply, int is_nullable)
{
    put_type(out, "integer", is_nullable);
    buf_puts(out, ",\"format\":\"int64\"");
    if (!is_reply) {
        put_number(out, "minimum", f->min);
        put_number(out, "maximum", f->max != 0 ? f->max : CODEC_INT_MAX);
    }
}

void openapi_schema_field(struct buf *out, const struct field *f, int is_reply, int is_nullable)
{
    buf_putc(out, '{');
    switch (f->type) {
    case FIELD_INT: put_int(out, f, is_reply, is_nullable); break;
    case FIELD_BOOL: put_type(out, "boolean", is_nullable); break;
    case FIELD_ENUM: put_enum(out, f, is_nullable); break;
    case FIELD_ARRAY:
    case FIELD_TEXTS: put_list(out, f, is_reply, is_nullable); break;
    case FIELD_OBJECT:
        buf_puts(out, is_nullable ? "\"anyOf\":[{" : "");
        put_reference(out, f, is_reply);
        buf_puts(out, is_nullable ? "},{\"type\":\"null\"}]" : "");
        break;
    case FIELD_VALUE:
    case FIELD_RAW: break; /* any JSON */
    default: put_text(out, f, is_reply, is_nullable); break;
    }
    buf_puts(out, (f->type == FIELD_VALUE || f->type == FIELD_RAW) ? "\"description\":" : ",\"description\":");
    buf_put_json(out, f->doc);
    buf_putc(out, '}');
}

/* Members that a reader can rely on. Lists of a reply are never null. */
static int is_nullable(const struct field *f, int is_reply)
{
    int is_list = f->type == FIELD_ARRAY || f->type == FIELD_TEXTS;
    int is_embedded = f->type == FIELD_OBJECT && !f->is_pointer;
    return !f->is_required && !(is_reply && (is_list || is_embedded));
}

void openapi_schema_write(struct buf *out, const struct field_set *set, int is_reply)
{
    buf_puts(out, "{\"type\":\"object\"");
    int required = 0;
    for (int i = 0; i < set->count; i++) {
        if (is_reply || set->fields[i].is_required) {
            buf_puts(out, required++ == 0 ? ",\"required\":[" : ",");
            buf_put_json(out, set->fields[i].name);
        }
    }
    buf_puts(out, required > 0 ? "]" : "");
    buf_puts(out, ",\"properties\":{");
    for (int i = 0; i < set->count; i++) {
        const struct field *f = &set->fields[i];
        buf_puts(out, i == 0 ? "" : ",");
        buf_put_json(out, f->name);
        buf_putc(out, ':');
        openapi_schema_field(out, f, is_reply, is_nullable(f, is_reply));
    }
    buf_puts(out, is_reply ? "}}" : "},\"additionalProperties\":false}");
}
