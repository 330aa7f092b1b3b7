/*
 * stage.c - see stage.h.
 *
 * Runs on: see stage.h. Owns: the runtime, the bell, the lock of the resting folder.
 * Invariant: at most one office is served, and the folder that is not served is not written by anybody but the maker.
 */
#include "app/stage.h"

#include "app/file.h"
#include "app/file_tree.h"
#include "app/stage_maker.h"
#include "base/arena.h"
#include "base/disk.h"
#include "base/log.h"
#include "domain/demonstration.h"
#include "store/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { STAGE_JOB_MEMORY = 1024 * 1024, STAGE_LISTEN_SIZE = 128 };

struct stage {
    struct stage_options options;
    struct config shown; /* the settings, with another folder and the port that was taken; owns none of its texts */
    char demo[STAGE_PATH_SIZE], part[STAGE_PATH_SIZE];
    char listen[STAGE_LISTEN_SIZE];
    struct demonstration *demonstration;
    struct runtime *runtime;
    struct stage_maker *maker; /* NULL: none is being made */
    struct folder *rest;       /* the real folder's lock while it rests */
    int is_ready;              /* `part` is whole and waits */
    int is_demo;
    int bell;
};

/* Any thread. */
static void stage_ring(void *arg)
{
    const struct stage *s = arg;
    const uint64_t one = 1;
    if (write(s->bell, &one, sizeof one) != (ssize_t)sizeof one) {
        LOG(LOG_WARN, "stage.ring", LOG_S("why", "the bell is full")); /* so it rings already */
    }
}

enum rc stage_path(const char *data, int is_part, char out[STAGE_PATH_SIZE])
{
    int n = snprintf(out, STAGE_PATH_SIZE, "%s/%s", data, is_part ? "demo.part" : "demo");
    return n > 0 && n < STAGE_PATH_SIZE ? RC_OK : RC_TOO_LARGE;
}

/* An empty file that stage_show puts into the folder. Somebody may keep a folder `demo` of their own there (petitiond demo), which is
 * neither shown nor deleted. */
static int stage_mark_path(const char *folder, char out[STAGE_PATH_SIZE])
{
    int n = snprintf(out, STAGE_PATH_SIZE, "%s/in_front", folder);
    return n > 0 && n < STAGE_PATH_SIZE;
}

static enum rc stage_mark(const char *folder)
{
    char path[STAGE_PATH_SIZE];
    FILE *file = stage_mark_path(folder, path) ? fopen(path, "we") : NULL;
    return file != NULL && fclose(file) == 0 && disk_sync_folder_of(path) ? RC_OK : RC_UNAVAILABLE;
}

int stage_is_in_front(const char *data)
{
    char demo[STAGE_PATH_SIZE];
    char path[STAGE_PATH_SIZE];
    return stage_path(data, 0, demo) == RC_OK && stage_mark_path(demo, path) && file_exists(path);
}

/* Keys first: what is left, should anything be, is sealed. */
static void stage_sweep(const struct stage *s)
{
    char keys[STAGE_PATH_SIZE + sizeof "/keys"];
    snprintf(keys, sizeof keys, "%s/keys", s->part);
    enum rc rc = file_exists(s->part) ? file_tree_drop(keys) : RC_OK;
    rc = rc == RC_OK && file_exists(s->part) ? file_tree_drop(s->part) : rc;
    if (rc != RC_OK) {
        LOG(LOG_WARN, "stage.sweep", LOG_S("path", s->part), LOG_S("do", "something stays there; delete it by hand"));
    }
}

static enum rc stage_rename(const char *from, const char *to)
{
    return rename(from, to) == 0 && disk_sync_folder_of(to) ? RC_OK : RC_UNAVAILABLE;
}

/* One job in the store that is served. */
struct stage_job {
    struct stage *stage;
    const char *why; /* settle; NULL: look */
    struct demonstration_wish wish;
};

static enum rc stage_job_run(void *arg, struct tx *tx)
{
    struct stage_job *job = arg;
    struct ctx ctx;
    struct arena *arena = arena_new(STAGE_JOB_MEMORY);
    if (arena == NULL) {
        return RC_UNAVAILABLE;
    }
    office_ctx(runtime_office(job->stage->runtime), arena, &ctx);
    enum rc rc =
        job->why != NULL ? demonstration_settle(&ctx, tx, job->why) : demonstration_wish_get(&ctx, tx, &job->wish);
    arena_free(arena);
    return rc;
}

/* Behind the transaction of whoever rang. */
static struct demonstration_wish stage_ask(struct stage *s)
{
    struct stage_job job = {.stage = s};
    enum rc rc = writer_call(runtime_writer(s->runtime), stage_job_run, &job);
    if (rc != RC_OK) {
        LOG(LOG_WARN, "stage.ask", LOG_S("rc", rc_slug(rc)));
        job.wish.deed = DEMONSTRATION_REST;
    }
    return job.wish;
}

static void stage_settle(struct stage *s, const char *why)
{
    struct stage_job job = {.stage = s, .why = why};
    enum rc rc = writer_call(runtime_writer(s->runtime), stage_job_run, &job);
    if (rc != RC_OK) {
        LOG(LOG_WARN, "stage.settle", LOG_S("rc", rc_slug(rc)));
    }
}

/* The port that was taken is kept, also when it was not named. */
static void stage_keep_address(struct stage *s)
{
    const char *listen = s->options.config->listen;
    const char *colon = strrchr(listen, ':');
    snprintf(s->listen, sizeof s->listen, "%.*s:%d", (int)(colon != NULL ? colon - listen : 0), listen,
             runtime_port(s->runtime));
    s->shown.listen = s->listen;
}

static enum rc stage_start(struct stage *s, int is_demo, char *message)
{
    struct runtime_options options = {.config = &s->shown,
                                      .clock = s->options.clock,
                                      .no_ticker = s->options.no_ticker,
                                      .demonstration = s->demonstration};
    enum rc rc = RC_OK;
    s->shown.data = is_demo ? s->demo : s->options.config->data;
    demonstration_set_beside(s->demonstration, is_demo);
    if (is_demo) {
        rc = folder_open(s->options.config->data, 0, &s->rest);
    } else {
        folder_close(s->rest);
        s->rest = NULL;
    }
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the folder %.200s cannot be held while its demonstration is shown",
                 s->options.config->data);
        return rc;
    }
    rc = runtime_start(&options, &s->runtime, message);
    if (rc == RC_OK) {
        s->is_demo = is_demo;
        stage_keep_address(s);
        LOG(LOG_INFO, is_demo ? "stage.demo" : "stage.office", LOG_S("folder", s->shown.data));
    }
    return rc;
}

static void stage_stop(struct stage *s)
{
    runtime_stop(s->runtime);
    s->runtime = NULL;
}

/* Before anything is served: the real office, or the demonstration that an earlier process showed. */
static enum rc stage_begin(struct stage *s, char *message)
{
    int is_demo = stage_is_in_front(s->options.config->data);
    enum rc rc = stage_start(s, is_demo, message);
    if (rc == RC_OK) {
        stage_sweep(s); /* now that nobody else has the folder */
    }
    if (rc == RC_OK && !is_demo) {
        stage_settle(s, "interrupted");
    } else if (rc == RC_OK) {
        stage_ring(s); /* somebody may have asked to end it before the process died */
    } else if (is_demo) {
        size_t n = strlen(message);
        snprintf(message + n, OFFICE_MESSAGE_SIZE - n,
                 "; this is the demonstration: to go back to the real office, delete the folder demo and start again");
    }
    return rc;
}

enum rc stage_open(const struct stage_options *options, struct stage **out, char message[OFFICE_MESSAGE_SIZE])
{
    struct stage *s = calloc(1, sizeof *s);
    snprintf(message, OFFICE_MESSAGE_SIZE, "no memory");
    if (s == NULL) {
        return RC_UNAVAILABLE;
    }
    s->options = *options;
    s->shown = *options->config;
    s->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    enum rc rc = s->bell >= 0 ? stage_path(options->config->data, 0, s->demo) : RC_UNAVAILABLE;
    rc = rc == RC_OK ? stage_path(options->config->data, 1, s->part) : rc;
    rc = rc == RC_OK ? demonstration_new(stage_ring, s, &s->demonstration) : rc;
    rc = rc == RC_OK ? stage_begin(s, message) : rc;
    if (rc != RC_OK) {
        stage_close(s);
        return rc;
    }
    *out = s;
    return RC_OK;
}

/* It will not be shown: the folder goes, and the real office, which answers, is told. `failure` NULL: nothing went wrong. */
static void stage_give_up(struct stage *s, const char *why, const char *failure)
{
    if (failure != NULL) {
        LOG(LOG_ERROR, "stage.make", LOG_S("why", failure));
    }
    stage_sweep(s);
    s->is_ready = 0;
    demonstration_clear(s->demonstration, failure);
    stage_settle(s, why);
}

static void stage_make(struct stage *s, const char *by)
{
    const struct clock *clock = s->options.clock != NULL ? s->options.clock : clock_system();
    const struct stage_maker_options options = {.path = s->part,
                                                .by = by,
                                                .now_ms = clock_wall_ms(clock),
                                                .demonstration = s->demonstration,
                                                .done = stage_ring,
                                                .arg = s};
    demonstration_clear(s->demonstration, NULL);
    stage_sweep(s);
    if (stage_maker_start(&options, &s->maker) != RC_OK) {
        s->maker = NULL;
        stage_give_up(s, "failed", "no thread for it");
    }
}

/* The maker is done: it waits to be shown, or the office hears why not. */
static void stage_take(struct stage *s, enum demonstration_deed deed)
{
    char why[OFFICE_MESSAGE_SIZE];
    enum rc rc = stage_maker_join(s->maker, why);
    s->maker = NULL;
    s->is_ready = rc == RC_OK;
    if (deed == DEMONSTRATION_END) {
        stage_give_up(s, "given_up", NULL);
    } else if (rc != RC_OK) {
        stage_give_up(s, "failed", why);
    }
}

/* The curtain: the real office rests, the demonstration answers at its address. */
static enum rc stage_show(struct stage *s, char *message)
{
    if (stage_mark(s->part) != RC_OK || stage_rename(s->part, s->demo) != RC_OK) {
        stage_give_up(s, "failed", "the folder demo.part cannot be renamed to demo; is there one already?");
        return RC_OK;
    }
    s->is_ready = 0;
    stage_stop(s);
    demonstration_clear(s->demonstration, NULL);
    enum rc rc = stage_start(s, 1, message);
    if (rc == RC_OK) {
        return RC_OK;
    }
    char why[OFFICE_MESSAGE_SIZE];
    snprintf(why, sizeof why, "%s", message);
    rc = stage_rename(s->demo, s->part);
    rc = rc == RC_OK ? stage_start(s, 0, message) : rc;
    if (rc == RC_OK) {
        stage_give_up(s, "failed", why);
    }
    return rc;
}

static enum rc stage_end(struct stage *s, char *message)
{
    stage_stop(s);
    if (stage_rename(s->demo, s->part) != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "%.300s cannot be put away; delete it and start again", s->demo);
        return RC_UNAVAILABLE;
    }
    stage_sweep(s);
    enum rc rc = stage_start(s, 0, message);
    if (rc == RC_OK) {
        stage_settle(s, "ended");
    }
    return rc;
}

int stage_fd(const struct stage *s)
{
    return s->bell;
}

static enum rc stage_turn_real(struct stage *s, const struct demonstration_wish *wish, char *message)
{
    int is_wanted = wish->deed == DEMONSTRATION_MAKE || wish->deed == DEMONSTRATION_SHOW;
    if (s->maker != NULL) {
        if (wish->deed == DEMONSTRATION_END) {
            stage_maker_stop(s->maker);
        }
        if (stage_maker_is_done(s->maker)) {
            stage_take(s, wish->deed);
        }
    } else if (wish->deed == DEMONSTRATION_END) {
        stage_give_up(s, "given_up", NULL);
    } else if (wish->deed == DEMONSTRATION_SHOW && s->is_ready) {
        return stage_show(s, message);
    } else if (is_wanted && !s->is_ready) {
        stage_make(s, wish->by);
    }
    return RC_OK;
}

enum rc stage_turn(struct stage *s, char message[OFFICE_MESSAGE_SIZE])
{
    uint64_t rung;
    if (read(s->bell, &rung, sizeof rung) != (ssize_t)sizeof rung) {
        return RC_OK; /* nobody rang */
    }
    struct demonstration_wish wish = stage_ask(s);
    if (s->is_demo) {
        return wish.deed == DEMONSTRATION_END ? stage_end(s, message) : RC_OK;
    }
    return stage_turn_real(s, &wish, message);
}

void stage_close(struct stage *s)
{
    char why[OFFICE_MESSAGE_SIZE];
    if (s == NULL) {
        return;
    }
    if (s->maker != NULL) {
        stage_maker_stop(s->maker);
        if (stage_maker_join(s->maker, why) != RC_OK) {
            LOG(LOG_INFO, "stage.make", LOG_S("why", why));
        }
    }
    if (s->runtime != NULL && !s->is_demo) {
        stage_sweep(s); /* while the folder is ours */
    }
    runtime_stop(s->runtime);
    folder_close(s->rest);
    demonstration_free(s->demonstration);
    if (s->bell >= 0) {
        close(s->bell);
    }
    free(s);
}

struct runtime *stage_runtime(const struct stage *s)
{
    return s->runtime;
}

int stage_is_demo(const struct stage *s)
{
    return s->is_demo;
}
