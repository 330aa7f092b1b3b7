/*
 * office_proof.c - see office_proof.h.
 *
 * Runs on: see office_proof.h. Owns: nothing.
 */
#include "domain/office_proof.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "store/sql_stmts.h"
#include "store/vault.h"

#include <string.h>

static int proof_is_kept(const char *kind)
{
    static const char *const kinds[] = {"account", "confirmation", "export", "factor", "grant", "role"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Of the object as it stands, or that it is gone. */
static enum rc proof_make(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, struct sql_blob *out)
{
    struct office_object_state now;
    enum rc rc = office_object_find(ctx, tx, kind, id, &now);
    const char *text = arena_printf(ctx->arena, "%s|%s|%s", kind, now.digest, id);
    if (rc != RC_OK || text == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    return vault_secret_hash(ctx->vault, ctx->arena, "object_proof", text, out);
}

static enum rc proof_save(struct ctx *ctx, struct tx *tx, const char *kind, const char *id)
{
    struct sql_blob proof;
    enum rc rc = proof_make(ctx, tx, kind, id, &proof);
    return rc == RC_OK ? office_object_rows_save_proof(tx, &(struct office_object_save_proof_in){kind, id, proof}) : rc;
}

enum rc office_proof_keep(struct ctx *ctx, struct tx *tx, const struct changes_object *objects)
{
    enum rc rc = RC_OK;
    for (const struct changes_object *o = objects; rc == RC_OK && o != NULL; o = o->next) {
        rc = proof_is_kept(o->kind) ? proof_save(ctx, tx, o->kind, o->id) : RC_OK;
    }
    return rc;
}

static enum rc proof_fits(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, int *fits)
{
    struct office_object_get_proof_out kept = {0};
    struct sql_blob made;
    enum rc rc = office_object_rows_get_proof(tx, ctx->arena, &(struct office_object_get_proof_in){kind, id}, &kept);
    if (rc == RC_OK || rc == RC_NOT_FOUND) {
        rc = proof_make(ctx, tx, kind, id, &made);
    }
    *fits = rc == RC_OK && kept.proof.size == made.size && crypto_equal(kept.proof.data, made.data, made.size);
    return rc;
}

static enum rc proof_refuse(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, enum rc refused,
                            enum reason_id why)
{
    int fits;
    enum rc rc = proof_fits(ctx, tx, kind, id, &fits);
    if (rc != RC_OK || fits) {
        return rc;
    }
    LOG(LOG_ERROR, "office_proof.changed", LOG_S("kind", kind), LOG_S("id", id),
        LOG_S("do", "somebody wrote into the database; run petitiond verify"));
    return fault_set(&ctx->fault, refused, reason(why), NULL, NULL, NULL);
}

enum rc office_proof_require(struct ctx *ctx, struct tx *tx, const char *kind, const char *id)
{
    return proof_refuse(ctx, tx, kind, id, RC_UNAUTHENTICATED, REASON_ACCESS_CHANGED);
}

enum rc office_proof_require_act(struct ctx *ctx, struct tx *tx, const char *kind, const char *id)
{
    return proof_refuse(ctx, tx, kind, id, RC_REFUSED, REASON_PAST_JOURNAL);
}

/* All that decides whether an account comes in and what it may do. */
static enum rc proof_list(struct ctx *ctx, struct tx *tx, const char *account_id, struct changes *out)
{
    struct grant_row *rows;
    size_t count;
    changes_touch(out, "account", account_id);
    changes_touch(out, "factor", account_id);
    enum rc rc = grant_rows_list_in_force(
        tx, ctx->arena, &(struct grant_list_in_force_in){account_id, clock_day_of(ctx->now_ms)}, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_touch(out, "grant", rows[i].id);
        changes_touch(out, "role", rows[i].role);
    }
    return rc;
}

enum rc office_proof_take_up(struct ctx *ctx, struct tx *tx, const char *account_id, int *was_changed)
{
    struct changes changes;
    changes_init(&changes, ctx);
    *was_changed = 0;
    enum rc rc = proof_list(ctx, tx, account_id, &changes);
    for (const struct changes_object *o = changes.objects; rc == RC_OK && !*was_changed && o != NULL; o = o->next) {
        int fits = 0;
        rc = proof_fits(ctx, tx, o->kind, o->id, &fits);
        *was_changed = rc == RC_OK && !fits;
    }
    return rc == RC_OK && *was_changed ? office_journal_append(ctx, tx, "account.take_up", account_id, &changes) : rc;
}

enum rc office_proof_begin(struct ctx *ctx, struct tx *tx)
{
    struct office_object_list_provable_out *rows;
    struct changes changes;
    const struct changes_object *sound = NULL;
    size_t count = 0;
    enum rc rc = office_object_rows_list_provable(tx, ctx->arena, OFFICE_OBJECT_LIST_PROVABLE_MISSING, &rows, &count);
    if (rc != RC_OK || count == 0) {
        return rc;
    }
    changes_init(&changes, ctx);
    for (size_t i = 0; i < count; i++) {
        changes_touch(&changes, rows[i].kind, rows[i].id);
    }
    rc = office_object_list_sound(ctx, tx, changes.objects, &sound);
    return rc == RC_OK ? office_proof_keep(ctx, tx, sound) : rc;
}

enum rc office_proof_verify(struct ctx *ctx, struct tx *tx, struct office_object_report *out)
{
    struct office_object_list_provable_out *rows;
    size_t count = 0;
    int fits = 1;
    *out = (struct office_object_report){0};
    enum rc rc = office_object_rows_list_provable(tx, ctx->arena, 0, &rows, &count);
    for (size_t i = 0; rc == RC_OK && fits && i < count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        rc = proof_fits(ctx, tx, rows[i].kind, rows[i].id, &fits);
        arena_reset_to(ctx->arena, mark);
        out->objects += rc == RC_OK && fits;
        if (rc == RC_OK && !fits) {
            out->is_bad = 1;
            out->kind = rows[i].kind;
            out->id = rows[i].id;
            out->why = "its proof is not the one that was made, or missing";
        }
    }
    return rc;
}
