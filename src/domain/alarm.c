/*
 * alarm.c - see alarm.h.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/alarm.h"

#include "base/log.h"
#include "domain/actor.h"
#include "domain/journal.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

#define ALARM_WINDOW_MS (INT64_C(10) * 60 * 1000)
#define ALARM_HOUR_MS   (INT64_C(60) * 60 * 1000)

enum { ALARM_LOGINS = 50, ALARM_FAILURES = 200, ALARM_READINGS = 200 };

static enum rc alarm_count(struct ctx *ctx, struct tx *tx, const char *action, int64_t *out)
{
    struct office_journal_count_recent_out n;
    enum rc rc = office_journal_rows_count_recent(
        tx, ctx->arena, &(struct office_journal_count_recent_in){action, ctx->now_ms - ALARM_WINDOW_MS}, &n);
    *out = rc == RC_OK ? n.total : 0;
    return rc;
}

static enum rc alarm_ring(struct ctx *ctx, struct tx *tx, const char *address, int64_t logins, int64_t failures)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, "address", NULL, address);
    changes_add_int(&changes, "logins", SQL_NULL, logins);
    changes_add_int(&changes, "failures", SQL_NULL, failures);
    LOG(LOG_WARN, "sessions.alarm", LOG_I("logins", logins), LOG_I("failures", failures),
        LOG_S("do", "see session.alarm in the journal of the office for the address"));
    return office_journal_append(ctx, tx, ALARM_RUNG, "unknown", &changes);
}

enum rc alarm_look(struct ctx *ctx, struct tx *tx, const char *address)
{
    struct throttle_count_logins_out tried = {0};
    int64_t failures = 0, rung = 0;
    const char *ending = arena_printf(ctx->arena, "|%s", address != NULL ? address : "");
    enum rc rc = ending != NULL ? alarm_count(ctx, tx, ALARM_MISS, &failures) : RC_TOO_LARGE;
    if (rc != RC_OK || failures <= ALARM_LOGINS) {
        return rc;
    }
    rc = throttle_rows_count_logins(tx, ctx->arena,
                                    &(struct throttle_count_logins_in){ctx->now_ms - ALARM_WINDOW_MS, ending}, &tried);
    if (rc == RC_OK && (tried.total > ALARM_LOGINS || failures > ALARM_FAILURES)) {
        rc = alarm_count(ctx, tx, ALARM_RUNG, &rung);
        return rc == RC_OK && rung == 0 ? alarm_ring(ctx, tx, address, tried.total, failures) : rc;
    }
    return rc;
}

static enum rc alarm_count_own(struct ctx *ctx, struct tx *tx, const char *action, int64_t *out)
{
    struct office_journal_count_recent_of_out n;
    enum rc rc = office_journal_rows_count_recent_of(
        tx, ctx->arena,
        &(struct office_journal_count_recent_of_in){action, ctx->actor->account_id, ctx->now_ms - ALARM_HOUR_MS}, &n);
    *out = rc == RC_OK ? n.total : 0;
    return rc;
}

enum rc alarm_look_reading(struct ctx *ctx, struct tx *tx)
{
    struct changes changes;
    int64_t readings = 0, rung = 0;
    enum rc rc = ctx->actor->account_id != NULL ? alarm_count_own(ctx, tx, ALARM_READ, &readings) : RC_OK;
    if (rc != RC_OK || readings <= ALARM_READINGS) {
        return rc;
    }
    rc = alarm_count_own(ctx, tx, ALARM_READ_RUNG, &rung);
    if (rc != RC_OK || rung > 0) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_add_int(&changes, "readings", SQL_NULL, readings);
    LOG(LOG_WARN, "parties.alarm", LOG_I("readings", readings), LOG_S("account", ctx->actor->account_id));
    return office_journal_append(ctx, tx, ALARM_READ_RUNG, ctx->actor->account_id, &changes);
}

enum rc alarm_foreign(struct ctx *ctx, struct tx *tx)
{
    struct changes changes;
    changes_init(&changes, ctx);
    changes_add(&changes, JOURNAL_PAST, NULL, "database");
    enum rc rc = office_journal_append(ctx, tx, ALARM_FOREIGN, "office", &changes);
    return rc == RC_OK ? actor_changed(tx) : rc;
}
