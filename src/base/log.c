/*
 * log.c - building a record on the stack and handing it to standard error.
 *
 * A record is at most PIPE_BUF bytes, so a pipe takes it whole or not at all, and poll(2) tells beforehand whether it
 * would: the reader of the log can slow the program down by PATIENCE_MS once, but can never stop it. Records that found
 * no room are counted, and the next one that gets through is preceded by the count.
 *
 * Text that is not plain (control characters, bidirectional overrides, malformed bytes) is written as \u escapes, so a
 * record is valid JSON in UTF-8 whatever it was given, and a terminal showing it cannot be fooled.
 *
 * Runs on: any thread. Owns: the level and the count of lost records, for the life of the process. Invariants: errno is
 * left as it was; the lock is held only across poll and write.
 */
#include "base/log.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/text.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_SIZE = 4096, TAIL_SIZE = 16, PATIENCE_MS = 20 };
_Static_assert((int)LINE_SIZE <= (int)PIPE_BUF, "a record must fit a pipe at once");

static const char tail_cut[] = ",\"cut\":true}\n";
_Static_assert(sizeof tail_cut <= TAIL_SIZE, "the end of a record must have room kept for it, with one quote");

/* Process-lifetime state; see Owns above. */
static atomic_int least_level = LOG_INFO;
static pthread_mutex_t output_lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t lost; /* under output_lock: records dropped since the last one that was written */
static int is_stuck; /* under output_lock: the last record found no room */

struct line {
    char bytes[LINE_SIZE];
    size_t len;
    int is_cut; /* something did not fit: nothing more is appended */
};

static void line_put(struct line *line, const char *bytes, size_t n)
{
    if (line->is_cut || line->len + n > LINE_SIZE - TAIL_SIZE) { /* a closing quote may already be in the tail */
        line->is_cut = 1;
        return;
    }
    memcpy(line->bytes + line->len, bytes, n);
    line->len += n;
}

static void line_puts(struct line *line, const char *s)
{
    line_put(line, s, strlen(s));
}

static void line_put_escape(struct line *line, unsigned long c)
{
    char escape[8];
    int n = snprintf(escape, sizeof escape, "\\u%04lx", c & 0xffff);
    line_put(line, escape, (size_t)n);
}

/* A JSON string. When it is cut it is closed all the same, out of the room kept for the tail. */
static void line_put_text(struct line *line, const char *s)
{
    line_put(line, "\"", 1);
    if (line->is_cut) {
        return;
    }
    while (*s != '\0' && !line->is_cut) {
        const char *from = s;
        long c = text_next(&s);
        if (c == '"' || c == '\\') {
            char pair[2] = {'\\', (char)c};
            line_put(line, pair, 2);
        } else if (c == TEXT_MALFORMED) {
            line_put_escape(line, 0xfffd);
        } else if (text_is_control(c) || text_is_bidi_override(c) || c == 0x2028 || c == 0x2029) {
            line_put_escape(line, (unsigned long)c);
        } else {
            line_put(line, from, (size_t)(s - from));
        }
    }
    line->bytes[line->len++] = '"';
}

static void line_put_number(struct line *line, int64_t number)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)number);
    line_put(line, digits, (size_t)n);
}

/* A member is written whole, or with its text cut, or not at all. */
static void line_put_field(struct line *line, const struct log_field *field)
{
    size_t start = line->len;
    line_put(line, ",", 1);
    line_put_text(line, field->key);
    line_put(line, ":", 1);
    size_t value = line->len;
    int fits = !line->is_cut;
    if (fits && field->text != NULL) {
        line_put_text(line, field->text);
    } else if (fits) {
        line_put_number(line, field->number);
    }
    if (!fits || line->len == value) {
        line->len = start;
    }
}

static void line_build(struct line *line, enum log_level level, const char *event, const struct log_field *fields,
                       int count)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char stamp[CLOCK_STAMP_SIZE];
    clock_format_stamp(clock_wall_ms(clock_system()), stamp);
    line->len = 0;
    line->is_cut = 0;
    line_puts(line, "{\"t\":\"");
    line_puts(line, stamp);
    line_puts(line, "\",\"level\":\"");
    line_puts(line, names[level]);
    line_puts(line, "\",\"event\":");
    line_put_text(line, event);
    for (int i = 0; i < count && !line->is_cut; i++) {
        line_put_field(line, &fields[i]);
    }
    const char *tail = line->is_cut ? tail_cut : "}\n";
    memcpy(line->bytes + line->len, tail, strlen(tail));
    line->len += strlen(tail);
}

/* 1 when standard error took it. Under output_lock. */
static int line_send(const struct line *line)
{
    struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&out, 1, is_stuck ? 0 : PATIENCE_MS) != 1 || (out.revents & (POLLERR | POLLNVAL)) != 0) {
        is_stuck = 1;
        return 0;
    }
    ssize_t n = write(STDERR_FILENO, line->bytes, line->len);
    is_stuck = n < 0;
    return n >= 0;
}

/* Says how many records are missing, before the first one that gets through again. Under output_lock. */
static int send_lost(void)
{
    struct line line;
    const struct log_field count = LOG_I("count", lost);
    line_build(&line, LOG_WARN, "log.dropped", &count, 1);
    return line_send(&line);
}

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&least_level, (int)level, memory_order_relaxed);
}

void log_write(enum log_level level, const char *event, const struct log_field *fields, int count)
{
    if (level >= LOG_SILENT || (int)level < atomic_load_explicit(&least_level, memory_order_relaxed)) {
        return;
    }
    int kept_errno = errno;
    struct line line;
    line_build(&line, level, event, fields, count);
    CHECK(pthread_mutex_lock(&output_lock) == 0);
    if (lost > 0 && send_lost()) {
        lost = 0;
    }
    if (lost > 0 || !line_send(&line)) {
        lost++;
    }
    CHECK(pthread_mutex_unlock(&output_lock) == 0);
    errno = kept_errno;
}
