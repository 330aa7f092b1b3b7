/*
 * row_seal.c - digests and proofs of rows with encrypted columns.
 *
 * Runs on: see row_seal.h. Owns: nothing.
 */
#include "domain/row_seal.h"

#include "base/crypto.h"
#include "base/log.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>

static const char no_digest[] = "it has no digest";
static const char bad_digest[] = "its columns and its digest do not fit each other";
static const char bad_proof[] = "the office's keys did not make its proof";

static void seal_text(struct crypto_hasher *h, const char *text)
{
    crypto_hasher_add_field(h, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

static void seal_bytes(struct crypto_hasher *h, struct sql_blob bytes)
{
    crypto_hasher_add_field(h, bytes.size > 0 ? bytes.data : "", bytes.size);
}

static void seal_number(struct crypto_hasher *h, int64_t number)
{
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%lld", (long long)number);
    seal_text(h, digits);
}

static void seal_begin(struct crypto_hasher *h, const char *label, const char *id)
{
    crypto_hasher_init(h, NULL);
    seal_text(h, label);
    seal_text(h, id);
}

static enum rc seal_end(struct ctx *ctx, struct crypto_hasher *h, struct sql_blob *out)
{
    uint8_t *hash = arena_alloc(ctx->arena, CRYPTO_HASH_SIZE);
    if (hash == NULL) {
        return RC_TOO_LARGE;
    }
    crypto_hasher_end(h, hash);
    *out = (struct sql_blob){hash, CRYPTO_HASH_SIZE};
    return RC_OK;
}

/* Neither an id nor a number nor hex holds the sign between them. */
static enum rc seal_prove(struct ctx *ctx, const char *purpose, const char *id, int64_t version, struct row_seal *out)
{
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    crypto_hex(out->digest.data, out->digest.size, hex);
    const char *text = arena_printf(ctx->arena, "%s|%lld|%s", id, (long long)version, hex);
    return text != NULL ? vault_secret_hash(ctx->vault, ctx->arena, purpose, text, &out->proof) : RC_TOO_LARGE;
}

enum rc row_seal_person(struct ctx *ctx, const struct person_row *row, struct row_seal *out)
{
    struct crypto_hasher h;
    seal_begin(&h, "petitiond person 1", row->id);
    seal_text(&h, row->kind);
    seal_number(&h, row->version);
    seal_bytes(&h, row->key);
    seal_bytes(&h, row->name);
    seal_text(&h, row->id_type);
    seal_bytes(&h, row->id_number);
    seal_bytes(&h, row->phone);
    seal_bytes(&h, row->email);
    seal_bytes(&h, row->address);
    seal_bytes(&h, row->bank_account);
    seal_bytes(&h, row->health);
    seal_bytes(&h, row->id_index);
    seal_bytes(&h, row->phone_index);
    seal_bytes(&h, row->name_index);
    seal_text(&h, row->contact_preference);
    seal_number(&h, row->created_ms);
    enum rc rc = seal_end(ctx, &h, &out->digest);
    return rc == RC_OK ? seal_prove(ctx, "person_proof", row->id, row->version, out) : rc;
}

enum rc row_seal_content(struct ctx *ctx, const struct sealed_content_row *row, struct row_seal *out)
{
    struct crypto_hasher h;
    seal_begin(&h, "petitiond content 1", row->case_id);
    seal_number(&h, row->version);
    seal_bytes(&h, row->content);
    enum rc rc = seal_end(ctx, &h, &out->digest);
    return rc == RC_OK ? seal_prove(ctx, "content_proof", row->case_id, row->version, out) : rc;
}

enum rc row_seal_file(struct ctx *ctx, const char *id, struct sql_blob key, struct sql_blob name,
                      struct sql_blob *digest)
{
    struct crypto_hasher h;
    seal_begin(&h, "petitiond file 1", id);
    seal_bytes(&h, key);
    seal_bytes(&h, name);
    return seal_end(ctx, &h, digest);
}

static int seal_same(struct sql_blob kept, struct sql_blob made)
{
    return kept.size == made.size && crypto_equal(kept.data, made.data, made.size);
}

static const char *seal_why(struct sql_blob digest, struct sql_blob proof, const struct row_seal *made)
{
    return digest.size == 0                   ? no_digest
           : !seal_same(digest, made->digest) ? bad_digest
           : !seal_same(proof, made->proof)   ? bad_proof
                                              : NULL;
}

enum rc row_seal_look_person(struct ctx *ctx, const struct person_row *row, const char **why)
{
    struct row_seal made;
    enum rc rc = row_seal_person(ctx, row, &made);
    *why = rc == RC_OK ? seal_why(row->digest, row->proof, &made) : NULL;
    return rc;
}

enum rc row_seal_look_content(struct ctx *ctx, const struct sealed_content_row *row, const char **why)
{
    struct row_seal made;
    enum rc rc = row_seal_content(ctx, row, &made);
    *why = rc == RC_OK ? seal_why(row->digest, row->proof, &made) : NULL;
    return rc;
}

enum rc row_seal_look_file(struct ctx *ctx, const char *id, struct sql_blob key, struct sql_blob name,
                           struct sql_blob digest, const char **why)
{
    struct sql_blob made;
    enum rc rc = row_seal_file(ctx, id, key, name, &made);
    *why = rc != RC_OK ? NULL : digest.size == 0 ? no_digest : seal_same(digest, made) ? NULL : bad_digest;
    return rc;
}

static enum rc seal_refuse(const char *kind, const char *id, const char *why)
{
    LOG(LOG_ERROR, "row.changed", LOG_S("kind", kind), LOG_S("id", id), LOG_S("why", why),
        LOG_S("do", "somebody wrote into the database; run petitiond verify"));
    return RC_INTERNAL;
}

enum rc row_seal_check_person(struct ctx *ctx, const struct person_row *row)
{
    const char *why;
    enum rc rc = row_seal_look_person(ctx, row, &why);
    return rc == RC_OK && why != NULL ? seal_refuse("person", row->id, why) : rc;
}

enum rc row_seal_check_content(struct ctx *ctx, const struct sealed_content_row *row)
{
    const char *why;
    enum rc rc = row_seal_look_content(ctx, row, &why);
    return rc == RC_OK && why != NULL ? seal_refuse("content", row->case_id, why) : rc;
}

enum rc row_seal_get_person(struct ctx *ctx, struct tx *tx, const char *id, struct person_row *out)
{
    enum rc rc = person_rows_get(tx, ctx->arena, &(struct person_get_in){id}, out);
    return rc == RC_OK ? row_seal_check_person(ctx, out) : rc;
}
