/*
 * print_api.c - documents of a case and receipts of petitioners as PDF.
 *
 * A worker reads what the paper says, a craft thread lays it out. Names stand in full on a letter to their owner, so only who may act on cases prints
 * documents; a receipt is printed by whoever has number and code.
 *
 * Runs on: workers (load, run), craft threads (craft). Owns: nothing; everything lies on the request's arena.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/print.h"
#include "api/tables.h"
#include "base/clock.h"
#include "base/paper.h"
#include "domain/document.h"
#include "domain/person.h"
#include "domain/proof.h"
#include "domain/public_case.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "http/codec.h"

#include <stdio.h>
#include <string.h>

static const char *const print_langs[] = {"zh", "en", NULL};
static const char *const print_forms[] = {"document", "delivery_proof", NULL};

struct print_in {
    const char *id, *did, *lang, *form;
    struct print_job job;
    struct print_seen seen;
};
struct print_receipt_in {
    const char *number, *code, *lang;
    struct print_job job;
};

FIELD_SET(print_params, "DocumentParams", struct print_in, IN_MUST(struct print_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct print_in, did, FIELD_ID, 0, 0, "Document id"));
FIELD_SET(print_query, "PrintQuery", struct print_in,
          IN_ENUM(struct print_in, lang, 0, print_langs, "Language of the paper; zh where there is no other template"),
          IN_ENUM(struct print_in, form, 0, print_forms, "The document itself, or the proof of its last delivery"));
FIELD_SET(print_receipt_params, "ReceiptParams", struct print_receipt_in,
          IN_MUST(struct print_receipt_in, number, FIELD_TEXT, 5, 60, "Case number"));
FIELD_SET(print_receipt_query, "ReceiptQuery", struct print_receipt_in,
          IN_MUST(struct print_receipt_in, code, FIELD_TEXT, 4, 60, "Query code"),
          IN_ENUM(struct print_receipt_in, lang, 0, print_langs, "Language"));

/* What a template may ask for. */
struct print_words {
    struct ctx *ctx;
    struct tx *tx;
    struct case_row row;
    const struct workflow *definition;
    const struct value *body; /* fields of the event that made the document; NULL for receipts */
    struct demand_row *demands;
    size_t demand_count;
    const char *number, *unit, *unit_kind, *unit_phone, *unit_address, *petitioner, *code, *signer;
    struct proof proof; /* of receipts; number NULL: none */
    int64_t issued_ms;
    int32_t due_day; /* of the clock that matters to the petitioner; 0: none */
    int is_zh;
};

static const char *print_day(const struct print_words *w, int32_t day)
{
    char zh[CLOCK_DATE_ZH_SIZE];
    char en[CLOCK_DATE_SIZE];
    clock_format_day_zh(day, zh);
    clock_format_day(day, en);
    return arena_strdup(w->ctx->arena, w->is_zh ? zh : en);
}

/* The words of a choice, as the definition has them. */
static const char *print_choice(const struct print_words *w, const char *name, const char *key)
{
    for (size_t e = 0; e < w->definition->edge_count; e++) {
        const struct workflow_edge *edge = &w->definition->edges[e];
        for (size_t f = 0; f < edge->field_count; f++) {
            for (size_t c = 0; strcmp(edge->fields[f].name, name) == 0 && c < edge->fields[f].choice_count; c++) {
                const struct workflow_choice *choice = &edge->fields[f].choices[c];
                if (strcmp(choice->key, key) == 0) {
                    return w->is_zh ? choice->title.zh : choice->title.en;
                }
            }
        }
    }
    return key;
}

static const char *print_unit(const struct print_words *w, const char *id)
{
    struct unit_row unit;
    enum rc rc = unit_rows_get(w->tx, w->ctx->arena, &(struct unit_get_in){id}, &unit);
    return rc == RC_OK ? unit.name : id;
}

/* Of the unit that the body names as to_unit: "to_unit_phone", "to_unit_address". */
static const char *print_unit_part(const struct print_words *w, const char *name)
{
    struct unit_row unit;
    const char *id = w->body != NULL ? value_text(w->body, "to_unit") : NULL;
    if (id == NULL || unit_rows_get(w->tx, w->ctx->arena, &(struct unit_get_in){id}, &unit) != RC_OK) {
        return NULL;
    }
    return strcmp(name, "to_unit_phone") == 0 ? unit.phone : strcmp(name, "to_unit_address") == 0 ? unit.address : NULL;
}

static const char *print_field(const struct print_words *w, const char *name)
{
    const struct value *v = w->body != NULL ? value_get(w->body, name) : NULL;
    int32_t day;
    if (v == NULL || v->kind == VALUE_NULL) {
        return NULL;
    }
    if (v->kind == VALUE_INT) {
        return arena_printf(w->ctx->arena, "%lld", (long long)v->number);
    }
    if (v->kind == VALUE_BOOL) {
        return w->is_zh ? (v->number ? "是" : "否") : (v->number ? "yes" : "no");
    }
    if (v->kind != VALUE_TEXT) {
        return NULL;
    }
    if (strlen(v->text) == CLOCK_DATE_SIZE - 1 && clock_parse_day(v->text, &day) == RC_OK) {
        return print_day(w, day);
    }
    if (strcmp(name, "to_unit") == 0 || strcmp(name, "suggested_unit") == 0) {
        return print_unit(w, v->text);
    }
    return print_choice(w, name, v->text);
}

static const char *print_demands(const struct print_words *w)
{
    struct buf b;
    buf_init(&b, w->ctx->arena);
    for (size_t i = 0; i < w->demand_count; i++) {
        buf_printf(&b, "%zu. %s\n", i + 1, w->demands[i].text);
    }
    return buf_cstr(&b);
}

/* One by one, each with its outcome, words and basis; the demand's own words where it is still there. */
static const char *print_answers(const struct print_words *w)
{
    const struct value *answers = w->body != NULL ? value_get(w->body, "answers") : NULL;
    struct buf b;
    buf_init(&b, w->ctx->arena);
    for (size_t i = 0; answers != NULL && i < answers->count; i++) {
        const struct value *a = &answers->items[i];
        const char *id = value_text(a, "demand_id"), *outcome = value_text(a, "outcome");
        const char *answer = value_text(a, "answer"), *basis = value_text(a, "basis"), *text = "";
        for (size_t k = 0; k < w->demand_count; k++) {
            text = id != NULL && strcmp(w->demands[k].id, id) == 0 ? w->demands[k].text : text;
        }
        buf_printf(&b, w->is_zh ? "%zu. %s：%s。%s（依据：%s）\n" : "%zu. %s: %s. %s (%s)\n", i + 1, text,
                   print_choice(w, "outcome", outcome ? outcome : ""), answer ? answer : "", basis ? basis : "");
    }
    return buf_cstr(&b);
}

static const char *print_case_word(const struct print_words *w, const char *name)
{
    const struct {
        const char *name, *text;
    } texts[] = {{"number", w->number},         {"unit", w->unit},
                 {"unit_phone", w->unit_phone}, {"unit_address", w->unit_address},
                 {"petitioner", w->petitioner}, {"code", w->code},
                 {"signer", w->signer},         {"case_number", w->row.number},
                 {"title", w->row.title},       {"request", w->row.request}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(texts[i].name, name) == 0) {
            return texts[i].text ? texts[i].text : "";
        }
    }
    return NULL;
}

static const char *print_length(const struct print_words *w, int length, int is_working)
{
    struct arena *a = w->ctx->arena;
    if (w->is_zh) {
        return is_working ? arena_printf(a, "%d 个工作日", length) : arena_printf(a, "%d 日", length);
    }
    return is_working ? arena_printf(a, "%d working days", length) : arena_printf(a, "%d days", length);
}

static const char *print_above(const struct print_words *w)
{
    struct unit_row county;
    return unit_rows_get_top(w->tx, w->ctx->arena, &county) == RC_OK
               ? document_level_above(w->ctx->arena, w->unit_kind, county.name, w->is_zh)
               : NULL;
}

/* "" where the case's definition has no such time, so that no paper names another lane's. */
static const char *print_law_word(const struct print_words *w, const char *name)
{
    const struct workflow_clock *answer = document_answer_clock(&w->row, w->definition);
    const struct workflow_clock *more = document_extension_clock(&w->row, w->definition);
    if (strcmp(name, "accept_within") == 0) {
        return answer != NULL ? print_length(w, answer->length, answer->unit == DUE_WORKING_DAY) : "";
    }
    if (strcmp(name, "extension_days") == 0) {
        return more != NULL ? arena_printf(w->ctx->arena, "%d", more->extension_max) : "";
    }
    if (strcmp(name, "extension_article") == 0) {
        return more != NULL ? more->article : "";
    }
    return strcmp(name, "is_final") == 0 ? (document_is_final(w->body) ? "1" : "") : NULL;
}

/* In groups of eight, for the eye and for breaking lines. */
static const char *print_bytes(const struct print_words *w, struct sql_blob bytes)
{
    struct buf b;
    buf_init(&b, w->ctx->arena);
    for (const char *hex = checkpoint_hex(w->ctx->arena, bytes); *hex != '\0'; hex += strnlen(hex, 8)) {
        buf_printf(&b, "%s%.8s", b.len > 0 ? " " : "", hex);
    }
    return buf_cstr(&b);
}

static const char *print_proof(const struct print_words *w, const char *name)
{
    const struct proof *p = &w->proof;
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {{"proof_seq", p->seq},
                   {"proof_at_ms", p->at_ms},
                   {"proof_epoch", p->epoch},
                   {"proof_checkpoint", p->inclusion != NULL ? p->inclusion->checkpoint.seq : 0}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (strcmp(numbers[i].name, name) == 0) {
            return numbers[i].number > 0 ? arena_printf(w->ctx->arena, "%lld", (long long)numbers[i].number) : "";
        }
    }
    if (strcmp(name, "proof_hash") == 0) {
        return print_bytes(w, p->hash);
    }
    return strcmp(name, "proof_signature") == 0 ? print_bytes(w, p->signature) : NULL;
}

static const char *print_say(void *arg, const char *name)
{
    const struct print_words *w = arg;
    const struct {
        const char *name;
        int64_t at_ms;
    } days[] = {
        {"registered_on", w->row.registered_ms}, {"accepted_on", w->row.accepted_ms}, {"issued_on", w->issued_ms}};
    const char *field = print_field(w, name);
    const char *word = field != NULL ? field : print_case_word(w, name);
    word = word != NULL ? word : print_unit_part(w, name);
    word = word != NULL ? word : print_law_word(w, name);
    word = word != NULL ? word : print_proof(w, name);
    word = word == NULL && strcmp(name, "above") == 0 ? print_above(w) : word;
    for (size_t i = 0; word == NULL && i < sizeof days / sizeof days[0]; i++) {
        if (strcmp(days[i].name, name) == 0) {
            return days[i].at_ms != SQL_NULL && days[i].at_ms > 0 ? print_day(w, clock_day_of(days[i].at_ms)) : "";
        }
    }
    if (word == NULL && strcmp(name, "due_on") == 0) {
        return w->due_day != 0 ? print_day(w, w->due_day) : "";
    }
    if (word == NULL && strcmp(name, "people_count") == 0) {
        return arena_printf(w->ctx->arena, "%lld", (long long)w->row.people_count);
    }
    if (word == NULL && strcmp(name, "demands") == 0) {
        return print_demands(w);
    }
    return word == NULL && strcmp(name, "answers") == 0 ? print_answers(w) : word;
}

/* The template in that language, else in Chinese. */
static enum rc print_template(struct print_words *w, const char *type, int64_t version, const char *lang,
                              struct print_job *job)
{
    struct template_find_out found;
    struct arena *a = w->ctx->arena;
    enum rc rc = template_rows_find(w->tx, a, &(struct template_find_in){type, lang, version}, &found);
    if (rc == RC_NOT_FOUND) {
        lang = "zh";
        rc = template_rows_find(w->tx, a, &(struct template_find_in){type, lang, version}, &found);
    }
    if (rc == RC_NOT_FOUND) {
        return fault_set(&w->ctx->fault, rc, reason(REASON_NO_TEMPLATE), NULL, type, NULL);
    }
    w->is_zh = strcmp(lang, "zh") == 0;
    job->lang = w->is_zh ? "zh-CN" : "en";
    return rc == RC_OK ? template_fill(a, found.body, print_say, w, &job->lines, &job->count) : rc;
}

/* The people to whom it is addressed, in full. */
static enum rc print_people(struct print_words *w)
{
    struct ctx *ctx = w->ctx;
    struct party_list_out *parties;
    size_t count;
    struct buf b;
    enum rc rc = party_rows_list(w->tx, ctx->arena, &(struct party_list_in){w->row.id}, &parties, &count);
    buf_init(&b, ctx->arena);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const char *name;
        if (strcmp(parties[i].role, "agent") == 0 || strcmp(parties[i].role, "co_petitioner") == 0) {
            continue;
        }
        rc = person_open_name(ctx, parties[i].person_id, parties[i].key, parties[i].name, &name);
        buf_printf(&b, "%s%s", b.len > 0 ? "、" : "", rc == RC_OK && name ? name : "");
    }
    w->petitioner = buf_cstr(&b);
    return rc;
}

static enum rc print_case(struct print_words *w)
{
    w->definition = reference_workflow_find(w->ctx->reference, w->row.workflow_key, w->row.workflow_version);
    if (w->definition == NULL) {
        return RC_INTERNAL;
    }
    struct deadline_row *clocks;
    size_t count;
    enum rc rc =
        demand_rows_list(w->tx, w->ctx->arena, &(struct demand_list_in){w->row.id}, &w->demands, &w->demand_count);
    if (rc == RC_OK) {
        rc = deadline_rows_list_of_case(w->tx, w->ctx->arena, &(struct deadline_list_of_case_in){w->row.id}, &clocks,
                                        &count);
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        int is_running = strcmp(clocks[i].status, "running") == 0 && strcmp(clocks[i].kind, "duty") == 0;
        if (is_running && (w->due_day == 0 || clocks[i].due_day > w->due_day)) {
            w->due_day = (int32_t)clocks[i].due_day;
        }
    }
    return rc;
}

/* What the proof of delivery states takes the place of the document's own fields. */
static enum rc print_delivery(struct print_words *w, const char *document_id, const char *title)
{
    struct arena *a = w->ctx->arena;
    struct delivery_get_last_out v;
    static const struct value none = {.kind = VALUE_OBJECT};
    char day[CLOCK_DATE_SIZE];
    enum rc rc = delivery_rows_get_last(w->tx, a, &(struct delivery_get_last_in){w->row.id, document_id}, &v);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&w->ctx->fault, RC_REFUSED, reason(REASON_NOT_DELIVERED), "?form", NULL, NULL);
    }
    clock_format_day((int32_t)v.received_day, day);
    const struct {
        const char *name, *text;
    } texts[] = {{"document_title", title},
                 {"method", v.method},
                 {"delivered_on", arena_strdup(a, day)},
                 {"receiver", v.receiver},
                 {"proof", v.proof}};
    w->body = &none;
    for (size_t i = 0; rc == RC_OK && i < sizeof texts / sizeof texts[0]; i++) {
        const struct value *more =
            texts[i].text != NULL ? value_with(a, w->body, texts[i].name, texts[i].text) : w->body;
        rc = more != NULL ? RC_OK : RC_TOO_LARGE;
        w->body = more;
    }
    return rc;
}

static enum rc print_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct print_in *in = call->in;
    struct document_get_for_print_out doc;
    struct print_words w = {.ctx = ctx, .tx = tx};
    enum rc rc = case_get(ctx, tx, in->id, &w.row);
    if (rc == RC_OK) {
        rc = document_rows_get_for_print(tx, ctx->arena, &(struct document_get_for_print_in){in->id, in->did}, &doc);
        rc = rc == RC_NOT_FOUND ? fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL) : rc;
    }
    if (rc == RC_OK) {
        rc = print_case(&w);
    }
    if (rc == RC_OK) {
        rc = codec_decode_value(ctx, doc.body, strlen(doc.body), &w.body);
    }
    int is_proof = in->form != NULL && strcmp(in->form, "delivery_proof") == 0;
    if (rc == RC_OK && is_proof) {
        rc = print_delivery(&w, in->did, document_title(doc.type, 1));
    }
    if (rc == RC_OK) {
        rc = print_people(&w);
    }
    if (rc != RC_OK) {
        return rc;
    }
    int is_draft = doc.number == NULL;
    const char *outside = document_decided_by(&w.row, doc.type);
    w.number = is_draft ? "（草稿 DRAFT）" : doc.number;
    w.unit = outside != NULL ? outside : doc.unit_name;
    w.unit_kind = outside != NULL ? NULL : doc.unit_kind;
    w.signer = doc.signer_name;
    w.unit_phone = outside != NULL ? NULL : doc.unit_phone;
    w.unit_address = outside != NULL ? NULL : doc.unit_address;
    w.issued_ms = doc.issued_ms;
    in->job.made_ms = is_draft ? doc.created_ms : doc.issued_ms;
    in->job.title = document_title(doc.type, in->lang == NULL || strcmp(in->lang, "zh") == 0);
    in->job.name = arena_printf(ctx->arena, "%s-%s.pdf", w.row.number, doc.type);
    in->seen = (struct print_seen){in->id, is_proof ? "delivery_proof" : doc.type, doc.number, w.row.is_sealed != 0};
    in->job.mark = w.row.is_sealed ? print_mark(ctx) : NULL;
    if (is_proof) {
        return print_template(&w, "delivery_proof", INT32_MAX, "zh", &in->job);
    }
    return print_template(&w, doc.type, is_draft || doc.template_version == SQL_NULL ? INT32_MAX : doc.template_version,
                          in->lang ? in->lang : "zh", &in->job);
}

static enum rc print_receipt_load(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct print_receipt_in *in = call->in;
    struct public_case found;
    struct case_row own; /* what bears this number, also when another case goes on with it */
    struct print_words w = {.ctx = ctx, .tx = tx, .code = in->code};
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &found);
    rc = rc == RC_OK ? public_case_find(ctx, tx, in->number, in->code, &own) : rc;
    rc = rc == RC_OK ? proof_of_case(ctx, tx, &own, &w.proof) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    w.row = found.row;
    w.row.number = in->number;
    w.unit = found.holder.name;
    w.unit_phone = found.holder.phone;
    in->job.qr = arena_printf(ctx->arena, "%s %s", in->number, in->code);
    in->job.made_ms = found.row.registered_ms;
    in->job.title = in->number;
    in->job.name = arena_printf(ctx->arena, "%s-receipt.pdf", in->number);
    rc = print_case(&w);
    return rc == RC_OK ? print_template(&w, "receipt", INT32_MAX, in->lang ? in->lang : "zh", &in->job) : rc;
}

enum rc print_make(struct ctx *ctx, struct call *call, struct print_job *job)
{
    struct paper *paper;
    enum rc rc = paper_new(job->title, job->lang, job->made_ms, &paper);
    if (rc != RC_OK) {
        return rc;
    }
    if (job->mark != NULL) {
        paper_mark(paper, job->mark);
    }
    for (size_t i = 0; i < job->count; i++) {
        int signed_by = 0;
        for (size_t k = i + 1; k < job->count && job->lines[k].kind == PAPER_RIGHT; k++) {
            signed_by++;
        }
        int is_heading = job->lines[i].kind == PAPER_HEADING; /* not alone at the foot of a page either */
        paper_keep(paper, job->lines[i].kind == PAPER_RIGHT ? 0 : is_heading ? 2 : signed_by);
        paper_write(paper, job->lines[i].kind, job->lines[i].text);
    }
    if (job->qr != NULL) {
        paper_qr(paper, job->qr);
    }
    call->file_name = job->name;
    return paper_finish(paper, ctx->arena, &call->file, &call->file_size);
}

static enum rc print_craft(struct ctx *ctx, struct call *call)
{
    struct print_in *in = call->in;
    enum rc rc = print_journal(ctx, &in->seen);
    return rc == RC_OK ? print_make(ctx, call, &in->job) : rc;
}

static enum rc print_receipt_craft(struct ctx *ctx, struct call *call)
{
    return print_make(ctx, call, &((struct print_receipt_in *)call->in)->job);
}

/* All is made; what is left is to send it. */
static enum rc print_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    (void)ctx, (void)tx;
    return call->file != NULL ? RC_OK : RC_INTERNAL;
}

static const enum rc print_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(print_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/documents/{did}/pdf",
                .operation = "printDocument",
                .tag = "cases",
                .summary = "A document as PDF, by the template that was current when it was issued",
                .need = PERM_CASE_ACT,
                .params = &print_params,
                .query = &print_query,
                .file = "application/pdf",
                .in_size = sizeof(struct print_in),
                .ok = 200,
                .may = print_may,
                .cost = 20,
                .load = print_load,
                .craft = print_craft,
                .run = print_run},
               {.method = "GET",
                .path = "/api/v1/public/cases/{number}/receipt",
                .operation = "printReceipt",
                .tag = "public",
                .summary = "The petitioner's receipt as PDF, with a QR code of number and query code",
                .need = ENDPOINT_PUBLIC,
                .params = &print_receipt_params,
                .query = &print_receipt_query,
                .file = "application/pdf",
                .in_size = sizeof(struct print_receipt_in),
                .ok = 200,
                .may = print_may,
                .cost = 20,
                .load = print_receipt_load,
                .craft = print_receipt_craft,
                .run = print_run});
