/*
 * succession.c - hands everything that a unit has in hand to the one that came after it.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariant: no clock is touched but for whose duty it is.
 */
#include "domain/succession.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/case.h"
#include "domain/notice.h"
#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/unit.h"

#include <string.h>

enum { SUCCESSION_BATCH = 100, SUCCESSION_CHAIN_MAX = 20, SUCCESSION_DAYS_MAX = 366 };

struct succession_work {
    struct ctx *ctx;
    struct tx *tx;
    const struct succession_new *in;
    struct unit_row unit, successor;
    int64_t cases;
};

static enum rc succession_refuse(struct ctx *ctx, enum reason_id id, const char *pointer, const char *arg)
{
    return fault_set(&ctx->fault, RC_REFUSED, reason(id), pointer, arg, NULL);
}

static enum rc succession_check_units(struct succession_work *s)
{
    struct ctx *ctx = s->ctx;
    struct unit_is_below_out below;
    int32_t today = clock_day_of(ctx->now_ms);
    enum rc rc = unit_rows_get(s->tx, ctx->arena, &(struct unit_get_in){s->in->unit_id}, &s->unit);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_UNIT), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        rc = unit_check(ctx, s->tx, s->in->successor_id, "/successor_id", &s->successor);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (strcmp(s->unit.kind, "county") == 0 || strcmp(s->unit.kind, "bureau") == 0) {
        return succession_refuse(ctx, REASON_SUCCESSION_KIND, NULL, s->unit.name);
    }
    rc = unit_rows_is_below(s->tx, ctx->arena, &(struct unit_is_below_in){s->successor.id, s->unit.id}, &below);
    if (rc != RC_NOT_FOUND) {
        return rc == RC_OK ? succession_refuse(ctx, REASON_SUCCESSION_ITSELF, "/successor_id", s->successor.name) : rc;
    }
    int is_there =
        s->successor.valid_from <= today && (s->successor.valid_to == SQL_NULL || s->successor.valid_to >= today);
    return is_there && s->successor.can_handle
               ? RC_OK
               : succession_refuse(ctx, REASON_SUCCESSOR_NOT_THERE, "/successor_id", s->successor.name);
}

/* The same once more would only count the cases again. What cannot be read is found out later. */
static int succession_is_known(const struct succession_work *s)
{
    struct succession_row last;
    return succession_rows_get_last(s->tx, s->ctx->arena, &(struct succession_get_last_in){s->unit.id}, &last) ==
               RC_OK &&
           strcmp(last.successor_id, s->successor.id) == 0;
}

static enum rc succession_check(struct succession_work *s)
{
    struct ctx *ctx = s->ctx;
    struct unit_count_open_below_out units;
    struct succession_find_against_out against;
    int32_t today = clock_day_of(ctx->now_ms);
    enum rc rc = succession_check_units(s);
    if (rc != RC_OK) {
        return rc;
    }
    if (s->in->from_day > today) {
        return fault_add(&ctx->fault, reason(REASON_SUCCESSION_DAY), "/from_on", NULL, NULL);
    }
    if (s->in->from_day < today - SUCCESSION_DAYS_MAX || s->in->from_day <= s->unit.valid_from) {
        return fault_add(&ctx->fault, reason(REASON_DATE_ORDER), "/from_on", NULL, NULL);
    }
    if (succession_is_known(s)) {
        return succession_refuse(ctx, REASON_SUCCESSION_TWICE, "/successor_id", s->successor.name);
    }
    rc = unit_rows_count_open_below(s->tx, ctx->arena, &(struct unit_count_open_below_in){s->unit.id, today}, &units);
    if (rc == RC_OK && units.total > 0) {
        return succession_refuse(ctx, REASON_UNIT_HAS_UNITS, NULL,
                                 arena_printf(ctx->arena, "%lld", (long long)units.total));
    }
    if (rc == RC_OK) {
        rc = succession_rows_find_against(s->tx, ctx->arena,
                                          &(struct succession_find_against_in){s->unit.id, s->successor.id}, &against);
        if (rc == RC_OK) { /* Arts 28, 44 */
            return succession_refuse(ctx, REASON_SUCCESSOR_COMPLAINED_OF, "/successor_id", against.number);
        }
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Whoever works for both goes on with the case; otherwise the successor names somebody. */
static enum rc succession_handler(struct case_work *w, const struct unit_row *to, const char **out)
{
    struct case_may_handle_out may;
    *out = NULL;
    if (w->row.handler_id == NULL) {
        return RC_OK;
    }
    enum rc rc = case_rows_may_handle(
        w->tx, w->ctx->arena, &(struct case_may_handle_in){w->row.handler_id, to->id, clock_day_of(w->ctx->now_ms)},
        &may);
    *out = rc == RC_OK ? w->row.handler_id : NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc succession_parts(struct succession_work *s, struct case_work *w, const char *from)
{
    const char *id = w->row.id, *to = s->successor.id;
    enum rc rc = succession_rows_move_dispatches_to(s->tx, &(struct succession_move_dispatches_to_in){id, from, to});
    w->has_task = rc == RC_OK && sql_changes(s->tx->db) > 0;
    w->task.to_unit_id = to;
    w->dispatch.from_unit_id = to; /* told as the sender when it neither holds nor assists */
    if (rc == RC_OK) {
        rc = succession_rows_move_dispatches_from(s->tx, &(struct succession_move_dispatches_from_in){id, from, to});
    }
    if (rc == RC_OK) {
        rc = succession_rows_move_clocks(s->tx, &(struct succession_move_clocks_in){id, from, to});
    }
    for (size_t i = 0; rc == RC_OK && i < w->clock_count; i++) {
        struct deadline_row *c = &w->clocks[i];
        if (strcmp(c->status, "running") == 0 && c->owner_unit_id != NULL && strcmp(c->owner_unit_id, from) == 0) {
            c->owner_unit_id = to; /* the case's seal is made of these */
        }
    }
    return rc;
}

/* One case: holder or only a part in it, its journal entry, and the successor's desk is told. */
static enum rc succession_case(struct succession_work *s, const char *case_id, const char *from)
{
    static const char *const holder[] = {"holder_intake", NULL}, *const task[] = {"assist_intake", NULL},
                             *const sender[] = {"sender", NULL};
    struct case_work w;
    const char *handler;
    enum rc rc = case_work_load_system(s->ctx, s->tx, case_id, &w);
    if (rc == RC_OK) {
        rc = succession_handler(&w, &s->successor, &handler);
    }
    if (rc != RC_OK) {
        return rc;
    }
    w.note = s->in->basis;
    changes_add(&w.changes, "succession", s->unit.name, s->successor.name);
    rc = succession_parts(s, &w, from);
    int holds = strcmp(w.row.holder_unit_id, from) == 0;
    if (rc == RC_OK && holds) {
        rc = case_hold(&w, &s->successor, handler);
    } else if (rc == RC_OK) {
        rc = case_rows_add_units(s->tx,
                                 &(struct case_add_units_in){w.row.id, s->successor.id, w.row.is_open, w.row.due_key});
    }
    if (rc == RC_OK) {
        rc = notice_send_event(&w, holds ? holder : w.has_task ? task : sender, "succession");
    }
    s->cases += rc == RC_OK;
    return rc == RC_OK ? case_save(&w, "succession", NULL) : rc;
}

/* What goes over leaves the list, so the next batch is another one. */
static enum rc succession_cases(struct succession_work *s)
{
    struct succession_list_cases_out *rows;
    size_t count = SUCCESSION_BATCH;
    enum rc rc = RC_OK;
    while (rc == RC_OK && count == SUCCESSION_BATCH) {
        struct arena_mark mark = arena_mark(s->ctx->arena);
        rc = succession_rows_list_cases(
            s->tx, s->ctx->arena, &(struct succession_list_cases_in){s->unit.id, SUCCESSION_BATCH}, &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            rc = succession_case(s, rows[i].case_id, s->unit.id);
        }
        if (rc == RC_OK) {
            arena_reset_to(s->ctx->arena, mark);
        }
    }
    return rc;
}

/* A mistake is repaired: what an earlier succession gave to the wrong unit goes on from there. */
static enum rc succession_strayed(struct succession_work *s)
{
    struct succession_row last;
    struct succession_list_strayed_out *rows;
    size_t count = SUCCESSION_BATCH;
    enum rc rc = succession_rows_get_last(s->tx, s->ctx->arena, &(struct succession_get_last_in){s->unit.id}, &last);
    if (rc != RC_OK || strcmp(last.successor_id, s->successor.id) == 0) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    while (rc == RC_OK && count == SUCCESSION_BATCH) {
        struct arena_mark mark = arena_mark(s->ctx->arena);
        rc = succession_rows_list_strayed(
            s->tx, s->ctx->arena,
            &(struct succession_list_strayed_in){s->unit.id, last.successor_id, last.created_ms, SUCCESSION_BATCH},
            &rows, &count);
        for (size_t i = 0; rc == RC_OK && i < count; i++) {
            rc = succession_case(s, rows[i].case_id, last.successor_id);
        }
        if (rc == RC_OK) {
            arena_reset_to(s->ctx->arena, mark);
        }
    }
    return rc;
}

/* The unit ends on the day before; an earlier end that is known stays. */
static enum rc succession_close(struct succession_work *s)
{
    struct unit_row closed;
    int64_t last_day = s->in->from_day - 1;
    if (s->unit.valid_to != SQL_NULL && s->unit.valid_to <= last_day) {
        return RC_OK;
    }
    return unit_set(s->ctx, s->tx, s->unit.id, -1,
                    &(struct unit_change){.set = UNIT_SET_VALID_TO, .valid_to = last_day}, &closed);
}

/* Nobody acts for the unit any more. */
static enum rc succession_end_grants(struct succession_work *s, struct changes *changes)
{
    struct ctx *ctx = s->ctx;
    struct succession_list_grants_out *grants;
    size_t count = 0;
    int64_t today = clock_day_of(ctx->now_ms);
    enum rc rc = succession_rows_list_grants(
        s->tx, ctx->arena, &(struct succession_list_grants_in){s->unit.id, today, ACCOUNT_ADMIN_ROLE}, &grants, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        changes_touch(changes, "grant", grants[i].id);
    }
    return rc == RC_OK ? succession_rows_end_grants(
                             s->tx, &(struct succession_end_grants_in){s->unit.id, today, ACCOUNT_ADMIN_ROLE})
                       : rc;
}

static enum rc succession_note(struct succession_work *s, const char *id, struct changes *changes)
{
    struct ctx *ctx = s->ctx;
    char day[CLOCK_DATE_SIZE];
    clock_format_day((int32_t)s->in->from_day, day);
    changes_add(changes, "successor_id", NULL, s->successor.id);
    changes_add(changes, "from_on", NULL, day);
    changes_add(changes, "basis", NULL, s->in->basis);
    changes_add_int(changes, "cases", SQL_NULL, s->cases);
    enum rc rc = succession_rows_add(s->tx, &(struct succession_add_in){.id = id,
                                                                        .unit_id = s->unit.id,
                                                                        .successor_id = s->successor.id,
                                                                        .from_day = s->in->from_day,
                                                                        .basis = s->in->basis,
                                                                        .cases = s->cases,
                                                                        .account_id = ctx->actor->account_id,
                                                                        .created_ms = ctx->now_ms});
    return rc == RC_OK ? office_journal_append(ctx, s->tx, "unit.succession", s->unit.id, changes) : rc;
}

enum rc succession_add(struct ctx *ctx, struct tx *tx, const struct succession_new *in, struct succession_row *out)
{
    struct succession_work s = {.ctx = ctx, .tx = tx, .in = in};
    struct changes changes;
    const char *id = ident_make(ctx->arena, ctx->now_ms);
    changes_init(&changes, ctx);
    enum rc rc = id != NULL ? succession_check(&s) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = reference_use(ctx, tx);
    }
    if (rc == RC_OK) {
        rc = succession_cases(&s);
    }
    if (rc == RC_OK) {
        rc = succession_strayed(&s);
    }
    if (rc == RC_OK) {
        rc = succession_rows_share_cases(tx, &(struct succession_share_cases_in){s.unit.id, s.successor.id});
    }
    if (rc == RC_OK) {
        rc = succession_close(&s);
    }
    if (rc == RC_OK) {
        rc = succession_end_grants(&s, &changes);
    }
    if (rc == RC_OK) {
        rc = actor_changed(tx);
    }
    if (rc == RC_OK) {
        rc = succession_note(&s, id, &changes);
    }
    return rc == RC_OK ? succession_rows_get_last(tx, ctx->arena, &(struct succession_get_last_in){in->unit_id}, out)
                       : rc;
}

enum rc succession_find(struct ctx *ctx, struct tx *tx, const char *unit_id, const char **name)
{
    struct succession_row row = {.successor_id = unit_id};
    enum rc rc = RC_OK;
    *name = NULL;
    for (int i = 0; rc == RC_OK && i < SUCCESSION_CHAIN_MAX; i++) {
        rc = succession_rows_get_last(tx, ctx->arena, &(struct succession_get_last_in){row.successor_id}, &row);
        *name = rc == RC_OK ? row.successor_name : *name;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
