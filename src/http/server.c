/*
 * server.c - start and stop, the library's callbacks for connections and requests, and one worker object per thread of its pool.
 *
 * The library gives its handler no place for data of the thread, so the worker is found through one thread-local pointer,
 * made at the thread's first request.
 *
 * Runs on: start and stop on the main thread, callbacks on the pool's threads. Owns: everything in struct server.
 */
#include "http/server.h"
#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "http/codec_inside.h"
#include "http/openapi.h"
#include "http/request.h"
#include "http/server_listen.h"
#include "http/server_live.h"
#include "store/reader.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Thread_local struct worker *this_worker;

struct worker *server_worker(struct server *s)
{
    if (this_worker != NULL) {
        CHECK(this_worker->server == s);
        return this_worker;
    }
    struct worker *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return NULL;
    }
    w->server = s;
    w->actor_cache = calloc(1, s->options.hooks.actor_cache_size + 1);
    int is_good = w->actor_cache != NULL;
    if (is_good && s->options.readers != NULL) {
        is_good = reader_open(s->options.readers, &w->reader) == RC_OK;
    }
    if (!is_good) {
        free(w->actor_cache);
        free(w);
        return NULL;
    }
    pthread_mutex_lock(&s->workers_lock);
    w->next = s->workers;
    s->workers = w;
    pthread_mutex_unlock(&s->workers_lock);
    this_worker = w;
    return w;
}

static void set_deadline(struct request *req, int64_t until_ms)
{
    atomic_store_explicit(&req->conn->deadline_ms, until_ms, memory_order_relaxed);
}

/* A body earns its time by coming: 1 s for each 32 KiB that are there, whatever was announced. */
static int64_t body_until(const struct request *req)
{
    return req->started_ms + req->server->options.body_timeout_ms + (int64_t)(req->body_bytes / 32);
}

static struct request *first_call(struct server *s, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct conn *conn = info == NULL ? NULL : info->socket_context;
    struct worker *w = conn == NULL ? NULL : server_worker(s);
    return w == NULL ? NULL : request_take(w, connection, conn);
}

enum MHD_Result server_on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **con_cls)
{
    struct server *s = MAGIC_CAST(struct server, cls, SERVER_MAGIC);
    struct request *req = *con_cls;
    int is_kept = 1;
    if (req == NULL) {
        req = first_call(s, connection);
        if (req == NULL) {
            return MHD_NO;
        }
        *con_cls = req;
        (void)!request_open(req, method, url, version); /* the answer says what was wrong */
        set_deadline(req, body_until(req));
        /* An answer in the first call makes the library close the connection: wanted when a body is on its way that nobody
         * will read, a waste otherwise. Without a body the second call comes at once. */
        is_kept = req->has_body ? request_advance(req) : 1;
    } else if (*upload_size > 0) {
        req = MAGIC_CAST(struct request, req, REQUEST_MAGIC);
        is_kept = request_take_body(req, upload, *upload_size);
        set_deadline(req, body_until(req));
        *upload_size = 0;
    } else if (upload != NULL) {
        /* A body of no bytes, behind "100 Continue" when another request follows already: the library takes no answer here. */
        is_kept = 1;
    } else {
        req = MAGIC_CAST(struct request, req, REQUEST_MAGIC);
        int is_parked = atomic_load_explicit(&req->state, memory_order_acquire) != REQUEST_RUNNING;
        set_deadline(req, conns_now_ms() + s->options.body_timeout_ms);
        if (is_parked && !request_unpark(req)) {
            is_kept = request_reply_abandoned(req);
        } else if (req->phase != REQUEST_SENT) {
            is_kept = request_advance(req);
        }
    }
    return is_kept ? MHD_YES : MHD_NO;
}

void server_on_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                         enum MHD_RequestTerminationCode why)
{
    struct server *s = MAGIC_CAST(struct server, cls, SERVER_MAGIC);
    (void)connection;
    (void)why; /* not a receipt: the library says "completed" for a client that has left, too */
    if (*con_cls == NULL) {
        return;
    }
    struct request *req = MAGIC_CAST(struct request, *con_cls, REQUEST_MAGIC);
    int64_t until_ms = conns_now_ms() + s->options.idle_timeout_ms;
    atomic_store_explicit(&req->conn->deadline_ms, until_ms, memory_order_relaxed);
    *con_cls = NULL;
    request_end(req);
}

void server_on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct server *s = MAGIC_CAST(struct server, cls, SERVER_MAGIC);
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        const union MHD_ConnectionInfo *from = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        if (fd != NULL) {
            struct peer peer;
            peer_of(from == NULL ? NULL : from->client_addr, &peer);
            struct conn *conn =
                conns_open(s->conns, fd->connect_fd, &peer, conns_now_ms() + s->options.header_timeout_ms);
            if (conn != NULL && from != NULL) {
                conn->is_proxy = peer_list_has(&s->proxies, from->client_addr);
                conn->tls = s->tls;
            }
            *socket_context = conn;
        }
        atomic_fetch_add_explicit(&s->metrics.connections, 1, memory_order_relaxed);
    } else {
        if (*socket_context != NULL) {
            conns_close(s->conns, *socket_context);
            *socket_context = NULL;
        }
        atomic_fetch_sub_explicit(&s->metrics.connections, 1, memory_order_relaxed);
    }
}

/* The system's rows first, so that their indexes are constants. Also finds the largest body. */
static enum rc gather_tables(struct server *s)
{
    int count = 0;
    while (s->options.tables[count] != NULL) {
        count++;
    }
    s->tables = calloc((size_t)count + 2, sizeof(void *));
    if (s->tables == NULL) {
        return RC_UNAVAILABLE;
    }
    s->tables[0] = &request_system_table;
    size_t largest = SERVER_BODY_DEFAULT;
    for (int t = 0; t < count; t++) {
        s->tables[t + 1] = s->options.tables[t];
        for (int i = 0; i < s->tables[t + 1]->count; i++) {
            const struct endpoint *ep = &s->tables[t + 1]->rows[i];
            size_t max = ep->upload != NULL ? 0 : ep->body_max; /* uploads do not lie in memory */
            largest = max > largest ? max : largest;
        }
    }
    /* A growing buffer needs its final size twice over, and texts are copied once more. */
    s->arena_cap = SERVER_ARENA_CAP + 6 * largest;
    return RC_OK;
}

static enum rc describe(struct server *s)
{
    struct buf text;
    s->arena = arena_new(64 * 1024 * 1024);
    if (s->arena == NULL) {
        return RC_UNAVAILABLE;
    }
    buf_init(&text, s->arena);
    openapi_write(&text, s->tables, "1", s->options.hooks.permission_name);
    s->openapi = buf_cstr(&text);
    s->openapi_size = text.len;
    if (s->openapi == NULL) {
        return RC_UNAVAILABLE;
    }
    openapi_tag(s->openapi, s->openapi_size, s->openapi_tag, sizeof s->openapi_tag);
    return RC_OK;
}

static enum rc build(struct server *s)
{
    const struct server_options *o = &s->options;
    const struct conns_hooks hooks = {.claim = request_claim, .resume = request_resume_claimed};
    int shortest_ms = o->header_timeout_ms < o->body_timeout_ms ? o->header_timeout_ms : o->body_timeout_ms;
    enum rc rc = gather_tables(s);
    rc = rc != RC_OK ? rc : router_new(s->tables, &s->router);
    rc = rc != RC_OK ? rc : metrics_init(&s->metrics, s->router);
    rc = rc != RC_OK ? rc : limit_new(o->clock, o->rate_per_minute, o->rate_burst, &s->limit);
    rc = rc != RC_OK ? rc : assets_new(o->assets, o->entries, &s->assets);
    rc = rc != RC_OK ? rc : describe(s);
    rc = rc != RC_OK ? rc : craft_new(o->crafts > 0 ? o->crafts : 1, SERVER_CRAFT_QUEUE, &s->craft);
    rc = rc != RC_OK ? rc : server_live_new(o->writer, o->pulse, o->env, &s->lives);
    rc = rc != RC_OK ? rc : conns_new(&hooks, shortest_ms / 4 < 200 ? shortest_ms / 4 : 200, &s->conns);
    return rc != RC_OK ? rc : server_listen(s);
}

static void set_defaults(struct server_options *o)
{
    o->connection_max = o->connection_max > 0 ? o->connection_max : 1000;
    o->header_timeout_ms = o->header_timeout_ms > 0 ? o->header_timeout_ms : 10000;
    o->body_timeout_ms = o->body_timeout_ms > 0 ? o->body_timeout_ms : 10000;
    o->idle_timeout_ms = o->idle_timeout_ms > 0 ? o->idle_timeout_ms : 60000;
    o->job_timeout_ms = o->job_timeout_ms > 0 ? o->job_timeout_ms : SERVER_JOB_TIMEOUT_MS;
}

static void free_workers(struct server *s)
{
    for (struct worker *w = s->workers, *next = NULL; w != NULL; w = next) {
        next = w->next;
        request_free_spares(w);
        free(w->actor_cache); /* the reader belongs to the registry */
        free(w);
    }
}

/* Everything but the daemon, which is gone or never was. */
static void free_all(struct server *s)
{
    craft_free(s->craft);
    conns_free(s->conns);
    server_live_free(s->lives);
    free_workers(s);
    tls_close(s->tls);
    assets_free(s->assets);
    limit_free(s->limit);
    metrics_fini(&s->metrics);
    router_free(s->router);
    if (s->arena != NULL) {
        arena_free(s->arena);
    }
    free(s->tables);
    pthread_mutex_destroy(&s->workers_lock);
    s->magic = 0;
    free(s);
}

enum rc server_start(const struct server_options *options, struct server **out)
{
    enum rc rc = server_check_tables(options->tables);
    if (rc != RC_OK) {
        return rc;
    }
    struct server *s = calloc(1, sizeof *s);
    if (s == NULL) {
        return RC_UNAVAILABLE;
    }
    s->magic = SERVER_MAGIC;
    s->options = *options;
    set_defaults(&s->options);
    pthread_mutex_init(&s->workers_lock, NULL);
    codec_seed();
    rc = build(s);
    if (rc != RC_OK) {
        free_all(s);
        return rc;
    }
    *out = s;
    return RC_OK;
}

int server_port(const struct server *s)
{
    return s->port;
}

void server_quiesce(struct server *s)
{
    atomic_store(&s->is_stopping, 1);
    server_live_end(s->lives);
}

static int64_t under_way(struct server *s)
{
    return atomic_load_explicit(&s->metrics.in_flight, memory_order_acquire);
}

/* Waits until nothing is under way or the time is over; true when nothing is. */
static int wait_until_idle(struct server *s, int wait_ms)
{
    int64_t until_ms = conns_now_ms() + wait_ms;
    while (under_way(s) > 0 && conns_now_ms() < until_ms) {
        (void)usleep(2000);
    }
    return under_way(s) == 0;
}

void server_stop(struct server *s, int wait_ms)
{
    server_quiesce(s);
    if (!wait_until_idle(s, wait_ms)) {
        LOG(LOG_WARN, "http.stop", LOG_S("why", "requests are still under way"), LOG_I("count", under_way(s)));
    }
    /* No connection may be suspended when the daemon stops; whoever still waits for a job is told that it does not know. */
    atomic_store(&s->is_closed, 1);
    while (atomic_load(&s->metrics.suspended) > 0) {
        (void)conns_abandon_all(s->conns);
        (void)usleep(2000);
    }
    server_live_wait(s->lives);
    MHD_stop_daemon(s->daemon);
    free_all(s);
}

const char *server_openapi(struct arena *a, const struct endpoint_table *const *tables, const char *version)
{
    struct buf text;
    buf_init(&text, a);
    openapi_write(&text, tables, version, NULL);
    return buf_cstr(&text);
}
