/*
 * words.c - host tool: the words of the front end, for the pages that the server itself writes.
 *
 *   words --locales DIR --out FILE AREA...
 *
 * Reads DIR/zh-CN/AREA.json and DIR/en/AREA.json, flat objects of texts, and writes one row for each key, sorted: {"key", "zh", "en"},
 * to be included in a table (src/api/words.c). A key that one of the languages lacks ends the build. A text that has a plural in one
 * language only ("_one", "_other") is no word for a page and is left out.
 *
 * Runs on: the build machine, one thread. Owns: the words. Invariant: the output depends on the files alone.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 4096, LANGUAGES = 2 };

struct word {
    char *key;
    char *texts[LANGUAGES];
};

static struct word words[WORDS_MAX];
static size_t word_count;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("words: ", stderr);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

static char *read_whole(const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *in = fopen(path, "rb");
    FILE *out = open_memstream(&text, &size);
    if (in == NULL || out == NULL) {
        fail("cannot read %s", path);
    }
    for (int c = fgetc(in); c != EOF; c = fgetc(in)) {
        fputc(c, out);
    }
    fclose(in);
    fclose(out);
    return text;
}

static const char *skip(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* A JSON text at `*p`, which moves past it, as a C literal without quotes. Escapes but \" and \\ are not used in these files. */
static char *read_text(const char **p, const char *path)
{
    const char *from = skip(*p);
    if (*from != '"') {
        fail("%s: a text is missing at: %.40s", path, from);
    }
    const char *end = from + 1;
    while (*end != '"') {
        if (*end == '\0' || *end == '\n' || (*end == '\\' && end[1] != '"' && end[1] != '\\')) {
            fail("%s: a text that cannot be read: %.40s", path, from);
        }
        end += *end == '\\' ? 2 : 1;
    }
    *p = end + 1;
    return strndup(from + 1, (size_t)(end - from - 1));
}

static struct word *find(const char *key)
{
    for (size_t i = 0; i < word_count; i++) {
        if (strcmp(words[i].key, key) == 0) {
            return &words[i];
        }
    }
    return NULL;
}

/* Keeps the text and a copy of the key. */
static void take(const char *key, char *text, int language, const char *path)
{
    struct word *word = find(key);
    if (word == NULL) {
        if (word_count == WORDS_MAX) {
            fail("more than %d words", WORDS_MAX);
        }
        word = &words[word_count++];
        word->key = strdup(key);
    }
    if (word->texts[language] != NULL) {
        fail("%s: %s is there twice", path, word->key);
    }
    word->texts[language] = text;
}

static void read_area(const char *path, int language)
{
    char *whole = read_whole(path);
    const char *p = skip(whole);
    if (*p != '{') {
        fail("%s is no object", path);
    }
    for (p = skip(p + 1); *p != '}'; p = skip(p)) {
        char *key = read_text(&p, path);
        p = skip(p);
        if (*p++ != ':') {
            free(key);
            fail("%s: a key without a text before: %.40s", path, p);
        }
        take(key, read_text(&p, path), language, path);
        free(key);
        p = skip(p);
        p += *p == ',';
    }
    free(whole);
}

static int is_plural(const char *key)
{
    size_t n = strlen(key);
    return (n > 4 && strcmp(key + n - 4, "_one") == 0) || (n > 6 && strcmp(key + n - 6, "_other") == 0);
}

static int by_key(const void *a, const void *b)
{
    const struct word *x = a, *y = b;
    return strcmp(x->key, y->key);
}

static void write_rows(const char *path)
{
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        fail("cannot write %s", path);
    }
    qsort(words, word_count, sizeof words[0], by_key);
    fputs("/* Written by src/tools/words.c from the locales of the front end. */\n", out);
    for (size_t i = 0; i < word_count; i++) {
        const struct word *w = &words[i];
        if (w->texts[0] != NULL && w->texts[1] != NULL) {
            fprintf(out, "{\"%s\", \"%s\", \"%s\"},\n", w->key, w->texts[0], w->texts[1]);
        } else if (!is_plural(w->key)) {
            fail("%s stands in one language only", w->key);
        }
    }
    if (fclose(out) != 0) {
        fail("cannot write %s", path);
    }
}

int main(int argc, char **argv)
{
    static const char *const languages[LANGUAGES] = {"zh-CN", "en"};
    if (argc < 6 || strcmp(argv[1], "--locales") != 0 || strcmp(argv[3], "--out") != 0) {
        fail("usage: words --locales DIR --out FILE AREA...");
    }
    for (int i = 5; i < argc; i++) {
        for (int l = 0; l < LANGUAGES; l++) {
            char *path = NULL;
            if (asprintf(&path, "%s/%s/%s.json", argv[2], languages[l], argv[i]) < 0) {
                fail("out of memory");
            }
            read_area(path, l);
            free(path);
        }
    }
    write_rows(argv[4]);
    for (size_t i = 0; i < word_count; i++) {
        free(words[i].key);
        for (int l = 0; l < LANGUAGES; l++) {
            free(words[i].texts[l]);
        }
    }
    return 0;
}
