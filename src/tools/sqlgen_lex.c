/*
 * sqlgen_lex.c - tokens of SQL text: quotes, comments, parameters, inserts and fragment marks.
 *
 * Only so much of SQL as is needed to know what is text and what is not: nothing inside quotes or comments is ever taken
 * for a parameter, a mark or the end of a statement.
 *
 * Runs on: the build machine. Owns: nothing; tokens point into the file's text.
 */
#include "sqlgen.h"

#include <string.h>

static int is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Bytes above ASCII belong to words, as in SQLite. */
static int is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static size_t quoted_length(const struct sqlgen_lexer *lexer, const char *s)
{
    char quote = s[0];
    for (size_t i = 1; s[i] != '\0'; i++) {
        if (s[i] != quote) {
            continue;
        }
        if (s[i + 1] != quote) {
            return i + 1;
        }
        i++;
    }
    sqlgen_text_fail(lexer->file, lexer->line, "quote %c is never closed", quote);
}

/* A block comment whose whole content is [[name]] or [[/]] is a mark. */
static void block_comment(const struct sqlgen_lexer *lexer, struct sqlgen_token *out)
{
    const char *end = strstr(out->start + 2, "*/");
    if (end == NULL) {
        sqlgen_text_fail(lexer->file, lexer->line, "comment is never closed");
    }
    out->kind = SQLGEN_COMMENT;
    out->len = (size_t)(end + 2 - out->start);
    const char *from = out->start + 2;
    while (from < end && is_space(*from)) {
        from++;
    }
    while (end > from && is_space(end[-1])) {
        end--;
    }
    size_t n = (size_t)(end - from);
    if (n < 2 || memcmp(from, "[[", 2) != 0) {
        return;
    }
    if (n < 5 || memcmp(end - 2, "]]", 2) != 0) {
        sqlgen_text_fail(lexer->file, lexer->line, "a fragment mark looks like [[name]] or [[/]]");
    }
    out->kind = SQLGEN_MARK;
    out->name = from + 2;
    out->name_len = n - 4;
    if (!(out->name_len == 1 && out->name[0] == '/') && !sqlgen_text_is_plain(out->name, out->name_len)) {
        sqlgen_text_fail(lexer->file, lexer->line, "\"%.*s\" is not a fragment name", (int)out->name_len, out->name);
    }
}

static void parameter(const struct sqlgen_lexer *lexer, struct sqlgen_token *out)
{
    size_t n = 1;
    while (is_word(out->start[n])) {
        n++;
    }
    if (n == 1) {
        sqlgen_text_fail(lexer->file, lexer->line, "':' without a parameter name");
    }
    out->kind = SQLGEN_PARAM;
    out->len = n;
    out->name = out->start + 1;
    out->name_len = n - 1;
}

static void insert(const struct sqlgen_lexer *lexer, struct sqlgen_token *out)
{
    size_t n = strcspn(out->start, "}\n");
    if (out->start[n] != '}') {
        sqlgen_text_fail(lexer->file, lexer->line, "'{' is not closed on its line");
    }
    out->kind = SQLGEN_INSERT;
    out->len = n + 1;
    out->name = out->start + 1;
    out->name_len = n - 1;
}

static void measure(const struct sqlgen_lexer *lexer, struct sqlgen_token *out)
{
    const char *s = out->start;
    size_t n = 1;
    if (s[0] == '\0') {
        out->kind = SQLGEN_END;
        n = 0;
    } else if (is_space(s[0])) {
        out->kind = SQLGEN_SPACE;
        while (is_space(s[n])) {
            n++;
        }
    } else if (s[0] == '-' && s[1] == '-') {
        out->kind = SQLGEN_COMMENT;
        n = strcspn(s, "\n");
    } else if (s[0] == '\'' || s[0] == '"' || s[0] == '`') {
        out->kind = SQLGEN_QUOTED;
        n = quoted_length(lexer, s);
    } else if (is_word(s[0])) {
        out->kind = SQLGEN_WORD;
        while (is_word(s[n])) {
            n++;
        }
    } else {
        out->kind = SQLGEN_PUNCT;
    }
    out->len = n;
}

void sqlgen_lex_next(struct sqlgen_lexer *lexer, struct sqlgen_token *out)
{
    *out = (struct sqlgen_token){.start = lexer->at, .line = lexer->line, .is_line_start = lexer->is_line_start};
    const char *s = lexer->at;
    if (s[0] == '/' && s[1] == '*') {
        block_comment(lexer, out);
    } else if (s[0] == ':') {
        parameter(lexer, out);
    } else if (s[0] == '{') {
        insert(lexer, out);
    } else if (s[0] == '?' || s[0] == '@' || s[0] == '$' || s[0] == '}') {
        sqlgen_text_fail(lexer->file, lexer->line, "'%c' has no meaning here; parameters are written :name", s[0]);
    } else {
        measure(lexer, out);
    }
    for (size_t i = 0; i < out->len; i++) {
        if (s[i] == '\n') {
            lexer->line++;
            lexer->is_line_start = 1;
        } else if (!is_space(s[i])) {
            lexer->is_line_start = 0;
        }
    }
    lexer->at += out->len;
}

int sqlgen_lex_is_word(const struct sqlgen_token *t, const char *upper)
{
    if (t->kind != SQLGEN_WORD || t->len != strlen(upper)) {
        return 0;
    }
    for (size_t i = 0; i < t->len; i++) {
        char c = t->start[i];
        if ((c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c) != upper[i]) {
            return 0;
        }
    }
    return 1;
}
