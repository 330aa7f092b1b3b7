/*
 * sealed_reader.c - see sealed_reader.h.
 *
 * Runs on: any thread. Owns: buffers.
 */
#include "base/sealed_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sealed_reader {
    struct crypto_stream stream;
    int fd;
    int is_last;
    uint8_t clear[SEALED_STREAM_PIECE];
    uint8_t sealed[SEALED_STREAM_SEALED_PIECE];
};

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

enum rc sealed_reader_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_reader **out)
{
    uint8_t head[SEALED_STREAM_HEAD];
    ssize_t got = read_up_to(fd, head, sizeof head);
    if (got < 0) {
        return RC_UNAVAILABLE;
    }
    if (got != (ssize_t)sizeof head || memcmp(head, sealed_stream_mark, SEALED_STREAM_MARK) != 0) {
        return RC_INTERNAL;
    }
    struct sealed_reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        return RC_UNAVAILABLE;
    }
    r->fd = fd;
    enum rc rc = crypto_stream_take_up(&r->stream, key, head + SEALED_STREAM_MARK);
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
