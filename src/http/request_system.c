/*
 * request_system.c - what the http layer answers by itself: health, readiness, metrics, the API's description, the front end.
 *
 * These rows go through the router like all others (405, HEAD, metrics), but need no actor and no store, so that they answer
 * when everything else is in trouble.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "http/assets.h"
#include "http/reasons.h"
#include "http/request.h"
#include "http/respond.h"

#include <string.h>

enum { SYSTEM_HEALTH, SYSTEM_READY, SYSTEM_METRICS, SYSTEM_OPENAPI, SYSTEM_COUNT };

#define SYSTEM_ROW(path_text, name, text)                                                                              \
    {                                                                                                                  \
        .method = "GET", .path = (path_text), .operation = (name), .tag = "system", .summary = (text),                 \
        .need = ENDPOINT_PUBLIC, .mode = ENDPOINT_READ, .ok = 200                                                      \
    }

static const struct endpoint system_rows[SYSTEM_COUNT] = {
    [SYSTEM_HEALTH] = SYSTEM_ROW("/healthz", "getHealth", "Whether the process answers at all"),
    [SYSTEM_READY] = SYSTEM_ROW("/readyz", "getReadiness", "Whether the process may take traffic"),
    [SYSTEM_METRICS] = SYSTEM_ROW("/metrics", "getMetrics", "Figures for Prometheus; for the machine itself only"),
    [SYSTEM_OPENAPI] = SYSTEM_ROW("/api/v1/openapi.json", "getOpenapi", "This description"),
};
const struct endpoint_table request_system_table = {system_rows, SYSTEM_COUNT};

int request_is_system(const struct request *req)
{
    return req->match.index >= 0 && req->match.index < SYSTEM_COUNT; /* the system's table comes first */
}

static void reply_text(struct respond_reply *reply, const char *text)
{
    reply->kind = RESPOND_API;
    reply->type = "text/plain; charset=utf-8";
    reply->body = text;
    reply->size = strlen(text);
}

static void reply_ready(struct request *req, struct respond_reply *reply)
{
    const struct server_options *o = &req->server->options;
    if (atomic_load(&req->server->is_stopping) || (o->is_ready != NULL && !o->is_ready(o->arg))) {
        (void)request_refuse(req, RC_BUSY, &reasons_not_ready, NULL);
        return;
    }
    reply_text(reply, "ready\n");
}

static void reply_metrics(struct request *req, struct respond_reply *reply)
{
    const struct server_options *o = &req->server->options;
    struct buf out;
    if (!req->peer.is_loopback) {
        (void)request_refuse(req, RC_NOT_FOUND, &reasons_no_route, NULL);
        return;
    }
    buf_init(&out, req->arena);
    metrics_write(&req->server->metrics, &out);
    if (o->more_metrics != NULL) {
        o->more_metrics(o->arg, &out);
    }
    if (!buf_is_ok(&out)) {
        (void)request_refuse(req, RC_TOO_LARGE, &reasons_memory_full, NULL);
        return;
    }
    reply->kind = RESPOND_API;
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    reply->body = out.data;
    reply->size = out.len;
}

static void reply_openapi(struct request *req, struct respond_reply *reply)
{
    const struct server *s = req->server;
    reply->kind = RESPOND_API;
    respond_add(reply, "ETag", s->openapi_tag);
    if (head_names_tag(req->head.values[HEAD_IF_NONE_MATCH], s->openapi_tag)) {
        reply->status = 304;
        return;
    }
    reply->type = "application/json; charset=utf-8";
    reply->body = s->openapi;
    reply->size = s->openapi_size;
}

void request_system_reply(struct request *req, struct respond_reply *reply)
{
    switch (req->match.index) {
    case SYSTEM_HEALTH: reply_text(reply, "ok\n"); break;
    case SYSTEM_READY: reply_ready(req, reply); break;
    case SYSTEM_METRICS: reply_metrics(req, reply); break;
    default: reply_openapi(req, reply); break;
    }
}

int request_asset_reply(struct request *req, struct respond_reply *reply)
{
    struct assets_reply found;
    if (assets_find(req->server->assets, req->path, req->head.values[HEAD_ACCEPT_ENCODING], &found) != RC_OK) {
        (void)request_refuse(req, RC_NOT_FOUND, &reasons_no_route, NULL);
        return 0;
    }
    reply->kind = found.is_html ? RESPOND_PAGE : RESPOND_FILE;
    respond_add(reply, "ETag", found.etag);
    respond_add(reply, "Cache-Control", found.is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
    respond_add(reply, "Vary", "Accept-Encoding");
    if (head_names_tag(req->head.values[HEAD_IF_NONE_MATCH], found.etag)) {
        reply->status = 304;
        return 1;
    }
    respond_add(reply, "Content-Encoding", found.encoding);
    reply->type = found.type;
    reply->body = found.bytes;
    reply->size = found.size;
    return 1;
}
