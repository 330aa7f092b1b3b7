/*
 * perm.h - who may do what: permissions, roles at places, and the actor.
 *
 * A permission is a static right that an endpoint row names; roles are data that carry permissions; a grant gives an account
 * a role at a unit with a scope. Which cases an actor sees is one SQL predicate (the snippet `scope` of sql/queries/case.sql);
 * the functions here answer the same question for one loaded unit path, and for roles at places.
 *
 * Pure. Runs on: any thread. Invariant: an actor never changes once it is built.
 */
#ifndef DOMAIN_PERM_H
#define DOMAIN_PERM_H

#include "base/rc.h"
#include <stddef.h>
#include <stdint.h>

enum perm {
    PERM_NONE,
#define PERM(name, key, zh, en) PERM_##name,
#include "domain/perm.def"
#undef PERM
    PERM_COUNT
};

/* "case.read" of a permission; NULL when out of range. */
const char *perm_key(enum perm p);
/* PERM_NONE for an unknown key. */
enum perm perm_find(const char *key);
const char *perm_title(enum perm p, int is_zh);

enum perm_scope { SCOPE_OWN, SCOPE_UNIT, SCOPE_SUBTREE, SCOPE_ALL };

struct actor_grant {
    const char *role;
    const char *unit_id;
    const char *unit_path; /* "/999901/bureau/" */
    const char *for_id;    /* the absent account that it is held for; NULL: one's own */
    const char *for_name;
    enum perm_scope scope;
};

enum actor_kind { ACTOR_ANONYMOUS, ACTOR_ACCOUNT, ACTOR_TOKEN, ACTOR_SYSTEM };

struct actor {
    enum actor_kind kind;
    const char *account_id; /* NULL for anonymous; "system" for the clock */
    const char *login;
    const char *name;
    const char *locale;
    const char *unit_id;    /* home unit; NULL for anonymous and system */
    const char *session_id; /* for sign-out; NULL with a token */
    int64_t proved_ms;      /* when password or code were last given; 0 with a token */
    int must_enrol;         /* a role needs a second factor and there is none: nothing is allowed but setting it up */
    uint64_t permissions;   /* bit p set: has permission p; for tokens already cut to the token's */
    const struct actor_grant *grants;
    size_t grant_count;
};

extern const struct actor actor_anonymous;
extern const struct actor actor_system;

int perm_has(const struct actor *a, enum perm p);
struct ctx;
/* RC_FORBIDDEN with a fault unless ctx->actor has it: for what an endpoint's row cannot say. */
RC_MUST enum rc perm_require(struct ctx *ctx, enum perm p);
/* 1 when the actor has the role by a grant that covers the unit at `unit_path` with id `unit_id`: scope own and unit cover the
 * grant's unit, subtree also everything below it, all everything. */
int perm_role_at(const struct actor *a, const char *role, const char *unit_id, const char *unit_path);
/* 1 when a grant of the actor covers the unit, whatever its role: they may register there when the endpoint let them in. */
int perm_registers_at(const struct actor *a, const char *unit_id, const char *unit_path);
/* 1 when the actor has the role anywhere. */
int perm_role(const struct actor *a, const char *role);

#endif
