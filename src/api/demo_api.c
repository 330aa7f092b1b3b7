/*
 * demo_api.c - /setup/demo: a new office asks for a demonstration in its place, and the demonstration ends itself.
 *
 * What is answered here is that it was asked for: making, showing and ending are done by the process afterwards (app/stage.h), and
 * GET tells how far it is.
 *
 * Runs on: reading on a worker, asking on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/demonstration.h"
#include "domain/perm.h"

struct demo_out {
    const char *state, *failure, *password;
    struct demonstration_account *accounts;
    size_t accounts_count;
};
/* Nothing needs to be said: an empty object. */
struct demo_in {
    char unused;
};
static const struct field_set demo_body = {
    .schema = "DemoWish", .size = sizeof(struct demo_in), .present_offset = FIELDS_NO_PRESENT};
FIELD_SET(demo_account_set, "DemoAccount", struct demonstration_account,
          OUT(struct demonstration_account, login, FIELD_TEXT, "Login"),
          OUT(struct demonstration_account, name, FIELD_TEXT, "Invented name"),
          OUT(struct demonstration_account, roles, FIELD_TEXT, "What they may do, in words"));
FIELD_SET(
    demo_set, "Demo", struct demo_out,
    OUT(struct demo_out, state, FIELD_TEXT,
        "none, being_made, ready (waits to be shown), shown (this office is it), ending, alone (likewise, with no real "
        "office "
        "beside it)"),
    OUT_NULL(struct demo_out, failure, FIELD_TEXT, "Why the last one could not be made, in English"),
    OUT_NULL(struct demo_out, password, FIELD_TEXT,
             "Of all its accounts, drawn for this demonstration; only while it is ready and only for the session of "
             "the account that asked"),
    OUT_ROWS(struct demo_out, accounts, demo_account_set, "Who may sign in there; likewise"));

static enum rc demo_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct demo_out *out = call->out;
    struct demonstration_view view;
    enum rc rc = demonstration_get(ctx, tx, &view);
    *out = (struct demo_out){.state = demonstration_state_name(view.state),
                             .failure = view.failure,
                             .password = view.password,
                             .accounts = view.accounts,
                             .accounts_count = view.account_count};
    return rc;
}

static enum rc demo_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return demo_show(ctx, tx, call);
}

static enum rc demo_api_begin(struct ctx *ctx, struct tx *tx, struct call *call)
{
    enum rc rc = demonstration_begin(ctx, tx);
    return rc == RC_OK ? demo_show(ctx, tx, call) : rc;
}

static enum rc demo_api_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    enum rc rc = demonstration_show(ctx, tx);
    return rc == RC_OK ? demo_show(ctx, tx, call) : rc;
}

static enum rc demo_api_end(struct ctx *ctx, struct tx *tx, struct call *call)
{
    enum rc rc = demonstration_end(ctx, tx);
    return rc == RC_OK ? demo_show(ctx, tx, call) : rc;
}

static const enum rc demo_may[] = {RC_REFUSED, RC_OK};

ENDPOINT_TABLE(
    demo_api_table,
    {.method = "GET",
     .path = "/api/v1/setup/demo",
     .operation = "getDemo",
     .tag = "units",
     .summary = "How far the demonstration is, and how to sign in there",
     .need = PERM_UNIT_MANAGE,
     .mode = ENDPOINT_READ,
     .reply = &demo_set,
     .out_size = sizeof(struct demo_out),
     .ok = 200,
     .cost = 2,
     .run = demo_api_get},
    {.method = "POST",
     .path = "/api/v1/setup/demo",
     .operation = "beginDemo",
     .tag = "units",
     .summary = "Make a demonstration of invented people and matters beside this office, which has no case yet",
     .need = PERM_UNIT_MANAGE,
     .mode = ENDPOINT_WRITE,
     .body = &demo_body,
     .reply = &demo_set,
     .in_size = sizeof(struct demo_in),
     .out_size = sizeof(struct demo_out),
     .ok = 202,
     .may = demo_may,
     .cost = 50,
     .fresh = 1,
     .run = demo_api_begin},
    {.method = "POST",
     .path = "/api/v1/setup/demo/show",
     .operation = "showDemo",
     .tag = "units",
     .summary = "Show the demonstration in place of this office, which rests until it is ended",
     .need = PERM_UNIT_MANAGE,
     .mode = ENDPOINT_WRITE,
     .body = &demo_body,
     .reply = &demo_set,
     .in_size = sizeof(struct demo_in),
     .out_size = sizeof(struct demo_out),
     .ok = 202,
     .may = demo_may,
     .cost = 20,
     .fresh = 1,
     .run = demo_api_show},
    {.method = "DELETE",
     .path = "/api/v1/setup/demo",
     .operation = "endDemo",
     .tag = "units",
     .summary = "End the demonstration: all of it is deleted, and the real office comes back",
     .need = PERM_UNIT_MANAGE,
     .mode = ENDPOINT_WRITE,
     .reply = &demo_set,
     .out_size = sizeof(struct demo_out),
     .ok = 202,
     .may = demo_may,
     .cost = 20,
     .fresh = 1,
     .run = demo_api_end});
