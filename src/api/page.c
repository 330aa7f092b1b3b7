/*
 * page.c - keyset pages.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/page.h"

#include "api/fields.h"
#include "domain/env.h"
#include "http/reasons.h"
#include "http/server.h"

#include <string.h>

enum { PAGE_LIMIT = 50 };

FIELD_SET_SHARED(page_set, "Page", struct page_out,
                 OUT_NULL(struct page_out, next, FIELD_TEXT, "Cursor of the next page; null on the last"),
                 OUT_NULL(struct page_out, prev, FIELD_TEXT, "Cursor of the page before; null on the first"),
                 OUT(struct page_out, limit, FIELD_INT, "Rows per page"));

enum rc page_begin(struct ctx *ctx, const struct page_in *in, const char *filter, struct page *out)
{
    const struct env *env = ctx->env;
    *out = (struct page){.filter = filter, .limit = in->limit == FIELD_NULL ? PAGE_LIMIT : in->limit, .at_text = ""};
    if (filter == NULL) {
        return RC_TOO_LARGE;
    }
    if (in->cursor == NULL) {
        return RC_OK;
    }
    struct server_cursor cursor;
    enum rc rc = server_cursor_decode(ctx->arena, env->cursor_key, filter, in->cursor, &cursor);
    if (rc != RC_OK) {
        return fault_set(&ctx->fault, rc, rc == RC_MALFORMED ? &reasons_cursor_invalid : NULL, "?cursor", NULL, NULL);
    }
    out->has_cursor = 1;
    out->is_backward = cursor.is_backward;
    out->at_number = cursor.number;
    out->at_text = cursor.text ? cursor.text : "";
    return RC_OK;
}

static void page_swap(char *a, char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

size_t page_cut(struct page *p, void *rows, size_t count, size_t row_size)
{
    p->has_more = count > (size_t)p->limit;
    size_t shown = p->has_more ? (size_t)p->limit : count;
    for (size_t i = 0; p->is_backward && i < shown / 2; i++) {
        page_swap((char *)rows + i * row_size, (char *)rows + (shown - 1 - i) * row_size, row_size);
    }
    return shown;
}

static enum rc page_cursor(struct ctx *ctx, const struct page *p, int64_t number, const char *text, int is_backward,
                           const char **out)
{
    const struct env *env = ctx->env;
    struct server_cursor cursor = {.number = number, .text = text, .is_backward = is_backward};
    return server_cursor_encode(ctx->arena, env->cursor_key, p->filter, &cursor, out);
}

enum rc page_end(struct ctx *ctx, const struct page *p, size_t shown, int64_t first_number, const char *first_text,
                 int64_t last_number, const char *last_text, struct page_out *out)
{
    *out = (struct page_out){.limit = p->limit};
    if (shown == 0) {
        return RC_OK;
    }
    enum rc rc = RC_OK;
    if (p->is_backward || p->has_more) {
        rc = page_cursor(ctx, p, last_number, last_text, 0, &out->next);
    }
    if (rc == RC_OK && (p->is_backward ? p->has_more : p->has_cursor)) {
        rc = page_cursor(ctx, p, first_number, first_text, 1, &out->prev);
    }
    return rc;
}
