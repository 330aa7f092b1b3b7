/*
 * worklist_mine.c - see worklist_mine.h.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "domain/worklist_mine.h"

#include "base/buf.h"
#include "domain/perm.h"
#include "domain/reference.h"
#include "domain/workflow.h"

#include <string.h>

static int mine_names(const char *const *list, const char *word)
{
    for (size_t i = 0; list[i] != NULL; i++) {
        if (strcmp(list[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Does somebody who looks for what is theirs to do look for this act, in this state? */
static int mine_waits(const struct workflow_edge *e, const char *state)
{
    switch (e->place) {
    case PLACE_HOLDER: return e->differs_from != NULL;
    case PLACE_SENDER: return strcmp(state, "objected") == 0;
    case PLACE_RULER: return strcmp(state, "disputed") == 0;
    case PLACE_REGISTRAR:
    case PLACE_BUREAU:
    case PLACE_ANY:
    case PLACE_ASSISTING:
    case PLACE_SYSTEM: break;
    }
    return 0;
}

static void mine_put(struct buf *acts, const struct workflow *w, const char *state, const struct actor_grant *g)
{
    switch (g->scope) {
    case SCOPE_ALL: buf_printf(acts, ",%s.%d.%s*,", w->key, w->version, state); break;
    case SCOPE_SUBTREE: buf_printf(acts, ",%s.%d.%s/%s,", w->key, w->version, state, g->unit_id); break;
    case SCOPE_OWN:
    case SCOPE_UNIT: buf_printf(acts, ",%s.%d.%s=%s,", w->key, w->version, state, g->unit_id); break;
    }
}

static void mine_edge(const struct actor *a, const struct workflow *w, const struct workflow_edge *e, struct buf *acts,
                      struct buf *drafts)
{
    for (size_t s = 0; e->from[s] != NULL; s++) {
        for (size_t i = 0; mine_waits(e, e->from[s]) && i < a->grant_count; i++) {
            if (mine_names(e->roles, a->grants[i].role)) {
                mine_put(acts, w, e->from[s], &a->grants[i]);
            }
        }
    }
    if (e->place == PLACE_HOLDER && e->differs_from != NULL) {
        buf_printf(drafts, ",%s,", e->differs_from);
    }
}

enum rc worklist_mine(struct ctx *ctx, struct tx *tx, struct case_list_due_in *in)
{
    struct buf acts, drafts;
    buf_init(&acts, ctx->arena);
    buf_init(&drafts, ctx->arena);
    enum rc rc = reference_use(ctx, tx);
    for (size_t i = 0; rc == RC_OK && i < ctx->reference->workflow_count; i++) {
        const struct workflow *w = ctx->reference->workflows[i].definition;
        for (size_t k = 0; k < w->edge_count; k++) {
            mine_edge(ctx->actor, w, &w->edges[k], &acts, &drafts);
        }
    }
    if (rc != RC_OK) {
        return rc;
    }
    in->acts = buf_cstr(&acts);
    in->drafts = buf_cstr(&drafts);
    return in->acts && in->drafts ? RC_OK : RC_TOO_LARGE;
}
