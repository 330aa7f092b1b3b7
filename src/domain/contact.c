/*
 * contact.c - records contacts with the petitioner.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "domain/contact.h"

#include "base/clock.h"
#include "base/ident.h"
#include "domain/perm.h"
#include "domain/reason.h"

/* Nobody was spoken with about a matter that had not come in. */
static int32_t contact_earliest(const struct case_work *w)
{
    int64_t at_ms = w->row.registered_ms;
    for (size_t i = 0; i < w->clock_count; i++) {
        at_ms = w->clocks[i].started_ms < at_ms ? w->clocks[i].started_ms : at_ms;
    }
    return clock_day_of(at_ms);
}

enum rc contact_add(struct case_work *w, const struct contact_in *in, const char *pointer)
{
    struct ctx *ctx = w->ctx;
    int32_t day, today = clock_day_of(ctx->now_ms);
    const char *id = ident_make(ctx->arena, ctx->now_ms);
    if (id == NULL) {
        return RC_TOO_LARGE;
    }
    if (in->on == NULL || clock_parse_day(in->on, &day) != RC_OK || day > today) {
        return fault_add(&ctx->fault, reason(REASON_DATE_FUTURE), arena_printf(ctx->arena, "%s/on", pointer), NULL,
                         NULL);
    }
    if (day < contact_earliest(w)) {
        char zh[CLOCK_DATE_ZH_SIZE], en[CLOCK_DATE_SIZE];
        clock_format_day_zh(contact_earliest(w), zh);
        clock_format_day(contact_earliest(w), en);
        return fault_add(&ctx->fault, reason(REASON_DATE_TOO_EARLY), arena_printf(ctx->arena, "%s/on", pointer),
                         arena_strdup(ctx->arena, zh), arena_strdup(ctx->arena, en));
    }
    changes_add(&w->changes, "contact", NULL, in->on);
    return contact_rows_add(w->tx, &(struct contact_add_in){.id = id,
                                                            .case_id = w->row.id,
                                                            .on_day = day,
                                                            .method = in->method,
                                                            .spoke_with = in->spoke_with,
                                                            .content = in->content,
                                                            .is_reached = in->is_reached,
                                                            .next_step = in->next_step,
                                                            .account_id = ctx->actor->account_id,
                                                            .unit_id = ctx->actor->unit_id,
                                                            .created_ms = ctx->now_ms});
}
