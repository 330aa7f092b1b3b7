/*
 * sqlgen_check.c - refuses names that would meet in the generated C.
 *
 * Nouns, verbs, types and fragments are joined with underscores, so two different sources can give the same C name
 * ("case" + "list_each" against the walk of "case" + "list"). The compiler would find it in a place nobody wrote.
 *
 * Runs on: the build machine. Owns: nothing.
 */
#include "sqlgen.h"

#include <string.h>

struct names {
    struct sqlgen_model *m;
    struct name {
        const char *text;
        const struct sqlgen_file *file;
        int line;
    } * items;
    int count;
};

static void add(struct names *n, const struct sqlgen_file *file, int line, const char *text)
{
    for (int i = 0; i < n->count; i++) {
        const struct name *other = &n->items[i];
        if (strcmp(other->text, text) == 0) {
            sqlgen_text_fail(file, line, "the C name \"%s\" exists already, from %s:%d", text, other->file->name,
                             other->line);
        }
    }
    n->items = sqlgen_text_grow(&n->m->pool, n->items, n->count, sizeof *n->items);
    n->items[n->count++] = (struct name){.text = text, .file = file, .line = line};
}

static void add_stmt(struct names *n, const struct sqlgen_stmt *s)
{
    struct sqlgen_pool *pool = &n->m->pool;
    struct sqlgen_string text = {.pool = pool};
    sqlgen_text_printf(&text, "%s_rows_%s", s->file->noun, s->verb);
    add(n, s->file, s->line, text.data);
    if (s->rows == SQLGEN_MANY) {
        struct sqlgen_string each = {.pool = pool};
        sqlgen_text_printf(&each, "%s_each", text.data);
        add(n, s->file, s->line, each.data);
    }
    struct sqlgen_string in = {.pool = pool};
    struct sqlgen_string out = {.pool = pool};
    sqlgen_text_printf(&in, "struct %s_%s_in", s->file->noun, s->verb);
    sqlgen_text_printf(&out, "struct %s_%s_out", s->file->noun, s->verb);
    add(n, s->file, s->line, in.data);
    add(n, s->file, s->line, out.data);
    for (int i = 0; i < s->fragment_count; i++) {
        struct sqlgen_string bit = {.pool = pool};
        sqlgen_text_printf(&bit, "%s_%s_%s", s->file->noun, s->verb, s->fragments[i]);
        add(n, s->file, s->line, sqlgen_text_upper(pool, bit.data));
    }
}

void sqlgen_check_names(struct sqlgen_model *m)
{
    struct names n = {.m = m};
    for (int i = 0; i < m->type_count; i++) {
        struct sqlgen_string text = {.pool = &m->pool};
        sqlgen_text_printf(&text, "struct %s", m->types[i].name);
        add(&n, m->types[i].file, m->types[i].line, text.data);
    }
    for (int i = 0; i < m->stmt_count; i++) {
        add_stmt(&n, &m->stmts[i]);
    }
}
