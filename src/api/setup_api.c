/*
 * setup_api.c - /setup: what a new office still has to do, and the sample county to begin with.
 *
 * Runs on: reading on a worker, changing on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "base/embed.h"
#include "domain/demonstration.h"
#include "domain/env.h"
#include "domain/office_journal.h"
#include "domain/perm.h"
#include "domain/reference.h"
#include "domain/sample.h"
#include "http/codec.h"
#include "store/sql_stmts.h"

#include <string.h>

static const char SETUP_KEY[] = "setup"; /* of the setting; its value is when somebody called it done */

struct setup_in {
    int64_t is_done;
};
struct setup_out {
    int64_t is_done, sample_units, has_case, has_units, year, has_year, has_next_year, workflows;
    const char *demo;
};
struct sample_out {
    int64_t units;
};
/* POST /setup/sample-units; nothing needs to be said: an empty object. */
struct sample_in {
    char unused;
};
static const struct field_set sample_body = {
    .schema = "SampleUnitsNew", .size = sizeof(struct sample_in), .present_offset = FIELDS_NO_PRESENT};
#define SETUP(m, kind, text) OUT(struct setup_out, m, kind, text)
FIELD_SET(setup_body, "SetupChange", struct setup_in,
          IN_MUST(struct setup_in, is_done, FIELD_BOOL, 0, 0, "Do not lead there any more after signing in"));
FIELD_SET(
    setup_set, "Setup", struct setup_out,
    SETUP(is_done, FIELD_BOOL, "Somebody called it done, or the office has ordinary cases"),
    SETUP(sample_units, FIELD_INT, "Units of the sample that are there"),
    SETUP(has_case, FIELD_BOOL, "There are ordinary cases: the sample can no longer be removed"),
    SETUP(has_units, FIELD_BOOL, "Units of the office's own, beside county and bureau"),
    SETUP(year, FIELD_INT, "This year"), SETUP(has_year, FIELD_BOOL, "Its working days are loaded"),
    SETUP(has_next_year, FIELD_BOOL, "Those of the next year are"), SETUP(workflows, FIELD_INT, "Definitions in force"),
    SETUP(
        demo, FIELD_TEXT,
        "The demonstration: none, being_made, ready, shown (this office is it), ending, alone (likewise, with no real "
        "office beside it)"));
FIELD_SET(sample_set, "SampleUnits", struct sample_out,
          OUT(struct sample_out, units, FIELD_INT, "Units made or removed"));

static enum rc setup_show(struct ctx *ctx, struct tx *tx, struct setup_out *out)
{
    struct setting_get_out done;
    struct sample_state sample;
    struct demonstration_view demo;
    const struct reference *r = ctx->reference;
    int year;
    int month;
    int mday;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){SETUP_KEY}, &done);
    int is_done = rc == RC_OK;
    rc = rc == RC_OK || rc == RC_NOT_FOUND ? sample_get(ctx, tx, &sample) : rc;
    rc = rc == RC_OK ? demonstration_get(ctx, tx, &demo) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    clock_split_day(clock_day_of(ctx->now_ms), &year, &month, &mday);
    *out = (struct setup_out){.is_done = is_done || sample.has_case,
                              .sample_units = sample.units,
                              .has_case = sample.has_case,
                              .has_units = sample.has_other_unit,
                              .year = year,
                              .has_year = calendar_has_year(r->calendar, year),
                              .has_next_year = calendar_has_year(r->calendar, year + 1),
                              .demo = demonstration_state_name(demo.state)};
    for (size_t i = 0; i < r->workflow_count; i++) {
        out->workflows += r->workflows[i].is_current;
    }
    return RC_OK;
}

static enum rc setup_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return setup_show(ctx, tx, call->out);
}

static enum rc setup_put(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct setup_in *in = call->in;
    struct changes changes;
    enum rc rc = in->is_done ? setting_rows_save(tx, &(struct setting_save_in){SETUP_KEY, "done"})
                             : setting_rows_drop(tx, &(struct setting_drop_in){SETUP_KEY});
    changes_init(&changes, ctx);
    changes_add(&changes, "is_done", NULL, in->is_done ? "yes" : "no");
    changes_touch(&changes, "setting", SETUP_KEY);
    if (rc == RC_OK) {
        rc = office_journal_append(ctx, tx, "setup.set", SETUP_KEY, &changes);
    }
    return rc == RC_OK ? setup_show(ctx, tx, call->out) : rc;
}

static enum rc setup_load_sample(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct sample_out *out = call->out;
    const struct value *county;
    const struct env *env = ctx->env;
    const struct embed_file *file = embed_find(env->seeds, "seed/sample/county.json");
    enum rc rc = file != NULL ? codec_decode_value(ctx, (const char *)file->data, file->size, &county) : RC_INTERNAL;
    return rc == RC_OK ? sample_load(ctx, tx, county, &out->units) : rc;
}

static enum rc setup_drop_sample(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct sample_out *out = call->out;
    return sample_drop(ctx, tx, &out->units);
}

static const enum rc setup_sample_may[] = {RC_REFUSED, RC_OK};

ENDPOINT_TABLE(setup_api_table,
               {.method = "GET",
                .path = "/api/v1/setup",
                .operation = "getSetup",
                .tag = "units",
                .summary = "What a new office has and what it still has to do",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_READ,
                .reply = &setup_set,
                .out_size = sizeof(struct setup_out),
                .ok = 200,
                .cost = 2,
                .run = setup_get},
               {.method = "PUT",
                .path = "/api/v1/setup",
                .operation = "setSetup",
                .tag = "units",
                .summary = "Call setting up done, or not",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &setup_body,
                .reply = &setup_set,
                .in_size = sizeof(struct setup_in),
                .out_size = sizeof(struct setup_out),
                .ok = 200,
                .cost = 2,
                .run = setup_put},
               {.method = "POST",
                .path = "/api/v1/setup/sample-units",
                .operation = "loadSample",
                .tag = "units",
                .summary = "Begin with the departments, towns and villages of a sample county",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &sample_body,
                .reply = &sample_set,
                .in_size = sizeof(struct sample_in),
                .out_size = sizeof(struct sample_out),
                .ok = 201,
                .may = setup_sample_may,
                .cost = 20,
                .run = setup_load_sample},
               {.method = "DELETE",
                .path = "/api/v1/setup/sample-units",
                .operation = "dropSample",
                .tag = "units",
                .summary = "Take the sample away whole; refused when something real hangs on it",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .reply = &sample_set,
                .out_size = sizeof(struct sample_out),
                .ok = 200,
                .may = setup_sample_may,
                .cost = 20,
                .fresh = 1,
                .run = setup_drop_sample});
