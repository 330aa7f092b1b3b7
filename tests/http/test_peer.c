/*
 * test_peer.c - addresses, what a proxy says of them, and lists of networks.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const struct sockaddr *address_of(const char *text, struct sockaddr_storage *out)
{
    struct sockaddr_in *in = (struct sockaddr_in *)out;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &in->sin_addr) == 1) {
        in->sin_family = AF_INET;
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &in6->sin6_addr), 1);
        in6->sin6_family = AF_INET6;
    }
    return (const struct sockaddr *)out;
}

static void an_address_is_cut_to_what_the_client_cannot_choose(void **state)
{
    static const struct {
        const char *address, *prefix, *network;
        int is_loopback;
    } rows[] = {
        {"192.0.2.7", "192.0.2.7", "192.0.2.0/24", 0},
        {"127.9.9.9", "127.9.9.9", "127.9.9.0/24", 1},
        {"::ffff:192.0.2.7", "192.0.2.7", "192.0.2.0/24", 0},
        {"::ffff:127.0.0.1", "127.0.0.1", "127.0.0.0/24", 1},
        {"::1", "::/64", "::/48", 1},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48", 0},
    };
    struct sockaddr_storage storage;
    struct peer peer;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        peer_of(address_of(rows[i].address, &storage), &peer);
        assert_string_equal(peer.prefix, rows[i].prefix);
        assert_string_equal(peer.network, rows[i].network);
        assert_int_equal(peer.is_loopback, rows[i].is_loopback);
    }
    peer_of(NULL, &peer);
    assert_string_equal(peer.prefix, "unknown");
    assert_int_equal(peer.is_loopback, 0);
}

static void the_last_entry_is_the_proxys(void **state)
{
    static const char *const bad[] = {"0.0.0.0/0",  "10.0.0.0/7", "::/0",         "2000::/15",     "",     " ", ",",
                                      "192.0.2.7,", "localhost",  "192.0.2.7:80", "[2001:db8::1]", "1.2.3"};
    struct peer peer;
    (void)state;
    assert_int_equal(peer_forwarded("192.0.2.7", &peer), RC_OK);
    assert_string_equal(peer.prefix, "192.0.2.7");
    assert_int_equal(peer_forwarded("127.0.0.1, 198.51.100.4 ,\t203.0.113.9 ", &peer), RC_OK);
    assert_string_equal(peer.prefix, "203.0.113.9");
    assert_int_equal(peer_forwarded("spoofed, 2001:db8::1", &peer), RC_OK);
    assert_string_equal(peer.prefix, "2001:db8::/64");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(peer_forwarded(bad[i], &peer), RC_INVALID);
    }
}

static void a_network_has_its_addresses(void **state)
{
    static const struct {
        const char *list, *address;
        int is_in;
    } rows[] = {
        {"", "127.0.0.1", 0},
        {"127.0.0.1", "127.0.0.1", 1},
        {"127.0.0.1", "127.0.0.2", 0},
        {"127.0.0.1", "::ffff:127.0.0.1", 1},
        {"10.1.0.0/16, 192.0.2.7", "10.1.255.3", 1},
        {"10.1.0.0/16, 192.0.2.7", "10.2.0.1", 0},
        {"10.1.0.0/16, 192.0.2.7", "192.0.2.7", 1},
        {"10.1.2.0/23", "10.1.3.255", 1},
        {"10.1.2.0/23", "10.1.4.0", 0},
        {"203.0.0.0/8", "203.0.113.9", 1},
        {"32.0.0.0/8", "2001:db8::1", 0}, /* begins with the same byte */
        {"2001:db8::/33", "2001:db8:7fff::1", 1},
        {"2001:db8::/33", "2001:db8:8000::1", 0},
        {"::1", "::1", 1},
    };
    static const char *const bad[] = {"10.1.0.0/33", "::1/129",    "10.1.0.0/",    "10.1.0.0/x",     "name",
                                      "127.0.0.1,",  ",127.0.0.1", "10.1.0.0/1/2", "1.2.3.4 5.6.7.8"};
    struct sockaddr_storage storage;
    struct peer_list list;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(peer_list_parse(rows[i].list, &list), RC_OK);
        assert_int_equal(peer_list_has(&list, address_of(rows[i].address, &storage)), rows[i].is_in);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(peer_list_parse(bad[i], &list), RC_INVALID);
    }
    assert_int_equal(peer_list_parse("1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6,1.1.1.7,1.1.1.8,1.1.1.9,1.1.1.10,"
                                     "1.1.1.11,1.1.1.12,1.1.1.13,1.1.1.14,1.1.1.15,1.1.1.16,1.1.1.17",
                                     &list),
                     RC_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_cut_to_what_the_client_cannot_choose),
        cmocka_unit_test(the_last_entry_is_the_proxys),
        cmocka_unit_test(a_network_has_its_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
