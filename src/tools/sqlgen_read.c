/*
 * sqlgen_read.c - cuts one sql/queries/<noun>.sql into types, snippets and statements.
 *
 * Works line by line between statements, where tags stand in comments, and token by token inside a statement, so that
 * the end of a statement is found whatever its quotes contain. A plain comment line directly below a type, in, out or doc
 * tag goes on with it; an empty line ends that.
 *
 * Runs on: the build machine. Owns: nothing; everything is on the model's pool.
 */
#include "sqlgen.h"

#include <stdio.h>
#include <string.h>

enum target { NOTHING, TYPE, IN, OUT, DOC };

struct reader {
    struct sqlgen_model *m;
    const struct sqlgen_file *file;
    const char *at; /* start of a line */
    int line;
    enum target target;
    int has_stmt; /* a name tag was read and its text not yet */
    struct sqlgen_stmt stmt;
};

static char *trimmed(struct sqlgen_pool *pool, const char *s, size_t n)
{
    while (n > 0 && strchr(" \t\r", s[0]) != NULL) {
        s++;
        n--;
    }
    while (n > 0 && strchr(" \t\r", s[n - 1]) != NULL) {
        n--;
    }
    return sqlgen_text_copy(pool, s, n);
}

static const char *skip_blanks(const char *s)
{
    return s + strspn(s, " \t\r");
}

const char *sqlgen_read_tag(const char *line, const char **value)
{
    static const char *const tags[] = {"name", "type", "snippet", "in", "out", "doc"};
    const char *s = skip_blanks(line);
    if (strncmp(s, "--", 2) != 0) {
        return NULL;
    }
    s = skip_blanks(s + 2);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t n = strlen(tags[i]);
        if (strncmp(s, tags[i], n) == 0 && s[n] == ':') {
            *value = skip_blanks(s + n + 1);
            return tags[i];
        }
    }
    return NULL;
}

static int is_section(const char *tag)
{
    return tag != NULL && (strcmp(tag, "name") == 0 || strcmp(tag, "type") == 0 || strcmp(tag, "snippet") == 0);
}

static void read_field(struct sqlgen_model *m, const struct sqlgen_file *file, int line, const char *item,
                       struct sqlgen_fields *fields)
{
    size_t n = strcspn(item, " \t");
    const char *type = item + n + strspn(item + n, " \t");
    struct sqlgen_field f = {.name = sqlgen_text_copy(&m->pool, item, n)};
    if (!sqlgen_text_is_name(f.name, n)) {
        sqlgen_text_fail(file, line, "\"%s\" is not a field (a name that is no word of C, then a type)", item);
    }
    size_t type_len = strlen(type);
    if (type_len > 0 && type[type_len - 1] == '?') {
        f.is_nullable = 1;
        type_len--;
    }
    static const char *const kinds[] = {[SQLGEN_TEXT] = "text", [SQLGEN_INT] = "int", [SQLGEN_BLOB] = "blob"};
    size_t kind = 0;
    while (kind < 3 && !(strlen(kinds[kind]) == type_len && memcmp(kinds[kind], type, type_len) == 0)) {
        kind++;
    }
    if (kind == 3) {
        sqlgen_text_fail(file, line, "field \"%s\": the type is one of text, int, blob, each with or without '?'",
                         f.name);
    }
    f.kind = (enum sqlgen_kind)kind;
    for (int i = 0; i < fields->count; i++) {
        if (strcmp(fields->items[i].name, f.name) == 0) {
            sqlgen_text_fail(file, line, "field \"%s\" stands here twice", f.name);
        }
    }
    fields->items = sqlgen_text_grow(&m->pool, fields->items, fields->count, sizeof f);
    fields->items[fields->count++] = f;
}

void sqlgen_read_fields(struct sqlgen_model *m, const struct sqlgen_file *file, int line, const char *list,
                        struct sqlgen_fields *fields)
{
    while (*list != '\0') {
        size_t n = strcspn(list, ",");
        const char *item = trimmed(&m->pool, list, n);
        if (item[0] != '\0') {
            read_field(m, file, line, item, fields);
        }
        list += n;
        list += *list == ',';
    }
}

/* "get  mode: read  rows: opt" */
static void read_name(struct reader *r, const char *value)
{
    static const char *const rows[] = {
        [SQLGEN_EXEC] = "exec", [SQLGEN_ONE] = "one", [SQLGEN_OPT] = "opt", [SQLGEN_MANY] = "many"};
    char verb[64] = "", mode[16] = "", count[16] = "", more[2] = "";
    int got = sscanf(value, "%63s mode: %15s rows: %15s %1s", verb, mode, count, more);
    if (got != 3) {
        sqlgen_text_fail(r->file, r->line, "a statement begins with: -- name: VERB  mode: MODE  rows: ROWS");
    }
    if (!sqlgen_text_is_plain(verb, strlen(verb))) {
        sqlgen_text_fail(r->file, r->line, "\"%s\" is not a verb (lower-case letters, digits, underscores)", verb);
    }
    int is_write = strcmp(mode, "write") == 0;
    if (!is_write && strcmp(mode, "read") != 0) {
        sqlgen_text_fail(r->file, r->line, "mode \"%s\": it is read or write", mode);
    }
    int kind = 0;
    while (kind < 4 && strcmp(rows[kind], count) != 0) {
        kind++;
    }
    if (kind == 4) {
        sqlgen_text_fail(r->file, r->line, "rows \"%s\": they are exec, one, opt or many", count);
    }
    r->stmt = (struct sqlgen_stmt){.file = r->file,
                                   .line = r->line,
                                   .verb = sqlgen_text_copy(&r->m->pool, verb, strlen(verb)),
                                   .is_write = is_write,
                                   .rows = (enum sqlgen_rows)kind};
    r->has_stmt = 1;
    r->target = NOTHING;
}

static void read_type(struct reader *r, const char *value)
{
    size_t n = strcspn(value, " \t");
    if (!sqlgen_text_is_name(value, n)) {
        sqlgen_text_fail(r->file, r->line, "\"%s\" is not the name of a type", value);
    }
    struct sqlgen_type t = {.name = sqlgen_text_copy(&r->m->pool, value, n), .file = r->file, .line = r->line};
    for (int i = 0; i < r->m->type_count; i++) {
        const struct sqlgen_type *other = &r->m->types[i];
        if (strcmp(other->name, t.name) == 0) {
            sqlgen_text_fail(r->file, r->line, "type \"%s\" exists already at %s:%d", t.name, other->file->name,
                             other->line);
        }
    }
    sqlgen_read_fields(r->m, r->file, r->line, value + n, &t.fields);
    r->m->types = sqlgen_text_grow(&r->m->pool, r->m->types, r->m->type_count, sizeof t);
    r->m->types[r->m->type_count++] = t;
    r->target = TYPE;
}

/* Goes on with the tag above; what is not text of a doc is a list of fields. */
static void continue_target(struct reader *r, const char *text)
{
    struct sqlgen_pool *pool = &r->m->pool;
    struct sqlgen_string s = {.pool = pool};
    switch (r->target) {
    case NOTHING: break;
    case TYPE: sqlgen_read_fields(r->m, r->file, r->line, text, &r->m->types[r->m->type_count - 1].fields); break;
    case IN: sqlgen_read_fields(r->m, r->file, r->line, text, &r->stmt.in); break;
    case OUT:
        sqlgen_text_printf(&s, "%s%s%s", r->stmt.out_list ? r->stmt.out_list : "", r->stmt.out_list ? ", " : "", text);
        r->stmt.out_list = s.data;
        break;
    case DOC:
        if (strstr(text, "*/") != NULL) {
            sqlgen_text_fail(r->file, r->line, "a doc line must not end the comment it is copied into");
        }
        sqlgen_text_printf(&s, "%s%s%s", r->stmt.doc ? r->stmt.doc : "", r->stmt.doc ? "\n" : "", text);
        r->stmt.doc = s.data;
        break;
    }
}

static void read_snippet(struct reader *r, const char *value)
{
    struct sqlgen_snippet s = {.name = value, .file = r->file, .line = r->line + 1};
    if (!sqlgen_text_is_plain(value, strlen(value))) {
        sqlgen_text_fail(r->file, r->line, "\"%s\" is not the name of a snippet", value);
    }
    for (int i = 0; i < r->m->snippet_count; i++) {
        const struct sqlgen_snippet *other = &r->m->snippets[i];
        if (other->file == r->file && strcmp(other->name, s.name) == 0) {
            sqlgen_text_fail(r->file, r->line, "snippet \"%s\" exists already at line %d", s.name, other->line - 1);
        }
    }
    const char *from = r->at;
    const char *end = from;
    while (*end != '\0') {
        const char *unused;
        size_t n = strcspn(end, "\n");
        if (skip_blanks(end) >= end + n || sqlgen_read_tag(end, &unused) != NULL) {
            break;
        }
        end += n + (end[n] == '\n');
        r->line++;
    }
    s.text = sqlgen_text_copy(&r->m->pool, from, (size_t)(end - from));
    if (s.text[0] == '\0') {
        sqlgen_text_fail(r->file, s.line - 1, "snippet \"%s\" has no text", s.name);
    }
    r->at = end;
    r->m->snippets = sqlgen_text_grow(&r->m->pool, r->m->snippets, r->m->snippet_count, sizeof s);
    r->m->snippets[r->m->snippet_count++] = s;
    r->target = NOTHING;
}

/* From the first line that is no comment to the ';', the next section or the end of the file. */
static void read_body(struct reader *r)
{
    struct sqlgen_lexer lexer = {.file = r->file, .at = r->at, .line = r->line, .is_line_start = 1};
    struct sqlgen_token t;
    const char *end;
    for (;;) {
        sqlgen_lex_next(&lexer, &t);
        end = t.start;
        if (t.kind == SQLGEN_END) {
            break;
        }
        if (t.kind == SQLGEN_PUNCT && t.start[0] == ';') {
            end = t.start;
            break;
        }
        const char *value;
        const char *tag = t.kind == SQLGEN_COMMENT && t.is_line_start ? sqlgen_read_tag(t.start, &value) : NULL;
        if (is_section(tag)) {
            lexer.at = t.start;
            lexer.line = t.line;
            break;
        }
        if (tag != NULL) {
            sqlgen_text_fail(r->file, t.line, "the tag \"%s\" belongs before the text of its statement", tag);
        }
    }
    r->stmt.body = sqlgen_text_copy(&r->m->pool, r->at, (size_t)(end - r->at));
    r->stmt.body_line = r->line;
    r->m->stmts = sqlgen_text_grow(&r->m->pool, r->m->stmts, r->m->stmt_count, sizeof r->stmt);
    r->m->stmts[r->m->stmt_count++] = r->stmt;
    r->has_stmt = 0;
    r->target = NOTHING;
    r->line = lexer.line;
    r->at = lexer.at;
}

static void read_tag_line(struct reader *r, const char *tag, const char *value)
{
    if (is_section(tag) && r->has_stmt) {
        sqlgen_text_fail(r->file, r->stmt.line, "statement \"%s\" has no text", r->stmt.verb);
    }
    if (strcmp(tag, "name") == 0) {
        read_name(r, value);
    } else if (strcmp(tag, "type") == 0) {
        read_type(r, value);
    } else if (strcmp(tag, "snippet") == 0) {
        read_snippet(r, value);
    } else {
        if (!r->has_stmt) {
            sqlgen_text_fail(r->file, r->line, "the tag \"%s\" belongs below a name", tag);
        }
        r->target = tag[0] == 'i' ? IN : tag[0] == 'o' ? OUT : DOC;
        continue_target(r, value);
    }
}

/* One line outside of statements; returns 0 when the text of a statement begins here. */
static int read_line(struct reader *r)
{
    size_t n = strcspn(r->at, "\n");
    char *line = trimmed(&r->m->pool, r->at, n);
    if (line[0] != '\0' && strncmp(line, "--", 2) != 0) {
        return 0;
    }
    const char *value;
    const char *tag = sqlgen_read_tag(line, &value);
    r->at += n + (r->at[n] == '\n');
    if (line[0] == '\0') {
        r->target = NOTHING;
    } else if (tag != NULL) {
        read_tag_line(r, tag, value);
    } else {
        continue_target(r, skip_blanks(line + 2));
    }
    r->line++;
    return 1;
}

void sqlgen_read_file(struct sqlgen_model *m, const struct sqlgen_file *file)
{
    struct reader r = {.m = m, .file = file, .at = file->text, .line = 1};
    while (*r.at != '\0') {
        if (read_line(&r)) {
            continue;
        }
        if (!r.has_stmt) {
            sqlgen_text_fail(file, r.line, "text outside of a statement");
        }
        read_body(&r);
    }
    if (r.has_stmt) {
        sqlgen_text_fail(file, r.stmt.line, "statement \"%s\" has no text", r.stmt.verb);
    }
}
