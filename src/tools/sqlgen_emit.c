/*
 * sqlgen_emit.c - writes the generated header and source.
 *
 * The C stays plain: one struct per type, parameter list and column list, one constant table, and functions of two or
 * three lines that hand over to the runners of store/sql.h.
 *
 * Runs on: the build machine. Owns: nothing.
 */
#include "sqlgen.h"

#include <stdio.h>
#include <string.h>

static const char *const run_names[] = {
    [SQLGEN_EXEC] = "SQL_EXEC", [SQLGEN_ONE] = "SQL_ONE", [SQLGEN_OPT] = "SQL_OPT", [SQLGEN_MANY] = "SQL_MANY"};

static void emit_struct(struct sqlgen_string *out, const char *name, const struct sqlgen_fields *fields)
{
    static const char *const types[] = {
        [SQLGEN_TEXT] = "const char *", [SQLGEN_INT] = "int64_t ", [SQLGEN_BLOB] = "struct sql_blob "};
    sqlgen_text_printf(out, "struct %s {\n", name);
    for (int i = 0; i < fields->count; i++) {
        const struct sqlgen_field *f = &fields->items[i];
        sqlgen_text_printf(out, "    %s%s;%s\n", types[f->kind], f->name, f->is_nullable ? " /* may be NULL */" : "");
    }
    sqlgen_text_printf(out, "};\n\n");
}

/* Name of the row struct without "struct ". */
static const char *row_name(const struct sqlgen_stmt *s, char *room, size_t size)
{
    if (s->type != NULL) {
        return s->type->name;
    }
    snprintf(room, size, "%s_%s_out", s->file->noun, s->verb);
    return room;
}

static void emit_parameters(struct sqlgen_string *out, const struct sqlgen_stmt *s)
{
    sqlgen_text_printf(out, "(struct tx *tx");
    if (s->rows != SQLGEN_EXEC) {
        sqlgen_text_printf(out, ", struct arena *a");
    }
    if (s->fragment_count > 0) {
        sqlgen_text_printf(out, ", unsigned mask");
    }
    if (s->in.count > 0) {
        sqlgen_text_printf(out, ", const struct %s_%s_in *in", s->file->noun, s->verb);
    }
}

static void emit_prototype(struct sqlgen_string *out, const struct sqlgen_stmt *s, int is_each)
{
    char room[256];
    const char *row = row_name(s, room, sizeof room);
    sqlgen_text_printf(out, "enum rc %s_rows_%s%s", s->file->noun, s->verb, is_each ? "_each" : "");
    emit_parameters(out, s);
    if (is_each) {
        sqlgen_text_printf(out, ", enum rc (*each)(void *arg, const struct %s *row), void *arg)", row);
    } else if (s->rows == SQLGEN_MANY) {
        sqlgen_text_printf(out, ", struct %s **rows, size_t *count)", row);
    } else if (s->rows != SQLGEN_EXEC) {
        sqlgen_text_printf(out, ", struct %s *out)", row);
    } else {
        sqlgen_text_printf(out, ")");
    }
}

static void emit_stmt_structs(struct sqlgen_string *out, struct sqlgen_pool *pool, const struct sqlgen_stmt *s)
{
    char name[256];
    if (s->fragment_count > 0) {
        char *noun = sqlgen_text_upper(pool, s->file->noun);
        char *verb = sqlgen_text_upper(pool, s->verb);
        sqlgen_text_printf(out, "enum {\n");
        for (int i = 0; i < s->fragment_count; i++) {
            sqlgen_text_printf(out, "    %s_%s_%s = 1u << %d,\n", noun, verb, sqlgen_text_upper(pool, s->fragments[i]),
                               i);
        }
        sqlgen_text_printf(out, "};\n");
    }
    if (s->in.count > 0) {
        snprintf(name, sizeof name, "%s_%s_in", s->file->noun, s->verb);
        emit_struct(out, name, &s->in);
    }
    if (s->out.count > 0) {
        snprintf(name, sizeof name, "%s_%s_out", s->file->noun, s->verb);
        emit_struct(out, name, &s->out);
    }
}

static void emit_doc(struct sqlgen_string *out, const struct sqlgen_stmt *s)
{
    sqlgen_text_printf(out, "/* %s:%d", s->file->name, s->line);
    const char *sep = "\n * ";
    for (const char *p = s->doc; p != NULL && *p != '\0';) {
        size_t n = strcspn(p, "\n");
        sqlgen_text_printf(out, "%s%.*s", sep, (int)n, p);
        p += n + (p[n] == '\n');
    }
    sqlgen_text_printf(out, " */\n");
}

void sqlgen_emit_header(const struct sqlgen_model *m, struct sqlgen_string *out)
{
    sqlgen_text_printf(out, "/* Written by sqlgen; changes here are lost. */\n/* clang-format off */\n"
                            "#ifndef STORE_SQL_STMTS_H\n#define STORE_SQL_STMTS_H\n\n#include \"store/sql.h\"\n\n");
    for (int i = 0; i < m->type_count; i++) {
        sqlgen_text_printf(out, "/* %s:%d */\n", m->types[i].file->name, m->types[i].line);
        emit_struct(out, m->types[i].name, &m->types[i].fields);
    }
    for (int i = 0; i < m->stmt_count; i++) {
        const struct sqlgen_stmt *s = &m->stmts[i];
        emit_doc(out, s);
        emit_stmt_structs(out, out->pool, s);
        sqlgen_text_printf(out, "RC_MUST ");
        emit_prototype(out, s, 0);
        sqlgen_text_printf(out, ";\n");
        if (s->rows == SQLGEN_MANY) {
            sqlgen_text_printf(out, "RC_MUST ");
            emit_prototype(out, s, 1);
            sqlgen_text_printf(out, ";\n");
        }
        sqlgen_text_printf(out, "\n");
    }
    sqlgen_text_printf(out, "#endif\n");
}

static void emit_literal(struct sqlgen_string *out, const char *text)
{
    sqlgen_text_add(out, "\"", 1);
    int column = 0;
    for (const char *p = text; *p != '\0'; p++, column++) {
        if (column >= 100 && *p == ' ') {
            sqlgen_text_printf(out, "\"\n     \"");
            column = 0;
        }
        switch (*p) {
        case '"':
        case '\\':
        case '?': sqlgen_text_printf(out, "\\%c", *p); break;
        case '\n': sqlgen_text_printf(out, "\\n"); break;
        case '\t': sqlgen_text_printf(out, "\\t"); break;
        case '\r': sqlgen_text_printf(out, "\\r"); break;
        default: sqlgen_text_add(out, p, 1); break;
        }
    }
    sqlgen_text_add(out, "\"", 1);
}

static void emit_fields(struct sqlgen_string *out, const char *prefix, int number, const char *record,
                        const struct sqlgen_fields *fields)
{
    static const char *const types[] = {
        [SQLGEN_TEXT] = "SQL_TEXT", [SQLGEN_INT] = "SQL_INT", [SQLGEN_BLOB] = "SQL_BLOB"};
    sqlgen_text_printf(out, "static const struct sql_field %s_%d[] = {\n", prefix, number);
    for (int i = 0; i < fields->count; i++) {
        const struct sqlgen_field *f = &fields->items[i];
        sqlgen_text_printf(out, "    {\"%s\", %s, %d, offsetof(struct %s, %s)},\n", f->name, types[f->kind],
                           f->is_nullable, record, f->name);
    }
    sqlgen_text_printf(out, "};\n");
}

static void emit_stmt_tables(struct sqlgen_string *out, const struct sqlgen_stmt *s, int number)
{
    char name[256];
    sqlgen_text_printf(out, "\n/* %s:%d */\nstatic const struct sql_part part_%d[] = {\n", s->file->name, s->line,
                       number);
    for (int i = 0; i < s->part_count; i++) {
        sqlgen_text_printf(out, "    {");
        emit_literal(out, s->parts[i].text);
        sqlgen_text_printf(out, ", %d},\n", s->parts[i].fragment);
    }
    sqlgen_text_printf(out, "};\n");
    if (s->fragment_count > 0) {
        sqlgen_text_printf(out, "static const char *const fragment_%d[] = {", number);
        for (int i = 0; i < s->fragment_count; i++) {
            sqlgen_text_printf(out, "%s\"%s\"", i > 0 ? ", " : "", s->fragments[i]);
        }
        sqlgen_text_printf(out, "};\n");
    }
    if (s->in.count > 0) {
        snprintf(name, sizeof name, "%s_%s_in", s->file->noun, s->verb);
        emit_fields(out, "in", number, name, &s->in);
    }
    if (s->out.count > 0) {
        emit_fields(out, "out", number, row_name(s, name, sizeof name), &s->out);
    }
}

static void emit_info(struct sqlgen_string *out, const struct sqlgen_model *m, const struct sqlgen_stmt *s, int number)
{
    char room[256];
    char out_name[64] = "NULL";
    const struct sqlgen_fields *fields = s->type != NULL ? &s->type->fields : &s->out;
    if (s->type != NULL) {
        snprintf(out_name, sizeof out_name, "type_%d", (int)(s->type - m->types));
    } else if (s->out.count > 0) {
        snprintf(out_name, sizeof out_name, "out_%d", number);
    }
    sqlgen_text_printf(out,
                       "    {.name = \"%s.%s\",\n     .source = \"%s:%d\",\n     .is_write = %d,\n     .rows = %s,\n"
                       "     .parts = part_%d,\n     .part_count = %d,\n",
                       s->file->noun, s->verb, s->file->name, s->line, s->is_write, run_names[s->rows], number,
                       s->part_count);
    if (s->fragment_count > 0) {
        sqlgen_text_printf(out, "     .fragments = fragment_%d,\n     .fragment_count = %d,\n", number,
                           s->fragment_count);
    }
    if (s->in.count > 0) {
        sqlgen_text_printf(out, "     .in = in_%d,\n     .in_count = %d,\n", number, s->in.count);
    }
    if (fields->count > 0) {
        sqlgen_text_printf(out, "     .out = %s,\n     .out_count = %d,\n     .out_size = sizeof(struct %s),\n",
                           out_name, fields->count, row_name(s, room, sizeof room));
    }
    sqlgen_text_printf(out, "    },\n");
}

static void emit_function(struct sqlgen_string *out, const struct sqlgen_stmt *s, int number)
{
    const char *mask = s->fragment_count > 0 ? "mask" : "0";
    const char *in = s->in.count > 0 ? "in" : "NULL";
    sqlgen_text_printf(out, "\n");
    emit_prototype(out, s, 0);
    if (s->rows == SQLGEN_EXEC) {
        sqlgen_text_printf(out, "\n{\n    return sql_run_exec(tx, %d, %s, %s);\n}\n", number, mask, in);
    } else if (s->rows == SQLGEN_MANY) {
        sqlgen_text_printf(out,
                           "\n{\n    void *list = NULL;\n    enum rc rc = sql_run_list(tx, a, %d, %s, %s, &list, "
                           "count);\n    *rows = list;\n    return rc;\n}\n",
                           number, mask, in);
    } else {
        sqlgen_text_printf(out, "\n{\n    return sql_run_row(tx, a, %d, %s, %s, out);\n}\n", number, mask, in);
    }
}

/* A function pointer may only be called as what it is, so the typed callback gets a bridge of its own. */
static void emit_each(struct sqlgen_string *out, const struct sqlgen_stmt *s, int number)
{
    char room[256];
    const char *row = row_name(s, room, sizeof room);
    sqlgen_text_printf(
        out,
        "\nstruct each_%d {\n    enum rc (*each)(void *arg, const struct %s *row);\n    void *arg;\n};\n\n"
        "static enum rc each_%d_call(void *arg, const void *row)\n{\n    const struct each_%d *e = arg;\n"
        "    return e->each(e->arg, row);\n}\n\n",
        number, row, number, number);
    emit_prototype(out, s, 1);
    sqlgen_text_printf(out,
                       "\n{\n    struct each_%d e = {each, arg};\n"
                       "    return sql_run_each(tx, a, %d, %s, %s, each_%d_call, &e);\n}\n",
                       number, number, s->fragment_count > 0 ? "mask" : "0", s->in.count > 0 ? "in" : "NULL", number);
}

void sqlgen_emit_source(const struct sqlgen_model *m, const char *header_name, struct sqlgen_string *out)
{
    sqlgen_text_printf(out,
                       "/* Written by sqlgen; changes here are lost. */\n/* clang-format off */\n#include \"%s\"\n\n",
                       header_name);
    for (int i = 0; i < m->type_count; i++) {
        /* A type that no statement returns would be an unused table. */
        int is_used = 0;
        for (int j = 0; j < m->stmt_count; j++) {
            is_used |= m->stmts[j].type == &m->types[i];
        }
        if (is_used) {
            emit_fields(out, "type", i, m->types[i].name, &m->types[i].fields);
        }
    }
    for (int i = 0; i < m->stmt_count; i++) {
        emit_stmt_tables(out, &m->stmts[i], i);
    }
    sqlgen_text_printf(out, "\nconst struct sql_stmt_info sql_stmt_table[] = {\n");
    for (int i = 0; i < m->stmt_count; i++) {
        emit_info(out, m, &m->stmts[i], i);
    }
    sqlgen_text_printf(out, "    {.name = NULL}};\n\nconst int sql_stmt_count = %d;\n", m->stmt_count);
    for (int i = 0; i < m->stmt_count; i++) {
        emit_function(out, &m->stmts[i], i);
        if (m->stmts[i].rows == SQLGEN_MANY) {
            emit_each(out, &m->stmts[i], i);
        }
    }
}
