/*
 * rows_seal.c - digests and proofs of people that were copied, so that the product reads them (domain/row_seal.h).
 *
 * Runs on: one thread. Owns: the prepared statements of a sealer.
 */
#include "rows_inside.h"

#include "base/ctx.h"
#include "domain/row_seal.h"

#include <stdlib.h>

struct rows_sealer {
    sqlite3 *db;
    sqlite3_stmt *read, *write;
};

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK) {
        rows_give_up(db, sql);
    }
    return s;
}

struct rows_sealer *rows_sealer_new(sqlite3 *db)
{
    struct rows_sealer *r = calloc(1, sizeof *r);
    if (r == NULL) {
        rows_give_up(NULL, "a sealer");
    }
    r->db = db;
    r->read =
        prepared(db, "SELECT id, kind, key, name, id_type, id_number, phone, email, address, bank_account, health, "
                     "id_index, phone_index, name_index, contact_preference, version, created_ms FROM persons WHERE "
                     "id = ?1");
    r->write = prepared(db, "UPDATE persons SET digest = ?2, proof = ?3 WHERE id = ?1");
    return r;
}

void rows_sealer_free(struct rows_sealer *r)
{
    if (r != NULL) {
        sqlite3_finalize(r->read);
        sqlite3_finalize(r->write);
        free(r);
    }
}

static const char *text(sqlite3_stmt *s, int column)
{
    return (const char *)sqlite3_column_text(s, column);
}

static struct sql_blob blob(sqlite3_stmt *s, int column)
{
    const void *bytes = sqlite3_column_blob(s, column);
    return (struct sql_blob){bytes, (size_t)sqlite3_column_bytes(s, column)};
}

void rows_seal_person(struct rows_sealer *r, const struct vault *vault, struct arena *arena, const char *id)
{
    sqlite3_stmt *s = r->read;
    struct ctx ctx = {.arena = arena, .vault = vault};
    struct row_seal made;
    sqlite3_bind_text(s, 1, id, -1, SQLITE_STATIC);
    if (sqlite3_step(s) != SQLITE_ROW) {
        rows_give_up(r->db, "a person");
    }
    const struct person_row row = {.id = text(s, 0),
                                   .kind = text(s, 1),
                                   .key = blob(s, 2),
                                   .name = blob(s, 3),
                                   .id_type = text(s, 4),
                                   .id_number = blob(s, 5),
                                   .phone = blob(s, 6),
                                   .email = blob(s, 7),
                                   .address = blob(s, 8),
                                   .bank_account = blob(s, 9),
                                   .health = blob(s, 10),
                                   .id_index = blob(s, 11),
                                   .phone_index = blob(s, 12),
                                   .name_index = blob(s, 13),
                                   .contact_preference = text(s, 14),
                                   .version = sqlite3_column_int64(s, 15),
                                   .created_ms = sqlite3_column_int64(s, 16)};
    if (row_seal_person(&ctx, &row, &made) != RC_OK) {
        rows_give_up(NULL, "a person's seal");
    }
    sqlite3_reset(s);
    sqlite3_bind_text(r->write, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_blob(r->write, 2, made.digest.data, (int)made.digest.size, SQLITE_STATIC);
    sqlite3_bind_blob(r->write, 3, made.proof.data, (int)made.proof.size, SQLITE_STATIC);
    if (sqlite3_step(r->write) != SQLITE_DONE) {
        rows_give_up(r->db, "a person's seal");
    }
    sqlite3_reset(r->write);
}
