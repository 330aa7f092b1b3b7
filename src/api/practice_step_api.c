/*
 * practice_step_api.c - /cases/{id}/practices: the steps of local practice on a case, noted as done and taken back.
 *
 * Runs on: workers (reading), the writer (the rest). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/case.h"
#include "domain/practice_step.h"

#include <string.h>

struct practice_step_in {
    const char *id, *key, *step, *on, *note, *reason;
};
struct practice_step_view {
    const char *key, *title_zh, *title_en, *who_zh, *who_en, *evidence_zh, *evidence_en, *after, *target_on, *done_on,
        *note, *account_name, *unit_name;
    int64_t is_late, noted_at;
};
struct practice_case_view {
    const char *key, *title_zh, *title_en, *source_zh, *source_en;
    int64_t version;
    struct practice_step_view *steps;
    size_t steps_count;
};
struct practice_case_out {
    struct practice_case_view *data;
    size_t data_count;
};

FIELD_SET(practice_step_case_params, "CaseParams", struct practice_step_in,
          IN_MUST(struct practice_step_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(practice_step_params, "PracticeStepParams", struct practice_step_in,
          IN_MUST(struct practice_step_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct practice_step_in, key, FIELD_TEXT, 1, 40, "Template"),
          IN_MUST(struct practice_step_in, step, FIELD_TEXT, 1, 40, "Step of it"));
FIELD_SET(practice_step_body, "PracticeStepDone", struct practice_step_in,
          IN_MUST(struct practice_step_in, on, FIELD_DATE, 0, 0, "Day on which it was done, not after today"),
          IN_MUST(struct practice_step_in, note, FIELD_LONG, 2, 2000, "What shows that it was done"));
FIELD_SET(practice_step_undo_body, "PracticeStepUndo", struct practice_step_in,
          IN_MUST(struct practice_step_in, reason, FIELD_LONG, 2, 500, "Why it is taken back"));
#define STEP_OUT(m, kind, text)      OUT(struct practice_step_view, m, kind, text)
#define STEP_OUT_NULL(m, kind, text) OUT_NULL(struct practice_step_view, m, kind, text)
FIELD_SET(practice_step_set, "PracticeStep", struct practice_step_view, STEP_OUT(key, FIELD_TEXT, "Key"),
          STEP_OUT(title_zh, FIELD_TEXT, "Title in Chinese"), STEP_OUT(title_en, FIELD_TEXT, "In English"),
          STEP_OUT_NULL(who_zh, FIELD_TEXT, "Whose it is, in words"), STEP_OUT_NULL(who_en, FIELD_TEXT, "In English"),
          STEP_OUT(evidence_zh, FIELD_TEXT, "What shows that it was done"),
          STEP_OUT(evidence_en, FIELD_TEXT, "In English"),
          STEP_OUT(after, FIELD_TEXT, "Key of the step that it comes after; registered: of none"),
          STEP_OUT_NULL(target_on, FIELD_DATE, "The office wants it done by then; null: the step before it is open"),
          STEP_OUT(is_late, FIELD_BOOL, "That day is over, or was when it was done"),
          STEP_OUT_NULL(done_on, FIELD_DATE, "Done on that day; null: open"),
          STEP_OUT_NULL(note, FIELD_LONG, "What was noted"), STEP_OUT_NULL(account_name, FIELD_TEXT, "Noted by"),
          STEP_OUT_NULL(unit_name, FIELD_TEXT, "Of which unit"), STEP_OUT_NULL(noted_at, FIELD_STAMP, "Noted when"));
FIELD_SET(practice_case_set, "CasePractice", struct practice_case_view,
          OUT(struct practice_case_view, key, FIELD_TEXT, "Template"),
          OUT(struct practice_case_view, version, FIELD_INT, "Version that the case is worked by"),
          OUT(struct practice_case_view, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct practice_case_view, title_en, FIELD_TEXT, "In English"),
          OUT(struct practice_case_view, source_zh, FIELD_TEXT, "Where it comes from"),
          OUT(struct practice_case_view, source_en, FIELD_TEXT, "In English"),
          OUT_ROWS(struct practice_case_view, steps, practice_step_set, "In order"));
FIELD_SET(practice_case_list_set, "CasePracticeList", struct practice_case_out,
          OUT_ROWS(struct practice_case_out, data, practice_case_set, "Templates that the case is worked by"));

static struct practice_step_view practice_step_show(struct ctx *ctx, const struct practice_step *s)
{
    const struct practice_step_list_of_case_out *r = s->row;
    int is_done = r->done_id != NULL;
    return (struct practice_step_view){.key = r->step,
                                       .title_zh = r->title_zh,
                                       .title_en = r->title_en,
                                       .who_zh = r->who_zh,
                                       .who_en = r->who_en,
                                       .evidence_zh = r->evidence_zh,
                                       .evidence_en = r->evidence_en,
                                       .after = r->after,
                                       .target_on = api_day_text(ctx, s->target_day),
                                       .is_late = s->is_late,
                                       .done_on = is_done ? api_day_text(ctx, r->on_day) : NULL,
                                       .note = r->note,
                                       .account_name = r->account_name,
                                       .unit_name = r->unit_name,
                                       .noted_at = is_done ? r->created_ms : FIELD_NULL};
}

/* Steps come template by template; each change of template begins a new group. */
static enum rc practice_case_fill(struct ctx *ctx, struct tx *tx, const char *case_id, struct practice_case_out *out)
{
    struct case_row c;
    struct practice_step *steps;
    size_t count = 0;
    enum rc rc = case_get(ctx, tx, case_id, &c);
    rc = rc == RC_OK ? practice_step_list(ctx, tx, &c, &steps, &count) : rc;
    struct practice_step_view *views = arena_array_of(ctx->arena, struct practice_step_view, count + 1);
    out->data = arena_array_of(ctx->arena, struct practice_case_view, count + 1);
    if (rc != RC_OK || views == NULL || out->data == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    for (size_t i = 0; i < count; i++) {
        const struct practice_step_list_of_case_out *r = steps[i].row;
        struct practice_case_view *last = out->data_count > 0 ? &out->data[out->data_count - 1] : NULL;
        if (last == NULL || strcmp(last->key, r->practice_key) != 0 || last->version != r->version) {
            last = &out->data[out->data_count++];
            *last = (struct practice_case_view){.key = r->practice_key,
                                                .version = r->version,
                                                .title_zh = r->practice_zh,
                                                .title_en = r->practice_en,
                                                .source_zh = r->source_zh,
                                                .source_en = r->source_en,
                                                .steps = &views[i]};
        }
        views[i] = practice_step_show(ctx, &steps[i]);
        last->steps_count++;
    }
    return RC_OK;
}

static enum rc practice_step_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct practice_step_in *in = call->in;
    return practice_case_fill(ctx, tx, in->id, call->out);
}

static enum rc practice_step_api_mark(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct practice_step_in *in = call->in;
    enum rc rc = practice_step_mark(
        ctx, tx,
        &(struct practice_step_new){
            .case_id = in->id, .practice_key = in->key, .step = in->step, .note = in->note, .on_day = api_day(in->on)});
    return rc == RC_OK ? practice_case_fill(ctx, tx, in->id, call->out) : rc;
}

static enum rc practice_step_api_undo(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct practice_step_in *in = call->in;
    enum rc rc = practice_step_undo(ctx, tx, in->id, in->key, in->step, in->reason);
    return rc == RC_OK ? practice_case_fill(ctx, tx, in->id, call->out) : rc;
}

static const enum rc practice_step_list_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc practice_step_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(practice_step_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/practices",
                .operation = "listCasePractices",
                .tag = "cases",
                .summary = "The steps of local practice on a case, and what was done of them",
                .need = PERM_CASE_READ,
                .params = &practice_step_case_params,
                .reply = &practice_case_list_set,
                .in_size = sizeof(struct practice_step_in),
                .out_size = sizeof(struct practice_case_out),
                .ok = 200,
                .may = practice_step_list_may,
                .cost = 1,
                .run = practice_step_api_list},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/practices/{key}/steps/{step}",
                .operation = "markPracticeStep",
                .tag = "cases",
                .summary = "Note a step of local practice as done",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &practice_step_params,
                .body = &practice_step_body,
                .reply = &practice_case_list_set,
                .in_size = sizeof(struct practice_step_in),
                .out_size = sizeof(struct practice_case_out),
                .ok = 201,
                .may = practice_step_may,
                .cost = 2,
                .takes_key = 1,
                .run = practice_step_api_mark},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/practices/{key}/steps/{step}/undo",
                .operation = "undoPracticeStep",
                .tag = "cases",
                .summary = "Take back that a step was noted as done; the note stays in the journal",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &practice_step_params,
                .body = &practice_step_undo_body,
                .reply = &practice_case_list_set,
                .in_size = sizeof(struct practice_step_in),
                .out_size = sizeof(struct practice_case_out),
                .ok = 200,
                .may = practice_step_may,
                .cost = 2,
                .takes_key = 1,
                .run = practice_step_api_undo});
