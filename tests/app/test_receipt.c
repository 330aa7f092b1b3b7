/*
 * test_receipt.c - what a petitioner is given: the server's own check and the independent verifier find each altered field, and a
 * copy in which the case is missing or its journal was altered.
 *
 * Runs on: the test's main thread. Owns: one server in this process, its folder and copies, children that it waits for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypto.h"
#include "support/client.h"
#include "support/program.h"
#include "support/served.h"
#include "support/support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUTPUT = 16384, OTHERS = 6, NUMBER = 64 };

static struct served served;
static struct client *nobody, *clerk;
static char output[OUTPUT], key[2 * CRYPTO_KEY_SIZE + 1];
static char number[NUMBER], code[NUMBER], case_id[NUMBER]; /* of the petitioner's case */
static char first_number[NUMBER], first_code[NUMBER];      /* of the one that came first of all */
static json_t *early, *proof;                              /* as given at once, and after the second checkpoint */
static const char *database, *copy, *file, *list;

#define FORM                                                                                                                  \
    "{\"purpose\":\"relief\",\"title\":\"路灯 %d\",\"request\":\"修好路灯\",\"demands\":[{\"text\":\"修好路灯\"}]," \
    "\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"张某\"}]%s}"

static const struct client_reply *submit(struct client *c, int n, const char *path, const char *more)
{
    char body[500];
    snprintf(body, sizeof body, FORM, n, more);
    const struct client_reply *r = client_call(c, "POST", path, body);
    assert_int_equal(r->status, 201);
    return r;
}

static void others_live(int from)
{
    for (int i = from; i < from + OTHERS; i++) {
        (void)submit(clerk, i, "/api/v1/submissions", ",\"channel\":\"letter\"");
    }
}

static json_t *proof_of(const char *of, const char *with)
{
    const struct client_reply *r = client_get(nobody, "/api/v1/public/cases/%s/proof?code=%s", of, with);
    assert_int_equal(r->status, 200);
    return json_deep_copy(r->json);
}

static int set_up(void **state)
{
    (void)state;
    served_start(&served, "2026-03-09T10:00:00+08:00");
    struct client *admin = served_admin(&served);
    served_account(admin, "clerk", "bureau_handler", NULL, "all", NULL);
    client_free(admin);
    nobody = client_new(served_url(&served));
    clerk = client_new(served_url(&served));
    assert_int_equal(client_sign_in(clerk, "clerk", SERVED_PASSWORD), 201);
    const struct client_reply *r = submit(clerk, 99, "/api/v1/submissions", ",\"channel\":\"letter\"");
    snprintf(first_number, sizeof first_number, "%s", client_text(r, "receipt.number"));
    snprintf(first_code, sizeof first_code, "%s", client_text(r, "receipt.query_code"));
    assert_int_equal(runtime_checkpoint(served.rt), RC_OK);

    r = submit(nobody, 1, "/api/v1/public/submissions", "");
    snprintf(number, sizeof number, "%s", client_text(r, "receipt.number"));
    snprintf(code, sizeof code, "%s", client_text(r, "receipt.query_code"));
    json_decref(early); /* of the office before */
    early = json_deep_copy(json_object_get(json_object_get(r->json, "receipt"), "proof"));
    others_live(200);
    json_t *now = proof_of(number, code);
    assert_true(json_equal(now, early)); /* no checkpoint yet: the same words, the same signature */
    json_decref(now);
    assert_int_equal(runtime_checkpoint(served.rt), RC_OK);
    json_decref(proof);
    proof = proof_of(number, code);
    snprintf(case_id, sizeof case_id, "%s",
             json_string_value(json_object_get(json_object_get(proof, "inclusion"), "case_id")));
    r = client_get(nobody, "/api/v1/public/checkpoint-keys");
    snprintf(key, sizeof key, "%s", client_text(r, "data.0.public_key"));

    database = support_path(served.folder, "petitiond.db");
    copy = support_path(served.folder, "copy.db");
    file = support_path(served.folder, "receipt.json");
    list = support_path(served.folder, "checkpoints.ndjson");
    return 0;
}

static int stop(void **state)
{
    (void)state;
    client_free(nobody);
    client_free(clerk);
    served_stop(&served);
    return 0;
}

/* ---- alone and by the server ---- */

static int is_whole; /* of the last answer: the office signed all that the file says */

/* What the server says: 's' signed, 'i' included, 'j' in the journal, each or '-'; "?" for a refusal. */
static const char *ask(json_t *p)
{
    static char said[4];
    char *body = json_dumps(p, JSON_COMPACT);
    const struct client_reply *r = client_call(nobody, "POST", "/api/v1/public/receipt-checks", body);
    free(body);
    if (r->status != 200) {
        assert_int_equal(r->status, 422);
        return "?";
    }
    is_whole = client_int(r, "whole") == 1;
    said[0] = client_int(r, "signed") == 1 ? 's' : '-';
    said[1] = client_int(r, "included") == 1 ? 'i' : '-';
    said[2] = client_int(r, "in_journal") == 1 ? 'j' : '-';
    return said;
}

static int verify_file(const char *with_db)
{
    return program_run_other(output, sizeof output,
                             with_db != NULL ? (const char *const[]){TEST_BUILD_DIR "/petitiond-verify", "--receipt",
                                                                     file, "--key", key, "--db", with_db, NULL}
                                             : (const char *const[]){TEST_BUILD_DIR "/petitiond-verify", "--receipt",
                                                                     file, "--key", key, NULL});
}

static int verify(json_t *p, const char *with_db)
{
    char *text = json_dumps(p, JSON_COMPACT);
    support_write(file, text, strlen(text));
    free(text);
    return verify_file(with_db);
}

static void what_was_given_is_good(void **state)
{
    (void)state;
    assert_string_equal(ask(early), "s-j");
    assert_string_equal(ask(proof), "sij");
    if (verify(early, NULL) != 0 || strstr(output, "open: no checkpoint is in the receipt") == NULL) {
        fail_msg("%s", output);
    }
    if (verify(proof, NULL) != 0 || strstr(output, "receipt: it is in checkpoint 2") == NULL) {
        fail_msg("%s", output);
    }
    assert_true(is_whole);
}

/* No checkpoint before it, and no other case in it: beside its way stand leaves that tell of nothing. */
static void the_first_and_only_one_is_good(void **state)
{
    (void)state;
    json_t *first = proof_of(first_number, first_code);
    const json_t *inclusion = json_object_get(first, "inclusion");
    assert_int_equal(strlen(json_string_value(json_object_get(inclusion, "path"))), 4 * 2 * CRYPTO_HASH_SIZE);
    assert_string_equal(json_string_value(json_object_get(inclusion, "previous")), "");
    assert_string_equal(ask(first), "sij");
    assert_int_equal(verify(first, NULL), 0);
    json_decref(first);
}

/* The server tells of a checkpoint also for a receipt that names none. */
static void the_cover_of_an_early_receipt_is_told(void **state)
{
    (void)state;
    (void)ask(early);
    char *body = json_dumps(early, JSON_COMPACT);
    const struct client_reply *r = client_call(nobody, "POST", "/api/v1/public/receipt-checks", body);
    free(body);
    assert_int_equal(client_int(r, "covered_by"), 2);
    assert_true(json_is_null(json_object_get(r->json, "included")));
}

static void alter(json_t *object, const char *name)
{
    const json_t *was = json_object_get(object, name);
    if (json_is_integer(was)) {
        json_object_set_new(object, name, json_integer(json_integer_value(was) + 1));
        return;
    }
    char text[4096];
    snprintf(text, sizeof text, "%s", json_string_value(was));
    size_t n = strlen(text);
    if (n == 0) {
        memset(text, 'a', 64);
        text[64] = '\0';
    } else {
        text[n - 1] = text[n - 1] == '1' ? '2' : '1';
    }
    json_object_set_new(object, name, json_string(text));
}

/* Alters each member of `part`, which lies within `whole`, in turn; how many there were. */
static int each_is_found(json_t *whole, json_t *part)
{
    int count = 0;
    json_t *names = json_deep_copy(part); /* the members of `part` itself are replaced meanwhile */
    const char *name;
    json_t *was;
    json_object_foreach(names, name, was)
    {
        if (json_is_object(was)) {
            count += each_is_found(whole, json_object_get(part, name));
            continue;
        }
        alter(part, name);
        if (verify(whole, NULL) != 1 || strncmp(output, "BAD: receipt", 12) != 0) {
            /* A true first half may be told before what is wrong with the second. */
            if (strstr(output, "BAD: receipt") == NULL) {
                fail_msg("%s was altered and is not found: %s", name, output);
            }
        }
        const char *said = ask(whole);
        if (strcmp(said, "sij") == 0) {
            fail_msg("%s was altered and the server finds nothing", name);
        }
        if (said[0] != '?' && is_whole) { /* else a slip of the copy would accuse the office */
            fail_msg("%s was altered and the file is called the office's own", name);
        }
        json_object_set(part, name, was);
        count++;
    }
    json_decref(names);
    return count;
}

static void each_altered_field_is_found(void **state)
{
    (void)state;
    json_t *whole = json_deep_copy(proof);
    assert_int_equal(each_is_found(whole, whole), 6 + 4 + 10);
    assert_true(json_equal(whole, proof));
    assert_int_equal(verify(whole, NULL), 0); /* as it was it is good: the edits were what was found */
    assert_string_equal(ask(whole), "sij");
    json_decref(whole);
}

/* Each byte counts for the verifier, whatever it means. */
static void each_altered_byte_is_found(void **state)
{
    char *text = json_dumps(proof, JSON_COMPACT);
    size_t n = strlen(text);
    (void)state;
    for (size_t i = 0; i < n; i += 7) {
        char was = text[i];
        text[i] = was == '7' ? '3' : '7';
        support_write(file, text, n);
        if (verify_file(NULL) != 1 || strstr(output, "BAD: receipt") == NULL) {
            fail_msg("byte %zu was '%c' and is '%c': %s", i, was, text[i], output);
        }
        text[i] = was;
    }
    support_write(file, text, n - 1);
    assert_int_equal(verify_file(NULL), 1);
    free(text);
}

/* The way of one entry does not vouch for another, though both halves are signed. */
static void halves_of_two_proofs_do_not_fit(void **state)
{
    (void)state;
    const struct client_reply *r = submit(clerk, 300, "/api/v1/submissions", ",\"channel\":\"letter\"");
    json_t *mixed = json_deep_copy(json_object_get(json_object_get(r->json, "receipt"), "proof"));
    assert_string_equal(ask(mixed), "s-j");
    json_object_set(mixed, "inclusion", json_object_get(proof, "inclusion"));
    assert_string_equal(ask(mixed), "s--");
    assert_int_equal(verify(mixed, NULL), 1);
    assert_non_null(strstr(output, "is not in checkpoint 2"));
    json_decref(mixed);
}

static void another_key_does_not_fit(void **state)
{
    (void)state;
    char kept = key[0];
    key[0] = kept == '0' ? '1' : '0';
    assert_int_equal(verify(proof, NULL), 1);
    assert_non_null(strstr(output, "is not what the office's key signed"));
    assert_non_null(strstr(output, "proves nothing about the records"));
    key[0] = kept;
}

static void a_wrong_number_and_a_wrong_code_look_alike(void **state)
{
    (void)state;
    const struct client_reply *r =
        client_get(nobody, "/api/v1/public/cases/%s/proof?code=ABCDEFGHIJKLMNOPQRST", number);
    assert_int_equal(r->status, 404);
    char *detail = strdup(client_text(r, "detail"));
    r = client_get(nobody, "/api/v1/public/cases/999901-2026-W-999999/proof?code=%s", code);
    assert_int_equal(r->status, 404);
    assert_string_equal(client_text(r, "detail"), detail);
    free(detail);
    /* Nor does the check tell which numbers there are. */
    json_t *other = json_deep_copy(proof);
    json_object_set_new(other, "number", json_string("999901-2026-W-999999"));
    assert_string_equal(ask(other), "-i-");
    alter(other, "hash");
    json_object_set(other, "number", json_object_get(proof, "number"));
    assert_string_equal(ask(other), "---");
    json_decref(other);
}

/* What anybody may keep is what the command prints, page by page. */
static void checkpoints_are_for_everybody(void **state)
{
    char lines[OUTPUT] = "";
    (void)state;
    assert_int_equal(
        program_run(output, sizeof output, (const char *const[]){"checkpoints", "--data", served.folder, NULL}), 0);
    const struct client_reply *r = client_get(nobody, "/api/v1/public/checkpoints?limit=1");
    assert_int_equal(r->status, 200);
    assert_int_equal(client_size(r, "data"), 1);
    assert_null(client_text(r, "page.prev"));
    for (int page = 1;; page++) {
        char *line = json_dumps(json_array_get(json_object_get(r->json, "data"), 0), JSON_COMPACT);
        strncat(lines, line, sizeof lines - strlen(lines) - 1);
        strncat(lines, "\n", sizeof lines - strlen(lines) - 1);
        free(line);
        const char *next = client_text(r, "page.next");
        if (next == NULL) {
            assert_int_equal(page, 2);
            break;
        }
        r = client_get(nobody, "/api/v1/public/checkpoints?limit=1&cursor=%s", next);
        assert_int_equal(r->status, 200);
    }
    assert_string_equal(lines, output);
    support_write(list, lines, strlen(lines));
    const char *back = client_text(r, "page.prev");
    assert_non_null(back);
    r = client_get(nobody, "/api/v1/public/checkpoints?limit=1&cursor=%s", back);
    assert_int_equal(client_int(r, "data.0.seq"), 1);
    r = client_get(nobody, "/api/v1/public/checkpoints?after=1");
    assert_int_equal(client_size(r, "data"), 1);
    assert_int_equal(client_int(r, "data.0.seq"), 2);
    r = client_get(nobody, "/api/v1/public/checkpoints?after=2");
    assert_int_equal(client_size(r, "data"), 0);
    r = client_get(nobody, "/api/v1/public/checkpoint-keys");
    assert_int_equal(client_size(r, "data"), 1);
    assert_int_equal(client_int(r, "data.0.is_current"), 1);
}

static int verify_with_list(void)
{
    return program_run_other(output, sizeof output,
                             (const char *const[]){TEST_BUILD_DIR "/petitiond-verify", "--receipt", file, "--key", key,
                                                   "--checkpoints", list, NULL});
}

static void a_list_has_the_same_checkpoint(void **state)
{
    (void)state;
    assert_int_equal(verify(proof, NULL), 0);
    if (verify_with_list() != 0 || strstr(output, "receipt: the list has its checkpoint 2") == NULL) {
        fail_msg("%s", output);
    }
    size_t n = 0;
    char *bytes = support_read(list, &n);
    size_t first = strcspn(bytes, "\n") + 1;
    support_write(list, bytes, first);
    assert_int_equal(verify_with_list(), 0);
    assert_non_null(strstr(output, "open: the list does not have checkpoint 2"));
    char *at = strstr(bytes + first, "\"at_ms\":") + strlen("\"at_ms\":");
    *at = *at == '1' ? '2' : '1';
    support_write(list, bytes, n);
    assert_int_equal(verify_with_list(), 1);
    assert_non_null(strstr(output, "BAD: line 2 of the list does not say what was signed"));
    free(bytes);
}

/* Readers look anew when the server itself has written something. */
static void edit_below_the_server(const char *request_id)
{
    static int n = 400;
    sqlite3 *db = NULL;
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE journal SET request_id = %s WHERE case_id = '%s' AND seq = 1", request_id,
             case_id);
    assert_int_equal(sqlite3_open_v2(database, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    (void)submit(clerk, n++, "/api/v1/submissions", ",\"channel\":\"letter\"");
}

/* Hashes that were left as they were hide nothing: the server computes them anew. */
static void the_server_finds_its_own_altered_journal(void **state)
{
    (void)state;
    edit_below_the_server("request_id || '!'");
    assert_string_equal(ask(proof), "si-");
    assert_true(is_whole); /* it is the records that differ */
    edit_below_the_server("rtrim(request_id, '!')");
    assert_string_equal(ask(proof), "sij");
}

/* ---- against a copy ---- */

static int edited(const char *sql)
{
    sqlite3 *db = NULL;
    size_t n = 0;
    char *why = NULL;
    char *bytes = support_read(database, &n);
    support_write(copy, bytes, n);
    free(bytes);
    assert_int_equal(sqlite3_open_v2(copy, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_exec(db, "PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = OFF", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
        fail_msg("%s: %s", sql, why);
    }
    sqlite3_close(db);
    return verify(proof, copy);
}

static void a_copy_as_it_was_is_good(void **state)
{
    (void)state;
    if (edited("SELECT 1") != 0 || strstr(output, "receipt: its entry is in the database") == NULL ||
        strstr(output, "good: ") == NULL) {
        fail_msg("%s", output);
    }
    assert_int_equal(verify(early, copy), 0);
}

static void a_copy_without_the_case_is_found(void **state)
{
    char sql[700];
    (void)state;
    snprintf(sql, sizeof sql,
             "DELETE FROM journal WHERE case_id = '%s'; DELETE FROM checkpoint_heads WHERE case_id = '%s';"
             " DELETE FROM cases WHERE id = '%s'",
             case_id, case_id, case_id);
    assert_int_equal(edited(sql), 1);
    assert_non_null(strstr(output, number));
    assert_non_null(strstr(output, "is not in the database"));
    assert_int_equal(verify(early, copy), 1); /* nor can what was given on the first day be denied */
}

static void a_copy_with_another_journal_is_found(void **state)
{
    static const struct {
        const char *sql, *says;
    } edits[] = {{"UPDATE journal SET hash = zeroblob(32) WHERE case_id = '%s'", "is another one in the database"},
                 {"UPDATE journal SET at_ms = at_ms + 1 WHERE case_id = '%s'", "is another one in the database"},
                 {"DELETE FROM journal WHERE case_id = '%s'", "is not in the database"},
                 {"UPDATE journal SET note = 'another one' WHERE case_id = '%s'", "is not what was written"},
                 {"UPDATE cases SET number = number || 'X' WHERE id = '%s'", "is not in the database"},
                 {"DELETE FROM checkpoints WHERE seq = 2 AND '%s' <> ''", "was handed out and is not in the database"}};
    char sql[300];
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(sql, sizeof sql, edits[i].sql, case_id);
#pragma GCC diagnostic pop
        if (edited(sql) != 1 || strstr(output, edits[i].says) == NULL || strstr(output, "proves nothing") != NULL) {
            fail_msg("%s: %s", sql, output);
        }
    }
}

static void it_is_used_rightly_or_not_at_all(void **state)
{
    (void)state;
    const char *const program = TEST_BUILD_DIR "/petitiond-verify";
    assert_int_equal(program_run_other(output, sizeof output, (const char *const[]){program, "--receipt", file, NULL}),
                     2);
    assert_int_equal(program_run_other(output, sizeof output,
                                       (const char *const[]){program, "--receipt", "/nowhere", "--key", key, NULL}),
                     2);
    support_write(file, "", 0);
    assert_int_equal(verify_file(NULL), 1);
    support_write(file, "{}\0{}", 5);
    assert_int_equal(verify_file(NULL), 1);
}

int main(void)
{
    const struct CMUnitTest serving[] = {
        cmocka_unit_test(what_was_given_is_good),
        cmocka_unit_test(the_first_and_only_one_is_good),
        cmocka_unit_test(the_cover_of_an_early_receipt_is_told),
        cmocka_unit_test(each_altered_field_is_found),
        cmocka_unit_test(each_altered_byte_is_found),
        cmocka_unit_test(a_wrong_number_and_a_wrong_code_look_alike),
        cmocka_unit_test(another_key_does_not_fit),
        cmocka_unit_test(checkpoints_are_for_everybody),
        cmocka_unit_test(a_list_has_the_same_checkpoint),
        cmocka_unit_test(halves_of_two_proofs_do_not_fit),
    };
    const struct CMUnitTest copies[] = {
        cmocka_unit_test(a_copy_as_it_was_is_good),
        cmocka_unit_test(a_copy_without_the_case_is_found),
        cmocka_unit_test(a_copy_with_another_journal_is_found),
        cmocka_unit_test(it_is_used_rightly_or_not_at_all),
    };
    const struct CMUnitTest written_past[] = {
        /* in an office of its own: the journal says it for good */
        cmocka_unit_test(the_server_finds_its_own_altered_journal),
    };
    return cmocka_run_group_tests(serving, set_up, stop) + cmocka_run_group_tests(copies, NULL, NULL) +
           cmocka_run_group_tests(written_past, set_up, stop);
}
