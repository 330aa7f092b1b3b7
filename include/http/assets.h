/*
 * assets.h - the embedded files of the front end.
 *
 * Names under /assets/ carry a hash of their content and may be kept for ever; pages are asked for again each time. A path that
 * is no file gets the entry page with the longest fitting prefix, because the pages are applications of their own.
 *
 * Runs on: any thread. Owns: nothing; the bytes are constants of the program.
 */
#ifndef HTTP_ASSETS_H
#define HTTP_ASSETS_H

#include "base/rc.h"
#include "http/server.h"

#include <stddef.h>

struct assets;

struct assets_reply {
    const void *bytes;
    size_t size;
    const char *type;     /* Content-Type */
    const char *encoding; /* "br", "gzip" or NULL */
    const char *etag;     /* with quotes */
    int is_immutable;
    int is_html;
};

RC_MUST enum rc assets_new(const struct embed_table *files, const struct server_entry *entries, struct assets **out);
void assets_free(struct assets *a);
/* `path` is a sound raw path that starts with '/'. RC_NOT_FOUND when there is neither file nor entry. */
RC_MUST enum rc assets_find(const struct assets *a, const char *path, const char *accept_encoding,
                            struct assets_reply *out);

#endif
