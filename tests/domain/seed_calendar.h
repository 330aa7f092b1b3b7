/*
 * seed_calendar.h - the calendars of sql/seed/calendars as one object, read from the files themselves.
 */
#ifndef SEED_CALENDAR_H
#define SEED_CALENDAR_H

#include "base/arena.h"
#include "domain/calendar.h"

/* 2025 and 2026 on `a`. A seed that cannot be read stops the test program. */
const struct calendar *seed_calendar(struct arena *a);

#endif
