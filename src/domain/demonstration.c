/*
 * demonstration.c - see demonstration.h.
 *
 * Runs on: see there; one lock for the object. Owns: the texts that are told.
 */
#include "domain/demonstration.h"

#include "base/arena.h"
#include "base/crypto.h"
#include "domain/env.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/sample.h"
#include "store/sql_stmts.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char DEMONSTRATION_IS[] = "is_demo"; /* setting of a store that is one */
static const char DEMONSTRATION_WISH[] = "demo";  /* setting of a store that asked: "<deed> <account>" */
static const char *const demonstration_deeds[] = {"rest", "make", "show", "end"};

enum {
    DEMONSTRATION_ACCOUNTS = 64,
    DEMONSTRATION_TEXTS = 128 * 1024,
    DEMONSTRATION_FAILURE_SIZE = 512,
    DEMONSTRATION_PASSWORD_SIZE = 64
};

struct demonstration {
    pthread_mutex_t lock;
    void (*ring)(void *arg);
    void *arg;
    int is_beside, is_ready;
    char by[IDENT_SIZE];
    char password[DEMONSTRATION_PASSWORD_SIZE];
    char failure[DEMONSTRATION_FAILURE_SIZE];
    struct arena *texts;
    struct demonstration_account accounts[DEMONSTRATION_ACCOUNTS];
    size_t account_count;
};

enum rc demonstration_new(void (*ring)(void *arg), void *arg, struct demonstration **out)
{
    struct demonstration *d = calloc(1, sizeof *d);
    struct arena *texts = d != NULL ? arena_new(DEMONSTRATION_TEXTS) : NULL;
    if (texts == NULL) {
        free(d);
        return RC_UNAVAILABLE;
    }
    pthread_mutex_init(&d->lock, NULL);
    d->ring = ring;
    d->arg = arg;
    d->texts = texts;
    *out = d;
    return RC_OK;
}

void demonstration_free(struct demonstration *d)
{
    if (d != NULL) {
        pthread_mutex_destroy(&d->lock);
        arena_free(d->texts);
        crypto_wipe(d, sizeof *d);
        free(d);
    }
}

const char *demonstration_state_name(enum demonstration_state state)
{
    static const char *const names[] = {"none", "being_made", "ready", "shown", "ending", "alone"};
    return names[state];
}

enum rc demonstration_mark(struct ctx *ctx, struct tx *tx)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_touch(&changes, "setting", DEMONSTRATION_IS);
    enum rc rc = setting_rows_save(tx, &(struct setting_save_in){DEMONSTRATION_IS, "yes"});
    return rc == RC_OK ? office_journal_append(ctx, tx, "office.seal", "office", &changes) : rc;
}

enum rc demonstration_is(struct ctx *ctx, struct tx *tx, int *out)
{
    struct setting_get_out row;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){DEMONSTRATION_IS}, &row);
    *out = rc == RC_OK;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc demonstration_wish_get(struct ctx *ctx, struct tx *tx, struct demonstration_wish *out)
{
    struct setting_get_out row;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){DEMONSTRATION_WISH}, &row);
    *out = (struct demonstration_wish){0};
    if (rc != RC_OK) {
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    const char *space = strchr(row.value, ' ');
    for (size_t i = 0; space != NULL && i < sizeof demonstration_deeds / sizeof demonstration_deeds[0]; i++) {
        size_t n = strlen(demonstration_deeds[i]);
        if ((size_t)(space - row.value) == n && memcmp(row.value, demonstration_deeds[i], n) == 0) {
            out->deed = (enum demonstration_deed)i;
            snprintf(out->by, sizeof out->by, "%s", space + 1);
        }
    }
    return RC_OK;
}

static enum rc demonstration_refuse(struct ctx *ctx, const struct reason *why)
{
    return fault_set(&ctx->fault, RC_REFUSED, why, NULL, NULL, NULL);
}

/* Writes the wish and rings. The process looks behind this transaction, and finds nothing when it is rolled back. */
static enum rc demonstration_wish(struct ctx *ctx, struct tx *tx, enum demonstration_deed deed, const char *by)
{
    struct demonstration *d = ((const struct env *)ctx->env)->demonstration;
    const char *value = arena_printf(ctx->arena, "%s %s", demonstration_deeds[deed], by);
    enum rc rc =
        value != NULL ? setting_rows_save(tx, &(struct setting_save_in){DEMONSTRATION_WISH, value}) : RC_TOO_LARGE;
    if (rc == RC_OK) {
        d->ring(d->arg);
    }
    return rc;
}

/* Nothing is put to rest that somebody works on, or may: accusations are not looked for. */
static enum rc demonstration_check_idle(struct ctx *ctx, struct tx *tx)
{
    struct sample_state now;
    enum rc rc = sample_get(ctx, tx, &now);
    if (rc == RC_OK && now.has_case) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_LATE));
    }
    return rc == RC_OK && now.has_officer ? demonstration_refuse(ctx, reason(REASON_DEMO_OFFICER)) : rc;
}

enum rc demonstration_begin(struct ctx *ctx, struct tx *tx)
{
    const struct env *env = ctx->env;
    struct demonstration_wish wish;
    if (env->is_demo) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_NESTED));
    }
    if (env->demonstration == NULL) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_NONE));
    }
    enum rc rc = demonstration_check_idle(ctx, tx);
    rc = rc == RC_OK ? demonstration_wish_get(ctx, tx, &wish) : rc;
    if (rc == RC_OK && wish.deed != DEMONSTRATION_REST) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_BUSY));
    }
    rc = rc == RC_OK ? office_journal_append(ctx, tx, "demo.begin", "demo", NULL) : rc;
    return rc == RC_OK ? demonstration_wish(ctx, tx, DEMONSTRATION_MAKE, ctx->actor->account_id) : rc;
}

static int demonstration_is_ready(struct demonstration *d)
{
    pthread_mutex_lock(&d->lock);
    int is_ready = d->is_ready;
    pthread_mutex_unlock(&d->lock);
    return is_ready;
}

enum rc demonstration_show(struct ctx *ctx, struct tx *tx)
{
    const struct env *env = ctx->env;
    struct demonstration_wish wish;
    enum rc rc = demonstration_wish_get(ctx, tx, &wish);
    if (rc == RC_OK && (env->is_demo || env->demonstration == NULL || wish.deed != DEMONSTRATION_MAKE ||
                        !demonstration_is_ready(env->demonstration))) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_NONE));
    }
    /* Nobody else knows its password, and with that the way back. */
    if (rc == RC_OK && (ctx->actor->account_id == NULL || strcmp(wish.by, ctx->actor->account_id) != 0)) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_OTHERS));
    }
    rc = rc == RC_OK ? demonstration_check_idle(ctx, tx) : rc;
    rc = rc == RC_OK ? office_journal_append(ctx, tx, "demo.show", "demo", NULL) : rc;
    return rc == RC_OK ? demonstration_wish(ctx, tx, DEMONSTRATION_SHOW, wish.by) : rc;
}

enum rc demonstration_end(struct ctx *ctx, struct tx *tx)
{
    const struct env *env = ctx->env;
    struct demonstration_view now;
    struct demonstration_wish wish;
    enum rc rc = demonstration_get(ctx, tx, &now);
    rc = rc == RC_OK ? demonstration_wish_get(ctx, tx, &wish) : rc;
    if (rc == RC_OK && now.state == DEMONSTRATION_ALONE) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_ALONE));
    }
    if (rc == RC_OK && now.state == DEMONSTRATION_NONE) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_NONE));
    }
    /* It is on its way, whatever would be answered. */
    if (rc == RC_OK && !env->is_demo && wish.deed == DEMONSTRATION_SHOW) {
        return demonstration_refuse(ctx, reason(REASON_DEMO_BUSY));
    }
    if (rc == RC_OK && env->is_demo) {
        rc = office_journal_append(ctx, tx, "demo.end", "demo", NULL); /* its own journal, which goes with it */
    }
    /* In the real office the wish keeps who asked for the demonstration. */
    const char *by = env->is_demo ? ctx->actor->account_id : wish.by;
    return rc == RC_OK ? demonstration_wish(ctx, tx, DEMONSTRATION_END, by) : rc;
}

enum rc demonstration_settle(struct ctx *ctx, struct tx *tx, const char *why)
{
    struct demonstration_wish wish;
    struct changes changes;
    enum rc rc = demonstration_wish_get(ctx, tx, &wish);
    if (rc != RC_OK || wish.deed == DEMONSTRATION_REST) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add(&changes, "asked_by", NULL, wish.by);
    changes_add(&changes, "why", NULL, why);
    rc = setting_rows_drop(tx, &(struct setting_drop_in){DEMONSTRATION_WISH});
    return rc == RC_OK ? office_journal_append(ctx, tx, "demo.end", "demo", &changes) : rc;
}

void demonstration_set_beside(struct demonstration *d, int is_beside)
{
    pthread_mutex_lock(&d->lock);
    d->is_beside = is_beside;
    pthread_mutex_unlock(&d->lock);
}

void demonstration_set_ready(struct demonstration *d, const char *by, const char *password)
{
    pthread_mutex_lock(&d->lock);
    snprintf(d->by, sizeof d->by, "%s", by);
    snprintf(d->password, sizeof d->password, "%s", password);
    d->is_ready = 1;
    pthread_mutex_unlock(&d->lock);
}

enum rc demonstration_add_account(struct demonstration *d, const char *login, const char *name, const char *roles)
{
    enum rc rc = RC_TOO_LARGE;
    pthread_mutex_lock(&d->lock);
    if (d->account_count < DEMONSTRATION_ACCOUNTS) {
        struct demonstration_account *a = &d->accounts[d->account_count];
        *a = (struct demonstration_account){arena_strdup(d->texts, login), arena_strdup(d->texts, name),
                                            arena_strdup(d->texts, roles)};
        rc = a->login != NULL && a->name != NULL && a->roles != NULL ? RC_OK : RC_TOO_LARGE;
        d->account_count += rc == RC_OK;
    }
    pthread_mutex_unlock(&d->lock);
    return rc;
}

void demonstration_clear(struct demonstration *d, const char *failure)
{
    pthread_mutex_lock(&d->lock);
    crypto_wipe(d->password, sizeof d->password);
    arena_reset(d->texts);
    d->account_count = 0;
    d->is_ready = 0;
    d->by[0] = '\0';
    snprintf(d->failure, sizeof d->failure, "%s", failure != NULL ? failure : "");
    pthread_mutex_unlock(&d->lock);
}

/* Copies what is told. Under the lock. */
static enum rc demonstration_tell(struct ctx *ctx, const struct demonstration *d, struct demonstration_view *out)
{
    out->password = arena_strdup(ctx->arena, d->password);
    out->accounts = arena_array_of(ctx->arena, struct demonstration_account, d->account_count + 1);
    for (size_t i = 0; out->accounts != NULL && i < d->account_count; i++) {
        const struct demonstration_account *a = &d->accounts[i];
        out->accounts[i] = (struct demonstration_account){
            arena_strdup(ctx->arena, a->login), arena_strdup(ctx->arena, a->name), arena_strdup(ctx->arena, a->roles)};
    }
    out->account_count = d->account_count;
    return out->password != NULL && out->accounts != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc demonstration_look(struct ctx *ctx, struct demonstration *d, const struct demonstration_wish *wish,
                                  struct demonstration_view *out)
{
    enum rc rc = RC_OK;
    const char *me = ctx->actor->account_id;
    int is_wanted = wish->deed == DEMONSTRATION_MAKE || wish->deed == DEMONSTRATION_SHOW;
    pthread_mutex_lock(&d->lock);
    if (is_wanted) {
        out->state = d->is_ready ? DEMONSTRATION_READY : DEMONSTRATION_BEING_MADE;
    } else if (wish->deed == DEMONSTRATION_END) {
        out->state = DEMONSTRATION_ENDING;
    }
    /* A token is for programs; this is read by the person who asked. */
    if (is_wanted && d->is_ready && ctx->actor->kind == ACTOR_ACCOUNT && me != NULL && strcmp(me, d->by) == 0) {
        rc = demonstration_tell(ctx, d, out);
    }
    if (!is_wanted && d->failure[0] != '\0') {
        out->failure = arena_strdup(ctx->arena, d->failure);
    }
    pthread_mutex_unlock(&d->lock);
    return rc;
}

static int demonstration_is_beside(struct demonstration *d)
{
    pthread_mutex_lock(&d->lock);
    int is_beside = d->is_beside;
    pthread_mutex_unlock(&d->lock);
    return is_beside;
}

enum rc demonstration_get(struct ctx *ctx, struct tx *tx, struct demonstration_view *out)
{
    const struct env *env = ctx->env;
    struct demonstration_wish wish;
    *out = (struct demonstration_view){0};
    if (env->demonstration == NULL || (env->is_demo && !demonstration_is_beside(env->demonstration))) {
        out->state = env->is_demo ? DEMONSTRATION_ALONE : DEMONSTRATION_NONE;
        return RC_OK;
    }
    enum rc rc = demonstration_wish_get(ctx, tx, &wish);
    if (rc == RC_OK && env->is_demo) {
        out->state = wish.deed == DEMONSTRATION_END ? DEMONSTRATION_ENDING : DEMONSTRATION_SHOWN;
        return RC_OK;
    }
    return rc == RC_OK ? demonstration_look(ctx, env->demonstration, &wish, out) : rc;
}
