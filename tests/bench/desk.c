/*
 * desk.c - the real server under test, and the ordinary requests that are made to it.
 *
 * Runs on: the main thread. Owns: the server process.
 */
#include "bench.h"

#include "support/wire.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DESK_READY_MS = 120000 };

void bench_give_up(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "bench: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(2);
}

double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void desk_up(struct desk *d, const struct store *store, int threads)
{
    char count[16];
    char log[BENCH_PATH + 8];
    const char *const flags[] = {"--rate-per-minute", "0", "--log-level", "warn", "--threads", count, NULL};
    snprintf(count, sizeof count, "%d", threads);
    snprintf(log, sizeof log, "%s.log", store->data);
    d->store = store;
    program_serve(&d->program, store->data, flags, NULL, log);
    if (!program_ready(&d->program, DESK_READY_MS)) {
        bench_give_up("the server did not start; see %s", log);
    }
    d->is_up = 1;
}

void desk_down(struct desk *d)
{
    if (d->is_up && program_end(&d->program, SIGTERM) != 0) {
        bench_give_up("the server did not end well; see %s.log", d->store->data);
    }
    d->is_up = 0;
}

char *desk_call(const struct desk *d, enum bureau_desk who, const char *method, const char *path, const char *fields,
                const char *body, int expected)
{
    struct wire_reply r;
    char all[600];
    struct wire *w = wire_new(d->program.port);
    snprintf(all, sizeof all, "Authorization: Bearer %s\r\n%s", d->store->bureau.token[who], fields);
    if (wire_call(w, method, path, all, body, &r) != WIRE_ANSWERED) {
        bench_give_up("%s %s: no answer", method, path);
    }
    if (r.status != expected) {
        bench_give_up("%s %s: %d: %s", method, path, r.status, r.body);
    }
    char *copy = strdup(r.body);
    wire_free(w);
    return copy;
}

double desk_metric(const struct desk *d, const char *name)
{
    char *text = desk_call(d, BUREAU_CLERK, "GET", "/metrics", "", NULL, 200);
    char line[120];
    snprintf(line, sizeof line, "\n%s ", name);
    const char *at = strstr(text, line);
    double value = at != NULL ? strtod(at + strlen(line), NULL) : -1;
    free(text);
    return value;
}

double desk_rss_mib(const struct desk *d)
{
    char path[64];
    char line[200];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)d->program.pid);
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kib = strtod(line + 6, NULL);
        }
    }
    if (f != NULL) {
        fclose(f);
    }
    return kib / 1024;
}

int desk_registration(char *out, size_t size, const struct bureau *b, const char *title)
{
    return snprintf(
        out, size,
        "{\"channel\":\"letter\",\"purpose\":\"appeal\",\"title\":\"枫林苑小区东门断头路占道停车 %s\","
        "\"request\":\"整治枫林苑小区东门外断头路两侧二十四小时占道停车，保证消防通道畅通；解决小区停车难的问题\","
        "\"facts\":"
        "\"小区东门外是一条断头路，两侧全天停满机动车，会车困难，消防车和救护车无法进入。多次向社区反映，至今没有解决。"
        "去年冬天曾因消防车被堵在路口，延误了灭火。\","
        "\"demands\":[{\"text\":\"整治路两侧二十四小时占道停车，保证消防通道\"},{\"text\":\"解决小区停车难\"}],"
        "\"class_code\":\"0309\",\"place_unit_id\":\"%s\",\"place_detail\":\"枫林苑3幢\",\"people_count\":1,"
        "\"persons\":[{\"role\":\"petitioner\",\"kind\":\"natural\",\"name\":\"沈某某\",\"phone\":\"19900000101\","
        "\"address\":\"白塔街道枫林苑3幢\",\"contact_preference\":\"sms\"}]}",
        title, b->village);
}

void desk_register(const struct desk *d, const char *key, char id[BUREAU_ID_SIZE])
{
    char body[4000];
    char field[80];
    desk_registration(body, sizeof body, &d->store->bureau, key);
    snprintf(field, sizeof field, "Idempotency-Key: %s\r\n", key);
    char *reply = desk_call(d, BUREAU_CLERK, "POST", "/api/v1/submissions", field, body, 201);
    if (!wire_text(reply, "case_id", id, BUREAU_ID_SIZE)) {
        bench_give_up("a registration without a case: %s", reply);
    }
    free(reply);
}

void desk_act(const struct desk *d, enum bureau_desk who, const char *id, int version, const char *event,
              const char *fields, const char *key)
{
    char path[80];
    char head[120];
    char body[4000];
    snprintf(path, sizeof path, "/api/v1/cases/%s/transitions", id);
    snprintf(head, sizeof head, "If-Match: \"%d\"\r\nIdempotency-Key: %s\r\n", version, key);
    snprintf(body, sizeof body, "{\"event\":\"%s\",\"fields\":{%s}}", event, fields);
    free(desk_call(d, who, "POST", path, head, body, 200));
}

static const struct {
    const char *event;
    enum bureau_desk who;
} steps[DESK_STEPS] = {{"screen", BUREAU_CLERK}, {"dispatch", BUREAU_CLERK}, {"accept", BUREAU_INTAKE}};

const char *desk_step_event(int step)
{
    return steps[step].event;
}

enum bureau_desk desk_step_who(int step)
{
    return steps[step].who;
}

int desk_step_fields(char *out, size_t size, const struct bureau *b, int step)
{
    switch (step) {
    case 0: return snprintf(out, size, "\"class_code\":\"0309\",\"urgency\":\"normal\"");
    case 1:
        return snprintf(out, size,
                        "\"to_unit\":\"%s\",\"kind\":\"transfer\",\"basis\":\"市政道路和停车设施建设管理职责\"",
                        b->unit_one);
    default:
        return snprintf(out, size,
                        "\"notice_method\":\"sms\",\"proof\":\"短信平台发送记录\",\"way\":\"由县住建局牵头办理\"");
    }
}
