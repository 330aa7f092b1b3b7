/*
 * check.c - the last line that a broken program writes.
 *
 * The line has the shape of a log record, so that whoever reads the log need not know a second format. Only write(2)
 * and a stack buffer are used: the heap or the log may be what is broken.
 *
 * Runs on: any thread. Owns: nothing. Invariants: never returns.
 */
#include "base/check.h"

#include <stdlib.h>
#include <unistd.h>

enum { LINE_SIZE = 1024 };

struct line {
    char bytes[LINE_SIZE];
    size_t len;
};

static void line_put(struct line *line, const char *s)
{
    while (*s != '\0' && line->len < LINE_SIZE) {
        line->bytes[line->len++] = *s++;
    }
}

/* Source text: quotes and backslashes are escaped, control bytes become blanks. Leaves room for the end of the line. */
static void line_put_source(struct line *line, const char *s)
{
    for (; *s != '\0' && line->len < LINE_SIZE - 128; s++) {
        if (*s == '"' || *s == '\\') {
            line->bytes[line->len++] = '\\';
        }
        line->bytes[line->len++] = (unsigned char)*s < 0x20 ? ' ' : *s;
    }
}

static void line_put_int(struct line *line, int value)
{
    char digits[16];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    line_put(line, digits + at);
}

_Noreturn void check_failed(const char *expr, const char *file, int line)
{
    struct line out;
    out.len = 0;
    line_put(&out, "{\"level\":\"fatal\",\"event\":\"check.failed\",\"file\":\"");
    line_put_source(&out, file);
    line_put(&out, "\",\"line\":");
    line_put_int(&out, line < 0 ? 0 : line);
    line_put(&out, ",\"expr\":\"");
    line_put_source(&out, expr);
    line_put(&out, "\"}\n");
    if (write(STDERR_FILENO, out.bytes, out.len) < 0) {
        /* Nobody listens; the abort below still tells the supervisor. */
    }
    abort();
}
