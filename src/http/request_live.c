/*
 * request_live.c - a reply that goes on, written piece by piece when the library asks for bytes.
 *
 * Each time the client is authenticated and permitted anew, so that a session that ended or a right that was taken away ends
 * the reply at once. A reader that takes no bytes is not asked for; past the connection's deadline it is cut off.
 *
 * Runs on: a worker. Owns: nothing; pieces lie on the request's arena behind the mark.
 */
#include "base/check.h"
#include "http/reasons.h"
#include "http/request.h"
#include "http/respond.h"

#include <microhttpd.h>
#include <string.h>

/* What came since the last time into `out`. */
static enum rc look(struct request *req, struct buf *out)
{
    struct ctx kept = req->ctx;
    fault_clear(&req->ctx.fault);
    req->ctx.now_ms = clock_wall_ms(req->clock);
    req->credentials.is_passive = 1; /* a page left open keeps no session alive */
    enum rc rc = request_auth(req);
    rc = rc != RC_OK ? rc : request_gate(req);
    rc = rc != RC_OK ? rc : req->match.endpoint->live(&req->ctx, &req->tx, &req->call, out);
    request_close_tx(req);
    rc = rc == RC_OK && arena_is_full(req->arena) ? RC_TOO_LARGE : rc;
    req->ctx = kept; /* the actor of this time lies behind the mark */
    return rc;
}

/* Nobody takes a part of a file for the whole: one that could not be ended well breaks the connection off. */
static ssize_t end_of(const struct request *req)
{
    int is_cut = req->live.is_broken || atomic_load_explicit(&req->server->is_stopping, memory_order_relaxed);
    return req->match.endpoint->flows && is_cut ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
}

/* Fills `pending`; 0 when the reply is over. */
static int fill(struct request *req)
{
    struct live *live = &req->live;
    struct buf out;
    int64_t now_ms = conns_now_ms();
    arena_reset_to(req->arena, live->mark);
    live->pending_size = live->pending_at = 0;
    if (now_ms >= live->end_ms) {
        live->is_broken = 1;
        return 0;
    }
    uint64_t commits = server_live_commits(req->server->lives);
    buf_init(&out, req->arena);
    if (req->match.endpoint->flows) {
        live->is_broken = look(req, &out) != RC_OK || !buf_is_ok(&out);
        live->pending = out.data;
        live->pending_size = out.len;
        return !live->is_broken && out.len > 0;
    }
    if (commits != live->seen || now_ms >= live->beat_ms) {
        if (look(req, &out) != RC_OK) {
            return 0;
        }
        live->seen = commits;
    }
    if (out.len == 0 && now_ms >= live->beat_ms) {
        buf_puts(&out, ": hb\n\n");
    }
    if (!buf_is_ok(&out)) {
        return 0;
    }
    live->pending = out.data;
    live->pending_size = out.len;
    live->beat_ms = out.len > 0 ? now_ms + LIVE_BEAT_MS : live->beat_ms;
    live->wake_ms = live->beat_ms < live->end_ms ? live->beat_ms : live->end_ms;
    return 1;
}

static ssize_t on_read(void *cls, uint64_t at, char *out, size_t max)
{
    struct request *req = MAGIC_CAST(struct request, cls, REQUEST_MAGIC);
    struct live *live = &req->live;
    (void)at;
    server_live_awake(req->server->lives, live);
    atomic_store_explicit(&req->conn->deadline_ms, conns_now_ms() + 4 * (int64_t)LIVE_BEAT_MS, memory_order_relaxed);
    if (live->pending_at == live->pending_size &&
        (atomic_load_explicit(&req->server->is_stopping, memory_order_relaxed) || !fill(req))) {
        return end_of(req);
    }
    if (live->pending_size == 0) {
        return server_live_sleep(req->server->lives, live) ? 0 : MHD_CONTENT_READER_END_OF_STREAM;
    }
    size_t n = live->pending_size - live->pending_at;
    n = n < max ? n : max;
    memcpy(out, live->pending + live->pending_at, n);
    live->pending_at += n;
    return (ssize_t)n;
}

int request_live_reply(struct request *req)
{
    struct live *live = &req->live;
    int64_t now_ms = conns_now_ms();
    *live = (struct live){.connection = req->connection,
                          .owner = req->ctx.account_id != NULL ? req->ctx.account_id : "",
                          .beat_ms = now_ms, /* the first look is at once, and something is sent in any case */
                          .end_ms = now_ms + LIVE_END_MS};
    enum rc rc = server_live_join(req->server->lives, live);
    if (rc != RC_OK) {
        (void)request_refuse(req, rc, rc == RC_BUSY ? &reasons_overloaded : NULL, NULL);
        return request_reply(req);
    }
    struct respond_reply reply = {.kind = RESPOND_LIVE, .status = 200, .type = req->match.endpoint->file};
    if (req->match.endpoint->flows) {
        reply.type = req->call.file_type;
        request_add_disposition(req, &reply);
    }
    reply.live = on_read;
    reply.live_arg = req;
    respond_add(&reply, "X-Accel-Buffering", "no");
    req->status = reply.status;
    live->mark = arena_mark(req->arena);
    return respond_send(req, &reply);
}

void request_live_end(struct request *req)
{
    if (req->live.is_open) {
        server_live_leave(req->server->lives, &req->live);
    }
}
