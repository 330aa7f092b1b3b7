/*
 * case_view.c - rows to what the outside sees: titles from the definition, dates from days, personal fields masked.
 *
 * Runs on: a worker or the writer, with a transaction. Owns: nothing.
 */
#include "api/case_view.h"

#include "api/api.h"
#include "api/fields.h"
#include "base/clock.h"
#include "base/version_cache.h"
#include "domain/deadline.h"
#include "domain/env.h"
#include "domain/person.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/row_seal.h"
#include "http/codec.h"

#include <stdlib.h>
#include <string.h>

FIELD_SET_SHARED(case_view_params, "CaseParams", struct case_path,
                 IN_MUST(struct case_path, id, FIELD_ID, 0, 0, "Case id"));
const enum rc case_view_may[] = {RC_NOT_FOUND, RC_OK};

#define HEAD(m, kind, text)      OUT(struct case_head_out, m, kind, text)
#define HEAD_NULL(m, kind, text) OUT_NULL(struct case_head_out, m, kind, text)
#define HEAD_FIELDS                                                                                                    \
    HEAD(id, FIELD_ID, "Id"), HEAD(number, FIELD_TEXT, "Case number"), HEAD(title, FIELD_TEXT, "Title"),               \
        HEAD(lane, FIELD_TEXT, "Legal way, such as C6"),                                                               \
        HEAD(stage, FIELD_TEXT, "intake, assign, resolve, review or close"),                                           \
        HEAD(state, FIELD_TEXT, "State of the definition"), HEAD(state_title_zh, FIELD_TEXT, "State in Chinese"),      \
        HEAD(state_title_en, FIELD_TEXT, "State in English"), HEAD_NULL(class_code, FIELD_TEXT, "Content class"),      \
        HEAD_NULL(class_title_zh, FIELD_TEXT, "Class in Chinese"),                                                     \
        HEAD_NULL(class_title_en, FIELD_TEXT, "Class in English"),                                                     \
        HEAD_NULL(place_name, FIELD_TEXT, "Place of the problem"),                                                     \
        HEAD(urgency, FIELD_TEXT, "normal, urgent or major"),                                                          \
        HEAD(channel, FIELD_TEXT, "web, letter, call, fax, visit or other"),                                           \
        HEAD(is_first, FIELD_BOOL, "Raised for the first time"),                                                       \
        HEAD_NULL(petitioner, FIELD_TEXT, "First petitioner, masked"),                                                 \
        HEAD(people_count, FIELD_INT, "Number of petitioners"),                                                        \
        HEAD(holder_unit_id, FIELD_ID, "Unit that has it now"),                                                        \
        HEAD(holder_unit_name, FIELD_TEXT, "Name of that unit"),                                                       \
        HEAD_NULL(handler_id, FIELD_ID, "Account that handles it"),                                                    \
        HEAD_NULL(handler_name, FIELD_TEXT, "Name of the handler"), HEAD(registered_at, FIELD_STAMP, "Registration"),  \
        HEAD_NULL(due_on, FIELD_DATE, "Last day of the clock that ends first"),                                        \
        HEAD_NULL(due_at, FIELD_STAMP, "First instant that is too late"),                                              \
        HEAD_NULL(days_left, FIELD_INT, "Days left on that clock"), HEAD_NULL(due_clock, FIELD_TEXT, "That clock"),    \
        HEAD_NULL(due_unit, FIELD_TEXT, "Kind of days it counts"),                                                     \
        HEAD_NULL(due_provisional, FIELD_BOOL, "Its date may move when a calendar is loaded"),                         \
        HEAD(is_extended, FIELD_BOOL, "Was extended"), HEAD(is_overdue, FIELD_BOOL, "A clock is over"),                \
        HEAD(is_returned, FIELD_BOOL, "Came back: objected, returned or reopened"),                                    \
        HEAD(is_supervised, FIELD_BOOL, "Candidate for supervision"),                                                  \
        HEAD(version, FIELD_INT, "Version for If-Match"), HEAD(changed_at, FIELD_STAMP, "Last entry of its journal")

FIELD_SET_SHARED(case_view_head_set, "CaseSummary", struct case_head_out, HEAD_FIELDS);

FIELD_SET(demand_set, "Demand", struct demand_out, OUT(struct demand_out, id, FIELD_ID, "Id"),
          OUT(struct demand_out, position, FIELD_INT, "Order"),
          OUT(struct demand_out, text, FIELD_LONG, "What is asked for"),
          OUT_NULL(struct demand_out, outcome, FIELD_TEXT, "support, explain or not_support"),
          OUT_NULL(struct demand_out, answer, FIELD_LONG, "Answer of the opinion in force"),
          OUT_NULL(struct demand_out, basis, FIELD_LONG, "Legal basis"));

FIELD_SET(party_set, "Party", struct party_out, OUT(struct party_out, id, FIELD_ID, "Id"),
          OUT(struct party_out, role, FIELD_TEXT, "petitioner, representative, co_petitioner or agent"),
          OUT(struct party_out, kind, FIELD_TEXT, "natural, legal_person or organisation"),
          OUT_NULL(struct party_out, name, FIELD_TEXT, "Masked"),
          OUT_NULL(struct party_out, phone, FIELD_TEXT, "Masked"),
          OUT_NULL(struct party_out, id_number, FIELD_TEXT, "Masked"),
          OUT_NULL(struct party_out, address, FIELD_TEXT, "Masked"));

FIELD_SET(closing_set, "Closing", struct closing_out, OUT(struct closing_out, kind, FIELD_TEXT, "Closing kind"),
          OUT_NULL(struct closing_out, thing_settled, FIELD_BOOL, "Is the thing settled"),
          OUT_NULL(struct closing_out, petitioner_accepts, FIELD_TEXT, "yes, no or unknown"),
          OUT_NULL(struct closing_out, note, FIELD_LONG, "Note"),
          OUT(struct closing_out, closed_at, FIELD_STAMP, "When"),
          OUT_NULL(struct closing_out, retention, FIELD_TEXT, "10, 30 (years) or permanent"),
          OUT_NULL(struct closing_out, archived_at, FIELD_STAMP, "When it went to the archive"),
          OUT_NULL(struct closing_out, archive_number, FIELD_TEXT, "Its volume"));

FIELD_SET(workflow_ref_set, "WorkflowRef", struct workflow_ref_out,
          OUT(struct workflow_ref_out, key, FIELD_TEXT, "Definition"),
          OUT(struct workflow_ref_out, version, FIELD_INT, "Its version"));

/* The head is the first member, so its rows serve the whole struct too. */
_Static_assert(offsetof(struct case_out, head) == 0, "the rows of the head are used for the case");

#define PART_FIELDS                                                                                                    \
    OUT(struct case_out, purpose, FIELD_TEXT, "Purpose"), OUT(struct case_out, request, FIELD_LONG, "Request"),        \
        OUT_NULL(struct case_out, facts, FIELD_LONG, "Facts as stated"),                                               \
        OUT_NULL(struct case_out, reasons, FIELD_LONG, "Reasons as stated"),                                           \
        OUT_NULL(struct case_out, source_platform, FIELD_TEXT, "Platform it came from"),                               \
        OUT_NULL(struct case_out, place_unit_id, FIELD_ID, "Unit of the place"),                                       \
        OUT_NULL(struct case_out, place_detail, FIELD_TEXT, "Place in words"),                                         \
        OUT_NULL(struct case_out, outcome, FIELD_TEXT,                                                                 \
                 "What came of it: support, explain, not_support; other words in other lanes"),                        \
        OUT_PART(struct case_out, workflow, workflow_ref_set, "Definition that it goes by"),                           \
        OUT_ROWS(struct case_out, demands, demand_set, "Demands"),                                                     \
        OUT_ROWS(struct case_out, parties, party_set, "Parties, masked"),                                              \
        OUT_ROWS(struct case_out, deadlines, case_view_deadline_brief_set, "Clocks"),                                  \
        OUT_MAYBE(struct case_out, closing, closing_set, "How it was closed"),                                         \
        OUT(struct case_out, elapsed_days, FIELD_INT, "Days since registration, to its closing"),                      \
        OUT_NULL(struct case_out, parent_id, FIELD_ID, "Case that a review, recheck or split came from"),              \
        OUT_NULL(struct case_out, finality, FIELD_TEXT, "Final: final_by_recheck, or by the local profile"),           \
        OUT_NULL(struct case_out, outside_body, FIELD_TEXT, "Body outside the county that decides"),                   \
        OUT_NULL(struct case_out, certificate, FIELD_TEXT, "Certificate under which its content was destroyed"),       \
        OUT_NULL(struct case_out, accepted_at, FIELD_STAMP, "Acceptance; starts the 60 days"),                         \
        OUT(struct case_out, submissions_count, FIELD_INT, "Submissions on this case")

FIELD_SET_SHARED(case_view_set, "Case", struct case_out, HEAD_FIELDS, PART_FIELDS);

const struct workflow *case_view_definition(const struct ctx *ctx, const char *key, int64_t version)
{
    return reference_workflow_find(ctx->reference, key, version);
}

enum rc case_view_head(struct ctx *ctx, const struct case_summary *row, struct case_head_out *out)
{
    const struct workflow *d = case_view_definition(ctx, row->workflow_key, row->workflow_version);
    const struct workflow_state *state = d ? workflow_state_find(d, row->state) : NULL;
    int has_due = row->due_clock != NULL && row->is_open;
    *out = (struct case_head_out){
        .id = row->id,
        .number = row->number,
        .title = row->title,
        .lane = row->lane,
        .stage = row->stage,
        .state = row->state,
        .state_title_zh = state ? state->title.zh : row->state,
        .state_title_en = state ? state->title.en : row->state,
        .class_code = row->class_code,
        .class_title_zh = row->class_zh,
        .class_title_en = row->class_en,
        .place_name = row->place_name,
        .urgency = row->urgency,
        .channel = row->channel,
        .is_first = row->is_first,
        .people_count = row->people_count,
        .holder_unit_id = row->holder_unit_id,
        .holder_unit_name = row->holder_unit_name,
        .handler_id = row->handler_id,
        .handler_name = row->handler_name,
        .registered_at = row->registered_ms,
        .due_on = has_due ? api_day_text(ctx, row->due_day) : NULL,
        .due_at = has_due ? row->due_key : FIELD_NULL,
        .days_left = FIELD_NULL,
        .due_clock = has_due ? row->due_clock : NULL,
        .due_unit = has_due ? row->due_unit : NULL,
        .due_provisional = has_due ? row->due_provisional : FIELD_NULL,
        .is_extended = row->is_extended,
        .is_overdue = row->is_open && row->due_key <= ctx->now_ms,
        .is_returned = row->is_returned,
        .is_supervised = row->is_supervised,
        .changed_at = row->changed_ms,
        .version = row->version,
    };
    if (has_due) {
        out->days_left = due_days_left(ctx->reference->calendar, deadline_unit(row->due_unit), (int32_t)row->due_day,
                                       clock_day_of(ctx->now_ms));
    }
    if (strcmp(row->lane, "recommend") == 0) {
        return RC_OK; /* whom it arose from is no matter of the addressee */
    }
    return person_mask_name(ctx, row->petitioner_id, row->petitioner_key, row->petitioner_name, &out->petitioner);
}

static enum rc case_view_demands(struct ctx *ctx, struct tx *tx, struct case_out *out)
{
    struct demand_row *rows;
    enum rc rc = demand_rows_list(tx, ctx->arena, &(struct demand_list_in){out->head.id}, &rows, &out->demands_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->demands = arena_array_of(ctx->arena, struct demand_out, out->demands_count + 1);
    for (size_t i = 0; out->demands != NULL && i < out->demands_count; i++) {
        out->demands[i] = (struct demand_out){rows[i].id,      rows[i].position, rows[i].text,
                                              rows[i].outcome, rows[i].answer,   rows[i].basis};
    }
    return out->demands ? RC_OK : RC_TOO_LARGE;
}

static enum rc case_view_parties(struct ctx *ctx, struct tx *tx, struct case_out *out)
{
    struct party_list_out *rows;
    enum rc rc = party_rows_list(tx, ctx->arena, &(struct party_list_in){out->head.id}, &rows, &out->parties_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->parties = arena_array_of(ctx->arena, struct party_out, out->parties_count + 1);
    if (out->parties == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < out->parties_count && rc == RC_OK; i++) {
        struct person_row person;
        struct person_view view = {0};
        rc = row_seal_get_person(ctx, tx, rows[i].person_id, &person);
        rc = rc == RC_OK ? person_mask(ctx, &person, &view) : rc;
        out->parties[i] = (struct party_out){rows[i].id, rows[i].role,   rows[i].kind, view.name,
                                             view.phone, view.id_number, view.address};
    }
    return rc;
}

static enum rc case_view_rest(struct ctx *ctx, const struct case_row *row, struct case_out *out)
{
    out->purpose = row->purpose;
    out->request = row->request;
    out->facts = row->facts;
    out->reasons = row->reasons;
    out->source_platform = row->source_platform;
    out->place_unit_id = row->place_unit_id;
    out->place_detail = row->place_detail;
    out->outcome = row->outcome;
    out->workflow = (struct workflow_ref_out){row->workflow_key, row->workflow_version};
    out->parent_id = row->parent_id;
    out->finality = row->finality;
    out->outside_body = row->outside_body;
    out->certificate = row->certificate;
    out->accepted_at = row->accepted_ms;
    out->submissions_count = row->submission_count;
    int64_t end_ms = row->closed_ms == SQL_NULL ? ctx->now_ms : row->closed_ms;
    out->elapsed_days = clock_day_of(end_ms) - clock_day_of(row->registered_ms);
    if (row->closing_kind != NULL && !row->is_open) {
        out->closing = arena_new_of(ctx->arena, struct closing_out);
        if (out->closing == NULL) {
            return RC_TOO_LARGE;
        }
        *out->closing =
            (struct closing_out){row->closing_kind, row->thing_settled, row->petitioner_accepts, row->closing_note,
                                 row->closed_ms,    row->retention,     row->archived_ms,        row->archive_number};
    }
    return RC_OK;
}

/* Everything but the head, which is filled already. */
static enum rc case_view_parts(struct ctx *ctx, struct tx *tx, struct case_out *out)
{
    struct case_row row;
    enum rc rc = case_rows_get(tx, ctx->arena, &(struct case_get_in){out->head.id}, &row);
    if (rc == RC_OK) {
        rc = case_view_rest(ctx, &row, out);
    }
    if (rc == RC_OK) {
        rc = case_view_demands(ctx, tx, out);
    }
    if (rc == RC_OK) {
        rc = case_view_parties(ctx, tx, out);
    }
    return rc == RC_OK ? case_view_deadline_clocks(ctx, tx, &row, &out->deadlines, &out->deadlines_count) : rc;
}

enum rc case_view_made(struct ctx *ctx, struct tx *tx, const char *id, struct case_out *out)
{
    struct case_summary summary;
    enum rc rc = case_rows_get_summary(tx, ctx->arena, &(struct case_get_summary_in){id}, &summary);
    if (rc == RC_OK) {
        rc = case_view_head(ctx, &summary, &out->head);
    }
    return rc == RC_OK ? case_view_parts(ctx, tx, out) : rc;
}

/* What the picture of a case depends on beside its own rows, which the version stands for. */
static enum rc case_view_stamps(struct ctx *ctx, struct tx *tx, const char *id, struct version_stamps *out)
{
    struct case_is_shown_out row;
    int32_t today = clock_day_of(ctx->now_ms);
    enum rc rc =
        case_rows_is_shown(tx, ctx->arena, &(struct case_is_shown_in){id, ctx->actor->account_id, today}, &row);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        *out = (struct version_stamps){.version = row.version,
                                       .day = today,
                                       .names = row.names ? strtoll(row.names, NULL, 10) : 0,
                                       .flags = row.due_key <= ctx->now_ms};
    }
    return rc;
}

enum rc case_view_text(struct ctx *ctx, struct tx *tx, const char *id, const char **text, int64_t *version)
{
    struct version_cache *cache = ((const struct env *)ctx->env)->case_texts;
    struct version_stamps stamps = {0};
    struct case_out out = {0};
    struct buf body;
    size_t n = 0;
    enum rc rc = case_view_stamps(ctx, tx, id, &stamps);
    if (rc != RC_OK) {
        return rc;
    }
    *version = stamps.version;
    *text = version_cache_get(cache, ctx->arena, id, &stamps, &n);
    if (*text != NULL) {
        return RC_OK;
    }
    rc = case_view_made(ctx, tx, id, &out);
    if (rc != RC_OK) {
        return rc;
    }
    buf_init(&body, ctx->arena);
    codec_encode(&body, &case_view_set, &out);
    *text = buf_cstr(&body);
    if (*text == NULL) {
        return RC_TOO_LARGE;
    }
    version_cache_put(cache, id, &stamps, *text, body.len);
    return RC_OK;
}
