/*
 * clock.c - the machine's clock and clocks that are moved by hand.
 *
 * The zone is in clock_zone.c, dates and stamps are in clock_date.c.
 *
 * Runs on: any thread. Owns: nothing but the one system clock. Invariants: a manual clock moves only when it is told.
 */
#include "base/clock.h"

#include "base/check.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct clock {
    int is_manual;           /* constant after creation */
    _Atomic int64_t wall_ms; /* of a manual clock */
};

static struct clock system_clock = {0};

static int64_t read_ms(clockid_t id)
{
    struct timespec now;
    CHECK(clock_gettime(id, &now) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct clock *clock_system(void)
{
    return &system_clock;
}

struct clock *clock_manual_new(int64_t wall_ms)
{
    struct clock *c = malloc(sizeof *c);
    if (c == NULL) {
        return NULL;
    }
    c->is_manual = 1;
    atomic_init(&c->wall_ms, wall_ms);
    return c;
}

void clock_free(struct clock *c)
{
    if (c != &system_clock) {
        free(c);
    }
}

void clock_manual_set(struct clock *c, int64_t wall_ms)
{
    CHECK(c->is_manual);
    atomic_store(&c->wall_ms, wall_ms);
}

void clock_manual_add(struct clock *c, int64_t delta_ms)
{
    CHECK(c->is_manual);
    atomic_fetch_add(&c->wall_ms, delta_ms);
}

int64_t clock_wall_ms(const struct clock *c)
{
    return c->is_manual ? atomic_load(&c->wall_ms) : read_ms(CLOCK_REALTIME);
}

int64_t clock_mono_ms(const struct clock *c)
{
    return c->is_manual ? atomic_load(&c->wall_ms) : read_ms(CLOCK_MONOTONIC);
}
