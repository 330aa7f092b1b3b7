/*
 * respond.c - see respond.h.
 *
 * The header sets are kept as small as the security rules allow: each field costs three allocations in the library.
 *
 * Runs on: a worker. Owns: the library's response object until it is queued.
 */
#include "http/respond.h"
#include "base/check.h"
#include "http/request.h"
#include "http/server_inside.h"

#include <microhttpd.h>
#include <stdlib.h>

enum { STREAM_BLOCK = 32 * 1024, LIVE_BLOCK = 4 * 1024 };

#define CSP_API      "default-src 'none'; frame-ancestors 'none'"
#define CSP_DOWNLOAD "sandbox; default-src 'none'"
#define CSP_PAGE                                                                                                       \
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "        \
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "                                 \
    "require-trusted-types-for 'script'; trusted-types vue"

/* Styles and pictures of our own, and nowhere to send to but here. */
#define CSP_FORM                                                                                                       \
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "      \
    "'none'"

static const struct respond_field common_fields[] = {
    {"X-Content-Type-Options", "nosniff"}, {"Cross-Origin-Resource-Policy", "same-origin"}, {NULL, NULL}};
static const struct respond_field quiet_fields[] = {{"Referrer-Policy", "no-referrer"}, {NULL, NULL}};
/* Without a referrer browsers send a form with "Origin: null", and nobody could tell our pages from others. */
static const struct respond_field form_fields[] = {{"Cache-Control", "no-store"},
                                                   {"Referrer-Policy", "same-origin"},
                                                   {"Content-Security-Policy", CSP_FORM},
                                                   {"Cross-Origin-Opener-Policy", "same-origin"},
                                                   {NULL, NULL}};
static const struct respond_field api_fields[] = {{"Cache-Control", "no-store"},
                                                  {"Content-Disposition", "attachment; filename=\"api.json\""},
                                                  {"Content-Security-Policy", CSP_API},
                                                  {NULL, NULL}};
static const struct respond_field paper_fields[] = {
    {"Cache-Control", "no-store"}, {"Content-Security-Policy", CSP_API}, {NULL, NULL}};
static const struct respond_field download_fields[] = {
    {"Cache-Control", "no-store"}, {"Content-Security-Policy", CSP_DOWNLOAD}, {NULL, NULL}};
static const struct respond_field page_fields[] = {
    {"Content-Security-Policy", CSP_PAGE},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {NULL, NULL}};
static const struct respond_field file_fields[] = {{"Content-Security-Policy", CSP_API}, {NULL, NULL}};
static const struct respond_field secure_fields[] = {
    {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"}, {NULL, NULL}};

void respond_add(struct respond_reply *reply, const char *name, const char *value)
{
    CHECK(reply->field_count < RESPOND_FIELDS_MAX);
    if (value != NULL) {
        reply->fields[reply->field_count++] = (struct respond_field){name, value};
    }
}

static int add_all(struct MHD_Response *response, const struct respond_field *fields)
{
    int is_ok = 1;
    for (; fields->name != NULL; fields++) {
        is_ok &= MHD_add_response_header(response, fields->name, fields->value) == MHD_YES;
    }
    return is_ok;
}

static int add_fields(struct MHD_Response *response, const struct request *req, const struct respond_reply *reply)
{
    static const struct respond_field *const by_kind[] = {
        [RESPOND_API] = api_fields,     [RESPOND_PAGE] = page_fields,         [RESPOND_FORM] = form_fields,
        [RESPOND_PAPER] = paper_fields, [RESPOND_DOWNLOAD] = download_fields, [RESPOND_LIVE] = paper_fields,
        [RESPOND_FILE] = file_fields};
    int is_ok = 1;
    if (reply->type != NULL) {
        is_ok &= MHD_add_response_header(response, "Content-Type", reply->type) == MHD_YES;
    }
    is_ok &= add_all(response, common_fields) & add_all(response, by_kind[reply->kind]);
    is_ok &= reply->kind == RESPOND_FORM || add_all(response, quiet_fields);
    if (req->server->options.is_secure) {
        is_ok &= add_all(response, secure_fields);
    }
    if (req->trace_id != NULL) {
        is_ok &= MHD_add_response_header(response, "X-Request-Id", req->trace_id) == MHD_YES;
    }
    if (reply->is_last || atomic_load_explicit(&req->server->is_stopping, memory_order_relaxed)) {
        is_ok &= MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    }
    for (int i = 0; i < reply->field_count; i++) {
        /* A value that the library refuses (a line break) ends the connection rather than going out without it. */
        is_ok &= MHD_add_response_header(response, reply->fields[i].name, reply->fields[i].value) == MHD_YES;
    }
    return is_ok;
}

static ssize_t read_stream(void *cls, uint64_t at, char *out, size_t max)
{
    const struct endpoint_stream *stream = cls;
    (void)at; /* the library asks in order */
    size_t n = stream->read(stream->arg, out, max);
    /* The connection ends, so that nobody takes a part for the whole. */
    return n > 0 ? (ssize_t)n : MHD_CONTENT_READER_END_WITH_ERROR;
}

static void free_stream(void *cls)
{
    struct endpoint_stream *stream = cls;
    stream->close(stream->arg);
    free(stream);
}

/* The library's response owns the stream from now on. */
static struct MHD_Response *stream_response(struct endpoint_stream *from)
{
    struct endpoint_stream *stream = malloc(sizeof *stream);
    if (stream == NULL) {
        return NULL;
    }
    *stream = *from;
    struct MHD_Response *response =
        MHD_create_response_from_callback(stream->size, STREAM_BLOCK, read_stream, stream, free_stream);
    if (response == NULL) {
        free(stream);
        return NULL;
    }
    from->close = NULL;
    return response;
}

static struct MHD_Response *new_response(const struct respond_reply *reply)
{
    enum MHD_ResponseMemoryMode mode = reply->is_copied ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT;
    /* The library takes a mutable pointer and reads only. */
    void *body = (void *)(uintptr_t)reply->body;
    if (reply->live != NULL) {
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, LIVE_BLOCK, reply->live, reply->live_arg, NULL);
    }
    return reply->stream != NULL ? stream_response(reply->stream)
                                 : MHD_create_response_from_buffer(reply->size, body, mode);
}

int respond_send(struct request *req, const struct respond_reply *reply)
{
    struct MHD_Response *response = new_response(reply);
    if (response == NULL) {
        return 0;
    }
    enum MHD_Result queued = MHD_NO;
    /* A slow reader gets a second for each 32 KiB. */
    uint64_t size = reply->stream != NULL ? reply->stream->size : reply->size;
    int64_t allowed_ms = req->server->options.body_timeout_ms + (int64_t)size / 32;
    atomic_store_explicit(&req->conn->deadline_ms, conns_now_ms() + allowed_ms, memory_order_relaxed);
    if (add_fields(response, req, reply)) {
        queued = MHD_queue_response(req->connection, (unsigned)reply->status, response);
    }
    MHD_destroy_response(response);
    return queued == MHD_YES;
}
