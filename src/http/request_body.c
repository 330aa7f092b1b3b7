/*
 * request_body.c - the body, piece by piece, under its cap.
 *
 * A reply must not be queued in a data call, so a body that is too large is swallowed and refused at its end; one that goes on
 * for ever loses its connection. A file goes to its endpoint as it comes; after a piece that could not be taken the rest is swallowed.
 *
 * Runs on: a worker. Owns: nothing; the bytes lie on the request's arena.
 */
#include "http/reasons.h"
#include "http/request.h"

#include <microhttpd.h>

enum { SWALLOW_MAX = 1024 * 1024 }; /* bytes beyond the cap */

int request_take_body(struct request *req, const char *bytes, size_t n)
{
    req->body_bytes += n;
    if (req->body_bytes > req->body_max) {
        return req->body_bytes <= req->body_max + SWALLOW_MAX;
    }
    if (req->phase != REQUEST_BODY) {
        return 1; /* refused already; the rest is on its way */
    }
    if (req->parts != NULL) {
        request_parts_take(req, bytes, n);
        return 1;
    }
    if (req->match.endpoint->upload != NULL) {
        if (req->ctx.fault.rc == RC_OK) {
            (void)request_settle(req, req->match.endpoint->upload->take(&req->ctx, &req->call, bytes, n));
        }
        return 1;
    }
    int64_t held = atomic_fetch_add_explicit(&req->server->metrics.body_bytes, (int64_t)n, memory_order_relaxed);
    req->body_held += n;
    if (held > SERVER_BODY_BYTES_MAX) {
        (void)request_refuse(req, RC_BUSY, &reasons_overloaded, NULL);
        return 1;
    }
    buf_put(&req->body, bytes, n);
    return 1;
}

enum rc request_check_body(struct request *req)
{
    if (req->body_bytes > req->body_max || !buf_is_ok(&req->body)) {
        return request_refuse(req, RC_TOO_LARGE, &reasons_body_too_large,
                              arena_printf(req->arena, "%zu", req->body_max));
    }
    /* Trailers come through the library's header list and could carry anything. */
    if (req->head.is_chunked && MHD_get_connection_values(req->connection, MHD_FOOTER_KIND, NULL, NULL) > 0) {
        req->must_close = 1;
        return request_refuse(req, RC_MALFORMED, &reasons_has_trailers, NULL);
    }
    return req->parts != NULL ? request_parts_end(req) : req->ctx.fault.rc;
}
