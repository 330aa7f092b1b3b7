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
 * Written by base/sealed_writer.h, read by base/sealed_reader.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef BASE_SEALED_STREAM_H
#define BASE_SEALED_STREAM_H

#include "base/crypto.h"

enum {
    SEALED_STREAM_PIECE = 64 * 1024, /* of content */
    SEALED_STREAM_SEALED_PIECE = SEALED_STREAM_PIECE + CRYPTO_STREAM_OVERHEAD,
    SEALED_STREAM_MARK = 8,
    SEALED_STREAM_HEAD = SEALED_STREAM_MARK + CRYPTO_STREAM_HEADER
};

/* What a file begins with. */
extern const uint8_t sealed_stream_mark[SEALED_STREAM_MARK];

/* Bytes on the disk of a content of `clear` bytes, which is not empty. */
int64_t sealed_stream_size(int64_t clear);

#endif
