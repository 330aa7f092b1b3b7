/*
 * runtime.c - puts the server together and takes it apart.
 *
 * Runs on: the main thread; the callbacks on the thread that each names. Owns: see runtime.h.
 */
#include "app/runtime.h"

#include "api/api.h"
#include "app/seed.h"
#include "app/ticker.h"
#include "base/buf.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/media.h"
#include "base/version_cache.h"
#include "domain/alarm.h"
#include "domain/demonstration.h"
#include "domain/password_list.h"
#include "domain/presence.h"
#include "domain/reference.h"
#include "http/server.h"
#include "store/file_store.h"
#include "store/reader.h"
#include "store/writer.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RUNTIME_CHECK_MEMORY = 4 * 1024 * 1024,
    RUNTIME_POISONED = 70,
    RUNTIME_LOG_PAGES_MAX = 64 * 1024,
    RUNTIME_SEED_MEMORY = 256 << 20,
    RUNTIME_FOREIGN_MEMORY = 1 << 20,
    RUNTIME_CASE_TEXTS = 64 << 20 /* bytes */
};

struct runtime {
    const struct config *config;
    struct config_view settings;
    struct office office;
    struct writer *writer;
    struct readers *readers;
    struct server *server;
    struct ticker *ticker;
    struct password_list *password_deny; /* owned; NULL: none */
    atomic_int is_ready;
    int drain_ms;
    char url[128];
};

static const struct server_entry runtime_entries[] = {{"/desk", "index.html"}, {"/", "public.html"}, {NULL, NULL}};

/* Writer thread. Every reader exists before the first job is handed in. */
static void runtime_before_checkpoint(void *arg)
{
    struct runtime *rt = arg;
    if (rt->readers != NULL) {
        readers_release(rt->readers);
    }
}

/* Writer thread: the disk refused a sync, so nobody knows what is on it. Going on could acknowledge what is lost. */
static void runtime_on_poison(void *arg)
{
    (void)arg;
    LOG(LOG_ERROR, "runtime.poisoned", LOG_S("why", "the disk refused to write; restart recovers what is on it"));
    _exit(RUNTIME_POISONED);
}

/* Writer thread: somebody else has written into the database. The folder's lock keeps every program of ours out. */
static enum rc runtime_on_foreign(void *arg, struct tx *tx)
{
    struct runtime *rt = arg;
    struct ctx ctx;
    struct arena *arena = arena_new(RUNTIME_FOREIGN_MEMORY);
    if (arena == NULL) {
        return RC_UNAVAILABLE;
    }
    office_ctx(&rt->office, arena, &ctx);
    enum rc rc = alarm_foreign(&ctx, tx);
    arena_free(arena);
    return rc;
}

/* Worker. */
static int runtime_is_ready(void *arg)
{
    const struct runtime *rt = arg;
    struct writer_stats stats;
    writer_get_stats(rt->writer, &stats);
    return atomic_load_explicit(&rt->is_ready, memory_order_acquire) && !stats.is_failing &&
           stats.log_pages < RUNTIME_LOG_PAGES_MAX;
}

static void runtime_metric(struct buf *out, const char *name, const char *kind, const char *help, uint64_t value)
{
    buf_printf(out, "# HELP petitiond_%s %s\n# TYPE petitiond_%s %s\npetitiond_%s %llu\n", name, help, name, kind, name,
               (unsigned long long)value);
}

/* Worker. */
static void runtime_more_metrics(void *arg, struct buf *out)
{
    const struct runtime *rt = arg;
    struct writer_stats stats;
    writer_get_stats(rt->writer, &stats);
    runtime_metric(out, "writer_commits_total", "counter", "Transactions committed.", stats.commits);
    runtime_metric(out, "writer_jobs_total", "counter", "Writes run.", stats.jobs);
    runtime_metric(out, "writer_failed_jobs_total", "counter", "Writes that were rolled back.", stats.failed_jobs);
    runtime_metric(out, "writer_checkpoints_total", "counter", "Times that the log was copied back.",
                   stats.checkpoints);
    runtime_metric(out, "writer_queue_length", "gauge", "Writes that wait.", (uint64_t)stats.queue_length);
    runtime_metric(out, "writer_log_pages", "gauge", "Pages in the log.", (uint64_t)stats.log_pages);
    runtime_metric(out, "writer_batch_jobs", "gauge", "Writes in the last transaction.", (uint64_t)stats.batch_last);
    if (rt->ticker != NULL) {
        runtime_metric(out, "ladder_fired_total", "counter", "Rungs of ladders fired.", ticker_fired(rt->ticker));
    }
}

/* Any thread. */
static uint64_t runtime_pulse(const void *env)
{
    return presence_changes(((const struct env *)env)->presence);
}

static enum rc runtime_start_store(struct runtime *rt, char *message)
{
    const struct config *c = rt->config;
    struct writer_options options = {.path = folder_db_path(rt->office.folder),
                                     .queue_max = (int)c->queue_max,
                                     .batch_max = (int)c->batch_max,
                                     .checkpoint_pages = (int)c->checkpoint_pages,
                                     .before_checkpoint = runtime_before_checkpoint,
                                     .foreign = runtime_on_foreign,
                                     .on_poison = runtime_on_poison,
                                     .arg = rt};
    enum rc rc = writer_start(&options, &rt->writer);
    if (rc == RC_OK) {
        rc = readers_new(folder_db_path(rt->office.folder), rt->writer, &rt->readers);
    }
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "the database cannot be opened for work; see the log line above, and try: "
                 "petitiond doctor --data DIR");
    }
    rt->office.env.writer = rt->writer;
    return rc;
}

/* What this program brings and the folder does not have yet. */
static enum rc runtime_seed_job(void *arg, struct tx *tx)
{
    struct ctx *ctx = arg;
    enum rc rc = reference_use(ctx, tx);
    return rc == RC_OK ? seed_load(ctx, tx) : rc;
}

static enum rc runtime_seed(struct runtime *rt, char *message)
{
    struct ctx ctx;
    struct arena *arena = arena_new(RUNTIME_SEED_MEMORY);
    enum rc rc = arena != NULL ? RC_OK : RC_UNAVAILABLE;
    if (rc == RC_OK) {
        office_ctx(&rt->office, arena, &ctx);
        rc = writer_call(rt->writer, runtime_seed_job, &ctx);
    }
    arena_free(arena);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "roles, dictionaries and definitions of this version cannot be put into the folder; see the log line "
                 "above; nothing was changed");
    }
    return rc;
}

/* Loads calendar and definitions once, so that what is broken is known before anybody is let in. */
static enum rc runtime_check_reference(struct runtime *rt, char *message)
{
    struct reader *reader;
    struct tx tx;
    struct ctx ctx;
    struct arena *arena = arena_new(RUNTIME_CHECK_MEMORY);
    if (arena == NULL || reader_open(rt->readers, &reader) != RC_OK) {
        arena_free(arena);
        snprintf(message, OFFICE_MESSAGE_SIZE, "no memory");
        return RC_UNAVAILABLE;
    }
    office_ctx(&rt->office, arena, &ctx);
    enum rc rc = reader_begin(reader, &tx);
    if (rc == RC_OK) {
        rc = reference_use(&ctx, &tx);
        rc = rc == RC_OK ? demonstration_is(&ctx, &tx, &rt->office.env.is_demo) : rc;
        reader_end(reader);
    }
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "a workflow definition or calendar in the database cannot be used (the log line above "
                 "names it); run the program version that published it, or restore a backup");
    } else if (ctx.reference->workflow_count == 0) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the folder was not finished; make a new one with: petitiond init");
        rc = RC_NOT_FOUND;
    }
    arena_free(arena);
    return rc;
}

static void runtime_why_not(enum rc rc, const char *listen, char *message)
{
    if (rc == RC_INVALID) {
        snprintf(
            message, OFFICE_MESSAGE_SIZE,
            "cannot listen on %.100s: the log line above names the setting (listen, proxy, tls_certificate, tls_key)",
            listen);
    } else if (rc == RC_FORBIDDEN) {
        snprintf(
            message, OFFICE_MESSAGE_SIZE,
            "%.100s is beyond this machine: set tls_certificate and tls_key, or proxy to the address of the proxy that "
            "speaks TLS for us",
            listen);
    } else {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "cannot listen on %.100s: give --listen an address of this machine and a free port", listen);
    }
}

static enum rc runtime_start_http(struct runtime *rt, char *message)
{
    const struct config *c = rt->config;
    struct server_options options = {.listen = c->listen,
                                     .threads = (int)c->threads,
                                     .crafts = (int)c->crafts,
                                     .connection_max = (int)c->connection_max,
                                     .header_timeout_ms = (int)c->header_timeout_ms,
                                     .body_timeout_ms = (int)c->body_timeout_ms,
                                     .idle_timeout_ms = (int)c->idle_timeout_ms,
                                     .job_timeout_ms = (int)c->job_timeout_ms,
                                     .rate_per_minute = (int)c->rate_per_minute,
                                     .rate_burst = (int)c->rate_burst,
                                     .is_secure = config_is_secure(c),
                                     .tls_certificate = c->tls_certificate,
                                     .tls_key = c->tls_key,
                                     .proxy = c->proxy,
                                     .clock = rt->office.clock,
                                     .readers = rt->readers,
                                     .writer = rt->writer,
                                     .vault = rt->office.vault,
                                     .env = &rt->office.env,
                                     .tables = api_tables,
                                     .hooks = api_hooks(),
                                     .assets = &embed_static,
                                     .entries = runtime_entries,
                                     .cursor_key = rt->office.env.cursor_key,
                                     .is_ready = runtime_is_ready,
                                     .more_metrics = runtime_more_metrics,
                                     .pulse = runtime_pulse,
                                     .arg = rt};
    enum rc rc = server_start(&options, &rt->server);
    if (rc != RC_OK) {
        runtime_why_not(rc, c->listen, message);
        return rc;
    }
    const char *colon = strrchr(c->listen, ':');
    snprintf(rt->url, sizeof rt->url, "%s://%.*s:%d", c->tls_key[0] ? "https" : "http",
             (int)(colon ? colon - c->listen : 0), c->listen, server_port(rt->server));
    return RC_OK;
}

/* Contents of files, and who judges them. */
static enum rc runtime_start_files(struct runtime *rt, char *message)
{
    const struct config *c = rt->config;
    struct env *env = &rt->office.env;
    char root[PATH_MAX];
    snprintf(root, sizeof root, "%.4000s/" FILE_STORE_FOLDER_NAME, folder_path(rt->office.folder));
    enum rc rc = file_store_open(root, 1, &env->files);
    rc = rc == RC_OK ? file_store_drop_drafts(env->files) : rc;
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the folder files in %.200s cannot be made or written", c->data);
        return rc;
    }
    rc = media_open(&env->media);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "libmagic's tables are missing, so no file could be judged; install libmagic-mgc");
    }
    env->clamd = c->clamd[0] != '\0' ? c->clamd : NULL;
    env->file_max = c->file_mib << 20;
    env->file_case_max = c->file_case_mib << 20;
    env->file_day_max = c->file_day_mib << 20;
    env->file_day_count = c->file_day_count;
    return rc;
}

/* Read before the server gives up other folders. */
static enum rc runtime_start_passwords(struct runtime *rt, char *message)
{
    const char *path = rt->config->password_deny;
    enum rc rc = path[0] != '\0' ? password_list_load(path, &rt->password_deny) : RC_OK;
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "setting password_deny: %.200s cannot be read as a list of passwords",
                 path);
    }
    rt->office.env.password_deny = rt->password_deny;
    return rc;
}

static enum rc runtime_start_all(struct runtime *rt, const struct runtime_options *options, char *message)
{
    const struct config *c = rt->config;
    enum rc rc = clock_set_zone(c->zone);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE,
                 "setting zone: this machine does not know \"%.100s\"; install tzdata or name another", c->zone);
        return rc;
    }
    rc = office_open(c->data, OFFICE_SERVE, options->clock ? options->clock : clock_system(), &rt->office, message);
    if (rc != RC_OK) {
        return rc;
    }
    rt->office.env.session_idle_ms = c->session_idle_minutes * 60 * 1000;
    rt->office.env.session_max_ms = c->session_max_minutes * 60 * 1000;
    rt->office.env.is_secure = config_is_secure(c);
    rt->office.env.demonstration = options->demonstration;
    config_show(c, &rt->settings);
    rt->office.env.settings = rt->settings.rows;
    rt->office.env.setting_count = CONFIG_SETTINGS;
    rc = version_cache_new(RUNTIME_CASE_TEXTS, &rt->office.env.case_texts);
    if (rc == RC_OK) {
        rc = presence_new(&rt->office.env.presence);
    }
    if (rc == RC_OK) {
        rc = runtime_start_passwords(rt, message);
    }
    if (rc == RC_OK) {
        rc = runtime_start_files(rt, message);
    }
    if (rc == RC_OK) {
        rc = runtime_start_store(rt, message);
    }
    if (rc == RC_OK) {
        rc = runtime_check_reference(rt, message);
    }
    if (rc == RC_OK) {
        rc = runtime_seed(rt, message);
    }
    if (rc == RC_OK) {
        rc = ticker_start(&rt->office, rt->readers, rt->writer, !options->no_ticker, &rt->ticker);
    }
    if (rc == RC_OK) {
        rc = runtime_start_http(rt, message);
    }
    return rc;
}

enum rc runtime_start(const struct runtime_options *options, struct runtime **out, char message[OFFICE_MESSAGE_SIZE])
{
    struct runtime *rt = calloc(1, sizeof *rt);
    snprintf(message, OFFICE_MESSAGE_SIZE, "no memory");
    if (rt == NULL) {
        return RC_UNAVAILABLE;
    }
    rt->config = options->config;
    rt->drain_ms = (int)options->config->drain_ms;
    enum rc rc = runtime_start_all(rt, options, message);
    if (rc != RC_OK) {
        runtime_stop(rt);
        return rc;
    }
    atomic_store_explicit(&rt->is_ready, 1, memory_order_release);
    *out = rt;
    return RC_OK;
}

void runtime_stop(struct runtime *rt)
{
    if (rt == NULL) {
        return;
    }
    atomic_store_explicit(&rt->is_ready, 0, memory_order_release);
    if (rt->server != NULL) {
        server_quiesce(rt->server);
        server_stop(rt->server, rt->drain_ms);
    }
    ticker_stop(rt->ticker); /* after HTTP, whose metrics ask it */
    if (rt->writer != NULL) {
        writer_stop(rt->writer);
    }
    readers_free(rt->readers);
    version_cache_free(rt->office.env.case_texts);
    presence_free(rt->office.env.presence);
    file_store_close(rt->office.env.files);
    media_close(rt->office.env.media);
    password_list_free(rt->password_deny);
    office_close(&rt->office);
    free(rt);
}

const char *runtime_url(const struct runtime *rt)
{
    return rt->url;
}

int runtime_port(const struct runtime *rt)
{
    return server_port(rt->server);
}

enum rc runtime_adopt(struct runtime *rt, int fd)
{
    return server_adopt(rt->server, fd);
}

enum rc runtime_tick(struct runtime *rt, int *fired)
{
    return ticker_sweep(rt->ticker, fired);
}

enum rc runtime_checkpoint(struct runtime *rt)
{
    return ticker_checkpoint(rt->ticker, 0);
}

enum rc runtime_sweep_files(struct runtime *rt, int64_t age_s, int64_t *removed)
{
    return ticker_sweep_files(rt->ticker, age_s, removed);
}

enum rc runtime_rekey(struct runtime *rt, int *is_more)
{
    return ticker_rekey(rt->ticker, is_more);
}

enum rc runtime_retention(struct runtime *rt)
{
    return ticker_retention(rt->ticker);
}

struct office *runtime_office(struct runtime *rt)
{
    return &rt->office;
}

struct writer *runtime_writer(struct runtime *rt)
{
    return rt->writer;
}

struct readers *runtime_readers(struct runtime *rt)
{
    return rt->readers;
}
