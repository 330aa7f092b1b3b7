/*
 * tls.h - the certificate and key that the server shows, read again when their files change.
 *
 * A renewed certificate is picked up at the next handshake, at most TLS_LOOK_MS after the file changed; connections that stand
 * keep the one they began with. A file that cannot be read, or a key that does not belong to the certificate, leaves the old
 * pair in use and says so in the log.
 *
 * Runs on: open and close on the main thread, choose on any worker. Owns: every pair that was ever read, until close, because a
 * handshake may still hold an old one.
 */
#ifndef HTTP_TLS_H
#define HTTP_TLS_H

#include "base/rc.h"

#include <gnutls/abstract.h>
#include <stdint.h>

struct tls;

enum { TLS_LOOK_MS = 10000, TLS_CHAIN_MAX = 8 };

/* What MHD_OPTION_HTTPS_PRIORITIES gets: TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers. */
extern const char *const tls_priorities;

/* Files in PEM: the chain with the server's own certificate first, and its key. RC_INVALID with a log line that names the file. */
RC_MUST enum rc tls_open(const char *chain_path, const char *key_path, struct tls **out);
void tls_close(struct tls *t);
/* The pair for one handshake; valid until tls_close. `now_ms` is monotonic. */
void tls_choose(struct tls *t, int64_t now_ms, gnutls_pcert_st **chain, unsigned *chain_size, gnutls_privkey_t *key);

#endif
