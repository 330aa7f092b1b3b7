/*
 * completeness_api.c - /cases/{id}/completeness: the three loops of a case, item by item.
 *
 * The same judgement keeps a case from being closed; here everybody sees early what is still missing.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/completeness.h"

struct loop_item {
    const char *key, *loop, *title, *hint, *state;
};
struct loop_list_out {
    struct loop_item *data;
    size_t data_count;
};
FIELD_SET(loop_item_set, "CompletenessItem", struct loop_item, OUT(struct loop_item, key, FIELD_TEXT, "Item"),
          OUT(struct loop_item, loop, FIELD_TEXT, "duty, procedure or service"),
          OUT(struct loop_item, title, FIELD_TEXT, "In words"),
          OUT_NULL(struct loop_item, hint, FIELD_TEXT, "How to mend it"),
          OUT(struct loop_item, state, FIELD_TEXT, "missing, holds or exempt"));
FIELD_SET(loop_list_set, "Completeness", struct loop_list_out,
          OUT_ROWS(struct loop_list_out, data, loop_item_set, "What the definition asks for before closing"));

static enum rc completeness_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    static const char *const states[] = {
        [COMPLETENESS_MISSING] = "missing", [COMPLETENESS_HOLDS] = "holds", [COMPLETENESS_EXEMPT] = "exempt"};
    const struct case_path *in = call->in;
    struct loop_list_out *out = call->out;
    struct case_work w;
    enum rc rc = case_work_load(ctx, tx, in->id, &w);
    if (rc != RC_OK) {
        return rc;
    }
    size_t count = w.definition->check_count;
    enum completeness *found = arena_array_of(ctx->arena, enum completeness, count + 1);
    out->data = arena_array_of(ctx->arena, struct loop_item, count + 1);
    if (found == NULL || out->data == NULL) {
        return RC_TOO_LARGE;
    }
    rc = completeness_judge(&w, found);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const struct workflow_check_item *item = &w.definition->checks[i];
        out->data[i] = (struct loop_item){.key = item->key,
                                          .loop = workflow_loop_name(item->loop),
                                          .title = ctx->is_zh ? item->title.zh : item->title.en,
                                          .hint = ctx->is_zh ? item->hint.zh : item->hint.en,
                                          .state = states[found[i]]};
    }
    out->data_count = count;
    return rc;
}

ENDPOINT_TABLE(completeness_api_table, {.method = "GET",
                                        .path = "/api/v1/cases/{id}/completeness",
                                        .operation = "getCaseCompleteness",
                                        .tag = "cases",
                                        .summary = "What must be there before the case is closed, and what is missing",
                                        .need = PERM_CASE_READ,
                                        .mode = ENDPOINT_READ,
                                        .params = &case_view_params,
                                        .reply = &loop_list_set,
                                        .in_size = sizeof(struct case_path),
                                        .out_size = sizeof(struct loop_list_out),
                                        .ok = 200,
                                        .may = case_view_may,
                                        .cost = 2,
                                        .run = completeness_show});
