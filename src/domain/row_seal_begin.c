/*
 * row_seal_begin.c - digests and proofs for rows that have none yet, and anew for those that come under new keys.
 *
 * Runs on: the writer, or whoever opens the folder. Owns: nothing.
 */
#include "domain/row_seal.h"

#include "domain/changes.h"
#include "domain/office_journal.h"

#include <stdio.h>
#include <string.h>

enum { SEAL_WINDOW = 500, SEAL_ID = 64 };

/* ---- under new keys ---- */

enum rc row_seal_rekey_person(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob key)
{
    struct person_row row;
    const char *why = NULL;
    enum rc rc = person_rows_get(tx, ctx->arena, &(struct person_get_in){id}, &row);
    rc = rc == RC_OK ? row_seal_look_person(ctx, &row, &why) : rc;
    struct row_seal made = {row.digest, row.proof};
    row.key = key;
    if (rc == RC_OK && why == NULL) {
        rc = row_seal_person(ctx, &row, &made);
    }
    return rc == RC_OK ? person_rows_set_key(tx, &(struct person_set_key_in){id, key, made.digest, made.proof}) : rc;
}

enum rc row_seal_rekey_content(struct ctx *ctx, struct tx *tx, const char *case_id, struct sql_blob content)
{
    struct sealed_content_row row;
    const char *why = NULL;
    enum rc rc = sealed_rows_get_content(tx, ctx->arena, &(struct sealed_get_content_in){case_id}, &row);
    rc = rc == RC_OK ? row_seal_look_content(ctx, &row, &why) : rc;
    struct row_seal made = {row.digest, row.proof};
    row.content = content;
    if (rc == RC_OK && why == NULL) {
        rc = row_seal_content(ctx, &row, &made);
    }
    return rc == RC_OK
               ? sealed_rows_set_content(tx, &(struct sealed_set_content_in){case_id, content, made.digest, made.proof})
               : rc;
}

enum rc row_seal_rekey_file(struct ctx *ctx, struct tx *tx, const char *id, struct sql_blob key)
{
    struct file_get_key_out row;
    const char *why = NULL;
    enum rc rc = file_rows_get_key(tx, ctx->arena, &(struct file_get_key_in){id}, &row);
    rc = rc == RC_OK ? row_seal_look_file(ctx, id, row.key, row.name, row.digest, &why) : rc;
    struct sql_blob digest = row.digest;
    if (rc == RC_OK && why == NULL) {
        rc = row_seal_file(ctx, id, key, row.name, &digest);
    }
    return rc == RC_OK ? file_rows_set_key(tx, &(struct file_set_key_in){id, key, digest}) : rc;
}

/* ---- rows of earlier programs ---- */

static enum rc begin_persons(struct ctx *ctx, struct tx *tx, char after[SEAL_ID], size_t *n)
{
    struct person_row *rows;
    enum rc rc =
        person_rows_list_unsealed(tx, ctx->arena, &(struct person_list_unsealed_in){after, SEAL_WINDOW}, &rows, n);
    for (size_t i = 0; rc == RC_OK && i < *n; i++) {
        struct row_seal made;
        rc = row_seal_person(ctx, &rows[i], &made);
        rc = rc == RC_OK ? person_rows_set_seal(tx, &(struct person_set_seal_in){rows[i].id, made.digest, made.proof})
                         : rc;
        (void)snprintf(after, SEAL_ID, "%s", rows[i].id);
    }
    return rc;
}

static enum rc begin_contents(struct ctx *ctx, struct tx *tx, char after[SEAL_ID], size_t *n)
{
    struct sealed_content_row *rows;
    enum rc rc =
        sealed_rows_list_unsealed(tx, ctx->arena, &(struct sealed_list_unsealed_in){after, SEAL_WINDOW}, &rows, n);
    for (size_t i = 0; rc == RC_OK && i < *n; i++) {
        struct row_seal made;
        rc = row_seal_content(ctx, &rows[i], &made);
        rc = rc == RC_OK ? sealed_rows_set_content(tx, &(struct sealed_set_content_in){rows[i].case_id, rows[i].content,
                                                                                       made.digest, made.proof})
                         : rc;
        (void)snprintf(after, SEAL_ID, "%s", rows[i].case_id);
    }
    return rc;
}

static enum rc begin_files(struct ctx *ctx, struct tx *tx, char after[SEAL_ID], size_t *n)
{
    struct file_list_unsealed_out *rows;
    enum rc rc = file_rows_list_unsealed(tx, ctx->arena, &(struct file_list_unsealed_in){after, SEAL_WINDOW}, &rows, n);
    for (size_t i = 0; rc == RC_OK && i < *n; i++) {
        struct sql_blob digest;
        rc = row_seal_file(ctx, rows[i].id, rows[i].key, rows[i].name, &digest);
        rc = rc == RC_OK ? file_rows_set_key(tx, &(struct file_set_key_in){rows[i].id, rows[i].key, digest}) : rc;
        (void)snprintf(after, SEAL_ID, "%s", rows[i].id);
    }
    return rc;
}

/* A window of rows after this one, which it moves on; *n: how many there were. */
static enum rc begin_all(struct ctx *ctx, struct tx *tx,
                         enum rc (*window)(struct ctx *ctx, struct tx *tx, char after[SEAL_ID], size_t *n),
                         int64_t *total)
{
    char after[SEAL_ID] = "";
    size_t n = SEAL_WINDOW;
    enum rc rc = RC_OK;
    *total = 0;
    while (rc == RC_OK && n == SEAL_WINDOW) {
        struct arena_mark mark = arena_mark(ctx->arena);
        rc = window(ctx, tx, after, &n);
        *total += rc == RC_OK ? (int64_t)n : 0;
        arena_reset_to(ctx->arena, mark);
    }
    return rc;
}

enum rc row_seal_begin(struct ctx *ctx, struct tx *tx)
{
    struct office_journal_find_action_out begun;
    struct changes changes;
    int64_t persons, contents, files;
    enum rc rc = office_journal_rows_find_action(tx, ctx->arena,
                                                 &(struct office_journal_find_action_in){ROW_SEAL_BEGUN}, &begun);
    if (rc != RC_NOT_FOUND) {
        return rc;
    }
    rc = begin_all(ctx, tx, begin_persons, &persons);
    rc = rc == RC_OK ? begin_all(ctx, tx, begin_contents, &contents) : rc;
    rc = rc == RC_OK ? begin_all(ctx, tx, begin_files, &files) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add_int(&changes, "persons", SQL_NULL, persons);
    changes_add_int(&changes, "contents", SQL_NULL, contents);
    changes_add_int(&changes, "files", SQL_NULL, files);
    return office_journal_append(ctx, tx, ROW_SEAL_BEGUN, "office", &changes);
}
