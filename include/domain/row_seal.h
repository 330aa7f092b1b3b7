/*
 * row_seal.h - what says of rows with encrypted columns that they are as they were written: people, contents of the sealed lane, files.
 *
 * The cipher ties a value to its table, column and row, but not to a time: whoever can write the database, but has not the keys, could put
 * an old row back, or take a field away. So each such row carries:
 *   digest    BLAKE2b-256 over a label and the columns in the order below, each with its length (a number as its decimal digits, what is
 *             absent as nothing). Anybody can check it: it finds damage, not intent. petitiond-verify has its own copy of this list.
 *   version   1, and from the first correction on when it was made (a number that grows, so that no correction after an old row was put back
 *             has the number of an earlier one); new keys do not change it. Of a content: when it was sealed. The seal of every case that
 *             names the person, or has the content, covers it (domain/case_seal.h), so an old row with its old number is found by both
 *             verifiers. Whoever changes a person therefore writes an entry in each of these cases.
 *   proof     a keyed hash (vault_secret_hash, from a key that no rotation changes) over id, version and digest: nobody without the keys
 *             puts old or fewer fields under the number that the seals have. `petitiond verify` finds it, and the server shows no such
 *             person (lists show the masked name, for which they read less than the row).
 *
 *   "petitiond person 1"   id, kind, version, key, name, id_type, id_number, phone, email, address, bank_account, health, id_index,
 *                          phone_index, name_index, contact_preference, created_ms
 *   "petitiond content 1"  case_id, version, content
 *   "petitiond file 1"     id, key, name: kept ones only; of a removed one all three are gone, and that it is removed is in the case's seal.
 *                          A file has no proof: its key and name never change but with the keys, and open nowhere else.
 *
 * Rows of earlier programs get theirs at the first start of this one, which the office's journal says (ROW_SEAL_BEGUN). Not later: a row
 * without them is then a bad one. New keys make digest and proof anew, unless they did not fit before: what is bad stays bad.
 *
 * Runs on: making on the writer, checking anywhere. Owns: nothing; results live on ctx->arena.
 */
#ifndef DOMAIN_ROW_SEAL_H
#define DOMAIN_ROW_SEAL_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

#define ROW_SEAL_BEGUN "office.seal_rows"

struct row_seal {
    struct sql_blob digest, proof; /* 32 bytes each */
};

/* What a row is to carry; of row->digest and row->proof nothing is read. RC_TOO_LARGE when the arena is full. */
RC_MUST enum rc row_seal_person(struct ctx *ctx, const struct person_row *row, struct row_seal *out);
RC_MUST enum rc row_seal_content(struct ctx *ctx, const struct sealed_content_row *row, struct row_seal *out);
RC_MUST enum rc row_seal_file(struct ctx *ctx, const char *id, struct sql_blob key, struct sql_blob name,
                              struct sql_blob *digest);

/* Does the row carry what was made for it? *why: NULL, or what is wrong (constant). */
RC_MUST enum rc row_seal_look_person(struct ctx *ctx, const struct person_row *row, const char **why);
RC_MUST enum rc row_seal_look_content(struct ctx *ctx, const struct sealed_content_row *row, const char **why);
RC_MUST enum rc row_seal_look_file(struct ctx *ctx, const char *id, struct sql_blob key, struct sql_blob name,
                                   struct sql_blob digest, const char **why);

/* Before anything of the row is shown or copied: RC_INTERNAL, with a line in the log that names only the row, when it does not. */
RC_MUST enum rc row_seal_check_person(struct ctx *ctx, const struct person_row *row);
RC_MUST enum rc row_seal_check_content(struct ctx *ctx, const struct sealed_content_row *row);
/* The person of this id, checked. RC_NOT_FOUND, RC_INTERNAL. */
RC_MUST enum rc row_seal_get_person(struct ctx *ctx, struct tx *tx, const char *id, struct person_row *out);

/* Under a new key of the ring: the row's key or content, and digest and proof for it if the old ones fitted. Writer. */
RC_MUST enum rc row_seal_rekey_person(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob key);
RC_MUST enum rc row_seal_rekey_content(struct ctx *ctx, struct tx *tx, const char *case_id, struct sql_blob content);
RC_MUST enum rc row_seal_rekey_file(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob key);

/* Seals all rows that have no digest, once; the entry in the office's journal is what says that it was done. At each start, in a write
 * transaction before anything else writes. */
RC_MUST enum rc row_seal_begin(struct ctx *ctx, struct tx *tx);

#endif
