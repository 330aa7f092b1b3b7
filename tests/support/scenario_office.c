/*
 * scenario_office.c - the prepared folder: made once, kept with the ids that stories speak of, copied by each test.
 *
 * Runs on: the test's main thread. Owns: scenario_office, one for each program.
 */
#include "support/scenario_inside.h"

#include "app/demo_inside.h"
#include "base/log.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES "names" /* a line each: unit or account, key, id */

struct scenario_office scenario_office;

void scenario_office_know(struct scenario_name *names, int *count, const char *key, const char *id)
{
    if (*count == SCENARIO_NAMES_MAX) {
        scenario_give_up("too many names", key);
    }
    snprintf(names[*count].key, sizeof names[*count].key, "%s", key);
    snprintf(names[*count].id, sizeof names[*count].id, "%s", id);
    (*count)++;
}

void scenario_prepare(const char *folder)
{
    struct demo d;
    int64_t start_ms = scenario_instant("2025-12-01 09:00");
    log_set_level(LOG_ERROR);
    if (demo_open(folder, start_ms, start_ms, &d) != RC_OK || demo_office(&d, 0) != RC_OK) {
        scenario_give_up("prepare", d.message);
    }
    FILE *out = fopen(support_path(folder, NAMES), "w");
    if (out == NULL) {
        scenario_give_up("prepare", folder);
    }
    for (size_t i = 0; i < d.unit_count; i++) {
        fprintf(out, "unit %s %s\n", d.units[i].key, d.units[i].id);
    }
    /* The administrator was made by the folder and has no id here. */
    for (size_t i = 1; i < d.account_count; i++) {
        fprintf(out, "account %s %s\n", d.accounts[i].login, d.accounts[i].id);
    }
    if (fclose(out) != 0) {
        scenario_give_up("prepare", folder);
    }
    demo_close(&d);
}

int scenario_group(void **state)
{
    struct scenario_office *o = &scenario_office;
    struct scenario_name name;
    char kind[8];
    (void)state;
    log_set_level(LOG_ERROR);
    o->folder = getenv("SCENARIO_OFFICE");
    if (o->folder == NULL) {
        o->folder = support_path(support_folder(), "prepared");
        scenario_prepare(o->folder);
    }
    FILE *in = fopen(support_path(o->folder, NAMES), "r");
    if (in == NULL) {
        scenario_give_up("not prepared", o->folder);
    }
    while (fscanf(in, "%7s %39s %26s", kind, name.key, name.id) == 3) {
        if (strcmp(kind, "unit") == 0) {
            scenario_office_know(o->units, &o->unit_count, name.key, name.id);
        } else {
            scenario_office_know(o->accounts, &o->account_count, name.key, name.id);
        }
    }
    fclose(in);
    return 0;
}
