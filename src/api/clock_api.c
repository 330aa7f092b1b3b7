/*
 * clock_api.c - every clock of the definitions in force, for the help pages: what runs, how long, by which article.
 *
 * Definitions share most of their clocks; those that are alike are one row that names the definitions.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/deadline.h"
#include "domain/reference.h"

#include <string.h>

struct clock_out {
    const char *key, *title_zh, *title_en, *article, *kind, *unit;
    int64_t length, extension_max;
    const char **workflows;
    size_t workflows_count;
};
struct clock_list_reply {
    struct clock_out *data;
    size_t data_count;
};
#define CLOCK(m, kind, text) OUT(struct clock_out, m, kind, text)
FIELD_SET(clock_set, "WorkflowClock", struct clock_out, CLOCK(key, FIELD_TEXT, "Clock, such as C6"),
          CLOCK(title_zh, FIELD_TEXT, "Title in Chinese"), CLOCK(title_en, FIELD_TEXT, "Title in English"),
          CLOCK(article, FIELD_TEXT, "Article or practice behind it"),
          CLOCK(kind, FIELD_TEXT, "duty, local, window or right"),
          CLOCK(unit, FIELD_TEXT, "calendar_day, working_day, hour or on_date"),
          CLOCK(length, FIELD_INT, "Length in its unit; 0 when an act names the last day"),
          CLOCK(extension_max, FIELD_INT, "Days that extensions may add in total; 0: none"),
          OUT_TEXTS(struct clock_out, workflows, "Keys of the definitions that have it"));
FIELD_SET(clock_list_set, "WorkflowClockList", struct clock_list_reply,
          OUT_ROWS(struct clock_list_reply, data, clock_set, "In the order of the definitions"));

static int clock_is_like(const struct clock_out *row, const struct workflow_clock *c)
{
    return strcmp(row->key, c->key) == 0 && strcmp(row->title_zh, c->title.zh) == 0 &&
           strcmp(row->article, c->article) == 0 && strcmp(row->kind, deadline_kind_name(c->kind)) == 0 &&
           strcmp(row->unit, deadline_unit_name(c->unit)) == 0 && row->length == c->length &&
           row->extension_max == c->extension_max;
}

/* The row of this clock, made when it is new; `workflows_max` definitions may name it. */
static struct clock_out *clock_row(struct arena *a, struct clock_list_reply *out, const struct workflow_clock *c,
                                   size_t workflows_max)
{
    for (size_t i = 0; i < out->data_count; i++) {
        if (clock_is_like(&out->data[i], c)) {
            return &out->data[i];
        }
    }
    struct clock_out *row = &out->data[out->data_count];
    *row = (struct clock_out){.key = c->key,
                              .title_zh = c->title.zh,
                              .title_en = c->title.en,
                              .article = c->article,
                              .kind = deadline_kind_name(c->kind),
                              .unit = deadline_unit_name(c->unit),
                              .length = c->length,
                              .extension_max = c->extension_max,
                              .workflows = arena_array_of(a, const char *, workflows_max)};
    out->data_count++;
    return row->workflows != NULL ? row : NULL;
}

static enum rc clock_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct reference *r = ctx->reference;
    struct clock_list_reply *out = call->out;
    size_t most = 1;
    (void)tx; /* the reference belongs to this snapshot */
    for (size_t i = 0; i < r->workflow_count; i++) {
        most += r->workflows[i].is_current ? r->workflows[i].definition->clock_count : 0;
    }
    out->data = arena_array_of(ctx->arena, struct clock_out, most);
    for (size_t i = 0; out->data != NULL && i < r->workflow_count; i++) {
        const struct workflow *w = r->workflows[i].definition;
        for (size_t k = 0; r->workflows[i].is_current && k < w->clock_count; k++) {
            struct clock_out *row = clock_row(ctx->arena, out, &w->clocks[k], r->workflow_count);
            if (row == NULL) {
                return RC_TOO_LARGE;
            }
            row->workflows[row->workflows_count++] = w->key;
        }
    }
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

ENDPOINT_TABLE(clock_api_table, {.method = "GET",
                                 .path = "/api/v1/public/clocks",
                                 .operation = "listClocksPublicly",
                                 .tag = "public",
                                 .summary = "Every clock of the definitions in force, for the help pages",
                                 .need = ENDPOINT_PUBLIC,
                                 .mode = ENDPOINT_READ,
                                 .reply = &clock_list_set,
                                 .out_size = sizeof(struct clock_list_reply),
                                 .ok = 200,
                                 .cost = 2,
                                 .run = clock_list});
