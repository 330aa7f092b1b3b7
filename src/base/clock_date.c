/*
 * clock_date.c - plain dates and RFC 3339 stamps.
 *
 * Computed, never asked of libc: the proleptic Gregorian calendar counted in years that begin in March, so that the
 * leap day is the last day of a year and needs no case of its own.
 *
 * Runs on: any thread. Owns: nothing. Invariants: what the formatters write, the parsers read back unchanged; both keep
 * to the years 1900 to 9999.
 */
#include "base/clock.h"

#include <stdio.h>

#include <stddef.h>

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };
static const int64_t day_ms = INT64_C(86400000);

enum {
    DAYS_PER_ERA = 146097,   /* 400 years */
    ERA_TO_EPOCH = 719468,   /* days from 0000-03-01 to 1970-01-01 */
    FIRST_DAY = -25567,      /* 1900-01-01 */
    LAST_DAY = 2932896,      /* 9999-12-31 */
    EPOCH_WEEKDAY_SHIFT = 3, /* 1970-01-01 was a Thursday */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return a % b < 0 ? q - 1 : q;
}

void clock_split_day(int32_t day, int *year, int *month, int *mday)
{
    int64_t n = (int64_t)day + ERA_TO_EPOCH;
    int64_t era = floor_div(n, DAYS_PER_ERA);
    int64_t in_era = n - era * DAYS_PER_ERA;
    /* Take the leap days of the era out, so that what is left divides into years of 365 days. */
    int64_t leaps = in_era / 1460 - in_era / 36524 + in_era / (DAYS_PER_ERA - 1);
    int64_t year_of_era = (in_era - leaps) / 365;
    int64_t in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    /* From March on, months follow the pattern 31 30 31 30 31, which is 153 days for five. */
    int64_t from_march = (5 * in_year + 2) / 153;
    *mday = (int)(in_year - (153 * from_march + 2) / 5) + 1;
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(era * 400 + year_of_era + (*month <= 2));
}

int32_t clock_join_day(int year, int month, int mday)
{
    int64_t months = (int64_t)year * 12 + month - 1 - 2; /* since March of year 0 */
    int64_t march_year = floor_div(months, 12);
    int64_t from_march = months - march_year * 12;
    int64_t era = floor_div(march_year, 400);
    int64_t year_of_era = march_year - era * 400;
    int64_t in_year = (153 * from_march + 2) / 5 + mday - 1;
    int64_t in_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + in_year;
    return (int32_t)(era * DAYS_PER_ERA + in_era - ERA_TO_EPOCH);
}

int clock_weekday(int32_t day)
{
    int64_t shifted = (int64_t)day + EPOCH_WEEKDAY_SHIFT;
    return (int)(shifted - floor_div(shifted, 7) * 7) + 1;
}

static void put_digits(char *out, int count, int value)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

/* Reads exactly `count` digits; -1 when there is anything else. Stops at the first NUL. */
static int get_digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static void put_date(int32_t day, char *out)
{
    int year = 0;
    int month = 0;
    int mday = 0;
    clock_split_day(day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day, &year, &month, &mday);
    put_digits(out, 4, year);
    out[4] = '-';
    put_digits(out + 5, 2, month);
    out[7] = '-';
    put_digits(out + 8, 2, mday);
}

void clock_format_day(int32_t day, char *out)
{
    put_date(day, out);
    out[10] = '\0';
}

/* The first ten bytes of `text`; what follows is the caller's. */
static enum rc get_date(const char *text, int32_t *out)
{
    int year = get_digits(text, 4);
    if (year < 1900 || text[4] != '-') {
        return RC_INVALID;
    }
    int month = get_digits(text + 5, 2);
    if (month < 1 || month > 12 || text[7] != '-') {
        return RC_INVALID;
    }
    int mday = get_digits(text + 8, 2);
    if (mday < 1 || mday > clock_join_day(year, month + 1, 1) - clock_join_day(year, month, 1)) {
        return RC_INVALID;
    }
    *out = clock_join_day(year, month, mday);
    return RC_OK;
}

void clock_format_day_zh(int32_t day, char *out)
{
    int year, month, mday;
    clock_split_day(day, &year, &month, &mday);
    (void)snprintf(out, CLOCK_DATE_ZH_SIZE, "%04d年%d月%d日", year, month, mday);
}

enum rc clock_parse_day(const char *text, int32_t *out)
{
    int32_t day = 0;
    if (text == NULL || get_date(text, &day) != RC_OK || text[10] != '\0') {
        return RC_INVALID;
    }
    *out = day;
    return RC_OK;
}

void clock_format_stamp(int64_t wall_ms, char *out)
{
    const int64_t first = FIRST_DAY * day_ms;
    const int64_t last = LAST_DAY * day_ms + day_ms - 1;
    wall_ms = wall_ms < first ? first : wall_ms > last ? last : wall_ms;
    int64_t day = floor_div(wall_ms, day_ms);
    int in_day = (int)(wall_ms - day * day_ms);
    put_date((int32_t)day, out);
    out[10] = 'T';
    put_digits(out + 11, 2, in_day / (HOUR_S * 1000));
    out[13] = ':';
    put_digits(out + 14, 2, in_day / (MINUTE_S * 1000) % 60);
    out[16] = ':';
    put_digits(out + 17, 2, in_day / 1000 % 60);
    out[19] = '.';
    put_digits(out + 20, 3, in_day % 1000);
    out[23] = 'Z';
    out[24] = '\0';
}

/* "HH:MM:SS" at `text`, as seconds of the day; -1 when it is not a time. */
static int get_time(const char *text)
{
    int hour = get_digits(text, 2);
    if (hour < 0 || hour > 23 || text[2] != ':') {
        return -1;
    }
    int minute = get_digits(text + 3, 2);
    if (minute < 0 || minute > 59 || text[5] != ':') {
        return -1;
    }
    int second = get_digits(text + 6, 2);
    if (second < 0 || second > 60) {
        return -1;
    }
    return hour * HOUR_S + minute * MINUTE_S + (second == 60 ? 59 : second);
}

/* A fraction at `*text`, if there is one, cut to milliseconds; moves `*text` on. -1 for a point without digits. */
static int get_fraction_ms(const char **text)
{
    const char *s = *text;
    if (*s != '.') {
        return 0;
    }
    int ms = 0;
    int weight = 100;
    for (s++; *s >= '0' && *s <= '9'; s++) {
        ms += weight * (*s - '0');
        weight /= 10;
    }
    if (s == *text + 1) {
        return -1;
    }
    *text = s;
    return ms;
}

/* "Z" or "+HH:MM" up to the end of the text, in seconds. */
static enum rc get_offset(const char *text, int *out)
{
    if (text[0] == 'Z' || text[0] == 'z') {
        *out = 0;
        return text[1] == '\0' ? RC_OK : RC_INVALID;
    }
    if (text[0] != '+' && text[0] != '-') {
        return RC_INVALID;
    }
    int hours = get_digits(text + 1, 2);
    if (hours < 0 || hours > 23 || text[3] != ':') {
        return RC_INVALID;
    }
    int minutes = get_digits(text + 4, 2);
    if (minutes < 0 || minutes > 59 || text[6] != '\0') {
        return RC_INVALID;
    }
    *out = (hours * HOUR_S + minutes * MINUTE_S) * (text[0] == '-' ? -1 : 1);
    return RC_OK;
}

enum rc clock_parse_stamp(const char *text, int64_t *out)
{
    int32_t day = 0;
    if (text == NULL || get_date(text, &day) != RC_OK || (text[10] != 'T' && text[10] != 't')) {
        return RC_INVALID;
    }
    int in_day = get_time(text + 11);
    if (in_day < 0) {
        return RC_INVALID;
    }
    const char *rest = text + 19;
    int ms = get_fraction_ms(&rest);
    int offset = 0;
    if (ms < 0 || get_offset(rest, &offset) != RC_OK) {
        return RC_INVALID;
    }
    int64_t instant = day * day_ms + ((int64_t)in_day - offset) * 1000 + ms;
    if (instant < FIRST_DAY * day_ms || instant >= (LAST_DAY + 1) * day_ms) {
        return RC_INVALID; /* the offset moved it out of the years that can be written */
    }
    *out = instant;
    return RC_OK;
}
