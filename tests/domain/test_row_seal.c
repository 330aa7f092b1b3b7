/*
 * test_row_seal.c - rows with encrypted columns are shown as they were written or not at all; new keys change nothing about that, and rows
 * of earlier programs are taken up once.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "base/crypto.h"
#include "base/log.h"
#include "domain/person.h"
#include "domain/rekey.h"
#include "domain/row_seal.h"
#include "domain/sealed.h"
#include "domain/sealed_check.h"
#include "store/vault.h"

#include <stdio.h>
#include <string.h>

/* Somebody writes into the database. */
static void edit(struct office_fixture *f, const char *sql)
{
    assert_int_equal(sql_script(f->db, sql, "edit"), RC_OK);
}

static const char *somebody(struct office_fixture *f)
{
    const char *id;
    const struct person_in in = {.kind = "natural",
                                 .name = "周一",
                                 .id_type = "other",
                                 .id_number = "ID-7",
                                 .phone = "13800002222",
                                 .address = "古城路7号",
                                 .bank_account = "6222"};
    assert_int_equal(person_add(&f->ctx, &f->tx, &in, &id), RC_OK);
    return id;
}

static enum rc look_at(struct office_fixture *f, const char *id)
{
    struct person_row row;
    return row_seal_get_person(&f->ctx, &f->tx, id, &row);
}

static const char *verified(struct office_fixture *f)
{
    struct sealed_report report;
    assert_int_equal(sealed_verify(&f->ctx, &f->tx, &report), RC_OK);
    return report.why;
}

/* As anybody can make them: without the keys. */
static void set_digest(struct office_fixture *f, const char *id)
{
    char hex[2 * CRYPTO_HASH_SIZE + 1], sql[200];
    struct person_row row;
    struct row_seal made;
    assert_int_equal(person_rows_get(&f->tx, f->arena, &(struct person_get_in){id}, &row), RC_OK);
    assert_int_equal(row_seal_person(&f->ctx, &row, &made), RC_OK);
    crypto_hex(made.digest.data, made.digest.size, hex);
    snprintf(sql, sizeof sql, "UPDATE persons SET digest = x'%s' WHERE id = '%s'", hex, id);
    edit(f, sql);
}

static void a_person_is_as_it_was_written(void **state)
{
    static const char *const edits[] = {
        "UPDATE persons SET kind = 'organisation'",
        "UPDATE persons SET version = 2",
        "UPDATE persons SET key = zeroblob(74)",
        "UPDATE persons SET name = randomblob(60)",
        "UPDATE persons SET id_type = 'passport'",
        "UPDATE persons SET id_number = NULL, id_index = NULL", /* fits itself, and is less than was said */
        "UPDATE persons SET phone = NULL",
        "UPDATE persons SET email = x'00'",
        "UPDATE persons SET address = NULL",
        "UPDATE persons SET bank_account = NULL",
        "UPDATE persons SET health = bank_account",
        "UPDATE persons SET phone_index = NULL",
        "UPDATE persons SET name_index = id_index",
        "UPDATE persons SET contact_preference = 'phone'",
        "UPDATE persons SET created_ms = created_ms + 1",
    };
    struct office_fixture *f = *state;
    const char *id = somebody(f);
    log_set_level(LOG_SILENT);
    edit(f, "CREATE TEMP TABLE was AS SELECT * FROM persons");
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        assert_int_equal(look_at(f, id), RC_OK);
        assert_null(verified(f));
        edit(f, edits[i]);
        assert_int_equal(look_at(f, id), RC_INTERNAL);
        assert_non_null(strstr(verified(f), "digest"));
        set_digest(f, id);
        if (look_at(f, id) != RC_INTERNAL || strstr(verified(f), "proof") == NULL) {
            fail_msg("not found: %s", edits[i]);
        }
        edit(f, "DELETE FROM persons; INSERT INTO persons SELECT * FROM was");
    }
    assert_int_equal(look_at(f, id), RC_OK);
}

static void without_digest_or_proof_it_is_bad(void **state)
{
    struct office_fixture *f = *state;
    const char *id = somebody(f), *other = somebody(f);
    log_set_level(LOG_SILENT);
    edit(f, "CREATE TEMP TABLE was AS SELECT * FROM persons; UPDATE persons SET digest = NULL, proof = NULL");
    assert_int_equal(look_at(f, id), RC_INTERNAL);
    assert_non_null(strstr(verified(f), "no digest"));
    edit(f, "UPDATE persons SET digest = (SELECT w.digest FROM was w WHERE w.id = persons.id)");
    assert_int_equal(look_at(f, id), RC_INTERNAL);
    /* the proof of somebody else */
    edit(f, "UPDATE persons SET proof = (SELECT w.proof FROM was w WHERE w.id <> persons.id)");
    assert_int_equal(look_at(f, id), RC_INTERNAL);
    assert_int_equal(look_at(f, other), RC_INTERNAL);
    edit(f, "UPDATE persons SET proof = (SELECT w.proof FROM was w WHERE w.id = persons.id)");
    assert_int_equal(look_at(f, id), RC_OK);
    assert_int_equal(look_at(f, other), RC_OK);
}

/* A content of the sealed lane; no case is needed to look at it. */
static void a_content_is_that_of_its_sealing(void **state)
{
    struct office_fixture *f = *state;
    const struct submission_in in = {0};
    const char *text;
    office_fixture_act_as(f, f->admin_id);
    log_set_level(LOG_SILENT);
    edit(f, "PRAGMA defer_foreign_keys = ON");
    assert_int_equal(sealed_store(&f->ctx, &f->tx, &in, "c1", "{\"request\":\"first\"}"), RC_OK);
    edit(f, "CREATE TEMP TABLE was AS SELECT * FROM sealed_contents; DELETE FROM sealed_contents");
    f->ctx.now_ms += 1000;
    assert_int_equal(sealed_store(&f->ctx, &f->tx, &in, "c1", "{\"request\":\"second\"}"), RC_OK);
    assert_int_equal(sealed_open(&f->ctx, &f->tx, "c1", &text), RC_OK);
    assert_string_equal(text, "{\"request\":\"second\"}");
    edit(f, "CREATE TEMP TABLE now AS SELECT * FROM sealed_contents");
    edit(f, "UPDATE sealed_contents SET content = (SELECT content FROM was)");
    assert_int_equal(sealed_open(&f->ctx, &f->tx, "c1", &text), RC_INTERNAL);
    assert_non_null(verified(f));
    edit(f, "UPDATE sealed_contents SET (content, digest, proof) = (SELECT content, digest, proof FROM was)");
    assert_int_equal(sealed_open(&f->ctx, &f->tx, "c1", &text), RC_INTERNAL);
    edit(f, "DELETE FROM sealed_contents; INSERT INTO sealed_contents SELECT * FROM now");
    assert_int_equal(sealed_open(&f->ctx, &f->tx, "c1", &text), RC_OK);
    assert_null(verified(f));
}

static void rekey_all(struct office_fixture *f)
{
    struct rekey_cursor at = {0};
    while (at.part < rekey_parts) {
        const char **ids;
        size_t count;
        int part = at.part;
        assert_int_equal(rekey_look(&f->ctx, &f->tx, &at, &ids, &count), RC_OK);
        assert_int_equal(rekey_renew(&f->ctx, &f->tx, part, ids, count), RC_OK);
    }
}

/* New keys make both anew, and nothing good of what was bad. */
static void new_keys_bless_nothing(void **state)
{
    struct office_fixture *f = *state;
    struct ring ring;
    struct vault *vault;
    struct person_row row;
    ring_make(&ring, 0);
    assert_int_equal(vault_new(&ring, &vault), RC_OK);
    f->ctx.vault = vault;
    log_set_level(LOG_SILENT);
    const char *good = somebody(f), *bad = somebody(f);
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE persons SET phone = NULL, phone_index = NULL WHERE id = '%s'", bad);
    edit(f, sql);
    assert_int_equal(ring_add(&ring, RING_FIELD, 1), RC_OK);
    assert_int_equal(vault_use(vault, &ring), RC_OK);
    rekey_all(f);
    assert_int_equal(row_seal_get_person(&f->ctx, &f->tx, good, &row), RC_OK);
    assert_int_equal(row.version, 1);
    assert_int_equal(vault_epoch_of(row.key), 2);
    assert_int_equal(row_seal_get_person(&f->ctx, &f->tx, bad, &row), RC_INTERNAL);
    assert_int_equal(vault_epoch_of(row.key), 2);
    ring_wipe(&ring);
    f->ctx.vault = f->vault;
    vault_free(vault);
}

static void rows_of_earlier_programs_are_taken_up_once(void **state)
{
    struct office_fixture *f = *state;
    log_set_level(LOG_SILENT);
    const char *id = somebody(f);
    edit(f, "UPDATE persons SET digest = NULL, proof = NULL");
    assert_int_equal(look_at(f, id), RC_INTERNAL);
    assert_int_equal(row_seal_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(look_at(f, id), RC_OK);
    assert_null(verified(f));
    assert_int_equal(office_fixture_entries(f, ROW_SEAL_BEGUN), 1);
    edit(f, "UPDATE persons SET phone = NULL, phone_index = NULL, digest = NULL, proof = NULL");
    assert_int_equal(row_seal_begin(&f->ctx, &f->tx), RC_OK);
    assert_int_equal(look_at(f, id), RC_INTERNAL);
    assert_int_equal(office_fixture_entries(f, ROW_SEAL_BEGUN), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_person_is_as_it_was_written),
        TEST(without_digest_or_proof_it_is_bad),
        TEST(a_content_is_that_of_its_sealing),
        TEST(new_keys_bless_nothing),
        TEST(rows_of_earlier_programs_are_taken_up_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
