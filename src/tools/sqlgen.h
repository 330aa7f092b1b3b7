/*
 * sqlgen.h - what the parts of the statement generator share.
 *
 * The generator reads sql/queries/<noun>.sql (the format stands in include/store/sql.h) in three steps: sqlgen_read.c cuts
 * files into types, snippets and statements; sqlgen_build.c expands and checks each statement; sqlgen_emit.c writes C.
 * The first thing that is wrong ends the run: "case.sql:12: message" on standard error, exit 1, nothing written.
 *
 * Runs on: the build machine, one thread. Owns: every byte in one pool that lives until the end of the run.
 */
#ifndef TOOLS_SQLGEN_H
#define TOOLS_SQLGEN_H

#include <stddef.h>

enum { SQLGEN_FRAGMENTS_MAX = 24, SQLGEN_DEPTH_MAX = 4 };

struct sqlgen_pool {
    struct sqlgen_chunk *chunks;
};

struct sqlgen_string {
    struct sqlgen_pool *pool;
    char *data; /* NUL-terminated once something was added */
    size_t len;
    size_t cap;
};

enum sqlgen_kind { SQLGEN_TEXT, SQLGEN_INT, SQLGEN_BLOB };
enum sqlgen_rows { SQLGEN_EXEC, SQLGEN_ONE, SQLGEN_OPT, SQLGEN_MANY };

struct sqlgen_field {
    const char *name;
    enum sqlgen_kind kind;
    int is_nullable;
    int is_used; /* parameters: seen in the text */
};

struct sqlgen_fields {
    struct sqlgen_field *items;
    int count;
};

struct sqlgen_file {
    const char *name; /* "case.sql" */
    const char *noun; /* "case" */
    const char *text;
};

struct sqlgen_type {
    const char *name;
    const struct sqlgen_file *file;
    int line;
    struct sqlgen_fields fields;
};

struct sqlgen_snippet {
    const char *name;
    const struct sqlgen_file *file;
    int line; /* of the text's first line */
    const char *text;
};

struct sqlgen_part {
    const char *text;
    int fragment; /* -1: always */
};

struct sqlgen_stmt {
    const struct sqlgen_file *file;
    int line; /* of the "-- name:" tag */
    const char *verb;
    int is_write;
    enum sqlgen_rows rows;
    const char *doc; /* may be NULL */
    struct sqlgen_fields in;
    const char *out_list;           /* as written; NULL without "-- out:" */
    const struct sqlgen_type *type; /* the declared type of a row, or NULL: then `out` holds the columns */
    struct sqlgen_fields out;
    const char *body;
    int body_line;
    struct sqlgen_part *parts;
    int part_count;
    const char *fragments[SQLGEN_FRAGMENTS_MAX];
    int fragment_count;
};

struct sqlgen_model {
    struct sqlgen_pool pool;
    struct sqlgen_file *files;
    int file_count;
    struct sqlgen_type *types;
    int type_count;
    struct sqlgen_snippet *snippets;
    int snippet_count;
    struct sqlgen_stmt *stmts;
    int stmt_count;
};

/* sqlgen_text.c: memory, strings, names, and the one way to fail. */
void *sqlgen_text_alloc(struct sqlgen_pool *pool, size_t size);
char *sqlgen_text_copy(struct sqlgen_pool *pool, const char *s, size_t n);
/* Room for one more item in an array of `count`; the array may move. */
void *sqlgen_text_grow(struct sqlgen_pool *pool, void *items, int count, size_t size);
void sqlgen_text_free(struct sqlgen_pool *pool);
void sqlgen_text_add(struct sqlgen_string *s, const char *bytes, size_t n);
void sqlgen_text_printf(struct sqlgen_string *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void sqlgen_text_fail(const struct sqlgen_file *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Lower-case letters, digits and underscores, a letter first, and no word of the C language. */
int sqlgen_text_is_name(const char *s, size_t n);
/* The same, but words of C pass: for nouns, verbs, snippets and fragments, which never stand alone in C. */
int sqlgen_text_is_plain(const char *s, size_t n);
char *sqlgen_text_upper(struct sqlgen_pool *pool, const char *s);

/* sqlgen_lex.c: tokens of SQL text. */
enum sqlgen_token_kind {
    SQLGEN_END,
    SQLGEN_SPACE,
    SQLGEN_COMMENT, /* "--" to the end of the line, or a block comment without a mark */
    SQLGEN_WORD,    /* also numbers */
    SQLGEN_QUOTED,
    SQLGEN_PARAM,  /* ":name"; `name` without the colon */
    SQLGEN_INSERT, /* "{name}" or "{name alias}"; `name` is what stands inside */
    SQLGEN_MARK,   /* a fragment mark; `name` is the fragment or "/" */
    SQLGEN_PUNCT
};

struct sqlgen_token {
    enum sqlgen_token_kind kind;
    const char *start;
    size_t len;
    const char *name;
    size_t name_len;
    int line;
    int is_line_start; /* nothing but blanks before it on its line */
};

struct sqlgen_lexer {
    const struct sqlgen_file *file;
    const char *at;
    int line;
    int is_line_start;
};

void sqlgen_lex_next(struct sqlgen_lexer *lexer, struct sqlgen_token *out);
int sqlgen_lex_is_word(const struct sqlgen_token *t, const char *upper);

/* sqlgen_read.c: cuts one file into the model. */
void sqlgen_read_file(struct sqlgen_model *m, const struct sqlgen_file *file);
/* The tag of a comment line ("-- name: x" gives "name"), its value, or NULL when the line is not one of our tags. */
const char *sqlgen_read_tag(const char *line, const char **value);
/* "id text, closed_ms int?" appended to `fields`. */
void sqlgen_read_fields(struct sqlgen_model *m, const struct sqlgen_file *file, int line, const char *list,
                        struct sqlgen_fields *fields);

/* sqlgen_build.c: resolves, expands and checks all statements. */
void sqlgen_build_all(struct sqlgen_model *m);

/* sqlgen_check.c: names that would meet in the generated C. */
void sqlgen_check_names(struct sqlgen_model *m);

/* sqlgen_emit.c: the two files. */
void sqlgen_emit_header(const struct sqlgen_model *m, struct sqlgen_string *out);
void sqlgen_emit_source(const struct sqlgen_model *m, const char *header_name, struct sqlgen_string *out);

#endif
