/*
 * template.c - fills templates, see template.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/template.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

enum { TEMPLATE_LINES_MAX = 400, TEMPLATE_NAME_MAX = 60 };

static const char TEMPLATE_HEAD[] = "template ";

int template_version(const char *text)
{
    return strncmp(text, TEMPLATE_HEAD, sizeof TEMPLATE_HEAD - 1) == 0
               ? (int)strtol(text + sizeof TEMPLATE_HEAD - 1, NULL, 10)
               : 0;
}

struct template_work {
    struct arena *arena;
    template_say *say;
    void *arg;
    struct template_line *lines;
    size_t count;
};

static const char *template_name(struct template_work *w, const char *from, size_t n)
{
    return n > 0 && n <= TEMPLATE_NAME_MAX ? arena_strndup(w->arena, from, n) : "";
}

/* The line with its names replaced; NULL when the arena is full. */
static const char *template_replace(struct template_work *w, const char *line, size_t n)
{
    struct buf out;
    buf_init(&out, w->arena);
    for (size_t i = 0; i < n;) {
        const char *close = line[i] == '{' ? memchr(line + i, '}', n - i) : NULL;
        if (close == NULL) {
            buf_putc(&out, line[i++]);
            continue;
        }
        const char *said = w->say(w->arg, template_name(w, line + i + 1, (size_t)(close - line) - i - 1));
        buf_puts(&out, said != NULL ? said : "");
        i = (size_t)(close - line) + 1;
    }
    return buf_cstr(&out);
}

static void template_add(struct template_work *w, enum paper_kind kind, const char *text)
{
    while (text != NULL && *text != '\0' && w->count < TEMPLATE_LINES_MAX) {
        size_t n = strcspn(text, "\n");
        if (n > 0) {
            w->lines[w->count++] = (struct template_line){kind, arena_strndup(w->arena, text, n)};
        }
        text += n;
        text += *text == '\n';
    }
}

static int template_kind(char sign, enum paper_kind *out)
{
    static const struct {
        char sign;
        enum paper_kind kind;
    } signs[] = {{'=', PAPER_TITLE}, {'^', PAPER_NUMBER}, {'#', PAPER_HEADING},
                 {'|', PAPER_PLAIN}, {'>', PAPER_RIGHT},  {'~', PAPER_SMALL}};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (signs[i].sign == sign) {
            *out = signs[i].kind;
            return 1;
        }
    }
    *out = PAPER_TEXT;
    return 0;
}

static void template_line_fill(struct template_work *w, const char *line, size_t n)
{
    enum paper_kind kind;
    if (n > 0 && line[0] == '?') {
        size_t name = 1;
        while (name < n && line[name] != ' ') {
            name++;
        }
        const char *said = w->say(w->arg, template_name(w, line + 1, name - 1));
        if (said == NULL || said[0] == '\0') {
            return;
        }
        name += name < n;
        line += name;
        n -= name;
    }
    if (n > 0 && template_kind(line[0], &kind)) {
        line++;
        n--;
        while (n > 0 && *line == ' ') {
            line++;
            n--;
        }
    } else {
        kind = PAPER_TEXT;
    }
    template_add(w, kind, template_replace(w, line, n));
}

enum rc template_fill(struct arena *a, const char *text, template_say *say, void *arg, struct template_line **out,
                      size_t *count)
{
    struct template_work w = {.arena = a, .say = say, .arg = arg};
    w.lines = arena_array_of(a, struct template_line, TEMPLATE_LINES_MAX);
    const char *at = text + strcspn(text, "\n");
    while (w.lines != NULL && *at == '\n') {
        at++;
        size_t n = strcspn(at, "\n");
        template_line_fill(&w, at, n);
        at += n;
    }
    *out = w.lines;
    *count = w.count;
    return w.lines != NULL && !arena_is_full(a) ? RC_OK : RC_TOO_LARGE;
}
