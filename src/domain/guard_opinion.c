/*
 * guard_opinion.c - conditions on the opinion and its delivery.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

int guard_facts_recorded(const struct case_work *w, const struct value *fields, const char *args[2],
                         const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/facts";
    const char *facts = value_text(fields, "facts");
    return facts != NULL && facts[0] != '\0';
}

/* Art 32: the opinion answers every demand, one by one. */
int guard_demands_answered(const struct case_work *w, const struct value *fields, const char *args[2],
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
            found = id != NULL && strcmp(id, w->demands[i].id) == 0 &&
                    text_has_words(value_text(&answers->items[k], "answer")) &&
                    text_has_words(value_text(&answers->items[k], "basis"));
        }
        if (!found) {
            args[0] = w->demands[i].text;
            return 0;
        }
    }
    return answers->count == w->demand_count;
}

/* Art 32: what the opinion says as a whole is what it says of the demands. */
int guard_outcome_fits_answers(const struct case_work *w, const struct value *fields, const char *args[2],
                               const char **pointer)
{
    const struct value *answers = value_get(fields, "answers");
    const char *outcome = value_text(fields, "outcome");
    size_t supported = 0;
    (void)w, (void)args;
    *pointer = "/fields/outcome";
    for (size_t i = 0; answers != NULL && i < answers->count; i++) {
        const char *one = value_text(&answers->items[i], "outcome");
        supported += one != NULL && strcmp(one, "support") == 0;
    }
    return outcome != NULL && (strcmp(outcome, "support") == 0) == (supported > 0);
}

/* Arts 35, 36: windows run from receipt, so method, date and proof are all needed. */
/* The Regulation is silent on public notice. This is the time after which civil procedure takes a notice for delivered. */
enum { OPINION_NOTICE_DAYS = 30 };

static int opinion_notice_is_over(const struct value *fields)
{
    int32_t published, delivered;
    const char *from = value_text(fields, "published_on"), *on = value_text(fields, "delivered_on");
    return from != NULL && clock_parse_day(from, &published) == RC_OK && clock_parse_day(on, &delivered) == RC_OK &&
           delivered - published >= OPINION_NOTICE_DAYS;
}

int guard_delivery_complete(const struct case_work *w, const struct value *fields, const char *args[2],
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
    if (strcmp(value_text(fields, "method"), "public_notice") == 0 && !opinion_notice_is_over(fields)) {
        *pointer = "/fields/delivered_on";
        return 0;
    }
    return 1;
}

/* Art 32: a written reply. */
int guard_not_refused_simply(const struct case_work *w, const struct value *fields, const char *args[2],
                             const char **pointer)
{
    const char *outcome = value_text(fields, "outcome");
    (void)w, (void)args;
    *pointer = "/fields/outcome";
    return outcome == NULL || strcmp(outcome, "not_support") != 0;
}

int guard_delivery_is_written(const struct case_work *w, const struct value *fields, const char *args[2],
                              const char **pointer)
{
    const char *method = value_text(fields, "method");
    (void)w, (void)args;
    *pointer = "/fields/method";
    return method == NULL || (strcmp(method, "phone") != 0 && strcmp(method, "sms") != 0);
}

int guard_delivery_not_before_signature(const struct case_work *w, const struct value *fields, const char *args[2],
                                        const char **pointer)
{
    int32_t day;
    const char *text = value_text(fields, "delivered_on");
    *pointer = "/fields/delivered_on";
    if (text == NULL || clock_parse_day(text, &day) != RC_OK || !w->has_opinion || w->opinion.issued_ms == SQL_NULL) {
        return 0;
    }
    int32_t issued = clock_day_of(w->opinion.issued_ms);
    guard_say_day(w, issued, args);
    const char *published = value_text(fields, "published_on");
    int32_t from;
    if (published != NULL &&
        strcmp(value_text(fields, "method") ? value_text(fields, "method") : "", "public_notice") == 0 &&
        (clock_parse_day(published, &from) != RC_OK || from < issued)) {
        *pointer = "/fields/published_on";
        return 0;
    }
    return day >= issued && day <= clock_day_of(w->ctx->now_ms);
}
