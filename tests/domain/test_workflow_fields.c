/*
 * test_workflow_fields.c - each kind of field, at its bounds and beyond; every refusal has code and pointer.
 *
 * Runs on: the test's only thread. Owns: one arena per test. Invariants: none of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "domain/workflow_inside.h"

#include <string.h>

#define TEXT(t) ((struct value){.kind = VALUE_TEXT, .text = (t)})
#define INT(n)  ((struct value){.kind = VALUE_INT, .number = (n)})
#define BOOL(n) ((struct value){.kind = VALUE_BOOL, .number = (n)})

static const char demand[] = "01jd0000000000000000000001";
static const char other_demand[] = "01jd0000000000000000000002";

static const struct workflow_choice choices[] = {{"support", {"支持", "Support"}}, {"explain", {"解释", "Explain"}}};

/* What the event makes. */
static const char *const no_papers[] = {NULL}, *const one_paper[] = {"agreement", NULL};
static const char *const *papers = no_papers;

static int set_up(void **state)
{
    *state = arena_new(16 << 20);
    return *state == NULL;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static struct workflow_decision check(struct arena *a, const struct workflow_field *fields, size_t count,
                                      const char **names, struct value *items, size_t n)
{
    const struct workflow_edge edge = {.event = "x", .fields = fields, .field_count = count, .documents = papers};
    const struct value v = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = n};
    struct workflow_decision d = {.refusal_count = 0};
    workflow_fields_check(a, &edge, &v, &d);
    return d;
}

/* One field "f" with one value; the expected code, or NULL when it is good. */
static void assert_one(struct arena *a, struct workflow_field field, struct value value, const char *code)
{
    const char *name = "f";
    field.name = name;
    field.title = (struct workflow_text){"字段", "Field"};
    struct workflow_decision d = check(a, &field, 1, &name, &value, 1);
    if (code == NULL) {
        assert_int_equal(d.refusal_count, 0);
        return;
    }
    assert_int_equal(d.refusal_count, 1);
    assert_string_equal(d.refusals[0].reason->code, code);
    assert_string_equal(d.refusals[0].pointer, "/fields/f");
}

static char *repeat(struct arena *a, const char *piece, size_t times)
{
    size_t n = strlen(piece);
    char *out = arena_alloc(a, n * times + 1);
    for (size_t i = 0; i < times; i++) {
        memcpy(out + i * n, piece, n);
    }
    return out;
}

static void texts(void **state)
{
    struct arena *a = *state;
    const struct workflow_field text = {.kind = WF_TEXT}, longer = {.kind = WF_LONG};
    const struct workflow_field bounded = {.kind = WF_TEXT, .min = 2, .max = 4, .is_required = 1};
    assert_one(a, text, TEXT("事实"), NULL);
    assert_one(a, text, TEXT(""), NULL);
    assert_one(a, text, TEXT(repeat(a, "字", 200)), NULL); /* characters, not bytes */
    assert_one(a, text, TEXT(repeat(a, "字", 201)), "field_too_long");
    assert_one(a, text, TEXT("一\n二"), "field_text");
    assert_one(a, longer, TEXT("一\n二\t三"), NULL);
    assert_one(a, longer, TEXT(repeat(a, "字", 20000)), NULL);
    assert_one(a, longer, TEXT(repeat(a, "字", 20001)), "field_too_long");
    assert_one(a, text, TEXT("\xff"), "field_text");
    assert_one(a, text,
               TEXT("a\xe2\x80\xae"
                    "b"),
               "field_text"); /* right-to-left override */
    assert_one(a, bounded, TEXT("一"), "field_too_short");
    assert_one(a, bounded, TEXT("一二"), NULL);
    assert_one(a, bounded, TEXT("一二三四"), NULL);
    assert_one(a, bounded, TEXT("一二三四五"), "field_too_long");
    assert_one(a, bounded, TEXT("  　 "), "field_required");
    assert_one(a, bounded, INT(3), "field_kind");
    assert_one(a, bounded, (struct value){.kind = VALUE_NULL}, "field_required");
}

static void dates(void **state)
{
    static const char *const good[] = {"2026-11-22", "2028-02-29", "1900-01-01", "2199-12-31"};
    static const char *const bad[] = {"",           "2026-02-29", "2026-13-01",           "2026-1-1",    "20261122",
                                      "9999-12-31", "2200-01-01", "2026-11-22T00:00:00Z", " 2026-11-22", "昨天",
                                      "\x01"};
    const struct workflow_field date = {.kind = WF_DATE};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_one(*state, date, TEXT(good[i]), NULL);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_one(*state, date, TEXT(bad[i]), "field_date_invalid");
    }
    assert_one(*state, date, INT(20261122), "field_kind");
}

static void numbers_and_booleans(void **state)
{
    const struct workflow_field free_int = {.kind = WF_INT}, days = {.kind = WF_INT, .min = 1, .max = 30};
    const struct workflow_field least = {.kind = WF_INT, .min = 5}, flag = {.kind = WF_BOOL};
    assert_one(*state, free_int, INT(INT64_MIN), NULL);
    assert_one(*state, free_int, INT(INT64_MAX), NULL);
    assert_one(*state, days, INT(1), NULL);
    assert_one(*state, days, INT(30), NULL);
    assert_one(*state, days, INT(0), "field_too_small");
    assert_one(*state, days, INT(31), "field_too_large");
    assert_one(*state, least, INT(4), "field_too_small");
    assert_one(*state, least, INT(INT64_MAX), NULL);
    assert_one(*state, days, TEXT("5"), "field_kind");
    assert_one(*state, days, BOOL(1), "field_kind");
    assert_one(*state, flag, BOOL(0), NULL);
    assert_one(*state, flag, INT(1), "field_kind");
    assert_one(*state, flag, TEXT("true"), "field_kind");
}

static void choices_and_references(void **state)
{
    const struct workflow_field choice = {.kind = WF_CHOICE, .choices = choices, .choice_count = 2};
    const struct workflow_field unit = {.kind = WF_UNIT}, account = {.kind = WF_ACCOUNT}, class = {.kind = WF_CLASS};
    assert_one(*state, choice, TEXT("explain"), NULL);
    assert_one(*state, choice, TEXT("Explain"), "field_choice_unknown");
    assert_one(*state, choice, TEXT(""), "field_choice_unknown");
    assert_one(*state, choice, TEXT("a\nb"), "field_choice_unknown");
    assert_one(*state, choice, BOOL(1), "field_kind");
    assert_one(*state, unit, TEXT(demand), NULL);
    assert_one(*state, unit, TEXT("housing_bureau"), NULL);
    assert_one(*state, unit, TEXT(""), "field_kind");
    assert_one(*state, unit, TEXT("a'; drop"), "field_kind");
    assert_one(*state, unit, TEXT(repeat(*state, "a", 33)), "field_kind");
    assert_one(*state, account, TEXT(demand), NULL);
    assert_one(*state, account, TEXT("住建局"), "field_kind");
    assert_one(*state, class, TEXT("0305"), NULL);
    assert_one(*state, class, TEXT("../x"), "field_kind");
}

static struct value answer(struct arena *a, const char *id, const char *outcome, const char *text, const char *basis)
{
    static const char *names[] = {"demand_id", "outcome", "answer", "basis"};
    struct value *items = arena_array_of(a, struct value, 4);
    items[0] = TEXT(id);
    items[1] = TEXT(outcome);
    items[2] = TEXT(text);
    items[3] = TEXT(basis);
    return (struct value){.kind = VALUE_OBJECT, .names = names, .items = items, .count = 4};
}

static void assert_answers(struct arena *a, struct value *items, size_t n, const char *code, const char *pointer)
{
    const struct workflow_field f = {.name = "answers", .kind = WF_ANSWERS, .is_required = 1};
    const char *name = "answers";
    struct value list = {.kind = VALUE_ARRAY, .items = items, .count = n};
    struct workflow_decision d = check(a, &f, 1, &name, &list, 1);
    if (code == NULL) {
        assert_int_equal(d.refusal_count, 0);
        return;
    }
    assert_true(d.refusal_count >= 1);
    assert_string_equal(d.refusals[0].reason->code, code);
    assert_string_equal(d.refusals[0].pointer, pointer);
}

static void answers(void **state)
{
    struct arena *a = *state;
    struct value two[] = {answer(a, demand, "support", "答复", "依据"),
                          answer(a, other_demand, "not_support", "答复", "依据")};
    assert_answers(a, two, 2, NULL, NULL);
    assert_answers(a, two, 0, "field_count", "/fields/answers");
    struct value many[101];
    for (size_t i = 0; i < 101; i++) {
        many[i] = two[0];
    }
    assert_answers(a, many, 101, "field_count", "/fields/answers");
    assert_answers(a, many, 2, "field_twice", "/fields/answers/1/demand_id");
    struct value bad = answer(a, "x", "support", "答复", "依据");
    assert_answers(a, &bad, 1, "field_required", "/fields/answers/0/demand_id");
    bad = answer(a, demand, "perhaps", "答复", "依据");
    assert_answers(a, &bad, 1, "field_choice_unknown", "/fields/answers/0/outcome");
    bad = answer(a, demand, "support", " 　", "依据");
    assert_answers(a, &bad, 1, "field_required", "/fields/answers/0/answer");
    bad = answer(a, demand, "support", "答复", "");
    assert_answers(a, &bad, 1, "field_required", "/fields/answers/0/basis");
    bad = answer(a, demand, "support", "答复\x02", "依据");
    assert_answers(a, &bad, 1, "field_text", "/fields/answers/0/answer");
    bad = answer(a, demand, "support", "答复", "依据");
    bad.items[3] = INT(1);
    assert_answers(a, &bad, 1, "field_kind", "/fields/answers/0/basis");
    bad.items[3] = TEXT("依据");
    static const char *strange[] = {"demand_id", "outcome", "answer", "a/b~"};
    bad.names = strange;
    assert_answers(a, &bad, 1, "field_unknown", "/fields/answers/0/a~1b~0");
    bad = TEXT("答复");
    assert_answers(a, &bad, 1, "field_kind", "/fields/answers/0");
}

/* What goes on paper has nothing left to be filled in; what does not may be a note with a gap. */
static void gaps(void **state)
{
    static const struct workflow_field rows[] = {{.name = "facts", .kind = WF_LONG, .title = {"事实", "Facts"}},
                                                 {.name = "proof", .kind = WF_TEXT, .title = {"凭证", "Proof"}},
                                                 {.name = "answers", .kind = WF_ANSWERS, .title = {"答复", "Answers"}}};
    const char *names[] = {"facts", "proof", "answers"};
    const char *members[] = {"demand_id", "outcome", "answer", "basis"};
    struct value texts[] = {TEXT(demand), TEXT("support"), TEXT("于{日期}前完成"), TEXT("第____条")};
    struct value answer = {.kind = VALUE_OBJECT, .names = members, .items = texts, .count = 4};
    struct value items[] = {
        TEXT("经查，××路【时间待定】"), TEXT("回证 7 号"), {.kind = VALUE_ARRAY, .items = &answer, .count = 1}};
    assert_int_equal(check(*state, rows, 3, names, items, 3).refusal_count, 0);
    papers = one_paper;
    struct workflow_decision d = check(*state, rows, 3, names, items, 3);
    papers = no_papers;
    static const char *const wanted[][2] = {
        {"/fields/facts", "××"}, {"/fields/answers/0/answer", "{日期}"}, {"/fields/answers/0/basis", "____"}};
    assert_int_equal(d.refusal_count, 3);
    for (int i = 0; i < d.refusal_count; i++) {
        assert_string_equal(d.refusals[i].reason->code, "field_gap");
        assert_string_equal(d.refusals[i].pointer, wanted[i][0]);
        assert_string_equal(d.refusals[i].args[0], wanted[i][1]);
    }
}

static void unknown_and_missing(void **state)
{
    const struct workflow_field rows[] = {
        {.name = "outcome", .kind = WF_CHOICE, .choices = choices, .choice_count = 2, .title = {"结果", "Outcome"}},
        {.name = "plan",
         .kind = WF_LONG,
         .required_when_field = "outcome",
         .required_when_value = "support",
         .title = {"措施", "Plan"}},
        {.name = "flag", .kind = WF_BOOL},
        {.name = "why",
         .kind = WF_TEXT,
         .required_when_field = "flag",
         .required_when_value = "false",
         .title = {"原因", "Why"}},
        {.name = "must", .kind = WF_DATE, .is_required = 1, .title = {"日期", "Day"}},
    };
    const char *names[] = {"outcome", "flag", "a/b", "bad\nname"};
    struct value items[] = {TEXT("support"), BOOL(0), INT(1), INT(2)};
    static const struct {
        const char *code, *pointer, *arg;
    } wanted[] = {{"field_unknown", "/fields/a~1b", "a/b"},
                  {"field_unknown", "/fields/bad\nname", "…"},
                  {"field_required", "/fields/plan", "措施"},
                  {"field_required", "/fields/why", "原因"},
                  {"field_required", "/fields/must", "日期"}};
    struct workflow_decision d = check(*state, rows, 5, names, items, 4);
    assert_int_equal(d.refusal_count, 5);
    for (int i = 0; i < d.refusal_count; i++) {
        assert_string_equal(d.refusals[i].reason->code, wanted[i].code);
        assert_string_equal(d.refusals[i].pointer, wanted[i].pointer);
        assert_string_equal(d.refusals[i].args[0], wanted[i].arg);
    }
    items[0] = TEXT("explain");
    items[1] = BOOL(1);
    d = check(*state, rows, 5, names, items, 2);
    assert_int_equal(d.refusal_count, 1);
    assert_string_equal(d.refusals[0].pointer, "/fields/must");
}

static void refusals_beyond_the_room_are_dropped(void **state)
{
    const char *names[40];
    struct value items[40];
    for (size_t i = 0; i < 40; i++) {
        names[i] = arena_printf(*state, "n%zu", i);
        items[i] = INT(1);
    }
    struct workflow_decision d = check(*state, NULL, 0, names, items, 40);
    assert_int_equal(d.refusal_count, WORKFLOW_REFUSALS_MAX);
    const struct workflow_edge edge = {.event = "x"};
    d.refusal_count = 0;
    workflow_fields_check(*state, &edge, &(struct value){.kind = VALUE_ARRAY}, &d);
    assert_int_equal(d.refusal_count, 1);
    assert_string_equal(d.refusals[0].pointer, "/fields");
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(texts),   ROW(dates), ROW(numbers_and_booleans), ROW(choices_and_references),
        ROW(answers), ROW(gaps),  ROW(unknown_and_missing),  ROW(refusals_beyond_the_room_are_dropped),
    };
    return cmocka_run_group_tests_name("domain/workflow_fields", tests, NULL, NULL);
}
