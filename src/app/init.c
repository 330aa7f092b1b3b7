/*
 * init.c - `petitiond init`.
 *
 * Runs on: the main thread, and the writer for the one transaction. Owns: the open folder for the length of the run.
 */
#include "app/init.h"

#include "app/args.h"
#include "app/commands.h"
#include "app/seed.h"
#include "base/crypto.h"
#include "base/log.h"
#include "domain/account.h"
#include "domain/demonstration.h"
#include "domain/grant.h"
#include "domain/password.h"
#include "domain/perm.h"
#include "domain/reference.h"
#include "domain/unit.h"
#include "store/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INIT_MEMORY = 256 * 1024 * 1024, INIT_QUEUE = 16, INIT_CHECKPOINT_PAGES = 16000, INIT_PASSWORD_MAX = 1024 };

void init_defaults(struct init_options *out)
{
    *out = (struct init_options){.name = "系统管理员",
                                 .county_code = "000000",
                                 .county_name = "本县",
                                 .bureau_code = "xinfang",
                                 .bureau_name = "县信访局",
                                 .bureau_mark = "信访",
                                 .second_factor = 1};
}

struct init_job {
    const struct init_options *options;
    const char *password_hash;
    struct ctx *ctx;
    int is_there; /* an office is in the database already */
};

static enum rc init_units(const struct init_job *job, struct tx *tx, struct unit_row *county)
{
    const struct init_options *o = job->options;
    struct unit_row bureau;
    enum rc rc = unit_add(
        job->ctx, tx,
        &(struct unit_new){
            .code = o->county_code, .name = o->county_name, .kind = "county", .can_handle = 0, .valid_from = 0},
        county);
    return rc != RC_OK ? rc
                       : unit_add(job->ctx, tx,
                                  &(struct unit_new){.code = o->bureau_code,
                                                     .name = o->bureau_name,
                                                     .kind = "bureau",
                                                     .parent_id = county->id,
                                                     .can_handle = 1,
                                                     .doc_mark = o->bureau_mark,
                                                     .phone = o->bureau_phone,
                                                     .address = o->bureau_address,
                                                     .valid_from = 0},
                                  &bureau);
}

static enum rc init_admin(const struct init_job *job, struct tx *tx, const struct unit_row *county)
{
    struct account_row account;
    struct grant_row grant;
    enum rc rc =
        account_add(job->ctx, tx,
                    &(struct account_new){
                        .login = job->options->login, .name = job->options->name, .password_hash = job->password_hash},
                    &account);
    return rc != RC_OK ? rc
                       : grant_add(job->ctx, tx,
                                   &(struct grant_new){.account_id = account.id,
                                                       .role = ACCOUNT_ADMIN_ROLE,
                                                       .unit_id = county->id,
                                                       .scope = "all",
                                                       .valid_from = SQL_NULL,
                                                       .valid_to = SQL_NULL},
                                   &grant);
}

/* The whole of it, or nothing. */
static enum rc init_job_run(void *arg, struct tx *tx)
{
    struct init_job *job = arg;
    struct unit_row county;
    enum rc rc = unit_rows_get_top(tx, job->ctx->arena, &county);
    if (rc != RC_NOT_FOUND) {
        job->is_there = rc == RC_OK;
        return rc == RC_OK ? RC_CONFLICT : rc;
    }
    rc = reference_use(job->ctx, tx);
    if (rc == RC_OK) {
        rc = seed_load(job->ctx, tx);
    }
    if (rc == RC_OK && job->options->is_demo) {
        rc = demonstration_mark(job->ctx, tx);
    }
    if (rc == RC_OK && job->options->second_factor) {
        rc = seed_factors(job->ctx, tx);
    }
    if (rc == RC_OK) {
        rc = init_units(job, tx, &county);
    }
    return rc == RC_OK ? init_admin(job, tx, &county) : rc;
}

static void init_explain(const struct init_job *job, char *message)
{
    const struct fault *f = &job->ctx->fault;
    const struct fault_error *e = f->error_count > 0 ? &f->errors[0] : &f->main;
    const char *text = e->reason != NULL ? fault_text(job->ctx->arena, e, 0) : NULL;
    if (job->is_there) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the folder %.200s holds an office already; nothing was changed",
                 job->options->data);
    } else {
        snprintf(message, OFFICE_MESSAGE_SIZE, "%s",
                 text != NULL ? text : "the folder could not be filled; see the log line above");
    }
}

/* Before anything is made, so that a bad password leaves no half-made folder behind. */
static enum rc init_check_password(struct arena *arena, const struct init_options *o, char *message)
{
    struct ctx ctx = {.arena = arena, .actor = &actor_system};
    const char *const names[] = {o->name, o->county_name, o->bureau_name, o->bureau_mark};
    struct password_words words = {o->login, names, sizeof names / sizeof names[0]};
    enum rc rc = password_check(&ctx, &words, o->password, NULL);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "%s", fault_text(arena, &ctx.fault.errors[0], 0));
    }
    return rc;
}

static enum rc init_write(struct office *office, struct init_job *job, char *message)
{
    struct writer *writer;
    struct writer_options options = {.path = folder_db_path(office->folder),
                                     .queue_max = INIT_QUEUE,
                                     .batch_max = INIT_QUEUE,
                                     .checkpoint_pages = INIT_CHECKPOINT_PAGES};
    enum rc rc = writer_start(&options, &writer);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "the database cannot be written; see the log line above");
        return rc;
    }
    rc = writer_call(writer, init_job_run, job);
    writer_stop(writer);
    if (rc != RC_OK) {
        init_explain(job, message);
    }
    return rc;
}

static enum rc init_fill(struct office *office, const struct init_options *o, struct arena *arena, char *message)
{
    struct ctx ctx;
    char hash[CRYPTO_PASSWORD_SIZE];
    enum rc rc = crypto_password_hash(o->password, hash);
    if (rc != RC_OK) {
        snprintf(message, OFFICE_MESSAGE_SIZE, "no memory to hash the password (64 MiB are needed)");
        return rc;
    }
    office_ctx(office, arena, &ctx);
    struct init_job job = {.options = o, .password_hash = hash, .ctx = &ctx};
    return init_write(office, &job, message);
}

enum rc init_run(const struct init_options *o, char message[OFFICE_MESSAGE_SIZE])
{
    struct office office;
    struct arena *arena = arena_new(INIT_MEMORY);
    snprintf(message, OFFICE_MESSAGE_SIZE, "no memory");
    enum rc rc = arena ? init_check_password(arena, o, message) : RC_UNAVAILABLE;
    if (rc == RC_OK && o->is_demo) {
        rc = folder_make_apart(o->data);
    }
    if (rc == RC_OK) {
        rc = office_open(o->data, OFFICE_CREATE, o->clock ? o->clock : clock_system(), &office, message);
    }
    if (rc == RC_OK) {
        rc = init_fill(&office, o, arena, message);
        office_close(&office);
    }
    arena_free(arena);
    return rc;
}

/* First line of a file; "-" is standard input. */
static int init_read_password(const char *path, char out[INIT_PASSWORD_MAX])
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (file == NULL) {
        fprintf(stderr, "petitiond: %s cannot be read\n", path);
        return 0;
    }
    int is_read = fgets(out, INIT_PASSWORD_MAX, file) != NULL;
    if (file != stdin) {
        fclose(file);
    }
    out[is_read ? strcspn(out, "\r\n") : 0] = '\0';
    if (out[0] == '\0') {
        fprintf(stderr, "petitiond: %s holds no password in its first line\n", path);
    }
    return out[0] != '\0';
}

int init_main(int argc, char **argv)
{
    struct init_options o;
    char message[OFFICE_MESSAGE_SIZE];
    char password[INIT_PASSWORD_MAX];
    const char *file = NULL;
    const char *zone = "Asia/Shanghai";
    const char *factor = "required";
    init_defaults(&o);
    const struct arg args[] = {
        {"--data", &o.data, NULL, 1, "Folder to make"},
        {"--admin", &o.login, NULL, 1, "Login of the first administrator"},
        {"--password-file", &file, NULL, 1,
         "File whose first line is their password (12 characters or more); - reads it"},
        {"--name", &o.name, NULL, 0, "Their name"},
        {"--county-code", &o.county_code, NULL, 0, "Area code, first part of case numbers, such as 330624"},
        {"--county-name", &o.county_name, NULL, 0, "Name of the county"},
        {"--bureau-name", &o.bureau_name, NULL, 0, "Name of the petition bureau"},
        {"--bureau-mark", &o.bureau_mark, NULL, 0, "Word in its document numbers"},
        {"--bureau-phone", &o.bureau_phone, NULL, 0, "Its telephone, shown to petitioners"},
        {"--bureau-address", &o.bureau_address, NULL, 0, "Its address, shown to petitioners"},
        {"--second-factor", &factor, NULL, 0,
         "required (administrators, auditors, heads of the bureau: the usual) or optional; changed later by role"},
        {"--zone", &zone, NULL, 0, "Time zone of the office, as later in the setting zone"},
    };
    int go =
        args_parse(argc, argv,
                   "init --data DIR --admin LOGIN --password-file FILE [flags]\n\n"
                   "Makes a data folder: schema, roles, dictionaries, calendars, definitions, first administrator.",
                   args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (clock_set_zone(zone) != RC_OK) {
        fprintf(stderr, "petitiond: this machine does not know the zone \"%s\"\n", zone);
        return EXIT_USAGE;
    }
    o.second_factor = strcmp(factor, "optional") != 0;
    if (o.second_factor && strcmp(factor, "required") != 0) {
        fprintf(stderr, "petitiond: --second-factor is required or optional\n");
        return EXIT_USAGE;
    }
    if (!init_read_password(file, password)) {
        return EXIT_USAGE;
    }
    o.password = password;
    log_set_level(LOG_WARN);
    enum rc rc = init_run(&o, message);
    crypto_wipe(password, sizeof password);
    if (rc != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return rc == RC_INVALID ? EXIT_USAGE : EXIT_FOUND;
    }
    printf("%s is ready; start it with: petitiond serve --data %s\n", o.data, o.data);
    return EXIT_GOOD;
}
