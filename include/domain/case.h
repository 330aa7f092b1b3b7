/*
 * case.h - loading, scoping and saving a case (信访事项).
 *
 * A command on a case works on `struct case_work`: the row as loaded, its parts as far as rules need them, and what has
 * changed. Effects change the row in memory; case_save writes it once, with the journal entry, the clocks' summary and the
 * unit index, in the writer's transaction.
 *
 * Runs on: loading anywhere, saving on the writer. Owns: nothing; everything lives on ctx->arena.
 * Invariants: one journal entry per command; the version moves with every save; nobody reaches a case outside their scope.
 */
#ifndef DOMAIN_CASE_H
#define DOMAIN_CASE_H

#include "base/ctx.h"
#include "base/value.h"
#include "domain/changes.h"
#include "domain/perm.h"
#include "domain/workflow.h"
#include "store/sql_stmts.h"

/* due_key of a case without a running duty or local clock. */
#define CASE_NO_DUE INT64_C(9000000000000000)

struct document_plan;

struct case_work {
    struct ctx *ctx;
    struct tx *tx;
    struct case_row row;
    struct case_row before;
    const struct workflow *definition;
    struct unit_row holder, registrar;
    struct deadline_row *clocks; /* all clocks of the case, running ones have status "running" */
    size_t clock_count;
    struct demand_row *demands;
    size_t demand_count;
    struct dispatch_row dispatch; /* the latest to a lead unit; has_dispatch tells */
    int has_dispatch;
    struct document_row opinion; /* the handling opinion in force */
    int has_opinion;
    struct dispatch_row task; /* of an assisting unit: what the event or rung is about; has_task tells */
    int has_task;
    const char *about; /* which of several clocks of a kind the event is about; NULL: none */
    /* of the command: */
    const struct workflow_edge *edge;
    const struct value *fields;
    const char *note;
    const struct document_plan
        *plan;              /* what the event puts on paper, as planned before anything changed; NULL: no event */
    struct unit_row target; /* unit named by field to_unit; has_target tells */
    int has_target;
    int target_covers;      /* its duties and its place fit the case */
    int handler_fits;       /* the account named by field handler may work at the holder */
    int64_t effective_ms;   /* when the act took place: now, or a day given by the fields */
    struct changes changes; /* for the journal; effects add to it */
    int is_past_journal; /* on the writer: something changed the case since its last entry, which the next one says */
};

/* One case by id for the actor: RC_NOT_FOUND when it does not exist or the actor may not know of it. */
RC_MUST enum rc case_get(struct ctx *ctx, struct tx *tx, const char *id, struct case_row *out);
/* Loads row, definition, units, clocks, demands, last dispatch and opinion for a command. Checks scope as case_get. */
RC_MUST enum rc case_work_load(struct ctx *ctx, struct tx *tx, const char *id, struct case_work *out);
/* The same without a scope check, for the clock. */
RC_MUST enum rc case_work_load_system(struct ctx *ctx, struct tx *tx, const char *id, struct case_work *out);
/* A command that does not mind what changed meanwhile. */
enum { CASE_NO_VERSION = -1, CASE_ANY_VERSION = -2 };
/* RC_PRECONDITION when no version came, RC_STALE when it is not the present one. */
RC_MUST enum rc case_check_version(struct ctx *ctx, const struct case_row *row, int64_t if_match);

/* Gives the case to a unit and handler (NULL: nobody yet): holder time, scope index and row. */
RC_MUST enum rc case_hold(struct case_work *w, const struct unit_row *unit, const char *handler_id);
/* Writes journal entry and row. `event` may be NULL. The row then has the new version. */
RC_MUST enum rc case_save(struct case_work *w, const char *action, const char *event);
/* Running clock by key, the newest; NULL when there is none. */
struct deadline_row *case_clock(struct case_work *w, const char *key);
/* The running clock that the definition lets be extended (C6, or C16), or NULL. */
struct deadline_row *case_clock_extendable(struct case_work *w);
/* Starts a clock of the definition. `on_day` only for clocks with from_field. */
RC_MUST enum rc case_clock_start(struct case_work *w, const char *key, int32_t on_day);
/* Ends every running clock with this key; of those that run several times only that of w->about, and without one only when
 * they are cancelled. */
RC_MUST enum rc case_clock_end(struct case_work *w, const char *key, int is_cancel);

#endif
