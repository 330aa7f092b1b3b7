/*
 * peer.h - whose request it is, as far as the network tells: the client's address, cut to the part that is not its to choose.
 *
 * Behind a proxy every connection comes from the proxy, which names the client in X-Forwarded-For. Anybody can write that
 * field, so it counts only on connections from an address that the settings call a proxy, and there only its last entry,
 * which is the proxy's own; what stands before came from outside.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef HTTP_PEER_H
#define HTTP_PEER_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { PEER_PREFIX_SIZE = 64, PEER_LIST_MAX = 16 };

struct peer {
    char prefix[PEER_PREFIX_SIZE];  /* IPv4 whole, IPv6 its /64, as text; "unknown" for neither */
    char network[PEER_PREFIX_SIZE]; /* the network around it, for logs: IPv4 its /24, IPv6 its /48 */
    int is_loopback;
};

/* Networks: addresses as IPv6 (IPv4 mapped) and the length of their prefix in bits. */
struct peer_list {
    int count;
    struct {
        uint8_t address[16];
        int bits; /* 0 to 128 */
    } nets[PEER_LIST_MAX];
};

/* `address` may be NULL. */
void peer_of(const struct sockaddr *address, struct peer *out);
/* The last entry of an X-Forwarded-For field; RC_INVALID when that is no numeric address. */
RC_MUST enum rc peer_forwarded(const char *field, struct peer *out);
/* "127.0.0.1, 10.1.0.0/16, ::1"; an empty text is an empty list. RC_INVALID when an entry is no numeric address or network, one
 * that is wider than /8 (IPv6: /16), or there are more than PEER_LIST_MAX. */
RC_MUST enum rc peer_list_parse(const char *text, struct peer_list *out);
int peer_list_has(const struct peer_list *list, const struct sockaddr *address);

#endif
