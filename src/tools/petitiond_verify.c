/*
 * petitiond_verify.c - the independent verifier: shows from a copy of the database, and from checkpoints that left the house,
 * that no entry of any journal was altered or dropped.
 *
 *   petitiond-verify --db FILE [--key HEX]... [--checkpoints FILE]
 *   petitiond-verify --receipt FILE [--key HEX]... [--checkpoints FILE] [--db FILE]
 *
 * It shares no line with petitiond, so that a mistake there is not made here again: only libsodium for the hashes and signatures
 * and SQLite for reading the file. What is hashed stands in include/domain/checkpoint.h.
 *
 * --key is the public key that the office told when it began (petitiond key status), again for each later one; without it the
 * signatures are checked against the keys that the list of checkpoints names, which shows less. --checkpoints is a list from
 * `petitiond checkpoints`, a line each, as somebody outside kept it. Each line must say what was signed and stand in its place.
 *
 * --receipt is what a petitioner was given (GET /public/cases/{number}/proof; include/domain/proof.h says what is signed): alone
 * its signature and its way to the checkpoint are checked; with a list, that the list has the same checkpoint; with a database, that
 * the entry stands there, and then the whole database.
 *
 * What the newest entries sealed is compared with the rows as they stand: of each case, and of each account, grant, role, unit and
 * definition of the office. Rows with encrypted columns are whole by their digests, and of the version that the seals of cases have. A
 * database that sealed nothing of the office is told as "open". Which units see a case is under no seal and
 * derived from what is.
 *
 * An entry that is marked as destroyed is taken as the chain has it, if the case's purge and a certificate of destruction vouch for
 * what is left of it; marked without a certificate, it is an error.
 *
 * Named without being an error: entries behind the last checkpoint ("unsigned tail"), lines that the list lacks ("gap"), an
 * entry that is older than the one before by more than BACK_MS ("time goes back"), people whom no case has ("left over": a purge leaves
 * none).
 *
 * Exit code: 0 good, 1 something is wrong (the first thing is named), 2 used wrongly.
 *
 * Runs on: the main thread. Owns: the open database. Invariant: nothing is written.
 */
#include "petitiond_verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int usage(void)
{
    fprintf(stderr,
            "usage: petitiond-verify --db FILE [--key HEX]... [--checkpoints FILE]\n"
            "       petitiond-verify --receipt FILE [--key HEX]... [--checkpoints FILE] [--db FILE]\n"
            "A --key (64 hex digits, without blanks) or a list of checkpoints, which names the keys, is needed.\n");
    return EXIT_WRONG;
}

static void open_database(struct check *c, const char *path)
{
    if (sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        fprintf(stderr, "petitiond-verify: %s cannot be opened\n", path);
        exit(EXIT_WRONG);
    }
}

/* What nobody can vouch for, or should look at, though nothing shows that it was altered. */
static void tell_what_is_open(const struct check *c)
{
    if (c->tail_entries > 0) {
        printf("unsigned tail: %" PRId64 " entries of %" PRId64 " cases are newer than the last checkpoint\n",
               c->tail_entries, c->tail_cases);
    }
    if (c->tail_office > 0) {
        printf("unsigned tail: %" PRId64 " entries of the office are newer than the last checkpoint\n", c->tail_office);
    }
    if (c->strays > 0) {
        printf("left over: no case has person %s, the first of %" PRId64 "\n", c->first_stray, c->strays);
    }
    if (c->went_back > 0) {
        printf("time goes back: %s is older than the one before, the first of %" PRId64 "\n", c->first_back,
               c->went_back);
    }
}

/* All journals, checkpoints and cases of the open database. */
/* A trigger or a view is code that runs in the server. It has one, which notes the cases whose journals grew. */
static void verify_code(struct check *c)
{
    sqlite3_stmt *s =
        verify_prepare(c, "SELECT type || ' ' || name FROM sqlite_schema WHERE type = 'view' OR (type = 'trigger' AND "
                          "(name, sql) IS NOT ("
                          "'journal_grew', 'CREATE TRIGGER journal_grew AFTER INSERT ON journal BEGIN' || char(10) || "
                          "'  INSERT OR IGNORE "
                          "INTO checkpoint_pending (case_id) VALUES (new.case_id);' || char(10) || 'END')) ORDER BY 1");
    if (verify_step(c, s)) {
        verify_bad("the database holds %s, which the server did not make", (const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
}

static void verify_database(struct check *c)
{
    verify_journals(c);
    verify_office(c);
    verify_certificates(c);
    verify_checkpoints(c);
    verify_rows(c);
    verify_cases(c);
    verify_objects(c);
    verify_units(c);
    verify_code(c);
}

static void tell_what_is_good(const struct check *c)
{
    printf("good: %" PRId64 " entries of %" PRId64 " cases and %" PRId64 " of the office, %" PRId64 " checkpoints\n",
           c->entries, c->cases, c->office_entries, c->checkpoints);
    if (c->purged > 0) {
        printf("destroyed: what %" PRId64 " cases said, under %" PRId64
               " certificates; their entries are vouched for by what came after\n",
               c->purged, c->certificates);
    }
    if (c->objects > 0) {
        printf("sealed: %" PRId64 " accounts, roles, units, definitions and other objects of the office are what the "
               "journal says\n",
               c->objects);
    } else {
        printf("open: no entry of the office seals accounts, roles or definitions\n");
    }
    if (c->rows > 0) {
        printf("encrypted: %" PRId64 " people, contents and files are whole; whether the office's keys made them, "
               "petitiond verify tells\n",
               c->rows);
    }
    tell_what_is_open(c);
}

static void verify_all(struct check *c, const char *list, const struct receipt *r)
{
    if (c->key_count == 0) {
        verify_list(c, list, 1, NULL);
        printf("note: the keys are those that the list itself names; better give --key as the office told it\n");
    }
    if (r != NULL) {
        verify_receipt(c, r);
    }
    if (r != NULL && c->db != NULL) {
        verify_receipt_in_copy(c, r);
    }
    if (c->db != NULL) {
        verify_database(c);
    }
    if (list != NULL) {
        verify_list(c, list, 0, r);
    }
    if (c->db != NULL) {
        verify_tail(c);
        tell_what_is_good(c);
    }
}

int main(int argc, char **argv)
{
    static struct check c;
    static struct receipt r;
    const char *db = NULL, *list = NULL, *receipt = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--db") == 0) {
            db = argv[i + 1];
        } else if (strcmp(argv[i], "--checkpoints") == 0) {
            list = argv[i + 1];
        } else if (strcmp(argv[i], "--receipt") == 0) {
            receipt = argv[i + 1];
        } else if (strcmp(argv[i], "--key") != 0 || c.key_count == KEYS_MAX ||
                   !verify_unhex(argv[i + 1], c.keys[c.key_count++], HASH)) {
            return usage();
        }
    }
    if (argc % 2 == 0 || (db == NULL && receipt == NULL) || sodium_init() < 0 || (c.key_count == 0 && list == NULL)) {
        return usage();
    }
    if (receipt != NULL) {
        verify_receipt_load(receipt, &r);
    }
    if (db != NULL) {
        open_database(&c, db);
    }
    verify_all(&c, list, receipt != NULL ? &r : NULL);
    sqlite3_close(c.db);
    if (c.past > 0) {
        printf("CHANGED: journal of %s, entry %" PRId64
               ": before this act what it is about was changed past the journal (%" PRId64 " entries say so)\n",
               c.first_past, c.first_past_seq, c.past);
    }
    return c.past > 0;
}
