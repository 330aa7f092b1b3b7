/*
 * petitiond_verify_rows.c - rows with encrypted columns are whole: people, contents of the sealed lane, files.
 *
 * Each carries a digest: BLAKE2b-256 over a label and its columns, each with its length; a number as its decimal digits, what is absent as
 * nothing. That finds damage. An old row put back is whole; it is found by its version, which the seals of cases have
 * (petitiond_verify_cases.c). That nobody made another row under the right version, only who has the keys can tell (petitiond verify).
 * Of a file that was removed nothing may be left.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <stdio.h>

/* Label, and the columns behind kept digest and id. */
static const struct {
    const char *what, *label, *sql;
} kinds[] = {
    {"person", "petitiond person 1",
     "SELECT digest, id, kind, version, key, name, id_type, id_number, phone, email, address, bank_account, health, "
     "id_index, phone_index, name_index, contact_preference, created_ms FROM persons ORDER BY id"},
    {"content of case", "petitiond content 1",
     "SELECT digest, case_id, version, content FROM sealed_contents ORDER BY case_id"},
    {"file", "petitiond file 1", "SELECT digest, id, key, name FROM files WHERE status = 'kept' ORDER BY id"},
};

static void check_row(const char *what, const char *label, sqlite3_stmt *s)
{
    unsigned char hash[HASH];
    crypto_generichash_state h;
    const char *id = (const char *)sqlite3_column_text(s, 1);
    crypto_generichash_init(&h, NULL, 0, HASH);
    verify_add_word(&h, label);
    for (int i = 1; i < sqlite3_column_count(s); i++) {
        const void *bytes = sqlite3_column_type(s, i) == SQLITE_INTEGER ? (const void *)sqlite3_column_text(s, i)
                                                                        : sqlite3_column_blob(s, i);
        verify_add_field(&h, bytes, (size_t)sqlite3_column_bytes(s, i));
    }
    crypto_generichash_final(&h, hash, HASH);
    if (!verify_is_hash(s, 0, hash)) {
        verify_bad("%s %s: its columns and its digest do not fit each other", what, id);
    }
}

static void count_strays(struct check *c)
{
    sqlite3_stmt *s = verify_prepare(
        c,
        "SELECT COUNT(*), MIN(p.id) FROM persons p WHERE NOT EXISTS (SELECT 1 FROM parties a WHERE a.person_id = p.id) "
        "AND NOT EXISTS (SELECT 1 FROM cases k WHERE k.petitioner_id = p.id)");
    if (verify_step(c, s) && sqlite3_column_int64(s, 0) > 0) {
        c->strays = sqlite3_column_int64(s, 0);
        (void)snprintf(c->first_stray, sizeof c->first_stray, "%s", (const char *)sqlite3_column_text(s, 1));
    }
    sqlite3_finalize(s);
}

void verify_rows(struct check *c)
{
    sqlite3_stmt *s = NULL;
    if (!c->has_digests) { /* of a program that made none, or somebody took them away */
        s = verify_prepare(c, "SELECT 1 FROM office_journal WHERE action = 'office.seal_rows' LIMIT 1");
        if (verify_step(c, s)) {
            verify_bad("rows with encrypted columns had digests, and the columns are gone");
        }
        sqlite3_finalize(s);
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        s = verify_prepare(c, kinds[i].sql);
        for (; verify_step(c, s); c->rows++) {
            check_row(kinds[i].what, kinds[i].label, s);
        }
        sqlite3_finalize(s);
    }
    s = verify_prepare(c,
                       "SELECT id FROM files WHERE status <> 'kept' AND (key IS NOT NULL OR name IS NOT NULL OR digest "
                       "IS NOT NULL) ORDER BY id LIMIT 1");
    if (verify_step(c, s)) {
        verify_bad("file %s: it was removed, and what opens it is there", (const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
    count_strays(c);
}
