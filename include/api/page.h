/*
 * page.h - keyset pages: {"data":[...],"page":{"next","prev","limit"}}.
 *
 * A list endpoint embeds `struct page_in page` in its query struct (PAGE_IN), asks its rows for page->limit + 1 rows from
 * page->at on, in reverse when page->is_backward, cuts them with page_cut and closes with page_end. Cursors are signed
 * and bound to `filter`: everything of the query that must not change between two pages.
 *
 * Runs on: a worker. Owns: nothing; texts live on ctx->arena.
 */
#ifndef API_PAGE_H
#define API_PAGE_H

#include "base/ctx.h"
#include "http/endpoint.h"

struct page_in {
    int64_t limit; /* FIELD_NULL: 50 */
    const char *cursor;
};

struct page_out {
    const char *next, *prev; /* NULL: there is none */
    int64_t limit;
};

extern const struct field_set page_set;

/* The two query fields of a list; `type` has a member `page` of struct page_in. */
#define PAGE_IN(struct_type)                                                                                           \
    {.name = "limit",                                                                                                  \
     .type = FIELD_INT,                                                                                                \
     .offset = offsetof(struct_type, page.limit),                                                                      \
     .min = 1,                                                                                                         \
     .max = 200,                                                                                                       \
     .doc = "Rows per page, 50 unless told"},                                                                          \
    {                                                                                                                  \
        .name = "cursor", .type = FIELD_TEXT, .offset = offsetof(struct_type, page.cursor), .min = 1, .max = 500,      \
        .doc = "Where to go on: next or prev of another page with the same filter"                                     \
    }

struct page {
    const char *filter;
    int64_t limit;
    int has_cursor, is_backward;
    int64_t at_number; /* sort value and id of the row behind which the page begins */
    const char *at_text;
    int has_more; /* set by page_cut */
};

/* RC_MALFORMED for a cursor that does not belong here. */
RC_MUST enum rc page_begin(struct ctx *ctx, const struct page_in *in, const char *filter, struct page *out);
/* Takes the row beyond the limit away and puts rows of a backward page into display order; returns how many to show. */
size_t page_cut(struct page *p, void *rows, size_t count, size_t row_size);
/* Cursors for the pages around the shown rows, named by sort value and id of the first and the last one. */
RC_MUST enum rc page_end(struct ctx *ctx, const struct page *p, size_t shown, int64_t first_number,
                         const char *first_text, int64_t last_number, const char *last_text, struct page_out *out);

#endif
