/*
 * list_query.c - queries as the library would report them, through our own decoding of requests, and back again.
 *
 * The library's walk over the pairs is taken over by the linker (--wrap, .cmake/tests.cmake): there is no connection here.
 *
 * Runs on: the fuzzer's thread. Owns: nothing.
 */
#include "list.h"

#include "base/buf.h"
#include "base/clock.h"
#include "http/codec.h"

#include <inttypes.h>
#include <microhttpd.h>

int __wrap_MHD_get_connection_values_n(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                                       MHD_KeyValueIteratorN each, void *cls);

/* `connection` is the query's text; pairs without '=' have no value, as the library says it. */
int __wrap_MHD_get_connection_values_n(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                                       MHD_KeyValueIteratorN each, void *cls)
{
    int count = 0;
    for (const char *at = (const char *)connection; *at != '\0';) {
        size_t n = strcspn(at, "&");
        size_t key = strcspn(at, "=&");
        int has_value = key < n;
        count++;
        if (each(cls, kind, at, key, has_value ? at + key + 1 : NULL, has_value ? n - key - 1 : 0) != MHD_YES) {
            break;
        }
        at += n + (at[n] == '&');
    }
    return count;
}

enum rc list_decode(struct request *req, struct arena *a, const struct endpoint *ep, const char *query)
{
    char *text = arena_strdup(a, query);
    memset(req, 0, sizeof *req);
    req->arena = a;
    req->ctx.arena = a;
    req->match.endpoint = ep;
    req->call.endpoint = ep;
    req->call.etag = CALL_NO_VERSION;
    for (char *p = text; *p != '\0'; p++) {
        *p = *p == '+' ? ' ' : *p; /* the library's doing */
    }
    req->connection = (struct MHD_Connection *)(void *)text;
    return request_query_fits(req) ? request_decode(req) : RC_URI_TOO_LONG;
}

const char *list_json(const struct request *req)
{
    struct buf b;
    buf_init(&b, req->arena);
    codec_encode(&b, req->match.endpoint->query, req->call.in);
    return buf_cstr(&b);
}

static void put_pair(struct buf *b, const char *name, const char *text)
{
    if (text == NULL) {
        return;
    }
    buf_printf(b, "%s=", name);
    for (; *text != '\0'; text++) {
        buf_printf(b, "%%%02x", (unsigned char)*text);
    }
    buf_putc(b, '&');
}

static void put_number(struct buf *b, const struct field *f, int64_t n)
{
    char text[CLOCK_STAMP_SIZE + 24];
    if (n == FIELD_NULL) {
        return;
    }
    if (f->type == FIELD_STAMP) {
        clock_format_stamp(n, text);
    } else {
        (void)snprintf(text, sizeof text, "%" PRId64, n);
    }
    put_pair(b, f->name, text);
}

const char *list_query(const struct request *req, const char *name, const char *text)
{
    const struct field_set *set = req->match.endpoint->query;
    const char *in = req->call.in;
    struct buf b;
    buf_init(&b, req->arena);
    for (int i = 0; i < set->count; i++) {
        const struct field *f = &set->fields[i];
        if (name != NULL && strcmp(f->name, name) == 0) {
            put_pair(&b, f->name, text);
        } else if (f->type == FIELD_INT || f->type == FIELD_BOOL || f->type == FIELD_STAMP) {
            put_number(&b, f, *(const int64_t *)(const void *)(in + f->offset));
        } else if (f->type == FIELD_TEXTS) {
            const char *const *texts = *(const char *const *const *)(const void *)(in + f->offset);
            for (size_t k = 0; k < *(const size_t *)(const void *)(in + f->count_offset); k++) {
                put_pair(&b, f->name, texts[k]);
            }
        } else {
            put_pair(&b, f->name, *(const char *const *)(const void *)(in + f->offset));
        }
    }
    return buf_cstr(&b);
}
