/*
 * test_sealed_stream.c - a sealed file comes back as it was, or not at all.
 *
 * Runs on: the test's only thread. Owns: a temporary file for each test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sealed_reader.h"
#include "base/sealed_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = SEALED_STREAM_PIECE, SEALED = SEALED_STREAM_SEALED_PIECE, HEAD = SEALED_STREAM_HEAD };

static uint8_t key[CRYPTO_KEY_SIZE] = {1}, other_key[CRYPTO_KEY_SIZE] = {2};

static uint8_t byte_at(size_t i)
{
    return (uint8_t)(i * 31 + i / 251);
}

/* A file of `size` bytes, put in portions of `portion`. */
static FILE *sealed(size_t size, size_t portion)
{
    FILE *f = tmpfile();
    struct sealed_writer *w = NULL;
    uint8_t *clear = malloc(size + 1);
    assert_non_null(f);
    assert_non_null(clear);
    for (size_t i = 0; i < size; i++) {
        clear[i] = byte_at(i);
    }
    assert_int_equal(sealed_writer_new(fileno(f), key, &w), RC_OK);
    for (size_t at = 0; at < size; at += portion) {
        assert_int_equal(sealed_writer_put(w, clear + at, size - at < portion ? size - at : portion), RC_OK);
    }
    assert_int_equal(sealed_writer_end(w), RC_OK);
    sealed_writer_free(w);
    free(clear);
    assert_int_equal(lseek(fileno(f), 0, SEEK_END), sealed_stream_size((int64_t)size));
    return f;
}

/* How the reading ends, and how many bytes came before; all of them must be the right ones. */
static enum rc read_all(FILE *f, const uint8_t *with, size_t *size)
{
    struct sealed_reader *r = NULL;
    const uint8_t *bytes = NULL;
    size_t n = 0;
    *size = 0;
    assert_int_equal(lseek(fileno(f), 0, SEEK_SET), 0);
    enum rc rc = sealed_reader_new(fileno(f), with, &r);
    while (rc == RC_OK && (rc = sealed_reader_next(r, &bytes, &n)) == RC_OK) {
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(bytes[i], byte_at(*size + i));
        }
        *size += n;
    }
    sealed_reader_free(r);
    return rc;
}

static void what_was_sealed_comes_back(void **state)
{
    static const size_t sizes[] = {1, 100, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 5 * PIECE + 77};
    static const size_t portions[] = {777, PIECE, 1 << 20};
    size_t got = 0;
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t p = 0; p < sizeof portions / sizeof portions[0]; p++) {
            FILE *f = sealed(sizes[i], portions[p]);
            assert_int_equal(read_all(f, key, &got), RC_DONE);
            assert_int_equal(got, sizes[i]);
            fclose(f);
        }
    }
}

static void nothing_stands_in_clear(void **state)
{
    static uint8_t bytes[3 * SEALED];
    uint8_t word[16];
    (void)state;
    FILE *f = sealed(2 * PIECE, PIECE);
    ssize_t n = pread(fileno(f), bytes, sizeof bytes, 0);
    for (size_t i = 0; i < sizeof word; i++) {
        word[i] = byte_at(1000 + i);
    }
    assert_null(memmem(bytes, (size_t)n, word, sizeof word));
    fclose(f);
}

static void another_key_opens_nothing(void **state)
{
    size_t got = 1;
    (void)state;
    FILE *f = sealed(PIECE + 9, PIECE);
    assert_int_equal(read_all(f, other_key, &got), RC_INTERNAL);
    assert_int_equal(got, 0);
    fclose(f);
}

/* In the mark, in the head, in each piece and in its tag. */
static void each_changed_byte_is_found(void **state)
{
    static const off_t places[] = {0, 7, 8, HEAD - 1, HEAD, HEAD + SEALED - 1, HEAD + SEALED, HEAD + 2 * SEALED + 5};
    size_t got = 0;
    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        FILE *f = sealed(2 * PIECE + 100, PIECE);
        uint8_t byte = 0;
        assert_int_equal(pread(fileno(f), &byte, 1, places[i]), 1);
        byte ^= 0x10;
        assert_int_equal(pwrite(fileno(f), &byte, 1, places[i]), 1);
        assert_int_equal(read_all(f, key, &got), RC_INTERNAL);
        fclose(f);
    }
}

static void each_cut_is_found(void **state)
{
    static const off_t ends[] = {
        0, 5, HEAD, HEAD + 10, HEAD + SEALED, HEAD + SEALED + 3, HEAD + 2 * SEALED, HEAD + 2 * SEALED + 116};
    size_t got = 0;
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        FILE *f = sealed(2 * PIECE + 100, PIECE);
        assert_int_equal(ftruncate(fileno(f), ends[i]), 0);
        assert_int_equal(read_all(f, key, &got), RC_INTERNAL);
        fclose(f);
    }
}

static void what_hangs_on_behind_is_found(void **state)
{
    size_t got = 0;
    (void)state;
    FILE *f = sealed(2 * PIECE, PIECE);
    assert_int_equal(pwrite(fileno(f), "x", 1, HEAD + 2 * SEALED), 1);
    assert_int_equal(read_all(f, key, &got), RC_INTERNAL);
    assert_int_equal(got, 2 * PIECE); /* and what came before was good */
    fclose(f);
}

static void move_piece(FILE *f, off_t from, off_t to)
{
    static uint8_t piece[SEALED];
    assert_int_equal(pread(fileno(f), piece, SEALED, HEAD + from * SEALED), SEALED);
    assert_int_equal(pwrite(fileno(f), piece, SEALED, HEAD + to * SEALED), SEALED);
}

static void swapped_and_repeated_pieces_are_found(void **state)
{
    static uint8_t first[SEALED];
    size_t got = 0;
    (void)state;
    FILE *f = sealed(4 * PIECE, PIECE);
    move_piece(f, 0, 1); /* repeated */
    assert_int_equal(read_all(f, key, &got), RC_INTERNAL);
    assert_int_equal(got, PIECE);
    fclose(f);
    f = sealed(4 * PIECE, PIECE);
    assert_int_equal(pread(fileno(f), first, SEALED, HEAD), SEALED);
    move_piece(f, 1, 0); /* swapped */
    assert_int_equal(pwrite(fileno(f), first, SEALED, HEAD + SEALED), SEALED);
    assert_int_equal(read_all(f, key, &got), RC_INTERNAL);
    assert_int_equal(got, 0);
    fclose(f);
    /* The last piece of a file cannot end it earlier. */
    f = sealed(4 * PIECE, PIECE);
    move_piece(f, 3, 1);
    assert_int_equal(ftruncate(fileno(f), HEAD + 2 * SEALED), 0);
    assert_int_equal(read_all(f, key, &got), RC_INTERNAL);
    fclose(f);
}

static void a_full_disk_is_told(void **state)
{
    struct sealed_writer *w = NULL;
    (void)state;
    FILE *f = fopen("/dev/full", "w");
    assert_non_null(f);
    assert_int_equal(sealed_writer_new(fileno(f), key, &w), RC_UNAVAILABLE);
    assert_null(w);
    fclose(f);
}

static int set_up(void **state)
{
    (void)state;
    return crypto_init() != RC_OK;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_comes_back),
        cmocka_unit_test(nothing_stands_in_clear),
        cmocka_unit_test(another_key_opens_nothing),
        cmocka_unit_test(each_changed_byte_is_found),
        cmocka_unit_test(each_cut_is_found),
        cmocka_unit_test(what_hangs_on_behind_is_found),
        cmocka_unit_test(swapped_and_repeated_pieces_are_found),
        cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
