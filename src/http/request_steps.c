/*
 * request_steps.c - the phases that ask the api layer's hooks and handlers.
 *
 * Runs on: a worker. Owns: the read transaction between request_open_tx and request_close_tx.
 * Invariant: nothing of the snapshot is used after request_close_tx; handlers have copied to the arena.
 */
#include "base/log.h"
#include "http/reasons.h"
#include "http/request.h"
#include "store/reader.h"

#include <string.h>

enum rc request_open_tx(struct request *req)
{
    struct reader *reader = req->worker->reader;
    if (req->is_tx_open || reader == NULL) {
        return RC_OK;
    }
    enum rc rc = reader_begin(reader, &req->tx);
    req->is_tx_open = rc == RC_OK;
    return rc;
}

void request_close_tx(struct request *req)
{
    if (req->is_tx_open) {
        reader_end(req->worker->reader);
        req->is_tx_open = 0;
        memset(&req->tx, 0, sizeof req->tx);
    }
}

enum rc request_auth(struct request *req)
{
    const struct server_hooks *hooks = &req->server->options.hooks;
    struct server_credentials c = req->credentials;
    enum rc rc = request_open_tx(req);
    if (rc != RC_OK) {
        return rc;
    }
    c.is_passive |= req->match.endpoint->passive;
    if (req->match.endpoint->need == ENDPOINT_PUBLIC) {
        /* A stale cookie must not keep anybody from signing in, so public calls are anonymous. */
        c.session = NULL;
        c.bearer = NULL;
        c.csrf = NULL;
    }
    uint64_t generation = req->worker->reader == NULL ? 0 : reader_generation(req->worker->reader);
    return hooks->authenticate(&req->ctx, &req->tx, &c, generation, req->worker->actor_cache);
}

enum rc request_gate(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    if (ep->need != ENDPOINT_PUBLIC) {
        enum rc rc = req->server->options.hooks.permit(&req->ctx, ep);
        if (rc != RC_OK) {
            return rc;
        }
    }
    if (ep->needs_version && req->call.if_match == CALL_NO_VERSION) {
        return request_refuse(req, RC_PRECONDITION, &reasons_if_match_needed, NULL);
    }
    return RC_OK;
}

enum rc request_load(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    if (ep->load == NULL) {
        return RC_OK;
    }
    enum rc rc = request_open_tx(req);
    return rc == RC_OK ? ep->load(&req->ctx, &req->tx, &req->call) : rc;
}

enum rc request_run_read(struct request *req)
{
    enum rc rc = request_open_tx(req);
    req->ctx.now_ms = clock_wall_ms(req->clock);
    return rc == RC_OK ? req->match.endpoint->run(&req->ctx, &req->tx, &req->call) : rc;
}
