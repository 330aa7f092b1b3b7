/*
 * sealed_reader.h - reads a sealed file (base/sealed_stream.h) piece by piece.
 *
 * Runs on: any thread, each reader on one at a time. Owns: its buffers, wiped at the end; never the file descriptor.
 */
#ifndef BASE_SEALED_READER_H
#define BASE_SEALED_READER_H

#include "base/rc.h"
#include "base/sealed_stream.h"

struct sealed_reader;

/* Reads the head at the file's present place. RC_INTERNAL for a file that is none or was sealed under another key, or damaged. */
RC_MUST enum rc sealed_reader_new(int fd, const uint8_t key[CRYPTO_KEY_SIZE], struct sealed_reader **out);
/* The next piece, borrowed until the next call. RC_DONE behind the last one. */
RC_MUST enum rc sealed_reader_next(struct sealed_reader *r, const uint8_t **bytes, size_t *n);
void sealed_reader_free(struct sealed_reader *r);

#endif
