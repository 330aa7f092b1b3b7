/*
 * multipart.h - a form with a file at its end (multipart/form-data, RFC 7578), read while it comes and as strictly as http/form.h.
 *
 * Taken is what browsers send: the boundary first, parts with Content-Disposition and perhaps Content-Type, CRLF everywhere, a few short
 * controls, and one file, which is the last part. Everything else is refused: a preamble, other fields of a part's head, parts in parts,
 * a second file, a control behind the file, and whatever follows the closing boundary but one line end.
 *
 * The library's own reader of forms was not taken: it goes over what is malformed, takes parts in parts, and wants the connection.
 *
 * Runs on: the thread that owns the request. Owns: nothing; of a fixed size, without an allocation.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stddef.h>

/* A boundary has 70 characters at most (RFC 2046); one part's head and one control's value these many bytes. */
enum { MULTIPART_BOUNDARY_MAX = 70, MULTIPART_HEAD_MAX = 1024, MULTIPART_VALUE_MAX = 512 };

enum multipart_event {
    MULTIPART_MORE,  /* everything was read; more has to come */
    MULTIPART_FIELD, /* `name` and `text` are a control */
    MULTIPART_FILE,  /* `name`, and in `text` what the file is called (maybe ""); its bytes follow */
    MULTIPART_BYTES, /* `bytes` and `size` are the next of the file */
    MULTIPART_END,   /* the form is whole; once */
    MULTIPART_BAD    /* it is none; for good */
};

struct multipart {
    int state;
    char mark[MULTIPART_BOUNDARY_MAX + 8]; /* CR LF "--" boundary */
    size_t mark_size, matched;
    char held[MULTIPART_HEAD_MAX + 1]; /* head of a part, or value of a control */
    size_t held_size;
    char name[128];
    /* of the event: */
    const char *text, *bytes; /* until the next call */
    size_t size;
    int is_file, has_ended;
};

/* Begins with the type as it came. 0: it is no form of this kind, or its boundary is not one. */
int multipart_begin(struct multipart *m, const char *content_type);
/* Reads from `*bytes`, moves it and lessens `*n`, and stops at the next event. Call until MULTIPART_MORE. */
enum multipart_event multipart_next(struct multipart *m, const char **bytes, size_t *n);

#endif
