/*
 * test_crypto.c - known answers, and everything that must be refused.
 *
 * Runs on: the test's only thread. Owns: nothing. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/crypto.h"

#include <stdlib.h>
#include <string.h>

static uint8_t key[CRYPTO_KEY_SIZE];
static uint8_t other_key[CRYPTO_KEY_SIZE];

static int set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < CRYPTO_KEY_SIZE; i++) {
        key[i] = (uint8_t)i;
        other_key[i] = (uint8_t)i;
    }
    other_key[31] ^= 1;
    return crypto_init() != RC_OK || crypto_init() != RC_OK; /* twice does no harm */
}

static void assert_hex(const uint8_t *bytes, size_t n, const char *expected)
{
    char text[2 * 64 + 1];
    assert_true(n <= 64);
    crypto_hex(bytes, n, text);
    assert_string_equal(text, expected);
}

static void digest_known_answers(void **state)
{
    (void)state;
    uint8_t out[CRYPTO_HASH_SIZE];
    crypto_digest(NULL, "", 0, out);
    assert_hex(out, sizeof out, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    crypto_digest(NULL, NULL, 0, out);
    assert_hex(out, sizeof out, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    crypto_digest(NULL, "abc", 3, out);
    assert_hex(out, sizeof out, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    crypto_digest(key, "abc", 3, out);
    assert_hex(out, sizeof out, "d63a32d3e44738d7907f964316c241adaba0abfeabc32349677578a15a203f7f");
}

static void hasher_gives_the_same_in_any_pieces(void **state)
{
    (void)state;
    uint8_t data[1000];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (uint8_t)(i * 7);
    }
    const void *keys[] = {NULL, key};
    for (size_t k = 0; k < 2; k++) {
        uint8_t whole[CRYPTO_HASH_SIZE];
        crypto_digest(keys[k], data, sizeof data, whole);
        for (size_t piece = 1; piece <= sizeof data; piece += 37) {
            struct crypto_hasher h;
            uint8_t out[CRYPTO_HASH_SIZE];
            crypto_hasher_init(&h, keys[k]);
            for (size_t at = 0; at < sizeof data; at += piece) {
                crypto_hasher_add(&h, data + at, sizeof data - at < piece ? sizeof data - at : piece);
            }
            crypto_hasher_end(&h, out);
            assert_memory_equal(out, whole, sizeof out);
        }
    }
}

static void digest_of_fields(const char *const *fields, size_t count, uint8_t out[CRYPTO_HASH_SIZE])
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    for (size_t i = 0; i < count; i++) {
        crypto_hasher_add_field(&h, fields[i], strlen(fields[i]));
    }
    crypto_hasher_end(&h, out);
}

static void fields_cannot_run_into_each_other(void **state)
{
    (void)state;
    static const char *const lists[][3] = {{"ab", "c", ""}, {"a", "bc", ""}, {"", "abc", ""}, {"abc", "", ""}};
    uint8_t out[4][CRYPTO_HASH_SIZE];
    for (size_t i = 0; i < 4; i++) {
        digest_of_fields(lists[i], 3, out[i]);
        for (size_t k = 0; k < i; k++) {
            assert_memory_not_equal(out[i], out[k], CRYPTO_HASH_SIZE);
        }
    }
    uint8_t two[CRYPTO_HASH_SIZE];
    digest_of_fields(lists[0], 2, two);
    assert_memory_not_equal(two, out[0], CRYPTO_HASH_SIZE);
}

static void field_and_number_have_their_form(void **state)
{
    (void)state;
    /* The chain of the journal is replayed by other programs too: the bytes are fixed. */
    static const uint8_t bytes[] = {3,    0,    0,    0,    0,    0,    0,    0,    'a',  'b',  'c',  0xfe, 0xff, 0xff,
                                    0xff, 0xff, 0xff, 0xff, 0xff, 0x89, 0x36, 0x42, 0x19, 0xa2, 0x01, 0,    0};
    uint8_t expected[CRYPTO_HASH_SIZE];
    uint8_t out[CRYPTO_HASH_SIZE];
    crypto_digest(NULL, bytes, sizeof bytes, expected);
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, "abc", 3);
    crypto_hasher_add_i64(&h, -2);
    crypto_hasher_add_i64(&h, 0x1a219423689);
    crypto_hasher_end(&h, out);
    assert_memory_equal(out, expected, sizeof out);
}

static void a_finished_hasher_keeps_nothing(void **state)
{
    (void)state;
    struct crypto_hasher h;
    uint8_t out[CRYPTO_HASH_SIZE];
    static const struct crypto_hasher wiped;
    crypto_hasher_init(&h, key);
    crypto_hasher_end(&h, out);
    assert_memory_equal(h.opaque, wiped.opaque, sizeof h.opaque);
}

static const char *const aad = "person.id_number:01jd9x2m3k4n5p6q7r8s9t0v1w";

static void sealed_values_open(void **state)
{
    (void)state;
    for (size_t n = 0; n < 300; n += 13) {
        uint8_t *plain = malloc(n + 1);
        uint8_t *sealed = malloc(n + CRYPTO_SEAL_OVERHEAD);
        uint8_t *opened = malloc(n + 1);
        memset(plain, (int)n, n + 1);
        crypto_seal(key, aad, plain, n, sealed);
        assert_int_equal(crypto_open(key, aad, sealed, n + CRYPTO_SEAL_OVERHEAD, opened), RC_OK);
        assert_memory_equal(opened, plain, n);
        free(plain);
        free(sealed);
        free(opened);
    }
}

static void sealing_twice_gives_two_values(void **state)
{
    (void)state;
    uint8_t a[4 + CRYPTO_SEAL_OVERHEAD];
    uint8_t b[4 + CRYPTO_SEAL_OVERHEAD];
    crypto_seal(key, aad, "text", 4, a);
    crypto_seal(key, aad, "text", 4, b);
    assert_int_equal(a[0], 1);
    assert_memory_not_equal(a + 1, b + 1, 24);
    assert_memory_not_equal(a + 25, b + 25, 4);
}

static void moved_and_changed_values_are_refused(void **state)
{
    (void)state;
    uint8_t sealed[18 + CRYPTO_SEAL_OVERHEAD];
    uint8_t out[18];
    crypto_seal(key, aad, "11010519491231002X", 18, sealed);
    assert_int_equal(crypto_open(key, "person.id_number:01jd9x2m3k4n5p6q7r8s9t0v1x", sealed, sizeof sealed, out),
                     RC_INTERNAL);
    assert_int_equal(crypto_open(key, "", sealed, sizeof sealed, out), RC_INTERNAL);
    assert_int_equal(crypto_open(other_key, aad, sealed, sizeof sealed, out), RC_INTERNAL);
    for (size_t at = 0; at < sizeof sealed; at++) {
        for (int bit = 0; bit < 8; bit++) {
            sealed[at] ^= (uint8_t)(1 << bit);
            assert_int_equal(crypto_open(key, aad, sealed, sizeof sealed, out), RC_INTERNAL);
            sealed[at] ^= (uint8_t)(1 << bit);
        }
    }
    assert_int_equal(crypto_open(key, aad, sealed, sizeof sealed, out), RC_OK);
    assert_memory_equal(out, "11010519491231002X", 18);
}

static void cut_values_are_refused(void **state)
{
    (void)state;
    uint8_t sealed[4 + CRYPTO_SEAL_OVERHEAD];
    uint8_t out[8];
    crypto_seal(key, aad, "text", 4, sealed);
    for (size_t n = 0; n < sizeof sealed; n++) {
        uint8_t *cut = malloc(n + 1); /* its own block: a read past it is seen by ASan */
        memcpy(cut, sealed, n);
        assert_int_equal(crypto_open(key, aad, cut, n, out), RC_INTERNAL);
        free(cut);
    }
}

static void derived_keys_are_apart(void **state)
{
    (void)state;
    uint8_t a[CRYPTO_KEY_SIZE];
    uint8_t b[CRYPTO_KEY_SIZE];
    crypto_derive(key, "seal", 1, a);
    assert_hex(
        a, sizeof a,
        "f047a6d84c9a95a3720d07699e525721400a37f4643a6280193bc940af7475d7"); /* fixed for ever: stored data depends on it */
    crypto_derive(key, "seal", 1, b);
    assert_memory_equal(a, b, sizeof a);
    crypto_derive(key, "seal", 2, b);
    assert_memory_not_equal(a, b, sizeof a);
    crypto_derive(key, "index", 1, b);
    assert_memory_not_equal(a, b, sizeof a);
    crypto_derive(key, "eightchr", 1, b);
    assert_memory_not_equal(a, b, sizeof a);
    crypto_derive(other_key, "seal", 1, b);
    assert_memory_not_equal(a, b, sizeof a);
}

static void passwords_fit_or_do_not(void **state)
{
    (void)state;
    char hash[CRYPTO_PASSWORD_SIZE];
    char again[CRYPTO_PASSWORD_SIZE];
    assert_int_equal(crypto_password_hash("正确的 password 1", hash), RC_OK);
#ifndef CHEAP_PASSWORDS
    assert_ptr_equal(strstr(hash, "$argon2id$v=19$m=65536,t=2,p=1$"), hash);
#endif
    assert_true(strlen(hash) < CRYPTO_PASSWORD_SIZE);
    assert_true(crypto_password_verify(hash, "正确的 password 1"));
    assert_false(crypto_password_verify(hash, "正确的 password 2"));
    assert_false(crypto_password_verify(hash, ""));
    assert_int_equal(crypto_password_hash("正确的 password 1", again), RC_OK);
    assert_string_not_equal(hash, again); /* salted */
}

/* However an accent or a wide blank was typed, it is the same password. */
static void passwords_have_one_form(void **state)
{
    (void)state;
    char form[CRYPTO_PASSWORD_MAX + 1];
    char hash[CRYPTO_PASSWORD_SIZE];
    assert_int_equal(crypto_password_form("cafe\xcc\x81\xe3\x80\x80x", form), RC_OK);
    assert_string_equal(form, "caf\xc3\xa9 x");
    assert_int_equal(crypto_password_form("", form), RC_OK);
    assert_string_equal(form, "");
    assert_int_equal(crypto_password_form("\xf0\x9f\xab\xa9 face", form), RC_OK); /* newer than the tables */
    assert_string_equal(form, "\xf0\x9f\xab\xa9 face");
    assert_int_equal(crypto_password_hash("cafe\xcc\x81", hash), RC_OK);
    assert_true(crypto_password_verify(hash, "caf\xc3\xa9"));
    assert_false(crypto_password_is_dated(hash));
    assert_true(crypto_password_is_dated("$argon2id$v=19$m=19456,t=2,p=1$cGV0aXRpb25kIG5vYm9keQ$"
                                         "bm8gcGFzc3dvcmQgaW4gdGhlIHdvcmxkIGdpdmVzIGl0"));
}

/* The values of RFC 6238, appendix B, cut to six digits. */
static void codes_are_those_of_the_rfc(void **state)
{
    (void)state;
    static const struct {
        uint64_t seconds;
        const char *code;
    } cases[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    char code[CRYPTO_OTP_DIGITS + 1];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        crypto_otp_code((const uint8_t *)"12345678901234567890", cases[i].seconds / CRYPTO_OTP_SECONDS, code);
        assert_string_equal(code, cases[i].code);
    }
    char text[CRYPTO_BASE32_SECRET_SIZE];
    crypto_base32((const uint8_t *)"12345678901234567890", CRYPTO_OTP_SECRET_SIZE, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void unknown_accounts_never_fit(void **state)
{
    (void)state;
    assert_false(crypto_password_verify(NULL, "any"));
    assert_false(crypto_password_verify(NULL, ""));
    assert_false(crypto_password_verify("", "any"));
    assert_false(crypto_password_verify("$argon2id$", "any"));
    char large[CRYPTO_PASSWORD_SIZE + 100];
    memset(large, '$', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    assert_false(crypto_password_verify(large, "any"));
}

static void endless_passwords_are_refused(void **state)
{
    (void)state;
    char hash[CRYPTO_PASSWORD_SIZE];
    static char password[CRYPTO_PASSWORD_MAX + 2];
    memset(password, 'x', CRYPTO_PASSWORD_MAX + 1);
    assert_int_equal(crypto_password_hash(password, hash), RC_INVALID);
    assert_false(crypto_password_verify(NULL, password));
}

static void equal_and_wipe(void **state)
{
    (void)state;
    assert_true(crypto_equal("abc", "abc", 3));
    assert_false(crypto_equal("abc", "abd", 3));
    assert_false(crypto_equal("bbc", "abc", 3));
    assert_true(crypto_equal("abc", "abd", 2));
    assert_true(crypto_equal("", "", 0));
    char secret[8] = "secret";
    crypto_wipe(secret, sizeof secret);
    assert_memory_equal(secret, "\0\0\0\0\0\0\0", 8);
}

static void random_bytes_differ(void **state)
{
    (void)state;
    uint8_t a[CRYPTO_TOKEN_BYTES] = {0};
    uint8_t b[CRYPTO_TOKEN_BYTES] = {0};
    crypto_random(a, sizeof a);
    crypto_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    uint8_t guard = 7;
    crypto_random(&guard, 0);
    assert_int_equal(guard, 7);
}

static void base64_known_answers(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[16];
        uint8_t back[8];
        size_t n = sizeof back;
        crypto_base64(rows[i][0], strlen(rows[i][0]), text);
        assert_string_equal(text, rows[i][1]);
        assert_int_equal(crypto_unbase64(text, back, &n), RC_OK);
        assert_int_equal(n, strlen(rows[i][0]));
        assert_memory_equal(back, rows[i][0], n);
    }
}

static void base64_fits_its_documented_room(void **state)
{
    (void)state;
    for (size_t n = 0; n < 70; n++) {
        uint8_t data[70];
        uint8_t back[70];
        crypto_random(data, n);
        char *text = malloc(4 * (n + 2) / 3 + 1);
        crypto_base64(data, n, text);
        size_t got = n;
        assert_int_equal(crypto_unbase64(text, back, &got), RC_OK);
        assert_int_equal(got, n);
        assert_memory_equal(back, data, n);
        if (n > 0) {
            got = n - 1; /* one byte too little room */
            assert_int_equal(crypto_unbase64(text, back, &got), RC_INVALID);
        }
        free(text);
    }
}

static void base64_is_strict(void **state)
{
    (void)state;
    static const char *const bad[] = {"Zg==",  "Zg=",   "Z",     "Zh",     "Zm9",   "Zm+v", "Zm/v",
                                      " Zm9v", "Zm9v ", "Zm 9v", "Zm9v\n", "Zm9vY", "信",   "Zm9v."};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint8_t out[16];
        size_t n = sizeof out;
        if (crypto_unbase64(bad[i], out, &n) != RC_INVALID) {
            fail_msg("accepted \"%s\"", bad[i]);
        }
    }
}

static void hex_there_and_back(void **state)
{
    (void)state;
    uint8_t out[4] = {0};
    char text[9];
    assert_int_equal(crypto_unhex("00ff7Ae1", out, 4), RC_OK);
    assert_memory_equal(out, "\x00\xff\x7a\xe1", 4);
    crypto_hex(out, 4, text);
    assert_string_equal(text, "00ff7ae1");
    crypto_hex(out, 0, text);
    assert_string_equal(text, "");
    assert_int_equal(crypto_unhex("", out, 0), RC_OK);
    static const char *const bad[] = {"",         "0",        "00ff7ae",  "00ff7ae10", "00ff7ae1ff",
                                      "00ff7ag1", "00 f7ae1", "00ff:ae1", " 0ff7ae1",  "0x00ff7a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(crypto_unhex(bad[i], out, 4), RC_INVALID);
    }
}

/* Test 2 of RFC 8032, 7.1. */
static void signatures_fit_what_was_signed(void **state)
{
    uint8_t seed[CRYPTO_KEY_SIZE], open_key[CRYPTO_KEY_SIZE], signature[CRYPTO_SIGNATURE_SIZE],
        known[CRYPTO_SIGNATURE_SIZE];
    (void)state;
    assert_int_equal(
        crypto_unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", seed, sizeof seed), RC_OK);
    assert_int_equal(crypto_unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f"
                                  "3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                                  known, sizeof known),
                     RC_OK);
    crypto_sign_public(seed, open_key);
    crypto_signature(seed, "r", 1, signature);
    assert_memory_equal(signature, known, sizeof known);
    assert_true(crypto_signature_fits(open_key, "r", 1, signature));
    assert_false(crypto_signature_fits(open_key, "s", 1, signature));
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        assert_false(crypto_signature_fits(open_key, "r", 1, signature));
        signature[i] ^= 1;
    }
    open_key[0] ^= 1;
    assert_false(crypto_signature_fits(open_key, "r", 1, signature));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_known_answers),
        cmocka_unit_test(hasher_gives_the_same_in_any_pieces),
        cmocka_unit_test(fields_cannot_run_into_each_other),
        cmocka_unit_test(field_and_number_have_their_form),
        cmocka_unit_test(a_finished_hasher_keeps_nothing),
        cmocka_unit_test(sealed_values_open),
        cmocka_unit_test(sealing_twice_gives_two_values),
        cmocka_unit_test(moved_and_changed_values_are_refused),
        cmocka_unit_test(cut_values_are_refused),
        cmocka_unit_test(derived_keys_are_apart),
        cmocka_unit_test(passwords_fit_or_do_not),
        cmocka_unit_test(passwords_have_one_form),
        cmocka_unit_test(codes_are_those_of_the_rfc),
        cmocka_unit_test(unknown_accounts_never_fit),
        cmocka_unit_test(endless_passwords_are_refused),
        cmocka_unit_test(equal_and_wipe),
        cmocka_unit_test(random_bytes_differ),
        cmocka_unit_test(base64_known_answers),
        cmocka_unit_test(base64_fits_its_documented_room),
        cmocka_unit_test(base64_is_strict),
        cmocka_unit_test(hex_there_and_back),
        cmocka_unit_test(signatures_fit_what_was_signed),
    };
    return cmocka_run_group_tests_name("base/crypto", tests, set_up, NULL);
}
