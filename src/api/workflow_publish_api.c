/*
 * workflow_publish_api.c - an office's own workflow definitions: checked, published as the next version; local profiles switched.
 *
 * Definitions are taken whole, without the parts that the program's own are composed of: `petitiond workflow show` and GET /workflows/{key}
 * give them so. Publishing changes no case in hand; it wants a fresh proof and is in the office journal with its reason.
 *
 * Runs on: checking on a worker, publishing on the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/source.h"
#include "api/tables.h"
#include "domain/definition.h"
#include "domain/perm.h"
#include "domain/profile.h"
#include "domain/reason.h"
#include "domain/reference.h"
#include "store/sql.h"

#include <string.h>

enum { WORKFLOW_BODY_MAX = 512 * 1024, WORKFLOW_NOTE_MAX = 500 };

struct workflow_source_in {
    const struct value *definition;
    int64_t after_version;
    const char *note;
};
struct workflow_checked_out {
    const char *key, *lane, *title_zh, *title_en;
    int64_t next_version, current_version, states, events, clocks;
};
#define SOURCE_DEFINITION                                                                                              \
    IN_MUST(struct workflow_source_in, definition, FIELD_VALUE, 0, 0,                                                  \
            "The definition, as JSON or as the text of it; its own number of version does not count")
FIELD_SET(workflow_check_set, "WorkflowSource", struct workflow_source_in, SOURCE_DEFINITION);
FIELD_SET(workflow_publish_set, "WorkflowNew", struct workflow_source_in, SOURCE_DEFINITION,
          IN(struct workflow_source_in, after_version, FIELD_INT, 0, 1000000,
             "Version in force that it was compared with, 0 when there was none; refused when it is another by now"),
          IN(struct workflow_source_in, note, FIELD_LONG, 2, WORKFLOW_NOTE_MAX, "Why, for the office journal"));
#define CHECKED(m, kind, text) OUT(struct workflow_checked_out, m, kind, text)
FIELD_SET(workflow_checked_set, "WorkflowChecked", struct workflow_checked_out, CHECKED(key, FIELD_TEXT, "Key"),
          CHECKED(lane, FIELD_TEXT, "Legal way"), CHECKED(title_zh, FIELD_TEXT, "Title in Chinese"),
          CHECKED(title_en, FIELD_TEXT, "Title in English"),
          CHECKED(next_version, FIELD_INT, "Number that it has, or would get when published"),
          OUT_NULL(struct workflow_checked_out, current_version, FIELD_INT, "Version in force; null: none so far"),
          CHECKED(states, FIELD_INT, "States"), CHECKED(events, FIELD_INT, "Events"),
          CHECKED(clocks, FIELD_INT, "Kinds of clocks"));

static void workflow_checked(const struct workflow *w, int64_t version, int64_t current,
                             struct workflow_checked_out *out)
{
    *out = (struct workflow_checked_out){.key = w->key,
                                         .lane = w->lane,
                                         .title_zh = w->title.zh,
                                         .title_en = w->title.en,
                                         .next_version = version,
                                         .current_version = current > 0 ? current : FIELD_NULL,
                                         .states = (int64_t)w->state_count,
                                         .events = (int64_t)w->edge_count,
                                         .clocks = (int64_t)w->clock_count};
}

static enum rc workflow_publish_check(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct workflow_source_in *in = call->in;
    const struct workflow *w;
    const char *json;
    int64_t last;
    int64_t current;
    enum rc rc = source_text(ctx, in->definition, REASON_DEFINITION_SOURCE, "/definition", &json);
    if (rc == RC_OK) {
        rc = definition_check(ctx, tx, json, &w, &last, &current);
    }
    if (rc == RC_OK) {
        workflow_checked(w, last + 1, current, call->out);
    }
    return rc;
}

static enum rc workflow_publish(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct workflow_source_in *in = call->in;
    const struct workflow *w;
    struct definition_publish cmd = {.after_version = in->after_version, .note = in->note};
    enum rc rc = source_text(ctx, in->definition, REASON_DEFINITION_SOURCE, "/definition", &cmd.json);
    if (rc == RC_OK) {
        rc = definition_publish(ctx, tx, &cmd, &w);
    }
    if (rc == RC_OK) {
        workflow_checked(w, w->version, w->version, call->out);
        call->location = arena_printf(ctx->arena, "/api/v1/workflows/%s?version=%d", w->key, w->version);
        rc = call->location != NULL ? RC_OK : RC_TOO_LARGE;
    }
    return rc;
}

struct profile_out {
    const char *name, *title_zh, *title_en;
};
struct profile_list_out {
    const char *current;
    struct profile_out *data;
    size_t data_count;
};
struct profile_in {
    const char *name;
};
struct profile_set_out {
    const char *name;
    int64_t published;
};
FIELD_SET(profile_row_set, "Profile", struct profile_out, OUT(struct profile_out, name, FIELD_TEXT, "Name"),
          OUT(struct profile_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct profile_out, title_en, FIELD_TEXT, "Title in English"));
FIELD_SET(profile_list_set, "ProfileList", struct profile_list_out,
          OUT(struct profile_list_out, current, FIELD_TEXT, "Name of the one in force; none: the definitions alone"),
          OUT_ROWS(struct profile_list_out, data, profile_row_set, "Those that the program brings"));
FIELD_SET(profile_in_set, "ProfileChoice", struct profile_in,
          IN_MUST(struct profile_in, name, FIELD_TEXT, 1, 40, "Name, or none"));
FIELD_SET(profile_done_set, "ProfileChosen", struct profile_set_out,
          OUT(struct profile_set_out, name, FIELD_TEXT, "Name"),
          OUT(struct profile_set_out, published, FIELD_INT, "Definitions that have a new version by it"));

static enum rc profile_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct profile_list_out *out = call->out;
    const char **names = profile_list(ctx, &out->data_count);
    enum rc rc = profile_current(ctx, tx, &out->current);
    out->data = names != NULL ? arena_array_of(ctx->arena, struct profile_out, out->data_count + 1) : NULL;
    if (rc != RC_OK || out->data == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    out->current = out->current != NULL ? out->current : PROFILE_NONE;
    for (size_t i = 0; i < out->data_count; i++) {
        struct workflow_text title = profile_title(ctx, names[i]);
        out->data[i] = (struct profile_out){names[i], title.zh != NULL ? title.zh : names[i],
                                            title.en != NULL ? title.en : names[i]};
    }
    return RC_OK;
}

static enum rc profile_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct profile_in *in = call->in;
    struct profile_set_out *out = call->out;
    size_t published = 0;
    enum rc rc = profile_set(ctx, tx, in->name, &published);
    if (rc == RC_NOT_FOUND) {
        return fault_add(&ctx->fault, reason(REASON_PROFILE_UNKNOWN), "/name", in->name, NULL);
    }
    *out = (struct profile_set_out){in->name, (int64_t)published};
    return rc == RC_OK ? reference_changed(ctx, tx) : rc;
}

static const enum rc workflow_publish_may[] = {RC_CONFLICT, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(workflow_publish_api_table,
               {.method = "POST",
                .path = "/api/v1/workflows/check",
                .operation = "checkWorkflow",
                .tag = "workflows",
                .summary = "Everything that is wrong with a definition; nothing is stored",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_READ,
                .body = &workflow_check_set,
                .reply = &workflow_checked_set,
                .in_size = sizeof(struct workflow_source_in),
                .out_size = sizeof(struct workflow_checked_out),
                .ok = 200,
                .body_max = WORKFLOW_BODY_MAX,
                .cost = 10,
                .run = workflow_publish_check},
               {.method = "POST",
                .path = "/api/v1/workflows",
                .operation = "publishWorkflow",
                .tag = "workflows",
                .summary = "Publish a definition as the next version; cases in hand stay on theirs",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &workflow_publish_set,
                .reply = &workflow_checked_set,
                .in_size = sizeof(struct workflow_source_in),
                .out_size = sizeof(struct workflow_checked_out),
                .ok = 201,
                .may = workflow_publish_may,
                .body_max = WORKFLOW_BODY_MAX,
                .cost = 50,
                .takes_key = 1,
                .fresh = 1,
                .run = workflow_publish},
               {.method = "GET",
                .path = "/api/v1/workflow-profiles",
                .operation = "listProfiles",
                .tag = "workflows",
                .summary = "Local profiles of clocks and rules, and the one in force",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_READ,
                .reply = &profile_list_set,
                .out_size = sizeof(struct profile_list_out),
                .ok = 200,
                .cost = 1,
                .run = profile_api_list},
               {.method = "PUT",
                .path = "/api/v1/workflow-profiles/current",
                .operation = "setProfile",
                .tag = "workflows",
                .summary = "Turn a local profile on, or all off; cases in hand stay on what they began with",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &profile_in_set,
                .reply = &profile_done_set,
                .in_size = sizeof(struct profile_in),
                .out_size = sizeof(struct profile_set_out),
                .ok = 200,
                .cost = 100,
                .fresh = 1,
                .run = profile_api_set});
