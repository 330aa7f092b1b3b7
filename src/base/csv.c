/*
 * csv.c - see csv.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/csv.h"

#include <string.h>

enum { CSV_DIGITS_SAFE = 11 }; /* more are shown as a rounded number */

static int csv_is_formula(const char *text)
{
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (strncmp(text, starts[i], strlen(starts[i])) == 0) {
            return 1;
        }
    }
    return 0;
}

static int csv_is_spoilt_number(const char *text)
{
    size_t n = strlen(text);
    int is_number = n > 0 && strspn(text, "0123456789") == n;
    return is_number && (n > CSV_DIGITS_SAFE || (text[0] == '0' && n > 1));
}

void csv_put(struct buf *out, int is_first, const char *text)
{
    text = text ? text : "";
    int is_guarded = csv_is_formula(text) || csv_is_spoilt_number(text);
    int is_quoted = strpbrk(text, ",\"\r\n") != NULL;
    buf_puts(out, is_first ? "" : ",");
    buf_puts(out, is_quoted ? "\"" : "");
    buf_puts(out, is_guarded ? "'" : "");
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"') {
            buf_putc(out, '"');
        }
        buf_putc(out, *p);
    }
    buf_puts(out, is_quoted ? "\"" : "");
}

void csv_end_row(struct buf *out)
{
    buf_puts(out, "\r\n");
}
