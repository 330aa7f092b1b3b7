/*
 * clock_zone.c - the office zone: from instants to days and back.
 *
 * The zone is libc's (TZ), but libc takes a process-wide lock on every call. So the start of each day is asked once
 * and kept in a table of day starts; a day of 24 hours needs nothing else, only the few days on which clocks are
 * changed still go to localtime_r. A day starts at the first instant whose local date is that day or a later one: where
 * midnight does not exist that is the first instant after the gap, where it comes twice the first of the two, and a
 * date that a zone leapt over (Kiritimati, 1994-12-31) starts and ends at the same instant.
 *
 * Runs on: any thread; clock_set_zone before threads start. Owns: the zone's name and the table of day starts, both for
 * the life of the process. Invariants: table entries are 0 or right, so that threads may fill them at the same time.
 */
#include "base/clock.h"

#include "base/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ZONE_FOLDER "/usr/share/zoneinfo/"

enum {
    ZONE_NAME_SIZE = 64,
    TABLE_FIRST = -25567, /* 1900-01-01 */
    TABLE_DAYS = 110000,  /* to 2201 */
    ENTRY_BIAS = 1 << 20, /* keeps an entry of offset 0 apart from an empty one */
    DAY_S = 86400,
    MINUTE_S = 60,
    WINDOW_S = 18 * 3600, /* no zone is or was 16 hours from UTC */
};

static char zone_name[ZONE_NAME_SIZE] = "Asia/Shanghai";
static atomic_int zone_is_set;
static pthread_mutex_t zone_lock = PTHREAD_MUTEX_INITIALIZER;
/* Seconds by which a day starts before midnight UTC, plus ENTRY_BIAS; 0 while unknown. */
static _Atomic int32_t day_starts[TABLE_DAYS];

/* A name that stays inside the folder, and that is not one of the files with leap seconds. */
static int is_zone_name(const char *name)
{
    size_t len = strlen(name);
    if (len == 0 || len >= ZONE_NAME_SIZE || name[0] == '/' || strncmp(name, "right/", 6) == 0) {
        return 0;
    }
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";
    return strspn(name, allowed) == len;
}

static int is_zone_file(const char *path)
{
    char magic[4] = {0};
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return 0;
    }
    size_t n = fread(magic, 1, sizeof magic, file);
    return fclose(file) == 0 && n == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
}

static enum rc apply_zone(const char *tz, const char *name)
{
    char copy[ZONE_NAME_SIZE];
    (void)snprintf(copy, sizeof copy, "%s", name); /* `name` may be zone_name itself */
    if (setenv("TZ", tz, 1) != 0) {
        return RC_UNAVAILABLE;
    }
    tzset();
    memcpy(zone_name, copy, sizeof copy);
    for (int i = 0; i < TABLE_DAYS; i++) {
        if (atomic_load_explicit(&day_starts[i], memory_order_relaxed) != 0) {
            atomic_store_explicit(&day_starts[i], 0, memory_order_relaxed);
        }
    }
    atomic_store_explicit(&zone_is_set, 1, memory_order_release);
    return RC_OK;
}

enum rc clock_set_zone(const char *iana)
{
    if (iana == NULL || !is_zone_name(iana)) {
        return RC_INVALID;
    }
    if (atomic_load_explicit(&zone_is_set, memory_order_acquire) && strcmp(iana, zone_name) == 0) {
        return RC_OK; /* nothing moves under threads that run already */
    }
    if (strcmp(iana, "UTC") == 0) {
        return apply_zone("UTC0", iana);
    }
    /* The whole path, so that neither TZDIR nor a name that reads as a rule ("EST5EDT") can mean something else. */
    char tz[sizeof ":" ZONE_FOLDER + ZONE_NAME_SIZE];
    (void)snprintf(tz, sizeof tz, ":" ZONE_FOLDER "%s", iana);
    if (!is_zone_file(tz + 1)) {
        return RC_INVALID;
    }
    return apply_zone(tz, iana);
}

const char *clock_zone(void)
{
    return zone_name;
}

/* A program that never chose gets the default, whatever the TZ of its environment says. */
static void need_zone(void)
{
    if (atomic_load_explicit(&zone_is_set, memory_order_acquire)) {
        return;
    }
    CHECK(pthread_mutex_lock(&zone_lock) == 0);
    if (!atomic_load(&zone_is_set) && clock_set_zone(zone_name) != RC_OK) {
        /* No zone files on this machine: the offset in force since 1991. */
        CHECK(apply_zone("CST-8", zone_name) == RC_OK);
    }
    CHECK(pthread_mutex_unlock(&zone_lock) == 0);
}

static void local_time(int64_t utc_s, struct tm *out)
{
    time_t t = (time_t)utc_s;
    CHECK(localtime_r(&t, out) != NULL);
}

static int32_t tm_day(const struct tm *tm)
{
    return clock_join_day(tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday);
}

static int32_t local_day(int64_t utc_s)
{
    struct tm tm;
    local_time(utc_s, &tm);
    return tm_day(&tm);
}

/* Walks through the hours around the midnight of a day near a change of clocks. */
static int64_t search_start_s(int32_t day, int64_t from_s, int64_t to_s)
{
    int64_t at = from_s;
    while (at < to_s && local_day(at) < day) {
        at += MINUTE_S;
    }
    while (at > from_s && local_day(at - 1) >= day) {
        at--; /* a change need not fall on a whole minute: local mean times did not */
    }
    return at;
}

static int64_t compute_start_s(int32_t day)
{
    int64_t midnight = (int64_t)day * DAY_S;
    struct tm before;
    struct tm after;
    local_time(midnight - WINDOW_S, &before);
    local_time(midnight + WINDOW_S, &after);
    int64_t start = midnight - before.tm_gmtoff;
    if (before.tm_gmtoff == after.tm_gmtoff && local_day(start) == day && local_day(start - 1) < day) {
        return start;
    }
    return search_start_s(day, midnight - WINDOW_S, midnight + WINDOW_S);
}

static int64_t day_start_s(int32_t day)
{
    need_zone();
    int64_t at = (int64_t)day - TABLE_FIRST;
    if (at < 0 || at >= TABLE_DAYS) {
        return compute_start_s(day);
    }
    int32_t entry = atomic_load_explicit(&day_starts[at], memory_order_relaxed);
    if (entry == 0) {
        entry = (int32_t)((int64_t)day * DAY_S - compute_start_s(day)) + ENTRY_BIAS;
        atomic_store_explicit(&day_starts[at], entry, memory_order_relaxed);
    }
    return (int64_t)day * DAY_S - (entry - ENTRY_BIAS);
}

int64_t clock_day_start_ms(int32_t day)
{
    return day_start_s(day) * 1000;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

int32_t clock_day_of(int64_t wall_ms)
{
    /* Far outside any calendar the answer only has to be a day. */
    const int64_t limit_s = (int64_t)(INT32_MAX - 3) * DAY_S;
    int64_t s = floor_div(wall_ms, 1000);
    s = s > limit_s ? limit_s : s < -limit_s ? -limit_s : s;
    int32_t day = (int32_t)floor_div(s, DAY_S) + 1;
    int64_t end = day_start_s(day + 1);
    int64_t start = day_start_s(day);
    while (s < start) {
        end = start;
        day--;
        start = day_start_s(day);
    }
    if (end - start == DAY_S) {
        return day;
    }
    /* Clocks were changed on this day; where they went back over midnight its date is left and entered again. */
    return local_day(s);
}
