/*
 * document.c - issues, numbers and delivers the documents of a case.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/document.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/reason.h"
#include "domain/sequence.h"

#include <string.h>

static const struct document_kind {
    const char *type, *word;
    int is_to_petitioner;
    const char *zh, *en;
} document_kinds[] = {
#define DOCUMENT(name, word, is_to_petitioner, zh, en) {#name, word, is_to_petitioner, zh, en},
#include "domain/document.def"
#undef DOCUMENT
};

const char *const document_types[] = {
#define DOCUMENT(name, word, is_to_petitioner, zh, en) #name,
#include "domain/document.def"
#undef DOCUMENT
    NULL,
};

static const struct document_kind *document_kind_find(const char *type)
{
    for (size_t i = 0; i < sizeof document_kinds / sizeof document_kinds[0]; i++) {
        if (strcmp(document_kinds[i].type, type) == 0) {
            return &document_kinds[i];
        }
    }
    return NULL;
}

const char *document_title(const char *type, int is_zh)
{
    const struct document_kind *kind = document_kind_find(type);
    return kind == NULL ? type : is_zh ? kind->zh : kind->en;
}

int document_is_to_petitioner(const char *type)
{
    const struct document_kind *kind = document_kind_find(type);
    return kind != NULL && kind->is_to_petitioner;
}

/* A number as it is printed, and where it stands in its series. */
struct document_number {
    const char *text, *series;
    int64_t position;
};

static int document_year(const struct ctx *ctx)
{
    int year, month, mday;
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    return year;
}

static const char *document_series(const struct ctx *ctx, const struct unit_row *unit, const char *type)
{
    return arena_printf(ctx->arena, "doc:%s:%s:%04d", unit->code, type, document_year(ctx));
}

/* NULL: the arena is full. */
static const char *document_number_text(const struct ctx *ctx, const struct unit_row *unit, const char *word,
                                        int64_t position)
{
    return arena_printf(ctx->arena, "%s〔%04d〕%s字%lld号", unit->doc_mark ? unit->doc_mark : unit->short_name,
                        document_year(ctx), word, (long long)position);
}

/* The next number for a type of a unit. */
static enum rc document_number(struct case_work *w, const struct unit_row *unit, const char *type,
                               struct document_number *out)
{
    const struct document_kind *kind = document_kind_find(type);
    if (kind == NULL) {
        return RC_INTERNAL;
    }
    out->series = document_series(w->ctx, unit, type);
    struct document_find_number_out taken;
    enum rc rc = out->series != NULL ? RC_OK : RC_TOO_LARGE;
    while (rc == RC_OK) { /* a number that somebody typed (document_keep) may be in the way */
        rc = sequence_next(w->ctx, w->tx, out->series, &out->position);
        out->text = rc == RC_OK ? document_number_text(w->ctx, unit, kind->word, out->position) : NULL;
        if (rc == RC_OK) {
            rc = out->text != NULL ? document_rows_find_number(w->tx, w->ctx->arena,
                                                               &(struct document_find_number_in){out->text}, &taken)
                                   : RC_TOO_LARGE;
        }
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc document_next_number(struct ctx *ctx, struct tx *tx, const struct unit_row *unit, const char *type,
                             const char **out)
{
    const struct document_kind *kind = document_kind_find(type);
    struct sequence_find_out last = {0};
    const char *series = document_series(ctx, unit, type);
    enum rc rc = kind == NULL || series == NULL
                     ? RC_TOO_LARGE
                     : sequence_rows_find(tx, ctx->arena, &(struct sequence_find_in){series}, &last);
    if (rc != RC_OK && rc != RC_NOT_FOUND) {
        return rc;
    }
    *out = document_number_text(ctx, unit, kind->word, (rc == RC_OK ? last.last : 0) + 1);
    return *out != NULL ? RC_OK : RC_TOO_LARGE;
}

static const char *document_body(struct case_work *w, const struct value *fields)
{
    struct buf body;
    buf_init(&body, w->ctx->arena);
    value_put_json(&body, fields);
    return buf_cstr(&body);
}

enum rc document_issue(struct case_work *w, const struct unit_row *unit, const char *type, const struct value *fields,
                       const char **id)
{
    struct ctx *ctx = w->ctx;
    struct document_number number;
    const char *text = document_body(w, fields), *new_id = ident_make(ctx->arena, ctx->now_ms);
    enum rc rc = text != NULL && new_id != NULL ? document_number(w, unit, type, &number) : RC_TOO_LARGE;
    if (rc != RC_OK) {
        return rc;
    }
    changes_add(&w->changes, arena_printf(ctx->arena, "document.%s", type), NULL, number.text);
    if (id != NULL) {
        *id = new_id;
    }
    return document_rows_add(w->tx, &(struct document_add_in){.id = new_id,
                                                              .case_id = w->row.id,
                                                              .type = type,
                                                              .number = number.text,
                                                              .series = number.series,
                                                              .position = number.position,
                                                              .unit_id = unit->id,
                                                              .status = "issued",
                                                              .body = text,
                                                              .author_id = ctx->actor->account_id,
                                                              .signer_id = ctx->actor->account_id,
                                                              .created_ms = ctx->now_ms,
                                                              .issued_ms = ctx->now_ms});
}

enum rc document_keep(struct case_work *w, const char *type, const char *number, const char **id)
{
    struct ctx *ctx = w->ctx;
    const char *text = document_body(w, w->fields), *new_id = ident_make(ctx->arena, ctx->now_ms);
    if (text == NULL || new_id == NULL) {
        return RC_TOO_LARGE;
    }
    changes_add(&w->changes, arena_printf(ctx->arena, "document.%s", type), NULL, number);
    *id = new_id;
    enum rc rc = document_rows_add(w->tx, &(struct document_add_in){.id = new_id,
                                                                    .case_id = w->row.id,
                                                                    .type = type,
                                                                    .number = number,
                                                                    .position = SQL_NULL,
                                                                    .unit_id = w->holder.id,
                                                                    .status = "issued",
                                                                    .body = text,
                                                                    .author_id = ctx->actor->account_id,
                                                                    .created_ms = ctx->now_ms,
                                                                    .issued_ms = ctx->now_ms});
    return rc == RC_CONFLICT
               ? fault_set(&ctx->fault, rc, reason(REASON_DOCUMENT_NUMBER), "/fields/number", number, NULL)
               : rc;
}

enum rc document_draft(struct case_work *w, const char *type, const struct value *fields)
{
    struct ctx *ctx = w->ctx;
    const char *text = document_body(w, fields), *id = ident_make(ctx->arena, ctx->now_ms);
    if (text == NULL || id == NULL) {
        return RC_TOO_LARGE;
    }
    changes_add(&w->changes, arena_printf(ctx->arena, "document.%s", type), NULL, "draft");
    return document_rows_add(w->tx, &(struct document_add_in){.id = id,
                                                              .case_id = w->row.id,
                                                              .type = type,
                                                              .unit_id = w->holder.id,
                                                              .status = "draft",
                                                              .body = text,
                                                              .author_id = ctx->actor->account_id,
                                                              .created_ms = ctx->now_ms,
                                                              .issued_ms = SQL_NULL,
                                                              .position = SQL_NULL});
}

enum rc document_sign(struct case_work *w, const char *type)
{
    struct document_number number;
    enum rc rc = document_number(w, &w->holder, type, &number);
    if (rc == RC_OK) {
        changes_add(&w->changes, arena_printf(w->ctx->arena, "document.%s", type), w->opinion.status, number.text);
        rc = document_rows_sign(w->tx, &(struct document_sign_in){.id = w->opinion.id,
                                                                  .number = number.text,
                                                                  .series = number.series,
                                                                  .position = number.position,
                                                                  .signer_id = w->ctx->actor->account_id,
                                                                  .issued_ms = w->ctx->now_ms});
    }
    return rc;
}

enum rc document_deliver(struct case_work *w, const char *document_id, const char *method, int32_t day,
                         const char *receiver, const char *proof)
{
    const char *id = ident_make(w->ctx->arena, w->ctx->now_ms);
    const char *published = value_text(w->fields, "published_on");
    int32_t published_day = 0;
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    int is_published = method != NULL && strcmp(method, "public_notice") == 0 && published != NULL &&
                       clock_parse_day(published, &published_day) == RC_OK;
    enum rc rc =
        delivery_rows_add(w->tx, &(struct delivery_add_in){.id = id,
                                                           .case_id = w->row.id,
                                                           .document_id = document_id,
                                                           .method = method,
                                                           .received_day = day,
                                                           .published_day = is_published ? published_day : SQL_NULL,
                                                           .receiver = receiver,
                                                           .proof = proof,
                                                           .account_id = w->ctx->actor->account_id,
                                                           .created_ms = w->ctx->now_ms});
    return rc == RC_OK ? document_rows_set_status(
                             w->tx, &(struct document_set_status_in){.id = document_id, .status = "delivered"})
                       : rc;
}

enum rc document_note_due(struct case_work *w)
{
    const struct deadline_row *last = NULL;
    char day[CLOCK_DATE_SIZE];
    for (size_t i = 0; i < w->clock_count; i++) {
        const struct deadline_row *c = &w->clocks[i];
        int is_duty = strcmp(c->status, "running") == 0 && strcmp(c->kind, "duty") == 0;
        last = is_duty && (last == NULL || c->due_day > last->due_day) ? c : last;
    }
    if (last == NULL || w->edge->documents[0] == NULL) {
        return RC_OK;
    }
    clock_format_day((int32_t)last->due_day, day);
    return document_rows_note_due(w->tx, &(struct document_note_due_in){w->row.id, w->ctx->now_ms, day});
}

const struct workflow_clock *document_answer_clock(const struct case_row *c, const struct workflow *definition)
{
    return workflow_clock_find(definition, strcmp(c->lane, "C6S") == 0 ? "C8" : "C3");
}

const struct workflow_clock *document_extension_clock(const struct case_row *c, const struct workflow *definition)
{
    /* The simple lane carries C6 for falling back to the ordinary one only. */
    const struct workflow_clock *clock = strcmp(c->lane, "C6") == 0 ? workflow_clock_find(definition, "C6") : NULL;
    return clock != NULL && clock->extension_max > 0 ? clock : NULL;
}

int document_is_final(const struct value *body)
{
    const char *outcome = body != NULL ? value_text(body, "outcome") : NULL;
    return outcome != NULL && (strcmp(outcome, "maintain") == 0 || strcmp(outcome, "change") == 0);
}

const char *document_level_above(struct arena *a, const char *unit_kind, const char *county, int is_zh)
{
    if (unit_kind == NULL || strcmp(unit_kind, "county") == 0) {
        return is_zh ? "上一级机关" : "the authority one level above";
    }
    if (strcmp(unit_kind, "department") == 0) {
        return arena_printf(
            a, is_zh ? "%s人民政府或者上一级主管部门" : "the government of %s or the department one level above",
            county);
    }
    return arena_printf(a, is_zh ? "%s人民政府" : "the government of %s", county);
}

const char *document_type_of_review(const struct case_row *c)
{
    return strcmp(c->lane, "recheck") == 0 ? "recheck_opinion" : "review_opinion";
}

const char *document_decided_by(const struct case_row *c, const char *type)
{
    int is_decision = strcmp(type, "review_opinion") == 0 || strcmp(type, "recheck_opinion") == 0;
    return is_decision ? c->outside_body : NULL;
}
