/*
 * doctor_cmd.c - `petitiond doctor`: looks over a data folder and the machine, and says what to do.
 *
 * Runs on: the main thread. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/confine.h"
#include "app/file.h"
#include "app/offline.h"
#include "app/stage.h"
#include "base/buf.h"
#include "domain/alarm.h"
#include "domain/calendar.h"
#include "domain/demonstration.h"
#include "domain/profile.h"
#include "domain/reference.h"
#include "store/sql_stmts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { DOCTOR_PATH_SIZE = 4096, DOCTOR_TEXT_SIZE = 320 };

#define DOCTOR_ROOM_MIN (INT64_C(1) << 30)
#define DOCTOR_LATE_MS  INT64_C(120000)
#define DOCTOR_TAKEN_MS (INT64_C(31) * 24 * 3600 * 1000)

struct doctor {
    int is_json, count, bad;
    struct offline *o;
};

/* level: "ok", "warn" or "bad". */
static void doctor_say(struct doctor *d, const char *level, const char *what, const char *text)
{
    d->bad += strcmp(level, "bad") == 0;
    if (!d->is_json) {
        printf("%-5s %-12s %s\n", level, what, text);
        return;
    }
    struct buf b;
    buf_init(&b, d->o->arena);
    buf_puts(&b, d->count++ > 0 ? ",{\"level\":" : "[{\"level\":");
    buf_put_json(&b, level);
    buf_puts(&b, ",\"what\":");
    buf_put_json(&b, what);
    buf_puts(&b, ",\"text\":");
    buf_put_json(&b, text);
    buf_putc(&b, '}');
    fputs(buf_cstr(&b), stdout);
}

static void doctor_folder(struct doctor *d, const char *data)
{
    char path[DOCTOR_PATH_SIZE];
    char text[DOCTOR_TEXT_SIZE];
    struct stat st;
    struct statvfs fs;
    if (stat(data, &st) == 0 && (st.st_mode & 077) != 0) {
        doctor_say(d, "warn", "folder", "others on this machine may look into it; chmod 700");
    }
    snprintf(path, sizeof path, "%s/keys/ring", data);
    if (stat(path, &st) != 0 || (st.st_mode & 077) != 0) {
        doctor_say(d, "bad", "keys", "keys/ring is missing or readable by others; put it back with mode 600");
    } else {
        doctor_say(d, "ok", "keys", "there, and readable by their owner only; is there a copy elsewhere?");
    }
    snprintf(path, sizeof path, "%s/keys/master.key", data);
    if (stat(path, &st) == 0 && (st.st_mode & 077) != 0) {
        doctor_say(d, "bad", "master", "keys/master.key is readable by others; chmod 600");
    } else if (stat(path, &st) == 0) {
        doctor_say(d, "warn", "master",
                   "keys/master.key lies beside what it protects; better a credential of the service manager "
                   "(petitiond service)");
    }
    if (statvfs(data, &fs) == 0) {
        int64_t room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
        snprintf(text, sizeof text, "%lld MiB are free", (long long)(room >> 20));
        doctor_say(d, room < DOCTOR_ROOM_MIN ? "warn" : "ok", "disk", text);
    }
    doctor_say(d, "ok", "server", d->o->is_shared ? "one runs on this folder" : "none runs on this folder");
}

/* In the same folder, in front of the office that everything else here is about. */
static void doctor_demo(struct doctor *d, const char *data)
{
    char path[STAGE_PATH_SIZE];
    int is_demo = 0;
    if (demonstration_is(&d->o->ctx, &d->o->tx, &is_demo) == RC_OK && is_demo) {
        doctor_say(d, "warn", "demo", "this office is a demonstration: people and matters are invented");
    }
    if (stage_is_in_front(data)) {
        doctor_say(d, "warn", "demo",
                   "a demonstration is shown in place of this office; an administrator ends it there, or stop the "
                   "server and delete the folder demo");
    } else if (stage_path(data, 1, path) == RC_OK && file_exists(path)) {
        doctor_say(d, "ok", "demo", "one is being made, or is left over and swept when the server starts");
    }
}

static void doctor_walls(struct doctor *d)
{
    struct confine_report kernel;
    char text[DOCTOR_TEXT_SIZE];
    confine_probe(&kernel);
    snprintf(text, sizeof text, "Landlock %d, seccomp %s", kernel.landlock, kernel.has_seccomp ? "yes" : "no");
    if (kernel.landlock == 0 || !kernel.has_seccomp) {
        snprintf(text, sizeof text,
                 "this kernel lacks %s: whoever breaks into the server finds more; start it by `petitiond service`",
                 kernel.landlock == 0 ? "Landlock" : "seccomp");
    }
    doctor_say(d, kernel.landlock == 0 || !kernel.has_seccomp ? "warn" : "ok", "walls", text);
}

static void doctor_reference(struct doctor *d)
{
    char text[DOCTOR_TEXT_SIZE];
    int year;
    int month;
    int day;
    struct ctx *ctx = &d->o->ctx;
    if (reference_use(ctx, &d->o->tx) != RC_OK) {
        doctor_say(d, "bad", "reference", "a workflow definition or calendar cannot be used; see the log line above");
        return;
    }
    snprintf(text, sizeof text, "%zu definitions can be used", ctx->reference->workflow_count);
    doctor_say(d, ctx->reference->workflow_count > 0 ? "ok" : "bad", "workflows", text);
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &day);
    for (int y = year; y <= year + 1; y++) {
        int is_loaded = calendar_has_year(ctx->reference->calendar, y);
        snprintf(text, sizeof text, "%d is %s", y,
                 is_loaded ? "loaded"
                           : "not loaded: due dates that reach into it are provisional; PUT /api/v1/calendars/{year}");
        doctor_say(d, is_loaded ? "ok" : "warn", "calendar", text);
    }
}

static void doctor_profile(struct doctor *d)
{
    const char *profile = NULL;
    char text[DOCTOR_TEXT_SIZE];
    if (profile_current(&d->o->ctx, &d->o->tx, &profile) == RC_OK) {
        snprintf(text, sizeof text, "%.100s", profile != NULL ? profile : PROFILE_NONE);
        doctor_say(d, "ok", "profile", text);
    }
}

static void doctor_clocks(struct doctor *d)
{
    struct deadline_next_level_out row;
    char text[DOCTOR_TEXT_SIZE];
    struct ctx *ctx = &d->o->ctx;
    enum rc rc = deadline_rows_next_level(&d->o->tx, ctx->arena, &(struct deadline_next_level_in){0}, &row);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && row.at_ms > ctx->now_ms - DOCTOR_LATE_MS)) {
        doctor_say(d, "ok", "ladders", "nothing is late");
    } else if (rc == RC_OK) {
        snprintf(text, sizeof text, "the earliest rung is %lld minutes late; it fires when the server starts",
                 (long long)((ctx->now_ms - row.at_ms) / 60000));
        doctor_say(d, d->o->is_shared ? "bad" : "warn", "ladders", text);
    }
}

static void doctor_alarm(struct doctor *d, const char *action, const char *what, const char *words)
{
    struct office_journal_count_recent_out n;
    struct ctx *ctx = &d->o->ctx;
    const struct office_journal_count_recent_in in = {action, ctx->now_ms - INT64_C(7) * 24 * 3600 * 1000};
    if (office_journal_rows_count_recent(&d->o->tx, ctx->arena, &in, &n) == RC_OK) {
        doctor_say(d, n.total > 0 ? "warn" : "ok", what, n.total > 0 ? words : "no alarm this week");
    }
}

static void doctor_alarms(struct doctor *d)
{
    doctor_alarm(d, ALARM_RUNG, "sign-in",
                 "passwords were tried at many accounts this week; look for session.alarm in the journal");
    doctor_alarm(d, ALARM_READ_RUNG, "reading",
                 "somebody opened the fields of very many people this week; look for party.alarm in the journal");
    doctor_alarm(
        d, ALARM_FOREIGN, "writing",
        "another program wrote into the database this week while the server ran; look for office.foreign in the "
        "journal, and find out who");
}

static void doctor_chains(struct doctor *d)
{
    struct offline_report report;
    char text[DOCTOR_TEXT_SIZE];
    if (offline_verify(d->o, &report) != RC_OK) {
        doctor_say(d, "bad", "journal", "cannot be read; was the folder made by another version?");
        return;
    }
    snprintf(text, sizeof text, "file, references and %lld journal entries are whole",
             (long long)report.entries + report.office_entries);
    doctor_say(d, report.is_bad ? "bad" : "ok", "database", report.is_bad ? report.what : text);
}

/* What is cut off at the end together with its checkpoints leaves a chain that is whole: only a list elsewhere tells. */
static void doctor_list(struct doctor *d, const char *data)
{
    static const char how[] = "what is cut off at the end together with its checkpoints is found only with a list kept "
                              "elsewhere: petitiond checkpoints --data DIR > LIST";
    char path[DOCTOR_PATH_SIZE];
    char text[DOCTOR_TEXT_SIZE];
    char *taken = NULL;
    size_t n;
    struct stat st;
    struct checkpoint_row newest = {0};
    snprintf(path, sizeof path, "%s/" CHECKPOINTS_TAKEN, data);
    enum rc rc = checkpoint_rows_get_last(&d->o->tx, d->o->arena, &newest);
    if ((rc != RC_OK && rc != RC_NOT_FOUND) || stat(path, &st) != 0 ||
        file_read(path, DOCTOR_TEXT_SIZE, &taken, &n) != RC_OK) {
        snprintf(text, sizeof text, "none was ever taken out here; %s", how);
        doctor_say(d, "warn", "list", text);
        return;
    }
    long long last = strtoll(taken, NULL, 10);
    free(taken);
    if (newest.seq < last) {
        snprintf(
            text, sizeof text,
            "a list that was taken out goes to checkpoint %lld, the database to %lld: its end was cut off, or an older "
            "copy put back",
            last, (long long)newest.seq);
        doctor_say(d, "bad", "list", text);
    } else if ((int64_t)st.st_mtime * 1000 < d->o->ctx.now_ms - DOCTOR_TAKEN_MS) {
        snprintf(text, sizeof text, "the last one was taken out more than a month ago; %s", how);
        doctor_say(d, "warn", "list", text);
    } else {
        snprintf(text, sizeof text, "one to checkpoint %lld was taken out; is it kept elsewhere?", last);
        doctor_say(d, "ok", "list", text);
    }
}

/* There and as long as they must be; whether they open is for `petitiond verify`, which has the keys and the time. */
static void doctor_files(struct doctor *d)
{
    struct offline_report report = {0};
    char text[DOCTOR_TEXT_SIZE];
    if (offline_verify_files(d->o, d->o->files, 0, &report) != RC_OK) {
        doctor_say(d, "bad", "files", "cannot be looked at");
        return;
    }
    snprintf(text, sizeof text, "%lld are there; petitiond verify reads them", (long long)report.files);
    doctor_say(d, report.is_bad ? "bad" : "ok", "files", report.is_bad ? report.what : text);
}

int doctor_cmd_main(int argc, char **argv)
{
    const char *data = NULL;
    char message[OFFICE_MESSAGE_SIZE];
    struct offline o;
    struct doctor d = {.o = &o};
    const struct arg args[] = {{"--data", &data, NULL, 1, "Data folder; a server may run on it"},
                               {"--json", NULL, &d.is_json, 0, "Machine output"}};
    int go = args_parse(argc, argv, "doctor --data DIR [--json]\n\nLooks over a data folder and the machine.", args,
                        sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (offline_open(data, 1, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    doctor_folder(&d, data);
    doctor_demo(&d, data);
    doctor_walls(&d);
    doctor_chains(&d);
    doctor_list(&d, data);
    doctor_files(&d);
    doctor_reference(&d);
    doctor_profile(&d);
    doctor_clocks(&d);
    doctor_alarms(&d);
    if (d.is_json) {
        puts("]");
    }
    offline_close(&o);
    return d.bad > 0 ? EXIT_FOUND : EXIT_GOOD;
}
