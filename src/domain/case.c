/*
 * case.c - loading, scoping and saving a case.
 *
 * Runs on: loading anywhere, saving on the writer. Owns: nothing.
 * Invariant: case_save is the only place that writes a case row, and it always appends to the journal in the same breath.
 */
#include "domain/case.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/case_seal.h"
#include "domain/deadline.h"
#include "domain/journal.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

enum rc case_get(struct ctx *ctx, struct tx *tx, const char *id, struct case_row *out)
{
    struct case_is_visible_out seen;
    enum rc rc = RC_OK;
    if (ctx->actor->kind != ACTOR_SYSTEM) {
        rc = case_rows_is_visible(
            tx, ctx->arena,
            &(struct case_is_visible_in){.id = id, .actor = ctx->actor->account_id, .today = clock_day_of(ctx->now_ms)},
            &seen);
    }
    if (rc == RC_OK) {
        rc = case_rows_get(tx, ctx->arena, &(struct case_get_in){id}, out);
    }
    /* What the actor may not know of and what is not there look alike. */
    return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
}

enum rc case_check_version(struct ctx *ctx, const struct case_row *row, int64_t if_match)
{
    if (if_match == CASE_ANY_VERSION || if_match == row->version) {
        return RC_OK;
    }
    if (if_match == CASE_NO_VERSION) {
        return fault_set(&ctx->fault, RC_PRECONDITION, reason(REASON_IF_MATCH), NULL, NULL, NULL);
    }
    return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL,
                     arena_printf(ctx->arena, "%lld", (long long)row->version), NULL);
}

static enum rc case_work_parts(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    const char *id = w->row.id;
    enum rc rc = deadline_rows_list_of_case(w->tx, ctx->arena, &(struct deadline_list_of_case_in){id}, &w->clocks,
                                            &w->clock_count);
    if (rc == RC_OK) {
        rc = demand_rows_list(w->tx, ctx->arena, &(struct demand_list_in){id}, &w->demands, &w->demand_count);
    }
    if (rc == RC_OK) {
        rc = dispatch_rows_get_last(w->tx, ctx->arena, &(struct dispatch_get_last_in){id}, &w->dispatch);
        w->has_dispatch = rc == RC_OK;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (rc == RC_OK) {
        rc = document_rows_get_decision(w->tx, ctx->arena, &(struct document_get_decision_in){id}, &w->opinion);
        w->has_opinion = rc == RC_OK;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    return rc;
}

/* Before an act its case must be what the last entry sealed: the act's own seal would cover up what was changed in between. It is not
 * refused, for the petitioner's matter goes on, but its entry says so for ever, and `petitiond verify` repeats it. */
static enum rc case_check_seal(struct case_work *w)
{
    struct arena *arena = w->ctx->arena;
    struct journal_get_out last;
    const char *now = NULL;
    enum rc rc = journal_rows_get(w->tx, arena, &(struct journal_get_in){w->row.id, w->row.journal_seq}, &last);
    if (rc == RC_OK && last.seal != NULL) {
        rc = case_seal_like(w->tx, arena, &w->row, w->clocks, w->clock_count, last.seal, &now);
        w->is_past_journal = rc == RC_OK && strcmp(now, last.seal) != 0;
    } else if (rc == RC_NOT_FOUND) {
        w->is_past_journal = 1;
        rc = RC_OK;
    }
    return rc;
}

/* Everything but the row, which the caller has loaded and scoped. */
static enum rc case_work_fill(struct ctx *ctx, struct tx *tx, struct case_work *w)
{
    w->ctx = ctx;
    w->tx = tx;
    w->before = w->row;
    w->effective_ms = ctx->now_ms;
    changes_init(&w->changes, ctx);
    w->definition = reference_workflow_find(ctx->reference, w->row.workflow_key, w->row.workflow_version);
    if (w->definition == NULL) {
        return RC_INTERNAL;
    }
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){w->row.holder_unit_id}, &w->holder);
    if (rc == RC_OK) {
        rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){w->row.registrar_unit_id}, &w->registrar);
    }
    rc = rc == RC_OK ? case_work_parts(w) : rc;
    return rc == RC_OK && tx->is_write ? case_check_seal(w) : rc;
}

enum rc case_work_load(struct ctx *ctx, struct tx *tx, const char *id, struct case_work *out)
{
    memset(out, 0, sizeof *out);
    enum rc rc = case_get(ctx, tx, id, &out->row);
    return rc == RC_OK ? case_work_fill(ctx, tx, out) : rc;
}

enum rc case_work_load_system(struct ctx *ctx, struct tx *tx, const char *id, struct case_work *out)
{
    memset(out, 0, sizeof *out);
    enum rc rc = case_rows_get(tx, ctx->arena, &(struct case_get_in){id}, &out->row);
    return rc == RC_OK ? case_work_fill(ctx, tx, out) : rc;
}

enum rc case_hold(struct case_work *w, const struct unit_row *unit, const char *handler_id)
{
    int64_t now_ms = w->ctx->now_ms;
    if (strcmp(w->holder.id, unit->id) != 0) {
        changes_add(&w->changes, "holder", w->holder.name, unit->name);
    }
    w->holder = *unit;
    w->row.holder_unit_id = unit->id;
    w->row.handler_id = handler_id;
    w->row.held_since_ms = now_ms;
    enum rc rc = case_rows_end_holding(w->tx, &(struct case_end_holding_in){.case_id = w->row.id, .to_ms = now_ms});
    if (rc == RC_OK) {
        rc = case_rows_add_holding(
            w->tx, &(struct case_add_holding_in){
                       .case_id = w->row.id, .unit_id = unit->id, .handler_id = handler_id, .from_ms = now_ms});
    }
    if (rc == RC_OK && !w->row.is_sealed) { /* no unit sees an accusation */
        rc = case_rows_add_units(w->tx, &(struct case_add_units_in){.case_id = w->row.id,
                                                                    .unit_id = unit->id,
                                                                    .is_open = w->row.is_open,
                                                                    .due_key = w->row.due_key});
    }
    return rc;
}

struct deadline_row *case_clock(struct case_work *w, const char *key)
{
    struct deadline_row *found = NULL;
    for (size_t i = 0; i < w->clock_count; i++) {
        if (strcmp(w->clocks[i].clock, key) == 0 && strcmp(w->clocks[i].status, "running") == 0) {
            found = &w->clocks[i];
        }
    }
    return found;
}

struct deadline_row *case_clock_extendable(struct case_work *w)
{
    for (size_t i = 0; i < w->clock_count; i++) {
        const struct workflow_clock *clock = workflow_clock_find(w->definition, w->clocks[i].clock);
        if (strcmp(w->clocks[i].status, "running") == 0 && clock != NULL && clock->extension_max > 0) {
            return &w->clocks[i];
        }
    }
    return NULL;
}

/* Whose duty the clock is; the petitioner's rights are nobody's. */
static const char *case_clock_owner(const struct case_work *w, const struct workflow_clock *clock)
{
    if (clock->kind == CLOCK_RIGHT) {
        return NULL;
    }
    switch (clock->owner) {
    case OWNER_SENDER: return w->has_dispatch ? w->dispatch.from_unit_id : w->holder.id;
    case OWNER_RULER: return w->dispatch.dispute_unit_id ? w->dispatch.dispute_unit_id : w->holder.id;
    case OWNER_TASK: return w->has_task ? w->task.to_unit_id : w->holder.id;
    case OWNER_HOLDER: break;
    }
    return w->holder.id;
}

enum rc case_clock_start(struct case_work *w, const char *key, int32_t on_day)
{
    const struct workflow_clock *clock = workflow_clock_find(w->definition, key);
    struct deadline_row *grown = arena_array_of(w->ctx->arena, struct deadline_row, w->clock_count + 1);
    if (clock == NULL || grown == NULL) {
        return clock ? RC_TOO_LARGE : RC_INTERNAL;
    }
    if (w->clock_count > 0) {
        memcpy(grown, w->clocks, w->clock_count * sizeof *grown);
    }
    enum rc rc = deadline_start(
        w->ctx, w->tx, clock,
        &(struct deadline_start){.case_id = w->row.id,
                                 .owner_unit_id = case_clock_owner(w, clock),
                                 .about = clock->is_many ? w->about : NULL,
                                 .start_ms = clock->unit == DUE_ON_DATE ? w->ctx->now_ms : w->effective_ms,
                                 .on_day = on_day},
        &grown[w->clock_count]);
    if (rc == RC_OK) {
        char day[CLOCK_DATE_SIZE];
        clock_format_day((int32_t)grown[w->clock_count].due_day, day);
        changes_add(&w->changes, arena_printf(w->ctx->arena, "clock.%s", key), NULL, arena_strdup(w->ctx->arena, day));
        w->clocks = grown;
        w->clock_count++;
    }
    return rc;
}

static int case_clock_is_meant(const struct case_work *w, const struct deadline_row *row, int is_cancel)
{
    if (row->about == NULL) {
        return 1;
    }
    return w->about != NULL ? strcmp(row->about, w->about) == 0 : is_cancel;
}

enum rc case_clock_end(struct case_work *w, const char *key, int is_cancel)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < w->clock_count && rc == RC_OK; i++) {
        struct deadline_row *row = &w->clocks[i];
        if (strcmp(row->clock, key) == 0 && strcmp(row->status, "running") == 0 &&
            case_clock_is_meant(w, row, is_cancel)) {
            rc = deadline_end(w->ctx, w->tx, row, w->effective_ms, is_cancel);
            changes_add(&w->changes, arena_printf(w->ctx->arena, "clock.%s", key), "running", row->status);
        }
    }
    return rc;
}

/* Windows end silently; only what an office must do makes a case due. */
static int case_is_duty(const struct deadline_row *c)
{
    return strcmp(c->kind, "duty") == 0 || strcmp(c->kind, "local") == 0;
}

/* The case's own due date is that of the duty or local clock that ends first. */
static void case_sum_clocks(struct case_work *w)
{
    w->row.due_key = CASE_NO_DUE;
    w->row.due_deadline_id = NULL;
    for (size_t i = 0; i < w->clock_count; i++) {
        const struct deadline_row *c = &w->clocks[i];
        if (strcmp(c->status, "running") == 0 && case_is_duty(c) && c->due_ms < w->row.due_key) {
            w->row.due_key = c->due_ms;
            w->row.due_deadline_id = c->id;
        }
    }
}

static void case_note_row(struct case_work *w)
{
    const struct case_row *a = &w->before, *b = &w->row;
    const struct {
        const char *field, *before, *after;
    } texts[] = {
        {"title", a->title, b->title},
        {"class_code", a->class_code, b->class_code},
        {"place_unit_id", a->place_unit_id, b->place_unit_id},
        {"urgency", a->urgency, b->urgency},
        {"handler_id", a->handler_id, b->handler_id},
        {"outcome", a->outcome, b->outcome},
        {"closing_kind", a->closing_kind, b->closing_kind},
        {"petitioner_accepts", a->petitioner_accepts, b->petitioner_accepts},
        {"retention", a->retention, b->retention},
        {"finality", a->finality, b->finality},
        {"archive_number", a->archive_number, b->archive_number},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const char *before = texts[i].before ? texts[i].before : "", *after = texts[i].after ? texts[i].after : "";
        if (strcmp(before, after) != 0) {
            changes_add(&w->changes, texts[i].field, texts[i].before, texts[i].after);
        }
    }
    if (a->thing_settled != b->thing_settled) {
        changes_add_int(&w->changes, "thing_settled", a->thing_settled, b->thing_settled);
    }
    if (a->is_first != b->is_first) {
        changes_add_int(&w->changes, "is_first", a->is_first, b->is_first);
    }
    if (a->is_supervised != b->is_supervised) {
        changes_add_int(&w->changes, "is_supervised", a->is_supervised, b->is_supervised);
    }
}

static enum rc case_write(struct case_work *w)
{
    const struct case_row *r = &w->row;
    enum rc rc = case_rows_save(w->tx, &(struct case_save_in){
                                           .id = r->id,
                                           .version = r->version,
                                           .title = r->title,
                                           .lane = r->lane,
                                           .workflow_key = r->workflow_key,
                                           .workflow_version = r->workflow_version,
                                           .stage = r->stage,
                                           .state = r->state,
                                           .is_open = r->is_open,
                                           .class_code = r->class_code,
                                           .place_unit_id = r->place_unit_id,
                                           .urgency = r->urgency,
                                           .people_count = r->people_count,
                                           .submission_count = r->submission_count,
                                           .holder_unit_id = r->holder_unit_id,
                                           .handler_id = r->handler_id,
                                           .held_since_ms = r->held_since_ms,
                                           .accepted_ms = r->accepted_ms,
                                           .closed_ms = r->closed_ms,
                                           .due_key = r->due_key,
                                           .due_deadline_id = r->due_deadline_id,
                                           .is_returned = r->is_returned,
                                           .is_extended = r->is_extended,
                                           .is_supervised = r->is_supervised,
                                           .outcome = r->outcome,
                                           .closing_kind = r->closing_kind,
                                           .thing_settled = r->thing_settled,
                                           .petitioner_accepts = r->petitioner_accepts,
                                           .closing_note = r->closing_note,
                                           .retention = r->retention,
                                           .finality = r->finality,
                                           .is_first = r->is_first,
                                           .archived_ms = r->archived_ms,
                                           .archive_number = r->archive_number,
                                           .changed_ms = w->ctx->now_ms,
                                           .journal_seq = r->journal_seq,
                                           .journal_head = r->journal_head,
                                       });
    if (rc == RC_OK && sql_changes(w->tx->db) != 1) {
        return fault_set(&w->ctx->fault, RC_STALE, reason(REASON_STALE), NULL, "?", NULL);
    }
    return rc;
}

enum rc case_save(struct case_work *w, const char *action, const char *event)
{
    case_sum_clocks(w);
    case_note_row(w);
    if (w->is_past_journal) {
        LOG(LOG_ERROR, "case.past_journal", LOG_S("do", "run petitiond verify; it names the case"));
        changes_add(&w->changes, JOURNAL_PAST, NULL, "found");
        w->is_past_journal = 0;
    }
    const char *changes = changes_text(&w->changes), *seal = NULL;
    enum rc rc = changes != NULL ? case_seal_wide(w->tx, w->ctx->arena, &w->row, w->clocks, w->clock_count, &seal)
                                 : RC_TOO_LARGE;
    if (rc != RC_OK) {
        return rc;
    }
    rc = journal_append(w->ctx, w->tx, w->row.id, &w->row.journal_seq, &w->row.journal_head,
                        &(struct journal_entry){.action = action,
                                                .event = event,
                                                .from_state = w->before.state,
                                                .to_state = w->row.state,
                                                .note = w->note,
                                                .changes = changes,
                                                .seal = seal});
    if (rc == RC_OK) {
        rc = case_write(w);
    }
    if (rc == RC_OK && (w->before.due_key != w->row.due_key || w->before.is_open != w->row.is_open)) {
        rc = case_rows_save_units(
            w->tx,
            &(struct case_save_units_in){.case_id = w->row.id, .is_open = w->row.is_open, .due_key = w->row.due_key});
    }
    if (rc == RC_OK && w->row.is_open && !w->before.is_open) { /* a unit may have moved while it was closed */
        rc = case_rows_show_above(w->tx, &(struct case_show_above_in){w->row.id});
    }
    w->row.version++;
    return rc;
}
