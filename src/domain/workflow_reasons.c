/*
 * workflow_reasons.c - the engine's own refusals.
 *
 * Runs on: any thread. Owns: constants.
 */
#include "domain/workflow_reasons.h"

const struct reason workflow_reason_unknown_event = {"unknown_event", "流程中没有这一步骤",
                                                     "The definition has no such event"};
const struct reason workflow_reason_not_from_here = {"not_from_here", "当前环节不能“{0}”",
                                                     "“{0}” cannot be done from the present state"};
const struct reason workflow_reason_role_missing = {"role_missing", "此步骤由{0}办理", "This is done by: {0}"};
const struct reason workflow_reason_same_person = {"same_person", "“{0}”与本步骤须由不同的人办理，请交由他人",
                                                   "Whoever did “{0}” cannot do this step too; ask somebody else"};
const struct reason workflow_reason_field_required = {"field_required", "请填写{0}", "{0} is needed"};
const struct reason workflow_reason_field_unknown = {"field_unknown", "此步骤没有名为 {0} 的栏目",
                                                     "This event has no field {0}"};
const struct reason workflow_reason_field_kind = {"field_kind", "{0}的格式不对", "{0} is of the wrong kind"};
const struct reason workflow_reason_field_too_long = {"field_too_long", "{0}最多 {1} 个字",
                                                      "{0} has at most {1} characters"};
const struct reason workflow_reason_field_too_short = {"field_too_short", "{0}至少 {1} 个字",
                                                       "{0} has at least {1} characters"};
const struct reason workflow_reason_field_range = {"field_range", "{0}应在 {1} 之间", "{0} must lie between {1}"};
const struct reason workflow_reason_field_choice = {"field_choice", "{0}没有选项 {1}", "{0} has no choice {1}"};
const struct reason workflow_reason_field_date = {"field_date", "{0}应为存在的日期，如 2026-11-22",
                                                  "{0} must be a day that exists, such as 2026-11-22"};
const struct reason workflow_reason_field_text = {"field_text", "{0}含有不可用的字符",
                                                  "{0} has characters that cannot be used"};
const struct reason workflow_reason_field_answer = {"field_answer", "第 {0} 项答复须有结论、答复和依据",
                                                    "Answer {0} needs an outcome, an answer and a basis"};
