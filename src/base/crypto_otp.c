/*
 * crypto_otp.c - one-time codes, and the one form of a password: what libsodium does not have.
 *
 * The only file that knows GnuTLS, which libmicrohttpd brings along. SHA-1 is what authenticator programs speak; as a keyed
 * hash it is still sound.
 *
 * Runs on: any thread. Owns: nothing. Invariant: no secret outlives the call in this file.
 */
#include "base/check.h"
#include "base/crypto.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

enum { OTP_HASH_SIZE = 20, OTP_STEP_SIZE = 8, OTP_MODULUS = 1000000 };

void crypto_otp_code(const uint8_t secret[CRYPTO_OTP_SECRET_SIZE], uint64_t step, char out[CRYPTO_OTP_DIGITS + 1])
{
    uint8_t counter[OTP_STEP_SIZE];
    uint8_t hash[OTP_HASH_SIZE];
    for (int i = 0; i < OTP_STEP_SIZE; i++) {
        counter[i] = (uint8_t)(step >> (8 * (OTP_STEP_SIZE - 1 - i)));
    }
    CHECK(gnutls_hmac_fast(GNUTLS_MAC_SHA1, secret, CRYPTO_OTP_SECRET_SIZE, counter, sizeof counter, hash) == 0);
    /* Dynamic truncation: the last four bits say where the number begins (RFC 4226, 5.3). */
    const uint8_t *at = hash + (hash[OTP_HASH_SIZE - 1] & 0x0f);
    uint32_t number = (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    snprintf(out, CRYPTO_OTP_DIGITS + 1, "%06u", (unsigned)(number % OTP_MODULUS));
}

void crypto_base32(const uint8_t *data, size_t n, char *out)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    CHECK(n % 5 == 0);
    for (size_t bit = 0; bit < 8 * n; bit += 5) {
        unsigned pair = (unsigned)data[bit / 8] << 8 | (bit / 8 + 1 < n ? data[bit / 8 + 1] : 0);
        *out++ = letters[pair >> (11 - bit % 8) & 31];
    }
    *out = '\0';
}

enum rc crypto_password_form(const char *typed, char *out)
{
    gnutls_datum_t form = {0};
    size_t n = strlen(typed);
    if (n == 0 || n > CRYPTO_PASSWORD_MAX) {
        out[0] = '\0';
        return n == 0 ? RC_OK : RC_INVALID;
    }
    /* Characters newer than the library's tables are nobody's mistake: such a password stays as it was typed. */
    if (gnutls_utf8_password_normalize((const unsigned char *)typed, (unsigned)n, &form, GNUTLS_UTF8_IGNORE_ERRS) !=
        0) {
        memcpy(out, typed, n + 1);
        return RC_OK;
    }
    int fits = form.size <= CRYPTO_PASSWORD_MAX;
    if (fits) {
        memcpy(out, form.data, form.size);
    }
    out[fits ? form.size : 0] = '\0';
    crypto_wipe(form.data, form.size);
    gnutls_free(form.data);
    return fits ? RC_OK : RC_INVALID;
}
