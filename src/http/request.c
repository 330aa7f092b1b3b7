/*
 * request.c - taking, advancing and ending requests; see request.h for the phases.
 *
 * Runs on: a worker. Owns: the worker's spare requests.
 */
#include "http/request.h"
#include "base/check.h"
#include "base/ident.h"
#include "base/log.h"
#include "http/reasons.h"

#include <stdlib.h>
#include <string.h>

struct request *request_take(struct worker *w, struct MHD_Connection *connection, struct conn *conn)
{
    struct request *req = w->spare;
    struct arena *arena = NULL;
    if (req != NULL) {
        w->spare = req->next_spare;
        w->spare_count--;
        arena = req->arena;
    } else {
        req = malloc(sizeof *req);
        arena = req == NULL ? NULL : arena_new(w->server->arena_cap);
        if (arena == NULL) {
            free(req);
            return NULL;
        }
    }
    memset(req, 0, sizeof *req);
    const struct server_options *o = &w->server->options;
    req->magic = REQUEST_MAGIC;
    req->worker = w;
    req->server = w->server;
    req->connection = connection;
    req->conn = conn;
    req->peer = conn->peer;
    req->arena = arena;
    req->started_ms = conns_now_ms();
    req->clock = o->clock;
    req->writer = o->writer;
    req->run_write = o->hooks.run_write;
    req->ctx.arena = arena;
    req->ctx.now_ms = clock_wall_ms(o->clock);
    req->ctx.vault = o->vault;
    req->ctx.env = o->env;
    ident_new(req->ctx.now_ms, req->ctx.request_id);
    atomic_fetch_add_explicit(&w->server->metrics.in_flight, 1, memory_order_relaxed);
    return req;
}

static void end_upload(struct request *req)
{
    if (req->call.upload != NULL) {
        req->match.endpoint->upload->end(req->call.upload);
        req->call.upload = NULL;
    }
}

/* What the handlers hold beyond the arena. */
static void release(struct request *req)
{
    struct call *call = &req->call;
    end_upload(req);
    if (call->stream.close != NULL) {
        call->stream.close(call->stream.arg);
        call->stream.close = NULL;
    }
}

static void destroy(struct request *req)
{
    release(req);
    arena_free(req->arena);
    req->magic = 0;
    free(req);
}

void request_note_refusal(struct request *req, const struct fault *f)
{
    const struct reason *why = f->rc != RC_OK ? f->main.reason : NULL;
    req->refusal = why == NULL ? NULL : why->is_quiet ? rc_slug(f->rc) : why->code;
}

static int is_named(const struct request *req)
{
    return req->match.endpoint != NULL && !req->match.endpoint->is_quiet;
}

static void log_end(const struct request *req, int64_t took_ms)
{
    /* What was refused is on file with who asked, so that somebody who tries doors is found. */
    enum log_level level = req->status >= 500 ? LOG_WARN : req->status >= 400 ? LOG_INFO : LOG_DEBUG;
    LOG(level, "http.request", LOG_S("id", req->ctx.request_id),
        LOG_S("operation", is_named(req) ? req->match.endpoint->operation : "other"), LOG_I("status", req->status),
        LOG_I("ms", took_ms), LOG_S("account", req->ctx.account_id), LOG_S("code", req->refusal),
        LOG_S("from", req->status >= 400 ? req->peer.network : NULL));
}

void request_end(struct request *req)
{
    struct worker *w = req->worker;
    struct metrics *m = &w->server->metrics;
    int64_t took_ms = conns_now_ms() - req->started_ms;
    if (req->is_counted) {
        /* The client reset the connection while the request was parked: the library ends it without another call. */
        (void)request_unpark(req);
    }
    request_live_end(req);
    request_close_tx(req);
    if (req->status != 0) {
        metrics_count(m, is_named(req) ? req->match.index : -1, req->status, took_ms);
        log_end(req, took_ms);
    }
    if (req->body_held > 0) {
        atomic_fetch_sub_explicit(&m->body_bytes, (int64_t)req->body_held, memory_order_relaxed);
    }
    atomic_fetch_sub_explicit(&m->in_flight, 1, memory_order_release);
    if (atomic_load_explicit(&req->state, memory_order_acquire) == REQUEST_ABANDONED) {
        request_let_go(req); /* the job may still be writing to its part */
        return;
    }
    if (w->spare_count == SERVER_SPARE_REQUESTS) {
        destroy(req);
        return;
    }
    release(req);
    arena_reset(req->arena);
    req->next_spare = w->spare;
    w->spare = req;
    w->spare_count++;
}

void request_let_go(struct request *req)
{
    if (atomic_fetch_add_explicit(&req->left, 1, memory_order_acq_rel) == 1) {
        destroy(req);
    }
}

void request_free_spares(struct worker *w)
{
    for (struct request *req = w->spare, *next = NULL; req != NULL; req = next) {
        next = req->next_spare;
        destroy(req);
    }
    w->spare = NULL;
    w->spare_count = 0;
}

enum rc request_refuse(struct request *req, enum rc rc, const struct reason *reason, const char *arg)
{
    return fault_set(&req->ctx.fault, rc, reason, NULL, arg, NULL);
}

enum rc request_settle(struct request *req, enum rc rc)
{
    if (rc == RC_OK && req->ctx.fault.rc == RC_OK && arena_is_full(req->arena)) {
        return request_refuse(req, RC_TOO_LARGE, &reasons_memory_full, NULL);
    }
    if (rc != RC_OK && req->ctx.fault.rc == RC_OK) {
        return request_refuse(req, rc, NULL, NULL);
    }
    return req->ctx.fault.rc;
}

static enum rc run_phase(struct request *req)
{
    switch (req->phase) {
    case REQUEST_AUTH: return request_auth(req);
    case REQUEST_GATE: return request_gate(req);
    case REQUEST_BODY: return request_check_body(req);
    case REQUEST_DECODE: return request_decode(req);
    case REQUEST_LOAD: return request_load(req);
    case REQUEST_RUN: return request_run_read(req);
    default: check_failed("phase", __FILE__, __LINE__);
    }
}

/* 1 when the phase needs another thread. */
static int is_parking(const struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    return (req->phase == REQUEST_CRAFT && ep->craft != NULL) ||
           (req->phase == REQUEST_RUN && ep->mode == ENDPOINT_WRITE);
}

/* An upload is authorised and looked up before its body, any other body is read first. Of a form with a file the body does it all. */
static enum request_phase phase_after(const struct request *req)
{
    int is_upload = req->match.endpoint->upload != NULL;
    switch (req->phase) {
    case REQUEST_GATE: return req->has_body && (!is_upload || req->parts != NULL) ? REQUEST_BODY : REQUEST_DECODE;
    case REQUEST_LOAD: return is_upload ? REQUEST_BODY : REQUEST_CRAFT;
    case REQUEST_BODY: return is_upload ? REQUEST_CRAFT : REQUEST_DECODE;
    default: return (enum request_phase)(req->phase + 1);
    }
}

int request_advance(struct request *req)
{
    while (req->phase < REQUEST_REPLY) {
        if (is_parking(req)) {
            request_close_tx(req);
            if (request_park(req)) {
                return 1; /* the request is not ours any more */
            }
            req->phase = REQUEST_REPLY;
            break;
        }
        /* No step runs while an earlier error stands. */
        enum rc rc = req->phase == REQUEST_CRAFT ? RC_OK : request_settle(req, run_phase(req));
        req->phase = rc == RC_OK ? phase_after(req) : REQUEST_REPLY;
        if (req->phase == REQUEST_BODY) {
            request_close_tx(req);
            return 1; /* the library goes on with the body */
        }
    }
    request_close_tx(req);
    end_upload(req); /* before the answer, so that what was refused is gone when the client knows */
    req->phase = REQUEST_SENT;
    return request_reply(req);
}
