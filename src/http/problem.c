/*
 * problem.c - see problem.h.
 *
 * Runs on: the thread that owns the request. Owns: nothing.
 */
#include "http/problem.h"
#include "base/buf.h"

#include <stdio.h>

static const char *code_of(const struct fault *f)
{
    return f->main.reason != NULL ? f->main.reason->code : rc_slug(f->rc);
}

static const char *detail_of(const struct ctx *ctx, const struct fault_error *e)
{
    const char *text = e->reason == NULL ? NULL : fault_text(ctx->arena, e, ctx->is_zh);
    return text != NULL ? text : rc_title(ctx->fault.rc, ctx->is_zh);
}

static void put_member(struct buf *out, const char *name, const char *text)
{
    buf_puts(out, ",\"");
    buf_puts(out, name);
    buf_puts(out, "\":");
    buf_put_json(out, text);
}

static void put_error(struct buf *out, const struct ctx *ctx, const struct fault_error *e)
{
    buf_puts(out, "{\"pointer\":");
    if (e->pointer != NULL && (e->pointer[0] == '/' || e->pointer[0] == '\0')) {
        struct buf pointer;
        buf_init(&pointer, ctx->arena);
        buf_putc(&pointer, '#');
        buf_puts(&pointer, e->pointer);
        buf_put_json(out, buf_cstr(&pointer));
    } else {
        buf_put_json(out, e->pointer); /* "?limit", "{id}", or null */
    }
    put_member(out, "code", e->reason == NULL ? rc_slug(ctx->fault.rc) : e->reason->code);
    put_member(out, "detail", detail_of(ctx, e));
    if (e->rule != NULL) {
        put_member(out, "rule", e->rule);
    }
    buf_putc(out, '}');
}

static void put_errors(struct buf *out, const struct ctx *ctx)
{
    const struct fault *f = &ctx->fault;
    int has_main = f->main.pointer != NULL;
    if (!has_main && f->error_count == 0) {
        return;
    }
    buf_puts(out, ",\"errors\":[");
    if (has_main) {
        put_error(out, ctx, &f->main);
    }
    for (int i = 0; i < f->error_count; i++) {
        if (i > 0 || has_main) {
            buf_putc(out, ',');
        }
        put_error(out, ctx, &f->errors[i]);
    }
    buf_putc(out, ']');
    if (f->dropped > 0) {
        buf_puts(out, ",\"more_errors\":");
        buf_put_i64(out, f->dropped);
    }
}

void problem_write(struct buf *out, const struct ctx *ctx, const char *trace_id)
{
    const struct fault *f = &ctx->fault;
    buf_puts(out, "{\"type\":\"/problems/");
    buf_puts(out, rc_slug(f->rc));
    buf_putc(out, '"');
    put_member(out, "title", rc_title(f->rc, ctx->is_zh));
    buf_puts(out, ",\"status\":");
    buf_put_i64(out, rc_status(f->rc));
    put_member(out, "detail", detail_of(ctx, &f->main));
    buf_puts(out, ",\"instance\":\"urn:request:");
    buf_puts(out, ctx->request_id);
    buf_putc(out, '"');
    put_member(out, "code", code_of(f));
    put_member(out, "trace_id", trace_id != NULL ? trace_id : ctx->request_id);
    put_errors(out, ctx);
    buf_putc(out, '}');
}

size_t problem_write_short(char *out, size_t n, enum rc rc, int is_zh)
{
    int size =
        snprintf(out, n, "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\"}",
                 rc_slug(rc), rc_title(rc, is_zh), rc_status(rc), rc_title(rc, is_zh), rc_slug(rc));
    return size < 0 || (size_t)size >= n ? 0 : (size_t)size;
}

long problem_retry_after(const struct fault *f)
{
    if (f->retry_after_s > 0) {
        return (long)(f->retry_after_s < 86400 ? f->retry_after_s : 86400);
    }
    if (f->rc == RC_BUSY || f->rc == RC_LIMITED) {
        return 1;
    }
    return rc_status(f->rc) == 503 ? 5 : 0;
}
