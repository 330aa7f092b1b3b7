/*
 * served.c - a whole office in this process.
 *
 * Runs on: the test's main thread. Owns: see served.h.
 */
#include "support/served.h"

#include "app/init.h"
#include "base/log.h"
#include "support/bureau.h"
#include "support/client.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((noreturn)) static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "test server: %s: %s\n", what, why);
    abort();
}

static void start(struct served *s)
{
    char message[OFFICE_MESSAGE_SIZE];
    struct runtime_options options = {.config = &s->config, .clock = s->clock, .no_ticker = 1};
    if (runtime_start(&options, &s->rt, message) != RC_OK) {
        give_up("start", message);
    }
}

static void set(struct served *s, const char *name, const char *value)
{
    char message[CONFIG_MESSAGE_SIZE];
    if (config_set(&s->config, name, value, "test", message) != RC_OK) {
        give_up("setting", message);
    }
}

/* The office that all tests of this program begin with: made by the first, copied by the others. */
static const char *made_folder;

static void make(const char *folder, struct clock *clock)
{
    struct init_options o;
    char message[OFFICE_MESSAGE_SIZE];
    init_defaults(&o);
    o.data = folder;
    o.login = SERVED_ADMIN;
    o.password = SERVED_PASSWORD;
    o.county_code = "999901";
    o.second_factor = 0;
    o.clock = clock;
    if (init_run(&o, message) != RC_OK) {
        give_up("init", message);
    }
}

void served_start(struct served *s, const char *stamp)
{
    int64_t now_ms;
    memset(s, 0, sizeof *s);
    log_set_level(LOG_ERROR);
    if (clock_set_zone("Asia/Shanghai") != RC_OK || clock_parse_stamp(stamp, &now_ms) != RC_OK) {
        give_up("clock", stamp);
    }
    s->clock = clock_manual_new(now_ms);
    if (made_folder == NULL) {
        made_folder = support_path(support_folder(), "made");
        make(made_folder, s->clock);
    }
    s->folder = support_path(support_folder(), "data");
    bureau_copy(made_folder, s->folder);
    config_init(&s->config);
    set(s, "data", s->folder);
    set(s, "listen", "127.0.0.1:0");
    set(s, "threads", "2");
    set(s, "rate_per_minute", "0");
    set(s, "connection_max", "200");
    start(s);
}

void served_stop(struct served *s)
{
    runtime_stop(s->rt);
    config_free(&s->config);
    clock_free(s->clock);
    memset(s, 0, sizeof *s);
}

void served_restart(struct served *s)
{
    runtime_stop(s->rt);
    start(s);
}

const char *served_url(const struct served *s)
{
    return runtime_url(s->rt);
}

struct client *served_admin(const struct served *s)
{
    struct client *c = client_new(served_url(s));
    int status = client_sign_in(c, SERVED_ADMIN, SERVED_PASSWORD);
    if (status != 201) {
        fprintf(stderr, "status %d\n", status);
        give_up("sign-in", "the administrator was not let in");
    }
    return c;
}

void served_unit(struct client *admin, const char *code, char id[27])
{
    const struct client_reply *r = client_get(admin, "/api/v1/units?limit=200&q=%s", code);
    for (int i = 0; i < client_size(r, "data"); i++) {
        char path[32];
        snprintf(path, sizeof path, "data.%d.code", i);
        if (strcmp(client_text(r, path), code) == 0) {
            snprintf(path, sizeof path, "data.%d.id", i);
            snprintf(id, 27, "%s", client_text(r, path));
            return;
        }
    }
    give_up("no such unit", code);
}

void served_person(struct client *admin, const char *login, const char *unit_id, char id[27])
{
    char body[1024], path[100];
    snprintf(body, sizeof body, "{\"login\":\"%s\",\"name\":\"%s\"%s%s%s}", login, login,
             unit_id != NULL ? ",\"unit_id\":\"" : "", unit_id != NULL ? unit_id : "", unit_id != NULL ? "\"" : "");
    const struct client_reply *r = client_call(admin, "POST", "/api/v1/accounts", body);
    if (r->status != 201) {
        give_up("account", r->body);
    }
    snprintf(id, 27, "%s", client_text(r, "id"));
    snprintf(path, sizeof path, "/api/v1/accounts/%s/reset-codes", id);
    r = client_call(admin, "POST", path, "{\"known_by\":\"sits opposite\"}");
    if (r->status != 201) {
        give_up("code", r->body);
    }
    snprintf(body, sizeof body, "{\"login\":\"%s\",\"code\":\"%s\",\"new_password\":\"" SERVED_PASSWORD "\"}", login,
             client_text(r, "code"));
    r = client_call(admin, "POST", "/api/v1/password-resets", body);
    if (r->status != 204) {
        give_up("first password", r->body);
    }
}

void served_account(struct client *admin, const char *login, const char *role, const char *unit_id, const char *scope,
                    char id[27])
{
    char body[1024];
    char account[27];
    char county[27];
    if (unit_id == NULL) {
        served_unit(admin, "999901", county);
        unit_id = county;
    }
    served_person(admin, login, unit_id, account);
    snprintf(body, sizeof body, "{\"account_id\":\"%s\",\"role\":\"%s\",\"unit_id\":\"%s\",\"scope\":\"%s\"}", account,
             role, unit_id, scope);
    const struct client_reply *r = client_call(admin, "POST", "/api/v1/grants", body);
    if (r->status != 201) {
        give_up("grant", r->body);
    }
    if (id != NULL) {
        memcpy(id, account, sizeof account);
    }
}
