/*
 * changes.h - the list of changes of a journal entry: a JSON array of {field, before, after} under construction.
 *
 * Runs on: the thread that owns the request. Owns: nothing; texts live on ctx->arena.
 * Invariant: no secret and nothing personal goes in.
 */
#ifndef DOMAIN_CHANGES_H
#define DOMAIN_CHANGES_H

#include "base/buf.h"
#include "base/ctx.h"

/* An object of the office's own tables that an act changed; its entry seals it (domain/office_object.h). */
struct changes_object {
    const char *kind, *id;
    struct changes_object *next;
};

struct changes {
    struct buf text;
    int count;
    struct changes_object *objects; /* each once */
};

void changes_init(struct changes *c, struct ctx *ctx);
/* Adds one unless before and after are the same; each may be NULL. */
void changes_add(struct changes *c, const char *field, const char *before, const char *after);
/* SQL_NULL is null. */
void changes_add_int(struct changes *c, const char *field, int64_t before, int64_t after);
/* Names an object that was changed, added or dropped; `kind` is a constant. Only the office's journal looks at it. */
void changes_touch(struct changes *c, const char *kind, const char *id);
/* Closes the array; NULL when the arena is full. Once. */
const char *changes_text(struct changes *c);

#endif
