/*
 * setting_api.c - /settings: what the office says of itself, and the settings of the running server.
 *
 * The former are changed here; the latter come from file, environment and flags, and are shown with the place where they come from.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/env.h"
#include "domain/perm.h"
#include "domain/setting.h"

struct setting_office_view {
    const char *county_name, *bureau_name, *phone, *address, *hours, *profile;
};
struct setting_server_view {
    const char *name, *value, *unit, *from, *about;
};
struct setting_out {
    struct setting_office_view office;
    struct setting_server_view *server;
    size_t server_count;
    int64_t version;
};

#define SETTING_OUT(m, text) OUT_NULL(struct setting_office_view, m, FIELD_TEXT, text)
FIELD_SET(setting_office_set_out, "OfficeSettings", struct setting_office_view,
          SETTING_OUT(county_name, "Name of the county"), SETTING_OUT(bureau_name, "Name of the petition bureau"),
          SETTING_OUT(phone, "Telephone for petitioners"), SETTING_OUT(address, "Where petitioners are received"),
          SETTING_OUT(hours, "When petitioners are received"),
          SETTING_OUT(profile, "Local profile of clocks and rules, changed at the machine; null: none"));
FIELD_SET(setting_server_set, "ServerSetting", struct setting_server_view,
          OUT(struct setting_server_view, name, FIELD_TEXT, "Name in the settings file"),
          OUT(struct setting_server_view, value, FIELD_TEXT, "As it holds now"),
          OUT_NULL(struct setting_server_view, unit, FIELD_TEXT, "Unit of a number"),
          OUT_NULL(struct setting_server_view, from, FIELD_TEXT,
                   "Where it was read: file and line, variable or flag; null: as delivered"),
          OUT(struct setting_server_view, about, FIELD_TEXT, "What it is"));
FIELD_SET(setting_set, "Settings", struct setting_out,
          OUT_PART(struct setting_out, office, setting_office_set_out, "What petitioners see of the office"),
          OUT_ROWS(struct setting_out, server, setting_server_set, "Settings of the running server; read only"),
          OUT(struct setting_out, version, FIELD_INT, "Version of the office's part, for If-Match"));

static enum rc setting_api_fill(struct ctx *ctx, const struct setting_office *office, struct call *call)
{
    const struct env *env = ctx->env;
    struct setting_out *out = call->out;
    out->office = (struct setting_office_view){office->county_name, office->bureau_name, office->phone,
                                               office->address,     office->hours,       office->profile};
    out->version = call->etag = office->version;
    out->server = arena_array_of(ctx->arena, struct setting_server_view, env->setting_count + 1);
    for (size_t i = 0; out->server != NULL && i < env->setting_count; i++) {
        const struct env_setting *s = &env->settings[i];
        out->server[out->server_count++] = (struct setting_server_view){s->name, s->value, s->unit, s->from, s->prose};
    }
    return out->server != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc setting_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct setting_office office;
    enum rc rc = setting_office_get(ctx, tx, &office);
    return rc == RC_OK ? setting_api_fill(ctx, &office, call) : rc;
}

struct setting_in {
    uint64_t present;
    const char *county_name, *bureau_name, *phone, *address, *hours;
};
/* Bit i of `present` is row i, and these are the bits of enum setting_field. */
static const struct field setting_fields[] = {
    IN(struct setting_in, county_name, FIELD_TEXT, 1, 100, "Name of the county"),
    IN(struct setting_in, bureau_name, FIELD_TEXT, 1, 100, "Name of the petition bureau"),
    IN(struct setting_in, phone, FIELD_TEXT, 1, 40, "Telephone for petitioners; null: none"),
    IN(struct setting_in, address, FIELD_TEXT, 1, 200, "Where petitioners are received; null: not told"),
    IN(struct setting_in, hours, FIELD_TEXT, 1, 200, "When petitioners are received; null: not told"),
};
static const struct field_set setting_body = {.schema = "SettingsChange",
                                              .fields = setting_fields,
                                              .count = (int)(sizeof setting_fields / sizeof setting_fields[0]),
                                              .size = sizeof(struct setting_in),
                                              .present_offset = offsetof(struct setting_in, present)};
_Static_assert(1 << (sizeof setting_fields / sizeof setting_fields[0] - 1) == SETTING_SET_HOURS, "one bit per row");

static enum rc setting_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct setting_in *in = call->in;
    struct setting_office office;
    const struct setting_change cmd = {.set = (unsigned)in->present,
                                       .county_name = in->county_name,
                                       .bureau_name = in->bureau_name,
                                       .phone = in->phone,
                                       .address = in->address,
                                       .hours = in->hours};
    enum rc rc = api_require(ctx, in->present, 0, in->county_name, "/county_name");
    if (rc == RC_OK) {
        rc = api_require(ctx, in->present, 1, in->bureau_name, "/bureau_name");
    }
    if (rc == RC_OK) {
        rc = setting_office_set(ctx, tx, call->if_match, &cmd, &office);
    }
    return rc == RC_OK ? setting_api_fill(ctx, &office, call) : rc;
}

static const enum rc setting_may[] = {RC_INVALID, RC_REFUSED, RC_STALE, RC_OK};

ENDPOINT_TABLE(setting_api_table,
               {.method = "GET",
                .path = "/api/v1/settings",
                .operation = "getSettings",
                .tag = "administration",
                .summary = "What the office says of itself, and the settings of the running server",
                .need = PERM_SETTING_MANAGE,
                .mode = ENDPOINT_READ,
                .reply = &setting_set,
                .out_size = sizeof(struct setting_out),
                .ok = 200,
                .cost = 1,
                .run = setting_api_get},
               {.method = "PATCH",
                .path = "/api/v1/settings",
                .operation = "updateSettings",
                .tag = "administration",
                .summary = "Change what the office says of itself",
                .need = PERM_SETTING_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &setting_body,
                .reply = &setting_set,
                .in_size = sizeof(struct setting_in),
                .out_size = sizeof(struct setting_out),
                .ok = 200,
                .may = setting_may,
                .cost = 1,
                .needs_version = 1,
                .takes_key = 1,
                .run = setting_api_set});
