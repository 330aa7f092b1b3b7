/*
 * clamd.c - see clamd.h.
 *
 *   "zINSTREAM\0", then pieces with their length in four bytes, big end first, then a length of 0; the answer ends in NUL:
 *   "stream: OK", "stream: <name> FOUND", or something with ERROR.
 *
 * Runs on: a craft thread. Owns: the connection.
 */
#include "base/clamd.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ANSWER_SIZE = 512 };

struct clamd_scan {
    int fd;
    int64_t until_ms;
};

static enum rc fail(const char *why)
{
    LOG(LOG_WARN, "clamd.unavailable", LOG_S("why", why), LOG_I("errno", errno));
    return RC_UNAVAILABLE;
}

/* 1 when the connection is ready in time. */
static int wait_for(const struct clamd_scan *scan, short what)
{
    struct pollfd p = {.fd = scan->fd, .events = what};
    int64_t left_ms = scan->until_ms - clock_mono_ms(clock_system());
    int n = left_ms > 0 ? poll(&p, 1, (int)left_ms) : 0;
    return n == 1 || (n < 0 && errno == EINTR);
}

static enum rc send_all(struct clamd_scan *scan, const void *bytes, size_t n)
{
    const char *from = bytes;
    while (n > 0) {
        ssize_t sent = wait_for(scan, POLLOUT) ? send(scan->fd, from, n, MSG_NOSIGNAL | MSG_DONTWAIT) : -1;
        if (sent < 0 && (errno == EAGAIN || errno == EINTR) && clock_mono_ms(clock_system()) < scan->until_ms) {
            continue;
        }
        if (sent <= 0) {
            return fail("it takes no more");
        }
        from += sent;
        n -= (size_t)sent;
    }
    return RC_OK;
}

enum rc clamd_begin(const char *path, struct clamd_scan **out)
{
    static const char command[] = "zINSTREAM"; /* with its NUL */
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof to.sun_path) {
        return fail("the path of the socket is too long");
    }
    memcpy(to.sun_path, path, strlen(path) + 1);
    struct clamd_scan *scan = calloc(1, sizeof *scan);
    if (scan == NULL) {
        return RC_UNAVAILABLE;
    }
    scan->until_ms = clock_mono_ms(clock_system()) + CLAMD_SECONDS * 1000;
    scan->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    enum rc rc = scan->fd >= 0 && connect(scan->fd, (const struct sockaddr *)&to, sizeof to) == 0
                     ? RC_OK
                     : fail("nobody is at its socket");
    rc = rc == RC_OK ? send_all(scan, command, sizeof command) : rc;
    if (rc != RC_OK) {
        clamd_free(scan);
        return rc;
    }
    *out = scan;
    return RC_OK;
}

static enum rc send_length(struct clamd_scan *scan, size_t n)
{
    const uint8_t length[4] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    return send_all(scan, length, sizeof length);
}

enum rc clamd_put(struct clamd_scan *scan, const void *bytes, size_t n)
{
    if (n == 0) {
        return RC_OK; /* a length of 0 would be the end */
    }
    enum rc rc = send_length(scan, n);
    return rc == RC_OK ? send_all(scan, bytes, n) : rc;
}

/* Up to the NUL, or the end of the connection. */
static enum rc read_answer(struct clamd_scan *scan, char answer[ANSWER_SIZE])
{
    size_t n = 0;
    while (n < ANSWER_SIZE - 1) {
        ssize_t got = wait_for(scan, POLLIN) ? recv(scan->fd, answer + n, ANSWER_SIZE - 1 - n, MSG_DONTWAIT) : -1;
        if (got < 0 && (errno == EAGAIN || errno == EINTR) && clock_mono_ms(clock_system()) < scan->until_ms) {
            continue;
        }
        if (got < 0) {
            return fail("no answer");
        }
        n += (size_t)got;
        if (got == 0 || memchr(answer, '\0', n) != NULL) {
            break;
        }
    }
    answer[n] = '\0';
    return RC_OK;
}

static int ends_in(const char *text, const char *end)
{
    size_t n = strlen(text), size = strlen(end);
    return n >= size && strcmp(text + n - size, end) == 0;
}

enum rc clamd_end(struct clamd_scan *scan, int *is_found)
{
    char answer[ANSWER_SIZE];
    enum rc rc = send_length(scan, 0);
    rc = rc == RC_OK ? read_answer(scan, answer) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    *is_found = ends_in(answer, " FOUND");
    return *is_found || strcmp(answer, "stream: OK") == 0 ? RC_OK : fail("it answered something else");
}

void clamd_free(struct clamd_scan *scan)
{
    if (scan != NULL) {
        if (scan->fd >= 0) {
            close(scan->fd);
        }
        free(scan);
    }
}
