/*
 * calendar_api.h - the body of a calendar year, shared with the loading of the built-in years.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef API_CALENDAR_API_H
#define API_CALENDAR_API_H

#include "http/endpoint.h"

struct tx;

struct calendar_name {
    const char *day, *name;
};
struct calendar_set_in {
    int64_t year;
    const char *notice;
    const char **off, **work;
    size_t off_count, work_count;
    struct calendar_name *names;
    size_t names_count;
};

/* Runs the command; RC_INVALID with field errors. `*moved`: clocks with a new due date. Writer. */
RC_MUST enum rc calendar_api_load(struct ctx *ctx, struct tx *tx, const struct calendar_set_in *in, int *moved);

#endif
