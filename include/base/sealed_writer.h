/*
 * sealed_writer.h - writes a sealed file (base/sealed_stream.h) piece by piece.
 *
 * Runs on: any thread, each writer on one at a time. Owns: its buffers, wiped at the end; never the file descriptor.
 */
#ifndef BASE_SEALED_WRITER_H
#define BASE_SEALED_WRITER_H

#include "base/rc.h"
#include "base/sealed_stream.h"

struct sealed_writer;

/* Writes the head at the file's present place. RC_UNAVAILABLE when the disk refuses, here and below. */
RC_MUST enum rc sealed_writer_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_writer **out);
RC_MUST enum rc sealed_writer_put(struct sealed_writer *w, const void *bytes, size_t n);
/* The last piece. Nothing may be put afterwards. Not synced. */
RC_MUST enum rc sealed_writer_end(struct sealed_writer *w);
void sealed_writer_free(struct sealed_writer *w);

#endif
