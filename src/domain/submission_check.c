/*
 * submission_check.c - what must hold before a submission is registered; every mistake is told at once.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/submission_check.h"

#include "base/clock.h"
#include "domain/contact_rule.h"
#include "domain/perm.h"
#include "domain/person_known.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/term.h"

#include <string.h>

static enum rc check_unit(struct ctx *ctx, struct tx *tx, const struct submission_in *in, struct unit_row *out)
{
    enum rc rc;
    if (in->is_public) {
        rc = unit_rows_get_bureau(tx, ctx->arena, out);
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NO_BUREAU), NULL, NULL, NULL) : rc;
    }
    const char *id = in->unit_id ? in->unit_id : ctx->actor->unit_id;
    rc = id ? unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, out) : RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_UNKNOWN_UNIT), "/unit_id", NULL, NULL);
    }
    if (rc == RC_OK && !perm_registers_at(ctx->actor, out->id, out->path)) {
        return fault_add(&ctx->fault, reason(REASON_REGISTER_ELSEWHERE), "/unit_id", out->name, NULL);
    }
    return rc;
}

enum { RECEIVED_DAYS_MAX = 366 };

static enum rc check_dates(struct ctx *ctx, const struct submission_in *in, struct submission_facts *out)
{
    int32_t today = clock_day_of(ctx->now_ms);
    out->received_day = today;
    out->received_ms = ctx->now_ms;
    if (in->received_on == NULL) {
        return RC_OK;
    }
    if (clock_parse_day(in->received_on, &out->received_day) != RC_OK || out->received_day > today) {
        return fault_add(&ctx->fault, reason(REASON_DATE_FUTURE), "/received_on", NULL, NULL);
    }
    if (out->received_day < today - RECEIVED_DAYS_MAX) {
        return fault_add(&ctx->fault, reason(REASON_DATE_TOO_LONG_AGO), "/received_on", NULL, NULL);
    }
    if (out->received_day < today) {
        out->received_ms = clock_day_start_ms(out->received_day);
    }
    return RC_OK;
}

static enum rc check_place(struct ctx *ctx, struct tx *tx, const char *id)
{
    struct unit_row unit;
    if (id == NULL) {
        return RC_OK;
    }
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){id}, &unit);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_UNKNOWN_UNIT), "/place_unit_id", NULL, NULL);
    }
    if (rc == RC_OK && (strcmp(unit.kind, "bureau") == 0 || strcmp(unit.kind, "department") == 0)) {
        return fault_add(&ctx->fault, reason(REASON_PLACE_KIND), "/place_unit_id", unit.name, NULL);
    }
    return rc;
}

static enum rc check_external(struct ctx *ctx, struct tx *tx, const struct submission_in *in)
{
    struct submission_find_external_out seen;
    if (in->external_number == NULL) {
        return RC_OK;
    }
    if (in->source_platform == NULL) {
        return fault_add(&ctx->fault, reason(REASON_PLATFORM_MISSING), "/source_platform", NULL, NULL);
    }
    enum rc rc = submission_rows_find_external(
        tx, ctx->arena, &(struct submission_find_external_in){in->source_platform, in->external_number}, &seen);
    if (rc == RC_OK) {
        return fault_set(&ctx->fault, RC_CONFLICT, reason(REASON_EXTERNAL_NUMBER), "/external_number",
                         in->external_number, seen.number);
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* A local profile may let few people have fewer representatives: by the definition of the case that is joined, or of a new one. */
static enum rc check_few(struct ctx *ctx, struct tx *tx, const struct submission_in *in, int64_t people,
                         int64_t representatives)
{
    struct case_row joined;
    const struct workflow *d = reference_workflow_current(ctx->reference, "appeal");
    if (in->case_id != NULL) {
        enum rc rc = case_rows_get(tx, ctx->arena, &(struct case_get_in){in->case_id}, &joined);
        if (rc != RC_OK) {
            return rc == RC_NOT_FOUND ? RC_OK : rc; /* told when it is loaded */
        }
        d = reference_workflow_find(ctx->reference, joined.workflow_key, joined.workflow_version);
        people = joined.people_count > people ? joined.people_count : people;
    }
    if (d == NULL || people > d->few_people || representatives <= d->few_representatives) {
        return RC_OK;
    }
    return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_TOO_MANY_FOR_FEW), "/persons", d->few_article,
                     arena_printf(ctx->arena, "%d", d->few_representatives));
}

/* Art 20 ¶3: at most five representatives at a shared visit, those of earlier visits of the case included. A letter is signed by all. */
static enum rc check_persons(struct ctx *ctx, struct tx *tx, const struct submission_in *in, int64_t people)
{
    struct party_count_representatives_out before = {0};
    size_t representatives = 0, speakers = 0;
    int is_visit = strcmp(in->channel, "visit") == 0;
    for (size_t i = 0; i < in->person_count; i++) {
        int is_representative = strcmp(in->persons[i].role, "representative") == 0;
        int is_petitioner = strcmp(in->persons[i].role, "petitioner") == 0;
        /* At a shared visit whoever comes in speaks for the others; those who do not are co-petitioners. */
        representatives += (size_t)(is_visit && (is_representative || is_petitioner));
        speakers += (size_t)(is_representative || is_petitioner);
    }
    if (speakers == 0) {
        return fault_add(&ctx->fault, reason(REASON_NO_PETITIONER), "/persons", NULL, NULL);
    }
    if (!is_visit) {
        return RC_OK;
    }
    enum rc rc = in->case_id ? party_rows_count_representatives(
                                   tx, ctx->arena, &(struct party_count_representatives_in){in->case_id}, &before)
                             : RC_OK;
    if (rc == RC_OK && representatives + (size_t)before.total > SUBMISSION_REPRESENTATIVES_MAX) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_TOO_MANY_REPRESENTATIVES), "/persons",
                         arena_printf(ctx->arena, "%zu", representatives + (size_t)before.total), NULL);
    }
    return rc == RC_OK ? check_few(ctx, tx, in, people, (int64_t)representatives + before.total) : rc;
}

/* Written down, or taken over as known; never half of each. */
static enum rc check_person(struct ctx *ctx, struct tx *tx, const struct person_in *p, size_t i)
{
    int is_known;
    if (p->known_id == NULL) {
        enum rc rc = contact_check(ctx, p, arena_printf(ctx->arena, "/persons/%zu", i));
        return p->name != NULL ? rc
                               : fault_add(&ctx->fault, reason(REASON_REQUIRED),
                                           arena_printf(ctx->arena, "/persons/%zu/name", i), NULL, NULL);
    }
    const char *pointer = arena_printf(ctx->arena, "/persons/%zu/known_person_id", i);
    if (p->name != NULL || p->id_number != NULL || p->phone != NULL || p->address != NULL || p->email != NULL ||
        p->bank_account != NULL || p->health != NULL) {
        return fault_add(&ctx->fault, reason(REASON_KNOWN_ALONE), pointer, NULL, NULL);
    }
    enum rc rc = person_known_check(ctx, tx, p->known_id, &is_known);
    return rc == RC_OK && !is_known ? fault_add(&ctx->fault, reason(REASON_UNKNOWN_PERSON), pointer, NULL, NULL) : rc;
}

static enum rc check_people_count(struct ctx *ctx, const struct submission_in *in, struct submission_facts *out)
{
    out->people_count = in->people_count == SQL_NULL ? (int64_t)in->person_count : in->people_count;
    size_t named = 0;
    for (size_t i = 0; i < in->person_count; i++) {
        named += strcmp(in->persons[i].role, "agent") != 0;
    }
    if (out->people_count < (int64_t)named) {
        return fault_add(&ctx->fault, reason(REASON_PEOPLE_COUNT), "/people_count",
                         arena_printf(ctx->arena, "%zu", named), NULL);
    }
    return RC_OK;
}

/* Located errors are collected; anything else ends the check. */
static int check_stops(enum rc rc)
{
    return rc != RC_OK && rc != RC_INVALID;
}

/* Art 30: never into an unsealed file, not even for a moment; only the bureau's accusation officer registers one. */
static int check_accusation(struct ctx *ctx, const struct submission_in *in, const struct unit_row *unit)
{
    if (strcmp(in->purpose, "accusation") != 0) {
        return in->accused_count == 0;
    }
    return !in->is_public && in->case_id == NULL && strcmp(unit->kind, "bureau") == 0 &&
           perm_role_at(ctx->actor, "accusation_officer", unit->id, unit->path);
}

enum rc submission_check(struct ctx *ctx, struct tx *tx, const struct submission_in *in, struct submission_facts *out)
{
    memset(out, 0, sizeof *out);
    enum rc rc = check_unit(ctx, tx, in, &out->unit);
    if (rc == RC_OK && !check_accusation(ctx, in, &out->unit)) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_SEALED_LANE), "/purpose", NULL, NULL);
    }
    if (!check_stops(rc)) {
        rc = check_dates(ctx, in, out);
    }
    if (!check_stops(rc)) {
        rc = term_check(ctx, tx, "class", in->class_code, "/class_code");
    }
    if (!check_stops(rc)) {
        rc = term_check(ctx, tx, "source_platform", in->source_platform, "/source_platform");
    }
    if (!check_stops(rc)) {
        rc = check_place(ctx, tx, in->place_unit_id);
    }
    if (!check_stops(rc)) {
        rc = check_people_count(ctx, in, out);
    }
    if (!check_stops(rc)) {
        rc = check_persons(ctx, tx, in, out->people_count);
    }
    for (size_t i = 0; i < in->person_count && !check_stops(rc); i++) {
        rc =
            term_check(ctx, tx, "id_type", in->persons[i].id_type, arena_printf(ctx->arena, "/persons/%zu/id_type", i));
        if (!check_stops(rc)) {
            rc = check_person(ctx, tx, &in->persons[i], i);
        }
    }
    if (!check_stops(rc)) {
        rc = check_external(ctx, tx, in);
    }
    return check_stops(rc) ? rc : ctx->fault.rc;
}
