/*
 * file_check.h - do rows and contents of files still fit each other? And: away with what nobody knows.
 *
 * Runs on: see each function. Owns: nothing.
 */
#ifndef DOMAIN_FILE_CHECK_H
#define DOMAIN_FILE_CHECK_H

#include "base/ctx.h"
#include "store/file_store.h"
#include "store/sql.h"

/* Contents younger than this are left alone: their row may be on its way, or a backup under way may still want them. */
enum { FILE_CHECK_AGE_S = 86400 };

struct file_report {
    int64_t files, bytes;
    int64_t bad;
    const char *bad_id; /* the first one, on ctx->arena */
    const char *why;    /* constant */
};
/* Every kept file: is its content there, as long as it has to be; when `is_deep` (which needs the keys) does it open, and is it what was
 * sent? RC_OK also when something is bad. Any read transaction. */
RC_MUST enum rc file_verify(struct ctx *ctx, struct tx *tx, const struct file_store *store, int is_deep,
                            struct file_report *out);

/* Removes contents that no row knows, contents of files that were removed so long ago, and drafts that were left. `age_s`: how old each
 * has to be (FILE_CHECK_AGE_S; tests give 0). Any thread, one at a time; `tx` is a read transaction. */
RC_MUST enum rc file_sweep(struct ctx *ctx, struct tx *tx, struct file_store *store, int64_t age_s, int64_t *removed);

#endif
