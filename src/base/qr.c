/*
 * qr.c - QR codes by libqrencode.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/qr.h"

#include <qrencode.h>

enum rc qr_rows(struct arena *a, const char *text, const char ***rows, size_t *count)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    size_t n = code != NULL ? (size_t)code->width : 0;
    const char **out = arena_array_of(a, const char *, n);
    int is_full = n == 0 || out == NULL;
    for (size_t row = 0; row < n && !is_full; row++) {
        char *line = arena_alloc(a, n + 1);
        is_full = line == NULL;
        for (size_t column = 0; column < n && !is_full; column++) {
            line[column] = code->data[row * n + column] & 1 ? '1' : '0';
        }
        if (!is_full) {
            line[n] = '\0';
            out[row] = line;
        }
    }
    QRcode_free(code);
    *rows = out;
    *count = n;
    return is_full ? RC_TOO_LARGE : RC_OK;
}
