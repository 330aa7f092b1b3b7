/*
 * codec_decode_text.c - one query or path parameter into its field.
 *
 * Runs on: the thread that owns the request. Owns: nothing. Invariant: the text is decoded and lives on the request's arena.
 */
#include "base/arena.h"
#include "base/text.h"
#include "http/codec.h"
#include "http/codec_inside.h"
#include "http/reasons.h"

#include <string.h>

/* Strict decimal; 0 when it is not one or does not fit 64 bits. */
static int read_int(const char *text, int64_t *out)
{
    int is_negative = *text == '-';
    const char *p = text + is_negative;
    if (*p == '\0' || (p[0] == '0' && p[1] != '\0')) {
        return 0;
    }
    int64_t v = 0;
    for (; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' || __builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *p - '0', &v)) {
            return 0;
        }
    }
    *out = is_negative ? -v : v;
    return 1;
}

/* Adds one text to a list; the list grows by copying because queries are short. */
static void append_text(struct ctx *ctx, const struct field *f, const struct codec_path *path, const char *text,
                        void *in)
{
    const char ***texts = (const char ***)((char *)in + f->offset);
    size_t *count = (size_t *)((char *)in + f->count_offset);
    if (!codec_rule_item(ctx, f, path, text) || !codec_rule_count(ctx, f, path, *count + 1)) {
        return;
    }
    const char **grown = arena_array_of(ctx->arena, const char *, *count + 1);
    if (grown == NULL) {
        (void)fault_set(&ctx->fault, RC_TOO_LARGE, &reasons_memory_full, NULL, NULL, NULL);
        return;
    }
    if (*count > 0) {
        memcpy(grown, *texts, *count * sizeof *grown);
    }
    grown[*count] = text;
    *texts = grown;
    (*count)++;
}

enum rc codec_decode_text(struct ctx *ctx, const struct field_set *set, const char *name, const char *text,
                          const char *pointer_prefix, void *in)
{
    struct codec_path path = {.name = name, .prefix = pointer_prefix};
    int i = set == NULL ? -1 : codec_find(set, name);
    if (i < 0) {
        int is_shown = text_length(name) >= 0 && text_is_clean(name, 0) && strlen(name) <= 128;
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_unknown_parameter,
                         is_shown ? codec_path_text(ctx->arena, &path) : NULL, is_shown ? name : "", NULL);
    }
    const struct field *f = &set->fields[i];
    int64_t number = 0;
    if (f->type == FIELD_INT) {
        if (read_int(text, &number)) {
            codec_rule_int(ctx, f, &path, number, in);
        } else {
            codec_rule_refuse(ctx, &reasons_not_integer, &path, NULL);
        }
    } else if (f->type == FIELD_BOOL) {
        int is_true = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
        if (is_true || strcmp(text, "false") == 0 || strcmp(text, "0") == 0) {
            *(int64_t *)((char *)in + f->offset) = is_true;
        } else {
            codec_rule_refuse(ctx, &reasons_not_boolean, &path, NULL);
        }
    } else if (f->type == FIELD_TEXTS) {
        append_text(ctx, f, &path, text, in);
    } else {
        codec_rule_text(ctx, f, &path, text, in);
    }
    return ctx->fault.rc;
}
