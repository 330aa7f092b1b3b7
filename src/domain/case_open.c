/*
 * case_open.c - a new case, see case_open.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/case_open.h"

#include "base/ident.h"
#include "domain/case_seal.h"
#include "domain/deadline.h"
#include "domain/journal.h"
#include "domain/person.h"

#include <string.h>

static enum rc case_add(struct tx *tx, const struct case_row *r)
{
    return case_rows_add(tx, &(struct case_add_in){
                                 .id = r->id,
                                 .number = r->number,
                                 .title = r->title,
                                 .lane = r->lane,
                                 .workflow_key = r->workflow_key,
                                 .workflow_version = r->workflow_version,
                                 .stage = r->stage,
                                 .state = r->state,
                                 .channel = r->channel,
                                 .source_platform = r->source_platform,
                                 .purpose = r->purpose,
                                 .class_code = r->class_code,
                                 .place_unit_id = r->place_unit_id,
                                 .place_detail = r->place_detail,
                                 .urgency = r->urgency,
                                 .request = r->request,
                                 .facts = r->facts,
                                 .reasons = r->reasons,
                                 .is_first = r->is_first,
                                 .people_count = r->people_count,
                                 .petitioner_id = r->petitioner_id,
                                 .registrar_unit_id = r->registrar_unit_id,
                                 .holder_unit_id = r->holder_unit_id,
                                 .registered_ms = r->registered_ms,
                                 .due_key = r->due_key,
                                 .due_deadline_id = r->due_deadline_id,
                                 .code_hash = r->code_hash,
                                 .parent_id = r->parent_id,
                                 .outside_body = r->outside_body,
                                 .is_sealed = r->is_sealed,
                                 .handler_id = r->handler_id,
                             });
}

static enum rc case_open_clocks(struct ctx *ctx, struct tx *tx, struct case_opening *o, const char *const *keys,
                                int64_t start_ms)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; keys[i] != NULL && rc == RC_OK; i++) {
        rc = deadline_start(
            ctx, tx, workflow_clock_find(o->definition, keys[i]),
            &(struct deadline_start){.case_id = o->row.id, .owner_unit_id = o->holder->id, .start_ms = start_ms},
            &o->clocks[o->clock_count++]);
    }
    return rc;
}

int case_open_is_forwarded(const struct case_row *row)
{
    const char *from = row->source_platform ? row->source_platform : "";
    return strcmp(from, "national") == 0 || strcmp(from, "superior") == 0;
}

static enum rc case_open_start(struct ctx *ctx, struct tx *tx, struct case_opening *o)
{
    const struct workflow *d = o->definition;
    const char *const *keys = strcmp(o->holder->kind, "bureau") == 0 ? d->start_at_bureau : d->start_at_unit;
    o->clocks = arena_array_of(ctx->arena, struct deadline_row, d->clock_count + 1);
    o->clock_count = 0;
    enum rc rc = o->clocks ? case_open_clocks(ctx, tx, o, keys, o->start_ms) : RC_TOO_LARGE;
    if (rc == RC_OK && keys == d->start_at_bureau && case_open_is_forwarded(&o->row)) {
        rc = case_open_clocks(ctx, tx, o, d->start_forwarded, o->start_ms);
    }
    if (rc == RC_OK && strcmp(o->row.urgency, "normal") != 0) {
        rc = case_open_clocks(ctx, tx, o, d->start_urgent, ctx->now_ms); /* Art 25: from learning of it */
    }
    return rc;
}

/* What every new case has in common; the clocks are started, the journal is not. The row is the store's, to the last column: its
 * seal is made of it. */
static void case_open_fill(struct ctx *ctx, struct case_opening *o)
{
    const struct workflow *d = o->definition;
    const struct workflow_state *initial = workflow_state_find(d, d->initial);
    struct case_row *row = &o->row;
    row->lane = d->lane;
    row->workflow_key = d->key;
    row->workflow_version = d->version;
    row->stage = workflow_stage_name(initial->stage);
    row->state = initial->key;
    row->is_open = 1;
    row->holder_unit_id = o->holder->id;
    row->held_since_ms = ctx->now_ms;
    row->registered_ms = ctx->now_ms;
    row->accepted_ms = SQL_NULL;
    row->closed_ms = SQL_NULL;
    row->archived_ms = SQL_NULL;
    row->thing_settled = SQL_NULL;
    row->submission_count = 1;
    row->due_key = CASE_NO_DUE;
    for (size_t i = 0; i < o->clock_count; i++) {
        int is_duty = strcmp(o->clocks[i].kind, "duty") == 0 || strcmp(o->clocks[i].kind, "local") == 0;
        if (is_duty && o->clocks[i].due_ms < row->due_key) {
            row->due_key = o->clocks[i].due_ms;
            row->due_deadline_id = o->clocks[i].id;
        }
    }
}

enum rc case_open(struct ctx *ctx, struct tx *tx, struct case_opening *o)
{
    enum rc rc = case_open_start(ctx, tx, o);
    if (rc == RC_OK) {
        case_open_fill(ctx, o);
        rc = case_add(tx, &o->row);
    }
    if (rc == RC_OK && !o->row.is_sealed) { /* units do not know of a sealed case */
        rc = case_rows_add_units(tx, &(struct case_add_units_in){o->row.id, o->holder->id, 1, o->row.due_key});
    }
    if (rc == RC_OK) {
        rc = case_rows_add_holding(tx, &(struct case_add_holding_in){o->row.id, o->holder->id, NULL, ctx->now_ms});
    }
    return rc;
}

enum rc case_open_seal(struct ctx *ctx, struct tx *tx, struct case_opening *o)
{
    struct case_row *row = &o->row;
    struct journal_entry entry = {.action = "register", .to_state = row->state};
    enum rc rc = case_seal_wide(tx, ctx->arena, row, o->clocks, o->clock_count, &entry.seal);
    if (rc == RC_OK) {
        rc = journal_append(ctx, tx, row->id, &row->journal_seq, &row->journal_head, &entry);
    }
    return rc == RC_OK ? case_rows_begin_journal(
                             tx, &(struct case_begin_journal_in){row->id, row->journal_seq, row->journal_head})
                       : rc;
}

/* The people that the new case begins with. Across the seal they are people of its own: what one side corrects, reveals or destroys
 * is nothing to the other. */
static enum rc case_open_parties(struct case_work *parent, struct case_opening *o, struct party_list_out **out,
                                 size_t *count)
{
    struct ctx *ctx = parent->ctx;
    enum rc rc = party_rows_list(parent->tx, ctx->arena, &(struct party_list_in){parent->row.id}, out, count);
    *count = o->without_people ? 0 : *count;
    if (parent->row.is_sealed == o->row.is_sealed) {
        return rc;
    }
    const char *petitioner = o->row.petitioner_id;
    for (size_t i = 0; rc == RC_OK && i < *count; i++) {
        const char *was = (*out)[i].person_id;
        rc = person_copy(ctx, parent->tx, was, 1, &(*out)[i].person_id);
        if (petitioner != NULL && strcmp(was, petitioner) == 0) {
            o->row.petitioner_id = (*out)[i].person_id;
        }
    }
    return rc;
}

/* They, and who may see the parent, are those of the new case too. */
static enum rc case_open_people(struct case_work *parent, const struct case_opening *o,
                                const struct party_list_out *parties, size_t count)
{
    struct ctx *ctx = parent->ctx;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const char *id = ident_make(ctx->arena, ctx->now_ms);
        rc = id != NULL
                 ? party_rows_add(parent->tx, &(struct party_add_in){.id = id,
                                                                     .case_id = o->row.id,
                                                                     .submission_id = o->submission != NULL
                                                                                          ? o->submission->id
                                                                                          : parties[i].submission_id,
                                                                     .person_id = parties[i].person_id,
                                                                     .role = parties[i].role,
                                                                     .position = parties[i].position})
                 : RC_TOO_LARGE;
    }
    return rc == RC_OK && !o->row.is_sealed
               ? case_rows_add_units(parent->tx, &(struct case_add_units_in){o->row.id, parent->row.registrar_unit_id,
                                                                             1, o->row.due_key})
               : rc;
}

/* What a new case takes over from the one that it comes from; what is its own stays. */
static void case_open_inherit(struct case_row *row, const struct case_row *p)
{
    row->title = row->title ? row->title : p->title;
    row->purpose = row->purpose ? row->purpose : p->purpose;
    row->channel = p->channel;
    row->source_platform = p->source_platform;
    row->urgency = "normal";
    row->is_first = p->is_first;
    row->people_count = p->people_count;
    row->petitioner_id = p->petitioner_id;
    row->registrar_unit_id = p->registrar_unit_id;
    if (!row->is_sealed) {
        row->class_code = p->class_code;
        row->place_unit_id = p->place_unit_id;
        row->place_detail = p->place_detail;
    }
    row->parent_id = p->is_sealed ? NULL : p->id; /* the link knows, and is read by those who may */
}

const char *case_open_number(const struct case_work *parent, const char *suffix, const char *lane)
{
    struct link_count_children_out before;
    enum rc rc = link_rows_count_children(parent->tx, parent->ctx->arena,
                                          &(struct link_count_children_in){parent->row.id, lane}, &before);
    return rc == RC_OK
               ? arena_printf(parent->ctx->arena, "%s-%s%lld", parent->row.number, suffix, (long long)before.total + 1)
               : NULL;
}

enum rc case_open_from(struct case_work *parent, const char *kind, const char *suffix, const char *request,
                       struct case_opening *o)
{
    struct ctx *ctx = parent->ctx;
    const struct case_row *p = &parent->row;
    const char *link_id = ident_make(ctx->arena, ctx->now_ms);
    case_open_inherit(&o->row, p);
    o->row.id = ident_make(ctx->arena, ctx->now_ms);
    o->row.request = request;
    if (o->row.number == NULL) {
        o->row.number = case_open_number(parent, suffix, o->definition->lane);
    }
    if (link_id == NULL || o->row.id == NULL || o->row.number == NULL) {
        return RC_TOO_LARGE;
    }
    struct party_list_out *parties;
    size_t party_count;
    enum rc rc = case_open_parties(parent, o, &parties, &party_count);
    if (rc == RC_OK) {
        rc = case_open(ctx, parent->tx, o);
    }
    if (rc == RC_OK && o->submission != NULL) {
        o->submission->case_id = o->row.id;
        o->submission->number = o->row.number;
        rc = submission_rows_add(parent->tx, o->submission);
    }
    if (rc == RC_OK) {
        rc = case_open_people(parent, o, parties, party_count);
    }
    if (rc == RC_OK) {
        if (!o->row.is_sealed) {
            changes_add(&parent->changes, kind, NULL, o->row.number);
        }
        rc = link_rows_add(parent->tx, &(struct link_add_in){.id = link_id,
                                                             .case_id = o->row.id,
                                                             .other_id = p->id,
                                                             .kind = kind,
                                                             .account_id = ctx->actor->account_id,
                                                             .created_ms = ctx->now_ms});
    }
    return rc;
}
