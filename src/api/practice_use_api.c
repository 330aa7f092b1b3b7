/*
 * practice_use_api.c - /practice-uses and /practices/{key}/use: which kinds of cases are worked by which template.
 *
 * Runs on: workers (reading), the writer (setting). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/practice_use.h"

struct practice_use_in {
    const char *key;
    const char **workflows;
    size_t workflows_count;
    int64_t first_only;
};
struct practice_use_view {
    const char *practice_key, *workflow_key;
    int64_t first_only, since;
};
struct practice_use_out {
    struct practice_use_view *data;
    size_t data_count;
};

FIELD_SET(practice_use_params, "PracticeUseKey", struct practice_use_in,
          IN_MUST(struct practice_use_in, key, FIELD_TEXT, 1, 40, "Template"));
FIELD_SET(practice_use_body, "PracticeUseNew", struct practice_use_in,
          {.name = "workflows",
           .type = FIELD_TEXTS,
           .offset = offsetof(struct practice_use_in, workflows),
           .count_offset = offsetof(struct practice_use_in, workflows_count),
           .is_required = 1,
           .max = PRACTICE_USES_MAX,
           .doc = "Definitions whose cases are worked by it from now on; none: no more"},
          IN_MUST(struct practice_use_in, first_only, FIELD_BOOL, 0, 0, "Only first petitions"));
FIELD_SET(practice_use_row_set, "PracticeUse", struct practice_use_view,
          OUT(struct practice_use_view, practice_key, FIELD_TEXT, "Template"),
          OUT(struct practice_use_view, workflow_key, FIELD_TEXT, "Definition"),
          OUT(struct practice_use_view, first_only, FIELD_BOOL, "Only first petitions"),
          OUT(struct practice_use_view, since, FIELD_STAMP, "For cases that were registered from then on"));
FIELD_SET(practice_use_list_set, "PracticeUseList", struct practice_use_out,
          OUT_ROWS(struct practice_use_out, data, practice_use_row_set, "Those in force"));

static enum rc practice_use_fill(struct ctx *ctx, const struct practice_use_row *rows, size_t count,
                                 struct practice_use_out *out)
{
    out->data_count = count;
    out->data = arena_array_of(ctx->arena, struct practice_use_view, count + 1);
    for (size_t i = 0; out->data != NULL && i < count; i++) {
        out->data[i] = (struct practice_use_view){rows[i].practice_key, rows[i].workflow_key, rows[i].is_first_only,
                                                  rows[i].from_ms};
    }
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc practice_use_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct practice_use_row *rows;
    size_t count;
    enum rc rc = practice_use_rows_list(tx, ctx->arena, &rows, &count);
    return rc == RC_OK ? practice_use_fill(ctx, rows, count, call->out) : rc;
}

static enum rc practice_use_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct practice_use_in *in = call->in;
    struct practice_use_row *rows;
    size_t count;
    enum rc rc = practice_use_set(ctx, tx,
                                  &(struct practice_use_new){.practice_key = in->key,
                                                             .workflow_keys = in->workflows,
                                                             .workflow_count = in->workflows_count,
                                                             .is_first_only = in->first_only == 1},
                                  &rows, &count);
    return rc == RC_OK ? practice_use_fill(ctx, rows, count, call->out) : rc;
}

static const enum rc practice_use_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(practice_use_api_table,
               {.method = "GET",
                .path = "/api/v1/practice-uses",
                .operation = "listPracticeUses",
                .tag = "workflows",
                .summary = "Which kinds of cases are worked by which template of local practice",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &practice_use_list_set,
                .out_size = sizeof(struct practice_use_out),
                .ok = 200,
                .cost = 1,
                .run = practice_use_api_list},
               {.method = "PUT",
                .path = "/api/v1/practices/{key}/use",
                .operation = "setPracticeUse",
                .tag = "workflows",
                .summary = "Say which kinds of cases are worked by a template, for what is registered from now on",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &practice_use_params,
                .body = &practice_use_body,
                .reply = &practice_use_list_set,
                .in_size = sizeof(struct practice_use_in),
                .out_size = sizeof(struct practice_use_out),
                .ok = 200,
                .may = practice_use_may,
                .cost = 2,
                .takes_key = 1,
                .run = practice_use_api_set});
