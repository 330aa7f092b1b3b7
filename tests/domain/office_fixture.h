/*
 * office_fixture.h - a real temporary database with schema, a few roles and a small tree of units, for the tests of commands.
 *
 * Runs on: the test's main thread. Owns: folder, connection, arena, keys and reference cache, until office_fixture_free.
 */
#ifndef TESTS_DOMAIN_OFFICE_FIXTURE_H
#define TESTS_DOMAIN_OFFICE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ctx.h"
#include "domain/env.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

struct office_fixture {
    struct sql_db *db;
    struct tx tx; /* open; nothing is ever committed unless a test does it */
    struct arena *arena;
    struct vault *vault;
    struct env env;
    struct ctx ctx; /* acts as the system, on 2026-03-09 10:00 in the office zone */
    struct unit_row county, bureau, town, village;
    const char *admin_id; /* holds system_admin */
};

/* For cmocka's setup and teardown of single tests. */
int office_fixture_setup(void **state);
int office_fixture_teardown(void **state);

/* Clears the fault, so that the next command starts afresh. */
void office_fixture_clear(struct office_fixture *f);
/* Adds an account and gives it a role at a unit; returns its id. */
const char *office_fixture_account(struct office_fixture *f, const char *login, const char *role, const char *unit_id,
                                   const char *scope);
/* As if it had been chosen: with its proof. */
void office_fixture_password(struct office_fixture *f, const char *account_id, const char *hash);
/* Lets the account act from now on; NULL: the system. */
void office_fixture_act_as(struct office_fixture *f, const char *account_id);
/* Expects `rc` to be `expected` with the main or first field reason `code`, and clears the fault. */
void office_fixture_refused(struct office_fixture *f, enum rc rc, enum rc expected, const char *code);
/* Number of office journal entries with this action. */
int office_fixture_entries(struct office_fixture *f, const char *action);

#endif
