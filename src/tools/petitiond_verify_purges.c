/*
 * petitiond_verify_purges.c - entries whose content was destroyed, and the certificates that say so.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "petitiond_verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void verify_purge_mark(struct purge *p, sqlite3_stmt *s, const char *id)
{
    static const int left[] = {4, 5, 6, 7, 8, 9, COLUMN_REQUEST}; /* actor to to_state, and the request */
    const char *certificate = (const char *)sqlite3_column_text(s, COLUMN_CERTIFICATE);
    const char *changes = (const char *)sqlite3_column_text(s, COLUMN_CHANGES);
    int64_t seq = sqlite3_column_int64(s, 0);
    if (sqlite3_column_type(s, COLUMN_NOTE) != SQLITE_NULL || sqlite3_column_type(s, COLUMN_SEAL) != SQLITE_NULL ||
        changes == NULL || strcmp(changes, "[]") != 0 || sqlite3_column_bytes(s, 2) != HASH) {
        verify_bad("journal of %s: entry %" PRId64 " is marked as destroyed and is not what a purge leaves", id, seq);
    }
    if (p->marked == 0) {
        snprintf(p->certificate, sizeof p->certificate, "%s", certificate);
        crypto_generichash_init(&p->left, NULL, 0, HASH);
        verify_add_word(&p->left, "petitiond left 1");
    }
    if (strcmp(p->certificate, certificate) != 0) {
        verify_bad("journal of %s: entry %" PRId64 " names another certificate than the one before", id, seq);
    }
    verify_add_number(&p->left, seq);
    verify_add_number(&p->left, sqlite3_column_int64(s, 1));
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        verify_add_column(&p->left, s, left[i]);
    }
    verify_add_field(&p->left, sqlite3_column_blob(s, 2), HASH);
    p->marked = seq;
}

/* Does the list of changes say that this field came to be `text`? */
static int says(const char *changes, const char *field, const char *text)
{
    char one[400];
    snprintf(one, sizeof one, "{\"field\":\"%s\",\"before\":null,\"after\":\"%s\"}", field, text);
    return changes != NULL && strstr(changes, one) != NULL;
}

void verify_purge_entry(struct check *c, struct purge *p, sqlite3_stmt *s, const char *id)
{
    unsigned char digest[HASH];
    char hex[2 * HASH + 1];
    const char *action = (const char *)sqlite3_column_text(s, COLUMN_ACTION);
    const char *changes = (const char *)sqlite3_column_text(s, COLUMN_CHANGES);
    crypto_generichash_final(&p->left, digest, HASH);
    sodium_bin2hex(hex, sizeof hex, digest, HASH);
    sqlite3_stmt *item = verify_prepare(
        c, "SELECT entries, certificate, digest FROM certificate_items WHERE case_id = ?1 AND certificate = ?2");
    sqlite3_bind_text(item, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_text(item, 2, p->certificate, -1, SQLITE_STATIC);
    if (!verify_step(c, item)) {
        verify_bad("journal of %s: its entries are marked as destroyed, and no certificate says so", id);
    }
    if (sqlite3_column_int64(item, 0) != p->marked || !verify_is_hash(item, 2, digest) || action == NULL ||
        strcmp(action, "purge") != 0 || !says(changes, "certificate", p->certificate) || !says(changes, "left", hex)) {
        verify_bad("journal of %s: what is left of destroyed entries is not what the purge left", id);
    }
    sqlite3_finalize(item);
    c->purged++;
    p->marked = 0;
}

static int64_t add_items(const struct check *c, crypto_generichash_state *h, const char *number)
{
    int64_t count = 0;
    sqlite3_stmt *s =
        verify_prepare(c, "SELECT case_id, case_number, archive_number, retention, proposed_by, appraisal, position, "
                          "closed_day, last_day,"
                          " proposed_ms, documents, contacts, evidence, people, entries, digest FROM certificate_items"
                          " WHERE certificate = ?1 ORDER BY position");
    sqlite3_bind_text(s, 1, number, -1, SQLITE_STATIC);
    for (; verify_step(c, s); count++) {
        for (int i = 0; i < 6; i++) {
            verify_add_column(h, s, i);
        }
        for (int i = 6; i < 15; i++) {
            verify_add_number(h, sqlite3_column_int64(s, i));
        }
        verify_add_field(h, sqlite3_column_blob(s, 15), (size_t)sqlite3_column_bytes(s, 15));
    }
    sqlite3_finalize(s);
    return count;
}

/* Of sealed cases nothing stands in the office's journal: each of them says it in the entry of its own purge. */
static int is_vouched_inside(const struct check *c, const char *number, const char *hex)
{
    int cases = 0, vouched = 0;
    sqlite3_stmt *s = verify_prepare(
        c, "SELECT c.is_sealed, j.changes FROM certificate_items i LEFT JOIN cases c ON c.id = i.case_id"
           " LEFT JOIN journal j ON j.case_id = i.case_id AND j.seq = i.entries + 1 AND j.action = 'purge'"
           " WHERE i.certificate = ?1");
    sqlite3_bind_text(s, 1, number, -1, SQLITE_STATIC);
    for (; verify_step(c, s); cases++) {
        const char *changes = (const char *)sqlite3_column_text(s, 1);
        vouched += sqlite3_column_int(s, 0) == 1 && changes != NULL && says(changes, "digest", hex);
    }
    sqlite3_finalize(s);
    return cases > 0 && vouched == cases;
}

/* The office's journal is chained and signed; what it says of the certificate is what counts. */
static void check_vouched(const struct check *c, const char *number, const unsigned char digest[HASH])
{
    char hex[2 * HASH + 1];
    sodium_bin2hex(hex, sizeof hex, digest, HASH);
    sqlite3_stmt *s =
        verify_prepare(c, "SELECT changes FROM office_journal WHERE action = 'certificate.make' AND object_id = ?1"
                          " ORDER BY seq LIMIT 1");
    sqlite3_bind_text(s, 1, number, -1, SQLITE_STATIC);
    int is_good = verify_step(c, s) ? says((const char *)sqlite3_column_text(s, 0), "digest", hex)
                                    : is_vouched_inside(c, number, hex);
    if (!is_good) {
        verify_bad("certificate %s: no journal vouches for it", number);
    }
    sqlite3_finalize(s);
}

static void check_cases(const struct check *c)
{
    sqlite3_stmt *s = verify_prepare(
        c, "SELECT i.case_id FROM certificate_items i LEFT JOIN cases c ON c.id = i.case_id"
           " WHERE c.certificate IS NULL OR c.certificate <> i.certificate"
           " UNION ALL SELECT c.id FROM cases c WHERE c.certificate IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
           " certificate_items i WHERE i.case_id = c.id AND i.certificate = c.certificate) LIMIT 1");
    if (verify_step(c, s)) {
        const char *id = (const char *)sqlite3_column_text(s, 0);
        verify_bad("case %s: it and its certificate do not fit each other", id != NULL ? id : "(some)");
    }
    sqlite3_finalize(s);
}

void verify_certificates(struct check *c)
{
    if (!c->has_certificates) {
        return;
    }
    int64_t items = 0;
    sqlite3_stmt *s =
        verify_prepare(c, "SELECT number, id, unit_id, decided_by, reason, made_ms, cases, digest FROM certificates"
                          " ORDER BY number");
    while (verify_step(c, s)) {
        crypto_generichash_state h;
        unsigned char digest[HASH];
        const char *number = (const char *)sqlite3_column_text(s, 0);
        if (number == NULL) {
            verify_bad("a certificate has no number");
        }
        crypto_generichash_init(&h, NULL, 0, HASH);
        verify_add_word(&h, "petitiond certificate 1");
        for (int i = 0; i < 5; i++) {
            verify_add_column(&h, s, i);
        }
        verify_add_number(&h, sqlite3_column_int64(s, 5));
        verify_add_number(&h, sqlite3_column_int64(s, 6));
        int64_t count = add_items(c, &h, number);
        crypto_generichash_final(&h, digest, HASH);
        if (count != sqlite3_column_int64(s, 6) || !verify_is_hash(s, 7, digest)) {
            verify_bad("certificate %s is not what was written", number);
        }
        check_vouched(c, number, digest);
        items += count;
        c->certificates++;
    }
    sqlite3_finalize(s);
    if (items != c->purged) {
        verify_bad("the certificates name %" PRId64 " cases, and the entries of %" PRId64 " are marked as destroyed",
                   items, c->purged);
    }
    check_cases(c);
}
