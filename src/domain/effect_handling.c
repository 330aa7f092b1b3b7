/*
 * effect_handling.c - screening, accepting, naming the handler, contacts, extensions, withdrawal.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/contact.h"
#include "domain/deadline.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/reason.h"
#include "domain/term.h"

#include <string.h>

/* Art 23: nobody can be told whose name or address is unclear; the notice is issued and kept. */
static int handling_is_told(const char *method)
{
    return method != NULL && strcmp(method, "not_possible") != 0;
}

/* A text of the event, copied to where the row lives for the rest of the command. */
static void handling_take(struct case_work *w, const char *field, const char **column)
{
    const char *text = value_text(w->fields, field);
    if (text != NULL) {
        *column = text;
    }
}

/* Art 25: the report is due from the moment in which the office learns that the matter is urgent. */
static enum rc handling_hurry(struct case_work *w)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && w->definition->start_urgent[i] != NULL; i++) {
        rc = case_clock_start(w, w->definition->start_urgent[i], 0);
    }
    return rc;
}

enum rc effect_screen_set(struct case_work *w)
{
    const char *class_code = value_text(w->fields, "class_code");
    enum rc rc = term_check(w->ctx, w->tx, "class", class_code, "/fields/class_code");
    if (rc != RC_OK) {
        return rc;
    }
    handling_take(w, "class_code", &w->row.class_code);
    handling_take(w, "urgency", &w->row.urgency);
    handling_take(w, "title", &w->row.title);
    int was_urgent = strcmp(w->before.urgency, "normal") != 0;
    return !was_urgent && strcmp(w->row.urgency, "normal") != 0 ? handling_hurry(w) : RC_OK;
}

/* Art 23: told in writing that it was received, the way and the procedure; starts the 60 days of Art 34. */
enum rc effect_acceptance_record(struct case_work *w)
{
    const char *id, *method = value_text(w->fields, "notice_method"), *proof = value_text(w->fields, "proof");
    int64_t earliest_ms = w->has_dispatch ? w->dispatch.sent_ms : w->row.registered_ms;
    enum rc rc = effect_day(w, "notified_on", earliest_ms);
    if (rc == RC_OK && w->effective_ms < w->ctx->now_ms && (proof == NULL || proof[0] == '\0')) {
        rc = fault_add(&w->ctx->fault, reason(REASON_PROOF_OF_EARLIER_DAY), "/fields/proof", NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = document_make(w, &id);
    }
    if (rc == RC_OK && handling_is_told(method)) {
        rc = document_deliver(w, id, method, clock_day_of(w->effective_ms), NULL, proof ? proof : "");
    }
    w->row.accepted_ms = w->effective_ms;
    w->row.is_returned = 0;
    return rc;
}

enum rc effect_handler_set(struct case_work *w)
{
    const char *handler = value_text(w->fields, "handler");
    return handler ? case_hold(w, &w->holder, handler) : RC_OK;
}

enum rc effect_handler_release(struct case_work *w)
{
    return case_hold(w, &w->holder, NULL);
}

/* Art 28 ¶3: whoever has an interest is out of the case for good. */
enum rc effect_handler_recuse(struct case_work *w)
{
    const char *asked_by = value_text(w->fields, "asked_by"), *handler = w->row.handler_id;
    changes_add(&w->changes, "recused", asked_by, NULL);
    enum rc rc = handler != NULL
                     ? recusal_rows_add(w->tx, &(struct recusal_add_in){w->row.id, handler, asked_by, w->ctx->now_ms})
                     : RC_OK;
    return rc == RC_OK ? case_hold(w, &w->holder, NULL) : rc;
}

enum rc effect_other_recuse(struct case_work *w)
{
    const char *asked_by = value_text(w->fields, "asked_by"), *account = value_text(w->fields, "account");
    struct account_row found;
    enum rc rc = account_rows_get(w->tx, w->ctx->arena, &(struct account_get_in){account}, &found);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&w->ctx->fault, reason(REASON_UNKNOWN_ACCOUNT), "/fields/account", NULL, NULL);
    }
    changes_add(&w->changes, "recused", asked_by, account);
    return rc == RC_OK ? recusal_rows_add(w->tx, &(struct recusal_add_in){w->row.id, account, asked_by, w->ctx->now_ms})
                       : rc;
}

enum rc effect_urgent_report(struct case_work *w)
{
    return document_make(w, NULL);
}

enum rc effect_hearing_record(struct case_work *w)
{
    enum rc rc = effect_day(w, "held_on", w->row.accepted_ms);
    w->effective_ms = w->ctx->now_ms; /* the record is today's act */
    return rc == RC_OK ? document_make(w, NULL) : rc;
}

enum rc effect_contact_add(struct case_work *w)
{
    const struct contact_in in = {
        .on = value_text(w->fields, "on"),
        .method = value_text(w->fields, "method"),
        .spoke_with = value_text(w->fields, "spoke_with"),
        .content = value_text(w->fields, "content"),
        .is_reached = (int)value_int(w->fields, "reached", 1),
        .next_step = value_text(w->fields, "next"),
    };
    return contact_add(w, &in, "/fields");
}

enum rc effect_evidence_add(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    const char *id = ident_make(ctx->arena, ctx->now_ms), *title = value_text(w->fields, "title");
    enum rc rc = effect_day(w, "captured_on", 0);
    int32_t day = clock_day_of(w->effective_ms);
    w->effective_ms = ctx->now_ms; /* evidence may be older than the case; taking it in is today's act */
    changes_add(&w->changes, "evidence", NULL, "added"); /* its title may name somebody */
    if (rc != RC_OK || id == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    return evidence_rows_add(w->tx, &(struct evidence_add_in){.case_id = w->row.id,
                                                              .id = id,
                                                              .title = title,
                                                              .fact = value_text(w->fields, "fact"),
                                                              .source = value_text(w->fields, "source"),
                                                              .reference = value_text(w->fields, "reference"),
                                                              .captured_day = day,
                                                              .account_id = ctx->actor->account_id,
                                                              .unit_id = ctx->actor->unit_id,
                                                              .created_ms = ctx->now_ms});
}

/* Art 34: approved by the head of the unit, at most 30 days in total, reasons told to the petitioner. */
enum rc effect_extension_grant(struct case_work *w)
{
    const char *id, *method = value_text(w->fields, "notice_method"), *proof = value_text(w->fields, "proof");
    struct deadline_row *row = case_clock_extendable(w);
    const struct workflow_clock *clock = row != NULL ? workflow_clock_find(w->definition, row->clock) : NULL;
    char before[CLOCK_DATE_SIZE], after[CLOCK_DATE_SIZE];
    if (row == NULL || clock == NULL) {
        return RC_INTERNAL; /* the guard has seen it */
    }
    clock_format_day((int32_t)row->due_day, before);
    enum rc rc = deadline_extend(w->ctx, w->tx, clock, row, (int)value_int(w->fields, "days", 0));
    clock_format_day((int32_t)row->due_day, after);
    changes_add(&w->changes, arena_printf(w->ctx->arena, "clock.%s", clock->key), before, after);
    w->row.is_extended = 1;
    rc = rc == RC_OK ? document_make(w, &id) : rc;
    if (rc == RC_OK && method != NULL) {
        int64_t earliest_ms = w->row.accepted_ms;
        rc = effect_day(w, "notified_on", earliest_ms);
        rc =
            rc == RC_OK ? document_deliver(w, id, method, clock_day_of(w->effective_ms), NULL, proof ? proof : "") : rc;
    }
    return rc;
}

enum rc effect_withdrawal_record(struct case_work *w)
{
    w->row.closing_kind = "withdrawn_by_petitioner";
    w->row.is_returned = 0;
    handling_take(w, "statement", &w->row.closing_note);
    return RC_OK;
}
