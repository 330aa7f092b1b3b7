/*
 * test_server_check.c - each rule about endpoint rows, broken once.
 *
 * Runs on: the test's only thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/log.h"
#include "http/server_inside.h"

struct io {
    const char *id;
    int64_t count;
    uint64_t present;
};

#define TEXT(n)                                                                                                        \
    {                                                                                                                  \
        .name = (n), .type = FIELD_TEXT, .offset = offsetof(struct io, id), .doc = "d"                                 \
    }
FIELD_SET(id_set, "Id", struct io, TEXT("id"));
FIELD_SET(two_set, "Two", struct io, TEXT("id"), TEXT("id"));
FIELD_SET(no_doc_set, "NoDoc", struct io, {.name = "id", .type = FIELD_TEXT});
FIELD_SET(no_choice_set, "NoChoice", struct io, {.name = "id", .type = FIELD_ENUM, .doc = "d"});
FIELD_SET(no_of_set, "NoOf", struct io, {.name = "id", .type = FIELD_ARRAY, .doc = "d"});
FIELD_SET(raw_set, "Raw", struct io, {.name = "id", .type = FIELD_RAW, .doc = "d"});
FIELD_SET(far_set, "Far", struct io, {.name = "id", .type = FIELD_TEXT, .offset = 4096, .doc = "d"});
FIELD_SET(pattern_set, "Pattern", struct io, {.name = "id", .type = FIELD_TEXT, .pattern = "d{2", .doc = "d"});
FIELD_SET(value_set, "Value", struct io, {.name = "v", .type = FIELD_VALUE, .doc = "d"});

static enum rc run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx;
    (void)tx;
    (void)call;
    return RC_OK;
}

static const struct endpoint good_get = {.method = "GET",
                                         .path = "/things/{id}",
                                         .operation = "getThing",
                                         .tag = "t",
                                         .summary = "s",
                                         .need = ENDPOINT_PUBLIC,
                                         .params = &id_set,
                                         .reply = &id_set,
                                         .ok = 200,
                                         .in_size = sizeof(struct io),
                                         .out_size = sizeof(struct io),
                                         .run = run};
static const struct endpoint good_post = {.method = "POST",
                                          .path = "/things",
                                          .operation = "addThing",
                                          .tag = "t",
                                          .summary = "s",
                                          .need = 3,
                                          .mode = ENDPOINT_WRITE,
                                          .body = &id_set,
                                          .reply = &id_set,
                                          .ok = 201,
                                          .in_size = sizeof(struct io),
                                          .out_size = sizeof(struct io),
                                          .run = run};

static enum rc check(struct endpoint row)
{
    const struct endpoint rows[] = {row};
    const struct endpoint_table table = {rows, 1};
    const struct endpoint_table *const tables[] = {&table, NULL};
    return server_check_tables(tables);
}

#define BROKEN(base, ...)                                                                                              \
    do {                                                                                                               \
        struct endpoint row = base;                                                                                    \
        __VA_ARGS__;                                                                                                   \
        assert_int_equal(check(row), RC_INVALID);                                                                      \
    } while (0)

static void good_rows_pass(void **state)
{
    (void)state;
    assert_int_equal(check(good_get), RC_OK);
    assert_int_equal(check(good_post), RC_OK);
}

static void a_broken_row_is_refused(void **state)
{
    (void)state;
    BROKEN(good_get, row.need = 0);
    BROKEN(good_get, row.run = NULL);
    BROKEN(good_get, row.operation = NULL);
    BROKEN(good_get, row.tag = NULL);
    BROKEN(good_get, row.summary = NULL);
    BROKEN(good_get, row.method = "HEAD");
    BROKEN(good_get, row.method = NULL);
    BROKEN(good_get, row.mode = ENDPOINT_WRITE);
    BROKEN(good_get, row.body = &id_set);
    BROKEN(good_get, row.ok = 204);
    BROKEN(good_get, row.ok = 302);
    BROKEN(good_get, row.reply = NULL);
    BROKEN(good_get, row.params = NULL);
    BROKEN(good_get, row.path = "/things");
    BROKEN(good_get, row.path = "/things/{number}");
    BROKEN(good_get, row.in_size = 8);
    BROKEN(good_get, row.out_size = 8);
    BROKEN(good_post, row.body = NULL);
    BROKEN(good_post, row.method = "DELETE");
}

static void a_broken_field_is_refused(void **state)
{
    (void)state;
    BROKEN(good_post, row.body = &two_set);
    BROKEN(good_post, row.body = &no_doc_set);
    BROKEN(good_post, row.body = &no_choice_set);
    BROKEN(good_post, row.body = &no_of_set);
    BROKEN(good_post, row.body = &raw_set);
    BROKEN(good_post, row.body = &far_set);
    BROKEN(good_post, row.body = &pattern_set);
    BROKEN(good_get, row.query = &value_set);
    BROKEN(good_get, row.reply = &no_doc_set);
}

static void two_rows_with_one_operation_are_refused(void **state)
{
    struct endpoint other = good_get;
    (void)state;
    other.path = "/others/{id}";
    const struct endpoint first[] = {good_get};
    const struct endpoint second[] = {other};
    const struct endpoint_table one = {first, 1};
    const struct endpoint_table two = {second, 1};
    const struct endpoint_table *const tables[] = {&one, &two, NULL};
    assert_int_equal(server_check_tables(tables), RC_INVALID);
}

static void addresses_are_numeric(void **state)
{
    static const char *const good[] = {"127.0.0.1:0", "0.0.0.0:65535", "[::1]:8080", "[::]:0"};
    static const char *const bad[] = {"",
                                      ":",
                                      "127.0.0.1",
                                      "127.0.0.1:",
                                      ":80",
                                      "localhost:80",
                                      "127.0.0.1:65536",
                                      "127.0.0.1:8x",
                                      "::1:80",
                                      "[::1]",
                                      "[::1:80",
                                      "127.0.0.1:99999999999999999999",
                                      "1.2.3:80"};
    struct sockaddr_storage address;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(server_address_parse(good[i], &address), RC_OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (server_address_parse(bad[i], &address) != RC_INVALID) {
            fail_msg("taken: %s", bad[i]);
        }
    }
    assert_int_equal(server_address_parse(NULL, &address), RC_INVALID);
}

static int quiet(void **state)
{
    (void)state;
    log_set_level(LOG_SILENT);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_rows_pass),
        cmocka_unit_test(a_broken_row_is_refused),
        cmocka_unit_test(a_broken_field_is_refused),
        cmocka_unit_test(two_rows_with_one_operation_are_refused),
        cmocka_unit_test(addresses_are_numeric),
    };
    return cmocka_run_group_tests(tests, quiet, NULL);
}
