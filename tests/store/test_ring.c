/*
 * test_ring.c - the file of keys: what is written comes back, under its own master key only, and whole or not at all.
 */
#include "store_fixture.h"

#include "store/ring.h"
#include "support/support.h"

#include <sys/stat.h>
#include <unistd.h>

static const uint8_t master[CRYPTO_KEY_SIZE] = "a master key that tests use....";

static int set_up(void **state)
{
    (void)state;
    return crypto_init() != RC_OK;
}

static const char *new_path(void)
{
    return support_path(support_folder(), "ring");
}

static void what_is_written_comes_back(void **state)
{
    struct ring had, has;
    const char *path = new_path();
    (void)state;
    ring_make(&had, 1000);
    assert_int_equal(had.count, RING_PURPOSES);
    assert_int_equal(ring_add(&had, RING_SEALED, 2000), RC_OK);
    assert_int_equal(ring_newest(&had, RING_SEALED)->epoch, 2);
    assert_int_equal(ring_newest(&had, RING_FIELD)->epoch, 1);
    assert_int_equal(ring_write(path, master, &had), RC_OK);
    assert_int_equal(ring_read(path, master, &has), RC_OK);
    assert_int_equal(has.count, had.count);
    for (int i = 0; i < had.count; i++) {
        assert_int_equal(has.keys[i].purpose, had.keys[i].purpose);
        assert_int_equal(has.keys[i].epoch, had.keys[i].epoch);
        assert_int_equal(has.keys[i].created_ms, had.keys[i].created_ms);
        assert_memory_equal(has.keys[i].key, had.keys[i].key, CRYPTO_KEY_SIZE);
    }
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void only_old_epochs_go(void **state)
{
    struct ring r;
    (void)state;
    ring_make(&r, 1);
    assert_int_equal(ring_drop(&r, RING_FIELD, 1), RC_CONFLICT);
    assert_int_equal(ring_drop(&r, RING_FIELD, 2), RC_NOT_FOUND);
    assert_int_equal(ring_add(&r, RING_FIELD, 2), RC_OK);
    assert_int_equal(ring_drop(&r, RING_FIELD, 1), RC_OK);
    assert_int_equal(ring_drop(&r, RING_FIELD, 1), RC_NOT_FOUND);
    assert_int_equal(ring_newest(&r, RING_FIELD)->epoch, 2);
    assert_int_equal(ring_newest(&r, RING_INDEX)->epoch, 1);
    /* Numbers are never used again, and the ring is full some day. */
    assert_int_equal(ring_add(&r, RING_FIELD, 3), RC_OK);
    assert_int_equal(ring_newest(&r, RING_FIELD)->epoch, 3);
    enum rc rc = RC_OK;
    for (int i = 0; i < RING_MAX && rc == RC_OK; i++) {
        rc = ring_add(&r, RING_SEALED, 4);
    }
    assert_int_equal(rc, RC_CONFLICT);
    assert_int_equal(r.count, RING_MAX);
}

static char *read_file(const char *path, size_t *n)
{
    static char text[65536];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    *n = fread(text, 1, sizeof text, f);
    fclose(f);
    return text;
}

/* Any one byte changed, any tail cut off: no ring, or one that says what it lacks. */
static void a_damaged_file_is_refused(void **state)
{
    struct ring r, has;
    const char *path = new_path();
    size_t n = 0;
    char copy[4096];
    (void)state;
    ring_make(&r, 1234567890123);
    assert_int_equal(ring_write(path, master, &r), RC_OK);
    char *text = read_file(path, &n);
    assert_true(n < sizeof copy);
    for (size_t i = 0; i < n; i++) {
        memcpy(copy, text, n);
        copy[i] = copy[i] == '7' ? '8' : '7';
        support_write(path, copy, n);
        assert_int_equal(ring_read(path, master, &has), RC_INVALID);
    }
    for (size_t cut = 0; cut < n; cut++) {
        support_write(path, text, cut);
        assert_int_equal(ring_read(path, master, &has), RC_INVALID);
    }
    static const uint8_t other[CRYPTO_KEY_SIZE] = {1};
    support_write(path, text, n);
    assert_int_equal(ring_read(path, other, &has), RC_INVALID);
    assert_int_equal(ring_read(path, master, &has), RC_OK);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(ring_read(path, master, &has), RC_INVALID);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(ring_read(path, master, &has), RC_NOT_FOUND);
    assert_int_equal(ring_write("/nowhere/ring", master, &r), RC_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(only_old_epochs_go),
        cmocka_unit_test(a_damaged_file_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
