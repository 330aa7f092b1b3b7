/*
 * server_address.c - "127.0.0.1:8080" and "[::1]:0" into a socket address.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "http/server_inside.h"

#include <arpa/inet.h>
#include <string.h>

enum rc server_address_parse(const char *text, struct sockaddr_storage *out)
{
    char host[64];
    const char *colon = text == NULL ? NULL : strrchr(text, ':');
    if (colon == NULL || colon == text || colon[1] == '\0' || (size_t)(colon - text) >= sizeof host) {
        return RC_INVALID;
    }
    long port = 0;
    for (const char *p = colon + 1; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' || port > 65535) {
            return RC_INVALID;
        }
        port = port * 10 + (*p - '0');
    }
    if (port > 65535) {
        return RC_INVALID;
    }
    int is_v6 = text[0] == '[' && colon[-1] == ']';
    size_t n = (size_t)(colon - text) - (is_v6 ? 2 : 0);
    memcpy(host, text + is_v6, n);
    host[n] = '\0';
    memset(out, 0, sizeof *out);
    if (is_v6) {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons((uint16_t)port);
        return inet_pton(AF_INET6, host, &in6->sin6_addr) == 1 ? RC_OK : RC_INVALID;
    }
    struct sockaddr_in *in = (struct sockaddr_in *)out;
    in->sin_family = AF_INET;
    in->sin_port = htons((uint16_t)port);
    return inet_pton(AF_INET, host, &in->sin_addr) == 1 ? RC_OK : RC_INVALID;
}
