/*
 * office_fixture.c - a small office on a real temporary database.
 *
 * Runs on: the test's main thread. Owns: see office_fixture.h.
 */
#include "office_fixture.h"

#include "base/clock.h"
#include "base/crypto.h"
#include "base/embed.h"
#include "base/ident.h"
#include "base/log.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "domain/grant.h"
#include "domain/office_proof.h"
#include "domain/reference.h"
#include "domain/unit.h"
#include "domain/vocabulary.h"
#include "store/migrate.h"
#include "store/vault.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

enum { FIXTURE_MEMORY = 64 * 1024 * 1024 };

static const struct grant_role fixture_roles[] = {
    {"system_admin", "系统管理员", "Administrator", "unit.manage account.manage calendar.manage", 0, 1},
    {"unit_handler", "承办人", "Handler", "case.read case.act", 0, 2},
    {"county_leader", "县领导", "County leader", "case.read case.count", 0, 3},
};

static void fixture_open(struct office_fixture *f)
{
    struct ring ring;
    const char *path = support_path(support_folder(), "petitiond.db");
    struct sql_db *create;
    int version;
    assert_int_equal(crypto_init(), RC_OK);
    assert_int_equal(clock_set_zone("Asia/Shanghai"), RC_OK);
    assert_int_equal(sql_open(path, SQL_CREATE, &create), RC_OK);
    assert_int_equal(migrate_run(create, &embed_sql, 0, NULL, &version), RC_OK);
    sql_close(create);
    assert_int_equal(sql_open(path, SQL_WRITER, &f->db), RC_OK);
    ring_make(&ring, 0);
    assert_int_equal(vault_new(&ring, &f->vault), RC_OK);
    assert_int_equal(reference_cache_new(&f->env.references), RC_OK);
    f->env.workflow_names = vocabulary();
    f->env.seeds = &embed_sql;
    f->env.session_idle_ms = INT64_C(30) * 60 * 1000;
    f->env.session_max_ms = INT64_C(12) * 3600 * 1000;
    f->arena = arena_new(FIXTURE_MEMORY);
    assert_non_null(f->arena);
    f->ctx = (struct ctx){.arena = f->arena, .actor = &actor_system, .vault = f->vault, .env = &f->env};
    assert_int_equal(clock_parse_stamp("2026-03-09T10:00:00+08:00", &f->ctx.now_ms), RC_OK);
    ident_new(f->ctx.now_ms, f->ctx.request_id);
    assert_int_equal(sql_begin(f->db, 1, &f->tx), RC_OK);
    assert_int_equal(reference_use(&f->ctx, &f->tx), RC_OK);
}

static void fixture_unit(struct office_fixture *f, const char *code, const char *kind, const char *parent_id,
                         struct unit_row *out)
{
    struct unit_new in = {
        .code = code, .name = code, .kind = kind, .parent_id = parent_id, .can_handle = 1, .valid_from = 0};
    assert_int_equal(unit_add(&f->ctx, &f->tx, &in, out), RC_OK);
}

int office_fixture_setup(void **state)
{
    struct office_fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    log_set_level(LOG_ERROR);
    fixture_open(f);
    assert_int_equal(grant_load_roles(&f->ctx, &f->tx, fixture_roles, sizeof fixture_roles / sizeof fixture_roles[0]),
                     RC_OK);
    fixture_unit(f, "330000", "county", NULL, &f->county);
    fixture_unit(f, "bureau", "bureau", f->county.id, &f->bureau);
    fixture_unit(f, "town", "town", f->county.id, &f->town);
    fixture_unit(f, "village", "village", f->town.id, &f->village);
    f->admin_id = office_fixture_account(f, "admin", "system_admin", f->county.id, "all");
    *state = f;
    return 0;
}

int office_fixture_teardown(void **state)
{
    struct office_fixture *f = *state;
    sql_rollback(&f->tx);
    sql_close(f->db);
    reference_cache_free(f->env.references);
    vault_free(f->vault);
    arena_free(f->arena);
    free(f);
    return 0;
}

void office_fixture_clear(struct office_fixture *f)
{
    fault_clear(&f->ctx.fault);
}

const char *office_fixture_account(struct office_fixture *f, const char *login, const char *role, const char *unit_id,
                                   const char *scope)
{
    struct account_row account;
    struct grant_row grant;
    struct account_new in = {.login = login, .name = login, .unit_id = unit_id};
    assert_int_equal(account_add(&f->ctx, &f->tx, &in, &account), RC_OK);
    struct grant_new give = {.account_id = account.id,
                             .role = role,
                             .unit_id = unit_id,
                             .scope = scope,
                             .valid_from = SQL_NULL,
                             .valid_to = SQL_NULL};
    assert_int_equal(grant_add(&f->ctx, &f->tx, &give, &grant), RC_OK);
    return account.id;
}

void office_fixture_password(struct office_fixture *f, const char *account_id, const char *hash)
{
    const struct changes_object account = {"account", account_id, NULL};
    assert_int_equal(account_rows_set_password(&f->tx, &(struct account_set_password_in){account_id, hash}), RC_OK);
    assert_int_equal(office_proof_keep(&f->ctx, &f->tx, &account), RC_OK);
}

void office_fixture_act_as(struct office_fixture *f, const char *account_id)
{
    if (account_id == NULL) {
        f->ctx.actor = &actor_system;
        return;
    }
    struct actor *actor = arena_new_of(f->arena, struct actor);
    assert_non_null(actor);
    assert_int_equal(actor_from_account(&f->ctx, &f->tx, account_id, actor), RC_OK);
    f->ctx.actor = actor;
}

void office_fixture_refused(struct office_fixture *f, enum rc rc, enum rc expected, const char *code)
{
    const struct fault *fault = &f->ctx.fault;
    const struct reason *why = fault->main.reason;
    if (why == NULL && fault->error_count > 0) {
        why = fault->errors[0].reason;
    }
    assert_int_equal(rc, expected);
    assert_non_null(why);
    assert_string_equal(why->code, code);
    office_fixture_clear(f);
}

struct fixture_count {
    const char *action;
    int count;
};

static enum rc fixture_count_entry(void *arg, const struct office_journal_row *row)
{
    struct fixture_count *c = arg;
    c->count += strcmp(row->action, c->action) == 0;
    return RC_OK;
}

int office_fixture_entries(struct office_fixture *f, const char *action)
{
    struct fixture_count c = {.action = action};
    assert_int_equal(office_journal_rows_walk_each(&f->tx, f->arena, fixture_count_entry, &c), RC_OK);
    return c.count;
}
