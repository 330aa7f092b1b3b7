/*
 * sealed_stream.h - a file of any size that lies sealed on the disk: written piece by piece, read piece by piece.
 *
 *   8 bytes    "petfile" and the version, 1
 *   24 bytes   the stream's header
 *   pieces     64 KiB of content each, the last one shorter or as long, each with 17 bytes of its own
 *
 * Nothing stands in clear. A byte that was changed, pieces that were swapped, left out or cut off, bytes behind the last piece,
 * and another key are all found; what was read before the bad piece was good.
 *
 * Runs on: any thread, each writer and reader on one. Owns: its buffers, wiped at the end; never the file descriptor.
 */
#ifndef BASE_SEALED_STREAM_H
#define BASE_SEALED_STREAM_H

#include "base/crypto.h"
#include "base/rc.h"

struct sealed_writer;
struct sealed_reader;

enum { SEALED_STREAM_PIECE = 64 * 1024, SEALED_STREAM_HEAD = 8 + CRYPTO_STREAM_HEADER };

/* Bytes on the disk of a content of `clear` bytes, which is not empty. */
int64_t sealed_stream_size(int64_t clear);

/* Writes the head at the file's present place. RC_UNAVAILABLE when the disk refuses, here and below. */
RC_MUST enum rc sealed_writer_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_writer **out);
RC_MUST enum rc sealed_writer_put(struct sealed_writer *w, const void *bytes, size_t n);
/* The last piece. Nothing may be put afterwards. Not synced. */
RC_MUST enum rc sealed_writer_end(struct sealed_writer *w);
void sealed_writer_free(struct sealed_writer *w);

/* Reads the head at the file's present place. RC_INTERNAL for a file that is none or was sealed under another key, or damaged. */
RC_MUST enum rc sealed_reader_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_reader **out);
/* The next piece, borrowed until the next call. RC_DONE behind the last one. */
RC_MUST enum rc sealed_reader_next(struct sealed_reader *r, const uint8_t **bytes, size_t *n);
void sealed_reader_free(struct sealed_reader *r);

#endif
