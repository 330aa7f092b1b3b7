/*
 * workflow.c - the engine: may this actor do this event on this case now, and if not, why not.
 *
 * Runs on: any thread. Owns: nothing. Invariant: it decides and changes nothing; everything it knows of a case comes through
 * the facts.
 */
#include "domain/workflow_inside.h"

#include "base/text.h"

#include <string.h>

static const struct reason workflow_reason_rows[WORKFLOW_REASON_COUNT] = {
    [WORKFLOW_NO_SUCH_EVENT] = {"unknown_event", "流程中没有“{0}”这项操作，请核对名称",
                                "The definition has no event {0}; check its name", 0},
    [WORKFLOW_NOT_FROM_HERE] = {"not_from_here", "事项现处于“{0}”环节，不能进行此项操作；事项页列有现在可以进行的操作",
                                "The case is in the state “{1}”, from which this is not possible; its page lists what "
                                "is possible now",
                                0},
    [WORKFLOW_ROLE_MISSING] = {"role_missing", "此项操作须由{0}办理；如应由您办理，请联系系统管理员授权",
                               "This is for {1} to do; if it should be you, ask the administrator for the role", 0},
    [WORKFLOW_SAME_PERSON] = {"same_person", "“{0}”是您本人办理的，此项操作须由另一人办理",
                              "You did “{1}” yourself; another person has to do this", 0},
    [WORKFLOW_RECUSED] = {"recused", "您已回避此件，不再办理其中的任何事项",
                          "You withdrew from this case and do nothing on it any more", 0},
    [WORKFLOW_FIELD_REQUIRED] = {"field_required", "请填写“{0}”", "Fill in “{1}”", 0},
    [WORKFLOW_FIELD_UNKNOWN] = {"field_unknown", "此项操作没有“{0}”这一项，请删去",
                                "This event has no field {0}; leave it out", 0},
    [WORKFLOW_FIELD_KIND] = {"field_kind", "填写的内容类型不对，应为{0}", "This is of the wrong kind; give {1}", 0},
    [WORKFLOW_FIELD_TOO_LONG] = {"field_too_long", "最多 {0} 个字，现有 {1} 个字，请精简",
                                 "At most {0} characters, there are {1}; shorten it", 0},
    [WORKFLOW_FIELD_TOO_SHORT] = {"field_too_short", "至少 {0} 个字，现有 {1} 个字，请补充",
                                  "At least {0} characters, there are {1}; say more", 0},
    [WORKFLOW_FIELD_TOO_SMALL] = {"field_too_small", "不能小于 {0}", "It must be at least {0}", 0},
    [WORKFLOW_FIELD_TOO_LARGE] = {"field_too_large", "不能大于 {0}", "It must be at most {0}", 0},
    [WORKFLOW_FIELD_TEXT] = {"field_text", "含有无法显示的字符，请删去后重新输入",
                             "It has characters that cannot be shown; remove them and type it again", 0},
    [WORKFLOW_FIELD_CHOICE] = {"field_choice_unknown", "没有“{0}”这一选项，请从列出的选项中选择",
                               "There is no choice {0}; take one of those listed", 0},
    [WORKFLOW_FIELD_DATE] = {"field_date_invalid", "“{0}”不是有效日期，请按“2026-11-22”的格式填写",
                             "{0} is not a date; write it like 2026-11-22", 0},
    [WORKFLOW_FIELD_COUNT] = {"field_count", "须有 1 至 {0} 项", "There must be 1 to {0} of them", 0},
    [WORKFLOW_FIELD_TWICE] = {"field_twice", "同一项诉求只能答复一次", "A demand can be answered only once", 0},
    [WORKFLOW_FIELD_GAP] = {"field_gap", "文书中还有待填的空白“{0}”，请填写后再办理（隐去姓名请写“某”）",
                            "The paper still has a gap: {0}. Fill it in (a withheld name is written 某)", 0},
};

/* Where the role must be held, in words. */
static const struct workflow_text workflow_places[] = {
    [PLACE_HOLDER] = {"现承办单位中有相应职责的人员", "somebody with that duty at the unit that holds the case"},
    [PLACE_SENDER] = {"转送单位中有相应职责的人员", "somebody with that duty at the unit that sent the case"},
    [PLACE_REGISTRAR] = {"登记单位中有相应职责的人员", "somebody with that duty at the unit that registered the case"},
    [PLACE_BUREAU] = {"信访部门中有相应职责的人员", "somebody with that duty at the petition bureau"},
    [PLACE_ANY] = {"有相应职责的人员", "somebody with that duty"},
    [PLACE_ASSISTING] = {"协办单位中有相应职责的人员", "somebody with that duty at an assisting unit"},
    [PLACE_RULER] = {"裁定单位中有相应职责的人员", "somebody with that duty at the unit that rules"},
    [PLACE_SYSTEM] = {"系统按期自动办理", "done by the system when its time has come"},
};

const struct reason *workflow_reasons(size_t *count)
{
    *count = WORKFLOW_REASON_COUNT;
    return workflow_reason_rows;
}

int workflow_list_has(const char *const *list, const char *text)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        if (strcmp(list[i], text) == 0) {
            return 1;
        }
    }
    return 0;
}

int workflow_state_index(const struct workflow *w, const char *key)
{
    for (size_t i = 0; i < w->state_count; i++) {
        if (w->states[i].key != NULL && strcmp(w->states[i].key, key) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int workflow_clock_index(const struct workflow *w, const char *key)
{
    for (size_t i = 0; i < w->clock_count; i++) {
        if (w->clocks[i].key != NULL && strcmp(w->clocks[i].key, key) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const struct workflow_state *workflow_state_find(const struct workflow *w, const char *key)
{
    int index = workflow_state_index(w, key);
    return index < 0 ? NULL : &w->states[index];
}

const struct workflow_clock *workflow_clock_find(const struct workflow *w, const char *key)
{
    int index = workflow_clock_index(w, key);
    return index < 0 ? NULL : &w->clocks[index];
}

/* The next edge for (state, event) from number `at` on; edge_count when there is none. */
static size_t workflow_edge_next(const struct workflow *w, size_t at, const char *state, const char *event)
{
    while (at < w->edge_count &&
           (strcmp(w->edges[at].event, event) != 0 || !workflow_list_has(w->edges[at].from, state))) {
        at++;
    }
    return at;
}

const struct workflow_edge *workflow_edge_find(const struct workflow *w, const char *state, const char *event)
{
    size_t at = workflow_edge_next(w, 0, state, event);
    return at < w->edge_count ? &w->edges[at] : NULL;
}

const struct workflow_edge *workflow_edge_named(const struct workflow *w, const char *event)
{
    for (size_t i = 0; w != NULL && event != NULL && i < w->edge_count; i++) {
        if (strcmp(w->edges[i].event, event) == 0) {
            return &w->edges[i];
        }
    }
    return NULL;
}

void workflow_refuse(struct workflow_decision *d, enum workflow_reason_id id, const char *pointer, const char *arg0,
                     const char *arg1)
{
    if (d->refusal_count < WORKFLOW_REFUSALS_MAX) {
        d->refusals[d->refusal_count++] =
            (struct workflow_refusal){.reason = &workflow_reason_rows[id], .args = {arg0, arg1}, .pointer = pointer};
    }
}

static void decide_who(const struct workflow_facts *facts, const struct workflow_edge *e, struct workflow_decision *out)
{
    if (facts->is_recused && e->place != PLACE_SYSTEM) {
        workflow_refuse(out, WORKFLOW_RECUSED, NULL, NULL, NULL);
        out->refusals[out->refusal_count - 1].rule = "信访工作条例第二十八条第三款";
        return;
    }
    for (size_t i = 0; e->roles[i] != NULL; i++) {
        if (facts->has_role(facts->arg, e->roles[i], e->place)) {
            return;
        }
    }
    const struct workflow_text *who = e->who.zh ? &e->who : &workflow_places[e->place];
    workflow_refuse(out, WORKFLOW_ROLE_MISSING, NULL, who->zh, who->en);
}

/* Four eyes: who drafted does not sign. */
static void decide_eyes(const struct workflow *w, const struct workflow_facts *facts, const struct workflow_edge *e,
                        struct workflow_decision *out)
{
    if (e->differs_from == NULL || !facts->has_done(facts->arg, e->differs_from)) {
        return;
    }
    const struct workflow_edge *other = workflow_edge_named(w, e->differs_from);
    workflow_refuse(out, WORKFLOW_SAME_PERSON, NULL, other ? other->title.zh : e->differs_from,
                    other ? other->title.en : e->differs_from);
}

/* Moves are listed without fields: what only they could show is not held against the actor. */
static int decide_waits(const struct workflow_guard_name *guard, const struct workflow_edge *e)
{
    for (size_t i = 0; guard->needs_fields == 2 && i < e->field_count; i++) {
        if (e->fields[i].kind == WF_ANSWERS) {
            return 1;
        }
    }
    return guard->needs_fields == 1;
}

static void decide_guards(const struct workflow_names *names, const struct workflow_facts *facts,
                          const struct workflow_edge *e, const struct value *fields, struct workflow_decision *out)
{
    for (size_t i = 0; e->guards[i] >= 0; i++) {
        const struct workflow_guard_name *guard = &names->guards[e->guards[i]];
        struct workflow_refusal refusal = {.reason = &guard->reason, .rule = guard->rule};
        if ((fields == NULL && decide_waits(guard, e)) ||
            facts->guard(facts->arg, e->guards[i], fields, refusal.args, &refusal.pointer)) {
            continue;
        }
        if (out->refusal_count < WORKFLOW_REFUSALS_MAX) {
            out->refusals[out->refusal_count++] = refusal;
        }
    }
}

/* One edge: all that stands in its way. Guards may rely on fields that have passed their rows. */
static void decide_edge(struct arena *a, const struct workflow *w, const struct workflow_facts *facts,
                        const struct workflow_edge *e, const struct value *fields, struct workflow_decision *out)
{
    *out = (struct workflow_decision){.refusal_count = 0};
    if (fields != NULL) {
        workflow_fields_check(a, e, fields, out);
    }
    int is_readable = out->refusal_count == 0;
    decide_who(facts, e, out);
    decide_eyes(w, facts, e, out);
    if (is_readable) {
        decide_guards(w->names, facts, e, fields, out);
    }
    out->edge = out->refusal_count == 0 ? e : NULL;
}

static void decide_nowhere(struct arena *a, const struct workflow *w, const struct workflow_facts *facts,
                           const char *event, struct workflow_decision *out)
{
    const struct workflow_state *state = workflow_state_find(w, facts->state);
    out->refusal_count = 0;
    if (workflow_edge_named(w, event) == NULL) {
        int is_shown = text_is_clean(event, 0) && text_length(event) <= WORKFLOW_ITEMS_MAX;
        workflow_refuse(out, WORKFLOW_NO_SUCH_EVENT, NULL, is_shown ? arena_strdup(a, event) : "…", NULL);
    } else {
        workflow_refuse(out, WORKFLOW_NOT_FROM_HERE, NULL, state ? state->title.zh : facts->state,
                        state ? state->title.en : facts->state);
    }
}

int workflow_decide(struct arena *a, const struct workflow *w, const struct workflow_facts *facts, const char *event,
                    const struct value *fields, struct workflow_decision *out)
{
    struct workflow_decision one;
    *out = (struct workflow_decision){.refusal_count = WORKFLOW_REFUSALS_MAX + 1};
    for (size_t at = 0; (at = workflow_edge_next(w, at, facts->state, event)) < w->edge_count; at++) {
        decide_edge(a, w, facts, &w->edges[at], fields, &one);
        if (one.refusal_count < out->refusal_count) {
            *out = one;
        }
        if (out->edge != NULL) {
            return 1;
        }
    }
    if (out->refusal_count > WORKFLOW_REFUSALS_MAX) {
        decide_nowhere(a, w, facts, event, out);
    }
    return 0;
}
