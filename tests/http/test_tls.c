/*
 * test_tls.c - a server that speaks TLS itself: what it takes, what it refuses, and a certificate that is renewed.
 *
 * Keys and certificates are made by the test, good for an hour.
 *
 * Runs on: the test's main thread. Owns: files in the test's folder, one loop server per test.
 */
#include "loop.h"

#include "base/clock.h"
#include "http/tls.h"
#include "support/support.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PEM_MAX = 8192, ANSWER_MAX = 16384 };

struct files {
    const char *chain, *key;
};

/* A new pair into the two files; the serial number tells them apart. */
static void make_pair(const struct files *to, uint8_t serial)
{
    unsigned char pem[PEM_MAX];
    size_t size = sizeof pem;
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;
    time_t now = time(NULL);
    assert_int_equal(gnutls_x509_privkey_init(&key), 0);
    assert_int_equal(
        gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0), 0);
    assert_int_equal(gnutls_x509_crt_init(&crt), 0);
    assert_int_equal(gnutls_x509_crt_set_version(crt, 3), 0);
    assert_int_equal(gnutls_x509_crt_set_serial(crt, &serial, 1), 0);
    assert_int_equal(gnutls_x509_crt_set_activation_time(crt, now - 60), 0);
    assert_int_equal(gnutls_x509_crt_set_expiration_time(crt, now + 3600), 0);
    assert_int_equal(gnutls_x509_crt_set_dn(crt, "CN=loop", NULL), 0);
    assert_int_equal(gnutls_x509_crt_set_key(crt, key), 0);
    assert_int_equal(gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0), 0);
    assert_int_equal(gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_PEM, pem, &size), 0);
    support_write(to->chain, pem, size);
    size = sizeof pem;
    assert_int_equal(gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, pem, &size), 0);
    support_write(to->key, pem, size);
    gnutls_x509_crt_deinit(crt);
    gnutls_x509_privkey_deinit(key);
}

static struct files files_new(const char *name)
{
    char chain[64];
    char key[64];
    (void)snprintf(chain, sizeof chain, "%s-chain.pem", name);
    (void)snprintf(key, sizeof key, "%s-key.pem", name);
    struct files f = {.chain = support_path(support_folder(), chain), .key = support_path(support_folder(), key)};
    return f;
}

/* One request over a connection of its own with these priorities; the code of the handshake, the answer, the serial number. */
static int ask(const struct loop *l, const char *priorities, const char *request, char *answer, uint8_t *serial)
{
    gnutls_session_t session;
    gnutls_certificate_credentials_t nobody;
    int fd = loop_connect(l);
    size_t n = 0;
    assert_int_equal(gnutls_certificate_allocate_credentials(&nobody), 0);
    assert_int_equal(gnutls_init(&session, GNUTLS_CLIENT), 0);
    assert_int_equal(gnutls_priority_set_direct(session, priorities, NULL), 0);
    assert_int_equal(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, nobody), 0);
    gnutls_transport_set_int(session, fd);
    int code = gnutls_handshake(session);
    if (code == 0) {
        unsigned count = 0;
        size_t serial_size = 1;
        gnutls_x509_crt_t crt;
        const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, &count);
        assert_int_equal(count, 1);
        assert_int_equal(gnutls_x509_crt_init(&crt), 0);
        assert_int_equal(gnutls_x509_crt_import(crt, chain, GNUTLS_X509_FMT_DER), 0);
        assert_int_equal(gnutls_x509_crt_get_serial(crt, serial, &serial_size), 0);
        gnutls_x509_crt_deinit(crt);
        assert_int_equal(gnutls_record_send(session, request, strlen(request)), strlen(request));
        for (ssize_t got = 1; got > 0 && n<ANSWER_MAX - 1; n += got> 0 ? (size_t)got : 0) {
            got = gnutls_record_recv(session, answer + n, ANSWER_MAX - 1 - n);
        }
    }
    answer[n] = '\0';
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(nobody);
    (void)close(fd);
    return code;
}

static void requests_come_over_tls(void **state)
{
    static const char write[] =
        "POST /api/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer good\r\n"
        "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"text\":\"news\"}";
    struct files files = files_new("speak");
    struct loop l;
    char *answer = malloc(ANSWER_MAX);
    uint8_t serial = 0;
    (void)state;
    make_pair(&files, 7);
    loop_prepare(&l);
    l.options.tls_certificate = files.chain;
    l.options.tls_key = files.key;
    loop_start(&l);
    const char *read = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assert_int_equal(ask(&l, "NORMAL", read, answer, &serial), 0);
    assert_non_null(strstr(answer, "HTTP/1.1 200 OK"));
    assert_int_equal(serial, 7);
    /* One that waits for the writer. */
    assert_int_equal(ask(&l, "NORMAL:-VERS-ALL:+VERS-TLS1.2", write, answer, &serial), 0);
    assert_non_null(strstr(answer, "HTTP/1.1 201"));
    /* What is broken is not spoken, nor is what has no forward secrecy. */
    assert_int_not_equal(ask(&l, "NORMAL:-VERS-ALL:+VERS-TLS1.1", read, answer, &serial), 0);
    assert_int_not_equal(ask(&l, "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", read, answer, &serial), 0);
    loop_stop(&l);
    free(answer);
}

static uint8_t serial_at(struct tls *t, int64_t now_ms)
{
    gnutls_pcert_st *chain = NULL;
    unsigned count = 0;
    gnutls_privkey_t key = NULL;
    gnutls_x509_crt_t crt;
    uint8_t serial = 0;
    size_t size = 1;
    tls_choose(t, now_ms, &chain, &count, &key);
    assert_int_equal(count, 1);
    assert_int_equal(gnutls_x509_crt_init(&crt), 0);
    assert_int_equal(gnutls_x509_crt_import(crt, &chain[0].cert, GNUTLS_X509_FMT_DER), 0);
    assert_int_equal(gnutls_x509_crt_get_serial(crt, &serial, &size), 0);
    gnutls_x509_crt_deinit(crt);
    return serial;
}

static void a_renewed_certificate_is_taken_up(void **state)
{
    struct files files = files_new("renew");
    struct tls *t = NULL;
    int64_t now_ms = 1000000;
    (void)state;
    make_pair(&files, 1);
    assert_int_equal(tls_open(files.chain, files.key, &t), RC_OK);
    assert_int_equal(serial_at(t, now_ms), 1);
    make_pair(&files, 2);
    assert_int_equal(serial_at(t, now_ms + TLS_LOOK_MS - 1), 1);
    assert_int_equal(serial_at(t, now_ms + TLS_LOOK_MS), 2);
    /* Half of a renewal, or none: the old one stays until both fit again. */
    support_write(files.chain, "no certificate", 14);
    assert_int_equal(serial_at(t, now_ms + 2 * TLS_LOOK_MS), 2);
    assert_int_equal(unlink(files.key), 0);
    assert_int_equal(serial_at(t, now_ms + 3 * TLS_LOOK_MS), 2);
    make_pair(&files, 3);
    assert_int_equal(serial_at(t, now_ms + 4 * TLS_LOOK_MS), 3);
    tls_close(t);
}

static void a_pair_that_does_not_fit_is_refused(void **state)
{
    struct files one = files_new("one");
    struct files other = files_new("other");
    struct tls *t = NULL;
    (void)state;
    make_pair(&one, 1);
    make_pair(&other, 2);
    assert_int_equal(tls_open(one.chain, other.key, &t), RC_INVALID);
    assert_int_equal(tls_open(one.key, one.key, &t), RC_INVALID);
    assert_int_equal(tls_open("/nowhere/chain.pem", one.key, &t), RC_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_come_over_tls),
        cmocka_unit_test(a_renewed_certificate_is_taken_up),
        cmocka_unit_test(a_pair_that_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
