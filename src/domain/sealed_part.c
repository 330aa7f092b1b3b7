/*
 * sealed_part.c - an accusation inside an ordinary petition, and an appeal inside an accusation.
 *
 * What was written down in clear until then is overwritten in every table; what the petitioner wrote is kept whole in the sealed
 * content. Whoever handles the part that stays finds that it was reworded, as is done for other reasons too, and no more.
 *
 * Runs on: the writer. Owns: nothing. Invariant: the journal of the ordinary part holds none of the words.
 */
#include "domain/sealed.h"

#include "base/ident.h"
#include "domain/case_open.h"
#include "domain/env.h"
#include "domain/person.h"
#include "domain/reference.h"
#include "store/writer.h"

#include <string.h>

/* What the petitioner wrote, as if it came in now; the guard has seen that it is one submission. */
static enum rc part_original(struct case_work *w, struct submission_in *out)
{
    struct arena *a = w->ctx->arena;
    struct submission_row *rows;
    size_t count;
    const char **accused = arena_array_of(a, const char *, 1),
               **demands = arena_array_of(a, const char *, w->demand_count + 1);
    enum rc rc = submission_rows_list_of_case(w->tx, a, &(struct submission_list_of_case_in){w->row.id}, &rows, &count);
    if (rc != RC_OK || count == 0 || accused == NULL || demands == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    accused[0] = value_text(w->fields, "unit");
    for (size_t i = 0; i < w->demand_count; i++) {
        demands[i] = w->demands[i].text;
    }
    *out = (struct submission_in){.title = rows[0].title,
                                  .request = rows[0].request,
                                  .facts = rows[0].facts,
                                  .reasons = rows[0].reasons,
                                  .class_code = w->row.class_code,
                                  .place_detail = w->row.place_detail,
                                  .oral_text = rows[0].oral_text,
                                  .demands = demands,
                                  .demand_count = w->demand_count,
                                  .accused_ids = accused,
                                  .accused_count = accused[0] != NULL};
    return RC_OK;
}

/* The row as a sealed case has it; the journal does not tell what it was before. */
static void part_hide(struct case_work *w, const struct submission_in *open)
{
    w->row.title = open->title;
    w->row.request = open->request;
    w->row.facts = w->row.reasons = w->row.class_code = w->row.place_unit_id = w->row.place_detail = NULL;
    w->row.purpose = "accusation";
    w->row.handler_id = w->ctx->actor->account_id;
    w->row.is_sealed = 1;
    w->before.title = w->row.title;
    w->before.class_code = w->before.place_unit_id = NULL;
}

/* A case that was split off has the same people: the sealed one gets rows of its own. */
static enum rc part_own_people(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    struct purge_list_people_out *people;
    size_t count = 0;
    enum rc rc = purge_rows_list_people(w->tx, ctx->arena, &(struct purge_list_people_in){w->row.id}, &people, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const char *was = people[i].person_id, *own;
        struct purge_needs_person_out other;
        rc = purge_rows_needs_person(w->tx, ctx->arena, &(struct purge_needs_person_in){w->row.id, was}, &other);
        if (rc != RC_OK) {
            rc = rc == RC_NOT_FOUND ? RC_OK : rc;
            continue;
        }
        rc = person_copy(ctx, w->tx, was, 1, &own);
        rc = rc != RC_OK ? rc : party_rows_move_person(w->tx, &(struct party_move_person_in){w->row.id, was, own});
        if (rc == RC_OK && strcmp(w->row.petitioner_id, was) == 0) {
            w->row.petitioner_id = own;
            rc = sealed_rows_set_petitioner(w->tx, &(struct sealed_set_petitioner_in){w->row.id, own});
        }
    }
    return rc;
}

enum rc sealed_seal(struct case_work *w)
{
    struct submission_in in, open;
    const char *content;
    enum rc rc = part_original(w, &in);
    rc = rc != RC_OK ? rc : sealed_take(w->ctx, &in, &open, &content);
    rc = rc != RC_OK ? rc : sealed_store(w->ctx, w->tx, &in, w->row.id, content);
    rc = rc != RC_OK ? rc : sealed_rows_seal_case(w->tx, &(struct sealed_seal_case_in){w->row.id, open.request});
    rc = rc != RC_OK ? rc
                     : sealed_rows_seal_submissions(
                           w->tx, &(struct sealed_seal_submissions_in){w->row.id, open.title, open.request});
    rc = rc != RC_OK ? rc : part_own_people(w);
    rc = rc != RC_OK ? rc : draft_rows_drop_of_case(w->tx, &(struct draft_drop_of_case_in){w->row.id});
    rc = rc != RC_OK ? rc : demand_rows_drop_all(w->tx, &(struct demand_drop_all_in){w->row.id});
    rc = rc != RC_OK ? rc : case_rows_drop_units(w->tx, &(struct case_drop_units_in){w->row.id});
    if (rc == RC_OK && strcmp(w->holder.kind, "bureau") != 0) { /* sent on before it was found out: it comes back */
        w->holder = w->registrar;
        rc = case_hold(w, &w->holder, w->ctx->actor->account_id);
        rc = rc != RC_OK ? rc : case_rows_drop_units(w->tx, &(struct case_drop_units_in){w->row.id});
    }
    if (rc == RC_OK) {
        const struct env *env = w->ctx->env;
        part_hide(w, &open);
        if (env->writer != NULL) {
            writer_trim(env->writer); /* the log of the store holds the words as they were */
        }
    }
    return rc;
}

/* The demand that goes along; NULL: none was named. */
static const struct demand_row *part_demand(const struct case_work *w)
{
    const char *named = value_text(w->fields, "demand");
    for (size_t i = 0; named != NULL && i < w->demand_count; i++) {
        if (strcmp(w->demands[i].id, named) == 0) {
            return &w->demands[i];
        }
    }
    return NULL;
}

static enum rc part_open_sealed(struct case_work *w, const char *accusation)
{
    struct submission_in in, open;
    const char *content;
    const struct demand_row *demand = part_demand(w);
    enum rc rc = part_original(w, &in);
    if (rc != RC_OK) {
        return rc;
    }
    in.facts = arena_printf(w->ctx->arena, "%s\n%s", in.request, in.facts ? in.facts : "");
    in.request = accusation;
    in.demands = demand != NULL ? &demand->text : &in.request;
    in.demand_count = 1;
    rc = sealed_take(w->ctx, &in, &open, &content);
    struct case_opening opening = {
        .definition = reference_workflow_of_lane(w->ctx->reference, "B"),
        .holder = &w->holder,
        .start_ms = w->row.registered_ms,
        .row = {.title = open.title, .purpose = "accusation", .handler_id = w->ctx->actor->account_id, .is_sealed = 1}};
    if (opening.definition == NULL) {
        return RC_INTERNAL;
    }
    rc = rc != RC_OK ? rc : case_open_from(w, "split_from", "M", open.request, &opening);
    rc = rc != RC_OK ? rc : sealed_store(w->ctx, w->tx, &in, opening.row.id, content);
    rc = rc != RC_OK ? rc : case_open_seal(w->ctx, w->tx, &opening);
    return rc == RC_OK && demand != NULL ? demand_rows_drop(w->tx, &(struct demand_drop_in){demand->id, w->row.id})
                                         : rc;
}

enum rc sealed_take_out(struct case_work *w)
{
    const char *accusation = value_text(w->fields, "accusation"), *title = value_text(w->fields, "title");
    const char *request = value_text(w->fields, "request"), *facts = value_text(w->fields, "facts"),
               *reasons = value_text(w->fields, "reasons");
    enum rc rc = accusation != NULL ? part_open_sealed(w, accusation) : RC_OK;
    w->row.title = title != NULL ? title : w->row.title;
    w->before.title = w->row.title;
    w->row.request = request;
    w->row.facts = facts;
    w->row.reasons = reasons;
    changes_add(&w->changes, "request", NULL, "reworded");
    rc = rc != RC_OK ? rc : case_rows_reword(w->tx, &(struct case_reword_in){w->row.id, request, facts, reasons});
    return rc == RC_OK && accusation != NULL
               ? sealed_rows_reword_submissions(
                     w->tx, &(struct sealed_reword_submissions_in){w->row.id, w->row.title, request, facts, reasons})
               : rc;
}

/* The part that goes the ordinary way came in like any other petition: a submission of its own, on the day of the whole. */
static enum rc part_submission(struct case_work *w, struct submission_add_in *out)
{
    struct arena *a = w->ctx->arena;
    struct submission_row *rows;
    size_t count;
    const char *id = ident_make(a, w->ctx->now_ms);
    enum rc rc = submission_rows_list_of_case(w->tx, a, &(struct submission_list_of_case_in){w->row.id}, &rows, &count);
    if (rc != RC_OK || count == 0 || id == NULL) {
        return rc != RC_OK ? rc : RC_INTERNAL;
    }
    *out = (struct submission_add_in){.id = id,
                                      .channel = w->row.channel,
                                      .source_platform = w->row.source_platform,
                                      .registered_ms = w->row.registered_ms,
                                      .received_day = rows[0].received_day,
                                      .unit_id = w->row.registrar_unit_id,
                                      .registrar_id = w->ctx->actor->account_id,
                                      .purpose = "appeal",
                                      .title = value_text(w->fields, "title"),
                                      .request = value_text(w->fields, "request"),
                                      .people_count = w->row.people_count,
                                      .involved_count = SQL_NULL,
                                      .is_joint = rows[0].is_joint,
                                      .is_group_visit = rows[0].is_group_visit,
                                      .is_first = 1,
                                      .is_confidential = rows[0].is_confidential,
                                      .is_publishable = rows[0].is_publishable,
                                      .oral_read_back = SQL_NULL};
    return RC_OK;
}

enum rc sealed_let_out(struct case_work *w)
{
    struct ctx *ctx = w->ctx;
    const char *id = ident_make(ctx->arena, ctx->now_ms), *number;
    struct submission_add_in submission;
    struct case_opening opening = {.definition = reference_workflow_of_lane(ctx->reference, "C6"),
                                   .holder = &w->holder,
                                   .start_ms = w->row.registered_ms,
                                   .submission = &submission,
                                   .row = {.title = value_text(w->fields, "title"), .purpose = "appeal"}};
    if (opening.definition == NULL || id == NULL) {
        return RC_INTERNAL;
    }
    enum rc rc = part_submission(w, &submission);
    rc = rc != RC_OK ? rc : submission_number(ctx, w->tx, w->row.channel, 0, &number);
    if (rc != RC_OK) {
        return rc;
    }
    opening.row.number = number;
    rc = case_open_from(w, "split_from", "S", value_text(w->fields, "request"), &opening);
    if (rc == RC_OK) {
        rc = demand_rows_add(w->tx, &(struct demand_add_in){id, opening.row.id, 1, value_text(w->fields, "demand")});
    }
    return rc == RC_OK ? case_open_seal(ctx, w->tx, &opening) : rc;
}
