/*
 * form.c - see form.h.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#include "http/form.h"
#include "base/buf.h"
#include "base/text.h"
#include "http/codec_inside.h"
#include "http/reasons.h"
#include "http/router.h"

#include <stdio.h>
#include <string.h>

static enum rc refuse(struct ctx *ctx, const struct reason *why)
{
    return fault_set(&ctx->fault, RC_MALFORMED, why, NULL, NULL, NULL);
}

/* CRLF to LF in place; a carriage return that stands alone stays, and the rules of texts refuse it. */
static void mend_lines(char *text)
{
    char *to = text;
    for (const char *p = text; *p != '\0'; p++) {
        if (*p != '\r' || p[1] != '\n') {
            *to++ = *p;
        }
    }
    *to = '\0';
}

static int is_sound_name(const char *name)
{
    return *name != '\0' && strlen(name) <= FORM_NAME_MAX && text_is_clean(name, 0);
}

static enum rc take_pair(struct ctx *ctx, const char *raw, size_t n, struct form *out)
{
    const char *equals = memchr(raw, '=', n);
    if (equals == NULL || out->count == FORM_PAIRS_MAX) {
        return refuse(ctx, equals == NULL ? &reasons_form_syntax : &reasons_form_too_many);
    }
    size_t name_size = (size_t)(equals - raw);
    const char *name = router_decode(ctx->arena, raw, name_size, 1);
    char *text = (char *)(uintptr_t)router_decode(ctx->arena, equals + 1, n - name_size - 1, 1); /* made for us */
    if (name == NULL || text == NULL) {
        return arena_is_full(ctx->arena) ? RC_TOO_LARGE : refuse(ctx, &reasons_bad_escape);
    }
    if (!is_sound_name(name)) {
        return refuse(ctx, &reasons_form_syntax);
    }
    if (form_text(out, name) != NULL) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_form_twice, NULL, name, NULL);
    }
    mend_lines(text);
    out->pairs[out->count++] = (struct form_pair){name, text, 0};
    return RC_OK;
}

static struct form_pair *room_for_pairs(struct arena *a)
{
    return arena_array_of(a, struct form_pair, FORM_PAIRS_MAX);
}

enum rc form_parse(struct ctx *ctx, const char *bytes, size_t n, struct form *out)
{
    *out = (struct form){.pairs = room_for_pairs(ctx->arena)};
    enum rc rc = out->pairs != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t at = 0; rc == RC_OK && at < n;) {
        const char *end = memchr(bytes + at, '&', n - at);
        size_t size = end != NULL ? (size_t)(end - bytes) - at : n - at;
        rc = take_pair(ctx, bytes + at, size, out);
        at += size + 1;
    }
    /* "a=1&" ends in an empty pair. */
    return rc == RC_OK && n > 0 && bytes[n - 1] == '&' ? refuse(ctx, &reasons_form_syntax) : rc;
}

static struct form_pair *find(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->pairs[i].name != NULL && strcmp(f->pairs[i].name, name) == 0) {
            return &f->pairs[i];
        }
    }
    return NULL;
}

const char *form_text(const struct form *f, const char *name)
{
    const struct form_pair *pair = find(f, name);
    return pair != NULL ? pair->text : NULL;
}

static int has_below(const struct form *f, const char *prefix)
{
    size_t n = strlen(prefix);
    for (size_t i = 0; i < f->count; i++) {
        if (f->pairs[i].name != NULL && strncmp(f->pairs[i].name, prefix, n) == 0) {
            return 1;
        }
    }
    return 0;
}

/* "persons.3."; 0 when it does not fit. */
static int item_prefix(char out[FORM_NAME_MAX + 1], const char *prefix, const char *name, size_t index)
{
    int n = snprintf(out, FORM_NAME_MAX + 1, "%s%s.%zu.", prefix, name, index);
    return n > 0 && n <= FORM_NAME_MAX;
}

size_t form_count(const struct form *f, const char *name)
{
    char prefix[FORM_NAME_MAX + 1];
    size_t count = 0;
    while (item_prefix(prefix, "", name, count) && has_below(f, prefix)) {
        count++;
    }
    return count;
}

static int is_blank(struct arena *a, const char *text)
{
    const char *trimmed = text_trim(a, text);
    return trimmed == NULL || *trimmed == '\0';
}

static int is_written(const struct field *f)
{
    return f->type == FIELD_TEXT || f->type == FIELD_LONG || f->type == FIELD_DATE || f->type == FIELD_INT;
}

/* Nobody wrote into this item; what stands there was chosen by the page. */
static int is_blank_item(struct ctx *ctx, const struct form *f, const struct field_set *set, const char *prefix)
{
    char name[FORM_NAME_MAX + 1];
    for (int i = 0; i < set->count; i++) {
        int n = snprintf(name, sizeof name, "%s%s", prefix, set->fields[i].name);
        const char *text = n > 0 && n <= FORM_NAME_MAX ? form_text(f, name) : NULL;
        if (is_written(&set->fields[i]) && text != NULL && !is_blank(ctx->arena, text)) {
            return 0;
        }
    }
    return 1;
}

/* Controls below `from` are called as those below `to`, or, without `to`, are dropped. */
static void move_item(struct ctx *ctx, struct form *f, const char *from, const char *to)
{
    size_t n = strlen(from);
    for (size_t i = 0; i < f->count; i++) {
        struct form_pair *pair = &f->pairs[i];
        if (pair->name != NULL && strncmp(pair->name, from, n) == 0) {
            pair->name = to != NULL ? arena_printf(ctx->arena, "%s%s", to, pair->name + n) : NULL;
        }
    }
}

struct writing {
    struct ctx *ctx;
    struct form *form;
    struct buf *out;
};

static void put_object(const struct writing *w, const struct field_set *set, const char *prefix);

static int is_integer(const char *text)
{
    size_t sign = *text == '-';
    size_t digits = strspn(text + sign, "0123456789");
    return digits > 0 && digits <= 18 && text[sign + digits] == '\0' && (text[sign] != '0' || digits == 1);
}

/* By its type, so that the decoder's messages are about what was typed: "12a" is no number, and is told as text. */
static void put_scalar(const struct writing *w, const struct field *f, const char *text)
{
    int is_true = strcmp(text, "on") == 0 || strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
    if (f->type == FIELD_INT && is_integer(text)) {
        buf_puts(w->out, text);
    } else if (f->type == FIELD_BOOL && (is_true || strcmp(text, "false") == 0 || strcmp(text, "0") == 0)) {
        buf_puts(w->out, is_true ? "true" : "false");
    } else {
        buf_put_json(w->out, text);
    }
}

static void put_name(const struct writing *w, const char *name, int *count)
{
    buf_puts(w->out, (*count)++ == 0 ? "" : ",");
    buf_put_json(w->out, name);
    buf_putc(w->out, ':');
}

static void put_items(const struct writing *w, const struct field *f, const char *prefix, int *members)
{
    char from[FORM_NAME_MAX + 1], to[FORM_NAME_MAX + 1];
    size_t kept = 0;
    for (size_t i = 0; item_prefix(from, prefix, f->name, i) && has_below(w->form, from); i++) {
        if (is_blank_item(w->ctx, w->form, f->of, from)) {
            move_item(w->ctx, w->form, from, NULL);
            continue;
        }
        if (kept == 0) {
            put_name(w, f->name, members);
        }
        if (kept < i && item_prefix(to, prefix, f->name, kept)) {
            move_item(w->ctx, w->form, from, to);
        }
        buf_puts(w->out, kept == 0 ? "[" : ",");
        (void)item_prefix(to, prefix, f->name, kept++);
        put_object(w, f->of, to);
    }
    buf_puts(w->out, kept > 0 ? "]" : "");
}

/* All that no other member of the table knows, as it was typed: name to text. */
static void put_rest(const struct writing *w, const struct field *f, int *members)
{
    int count = 0;
    put_name(w, f->name, members);
    buf_putc(w->out, '{');
    for (size_t i = 0; i < w->form->count; i++) {
        struct form_pair *pair = &w->form->pairs[i];
        if (pair->name != NULL && !pair->is_used && pair->name[0] != '_') {
            pair->is_used = 1;
            put_name(w, pair->name, &count);
            buf_put_json(w->out, pair->text);
        }
    }
    buf_putc(w->out, '}');
}

static void put_member(const struct writing *w, const struct field *f, const char *prefix, int *members)
{
    char name[FORM_NAME_MAX + 2];
    int n = snprintf(name, sizeof name, "%s%s", prefix, f->name);
    if (n <= 0 || n > FORM_NAME_MAX) {
        return;
    }
    struct form_pair *pair = find(w->form, name);
    if (f->type == FIELD_VALUE) {
        put_rest(w, f, members);
    } else if (f->type == FIELD_ARRAY) {
        put_items(w, f, prefix, members);
    } else if (f->type == FIELD_OBJECT && has_below(w->form, strcat(name, "."))) {
        put_name(w, f->name, members);
        put_object(w, f->of, name);
    } else if (pair != NULL && f->type != FIELD_OBJECT && f->type != FIELD_TEXTS) {
        pair->is_used = 1;
        if (!is_blank(w->ctx->arena, pair->text)) {
            put_name(w, f->name, members);
            put_scalar(w, f, pair->text);
        }
    }
}

static void put_object(const struct writing *w, const struct field_set *set, const char *prefix)
{
    int members = 0;
    buf_putc(w->out, '{');
    for (int i = 0; i < set->count; i++) {
        put_member(w, &set->fields[i], prefix, &members);
    }
    buf_putc(w->out, '}');
}

/* "/persons/0/name" of "persons.0.name". */
static const char *pointer_of(struct arena *a, const char *name)
{
    char *pointer = (char *)(uintptr_t)arena_printf(a, "/%s", name); /* made for us */
    for (char *p = pointer; p != NULL && *p != '\0'; p++) {
        *p = *p == '.' ? '/' : *p;
    }
    return pointer;
}

enum rc form_put_json(struct ctx *ctx, struct form *f, const struct field_set *set, struct buf *out)
{
    const struct writing w = {ctx, f, out};
    put_object(&w, set, "");
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct form_pair *pair = &f->pairs[i];
        if (pair->name == NULL) {
            continue; /* of a blank item */
        }
        if (!pair->is_used && pair->name[0] != '_') {
            (void)fault_add(&ctx->fault, &reasons_unknown_member, pointer_of(ctx->arena, pair->name), pair->name, NULL);
        }
        f->pairs[kept++] = *pair;
    }
    f->count = kept;
    if (!buf_is_ok(out)) {
        return RC_TOO_LARGE;
    }
    return ctx->fault.rc;
}

static enum rc add_value(struct ctx *ctx, struct form *out, const char *name, const struct value *v)
{
    enum rc rc = RC_OK;
    const char *text = v->text;
    if (v->kind == VALUE_OBJECT || v->kind == VALUE_ARRAY) {
        for (size_t i = 0; rc == RC_OK && i < v->count; i++) {
            const char *dot = *name != '\0' ? "." : "";
            const char *below = v->kind == VALUE_OBJECT ? arena_printf(ctx->arena, "%s%s%s", name, dot, v->names[i])
                                                        : arena_printf(ctx->arena, "%s%s%zu", name, dot, i);
            rc = below != NULL ? add_value(ctx, out, below, &v->items[i]) : RC_TOO_LARGE;
        }
        return rc;
    }
    if (v->kind == VALUE_INT) {
        text = arena_printf(ctx->arena, "%lld", (long long)v->number);
    } else if (v->kind == VALUE_BOOL) {
        text = v->number ? "true" : "false";
    }
    if (v->kind == VALUE_NULL || !is_sound_name(name) || name[0] == '_') {
        return RC_OK;
    }
    if (text == NULL || out->count == FORM_PAIRS_MAX) {
        return RC_TOO_LARGE;
    }
    out->pairs[out->count++] = (struct form_pair){name, text, 0};
    return RC_OK;
}

enum rc form_of_value(struct ctx *ctx, const struct value *v, struct form *out)
{
    *out = (struct form){.pairs = room_for_pairs(ctx->arena)};
    return out->pairs != NULL ? add_value(ctx, out, "", v) : RC_TOO_LARGE;
}
