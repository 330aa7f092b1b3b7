/*
 * hello.c - libmicrohttpd answering a constant body.
 *
 * Runs on: a child process. Owns: the body.
 */
#include "hello.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct body {
    char *text;
    size_t size;
};

static enum MHD_Result answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    static int seen;
    const struct body *b = cls;
    (void)url;
    (void)method;
    (void)version;
    (void)upload;
    (void)upload_size;
    if (*state == NULL) {
        *state = &seen;
        return MHD_YES;
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(b->size, b->text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(r, "Content-Type", "application/json");
    enum MHD_Result queued = MHD_queue_response(connection, 200, r);
    MHD_destroy_response(r);
    return queued;
}

static void serve(int out, size_t body_bytes, int threads)
{
    struct body b = {malloc(body_bytes + 1), body_bytes};
    struct sockaddr_in at = {.sin_family = AF_INET};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (b.text == NULL) {
        _exit(2);
    }
    memset(b.text, 'x', body_bytes);
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, &b,
                                            MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)threads,
                                            MHD_OPTION_CONNECTION_LIMIT, 12000U, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = d != NULL ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    int port = info != NULL ? info->port : 0;
    if (write(out, &port, sizeof port) != (ssize_t)sizeof port) {
        _exit(2);
    }
    for (;;) {
        pause();
    }
}

void hello_start(struct hello *h, size_t body_bytes, int threads)
{
    int ends[2];
    if (pipe(ends) != 0 || (h->pid = fork()) < 0) {
        fprintf(stderr, "bench: cannot start the limit\n");
        exit(2);
    }
    if (h->pid == 0) {
        close(ends[0]);
        serve(ends[1], body_bytes, threads);
    }
    close(ends[1]);
    if (read(ends[0], &h->port, sizeof h->port) != (ssize_t)sizeof h->port || h->port == 0) {
        fprintf(stderr, "bench: the limit did not start\n");
        exit(2);
    }
    close(ends[0]);
}

void hello_stop(struct hello *h)
{
    kill(h->pid, SIGKILL);
    waitpid(h->pid, NULL, 0);
}
