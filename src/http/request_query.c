/*
 * request_query.c - path parameters, query and body into the one input struct.
 *
 * The library hands query pairs over undecoded, except that it has turned '+' into a blank already.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "base/crypto.h"
#include "base/text.h"
#include "http/codec.h"
#include "http/codec_inside.h"
#include "http/reasons.h"
#include "http/request.h"

#include <microhttpd.h>
#include <string.h>

static enum MHD_Result count_pair(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size,
                                  const char *value, size_t value_size)
{
    size_t *total = cls;
    (void)kind;
    (void)key;
    (void)value;
    *total += key_size + value_size + 2;
    return MHD_YES;
}

int request_query_fits(struct request *req)
{
    size_t total = 0;
    (void)MHD_get_connection_values_n(req->connection, MHD_GET_ARGUMENT_KIND, count_pair, &total);
    req->has_query = total > 0;
    return total <= SERVER_QUERY_MAX;
}

struct query {
    struct request *req;
    uint64_t came;   /* fields that came, also empty */
    uint64_t filled; /* fields with a value */
};

static void refuse_pair(struct request *req, const struct reason *reason, const char *name)
{
    struct codec_path path = {.name = name, .prefix = "?"};
    (void)fault_set(&req->ctx.fault, RC_MALFORMED, reason, name == NULL ? NULL : codec_path_text(req->arena, &path),
                    NULL, NULL);
}

static enum MHD_Result take_pair(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size,
                                 const char *value, size_t value_size)
{
    struct query *q = cls;
    struct request *req = q->req;
    const struct field_set *set = req->match.endpoint->query;
    (void)kind;
    const char *name = router_decode(req->arena, key == NULL ? "" : key, key_size, 1);
    const char *text = router_decode(req->arena, value == NULL ? "" : value, value_size, 1);
    int i = set == NULL || name == NULL ? -1 : codec_find(set, name);
    if (name == NULL || text == NULL) {
        refuse_pair(req, &reasons_bad_escape, i < 0 ? NULL : name);
        return MHD_NO;
    }
    if (i >= 0) {
        uint64_t bit = UINT64_C(1) << i;
        if ((q->came & bit) != 0 && set->fields[i].type != FIELD_TEXTS) {
            refuse_pair(req, &reasons_duplicate_parameter, name);
            return MHD_NO;
        }
        q->came |= bit;
        if (*text == '\0') {
            return MHD_YES; /* an empty parameter is one that did not come */
        }
        q->filled |= bit;
    }
    enum rc rc = codec_decode_text(&req->ctx, set, name, text, "?", req->call.in);
    return rc == RC_OK || rc == RC_INVALID ? MHD_YES : MHD_NO;
}

static enum rc decode_query(struct request *req)
{
    const struct field_set *set = req->match.endpoint->query;
    struct query q = {.req = req};
    if (set != NULL) {
        codec_clear(set, req->call.in);
    }
    if (req->has_query) {
        (void)MHD_get_connection_values_n(req->connection, MHD_GET_ARGUMENT_KIND, take_pair, &q);
    }
    if (set == NULL || (req->ctx.fault.rc != RC_OK && req->ctx.fault.rc != RC_INVALID)) {
        return req->ctx.fault.rc;
    }
    if (set->present_offset != FIELDS_NO_PRESENT) {
        *(uint64_t *)((char *)req->call.in + set->present_offset) = q.filled;
    }
    return codec_check_required(&req->ctx, set, q.filled, "?");
}

static const char *name_of(const struct field_set *set, const struct router_param *param)
{
    for (int i = 0; set != NULL && i < set->count; i++) {
        const char *name = set->fields[i].name;
        if (strlen(name) == param->name_size && memcmp(name, param->name, param->name_size) == 0) {
            return name;
        }
    }
    return NULL;
}

/* A path parameter of the wrong form names nothing: 404, not 422. */
static enum rc decode_params(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    if (ep->params != NULL) {
        codec_clear(ep->params, req->call.in);
    }
    for (int i = 0; i < req->match.param_count; i++) {
        const struct router_param *param = &req->match.params[i];
        const char *name = name_of(ep->params, param);
        const char *text = router_decode(req->arena, param->raw, param->size, 0);
        if (text == NULL || !text_is_clean(text, 0)) {
            return request_refuse(req, RC_MALFORMED, &reasons_bad_target, NULL);
        }
        if (codec_decode_text(&req->ctx, ep->params, name, text, "{}", req->call.in) != RC_OK) {
            fault_clear(&req->ctx.fault);
            return request_refuse(req, RC_NOT_FOUND, NULL, NULL);
        }
    }
    return RC_OK;
}

static enum rc decode_body(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    if (req->body.len > 0 || req->has_body) {
        return codec_decode(&req->ctx, ep->body, req->body.data == NULL ? "" : req->body.data, req->body.len,
                            req->call.in);
    }
    /* No body at all is the same as one without members. */
    return codec_decode(&req->ctx, ep->body, "{}", 2, req->call.in);
}

static void set_fingerprint(struct request *req)
{
    struct crypto_hasher h;
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, req->match.endpoint->method, strlen(req->match.endpoint->method));
    crypto_hasher_add_field(&h, req->path, strlen(req->path));
    crypto_hasher_add_field(&h, req->body.data == NULL ? "" : req->body.data, req->body.len);
    crypto_hasher_end(&h, req->call.fingerprint);
}

enum rc request_decode(struct request *req)
{
    const struct endpoint *ep = req->match.endpoint;
    req->call.in = arena_alloc(req->arena, ep->in_size > 0 ? ep->in_size : 1);
    req->call.out = arena_alloc(req->arena, ep->out_size > 0 ? ep->out_size : 1);
    if (req->call.in == NULL || req->call.out == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = decode_params(req);
    if (rc == RC_OK) {
        rc = decode_query(req);
    }
    if (ep->page != NULL) {
        rc = request_page_decode(req);
    } else if (ep->body != NULL && (rc == RC_OK || rc == RC_INVALID)) {
        rc = decode_body(req);
    }
    if (rc == RC_OK && ep->takes_key) {
        set_fingerprint(req);
    }
    return rc;
}
