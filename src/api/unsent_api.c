/*
 * unsent_api.c - /public/drafts: what a petitioner has written and not sent; the code that opens it never stands in an address.
 *
 * The content is the body of POST /public/submissions as far as it is written, and may be unfinished or wrong: it is judged when it
 * is sent. Pages and programs may keep a member of their own in it.
 *
 * Runs on: the writer, opening on workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/value.h"
#include "domain/unsent.h"

struct unsent_in {
    const char *code;
    const struct value *content;
};
struct unsent_out {
    const char *code, *content;
    int64_t expires_at;
};

#define UNSENT_CODE    IN_MUST(struct unsent_in, code, FIELD_TEXT, 10, 80, "Code that was told when it was first kept")
#define UNSENT_CONTENT IN_MUST(struct unsent_in, content, FIELD_VALUE, 0, 0, "What is written so far")
#define UNSENT_EXPIRES OUT(struct unsent_out, expires_at, FIELD_STAMP, "Until then it is kept")

FIELD_SET(unsent_add_body, "DraftNew", struct unsent_in, UNSENT_CONTENT);
FIELD_SET(unsent_save_body, "DraftAgain", struct unsent_in, UNSENT_CODE, UNSENT_CONTENT);
FIELD_SET(unsent_code_body, "DraftCode", struct unsent_in, UNSENT_CODE);
FIELD_SET(unsent_add_reply, "DraftKept", struct unsent_out,
          OUT(struct unsent_out, code, FIELD_TEXT, "Opens it; told once and not kept here"), UNSENT_EXPIRES);
FIELD_SET(unsent_save_reply, "DraftKeptAgain", struct unsent_out, UNSENT_EXPIRES);
FIELD_SET(unsent_open_reply, "DraftOpened", struct unsent_out,
          OUT(struct unsent_out, content, FIELD_RAW, "What was written"), UNSENT_EXPIRES);

static const char *unsent_text(struct ctx *ctx, const struct value *content)
{
    struct buf b;
    buf_init(&b, ctx->arena);
    value_put_json(&b, content);
    return buf_cstr(&b);
}

static enum rc unsent_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unsent_in *in = call->in;
    struct unsent_out *out = call->out;
    const char *text = unsent_text(ctx, in->content);
    return text != NULL ? unsent_add(ctx, tx, text, &out->code, &out->expires_at) : RC_TOO_LARGE;
}

static enum rc unsent_put(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unsent_in *in = call->in;
    struct unsent_out *out = call->out;
    const char *text = unsent_text(ctx, in->content);
    return text != NULL ? unsent_save(ctx, tx, in->code, text, &out->expires_at) : RC_TOO_LARGE;
}

static enum rc unsent_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unsent_in *in = call->in;
    struct unsent_out *out = call->out;
    return unsent_open(ctx, tx, in->code, &out->content, &out->expires_at);
}

static enum rc unsent_remove(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unsent_in *in = call->in;
    return unsent_drop(ctx, tx, in->code);
}

static const enum rc unsent_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_LIMITED, RC_OK};

ENDPOINT_TABLE(unsent_api_table,
               {.method = "POST",
                .path = "/api/v1/public/drafts",
                .operation = "keepDraft",
                .tag = "public",
                .summary = "Keeps what is written so far for 14 days; answers with the code that opens it",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &unsent_add_body,
                .reply = &unsent_add_reply,
                .in_size = sizeof(struct unsent_in),
                .out_size = sizeof(struct unsent_out),
                .ok = 201,
                .may = unsent_may,
                .cost = 30,
                .run = unsent_post},
               {.method = "PUT",
                .path = "/api/v1/public/drafts",
                .operation = "keepDraftAgain",
                .tag = "public",
                .summary = "Keeps it as it is now, for another 14 days",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &unsent_save_body,
                .reply = &unsent_save_reply,
                .in_size = sizeof(struct unsent_in),
                .out_size = sizeof(struct unsent_out),
                .ok = 200,
                .may = unsent_may,
                .cost = 10,
                .run = unsent_put},
               {.method = "POST",
                .path = "/api/v1/public/draft-openings",
                .operation = "openDraft",
                .tag = "public",
                .summary = "What was kept under a code",
                .need = ENDPOINT_PUBLIC,
                .body = &unsent_code_body,
                .reply = &unsent_open_reply,
                .in_size = sizeof(struct unsent_in),
                .out_size = sizeof(struct unsent_out),
                .ok = 200,
                .may = unsent_may,
                .cost = 10,
                .run = unsent_show},
               {.method = "POST",
                .path = "/api/v1/public/draft-removals",
                .operation = "removeDraft",
                .tag = "public",
                .summary = "Throws it away; done by the page when it was sent",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_WRITE,
                .body = &unsent_code_body,
                .in_size = sizeof(struct unsent_in),
                .out_size = 0,
                .ok = 204,
                .may = unsent_may,
                .cost = 10,
                .run = unsent_remove});
