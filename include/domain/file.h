/*
 * file.h - files of a case: evidence, scans, proofs, and redacted copies of them (domain design 3.1, 5; Regulation Art 30, 44).
 *
 * An original may show people; it is opened by who may read a person of the case in full, with a reason that stays on file (party.h).
 * A redacted copy is for everybody who may see the case. Names are personal data too: they lie sealed under the file's own key, and an
 * original's name is told to those who may open it.
 *
 *   begin (worker, before a byte came) -> take (worker, piece by piece) -> inspect (craft thread) -> add (writer)
 * What does not get to its end leaves nothing behind. The row comes last, so no row is ever without its content.
 *
 * Runs on: see each function. Owns: nothing but uploads, which their caller frees.
 */
#ifndef DOMAIN_FILE_H
#define DOMAIN_FILE_H

#include "base/crypto.h"
#include "domain/case.h"

struct file_upload;
struct file_content;

enum { FILE_NAME_MAX = 120, FILE_NAME_SIZE = 4 * FILE_NAME_MAX + 8, FILE_CASE_COUNT_MAX = 500 };

struct file_in {
    const char *case_id;
    const char *of_id; /* the original of a redacted copy; NULL for an original */
    const char *name;  /* as the sender has it; NULL: none came */
    int64_t size;      /* bytes that are to come */
    int is_at_most;    /* so many at most; what is too large is then found when it comes */
    int is_public;     /* sent by a petitioner: leaves room for the office */
};

/* May the actor add this file? Worker, read transaction. RC_NOT_FOUND outside the scope; RC_REFUSED for an archived case or a full one;
 * RC_INVALID for the name, RC_TOO_LARGE, RC_UNAVAILABLE. The upload is freed with file_upload_free. */
RC_MUST enum rc file_begin(struct ctx *ctx, struct tx *tx, const struct file_in *in, struct file_upload **out);
/* The next bytes. Worker. */
RC_MUST enum rc file_take(struct ctx *ctx, struct file_upload *u, const void *bytes, size_t n);
/* After the last one: on the disk for good, read back, found to be of a kind that is taken and, where there is a scanner, clean. Craft
 * thread. RC_MEDIA_TYPE, RC_INVALID, RC_UNAVAILABLE (scanner or disk). */
RC_MUST enum rc file_inspect(struct ctx *ctx, struct file_upload *u);
/* The row and the journal entry. Writer; maybe several times. Checks again what may have changed meanwhile. `*id` lives on the arena. */
RC_MUST enum rc file_add(struct ctx *ctx, struct tx *tx, struct file_upload *u, const char **id);
/* Bytes of the content, after file_inspect. */
int64_t file_upload_size(const struct file_upload *u);
/* BLAKE2b-256 of the content, after file_inspect. */
const uint8_t *file_upload_hash(const struct file_upload *u);
/* Removes the content unless file_add succeeded. Any thread; NULL is nothing. */
void file_upload_free(struct file_upload *u);

struct file_item {
    const char *id, *kind, *of_id, *status, *media;
    const char *name; /* NULL: removed, or the actor may not open it */
    const char *hash; /* hex */
    const char *account_name, *unit_name, *removed_name, *removed_reason;
    int64_t size, created_ms, removed_ms; /* SQL_NULL: not removed */
    int may_open, may_remove;
    int needs_reason;       /* opening it is an act: file_note_opening first */
    int is_from_petitioner; /* sent with number and query code (material.h) */
};
struct file_list {
    struct file_item *items;
    size_t count;
    int64_t left; /* bytes that may still be added to the case by the actor */
};
/* All files of a case, oldest first, removed ones too. Any read transaction. */
RC_MUST enum rc file_list(struct ctx *ctx, struct tx *tx, const char *case_id, struct file_list *out);

struct file_opened {
    struct file_content *content; /* heap; file_close */
    const char *name, *media, *id;
    int64_t size;
};
/* Authorises and opens. `is_noted` says which door it is: originals and all files of sealed cases want the one with a reason, redacted
 * copies the other; the wrong door is refused. Worker, read transaction. RC_NOT_FOUND,
 * RC_FORBIDDEN, RC_REFUSED (withheld name, wrong door), RC_GONE; RC_INTERNAL, with a log line, when the content is not there or damaged. */
RC_MUST enum rc file_open(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, int is_noted,
                          struct file_opened *out);
void file_close(struct file_content *content);
/* Writes down that a file is read and why: in the office's journal, or for a sealed case in its own. Writer; checks as file_open. */
RC_MUST enum rc file_note_opening(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, const char *why);
/* Destroys key and name; the content can never be opened again, and the sweep removes it. Who sent it, the head of the unit or of the
 * bureau. RC_FORBIDDEN, RC_REFUSED (something rests on it, the case is closed), RC_GONE. Writer. `why` is a word of a list. */
RC_MUST enum rc file_remove(struct ctx *ctx, struct tx *tx, const char *case_id, const char *id, const char *why);

#endif
