/*
 * bulk.h - what is said of one case in particular and cannot be said of several in the same words.
 *
 * The one place that says so: the list of events tells clients, the batch refuses. Thread: any; pure.
 */
#ifndef DOMAIN_BULK_H
#define DOMAIN_BULK_H

#include "domain/workflow.h"

/* 1 when a field of this name holds what belongs to one case: its title, another case's number, who was spoken with. */
int bulk_field_of_one(const char *name);
/* 1 when an event of this name is about one case whatever it is sent with: a withdrawal, the unit complained of. */
int bulk_name_of_one(const char *event);
/* 1 when the event cannot be done without what belongs to one case: by its name, or by a field that it needs. */
int bulk_event_of_one(const struct workflow_edge *edge);

#endif
