/*
 * file_content.c - see file_content.h.
 *
 * Runs on: any thread. Owns: descriptor and reader.
 */
#include "store/file_content.h"
#include "store/file_store_inside.h"

#include <string.h>
#include <unistd.h>

enum rc file_content_open(const struct file_store *s, const char *id, const uint8_t key[CRYPTO_KEY_SIZE], int64_t size,
                          struct file_content *out)
{
    enum rc rc = file_store_open_sized(s, id, size, &out->fd);
    if (rc != RC_OK) {
        return rc;
    }
    out->left = 0;
    rc = sealed_reader_new(out->fd, key, &out->reader);
    if (rc != RC_OK) {
        close(out->fd);
    }
    return rc;
}

size_t file_content_read(struct file_content *c, void *out, size_t max)
{
    if (c->left == 0 && sealed_reader_next(c->reader, &c->piece, &c->left) != RC_OK) {
        return 0;
    }
    size_t n = c->left < max ? c->left : max;
    memcpy(out, c->piece, n);
    c->piece += n;
    c->left -= n;
    return n;
}

void file_content_close(struct file_content *c)
{
    sealed_reader_free(c->reader);
    close(c->fd);
}
