/*
 * workflow_fields.c - checks the fields of an event against the definition's rows.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow_fields.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/ident.h"
#include "base/text.h"
#include "domain/workflow_reasons.h"

#include <string.h>

enum { TEXT_MAX = 200, LONG_MAX_CHARS = 20000, ANSWERS_MAX = 100, CODE_MAX = 40 };

void workflow_refuse(struct workflow_decision *out, const struct reason *reason, const char *pointer, const char *arg0,
                     const char *arg1, const char *rule)
{
    if (out->refusal_count < WORKFLOW_REFUSALS_MAX) {
        out->refusals[out->refusal_count++] =
            (struct workflow_refusal){.reason = reason, .args = {arg0, arg1}, .pointer = pointer, .rule = rule};
    }
}

/* The titles in both languages; the reader knows one of them. */
static const char *field_title(struct arena *a, const struct workflow_field *f)
{
    return arena_printf(a, "“%s”(%s)", f->title.zh, f->title.en);
}

static void field_refuse(struct arena *a, const struct workflow_field *f, const struct reason *reason, const char *arg,
                         struct workflow_decision *out)
{
    workflow_refuse(out, reason, arena_printf(a, "/fields/%s", f->name), field_title(a, f), arg, NULL);
}

static void field_check_text(struct arena *a, const struct workflow_field *f, const struct value *v,
                             struct workflow_decision *out)
{
    int is_long = f->kind == WF_LONG;
    int64_t max = f->max > 0 ? f->max : is_long ? LONG_MAX_CHARS : TEXT_MAX, min = f->min > 0 ? f->min : f->is_required;
    long n = text_length(v->text);
    if (!text_is_clean(v->text, is_long)) {
        field_refuse(a, f, &workflow_reason_field_text, NULL, out);
    } else if (n > max) {
        field_refuse(a, f, &workflow_reason_field_too_long, arena_printf(a, "%lld", (long long)max), out);
    } else if (n < min) {
        field_refuse(a, f, &workflow_reason_field_too_short, arena_printf(a, "%lld", (long long)min), out);
    }
}

static void field_check_choice(struct arena *a, const struct workflow_field *f, const struct value *v,
                               struct workflow_decision *out)
{
    for (size_t i = 0; i < f->choice_count; i++) {
        if (strcmp(f->choices[i].key, v->text) == 0) {
            return;
        }
    }
    field_refuse(a, f, &workflow_reason_field_choice, v->text, out);
}

/* A demand is answered with a conclusion, words and a basis; an empty answer is none. */
static int answer_is_whole(const struct value *item)
{
    const char *id = value_text(item, "demand_id"), *outcome = value_text(item, "outcome"),
               *answer = value_text(item, "answer"), *basis = value_text(item, "basis");
    if (id == NULL || outcome == NULL || answer == NULL || basis == NULL || item->count != 4) {
        return 0;
    }
    int is_outcome =
        strcmp(outcome, "support") == 0 || strcmp(outcome, "explain") == 0 || strcmp(outcome, "not_support") == 0;
    return is_outcome && ident_is_valid(id) && text_is_clean(answer, 1) && text_is_clean(basis, 1) &&
           text_length(answer) >= 1 && text_length(answer) <= LONG_MAX_CHARS && text_length(basis) >= 1 &&
           text_length(basis) <= LONG_MAX_CHARS;
}

static void field_check_answers(struct arena *a, const struct workflow_field *f, const struct value *v,
                                struct workflow_decision *out)
{
    if (v->count == 0 || v->count > ANSWERS_MAX) {
        field_refuse(a, f, &workflow_reason_field_required, NULL, out);
    }
    for (size_t i = 0; i < v->count && i < ANSWERS_MAX; i++) {
        if (!answer_is_whole(&v->items[i])) {
            workflow_refuse(out, &workflow_reason_field_answer, arena_printf(a, "/fields/%s/%zu", f->name, i),
                            arena_printf(a, "%zu", i + 1), NULL, NULL);
        }
    }
}

static void field_check_int(struct arena *a, const struct workflow_field *f, const struct value *v,
                            struct workflow_decision *out)
{
    if (v->number < f->min || (f->max > 0 && v->number > f->max)) {
        field_refuse(a, f, &workflow_reason_field_range,
                     arena_printf(a, "%lld - %lld", (long long)f->min, (long long)f->max), out);
    }
}

static void field_check_value(struct arena *a, const struct workflow_field *f, const struct value *v,
                              struct workflow_decision *out)
{
    static const enum value_kind kinds[] = {
        [WF_TEXT] = VALUE_TEXT,  [WF_LONG] = VALUE_TEXT,     [WF_DATE] = VALUE_TEXT, [WF_INT] = VALUE_INT,
        [WF_BOOL] = VALUE_BOOL,  [WF_CHOICE] = VALUE_TEXT,   [WF_UNIT] = VALUE_TEXT, [WF_ACCOUNT] = VALUE_TEXT,
        [WF_CLASS] = VALUE_TEXT, [WF_ANSWERS] = VALUE_ARRAY,
    };
    int32_t day;
    if (v->kind != kinds[f->kind]) {
        field_refuse(a, f, &workflow_reason_field_kind, NULL, out);
        return;
    }
    switch (f->kind) {
    case WF_TEXT:
    case WF_LONG: field_check_text(a, f, v, out); break;
    case WF_CHOICE: field_check_choice(a, f, v, out); break;
    case WF_ANSWERS: field_check_answers(a, f, v, out); break;
    case WF_INT: field_check_int(a, f, v, out); break;
    case WF_BOOL: break;
    case WF_DATE:
        if (clock_parse_day(v->text, &day) != RC_OK) {
            field_refuse(a, f, &workflow_reason_field_date, NULL, out);
        }
        break;
    case WF_UNIT:
    case WF_ACCOUNT:
        if (!ident_is_valid(v->text)) {
            field_refuse(a, f, &workflow_reason_field_kind, NULL, out);
        }
        break;
    case WF_CLASS:
        if (text_length(v->text) > CODE_MAX || !text_is_clean(v->text, 0)) {
            field_refuse(a, f, &workflow_reason_field_kind, NULL, out);
        }
        break;
    }
}

static int field_is_needed(const struct workflow_field *f, const struct value *fields)
{
    if (f->required_when_field == NULL) {
        return f->is_required;
    }
    const char *other = value_text(fields, f->required_when_field);
    return other != NULL && strcmp(other, f->required_when_value) == 0;
}

void workflow_fields_check(struct arena *a, const struct workflow_edge *edge, const struct value *fields,
                           struct workflow_decision *out)
{
    for (size_t i = 0; i < fields->count; i++) {
        size_t k = 0;
        while (k < edge->field_count && strcmp(edge->fields[k].name, fields->names[i]) != 0) {
            k++;
        }
        if (k == edge->field_count) {
            workflow_refuse(out, &workflow_reason_field_unknown, "/fields", fields->names[i], NULL, NULL);
        }
    }
    for (size_t k = 0; k < edge->field_count; k++) {
        const struct workflow_field *f = &edge->fields[k];
        const struct value *v = value_get(fields, f->name);
        if (v != NULL) {
            field_check_value(a, f, v, out);
        } else if (field_is_needed(f, fields)) {
            field_refuse(a, f, &workflow_reason_field_required, NULL, out);
        }
    }
}
