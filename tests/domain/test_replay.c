/*
 * test_replay.c - stored replies: found again, bound to their request, sealed, and thrown away in time.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "office_fixture.h"

#include "domain/replay.h"

#include <string.h>

#define HOUR_MS INT64_C(3600000)

static const uint8_t print_a[32] = {1};
static const uint8_t print_b[32] = {2};

static struct replay_key key(const char *principal, const char *operation, const char *name, const uint8_t *print)
{
    return (struct replay_key){.principal = principal, .operation = operation, .key = name, .fingerprint = print};
}

static void a_reply_is_found_again(void **state)
{
    struct office_fixture *f = *state;
    struct replay_reply out;
    struct replay_key k = key("a1", "createUnit", "k1", print_a);
    struct replay_reply in = {.status = 201, .etag = 1, .location = "/api/v1/units/x", .body = "{\"name\":\"石桥镇\"}"};
    assert_int_equal(replay_find(&f->ctx, &f->tx, &k, &out), RC_NOT_FOUND);
    assert_int_equal(replay_add(&f->ctx, &f->tx, &k, &in), RC_OK);
    assert_int_equal(replay_find(&f->ctx, &f->tx, &k, &out), RC_OK);
    assert_int_equal(out.status, 201);
    assert_int_equal(out.etag, 1);
    assert_string_equal(out.location, in.location);
    assert_string_equal(out.body, in.body);
}

static void it_belongs_to_principal_and_operation(void **state)
{
    struct office_fixture *f = *state;
    struct replay_reply out;
    struct replay_reply in = {.status = 204, .etag = SQL_NULL};
    struct replay_key k = key("a1", "deleteGrant", "k1", print_a);
    assert_int_equal(replay_add(&f->ctx, &f->tx, &k, &in), RC_OK);
    struct replay_key other = key("a2", "deleteGrant", "k1", print_a);
    assert_int_equal(replay_find(&f->ctx, &f->tx, &other, &out), RC_NOT_FOUND);
    other = key("a1", "createUnit", "k1", print_a);
    assert_int_equal(replay_find(&f->ctx, &f->tx, &other, &out), RC_NOT_FOUND);
    assert_int_equal(replay_find(&f->ctx, &f->tx, &k, &out), RC_OK);
    assert_null(out.body);
    assert_int_equal(out.etag, SQL_NULL);
}

static void another_request_is_refused(void **state)
{
    struct office_fixture *f = *state;
    struct replay_reply out;
    struct replay_reply in = {.status = 201, .etag = 1, .body = "{}"};
    struct replay_key k = key("a1", "createUnit", "k1", print_a);
    assert_int_equal(replay_add(&f->ctx, &f->tx, &k, &in), RC_OK);
    k.fingerprint = print_b;
    office_fixture_refused(f, replay_find(&f->ctx, &f->tx, &k, &out), RC_INVALID, "idempotency_key_reused");
}

static void the_stored_body_is_sealed(void **state)
{
    struct office_fixture *f = *state;
    struct replay_get_out row;
    struct replay_key k = key("public", "createPublicSubmission", "k1", print_a);
    struct replay_reply in = {.status = 201, .etag = SQL_NULL, .body = "{\"query_code\":\"7KQM-SECRET\"}"};
    assert_int_equal(replay_add(&f->ctx, &f->tx, &k, &in), RC_OK);
    assert_int_equal(replay_rows_get(&f->tx, f->arena, &(struct replay_get_in){k.principal, k.operation, k.key}, &row),
                     RC_OK);
    assert_null(strstr(row.body, "7KQM"));
    assert_null(strstr(row.body, "query_code"));
}

static void after_three_days_it_is_gone(void **state)
{
    struct office_fixture *f = *state;
    struct replay_reply out;
    struct replay_get_out row;
    struct replay_reply in = {.status = 201, .etag = 1, .body = "{}"};
    struct replay_key k = key("a1", "createUnit", "k1", print_a);
    assert_int_equal(replay_add(&f->ctx, &f->tx, &k, &in), RC_OK);
    f->ctx.now_ms += 72 * HOUR_MS;
    assert_int_equal(replay_find(&f->ctx, &f->tx, &k, &out), RC_OK);
    f->ctx.now_ms++;
    struct replay_key next = key("a1", "createUnit", "k2", print_a);
    assert_int_equal(replay_add(&f->ctx, &f->tx, &next, &in), RC_OK);
    assert_int_equal(replay_rows_get(&f->tx, f->arena, &(struct replay_get_in){"a1", "createUnit", "k1"}, &row),
                     RC_NOT_FOUND);
    assert_int_equal(replay_find(&f->ctx, &f->tx, &k, &out), RC_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office_fixture_setup, office_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_reply_is_found_again),    TEST(it_belongs_to_principal_and_operation), TEST(another_request_is_refused),
        TEST(the_stored_body_is_sealed), TEST(after_three_days_it_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
