/*
 * print_preview_api.c - papers of a case shown in place: POST /cases/{id}/documents/preview, the paper that an act would make, before the
 * act; GET /cases/{id}/documents/{did}/pages, one that is there, as pictures of the PDF's pages and as text.
 *
 * The preview is line by line what the PDF will hold, filled by the same code (print_words.h), with two differences that the reply tells:
 * names are masked, so that looking while writing is no look at people's data, and there is no number yet. Nothing is written and nothing
 * taken. The pages show names in full, so each look is authorised, marked and journalled as printing is: one reply for all pages.
 *
 * Runs on: workers; pages are drawn on craft threads. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/print_words.h"
#include "api/tables.h"
#include "base/crypto.h"
#include "base/paper.h"
#include "domain/document.h"
#include "domain/document_plan.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/transition.h"

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
    int64_t draft;
    struct preview_line *lines;
    size_t lines_count;
};

struct pages_view {
    const char *png;
};
struct pages_out {
    const char *number;
    struct preview_line *lines;
    size_t lines_count;
    struct pages_view *pages;
    size_t pages_count;
    int64_t total;
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
          OUT(struct preview_out, draft, FIELD_BOOL, "Somebody else signs it; only then it gets its number"),
          OUT_ROWS(struct preview_out, lines, preview_line_set, "From top to bottom; names masked"));

FIELD_SET(pages_set, "DocumentPage", struct pages_view,
          OUT(struct pages_view, png, FIELD_LONG,
              "The page as PNG in shades of grey, 144 dots to the inch; base64url"));
FIELD_SET(pages_reply, "DocumentPages", struct pages_out,
          OUT_NULL(struct pages_out, number, FIELD_TEXT, "Number; null: a draft"),
          OUT_ROWS(struct pages_out, lines, preview_line_set, "What stands on it, from top to bottom"),
          OUT_ROWS(struct pages_out, pages, pages_set, "Its first pages"),
          OUT(struct pages_out, total, FIELD_INT, "How many pages the PDF has"));

static enum rc preview_lines(struct ctx *ctx, const struct print_job *job, struct preview_line **out, size_t *count)
{
    *out = arena_array_of(ctx->arena, struct preview_line, job->count + 1);
    for (*count = 0; *out != NULL && *count < job->count; (*count)++) {
        const struct template_line *line = &job->lines[*count];
        (*out)[*count] = (struct preview_line){preview_kinds[line->kind], line->text};
    }
    return *out != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc preview_fill(struct case_work *w, const struct document_plan *plan, const char *lang,
                            struct preview_out *out)
{
    struct ctx *ctx = w->ctx;
    struct print_job job = {0};
    struct print_words words = {.ctx = ctx,
                                .tx = w->tx,
                                .row = w->row,
                                .body = plan->fields,
                                .number = "（草稿 DRAFT）",
                                .unit = plan->unit.name,
                                .unit_kind = plan->unit.kind,
                                .unit_phone = plan->unit.phone,
                                .unit_address = plan->unit.address,
                                .signer = plan->is_draft ? NULL : ctx->actor->name,
                                .issued_ms = plan->is_draft ? SQL_NULL : ctx->now_ms};
    words.row.number = plan->case_number;
    enum rc rc = print_case(&words);
    words.due_day = plan->due_day != 0 ? plan->due_day : words.due_day;
    if (rc == RC_OK &&
        !w->row.is_sealed) { /* who wrote a sealed letter is told by reading it, and that is journalled */
        rc = print_people(&words, 1);
    }
    if (rc == RC_OK) {
        rc = print_template(&words, plan->type, INT32_MAX, lang, &job);
    }
    return rc == RC_OK ? preview_lines(ctx, &job, &out->lines, &out->lines_count) : rc;
}

static enum rc preview_make(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct preview_in *in = call->in;
    struct preview_out *out = call->out;
    struct case_work w;
    struct document_plan plan;
    int is_object = in->fields != NULL && in->fields->kind == VALUE_OBJECT;
    const struct transition_in act = {
        .case_id = in->id, .event = in->event, .fields = is_object ? in->fields : NULL, .if_match = CASE_ANY_VERSION};
    enum rc rc = transition_plan(ctx, tx, &act, &w, &plan);
    if (rc != RC_OK) {
        return rc;
    }
    if (plan.type == NULL) {
        return fault_add(&ctx->fault, reason(REASON_NO_PREVIEW), "/event", NULL, NULL);
    }
    rc = preview_fill(&w, &plan, in->lang != NULL ? in->lang : "zh", out);
    if (rc == RC_OK) {
        rc = document_next_number(ctx, tx, &plan.unit, plan.type, &out->next_number);
    }
    out->type = plan.type;
    out->draft = plan.is_draft;
    out->title_zh = document_title(plan.type, 1);
    out->title_en = document_title(plan.type, 0);
    return rc;
}

static enum rc pages_draw(struct ctx *ctx, const struct print_job *job, struct pages_out *out)
{
    struct paper *paper;
    struct paper_picture *drawn;
    int total;
    enum rc rc = paper_new_pictures(job->lang, &paper);
    if (rc != RC_OK) {
        return rc;
    }
    print_write(paper, job);
    rc = paper_finish_pictures(paper, ctx->arena, &drawn, &out->pages_count, &total);
    out->total = total;
    out->pages = rc == RC_OK ? arena_array_of(ctx->arena, struct pages_view, out->pages_count) : NULL;
    for (size_t i = 0; out->pages != NULL && i < out->pages_count; i++) {
        char *text = arena_alloc(ctx->arena, 4 * (drawn[i].size + 2) / 3 + 1);
        if (text == NULL) {
            return RC_TOO_LARGE;
        }
        crypto_base64(drawn[i].png, drawn[i].size, text);
        out->pages[i].png = text;
    }
    return rc == RC_OK && out->pages == NULL ? RC_TOO_LARGE : rc;
}

/* On file before anything of it is sent. */
static enum rc pages_craft(struct ctx *ctx, struct call *call)
{
    struct print_in *in = call->in;
    struct pages_out *out = call->out;
    enum rc rc = print_journal(ctx, &in->seen);
    rc = rc == RC_OK ? preview_lines(ctx, &in->job, &out->lines, &out->lines_count) : rc;
    out->number = in->seen.number;
    return rc == RC_OK ? pages_draw(ctx, &in->job, out) : rc;
}

/* All is made; what is left is to send it. */
static enum rc pages_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct pages_out *out = call->out;
    (void)ctx, (void)tx;
    return out->pages != NULL ? RC_OK : RC_INTERNAL;
}

static const enum rc pages_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};
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
                .run = preview_make},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/documents/{did}/pages",
                .operation = "showDocument",
                .tag = "cases",
                .summary = "A document as pictures of its pages and as text; journalled as printing is",
                .need = PERM_CASE_ACT,
                .params = &print_params,
                .query = &print_query,
                .reply = &pages_reply,
                .in_size = sizeof(struct print_in),
                .out_size = sizeof(struct pages_out),
                .ok = 200,
                .may = pages_may,
                .cost = 20,
                .load = print_load,
                .craft = pages_craft,
                .run = pages_run});
