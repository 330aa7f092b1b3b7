/*
 * material.h - what a petitioner adds to a matter that is in hand (补充材料), with number and query code: words and files.
 *
 * Words become evidence of the case, files its originals; both are in its journal, and who has the case is told. Reviews have cases of
 * their own: while one runs and what it is about is closed, the material goes there.
 *
 * A sealed matter takes files only: they lie under the key of its lane, while words would stand in an open table. Who has it is told as of
 * any other, and nobody else learns of it.
 *
 * Runs on: see each function. Owns: nothing. Invariant: nothing of a sealed matter is written into an open table.
 */
#ifndef DOMAIN_MATERIAL_H
#define DOMAIN_MATERIAL_H

#include "domain/public_case.h"

struct file_upload;

enum { MATERIAL_A_DAY = 10 };
/* Of files from the petitioner of one case: less than the office may add to it (env.h). */
enum { MATERIAL_FILES_MAX = 40, MATERIAL_FILES_A_DAY = 20, MATERIAL_FILES_MIB = 200, MATERIAL_FILES_DAY_MIB = 100 };

struct material_in {
    const char *number, *code;
    const char *title; /* NULL: called what it is */
    const char *text;
};

/* RC_NOT_FOUND for a wrong number and a wrong code alike; RC_REFUSED with whom to turn to; RC_LIMITED past MATERIAL_A_DAY. Writer. */
RC_MUST enum rc material_add(struct ctx *ctx, struct tx *tx, const struct material_in *in, const char **number);
/* Where what is added to a matter goes: to itself while it is open, or to what came out of it and is. NULL: all of it is closed. */
const struct public_case *material_place(const struct public_case *c);

/* ---- files, material_file.c; an upload goes the way that file.h draws ---- */

struct material_file_in {
    const char *number, *code; /* NULL: a wrong one */
    const char *name;          /* as the sender has it; NULL: none came */
    int64_t size;              /* bytes that are to come */
    int is_at_most;            /* so many at most */
};

/* May this file be added? Worker, read transaction, before the first byte. RC_NOT_FOUND for a wrong number and a wrong code alike; RC_REFUSED
 * (closed, full) with whom to turn to; RC_LIMITED past the day's measure; RC_INVALID for the name, RC_TOO_LARGE, RC_UNAVAILABLE. The upload is
 * freed with file_upload_free. */
RC_MUST enum rc material_file_begin(struct ctx *ctx, struct tx *tx, const struct material_file_in *in,
                                    struct file_upload **out);
/* The row, the journal entry, and the notice to who has the case: one for all files that come within a quarter of an hour. Writer; checks
 * again what may have changed. `*to` is the number of the case that it went to. */
RC_MUST enum rc material_file_add(struct ctx *ctx, struct tx *tx, const char *number, const char *code,
                                  struct file_upload *upload, const char **to);

struct material_file {
    const char *name; /* as it was sent; NULL: the office removed the file */
    int64_t size, created_ms;
};
struct material_room {
    int takes_words, takes_files; /* at this moment, by state and lane; there may be no room left */
    int64_t left_bytes, left_files;
};
/* What the petitioner sent to this very case, oldest first, and never a file of the office. Any read transaction; who calls has checked the
 * code. */
RC_MUST enum rc material_file_list(struct ctx *ctx, struct tx *tx, const struct public_case *c,
                                   struct material_file **out, size_t *count);
/* What the matter takes now. */
RC_MUST enum rc material_room(struct ctx *ctx, struct tx *tx, const struct public_case *found,
                              struct material_room *out);

#endif
