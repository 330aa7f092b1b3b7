/*
 * test_value.c - members of a small tree are found, and only where they are.
 *
 * Runs on: the test's only thread. Owns: constant trees. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/value.h"

/* {"reason": "材料不全", "days": 30, "urgent": true, "none": null, "list": [1], "days": 31} */
static struct value items[] = {
    {.kind = VALUE_TEXT, .text = "材料不全"},
    {.kind = VALUE_INT, .number = 30},
    {.kind = VALUE_BOOL, .number = 1},
    {.kind = VALUE_NULL},
    {.kind = VALUE_ARRAY, .items = (struct value[]){{.kind = VALUE_INT, .number = 1}}, .count = 1},
    {.kind = VALUE_INT, .number = 31},
};
static const char *names[] = {"reason", "days", "urgent", "none", "list", "days"};
static const struct value object = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = 6};

static void members_are_found(void **state)
{
    (void)state;
    assert_ptr_equal(value_get(&object, "reason"), &items[0]);
    assert_ptr_equal(value_get(&object, "days"), &items[1]);
    assert_int_equal(value_get(&object, "list")->count, 1);
    assert_string_equal(value_text(&object, "reason"), "材料不全");
    assert_int_equal(value_int(&object, "days", -1), 30);
    assert_int_equal(value_int(&object, "urgent", -1), 1);
}

static void null_and_absent_are_the_same(void **state)
{
    (void)state;
    assert_null(value_get(&object, "none"));
    assert_null(value_get(&object, "absent"));
    assert_null(value_get(&object, "Reason"));
    assert_null(value_get(&object, ""));
    assert_null(value_text(&object, "none"));
    assert_int_equal(value_int(&object, "none", 5), 5);
    assert_int_equal(value_int(&object, "absent", INT64_MIN), INT64_MIN);
}

static void kinds_are_not_mixed(void **state)
{
    (void)state;
    assert_null(value_text(&object, "days"));
    assert_null(value_text(&object, "list"));
    assert_int_equal(value_int(&object, "reason", 9), 9);
    assert_int_equal(value_int(&object, "list", 9), 9);
}

static void only_objects_have_members(void **state)
{
    (void)state;
    assert_null(value_get(NULL, "x"));
    assert_null(value_text(NULL, "x"));
    assert_int_equal(value_int(NULL, "x", 3), 3);
    for (size_t i = 0; i < 5; i++) {
        assert_null(value_get(&items[i], "reason"));
    }
    const struct value empty = {.kind = VALUE_OBJECT};
    assert_null(value_get(&empty, "x"));
}

static void values_are_written_as_json(void **state)
{
    (void)state;
    struct arena *a = arena_new(65536);
    struct buf b;
    buf_init(&b, a);
    value_put_json(&b, &object);
    assert_string_equal(buf_cstr(&b), "{\"reason\":\"材料不全\",\"days\":30,\"urgent\":true,\"none\":null,"
                                      "\"list\":[1],\"days\":31}");
    const struct value no = {.kind = VALUE_BOOL};
    const struct value empty_list = {.kind = VALUE_ARRAY};
    const struct value empty = {.kind = VALUE_OBJECT};
    const struct value *const rows[] = {NULL, &no, &empty_list, &empty};
    buf_init(&b, a);
    for (size_t i = 0; i < 4; i++) {
        value_put_json(&b, rows[i]);
        buf_putc(&b, ' ');
    }
    assert_string_equal(buf_cstr(&b), "null false [] {} ");
    arena_free(a);
}

static void one_more_member_leaves_the_old_one(void **state)
{
    struct arena *a = arena_new(1 << 16);
    const struct value none = {.kind = VALUE_OBJECT};
    const struct value *one = value_with(a, &none, "a", "1");
    const struct value *two = value_with(a, one, "b", "2");
    (void)state;
    assert_string_equal(value_text(two, "a"), "1");
    assert_string_equal(value_text(two, "b"), "2");
    assert_null(value_get(one, "b"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found),          cmocka_unit_test(null_and_absent_are_the_same),
        cmocka_unit_test(kinds_are_not_mixed),        cmocka_unit_test(only_objects_have_members),
        cmocka_unit_test(values_are_written_as_json), cmocka_unit_test(one_more_member_leaves_the_old_one),
    };
    return cmocka_run_group_tests_name("base/value", tests, NULL, NULL);
}
