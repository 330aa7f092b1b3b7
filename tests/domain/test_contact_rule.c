/*
 * test_contact_rule.c - what can be a phone number and what can be the number of an identity card.
 *
 * Runs on: the test's only thread. Owns: nothing. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/contact_rule.h"

struct number {
    const char *text;
    int is_own, is_office; /* fits a person, fits an office */
};

static void phones(void **state)
{
    static const struct number rows[] = {
        {"13800001234", 1, 1},
        {"138 0000 1234", 1, 1},
        {"138****1234", 1, 1},
        {"1380000123", 0, 1},
        {"138000012345", 0, 1},
        {"0575-85123456", 1, 1},
        {"(0575) 8512 3456", 1, 1},
        {"0575-8512", 0, 1},
        {"057585123456789", 0, 1},
        {"85123456", 1, 1},
        {"123", 0, 1},
        {"12345", 0, 1},
        {"12", 0, 0},
        {"+86 138 0000 1234", 1, 1},
        {"+44 20 7946 0958", 1, 1},
        {"+1234567890123456", 0, 0},
        {"0044 20 7946 0958", 1, 1},
        {"abc", 0, 0},
        {"138-0000-1234 转 5", 0, 0},
        {"", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (contact_phone_fits(rows[i].text) != rows[i].is_own ||
            contact_office_phone_fits(rows[i].text) != rows[i].is_office) {
            fail_msg("\"%s\": %d, %d", rows[i].text, contact_phone_fits(rows[i].text),
                     contact_office_phone_fits(rows[i].text));
        }
    }
}

/* The sample of the standard, and one whose check digit is X. */
static void identity_cards(void **state)
{
    static const char *const good[] = {"11010519491231002X", "11010519491231002x", "440524188001010014"};
    static const char *const bad[] = {"110105194912310021",
                                      "440524188001010015",
                                      "44052418800101001",
                                      "4405241880010100144",
                                      "44052418800101001A",
                                      "4405241880010100 4",
                                      ""};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(contact_resident_id_fits(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(contact_resident_id_fits(bad[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(phones), cmocka_unit_test(identity_cards)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
