/*
 * statistics_api.c - /statistics/accusations: all that is counted of the sealed lane, for those who may see figures.
 *
 * Quarters that are over, for the whole county, and nothing below five: a figure may not tell that a case exists, and two looks at
 * one that still grows would. There is no total, from which a figure left out could be reckoned.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/perm.h"
#include "store/sql_stmts.h"

enum { STATISTICS_LEAST = 5, STATISTICS_QUARTERS = 4, STATISTICS_FIRST_YEAR = 2000, STATISTICS_LAST_YEAR = 2199 };

struct statistics_in {
    int64_t year;
};
struct statistics_quarter {
    int64_t quarter, registered, closed;
};
struct statistics_reply {
    int64_t least;
    struct statistics_quarter *data;
    size_t data_count;
};
FIELD_SET(statistics_query, "AccusationCountFilter", struct statistics_in,
          IN_MUST(struct statistics_in, year, FIELD_INT, STATISTICS_FIRST_YEAR, STATISTICS_LAST_YEAR, "Year"));
FIELD_SET(statistics_quarter_set, "AccusationCount", struct statistics_quarter,
          OUT(struct statistics_quarter, quarter, FIELD_INT, "1 to 4"),
          OUT_NULL(struct statistics_quarter, registered, FIELD_INT, "Registered in it; null: fewer than `least`"),
          OUT_NULL(struct statistics_quarter, closed, FIELD_INT, "Closed in it; null: fewer than `least`"));
FIELD_SET(statistics_set, "AccusationCounts", struct statistics_reply,
          OUT(struct statistics_reply, least, FIELD_INT, "Smaller figures are left out"),
          OUT_ROWS(struct statistics_reply, data, statistics_quarter_set, "Quarters that are over"));

static int64_t statistics_shown(int64_t total)
{
    return total >= STATISTICS_LEAST ? total : FIELD_NULL;
}

static enum rc statistics_count(struct ctx *ctx, struct tx *tx, int64_t from_ms, int64_t to_ms,
                                struct statistics_quarter *out)
{
    struct sealed_count_registered_out registered;
    struct sealed_count_closed_out closed;
    enum rc rc =
        sealed_rows_count_registered(tx, ctx->arena, &(struct sealed_count_registered_in){from_ms, to_ms}, &registered);
    if (rc == RC_OK) {
        rc = sealed_rows_count_closed(tx, ctx->arena, &(struct sealed_count_closed_in){from_ms, to_ms}, &closed);
    }
    if (rc == RC_OK) {
        out->registered = statistics_shown(registered.total);
        out->closed = statistics_shown(closed.total);
    }
    return rc;
}

static enum rc statistics_api_accusations(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct statistics_in *in = call->in;
    struct statistics_reply *out = call->out;
    enum rc rc = RC_OK;
    out->least = STATISTICS_LEAST;
    out->data = arena_array_of(ctx->arena, struct statistics_quarter, STATISTICS_QUARTERS);
    for (int q = 0; out->data != NULL && rc == RC_OK && q < STATISTICS_QUARTERS; q++) {
        int next = 3 * q + 4; /* month that the next one begins with */
        int64_t from_ms = clock_day_start_ms(clock_join_day((int)in->year, 3 * q + 1, 1));
        int64_t to_ms = clock_day_start_ms(clock_join_day((int)in->year + (next > 12), next > 12 ? 1 : next, 1));
        if (to_ms <= ctx->now_ms) {
            struct statistics_quarter *row = &out->data[out->data_count++];
            row->quarter = q + 1;
            rc = statistics_count(ctx, tx, from_ms, to_ms, row);
        }
    }
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

ENDPOINT_TABLE(statistics_api_table, {.method = "GET",
                                      .path = "/api/v1/statistics/accusations",
                                      .operation = "countAccusations",
                                      .tag = "statistics",
                                      .summary = "How many sealed cases there were in each quarter that is over",
                                      .need = PERM_CASE_COUNT,
                                      .mode = ENDPOINT_READ,
                                      .query = &statistics_query,
                                      .reply = &statistics_set,
                                      .in_size = sizeof(struct statistics_in),
                                      .out_size = sizeof(struct statistics_reply),
                                      .ok = 200,
                                      .cost = 5,
                                      .run = statistics_api_accusations});
