/*
 * request_parts.c - a page's form with a file: its controls, the look-up that they allow, and then the file, piece by piece.
 *
 * The controls come first. When the file begins they are decoded and the endpoint's load step runs, in the middle of the body, so that not a
 * byte of the file is kept for whom it is not allowed. What is refused stands as the request's fault and is told at the end of the body.
 *
 * Runs on: a worker, in data calls. Owns: nothing; everything lies on the request's arena.
 */
#include "base/text.h"
#include "http/multipart.h"
#include "http/reasons.h"
#include "http/request.h"

#include <string.h>

enum { PARTS_CONTROLS_MAX = 12 };

enum rc request_parts_open(struct request *req)
{
    req->parts = arena_new_of(req->arena, struct multipart);
    req->form = (struct form){.pairs = arena_array_of(req->arena, struct form_pair, PARTS_CONTROLS_MAX)};
    if (req->parts == NULL || req->form.pairs == NULL) {
        return RC_TOO_LARGE;
    }
    if (!multipart_begin(req->parts, req->head.values[HEAD_CONTENT_TYPE])) {
        return request_refuse(req, RC_MEDIA_TYPE, &reasons_media_type, "multipart/form-data");
    }
    return RC_OK;
}

static enum rc take_control(struct request *req)
{
    struct form *f = &req->form;
    const char *name = arena_strdup(req->arena, req->parts->name), *text = arena_strdup(req->arena, req->parts->text);
    if (name == NULL || text == NULL) {
        return RC_TOO_LARGE;
    }
    if (f->count == PARTS_CONTROLS_MAX) {
        return request_refuse(req, RC_MALFORMED, &reasons_form_too_many, NULL);
    }
    if (!text_is_clean(name, 0) || !text_is_clean(text, 0)) {
        return request_refuse(req, RC_MALFORMED, &reasons_form_syntax, NULL);
    }
    if (form_text(f, name) != NULL) {
        return request_refuse(req, RC_MALFORMED, &reasons_form_twice, name);
    }
    f->pairs[f->count++] = (struct form_pair){name, text, 0};
    return RC_OK;
}

/* May it come? */
static enum rc begin_file(struct request *req)
{
    if (strcmp(req->parts->name, "file") != 0) {
        return request_refuse(req, RC_MALFORMED, &reasons_form_syntax, NULL);
    }
    req->call.upload_name = arena_strdup(req->arena, req->parts->text);
    enum rc rc = request_settle(req, request_decode(req));
    if (rc == RC_OK && req->call.upload_name != NULL && req->call.upload_name[0] == '\0') {
        return request_refuse(req, RC_INVALID, &reasons_file_missing, NULL);
    }
    rc = rc == RC_OK ? request_settle(req, request_load(req)) : rc;
    request_close_tx(req);
    return rc;
}

static enum rc take_event(struct request *req, enum multipart_event e)
{
    switch (e) {
    case MULTIPART_FIELD: return take_control(req);
    case MULTIPART_FILE: return begin_file(req);
    case MULTIPART_BYTES:
        return req->match.endpoint->upload->take(&req->ctx, &req->call, req->parts->bytes, req->parts->size);
    case MULTIPART_BAD: return request_refuse(req, RC_MALFORMED, &reasons_form_syntax, NULL);
    default: return RC_OK;
    }
}

void request_parts_take(struct request *req, const char *bytes, size_t n)
{
    enum multipart_event e = MULTIPART_BYTES;
    while (req->ctx.fault.rc == RC_OK && e != MULTIPART_MORE) {
        e = multipart_next(req->parts, &bytes, &n);
        (void)request_settle(req, take_event(req, e));
    }
}

enum rc request_parts_end(struct request *req)
{
    if (req->ctx.fault.rc == RC_OK && !req->parts->has_ended) {
        return request_refuse(req, RC_MALFORMED, &reasons_form_syntax, NULL);
    }
    return req->ctx.fault.rc;
}
