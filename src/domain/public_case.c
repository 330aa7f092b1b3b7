/*
 * public_case.c - a case as its petitioner follows it.
 *
 * Runs on: a worker with a read transaction. Owns: nothing.
 */
#include "domain/public_case.h"

#include "base/crypto.h"
#include "base/ident.h"
#include "domain/document.h"
#include "domain/rating.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/submission.h"

#include <string.h>

enum { PUBLIC_STEPS_MAX = 200 };

static enum rc public_refuse(struct ctx *ctx)
{
    return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NUMBER_OR_CODE), NULL, NULL, NULL);
}

/* The same work is done whether the number is known or not. */
enum rc public_case_find(struct ctx *ctx, struct tx *tx, const char *number, const char *typed, struct case_row *out)
{
    struct sql_blob hash;
    const char *code = ident_code_normalise(ctx->arena, typed);
    enum rc rc = submission_code_hash(ctx, number, code ? code : "", &hash);
    if (rc != RC_OK) {
        return rc;
    }
    rc = case_rows_get_by_number(tx, ctx->arena, &(struct case_get_by_number_in){number}, out);
    if (rc == RC_NOT_FOUND) {
        return public_refuse(ctx);
    }
    if (rc == RC_OK && (code == NULL || out->code_hash.size != hash.size ||
                        !crypto_equal(out->code_hash.data, hash.data, hash.size))) {
        return public_refuse(ctx);
    }
    return rc;
}

/* Events that the petitioner is told of (the dates of Art 23 and of the on-line procedure). */
static int public_is_told(const char *event)
{
    static const char *const told[] = {"dispatch",
                                       "redispatch",
                                       "accept",
                                       "accept_here",
                                       "not_accept",
                                       "extend",
                                       "sign",
                                       "deliver",
                                       "plan_execution",
                                       "record_execution",
                                       "close",
                                       "withdraw",
                                       "reopen",
                                       "answer_simply",
                                       "to_ordinary",
                                       "fall_back",
                                       "reply_suggestion",
                                       "plan_conversion",
                                       "answer_duty",
                                       "guide",
                                       "record_result",
                                       "close_on_agreement",
                                       "request_review",
                                       "redo_ordered",
                                       "redo_by_date",
                                       "finalise",
                                       "no_longer_accept",
                                       "correct_end",
                                       "change_decided",
                                       "call_hearing",
                                       "turn_down",
                                       "hold_hearing"};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        if (strcmp(told[i], event) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Event titles are commands in English ("Sign"); to a petitioner the step is what it led to. */
static const char *public_step_en(const struct workflow *d, const struct workflow_edge *edge, const char *to)
{
    const struct workflow_state *state = to != NULL && edge->to != NULL ? workflow_state_find(d, to) : NULL;
    return state != NULL ? state->title.en : edge->title.en;
}

static enum rc public_steps(struct ctx *ctx, struct tx *tx, struct public_case *out)
{
    struct journal_list_of_case_out *rows;
    size_t count;
    enum rc rc = journal_rows_list_of_case(
        tx, ctx->arena, &(struct journal_list_of_case_in){out->row.id, 0, PUBLIC_STEPS_MAX}, &rows, &count);
    if (rc != RC_OK) {
        return rc;
    }
    out->steps = arena_array_of(ctx->arena, struct public_step, count + 1);
    for (size_t i = 0; out->steps != NULL && i < count; i++) {
        struct public_step *step = &out->steps[out->step_count];
        const struct workflow_edge *edge = rows[i].event ? workflow_edge_named(out->definition, rows[i].event) : NULL;
        *step = (struct public_step){rows[i].event, NULL, NULL, rows[i].actor_unit_name, rows[i].at_ms};
        if (strcmp(rows[i].action, "register") == 0) {
            step->event = "register";
            step->title_zh = "登记";
            step->title_en = "Registered";
        } else if (strcmp(rows[i].action, "material") == 0) { /* the petitioner's own, by text or file */
            step->event = "material";
            step->title_zh = "补充材料";
            step->title_en = "Material added";
        } else if (edge != NULL && public_is_told(edge->event)) {
            step->title_zh = edge->title.zh;
            step->title_en = public_step_en(out->definition, edge, rows[i].to_state);
        } else {
            continue;
        }
        out->step_count++;
    }
    return out->steps ? RC_OK : RC_TOO_LARGE;
}

static enum rc public_clocks(struct ctx *ctx, struct tx *tx, struct public_case *out)
{
    struct deadline_row *rows;
    size_t count;
    enum rc rc =
        deadline_rows_list_of_case(tx, ctx->arena, &(struct deadline_list_of_case_in){out->row.id}, &rows, &count);
    if (rc != RC_OK) {
        return rc;
    }
    out->rights = arena_array_of(ctx->arena, struct deadline_row, count + 1);
    out->promised_day = SQL_NULL;
    const struct rating_window ratings = rating_window(rows, count);
    for (size_t i = 0; out->rights != NULL && i < count; i++) {
        int may_change = &rows[i] == ratings.last && rating_is_open(&ratings, ctx->now_ms);
        if (strcmp(rows[i].status, "running") != 0 && !may_change) {
            continue;
        }
        if (strcmp(rows[i].kind, "right") == 0 && ctx->now_ms < rows[i].due_ms) {
            out->rights[out->right_count++] = rows[i];
        } else if (strcmp(rows[i].kind, "duty") == 0 &&
                   (out->promised_day == SQL_NULL || rows[i].due_day > out->promised_day)) {
            out->promised_day = rows[i].due_day;
        }
    }
    return out->rights ? RC_OK : RC_TOO_LARGE;
}

/* Letters between offices are not the petitioner's; what was withdrawn is void. */
static enum rc public_documents(struct ctx *ctx, struct tx *tx, struct public_case *out)
{
    struct document_row *rows;
    size_t count;
    enum rc rc =
        document_rows_list_of_case(tx, ctx->arena, &(struct document_list_of_case_in){out->row.id}, &rows, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        int is_given = rows[i].number != NULL && strcmp(rows[i].status, "withdrawn") != 0;
        if (is_given && document_is_to_petitioner(rows[i].type)) {
            rows[out->document_count++] = rows[i];
        }
    }
    out->documents = rows;
    return rc == RC_OK ? delivery_rows_list_of_case(tx, ctx->arena, &(struct delivery_list_of_case_in){out->row.id},
                                                    &out->deliveries, &out->delivery_count)
                       : rc;
}

/* All of it but the steps. */
static enum rc public_fill(struct ctx *ctx, struct tx *tx, struct public_case *out)
{
    out->definition = reference_workflow_find(ctx->reference, out->row.workflow_key, out->row.workflow_version);
    if (out->definition == NULL) {
        return RC_INTERNAL;
    }
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){out->row.holder_unit_id}, &out->holder);
    if (rc == RC_OK) {
        rc = public_clocks(ctx, tx, out);
    }
    return rc == RC_OK ? public_documents(ctx, tx, out) : rc;
}

/* Reviews and rechecks of it, and what was split off: the petitioner follows them with the same code. */
static enum rc public_parts(struct ctx *ctx, struct tx *tx, struct public_case *out)
{
    struct case_row *rows;
    size_t count;
    enum rc rc = case_rows_list_out_of(tx, ctx->arena, &(struct case_list_out_of_in){out->row.id}, &rows, &count);
    if (rc != RC_OK) {
        return rc;
    }
    out->parts = arena_array_of(ctx->arena, struct public_case, count + 1);
    for (size_t i = 0; rc == RC_OK && out->parts != NULL && i < count; i++) {
        struct public_case *part = &out->parts[out->part_count];
        *part = (struct public_case){.row = rows[i]};
        rc = public_fill(ctx, tx, part);
        out->part_count++;
    }
    return out->parts != NULL ? rc : RC_TOO_LARGE;
}

/* What was joined to a case in hand is told as that one: it is where the answer comes. */
static enum rc public_follow(struct ctx *ctx, struct tx *tx, struct case_row *row)
{
    struct link_row link;
    if (row->closing_kind == NULL || strcmp(row->closing_kind, "joined") != 0) {
        return RC_OK;
    }
    enum rc rc = link_rows_find_kind(tx, ctx->arena, &(struct link_find_kind_in){row->id, "repeat_in_progress"}, &link);
    if (rc == RC_OK) {
        rc = case_rows_get(tx, ctx->arena, &(struct case_get_in){link.other_id}, row);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc public_case_get(struct ctx *ctx, struct tx *tx, const char *number, const char *code, struct public_case *out)
{
    memset(out, 0, sizeof *out);
    enum rc rc = public_case_find(ctx, tx, number, code, &out->row);
    if (rc == RC_OK) {
        rc = public_follow(ctx, tx, &out->row);
    }
    if (rc == RC_OK) {
        rc = public_fill(ctx, tx, out);
    }
    if (rc == RC_OK) {
        rc = public_steps(ctx, tx, out);
    }
    return rc == RC_OK ? public_parts(ctx, tx, out) : rc;
}

const char *public_case_contact(const struct ctx *ctx, const struct public_case *c)
{
    const struct unit_row *unit = &c->holder;
    if (unit->phone == NULL) {
        return unit->name;
    }
    return ctx->is_zh ? arena_printf(ctx->arena, "%s（电话 %s）", unit->name, unit->phone)
                      : arena_printf(ctx->arena, "%s (phone %s)", unit->name, unit->phone);
}

/* "Not accepted" has two meanings in the law; the one that came after a final decision is told as what it is (Art 36). */
struct workflow_text public_case_state(const struct public_case *c)
{
    const struct workflow_state *state = workflow_state_find(c->definition, c->row.state);
    if (c->row.closing_kind != NULL && strcmp(c->row.closing_kind, "no_longer_accepted") == 0) {
        return (struct workflow_text){"不再受理", "No longer accepted"};
    }
    return state != NULL ? state->title : (struct workflow_text){"", ""};
}
