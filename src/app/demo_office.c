/*
 * demo_office.c - units, accounts and grants of the demo, and calls in somebody's name.
 *
 * Sessions would end between two steps of a story, which are days apart, so everybody signs in once and makes an API token. What
 * follows at once is done in the session, which has just been proved (accounts and grants want that); the rest by the token, which
 * ends with the demo's today.
 *
 * Runs on: the thread that tells the stories. Owns: nothing.
 */
#include "app/demo_inside.h"

#include "base/buf.h"
#include "base/clock.h"
#include "http/codec.h"

#include <stdio.h>
#include <string.h>

#define DEMO_PROOF_MS (INT64_C(9) * 60 * 1000) /* a little less than a proof holds */

enum { DEMO_TOKEN_DAYS = 365 };

struct demo_account *demo_find_account(struct demo *d, const char *login)
{
    for (size_t i = 0; i < d->account_count; i++) {
        if (strcmp(d->accounts[i].login, login) == 0) {
            return &d->accounts[i];
        }
    }
    return NULL;
}

/* Sends, expects a status, and reads the body. */
static enum rc demo_send(struct demo *d, const struct demo_request *r, int expected, struct demo_reply *reply,
                         const struct value **out)
{
    enum rc rc = demo_go_on(d);
    if (rc != RC_OK) {
        return rc;
    }
    rc = demo_client_send(d->client, r, reply);
    if (rc != RC_OK) {
        return demo_fail(d, rc, "%s %.200s: no answer", r->method, r->path);
    }
    if (reply->status != expected) {
        return demo_fail(d, RC_REFUSED, "%s %.150s: %d %.250s", r->method, r->path, reply->status, reply->body);
    }
    *out = NULL;
    return reply->size > 0 ? codec_decode_value(&d->ctx, reply->body, reply->size, out) : RC_OK;
}

/* What the session may do, as the token's permissions. */
static const char *demo_token_body(struct demo *d, const struct value *session, const char *until)
{
    struct buf body;
    buf_init(&body, d->ctx.arena);
    buf_printf(&body, "{\"name\":\"demo\",\"expires_on\":\"%s\",\"permissions\":", until);
    value_put_json(&body, value_get(session, "permissions"));
    buf_putc(&body, '}');
    return buf_cstr(&body);
}

static enum rc demo_sign_in(struct demo *d, struct demo_account *account)
{
    struct demo_reply reply;
    struct buf body;
    const struct value *session;
    const struct value *made;
    char until[CLOCK_DATE_SIZE];
    int32_t today = clock_day_of(clock_wall_ms(d->clock));
    int32_t end = clock_day_of(d->now_ms) + 1;
    buf_init(&body, d->ctx.arena);
    buf_puts(&body, "{\"login\":");
    buf_put_json(&body, account->login);
    buf_puts(&body, ",\"password\":");
    buf_put_json(&body, d->password);
    buf_putc(&body, '}');
    struct demo_request sign_in = {.method = "POST", .path = "/api/v1/sessions", .body = buf_cstr(&body)};
    enum rc rc = demo_send(d, &sign_in, 201, &reply, &session);
    if (rc != RC_OK) {
        return rc;
    }
    account->cookie = arena_strdup(d->keep, reply.cookie);
    account->csrf = arena_strdup(d->keep, value_text(session, "csrf"));
    account->proved_ms = clock_wall_ms(d->clock);
    account->token_until = end < today + DEMO_TOKEN_DAYS ? end : today + DEMO_TOKEN_DAYS;
    clock_format_day(account->token_until, until);
    struct demo_request token = {.method = "POST",
                                 .path = "/api/v1/tokens",
                                 .cookie = account->cookie,
                                 .csrf = account->csrf,
                                 .body = demo_token_body(d, session, until)};
    rc = demo_send(d, &token, 201, &reply, &made);
    if (rc == RC_OK) {
        account->token = arena_strdup(d->keep, value_text(made, "token"));
    }
    return rc;
}

enum rc demo_call(struct demo *d, const char *login, const struct demo_request *request, int expected,
                  const struct value **out)
{
    struct demo_request r = *request;
    struct demo_reply reply;
    if (login != NULL) {
        struct demo_account *account = demo_find_account(d, login);
        if (account == NULL) {
            return demo_fail(d, RC_NOT_FOUND, "there is no account %s", login);
        }
        if (account->token == NULL || account->token_until < clock_day_of(clock_wall_ms(d->clock))) {
            enum rc rc = demo_sign_in(d, account);
            if (rc != RC_OK) {
                return rc;
            }
        }
        if (clock_wall_ms(d->clock) - account->proved_ms < DEMO_PROOF_MS) {
            r.cookie = account->cookie;
            r.csrf = account->csrf;
        } else {
            r.token = account->token;
        }
    }
    return demo_send(d, &r, expected, &reply, out);
}

static enum rc demo_post(struct demo *d, const char *path, const char *body, const struct value **out)
{
    struct demo_request request = {.method = "POST", .path = path, .body = body};
    return body != NULL ? demo_call(d, d->accounts[0].login, &request, 201, out) : RC_TOO_LARGE;
}

static void demo_know_unit(struct demo *d, const struct value *unit)
{
    d->units[d->unit_count++] = (struct demo_name){arena_strdup(d->keep, value_text(unit, "code")),
                                                   arena_strdup(d->keep, value_text(unit, "id"))};
}

/* County and bureau, which the folder begins with. */
static enum rc demo_first_units(struct demo *d, size_t more)
{
    const struct value *list;
    struct demo_request request = {.method = "GET", .path = "/api/v1/units"};
    enum rc rc = demo_call(d, d->accounts[0].login, &request, 200, &list);
    const struct value *rows = rc == RC_OK ? value_get(list, "data") : NULL;
    size_t count = rows != NULL ? rows->count : 0;
    d->units = arena_array_of(d->keep, struct demo_name, count + more);
    for (size_t i = 0; d->units != NULL && i < count; i++) {
        demo_know_unit(d, &rows->items[i]);
    }
    return d->units != NULL ? rc : RC_TOO_LARGE;
}

static enum rc demo_units(struct demo *d, const struct value *units)
{
    enum rc rc = demo_first_units(d, units->count);
    for (size_t i = 0; rc == RC_OK && i < units->count; i++) {
        const struct value *made;
        struct arena_mark mark = arena_mark(d->ctx.arena);
        struct buf body;
        buf_init(&body, d->ctx.arena);
        rc = demo_put(d, &body, &units->items[i], NULL);
        if (rc == RC_OK) {
            rc = demo_post(d, "/api/v1/units", buf_cstr(&body), &made);
        }
        if (rc == RC_OK) {
            demo_know_unit(d, made);
        }
        arena_reset_to(d->ctx.arena, mark);
    }
    return rc;
}

static enum rc demo_grants(struct demo *d, struct demo_account *account, const struct value *grants)
{
    enum rc rc = RC_OK;
    account->roles = "";
    for (size_t i = 0; rc == RC_OK && grants != NULL && i < grants->count; i++) {
        const struct value *made;
        struct buf body;
        buf_init(&body, d->ctx.arena);
        rc = demo_put(d, &body, &grants->items[i], NULL);
        const char *text = buf_cstr(&body);
        if (rc == RC_OK && text != NULL) {
            text = arena_printf(d->ctx.arena, "{\"account_id\":\"%s\",%s", account->id, text + 1);
            rc = demo_post(d, "/api/v1/grants", text, &made);
        }
        if (rc == RC_OK) {
            account->roles = arena_printf(d->keep, "%s%s%s（%s）", account->roles, i > 0 ? "，" : "",
                                          value_text(made, "role_title_zh"), value_text(made, "unit_name"));
        }
    }
    return rc;
}

/* The owner's first password, with a code from the administrator. */
static enum rc demo_first_password(struct demo *d, const struct demo_account *account)
{
    const struct value *made;
    struct demo_request request = {.method = "POST", .path = "/api/v1/password-resets"};
    const char *path = arena_printf(d->ctx.arena, "/api/v1/accounts/%s/reset-codes", account->id);
    enum rc rc = path != NULL ? demo_post(d, path, "{\"known_by\":\"当面核对工作证\"}", &made) : RC_TOO_LARGE;
    if (rc != RC_OK) {
        return rc;
    }
    struct buf body;
    buf_init(&body, d->ctx.arena);
    buf_puts(&body, "{\"login\":");
    buf_put_json(&body, account->login);
    buf_puts(&body, ",\"code\":");
    buf_put_json(&body, value_text(made, "code"));
    buf_puts(&body, ",\"new_password\":");
    buf_put_json(&body, d->password);
    buf_putc(&body, '}');
    request.body = buf_cstr(&body);
    return request.body != NULL ? demo_call(d, NULL, &request, 204, &made) : RC_TOO_LARGE;
}

static enum rc demo_account_add(struct demo *d, const struct value *in, int has_password)
{
    struct demo_account *account = &d->accounts[d->account_count];
    const struct value *made;
    struct buf body;
    buf_init(&body, d->ctx.arena);
    buf_puts(&body, "{\"login\":");
    buf_put_json(&body, value_text(in, "login"));
    buf_puts(&body, ",\"name\":");
    buf_put_json(&body, value_text(in, "name"));
    buf_puts(&body, ",\"unit_id\":");
    enum rc rc = demo_put(d, &body, value_get(in, "unit_id"), NULL);
    buf_putc(&body, '}');
    if (rc == RC_OK) {
        rc = demo_post(d, "/api/v1/accounts", buf_cstr(&body), &made);
    }
    if (rc != RC_OK) {
        return rc;
    }
    *account = (struct demo_account){.login = value_text(in, "login"),
                                     .name = value_text(in, "name"),
                                     .id = arena_strdup(d->keep, value_text(made, "id"))};
    d->account_count++;
    rc = has_password ? demo_first_password(d, account) : RC_OK;
    return rc == RC_OK ? demo_grants(d, account, value_get(in, "grants")) : rc;
}

enum rc demo_office(struct demo *d, int has_passwords)
{
    const struct value *office;
    enum rc rc = demo_read(d, "seed/demo/office.json", &office);
    if (rc != RC_OK) {
        return rc;
    }
    const struct value *units = value_get(office, "units");
    const struct value *people = value_get(office, "accounts");
    const struct value *admin = value_get(office, "admin");
    d->accounts = people != NULL ? arena_array_of(d->keep, struct demo_account, people->count + 1) : NULL;
    if (d->accounts == NULL || units == NULL) {
        return demo_fail(d, RC_MALFORMED, "office.json names no units or accounts");
    }
    d->accounts[d->account_count++] = (struct demo_account){.login = value_text(admin, "login"),
                                                            .name = value_text(admin, "name"),
                                                            .roles = "系统管理员（不接触信访内容）"};
    rc = demo_units(d, units);
    for (size_t i = 0; rc == RC_OK && i < people->count; i++) {
        struct arena_mark mark = arena_mark(d->ctx.arena);
        rc = demo_account_add(d, &people->items[i], has_passwords);
        arena_reset_to(d->ctx.arena, mark);
    }
    return rc;
}
