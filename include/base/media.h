/*
 * media.h - what a file is, judged by its content: never by its name or by what the sender says.
 *
 * libmagic looks at the beginning, zip-based documents are looked at from their end, text is looked at whole.
 *
 * Runs on: media_open and media_close on the main thread, the rest anywhere; libmagic is asked behind a lock, since it is not made for
 * threads. Owns: libmagic's tables, loaded once.
 */
#ifndef BASE_MEDIA_H
#define BASE_MEDIA_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

struct media;

enum {
    MEDIA_HEAD = 64 * 1024, /* bytes from the beginning that are looked at */
    MEDIA_TAIL = 256 * 1024 /* bytes from the end */
};

/* RC_UNAVAILABLE when libmagic's tables are not there. */
RC_MUST enum rc media_open(struct media **out);
void media_close(struct media *m);

/* Looks at a file piece by piece, in order. */
struct media_look {
    uint8_t *head; /* MEDIA_HEAD bytes of the caller's */
    uint8_t *tail; /* MEDIA_TAIL bytes of the caller's, the last ones of the file when it ends */
    size_t head_size, tail_size;
    uint64_t size;
    int has_controls; /* bytes that no text has */
};
void media_look_at(struct media_look *look, const void *bytes, size_t n);
/* The type out of media.def: a constant. RC_MEDIA_TYPE when it is none of them. */
RC_MUST enum rc media_decide(struct media *m, const struct media_look *look, const char **type);

/* 1 when a file of this type may be called so: its extension is one of the type's, or it has none. */
int media_fits_name(const char *type, const char *name);
/* The extension that a name without one gets, without the dot. */
const char *media_extension(const char *type);

/* The type of a zip-based document, or NULL: `tail` are the last bytes of a file of `size` bytes that begins as an archive does. Refused are
 * programs of its own (macros), archives in it, encrypted entries, names that leave the folder, more than 2000 entries, and contents that grow
 * to more than 200 MiB. Pure. */
const char *media_zip_type(const uint8_t *tail, size_t n, uint64_t size);

#endif
