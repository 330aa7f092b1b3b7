/*
 * petitiond_verify_objects.c - accounts, roles, units, definitions and calendars are what the entries of the office sealed of them.
 *
 * An entry's seals are lines "kind digest id"; "-" in the digest's place: the object is gone. A digest is BLAKE2b-256 over the label
 * "petitiond object 1", kind, id and content, each with its length; the content is one text of the object's rows. The newest seal of
 * each object counts. Tokens and exports came later: programs before that sealed none, and the first line of such a kind, which may
 * stand for no object, says that from now on each has one.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <string.h>

/* clang-format off */
/* Each object as kind, id and content. */
static const char access_columns[] =
    "SELECT 'account' AS kind, a.id AS id, json_array(a.login, a.name, a.unit_id, a.password_hash, "
    "a.is_disabled, a.created_ms) AS content FROM accounts a UNION ALL SELECT 'grant', g.id, "
    "json_array(g.account_id, g.role, g.unit_id, g.scope, g.valid_from, g.valid_to, g.substitution_id, "
    "g.source_id) FROM grants g UNION ALL SELECT 'role', r.key, json_array(r.title_zh, r.title_en, "
    "r.needs_factor, r.is_guarded) || (SELECT json_group_array(p.permission) FROM (SELECT permission FROM "
    "role_permissions WHERE role = r.key ORDER BY permission) p) FROM roles r UNION ALL SELECT 'factor', "
    "f.account_id, json_array(f.created_ms, f.confirmed_ms) FROM factors f WHERE f.confirmed_ms IS NOT NULL "
    "UNION ALL SELECT 'confirmation', c.id, json_array(c.kind, c.account_id, c.role, c.unit_id, c.scope, "
    "c.valid_from, c.valid_to, c.grant_id) || json_array(c.reason, c.asked_by, c.asked_ms, c.ends_ms, "
    "c.state, c.decided_by, c.decided_ms) FROM confirmations c UNION ALL SELECT 'unit', u.id, "
    "json_array(u.code, u.name, u.short_name, u.kind, u.parent_id, u.path, u.can_handle, u.doc_mark, u.phone, "
    "u.address, u.valid_from, u.valid_to) || (SELECT json_group_array(t.ancestor_id) FROM (SELECT ancestor_id "
    "FROM unit_tree WHERE descendant_id = u.id ORDER BY distance) t) || (SELECT "
    "json_group_array(d.class_code) FROM (SELECT class_code FROM unit_duties WHERE unit_id = u.id ORDER BY "
    "class_code) d) FROM units u";
/* Of a schema that has them. */
static const char later_columns[] =
    "SELECT 'token' AS kind, t.id AS id, json_array(t.account_id, t.permissions, t.created_ms, "
    "t.expires_ms, t.revoked_ms, hex(t.hash)) AS content FROM tokens t UNION ALL SELECT 'export', x.id, "
    "json_array(x.account_id, x.filter, x.columns, x.format, x.total, x.created_ms, x.expires_ms) || "
    "json_array(x.state, x.reason, x.decided_by, x.decided_ms, hex(x.salt)) FROM exports x";
static const char rule_columns[] =
    "SELECT 'workflow' AS kind, w.key AS id, json_group_array(json_array(w.version, w.lane, w.title_zh, "
    "w.title_en, w.definition, w.is_current, w.created_ms)) AS content FROM (SELECT key, version, lane, "
    "title_zh, title_en, definition, is_current, created_ms FROM workflows ORDER BY key, version) w GROUP BY "
    "w.key UNION ALL SELECT 'practice', p.key, json_group_array(json_array(p.version, p.title_zh, p.title_en, "
    "p.template, p.is_current, p.created_ms)) || (SELECT json_group_array(json_array(e.id, e.workflow_key, "
    "e.is_first_only, e.from_ms, e.until_ms)) FROM (SELECT id, workflow_key, is_first_only, from_ms, until_ms "
    "FROM practice_uses WHERE practice_key = p.key ORDER BY id) e) FROM (SELECT key, version, title_zh, "
    "title_en, template, is_current, created_ms FROM practices ORDER BY key, version) p GROUP BY p.key UNION "
    "ALL SELECT 'template', m.type || '.' || m.lang, json_group_array(json_array(m.version, m.body)) FROM "
    "(SELECT type, lang, version, body FROM templates ORDER BY type, lang, version) m GROUP BY m.type, m.lang "
    "UNION ALL SELECT 'calendar', CAST(y.year AS TEXT), json_array(y.notice) || (SELECT "
    "json_group_array(json_array(d.day, d.is_work, d.name)) FROM (SELECT day, is_work, name FROM "
    "calendar_days WHERE year = y.year ORDER BY day) d) FROM calendar_years y UNION ALL SELECT 'setting', "
    "s.key, s.value FROM settings s WHERE s.key NOT IN ('key_check', 'seed', 'rekeyed', "
    "'office_journal_head', 'office_hours_version', 'reference', 'access', 'names', 'demo') AND (s.key IN "
    "('office_hours', 'profile') OR EXISTS (SELECT 1 FROM settings m WHERE m.key = 'settings_sealed')) UNION ALL SELECT 'dictionary', "
    "n.kind, json_group_array(json_array(n.code, n.parent_code, n.official_code, n.title_zh, n.title_en, "
    "n.is_own, n.retired_ms)) FROM (SELECT kind, code, parent_code, official_code, title_zh, title_en, "
    "is_own, retired_ms FROM terms ORDER BY kind, code) n GROUP BY n.kind UNION ALL SELECT 'precedent', q.id, "
    "json_array(q.case_id, q.class_code, q.refused_unit_id, q.unit_id, q.ruling, q.ruled_by_unit_id, "
    "q.ruled_by, q.ruled_ms, q.facts, q.reason, q.legal_basis, q.confirmed_ms) FROM precedents q WHERE "
    "q.status = 'confirmed'";
/* clang-format on */

/* Seals are gathered in a database of the memory; the one that is looked at is only read. */
static sqlite3 *open_memory(void)
{
    sqlite3 *memory = NULL;
    if (sqlite3_open(":memory:", &memory) != SQLITE_OK ||
        sqlite3_exec(memory, "CREATE TABLE seals (kind TEXT, id TEXT, digest TEXT, PRIMARY KEY (kind, id))", NULL, NULL,
                     NULL) != SQLITE_OK) {
        verify_bad("there is no memory to compare the tables of the office");
    }
    return memory;
}

static sqlite3_stmt *prepare_in(sqlite3 *memory, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(memory, sql, -1, &s, NULL) != SQLITE_OK) {
        verify_bad("there is no memory to compare the tables of the office");
    }
    return s;
}

/* One line; how many characters it takes. */
static size_t put_seal(sqlite3_stmt *put, const char *line)
{
    size_t end = strcspn(line, "\n");
    size_t kind = strcspn(line, " \n");
    const char *digest = line + kind + (kind < end);
    size_t size = strcspn(digest, " \n");
    const char *id = digest + size + 1;
    if (id > line + end) {
        verify_bad("an entry of the office seals what cannot be read: %.*s", (int)end, line);
    }
    sqlite3_bind_text(put, 1, line, (int)kind, SQLITE_STATIC);
    sqlite3_bind_text(put, 2, id, (int)(line + end - id), SQLITE_STATIC);
    sqlite3_bind_text(put, 3, digest, (int)size, SQLITE_STATIC);
    if (sqlite3_step(put) != SQLITE_DONE) {
        verify_bad("there is no memory to compare the tables of the office");
    }
    sqlite3_reset(put);
    return end + (line[end] == '\n');
}

/* The newest seal of each object; how many there were. */
static int64_t read_seals(const struct check *c, sqlite3 *memory)
{
    int64_t count = 0;
    sqlite3_stmt *put = prepare_in(memory, "INSERT OR REPLACE INTO seals VALUES (?1, ?2, ?3)");
    sqlite3_stmt *s = verify_prepare(c, "SELECT seals FROM office_journal WHERE seals IS NOT NULL ORDER BY seq");
    while (verify_step(c, s)) {
        for (const char *at = (const char *)sqlite3_column_text(s, 0); *at != '\0'; count++) {
            at += put_seal(put, at);
        }
    }
    sqlite3_finalize(s);
    sqlite3_finalize(put);
    return count;
}

static void digest(sqlite3_stmt *s, char out[2 * HASH + 1])
{
    unsigned char hash[HASH];
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, "petitiond object 1");
    for (int column = 0; column < 3; column++) {
        const void *text = sqlite3_column_text(s, column);
        verify_add_field(&h, text, (size_t)sqlite3_column_bytes(s, column));
    }
    crypto_generichash_final(&h, hash, HASH);
    sodium_bin2hex(out, 2 * HASH + 1, hash, HASH);
}

/* The schema is of a program that seals them. */
static int knows_later(const struct check *c)
{
    sqlite3_stmt *s = verify_prepare(c, "SELECT 1 FROM pragma_table_info('exports') WHERE name = 'salt'");
    int knows = verify_step(c, s);
    sqlite3_finalize(s);
    return knows;
}

/* Kinds that have a seal, before any is taken out. */
static void note_kinds(sqlite3 *memory)
{
    if (sqlite3_exec(memory, "CREATE TABLE kinds AS SELECT DISTINCT kind FROM seals", NULL, NULL, NULL) != SQLITE_OK) {
        verify_bad("there is no memory to compare the tables of the office");
    }
}

/* No program that wrote here knew this kind. */
static int is_older_than_kind(sqlite3 *memory, sqlite3_value *kind)
{
    sqlite3_stmt *s = prepare_in(
        memory, "SELECT 1 WHERE ?1 IN ('token', 'export') AND NOT EXISTS (SELECT 1 FROM kinds WHERE kind = ?1)");
    sqlite3_bind_value(s, 1, kind);
    int is_older = sqlite3_step(s) == SQLITE_ROW;
    sqlite3_finalize(s);
    return is_older;
}

/* Takes each object that is there out of the seals. */
static void compare(struct check *c, sqlite3 *memory, const char *sql)
{
    sqlite3_stmt *take = prepare_in(memory, "DELETE FROM seals WHERE kind = ?1 AND id = ?2 AND digest = ?3");
    sqlite3_stmt *s = verify_prepare(c, sql);
    while (verify_step(c, s)) {
        char made[2 * HASH + 1];
        digest(s, made);
        sqlite3_bind_value(take, 1, sqlite3_column_value(s, 0));
        sqlite3_bind_value(take, 2, sqlite3_column_value(s, 1));
        sqlite3_bind_text(take, 3, made, -1, SQLITE_STATIC);
        if ((sqlite3_step(take) != SQLITE_DONE || sqlite3_changes(memory) != 1) &&
            !is_older_than_kind(memory, sqlite3_column_value(s, 0))) {
            verify_bad("%s %s is not what the newest entry of the office sealed, or none stands for it",
                       (const char *)sqlite3_column_text(s, 0), (const char *)sqlite3_column_text(s, 1));
        }
        sqlite3_reset(take);
        c->objects++;
    }
    sqlite3_finalize(s);
    sqlite3_finalize(take);
}

void verify_objects(struct check *c)
{
    if (!c->has_seals) {
        return;
    }
    sqlite3 *memory = open_memory();
    if (read_seals(c, memory) > 0) {
        note_kinds(memory);
        compare(c, memory, access_columns);
        if (knows_later(c)) {
            compare(c, memory, later_columns);
        }
        compare(c, memory, rule_columns);
        sqlite3_stmt *s = prepare_in(memory, "SELECT kind, id FROM seals WHERE digest <> '-' LIMIT 1");
        if (sqlite3_step(s) == SQLITE_ROW) {
            verify_bad("%s %s is gone and no entry of the office says so", (const char *)sqlite3_column_text(s, 0),
                       (const char *)sqlite3_column_text(s, 1));
        }
        sqlite3_finalize(s);
    }
    sqlite3_close(memory);
}
