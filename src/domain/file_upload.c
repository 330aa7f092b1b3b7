/*
 * file_upload.c - a file on its way in: from the first byte to the row.
 *
 * Runs on: see file.h; an upload is handed from thread to thread with its request and never shared. Owns: draft and key.
 * Invariants: the content is safe on the disk before the row is written; whatever fails in between leaves nothing.
 */
#include "domain/file_inside.h"

#include "base/clamd.h"
#include "base/ident.h"
#include "base/log.h"
#include "base/media.h"
#include "domain/reason.h"
#include "domain/row_seal.h"
#include "store/file_draft.h"
#include "store/inject.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MIB = 1024 * 1024 };

struct file_upload {
    struct file_draft *draft;
    const char *media; /* a constant; NULL before inspection */
    /* That were announced; when only a bound is known as many at most, and from file_inspect on what came. */
    int64_t size;
    int is_at_most;
    int is_kept; /* the row was written; unknown to us when its commit fails, so the content stays for the sweep then */
    uint8_t own[CRYPTO_KEY_SIZE];
    struct file_keys keys;
    char id[IDENT_SIZE], case_id[IDENT_SIZE], of_id[IDENT_SIZE]; /* of_id "" for an original */
    char name[FILE_NAME_SIZE];
};

static enum rc file_no_room(struct ctx *ctx)
{
    return fault_set(&ctx->fault, RC_UNAVAILABLE, reason(REASON_FILE_NO_ROOM), NULL, NULL, NULL);
}

/* What may have changed between the first byte and the row. */
static enum rc file_check_place(struct ctx *ctx, struct tx *tx, const struct case_row *c, const char *of_id)
{
    struct file_row of;
    if (c->archived_ms != SQL_NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_ARCHIVED), NULL, NULL, NULL);
    }
    if (of_id == NULL || of_id[0] == '\0') {
        return RC_OK;
    }
    enum rc rc = file_rows_get(tx, ctx->arena, &(struct file_get_in){c->id, of_id}, &of);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK && (strcmp(of.kind, "original") != 0 || strcmp(of.status, "kept") != 0)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_FILE_NOT_ORIGINAL), NULL, NULL, NULL);
    }
    /* Whoever makes the copy has read the original. */
    return rc == RC_OK ? file_check_original(ctx, tx, c, of.account_id) : rc;
}

static enum rc file_too_large(struct ctx *ctx)
{
    const struct env *env = ctx->env;
    return fault_set(&ctx->fault, RC_TOO_LARGE, reason(REASON_FILE_TOO_LARGE), "/content",
                     arena_printf(ctx->arena, "%lld", (long long)(env->file_max / FILE_MIB)), NULL);
}

enum rc file_check_content(struct ctx *ctx, const struct file_in *in, const char **name)
{
    const struct env *env = ctx->env;
    *name = file_name_clean(ctx->arena, in->name);
    if (*name == NULL) {
        return fault_add(&ctx->fault, reason(REASON_FILE_NAME), "/name", NULL, NULL);
    }
    if (in->size > env->file_max && !in->is_at_most) {
        return file_too_large(ctx);
    }
    return env->files == NULL ? file_no_room(ctx) : RC_OK;
}

enum rc file_upload_new(struct ctx *ctx, const struct file_in *in, const char *name, struct file_upload **out)
{
    const struct env *env = ctx->env;
    struct file_upload *u = calloc(1, sizeof *u);
    if (u == NULL) {
        return RC_UNAVAILABLE;
    }
    u->size = in->is_at_most && in->size > env->file_max ? env->file_max : in->size;
    u->is_at_most = in->is_at_most;
    ident_new(ctx->now_ms, u->id);
    (void)snprintf(u->case_id, sizeof u->case_id, "%s", in->case_id);
    (void)snprintf(u->of_id, sizeof u->of_id, "%s", in->of_id != NULL ? in->of_id : "");
    (void)snprintf(u->name, sizeof u->name, "%s", name);
    crypto_random(u->own, sizeof u->own);
    file_keys_of(u->own, &u->keys);
    enum rc rc = file_draft_new(env->files, u->id, u->keys.content, u->size,
                                in->is_public ? FILE_DRAFTS_PUBLIC : FILE_DRAFTS_MAX, &u->draft);
    if (rc != RC_OK) {
        file_upload_free(u);
        return rc == RC_BUSY ? rc : file_no_room(ctx);
    }
    *out = u;
    return RC_OK;
}

enum rc file_begin(struct ctx *ctx, struct tx *tx, const struct file_in *in, struct file_upload **out)
{
    struct case_row c;
    const char *name = NULL;
    enum rc rc = case_get(ctx, tx, in->case_id, &c);
    rc = rc == RC_OK ? file_check_place(ctx, tx, &c, in->of_id) : rc;
    rc = rc == RC_OK ? file_check_content(ctx, in, &name) : rc;
    rc = rc == RC_OK ? file_check_room(ctx, tx, in->case_id, in->size) : rc;
    return rc == RC_OK ? file_upload_new(ctx, in, name, out) : rc;
}

enum rc file_take(struct ctx *ctx, struct file_upload *u, const void *bytes, size_t n)
{
    if (u->is_at_most && (int64_t)n > u->size - file_draft_size(u->draft)) {
        return file_too_large(ctx);
    }
    return file_draft_put(u->draft, bytes, n) == RC_OK ? RC_OK : file_no_room(ctx);
}

/* Everything that is looked at while the content is read back once. */
struct file_reading {
    struct media_look look;
    struct crypto_hasher hasher;
    struct clamd_scan *scan;
};

static enum rc file_read_pieces(struct sealed_reader *reader, struct file_reading *r)
{
    const uint8_t *bytes = NULL;
    size_t n = 0;
    enum rc rc = RC_OK;
    while ((rc = sealed_reader_next(reader, &bytes, &n)) == RC_OK) {
        media_look_at(&r->look, bytes, n);
        crypto_hasher_add(&r->hasher, bytes, n);
        if (r->scan != NULL && clamd_put(r->scan, bytes, n) != RC_OK) {
            return RC_BUSY;
        }
    }
    return rc == RC_DONE ? RC_OK : rc;
}

/* What lies on the disk is what came; RC_BUSY when the scanner went away. */
static enum rc file_read_back(struct file_upload *u, struct file_reading *r)
{
    uint8_t hash[CRYPTO_HASH_SIZE];
    struct sealed_reader *reader = NULL;
    enum rc rc = file_draft_read(u->draft, u->keys.content, &reader);
    if (rc == RC_OK) {
        crypto_hasher_init(&r->hasher, NULL);
        rc = file_read_pieces(reader, r);
        crypto_hasher_end(&r->hasher, hash);
        sealed_reader_free(reader);
    }
    if (rc == RC_OK && memcmp(hash, file_draft_hash(u->draft), sizeof hash) != 0) {
        LOG(LOG_ERROR, "files.read_back", LOG_S("id", u->id));
        rc = RC_UNAVAILABLE;
    }
    return rc;
}

static enum rc file_check_type(struct ctx *ctx, struct file_upload *u, const struct media_look *look)
{
    const struct env *env = ctx->env;
    if (media_decide(env->media, look, &u->media) != RC_OK) {
        return fault_set(&ctx->fault, RC_MEDIA_TYPE, reason(REASON_FILE_TYPE), "/content", NULL, NULL);
    }
    if (!media_fits_name(u->media, u->name)) {
        return fault_add(&ctx->fault, reason(REASON_FILE_EXTENSION), "/name", media_extension(u->media), NULL);
    }
    if (strchr(u->name, '.') == NULL) {
        size_t n = strlen(u->name);
        (void)snprintf(u->name + n, sizeof u->name - n, ".%s", media_extension(u->media));
    }
    return RC_OK;
}

static enum rc file_check_scan(struct ctx *ctx, struct file_upload *u, struct clamd_scan *scan)
{
    int is_found = 0;
    if (clamd_end(scan, &is_found) != RC_OK) {
        return fault_set(&ctx->fault, RC_UNAVAILABLE, reason(REASON_FILE_SCANNER), NULL, NULL, NULL);
    }
    if (is_found) {
        LOG(LOG_WARN, "files.infected", LOG_S("case", u->case_id), LOG_S("account", ctx->actor->account_id));
        return fault_add(&ctx->fault, reason(REASON_FILE_INFECTED), "/content", NULL, NULL);
    }
    return RC_OK;
}

/* One reading, by as many eyes as there are. */
static enum rc file_judge(struct ctx *ctx, struct file_upload *u, struct file_reading *r)
{
    const struct env *env = ctx->env;
    if (env->clamd != NULL && clamd_begin(env->clamd, &r->scan) != RC_OK) {
        return fault_set(&ctx->fault, RC_UNAVAILABLE, reason(REASON_FILE_SCANNER), NULL, NULL, NULL);
    }
    enum rc rc = file_read_back(u, r);
    if (rc == RC_BUSY) {
        return fault_set(&ctx->fault, RC_UNAVAILABLE, reason(REASON_FILE_SCANNER), NULL, NULL, NULL);
    }
    rc = rc == RC_OK ? file_check_type(ctx, u, &r->look) : file_no_room(ctx);
    return rc == RC_OK && r->scan != NULL ? file_check_scan(ctx, u, r->scan) : rc;
}

enum rc file_inspect(struct ctx *ctx, struct file_upload *u)
{
    struct file_reading r = {.look = {.head = malloc(MEDIA_HEAD), .tail = malloc(MEDIA_TAIL)}};
    enum rc rc = r.look.head != NULL && r.look.tail != NULL ? RC_OK : RC_UNAVAILABLE;
    u->size = u->is_at_most ? file_draft_size(u->draft) : u->size;
    if (rc == RC_OK) {
        rc = file_draft_size(u->draft) == u->size && file_draft_end(u->draft) == RC_OK ? RC_OK : file_no_room(ctx);
    }
    rc = rc == RC_OK ? file_judge(ctx, u, &r) : rc;
    clamd_free(r.scan);
    if (r.look.head != NULL && r.look.tail != NULL) {
        crypto_wipe(r.look.head, MEDIA_HEAD);
        crypto_wipe(r.look.tail, MEDIA_TAIL);
    }
    free(r.look.head);
    free(r.look.tail);
    return rc == RC_OK && file_draft_place(u->draft) != RC_OK ? file_no_room(ctx) : rc;
}

static enum rc file_write_row(const struct case_work *w, const struct file_upload *u)
{
    struct ctx *ctx = w->ctx;
    struct sql_blob key, name, digest;
    int is_sealed = w->row.is_sealed != 0;
    enum ring_purpose purpose = is_sealed ? RING_SEALED : RING_FIELD;
    enum rc rc = vault_seal_file_key(ctx->vault, ctx->arena, purpose, u->id, u->own, &key);
    rc = rc == RC_OK ? file_name_seal(ctx, &u->keys, u->id, u->name, &name) : rc;
    rc = rc == RC_OK ? row_seal_file(ctx, u->id, key, name, &digest) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    return file_rows_add(w->tx, &(struct file_add_in){.id = u->id,
                                                      .case_id = w->row.id,
                                                      .kind = u->of_id[0] != '\0' ? "redacted" : "original",
                                                      .of_id = u->of_id[0] != '\0' ? u->of_id : NULL,
                                                      .media = u->media,
                                                      .size = u->size,
                                                      .hash = {file_draft_hash(u->draft), CRYPTO_HASH_SIZE},
                                                      .key = key,
                                                      .name = name,
                                                      .is_sealed = is_sealed,
                                                      .account_id = ctx->actor->account_id,
                                                      .unit_id = ctx->actor->unit_id,
                                                      .created_ms = ctx->now_ms,
                                                      .digest = digest});
}

enum rc file_upload_write(struct case_work *w, struct file_upload *u)
{
    char hash[2 * CRYPTO_HASH_SIZE + 1];
    inject_point("file.before_row");
    enum rc rc = file_write_row(w, u);
    crypto_hex(file_draft_hash(u->draft), CRYPTO_HASH_SIZE, hash);
    changes_add(&w->changes, "file", NULL, u->id);
    changes_add(&w->changes, "file.of", NULL, u->of_id[0] != '\0' ? u->of_id : NULL);
    changes_add(&w->changes, "file.media", NULL, u->media);
    changes_add_int(&w->changes, "file.size", SQL_NULL, u->size);
    changes_add(&w->changes, "file.hash", NULL, hash);
    return rc;
}

void file_upload_forget(struct file_upload *u)
{
    u->is_kept = 0;
}

enum rc file_upload_keep(struct case_work *w, struct file_upload *u, const char **id)
{
    *id = arena_strdup(w->ctx->arena, u->id);
    u->is_kept = *id != NULL;
    inject_point("file.after_row");
    return *id == NULL ? RC_TOO_LARGE : RC_OK;
}

enum rc file_add(struct ctx *ctx, struct tx *tx, struct file_upload *u, const char **id)
{
    struct case_work w;
    file_upload_forget(u);
    enum rc rc = case_work_load(ctx, tx, u->case_id, &w);
    rc = rc == RC_OK ? file_check_place(ctx, tx, &w.row, u->of_id) : rc;
    rc = rc == RC_OK ? file_check_room(ctx, tx, u->case_id, u->size) : rc;
    rc = rc == RC_OK ? file_upload_write(&w, u) : rc;
    rc = rc == RC_OK ? case_save(&w, "file", NULL) : rc;
    return rc == RC_OK ? file_upload_keep(&w, u, id) : rc;
}

int64_t file_upload_size(const struct file_upload *u)
{
    return u->size;
}

const uint8_t *file_upload_hash(const struct file_upload *u)
{
    return file_draft_hash(u->draft);
}

void file_upload_free(struct file_upload *u)
{
    if (u != NULL) {
        file_draft_free(u->draft, u->is_kept);
        crypto_wipe(u, sizeof *u);
        free(u);
    }
}
