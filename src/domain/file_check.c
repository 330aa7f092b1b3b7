/*
 * file_check.c - see file_check.h.
 *
 * Runs on: the ticker's thread (sweep), the main thread of the tools. Owns: nothing.
 * Invariant: the sweep never removes a content whose row is kept.
 */
#include "domain/file_check.h"

#include "domain/file_inside.h"
#include "domain/row_seal.h"
#include "store/file_content.h"

#include <stdio.h>
#include <string.h>

enum { FILE_WINDOW = 200 };

/* ---- verifying ---- */

/* The content's hash; the codes of sealed_reader_next. */
static enum rc file_hash_content(struct file_content *content, uint8_t hash[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    const uint8_t *bytes = NULL;
    size_t n = 0;
    enum rc rc = RC_OK;
    crypto_hasher_init(&h, NULL);
    while ((rc = sealed_reader_next(content->reader, &bytes, &n)) == RC_OK) {
        crypto_hasher_add(&h, bytes, n);
    }
    crypto_hasher_end(&h, hash);
    return rc == RC_DONE ? RC_OK : rc;
}

/* NULL when all is well. */
static const char *file_fault_row(struct ctx *ctx, const struct file_row *row)
{
    const char *why;
    return row_seal_look_file(ctx, row->id, row->key, row->name, row->digest, &why) == RC_OK ? why
                                                                                             : "it cannot be checked";
}

/* NULL when all is well. */
static const char *file_fault_inside(struct ctx *ctx, const struct file_store *store, const struct file_row *row)
{
    struct file_keys keys;
    struct file_content content;
    uint8_t hash[CRYPTO_HASH_SIZE];
    const char *name = NULL;
    if (file_keys_open(ctx, row->id, row->is_sealed != 0, row->key, &keys) != RC_OK) {
        return "its key does not open";
    }
    enum rc rc = file_name_open(ctx, &keys, row->id, row->name, &name);
    const char *why = rc != RC_OK ? "its name does not open" : NULL;
    if (why == NULL && file_content_open(store, row->id, keys.content, row->size, &content) != RC_OK) {
        why = "its content does not open";
    } else if (why == NULL) {
        rc = file_hash_content(&content, hash);
        file_content_close(&content);
        why = rc != RC_OK ? "its content is damaged" : NULL;
    }
    crypto_wipe(&keys, sizeof keys);
    if (why == NULL && (row->hash.size != sizeof hash || memcmp(row->hash.data, hash, sizeof hash) != 0)) {
        why = "its content is not what was sent";
    }
    return why;
}

static const char *file_fault(struct ctx *ctx, const struct file_store *store, const struct file_row *row, int is_deep)
{
    switch (file_store_check(store, row->id, row->size)) {
    case RC_OK: return is_deep ? file_fault_inside(ctx, store, row) : NULL;
    case RC_NOT_FOUND: return "its content is not there";
    case RC_INTERNAL: return "its content has another length";
    default: return "its content cannot be read";
    }
}

/* Of a removed file nothing is left that opens it. */
static enum rc file_verify_removed(struct ctx *ctx, struct tx *tx, struct file_report *out)
{
    struct file_list_left_out *left;
    size_t n = 0;
    enum rc rc = file_rows_list_left(tx, ctx->arena, &(struct file_list_left_in){"", 1}, &left, &n);
    if (rc == RC_OK && n > 0) {
        out->bad++;
        out->bad_id = out->why == NULL ? left[0].id : out->bad_id;
        out->why = out->why == NULL ? "it was removed, and what opens it is there" : out->why;
    }
    return rc;
}

enum rc file_verify(struct ctx *ctx, struct tx *tx, const struct file_store *store, int is_deep,
                    struct file_report *out)
{
    char after[64] = "";
    size_t n = FILE_WINDOW;
    enum rc rc = RC_OK;
    memset(out, 0, sizeof *out);
    while (rc == RC_OK && n == FILE_WINDOW) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct file_row *rows = NULL;
        char bad[64] = "";
        rc = file_rows_list_kept(tx, ctx->arena, &(struct file_list_kept_in){after, FILE_WINDOW}, &rows, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            const char *why = file_fault_row(ctx, &rows[i]);
            why = why == NULL ? file_fault(ctx, store, &rows[i], is_deep) : why;
            out->files++;
            out->bytes += rows[i].size;
            out->bad += why != NULL;
            if (why != NULL && out->why == NULL) {
                out->why = why;
                (void)snprintf(bad, sizeof bad, "%s", rows[i].id);
            }
            (void)snprintf(after, sizeof after, "%s", rows[i].id);
        }
        arena_reset_to(ctx->arena, mark);
        out->bad_id = bad[0] != '\0' ? arena_strdup(ctx->arena, bad) : out->bad_id;
    }
    return rc == RC_OK ? file_verify_removed(ctx, tx, out) : rc;
}

/* ---- sweeping ---- */

struct file_sweeper {
    struct ctx *ctx;
    struct tx *tx;
    int64_t age_ms;
    enum rc rc;
};

/* What is not known for sure stays. */
static int file_is_dead(void *arg, const char *id)
{
    struct file_sweeper *s = arg;
    struct file_get_status_out row;
    struct arena_mark mark = arena_mark(s->ctx->arena);
    enum rc rc =
        s->rc == RC_OK ? file_rows_get_status(s->tx, s->ctx->arena, &(struct file_get_status_in){id}, &row) : s->rc;
    int is_dead = rc == RC_NOT_FOUND ||
                  (rc == RC_OK && row.removed_ms != SQL_NULL && row.removed_ms + s->age_ms <= s->ctx->now_ms);
    s->rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    arena_reset_to(s->ctx->arena, mark);
    return is_dead;
}

enum rc file_sweep(struct ctx *ctx, struct tx *tx, struct file_store *store, int64_t age_s, int64_t *removed)
{
    struct file_sweeper s = {.ctx = ctx, .tx = tx, .age_ms = age_s * 1000};
    enum rc rc = file_store_sweep(store, age_s, file_is_dead, &s, removed);
    return rc == RC_OK ? s.rc : rc;
}
