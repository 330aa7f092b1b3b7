/*
 * bureau.c - an office made by the real program and over HTTP.
 *
 * Runs on: one thread. Owns: nothing.
 */
#include "support/bureau.h"

#include "app/file.h"
#include "support/client.h"
#include "support/program.h"
#include "support/served.h"
#include "support/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define ADMIN "admin"

enum { READY_MS = 60000, DAY_S = 86400 };

static const struct {
    const char *login, *role, *scope, *permissions;
} desks[BUREAU_DESKS] = {
    [BUREAU_CLERK] = {"clerk", "bureau_handler", "all", "\"case.read\",\"case.register\",\"case.act\""},
    [BUREAU_INTAKE] = {"intake", "unit_intake", "unit", "\"case.read\",\"case.act\""},
    [BUREAU_HANDLER] = {"handler", "unit_handler", "unit", "\"case.read\",\"case.act\""},
    [BUREAU_LEADER] = {"leader", "unit_leader", "unit", "\"case.read\",\"case.act\""},
    [BUREAU_INTAKE_TWO] = {"intake-two", "unit_intake", "unit", "\"case.read\",\"case.act\""},
};

__attribute__((noreturn)) static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "test office: %s: %s\n", what, why);
    abort();
}

static void init(const char *folder)
{
    char output[2000];
    const char *password = support_path(support_folder(), "password");
    support_write(password, SERVED_PASSWORD "\n", sizeof SERVED_PASSWORD);
    const char *const argv[] = {"init",     "--data",
                                folder,     "--admin",
                                ADMIN,      "--password-file",
                                password,   "--county-code",
                                "999901",   "--county-name",
                                "稽江县",   "--second-factor",
                                "optional", NULL};
    if (program_run(output, sizeof output, argv) != 0) {
        give_up("init", output);
    }
}

static void add_unit(struct client *c, const char *code, const char *kind, const char *parent_id,
                     char id[BUREAU_ID_SIZE])
{
    char body[500];
    snprintf(body, sizeof body,
             "{\"code\":\"%s\",\"name\":\"单位%s\",\"kind\":\"%s\",\"parent_id\":\"%s\",\"can_handle\":true,"
             "\"doc_mark\":\"文%s\",\"phone\":\"0575-0000\",\"valid_from\":\"2020-01-01\"}",
             code, code, kind, parent_id, code);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/units", body);
    if (r->status != 201) {
        give_up("unit", r->body);
    }
    snprintf(id, BUREAU_ID_SIZE, "%s", client_text(r, "id"));
}

static void find_unit(struct client *c, const char *code, char id[BUREAU_ID_SIZE])
{
    const struct client_reply *r = client_get(c, "/api/v1/units?limit=10&q=%s", code);
    if (client_size(r, "data") != 1) {
        give_up("find", code);
    }
    snprintf(id, BUREAU_ID_SIZE, "%s", client_text(r, "data.0.id"));
}

static void add_account(struct client *c, int desk, const char *unit_id, char id[BUREAU_ID_SIZE])
{
    char body[500];
    served_person(c, desks[desk].login, unit_id, id);
    snprintf(body, sizeof body, "{\"account_id\":\"%s\",\"role\":\"%s\",\"unit_id\":\"%s\",\"scope\":\"%s\"}", id,
             desks[desk].role, unit_id, desks[desk].scope);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/grants", body);
    if (r->status != 201) {
        give_up("grant", r->body);
    }
}

static void make_token(const char *url, int desk, char token[BUREAU_TOKEN_SIZE])
{
    char body[500];
    char until[16];
    struct tm day;
    time_t then = time(NULL) + (time_t)100 * DAY_S;
    gmtime_r(&then, &day);
    strftime(until, sizeof until, "%Y-%m-%d", &day);
    struct client *c = client_new(url);
    if (client_sign_in(c, desks[desk].login, SERVED_PASSWORD) != 201) {
        give_up("sign-in", desks[desk].login);
    }
    snprintf(body, sizeof body, "{\"name\":\"test\",\"expires_on\":\"%s\",\"permissions\":[%s]}", until,
             desks[desk].permissions);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/tokens", body);
    if (r->status != 201) {
        give_up("token", r->body);
    }
    snprintf(token, BUREAU_TOKEN_SIZE, "%s", client_text(r, "token"));
    client_free(c);
}

static void fill(const char *url, struct bureau *b)
{
    char county[BUREAU_ID_SIZE];
    char town[BUREAU_ID_SIZE];
    const char *const places[BUREAU_DESKS] = {b->unit_bureau, b->unit_one, b->unit_one, b->unit_one, b->unit_two};
    struct client *c = client_new(url);
    if (client_sign_in(c, ADMIN, SERVED_PASSWORD) != 201) {
        give_up("sign-in", ADMIN);
    }
    find_unit(c, "999901", county);
    find_unit(c, "xinfang", b->unit_bureau);
    add_unit(c, "jiansheju", "department", county, b->unit_one);
    add_unit(c, "minzhengju", "department", county, b->unit_two);
    add_unit(c, "baita", "town", county, town);
    add_unit(c, "fenglin", "village", town, b->village);
    for (int i = 0; i < BUREAU_DESKS; i++) {
        add_account(c, i, places[i], b->account[i]);
    }
    client_free(c);
    for (int i = 0; i < BUREAU_DESKS; i++) {
        make_token(url, i, b->token[i]);
    }
}

void bureau_make(const char *folder, const char *log, struct bureau *out)
{
    static const char *const flags[] = {"--rate-per-minute", "0", "--log-level", "error", NULL};
    struct program p;
    char url[64];
    memset(out, 0, sizeof *out);
    init(folder);
    program_serve(&p, folder, flags, NULL, log);
    if (!program_ready(&p, READY_MS)) {
        give_up("the server did not start; see", log);
    }
    snprintf(url, sizeof url, "http://127.0.0.1:%d", p.port);
    fill(url, out);
    if (program_end(&p, SIGTERM) != 0) {
        give_up("the server did not end well; see", log);
    }
}

static void copy(const char *from, const char *to, const char *name)
{
    char source[1024];
    char target[1024];
    snprintf(source, sizeof source, "%s/%s", from, name);
    snprintf(target, sizeof target, "%s/%s", to, name);
    if (file_exists(source) && file_copy(source, target) != RC_OK) {
        give_up("copy", source);
    }
}

void bureau_copy(const char *from, const char *to)
{
    char keys[1024];
    snprintf(keys, sizeof keys, "%s/keys", to);
    if (mkdir(to, 0700) != 0 || mkdir(keys, 0700) != 0) {
        give_up("make", to);
    }
    copy(from, to, "petitiond.db");
    copy(from, to, "petitiond.db-wal");
    copy(from, to, "keys/master.key");
    copy(from, to, "keys/ring");
}
