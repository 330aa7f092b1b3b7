/*
 * workflow_fields.c - checks what was filled in for an event against the event's field rows.
 *
 * Whether a named unit, account or class exists is the business of guards and effects; here only its form is judged.
 *
 * Runs on: any thread. Owns: nothing. Invariant: every refusal about a field carries its pointer.
 */
#include "domain/workflow_inside.h"

#include "base/clock.h"
#include "base/ident.h"
#include "base/text.h"
#include "domain/gap.h"

#include <string.h>

enum {
    FIELDS_TEXT_MAX = 200,
    FIELDS_LONG_MAX = 20000,
    FIELDS_CLASS_MAX = 64,
    FIELDS_CODE_MAX = 32,
    FIELDS_ANSWERS_MAX = 100,
    FIELDS_YEAR_MIN = 1900,
    FIELDS_YEAR_MAX = 2199 /* no calendar goes further, and no duty */
};

static const struct {
    enum value_kind value;
    struct workflow_text kind;
} fields_kinds[] = {
    [WF_TEXT] = {VALUE_TEXT, {"文字", "a text"}},
    [WF_LONG] = {VALUE_TEXT, {"文字", "a text"}},
    [WF_DATE] = {VALUE_TEXT, {"日期，如 2026-11-22", "a date like 2026-11-22"}},
    [WF_INT] = {VALUE_INT, {"整数", "a whole number"}},
    [WF_BOOL] = {VALUE_BOOL, {"“是”或“否”（true 或 false）", "true or false"}},
    [WF_CHOICE] = {VALUE_TEXT, {"所列选项之一", "one of the choices"}},
    [WF_UNIT] = {VALUE_TEXT, {"单位标识或代码", "the id or code of a unit"}},
    [WF_ACCOUNT] = {VALUE_TEXT, {"账号标识", "the id of an account"}},
    [WF_CLASS] = {VALUE_TEXT, {"内容分类代码", "the code of a class"}},
    [WF_DEMAND] = {VALUE_TEXT, {"诉求", "a demand"}},
    [WF_ANSWERS] = {VALUE_ARRAY, {"逐项答复的列表", "a list of answers"}},
};

/* One check in the making. */
struct fields_check {
    struct arena *arena;
    int is_paper; /* what is written goes on paper: nothing may be left to be filled in */
    struct workflow_decision *out;
};

static const char *fields_number(struct fields_check *c, int64_t n)
{
    return arena_printf(c->arena, "%lld", (long long)n);
}

static int fields_is_blank(struct fields_check *c, const char *text)
{
    const char *trimmed = text_trim(c->arena, text);
    return trimmed != NULL && trimmed[0] == '\0';
}

static void fields_refuse_kind(struct fields_check *c, enum workflow_field_kind kind, const char *pointer)
{
    workflow_refuse(c->out, WORKFLOW_FIELD_KIND, pointer, fields_kinds[kind].kind.zh, fields_kinds[kind].kind.en);
}

static void fields_check_text(struct fields_check *c, const char *text, int is_long, int64_t min, int64_t max,
                              const char *pointer)
{
    long length = text_length(text);
    if (!text_is_clean(text, is_long)) {
        workflow_refuse(c->out, WORKFLOW_FIELD_TEXT, pointer, NULL, NULL);
    } else if (length > max) {
        workflow_refuse(c->out, WORKFLOW_FIELD_TOO_LONG, pointer, fields_number(c, max), fields_number(c, length));
    } else if (length < min && !fields_is_blank(c, text)) {
        workflow_refuse(c->out, WORKFLOW_FIELD_TOO_SHORT, pointer, fields_number(c, min), fields_number(c, length));
    } else if (c->is_paper) {
        const char *gap = gap_find(c->arena, text);
        if (gap != NULL) {
            workflow_refuse(c->out, WORKFLOW_FIELD_GAP, pointer, gap, NULL);
        }
    }
}

static void fields_check_date(struct fields_check *c, const char *text, const char *pointer)
{
    int32_t day = 0;
    int year = 0;
    int month;
    int mday;
    if (clock_parse_day(text, &day) == RC_OK) {
        clock_split_day(day, &year, &month, &mday);
    }
    if (year < FIELDS_YEAR_MIN || year > FIELDS_YEAR_MAX) {
        const char *shown = text_is_clean(text, 0) && strlen(text) <= CLOCK_STAMP_SIZE ? text : "…";
        workflow_refuse(c->out, WORKFLOW_FIELD_DATE, pointer, shown, NULL);
    }
}

static void fields_check_int(struct fields_check *c, const struct workflow_field *f, int64_t n, const char *pointer)
{
    if ((f->min != 0 || f->max != 0) && n < f->min) {
        workflow_refuse(c->out, WORKFLOW_FIELD_TOO_SMALL, pointer, fields_number(c, f->min), NULL);
    } else if (f->max != 0 && n > f->max) {
        workflow_refuse(c->out, WORKFLOW_FIELD_TOO_LARGE, pointer, fields_number(c, f->max), NULL);
    }
}

static void fields_check_choice(struct fields_check *c, const struct workflow_field *f, const char *text,
                                const char *pointer)
{
    for (size_t i = 0; i < f->choice_count; i++) {
        if (strcmp(f->choices[i].key, text) == 0) {
            return;
        }
    }
    const char *shown = text_is_clean(text, 0) && text_length(text) <= FIELDS_CODE_MAX ? text : "…";
    workflow_refuse(c->out, WORKFLOW_FIELD_CHOICE, pointer, shown, NULL);
}

/* An id, or a code that people gave. */
static int fields_is_reference(const char *text, size_t max)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    return text[n] == '\0' && n > 0 && n <= max;
}

/* Answers: one object per demand, each with outcome, answer and basis (Art 32). ------------------------------------------ */

static void fields_check_answer_text(struct fields_check *c, const struct value *answer, const char *name,
                                     const struct workflow_text *title, const char *path)
{
    const struct value *member = value_get(answer, name);
    const char *pointer = workflow_path(c->arena, path, name);
    if (member == NULL || (member->kind == VALUE_TEXT && fields_is_blank(c, member->text))) {
        workflow_refuse(c->out, WORKFLOW_FIELD_REQUIRED, pointer, title->zh, title->en);
    } else if (member->kind != VALUE_TEXT) {
        fields_refuse_kind(c, WF_LONG, pointer);
    } else {
        fields_check_text(c, member->text, 1, 0, FIELDS_LONG_MAX, pointer);
    }
}

static void fields_check_outcome(struct fields_check *c, const struct value *answer, const char *path)
{
    static const char *const outcomes[] = {"support", "explain", "not_support", NULL};
    const char *outcome = value_text(answer, "outcome");
    const char *pointer = workflow_path(c->arena, path, "outcome");
    if (outcome == NULL) {
        workflow_refuse(c->out, WORKFLOW_FIELD_REQUIRED, pointer, "处理结果", "outcome");
    } else if (!workflow_list_has(outcomes, outcome)) {
        workflow_refuse(c->out, WORKFLOW_FIELD_CHOICE, pointer, text_is_clean(outcome, 0) ? outcome : "…", NULL);
    }
}

static void fields_check_answer(struct fields_check *c, const struct value *answer, const char *path)
{
    static const char *const known[] = {"demand_id", "outcome", "answer", "basis", NULL};
    static const struct workflow_text text = {"答复", "answer"};
    static const struct workflow_text basis = {"依据", "basis"};
    if (answer->kind != VALUE_OBJECT) {
        fields_refuse_kind(c, WF_ANSWERS, path);
        return;
    }
    for (size_t i = 0; i < answer->count; i++) {
        if (!workflow_list_has(known, answer->names[i])) {
            workflow_refuse(c->out, WORKFLOW_FIELD_UNKNOWN, workflow_path(c->arena, path, answer->names[i]),
                            answer->names[i], NULL);
        }
    }
    const char *demand = value_text(answer, "demand_id");
    if (demand == NULL || !ident_is_valid(demand)) {
        workflow_refuse(c->out, WORKFLOW_FIELD_REQUIRED, workflow_path(c->arena, path, "demand_id"), "诉求", "demand");
    }
    fields_check_outcome(c, answer, path);
    fields_check_answer_text(c, answer, "answer", &text, path);
    fields_check_answer_text(c, answer, "basis", &basis, path);
}

static void fields_check_answers(struct fields_check *c, const struct value *list, const char *pointer)
{
    if (list->count < 1 || list->count > FIELDS_ANSWERS_MAX) {
        workflow_refuse(c->out, WORKFLOW_FIELD_COUNT, pointer, fields_number(c, FIELDS_ANSWERS_MAX), NULL);
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const char *path = workflow_path_at(c->arena, pointer, i);
        const char *demand = value_text(&list->items[i], "demand_id");
        fields_check_answer(c, &list->items[i], path);
        for (size_t k = 0; k < i && demand != NULL; k++) {
            const char *other = value_text(&list->items[k], "demand_id");
            if (other != NULL && strcmp(other, demand) == 0) {
                workflow_refuse(c->out, WORKFLOW_FIELD_TWICE, workflow_path(c->arena, path, "demand_id"), NULL, NULL);
                break;
            }
        }
    }
}

/* The fields themselves. ------------------------------------------------------------------------------------------------ */

static void fields_check_value(struct fields_check *c, const struct workflow_field *f, const struct value *v,
                               const char *pointer)
{
    int64_t fallback = f->kind == WF_LONG ? FIELDS_LONG_MAX : FIELDS_TEXT_MAX;
    if (v->kind != fields_kinds[f->kind].value) {
        fields_refuse_kind(c, f->kind, pointer);
        return;
    }
    switch (f->kind) {
    case WF_TEXT:
    case WF_LONG: fields_check_text(c, v->text, f->kind == WF_LONG, f->min, f->max ? f->max : fallback, pointer); break;
    case WF_DATE: fields_check_date(c, v->text, pointer); break;
    case WF_INT: fields_check_int(c, f, v->number, pointer); break;
    case WF_BOOL: break;
    case WF_CHOICE: fields_check_choice(c, f, v->text, pointer); break;
    case WF_UNIT:
    case WF_ACCOUNT:
    case WF_CLASS:
    case WF_DEMAND:
        if (!fields_is_reference(v->text, f->kind == WF_CLASS ? FIELDS_CLASS_MAX : FIELDS_CODE_MAX)) {
            fields_refuse_kind(c, f->kind, pointer);
        }
        break;
    case WF_ANSWERS: fields_check_answers(c, v, pointer); break;
    }
}

static int fields_is_required(const struct workflow_field *f, const struct value *fields)
{
    if (f->is_required || f->required_when_field == NULL) {
        return f->is_required;
    }
    const struct value *other = value_get(fields, f->required_when_field);
    if (other != NULL && other->kind == VALUE_BOOL) {
        return strcmp(f->required_when_value, other->number ? "true" : "false") == 0;
    }
    return other != NULL && other->kind == VALUE_TEXT && strcmp(f->required_when_value, other->text) == 0;
}

static int fields_is_known(const struct workflow_edge *edge, const char *name)
{
    for (size_t i = 0; i < edge->field_count; i++) {
        if (strcmp(edge->fields[i].name, name) == 0) {
            return 1;
        }
    }
    return 0;
}

void workflow_fields_check(struct arena *a, const struct workflow_edge *edge, const struct value *fields,
                           struct workflow_decision *out)
{
    struct fields_check c = {.arena = a, .out = out};
    if (fields->kind != VALUE_OBJECT) {
        workflow_refuse(out, WORKFLOW_FIELD_KIND, "/fields", "对象 {…}", "an object {…}");
        return;
    }
    c.is_paper = edge->documents[0] != NULL;
    for (size_t i = 0; i < fields->count; i++) {
        const char *name = fields->names[i];
        if (!fields_is_known(edge, name)) {
            const char *shown = text_is_clean(name, 0) && text_length(name) <= FIELDS_CLASS_MAX ? name : "…";
            workflow_refuse(out, WORKFLOW_FIELD_UNKNOWN, workflow_path(a, "/fields", name), shown, NULL);
        }
    }
    for (size_t i = 0; i < edge->field_count; i++) {
        const struct workflow_field *f = &edge->fields[i];
        const struct value *v = value_get(fields, f->name);
        const char *pointer = workflow_path(a, "/fields", f->name);
        int is_blank = v != NULL && v->kind == VALUE_TEXT && (f->kind == WF_TEXT || f->kind == WF_LONG) &&
                       fields_is_blank(&c, v->text);
        if ((v == NULL || is_blank) && fields_is_required(f, fields)) {
            workflow_refuse(out, WORKFLOW_FIELD_REQUIRED, pointer, f->title.zh, f->title.en);
        } else if (v != NULL) {
            fields_check_value(&c, f, v, pointer);
        }
    }
}
