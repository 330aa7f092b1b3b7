/*
 * figure.h - counts for the board, each with the work list that shows what was counted.
 *
 * Figures hold what the actor may count (snippet `counted` of case.sql) and never a sealed case. Who may count but not read gets no
 * lists, nothing below five, and everything else rounded down to fives, so that no subtraction tells of a single case.
 *
 * Runs on: a worker with a read transaction. Owns: nothing; texts live on ctx->arena.
 */
#ifndef DOMAIN_FIGURE_H
#define DOMAIN_FIGURE_H

#include "base/ctx.h"
#include "domain/indicator.h"
#include "store/sql_stmts.h"

enum figure_step { FIGURE_DAY, FIGURE_WEEK, FIGURE_MONTH };
enum { FIGURE_LEAST = 5, FIGURE_STEPS_MAX = 62, FIGURE_FEW = 20 };

struct figure_ask {
    const struct indicator *indicator;
    enum dimension by, and_by;                                     /* DIMENSION_NONE: not parted */
    const char *unit_id, *place_id, *class_code, *channel, *stage; /* NULL: not narrowed */
    int32_t from_day, to_day;                                      /* both counted; nothing for what is open now */
    enum figure_step step;                                         /* when parted by time */
};

struct figure_row {
    const char *key, *and_key;                                     /* "" when not parted */
    const char *title_zh, *title_en, *and_title_zh, *and_title_en; /* of units, places and classes; else NULL */
    int64_t count;               /* of duties: those on time. SQL_NULL: too few to be told */
    int64_t base;                /* of duties: all that fell due; else the same as count */
    int64_t per_mille;           /* of duties: count of base; SQL_NULL: nothing fell due, or too few to be told */
    int64_t is_few;              /* base below FIGURE_FEW: chance weighs more than work */
    const char *list;            /* query of GET /cases whose total is `base`; NULL: not for this actor */
    const char *rank, *and_rank; /* rows are sorted by these */
};

struct figure_table {
    const char *unit_id, *unit_name, *unit_parent_id; /* that the rows lie below */
    const char *place_id, *place_name, *place_parent_id;
    int can_open;
    struct figure_row total;
    struct figure_row *rows;
    size_t count;
};

/* RC_INVALID with a fault at `?by`, `?and`, `?to`, `?unit` or `?place`. */
RC_MUST enum rc figure_count(struct ctx *ctx, struct tx *tx, const struct figure_ask *ask, struct figure_table *out);

/* The query behind one row; the row's own keys narrow what the table was narrowed to. */
const char *figure_list(struct ctx *ctx, const struct figure_ask *ask, const struct figure_table *table,
                        const struct figure_row *row);

#endif
