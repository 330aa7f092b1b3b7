/*
 * codec_rule.c - the rules of one scalar field: form, length, range, choices. The same for bodies, queries and paths.
 *
 * Runs on: the thread that owns the request. Owns: nothing; texts are already on the request's arena.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/ident.h"
#include "base/text.h"
#include "http/codec_inside.h"
#include "http/reasons.h"

#include <string.h>

void codec_rule_refuse(struct ctx *ctx, const struct reason *reason, const struct codec_path *path, const char *arg)
{
    /* Past the maximum the fault only counts, so no memory is spent on the pointer either. */
    const char *pointer = NULL;
    if (ctx->fault.error_count < FAULT_ERRORS_MAX) {
        pointer = codec_path_text(ctx->arena, path);
    }
    (void)fault_add(&ctx->fault, reason, pointer, arg, NULL);
}

void codec_rule_refuse_number(struct ctx *ctx, const struct reason *reason, const struct codec_path *path, int64_t arg)
{
    codec_rule_refuse(ctx, reason, path, arena_printf(ctx->arena, "%lld", (long long)arg));
}

static const char *choices_text(struct arena *a, const char *const *choices)
{
    struct buf b;
    buf_init(&b, a);
    for (int i = 0; choices[i] != NULL; i++) {
        buf_puts(&b, i == 0 ? "" : ", ");
        buf_puts(&b, choices[i]);
    }
    return buf_cstr(&b);
}

static int is_choice(const char *const *choices, const char *text)
{
    for (int i = 0; choices != NULL && choices[i] != NULL; i++) {
        if (strcmp(choices[i], text) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_blank(struct ctx *ctx, const char *text)
{
    if (*text == '\0') {
        return 1;
    }
    if (strpbrk(text, " \t\n\xE3") != text) {
        return 0; /* cheap way out: does not begin with white space */
    }
    const char *trimmed = text_trim(ctx->arena, text);
    return trimmed != NULL && *trimmed == '\0';
}

/* Lengths, characters and pattern of free text. */
static int check_text(struct ctx *ctx, const struct field *f, const struct codec_path *path, const char *text)
{
    int is_long = f->type == FIELD_LONG;
    int64_t most = f->max > 0 ? f->max : (is_long ? CODEC_LONG_MAX : CODEC_TEXT_MAX);
    long length = text_length(text);
    if (length < 0 || !text_is_clean(text, is_long)) {
        codec_rule_refuse(ctx, &reasons_bad_characters, path, NULL);
        return 0;
    }
    if (f->is_required && is_blank(ctx, text)) {
        codec_rule_refuse(ctx, &reasons_required, path, NULL);
        return 0;
    }
    if (length < f->min) {
        codec_rule_refuse_number(ctx, &reasons_too_short, path, f->min);
        return 0;
    }
    if (length > most) {
        codec_rule_refuse_number(ctx, &reasons_too_long, path, most);
        return 0;
    }
    if (f->pattern != NULL && !codec_pattern_match(f->pattern, text)) {
        codec_rule_refuse(ctx, &reasons_bad_pattern, path, NULL);
        return 0;
    }
    return 1;
}

int codec_rule_item(struct ctx *ctx, const struct field *f, const struct codec_path *path, const char *text)
{
    struct field one = {.type = FIELD_TEXT, .pattern = f->pattern, .is_required = 1};
    if (f->choices != NULL && !is_choice(f->choices, text)) {
        codec_rule_refuse(ctx, &reasons_bad_choice, path, choices_text(ctx->arena, f->choices));
        return 0;
    }
    return check_text(ctx, &one, path, text);
}

int codec_rule_count(struct ctx *ctx, const struct field *f, const struct codec_path *path, size_t count)
{
    int64_t most = f->max > 0 ? f->max : CODEC_ITEMS_MAX;
    if ((int64_t)count < f->min) {
        codec_rule_refuse_number(ctx, &reasons_too_few_items, path, f->min);
        return 0;
    }
    if ((int64_t)count > most) {
        codec_rule_refuse_number(ctx, &reasons_too_many_items, path, most);
        return 0;
    }
    return 1;
}

void codec_rule_text(struct ctx *ctx, const struct field *f, const struct codec_path *path, const char *text, void *in)
{
    void *slot = (char *)in + f->offset;
    int32_t day = 0;
    int64_t stamp = 0;
    if (f->type == FIELD_STAMP) {
        if (clock_parse_stamp(text, &stamp) != RC_OK) {
            codec_rule_refuse(ctx, &reasons_bad_stamp, path, NULL);
            return;
        }
        *(int64_t *)slot = stamp;
        return;
    }
    if (f->type == FIELD_ID && !ident_is_valid(text)) {
        codec_rule_refuse(ctx, &reasons_bad_id, path, NULL);
    } else if (f->type == FIELD_DATE && clock_parse_day(text, &day) != RC_OK) {
        codec_rule_refuse(ctx, &reasons_bad_date, path, NULL);
    } else if (f->type == FIELD_ENUM && !is_choice(f->choices, text)) {
        codec_rule_refuse(ctx, &reasons_bad_choice, path,
                          f->choices == NULL ? NULL : choices_text(ctx->arena, f->choices));
    } else if ((f->type != FIELD_TEXT && f->type != FIELD_LONG) || check_text(ctx, f, path, text)) {
        *(const char **)slot = text;
    }
}

void codec_rule_int(struct ctx *ctx, const struct field *f, const struct codec_path *path, int64_t number, void *in)
{
    int64_t most = f->max != 0 ? f->max : CODEC_INT_MAX;
    if (number < f->min) {
        codec_rule_refuse_number(ctx, &reasons_below_minimum, path, f->min);
    } else if (number > most) {
        codec_rule_refuse_number(ctx, &reasons_above_maximum, path, most);
    } else {
        *(int64_t *)((char *)in + f->offset) = number;
    }
}
