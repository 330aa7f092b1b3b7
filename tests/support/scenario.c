/*
 * scenario.c - copies of the prepared folder, servers, clocks and people.
 *
 * Runs on: the test's main thread. Owns: see scenario.h.
 */
#include "support/scenario_inside.h"

#include "app/offline.h"
#include "domain/reference.h"
#include "store/sql_stmts.h"
#include "store/writer.h"
#include "support/bureau.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_MS INT64_C(3600000)

void scenario_give_up(const char *what, const char *why)
{
    fprintf(stderr, "scenario: %s: %s\n", what, why);
    abort();
}

int64_t scenario_instant(const char *text)
{
    char day_text[CLOCK_DATE_SIZE];
    int hour;
    int minute;
    int32_t day;
    if (sscanf(text, "%10s %2d:%2d", day_text, &hour, &minute) != 3 || clock_parse_day(day_text, &day) != RC_OK) {
        scenario_give_up("no time of day", text);
    }
    return clock_day_start_ms(day) + hour * HOUR_MS + minute * HOUR_MS / 60;
}

static void set(struct scenario *s, const char *name, const char *text)
{
    char message[CONFIG_MESSAGE_SIZE];
    if (config_set(&s->config, name, text, "test", message) != RC_OK) {
        scenario_give_up("setting", message);
    }
}

void scenario_start_server(struct scenario *s)
{
    char message[OFFICE_MESSAGE_SIZE];
    struct runtime_options options = {.config = &s->config, .clock = s->clock, .no_ticker = 1};
    if (runtime_start(&options, &s->rt, message) != RC_OK) {
        scenario_give_up("start", message);
    }
}

static int setup(void **state, int is_limited)
{
    struct scenario *s = calloc(1, sizeof *s);
    if (s == NULL) {
        scenario_give_up("setup", "no memory");
    }
    s->folder = support_path(support_folder(), "data");
    bureau_copy(scenario_office.folder, s->folder);
    s->clock = clock_manual_new(scenario_instant("2025-12-02 09:00"));
    config_init(&s->config);
    set(s, "data", s->folder);
    set(s, "listen", "127.0.0.1:0");
    set(s, "threads", "2");
    if (!is_limited) {
        set(s, "rate_per_minute", "0");
    }
    scenario_start_server(s);
    *state = s;
    return 0;
}

int scenario_setup(void **state)
{
    return setup(state, 0);
}

int scenario_setup_limited(void **state)
{
    return setup(state, 1);
}

/* What a story leaves behind follows from its journals to the last row: whoever writes past a journal, or behind its seal, is found by
 * every story that does it. Not asked of stories that end with their server stopped, for these are about such folders. */
static void verify_folder(const struct scenario *s)
{
    struct offline o;
    struct offline_report report;
    char message[OFFICE_MESSAGE_SIZE];
    if (offline_open(s->folder, 0, &o, message) != RC_OK) {
        scenario_give_up("verify", message);
    }
    if (offline_verify(&o, &report) != RC_OK || report.is_bad || report.past > 0) {
        scenario_give_up("verify", report.is_bad ? report.what : report.past_what);
    }
    offline_close(&o);
}

int scenario_teardown(void **state)
{
    struct scenario *s = *state;
    scenario_hang_up(s);
    if (s->rt != NULL) {
        runtime_stop(s->rt);
        verify_folder(s);
    }
    config_free(&s->config);
    clock_free(s->clock);
    scenario_seats_free(s);
    for (int i = 0; i < s->text_count; i++) {
        free(s->texts[i]);
    }
    free(s);
    return 0;
}

const char *stop_server(struct scenario *s)
{
    scenario_hang_up(s);
    runtime_stop(s->rt);
    s->rt = NULL;
    return s->folder;
}

void restart_server(struct scenario *s)
{
    scenario_start_server(s);
}

void change_setting(struct scenario *s, const char *name, const char *text)
{
    (void)stop_server(s);
    set(s, name, text);
    restart_server(s);
}

int sweep_files(struct scenario *s, int64_t age_s)
{
    int64_t removed = 0;
    if (runtime_sweep_files(s->rt, age_s, &removed) != RC_OK) {
        scenario_give_up("sweep", "the store of files cannot be read");
    }
    return (int)removed;
}

const char *server_url(const struct scenario *s)
{
    return runtime_url(s->rt);
}

char *scenario_keep(struct scenario *s, const char *text)
{
    if (s->text_count == SCENARIO_TEXTS_MAX || (s->texts[s->text_count] = strdup(text)) == NULL) {
        scenario_give_up("keep", text);
    }
    return s->texts[s->text_count++];
}

void move_clock(struct scenario *s, const char *to)
{
    scenario_hang_up(s);
    clock_manual_set(s->clock, scenario_instant(to));
}

int tick(struct scenario *s)
{
    int fired = 0;
    if (runtime_tick(s->rt, &fired) != RC_OK) {
        scenario_give_up("tick", "the sweep failed");
    }
    return fired;
}

void look_through_archive(struct scenario *s)
{
    if (runtime_retention(s->rt) != RC_OK) {
        scenario_give_up("retention", "the archive could not be looked through");
    }
}

void make_checkpoint(struct scenario *s)
{
    if (runtime_checkpoint(s->rt) != RC_OK) {
        scenario_give_up("checkpoint", "the heads could not be signed");
    }
}

int rekey_step(struct scenario *s)
{
    int is_more = 0;
    if (runtime_rekey(s->rt, &is_more) != RC_OK) {
        scenario_give_up("rekey", "the renewal of keys failed");
    }
    return is_more;
}

const char *data_folder(const struct scenario *s)
{
    return s->folder;
}

void live_until(struct scenario *s, const char *to)
{
    int64_t end_ms = scenario_instant(to);
    scenario_hang_up(s);
    while (clock_wall_ms(s->clock) < end_ms) {
        int64_t next_ms = clock_wall_ms(s->clock) / HOUR_MS * HOUR_MS + HOUR_MS;
        clock_manual_set(s->clock, next_ms < end_ms ? next_ms : end_ms);
        tick(s);
    }
}

void as(struct scenario *s, const char *login)
{
    snprintf(s->login, sizeof s->login, "%s", login != NULL ? login : "");
}
