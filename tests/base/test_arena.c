/*
 * test_arena.c - the arena keeps its cap, its marks and its zeroes.
 *
 * Runs on: the test's only thread. Owns: the arenas it makes. Invariants: under ASan the poisoning tests look at the
 * shadow, elsewhere they pass by.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif
#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#endif

enum { KIB = 1024 };

static int is_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] != 0) {
            return 0;
        }
    }
    return 1;
}

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new(1024 * (size_t)KIB);
    unsigned char *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        pieces[i] = arena_alloc(a, i);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        assert_true(is_zero(pieces[i], i));
        memset(pieces[i], (int)i, i);
    }
    for (size_t i = 1; i < 200; i++) {
        assert_ptr_not_equal(pieces[i], pieces[i - 1]);
        for (size_t k = 0; k < i; k++) {
            assert_int_equal(pieces[i][k], i);
        }
    }
    arena_free(a);
}

static void memory_used_before_is_zeroed_again(void **state)
{
    (void)state;
    struct arena *a = arena_new(64 * (size_t)KIB);
    void *first = arena_alloc(a, 5000);
    memset(first, 0xaa, 5000);
    arena_reset(a);
    unsigned char *again = arena_alloc(a, 5000);
    assert_ptr_equal(again, first); /* the first chunk is kept */
    assert_true(is_zero(again, 5000));
    arena_free(a);
}

static void cap_holds_and_full_is_remembered(void **state)
{
    (void)state;
    struct arena *a = arena_new(100 * (size_t)KIB);
    size_t got = 0;
    while (arena_alloc(a, KIB) != NULL) {
        got++;
        assert_true(got < 200);
    }
    assert_true(got >= 80);
    assert_true(got <= 100);
    assert_true(arena_is_full(a));
    assert_true(arena_used(a) <= 100 * (size_t)KIB);
    arena_reset(a);
    assert_false(arena_is_full(a));
    assert_non_null(arena_alloc(a, KIB));
    arena_free(a);
}

static void small_pieces_still_come_after_a_refusal(void **state)
{
    (void)state;
    struct arena *a = arena_new(64 * (size_t)KIB);
    assert_null(arena_alloc(a, 65 * (size_t)KIB));
    assert_true(arena_is_full(a));
    assert_non_null(arena_alloc(a, 100));
    assert_true(arena_is_full(a));
    arena_free(a);
}

static void tiny_and_empty_arenas_work(void **state)
{
    (void)state;
    struct arena *a = arena_new(0);
    assert_non_null(a);
    assert_null(arena_alloc(a, 1));
    assert_true(arena_is_full(a));
    arena_reset(a);
    arena_free(a);
    a = arena_new(100);
    assert_non_null(arena_alloc(a, 20));
    assert_null(arena_alloc(a, 100));
    arena_free(a);
    arena_free(NULL);
}

static void large_piece_gets_a_chunk_of_its_own(void **state)
{
    (void)state;
    struct arena *a = arena_new(8192 * (size_t)KIB);
    unsigned char *large = arena_alloc(a, 3000 * (size_t)KIB);
    assert_non_null(large);
    large[3000 * (size_t)KIB - 1] = 1;
    assert_non_null(arena_alloc(a, 10));
    assert_false(arena_is_full(a));
    arena_free(a);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct arena *a = arena_new(SIZE_MAX);
    const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 15, SIZE_MAX - 16, SIZE_MAX - 32, SIZE_MAX - 64};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        arena_reset(a);
        assert_null(arena_alloc(a, sizes[i]));
        assert_true(arena_is_full(a));
    }
    arena_reset(a);
    assert_null(arena_alloc_array(a, SIZE_MAX / 2, 3));
    assert_true(arena_is_full(a));
    arena_reset(a);
    assert_null(arena_array_of(a, uint64_t, SIZE_MAX / 8 + 2));
    assert_true(arena_is_full(a));
    arena_reset(a);
    uint64_t *numbers = arena_array_of(a, uint64_t, 10);
    assert_non_null(numbers);
    assert_true(is_zero((unsigned char *)numbers, 80));
    arena_free(a);
}

static void marks_give_back_across_chunks(void **state)
{
    (void)state;
    struct arena *a = arena_new(256 * (size_t)KIB);
    char *kept = arena_strdup(a, "kept");
    struct arena_mark mark = arena_mark(a);
    size_t used = arena_used(a);
    /* Ten rounds of most of the cap: only possible when each round is given back whole. */
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 150; i++) {
            assert_non_null(arena_alloc(a, KIB));
        }
        arena_reset_to(a, mark);
        assert_int_equal(arena_used(a), used);
    }
    assert_string_equal(kept, "kept");
    assert_false(arena_is_full(a));
    arena_free(a);
}

static void marks_nest(void **state)
{
    (void)state;
    struct arena *a = arena_new(64 * (size_t)KIB);
    struct arena_mark outer = arena_mark(a);
    char *one = arena_strdup(a, "one");
    struct arena_mark inner = arena_mark(a);
    (void)arena_strdup(a, "two");
    arena_reset_to(a, inner);
    assert_string_equal(one, "one");
    char *three = arena_strdup(a, "three");
    assert_string_equal(one, "one");
    assert_string_equal(three, "three");
    arena_reset_to(a, outer);
    assert_int_equal(arena_used(a), 0);
    arena_free(a);
}

static void mark_does_not_forget_an_overflow(void **state)
{
    (void)state;
    struct arena *a = arena_new(32 * (size_t)KIB);
    struct arena_mark mark = arena_mark(a);
    assert_null(arena_alloc(a, 64 * (size_t)KIB));
    arena_reset_to(a, mark);
    assert_true(arena_is_full(a));
    arena_free(a);
}

static void copies_end_in_nul(void **state)
{
    (void)state;
    struct arena *a = arena_new(64 * (size_t)KIB);
    assert_string_equal(arena_strdup(a, ""), "");
    assert_string_equal(arena_strdup(a, "信访"), "信访");
    assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(a, "ab", 30), "ab");
    const char raw[3] = {'x', 'y', 'z'}; /* no NUL: may not be read past n */
    assert_string_equal(arena_strndup(a, raw, 3), "xyz");
    assert_null(arena_strdup(a, NULL));
    assert_null(arena_strndup(a, NULL, 5));
    assert_false(arena_is_full(a));
    arena_free(a);
}

static void printf_takes_short_and_long(void **state)
{
    (void)state;
    struct arena *a = arena_new(64 * (size_t)KIB);
    assert_string_equal(arena_printf(a, "%s-%d", "x", 7), "x-7");
    assert_string_equal(arena_printf(a, "%s", ""), "");
    for (int len = 250; len < 262; len++) { /* around the size of the buffer inside */
        char *text = arena_printf(a, "%0*d", len, 5);
        assert_int_equal(strlen(text), len);
        assert_int_equal(text[len - 1], '5');
        assert_int_equal(text[0], '0');
    }
    assert_null(arena_printf(a, "%070000d", 1));
    assert_true(arena_is_full(a));
    arena_free(a);
}

static void grow_stretches_the_newest_in_place(void **state)
{
    (void)state;
    struct arena *a = arena_new(256 * (size_t)KIB);
    char *p = arena_grow(a, NULL, 0, 10);
    assert_non_null(p);
    memcpy(p, "0123456789", 10);
    char *q = arena_grow(a, p, 10, 5000);
    assert_ptr_equal(q, p);
    memset(q + 10, 'x', 4990);
    assert_memory_equal(q, "0123456789x", 11);
    char *other = arena_alloc(a, 1);
    char *moved = arena_grow(a, q, 5000, 6000); /* no longer the newest */
    assert_ptr_not_equal(moved, q);
    assert_memory_equal(moved, "0123456789x", 11);
    *other = 1;
    char *far = arena_grow(a, moved, 6000, 100 * (size_t)KIB); /* not in this chunk */
    assert_memory_equal(far, "0123456789x", 11);
    assert_null(arena_grow(a, far, 100 * (size_t)KIB, 300 * (size_t)KIB));
    assert_true(arena_is_full(a));
    assert_memory_equal(far, "0123456789x", 11);
    assert_null(arena_grow(a, far, 100 * (size_t)KIB, SIZE_MAX));
    arena_free(a);
}

static void what_is_not_handed_out_is_poisoned(void **state)
{
    (void)state;
#ifdef HAS_ASAN
    struct arena *a = arena_new(64 * (size_t)KIB);
    char *p = arena_alloc(a, 24);
    char *q = arena_alloc(a, 24);
    assert_false(__asan_address_is_poisoned(p + 23));
    assert_true(__asan_address_is_poisoned(p + 24)); /* red zone */
    struct arena_mark mark = arena_mark(a);
    char *r = arena_alloc(a, 100);
    assert_false(__asan_address_is_poisoned(r));
    arena_reset_to(a, mark);
    assert_true(__asan_address_is_poisoned(r));
    assert_false(__asan_address_is_poisoned(q));
    arena_reset(a);
    assert_true(__asan_address_is_poisoned(p));
    arena_free(a);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(memory_used_before_is_zeroed_again),
        cmocka_unit_test(cap_holds_and_full_is_remembered),
        cmocka_unit_test(small_pieces_still_come_after_a_refusal),
        cmocka_unit_test(tiny_and_empty_arenas_work),
        cmocka_unit_test(large_piece_gets_a_chunk_of_its_own),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(marks_give_back_across_chunks),
        cmocka_unit_test(marks_nest),
        cmocka_unit_test(mark_does_not_forget_an_overflow),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(printf_takes_short_and_long),
        cmocka_unit_test(grow_stretches_the_newest_in_place),
        cmocka_unit_test(what_is_not_handed_out_is_poisoned),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
