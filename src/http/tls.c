/*
 * tls.c - see tls.h.
 *
 * Runs on: see tls.h. Owns: the pairs. Invariant: `newest` is never NULL once tls_open succeeded, and pairs are only added.
 */
#include "http/tls.h"
#include "base/disk.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

const char *const tls_priorities = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-"
                                   "CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:"
                                   "+CHACHA20-POLY1305:%SERVER_PRECEDENCE:%NO_TICKETS";

struct pair {
    gnutls_pcert_st chain[TLS_CHAIN_MAX];
    unsigned chain_size;
    gnutls_privkey_t key;
    struct pair *older;
};

struct tls {
    pthread_mutex_t lock;
    char *chain_path, *key_path;
    struct pair *newest;
    struct disk_stamp chain_stamp, key_stamp; /* of the last try */
    int64_t look_at_ms;
};

static void pair_free(struct pair *p)
{
    for (unsigned i = 0; i < p->chain_size; i++) {
        gnutls_pcert_deinit(&p->chain[i]);
    }
    if (p->key != NULL) {
        gnutls_privkey_deinit(p->key);
    }
    free(p);
}

static enum rc refuse(const char *path, const char *why)
{
    LOG(LOG_ERROR, "http.tls", LOG_S("file", path), LOG_S("why", why));
    return RC_INVALID;
}

static enum rc load_chain(struct pair *p, const char *path)
{
    gnutls_datum_t text = {0};
    unsigned count = TLS_CHAIN_MAX;
    int code = gnutls_load_file(path, &text);
    if (code == 0) {
        code = gnutls_pcert_list_import_x509_raw(p->chain, &count, &text, GNUTLS_X509_FMT_PEM,
                                                 GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);
    }
    gnutls_free(text.data);
    if (code != 0) {
        return refuse(path, gnutls_strerror(code));
    }
    p->chain_size = count;
    return RC_OK;
}

static enum rc load_key(struct pair *p, const char *path)
{
    gnutls_datum_t text = {0};
    int code = gnutls_load_file(path, &text);
    if (code == 0) {
        code = gnutls_privkey_init(&p->key);
    }
    if (code == 0) {
        code = gnutls_privkey_import_x509_raw(p->key, &text, GNUTLS_X509_FMT_PEM, NULL, 0);
    }
    if (text.data != NULL) {
        gnutls_memset(text.data, 0, text.size);
    }
    gnutls_free(text.data);
    return code == 0 ? RC_OK : refuse(path, gnutls_strerror(code));
}

/* Do the two belong together? Asked by comparing the identifiers of their public keys. */
static int is_match(const struct pair *p)
{
    gnutls_pubkey_t own = NULL;
    unsigned char ids[2][64];
    size_t sizes[2] = {sizeof ids[0], sizeof ids[1]};
    int is_good = gnutls_pubkey_init(&own) == 0 && gnutls_pubkey_import_privkey(own, p->key, 0, 0) == 0 &&
                  gnutls_pubkey_get_key_id(own, GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) == 0 &&
                  gnutls_pubkey_get_key_id(p->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, ids[1], &sizes[1]) == 0 &&
                  sizes[0] == sizes[1] && memcmp(ids[0], ids[1], sizes[0]) == 0;
    if (own != NULL) {
        gnutls_pubkey_deinit(own);
    }
    return is_good;
}

static enum rc load_pair(struct tls *t)
{
    struct pair *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return RC_UNAVAILABLE;
    }
    enum rc rc = load_chain(p, t->chain_path);
    rc = rc != RC_OK ? rc : load_key(p, t->key_path);
    if (rc == RC_OK && !is_match(p)) {
        rc = refuse(t->key_path, "the key does not belong to the certificate");
    }
    if (rc != RC_OK) {
        pair_free(p);
        return rc;
    }
    p->older = t->newest;
    t->newest = p;
    return RC_OK;
}

enum rc tls_open(const char *chain_path, const char *key_path, struct tls **out)
{
    struct tls *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_mutex_init(&t->lock, NULL);
    t->chain_path = strdup(chain_path);
    t->key_path = strdup(key_path);
    enum rc rc = t->chain_path == NULL || t->key_path == NULL ? RC_UNAVAILABLE : RC_OK;
    if (rc == RC_OK) {
        t->chain_stamp = disk_stamp_of(chain_path);
        t->key_stamp = disk_stamp_of(key_path);
        rc = load_pair(t);
    }
    if (rc != RC_OK) {
        tls_close(t);
        return rc;
    }
    *out = t;
    return RC_OK;
}

void tls_close(struct tls *t)
{
    if (t == NULL) {
        return;
    }
    for (struct pair *p = t->newest, *older = NULL; p != NULL; p = older) {
        older = p->older;
        pair_free(p);
    }
    pthread_mutex_destroy(&t->lock);
    free(t->chain_path);
    free(t->key_path);
    free(t);
}

/* Under the lock. Whoever renews writes two files one after the other: a pair that does not match is looked at again when
 * either changes once more. */
static void look(struct tls *t)
{
    struct disk_stamp chain = disk_stamp_of(t->chain_path);
    struct disk_stamp key = disk_stamp_of(t->key_path);
    if (disk_is_same(&chain, &t->chain_stamp) && disk_is_same(&key, &t->key_stamp)) {
        return;
    }
    t->chain_stamp = chain;
    t->key_stamp = key;
    if (load_pair(t) == RC_OK) {
        LOG(LOG_INFO, "http.tls.renewed", LOG_S("file", t->chain_path));
    }
}

void tls_choose(struct tls *t, int64_t now_ms, gnutls_pcert_st **chain, unsigned *chain_size, gnutls_privkey_t *key)
{
    pthread_mutex_lock(&t->lock);
    if (now_ms >= t->look_at_ms) {
        t->look_at_ms = now_ms + TLS_LOOK_MS;
        look(t);
    }
    *chain = t->newest->chain;
    *chain_size = t->newest->chain_size;
    *key = t->newest->key;
    pthread_mutex_unlock(&t->lock);
}
