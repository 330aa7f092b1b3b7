/*
 * request_reply.c - what a finished request answers.
 *
 * Runs on: a worker. Owns: nothing; bodies lie on the request's arena, which lives until the library is done with them.
 */
#include "base/log.h"
#include "http/codec.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/respond.h"

#include <stdio.h>
#include <string.h>

#define TYPE_JSON    "application/json; charset=utf-8"
#define TYPE_PROBLEM "application/problem+json; charset=utf-8"

/* Result codes that every endpoint may give without naming them in `may`. */
static int is_general(enum rc rc)
{
    switch (rc) {
    case RC_CONFLICT:
    case RC_REFUSED:
    case RC_GONE:
    case RC_STALE:
    case RC_NOT_FOUND: return 0;
    default: return 1;
    }
}

/* A code that the row does not name is missing in the description too; the row is wrong, not the request. */
static void check_may(const struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    enum rc rc = req->ctx.fault.rc;
    if (ep == NULL || ep->run == NULL || is_general(rc) || (rc == RC_NOT_FOUND && ep->params != NULL)) {
        return;
    }
    for (const enum rc *may = ep->may; may != NULL && *may != RC_OK; may++) {
        if (*may == rc) {
            return;
        }
    }
    LOG(LOG_WARN, "http.undeclared_code", LOG_S("operation", ep->operation), LOG_S("code", rc_slug(rc)));
}

static void add_problem_fields(struct request *req, struct respond_reply *reply)
{
    const struct fault *f = &req->ctx.fault;
    long retry_s = problem_retry_after(f);
    if (retry_s > 0) {
        respond_add(reply, "Retry-After", arena_printf(req->arena, "%ld", retry_s));
    }
    if (f->rc == RC_UNAUTHENTICATED) {
        respond_add(reply, "WWW-Authenticate", "Bearer realm=\"api\"");
    } else if (f->rc == RC_METHOD) {
        char allow[64];
        router_allow_text(req->match.allowed, allow);
        respond_add(reply, "Allow", arena_strdup(req->arena, allow));
    } else if (f->rc == RC_MEDIA_TYPE && (req->match.endpoint == NULL || req->match.endpoint->upload == NULL)) {
        int is_patch = req->method == ROUTER_PATCH;
        respond_add(reply, is_patch ? "Accept-Patch" : "Accept-Post",
                    is_patch ? "application/merge-patch+json, application/json" : "application/json");
        respond_add(reply, "Accept", "application/json");
    }
}

static int send_short(struct request *req, enum rc rc)
{
    char text[512];
    struct respond_reply reply = {.kind = RESPOND_API, .status = rc_status(rc), .type = TYPE_PROBLEM, .is_copied = 1};
    reply.size = problem_write_short(text, sizeof text, rc, req->is_zh);
    reply.body = text;
    reply.is_last = req->must_close;
    respond_add(&reply, "Content-Language", req->is_zh ? "zh-CN" : "en");
    if (rc_status(rc) == 503) {
        respond_add(&reply, "Retry-After", "5");
    }
    req->status = reply.status;
    return respond_send(req, &reply);
}

static int send_problem(struct request *req)
{
    struct buf body;
    struct respond_reply reply = {.kind = RESPOND_API, .type = TYPE_PROBLEM};
    buf_init(&body, req->arena);
    check_may(req);
    problem_write(&body, &req->ctx, req->trace_id);
    if (!buf_is_ok(&body)) {
        return send_short(req, req->ctx.fault.rc);
    }
    reply.status = rc_status(req->ctx.fault.rc);
    reply.body = body.data;
    reply.size = body.len;
    reply.is_last = req->must_close || (req->has_body && req->body_bytes == 0);
    respond_add(&reply, "Content-Language", req->is_zh ? "zh-CN" : "en");
    respond_add(&reply, "Vary", "Accept-Language");
    add_problem_fields(req, &reply);
    req->status = reply.status;
    request_note_refusal(req, &req->ctx.fault);
    return respond_send(req, &reply);
}

static void add_call_fields(struct request *req, struct respond_reply *reply, const char *tag)
{
    const struct call *call = &req->call;
    respond_add(reply, "ETag", tag);
    respond_add(reply, "Location", call->location);
    respond_add(reply, "Set-Cookie", call->set_cookie);
    if (call->clear_site_data) {
        respond_add(reply, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    }
    if (call->is_replayed) {
        respond_add(reply, "Idempotency-Replayed", "true");
    }
}

/* Nothing could be encoded although the handler was content. A change may be stored by now, so it is not "no". */
static int send_too_big(struct request *req)
{
    return send_short(req, req->match.endpoint->mode == ENDPOINT_WRITE ? RC_OUTCOME_UNKNOWN : RC_TOO_LARGE);
}

void request_add_disposition(struct request *req, struct respond_reply *reply)
{
    const struct call *call = &req->call;
    int is_attachment = call->stream.read != NULL || req->match.endpoint->flows;
    struct buf b;
    buf_init(&b, req->arena);
    buf_printf(&b, "%s; filename=\"%s\"", is_attachment ? "attachment" : "inline", call->file_name);
    for (const char *p = call->file_title; p != NULL && *p != '\0'; p++) {
        int is_plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') || *p == '.' ||
                       *p == '-' || *p == '_';
        buf_puts(&b, p == call->file_title ? "; filename*=UTF-8''" : "");
        buf_printf(&b, is_plain ? "%c" : "%%%02X", (unsigned char)*p);
    }
    respond_add(reply, "Content-Disposition", buf_cstr(&b));
}

static int send_result(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    struct call *call = &req->call;
    struct respond_reply reply = {.kind = RESPOND_API, .status = call->status != 0 ? call->status : ep->ok};
    struct buf body;
    char tag[24];
    int has_tag = call->etag >= 0;
    (void)snprintf(tag, sizeof tag, "\"%lld\"", (long long)call->etag);
    buf_init(&body, req->arena);
    if (ep->live != NULL) {
        return request_live_reply(req);
    }
    if (ep->mode == ENDPOINT_READ && has_tag && head_names_tag(req->head.values[HEAD_IF_NONE_MATCH], tag)) {
        reply.status = 304;
    } else if (call->body != NULL) {
        reply.type = reply.status >= 400 ? TYPE_PROBLEM : TYPE_JSON;
        reply.body = call->body;
        reply.size = strlen(call->body);
    } else if (ep->file != NULL) {
        int is_stream = call->stream.read != NULL;
        reply.kind = is_stream ? RESPOND_DOWNLOAD : RESPOND_PAPER;
        reply.type = is_stream ? call->file_type : ep->file;
        reply.body = call->file;
        reply.size = call->file_size;
        reply.stream = is_stream ? &call->stream : NULL;
        request_add_disposition(req, &reply);
    } else if (ep->reply != NULL && reply.status != 204) {
        codec_encode(&body, ep->reply, call->out);
        if (!buf_is_ok(&body)) {
            return send_too_big(req);
        }
        reply.type = TYPE_JSON;
        reply.body = body.data;
        reply.size = body.len;
    }
    add_call_fields(req, &reply, has_tag ? tag : NULL);
    reply.is_last = req->must_close;
    req->status = reply.status;
    return respond_send(req, &reply);
}

static int send_options(struct request *req)
{
    struct respond_reply reply = {.kind = RESPOND_API, .status = 204};
    char allow[64];
    router_allow_text(req->match.allowed, allow);
    respond_add(&reply, "Allow", allow);
    req->status = reply.status;
    return respond_send(req, &reply);
}

static int send_found(struct request *req)
{
    struct respond_reply reply = {.kind = RESPOND_FILE, .status = 200};
    if (req->match.endpoint != NULL) {
        request_system_reply(req, &reply);
    } else if (!request_asset_reply(req, &reply)) {
        return send_problem(req);
    }
    if (req->ctx.fault.rc != RC_OK) {
        return send_problem(req);
    }
    reply.is_last = req->must_close;
    req->status = reply.status;
    return respond_send(req, &reply);
}

int request_reply(struct request *req)
{
    if (req->match.endpoint != NULL && req->match.endpoint->page != NULL && req->method != ROUTER_OPTIONS) {
        return request_page_reply(req);
    }
    if (req->ctx.fault.rc != RC_OK) {
        return send_problem(req);
    }
    if (req->match.endpoint == NULL && req->method == ROUTER_OPTIONS) {
        return send_options(req);
    }
    if (req->match.endpoint == NULL || request_is_system(req)) {
        return send_found(req);
    }
    return send_result(req);
}

int request_reply_abandoned(struct request *req)
{
    /* The arena and everything on it are the job's now. */
    const struct endpoint *ep = req->match.endpoint;
    req->phase = REQUEST_SENT;
    return send_short(req, ep->mode == ENDPOINT_WRITE ? RC_OUTCOME_UNKNOWN : RC_BUSY);
}
