/*
 * plain_submit_api.c - /plain/submit, /plain/send, /plain/draft, /plain/resume: submitting without scripts.
 *
 * They do what POST /public/submissions and /public/drafts do, by the same functions.
 *
 * Runs on: workers (reading, writing pages), the writer (sending, keeping). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/intake.h"
#include "api/plain_submit.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/reason.h"
#include "domain/unsent.h"
#include "http/codec.h"

#include <string.h>

static const char *typed_draft(const struct call *call)
{
    const char *code = form_text(call->form, "_draft");
    return code != NULL && *code != '\0' ? code : NULL;
}

/* GET: empty. */
static enum rc submit_empty(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct plain p = plain_new(ctx, tx, call, out);
    plain_submit_write(&p, NULL, NULL, 0);
    return RC_OK;
}

static int is_check(const struct call *call)
{
    const char *act = form_text(call->form, "_do");
    return act == NULL || strcmp(act, "check") == 0;
}

/* An accusation is turned away before anybody reads it once more. */
static enum rc check_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct intake_in *in = call->in;
    (void)tx;
    return is_check(call) && strcmp(in->purpose, "accusation") == 0
               ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SEALED_LANE), "/purpose", NULL, NULL)
               : RC_OK;
}

/* POST /plain/submit: read once more what was typed, unless something is wrong or another button was pressed. */
static enum rc submit_again(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    if (!is_check(call) && ctx->fault.rc == RC_INVALID) {
        fault_clear(&ctx->fault); /* it is not finished, and nobody said so */
    }
    const struct plain p = plain_new(ctx, tx, call, out);
    plain_submit_write(&p, typed_draft(call), NULL, is_check(call) && ctx->fault.rc == RC_OK);
    return RC_OK;
}

/* POST /plain/send */

struct plain_sent {
    struct intake_receipt receipt;
};
FIELD_SET(plain_sent_set, "PlainSent", struct plain_sent,
          OUT_PART(struct plain_sent, receipt, intake_receipt_set, "As it is told by JSON"));

/* A context of its own, so that what is no fault of the request does not become one. */
static struct ctx aside(const struct ctx *ctx)
{
    struct ctx own = *ctx;
    fault_clear(&own.fault);
    return own;
}

static enum rc send_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct plain_sent *out = call->out;
    struct submission_out made;
    const char *draft = typed_draft(call);
    enum rc rc = intake_register(ctx, tx, call->in, 1, &made, &out->receipt);
    if (rc == RC_OK && draft != NULL) {
        struct ctx own = aside(ctx);
        rc = unsent_drop(&own, tx, draft);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc; /* over by now */
    }
    return rc;
}

static void put_receipt(const struct plain *p, const struct intake_receipt *r)
{
    plain_begin(p, "receipt.sent", "/plain/submit");
    plain_tag(p, "p class=\"box note\"", "receipt.keep");
    buf_puts(p->out, "<section class=\"receipt\">\n<h2>");
    plain_say(p, "receipt.title");
    buf_puts(p->out, "</h2>\n<dl class=\"facts\">\n<div><dt>");
    plain_say(p, "receipt.number");
    buf_puts(p->out, "</dt><dd class=\"big\" id=\"receipt-number\">");
    plain_text(p, r->number);
    buf_puts(p->out, "</dd></div>\n<div><dt>");
    plain_say(p, "receipt.code");
    buf_puts(p->out, "</dt><dd class=\"big\" id=\"receipt-code\">");
    plain_text(p, r->query_code);
    buf_puts(p->out, "</dd></div>\n");
    plain_fact(p, "sub.title", form_text(&p->form, "title"));
    plain_fact(p, "receipt.registered", plain_day(p, clock_day_of(r->registered_at)));
    plain_fact(p, "receipt.unit", r->unit_name);
    plain_fact(p, "portal.phone", r->unit_phone);
    buf_puts(p->out, "</dl>\n");
    plain_tag(p, "h3", "receipt.expected");
    buf_puts(p->out, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < r->expected_count; i++) {
        const struct intake_expected *x = &r->expected[i];
        buf_puts(p->out, "<div><dt>");
        plain_text(p, plain_choose(p, x->title_zh, x->title_en));
        buf_puts(p->out, "</dt><dd>");
        plain_say_with(p, "receipt.before", "day", plain_day(p, api_day(x->due_on)));
        buf_puts(p->out, "</dd></div>\n");
    }
    buf_puts(p->out, "</dl>\n</section>\n");
    plain_tag(p, "p class=\"no-print\"", "plain.print");
    buf_puts(p->out, "<div class=\"no-print\">");
    plain_form_begin(p, "/plain/track", 0);
    plain_hidden(p, "number", r->number);
    plain_hidden(p, "code", r->query_code);
    plain_form_end(p, "portal.track");
    buf_puts(p->out, "</div>\n");
    plain_end(p);
}

static enum rc send_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct plain p = plain_new(ctx, tx, call, out);
    const struct plain_sent *sent = call->out;
    if (ctx->fault.rc == RC_OK) {
        put_receipt(&p, &sent->receipt);
    } else {
        plain_submit_write(&p, typed_draft(call), NULL, 0);
    }
    return RC_OK;
}

/* POST /plain/draft: whatever was typed, right or wrong */

struct plain_draft_in {
    const struct value *content;
};
struct plain_draft_out {
    const char *code;
    int64_t expires_at;
};
FIELD_SET(plain_draft_body, "PlainDraft", struct plain_draft_in,
          IN(struct plain_draft_in, content, FIELD_VALUE, 0, 0, "All controls as they are"));
FIELD_SET(plain_draft_reply, "PlainDraftKept", struct plain_draft_out,
          OUT(struct plain_draft_out, code, FIELD_TEXT, "Opens it"),
          OUT(struct plain_draft_out, expires_at, FIELD_STAMP, "Until then it is kept"));

/* As the scripted page keeps it: the body of a submission, as far as it is written. */
static const char *draft_json(struct ctx *ctx, const struct form *typed)
{
    struct ctx own = aside(ctx);
    struct buf json;
    struct form form = {.pairs = arena_array_of(ctx->arena, struct form_pair, typed->count + 1), .count = typed->count};
    if (form.pairs == NULL) {
        return NULL;
    }
    memcpy(form.pairs, typed->pairs, typed->count * sizeof *form.pairs); /* this may run again */
    buf_init(&json, ctx->arena);
    enum rc rc = form_put_json(&own, &form, &intake_public_body, &json);
    return rc == RC_OK || rc == RC_INVALID ? buf_cstr(&json) : NULL;
}

static enum rc draft_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct plain_draft_out *out = call->out;
    const char *json = draft_json(ctx, call->form), *code = typed_draft(call);
    if (json == NULL) {
        return RC_TOO_LARGE;
    }
    if (code != NULL) {
        struct ctx own = aside(ctx);
        out->code = code;
        enum rc rc = unsent_save(&own, tx, code, json, &out->expires_at);
        if (rc != RC_NOT_FOUND) {
            ctx->fault = own.fault;
            return rc;
        }
    }
    return unsent_add(ctx, tx, json, &out->code, &out->expires_at);
}

static enum rc draft_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct plain p = plain_new(ctx, tx, call, out);
    const struct plain_draft_out *kept = call->out;
    int is_kept = ctx->fault.rc == RC_OK && kept->code != NULL;
    plain_submit_write(&p, is_kept ? kept->code : typed_draft(call), is_kept ? "plain.kept" : NULL, 0);
    return RC_OK;
}

/* /plain/resume */

struct plain_resume_in {
    const char *code;
};
struct plain_resume_out {
    const char *content;
};
FIELD_SET(plain_resume_body, "PlainResume", struct plain_resume_in,
          IN_MUST(struct plain_resume_in, code, FIELD_TEXT, 10, 80, "Code under which it is kept"));

static const struct plain_row resume_rows[] = {{.name = "code", .label = "draft.code", .hint = "draft.code.hint"}};

static enum rc resume_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct plain_resume_in *in = call->in;
    struct plain_resume_out *out = call->out;
    int64_t ends_ms;
    return unsent_open(ctx, tx, in->code, &out->content, &ends_ms);
}

static void put_resume(const struct plain *p)
{
    plain_begin(p, "draft.resume", "/plain/resume");
    plain_errors(p, resume_rows, 1);
    plain_form_begin(p, "/plain/resume", 0);
    plain_control(p, &plain_resume_body, resume_rows, 0);
    plain_form_end(p, "draft.open");
    plain_end(p);
}

static enum rc resume_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    struct plain p = plain_new(ctx, tx, call, out);
    const struct plain_resume_out *found = call->out;
    const struct value *content;
    if (ctx->fault.rc != RC_OK || found->content == NULL) {
        put_resume(&p);
        return RC_OK;
    }
    enum rc rc = codec_decode_value(ctx, found->content, strlen(found->content), &content);
    rc = rc == RC_OK ? form_of_value(ctx, content, &p.form) : rc;
    if (rc == RC_OK) {
        plain_submit_write(&p, form_text(call->form, "code"), "draft.resumed", 0);
    }
    return rc;
}

static enum rc resume_empty(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct plain p = plain_new(ctx, tx, call, out);
    put_resume(&p);
    return RC_OK;
}

static const enum rc send_may[] = {RC_REFUSED, RC_INVALID, RC_LIMITED, RC_OK};
static const enum rc draft_page_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_LIMITED, RC_OK};

ENDPOINT_TABLE(plain_submit_api_table, PLAIN_SHOW("/plain/submit", "plainSubmit", "The form, empty", submit_empty),
               PLAIN_SHOW("/plain/send", "plainSend", "The form, empty: nothing is sent by opening an address",
                          submit_empty),
               PLAIN_SHOW("/plain/draft", "plainDraft", "The form, empty", submit_empty),
               PLAIN_SHOW("/plain/resume", "plainResume", "Asks for the code of a draft", resume_empty),
               {.method = "POST",
                .path = "/plain/submit",
                .operation = "plainSubmitCheck",
                .tag = "plain",
                .summary = "What was typed once more, to be read before it is sent or to be changed",
                .need = ENDPOINT_PUBLIC,
                .body = &intake_public_body,
                .in_size = sizeof(struct intake_in),
                .ok = 200,
                .page = submit_again,
                .may = send_may,
                .cost = 5,
                .run = check_run},
               {.method = "POST",
                .path = "/plain/send",
                .operation = "plainSubmitSend",
                .tag = "plain",
                .summary = "Submits, and shows number and query code",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &intake_public_body,
                .reply = &plain_sent_set,
                .in_size = sizeof(struct intake_in),
                .out_size = sizeof(struct plain_sent),
                .ok = 200,
                .page = send_page,
                .may = send_may,
                .cost = 50,
                .takes_key = 1,
                .run = send_run},
               {.method = "POST",
                .path = "/plain/draft",
                .operation = "plainDraftKeep",
                .tag = "plain",
                .summary = "Keeps what was typed, and shows the code that opens it",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &plain_draft_body,
                .reply = &plain_draft_reply,
                .in_size = sizeof(struct plain_draft_in),
                .out_size = sizeof(struct plain_draft_out),
                .ok = 200,
                .page = draft_page,
                .may = draft_page_may,
                .cost = 30,
                .run = draft_run},
               {.method = "POST",
                .path = "/plain/resume",
                .operation = "plainDraftOpen",
                .tag = "plain",
                .summary = "The form with what was kept",
                .need = ENDPOINT_PUBLIC,
                .body = &plain_resume_body,
                .in_size = sizeof(struct plain_resume_in),
                .out_size = sizeof(struct plain_resume_out),
                .ok = 200,
                .page = resume_page,
                .may = draft_page_may,
                .cost = 10,
                .run = resume_run});
