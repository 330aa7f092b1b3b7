/*
 * completeness.c - judges what a case must have before it is closed, item by item.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: an item is held by what is on file, never by somebody's word.
 */
#include "domain/completeness.h"

#include <string.h>

/* Whom three days of trying do not reach cannot hold up the case for ever. */
enum { COMPLETENESS_ATTEMPT_DAYS = 3 };

struct completeness_facts {
    const struct case_work *work;
    struct completeness_facts_out rows;
};

typedef enum completeness completeness_fn(const struct completeness_facts *f);
#define COMPLETENESS(name) static completeness_fn completeness_##name;
#include "domain/completeness.def"
#undef COMPLETENESS

const char *const completeness_checks[] = {
#define COMPLETENESS(name) #name,
#include "domain/completeness.def"
#undef COMPLETENESS
    NULL,
};

static completeness_fn *const completeness_functions[] = {
#define COMPLETENESS(name) completeness_##name,
#include "domain/completeness.def"
#undef COMPLETENESS
};

static enum completeness completeness_of(int holds)
{
    return holds ? COMPLETENESS_HOLDS : COMPLETENESS_MISSING;
}

/* Duty ------------------------------------------------------------------------------------------------------------------- */

static enum completeness completeness_lead_accepted(const struct completeness_facts *f)
{
    return completeness_of(f->work->row.accepted_ms != SQL_NULL);
}

/* Named with the declaration that there is no interest in the matter (Art 28): there is no other way to be named. */
static enum completeness completeness_handler_named(const struct completeness_facts *f)
{
    return completeness_of(f->work->row.handler_id != NULL);
}

static enum completeness completeness_chain_unbroken(const struct completeness_facts *f)
{
    return completeness_of(f->rows.open_dispatches == 0 && f->rows.open_tasks == 0);
}

/* Procedure -------------------------------------------------------------------------------------------------------------- */

static enum completeness completeness_notice_given(const struct completeness_facts *f)
{
    return f->rows.notices_impossible > 0 ? COMPLETENESS_EXEMPT /* Art 23: name or address unclear */
                                          : completeness_of(f->rows.notices > 0);
}

static enum completeness completeness_duties_in_time(const struct completeness_facts *f)
{
    const struct case_work *w = f->work;
    for (size_t i = 0; i < w->clock_count; i++) {
        const struct deadline_row *c = &w->clocks[i];
        if (strcmp(c->status, "running") == 0 && strcmp(c->kind, "duty") == 0 && c->due_ms <= w->ctx->now_ms) {
            return COMPLETENESS_MISSING;
        }
    }
    return COMPLETENESS_HOLDS;
}

static enum completeness completeness_answer_delivered(const struct completeness_facts *f)
{
    return completeness_of(f->rows.answers_delivered > 0);
}

/* Service ---------------------------------------------------------------------------------------------------------------- */

static enum completeness completeness_petitioner_contacted(const struct completeness_facts *f)
{
    return completeness_of(f->rows.reached > 0 || f->rows.told_in_person > 0 ||
                           f->rows.attempt_days >= COMPLETENESS_ATTEMPT_DAYS);
}

static enum completeness completeness_answer_explained(const struct completeness_facts *f)
{
    if (f->rows.notices_impossible > 0) {
        return COMPLETENESS_EXEMPT;
    }
    return completeness_of(f->rows.reached_since > 0 || f->rows.attempt_days_since >= COMPLETENESS_ATTEMPT_DAYS);
}

enum rc completeness_judge(const struct case_work *w, enum completeness *out)
{
    struct completeness_facts f = {.work = w};
    if (w->definition->check_count == 0) {
        return RC_OK;
    }
    enum rc rc = completeness_rows_facts(w->tx, w->ctx->arena, &(struct completeness_facts_in){w->row.id}, &f.rows);
    for (size_t i = 0; rc == RC_OK && i < w->definition->check_count; i++) {
        out[i] = completeness_functions[w->definition->checks[i].check](&f);
    }
    return rc;
}
