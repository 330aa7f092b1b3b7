/*
 * workflow_problem.c - everything that can be wrong with a definition, with its code and its sentence in both languages.
 *
 * Runs on: any thread. Owns: constants. Invariant: codes never change; scripts and the pages rely on them.
 */
#include "domain/workflow_inside.h"

#include "base/buf.h"
#include "base/check.h"

#include <string.h>

static const struct reason workflow_problem_rows[WORKFLOW_PROBLEM_KINDS] = {
    [WORKFLOW_AGAINST_LAW] = {"against_law", "时钟“{0}”与法定期限不符（{1}）",
                              "The clock {0} is not within what the law says ({1})", 0},
    [WORKFLOW_BAD_CLOCK] = {"bad_clock", "时钟“{0}”的定义不完整或相互矛盾：{1}",
                            "The clock {0} is incomplete or contradicts itself: {1}", 0},
    [WORKFLOW_BAD_FIELD] = {"bad_field", "字段“{0}”的定义相互矛盾：{1}", "The field {0} contradicts itself: {1}", 0},
    [WORKFLOW_BAD_KEY] = {"bad_key", "“{0}”不能作标识：只用字母、数字和下划线，最多 40 个",
                          "{0} cannot be a key: letters, digits and underscores only, at most 40", 0},
    [WORKFLOW_BAD_LADDER] = {"bad_ladder", "“{0}”不是提醒时点，或未按时间先后排列；应写作 50%、5d、overdue、overdue+3d",
                             "{0} is no level or comes too late in the ladder; write 50%, 5d, overdue, overdue+3d in "
                             "the order of time",
                             0},
    [WORKFLOW_CLOCK_NEVER_STARTED] = {"clock_never_started", "时钟“{0}”从未启动", "Nothing starts the clock {0}", 0},
    [WORKFLOW_CLOCK_NEVER_STOPPED] = {"clock_never_stopped", "时钟“{0}”没有任何事件能使它停止，期限永远无法完成",
                                      "Nothing stops the clock {0}, so its duty can never be met", 0},
    [WORKFLOW_CLOCK_RUNS_AFTER_CLOSE] = {"clock_runs_after_close", "进入终结状态“{1}”时，时钟“{0}”可能仍在计时",
                                         "The clock {0} may still run when the final state {1} is entered", 0},
    [WORKFLOW_CLOCK_STARTED_TWICE] = {"clock_started_twice", "在状态“{1}”中启动时钟“{0}”时，它可能已在计时",
                                      "The clock {0} may already run when it is started in the state {1}", 0},
    [WORKFLOW_CLOSE_UNREACHABLE] = {"close_unreachable", "从状态“{0}”无法到达任何终结状态",
                                    "No final state can be reached from {0}", 0},
    [WORKFLOW_DIFFERS_FROM_ITSELF] = {"differs_from_itself", "“{0}”须由另一人办理，但指的是它自己",
                                      "{0} is to be done by somebody else than whoever did {0}: name another event", 0},
    [WORKFLOW_DUPLICATE_KEY] = {"duplicate_key", "“{0}”重复", "{0} is there twice", 0},
    [WORKFLOW_EDGE_TWICE] = {"edge_twice", "状态“{1}”中有两个条件相同的事件“{0}”，无法确定走哪一个",
                             "Two events {0} with the same guards leave the state {1}; both could match", 0},
    [WORKFLOW_FIELD_NEEDED] = {"field_needed", "“{0}”需要必填字段“{1}”",
                               "{0} needs the field {1}, and as a required one", 0},
    [WORKFLOW_MALFORMED] = {"malformed", "不是合格的 JSON：{0}", "This is not JSON: {0}", 0},
    [WORKFLOW_MISSING_MEMBER] = {"missing_member", "缺少“{0}”", "{0} is missing", 0},
    [WORKFLOW_STATE_UNREACHABLE] = {"state_unreachable", "状态“{0}”永远无法到达", "The state {0} can never be reached",
                                    0},
    [WORKFLOW_STATE_WITHOUT_CLOCK] = {"state_without_clock", "事项可能停留在状态“{0}”而没有任何时钟在计时",
                                      "A case can lie in the state {0} without any clock running", 0},
    [WORKFLOW_TOO_COMPLEX] = {"too_complex", "时钟的组合过多，无法检查；请减少同时计时的时钟",
                              "There are too many combinations of clocks to check; let fewer run side by side", 0},
    [WORKFLOW_TOO_MANY] = {"too_many", "“{0}”最多 {1} 项", "There may be at most {1} of {0}", 0},
    [WORKFLOW_UNKNOWN_ADDRESSEE] = {"unknown_addressee", "没有名为“{0}”的通知对象", "There is no addressee {0}", 0},
    [WORKFLOW_UNKNOWN_CHECK] = {"unknown_check", "没有名为“{0}”的完整性检查项", "There is no check {0}", 0},
    [WORKFLOW_UNKNOWN_CHOICE] = {"unknown_choice", "字段“{1}”没有选项“{0}”", "The field {1} has no choice {0}", 0},
    [WORKFLOW_UNKNOWN_CLOCK] = {"unknown_clock", "没有名为“{0}”的时钟", "There is no clock {0}", 0},
    [WORKFLOW_UNKNOWN_DOCUMENT] = {"unknown_document", "没有名为“{0}”的文书", "There is no document {0}", 0},
    [WORKFLOW_UNKNOWN_EFFECT] = {"unknown_effect", "没有名为“{0}”的办理动作", "There is no effect {0}", 0},
    [WORKFLOW_UNKNOWN_EVENT] = {"unknown_event", "没有名为“{0}”的事件", "There is no event {0}", 0},
    [WORKFLOW_UNKNOWN_FIELD] = {"unknown_field", "此事件没有名为“{0}”的字段（{1}）",
                                "The event has no such field {0} ({1})", 0},
    [WORKFLOW_UNKNOWN_GUARD] = {"unknown_guard", "没有名为“{0}”的条件", "There is no guard {0}", 0},
    [WORKFLOW_UNKNOWN_LADDER] = {"unknown_ladder", "没有名为“{0}”的提醒阶梯", "There is no ladder {0}", 0},
    [WORKFLOW_UNKNOWN_LANE] = {"unknown_lane", "没有名为“{0}”的办理途径", "There is no lane {0}", 0},
    [WORKFLOW_UNKNOWN_MEMBER] = {"unknown_member", "不认识“{0}”这一项", "{0} is not known here", 0},
    [WORKFLOW_UNKNOWN_ROLE] = {"unknown_role", "没有名为“{0}”的角色", "There is no role {0}", 0},
    [WORKFLOW_UNKNOWN_STATE] = {"unknown_state", "没有名为“{0}”的状态", "There is no state {0}", 0},
    [WORKFLOW_UNKNOWN_WORD] = {"unknown_word", "“{0}”的值须为以下之一：{1}", "{0} must be one of {1}", 0},
    [WORKFLOW_WRONG_KIND] = {"wrong_kind", "“{0}”应为{1}", "{0} must be {1}", 0},
};

const char *workflow_problem_code(enum workflow_problem_id id)
{
    CHECK((int)id >= 0 && id < WORKFLOW_PROBLEM_KINDS);
    return workflow_problem_rows[id].code;
}

void workflow_problem_add(struct workflow_problems *p, enum workflow_problem_id id, const char *pointer,
                          const char *arg0, const char *arg1)
{
    const struct fault_error e = {.reason = &workflow_problem_rows[id], .args = {arg0, arg1}};
    if (p->count >= WORKFLOW_PROBLEMS_MAX) {
        return;
    }
    const char *en = fault_text(p->arena, &e, 0);
    const char *zh = fault_text(p->arena, &e, 1);
    p->list[p->count++] = (struct workflow_problem){.pointer = pointer,
                                                    .code = e.reason->code,
                                                    .text = en ? en : e.reason->code,
                                                    .text_zh = zh ? zh : e.reason->code};
}

const char *workflow_path(struct arena *a, const char *path, const char *name)
{
    struct buf b;
    if (strpbrk(name, "~/") == NULL) {
        const char *plain = arena_printf(a, "%s/%s", path, name);
        return plain ? plain : "";
    }
    buf_init(&b, a);
    buf_puts(&b, path);
    buf_putc(&b, '/');
    for (; *name != '\0'; name++) {
        if (*name == '~' || *name == '/') {
            buf_puts(&b, *name == '~' ? "~0" : "~1");
        } else {
            buf_putc(&b, *name);
        }
    }
    const char *out = buf_cstr(&b);
    return out ? out : "";
}

const char *workflow_path_at(struct arena *a, const char *path, size_t index)
{
    const char *out = arena_printf(a, "%s/%zu", path, index);
    return out ? out : "";
}
