/*
 * effect_close.c - carrying out what was supported, closing and reopening.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: "is the thing settled" and "does the petitioner accept" are two answers; neither is derived from the other.
 */
#include "domain/effect.h"

#include "base/clock.h"
#include "domain/reason.h"

#include <string.h>

enum rc effect_execution_plan(struct case_work *w)
{
    enum { PROMISE_DAYS_MAX = 2 * 366 };
    int32_t day;
    const char *text = value_text(w->fields, "promised_on");
    if (text == NULL || clock_parse_day(text, &day) != RC_OK || day < clock_day_of(w->ctx->now_ms)) {
        return fault_add(&w->ctx->fault, reason(REASON_DATE_BEFORE_TODAY), "/fields/promised_on", NULL, NULL);
    }
    if (day > clock_day_of(w->ctx->now_ms) + PROMISE_DAYS_MAX) {
        return fault_add(&w->ctx->fault, reason(REASON_PROMISE_TOO_LATE), "/fields/promised_on", NULL, NULL);
    }
    changes_add(&w->changes, "promised_on", NULL, text);
    return RC_OK;
}

enum rc effect_execution_record(struct case_work *w)
{
    enum rc rc = effect_day(w, "done_on", w->row.accepted_ms);
    changes_add(&w->changes, "executed", NULL, value_text(w->fields, "done_on"));
    return rc;
}

enum rc effect_case_close(struct case_work *w)
{
    const char *retention = value_text(w->fields, "retention");
    w->row.is_returned = 0;
    w->row.closing_kind = value_text(w->fields, "closing_kind");
    w->row.thing_settled = value_int(w->fields, "thing_settled", 0);
    w->row.petitioner_accepts = value_text(w->fields, "petitioner_accepts");
    w->row.closing_note = w->note ? w->note : value_text(w->fields, "note");
    w->row.retention = retention ? retention : "30";
    return w->has_dispatch ? dispatch_rows_set_status(w->tx, &(struct dispatch_set_status_in){w->dispatch.id, "closed"})
                           : RC_OK;
}

/* Art 33: what both sides agreed on is performed; there is no opinion to deliver. */
enum rc effect_agreement_close(struct case_work *w)
{
    enum rc rc = effect_case_close(w);
    w->row.closing_kind = "agreement_performed";
    return rc;
}

/* The volume says how much it holds, so that nobody takes a sheet out unseen. */
enum rc effect_archive_record(struct case_work *w)
{
    struct archive_catalogue_out held;
    enum rc rc = archive_rows_catalogue(w->tx, w->ctx->arena, &(struct archive_catalogue_in){w->row.id}, &held);
    w->row.archived_ms = w->ctx->now_ms;
    w->row.archive_number = value_text(w->fields, "archive_number");
    w->row.retention = value_text(w->fields, "retention");
    if (rc == RC_OK) {
        changes_add_int(&w->changes, "archive.documents", SQL_NULL, held.documents);
        changes_add_int(&w->changes, "archive.deliveries", SQL_NULL, held.deliveries);
        changes_add_int(&w->changes, "archive.contacts", SQL_NULL, held.contacts);
        changes_add_int(&w->changes, "archive.evidence", SQL_NULL, held.evidence);
    }
    return rc;
}

enum rc effect_case_reopen(struct case_work *w)
{
    w->row.archived_ms = SQL_NULL;
    w->row.archive_number = NULL;
    w->row.is_returned = 1;
    w->row.closing_kind = NULL;
    w->row.thing_settled = SQL_NULL;
    w->row.petitioner_accepts = NULL;
    w->row.outcome = NULL;
    const char *ground = value_text(w->fields, "ground");
    int is_void = ground != NULL && (strcmp(ground, "redo") == 0 || strcmp(ground, "quality_return") == 0);
    int is_carried_out = ground != NULL && strcmp(ground, "execution_failed") == 0;
    if (w->row.finality != NULL && !(is_carried_out && strcmp(w->row.finality, "final_by_recheck") == 0)) {
        w->row.finality = NULL; /* the matter is decided anew; only what a recheck ordered to be done stays decided */
    }
    enum rc rc = is_void ? document_rows_revoke(w->tx, &(struct document_revoke_in){w->row.id, w->ctx->now_ms}) : RC_OK;
    return rc == RC_OK && w->has_dispatch
               ? dispatch_rows_set_status(w->tx, &(struct dispatch_set_status_in){w->dispatch.id, "accepted"})
               : rc;
}
