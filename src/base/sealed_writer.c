/*
 * sealed_writer.c - see sealed_writer.h.
 *
 * The last piece is only known at the end, so a full buffer waits until more comes.
 *
 * Runs on: any thread. Owns: buffers.
 */
#include "base/sealed_writer.h"

#include "base/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sealed_writer {
    struct crypto_stream stream;
    int fd;
    int is_ended;
    size_t held;
    uint8_t clear[SEALED_STREAM_PIECE];
    uint8_t sealed[SEALED_STREAM_SEALED_PIECE];
};

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

enum rc sealed_writer_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_writer **out)
{
    uint8_t head[SEALED_STREAM_HEAD];
    struct sealed_writer *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return RC_UNAVAILABLE;
    }
    w->fd = fd;
    memcpy(head, sealed_stream_mark, SEALED_STREAM_MARK);
    crypto_stream_begin(&w->stream, key, head + SEALED_STREAM_MARK);
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
