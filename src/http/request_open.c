/*
 * request_open.c - the library's first call: everything that can be said before a byte of the body is read.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "base/check.h"
#include "http/reasons.h"
#include "http/request.h"

#include <microhttpd.h>
#include <string.h>

static enum MHD_Result on_field(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    head_add(cls, name, value);
    return MHD_YES;
}

static enum rc check_target(struct request *req, const char *url)
{
    if (strlen(url) > ROUTER_PATH_MAX) {
        return request_refuse(req, RC_URI_TOO_LONG, &reasons_path_too_long,
                              arena_printf(req->arena, "%d", ROUTER_PATH_MAX));
    }
    if (!router_path_is_sound(url)) {
        return request_refuse(req, RC_MALFORMED, &reasons_bad_target, NULL);
    }
    if (!request_query_fits(req)) {
        return request_refuse(req, RC_URI_TOO_LONG, &reasons_query_too_long,
                              arena_printf(req->arena, "%d", SERVER_QUERY_MAX));
    }
    return RC_OK;
}

/* The reply's head comes out of the same memory as the request's: what leaves no room for it would be done and not answered. */
static enum rc check_head_size(struct request *req)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    int count = MHD_get_connection_values(req->connection, MHD_HEADER_KIND | MHD_GET_ARGUMENT_KIND, NULL, NULL);
    size_t used = (info == NULL ? 0 : info->header_size) + (size_t)(count > 0 ? count : 0) * SERVER_FIELD_BYTES;
    return used <= SERVER_POOL_BYTES - SERVER_REPLY_BYTES ? RC_OK
                                                          : request_refuse(req, RC_HEADERS_TOO_LARGE, NULL, NULL);
}

/* No more than the process can hold. */
static enum rc check_room(struct request *req)
{
    struct server *s = req->server;
    int64_t parked = atomic_load_explicit(&s->metrics.suspended, memory_order_relaxed);
    int64_t active = atomic_load_explicit(&s->metrics.in_flight, memory_order_relaxed) - parked;
    int64_t bytes = atomic_load_explicit(&s->metrics.body_bytes, memory_order_relaxed);
    if (atomic_load_explicit(&s->is_stopping, memory_order_relaxed)) {
        return request_refuse(req, RC_BUSY, &reasons_stopping, NULL);
    }
    if (parked > SERVER_SUSPENDED_MAX || active > SERVER_IN_FLIGHT_MAX || bytes > SERVER_BODY_BYTES_MAX) {
        return request_refuse(req, RC_BUSY, &reasons_overloaded, NULL);
    }
    return RC_OK;
}

/* Finds the row. RC_OK without one: OPTIONS, or a path of the front end. */
static enum rc find_route(struct request *req)
{
    router_find(req->server->router, req->method, req->path, &req->match);
    if (req->match.endpoint != NULL || (req->match.allowed != 0 && req->method == ROUTER_OPTIONS)) {
        return RC_OK;
    }
    if (req->match.allowed != 0) {
        char allow[64];
        router_allow_text(req->match.allowed, allow);
        return request_refuse(req, RC_METHOD, &reasons_wrong_method, arena_strdup(req->arena, allow));
    }
    int is_api = strncmp(req->path, "/api", 4) == 0 && (req->path[4] == '/' || req->path[4] == '\0');
    if (is_api) {
        return request_refuse(req, RC_NOT_FOUND, &reasons_no_route, NULL);
    }
    if (req->method != ROUTER_GET && req->method != ROUTER_HEAD) {
        req->match.allowed = 1U << ROUTER_GET | 1U << ROUTER_HEAD;
        return request_refuse(req, RC_METHOD, &reasons_wrong_method, "GET, HEAD");
    }
    return RC_OK;
}

static enum rc check_coding(struct request *req)
{
    const char *coding = req->head.values[HEAD_CONTENT_ENCODING];
    if (coding != NULL && strcasecmp(coding, "identity") != 0) {
        return request_refuse(req, RC_MEDIA_TYPE, &reasons_content_encoding, NULL);
    }
    return RC_OK;
}

static enum rc check_size(struct request *req)
{
    if (req->head.length > (int64_t)req->body_max) {
        return request_refuse(req, RC_TOO_LARGE, &reasons_body_too_large,
                              arena_printf(req->arena, "%zu", req->body_max));
    }
    return RC_OK;
}

/* Whatever type it is said to be: the content decides. */
static enum rc check_announced_file(struct request *req)
{
    if (req->head.values[HEAD_CONTENT_LENGTH] == NULL) {
        return request_refuse(req, RC_LENGTH, &reasons_length_needed, NULL);
    }
    if (req->head.length == 0) {
        return request_refuse(req, RC_INVALID, &reasons_body_empty, NULL);
    }
    enum rc rc = check_size(req);
    rc = rc == RC_OK ? check_coding(req) : rc;
    return rc == RC_OK && req->match.endpoint->page != NULL ? request_parts_open(req) : rc;
}

static enum rc check_announced_body(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    if (ep != NULL && ep->upload != NULL) {
        return check_announced_file(req);
    }
    if (!req->has_body) {
        return RC_OK;
    }
    if (ep == NULL || ep->body == NULL) {
        return request_refuse(req, RC_MALFORMED, &reasons_body_not_allowed, NULL);
    }
    enum rc rc = check_size(req);
    rc = rc == RC_OK ? check_coding(req) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (ep->page != NULL) {
        return head_is_form(req->head.values[HEAD_CONTENT_TYPE])
                   ? RC_OK
                   : request_refuse(req, RC_MEDIA_TYPE, &reasons_media_type, "application/x-www-form-urlencoded");
    }
    if (!head_is_json(req->head.values[HEAD_CONTENT_TYPE], req->method == ROUTER_PATCH)) {
        return request_refuse(req, RC_MEDIA_TYPE, &reasons_media_type, "application/json");
    }
    return RC_OK;
}

enum rc request_take_tokens(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    const struct server_credentials *c = &req->credentials;
    char kind = 'a';
    const char *key = req->peer.prefix;
    int64_t wait_s = 0;
    /* Public calls are counted by address whatever comes with them, so that a made-up token buys nothing there. */
    if (ep->need != ENDPOINT_PUBLIC && c->session != NULL) {
        kind = 's';
        key = c->session;
    } else if (ep->need != ENDPOINT_PUBLIC && c->bearer != NULL) {
        kind = 'b';
        key = c->bearer;
    }
    if (limit_take(req->server->limit, kind, key, ep->cost > 0 ? ep->cost : 1, &wait_s) == RC_OK) {
        return RC_OK;
    }
    atomic_fetch_add_explicit(&req->server->metrics.rate_limited, 1, memory_order_relaxed);
    (void)request_refuse(req, RC_LIMITED, &reasons_rate_limited, arena_printf(req->arena, "%lld", (long long)wait_s));
    req->ctx.fault.retry_after_s = wait_s;
    return RC_LIMITED;
}

/* The call's own header fields. Copied, because a job may outlive the connection. */
static enum rc fill_call(struct request *req)
{
    const struct head *h = &req->head;
    struct call *call = &req->call;
    const char *agent = h->values[HEAD_USER_AGENT];
    call->endpoint = req->match.endpoint;
    call->etag = CALL_NO_VERSION;
    call->address_prefix = arena_strdup(req->arena, req->peer.prefix);
    call->user_agent_class = agent != NULL && strncmp(agent, "Mozilla/", 8) == 0 ? "browser" : "script";
    call->last_event = h->values[HEAD_LAST_EVENT];
    if (head_if_match(h->values[HEAD_IF_MATCH], &call->if_match) != RC_OK) {
        return request_refuse(req, RC_MALFORMED, &reasons_bad_if_match, NULL);
    }
    if (call->endpoint->takes_key && h->values[HEAD_IDEMPOTENCY_KEY] != NULL) {
        call->idempotency_key = head_idempotency_key(req->arena, h->values[HEAD_IDEMPOTENCY_KEY]);
        if (call->idempotency_key == NULL) {
            return request_refuse(req, RC_MALFORMED, &reasons_bad_idempotency_key, NULL);
        }
    }
    if (call->endpoint->upload != NULL) {
        const char *name = h->values[HEAD_CONTENT_DISPOSITION];
        call->body_size = h->length;
        call->upload_name = name != NULL ? head_upload_name(req->arena, name) : NULL;
        if (name != NULL && call->upload_name == NULL) {
            return request_refuse(req, RC_MALFORMED, &reasons_header_value, "Content-Disposition");
        }
        call->upload_code = h->values[HEAD_CODE] != NULL ? arena_strdup(req->arena, h->values[HEAD_CODE]) : NULL;
    }
    return call->address_prefix == NULL ? RC_TOO_LARGE : RC_OK;
}

/* Steps that only endpoints of the tables have. */
static enum rc open_endpoint(struct request *req)
{
    int is_unsafe = req->method != ROUTER_GET && req->method != ROUTER_HEAD;
    enum rc rc = head_credentials(&req->head, &req->ctx, req->server->options.is_secure, is_unsafe, &req->credentials);
    if (rc == RC_OK && req->match.endpoint->page != NULL) {
        /* Its tokens are taken when the form is known; before a file is let in. */
        rc = is_unsafe && !req->credentials.same_origin ? request_refuse(req, RC_FORBIDDEN, &reasons_form_foreign, NULL)
                                                        : RC_OK;
        rc = rc == RC_OK && req->parts != NULL ? request_take_tokens(req) : rc;
    } else if (rc == RC_OK) {
        rc = request_take_tokens(req);
    }
    return rc == RC_OK ? fill_call(req) : rc;
}

/* Behind a proxy the client is who the proxy says. Without its word nobody is taken for local. */
static enum rc find_peer(struct request *req)
{
    const char *field = req->head.values[HEAD_FORWARDED_FOR];
    if (!req->conn->is_proxy) {
        return RC_OK;
    }
    req->peer.is_loopback = 0;
    if (field != NULL && peer_forwarded(field, &req->peer) != RC_OK) {
        return request_refuse(req, RC_MALFORMED, &reasons_forwarded_for, NULL);
    }
    return RC_OK;
}

static enum rc open_checked(struct request *req, const char *method, const char *url, const char *version)
{
    enum rc rc = head_check(&req->head, &req->ctx, version);
    if (rc != RC_OK) {
        req->must_close = 1; /* whoever sent this may mean the rest of its bytes differently */
        return rc;
    }
    req->method = router_method_of(method);
    if (req->method == ROUTER_UNKNOWN) {
        return request_refuse(req, RC_NOT_IMPLEMENTED, &reasons_method_unknown, NULL);
    }
    rc = check_head_size(req);
    rc = rc != RC_OK ? rc : find_peer(req);
    rc = rc != RC_OK ? rc : check_target(req, url);
    if (rc != RC_OK) {
        return rc;
    }
    req->path = url;
    rc = find_route(req);
    if (rc == RC_OK && !request_is_system(req)) {
        rc = check_room(req);
    }
    if (rc != RC_OK) {
        return rc;
    }
    const struct endpoint *ep = req->match.endpoint;
    req->body_max = ep != NULL && ep->body_max > 0 ? ep->body_max : SERVER_BODY_DEFAULT;
    rc = check_announced_body(req);
    if (rc != RC_OK || ep == NULL || request_is_system(req)) {
        return rc;
    }
    return open_endpoint(req);
}

enum rc request_open(struct request *req, const char *method, const char *url, const char *version)
{
    head_clear(&req->head);
    (void)MHD_get_connection_values(req->connection, MHD_HEADER_KIND, on_field, &req->head);
    req->is_zh = head_is_zh(&req->head);
    req->ctx.is_zh = req->is_zh;
    req->trace_id = head_request_id(&req->head);
    if (req->trace_id == NULL) {
        req->trace_id = req->ctx.request_id;
    }
    req->match.index = -1;
    req->method = ROUTER_UNKNOWN;
    buf_init(&req->body, req->arena);
    req->has_body = req->head.values[HEAD_TRANSFER_ENCODING] != NULL;
    enum rc rc = RC_OK;
    if (req->head.values[HEAD_CONTENT_LENGTH] != NULL && strcmp(req->head.values[HEAD_CONTENT_LENGTH], "0") != 0) {
        req->has_body = 1;
    }
    rc = request_settle(req, open_checked(req, method, url, version));
    int is_done = rc != RC_OK || req->match.endpoint == NULL || request_is_system(req);
    req->phase = is_done ? REQUEST_REPLY : REQUEST_AUTH;
    return rc;
}
