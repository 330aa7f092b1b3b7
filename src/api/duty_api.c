/*
 * duty_api.c - /units/{id}/duties: the classes of matters that a unit may be sent.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/duty.h"
#include "domain/perm.h"
#include "domain/reason.h"

enum { DUTIES_MAX = 300 };

struct duty_in {
    const char *id;
    const char **class_codes;
    size_t class_codes_count;
};
struct duty_out {
    const char *code, *title_zh, *title_en;
};
struct duty_list_reply {
    struct duty_out *data;
    size_t data_count;
    int64_t version;
};

FIELD_SET(duty_params, "DutyUnit", struct duty_in, IN_MUST(struct duty_in, id, FIELD_ID, 0, 0, "Unit"));
FIELD_SET(duty_body, "DutiesNew", struct duty_in,
          {.name = "class_codes",
           .type = FIELD_TEXTS,
           .offset = offsetof(struct duty_in, class_codes),
           .count_offset = offsetof(struct duty_in, class_codes_count),
           .is_required = 1,
           .max = DUTIES_MAX,
           .doc = "Classes; one of the first level stands for all below it. None: the unit may be sent anything"});
FIELD_SET(duty_set_out, "Duty", struct duty_out, OUT(struct duty_out, code, FIELD_TEXT, "Class"),
          OUT_NULL(struct duty_out, title_zh, FIELD_TEXT, "Its title in Chinese"),
          OUT_NULL(struct duty_out, title_en, FIELD_TEXT, "Its title in English"));
FIELD_SET(duty_list_set, "DutyList", struct duty_list_reply,
          OUT_ROWS(struct duty_list_reply, data, duty_set_out, "By code; none: anything"),
          OUT(struct duty_list_reply, version, FIELD_INT, "Version of the unit, for If-Match"));

static enum rc duty_api_fill(struct ctx *ctx, struct tx *tx, const struct unit_row *unit, struct call *call)
{
    struct duty_list_reply *out = call->out;
    struct duty_list_of_unit_out *rows;
    enum rc rc =
        duty_rows_list_of_unit(tx, ctx->arena, &(struct duty_list_of_unit_in){unit->id}, &rows, &out->data_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct duty_out, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        out->data[i] = (struct duty_out){rows[i].class_code, rows[i].title_zh, rows[i].title_en};
    }
    call->etag = out->version = unit->version;
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc duty_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct duty_in *in = call->in;
    struct unit_row unit;
    enum rc rc = unit_rows_get(tx, ctx->arena, &(struct unit_get_in){in->id}, &unit);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_UNKNOWN_UNIT), NULL, NULL, NULL);
    }
    return rc == RC_OK ? duty_api_fill(ctx, tx, &unit, call) : rc;
}

static enum rc duty_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct duty_in *in = call->in;
    struct unit_row unit;
    enum rc rc = duty_set(ctx, tx, in->id, call->if_match, in->class_codes, in->class_codes_count, &unit);
    return rc == RC_OK ? duty_api_fill(ctx, tx, &unit, call) : rc;
}

static const enum rc duty_may[] = {RC_NOT_FOUND, RC_STALE, RC_OK};

ENDPOINT_TABLE(duty_api_table,
               {.method = "GET",
                .path = "/api/v1/units/{id}/duties",
                .operation = "listUnitDuties",
                .tag = "units",
                .summary = "Which classes of matters a unit may be sent",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .params = &duty_params,
                .reply = &duty_list_set,
                .in_size = sizeof(struct duty_in),
                .out_size = sizeof(struct duty_list_reply),
                .ok = 200,
                .may = duty_may,
                .cost = 1,
                .run = duty_api_list},
               {.method = "PUT",
                .path = "/api/v1/units/{id}/duties",
                .operation = "setUnitDuties",
                .tag = "units",
                .summary = "Say which classes of matters a unit may be sent",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &duty_params,
                .body = &duty_body,
                .reply = &duty_list_set,
                .in_size = sizeof(struct duty_in),
                .out_size = sizeof(struct duty_list_reply),
                .ok = 200,
                .may = duty_may,
                .cost = 2,
                .needs_version = 1,
                .takes_key = 1,
                .run = duty_api_set});
