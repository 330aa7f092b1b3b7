/*
 * export.h - lists that go out as files: who asked for what is journalled before a byte leaves.
 *
 * An export holds what its maker sees in the list at the moment of fetching, without sealed cases; people are masked as they are
 * there. It can be fetched by its maker only. Up to EXPORT_ALONE_MAX rows, which the list shows on one page anyway, it is ready at
 * once, for an hour. More rows take two accounts: it is asked for with a reason, and who reads and counts at least all that the
 * asker reads allows it, for a day, or refuses it. Filter, columns and format stay as they were asked for.
 *
 * What counts for the day is what was asked for, fetched or not: that is the stricter, and a file may be fetched again when a download
 * broke off. So that asking for little and fetching much is no way around it, what one person takes alone may not have grown since it was
 * asked for; of as many rows as were counted, others may have come in the meantime.
 *
 * Runs on: workers (reading), the writer (asking, deciding). Owns: nothing.
 */
#ifndef DOMAIN_EXPORT_H
#define DOMAIN_EXPORT_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

#define EXPORT_KEEP_MS    (INT64_C(3600) * 1000)
#define EXPORT_ASKED_MS   (INT64_C(7) * 24 * 3600 * 1000) /* how long it waits for a word */
#define EXPORT_ALLOWED_MS (INT64_C(24) * 3600 * 1000)

enum {
    EXPORT_ALONE_MAX = 200,     /* the most rows of a list's page */
    EXPORT_ALONE_DAY_MAX = 600, /* in 24 hours, in as many files as may be */
};

struct export_input {
    const char *filter, *columns, *format; /* csv or ndjson */
    const char *told;   /* the filter as the journal may keep it: without words that were searched for */
    const char *reason; /* needed for more than one may take alone, else not kept; NULL: none */
    int64_t has_bom, total;
};

/* RC_REFUSED when it wants a second person (by its own rows, or with what was taken alone in 24 hours) and gives no reason. */
RC_MUST enum rc export_add(struct ctx *ctx, struct tx *tx, const struct export_input *in, struct export_row *out);
/* One's own to fetch; RC_NOT_FOUND for others, RC_GONE when its time is over, RC_REFUSED when nobody allowed it. */
RC_MUST enum rc export_get(struct ctx *ctx, struct tx *tx, const char *id, struct export_row *out);
/* Whether it was taken by one person alone and may therefore not hold more than EXPORT_ALONE_MAX rows. */
int export_is_alone(const struct export_row *row);
/* RC_REFUSED when what one person takes alone has more rows now than were counted when it was asked for. */
RC_MUST enum rc export_check_total(struct ctx *ctx, const struct export_row *row, int64_t total);

struct export_lists {
    struct export_row *own, *waiting; /* asked for by the actor; asked for by others and for the actor to decide */
    size_t own_count, waiting_count;
};
RC_MUST enum rc export_list(struct ctx *ctx, struct tx *tx, struct export_lists *out);
/* As the second person. RC_NOT_FOUND for what the actor may not decide, RC_REFUSED for one's own and what is over. `note` may be NULL. */
RC_MUST enum rc export_allow(struct ctx *ctx, struct tx *tx, const char *id, const char *note, struct export_row *out);
/* The same; one's own is taken back. */
RC_MUST enum rc export_refuse(struct ctx *ctx, struct tx *tx, const char *id, const char *note, struct export_row *out);

#endif
