/*
 * reference.c - loads calendar and definitions as one object and remembers it by its stamp.
 *
 * Runs on: any thread; the list is locked, what hangs on it never changes. Owns: every reference until the cache is freed.
 * A transaction that sees a stamp sees the rows that belong to it, whether it is a reader on an old snapshot or the writer in
 * the middle of a batch; so whoever meets an unknown stamp may load it. A stamp of a transaction that was rolled back is random
 * and never met again.
 */
#include "domain/reference.h"

#include "base/log.h"
#include "domain/env.h"
#include "domain/stamp.h"
#include "store/sql_stmts.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { REFERENCE_MEMORY = 64 * 1024 * 1024 };

struct reference_cache {
    pthread_mutex_t lock;
    struct reference *first;
};

enum rc reference_cache_new(struct reference_cache **out)
{
    struct reference_cache *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_mutex_init(&c->lock, NULL);
    *out = c;
    return RC_OK;
}

void reference_cache_free(struct reference_cache *c)
{
    if (c == NULL) {
        return;
    }
    for (struct reference *r = c->first, *next; r != NULL; r = next) {
        next = r->next;
        arena_free(r->arena); /* holds r itself */
    }
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static enum rc reference_load_calendar(struct arena *a, struct tx *tx, struct reference *r)
{
    struct calendar_list_years_out *years;
    struct calendar_day_row *days;
    size_t year_count;
    size_t day_count;
    enum rc rc = calendar_rows_list_years(tx, a, &years, &year_count);
    if (rc == RC_OK) {
        rc = calendar_rows_list_days(tx, a, &days, &day_count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    int *year_list = arena_array_of(a, int, year_count);
    struct calendar_day *list = arena_array_of(a, struct calendar_day, day_count);
    if (year_list == NULL || list == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < year_count; i++) {
        year_list[i] = (int)years[i].year;
    }
    for (size_t i = 0; i < day_count; i++) {
        list[i] = (struct calendar_day){(int32_t)days[i].day, days[i].is_work != 0, days[i].name};
    }
    r->calendar = calendar_new(a, list, day_count, year_list, year_count);
    return r->calendar != NULL ? RC_OK : RC_INTERNAL;
}

static enum rc reference_load_workflows(const struct env *env, struct arena *a, struct tx *tx, struct reference *r)
{
    struct workflow_list_definitions_out *rows;
    size_t n;
    enum rc rc = workflow_rows_list_definitions(tx, a, &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    struct reference_workflow *list = arena_array_of(a, struct reference_workflow, n);
    if (list == NULL) {
        return RC_TOO_LARGE;
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct workflow_problem *problems = NULL;
        size_t problem_count = 0;
        struct reference_workflow *w = &list[kept];
        rc = workflow_load(a, rows[i].definition, strlen(rows[i].definition), env->workflow_names, &w->definition,
                           &problems, &problem_count);
        if (rc != RC_OK) {
            LOG(LOG_ERROR, "reference.definition_broken", LOG_S("key", rows[i].key), LOG_I("version", rows[i].version),
                LOG_S("problem", problem_count > 0 ? problems[0].code : rc_slug(rc)),
                LOG_S("pointer", problem_count > 0 ? problems[0].pointer : ""));
            return RC_INTERNAL;
        }
        w->json = rows[i].definition;
        w->is_current = rows[i].is_current != 0;
        kept++;
    }
    r->workflows = list;
    r->workflow_count = kept;
    return RC_OK;
}

static enum rc reference_load(const struct env *env, struct tx *tx, int64_t stamp, struct reference **out)
{
    struct arena *a = arena_new(REFERENCE_MEMORY);
    struct reference *r = a ? arena_new_of(a, struct reference) : NULL;
    if (r == NULL) {
        arena_free(a);
        return RC_UNAVAILABLE;
    }
    r->stamp = stamp;
    r->arena = a;
    enum rc rc = reference_load_calendar(a, tx, r);
    if (rc == RC_OK) {
        rc = reference_load_workflows(env, a, tx, r);
    }
    if (rc != RC_OK) {
        arena_free(a);
        return rc;
    }
    *out = r;
    return RC_OK;
}

static const struct reference *reference_find_locked(const struct reference_cache *c, int64_t stamp)
{
    for (const struct reference *r = c->first; r != NULL; r = r->next) {
        if (r->stamp == stamp) {
            return r;
        }
    }
    return NULL;
}

enum rc reference_use(struct ctx *ctx, struct tx *tx)
{
    const struct env *env = ctx->env;
    struct reference_cache *c = env->references;
    int64_t stamp;
    enum rc rc = stamp_get(ctx, tx, STAMP_REFERENCE, &stamp);
    if (rc != RC_OK) {
        return rc;
    }
    pthread_mutex_lock(&c->lock);
    const struct reference *known = reference_find_locked(c, stamp);
    pthread_mutex_unlock(&c->lock);
    if (known == NULL) {
        struct reference *fresh = NULL;
        rc = reference_load(env, tx, stamp, &fresh);
        if (rc != RC_OK) {
            return rc;
        }
        pthread_mutex_lock(&c->lock);
        known = reference_find_locked(c, stamp);
        if (known == NULL) {
            fresh->next = c->first;
            c->first = fresh;
            known = fresh;
            fresh = NULL;
        }
        pthread_mutex_unlock(&c->lock);
        if (fresh != NULL) {
            arena_free(fresh->arena); /* another thread was faster */
        }
    }
    ctx->reference = known;
    return RC_OK;
}

enum rc reference_changed(struct ctx *ctx, struct tx *tx)
{
    enum rc rc = stamp_change(tx, STAMP_REFERENCE);
    return rc == RC_OK ? reference_use(ctx, tx) : rc;
}

const struct workflow *reference_workflow_find(const struct reference *r, const char *key, int64_t version)
{
    for (size_t i = 0; i < r->workflow_count; i++) {
        const struct workflow *w = r->workflows[i].definition;
        if (strcmp(w->key, key) == 0 && w->version == version) {
            return w;
        }
    }
    return NULL;
}

const struct workflow *reference_workflow_current(const struct reference *r, const char *key)
{
    for (size_t i = 0; i < r->workflow_count; i++) {
        if (r->workflows[i].is_current && strcmp(r->workflows[i].definition->key, key) == 0) {
            return r->workflows[i].definition;
        }
    }
    return NULL;
}

const struct workflow *reference_workflow_of_lane(const struct reference *r, const char *lane)
{
    for (size_t i = 0; i < r->workflow_count; i++) {
        if (r->workflows[i].is_current && strcmp(r->workflows[i].definition->lane, lane) == 0) {
            return r->workflows[i].definition;
        }
    }
    return NULL;
}
