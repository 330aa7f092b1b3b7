/*
 * vocabulary.c - puts together the names that workflow definitions may use.
 *
 * Runs on: any thread. Owns: constants.
 */
#include "domain/vocabulary.h"

#include "domain/completeness.h"
#include "domain/document.h"
#include "domain/effect.h"
#include "domain/guard.h"
#include "domain/notice.h"

static const char *const vocabulary_roles[] = {
    "window_clerk", "triage_officer", "letter_officer",   "bureau_handler",     "bureau_head",   "accusation_officer",
    "unit_intake",  "unit_handler",   "unit_leader",      "legal_checker",      "review_office", "supervision_officer",
    "inspector",    "county_leader",  "dashboard_viewer", "suggestion_officer", "grid_member",   "mediator",
    "archivist",    "system_admin",   "auditor",          "api_client",         "system",        NULL,
};

/* The legal ways (Arts 29 to 31, 35, 36, 40), each with a definition. */
static const char *const vocabulary_lanes[] = {"A",  "B",   "C1",     "C2",      "C3",        "C4", "C5",
                                               "C6", "C6S", "review", "recheck", "recommend", NULL};

/* A local profile may be stricter with offices and no less generous to petitioners. */
static const struct workflow_limit vocabulary_limits[] = {
    {"C1", 15, 15, 0, "信访工作条例第二十二条"}, {"C2", 15, 15, 0, "信访工作条例第二十三条"},
    {"C3", 15, 15, 0, "信访工作条例第二十三条"}, {"C6", 60, 90, 0, "信访工作条例第三十四条"},
    {"C11", 0, 0, 30, "信访工作条例第三十五条"}, {"C12", 30, 30, 0, "信访工作条例第三十五条"},
    {"C13", 0, 0, 30, "信访工作条例第三十六条"}, {"C14", 30, 30, 0, "信访工作条例第三十六条"},
    {"C19", 0, 0, 30, "满意度评价工作办法"},     {NULL, 0, 0, 0, NULL},
};

static const struct workflow_names vocabulary_names = {
    .guards = guard_names,
    .limits = vocabulary_limits,
    .effects = effect_names,
    .effect_needs = effect_needs,
    .lanes = vocabulary_lanes,
    .roles = vocabulary_roles,
    .documents = document_types,
    .addressees = notice_addressees,
    .checks = completeness_checks,
};

const struct workflow_names *vocabulary(void)
{
    return &vocabulary_names;
}
