/*
 * perm.c - permissions as data, and roles at places.
 *
 * Pure. Runs on: any thread. Owns: nothing.
 */
#include "domain/perm.h"

#include "base/ctx.h"
#include "domain/reason.h"
#include <string.h>

struct perm_row {
    const char *key, *zh, *en;
};

static const struct perm_row perm_rows[PERM_COUNT] = {
#define PERM(name, key_text, zh_text, en_text) [PERM_##name] = {.key = (key_text), .zh = (zh_text), .en = (en_text)},
#include "domain/perm.def"
#undef PERM
};
_Static_assert(PERM_COUNT <= 64, "permissions of an actor are one 64-bit set");

const struct actor actor_anonymous = {.kind = ACTOR_ANONYMOUS};
const struct actor actor_system = {
    .kind = ACTOR_SYSTEM, .account_id = "system", .name = "system", .permissions = UINT64_MAX};

const char *perm_key(enum perm p)
{
    return (int)p > PERM_NONE && p < PERM_COUNT ? perm_rows[p].key : NULL;
}

enum perm perm_find(const char *key)
{
    for (int p = PERM_NONE + 1; p < PERM_COUNT; p++) {
        if (key != NULL && strcmp(perm_rows[p].key, key) == 0) {
            return (enum perm)p;
        }
    }
    return PERM_NONE;
}

const char *perm_title(enum perm p, int is_zh)
{
    if ((int)p <= PERM_NONE || p >= PERM_COUNT) {
        return "";
    }
    return is_zh ? perm_rows[p].zh : perm_rows[p].en;
}

int perm_has(const struct actor *a, enum perm p)
{
    return (int)p > PERM_NONE && p < PERM_COUNT && (a->permissions >> p & 1) != 0;
}

enum rc perm_require(struct ctx *ctx, enum perm p)
{
    return perm_has(ctx->actor, p) ? RC_OK
                                   : fault_set(&ctx->fault, RC_FORBIDDEN, reason(REASON_NOT_PERMITTED), NULL,
                                               perm_title(p, ctx->is_zh), NULL);
}

static int perm_grant_covers(const struct actor_grant *g, const char *unit_id, const char *unit_path)
{
    switch (g->scope) {
    case SCOPE_ALL: return 1;
    case SCOPE_SUBTREE: return unit_path != NULL && strncmp(unit_path, g->unit_path, strlen(g->unit_path)) == 0;
    case SCOPE_OWN:
    case SCOPE_UNIT: break;
    }
    return unit_id != NULL && strcmp(g->unit_id, unit_id) == 0;
}

int perm_role_at(const struct actor *a, const char *role, const char *unit_id, const char *unit_path)
{
    for (size_t i = 0; i < a->grant_count; i++) {
        if (strcmp(a->grants[i].role, role) == 0 && perm_grant_covers(&a->grants[i], unit_id, unit_path)) {
            return 1;
        }
    }
    return 0;
}

int perm_registers_at(const struct actor *a, const char *unit_id, const char *unit_path)
{
    for (size_t i = 0; i < a->grant_count; i++) {
        if (perm_grant_covers(&a->grants[i], unit_id, unit_path)) {
            return 1;
        }
    }
    return 0;
}

int perm_role(const struct actor *a, const char *role)
{
    for (size_t i = 0; i < a->grant_count; i++) {
        if (strcmp(a->grants[i].role, role) == 0) {
            return 1;
        }
    }
    return 0;
}
