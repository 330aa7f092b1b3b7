/*
 * server_listen.c - the library's daemon: where it listens, over TLS or not, with which settings.
 *
 * Settings that are not obvious: names and paths come undecoded (identity unescape), the library's own time limit is only a
 * backstop behind conns.c, its messages go to the log with control bytes escaped, and a panic of the library ends the process
 * rather than going on with a state that it does not trust itself.
 *
 * Nothing that people send may cross a network in the clear: beyond the loopback the server speaks TLS itself, or it is told
 * which proxy does and turns everybody else away.
 *
 * Runs on: the main thread; callbacks on the pool's threads. Owns: nothing.
 */
#include "http/server_listen.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Paths and parameters stay as they came; router_path.c decodes them piece by piece. */
static size_t on_unescape(void *cls, struct MHD_Connection *connection, char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

__attribute__((format(printf, 2, 0))) static void on_message(void *cls, const char *format, va_list args)
{
    char text[512];
    (void)cls;
    if (vsnprintf(text, sizeof text, format, args) > 0) {
        LOG(LOG_DEBUG, "http.library", LOG_S("text", text));
    }
}

static void on_panic(void *cls, const char *file, unsigned int line, const char *reason)
{
    (void)cls;
    LOG(LOG_ERROR, "http.panic", LOG_S("file", file), LOG_I("line", line), LOG_S("reason", reason));
    abort();
}

static int is_loopback(const struct sockaddr *address)
{
    struct peer peer;
    peer_of(address, &peer);
    return peer.is_loopback;
}

/* A server that stops turns new connections away here. The library's own way, MHD_quiesce_daemon, takes the listening socket
 * from the workers while they take it themselves, and whoever comes second ends the process (seen with 0.9.75). */
static enum MHD_Result on_accept(void *cls, const struct sockaddr *address, socklen_t size)
{
    struct server *s = cls;
    (void)size;
    if (atomic_load_explicit(&s->is_stopping, memory_order_relaxed)) {
        return MHD_NO;
    }
    return !s->is_proxy_only || is_loopback(address) || peer_list_has(&s->proxies, address) ? MHD_YES : MHD_NO;
}

/* The certificate of one handshake. The library leaves its connection with the session, ours hangs on that. */
static int on_certificate(gnutls_session_t session, const struct gnutls_cert_retr_st *info, gnutls_pcert_st **chain,
                          unsigned *chain_size, gnutls_ocsp_data_st **ocsp, unsigned *ocsp_size, gnutls_privkey_t *key,
                          unsigned *flags)
{
    const union MHD_ConnectionInfo *context =
        MHD_get_connection_info(gnutls_session_get_ptr(session), MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const struct conn *conn = context == NULL ? NULL : context->socket_context;
    (void)info;
    if (conn == NULL) {
        return -1;
    }
    tls_choose(conn->tls, conns_now_ms(), chain, chain_size, key);
    *ocsp = NULL;
    *ocsp_size = 0;
    *flags = 0; /* the pair stays ours */
    return 0;
}

static struct MHD_Daemon *start_daemon(struct server *s, const struct sockaddr *address, int threads)
{
    const struct server_options *o = &s->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_ITC;
    unsigned per_address = s->proxies.count > 0 || is_loopback(address) ? 0 : SERVER_CONNECTIONS_PER_ADDRESS;
    flags |= address->sa_family == AF_INET6 ? MHD_USE_IPv6 : 0U;
    flags |= s->tls != NULL ? MHD_USE_TLS : 0U;
    struct MHD_OptionItem items[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, threads, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, o->connection_max, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, SERVER_POOL_BYTES, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, 600, NULL},
        {MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem secure[] = {
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities},
        {MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, (void *)(uintptr_t)on_certificate},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, 0, on_accept, s, server_on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_message, NULL,
                            MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_NOTIFY_COMPLETED, server_on_completed, s,
                            MHD_OPTION_NOTIFY_CONNECTION, server_on_connection, s, MHD_OPTION_UNESCAPE_CALLBACK,
                            on_unescape, NULL, MHD_OPTION_ARRAY, items, MHD_OPTION_ARRAY,
                            s->tls != NULL ? secure : secure + 2, MHD_OPTION_END);
}

static enum rc refuse(enum rc rc, const char *setting, const char *why)
{
    LOG(LOG_ERROR, "http.listen", LOG_S("setting", setting), LOG_S("why", why));
    return rc;
}

/* The options that say who may come and how, into the server. */
static enum rc prepare(struct server *s, const struct sockaddr *address)
{
    const struct server_options *o = &s->options;
    const char *chain = o->tls_certificate == NULL ? "" : o->tls_certificate;
    const char *key = o->tls_key == NULL ? "" : o->tls_key;
    if (peer_list_parse(o->proxy == NULL ? "" : o->proxy, &s->proxies) != RC_OK) {
        return refuse(
            RC_INVALID, "proxy",
            "must be numeric addresses or networks, none wider than /8 (IPv6: /16), with commas between them");
    }
    if ((chain[0] == '\0') != (key[0] == '\0')) {
        return refuse(RC_INVALID, "tls_key", "certificate and key go together");
    }
    if (chain[0] == '\0' && s->proxies.count == 0 && !is_loopback(address)) {
        return refuse(RC_FORBIDDEN, "listen", "beyond the loopback only with TLS, or behind a proxy that is named");
    }
    s->is_proxy_only = chain[0] == '\0' && s->proxies.count > 0;
    return chain[0] == '\0' ? RC_OK : tls_open(chain, key, &s->tls);
}

enum rc server_adopt(struct server *s, int fd)
{
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_add_connection(s->daemon, fd, (const struct sockaddr *)&from, sizeof from) == MHD_YES ? RC_OK
                                                                                                     : RC_UNAVAILABLE;
}

enum rc server_listen(struct server *s)
{
    struct sockaddr_storage storage;
    const struct sockaddr *address = (const struct sockaddr *)&storage;
    if (server_address_parse(s->options.listen, &storage) != RC_OK) {
        return refuse(RC_INVALID, "listen", "is not ADDRESS:PORT");
    }
    enum rc rc = prepare(s, address);
    if (rc != RC_OK) {
        return rc;
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = s->options.threads > 0 ? s->options.threads : (int)(cores > 0 ? cores : 1);
    (void)signal(SIGPIPE, SIG_IGN); /* a client that leaves is an error code, not the end of the process */
    MHD_set_panic_func(on_panic, NULL);
    s->daemon = start_daemon(s, address, threads);
    if (s->daemon == NULL) {
        return refuse(RC_UNAVAILABLE, "listen", "cannot listen there");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    s->port = info == NULL ? 0 : info->port;
    LOG(LOG_INFO, "http.start", LOG_I("port", s->port), LOG_I("threads", threads), LOG_I("tls", s->tls != NULL));
    return RC_OK;
}
