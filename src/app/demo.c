/*
 * demo.c - `petitiond demo`: makes the folder, runs the server in this process, tells the stories, prints who may sign in.
 *
 * Runs on: see demo.h. Owns: the folder and the server for the length of the run.
 */
#include "app/demo_inside.h"

#include "app/args.h"
#include "app/file.h"
#include "app/init.h"
#include "base/embed.h"
#include "base/log.h"
#include "domain/perm.h"
#include "http/codec.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DEMO_KEEP_MEMORY = 64 * 1024 * 1024, DEMO_STEP_MEMORY = 64 * 1024 * 1024, DEMO_RECEIPTS = 6 };

enum rc demo_fail(struct demo *d, enum rc rc, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    if (d->message[0] == '\0') {
        vsnprintf(d->message, sizeof d->message, fmt, args);
    }
    va_end(args);
    return rc;
}

enum rc demo_go_on(struct demo *d)
{
    if (d->stop != NULL && atomic_load_explicit(d->stop, memory_order_relaxed) != 0) {
        return demo_fail(d, RC_UNAVAILABLE, "it was told to stop");
    }
    return RC_OK;
}

enum rc demo_read(struct demo *d, const char *path, const struct value **out)
{
    struct arena *step = d->ctx.arena;
    enum rc rc = RC_NOT_FOUND;
    const struct embed_file *file = embed_find(&embed_sql, path);
    if (file != NULL) {
        d->ctx.arena = d->keep;
        rc = codec_decode_value(&d->ctx, (const char *)file->data, file->size, out);
        d->ctx.arena = step;
    }
    return rc == RC_OK ? RC_OK : demo_fail(d, rc, "the built-in file %s cannot be read", path);
}

static enum rc demo_configure(struct demo *d, const char *data)
{
    const char *const settings[][2] = {{"listen", "127.0.0.1:0"},
                                       {"threads", "2"},
                                       {"rate_per_minute", "0"},
                                       {"log_level", "warn"},
                                       {"zone", d->zone}};
    config_init(&d->config);
    enum rc rc = config_set(&d->config, "data", data, "demo", d->message);
    for (size_t i = 0; rc == RC_OK && i < sizeof settings / sizeof settings[0]; i++) {
        rc = config_set(&d->config, settings[i][0], settings[i][1], "demo", d->message);
    }
    return rc;
}

/* The only thing that the API cannot do for itself. */
static enum rc demo_init(struct demo *d, const char *data, const struct value *office)
{
    struct init_options o;
    const struct value *county = value_get(office, "county");
    const struct value *bureau = value_get(office, "bureau");
    const struct value *admin = value_get(office, "admin");
    init_defaults(&o);
    o.data = data;
    o.login = value_text(admin, "login");
    o.name = value_text(admin, "name");
    o.password = d->password;
    o.county_code = value_text(county, "code");
    o.county_name = value_text(county, "name");
    o.bureau_code = value_text(bureau, "code");
    o.bureau_name = value_text(bureau, "name");
    o.bureau_mark = value_text(bureau, "mark");
    o.bureau_phone = value_text(bureau, "phone");
    o.bureau_address = value_text(bureau, "address");
    o.is_demo = 1;
    o.second_factor = 0; /* everybody may try it out with a password alone */
    o.clock = d->clock;
    return init_run(&o, d->message);
}

static enum rc demo_prepare(struct demo *d, const char *zone, int64_t now_ms)
{
    memset(d, 0, sizeof *d);
    d->now_ms = now_ms;
    d->zone = zone != NULL ? zone : "Asia/Shanghai";
    d->keep = arena_new(DEMO_KEEP_MEMORY);
    d->ctx.arena = arena_new(DEMO_STEP_MEMORY);
    d->ctx.actor = &actor_anonymous;
    d->ctx.is_zh = 1;
    if (d->keep == NULL || d->ctx.arena == NULL) {
        return demo_fail(d, RC_UNAVAILABLE, "no memory");
    }
    if (clock_set_zone(d->zone) != RC_OK) {
        return demo_fail(d, RC_INVALID, "this machine does not know the zone %.100s; install tzdata", d->zone);
    }
    return RC_OK;
}

/* Folder, server and administrator. */
static enum rc demo_start(struct demo *d, const char *data, int64_t start_ms)
{
    const struct value *office;
    if (file_exists(data)) {
        return demo_fail(d, RC_CONFLICT, "%.300s is there already; name a folder that does not exist yet", data);
    }
    d->clock = clock_manual_new(start_ms);
    enum rc rc = d->clock != NULL ? demo_read(d, "seed/demo/office.json", &office) : RC_UNAVAILABLE;
    if (rc != RC_OK) {
        return demo_fail(d, rc, "no memory");
    }
    d->password = d->password != NULL ? d->password : value_text(office, "password");
    rc = demo_configure(d, data);
    if (rc == RC_OK) {
        rc = demo_init(d, data, office);
    }
    if (rc == RC_OK) {
        struct runtime_options options = {.config = &d->config, .clock = d->clock, .no_ticker = 1};
        rc = runtime_start(&options, &d->runtime, d->message);
    }
    if (rc == RC_OK) {
        rc = demo_client_new(d->runtime, &d->client);
        d->message[0] = '\0'; /* what starting might have said of itself is not why a step fails */
    }
    return rc == RC_OK ? RC_OK : demo_fail(d, rc, "the demo's server cannot be started");
}

enum rc demo_open(const char *data, int64_t start_ms, int64_t now_ms, struct demo *out)
{
    enum rc rc = demo_prepare(out, NULL, now_ms);
    return rc == RC_OK ? demo_start(out, data, start_ms) : rc;
}

void demo_close(struct demo *d)
{
    demo_client_free(d->client);
    runtime_stop(d->runtime);
    clock_free(d->clock);
    config_free(&d->config);
    arena_free(d->ctx.arena);
    arena_free(d->keep);
    d->client = NULL;
    d->runtime = NULL;
    d->clock = NULL;
    d->ctx.arena = d->keep = NULL;
}

static void demo_print(const struct demo *d, FILE *out)
{
    int cases = 0;
    for (size_t i = 0; i < d->story_count; i++) {
        cases += d->stories[i].case_id != NULL;
    }
    fprintf(out, "%d cases, %d acts, all through the API\n\n", cases, d->acts);
    if (d->left_out > 0) {
        fprintf(out, "%d steps lie after today and were left out\n\n", d->left_out);
    }
    fprintf(out, "Accounts (password of all: %s)\n", d->password);
    for (size_t i = 0; i < d->account_count; i++) {
        const struct demo_account *a = &d->accounts[i];
        fprintf(out, "  %-20s %s  %s\n", a->login, a->name, a->roles);
    }
    fprintf(out, "\nReceipts, to follow a case without an account\n");
    int printed = 0;
    for (size_t i = 0; i < d->story_count && printed < DEMO_RECEIPTS; i++) {
        const struct demo_story *s = &d->stories[i];
        if (s->code != NULL) {
            fprintf(out, "  %s  %s  %s\n", s->number, s->code, s->title);
            printed++;
        }
    }
}

enum rc demo_run(const struct demo_options *options, char message[OFFICE_MESSAGE_SIZE])
{
    struct demo d;
    int64_t first_ms;
    enum rc rc = demo_prepare(&d, options->zone, options->now_ms);
    d.stop = options->stop;
    d.password = options->password;
    if (rc == RC_OK) {
        rc = demo_plan(&d, &first_ms);
    }
    if (rc == RC_OK) {
        rc = demo_start(&d, options->data, first_ms - INT64_C(3600) * 1000);
    }
    if (rc == RC_OK) {
        rc = demo_office(&d, 1);
    }
    if (rc == RC_OK) {
        rc = demo_tell(&d);
    }
    for (size_t i = 0; rc == RC_OK && options->tell != NULL && i < d.account_count; i++) {
        rc = options->tell(options->arg, d.accounts[i].login, d.accounts[i].name, d.accounts[i].roles);
    }
    if (rc == RC_OK && options->out != NULL) {
        demo_print(&d, options->out);
    }
    snprintf(message, OFFICE_MESSAGE_SIZE, "%s", d.message);
    demo_close(&d);
    return rc;
}

int demo_main(int argc, char **argv)
{
    char message[OFFICE_MESSAGE_SIZE];
    struct demo_options options = {.now_ms = clock_wall_ms(clock_system()), .out = stdout};
    const struct arg args[] = {{"--data", &options.data, NULL, 1, "Folder to make; it must not exist yet"}};
    int go =
        args_parse(argc, argv,
                   "demo --data DIR\n\n"
                   "Makes a data folder with an invented county and its cases, by sending them through the HTTP API\n"
                   "of a server in this process with a moved clock; prints the demo accounts.",
                   args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    log_set_level(LOG_WARN);
    enum rc rc = demo_run(&options, message);
    if (rc != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    printf("\nStart it with: petitiond serve --data %s\n", options.data);
    return EXIT_GOOD;
}
