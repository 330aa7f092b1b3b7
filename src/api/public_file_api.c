/*
 * public_file_api.c - POST /public/cases/{number}/files: a petitioner adds a file with number and query code.
 *
 * The body is the file, its name stands in Content-Disposition and the code in X-Code, so that nothing of it stands in an address. What was
 * added is listed with the case (public_case_api.c); nobody gets a content back here.
 *
 * Runs on: workers (load, pieces), craft threads (inspection), the writer (row and journal). Owns: nothing; what is open belongs to the call
 * and is closed by it.
 */
#include "api/public_file.h"

#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "api/upload.h"
#include "domain/file.h"
#include "domain/material.h"

/* What a setting may allow at most; material_file_begin knows the setting. */
#define PUBLIC_FILE_BODY_MAX ((size_t)1 << 30)

struct public_file_in {
    const char *number;
};

FIELD_SET(public_file_params, "PublicFileParams", struct public_file_in,
          IN_MUST(struct public_file_in, number, FIELD_TEXT, 5, 40, "Number on the receipt"));
FIELD_SET_SHARED(public_file_reply, "PublicFileAdded", struct public_file_out,
                 OUT(struct public_file_out, number, FIELD_TEXT,
                     "Case that it went to; of a matter that is closed its review"),
                 OUT(struct public_file_out, size, FIELD_INT, "Bytes"),
                 OUT(struct public_file_out, added_at, FIELD_STAMP, "When"));

static enum rc public_file_begin(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_file_in *in = call->in;
    struct file_upload *upload = NULL;
    enum rc rc = material_file_begin(
        ctx, tx,
        &(struct material_file_in){
            .number = in->number, .code = call->upload_code, .name = call->upload_name, .size = call->body_size},
        &upload);
    call->upload = upload;
    return rc;
}

static enum rc public_file_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_file_in *in = call->in;
    struct public_file_out *out = call->out;
    *out = (struct public_file_out){.size = file_upload_size(call->upload), .added_at = ctx->now_ms};
    return material_file_add(ctx, tx, in->number, call->upload_code, call->upload, &out->number);
}

static const enum rc public_file_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_LIMITED, RC_OK};

ENDPOINT_TABLE(
    public_file_api_table,
    {.method = "POST",
     .path = "/api/v1/public/cases/{number}/files",
     .operation = "addFilePublicly",
     .tag = "public",
     .summary = "The petitioner adds a file to a case in hand, with number and query code: the body is the file",
     .need = ENDPOINT_PUBLIC,
     .mode = ENDPOINT_WRITE,
     .params = &public_file_params,
     .upload = &upload_pieces,
     .body_max = PUBLIC_FILE_BODY_MAX,
     .reply = &public_file_reply,
     .in_size = sizeof(struct public_file_in),
     .out_size = sizeof(struct public_file_out),
     .ok = 201,
     .may = public_file_may,
     .cost = 20,
     .takes_key = 1,
     .load = public_file_begin,
     .craft = upload_inspect,
     .run = public_file_add});
