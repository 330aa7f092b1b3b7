/*
 * guard.c - the named conditions of workflow definitions.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/clock.h"
#include "domain/agreement.h"

#include <string.h>

/* A day as a pair of words: {0} for Chinese sentences, {1} for English ones. */
static void guard_day(const struct case_work *w, int64_t day, const char *args[2])
{
    char zh[CLOCK_DATE_ZH_SIZE];
    char en[CLOCK_DATE_SIZE];
    clock_format_day_zh((int32_t)day, zh);
    clock_format_day((int32_t)day, en);
    args[0] = arena_strdup(w->ctx->arena, zh);
    args[1] = arena_strdup(w->ctx->arena, en);
}

/* Art 22, 24: a unit that exists, may handle, and whose duties cover the matter and the place. */
static int guard_unit_competent(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    (void)fields;
    *pointer = "/fields/to_unit";
    if (!w->has_target) {
        return 0;
    }
    int32_t today = clock_day_of(w->ctx->now_ms);
    args[0] = w->target.name;
    return w->target.can_handle && w->target.valid_from <= today &&
           (w->target.valid_to == SQL_NULL || w->target.valid_to >= today) && w->target_covers;
}

static int guard_not_sender_itself(const struct case_work *w, const struct value *fields, const char *args[2],
                                   const char **pointer)
{
    (void)fields, (void)args;
    *pointer = "/fields/to_unit";
    return w->has_target && strcmp(w->target.id, w->holder.id) != 0;
}

static int guard_holder_is_competent(const struct case_work *w, const struct value *fields, const char *args[2],
                                     const char **pointer)
{
    (void)fields, (void)pointer;
    args[0] = w->holder.name;
    return w->holder.can_handle != 0;
}

/* Art 32: the opinion answers every demand, one by one. */
static int guard_demands_answered(const struct case_work *w, const struct value *fields, const char *args[2],
                                  const char **pointer)
{
    const struct value *answers = value_get(fields, "answers");
    if (fields == NULL || answers == NULL) {
        /* Checking or signing an opinion that is already there. */
        for (size_t i = 0; i < w->demand_count; i++) {
            if (w->demands[i].answer == NULL || w->demands[i].basis == NULL) {
                args[0] = w->demands[i].text;
                return 0;
            }
        }
        return w->has_opinion;
    }
    *pointer = "/fields/answers";
    for (size_t i = 0; i < w->demand_count; i++) {
        int found = 0;
        for (size_t k = 0; k < answers->count && !found; k++) {
            const char *id = value_text(&answers->items[k], "demand_id");
            found = id != NULL && strcmp(id, w->demands[i].id) == 0;
        }
        if (!found) {
            args[0] = w->demands[i].text;
            return 0;
        }
    }
    return answers->count == w->demand_count;
}

/* Art 23 ¶3: five working days from receipt of the dispatch. */
static int guard_objection_window_open(const struct case_work *w, const struct value *fields, const char *args[2],
                                       const char **pointer)
{
    (void)fields, (void)pointer;
    const struct deadline_row *window = case_clock((struct case_work *)w, "C4");
    if (window == NULL) {
        return 0;
    }
    guard_day(w, window->due_day, args);
    return w->ctx->now_ms < window->due_ms;
}

static int guard_objection_has_basis(const struct case_work *w, const struct value *fields, const char *args[2],
                                     const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/legal_basis";
    const char *basis = value_text(fields, "legal_basis");
    return basis != NULL && basis[0] != '\0';
}

static int guard_handler_in_unit(const struct case_work *w, const struct value *fields, const char *args[2],
                                 const char **pointer)
{
    (void)fields, (void)args;
    *pointer = "/fields/handler";
    return w->handler_fits;
}

/* Art 28 ¶3: staff with a direct interest withdraw (回避). */
static int guard_no_conflict_declared(const struct case_work *w, const struct value *fields, const char *args[2],
                                      const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/no_conflict";
    return value_int(fields, "no_conflict", 0) == 1;
}

/* Art 34: at most 30 days in total. */
static int guard_within_extension_cap(const struct case_work *w, const struct value *fields, const char *args[2],
                                      const char **pointer)
{
    const struct deadline_row *c6 = case_clock((struct case_work *)w, "C6");
    const struct workflow_clock *clock = workflow_clock_find(w->definition, "C6");
    *pointer = "/fields/days";
    if (c6 == NULL || clock == NULL) {
        return 0;
    }
    args[0] = arena_printf(w->ctx->arena, "%d", clock->extension_max);
    args[1] = arena_printf(w->ctx->arena, "%lld", (long long)(clock->extension_max - c6->extension_days));
    int64_t days = fields ? value_int(fields, "days", 0) : 1;
    return days >= 1 && c6->extension_days + days <= clock->extension_max;
}

/* Art 34: the extension is approved before the time is over. */
static int guard_before_due(const struct case_work *w, const struct value *fields, const char *args[2],
                            const char **pointer)
{
    (void)fields, (void)pointer;
    const struct deadline_row *c6 = case_clock((struct case_work *)w, "C6");
    if (c6 == NULL) {
        return 0;
    }
    guard_day(w, c6->due_day, args);
    return w->ctx->now_ms < c6->due_ms;
}

/* Arts 35, 36: windows run from receipt, so method, date and proof are all needed. */
static int guard_delivery_complete(const struct case_work *w, const struct value *fields, const char *args[2],
                                   const char **pointer)
{
    static const struct {
        const char *name, *pointer;
    } needed[] = {{"method", "/fields/method"}, {"delivered_on", "/fields/delivered_on"}, {"proof", "/fields/proof"}};
    (void)w;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        const char *text = value_text(fields, needed[i].name);
        if (text == NULL || text[0] == '\0') {
            *pointer = needed[i].pointer;
            args[0] = needed[i].name;
            return 0;
        }
    }
    return 1;
}

static int guard_delivery_not_before_signature(const struct case_work *w, const struct value *fields,
                                               const char *args[2], const char **pointer)
{
    int32_t day;
    const char *text = value_text(fields, "delivered_on");
    *pointer = "/fields/delivered_on";
    if (text == NULL || clock_parse_day(text, &day) != RC_OK || !w->has_opinion || w->opinion.issued_ms == SQL_NULL) {
        return 0;
    }
    guard_day(w, clock_day_of(w->opinion.issued_ms), args);
    return day >= clock_day_of(w->opinion.issued_ms) && day <= clock_day_of(w->ctx->now_ms);
}

/* Art 33: nobody is made to settle. */
static int guard_both_consent(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/both_consent";
    return value_int(fields, "both_consent", 0) == 1;
}

static int guard_has_agreement(const struct case_work *w, const struct value *fields, const char *args[2],
                               const char **pointer)
{
    int is_there = 0;
    (void)fields, (void)args, (void)pointer;
    return agreement_is_there(w->ctx, w->tx, w->row.id, &is_there) == RC_OK && is_there;
}

static int guard_agreement_performed(const struct case_work *w, const struct value *fields, const char *args[2],
                                     const char **pointer)
{
    int is_performed = 0;
    (void)fields, (void)args, (void)pointer;
    return agreement_is_performed(w->ctx, w->tx, w->row.id, &is_performed) == RC_OK && is_performed;
}

/* Solved on paper and really solved are different values (substantive and procedural closing). */
static int guard_closing_fits_outcome(const struct case_work *w, const struct value *fields, const char *args[2],
                                      const char **pointer)
{
    const char *kind = value_text(fields, "closing_kind"), *outcome = w->row.outcome ? w->row.outcome : "";
    *pointer = "/fields/closing_kind";
    (void)args;
    if (kind == NULL) {
        return 0;
    }
    if (strcmp(kind, "solved_executed") == 0) {
        return strcmp(outcome, "support") == 0 && strcmp(w->row.state, "executed") == 0;
    }
    if (strcmp(kind, "explained_accepted") == 0) {
        const char *accepts = value_text(fields, "petitioner_accepts");
        return strcmp(outcome, "support") != 0 && accepts != NULL && strcmp(accepts, "yes") == 0;
    }
    if (strcmp(kind, "agreement_performed") == 0) {
        return guard_agreement_performed(w, fields, args, pointer);
    }
    if (strcmp(kind, "window_lapsed") == 0) {
        const struct deadline_row *window = case_clock((struct case_work *)w, "C11");
        return window != NULL && w->ctx->now_ms >= window->due_ms;
    }
    return 1;
}

/* Art 32: what was supported is carried out, and the file shows how. */
static int guard_execution_proven(const struct case_work *w, const struct value *fields, const char *args[2],
                                  const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/proof";
    const char *proof = value_text(fields, "proof");
    return proof != NULL && proof[0] != '\0';
}

/* Only what was supported is carried out. */
static int guard_outcome_supports(const struct case_work *w, const struct value *fields, const char *args[2],
                                  const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.outcome != NULL && strcmp(w->row.outcome, "support") == 0;
}

static int guard_is_assigned(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    int is_filed = w->dispatch.report_state != NULL && strcmp(w->dispatch.report_state, "filed") == 0;
    return case_clock((struct case_work *)w, "C5") != NULL && !is_filed;
}

static int guard_facts_recorded(const struct case_work *w, const struct value *fields, const char *args[2],
                                const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/facts";
    const char *facts = value_text(fields, "facts");
    return facts != NULL && facts[0] != '\0';
}

static int guard_reason_by_article(const struct case_work *w, const struct value *fields, const char *args[2],
                                   const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/article";
    const char *article = value_text(fields, "article"), *why = value_text(fields, "reason");
    return article != NULL && article[0] != '\0' && why != NULL && why[0] != '\0';
}

const struct workflow_guard_name guard_names[] = {
    {"unit_competent",
     {"unit_competent", "“{0}”不能受理此事项：须为在册、可办理、职责和属地相符的单位",
      "{0} is not competent: choose a unit in being that may handle this class and place"},
     "信访工作条例第二十二条、第二十四条",
     1},
    {"not_sender_itself",
     {"not_sender_itself", "不能转给自己；本单位有权处理的，请选择“受理”",
      "A case is not sent to oneself; accept it when it is yours"},
     "信访工作条例第二十三条",
     1},
    {"holder_is_competent",
     {"holder_is_competent", "“{0}”无权处理，请转送有权处理的单位",
      "{0} may not handle it; send it to the competent unit"},
     "信访工作条例第二十三条",
     0},
    {"demands_answered",
     {"demands_answered", "诉求“{0}”还没有答复和依据，须逐项答复",
      "The demand “{0}” has no answer with a basis yet; answer each one"},
     "信访工作条例第三十二条",
     2},
    {"objection_window_open",
     {"objection_window_open", "异议期为 5 个工作日，已于 {0} 届满",
      "The five working days for an objection ended on {1}"},
     "信访工作条例第二十三条第三款",
     0},
    {"objection_has_basis",
     {"objection_has_basis", "提出异议须写明职责依据", "An objection names its legal basis"},
     "信访工作条例第二十三条第三款",
     1},
    {"handler_in_unit",
     {"handler_in_unit", "承办人须是现承办单位的在岗人员", "The handler must work at the unit that holds the case"},
     "信访工作条例第五条",
     1},
    {"no_conflict_declared",
     {"no_conflict_declared", "须先确认承办人与本事项没有利害关系；有利害关系的应当回避",
      "Confirm first that the handler has no interest in the matter; whoever has one withdraws"},
     "信访工作条例第二十八条第三款",
     1},
    {"within_extension_cap",
     {"within_extension_cap", "延期累计不得超过 {0} 日，还可延 {1} 日",
      "Extensions are at most {0} days in total; {1} are left"},
     "信访工作条例第三十四条",
     0},
    {"before_due",
     {"before_due", "须在办理期限（{0}）届满前批准", "It must be approved before the time ends ({1})"},
     "信访工作条例第三十四条",
     0},
    {"delivery_complete",
     {"delivery_complete", "送达须写明方式、日期和凭证", "A delivery names its method, date and proof"},
     "信访工作条例第三十五条",
     1},
    {"delivery_not_before_signature",
     {"delivery_not_before_signature", "送达日期不能早于签发日（{0}），也不能晚于今天",
      "The delivery cannot be before the signature ({1}) or after today"},
     "信访工作条例第三十五条",
     1},
    {"closing_fits_outcome",
     {"closing_fits_outcome", "所选办结方式与处理结果、落实情况或信访人的表态不符",
      "This closing kind does not fit the outcome, its execution or the petitioner's answer"},
     "实质化解与程序性办结分开统计",
     1},
    {"execution_proven",
     {"execution_proven", "支持的诉求须有落实凭证", "A supported demand needs proof that it was carried out"},
     "信访工作条例第三十二条",
     1},
    {"facts_recorded",
     {"facts_recorded", "须写明查明的事实", "State the facts that were found"},
     "信访工作条例第三十二条",
     1},
    {"reason_by_article",
     {"reason_by_article", "须写明条款和理由", "Name the article and the reason"},
     "信访工作条例第二十三条",
     1},
    {"outcome_supports",
     {"outcome_supports", "处理结果为“支持”的，才有落实环节；否则请直接办结",
      "Only a supported outcome is carried out; otherwise close the case"},
     "信访工作条例第三十二条",
     0},
    {"is_assigned",
     {"is_assigned", "此件不是限期反馈的交办件，或已提交办结报告",
      "It is not an assignment with a feedback date, or the report was given"},
     "信访工作条例第二十二条",
     0},
    /* Dispatch: assisting units, reports. */
    {"unit_in_being",
     {"unit_in_being", "“{0}”不能协办：须为在册、可办理的单位",
      "{0} cannot assist: choose a unit in being that may handle cases"},
     "信访工作条例第二十二条",
     1},
    {"task_is_new",
     {"task_is_new", "“{0}”是承办单位，或已有未完成的协办任务", "{0} leads the case, or has an open task on it"},
     "牵头主办、协办分工",
     1},
    {"task_is_mine",
     {"task_is_mine", "您所在单位在此件上没有待答复的协办任务", "Your unit has no open task on this case"},
     "牵头主办、协办分工",
     0},
    {"has_open_task",
     {"has_open_task", "没有未完成的协办任务", "No task of an assisting unit is open"},
     "牵头主办、协办分工",
     0},
    {"task_is_open",
     {"task_is_open", "该单位没有未完成的协办任务", "That unit has no open task"},
     "牵头主办、协办分工",
     1},
    {"assisting_answered",
     {"assisting_answered", "协办单位“{0}”尚未答复；请等待答复，或说明理由后结束该协办任务",
      "{0} has not answered yet; wait for it, or close its task with a reason"},
     "牵头主办、协办分工",
     0},
    {"is_accepted",
     {"is_accepted", "受理之后，承办单位才能请其他单位协办",
      "The unit asks others for help only after it has accepted"},
     "信访工作条例第二十三条",
     0},
    {"report_filed",
     {"report_filed", "没有待审的办结报告", "No completion report is waiting"},
     "信访工作条例第二十二条",
     0},
    {"both_consent",
     {"both_consent", "调解、和解须双方自愿，请先取得双方书面同意",
      "Mediation and settlement need the written consent of both sides"},
     "信访工作条例第三十三条",
     1},
    {"has_agreement",
     {"has_agreement", "还没有登记调解或和解协议", "No agreement is recorded yet"},
     "信访工作条例第三十三条",
     0},
    {"agreement_performed",
     {"agreement_performed", "协议约定的各期须全部履行并登记凭证，才能按协议办结",
      "Every instalment of the agreement must be performed, with proof, before the case is closed on it"},
     "信访工作条例第三十三条",
     0},
    {NULL, {NULL, NULL, NULL}, NULL, 0},
};

static guard_fn *const guard_functions[] = {
    guard_unit_competent,       guard_not_sender_itself,     guard_holder_is_competent,
    guard_demands_answered,     guard_objection_window_open, guard_objection_has_basis,
    guard_handler_in_unit,      guard_no_conflict_declared,  guard_within_extension_cap,
    guard_before_due,           guard_delivery_complete,     guard_delivery_not_before_signature,
    guard_closing_fits_outcome, guard_execution_proven,      guard_facts_recorded,
    guard_reason_by_article,    guard_outcome_supports,      guard_is_assigned,
    guard_unit_in_being,        guard_task_is_new,           guard_task_is_mine,
    guard_has_open_task,        guard_task_is_open,          guard_assisting_answered,
    guard_is_accepted,          guard_report_filed,          guard_both_consent,
    guard_has_agreement,        guard_agreement_performed,
};
_Static_assert(sizeof guard_functions / sizeof guard_functions[0] == sizeof guard_names / sizeof guard_names[0] - 1,
               "every guard has a name");

int guard_holds(const struct case_work *w, int guard, const struct value *fields, const char *args[2],
                const char **pointer)
{
    return guard_functions[guard](w, fields, args, pointer);
}
