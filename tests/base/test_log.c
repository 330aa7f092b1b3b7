/*
 * test_log.c - records are whole, valid and harmless, and a reader that stops reading stops nobody.
 *
 * Standard error is pointed at a file or a pipe while records are written, and back before anything is asserted.
 *
 * Runs on: the test's thread, and four more in one test. Owns: descriptor 2 while it is away. Invariants: an alarm ends
 * the program should a record ever block.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { OUTPUT_SIZE = 1024 * 1024 };

static char output[OUTPUT_SIZE];
static int home = -1; /* the real standard error */
static int file = -1;

static void capture(void)
{
    home = dup(STDERR_FILENO);
    file = memfd_create("log", 0);
    assert_true(home >= 0 && file >= 0);
    assert_int_equal(dup2(file, STDERR_FILENO), STDERR_FILENO);
}

static const char *captured(void)
{
    assert_int_equal(dup2(home, STDERR_FILENO), STDERR_FILENO);
    (void)close(home);
    ssize_t n = pread(file, output, OUTPUT_SIZE - 1, 0);
    (void)close(file);
    assert_true(n >= 0);
    output[n] = '\0';
    return output;
}

/* ---- a reader of the little JSON that records are made of ---- */

static const char *read_string(const char *s)
{
    if (*s++ != '"') {
        return NULL;
    }
    while (*s != '"') {
        const char *from = s;
        long c = text_next(&s);
        if (c <= 0 || text_is_control(c) || text_is_bidi_override(c)) {
            return NULL;
        }
        if (c == '\\') {
            size_t digits = *s == 'u' ? strspn(s + 1, "0123456789abcdef") : 0;
            if (*s != '"' && *s != '\\' && digits < 4) {
                return NULL;
            }
            s = from + (*s == 'u' ? 6 : 2);
        }
    }
    return s + 1;
}

static const char *read_value(const char *s)
{
    if (*s == '"') {
        return read_string(s);
    }
    if (strncmp(s, "true", 4) == 0) {
        return s + 4;
    }
    char *end = NULL;
    (void)strtoll(s, &end, 10);
    return end == s ? NULL : end;
}

/* One record: the place after its newline, or NULL when it is not well-formed. */
static const char *read_record(const char *s)
{
    char before = '{';
    if (*s != '{') {
        return NULL;
    }
    while (*s == before) {
        s = read_string(s + 1);
        if (s == NULL || *s != ':') {
            return NULL;
        }
        s = read_value(s + 1);
        if (s == NULL) {
            return NULL;
        }
        before = ',';
    }
    return s[0] == '}' && s[1] == '\n' ? s + 2 : NULL;
}

static int count_records(const char *s)
{
    int count = 0;
    while (*s != '\0') {
        const char *next = read_record(s);
        if (next == NULL) {
            fail_msg("not a record: %.300s", s);
        }
        assert_true(next - s <= 4096);
        s = next;
        count++;
    }
    return count;
}

/* The record without its time, which is checked here. */
static const char *after_time(const char *record)
{
    static const char front[] = "{\"t\":\"";
    assert_memory_equal(record, front, sizeof front - 1);
    char stamp[CLOCK_STAMP_SIZE];
    memcpy(stamp, record + sizeof front - 1, CLOCK_STAMP_SIZE - 1);
    stamp[CLOCK_STAMP_SIZE - 1] = '\0';
    int64_t ms = 0;
    assert_int_equal(clock_parse_stamp(stamp, &ms), RC_OK);
    return record + sizeof front - 1 + CLOCK_STAMP_SIZE - 1;
}

/* ---- tests ---- */

static void record_has_its_shape(void **state)
{
    (void)state;
    capture();
    LOG(LOG_INFO, "http.start", LOG_S("address", "127.0.0.1"), LOG_I("port", 8080), LOG_I("min", INT64_MIN));
    LOG(LOG_ERROR, "writer.stop");
    const char *out = captured();
    assert_int_equal(count_records(out), 2);
    const char *second = strchr(out, '\n') + 1;
    assert_string_equal(after_time(second), "\",\"level\":\"error\",\"event\":\"writer.stop\"}\n");
    output[second - output] = '\0';
    assert_string_equal(after_time(out), "\",\"level\":\"info\",\"event\":\"http.start\",\"address\":\"127.0.0.1\","
                                         "\"port\":8080,\"min\":-9223372036854775808}\n");
}

static void levels_are_kept(void **state)
{
    (void)state;
    capture();
    LOG(LOG_DEBUG, "not.yet");
    log_set_level(LOG_DEBUG);
    LOG(LOG_DEBUG, "one");
    log_set_level(LOG_WARN);
    LOG(LOG_INFO, "not");
    LOG(LOG_WARN, "two");
    LOG(LOG_ERROR, "three");
    log_set_level(LOG_SILENT);
    LOG(LOG_ERROR, "not");
    LOG(LOG_SILENT, "not");
    log_set_level(LOG_INFO);
    LOG(LOG_SILENT, "not");
    const char *out = captured();
    assert_int_equal(count_records(out), 3);
    assert_null(strstr(out, "\"not"));
    assert_non_null(strstr(out, "\"debug\",\"event\":\"one\""));
    assert_non_null(strstr(out, "\"warn\",\"event\":\"two\""));
}

static void text_cannot_break_out(void **state)
{
    (void)state;
    capture();
    LOG(LOG_INFO, "x", LOG_S("a", "line\nnext\r\t\x1b[31m\x7f"), LOG_S("b", "\"},{\\"), LOG_S("c", "信访%s%n"),
        LOG_S("d", "\xff\xe4\xbf"), LOG_S("e", "\u202e\u2028\xc2\x85"), LOG_S("f", NULL));
    const char *out = captured();
    assert_int_equal(count_records(out), 1);
    assert_non_null(strstr(out, "\"a\":\"line\\u000anext\\u000d\\u0009\\u001b[31m\\u007f\","
                                "\"b\":\"\\\"},{\\\\\",\"c\":\"信访%s%n\",\"d\":\"\\ufffd\\ufffd\\ufffd\","
                                "\"e\":\"\\u202e\\u2028\\u0085\",\"f\":\"\"}\n"));
}

static void long_records_are_cut_at_any_place(void **state)
{
    (void)state;
    char text[4300];
    for (size_t len = 3900; len < 4200; len++) {
        memset(text, 'x', sizeof text);
        memcpy(text + len - 9, "\n\"信\xff", 6);
        text[len] = '\0';
        capture();
        LOG(LOG_INFO, "x", LOG_S("text", text), LOG_I("after", 12345678901), LOG_S("last", "信访"));
        const char *out = captured();
        assert_int_equal(count_records(out), 1);
        int is_whole = strstr(out, "\"last\":\"信访\"}\n") != NULL;
        int is_cut = strstr(out, ",\"cut\":true}\n") != NULL;
        assert_true(is_whole != is_cut);
    }
    capture();
    LOG(LOG_INFO, text, LOG_S(text, text), LOG_I(text, 1));
    const char *out = captured();
    assert_int_equal(count_records(out), 1);
    assert_non_null(strstr(out, ",\"cut\":true}\n"));
}

static void errno_is_left_alone(void **state)
{
    (void)state;
    capture();
    errno = ENOENT;
    LOG(LOG_INFO, "x");
    int after = errno;
    int deaf = open("/dev/null", O_RDONLY);
    (void)dup2(deaf, STDERR_FILENO);
    (void)close(deaf);
    errno = EAGAIN;
    LOG(LOG_INFO, "lost"); /* write fails and sets errno */
    int after_lost = errno;
    (void)close(STDERR_FILENO);
    LOG(LOG_INFO, "lost"); /* nobody there at all */
    (void)captured();
    assert_int_equal(after, ENOENT);
    assert_int_equal(after_lost, EAGAIN);
    capture();
    LOG(LOG_INFO, "again");
    const char *out = captured();
    assert_int_equal(count_records(out), 2);
    assert_non_null(strstr(out, "\"level\":\"warn\",\"event\":\"log.dropped\",\"count\":2}\n"));
}

static void fill(int fd)
{
    static const char junk[4096];
    int flags = fcntl(fd, F_GETFL);
    assert_int_equal(fcntl(fd, F_SETFL, flags | O_NONBLOCK), 0);
    while (write(fd, junk, sizeof junk) > 0) {
    }
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(fcntl(fd, F_SETFL, flags), 0); /* from here on a write would block for ever */
}

static void a_full_pipe_stops_nobody(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fill(ends[1]);
    home = dup(STDERR_FILENO);
    assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    for (int i = 0; i < 50; i++) {
        LOG(LOG_INFO, "lost", LOG_I("i", i));
    }
    ssize_t n = read(ends[0], output, OUTPUT_SIZE);
    LOG(LOG_INFO, "found");
    ssize_t m = read(ends[0], output, OUTPUT_SIZE - 1);
    assert_int_equal(dup2(home, STDERR_FILENO), STDERR_FILENO);
    (void)close(home);
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_true(n >= 4096 && m > 0);
    output[m] = '\0';
    assert_int_equal(count_records(output), 2);
    assert_non_null(strstr(output, "\"event\":\"log.dropped\",\"count\":50}\n"));
    assert_null(strstr(output, "\"lost\""));
    assert_non_null(strstr(output, "\"event\":\"found\"}\n"));
}

static void a_reader_that_left_does_no_harm(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]);
    home = dup(STDERR_FILENO);
    assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    LOG(LOG_INFO, "lost"); /* a write here would be SIGPIPE */
    assert_int_equal(dup2(home, STDERR_FILENO), STDERR_FILENO);
    (void)close(home);
    (void)close(ends[1]);
    capture();
    LOG(LOG_INFO, "found");
    const char *out = captured();
    assert_int_equal(count_records(out), 2);
    assert_non_null(strstr(out, "\"event\":\"found\"}\n"));
}

enum { THREADS = 4, RECORDS = 500 };

static void *write_many(void *arg)
{
    const char *name = arg;
    for (int i = 0; i < RECORDS; i++) {
        LOG(LOG_INFO, "thread.record", LOG_S("name", name), LOG_I("i", i));
    }
    return NULL;
}

static void threads_do_not_mix_lines(void **state)
{
    (void)state;
    static char *names[THREADS] = {"one", "two", "three", "four"};
    pthread_t threads[THREADS];
    capture();
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_create(&threads[i], NULL, write_many, names[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    const char *out = captured();
    assert_int_equal(count_records(out), THREADS * RECORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(record_has_its_shape),
        cmocka_unit_test(levels_are_kept),
        cmocka_unit_test(text_cannot_break_out),
        cmocka_unit_test(long_records_are_cut_at_any_place),
        cmocka_unit_test(errno_is_left_alone),
        cmocka_unit_test(a_full_pipe_stops_nobody),
        cmocka_unit_test(a_reader_that_left_does_no_harm),
        cmocka_unit_test(threads_do_not_mix_lines),
    };
    (void)alarm(120);
    return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
