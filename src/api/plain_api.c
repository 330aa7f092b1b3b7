/*
 * plain_api.c - /plain, where the plain pages begin, and /plain/check, which checks a proof.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/plain.h"
#include "api/proof_view.h"
#include "api/tables.h"
#include "base/buf.h"
#include "domain/reason.h"
#include "http/codec.h"

#include <string.h>

static void put_way(const struct plain *p, const char *path, const char *key, const char *more)
{
    buf_printf(p->out, "<li><a class=\"way\" href=\"%s?lang=%s\"><b>", path, plain_choose(p, "zh", "en"));
    plain_say(p, key);
    buf_puts(p->out, "</b><br>");
    plain_say(p, more);
    buf_puts(p->out, "</a></li>\n");
}

static enum rc home_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct plain p = plain_new(ctx, tx, call, out);
    plain_begin(&p, "portal.name", "/plain");
    plain_errors(&p, NULL, 0);
    plain_tag(&p, "p", "home.lead");
    buf_puts(out, "<ul class=\"ways\">\n");
    put_way(&p, "/plain/submit", "portal.submit", "home.submit");
    put_way(&p, "/plain/track", "portal.track", "home.track");
    put_way(&p, "/plain/resume", "draft.resume", "plain.resume.more");
    put_way(&p, "/plain/check", "check.title", "plain.check.more");
    buf_puts(out, "</ul>\n");
    plain_tag(&p, "h2", "home.know");
    buf_puts(out, "<ul>\n");
    plain_tag(&p, "li", "home.know.ways");
    plain_tag(&p, "li", "home.know.accusation");
    plain_tag(&p, "li", "home.know.court");
    plain_tag(&p, "li", "home.know.data");
    buf_puts(out, "</ul>\n");
    plain_end(&p);
    return RC_OK;
}

struct plain_check_in {
    const char *proof;
};
struct plain_check_out {
    int was_checked;
    struct proof_verdict verdict;
    int has_checkpoint;
};
FIELD_SET(check_body, "PlainCheck", struct plain_check_in,
          IN_MUST(struct plain_check_in, proof, FIELD_LONG, 2, 20000, "What is in the proof's file"));

static const struct plain_row check_rows[] = {{.name = "proof", .label = "plain.check.text"}};

/* What is no proof is told of the one control that there is. */
static enum rc check_refuse(struct ctx *ctx)
{
    fault_clear(&ctx->fault);
    return fault_add(&ctx->fault, reason(REASON_NO_PROOF), "/proof", NULL, NULL);
}

static enum rc check_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct plain_check_in *in = call->in;
    struct plain_check_out *out = call->out;
    struct proof_view *view = arena_new_of(ctx->arena, struct proof_view);
    struct proof proof;
    if (view == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = codec_decode(ctx, &proof_view_set, in->proof, strlen(in->proof), view);
    if (rc == RC_MALFORMED || rc == RC_INVALID) {
        return check_refuse(ctx);
    }
    rc = rc == RC_OK ? proof_view_read(ctx, view, &proof) : rc;
    rc = rc == RC_OK ? proof_check(ctx, tx, &proof, &out->verdict) : rc;
    out->was_checked = rc == RC_OK;
    out->has_checkpoint = rc == RC_OK && proof.inclusion != NULL;
    return rc;
}

static void put_verdict(const struct plain *p, const struct plain_check_out *found)
{
    const struct proof_verdict *v = &found->verdict;
    int is_good = v->is_signed && v->is_in_journal && (v->is_included || !found->has_checkpoint);
    const char *title = is_good ? "check.good" : v->is_whole ? "check.bad" : "check.not_ours";
    buf_puts(p->out,
             is_good ? "<div class=\"box good\" role=\"status\">\n" : "<div class=\"box bad\" role=\"alert\">\n");
    plain_tag(p, "h2", title);
    if (!v->is_whole) { /* what else does not hold says nothing of the records */
        plain_tag(p, "p", "check.not_ours.more");
        buf_puts(p->out, "</div>\n");
        return;
    }
    buf_puts(p->out, "<ul>\n");
    plain_tag(p, "li", "check.signed.yes");
    plain_tag(p, "li",
              !found->has_checkpoint ? "check.included.open"
              : v->is_included       ? "check.included.yes"
                                     : "check.included.no");
    plain_tag(p, "li", v->is_in_journal ? "check.in_journal.yes" : "check.in_journal.no");
    buf_puts(p->out, "</ul>\n");
    if (!is_good) {
        plain_tag(p, "p", "check.bad.more");
        plain_tag(p, "p", "check.turn");
    }
    buf_puts(p->out, "</div>\n");
}

static enum rc check_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct plain p = plain_new(ctx, tx, call, out);
    const struct plain_check_out *found = call->out;
    plain_begin(&p, "check.title", "/plain/check");
    plain_errors(&p, check_rows, 1);
    if (call->endpoint->out_size > 0 && ctx->fault.rc == RC_OK && found->was_checked) {
        put_verdict(&p, found);
    }
    plain_tag(&p, "p class=\"muted\"", "plain.check.more");
    plain_form_begin(&p, "/plain/check", 0);
    plain_control(&p, &check_body, check_rows, 0);
    plain_form_end(&p, "check.go");
    plain_end(&p);
    return RC_OK;
}

static const enum rc check_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(plain_api_table, PLAIN_SHOW("/plain", "plainHome", "Where the pages without scripts begin", home_page),
               PLAIN_SHOW("/plain/check", "plainCheck", "Asks for a proof", check_page),
               {.method = "POST",
                .path = "/plain/check",
                .operation = "plainCheckProof",
                .tag = "plain",
                .summary = "What of a proof holds",
                .need = ENDPOINT_PUBLIC,
                .body = &check_body,
                .in_size = sizeof(struct plain_check_in),
                .out_size = sizeof(struct plain_check_out),
                .ok = 200,
                .page = check_page,
                .may = check_may,
                .cost = 20,
                .run = check_run});
