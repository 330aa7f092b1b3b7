/*
 * effect.c - the table of effects.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/agreement.h"
#include "domain/reason.h"

static const struct effect {
    const char *name;
    effect_fn *run;
} effects[] = {
    {"screen_set", effect_screen_set},
    {"dispatch_open", effect_dispatch_open},
    {"dispatch_receive", effect_dispatch_receive},
    {"objection_file", effect_objection_file},
    {"objection_refuse", effect_objection_refuse},
    {"objection_agree", effect_objection_agree},
    {"acceptance_record", effect_acceptance_record},
    {"handler_set", effect_handler_set},
    {"contact_add", effect_contact_add},
    {"extension_grant", effect_extension_grant},
    {"opinion_draft", effect_opinion_draft},
    {"opinion_check", effect_opinion_check},
    {"opinion_return", effect_opinion_return},
    {"opinion_sign", effect_opinion_sign},
    {"delivery_record", effect_delivery_record},
    {"execution_plan", effect_execution_plan},
    {"execution_record", effect_execution_record},
    {"completion_report", effect_completion_report},
    {"non_acceptance_record", effect_non_acceptance_record},
    {"evidence_add", effect_evidence_add},
    {"agreement_add", agreement_add},
    {"instalment_plan", agreement_plan},
    {"instalment_perform", agreement_perform},
    {"instalment_fail", agreement_fail},
    {"agreement_close", effect_agreement_close},
    {"case_close", effect_case_close},
    {"case_reopen", effect_case_reopen},
    {"withdrawal_record", effect_withdrawal_record},
    /* Dispatch: assisting units, reports. */
    {"assist_add", effect_assist_add},
    {"assist_answer", effect_assist_answer},
    {"assist_close", effect_assist_close},
    {"assist_end", effect_assist_end},
    {"report_accept", effect_report_accept},
    {"report_return", effect_report_return},
};

enum { EFFECT_COUNT = sizeof effects / sizeof effects[0] };

const char *const effect_names[] = {
    "screen_set",
    "dispatch_open",
    "dispatch_receive",
    "objection_file",
    "objection_refuse",
    "objection_agree",
    "acceptance_record",
    "handler_set",
    "contact_add",
    "extension_grant",
    "opinion_draft",
    "opinion_check",
    "opinion_return",
    "opinion_sign",
    "delivery_record",
    "execution_plan",
    "execution_record",
    "completion_report",
    "non_acceptance_record",
    "evidence_add",
    "agreement_add",
    "instalment_plan",
    "instalment_perform",
    "instalment_fail",
    "agreement_close",
    "case_close",
    "case_reopen",
    "withdrawal_record",
    "assist_add",
    "assist_answer",
    "assist_close",
    "assist_end",
    "report_accept",
    "report_return",
    NULL,
};
_Static_assert(sizeof effect_names / sizeof effect_names[0] == EFFECT_COUNT + 1, "names and functions go together");

enum rc effect_run(struct case_work *w, int effect)
{
    return effects[effect].run(w);
}

enum rc effect_day(struct case_work *w, const char *field, int64_t earliest_ms)
{
    int32_t day, today = clock_day_of(w->ctx->now_ms);
    const char *text = value_text(w->fields, field), *pointer = arena_printf(w->ctx->arena, "/fields/%s", field);
    if (text == NULL) {
        return RC_OK;
    }
    if (clock_parse_day(text, &day) != RC_OK || day > today) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_FUTURE), pointer, NULL, NULL);
    }
    if (day < clock_day_of(earliest_ms)) {
        char zh[CLOCK_DATE_ZH_SIZE];
        char en[CLOCK_DATE_SIZE];
        clock_format_day_zh(clock_day_of(earliest_ms), zh);
        clock_format_day(clock_day_of(earliest_ms), en);
        return fault_add(&w->ctx->fault, reason(REASON_DATE_TOO_EARLY), pointer, arena_strdup(w->ctx->arena, zh),
                         arena_strdup(w->ctx->arena, en));
    }
    if (day < today) {
        int64_t start_ms = clock_day_start_ms(day);
        w->effective_ms = start_ms > earliest_ms ? start_ms : earliest_ms;
    }
    return RC_OK;
}
