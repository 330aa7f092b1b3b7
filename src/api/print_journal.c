/*
 * print_journal.c - puts on file who printed a paper with people's names, and says it on papers from the sealed lane.
 *
 * A GET writes nothing in its own transaction; so the craft thread, which may wait, hands the entry to the writer and goes on only when it
 * is on disk.
 *
 * Runs on: craft threads; its job on the writer. Owns: nothing.
 */
#include "api/print.h"

#include "base/clock.h"
#include "base/value.h"
#include "domain/case.h"
#include "domain/env.h"
#include "domain/office_journal.h"
#include "domain/reference.h"
#include "domain/transition.h"
#include "store/writer.h"

struct print_entry {
    struct ctx *ctx;
    const struct print_seen *seen;
};

static enum rc print_journal_sealed(struct ctx *ctx, struct tx *tx, const char *case_id)
{
    const char *names[] = {"reason"};
    struct value items[] = {{.kind = VALUE_TEXT, .text = "handling"}};
    const struct value fields = {.kind = VALUE_OBJECT, .names = names, .items = items, .count = 1};
    enum rc rc = reference_use(ctx, tx);
    return rc == RC_OK
               ? transition_apply(
                     ctx, tx,
                     &(struct transition_in){
                         .case_id = case_id, .event = "reveal", .fields = &fields, .if_match = CASE_ANY_VERSION})
               : rc;
}

static enum rc print_journal_run(void *arg, struct tx *tx)
{
    const struct print_entry *e = arg;
    struct changes changes;
    if (e->seen->is_sealed) {
        return print_journal_sealed(e->ctx, tx, e->seen->case_id);
    }
    changes_init(&changes, e->ctx);
    changes_add(&changes, "document", NULL, e->seen->type);
    changes_add(&changes, "number", NULL, e->seen->number);
    return office_journal_append(e->ctx, tx, "document.print", e->seen->case_id, &changes);
}

enum rc print_journal(struct ctx *ctx, const struct print_seen *seen)
{
    const struct env *env = ctx->env;
    struct print_entry e = {ctx, seen};
    return env->writer != NULL ? writer_call(env->writer, print_journal_run, &e) : RC_UNAVAILABLE;
}

const char *print_mark(struct ctx *ctx)
{
    char day[CLOCK_DATE_SIZE];
    int32_t today = clock_day_of(ctx->now_ms);
    int minutes = (int)((ctx->now_ms - clock_day_start_ms(today)) / 60000);
    clock_format_day(today, day);
    return arena_printf(ctx->arena, "%s %s %s %02d:%02d", ctx->actor->name, ctx->actor->login, day, minutes / 60,
                        minutes % 60);
}
