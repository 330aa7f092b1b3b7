/*
 * verifier_edits.c - statements of somebody who holds the database, see verifier_edits.h.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "verifier_edits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The office's own tables: who may come in, what they may do, how matters are handled. Each changes a row at least. */
const char *const verifier_objects[] = {
    "INSERT INTO grants (id, account_id, role, unit_id, scope, created_ms) SELECT 'x', g.account_id, "
    "'accusation_officer', "
    "g.unit_id, 'all', 1 FROM grants g LIMIT 1",
    "UPDATE grants SET scope = 'subtree' WHERE scope = 'all'",
    "UPDATE grants SET role = 'bureau_head'",
    "UPDATE grants SET valid_to = 99999",
    "DELETE FROM grants WHERE id = (SELECT MAX(id) FROM grants)",
    "INSERT INTO role_permissions SELECT key, 'nothing' FROM roles LIMIT 1",
    "DELETE FROM role_permissions WHERE role = 'bureau_handler'",
    "UPDATE roles SET needs_factor = 1 - needs_factor",
    "UPDATE roles SET is_guarded = 0 WHERE is_guarded = 1",
    "INSERT INTO roles (key, title_zh, title_en, sort) VALUES ('x', 'x', 'x', 1)",
    "UPDATE accounts SET password_hash = (SELECT MIN(o.password_hash) FROM accounts o) || 'x'",
    "UPDATE accounts SET is_disabled = 1 - is_disabled WHERE id = (SELECT MAX(id) FROM accounts)",
    "UPDATE accounts SET unit_id = (SELECT MIN(id) FROM units) WHERE unit_id IS NULL OR unit_id <> (SELECT MIN(id) "
    "FROM "
    "units)",
    "UPDATE accounts SET login = login || 'x'",
    "INSERT INTO accounts (id, login, name, created_ms) VALUES ('x', 'x', 'x', 1)",
    "INSERT INTO confirmations (id, kind, account_id, reason, asked_by, asked_ms, ends_ms) SELECT 'x', 'grant', a.id, "
    "'x', a.id, 1, 2 FROM accounts a LIMIT 1",
    "INSERT INTO factors (account_id, secret, created_ms, confirmed_ms) SELECT id, x'00', 1, 1 FROM accounts LIMIT 1",
    "INSERT INTO tokens (hash, id, account_id, name, permissions, created_ms, expires_ms) SELECT x'00', 'x', id, 'x', "
    "'case.read', 1, 9 FROM accounts LIMIT 1",
    "UPDATE tokens SET account_id = (SELECT a.id FROM accounts a WHERE a.id <> tokens.account_id LIMIT 1)",
    "UPDATE tokens SET permissions = permissions || ' case.read'",
    "UPDATE tokens SET expires_ms = expires_ms + 1",
    "UPDATE tokens SET revoked_ms = 1",
    "UPDATE tokens SET hash = x'00'",
    "DELETE FROM tokens",
    "UPDATE exports SET state = 'allowed'",
    "UPDATE exports SET filter = '{\"open\":\"any\"}'",
    "UPDATE exports SET total = total + 1",
    "UPDATE exports SET expires_ms = expires_ms + 1",
    "UPDATE exports SET account_id = (SELECT a.id FROM accounts a WHERE a.id <> exports.account_id LIMIT 1)",
    "UPDATE exports SET decided_by = account_id, decided_ms = 1",
    "DELETE FROM exports",
    "UPDATE units SET name = name || 'x'",
    "UPDATE units SET path = path || 'x/' WHERE parent_id IS NOT NULL",
    "DELETE FROM unit_tree WHERE distance = 1",
    "INSERT INTO unit_duties SELECT id, '01' FROM units LIMIT 1",
    "UPDATE workflows SET definition = definition || ' ' WHERE is_current = 1",
    "DELETE FROM workflows WHERE key = (SELECT MAX(key) FROM workflows)",
    "UPDATE practices SET template = template || ' '",
    "INSERT INTO practice_uses SELECT 'x', key, 'petition', 0, 1, NULL FROM practices LIMIT 1",
    "UPDATE templates SET body = body || 'x' WHERE lang = 'zh'",
    "UPDATE calendar_days SET is_work = 1 - is_work WHERE day = (SELECT MAX(day) FROM calendar_days)",
    "DELETE FROM calendar_days WHERE day = (SELECT MIN(day) FROM calendar_days)",
    "UPDATE calendar_years SET notice = notice || 'x'",
    "INSERT OR REPLACE INTO settings VALUES ('profile', 'x')",
    "INSERT OR REPLACE INTO settings VALUES ('setup', 'x')",
    "INSERT OR REPLACE INTO settings VALUES ('is_demo', 'x')",
    "INSERT INTO settings VALUES ('invented', 'x')",
    "DELETE FROM settings WHERE key = 'settings_sealed'",
    "UPDATE terms SET official_code = 'x' WHERE kind = 'class'",
    "INSERT INTO precedents (id, case_id, dispatch_id, status, unit_id, ruling, ruled_by_unit_id, ruled_by, ruled_ms) "
    "SELECT 'x', id, 'x', 'confirmed', holder_unit_id, 'agreed', holder_unit_id, 'x', 1 FROM cases LIMIT 1",
    "UPDATE office_journal SET seals = NULL WHERE seals IS NOT NULL",
    "UPDATE office_journal SET seals = replace(seals, 'grant', 'grand') WHERE seals LIKE '%grant%'",
};

const size_t verifier_object_count = sizeof verifier_objects / sizeof verifier_objects[0];

/* Who sees a case is derived; moves, successions and rows of units above stand in scenario/test_sight.c. */
const char *const verifier_sights[] = {
    "DELETE FROM case_units WHERE is_direct = 1 AND case_id = (SELECT MIN(id) FROM cases)",
    "DELETE FROM case_units",
    "UPDATE case_units SET is_direct = 0 WHERE is_direct = 1",
    "UPDATE case_units SET is_open = 1 - is_open WHERE case_id = (SELECT MAX(id) FROM cases WHERE is_sealed = 0)",
    "UPDATE case_units SET due_key = due_key + 1 WHERE case_id = (SELECT MAX(id) FROM cases WHERE is_sealed = 0)",
    "INSERT INTO case_units SELECT c.id, u.id, 1, c.is_open, c.due_key FROM cases c, units u WHERE u.code = 'aside'",
    "INSERT INTO case_units SELECT c.id, u.id, 0, c.is_open, c.due_key FROM cases c, units u WHERE u.code = 'aside'",
    "INSERT INTO case_units SELECT 'x', u.id, 0, 1, 1 FROM units u LIMIT 1",
    "UPDATE case_units SET unit_id = (SELECT id FROM units WHERE code = 'aside')",
};
const size_t verifier_sight_count = sizeof verifier_sights / sizeof verifier_sights[0];

/* People, contents of the sealed lane, files: their plain columns, and rows that are less than they were. */
const char *const verifier_rows[] = {
    "UPDATE persons SET kind = 'organisation' WHERE kind = 'natural'",
    "UPDATE persons SET id_type = 'passport'",
    "UPDATE persons SET contact_preference = 'x'",
    "UPDATE persons SET created_ms = created_ms + 1",
    "UPDATE persons SET version = version + 1",
    "UPDATE persons SET phone = NULL",
    "UPDATE persons SET email = name",
    "UPDATE persons SET id_number = NULL, id_index = NULL",
    "UPDATE persons SET key = NULL, name = x''",
    "UPDATE persons SET name = (SELECT p.name FROM persons p WHERE p.id <> persons.id)",
    "UPDATE persons SET digest = NULL",
    "DELETE FROM persons WHERE id = (SELECT MIN(id) FROM persons)",
    "UPDATE sealed_contents SET version = version - 1",
    "UPDATE sealed_contents SET digest = NULL",
    "DELETE FROM sealed_contents",
    "PRAGMA ignore_check_constraints = ON; UPDATE files SET key = NULL",
    "UPDATE files SET name = NULL",
    "UPDATE files SET digest = NULL",
    "PRAGMA ignore_check_constraints = ON; UPDATE files SET status = 'removed'",
    "UPDATE files SET status = 'removed', key = NULL, name = NULL, digest = NULL, removed_ms = 1",
};
const size_t verifier_row_count = sizeof verifier_rows / sizeof verifier_rows[0];

const struct verifier_cipher verifier_ciphers[] = {
    {"persons", "id", "key"},
    {"persons", "id", "name"},
    {"persons", "id", "id_number"},
    {"persons", "id", "phone"},
    {"persons", "id", "email"},
    {"persons", "id", "address"},
    {"persons", "id", "bank_account"},
    {"persons", "id", "health"},
    {"persons", "id", "id_index"},
    {"persons", "id", "phone_index"},
    {"persons", "id", "name_index"},
    {"persons", "id", "digest"},
    {"sealed_contents", "case_id", "content"},
    {"sealed_contents", "case_id", "digest"},
    {"files", "id", "key"},
    {"files", "id", "name"},
    {"files", "id", "digest"},
};
const size_t verifier_cipher_count = sizeof verifier_ciphers / sizeof verifier_ciphers[0];

const char *verifier_flip(sqlite3 *db, uint64_t (*roll)(uint64_t below), const struct verifier_cipher *in)
{
    static char what[200];
    char sql[200];
    sqlite3_stmt *s = NULL;
    snprintf(sql, sizeof sql, "SELECT %s, %s FROM %s WHERE length(%s) > 0 ORDER BY random()", in->id, in->column,
             in->table, in->column);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    char *id = strdup((const char *)sqlite3_column_text(s, 0));
    size_t n = (size_t)sqlite3_column_bytes(s, 1);
    unsigned char *bytes = malloc(n);
    assert_non_null(bytes);
    memcpy(bytes, sqlite3_column_blob(s, 1), n);
    sqlite3_finalize(s);
    size_t bit = (size_t)roll(8 * n);
    bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    snprintf(sql, sizeof sql, "UPDATE %s SET %s = ?1 WHERE %s = ?2", in->table, in->column, in->id);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    sqlite3_bind_blob(s, 1, bytes, (int)n, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, id, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    assert_int_equal(sqlite3_changes(db), 1);
    sqlite3_finalize(s);
    snprintf(what, sizeof what, "bit %zu of %s.%s of %s", bit, in->table, in->column, id);
    free(bytes);
    free(id);
    return what;
}
