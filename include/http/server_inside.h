/*
 * server_inside.h - the server object and its workers, for the http layer's own files.
 *
 * Runs on: see each member. Owns: everything that server_start made.
 */
#ifndef HTTP_SERVER_INSIDE_H
#define HTTP_SERVER_INSIDE_H

#include "http/assets.h"
#include "http/conns.h"
#include "http/craft.h"
#include "http/limit.h"
#include "http/metrics.h"
#include "http/peer.h"
#include "http/router.h"
#include "http/server.h"
#include "http/tls.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct MHD_Daemon;
struct lives;
struct reader;
struct request;

enum {
    SERVER_IN_FLIGHT_MAX = 2000, /* requests that are not parked */
    SERVER_SUSPENDED_MAX = 4000, /* parked requests */
    SERVER_BODY_BYTES_MAX = 256 * 1024 * 1024,
    SERVER_BODY_DEFAULT = 256 * 1024,   /* of one request */
    SERVER_ARENA_CAP = 4 * 1024 * 1024, /* of one request, beside its body */
    SERVER_POOL_BYTES = 16 * 1024,      /* the library's memory per connection: header fields, reply head */
    SERVER_REPLY_BYTES = 2048,          /* of them, kept free for the reply's head */
    SERVER_FIELD_BYTES = 64,            /* that the library takes for a field beside its text */
    SERVER_QUERY_MAX = 4096,
    SERVER_CRAFT_QUEUE = 64,
    SERVER_JOB_TIMEOUT_MS = 30000,
    SERVER_SPARE_REQUESTS = 64, /* recycled requests that a worker keeps */
    SERVER_CONNECTIONS_PER_ADDRESS = 64
};
#define SERVER_MAGIC 0x53525652U

/* One per thread of the pool; touched by that thread only, freed after the threads have ended. */
struct worker {
    struct server *server;
    struct reader *reader; /* NULL when the server has no readers */
    void *actor_cache;
    struct request *spare;
    int spare_count;
    struct worker *next; /* all workers, under server->workers_lock */
};

struct server {
    uint32_t magic;
    struct server_options options;        /* constant after start */
    const struct endpoint_table **tables; /* the system's and then the options' */
    struct peer_list proxies;
    int is_proxy_only; /* others than the proxy and this machine are turned away */
    struct tls *tls;   /* NULL: in the clear */
    struct MHD_Daemon *daemon;
    int port;
    struct router *router;
    struct metrics metrics;
    struct limit *limit;
    struct conns *conns;
    struct craft *craft;
    struct lives *lives;
    struct assets *assets;
    struct arena *arena; /* start-up texts; constant after start */
    const char *openapi;
    size_t openapi_size;
    char openapi_tag[40];
    size_t arena_cap;
    _Atomic int is_stopping; /* no new requests */
    _Atomic int is_closed;   /* no new jobs */
    pthread_mutex_t workers_lock;
    struct worker *workers;
};

/* The worker of this thread, made at its first request; NULL when it cannot be made. */
struct worker *server_worker(struct server *s);
/* RC_INVALID unless it is "ADDRESS:PORT" with a numeric address. */
RC_MUST enum rc server_address_parse(const char *text, struct sockaddr_storage *out);
/* RC_INVALID with a log line for the first row that breaks a rule of endpoint.h. */
RC_MUST enum rc server_check_tables(const struct endpoint_table *const *tables);

#endif
