/*
 * assets.c - see assets.h.
 *
 * Runs on: assets_new on the main thread, assets_find on workers. Owns: the prepared tags.
 */
#include "http/assets.h"
#include "base/embed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_SIZE = 24 };

struct tags { /* one per variant: a tag names exact bytes */
    char plain[TAG_SIZE], gzip[TAG_SIZE], brotli[TAG_SIZE];
};

struct assets {
    const struct embed_table *files;
    const struct server_entry *entries;
    struct tags *tags;
};

struct media {
    const char *suffix;
    const char *type;
};

static const struct media medias[] = {{".html", "text/html; charset=utf-8"},
                                      {".js", "text/javascript; charset=utf-8"},
                                      {".css", "text/css; charset=utf-8"},
                                      {".svg", "image/svg+xml"},
                                      {".json", "application/json; charset=utf-8"},
                                      {".webmanifest", "application/manifest+json"},
                                      {".png", "image/png"},
                                      {".jpg", "image/jpeg"},
                                      {".webp", "image/webp"},
                                      {".ico", "image/x-icon"},
                                      {".woff2", "font/woff2"},
                                      {".pdf", "application/pdf"},
                                      {".txt", "text/plain; charset=utf-8"},
                                      {".md", "text/markdown; charset=utf-8"}};

static const char *type_of(const char *path)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < sizeof medias / sizeof medias[0]; i++) {
        size_t m = strlen(medias[i].suffix);
        if (n > m && strcmp(path + n - m, medias[i].suffix) == 0) {
            return medias[i].type;
        }
    }
    return NULL;
}

enum rc assets_new(const struct embed_table *files, const struct server_entry *entries, struct assets **out)
{
    static const struct embed_table nothing = {NULL, 0};
    struct assets *a = calloc(1, sizeof *a);
    if (a == NULL) {
        return RC_UNAVAILABLE;
    }
    a->files = files != NULL ? files : &nothing;
    a->entries = entries;
    a->tags = calloc(a->files->count + 1, sizeof *a->tags);
    if (a->tags == NULL) {
        free(a);
        return RC_UNAVAILABLE;
    }
    for (size_t i = 0; i < a->files->count; i++) {
        const char *hash = a->files->files[i].hash;
        (void)snprintf(a->tags[i].plain, TAG_SIZE, "\"%.16s\"", hash);
        (void)snprintf(a->tags[i].gzip, TAG_SIZE, "\"%.16s-gz\"", hash);
        (void)snprintf(a->tags[i].brotli, TAG_SIZE, "\"%.16s-br\"", hash);
    }
    *out = a;
    return RC_OK;
}

void assets_free(struct assets *a)
{
    if (a != NULL) {
        free(a->tags);
        free(a);
    }
}

static const struct embed_file *find_file(const struct assets *a, const char *path)
{
    size_t low = 0;
    size_t high = a->files->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, a->files->files[middle].path);
        if (order == 0) {
            return &a->files->files[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

/* The entry page with the longest prefix that ends at a segment. */
static const struct embed_file *find_entry(const struct assets *a, const char *path)
{
    const char *file = NULL;
    size_t longest = 0;
    for (const struct server_entry *e = a->entries; e != NULL && e->prefix != NULL; e++) {
        size_t n = strlen(e->prefix);
        if (n > longest && strncmp(path, e->prefix, n) == 0 && (n == 1 || path[n] == '\0' || path[n] == '/')) {
            longest = n;
            file = e->file;
        }
    }
    return file == NULL ? NULL : find_file(a, file);
}

/* Is the coding offered with a weight above zero? */
static int accepts(const char *accept_encoding, const char *coding)
{
    size_t n = strlen(coding);
    for (const char *p = accept_encoding; p != NULL && *p != '\0';) {
        p += strspn(p, " \t,");
        size_t item = strcspn(p, ",");
        if (strncmp(p, coding, n) == 0 && (p[n] == '\0' || strchr(",; \t", p[n]) != NULL)) {
            const char *q = memmem(p, item, "q=", 2);
            return q == NULL || strtod(q + 2, NULL) > 0;
        }
        p += item;
    }
    return 0;
}

enum rc assets_find(const struct assets *a, const char *path, const char *accept_encoding, struct assets_reply *out)
{
    int is_hashed = strncmp(path, "/assets/", 8) == 0;
    const struct embed_file *file = find_file(a, path + 1);
    if (file == NULL && !is_hashed && type_of(path) == NULL) {
        file = find_entry(a, path);
    }
    if (file == NULL) {
        return RC_NOT_FOUND; /* a missing script must not be answered with a page */
    }
    const struct tags *tags = &a->tags[file - a->files->files];
    const char *type = type_of(file->path);
    *out = (struct assets_reply){.bytes = file->data,
                                 .size = file->size,
                                 .type = type != NULL ? type : "application/octet-stream",
                                 .etag = tags->plain,
                                 .is_immutable = is_hashed,
                                 .is_html = type == medias[0].type};
    if (file->brotli != NULL && accepts(accept_encoding, "br")) {
        out->bytes = file->brotli;
        out->size = file->brotli_size;
        out->encoding = "br";
        out->etag = tags->brotli;
    } else if (file->gzip != NULL && accepts(accept_encoding, "gzip")) {
        out->bytes = file->gzip;
        out->size = file->gzip_size;
        out->encoding = "gzip";
        out->etag = tags->gzip;
    }
    return RC_OK;
}
