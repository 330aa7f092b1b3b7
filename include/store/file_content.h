/*
 * file_content.h - reads a content out of the store of files (store/file_store.h).
 *
 * Runs on: any thread, each content on one at a time. Owns: what file_content_close closes.
 */
#ifndef STORE_FILE_CONTENT_H
#define STORE_FILE_CONTENT_H

#include "base/sealed_reader.h"
#include "store/file_store.h"

/* A content in place, with its file descriptor, which file_content_close closes. RC_NOT_FOUND without such a file, RC_INTERNAL when it has
 * not the size that `size` bytes have there. */
struct file_content {
    int fd;
    struct sealed_reader *reader;
    const uint8_t *piece; /* what is left of the piece that was read last */
    size_t left;
};
RC_MUST enum rc file_content_open(const struct file_store *s, const char *id, const uint8_t key[CRYPTO_KEY_SIZE],
                                  int64_t size, struct file_content *out);
/* Up to `max` bytes, at least one; 0 at the end, and when it goes wrong. */
size_t file_content_read(struct file_content *c, void *out, size_t max);
void file_content_close(struct file_content *c);

#endif
