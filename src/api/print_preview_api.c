/*
 * print_preview_api.c - POST /cases/{id}/documents/preview: the paper that an act would make, before the act.
 *
 * Line by line what the PDF will hold, filled by the same code (print_words.h), with two differences that the reply tells: names are
 * masked, so that looking while writing is no look at people's data, and there is no number yet. Nothing is written and nothing taken.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/print_words.h"
#include "api/tables.h"
#include "domain/document.h"
#include "domain/perm.h"
#include "domain/reason.h"

#include <string.h>

/* Papers to the petitioner whose words come from the fields of the act that makes them, and whose unit is the one that has the case. */
static const char *const preview_types[] = {
    "acceptance_notice", "non_acceptance_notice", "handling_opinion", "simple_reply",    "suggestion_reply",
    "statutory_reply",   "guidance_notice",       "review_opinion",   "recheck_opinion", NULL};
static const char *const preview_langs[] = {"zh", "en", NULL};
/* In the order of enum paper_kind. */
static const char *const preview_kinds[] = {"title", "number", "heading", "text", "plain", "right", "small"};

struct preview_in {
    const char *id, *event, *lang;
    const struct value *fields;
};
struct preview_line {
    const char *kind, *text;
};
struct preview_out {
    const char *type, *title_zh, *title_en, *next_number;
    struct preview_line *lines;
    size_t lines_count;
};

FIELD_SET(preview_params, "PreviewParams", struct preview_in,
          IN_MUST(struct preview_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(preview_body, "PreviewRequest", struct preview_in,
          IN_MUST(struct preview_in, event, FIELD_TEXT, 1, 40, "Event that would make the paper"),
          IN(struct preview_in, fields, FIELD_VALUE, 0, 0, "Its fields as far as they are filled in"),
          IN_ENUM(struct preview_in, lang, 0, preview_langs, "Language of the paper"));
FIELD_SET(preview_line_set, "PreviewLine", struct preview_line,
          OUT(struct preview_line, kind, FIELD_TEXT, "title, number, heading, text, plain, right or small"),
          OUT(struct preview_line, text, FIELD_LONG, "What stands there"));
FIELD_SET(preview_reply, "DocumentPreview", struct preview_out, OUT(struct preview_out, type, FIELD_TEXT, "Type"),
          OUT(struct preview_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct preview_out, title_en, FIELD_TEXT, "Title in English"),
          OUT(struct preview_out, next_number, FIELD_TEXT, "Number that it would get now; given when it is issued"),
          OUT_ROWS(struct preview_out, lines, preview_line_set, "From top to bottom; names masked"));

/* The paper of this kind that the event makes; NULL: none that can be shown before. */
static const char *preview_type(const struct workflow_edge *edge)
{
    for (size_t i = 0; edge != NULL && edge->documents[i] != NULL; i++) {
        for (size_t k = 0; preview_types[k] != NULL; k++) {
            if (strcmp(edge->documents[i], preview_types[k]) == 0) {
                return preview_types[k];
            }
        }
    }
    return NULL;
}

static enum rc preview_fill(struct case_work *w, const char *type, const char *lang, struct preview_out *out)
{
    struct ctx *ctx = w->ctx;
    struct print_job job = {0};
    struct print_words words = {.ctx = ctx,
                                .tx = w->tx,
                                .row = w->row,
                                .number = "（草稿 DRAFT）",
                                .unit = w->holder.name,
                                .unit_kind = w->holder.kind,
                                .unit_phone = w->holder.phone,
                                .unit_address = w->holder.address,
                                .issued_ms = SQL_NULL};
    enum rc rc = print_case(&words);
    if (rc == RC_OK) {
        rc = document_fields(w, type, &words.body);
    }
    if (rc == RC_OK) {
        rc = print_people(&words, 1);
    }
    if (rc == RC_OK) {
        rc = print_template(&words, type, INT32_MAX, lang, &job);
    }
    out->lines = rc == RC_OK ? arena_array_of(ctx->arena, struct preview_line, job.count + 1) : NULL;
    for (size_t i = 0; out->lines != NULL && i < job.count; i++) {
        out->lines[out->lines_count++] = (struct preview_line){preview_kinds[job.lines[i].kind], job.lines[i].text};
    }
    return rc == RC_OK && out->lines == NULL ? RC_TOO_LARGE : rc;
}

static enum rc preview_make(struct ctx *ctx, struct tx *tx, struct call *call)
{
    static const struct value none = {.kind = VALUE_OBJECT};
    const struct preview_in *in = call->in;
    struct preview_out *out = call->out;
    struct case_work w;
    enum rc rc = case_work_load(ctx, tx, in->id, &w);
    if (rc != RC_OK) {
        return rc;
    }
    const char *type = preview_type(workflow_edge_find(w.definition, w.row.state, in->event));
    if (type == NULL || w.row.is_sealed) {
        return fault_add(&ctx->fault, reason(REASON_NO_PREVIEW), "/event", NULL, NULL);
    }
    w.fields = in->fields != NULL && in->fields->kind == VALUE_OBJECT ? in->fields : &none;
    rc = preview_fill(&w, type, in->lang != NULL ? in->lang : "zh", out);
    if (rc == RC_OK) {
        rc = document_next_number(ctx, tx, &w.holder, type, &out->next_number);
    }
    out->type = type;
    out->title_zh = document_title(type, 1);
    out->title_en = document_title(type, 0);
    return rc;
}

static const enum rc preview_may[] = {RC_NOT_FOUND, RC_INVALID, RC_OK};

ENDPOINT_TABLE(print_preview_api_table,
               {.method = "POST",
                .path = "/api/v1/cases/{id}/documents/preview",
                .operation = "previewDocument",
                .tag = "cases",
                .summary = "The paper that an act would make, line by line; nothing is written",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_READ,
                .params = &preview_params,
                .body = &preview_body,
                .reply = &preview_reply,
                .in_size = sizeof(struct preview_in),
                .out_size = sizeof(struct preview_out),
                .ok = 200,
                .may = preview_may,
                .cost = 2,
                .run = preview_make});
