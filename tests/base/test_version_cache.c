/*
 * test_version_cache.c - the right text for the right version, from many threads.
 */
#include "base/arena.h"
#include "base/version_cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { CACHE_BYTES = 16 * VERSION_CACHE_TEXT_MAX };

#define STAMPS(v, d) (&(struct version_stamps){.version = (v), .day = (d)})

static struct version_cache *cache;
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return arena == NULL || version_cache_new(CACHE_BYTES, &cache) != RC_OK;
}

static int tear_down(void **state)
{
    (void)state;
    version_cache_free(cache);
    arena_free(arena);
    return 0;
}

static void only_the_same_version_and_day(void **state)
{
    (void)state;
    size_t n = 0;
    assert_null(version_cache_get(cache, arena, "a", STAMPS(1, 10), &n));
    version_cache_put(cache, "a", STAMPS(1, 10), "one", 3);
    assert_string_equal(version_cache_get(cache, arena, "a", STAMPS(1, 10), &n), "one");
    assert_int_equal(n, 3);
    assert_null(version_cache_get(cache, arena, "a", STAMPS(2, 10), &n));
    assert_null(version_cache_get(cache, arena, "a", STAMPS(1, 11), &n));
    assert_null(version_cache_get(cache, arena, "b", STAMPS(1, 10), &n));
    version_cache_put(cache, "a", STAMPS(2, 10), "two", 3);
    assert_null(version_cache_get(cache, arena, "a", STAMPS(1, 10), &n));
    assert_string_equal(version_cache_get(cache, arena, "a", STAMPS(2, 10), &n), "two");
}

static void what_is_too_long_is_not_kept(void **state)
{
    (void)state;
    static char text[VERSION_CACHE_TEXT_MAX];
    size_t n = 0;
    memset(text, 'x', sizeof text);
    version_cache_put(cache, "a", STAMPS(1, 1), text, sizeof text);
    assert_null(version_cache_get(cache, arena, "a", STAMPS(1, 1), &n));
    version_cache_put(cache, "a", STAMPS(1, 1), text, sizeof text - 1);
    assert_non_null(version_cache_get(cache, arena, "a", STAMPS(1, 1), &n));
    assert_int_equal(n, sizeof text - 1);
    version_cache_put(cache, "a-key-that-is-longer-than-any-id-can-ever-be", STAMPS(1, 1), "t", 1);
    assert_null(version_cache_get(cache, arena, "a-key-that-is-longer-than-any-id-can-ever-be", STAMPS(1, 1), &n));
}

static long kept_bytes(int count)
{
    long bytes = 0;
    for (int i = 0; i < count; i++) {
        char key[32];
        size_t n = 0;
        (void)snprintf(key, sizeof key, "case-%d", i);
        bytes += version_cache_get(cache, arena, key, STAMPS(1, 1), &n) != NULL ? (long)n : 0;
        arena_reset(arena);
    }
    return bytes;
}

/* Keeps what fits, forgets the rest, and never holds more than it was given. */
static void the_bytes_are_bounded(void **state)
{
    (void)state;
    static char text[VERSION_CACHE_TEXT_MAX];
    memset(text, 'x', sizeof text);
    for (int i = 0; i < 400; i++) {
        char key[32];
        (void)snprintf(key, sizeof key, "case-%d", i);
        version_cache_put(cache, key, STAMPS(1, 1), text, i < 40 ? 500 : sizeof text - 1);
        if (i == 39) {
            assert_true(kept_bytes(40) >= 30L * 500);
        }
    }
    size_t n = 0;
    assert_true(kept_bytes(400) <= CACHE_BYTES);
    assert_true(kept_bytes(400) >= CACHE_BYTES / 4);
    assert_non_null(version_cache_get(cache, arena, "case-399", STAMPS(1, 1), &n));
}

static void without_a_cache_nothing_is_found(void **state)
{
    (void)state;
    size_t n = 0;
    version_cache_put(NULL, "a", STAMPS(1, 1), "t", 1);
    assert_null(version_cache_get(NULL, arena, "a", STAMPS(1, 1), &n));
}

/* Each text names its key and version; a mixed-up or torn one shows. */
static void *work(void *arg)
{
    struct arena *a = arena_new(1 << 20);
    int *bad = arg;
    for (int i = 0; i < 4000 && a != NULL; i++) {
        char key[32];
        char text[64];
        size_t n = 0;
        int version = i % 3;
        (void)snprintf(key, sizeof key, "case-%d", i % 97);
        (void)snprintf(text, sizeof text, "%s at %d", key, version);
        const char *found = version_cache_get(cache, a, key, STAMPS(version, 1), &n);
        *bad += found != NULL && (strcmp(found, text) != 0 || n != strlen(text));
        version_cache_put(cache, key, STAMPS(version, 1), text, strlen(text));
        arena_reset(a);
    }
    *bad += a == NULL;
    arena_free(a);
    return NULL;
}

static void many_threads_never_mix_texts(void **state)
{
    (void)state;
    pthread_t threads[4];
    int bad[4] = {0};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, &bad[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(bad[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_the_same_version_and_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_long_is_not_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_bytes_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_cache_nothing_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_threads_never_mix_texts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
