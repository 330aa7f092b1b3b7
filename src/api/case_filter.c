/*
 * case_filter.c - see case_filter.h.
 *
 * Runs on: any thread that owns the request. Owns: nothing.
 */
#include "api/case_filter.h"

#include "api/fields.h"
#include "base/buf.h"
#include "http/codec.h"

#include <string.h>

const char *const case_filter_views[] = {"due_today", "due_week", "overdue",         "returned",    "returned_to_me",
                                         "unclaimed", "mine",     "awaiting_review", "supervision", NULL};
const char *const case_filter_sorts[] = {"due",         "due_desc", "newest",      "oldest", "changed",
                                         "changed_asc", "number",   "number_desc", NULL};
const char *const case_filter_opens[] = {"true", "false", "any", NULL};
const char *const case_filter_stages[] = {"intake", "assign", "resolve", "review", "close", NULL};
const char *const case_filter_urgencies[] = {"normal", "urgent", "major", NULL};

FIELD_SET_SHARED(case_filter_set, "CaseFilterObject", struct case_filter_in, CASE_FILTER_FIELDS);

static void case_filter_sort(const char *name, struct worklist_filter *out)
{
    static const struct {
        const char *name;
        enum worklist_sort sort;
        int is_descending;
    } sorts[] = {{"due", WORKLIST_BY_DUE, 0},           {"due_desc", WORKLIST_BY_DUE, 1},
                 {"newest", WORKLIST_BY_REGISTERED, 1}, {"oldest", WORKLIST_BY_REGISTERED, 0},
                 {"changed", WORKLIST_BY_CHANGED, 1},   {"changed_asc", WORKLIST_BY_CHANGED, 0},
                 {"number", WORKLIST_BY_NUMBER, 0},     {"number_desc", WORKLIST_BY_NUMBER, 1}};
    for (size_t i = 0; name != NULL && i < sizeof sorts / sizeof sorts[0]; i++) {
        if (strcmp(sorts[i].name, name) == 0) {
            out->sort = sorts[i].sort;
            out->is_descending = sorts[i].is_descending;
        }
    }
}

struct worklist_filter case_filter_of(const struct case_filter_in *in)
{
    const char *open = in->open ? in->open : "true";
    struct worklist_filter out = {
        .stage = in->stage,
        .state = in->state,
        .holder_unit_id = in->unit,
        .handler_id = in->handler,
        .lane = in->lane,
        .class_code = in->class,
        .channel = in->channel,
        .urgency = in->urgency,
        .view = in->view,
        .due_before = in->due_before,
        .q = in->q,
        .board = in->board,
        .open = strcmp(open, "any") == 0    ? WORKLIST_ANY
                : strcmp(open, "true") == 0 ? WORKLIST_OPEN
                                            : WORKLIST_CLOSED,
    };
    case_filter_sort(in->sort, &out);
    return out;
}

const char *case_filter_text(struct ctx *ctx, const struct case_filter_in *in)
{
    struct buf b;
    buf_init(&b, ctx->arena);
    codec_encode(&b, &case_filter_set, in);
    return buf_cstr(&b);
}

enum rc case_filter_read(struct ctx *ctx, const char *text, struct case_filter_in *out)
{
    memset(out, 0, sizeof *out);
    return codec_decode(ctx, &case_filter_set, text, strlen(text), out);
}
