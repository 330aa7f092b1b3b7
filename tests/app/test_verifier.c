/*
 * test_verifier.c - the independent verifier finds each of a thousand edits of a copy, made at random by somebody who holds the
 * database and knows how entries are chained, but not the key.
 *
 * VERIFIER_EDITS sets another number of edits, of the copy and of the list.
 *
 * Runs on: the test's only thread. Owns: one folder made by a server in this process, copies, children that it waits for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypto.h"
#include "domain/chain.h"
#include "support/client.h"
#include "support/program.h"
#include "support/served.h"
#include "support/support.h"
#include "verifier_edits.h"
#include "verifier_office.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EDITS = 1000, LIST_EDITS = 300, CASES = VERIFIER_CASES, OUTPUT = 4096 };

static const char *folder, *database, *list, *edited_list, *copy;
static char key[2 * CRYPTO_KEY_SIZE + 1];
static char output[OUTPUT];
static uint64_t dice = 0x9E3779B97F4A7C15ULL;

static uint64_t roll(uint64_t below)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return dice % below;
}

static int run(const char *const *argv)
{
    return program_run_other(output, sizeof output, argv);
}

static int verify(const char *db)
{
    return run((const char *const[]){TEST_BUILD_DIR "/petitiond-verify", "--db", db, "--key", key, "--checkpoints",
                                     list, NULL});
}

static int set_up(void **state)
{
    struct served served;
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    struct client *admin = served_admin(&served);
    struct client *c = client_new(served_url(&served));
    served_account(admin, "clerk", "bureau_handler", NULL, "all", NULL);
    verifier_unit(admin, "aside", "department"); /* no case concerns it */
    verifier_unit(admin, "bureau", "bureau");
    char bureau[27];
    served_unit(admin, "bureau", bureau);
    served_account(admin, "officer", "accusation_officer", bureau, "unit", NULL);
    struct client *officer = client_new(served_url(&served));
    if (client_sign_in(c, "clerk", SERVED_PASSWORD) != 201 ||
        client_sign_in(officer, "officer", SERVED_PASSWORD) != 201) {
        return 1;
    }
    for (int round = 0; round < 3; round++) {
        verifier_cases(c, round);
        if (round == 2) { /* later than all others, so that no random entry is its own */
            clock_manual_add(served.clock, 1000);
            verifier_accusation(c, officer);
        }
        if (runtime_checkpoint(served.rt) != RC_OK) {
            return 1;
        }
    }
    const struct client_reply *r =
        client_call(admin, "POST", "/api/v1/tokens",
                    "{\"name\":\"t\",\"expires_on\":\"2026-05-01\",\"permissions\":[\"unit.manage\"]}");
    assert_int_equal(r->status, 201);
    r = client_call(c, "POST", "/api/v1/exports", "{\"filter\":{},\"format\":\"csv\"}");
    assert_int_equal(r->status, 201);
    client_free(admin);
    client_free(officer);
    client_free(c);
    folder = strdup(served.folder);
    database = support_path(folder, "petitiond.db");
    list = support_path(folder, "checkpoints.ndjson");
    edited_list = support_path(folder, "edited.ndjson");
    copy = support_path(folder, "copy.db");
    served_stop(&served);
    if (run((const char *const[]){TEST_PETITIOND, "checkpoints", "--data", folder, NULL}) != 0) {
        return 1;
    }
    support_write(list, output, strlen(output));
    const char *at = strstr(output, "\"public_key\":\"");
    snprintf(key, sizeof key, "%s", at != NULL ? at + strlen("\"public_key\":\"") : "");
    return 0;
}

/* One statement; how many rows it changed. */
static int edit(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    return sqlite3_changes(db);
}

/* A row of the journal, by chance. */
static const char *some_entry(void)
{
    static char text[160];
    snprintf(text, sizeof text,
             "(case_id, seq) = (SELECT case_id, seq FROM journal ORDER BY case_id, seq LIMIT 1 OFFSET %llu)",
             (unsigned long long)roll(CASES * 3 * 2 - 1));
    return text;
}

/* Hashes of a case anew from its first entry, its head in the case, in checkpoint_heads or not: all that the key is not needed for. */
static void chain_anew(sqlite3 *db, const char *where, int with_heads)
{
    sqlite3_stmt *s = NULL;
    char sql[600];
    uint8_t hash[CRYPTO_HASH_SIZE];
    int64_t last = 0;
    char id[32] = "";
    snprintf(sql, sizeof sql,
             "SELECT seq, at_ms, case_id, actor_id, actor_unit_id, action, event, from_state, to_state, note, changes, "
             "request_id, seal"
             " FROM journal WHERE case_id = (SELECT case_id FROM journal WHERE %s) ORDER BY seq",
             where);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        const char *texts[11];
        for (int i = 0; i < 11; i++) {
            texts[i] = (const char *)sqlite3_column_text(s, i + 2);
        }
        snprintf(id, sizeof id, "%s", texts[0]);
        struct sql_blob previous = {last > 0 ? hash : NULL, last > 0 ? sizeof hash : 0};
        chain_link("petitiond journal 1", previous, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), texts,
                   texts[10] != NULL ? 11 : 10, hash);
        last = sqlite3_column_int64(s, 0);
        char hex[2 * CRYPTO_HASH_SIZE + 1];
        crypto_hex(hash, sizeof hash, hex);
        snprintf(sql, sizeof sql, "UPDATE journal SET hash = x'%s' WHERE case_id = '%s' AND seq = %lld", hex, id,
                 (long long)last);
        (void)edit(db, sql);
        snprintf(sql, sizeof sql, "UPDATE cases SET journal_head = x'%s', journal_seq = %lld WHERE id = '%s'", hex,
                 (long long)last, id);
        (void)edit(db, sql);
        snprintf(sql, sizeof sql, "UPDATE checkpoint_heads SET hash = x'%s' WHERE case_id = '%s' AND seq = %lld", hex,
                 id, (long long)last);
        if (with_heads) {
            (void)edit(db, sql);
        }
    }
    sqlite3_finalize(s);
}

static const char *const columns[] = {
    "at_ms = at_ms + 1",      "actor_id = 'somebody'",
    "action = action || 'x'", "to_state = 'closed'",
    "note = 'another'",       "changes = '[]x'",
    "request_id = 'x'",       "seal = seal || '0'",
    "event = 'sign'",         "actor_unit_id = 'x'",
    "hash = zeroblob(32)",    "hash = x'00'",
    "certificate = 'x'",      "note = NULL, changes = '[]', seal = NULL, certificate = 'x'"};
/* What everybody reads, with its journal left as it is. */
static const char *const rows[] = {
    "UPDATE cases SET title = title || 'x' WHERE id",
    "UPDATE cases SET due_key = due_key + 1 WHERE id",
    "UPDATE cases SET is_sealed = 1 WHERE id",
    "UPDATE demands SET text = text || 'x' WHERE case_id",
    "DELETE FROM demands WHERE case_id",
    "UPDATE submissions SET request = 'x' WHERE case_id",
    "UPDATE deadlines SET due_day = due_day + 1 WHERE case_id",
    "DELETE FROM parties WHERE case_id",
    "INSERT INTO complained_units SELECT id, holder_unit_id FROM cases WHERE id",
    "UPDATE holdings SET from_ms = from_ms - 1 WHERE case_id",
    "DELETE FROM holdings WHERE case_id",
    "INSERT INTO case_links (id, case_id, other_id, kind, created_ms) SELECT id, id, (SELECT MIN(o.id) FROM cases o), "
    "'related', 1 FROM cases WHERE id",
    "INSERT INTO recusals SELECT id, (SELECT MIN(a.id) FROM accounts a), 'handler', 1 FROM cases WHERE id",
    "INSERT INTO retentions (case_id, held_by, held_ms) SELECT id, (SELECT MIN(a.id) FROM accounts a), 1 FROM cases "
    "WHERE id",
};
static const char *const others[] = {
    "DELETE FROM checkpoints WHERE seq = (SELECT MAX(seq) FROM checkpoints)",
    "DELETE FROM checkpoints WHERE seq = 1",
    "UPDATE checkpoints SET at_ms = at_ms + 1 WHERE seq = 2",
    "UPDATE checkpoints SET root = zeroblob(32) WHERE seq = 1",
    "UPDATE checkpoints SET heads = heads - 1 WHERE seq = 2",
    "UPDATE checkpoints SET signature = zeroblob(64) WHERE seq = 3",
    "UPDATE checkpoints SET hash = zeroblob(32) WHERE seq = 2",
    "UPDATE checkpoints SET office_seq = office_seq - 1 WHERE seq = 3",
    "UPDATE checkpoints SET seed = randomblob(32) WHERE seq = 2",
    "UPDATE checkpoints SET seed = NULL WHERE seq = 2",
    "UPDATE checkpoints SET epoch = 2 WHERE seq = 1",
    "DELETE FROM checkpoint_heads WHERE case_id = (SELECT MIN(case_id) FROM checkpoint_heads)",
    "UPDATE checkpoint_heads SET seq = seq + 1 WHERE checkpoint = 1",
    "DELETE FROM office_journal WHERE seq = 2",
    "UPDATE office_journal SET actor_id = 'somebody' WHERE seq = 3",
    "UPDATE office_journal SET at_ms = at_ms + 1 WHERE seq = (SELECT MAX(seq) FROM office_journal)",
    "DELETE FROM office_journal WHERE seq = (SELECT MAX(seq) FROM office_journal)",
    "DELETE FROM checkpoint_heads; DELETE FROM checkpoints",
};

/* One random edit; what it was. */
static const char *edit_somewhere(sqlite3 *db)
{
    static char sql[900];
    const char *where = some_entry();
    unsigned kind = (unsigned)roll(14);
    if (kind <= 2) { /* change, and perhaps chain anew */
        snprintf(sql, sizeof sql, "UPDATE journal SET %s WHERE %s", columns[roll(sizeof columns / sizeof columns[0])],
                 where);
        (void)edit(db, sql);
        if (kind > 0 && strstr(sql, "hash =") == NULL) {
            chain_anew(db, where, kind == 2);
        }
    } else if (kind == 3) {
        snprintf(sql, sizeof sql, "DELETE FROM journal WHERE %s", where);
        (void)edit(db, sql);
    } else if (kind == 4) { /* the last entry of a case, with the case's own word for it */
        snprintf(sql, sizeof sql,
                 "UPDATE cases SET journal_seq = 1, journal_head = (SELECT hash FROM journal j WHERE j.case_id = "
                 "cases.id AND seq = 1) "
                 "WHERE id = (SELECT case_id FROM journal WHERE %s); DELETE FROM journal WHERE seq > 1 AND case_id = "
                 "(SELECT "
                 "case_id FROM journal WHERE %s)",
                 where, where);
        (void)edit(db, sql);
    } else if (kind == 5) { /* an entry that nobody made */
        snprintf(sql, sizeof sql,
                 "INSERT INTO journal SELECT case_id, seq + 100, at_ms, actor_id, actor_unit_id, action, event, "
                 "from_state, to_state,"
                 " 'new', changes, request_id, hash, seal, certificate FROM journal WHERE %s",
                 where);
        (void)edit(db, sql);
    } else if (kind == 6) { /* a whole case */
        snprintf(sql, sizeof sql,
                 "CREATE TEMP TABLE gone AS SELECT case_id AS id FROM journal WHERE %s; DELETE FROM journal WHERE "
                 "case_id IN gone;"
                 " DELETE FROM checkpoint_heads WHERE case_id IN gone; DELETE FROM cases WHERE id IN gone",
                 where);
        (void)edit(db, sql);
    } else if (kind == 7) {
        snprintf(sql, sizeof sql, "%s = (SELECT case_id FROM journal WHERE %s)",
                 rows[roll(sizeof rows / sizeof rows[0])], where);
        assert_true(edit(db, sql) > 0);
    } else if (kind == 13) {
        snprintf(sql, sizeof sql, "%s", verifier_flip(db, roll, &verifier_ciphers[roll(verifier_cipher_count)]));
    } else if (kind == 12) {
        snprintf(sql, sizeof sql, "%s", verifier_rows[roll(verifier_row_count)]);
        assert_true(edit(db, sql) > 0);
    } else if (kind == 11) {
        snprintf(sql, sizeof sql, "%s", verifier_sights[roll(verifier_sight_count)]);
        assert_true(edit(db, sql) > 0);
    } else if (kind >= 9) {
        snprintf(sql, sizeof sql, "%s", verifier_objects[roll(verifier_object_count)]);
        assert_true(edit(db, sql) > 0);
    } else {
        snprintf(sql, sizeof sql, "%s", others[roll(sizeof others / sizeof others[0])]);
        (void)edit(db, sql);
    }
    return sql;
}

static sqlite3 *open_copy(void)
{
    sqlite3 *db = NULL;
    size_t n = 0;
    char *bytes = support_read(database, &n);
    support_write(copy, bytes, n);
    free(bytes);
    assert_int_equal(sqlite3_open_v2(copy, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    (void)edit(db, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF");
    return db;
}

static void what_was_written_is_good(void **state)
{
    (void)state;
    if (verify(database) != 0) {
        fail_msg("%s", output);
    }
    assert_non_null(strstr(output, "good: "));
    assert_null(strstr(output, "unsigned tail"));
    sqlite3_close(open_copy());
    assert_int_equal(verify(copy), 0);
}

/* That many, or VERIFIER_EDITS. */
static int edits(int most)
{
    const char *wanted = getenv("VERIFIER_EDITS");
    return wanted != NULL ? atoi(wanted) : most;
}

/* None is left to chance: each is found, and is found as what it is. */
static void each_edit_of_the_office_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < verifier_object_count; i++) {
        sqlite3 *db = open_copy();
        assert_true(edit(db, verifier_objects[i]) > 0);
        sqlite3_close(db);
        if (verify(copy) != 1 || strncmp(output, "BAD: ", 5) != 0) {
            fail_msg("edit was not found: %s\n%s", verifier_objects[i], output);
        }
        if (strstr(verifier_objects[i], "office_journal") == NULL && strstr(output, "sealed") == NULL &&
            strstr(output, "is gone") == NULL) {
            fail_msg("%s is told as %s", verifier_objects[i], output);
        }
    }
}

static void each_edit_of_who_sees_a_case_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < verifier_sight_count; i++) {
        sqlite3 *db = open_copy();
        if (edit(db, verifier_sights[i]) == 0) {
            fail_msg("changes nothing: %s", verifier_sights[i]);
        }
        sqlite3_close(db);
        if (verify(copy) != 1 || strncmp(output, "BAD: case ", 10) != 0 || strstr(output, ", unit ") == NULL) {
            fail_msg("edit was not found: %s\n%s", verifier_sights[i], output);
        }
    }
}

/* Whoever holds no key sees that what lies encrypted is not what was written: every column, and some bits of each. */
static void each_edit_of_what_is_encrypted_is_found(void **state)
{
    enum { BITS = 4 };
    (void)state;
    for (size_t i = 0; i < BITS * verifier_cipher_count + verifier_row_count; i++) {
        sqlite3 *db = open_copy();
        const char *what = i < verifier_row_count ? verifier_rows[i] : NULL;
        if (what == NULL) {
            what = verifier_flip(db, roll, &verifier_ciphers[(i - verifier_row_count) / BITS]);
        } else if (edit(db, what) == 0) {
            fail_msg("changes nothing: %s", what);
        }
        sqlite3_close(db);
        if (verify(copy) != 1 || strncmp(output, "BAD: ", 5) != 0) {
            fail_msg("edit was not found: %s\n%s", what, output);
        }
    }
}

/* A database without the columns is of an earlier program, unless its own journal says that there were digests. */
static void digests_are_not_taken_away(void **state)
{
    (void)state;
    sqlite3 *db = open_copy();
    (void)edit(db, "ALTER TABLE persons DROP COLUMN digest");
    sqlite3_close(db);
    assert_int_equal(verify(copy), 1);
    assert_non_null(strstr(output, "the columns are gone"));
}

/* The office has the keys: its own command needs no list to see that somebody else signed. */
static void an_edited_signature_is_found_by_both(void **state)
{
    size_t n = 0;
    char *bytes = support_read(database, &n);
    const char *const own[] = {TEST_PETITIOND, "verify", "--data", folder, NULL};
    sqlite3 *db = NULL;
    (void)state;
    assert_int_equal(run(own), 0);
    assert_non_null(strstr(output, "checkpoints are signed"));
    assert_int_equal(sqlite3_open_v2(database, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(edit(db, "UPDATE checkpoints SET signature = randomblob(64) WHERE seq = 2"), 1);
    sqlite3_close(db);
    assert_int_equal(run(own), 1);
    assert_non_null(strstr(output, "BAD: checkpoint 2: it is not signed with the office's key"));
    assert_int_equal(verify(database), 1);
    assert_non_null(strstr(output, "checkpoint 2 is not signed with the office's key"));
    support_write(database, bytes, n);
    free(bytes);
    assert_int_equal(run(own), 0);
    assert_int_equal(verify(database), 0);
}

/* Code that the server would run, under a name of its own or under that of the one trigger that there is. */
static void code_of_others_is_named(void **state)
{
    static const char *const edits[][2] = {
        {"CREATE TRIGGER x AFTER INSERT ON sessions BEGIN DELETE FROM notices; END", "trigger x"},
        {"CREATE VIEW x AS SELECT 1", "view x"},
        {"DROP TRIGGER journal_grew; CREATE TRIGGER journal_grew AFTER INSERT ON journal BEGIN SELECT 1; END",
         "trigger journal_grew"}};
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        sqlite3 *db = open_copy();
        (void)edit(db, edits[i][0]);
        sqlite3_close(db);
        assert_int_equal(verify(copy), 1);
        assert_non_null(strstr(output, edits[i][1]));
    }
}

/* What changes by itself is under no seal. */
static void what_changes_by_itself_is_no_fault(void **state)
{
    (void)state;
    sqlite3 *db = open_copy();
    assert_true(edit(db, "UPDATE accounts SET credential_seen_seq = 5, version = version + 1, locale = 'en'") > 0);
    assert_true(edit(db, "UPDATE units SET sort = sort + 1, version = version + 1") > 0);
    assert_true(edit(db, "UPDATE sequences SET last = last + 1") > 0);
    sqlite3_close(db);
    assert_int_equal(verify(copy), 0);
    assert_null(strstr(output, "left over"));
}

static void each_of_a_thousand_edits_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < edits(EDITS); i++) {
        sqlite3 *db = open_copy();
        const char *what = edit_somewhere(db);
        sqlite3_close(db);
        if (verify(copy) != 1 || strncmp(output, "BAD: ", 5) != 0) {
            fail_msg("edit %d was not found: %s\n%s", i, what, output);
        }
    }
}

/* What is newer than the last checkpoint cannot be vouched for, and is called so. */
static void an_unsigned_tail_is_named(void **state)
{
    (void)state;
    sqlite3 *db = open_copy();
    (void)edit(db,
               "INSERT INTO journal SELECT case_id, seq + 1, at_ms, actor_id, actor_unit_id, action, event, "
               "from_state, to_state,"
               " 'late', changes, request_id, hash, seal, certificate FROM journal WHERE (case_id, seq) = (SELECT id, "
               "journal_seq FROM cases"
               " ORDER BY id LIMIT 1)");
    chain_anew(db, "note = 'late'", 0);
    sqlite3_close(db);
    assert_int_equal(verify(copy), 0);
    assert_non_null(strstr(output, "unsigned tail: 1 entries of 1 cases"));
}

/* The office's own entries behind the last checkpoint are as open as those of cases; one that says it is old is named too. */
static void a_tail_of_the_office_is_named(void **state)
{
    sqlite3_stmt *s = NULL;
    uint8_t hash[CRYPTO_HASH_SIZE];
    char hex[2 * CRYPTO_HASH_SIZE + 1];
    char sql[300];
    (void)state;
    sqlite3 *db = open_copy();
    (void)edit(db, "INSERT INTO office_journal (seq, at_ms, actor_id, action, object_id, changes, request_id, hash) "
                   "SELECT seq + 1, at_ms - 86400000, actor_id, action, object_id, changes, "
                   "request_id, hash FROM office_journal ORDER BY seq DESC LIMIT 1");
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT seq, at_ms, actor_id, action, object_id, changes, request_id, hash"
                                        " FROM office_journal ORDER BY seq DESC LIMIT 1",
                                        -1, &s, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    const char *texts[5];
    for (int i = 0; i < 5; i++) {
        texts[i] = (const char *)sqlite3_column_text(s, i + 2);
    }
    struct sql_blob previous = {sqlite3_column_blob(s, 7), CRYPTO_HASH_SIZE};
    chain_link("petitiond office 1", previous, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), texts, 5, hash);
    sqlite3_finalize(s);
    crypto_hex(hash, sizeof hash, hex);
    snprintf(sql, sizeof sql,
             "UPDATE office_journal SET hash = x'%s' WHERE seq = (SELECT MAX(seq) FROM office_journal)", hex);
    (void)edit(db, sql);
    sqlite3_close(db);
    if (verify(copy) != 0) {
        fail_msg("%s", output);
    }
    assert_non_null(strstr(output, "unsigned tail: 1 entries of the office"));
    assert_non_null(strstr(output, "time goes back: journal of the office"));
}

/* A copy need not have the tables' own rules. */
static void an_entry_of_no_case_is_named(void **state)
{
    (void)state;
    sqlite3 *db = open_copy();
    (void)edit(db, "ALTER TABLE journal RENAME TO kept; CREATE TABLE journal AS SELECT * FROM kept; "
                   "UPDATE journal SET case_id = NULL WHERE rowid = 5");
    sqlite3_close(db);
    assert_int_equal(verify(copy), 1);
    assert_non_null(strstr(output, "BAD: an entry of the journals names no case"));
}

static int verify_list(const char *bytes, size_t n)
{
    const char *kept = list;
    list = edited_list;
    support_write(edited_list, bytes, n);
    int code = verify(database);
    list = kept;
    return code;
}

/* Each byte of the list counts, but for the public key: that one is given by hand. */
static void each_edit_of_the_list_is_found(void **state)
{
    size_t n = 0;
    char *bytes = support_read(list, &n);
    (void)state;
    for (int i = 0; i < edits(LIST_EDITS); i++) {
        size_t at = (size_t)roll(n);
        size_t line = at;
        while (line > 0 && bytes[line - 1] != '\n') {
            line--;
        }
        const char *key_at = strstr(bytes + line, "\"public_key\":\"");
        char was = bytes[at];
        if (key_at == NULL || bytes + at >= key_at + strlen("\"public_key\":\"")) {
            continue;
        }
        bytes[at] = was == '7' ? '3' : '7';
        if (verify_list(bytes, n) != 1 || strncmp(output, "BAD: ", 5) != 0) {
            fail_msg("byte %zu of the list was '%c' and is '%c': %s", at, was, bytes[at], output);
        }
        bytes[at] = was;
    }
    assert_int_equal(verify_list(bytes, n), 0); /* the list as it was is good: the edits were what was found */
    free(bytes);
}

static void lines_of_the_list_out_of_their_places_are_named(void **state)
{
    char text[OUTPUT];
    size_t n = 0;
    char *bytes = support_read(list, &n);
    (void)state;
    size_t first = strcspn(bytes, "\n") + 1;
    size_t second = strcspn(bytes + first, "\n") + 1;
    const char *rest = bytes + first + second;
    int size = snprintf(text, sizeof text, "%.*s%s", (int)first, bytes, rest);
    assert_int_equal(verify_list(text, (size_t)size), 0); /* somebody missed one: no fault of the office's */
    assert_non_null(strstr(output, "gap: line 2 of the list: checkpoint 2 is not in it"));
    size = snprintf(text, sizeof text, "%.*s%.*s%s", (int)second, bytes + first, (int)first, bytes, rest);
    assert_int_equal(verify_list(text, (size_t)size), 1);
    assert_non_null(strstr(output, "line 2 of the list: checkpoint 1 stands behind checkpoint 2"));
    size = snprintf(text, sizeof text, "%.*s%.*s", (int)first, bytes, (int)first, bytes);
    assert_int_equal(verify_list(text, (size_t)size), 1);
    assert_int_equal(verify_list("", 0), 1);
    assert_non_null(strstr(output, "the list holds no checkpoint"));
    free(bytes);
}

static void it_is_used_rightly_or_not_at_all(void **state)
{
    (void)state;
    assert_int_equal(run((const char *const[]){TEST_BUILD_DIR "/petitiond-verify", NULL}), 2);
    assert_int_equal(run((const char *const[]){TEST_BUILD_DIR "/petitiond-verify", "--db", database, NULL}), 2);
    assert_int_equal(
        run((const char *const[]){TEST_BUILD_DIR "/petitiond-verify", "--db", database, "--key", "00", NULL}), 2);
    /* Another office's key. */
    key[0] = key[0] == '0' ? '1' : '0';
    assert_int_equal(verify(database), 1);
    assert_non_null(strstr(output, "not signed with the office's key"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_good),
        cmocka_unit_test(each_edit_of_the_office_is_found),
        cmocka_unit_test(each_edit_of_who_sees_a_case_is_found),
        cmocka_unit_test(each_edit_of_what_is_encrypted_is_found),
        cmocka_unit_test(digests_are_not_taken_away),
        cmocka_unit_test(an_edited_signature_is_found_by_both),
        cmocka_unit_test(code_of_others_is_named),
        cmocka_unit_test(what_changes_by_itself_is_no_fault),
        cmocka_unit_test(each_of_a_thousand_edits_is_found),
        cmocka_unit_test(an_unsigned_tail_is_named),
        cmocka_unit_test(a_tail_of_the_office_is_named),
        cmocka_unit_test(an_entry_of_no_case_is_named),
        cmocka_unit_test(each_edit_of_the_list_is_found),
        cmocka_unit_test(lines_of_the_list_out_of_their_places_are_named),
        cmocka_unit_test(it_is_used_rightly_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
