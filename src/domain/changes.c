/*
 * changes.c - the list of changes of a journal entry.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#include "domain/changes.h"

#include "store/sql.h"

#include <string.h>

void changes_init(struct changes *c, struct ctx *ctx)
{
    buf_init(&c->text, ctx->arena);
    buf_putc(&c->text, '[');
    c->count = 0;
    c->objects = NULL;
}

void changes_add(struct changes *c, const char *field, const char *before, const char *after)
{
    if (before == after || (before != NULL && after != NULL && strcmp(before, after) == 0)) {
        return;
    }
    buf_puts(&c->text, c->count++ > 0 ? ",{\"field\":" : "{\"field\":");
    buf_put_json(&c->text, field);
    buf_puts(&c->text, ",\"before\":");
    buf_put_json(&c->text, before);
    buf_puts(&c->text, ",\"after\":");
    buf_put_json(&c->text, after);
    buf_putc(&c->text, '}');
}

void changes_add_int(struct changes *c, const char *field, int64_t before, int64_t after)
{
    char *from = before == SQL_NULL ? NULL : arena_printf(c->text.arena, "%lld", (long long)before);
    char *to = after == SQL_NULL ? NULL : arena_printf(c->text.arena, "%lld", (long long)after);
    changes_add(c, field, from, to);
}

void changes_touch(struct changes *c, const char *kind, const char *id)
{
    for (const struct changes_object *o = c->objects; o != NULL; o = o->next) {
        if (strcmp(o->kind, kind) == 0 && strcmp(o->id, id) == 0) {
            return;
        }
    }
    struct changes_object *object = arena_alloc(c->text.arena, sizeof *object);
    const char *kept = arena_strdup(c->text.arena, id);
    if (object == NULL || kept == NULL) {
        c->text.failed = 1; /* changes_text says so */
        return;
    }
    *object = (struct changes_object){kind, kept, c->objects};
    c->objects = object;
}

const char *changes_text(struct changes *c)
{
    buf_putc(&c->text, ']');
    return buf_cstr(&c->text);
}
