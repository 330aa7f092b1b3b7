/*
 * request_page.c - pages for people without scripts: a form on the way in, HTML on the way out.
 *
 * Runs on: a worker. Owns: nothing; everything lies on the request's arena.
 * Invariant: what was typed is known to the page whenever the body could be read, whatever was refused.
 */
#include "base/buf.h"
#include "base/ident.h"
#include "http/codec.h"
#include "http/problem.h"
#include "http/reasons.h"
#include "http/request.h"
#include "http/respond.h"

#include <microhttpd.h>
#include <string.h>

#define TYPE_HTML "text/html; charset=utf-8"

static struct form_pair no_pairs[1];

static void choose_language(struct request *req)
{
    const char *lang = req->call.form != NULL ? form_text(req->call.form, "_lang") : NULL;
    if (lang == NULL) {
        lang = MHD_lookup_connection_value(req->connection, MHD_GET_ARGUMENT_KIND, "lang");
    }
    if (lang != NULL && (strcmp(lang, "zh") == 0 || strcmp(lang, "en") == 0)) {
        req->is_zh = lang[0] == 'z';
        req->ctx.is_zh = req->is_zh;
    }
}

/* The key that the page was made with, so that a second click is answered with what the first one did. */
static void take_key(struct request *req)
{
    const char *key = form_text(&req->form, "_key");
    if (req->match.endpoint->takes_key && req->call.idempotency_key == NULL && key != NULL && ident_is_valid(key)) {
        req->call.idempotency_key = key;
    }
}

static enum rc decode_form(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    struct buf json;
    enum rc rc = req->parts != NULL
                     ? RC_OK
                     : form_parse(&req->ctx, req->body.data != NULL ? req->body.data : "", req->body.len, &req->form);
    req->call.form = &req->form;
    choose_language(req);
    if (rc != RC_OK) {
        return rc;
    }
    take_key(req);
    buf_init(&json, req->arena);
    /* Both tell all that is wrong; a control that nobody knows does not hide an empty one. */
    rc = form_put_json(&req->ctx, &req->form, ep->body, &json);
    return rc == RC_OK || rc == RC_INVALID ? codec_decode(&req->ctx, ep->body, json.data, json.len, req->call.in) : rc;
}

enum rc request_page_decode(struct request *req)
{
    enum rc rc = req->match.endpoint->body != NULL ? decode_form(req) : RC_OK;
    choose_language(req);
    if (rc != RC_OK && rc != RC_INVALID) {
        return rc;
    }
    enum rc limited = req->parts != NULL ? RC_OK : request_take_tokens(req);
    return limited != RC_OK ? limited : req->ctx.fault.rc;
}

static const struct reason *reason_of(struct arena *a, const struct value *v)
{
    const char *code = value_text(v, "code"), *detail = value_text(v, "detail");
    struct reason *made = arena_new_of(a, struct reason);
    if (made != NULL) {
        *made =
            (struct reason){code != NULL ? code : "", detail != NULL ? detail : "", detail != NULL ? detail : "", 0};
    }
    return made;
}

/* A refusal that was kept with the key, as it was when it was new. */
static enum rc recall_refusal(struct request *req)
{
    static const enum rc codes[] = {RC_MALFORMED, RC_NOT_FOUND, RC_CONFLICT, RC_REFUSED, RC_GONE, RC_INVALID};
    struct ctx *ctx = &req->ctx;
    const struct value *told = NULL;
    enum rc code = RC_REFUSED, rc = codec_decode_value(ctx, req->call.body, strlen(req->call.body), &told);
    const struct value *errors = rc == RC_OK ? value_get(told, "errors") : NULL;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        code = rc_status(codes[i]) == req->call.status ? codes[i] : code;
    }
    if (rc != RC_OK) {
        return rc;
    }
    (void)fault_set(&ctx->fault, code, reason_of(ctx->arena, told), NULL, NULL, NULL);
    for (size_t i = 0; errors != NULL && i < errors->count; i++) {
        const char *pointer = value_text(&errors->items[i], "pointer");
        (void)fault_add(&ctx->fault, reason_of(ctx->arena, &errors->items[i]),
                        pointer != NULL && *pointer == '#' ? pointer + 1 : pointer, NULL, NULL);
    }
    return RC_OK;
}

/* The same key again: what was answered then is JSON. */
static enum rc recall(struct request *req)
{
    const struct call *call = &req->call;
    if (call->body == NULL) {
        return RC_OK;
    }
    if (call->status >= 400) {
        return recall_refusal(req);
    }
    return codec_decode(&req->ctx, call->endpoint->reply, call->body, strlen(call->body), call->out);
}

/* Whatever did not come to be is there, and empty. */
static int fill(struct request *req)
{
    struct call *call = &req->call;
    const struct endpoint *ep = req->match.endpoint;
    call->endpoint = ep;
    if (call->form == NULL) {
        req->form = (struct form){.pairs = no_pairs};
        call->form = &req->form;
        choose_language(req);
    }
    call->in = call->in != NULL ? call->in : arena_alloc(req->arena, ep->in_size > 0 ? ep->in_size : 1);
    call->out = call->out != NULL ? call->out : arena_alloc(req->arena, ep->out_size > 0 ? ep->out_size : 1);
    return call->in != NULL && call->out != NULL;
}

static enum rc write_page(struct request *req, struct buf *html)
{
    enum rc rc = fill(req) ? recall(req) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = request_open_tx(req);
    }
    if (rc == RC_OK) {
        rc = req->match.endpoint->page(&req->ctx, &req->tx, &req->call, html);
    }
    request_close_tx(req);
    return rc == RC_OK && !buf_is_ok(html) ? RC_TOO_LARGE : rc;
}

/* No page can be made; what was done is not told as undone. */
static int send_plainly(struct request *req, enum rc rc)
{
    struct respond_reply reply = {.kind = RESPOND_API, .type = "text/plain; charset=utf-8", .is_last = req->must_close};
    int was_done = req->match.endpoint->mode == ENDPOINT_WRITE && req->ctx.fault.rc == RC_OK;
    rc = was_done ? RC_OUTCOME_UNKNOWN : req->ctx.fault.rc != RC_OK ? req->ctx.fault.rc : rc;
    reply.status = rc_status(rc);
    reply.body = rc_title(rc, req->is_zh);
    reply.size = strlen(reply.body);
    req->status = reply.status;
    return respond_send(req, &reply);
}

int request_page_reply(struct request *req)
{
    struct buf html;
    struct respond_reply reply = {.kind = RESPOND_FORM, .type = TYPE_HTML};
    const struct endpoint *ep = req->match.endpoint;
    buf_init(&html, req->arena);
    enum rc rc = write_page(req, &html);
    if (rc != RC_OK) {
        return send_plainly(req, rc);
    }
    const struct fault *f = &req->ctx.fault;
    reply.status = f->rc != RC_OK ? rc_status(f->rc) : req->call.status != 0 ? req->call.status : ep->ok;
    reply.body = html.data;
    reply.size = html.len;
    reply.is_last = req->must_close || (req->has_body && req->body_bytes == 0);
    respond_add(&reply, "Content-Language", req->is_zh ? "zh-CN" : "en");
    respond_add(&reply, "Vary", "Accept-Language");
    long retry_s = f->rc != RC_OK ? problem_retry_after(f) : 0;
    if (retry_s > 0) {
        respond_add(&reply, "Retry-After", arena_printf(req->arena, "%ld", retry_s));
    }
    req->status = reply.status;
    request_note_refusal(req, f);
    return respond_send(req, &reply);
}
