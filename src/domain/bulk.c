/*
 * bulk.c - the events and fields that are about one case.
 *
 * Definitions have no property for it: most of it follows from the kind of a field or from the field that an event needs, and
 * what is left stands here. A county's own definition that uses other names is asked for each case by its guards all the same.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/bulk.h"

#include <string.h>

/* The same text in all of them would overwrite, or tell of somebody else's case. */
static const char *const bulk_fields[] = {"title",      "number",        "archive_number", "answers",
                                          "spoke_with", "final_opinion", "instalment",     "facts"};

/* What one petitioner did, or whom one petitioner complains of; and what opens or seals the contents of one. */
static const char *const bulk_events[] = {"name_complained", "name_accused", "withdraw",  "reword",
                                          "split",           "part_off",     "seal",      "reveal",
                                          "undo_join",       "rate",         "join_case", "record_rating"};

static int bulk_has(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

int bulk_field_of_one(const char *name)
{
    return bulk_has(bulk_fields, sizeof bulk_fields / sizeof bulk_fields[0], name);
}

int bulk_name_of_one(const char *event)
{
    return bulk_has(bulk_events, sizeof bulk_events / sizeof bulk_events[0], event);
}

int bulk_event_of_one(const struct workflow_edge *edge)
{
    int is_of_one = bulk_name_of_one(edge->event);
    for (size_t i = 0; i < edge->field_count; i++) {
        const struct workflow_field *f = &edge->fields[i];
        int belongs = f->kind == WF_DEMAND || f->kind == WF_ANSWERS || bulk_field_of_one(f->name);
        is_of_one = is_of_one || (f->is_required && belongs);
    }
    return is_of_one;
}
