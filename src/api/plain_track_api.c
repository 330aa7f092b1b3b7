/*
 * plain_track_api.c - /plain/track, /plain/material, /plain/file, /plain/rate, /plain/review: following a case without scripts.
 *
 * Number and code travel in the body of every one of them, and never in an address. Each shows the case afterwards, as it then stands.
 *
 * Runs on: workers (reading, writing pages, pieces of a file), craft threads (its inspection), the writer (what changes something). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/plain.h"
#include "api/plain_case.h"
#include "api/proof_view.h"
#include "api/public_file.h"
#include "api/public_request.h"
#include "api/tables.h"
#include "api/upload.h"
#include "base/buf.h"
#include "domain/env.h"
#include "domain/file.h"
#include "domain/material.h"
#include "http/codec.h"

#include <string.h>

#define NUMBER_AND_CODE(type)                                                                                          \
    IN_MUST(type, number, FIELD_TEXT, 5, 60, "Number on the receipt"),                                                 \
        IN_MUST(type, code, FIELD_TEXT, 10, 60, "Query code on the receipt")

/* What is refused in the middle is swallowed up to here, so that the page can say why. */
#define PLAIN_FILE_BODY_MAX ((size_t)64 << 20)

struct plain_track_in {
    const char *number, *code;
};
FIELD_SET(track_body, "PlainTrack", struct plain_track_in, NUMBER_AND_CODE(struct plain_track_in));
FIELD_SET(material_body, "PlainMaterial", struct public_material_in, NUMBER_AND_CODE(struct public_material_in),
          PUBLIC_MATERIAL_FIELDS(struct public_material_in));
FIELD_SET(rating_body, "PlainRating", struct public_rating_in, NUMBER_AND_CODE(struct public_rating_in),
          PUBLIC_RATING_FIELDS(struct public_rating_in));
FIELD_SET(review_body, "PlainReview", struct public_review_in, NUMBER_AND_CODE(struct public_review_in),
          PUBLIC_REVIEW_FIELDS(struct public_review_in));

static const struct plain_row track_rows[] = {
    {.name = "number", .label = "receipt.number"},
    {.name = "code", .label = "receipt.code"},
    {.name = "title", .label = "material.title"},
    {.name = "text", .label = "material.text", .hint = "material.hint"},
    {.name = "target", .label = "rate.target", .choices = "rate.target"},
    {.name = "value", .label = "rate.value", .choices = "rate.value"},
    {.name = "comment", .label = "rate.comment"},
    {.name = "grounds", .label = "ask.grounds", .hint = "ask.hint"},
};
enum { ROW_NUMBER, ROW_CODE, ROW_TITLE, ROW_TEXT, ROW_TARGET, ROW_VALUE, ROW_COMMENT, ROW_GROUNDS, ROWS };

static void put_search(const struct plain *p)
{
    plain_tag(p, "p class=\"muted\"", "track.lead");
    plain_form_begin(p, "/plain/track", 0);
    plain_control(p, &track_body, &track_rows[ROW_NUMBER], 0);
    plain_control(p, &track_body, &track_rows[ROW_CODE], 0);
    plain_form_end(p, "track.go");
}

/* A form about the case that is shown. */
static void begin_act(const struct plain *p, const char *action, const char *title)
{
    plain_tag(p, "h2", title);
    plain_form_begin(p, action, 1);
    plain_hidden(p, "number", form_text(&p->form, "number"));
    plain_hidden(p, "code", form_text(&p->form, "code"));
}

static void put_material(const struct plain *p)
{
    buf_puts(p->out, "<section>\n");
    begin_act(p, "/plain/material", "material.name");
    plain_control(p, &material_body, &track_rows[ROW_TITLE], 0);
    plain_control(p, &material_body, &track_rows[ROW_TEXT], 0);
    plain_form_end(p, "material.send");
    buf_puts(p->out, "</section>\n");
}

/* One file at a time: whoever has more sends the form again. */
static void put_file(const struct plain *p, const struct public_case *c)
{
    const struct env *env = p->ctx->env;
    buf_puts(p->out, "<section>\n");
    plain_tag(p, "h2", "material.file.name");
    if (material_place(c) != NULL) {
        buf_puts(p->out, "<p class=\"muted\">");
        plain_say_with(p, "material.file.hint", "n",
                       arena_printf(p->ctx->arena, "%lld", (long long)(env->file_max >> 20)));
        buf_puts(p->out, "</p>\n");
        plain_file_begin(p, "/plain/file");
        plain_hidden(p, "number", form_text(&p->form, "number"));
        plain_hidden(p, "code", form_text(&p->form, "code"));
        plain_file_end(p, "material.file.single", "material.file.send");
    }
    plain_case_write_files(p, c);
    buf_puts(p->out, "</section>\n");
}

static void put_rating(const struct plain *p)
{
    buf_puts(p->out, "<section>\n");
    begin_act(p, "/plain/rate", "rate.title");
    plain_tag(p, "p class=\"muted\"", "rate.lead");
    plain_control(p, &rating_body, &track_rows[ROW_TARGET], 0);
    plain_control(p, &rating_body, &track_rows[ROW_VALUE], 0);
    plain_control(p, &rating_body, &track_rows[ROW_COMMENT], 0);
    plain_form_end(p, "rate.send");
    buf_puts(p->out, "</section>\n");
}

static void put_review(const struct plain *p, const char *kind)
{
    const char *title = strcmp(kind, "recheck") == 0 ? "ask.recheck" : "ask.review";
    buf_puts(p->out, "<section>\n");
    begin_act(p, "/plain/review", title);
    plain_hidden(p, "kind", kind);
    plain_tag(p, "p class=\"muted\"", "ask.lead");
    plain_control(p, &review_body, &track_rows[ROW_GROUNDS], 0);
    plain_form_end(p, "ask.send");
    buf_puts(p->out, "</section>\n");
}

/* The words of the proof's file, to be kept and to be pasted into /plain/check: without scripts nothing carries a code to a download. */
static void put_proof(const struct plain *p, const struct public_case *c)
{
    struct ctx own = *p->ctx;
    struct proof proof;
    struct proof_view view;
    struct buf json;
    fault_clear(&own.fault);
    if (proof_of_case(&own, p->tx, &c->row, &proof) != RC_OK || proof_view_fill(&own, &proof, &view) != RC_OK) {
        return;
    }
    buf_init(&json, p->ctx->arena);
    codec_encode(&json, &proof_view_set, &view);
    buf_puts(p->out, "<section>\n");
    plain_tag(p, "h2", "plain.proof");
    plain_tag(p, "p class=\"muted\"", "plain.proof.more");
    buf_puts(p->out, "<p><textarea id=\"proof\" rows=\"4\" readonly aria-label=\"");
    plain_say(p, "plain.proof");
    buf_puts(p->out, "\">");
    plain_text(p, buf_cstr(&json));
    buf_puts(p->out, "</textarea></p>\n</section>\n");
}

static void put_acts(const struct plain *p, const struct public_case *c)
{
    if (plain_case_has_right(c, "C19")) {
        put_rating(p);
    }
    if (plain_case_has_right(c, "C11")) {
        put_review(p, "review");
    }
    for (size_t i = 0; i < c->part_count; i++) {
        if (plain_case_has_right(&c->parts[i], "C13")) {
            put_review(p, "recheck");
        }
    }
    if (plain_case_takes_material(c)) {
        put_material(p);
    }
    put_file(p, c);
    put_proof(p, c);
}

/* The case that number and code open, whatever became of the call; 0: none. */
static int find_case(const struct plain *p, struct public_case *out)
{
    const char *number = form_text(&p->form, "number"), *code = form_text(&p->form, "code");
    struct ctx own = *p->ctx;
    fault_clear(&own.fault);
    return p->ctx->fault.rc != RC_LIMITED && number != NULL && code != NULL && reference_use(&own, p->tx) == RC_OK &&
           public_case_get(&own, p->tx, number, code, out) == RC_OK;
}

/* What was sent is not shown to be sent again. */
static void forget_sent(struct plain *p)
{
    struct form kept = {.pairs = arena_array_of(p->ctx->arena, struct form_pair, 2)};
    static const char *const names[] = {"number", "code"};
    for (size_t i = 0; kept.pairs != NULL && i < 2; i++) {
        kept.pairs[kept.count++] = (struct form_pair){names[i], form_text(&p->form, names[i]), 0};
    }
    p->form = kept;
}

/* What was sent, for whoever rated: as it was taken, before it is forgotten. */
static void put_rated(const struct plain *p)
{
    if (form_text(&p->form, "value") == NULL) {
        return;
    }
    buf_puts(p->out, "<dl class=\"facts\" id=\"rated\">\n");
    for (int row = ROW_TARGET; row <= ROW_COMMENT; row++) {
        plain_fact(p, track_rows[row].label, plain_shown(p, &rating_body, &track_rows[row], 0));
    }
    buf_puts(p->out, "</dl>\n");
}

static enum rc write_track(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out, const char *done)
{
    struct public_case c;
    struct plain p = plain_new(ctx, tx, call, out);
    int has_case = find_case(&p, &c);
    plain_begin(&p, "track.title", "/plain/track");
    plain_errors(&p, track_rows, ROWS);
    if (ctx->fault.rc == RC_OK && done != NULL) {
        plain_tag(&p, "p class=\"box good\" role=\"status\"", done);
        put_rated(&p);
        forget_sent(&p);
    }
    if (has_case) {
        plain_case_write(&p, &c);
        put_acts(&p, &c);
    } else {
        put_search(&p);
    }
    plain_end(&p);
    return p.form.pairs != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc track_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    return write_track(ctx, tx, call, out, NULL);
}

static enum rc material_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    return write_track(ctx, tx, call, out, "material.done");
}

static enum rc rating_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    return write_track(ctx, tx, call, out, "rate.done");
}

static enum rc review_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    return write_track(ctx, tx, call, out, "ask.done");
}

static enum rc file_page(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    return write_track(ctx, tx, call, out, "material.file.done");
}

/* The controls have come, and the file begins: how long it is nobody said, only how long the whole form is. */
static enum rc file_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct plain_track_in *in = call->in;
    struct file_upload *upload = NULL;
    enum rc rc = material_file_begin(ctx, tx,
                                     &(struct material_file_in){.number = in->number,
                                                                .code = in->code,
                                                                .name = call->upload_name,
                                                                .size = call->body_size,
                                                                .is_at_most = 1},
                                     &upload);
    call->upload = upload;
    call->upload_code = in->code;
    return rc;
}

static enum rc file_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct plain_track_in *in = call->in;
    struct public_file_out *out = call->out;
    *out = (struct public_file_out){.size = file_upload_size(call->upload), .added_at = ctx->now_ms};
    return material_file_add(ctx, tx, in->number, in->code, call->upload, &out->number);
}

/* A wrong number or code is told as by JSON. */
static enum rc track_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct plain_track_in *in = call->in;
    struct case_row row;
    return public_case_find(ctx, tx, in->number, in->code, &row);
}

static const enum rc track_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_INVALID, RC_LIMITED, RC_OK};

#define TRACK_ACT(route, name, text, set, answers, type, made, writes, does)                                           \
    {                                                                                                                  \
        .method = "POST", .path = (route), .operation = (name), .tag = "plain", .summary = (text),                     \
        .need = ENDPOINT_PUBLIC, .mode = ENDPOINT_WRITE, .body = &(set), .reply = &(answers), .in_size = sizeof(type), \
        .out_size = sizeof(made), .ok = 200, .page = (writes), .may = track_may, .cost = 20, .takes_key = 1,           \
        .run = (does)                                                                                                  \
    }

ENDPOINT_TABLE(plain_track_api_table, PLAIN_SHOW("/plain/track", "plainTrack", "Asks for number and code", track_page),
               PLAIN_SHOW("/plain/material", "plainMaterial", "Asks for number and code", track_page),
               PLAIN_SHOW("/plain/file", "plainFile", "Asks for number and code", track_page),
               PLAIN_SHOW("/plain/rate", "plainRate", "Asks for number and code", track_page),
               PLAIN_SHOW("/plain/review", "plainReview", "Asks for number and code", track_page),
               {.method = "POST",
                .path = "/plain/track",
                .operation = "plainTrackCase",
                .tag = "plain",
                .summary = "The case, and what may be done about it",
                .need = ENDPOINT_PUBLIC,
                .body = &track_body,
                .in_size = sizeof(struct plain_track_in),
                .ok = 200,
                .page = track_page,
                .may = track_may,
                .cost = 10,
                .run = track_run},
               TRACK_ACT("/plain/material", "plainMaterialAdd", "Adds to the case", material_body,
                         public_request_material_reply, struct public_material_in, struct public_material_out,
                         material_page, public_request_material),
               {.method = "POST",
                .path = "/plain/file",
                .operation = "plainFileAdd",
                .tag = "plain",
                .summary = "Adds a file to the case",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &track_body,
                .upload = &upload_pieces,
                .body_max = PLAIN_FILE_BODY_MAX,
                .reply = &public_file_reply,
                .in_size = sizeof(struct plain_track_in),
                .out_size = sizeof(struct public_file_out),
                .ok = 200,
                .page = file_page,
                .may = track_may,
                .cost = 20,
                .takes_key = 1,
                .load = file_load,
                .craft = upload_inspect,
                .run = file_run},
               TRACK_ACT("/plain/rate", "plainRateCase", "Rates the handling", rating_body, public_request_rating_reply,
                         struct public_rating_in, struct public_rating_out, rating_page, public_request_rating),
               TRACK_ACT("/plain/review", "plainReviewAsk", "Asks for a review or recheck", review_body,
                         public_request_review_reply, struct public_review_in, struct public_review_out, review_page,
                         public_request_review));
