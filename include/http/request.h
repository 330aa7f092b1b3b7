/*
 * request.h - the life of one request.
 *
 *   OPEN    header fields, route, size, media type, rate limit           first call of the library
 *   AUTH    who is it (read transaction)
 *   GATE    may such a one call this at all; If-Match there when needed
 *   BODY    collected under its cap                                      data calls
 *   DECODE  path, query, body into one struct
 *   LOAD    look-ups for the craft step (read transaction)
 *   CRAFT   slow work on a craft thread; parked
 *   RUN     reads here (read transaction); writes on the writer; parked
 * Of an upload, DECODE and LOAD come before BODY, whose pieces go to the endpoint as they come; of a page's form with a file both run inside
 * BODY, where its file begins.
 *   REPLY   encode or explain, queue
 *   SENT    until the library says that it is done
 * A step that fails goes to REPLY. A parked request is an ordinary phase: resuming runs the loop again.
 *
 * Runs on: its worker; while parked, its job's thread. `state` says who: RUNNING the worker; PARKED the job; DONE the worker
 * again; ABANDONED both, each with its own part. Whoever changes PARKED to something else, and nobody else, resumes.
 * Owns: its arena. Freed in request_on_end, or, when abandoned, by the last of the two.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/buf.h"
#include "base/ctx.h"
#include "http/craft.h"
#include "http/endpoint.h"
#include "http/form.h"
#include "http/head.h"
#include "http/router.h"
#include "http/server_inside.h"
#include "http/server_live.h"
#include "store/writer.h"

#include <stdatomic.h>

struct MHD_Connection;
struct multipart;
struct respond_reply;

#define REQUEST_MAGIC 0x52455155U

enum request_phase {
    REQUEST_OPEN,
    REQUEST_AUTH,
    REQUEST_GATE,
    REQUEST_BODY,
    REQUEST_DECODE,
    REQUEST_LOAD,
    REQUEST_CRAFT,
    REQUEST_RUN,
    REQUEST_REPLY,
    REQUEST_SENT
};

enum request_state { REQUEST_RUNNING, REQUEST_PARKED, REQUEST_DONE, REQUEST_ABANDONED };

struct request {
    uint32_t magic;
    _Atomic int state;
    _Atomic int left; /* when abandoned: how many of worker and job have let go */

    /* the worker's, constant while parked */
    struct worker *worker;
    struct server *server;
    struct MHD_Connection *connection;
    struct conn *conn;
    struct request *next_spare;
    enum request_phase phase;
    enum router_method method;
    const char *path; /* the library's; sound */
    struct head head;
    struct server_credentials credentials;
    struct peer peer; /* the client's, when a proxy stands between */
    const char *trace_id;
    int64_t started_ms;
    int status; /* that was answered */
    const char *
        refusal; /* code of the reason that was answered; NULL: none. Not read from ctx, which a writer may hold at the end */
    int is_zh;
    int has_query;
    int has_body;   /* the client announced one */
    int must_close; /* what follows on the connection cannot be trusted */
    int is_tx_open;
    int is_counted; /* among the suspended ones, and in the connection table */
    struct tx tx;

    struct live live; /* of a reply that goes on */

    /* the worker's or the job's, whoever has the request */
    struct arena *arena;
    struct ctx ctx;
    struct router_match match;
    struct call call;
    struct form form;        /* of a page */
    struct multipart *parts; /* of a page whose form has a file */
    struct buf body;
    size_t body_max;
    size_t body_bytes; /* that came, also beyond the cap */
    size_t body_held;  /* counted in the server's total */

    /* the job's while parked */
    struct writer_job job;
    struct craft_job craft;
    struct arena_mark attempt;
    struct clock *clock;
    struct writer *writer;
    enum rc (*run_write)(struct ctx *ctx, struct tx *tx, struct call *call);
    enum rc job_rc;
};

/* request.c: from the library's calls. */
struct request *request_take(struct worker *w, struct MHD_Connection *connection, struct conn *conn);
/* Runs phases until the request is answered, parked, or waits for its body. 0: drop the connection. */
int request_advance(struct request *req);
/* The request goes back to its worker, or away. Called once, from the completion notice. */
void request_end(struct request *req);
/* One of worker and job lets go of an abandoned request; the second frees it. Any thread. */
void request_let_go(struct request *req);
void request_free_spares(struct worker *w);
/* Tells how a step ended: a code that stands without a fault gets one. Returns the standing code. */
enum rc request_settle(struct request *req, enum rc rc);
/* What the log may say of why it was refused. */
void request_note_refusal(struct request *req, const struct fault *f);
/* One refusal. */
enum rc request_refuse(struct request *req, enum rc rc, const struct reason *reason, const char *arg);

/* request_open.c: the first call. */
RC_MUST enum rc request_open(struct request *req, const char *method, const char *url, const char *version);
/* request_query.c: path, query and body into call->in. */
RC_MUST enum rc request_decode(struct request *req);
/* 0 when the query is too long for us. */
int request_query_fits(struct request *req);
/* request_body.c: data calls. 0: drop the connection. */
int request_take_body(struct request *req, const char *bytes, size_t n);
RC_MUST enum rc request_check_body(struct request *req);
/* request_parts.c: of a page's form with a file. */
RC_MUST enum rc request_parts_open(struct request *req);
void request_parts_take(struct request *req, const char *bytes, size_t n);
RC_MUST enum rc request_parts_end(struct request *req);
/* request_steps.c */
RC_MUST enum rc request_auth(struct request *req);
RC_MUST enum rc request_gate(struct request *req);
RC_MUST enum rc request_load(struct request *req);
RC_MUST enum rc request_run_read(struct request *req);
RC_MUST enum rc request_open_tx(struct request *req);
void request_close_tx(struct request *req);
/* request_park.c: 1 when parked, 0 when the request goes on (with a fault). */
int request_park(struct request *req);
/* After the library called again: takes the request back. 0: it was abandoned. */
int request_unpark(struct request *req);
/* For the connection table. */
int request_claim(void *parked);
void request_resume_claimed(void *parked);
/* request_reply.c: everything that an answer can be. 0: drop the connection. */
int request_reply(struct request *req);
int request_reply_abandoned(struct request *req);
struct respond_reply;
/* Content-Disposition (RFC 8187 beside a plain name for old programs). */
void request_add_disposition(struct request *req, struct respond_reply *reply);
/* request_page.c: a page instead of JSON. Takes the body apart; RC_LIMITED: what was typed is known by then, and is not lost. */
RC_MUST enum rc request_page_decode(struct request *req);
/* 0: drop the connection. */
int request_page_reply(struct request *req);
/* request_open.c: tokens of the rate bucket for this call. */
RC_MUST enum rc request_take_tokens(struct request *req);
/* request_live.c: begins a reply that goes on. 0: drop the connection. */
int request_live_reply(struct request *req);
/* Ends it, when there is one; from the completion notice. */
void request_live_end(struct request *req);
/* request_system.c: health, metrics, description, and the front end. 1 when it answers this request. */
extern const struct endpoint_table request_system_table;
void request_system_reply(struct request *req, struct respond_reply *reply);
int request_is_system(const struct request *req);
/* 1 when the path is the front end's to answer. */
int request_asset_reply(struct request *req, struct respond_reply *reply);

#endif
