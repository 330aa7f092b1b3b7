/*
 * print_words.c - what stands in the places of a template: words of the case, the fields of the act, the law's times.
 *
 * Runs on: workers. Owns: nothing; everything lies on the request's arena.
 */
#include "api/print_words.h"

#include "base/buf.h"
#include "base/clock.h"
#include "domain/document.h"
#include "domain/person.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "domain/row_seal.h"

#include <string.h>

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

enum rc print_template(struct print_words *w, const char *type, int64_t version, const char *lang,
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

enum rc print_people(struct print_words *w, int is_masked)
{
    struct ctx *ctx = w->ctx;
    struct party_list_out *parties;
    size_t count;
    struct buf b;
    enum rc rc = party_rows_list(w->tx, ctx->arena, &(struct party_list_in){w->row.id}, &parties, &count);
    buf_init(&b, ctx->arena);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        const char *name = NULL;
        struct person_row person;
        if (strcmp(parties[i].role, "agent") == 0 || strcmp(parties[i].role, "co_petitioner") == 0) {
            continue;
        }
        rc = row_seal_get_person(ctx, w->tx, parties[i].person_id, &person);
        if (rc == RC_OK) {
            rc = is_masked ? person_mask_name(ctx, person.id, person.key, person.name, &name)
                           : person_open_name(ctx, person.id, person.key, person.name, &name);
        }
        buf_printf(&b, "%s%s", b.len > 0 ? "、" : "", rc == RC_OK && name ? name : "");
    }
    w->petitioner = buf_cstr(&b);
    return rc;
}

enum rc print_case(struct print_words *w)
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
