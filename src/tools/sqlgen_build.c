/*
 * sqlgen_build.c - expands each statement to its parts and refuses what must not reach the binary.
 *
 * Walks the tokens once: inserts are replaced (snippets recursively), comments are dropped, runs of white space become one
 * blank, fragment marks cut the text into parts. On the way it notes what the checks need: the statement's verb, whether
 * it returns rows, which parameters it uses.
 *
 * Runs on: the build machine. Owns: nothing; everything is on the model's pool.
 */
#include "sqlgen.h"

#include <string.h>

struct builder {
    struct sqlgen_model *m;
    struct sqlgen_stmt *stmt;
    struct sqlgen_string text; /* of the part under way */
    int fragment;              /* of the part under way */
    int depth;                 /* of brackets */
    struct sqlgen_token last;  /* last token that is neither space nor comment */
    struct sqlgen_token verb;  /* SELECT, INSERT, ... of the statement itself */
    int is_with;
    int has_returning;
};

static void end_part(struct builder *b)
{
    if (b->text.len > 0) {
        struct sqlgen_stmt *s = b->stmt;
        s->parts = sqlgen_text_grow(&b->m->pool, s->parts, s->part_count, sizeof *s->parts);
        s->parts[s->part_count++] = (struct sqlgen_part){.text = b->text.data, .fragment = b->fragment};
    }
    b->text = (struct sqlgen_string){.pool = &b->m->pool};
}

static int fragment_number(struct builder *b, const struct sqlgen_file *file, const struct sqlgen_token *t)
{
    struct sqlgen_stmt *s = b->stmt;
    for (int i = 0; i < s->fragment_count; i++) {
        if (strlen(s->fragments[i]) == t->name_len && memcmp(s->fragments[i], t->name, t->name_len) == 0) {
            return i;
        }
    }
    if (s->fragment_count == SQLGEN_FRAGMENTS_MAX) {
        sqlgen_text_fail(file, t->line, "more than %d fragments", SQLGEN_FRAGMENTS_MAX);
    }
    s->fragments[s->fragment_count] = sqlgen_text_copy(&b->m->pool, t->name, t->name_len);
    return s->fragment_count++;
}

static void add_mark(struct builder *b, const struct sqlgen_file *file, const struct sqlgen_token *t)
{
    int is_close = t->name[0] == '/';
    if (is_close && b->fragment < 0) {
        sqlgen_text_fail(file, t->line, "[[/]] without a fragment to close");
    }
    if (!is_close && b->fragment >= 0) {
        sqlgen_text_fail(file, t->line, "fragment \"%.*s\" inside fragment \"%s\"", (int)t->name_len, t->name,
                         b->stmt->fragments[b->fragment]);
    }
    end_part(b);
    b->fragment = is_close ? -1 : fragment_number(b, file, t);
}

static void add_param(struct builder *b, const struct sqlgen_file *file, const struct sqlgen_token *t)
{
    for (int i = 0; i < b->stmt->in.count; i++) {
        struct sqlgen_field *f = &b->stmt->in.items[i];
        if (strlen(f->name) == t->name_len && memcmp(f->name, t->name, t->name_len) == 0) {
            f->is_used = 1;
            sqlgen_text_add(&b->text, t->start, t->len);
            return;
        }
    }
    sqlgen_text_fail(file, t->line, "parameter :%.*s of statement \"%s\" is not declared with -- in:", (int)t->name_len,
                     t->name, b->stmt->verb);
}

static const struct sqlgen_type *find_type(const struct sqlgen_model *m, const char *name)
{
    for (int i = 0; i < m->type_count; i++) {
        if (strcmp(m->types[i].name, name) == 0) {
            return &m->types[i];
        }
    }
    return NULL;
}

/* "scope" of the same file or "case.scope" of another. */
static const struct sqlgen_snippet *find_snippet(const struct sqlgen_model *m, const struct sqlgen_file *file,
                                                 const char *name)
{
    const char *dot = strchr(name, '.');
    size_t noun_len = dot != NULL ? (size_t)(dot - name) : strlen(file->noun);
    const char *noun = dot != NULL ? name : file->noun;
    const char *bare = dot != NULL ? dot + 1 : name;
    for (int i = 0; i < m->snippet_count; i++) {
        const struct sqlgen_snippet *s = &m->snippets[i];
        if (strlen(s->file->noun) == noun_len && memcmp(s->file->noun, noun, noun_len) == 0 &&
            strcmp(s->name, bare) == 0) {
            return s;
        }
    }
    return NULL;
}

static void add_columns(struct builder *b, const struct sqlgen_type *type, const char *alias)
{
    for (int i = 0; i < type->fields.count; i++) {
        sqlgen_text_printf(&b->text, "%s%s%s%s", i > 0 ? ", " : "", alias, alias[0] != '\0' ? "." : "",
                           type->fields.items[i].name);
    }
}

static void expand(struct builder *b, const struct sqlgen_file *file, const char *text, int line, int depth);

static void add_insert(struct builder *b, const struct sqlgen_file *file, const struct sqlgen_token *t, int depth)
{
    char *name = sqlgen_text_copy(&b->m->pool, t->name, t->name_len);
    char *alias = name + strcspn(name, " ");
    if (*alias != '\0') {
        *alias++ = '\0';
        alias += strspn(alias, " ");
    }
    const struct sqlgen_type *type = find_type(b->m, name);
    const struct sqlgen_snippet *snippet = find_snippet(b->m, file, name);
    if (type != NULL && snippet != NULL) {
        sqlgen_text_fail(file, t->line, "{%s} is both a type and a snippet", name);
    }
    if (type != NULL && (alias[0] == '\0' || sqlgen_text_is_plain(alias, strlen(alias)))) {
        add_columns(b, type, alias);
    } else if (snippet != NULL && alias[0] == '\0') {
        if (depth == SQLGEN_DEPTH_MAX) {
            sqlgen_text_fail(file, t->line, "snippets more than %d deep at {%s}", SQLGEN_DEPTH_MAX, name);
        }
        expand(b, snippet->file, snippet->text, snippet->line, depth + 1);
    } else {
        sqlgen_text_fail(file, t->line, "{%.*s} is neither a type (with an alias) nor a snippet", (int)t->name_len,
                         t->name);
    }
}

static void note_word(struct builder *b, const struct sqlgen_token *t)
{
    static const char *const verbs[] = {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "VALUES"};
    if (b->depth > 0) {
        return;
    }
    if (b->last.kind == SQLGEN_END && sqlgen_lex_is_word(t, "WITH")) {
        b->is_with = 1;
    }
    if (sqlgen_lex_is_word(t, "RETURNING")) {
        b->has_returning = 1;
    }
    if (b->verb.kind == SQLGEN_END && (b->last.kind == SQLGEN_END || b->is_with)) {
        for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
            if (sqlgen_lex_is_word(t, verbs[i])) {
                b->verb = *t;
            }
        }
    }
}

static void note_punct(struct builder *b, const struct sqlgen_file *file, const struct sqlgen_token *t)
{
    char c = t->start[0];
    b->depth += (c == '(') - (c == ')');
    if (c == ';') {
        sqlgen_text_fail(file, t->line, "';' inside a statement");
    }
    const struct sqlgen_token *last = &b->last;
    int follows_list = sqlgen_lex_is_word(last, "SELECT") || sqlgen_lex_is_word(last, "DISTINCT") ||
                       sqlgen_lex_is_word(last, "ALL") || sqlgen_lex_is_word(last, "RETURNING") ||
                       (last->kind == SQLGEN_PUNCT && (last->start[0] == ',' || last->start[0] == '.'));
    if (c == '*' && follows_list) {
        sqlgen_text_fail(file, t->line, "SELECT * is refused: name the columns, or write {type}");
    }
}

static void expand(struct builder *b, const struct sqlgen_file *file, const char *text, int line, int depth)
{
    struct sqlgen_lexer lexer = {.file = file, .at = text, .line = line, .is_line_start = 1};
    struct sqlgen_token t;
    for (sqlgen_lex_next(&lexer, &t); t.kind != SQLGEN_END; sqlgen_lex_next(&lexer, &t)) {
        switch (t.kind) {
        case SQLGEN_SPACE:
        case SQLGEN_COMMENT:
            if (!(b->text.len > 0 && b->text.data[b->text.len - 1] == ' ') && b->last.kind != SQLGEN_END) {
                sqlgen_text_add(&b->text, " ", 1);
            }
            continue;
        case SQLGEN_MARK: add_mark(b, file, &t); continue;
        case SQLGEN_INSERT: add_insert(b, file, &t, depth); break;
        case SQLGEN_PARAM: add_param(b, file, &t); break;
        case SQLGEN_WORD: note_word(b, &t); break;
        case SQLGEN_PUNCT: note_punct(b, file, &t); break;
        case SQLGEN_QUOTED:
        case SQLGEN_END: break;
        }
        if (t.kind != SQLGEN_INSERT && t.kind != SQLGEN_PARAM) {
            sqlgen_text_add(&b->text, t.start, t.len);
        }
        b->last = t;
    }
}

static void check_kind(const struct builder *b)
{
    const struct sqlgen_stmt *s = b->stmt;
    if (b->verb.kind == SQLGEN_END) {
        sqlgen_text_fail(s->file, s->line, "statement \"%s\" is no SELECT, INSERT, UPDATE, DELETE, REPLACE or VALUES",
                         s->verb);
    }
    int is_query = sqlgen_lex_is_word(&b->verb, "SELECT") || sqlgen_lex_is_word(&b->verb, "VALUES");
    if (!is_query && !s->is_write) {
        sqlgen_text_fail(s->file, s->line, "statement \"%s\" writes but is tagged read", s->verb);
    }
    int has_rows = is_query || b->has_returning;
    if (s->rows == SQLGEN_EXEC && has_rows) {
        sqlgen_text_fail(s->file, s->line, "statement \"%s\" returns rows but is tagged exec", s->verb);
    }
    if (s->rows != SQLGEN_EXEC && !has_rows) {
        sqlgen_text_fail(s->file, s->line, "statement \"%s\" returns no rows: tag it exec, or add RETURNING", s->verb);
    }
    if (b->depth != 0) {
        sqlgen_text_fail(s->file, s->line, "statement \"%s\": brackets do not match", s->verb);
    }
}

static void resolve_out(struct sqlgen_model *m, struct sqlgen_stmt *s)
{
    if ((s->rows == SQLGEN_EXEC) != (s->out_list == NULL)) {
        sqlgen_text_fail(s->file, s->line, "statement \"%s\" %s", s->verb,
                         s->out_list ? "is tagged exec but has -- out:" : "needs -- out:");
    }
    if (s->out_list == NULL) {
        return;
    }
    if (strpbrk(s->out_list, " ,\t") == NULL) {
        s->type = find_type(m, s->out_list);
        if (s->type == NULL) {
            sqlgen_text_fail(s->file, s->line, "-- out: \"%s\" is not a declared type", s->out_list);
        }
        return;
    }
    sqlgen_read_fields(m, s->file, s->line, s->out_list, &s->out);
}

static void build(struct sqlgen_model *m, struct sqlgen_stmt *s)
{
    resolve_out(m, s);
    struct builder b = {.m = m, .stmt = s, .fragment = -1, .text = {.pool = &m->pool}};
    expand(&b, s->file, s->body, s->body_line, 0);
    if (b.fragment >= 0) {
        sqlgen_text_fail(s->file, s->line, "fragment \"%s\" is never closed", s->fragments[b.fragment]);
    }
    while (b.text.len > 0 && b.text.data[b.text.len - 1] == ' ') {
        b.text.data[--b.text.len] = '\0';
    }
    end_part(&b);
    check_kind(&b);
    for (int i = 0; i < s->in.count; i++) {
        if (!s->in.items[i].is_used) {
            sqlgen_text_fail(s->file, s->line, "parameter \"%s\" of statement \"%s\" is declared but not used",
                             s->in.items[i].name, s->verb);
        }
    }
}

void sqlgen_build_all(struct sqlgen_model *m)
{
    for (int i = 0; i < m->type_count; i++) {
        if (m->types[i].fields.count == 0) {
            sqlgen_text_fail(m->types[i].file, m->types[i].line, "type \"%s\" has no columns", m->types[i].name);
        }
    }
    for (int i = 0; i < m->stmt_count; i++) {
        build(m, &m->stmts[i]);
    }
}
