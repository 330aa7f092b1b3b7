/*
 * submission.c - registers what comes in.
 *
 * Runs on: the writer. Owns: nothing.
 * Invariants: numbers are given in the transaction of the row that bears them; the query code is told once and kept as a hash.
 */
#include "domain/submission.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ident.h"
#include "domain/case_open.h"
#include "domain/deadline.h"
#include "domain/duplicate.h"
#include "domain/intake_draft.h"
#include "domain/journal.h"
#include "domain/notice.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/sealed.h"
#include "domain/sequence.h"
#include "domain/submission_check.h"
#include "store/vault.h"

#include <string.h>

static char submission_letter(const char *channel)
{
    static const struct {
        const char *channel;
        char letter;
    } letters[] = {{"web", 'W'}, {"letter", 'L'}, {"visit", 'V'}, {"call", 'P'}, {"fax", 'F'}};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (strcmp(letters[i].channel, channel) == 0) {
            return letters[i].letter;
        }
    }
    return 'O';
}

/* Drawn anew while one is taken. */
static enum rc submission_sealed_number(struct ctx *ctx, struct tx *tx, const char *series, const char **out)
{
    struct case_row taken;
    uint32_t draw;
    enum rc rc;
    do {
        crypto_random(&draw, sizeof draw);
        *out =
            arena_printf(ctx->arena, "%s-%06u", series, (unsigned)(SEQUENCE_DRAWN_FROM + draw % SEQUENCE_DRAWN_FROM));
        rc = *out != NULL ? case_rows_get_by_number(tx, ctx->arena, &(struct case_get_by_number_in){*out}, &taken)
                          : RC_TOO_LARGE;
    } while (rc == RC_OK);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The next one that no submission bears; a series that came to those that are drawn may meet one. */
static enum rc submission_counted_number(struct ctx *ctx, struct tx *tx, const char *series, const char **out)
{
    const char *name = arena_printf(ctx->arena, "case:%s", series);
    struct submission_find_number_out taken;
    enum rc rc;
    do {
        int64_t n = 0;
        rc = sequence_next(ctx, tx, name, &n);
        *out = rc == RC_OK ? arena_printf(ctx->arena, "%s-%06lld", series, (long long)n) : NULL;
        if (rc == RC_OK) {
            rc = *out != NULL
                     ? submission_rows_find_number(tx, ctx->arena, &(struct submission_find_number_in){*out}, &taken)
                     : RC_TOO_LARGE;
        }
    } while (rc == RC_OK);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc submission_number(struct ctx *ctx, struct tx *tx, const char *channel, int is_sealed, const char **out)
{
    int year, month, mday;
    struct unit_row county;
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    enum rc rc = unit_rows_get_top(tx, ctx->arena, &county);
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NO_COUNTY), NULL, NULL, NULL) : rc;
    }
    const char *series = arena_printf(ctx->arena, "%s-%04d-%c", county.code, year, submission_letter(channel));
    if (series == NULL || is_sealed) {
        return series != NULL ? submission_sealed_number(ctx, tx, series, out) : RC_TOO_LARGE;
    }
    return submission_counted_number(ctx, tx, series, out);
}

enum rc submission_code_hash(struct ctx *ctx, const char *number, const char *code, struct sql_blob *out)
{
    const char *text = arena_printf(ctx->arena, "%s:%s", number, code);
    return text ? vault_secret_hash(ctx->vault, ctx->arena, "query_code", text, out) : RC_TOO_LARGE;
}

static enum rc submission_code(struct ctx *ctx, const char *number, const char **code, struct sql_blob *hash)
{
    char *typed = arena_alloc(ctx->arena, IDENT_CODE_SIZE);
    if (typed == NULL) {
        return RC_TOO_LARGE;
    }
    ident_code_new(typed);
    *code = typed;
    return submission_code_hash(ctx, number, ident_code_normalise(ctx->arena, typed), hash);
}

static enum rc submission_insert(struct ctx *ctx, struct tx *tx, const struct submission_in *in,
                                 const struct submission_facts *f, const struct submission_out *out)
{
    enum rc rc = submission_rows_add(
        tx, &(struct submission_add_in){
                .id = out->submission_id,
                .number = out->number,
                .case_id = out->case_id,
                .channel = in->channel,
                .source_platform = in->source_platform,
                .external_number = in->external_number,
                .registered_ms = ctx->now_ms,
                .received_day = f->received_day,
                .unit_id = f->unit.id,
                .window_number = in->window_number,
                .registrar_id = in->is_public ? NULL : ctx->actor->account_id,
                .purpose = in->purpose,
                .title = in->title,
                .request = in->request,
                .facts = in->facts,
                .reasons = in->reasons,
                .people_count = f->people_count,
                .involved_count = in->involved_count,
                .is_joint = in->is_joint,
                .is_group_visit = strcmp(in->channel, "visit") == 0 && f->people_count >= SUBMISSION_GROUP_FROM,
                .is_first = in->case_id == NULL,
                .is_confidential = in->is_confidential,
                .is_publishable = in->is_publishable,
                .oral_text = in->oral_text,
                .oral_read_back = in->oral_read_back,
                .oral_confirmed_by = in->oral_confirmed_by,
                .oral_reference = in->oral_reference,
            });
    return rc == RC_CONFLICT ? fault_set(&ctx->fault, rc, reason(REASON_EXTERNAL_NUMBER), "/external_number",
                                         in->external_number, NULL)
                             : rc;
}

static enum rc submission_parties(struct ctx *ctx, struct tx *tx, const struct submission_in *in,
                                  const struct submission_facts *f, const struct submission_out *out, int64_t position)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; i < in->person_count && rc == RC_OK; i++) {
        const char *id = ident_make(ctx->arena, ctx->now_ms);
        rc = id == NULL ? RC_TOO_LARGE
                        : party_rows_add(tx, &(struct party_add_in){.id = id,
                                                                    .case_id = out->case_id,
                                                                    .submission_id = out->submission_id,
                                                                    .person_id = f->person_ids[i],
                                                                    .role = in->persons[i].role,
                                                                    .position = position + (int64_t)i + 1});
    }
    return rc;
}

/* What a further submission asks for again is one demand, not two. */
static int submission_is_asked(const struct case_work *w, const char *text)
{
    for (size_t i = 0; w != NULL && i < w->demand_count; i++) {
        if (strcmp(w->demands[i].text, text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* `w` is NULL for a new case. */
static enum rc submission_demands(struct ctx *ctx, struct tx *tx, const struct submission_in *in, const char *case_id,
                                  const struct case_work *w)
{
    int64_t position = w != NULL && w->demand_count > 0 ? w->demands[w->demand_count - 1].position : 0;
    enum rc rc = RC_OK;
    for (size_t i = 0; i < in->demand_count && rc == RC_OK; i++) {
        const char *id = ident_make(ctx->arena, ctx->now_ms);
        if (submission_is_asked(w, in->demands[i])) {
            continue;
        }
        rc = id == NULL ? RC_TOO_LARGE
                        : demand_rows_add(
                              tx, &(struct demand_add_in){
                                      .id = id, .case_id = case_id, .position = ++position, .text = in->demands[i]});
    }
    return rc;
}

static enum rc submission_open(struct ctx *ctx, struct tx *tx, const struct submission_in *in,
                               const struct submission_facts *f, struct submission_out *out,
                               struct case_opening *opening)
{
    *opening = (struct case_opening){
        .definition = out->definition,
        .holder = &f->unit,
        .start_ms = f->received_ms,
        .row = {.id = out->case_id,
                .number = out->number,
                .title = in->title,
                .channel = in->channel,
                .source_platform = in->source_platform,
                .purpose = in->purpose,
                .class_code = in->class_code,
                .place_unit_id = in->place_unit_id,
                .place_detail = in->place_detail,
                .urgency = in->urgency ? in->urgency : "normal",
                .request = in->request,
                .facts = in->facts,
                .reasons = in->reasons,
                .is_first = 1,
                .people_count = f->people_count,
                .petitioner_id = f->person_ids[0],
                .registrar_unit_id = f->unit.id,
                .handler_id = f->content != NULL ? ctx->actor->account_id : NULL,
                .is_sealed = f->content != NULL},
    };
    enum rc rc = submission_code(ctx, out->number, &out->query_code, &opening->row.code_hash);
    if (rc == RC_OK) {
        rc = case_open(ctx, tx, opening);
    }
    out->clocks = opening->clocks;
    out->clock_count = opening->clock_count;
    if (rc == RC_OK && f->content != NULL) {
        rc = sealed_store(ctx, tx, in, out->case_id, f->content);
    }
    return rc == RC_OK ? submission_demands(ctx, tx, in, out->case_id, NULL) : rc;
}

/* A further submission on a case that is in hand: no new clock, the people join, the case tells of it (Art 19 ¶3). */
static enum rc submission_join(struct case_work *w, const struct submission_in *in, const struct submission_facts *f,
                               struct submission_out *out)
{
    static const char *const told[] = {"handler", NULL};
    if (!w->row.is_open) {
        return fault_set(&w->ctx->fault, RC_REFUSED, reason(REASON_CASE_CLOSED), "/case_id", NULL, NULL);
    }
    out->clocks = w->clocks;
    if (f->people_count > w->row.people_count) {
        w->row.people_count = f->people_count;
    }
    w->row.submission_count++;
    changes_add(&w->changes, "submission", NULL, out->number);
    enum rc rc = notice_send_event(w, told, "submission");
    if (rc == RC_OK && !w->has_opinion) {
        /* Once an opinion is drafted its demands stand; what comes later is in the submission for the handler to judge. */
        rc = submission_demands(w->ctx, w->tx, in, w->row.id, w);
    }
    return rc; /* the caller saves it when everything is written that its seal covers */
}

static enum rc submission_store(struct ctx *ctx, struct tx *tx, const struct submission_in *in,
                                struct submission_facts *f, struct submission_out *out)
{
    static const char *const told[] = {"holder_intake", NULL};
    struct case_work w;
    struct case_opening opening;
    struct party_last_position_out last = {0};
    enum rc rc;
    if (in->case_id == NULL) {
        out->case_id = ident_make(ctx->arena, ctx->now_ms);
        rc = out->case_id ? submission_open(ctx, tx, in, f, out, &opening) : RC_TOO_LARGE;
    } else {
        out->case_id = in->case_id;
        rc = perm_require(ctx, PERM_CASE_READ); /* the answer shows the case */
        rc = rc == RC_OK ? case_work_load(ctx, tx, in->case_id, &w) : rc;
        rc = rc == RC_OK ? submission_join(&w, in, f, out) : rc;
        if (rc == RC_OK) {
            rc = party_rows_last_position(tx, ctx->arena, &(struct party_last_position_in){in->case_id}, &last);
        }
    }
    if (rc == RC_OK) {
        rc = submission_insert(ctx, tx, in, f, out);
    }
    if (rc == RC_OK) {
        rc = submission_parties(ctx, tx, in, f, out, last.position);
    }
    if (rc == RC_OK) {
        rc = in->case_id != NULL ? case_save(&w, "submission", NULL) : case_open_seal(ctx, tx, &opening);
    }
    if (rc == RC_OK && in->is_public) {
        /* Nobody at the office saw it come in: the unit's intake desk is told. */
        rc = case_work_load_system(ctx, tx, out->case_id, &w);
        rc = rc == RC_OK ? notice_send_event(&w, told, "register") : rc;
    }
    return rc;
}

enum rc submission_register(struct ctx *ctx, struct tx *tx, const struct submission_in *in, struct submission_out *out)
{
    struct submission_facts f;
    struct submission_in open;
    memset(out, 0, sizeof *out);
    enum rc rc = submission_check(ctx, tx, in, &f);
    if (rc == RC_OK && in->is_public) {
        rc = duplicate_check(ctx, tx, in);
    }
    if (rc == RC_OK && strcmp(in->purpose, "accusation") == 0) {
        rc = sealed_take(ctx, in, &open, &f.content);
        in = &open;
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->definition = reference_workflow_current(ctx->reference, f.content != NULL ? "accusation" : "appeal");
    out->submission_id = ident_make(ctx->arena, ctx->now_ms);
    out->registered_ms = ctx->now_ms;
    out->unit = f.unit;
    f.person_ids = arena_array_of(ctx->arena, const char *, in->person_count);
    if (out->definition == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NO_DEFINITION), NULL, NULL, NULL);
    }
    if (out->submission_id == NULL || f.person_ids == NULL) {
        return RC_TOO_LARGE;
    }
    rc = submission_number(ctx, tx, in->channel, f.content != NULL, &out->number);
    for (size_t i = 0; i < in->person_count && rc == RC_OK; i++) {
        rc = person_add(ctx, tx, &in->persons[i], &f.person_ids[i]);
    }
    rc = rc == RC_OK ? submission_store(ctx, tx, in, &f, out) : rc;
    return rc == RC_OK ? intake_draft_drop(ctx, tx, in->draft_id) : rc;
}
