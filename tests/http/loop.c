/*
 * loop.c - see loop.h.
 *
 * Runs on: the test's main thread; the hooks on the server's threads. Owns: see loop.h.
 */
#include "loop.h"

#include "base/crypto.h"
#include "base/log.h"
#include "store/reader.h"
#include "store/writer.h"
#include "support/support.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct actor { /* the api layer's own, in a real program */
    int is_signed_in;
};
static const struct actor nobody = {0};
static const struct actor somebody = {1};

static const struct reason wrong_token = {"wrong_token", "令牌无效", "Wrong token", 0};
static const struct reason wrong_csrf = {"wrong_csrf", "校验失败", "Wrong check", 0};

static enum rc on_authenticate(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, uint64_t generation,
                               void *cache)
{
    (void)tx;
    (void)generation;
    (void)cache;
    ctx->actor = &nobody;
    if (c->session == NULL && c->bearer == NULL) {
        return RC_OK;
    }
    const char *secret = c->session != NULL ? c->session : c->bearer;
    if (strcmp(secret, "good") != 0) {
        return fault_set(&ctx->fault, RC_UNAUTHENTICATED, &wrong_token, NULL, NULL, NULL);
    }
    if (c->session != NULL && c->is_unsafe && (c->csrf == NULL || strcmp(c->csrf, "csrf") != 0 || !c->same_origin)) {
        return fault_set(&ctx->fault, RC_FORBIDDEN, &wrong_csrf, NULL, NULL, NULL);
    }
    ctx->actor = &somebody;
    return RC_OK;
}

static enum rc on_permit(struct ctx *ctx, const struct endpoint *ep)
{
    if (!ctx->actor->is_signed_in) {
        return fault_set(&ctx->fault, RC_UNAUTHENTICATED, NULL, NULL, NULL, NULL);
    }
    return ep->need == 9 ? fault_set(&ctx->fault, RC_FORBIDDEN, NULL, NULL, NULL, NULL) : RC_OK;
}

static enum rc on_write(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return call->endpoint->run(ctx, tx, call);
}

void loop_prepare(struct loop *l)
{
    static const struct endpoint_table *const tables[] = {&loop_table, NULL};
    static const uint8_t key[32] = {1};
    memset(l, 0, sizeof *l);
    l->options = (struct server_options){
        .listen = "127.0.0.1:0",
        .threads = 2,
        .connection_max = 200,
        .header_timeout_ms = 60000,
        .body_timeout_ms = 60000,
        .idle_timeout_ms = 60000,
        .tables = tables,
        .cursor_key = key,
        .hooks = {.authenticate = on_authenticate, .permit = on_permit, .run_write = on_write, .actor_cache_size = 16},
    };
}

void loop_start(struct loop *l)
{
    static const struct sql_set no_statements = {NULL, 0};
    log_set_level(getenv("LOOP_LOG") != NULL ? LOG_DEBUG : LOG_SILENT);
    assert_int_equal(crypto_init(), RC_OK);
    char *folder = realpath(support_folder(), NULL);
    assert_non_null(folder);
    l->path = support_path(folder, "test.db");
    free(folder);
    struct sql_db *db = NULL;
    assert_int_equal(sql_open_set(l->path, SQL_CREATE, &no_statements, &db), RC_OK);
    assert_int_equal(sql_script(db, "CREATE TABLE things (id INTEGER PRIMARY KEY) STRICT;", "loop"), RC_OK);
    sql_close(db);
    struct writer_options writer = {
        .path = l->path, .queue_max = 8, .batch_max = 4, .checkpoint_pages = 1000, .set = &no_statements};
    assert_int_equal(writer_start(&writer, &l->writer), RC_OK);
    assert_int_equal(readers_new(l->path, l->writer, &l->readers), RC_OK);
    l->options.writer = l->writer;
    l->options.readers = l->readers;
    if (l->options.clock == NULL) {
        l->options.clock = clock_system();
    }
    assert_int_equal(server_start(&l->options, &l->server), RC_OK);
    assert_true(server_port(l->server) > 0);
}

void loop_stop(struct loop *l)
{
    server_quiesce(l->server);
    server_stop(l->server, 5000);
    writer_stop(l->writer);
    readers_free(l->readers);
}

/* Holding the writer: a job that waits for a condition. */
static pthread_mutex_t hold_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t hold_wake = PTHREAD_COND_INITIALIZER;
static int is_held;
static int is_holding;
static struct writer_job hold_job;

static enum rc on_hold(struct writer_job *job, struct tx *tx)
{
    (void)job;
    (void)tx;
    pthread_mutex_lock(&hold_lock);
    is_holding = 1;
    pthread_cond_broadcast(&hold_wake);
    while (is_held) {
        pthread_cond_wait(&hold_wake, &hold_lock);
    }
    pthread_mutex_unlock(&hold_lock);
    return RC_OK;
}

static void on_held(struct writer_job *job, enum rc rc)
{
    (void)job;
    (void)rc;
    pthread_mutex_lock(&hold_lock);
    is_holding = 0;
    pthread_cond_broadcast(&hold_wake);
    pthread_mutex_unlock(&hold_lock);
}

void loop_hold(struct loop *l)
{
    hold_job = (struct writer_job){.run = on_hold, .done = on_held};
    pthread_mutex_lock(&hold_lock);
    is_held = 1;
    assert_int_equal(writer_submit(l->writer, &hold_job), RC_OK);
    while (!is_holding) {
        pthread_cond_wait(&hold_wake, &hold_lock);
    }
    pthread_mutex_unlock(&hold_lock);
}

void loop_release(struct loop *l)
{
    (void)l;
    pthread_mutex_lock(&hold_lock);
    is_held = 0;
    pthread_cond_broadcast(&hold_wake);
    while (is_holding) { /* the job is the writer's until it is done, and there is one only */
        pthread_cond_wait(&hold_wake, &hold_lock);
    }
    pthread_mutex_unlock(&hold_lock);
}

int loop_connect(const struct loop *l)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(l->server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    /* Only so that a broken server fails the test instead of hanging it. */
    struct timeval limit = {.tv_sec = 60};
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

void loop_send(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent < 0) {
            return; /* the server has closed; the answer tells */
        }
        bytes += sent;
        n -= (size_t)sent;
    }
}

void loop_say(int fd, const char *text)
{
    loop_send(fd, text, strlen(text));
}

/* One byte at a time up to the empty line, so that nothing of the next answer is taken. 0 at the end of the stream. */
static int read_head(int fd, struct loop_answer *out)
{
    size_t n = 0;
    while (n + 1 < sizeof out->head) {
        ssize_t got = recv(fd, out->head + n, 1, 0);
        if (got <= 0) {
            out->head[n] = '\0';
            return 0;
        }
        n++;
        if (n >= 4 && memcmp(out->head + n - 4, "\r\n\r\n", 4) == 0) {
            out->head[n] = '\0';
            return 1;
        }
    }
    return 0;
}

const char *loop_field(const struct loop_answer *answer, const char *name)
{
    static _Thread_local char value[4096];
    size_t n = strlen(name);
    for (const char *line = strstr(answer->head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
            const char *from = line + n + 1;
            from += strspn(from, " ");
            size_t size = strcspn(from, "\r");
            assert_true(size < sizeof value);
            memcpy(value, from, size);
            value[size] = '\0';
            return value;
        }
    }
    return NULL;
}

void loop_read(int fd, int is_head, struct loop_answer *out)
{
    out->status = 0;
    out->body_size = 0;
    out->body[0] = '\0';
    if (!read_head(fd, out)) {
        return;
    }
    if (strncmp(out->head, "HTTP/1.1 ", 9) != 0) {
        fail_msg("no status line: %s", out->head);
    }
    out->status = atoi(out->head + 9);
    if (out->status == 100) {
        loop_read(fd, is_head, out);
        return;
    }
    const char *length = loop_field(out, "Content-Length");
    size_t want = length == NULL || is_head ? 0 : (size_t)atol(length);
    assert_true(want < LOOP_TEXT_MAX);
    while (out->body_size < want) {
        ssize_t got = recv(fd, out->body + out->body_size, want - out->body_size, 0);
        if (got <= 0) {
            fail_msg("the body ended early");
        }
        out->body_size += (size_t)got;
    }
    out->body[out->body_size] = '\0';
}

int loop_is_closed(int fd)
{
    char byte = 0;
    return recv(fd, &byte, 1, 0) <= 0;
}

void loop_ask(const struct loop *l, const char *request, struct loop_answer *out)
{
    int fd = loop_connect(l);
    loop_say(fd, request);
    loop_read(fd, strncmp(request, "HEAD ", 5) == 0, out);
    (void)close(fd);
}
