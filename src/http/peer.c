/*
 * peer.c - see peer.h.
 *
 * Runs on: any thread. Owns: nothing. Invariant: inside, every address is an IPv6 one, IPv4 as ::ffff:a.b.c.d.
 */
#include "http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

enum { MAPPED_BITS = 96, TEXT_SIZE = 64 };
/* A network that is wider names nobody. */
enum { PEER_LEAST_V4 = 8, PEER_LEAST_V6 = 16 };

static void map_v4(const struct in_addr *v4, struct in6_addr *out)
{
    memset(out, 0, sizeof *out);
    out->s6_addr[10] = 0xff;
    out->s6_addr[11] = 0xff;
    memcpy(out->s6_addr + 12, v4, sizeof *v4);
}

/* 0 when the address is of another kind. */
static int to_v6(const struct sockaddr *address, struct in6_addr *out)
{
    if (address != NULL && address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        map_v4(&in.sin_addr, out);
        return 1;
    }
    if (address != NULL && address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        *out = in6.sin6_addr;
        return 1;
    }
    return 0;
}

/* 4 or 6: what the text was; 0 when it is no numeric address. */
static int parse(const char *text, struct in6_addr *out)
{
    struct in_addr v4;
    if (inet_pton(AF_INET, text, &v4) == 1) {
        map_v4(&v4, out);
        return 4;
    }
    return inet_pton(AF_INET6, text, out) == 1 ? 6 : 0;
}

static void describe(const struct in6_addr *address, struct peer *out)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr net = *address;
    if (IN6_IS_ADDR_V4MAPPED(address)) {
        out->is_loopback = address->s6_addr[12] == 127;
        (void)inet_ntop(AF_INET, address->s6_addr + 12, out->prefix, sizeof out->prefix);
        net.s6_addr[15] = 0;
        (void)inet_ntop(AF_INET, net.s6_addr + 12, text, sizeof text);
        (void)snprintf(out->network, sizeof out->network, "%s/24", text);
        return;
    }
    out->is_loopback = IN6_IS_ADDR_LOOPBACK(address);
    memset(net.s6_addr + 8, 0, 8); /* the rest of the address is the client's to choose */
    (void)inet_ntop(AF_INET6, &net, text, sizeof text);
    (void)snprintf(out->prefix, sizeof out->prefix, "%s/64", text);
    memset(net.s6_addr + 6, 0, 2);
    (void)inet_ntop(AF_INET6, &net, text, sizeof text);
    (void)snprintf(out->network, sizeof out->network, "%s/48", text);
}

void peer_of(const struct sockaddr *address, struct peer *out)
{
    struct in6_addr v6;
    if (to_v6(address, &v6)) {
        describe(&v6, out);
        return;
    }
    *out = (struct peer){.prefix = "unknown", .network = "unknown"};
}

/* Copies [from, to) without the blanks around it; 0 when it does not fit or nothing is left. */
static int copy_trimmed(const char *from, const char *to, char out[TEXT_SIZE])
{
    while (from < to && (*from == ' ' || *from == '\t')) {
        from++;
    }
    while (from < to && (to[-1] == ' ' || to[-1] == '\t')) {
        to--;
    }
    size_t n = (size_t)(to - from);
    if (n == 0 || n >= TEXT_SIZE) {
        return 0;
    }
    memcpy(out, from, n);
    out[n] = '\0';
    return 1;
}

enum rc peer_forwarded(const char *field, struct peer *out)
{
    char text[TEXT_SIZE];
    struct in6_addr address;
    const char *comma = strrchr(field, ',');
    const char *last = comma != NULL ? comma + 1 : field;
    if (!copy_trimmed(last, last + strlen(last), text) || !parse(text, &address)) {
        return RC_INVALID;
    }
    describe(&address, out);
    return RC_OK;
}

/* The number behind the slash; -1 unless it is one to three digits. */
static int parse_bits(const char *text)
{
    size_t n = strlen(text);
    int bits = 0;
    if (n == 0 || n > 3 || strspn(text, "0123456789") != n) {
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        bits = bits * 10 + (text[i] - '0');
    }
    return bits;
}

static enum rc add_net(struct peer_list *list, char *text)
{
    struct in6_addr address;
    char *slash = strchr(text, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    int kind = parse(text, &address);
    int most = kind == 4 ? 32 : 128, least = kind == 4 ? PEER_LEAST_V4 : PEER_LEAST_V6;
    int bits = slash != NULL ? parse_bits(slash + 1) : most;
    if (kind == 0 || bits < least || bits > most || list->count == PEER_LIST_MAX) {
        return RC_INVALID;
    }
    memcpy(list->nets[list->count].address, address.s6_addr, 16);
    list->nets[list->count].bits = kind == 4 ? MAPPED_BITS + bits : bits;
    list->count++;
    return RC_OK;
}

enum rc peer_list_parse(const char *text, struct peer_list *out)
{
    char entry[TEXT_SIZE];
    memset(out, 0, sizeof *out);
    if (text[strspn(text, " \t")] == '\0') {
        return RC_OK;
    }
    for (const char *from = text, *to = NULL; from != NULL; from = *to == ',' ? to + 1 : NULL) {
        to = from + strcspn(from, ",");
        if (!copy_trimmed(from, to, entry) || add_net(out, entry) != RC_OK) {
            return RC_INVALID;
        }
    }
    return RC_OK;
}

static int is_within(const uint8_t *address, const uint8_t *net, int bits)
{
    size_t whole = (size_t)bits / 8;
    int rest = bits % 8;
    if (memcmp(address, net, whole) != 0) {
        return 0;
    }
    return rest == 0 || ((address[whole] ^ net[whole]) >> (8 - rest)) == 0;
}

int peer_list_has(const struct peer_list *list, const struct sockaddr *address)
{
    struct in6_addr v6;
    int is_in = 0;
    if (!to_v6(address, &v6)) {
        return 0;
    }
    for (int i = 0; i < list->count && !is_in; i++) {
        is_in = is_within(v6.s6_addr, list->nets[i].address, list->nets[i].bits);
    }
    return is_in;
}
