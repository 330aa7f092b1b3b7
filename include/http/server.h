/*
 * server.h - libmicrohttpd's pool of epoll threads, one worker object per thread, and the craft threads.
 *
 * Runs on: start and stop on the main thread. Order at stop: quiesce, drain the writer, resume everybody, stop the daemon
 * (a daemon stopped with a suspended connection aborts the process).
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/clock.h"
#include "base/rc.h"
#include "http/endpoint.h"

#include <stdint.h>

struct server;
struct readers;
struct writer;
struct vault;
struct embed_table;
struct buf;

/* What came with a request that may say who it is. At most one of the two is set; both together are refused (400) before. */
struct server_credentials {
    const char *session; /* value of the cookie __Host-sid (or sid on plain HTTP) */
    const char *bearer;  /* token after "Bearer " */
    const char *csrf;    /* header X-CSRF */
    int is_unsafe;       /* method other than GET, HEAD, OPTIONS */
    int is_passive;      /* nobody acts: an open reply looks whether it may go on. No use of the session */
    int same_origin;     /* Sec-Fetch-Site and Origin, when sent, fit */
};

/* The api layer's hooks. All run on the worker with a read transaction, except `run_write` (writer). */
struct server_hooks {
    /* Sets ctx->actor (never NULL). Without credentials: the anonymous actor. RC_UNAUTHENTICATED for wrong or expired ones;
     * RC_FORBIDDEN for a missing or wrong CSRF token. `cache` is the worker's slot, see actor_cache_size. */
    enum rc (*authenticate)(struct ctx *ctx, struct tx *tx, const struct server_credentials *c, uint64_t generation,
                            void *cache);
    /* Static permission of the endpoint row. */
    enum rc (*permit)(struct ctx *ctx, const struct endpoint *ep);
    /* Wraps every write handler: idempotent replay, then endpoint->run. Returns what must be stored: RC_OK commits. When it
     * commits although the handler refused (to remember the refusal), ctx->fault holds the refusal that is answered. */
    enum rc (*run_write)(struct ctx *ctx, struct tx *tx, struct call *call);
    size_t actor_cache_size; /* bytes of zeroed memory per worker handed to authenticate */
    /* Name of a permission number for the OpenAPI document ("case.read"); static text. May be NULL. Any thread. */
    const char *(*permission_name)(int need);
};

/* Maps a path prefix to an entry page of the embedded front end. */
struct server_entry {
    const char *prefix; /* "/desk" */
    const char *file;   /* "index.html" */
};

struct server_options {
    const char *listen; /* "127.0.0.1:8080", "[::1]:0" */
    int threads;        /* workers; 0: number of cores */
    int crafts;         /* craft threads; 0: 1 */
    int connection_max;
    int header_timeout_ms, body_timeout_ms, idle_timeout_ms;
    int job_timeout_ms;  /* a write that takes longer is answered 503 outcome unknown, while it goes on; 0: 30 s */
    int rate_per_minute; /* tokens refilled per minute and client; 0: no limit */
    int rate_burst;
    int is_secure;               /* browsers come over TLS: Secure cookies, HSTS */
    const char *tls_certificate; /* PEM files; NULL or "": the server itself speaks no TLS */
    const char *tls_key;
    const char *proxy; /* whose X-Forwarded-For is believed: "10.0.0.1, 10.1.0.0/16"; NULL or "": nobody's */
    struct clock *clock;
    struct readers *readers;
    struct writer *writer;
    const struct vault *vault;
    void *env;                                  /* handed to ctx->env */
    const struct endpoint_table *const *tables; /* NULL-terminated */
    struct server_hooks hooks;
    const struct embed_table *assets;   /* may be empty */
    const struct server_entry *entries; /* ended by a NULL prefix */
    const uint8_t *cursor_key;          /* 32 bytes for signing cursors */
    /* Readiness: 1 when the process may take traffic; called on a worker. */
    int (*is_ready)(void *arg);
    /* Appends the application's own Prometheus lines. May be NULL. */
    void (*more_metrics)(void *arg, struct buf *out);
    /* A count that goes up when replies that go on may have something to say though nothing was committed. May be NULL. Any thread. */
    uint64_t (*pulse)(const void *env);
    void *arg;
};

/* Checks the tables (duplicate routes or operations, missing permission, POST without body, write mode on GET ...): RC_INVALID
 * with a log line, as for a certificate or a list of proxies that cannot be used; RC_FORBIDDEN for an address beyond the
 * loopback with neither; RC_UNAVAILABLE when the address is taken. Then listens. The options' pointers must outlive the server. */
RC_MUST enum rc server_start(const struct server_options *options, struct server **out);
int server_port(const struct server *s);
/* Takes one end of a pair of sockets as a connection from this machine, so that a part of the process can call the server without a
 * network, which a confined process has not. The server closes it, also when it refuses. Any thread. */
RC_MUST enum rc server_adopt(struct server *s, int fd);
/* Stops accepting; requests under way go on. */
void server_quiesce(struct server *s);
/* Waits up to `wait_ms` for requests under way, then closes and frees. The writer must still run; stop it afterwards... the
 * caller calls server_quiesce, server_stop, writer_stop in this order. */
void server_stop(struct server *s, int wait_ms);

/* The OpenAPI document of the tables on `a`; NULL when full. No server needed. */
const char *server_openapi(struct arena *a, const struct endpoint_table *const *tables, const char *version);

/* Opaque cursors for lists; any thread. `filter` is whatever must not change between pages (the query without the cursor). */
struct server_cursor {
    int64_t number;   /* sort value */
    const char *text; /* last id */
    int is_backward;
};
RC_MUST enum rc server_cursor_encode(struct arena *a, const uint8_t key[32], const char *filter,
                                     const struct server_cursor *c, const char **out);
/* RC_MALFORMED for anything that this server did not sign for this filter. */
RC_MUST enum rc server_cursor_decode(struct arena *a, const uint8_t key[32], const char *filter, const char *text,
                                     struct server_cursor *out);

#endif
