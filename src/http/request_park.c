/*
 * request_park.c - a request on its way to the writer or a craft thread, and back.
 *
 * The connection is suspended before the job is published, because the job may be over before the publisher goes on. From
 * then on the request is the job's. One atomic word decides who resumes: the job's end or the job's deadline.
 *
 * Runs on: see each function. Owns: nothing.
 * Invariant: one resume for one suspend. A second one would cancel the next suspend of the same connection.
 */
#include "base/check.h"
#include "http/reasons.h"
#include "http/request.h"

#include <microhttpd.h>
#include <string.h>

/* The job's last touch; writer or craft thread. */
static void finish(struct request *req)
{
    struct MHD_Connection *connection = req->connection;
    int expected = REQUEST_PARKED;
    if (atomic_compare_exchange_strong_explicit(&req->state, &expected, REQUEST_DONE, memory_order_acq_rel,
                                                memory_order_acquire)) {
        MHD_resume_connection(connection);
    } else {
        request_let_go(req);
    }
}

/* Nobody waits for the job any more; one that has not begun need not begin. */
static int is_abandoned(const struct request *req)
{
    return atomic_load_explicit(&req->state, memory_order_acquire) == REQUEST_ABANDONED;
}

static struct request *of_job(struct writer_job *job)
{
    return (struct request *)(void *)((char *)job - offsetof(struct request, job));
}

static struct request *of_craft(struct craft_job *job)
{
    return (struct request *)(void *)((char *)job - offsetof(struct request, craft));
}

/* Writer thread; maybe several times. Starts from the same state each time. */
static enum rc on_job_run(struct writer_job *job, struct tx *tx)
{
    struct request *req = of_job(job);
    struct call *call = &req->call;
    const struct endpoint *ep = call->endpoint;
    if (is_abandoned(req)) {
        return RC_UNAVAILABLE;
    }
    arena_reset_to(req->arena, req->attempt);
    fault_clear(&req->ctx.fault);
    req->ctx.now_ms = clock_wall_ms(req->clock);
    call->status = 0;
    call->etag = CALL_NO_VERSION;
    call->location = NULL;
    call->set_cookie = NULL;
    call->clear_site_data = 0;
    call->body = NULL;
    call->is_replayed = 0;
    call->goes_on = 0;
    if (call->progress == 0) {
        memset(call->out, 0, ep->out_size); /* later it holds what earlier jobs did */
    }
    enum rc rc = req->run_write(&req->ctx, tx, call);
    if (rc != RC_OK) {
        (void)request_settle(req, rc);
        return rc;
    }
    if (arena_is_full(req->arena)) {
        /* What could not be put together must not be kept. */
        return request_settle(req, RC_TOO_LARGE);
    }
    return RC_OK;
}

/* The rest of a long write as a job of its own, behind what others submitted meanwhile. Writer thread. 0: there is no room. */
static int go_on(struct request *req)
{
    req->call.progress = req->call.goes_on;
    req->attempt = arena_mark(req->arena); /* what was done so far stays */
    return writer_submit(req->writer, &req->job) == RC_OK;
}

/* Writer thread, after the commit. */
static void on_job_done(struct writer_job *job, enum rc rc)
{
    struct request *req = of_job(job);
    if (rc == RC_OK && req->call.goes_on > 0 && go_on(req)) {
        return;
    }
    if (req->call.progress > 0 && (rc != RC_OK || req->call.goes_on > 0)) {
        fault_clear(&req->ctx.fault); /* earlier jobs of this request are done; it is not "nothing was changed" */
        (void)request_refuse(req, RC_OUTCOME_UNKNOWN, NULL, NULL);
    } else if (rc != RC_OK && req->ctx.fault.rc != rc) {
        fault_clear(&req->ctx.fault); /* the batch failed; what the handler said does not count */
        (void)request_refuse(req, rc, NULL, NULL);
    }
    finish(req);
}

/* Hands the job to the writer. Worker or craft thread. 0: nothing was handed over, and the fault says why. */
static int submit(struct request *req)
{
    req->attempt = arena_mark(req->arena);
    enum rc rc = req->writer == NULL ? RC_UNAVAILABLE : writer_submit(req->writer, &req->job);
    if (rc == RC_OK) {
        return 1;
    }
    (void)request_refuse(req, rc, rc == RC_BUSY ? &reasons_overloaded : NULL, NULL);
    return 0;
}

/* Craft thread. */
static void on_craft_run(struct craft_job *job)
{
    struct request *req = of_craft(job);
    const struct endpoint *ep = req->call.endpoint;
    enum rc rc = is_abandoned(req) ? RC_BUSY : request_settle(req, ep->craft(&req->ctx, &req->call));
    if (rc == RC_OK && ep->mode == ENDPOINT_WRITE && submit(req)) {
        return;
    }
    finish(req);
}

/* The thread that stops the server. */
static void on_craft_drop(struct craft_job *job)
{
    struct request *req = of_craft(job);
    (void)request_refuse(req, RC_BUSY, &reasons_stopping, NULL);
    finish(req);
}

int request_park(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    struct server *s = req->server;
    struct MHD_Connection *connection = req->connection;
    int is_craft = req->phase == REQUEST_CRAFT;
    /* Where the worker goes on: a read still has to run. */
    req->phase = is_craft && ep->mode == ENDPOINT_READ ? REQUEST_RUN : REQUEST_REPLY;
    req->job = (struct writer_job){.run = on_job_run, .done = on_job_done};
    req->craft = (struct craft_job){.run = on_craft_run, .drop = on_craft_drop};
    atomic_store_explicit(&req->left, 0, memory_order_relaxed);
    /* Counted before the flag is read and the other way round in server_stop, so that one of the two sees the other. */
    atomic_fetch_add(&s->metrics.suspended, 1);
    if (atomic_load(&s->is_closed)) {
        atomic_fetch_sub(&s->metrics.suspended, 1);
        (void)request_refuse(req, RC_BUSY, &reasons_stopping, NULL);
        return 0;
    }
    atomic_store_explicit(&req->state, REQUEST_PARKED, memory_order_release);
    MHD_suspend_connection(connection);
    int64_t timeout_ms = s->options.job_timeout_ms > 0 ? s->options.job_timeout_ms : SERVER_JOB_TIMEOUT_MS;
    req->is_counted = 1;
    conns_park(s->conns, req->conn, req, conns_now_ms() + timeout_ms);
    if (is_craft) {
        if (craft_submit(s->craft, &req->craft) != RC_OK) {
            (void)request_refuse(req, RC_BUSY, &reasons_overloaded, NULL);
            finish(req);
        }
    } else if (!submit(req)) {
        finish(req);
    }
    return 1;
}

int request_unpark(struct request *req)
{
    struct server *s = req->server;
    int state = atomic_load_explicit(&req->state, memory_order_acquire);
    CHECK(state == REQUEST_DONE || state == REQUEST_ABANDONED);
    conns_unpark(s->conns, req->conn);
    req->is_counted = 0;
    atomic_fetch_sub(&s->metrics.suspended, 1);
    if (state == REQUEST_ABANDONED) {
        atomic_fetch_add_explicit(&s->metrics.abandoned, 1, memory_order_relaxed);
        return 0;
    }
    atomic_store_explicit(&req->state, REQUEST_RUNNING, memory_order_relaxed);
    if (req->ctx.fault.rc != RC_OK) {
        req->phase = REQUEST_REPLY;
    }
    return 1;
}

int request_claim(void *parked)
{
    struct request *req = MAGIC_CAST(struct request, parked, REQUEST_MAGIC);
    int expected = REQUEST_PARKED;
    return atomic_compare_exchange_strong_explicit(&req->state, &expected, REQUEST_ABANDONED, memory_order_acq_rel,
                                                   memory_order_acquire);
}

void request_resume_claimed(void *parked)
{
    /* Only the claimer resumes, so the connection is still suspended and the request still there. */
    struct request *req = parked;
    MHD_resume_connection(req->connection);
}
