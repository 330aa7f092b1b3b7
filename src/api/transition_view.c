/*
 * transition_view.c - see transition_view.h.
 *
 * Runs on: any thread that owns the request. Owns: nothing.
 */
#include "api/transition_view.h"

#include "api/fields.h"
#include "domain/bulk.h"

FIELD_SET(transition_choice_set, "EventChoice", struct transition_choice_out,
          OUT(struct transition_choice_out, key, FIELD_TEXT, "Value to send"),
          OUT(struct transition_choice_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct transition_choice_out, title_en, FIELD_TEXT, "Title in English"));
FIELD_SET(transition_when_set, "EventFieldCondition", struct transition_when_out,
          OUT(struct transition_when_out, field, FIELD_TEXT, "Other field"),
          OUT(struct transition_when_out, is, FIELD_TEXT, "Its value"));
FIELD_SET(transition_field_set, "EventField", struct transition_field_out,
          OUT(struct transition_field_out, name, FIELD_TEXT, "Member of fields"),
          OUT(struct transition_field_out, kind, FIELD_TEXT,
              "text, long, date, int, bool, choice, unit, account, class, demand or answers"),
          OUT(struct transition_field_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct transition_field_out, title_en, FIELD_TEXT, "Title in English"),
          OUT_NULL(struct transition_field_out, hint_zh, FIELD_TEXT, "Hint in Chinese"),
          OUT_NULL(struct transition_field_out, hint_en, FIELD_TEXT, "Hint in English"),
          OUT(struct transition_field_out, required, FIELD_BOOL, "Must be given"),
          OUT(struct transition_field_out, of_one, FIELD_BOOL,
              "Belongs to one case: cannot be sent for several at once"),
          OUT_MAYBE(struct transition_field_out, required_when, transition_when_set, "Must be given only then"),
          OUT(struct transition_field_out, min, FIELD_INT, "Least value or length"),
          OUT(struct transition_field_out, max, FIELD_INT, "Greatest value or length; 0: the kind's own"),
          OUT_ROWS(struct transition_field_out, choices, transition_choice_set, "Choices"));
FIELD_SET(transition_refusal_set, "Refusal", struct transition_refusal_out,
          OUT(struct transition_refusal_out, code, FIELD_TEXT, "Machine code"),
          OUT(struct transition_refusal_out, detail, FIELD_TEXT, "Why, and how to mend it"),
          OUT_NULL(struct transition_refusal_out, rule, FIELD_TEXT, "Article or practice behind it"),
          OUT_NULL(struct transition_refusal_out, pointer, FIELD_TEXT, "Field concerned"));
FIELD_SET_SHARED(transition_view_event_set, "CaseEvent", struct transition_event_out,
                 OUT(struct transition_event_out, event, FIELD_TEXT, "Event to send"),
                 OUT(struct transition_event_out, title_zh, FIELD_TEXT, "Title in Chinese"),
                 OUT(struct transition_event_out, title_en, FIELD_TEXT, "Title in English"),
                 OUT_NULL(struct transition_event_out, hint_zh, FIELD_TEXT, "Hint in Chinese"),
                 OUT_NULL(struct transition_event_out, hint_en, FIELD_TEXT, "Hint in English"),
                 OUT(struct transition_event_out, allowed, FIELD_BOOL, "May be done now by this actor"),
                 OUT(struct transition_event_out, of_one, FIELD_BOOL, "Is about one case: cannot be done in bulk"),
                 OUT_NULL(struct transition_event_out, to, FIELD_TEXT, "State afterwards; null: stays"),
                 OUT_ROWS(struct transition_event_out, fields, transition_field_set, "What to send with it"),
                 OUT_ROWS(struct transition_event_out, refusals, transition_refusal_set, "Every rule in the way"),
                 OUT_TEXTS(struct transition_event_out, documents, "Documents that it makes"));
static enum rc transition_field_view(struct ctx *ctx, const struct workflow_field *f, struct transition_field_out *out)
{
    static const char *const kinds[] = {"text", "long",    "date",  "int",    "bool",   "choice",
                                        "unit", "account", "class", "demand", "answers"};
    *out = (struct transition_field_out){.name = f->name,
                                         .kind = kinds[f->kind],
                                         .title_zh = f->title.zh,
                                         .title_en = f->title.en,
                                         .hint_zh = f->hint.zh,
                                         .hint_en = f->hint.en,
                                         .required = f->is_required,
                                         .of_one = bulk_field_of_one(f->name),
                                         .min = f->min,
                                         .max = f->max,
                                         .choices_count = f->choice_count};
    out->choices = arena_array_of(ctx->arena, struct transition_choice_out, f->choice_count + 1);
    out->required_when = arena_new_of(ctx->arena, struct transition_when_out);
    if (out->choices == NULL || out->required_when == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < f->choice_count; i++) {
        out->choices[i] =
            (struct transition_choice_out){f->choices[i].key, f->choices[i].title.zh, f->choices[i].title.en};
    }
    if (f->required_when_field != NULL) {
        *out->required_when = (struct transition_when_out){f->required_when_field, f->required_when_value};
    } else {
        out->required_when = NULL;
    }
    return RC_OK;
}

static enum rc transition_refusals_view(struct ctx *ctx, const struct transition_move *m,
                                        struct transition_event_out *out)
{
    out->refusals_count = (size_t)m->refusal_count;
    out->refusals = arena_array_of(ctx->arena, struct transition_refusal_out, out->refusals_count + 1);
    for (size_t i = 0; out->refusals != NULL && i < out->refusals_count; i++) {
        const struct workflow_refusal *r = &m->refusals[i];
        const struct fault_error e = {.reason = r->reason, .pointer = r->pointer, .args = {r->args[0], r->args[1]}};
        out->refusals[i] = (struct transition_refusal_out){r->reason->code, fault_text(ctx->arena, &e, ctx->is_zh),
                                                           r->rule, r->pointer};
    }
    return out->refusals ? RC_OK : RC_TOO_LARGE;
}

enum rc transition_view_event(struct ctx *ctx, const struct transition_move *m, struct transition_event_out *out)
{
    const struct workflow_edge *e = m->edge;
    *out = (struct transition_event_out){.event = e->event,
                                         .title_zh = e->title.zh,
                                         .title_en = e->title.en,
                                         .hint_zh = e->hint.zh,
                                         .hint_en = e->hint.en,
                                         .allowed = m->is_allowed,
                                         .of_one = bulk_event_of_one(e),
                                         .to = e->to,
                                         .fields_count = e->field_count,
                                         .documents = e->documents};
    while (e->documents[out->documents_count] != NULL) {
        out->documents_count++;
    }
    out->fields = arena_array_of(ctx->arena, struct transition_field_out, e->field_count + 1);
    enum rc rc = out->fields ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; i < e->field_count && rc == RC_OK; i++) {
        rc = transition_field_view(ctx, &e->fields[i], &out->fields[i]);
    }
    return rc == RC_OK ? transition_refusals_view(ctx, m, out) : rc;
}
