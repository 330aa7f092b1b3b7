/*
 * practice_check.c - what a template of local practice may say; the format is in practice.h.
 *
 * Collects faults and goes on, so that an author learns of everything at once.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/practice.h"

#include "base/text.h"
#include "domain/deadline.h"
#include "domain/reason.h"

#include <string.h>

enum { PRACTICE_KEY_MAX = 40, PRACTICE_TITLE_MAX = 100, PRACTICE_TEXT_MAX = 500 };

struct practice_reader {
    struct ctx *ctx;
    const struct value *steps;
};

static void practice_refuse(struct practice_reader *r, enum reason_id why, const char *path, const char *name,
                            const char *what)
{
    const char *pointer =
        arena_printf(r->ctx->arena, "%s%s%s", path, name != NULL ? "/" : "", name != NULL ? name : "");
    (void)fault_add(&r->ctx->fault, reason(why), pointer, what, NULL);
}

static void practice_members(struct practice_reader *r, const struct value *v, const char *path,
                             const char *const *known)
{
    for (size_t i = 0; i < v->count; i++) {
        const char *const *k = known;
        while (*k != NULL && strcmp(*k, v->names[i]) != 0) {
            k++;
        }
        if (*k == NULL) {
            practice_refuse(r, REASON_PRACTICE_MEMBER, path, NULL, v->names[i]);
        }
    }
}

static const char *practice_key(struct practice_reader *r, const struct value *v, const char *path)
{
    const char *key = value_text(v, "key");
    size_t n = key != NULL ? strlen(key) : 0;
    if (n == 0 || n > PRACTICE_KEY_MAX ||
        strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != n) {
        practice_refuse(r, REASON_PRACTICE_KEY, path, "key", NULL);
        return NULL;
    }
    return key;
}

/* One text of a pair, of 1 to `max` characters. */
static const char *practice_word(struct practice_reader *r, const struct value *pair, const char *path,
                                 const char *name, const char *language, long max)
{
    const char *text = value_text(pair, language);
    if (text == NULL || text_length(text) > max || !text_has_words(text)) {
        practice_refuse(r, REASON_PRACTICE_TEXT, path, name, language);
    }
    return text;
}

static void practice_pair(struct practice_reader *r, const struct value *v, const char *path, const char *name,
                          int is_required, long max, const char *out[2])
{
    const struct value *pair = value_get(v, name);
    static const char *const known[] = {"zh", "en", NULL};
    if (pair == NULL && !is_required) {
        return;
    }
    if (pair == NULL || pair->kind != VALUE_OBJECT) {
        practice_refuse(r, REASON_PRACTICE_TEXT, path, name, "zh, en");
        return;
    }
    practice_members(r, pair, path, known);
    out[0] = practice_word(r, pair, path, name, "zh", max);
    out[1] = practice_word(r, pair, path, name, "en", max);
}

/* From registration, or from a step that comes before this one. */
static void practice_after(struct practice_reader *r, const struct value *step, const char *path, size_t index)
{
    const char *after = value_text(step, "after");
    if (after != NULL && strcmp(after, "registered") == 0) {
        return;
    }
    for (size_t i = 0; after != NULL && i < index; i++) {
        const char *key = value_text(&r->steps->items[i], "key");
        if (key != NULL && strcmp(key, after) == 0) {
            return;
        }
    }
    practice_refuse(r, REASON_PRACTICE_AFTER, path, "after", after);
}

static void practice_length(struct practice_reader *r, const struct value *step, const char *path)
{
    const struct value *length = value_get(step, "length");
    const char *unit = value_text(step, "unit");
    if (length == NULL || length->kind != VALUE_INT || length->number < 1 || length->number > PRACTICE_LENGTH_MAX) {
        practice_refuse(r, REASON_PRACTICE_LENGTH, path, "length", NULL);
    }
    if (unit == NULL ||
        (strcmp(unit, deadline_unit_name(DUE_HOUR)) != 0 && strcmp(unit, deadline_unit_name(DUE_WORKING_DAY)) != 0 &&
         strcmp(unit, deadline_unit_name(DUE_CALENDAR_DAY)) != 0)) {
        practice_refuse(r, REASON_PRACTICE_UNIT, path, "unit", unit);
    }
}

static void practice_step(struct practice_reader *r, size_t index)
{
    static const char *const known[] = {"key", "title", "who", "after", "length", "unit", "evidence", NULL};
    const struct value *step = &r->steps->items[index];
    const char *pair[2];
    const char *path = arena_printf(r->ctx->arena, "/template/steps/%zu", index);
    if (path == NULL) {
        return;
    }
    if (step->kind != VALUE_OBJECT) {
        practice_refuse(r, REASON_PRACTICE_STEPS, path, NULL, NULL);
        return;
    }
    practice_members(r, step, path, known);
    const char *key = practice_key(r, step, path);
    for (size_t i = 0; key != NULL && i < index; i++) {
        const char *other = value_text(&r->steps->items[i], "key");
        if (strcmp(key, "registered") == 0 || (other != NULL && strcmp(other, key) == 0)) {
            practice_refuse(r, REASON_PRACTICE_TWICE, path, "key", key);
        }
    }
    practice_pair(r, step, path, "title", 1, PRACTICE_TITLE_MAX, pair);
    practice_pair(r, step, path, "who", 0, PRACTICE_TITLE_MAX, pair);
    practice_pair(r, step, path, "evidence", 1, PRACTICE_TEXT_MAX, pair);
    practice_after(r, step, path, index);
    practice_length(r, step, path);
}

enum rc practice_check(struct ctx *ctx, const struct value *template, struct practice_head *out)
{
    static const char *const known[] = {"key", "version", "title", "source", "steps", NULL};
    struct practice_reader r = {.ctx = ctx};
    const char *title[2] = {NULL, NULL};
    const char *source[2];
    *out = (struct practice_head){0};
    if (template->kind != VALUE_OBJECT) {
        practice_refuse(&r, REASON_PRACTICE_SOURCE, "/template", NULL, NULL);
        return RC_INVALID;
    }
    practice_members(&r, template, "/template", known);
    out->key = practice_key(&r, template, "/template");
    practice_pair(&r, template, "/template", "title", 1, PRACTICE_TITLE_MAX, title);
    practice_pair(&r, template, "/template", "source", 1, PRACTICE_TEXT_MAX, source);
    r.steps = value_get(template, "steps");
    if (r.steps == NULL || r.steps->kind != VALUE_ARRAY || r.steps->count == 0 || r.steps->count > PRACTICE_STEPS_MAX) {
        practice_refuse(&r, REASON_PRACTICE_STEPS, "/template", "steps", NULL);
        return RC_INVALID;
    }
    for (size_t i = 0; i < r.steps->count; i++) {
        practice_step(&r, i);
    }
    out->title_zh = title[0];
    out->title_en = title[1];
    out->steps = (int64_t)r.steps->count;
    if (ctx->fault.error_count > 0) {
        return RC_INVALID;
    }
    return arena_is_full(ctx->arena) ? RC_TOO_LARGE : RC_OK;
}
