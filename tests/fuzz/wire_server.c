/*
 * wire_server.c - the server of fuzz_wire: what server_start makes, with the library's own settings of server_listen.c, but for
 * one: the library polls in this thread and not in one of its own. So an input is over when nothing moves any more, and takes
 * the same way each time. The connection is one end of a pair of sockets.
 *
 * The library's start is taken over by the linker (--wrap, .cmake/tests.cmake); the library itself is the system's and tells
 * the search nothing of its branches.
 *
 * Runs on: the fuzzer's thread. Owns: server, writer, readers and their folder until the process ends.
 */
#include "folder.h"
#include "wire.h"

#include "http/server_inside.h"
#include "store/reader.h"
#include "store/sql.h"
#include "store/writer.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUIET_ROUNDS = 3, PATIENCE_MS = 10000, PIECES_MAX = 256 };

struct MHD_Daemon *__wrap_MHD_start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback accept, void *cls,
                                           MHD_AccessHandlerCallback handler, void *handler_cls, ...);

struct MHD_Daemon *__wrap_MHD_start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback accept, void *cls,
                                           MHD_AccessHandlerCallback handler, void *handler_cls, ...)
{
    va_list args;
    va_start(args, handler_cls);
    flags &= ~(unsigned)MHD_USE_INTERNAL_POLLING_THREAD;
    struct MHD_Daemon *daemon = MHD_start_daemon_va(flags, port, accept, cls, handler, handler_cls, args);
    va_end(args);
    return daemon;
}

struct actor {
    int is_signed_in;
};

static enum rc on_authenticate(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, uint64_t generation,
                               void *cache)
{
    static const struct actor actors[2] = {{0}, {1}};
    (void)tx;
    (void)generation;
    (void)cache;
    const char *secret = c->session != NULL ? c->session : c->bearer;
    FUZZ_MUST(c->session == NULL || c->bearer == NULL);
    ctx->actor = &actors[secret != NULL && strcmp(secret, "good") == 0];
    return secret == NULL || ctx->actor->is_signed_in ? RC_OK : RC_UNAUTHENTICATED;
}

static enum rc on_permit(struct ctx *ctx, const struct endpoint *ep)
{
    (void)ep;
    return ctx->actor->is_signed_in ? RC_OK : RC_UNAUTHENTICATED;
}

static enum rc on_write(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return call->endpoint->run(ctx, tx, call);
}

static void must_start(enum rc rc)
{
    if (rc != RC_OK) {
        fprintf(stderr, "fuzz_wire: the server does not start (%d)\n", (int)rc);
        abort();
    }
}

static struct server *start(void)
{
    static const struct sql_set no_statements = {NULL, 0};
    static const struct endpoint_table *const tables[] = {&wire_table, NULL};
    static const uint8_t key[32] = {1};
    static char path[FUZZ_PATH_SIZE + 8];
    static struct writer *writer;
    static struct readers *readers;
    struct sql_db *db = NULL;
    struct server *s = NULL;
    (void)snprintf(path, sizeof path, "%s/db", fuzz_folder());
    must_start(sql_open_set(path, SQL_CREATE, &no_statements, &db));
    must_start(sql_script(db, "CREATE TABLE things (id INTEGER PRIMARY KEY) STRICT;", "fuzz"));
    sql_close(db);
    struct writer_options options = {
        .path = path, .queue_max = 8, .batch_max = 4, .checkpoint_pages = 1000, .set = &no_statements};
    must_start(writer_start(&options, &writer));
    must_start(readers_new(path, writer, &readers));
    struct server_options o = {.listen = "127.0.0.1:0",
                               .threads = 1,
                               .connection_max = 8,
                               .header_timeout_ms = 600000,
                               .body_timeout_ms = 600000,
                               .idle_timeout_ms = 600000,
                               .clock = clock_system(),
                               .readers = readers,
                               .writer = writer,
                               .tables = tables,
                               .cursor_key = key,
                               .hooks = {on_authenticate, on_permit, on_write, 16, NULL}};
    must_start(server_start(&o, &s));
    return s;
}

/* Appends what the client can hear now. -1: the server has closed; else the bytes that came. */
static ssize_t listen_to(int fd, struct wire_heard *heard)
{
    ssize_t total = 0;
    for (;;) {
        if (heard->room - heard->size < 65536) {
            heard->room = 2 * heard->room + 65536;
            heard->bytes = realloc(heard->bytes, heard->room);
            must_start(heard->bytes != NULL ? RC_OK : RC_UNAVAILABLE);
        }
        ssize_t got = recv(fd, heard->bytes + heard->size, heard->room - heard->size, 0);
        if (got <= 0) {
            return got < 0 && errno == EAGAIN ? total : -1;
        }
        heard->size += (size_t)got;
        total += got;
    }
}

/* Lets the server work until nothing moves any more; 0 when it has closed. `is_last`: until it has closed. */
static int work(struct server *s, int fd, int is_last, struct wire_heard *heard)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    int64_t until_ms = conns_now_ms() + PATIENCE_MS;
    for (int quiet = 0; quiet < QUIET_ROUNDS;) {
        MHD_UNSIGNED_LONG_LONG wait_ms = 1;
        must_start(MHD_run(s->daemon) == MHD_YES ? RC_OK : RC_UNAVAILABLE);
        ssize_t got = listen_to(fd, heard);
        if (got < 0) {
            return 0;
        }
        int has_more = MHD_get_timeout(s->daemon, &wait_ms) == MHD_YES && wait_ms == 0;
        int is_parked = atomic_load(&s->metrics.suspended) > 0;
        quiet = got > 0 || has_more || is_parked ? 0 : quiet + 1;
        if (is_parked || (is_last && quiet == QUIET_ROUNDS - 1)) {
            struct pollfd p = {.fd = info->epoll_fd, .events = POLLIN};
            (void)poll(&p, 1, 20);
            quiet = 0;
            FUZZ_MUST(conns_now_ms() < until_ms); /* every conversation ends */
        }
    }
    return 1;
}

/* 0 when the server has closed. */
static int say(struct server *s, int fd, const struct wire_plan *plan, struct wire_heard *heard)
{
    size_t at = 0;
    for (int pieces = 0; at < plan->size; pieces++) {
        size_t n = plan->size - at;
        n = plan->piece > 0 && plan->piece < n && pieces < PIECES_MAX ? plan->piece : n;
        ssize_t sent = send(fd, plan->bytes + at, n, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) {
            return 0;
        }
        at += sent > 0 ? (size_t)sent : 0;
        if (at < plan->size && !work(s, fd, 0, heard)) {
            return 0;
        }
    }
    return plan->is_early || work(s, fd, 0, heard);
}

int wire_talk(const struct wire_plan *plan, struct wire_heard *heard)
{
    static struct server *s;
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_port = htons(1), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int ends[2];
    s = s != NULL ? s : start();
    wire_forget_runs();
    must_start(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0 ? RC_OK : RC_UNAVAILABLE);
    must_start(MHD_add_connection(s->daemon, ends[1], (struct sockaddr *)&from, sizeof from) == MHD_YES
                   ? RC_OK
                   : RC_UNAVAILABLE);
    if (say(s, ends[0], plan, heard)) {
        (void)shutdown(ends[0], SHUT_WR);
        /* An end that came together with bytes is not noticed by the library (0.9.75, epoll): there conns.c has the last word. */
        if (!plan->is_early || work(s, ends[0], 0, heard)) {
            (void)(plan->is_early ? shutdown(ends[1], SHUT_RDWR) : 0);
            (void)work(s, ends[0], 1, heard);
        }
    }
    (void)close(ends[0]);
    for (int i = 0; i < QUIET_ROUNDS; i++) {
        must_start(MHD_run(s->daemon) == MHD_YES ? RC_OK : RC_UNAVAILABLE);
    }
    FUZZ_MUST(atomic_load(&s->metrics.connections) == 0 && atomic_load(&s->metrics.in_flight) == 0);
    FUZZ_MUST(atomic_load(&s->metrics.suspended) == 0 && atomic_load(&s->metrics.body_bytes) == 0);
    return wire_runs();
}
