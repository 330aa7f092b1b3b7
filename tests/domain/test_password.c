/*
 * test_password.c - which passwords are taken.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "domain/password.h"
#include "domain/password_list.h"
#include "support/support.h"

#include <stdio.h>

static void check(struct office_fixture *f, const char *password, const char *code)
{
    struct password_words words;
    assert_int_equal(password_words_load(&f->ctx, &f->tx, "wangwu", "王小五", &words), RC_OK);
    enum rc rc = password_check(&f->ctx, &words, password, "/password");
    if (code == NULL) {
        assert_int_equal(rc, RC_OK);
    } else {
        assert_int_equal(rc, RC_INVALID);
        assert_string_equal(f->ctx.fault.errors[0].pointer, "/password");
        office_fixture_refused(f, rc, RC_INVALID, code);
    }
}

/* Length counts, kinds of characters do not (ASVS 2.1.1, 2.1.2, 2.1.4, 2.1.9). */
static void any_script_and_no_composition(void **state)
{
    struct office_fixture *f = *state;
    check(f, "correct horse battery", NULL);
    check(f, "十二个汉字也可以作口令的", NULL);
    check(f, "ненадёжный ключ", NULL);
    check(f, "short", "password_short");
    check(f, "十一个汉字作口令不够长", "password_short");
    char longer[130];
    for (size_t i = 0; i < sizeof longer - 1; i++) {
        longer[i] = (char)('a' + i * 7 % 26);
    }
    longer[129] = '\0';
    check(f, longer, "password_long");
    longer[128] = '\0';
    check(f, longer, NULL);
}

/* Eleven letters, one of them written with a combining accent: twelve characters before NFC, eleven after. */
static void length_counts_after_normalisation(void **state)
{
    struct office_fixture *f = *state;
    check(f, "cafe\xcc\x81 ruptxm", "password_short");
    check(f, "cafe\xcc\x81 ruptxmo", NULL);
}

/* ASVS 2.1.1: five of one's own and seven blanks are five and one. */
static void blanks_in_a_row_count_once(void **state)
{
    struct office_fixture *f = *state;
    check(f, "xq7vm       ", "password_short");
    check(f, "xq7      vm2pk", "password_short");
    check(f, "\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80\xe3\x80\x80xq7vm2?pk", "password_short");
    check(f, "xq7  vm2  pk9 .!", NULL);
}

/* ASVS 2.1.7. */
static void what_can_be_guessed_is_refused(void **state)
{
    struct office_fixture *f = *state;
    static const char *const common[] = {
        "aaaaaaaaaaaaaaaa",   "Password1234",     "P@ssw0rd2026!!",       "qwertyuiop[]",     "1qaz2wsx3edc4rfv",
        "abcdefghijklmnop",   "098765432109",     "abc123abc123",         "xq7!xq7!xq7!xq7!", "iloveyou1314520",
        "Welcome-2026-admin", "woaini1314520888", "信访局管理员20261234", "王小五123456789",  "zxcvbnm,./asdf",
    };
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        check(f, common[i], "password_common");
    }
    check(f, "xq7!vm2?pk9.", NULL);
}

/* What the office keeps as known elsewhere, whichever way it is typed (ASVS 2.1.7). */
static void what_became_known_is_refused(void **state)
{
    struct office_fixture *f = *state;
    static const char text[] = "short\r\nXq7!vm2?pk9.\nzr4 wn8 hb3 kt\n\nlast one 59c!";
    const char *path = support_path(support_folder(), "known");
    struct password_list *list;
    support_write(path, text, sizeof text - 1);
    assert_int_equal(password_list_load(path, &list), RC_OK);
    check(f, "xq7!VM2?pk9.", NULL);
    f->env.password_deny = list;
    check(f, "xq7!VM2?pk9.", "password_known");
    check(f, "zr4\xe3\x80\x80wn8 hb3 kt", "password_known"); /* a wide blank */
    check(f, "last one 59c!", "password_known");
    check(f, "last one 59c?", NULL);
    f->env.password_deny = NULL;
    password_list_free(list);
    support_write(path, "\n\n", 2);
    assert_int_equal(password_list_load(path, &list), RC_INVALID);
    assert_int_equal(password_list_load("/nowhere/at/all", &list), RC_NOT_FOUND);
}

static void words_of_person_and_office_do_not_count(void **state)
{
    struct office_fixture *f = *state;
    char text[200];
    check(f, "my name is WANGWU ok", "password_is_login");
    snprintf(text, sizeof text, "%s%s%s2026888", f->town.name, f->bureau.name, f->county.name);
    check(f, text, "password_common");
    snprintf(text, sizeof text, "%s 槐花 tulips 门前", f->town.name);
    check(f, text, NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(any_script_and_no_composition), TEST(length_counts_after_normalisation),
        TEST(blanks_in_a_row_count_once),    TEST(what_can_be_guessed_is_refused),
        TEST(what_became_known_is_refused),  TEST(words_of_person_and_office_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
