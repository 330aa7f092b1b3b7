/*
 * scenario_people.c - who acts: accounts of the prepared folder and their sessions.
 *
 * Sessions are stored as signing in would, without a password: Argon2id is slow, and signing in has tests of its own. One
 * that the clock of the test has left behind is replaced, so that whoever acts has just proved who they are.
 *
 * Runs on: the test's main thread; the jobs on the writer. Owns: the seats of the scenario.
 */
#include "support/scenario_inside.h"

#include "base/crypto.h"
#include "base/ident.h"
#include "domain/actor.h"
#include "domain/binding.h"
#include "domain/session.h"
#include "domain/substitution.h"
#include "store/sql_stmts.h"
#include "store/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEAT_KEEP_MS (INT64_C(9) * 60 * 1000)
#define SEAT_ENDS_MS (INT64_C(12) * 3600 * 1000)

enum { PEOPLE_ARENA = 4 * 1024 * 1024, SECRET_SIZE = 64 };

struct seat_job {
    struct scenario *s;
    const char *account_id;
    struct scenario_seat *seat;
};

static enum rc seat_store(struct ctx *ctx, struct tx *tx, struct seat_job *job)
{
    uint8_t raw[CRYPTO_TOKEN_BYTES];
    char secret[SECRET_SIZE];
    char id[IDENT_SIZE];
    struct sql_blob hash, proof;
    const char *csrf = NULL;
    crypto_random(raw, sizeof raw);
    crypto_base64(raw, sizeof raw, secret);
    ident_new(ctx->now_ms, id);
    enum rc rc = actor_session_hash(ctx, secret, &hash);
    if (rc == RC_OK) {
        rc = binding_of_session(
            ctx,
            &(struct binding_session){hash, id, job->account_id, ctx->now_ms, ctx->now_ms, ctx->now_ms + SEAT_ENDS_MS},
            &proof);
    }
    if (rc == RC_OK) {
        rc = session_rows_add(tx, &(struct session_add_in){.hash = hash,
                                                           .id = id,
                                                           .account_id = job->account_id,
                                                           .created_ms = ctx->now_ms,
                                                           .ends_ms = ctx->now_ms + SEAT_ENDS_MS,
                                                           .agent = "scenario",
                                                           .proof = proof});
    }
    if (rc == RC_OK) {
        rc = session_csrf(ctx, id, &csrf);
    }
    if (rc == RC_OK) {
        *job->seat = (struct scenario_seat){ctx->now_ms, strdup(secret), strdup(csrf)};
    }
    return rc;
}

static enum rc seat_make(void *arg, struct tx *tx)
{
    struct seat_job *job = arg;
    struct ctx ctx;
    struct arena *arena = arena_new(PEOPLE_ARENA);
    if (arena == NULL) {
        return RC_UNAVAILABLE;
    }
    office_ctx(runtime_office(job->s->rt), arena, &ctx);
    enum rc rc = seat_store(&ctx, tx, job);
    arena_free(arena);
    return rc;
}

static enum rc admin_find(void *arg, struct tx *tx)
{
    struct scenario_name *out = arg;
    struct arena *arena = arena_new(PEOPLE_ARENA);
    struct account_row row;
    enum rc rc = account_rows_get_by_login(tx, arena, &(struct account_get_by_login_in){"demo-admin"}, &row);
    if (rc == RC_OK) {
        snprintf(out->id, sizeof out->id, "%s", row.id);
    }
    arena_free(arena);
    return rc;
}

/* The place of an account in the list of the office; `init` made the administrator, nobody told the list. */
static int account_at(struct scenario *s, const char *login)
{
    struct scenario_office *o = &scenario_office;
    int at = 0;
    while (at < o->account_count && strcmp(o->accounts[at].key, login) != 0) {
        at++;
    }
    if (at == o->account_count && strcmp(login, "demo-admin") == 0) {
        struct scenario_name admin = {.key = "demo-admin"};
        if (writer_call(runtime_writer(s->rt), admin_find, &admin) != RC_OK) {
            scenario_give_up("account", login);
        }
        scenario_office_know(o->accounts, &o->account_count, admin.key, admin.id);
    }
    if (at == o->account_count) {
        scenario_give_up("no such account", login);
    }
    return at;
}

static void seat_free(struct scenario_seat *seat)
{
    free(seat->secret);
    free(seat->csrf);
    *seat = (struct scenario_seat){0};
}

const struct scenario_seat *scenario_seat(struct scenario *s, const char *login)
{
    int at = account_at(s, login);
    struct scenario_seat *seat = &s->seats[at];
    int64_t age_ms = clock_wall_ms(s->clock) - seat->made_ms;
    if (seat->secret == NULL || age_ms < 0 || age_ms > SEAT_KEEP_MS) {
        struct seat_job job = {s, scenario_office.accounts[at].id, seat};
        seat_free(seat);
        if (writer_call(runtime_writer(s->rt), seat_make, &job) != RC_OK || seat->csrf == NULL) {
            scenario_give_up("session", login);
        }
    }
    return seat;
}

void scenario_seats_free(struct scenario *s)
{
    for (int i = 0; i < SCENARIO_NAMES_MAX; i++) {
        seat_free(&s->seats[i]);
    }
}

const char *headers_of(struct scenario *s, const char *login)
{
    char line[256];
    const struct scenario_seat *seat = scenario_seat(s, login);
    snprintf(line, sizeof line, "Cookie: sid=%s\r\nX-CSRF: %s\r\n", seat->secret, seat->csrf);
    return scenario_keep(s, line);
}

struct stand_in_job {
    struct scenario *s;
    const char *absent_id, *substitute_id;
    int32_t from, to;
};

static enum rc stand_in_make(void *arg, struct tx *tx)
{
    struct stand_in_job *job = arg;
    struct arena *arena = arena_new(PEOPLE_ARENA);
    struct ctx ctx;
    struct actor actor;
    struct substitution_row row;
    if (arena == NULL) {
        return RC_UNAVAILABLE;
    }
    office_ctx(runtime_office(job->s->rt), arena, &ctx);
    enum rc rc = actor_from_account(&ctx, tx, job->absent_id, &actor);
    actor.session_id = "scenario";
    ctx.actor = &actor;
    if (rc == RC_OK) {
        rc = substitution_add(&ctx, tx, &(struct substitution_new){job->substitute_id, job->from, job->to}, &row);
    }
    arena_free(arena);
    return rc;
}

void stands_in(struct scenario *s, const char *substitute, const char *absent, const char *from, const char *to)
{
    struct stand_in_job job = {.s = s,
                               .absent_id = scenario_office.accounts[account_at(s, absent)].id,
                               .substitute_id = scenario_office.accounts[account_at(s, substitute)].id};
    if (clock_parse_day(from, &job.from) != RC_OK || clock_parse_day(to, &job.to) != RC_OK ||
        writer_call(runtime_writer(s->rt), stand_in_make, &job) != RC_OK) {
        scenario_give_up("substitute", substitute);
    }
}

void by_two(struct scenario *s, const char *what)
{
    char path[80];
    as(s, "demo-admin");
    post(s, "/confirmations", what);
    expect(s, 201);
    snprintf(path, sizeof path, "/confirmations/%s/confirm", value(s, "id"));
    as(s, "demo-bureau-head");
    post(s, path, "{}");
    expect(s, 200);
}
