/*
 * sealed_stream.c - see sealed_stream.h.
 *
 * The last piece is only known at the end, so a full buffer waits until more comes.
 *
 * Runs on: any thread. Owns: buffers.
 */
#include "base/sealed_stream.h"

#include "base/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MARK_SIZE = 8, SEALED_PIECE = SEALED_STREAM_PIECE + CRYPTO_STREAM_OVERHEAD };
static const uint8_t mark[MARK_SIZE] = {'p', 'e', 't', 'f', 'i', 'l', 'e', 1};

struct sealed_writer {
    struct crypto_stream stream;
    int fd;
    int is_ended;
    size_t held;
    uint8_t clear[SEALED_STREAM_PIECE];
    uint8_t sealed[SEALED_PIECE];
};

struct sealed_reader {
    struct crypto_stream stream;
    int fd;
    int is_last;
    uint8_t clear[SEALED_STREAM_PIECE];
    uint8_t sealed[SEALED_PIECE];
};

int64_t sealed_stream_size(int64_t clear)
{
    int64_t pieces = (clear + SEALED_STREAM_PIECE - 1) / SEALED_STREAM_PIECE;
    return SEALED_STREAM_HEAD + clear + pieces * CRYPTO_STREAM_OVERHEAD;
}

static enum rc write_all(int fd, const uint8_t *bytes, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t put = write(fd, bytes + done, n - done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return RC_UNAVAILABLE;
        }
        done += (size_t)put;
    }
    return RC_OK;
}

/* As much as there is up to `n`; -1 when the disk refuses. */
static ssize_t read_up_to(int fd, uint8_t *out, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(fd, out + done, n - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        done += (size_t)got;
    }
    return (ssize_t)done;
}

enum rc sealed_writer_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_writer **out)
{
    uint8_t head[SEALED_STREAM_HEAD];
    struct sealed_writer *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return RC_UNAVAILABLE;
    }
    w->fd = fd;
    memcpy(head, mark, MARK_SIZE);
    crypto_stream_begin(&w->stream, key, head + MARK_SIZE);
    enum rc rc = write_all(fd, head, sizeof head);
    if (rc != RC_OK) {
        sealed_writer_free(w);
        return rc;
    }
    *out = w;
    return RC_OK;
}

static enum rc flush_piece(struct sealed_writer *w, int is_last)
{
    crypto_stream_seal(&w->stream, w->clear, w->held, is_last, w->sealed);
    enum rc rc = write_all(w->fd, w->sealed, w->held + CRYPTO_STREAM_OVERHEAD);
    w->held = 0;
    return rc;
}

enum rc sealed_writer_put(struct sealed_writer *w, const void *bytes, size_t n)
{
    const uint8_t *from = bytes;
    CHECK(!w->is_ended);
    while (n > 0) {
        if (w->held == sizeof w->clear) {
            enum rc rc = flush_piece(w, 0);
            if (rc != RC_OK) {
                return rc;
            }
        }
        size_t room = sizeof w->clear - w->held;
        size_t part = n < room ? n : room;
        memcpy(w->clear + w->held, from, part);
        w->held += part;
        from += part;
        n -= part;
    }
    return RC_OK;
}

enum rc sealed_writer_end(struct sealed_writer *w)
{
    CHECK(!w->is_ended);
    w->is_ended = 1;
    return flush_piece(w, 1);
}

void sealed_writer_free(struct sealed_writer *w)
{
    if (w != NULL) {
        crypto_wipe(w, sizeof *w);
        free(w);
    }
}

enum rc sealed_reader_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_reader **out)
{
    uint8_t head[SEALED_STREAM_HEAD];
    ssize_t got = read_up_to(fd, head, sizeof head);
    if (got < 0) {
        return RC_UNAVAILABLE;
    }
    if (got != (ssize_t)sizeof head || memcmp(head, mark, MARK_SIZE) != 0) {
        return RC_INTERNAL;
    }
    struct sealed_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return RC_UNAVAILABLE;
    }
    r->fd = fd;
    enum rc rc = crypto_stream_take_up(&r->stream, key, head + MARK_SIZE);
    if (rc != RC_OK) {
        sealed_reader_free(r);
        return rc;
    }
    *out = r;
    return RC_OK;
}

enum rc sealed_reader_next(struct sealed_reader *r, const uint8_t **bytes, size_t *n)
{
    ssize_t got = read_up_to(r->fd, r->sealed, sizeof r->sealed);
    if (got < 0) {
        return RC_UNAVAILABLE;
    }
    if (r->is_last) {
        return got == 0 ? RC_DONE : RC_INTERNAL; /* something hangs on behind */
    }
    enum rc rc = crypto_stream_open(&r->stream, r->sealed, (size_t)got, r->clear, &r->is_last);
    if (rc != RC_OK) {
        return rc;
    }
    *bytes = r->clear;
    *n = (size_t)got - CRYPTO_STREAM_OVERHEAD;
    /* Only the last piece may be short. */
    return *n == SEALED_STREAM_PIECE || r->is_last ? RC_OK : RC_INTERNAL;
}

void sealed_reader_free(struct sealed_reader *r)
{
    if (r != NULL) {
        crypto_wipe(r, sizeof *r);
        free(r);
    }
}
