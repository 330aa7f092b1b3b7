/*
 * demo_refs.c - values of the demo's files as JSON, with ids and dates in place of references.
 *
 * Runs on: the thread that tells the stories. Owns: nothing.
 */
#include "app/demo_inside.h"

#include "base/buf.h"
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

static const char *demo_find_unit(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->unit_count; i++) {
        if (strcmp(d->units[i].key, code) == 0) {
            return d->units[i].id;
        }
    }
    return NULL;
}

static const char *demo_find_case(const struct demo *d, const char *key)
{
    for (size_t i = 0; i < d->story_count; i++) {
        if (strcmp(d->stories[i].key, key) == 0) {
            return d->stories[i].case_id;
        }
    }
    return NULL;
}

static const char *demo_day(struct demo *d, int32_t day)
{
    char text[CLOCK_DATE_SIZE];
    clock_format_day(day, text);
    return arena_strdup(d->ctx.arena, text);
}

/* What follows the prefix, or NULL. */
static const char *demo_after(const char *text, const char *prefix)
{
    size_t n = strlen(prefix);
    return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

/* The text itself when it is no reference; NULL when what it names is not there. */
static const char *demo_resolve(struct demo *d, const char *text, const struct demo_story *story)
{
    const char *name;
    if (text[0] != '@') {
        return text;
    }
    if ((name = demo_after(text, "@unit:")) != NULL) {
        return demo_find_unit(d, name);
    }
    if ((name = demo_after(text, "@account:")) != NULL) {
        const struct demo_account *account = demo_find_account(d, name);
        return account != NULL ? account->id : NULL;
    }
    if ((name = demo_after(text, "@case:")) != NULL) {
        return demo_find_case(d, name);
    }
    if ((name = demo_after(text, "@demand:")) != NULL) {
        size_t n = strtoul(name, NULL, 10);
        return story != NULL && n >= 1 && n <= story->demand_count ? story->demands[n - 1] : NULL;
    }
    if ((name = demo_after(text, "@day:")) != NULL) {
        return demo_day(d, clock_day_of(d->now_ms) + (int32_t)strtol(name, NULL, 10));
    }
    return strcmp(text, "@today") == 0 ? demo_day(d, clock_day_of(clock_wall_ms(d->clock))) : NULL;
}

static enum rc demo_put_text(struct demo *d, struct buf *out, const char *text, const struct demo_story *story)
{
    const char *resolved = demo_resolve(d, text, story);
    if (resolved == NULL) {
        return demo_fail(d, RC_NOT_FOUND, "nothing is behind %.100s", text);
    }
    buf_put_json(out, resolved);
    return RC_OK;
}

enum rc demo_put(struct demo *d, struct buf *out, const struct value *v, const struct demo_story *story)
{
    enum rc rc = RC_OK;
    if (v == NULL || (v->kind != VALUE_TEXT && v->kind != VALUE_ARRAY && v->kind != VALUE_OBJECT)) {
        value_put_json(out, v);
        return RC_OK;
    }
    if (v->kind == VALUE_TEXT) {
        return demo_put_text(d, out, v->text, story);
    }
    buf_putc(out, v->kind == VALUE_ARRAY ? '[' : '{');
    for (size_t i = 0; rc == RC_OK && i < v->count; i++) {
        buf_puts(out, i > 0 ? "," : "");
        if (v->kind == VALUE_OBJECT) {
            buf_put_json(out, v->names[i]);
            buf_putc(out, ':');
        }
        rc = demo_put(d, out, &v->items[i], story);
    }
    buf_putc(out, v->kind == VALUE_ARRAY ? ']' : '}');
    return rc;
}
