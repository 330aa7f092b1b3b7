/*
 * test_ident.c - ids sort by time, codes survive being typed by hand.
 *
 * Runs on: the test's only thread. Owns: one arena. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/ident.h"

#include <string.h>

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1024 * 1024);
    return arena == NULL || crypto_init() != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void ids_have_their_shape(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        char id[IDENT_SIZE + 1];
        memset(id, 'x', sizeof id);
        ident_new(1795363401417 + i, id);
        assert_int_equal(strlen(id), 26);
        assert_int_equal(id[IDENT_SIZE], 'x');
        assert_true(ident_is_valid(id));
    }
}

static void the_time_is_in_front(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *front;
    } rows[] = {
        {0, "0000000000"},
        {1, "0000000001"},
        {31, "000000000z"},
        {32, "0000000010"},
        {1469918176385, "01aryz6s41"}, /* the example of the ULID document */
        {(INT64_C(1) << 48) - 1, "7zzzzzzzzz"},
        {-5, "0000000000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char id[IDENT_SIZE];
        ident_new(rows[i].ms, id);
        id[10] = '\0';
        assert_string_equal(id, rows[i].front);
    }
}

static void ids_sort_by_time(void **state)
{
    (void)state;
    char before[IDENT_SIZE];
    ident_new(0, before);
    for (int64_t ms = 1; ms < INT64_C(1) << 47; ms = ms * 3 / 2 + 1) {
        char id[IDENT_SIZE];
        ident_new(ms, id);
        assert_true(strcmp(before, id) < 0);
        memcpy(before, id, sizeof id);
    }
}

/* Two acts of one millisecond: which came first is told by the id. */
static void ids_of_one_instant_rise(void **state)
{
    (void)state;
    char before[IDENT_SIZE], id[IDENT_SIZE];
    ident_new(1795363401417, before);
    for (int i = 0; i < 100000; i++) {
        ident_new(1795363401417, id);
        assert_true(strcmp(before, id) < 0);
        assert_memory_equal(before, id, 10);
        memcpy(before, id, sizeof id);
    }
}

/* Every random place takes several values. */
static void ids_are_not_guessed(void **state)
{
    (void)state;
    enum { COUNT = 500 };
    static char ids[COUNT][IDENT_SIZE];
    for (int i = 0; i < COUNT; i++) {
        ident_new(1795363401417 + i, ids[i]);
    }
    for (size_t at = 10; at < 26; at++) {
        int kinds = 0;
        for (const char *c = "0123456789abcdefghjkmnpqrstvwxyz"; *c != '\0'; c++) {
            int seen = 0;
            for (int i = 0; i < COUNT; i++) {
                seen |= ids[i][at] == *c;
            }
            kinds += seen;
        }
        assert_true(kinds >= (at == 10 ? 12 : 24)); /* the first place leaves a bit free */
    }
}

static void what_is_no_id_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "0",
        "01jd9x2m3k4n5p6q7r8s9t0v1",   /* 25 */
        "01jd9x2m3k4n5p6q7r8s9t0v1w2", /* 27 */
        "01JD9X2M3K4N5P6Q7R8S9T0V1W",  /* upper case */
        "01jd9x2m3k4n5p6q7r8s9t0v1u",  /* u */
        "01jd9x2m3k4n5p6q7r8s9t0v1i",
        "01jd9x2m3k4n5p6q7r8s9t0v1l",
        "01jd9x2m3k4n5p6q7r8s9t0v1o",
        "81jd9x2m3k4n5p6q7r8s9t0v1w", /* beyond 48 bits */
        "01jd9x2m3k4n5p6q7r8s9t0v1 ",
        "01jd9x2m3k4n5p6q7r8s9t0v1\n",
        "../../../../../etc/passwd0",
        "01jd9x2m3k4n5p6q7r8s9t0v\xe4\xbf",
    };
    assert_true(ident_is_valid("01jd9x2m3k4n5p6q7r8s9t0v1w"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (ident_is_valid(bad[i])) {
            fail_msg("accepted %s", bad[i]);
        }
    }
    assert_false(ident_is_valid(NULL));
}

static void codes_have_their_shape_and_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < 500; i++) {
        char code[IDENT_CODE_SIZE];
        char plain[25];
        size_t len = 0;
        ident_code_new(code);
        assert_int_equal(strlen(code), 29);
        for (size_t at = 0; at < 29; at++) {
            if (at % 5 == 4) {
                assert_int_equal(code[at], '-');
            } else {
                assert_non_null(strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", code[at]));
                plain[len++] = code[at];
            }
        }
        plain[len] = '\0';
        assert_string_equal(ident_code_normalise(arena, code), plain);
        assert_string_equal(ident_code_normalise(arena, plain), plain);
    }
}

static void codes_are_read_as_people_type_them(void **state)
{
    (void)state;
    static const char *const plain = "7KQM01Z9ABCDEFGHJKMNPQRS";
    static const char *const typed[] = {
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQRS",   "7kqm-01z9-abcd-efgh-jkmn-pqrs",
        "7KQM OIZ9 ABCD EFGH JKMN PQRS",   "7kqm olz9 abcd efgh jkmn pqrs",
        "  7KQM01Z9ABCDEFGHJKMNPQRS\t",    "７ＫＱＭ－０１Ｚ９－ＡＢＣＤ－ＥＦＧＨ－ＪＫＭＮ－ＰＱＲＳ",
        "7KQM—01Z9–ABCD－EFGH　JKMN_PQRS",
    };
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        const char *got = ident_code_normalise(arena, typed[i]);
        assert_non_null(got);
        assert_string_equal(got, plain);
    }
}

static void what_cannot_be_a_code_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "-",
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQR",
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQRST",
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQRU",
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQR*",
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQR信",
        "7KQM-01Z9-ABCD-EFGH-JKMN-PQR\xff",
        "7KQM.01Z9.ABCD.EFGH.JKMN.PQRS",
        "7KQM\n01Z9ABCDEFGHJKMNPQRS",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (ident_code_normalise(arena, bad[i]) != NULL) {
            fail_msg("accepted %s", bad[i]);
        }
    }
    assert_null(ident_code_normalise(arena, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_have_their_shape),
        cmocka_unit_test(the_time_is_in_front),
        cmocka_unit_test(ids_sort_by_time),
        cmocka_unit_test(ids_of_one_instant_rise),
        cmocka_unit_test(ids_are_not_guessed),
        cmocka_unit_test(what_is_no_id_is_refused),
        cmocka_unit_test(codes_have_their_shape_and_read_back),
        cmocka_unit_test(codes_are_read_as_people_type_them),
        cmocka_unit_test(what_cannot_be_a_code_is_refused),
    };
    return cmocka_run_group_tests_name("base/ident", tests, set_up, tear_down);
}
