/*
 * workflow_api.c - published workflow definitions, with their drawings and the words behind the names that they use. The help pages read
 * the same without an account: what the procedure is, is no secret.
 *
 * Runs on: a worker. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/document.h"
#include "domain/reason.h"
#include "domain/reference.h"

#include <string.h>

struct workflow_item_out {
    const char *key;
    int64_t version;
    const char *lane, *title_zh, *title_en;
    int64_t is_current;
};
struct workflow_list_reply {
    struct workflow_item_out *data;
    size_t data_count;
};
#define ITEM(m, kind, text) OUT(struct workflow_item_out, m, kind, text)
FIELD_SET(workflow_item_set, "WorkflowSummary", struct workflow_item_out, ITEM(key, FIELD_TEXT, "Key"),
          ITEM(version, FIELD_INT, "Version"), ITEM(lane, FIELD_TEXT, "Legal way, such as C6"),
          ITEM(title_zh, FIELD_TEXT, "Title in Chinese"), ITEM(title_en, FIELD_TEXT, "Title in English"),
          ITEM(is_current, FIELD_BOOL, "New cases take it"));
FIELD_SET(workflow_list_set, "WorkflowList", struct workflow_list_reply,
          OUT_ROWS(struct workflow_list_reply, data, workflow_item_set, "All versions of all definitions"));

static enum rc workflow_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct reference *r = ctx->reference;
    struct workflow_list_reply *out = call->out;
    (void)tx; /* the reference belongs to this snapshot */
    out->data = arena_array_of(ctx->arena, struct workflow_item_out, r->workflow_count);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < r->workflow_count; i++) {
        const struct workflow *w = r->workflows[i].definition;
        out->data[i] = (struct workflow_item_out){.key = w->key,
                                                  .version = w->version,
                                                  .lane = w->lane,
                                                  .title_zh = w->title.zh,
                                                  .title_en = w->title.en,
                                                  .is_current = r->workflows[i].is_current};
    }
    out->data_count = r->workflow_count;
    return RC_OK;
}

struct workflow_key_in {
    const char *key;
    int64_t version;
};
struct workflow_condition_out {
    const char *name, *refusal_zh, *refusal_en, *article;
};
struct workflow_document_out {
    const char *type, *title_zh, *title_en;
};
struct workflow_out {
    const char *key;
    int64_t version;
    const char *definition, *mermaid_zh, *mermaid_en;
    struct workflow_condition_out *conditions;
    size_t conditions_count;
    struct workflow_document_out *documents;
    size_t documents_count;
};
#define CONDITION(m, kind, text) OUT(struct workflow_condition_out, m, kind, text)
#define DOCUMENT_OF(m, text)     OUT(struct workflow_document_out, m, FIELD_TEXT, text)
FIELD_SET(workflow_condition_set, "WorkflowCondition", struct workflow_condition_out,
          CONDITION(name, FIELD_TEXT, "Name in the definition's guards"),
          CONDITION(refusal_zh, FIELD_LONG, "Told when it does not hold; {0} and {1} are filled from the case"),
          CONDITION(refusal_en, FIELD_LONG, "The same in English"),
          OUT_NULL(struct workflow_condition_out, article, FIELD_TEXT, "Article or practice behind it"));
FIELD_SET(workflow_document_set, "WorkflowDocument", struct workflow_document_out,
          DOCUMENT_OF(type, "Type in the definition's documents"), DOCUMENT_OF(title_zh, "Title in Chinese"),
          DOCUMENT_OF(title_en, "Title in English"));
FIELD_SET(workflow_key_set, "WorkflowKey", struct workflow_key_in,
          IN_MUST(struct workflow_key_in, key, FIELD_TEXT, 1, 40, "Key"));
FIELD_SET(workflow_query_set, "WorkflowQuery", struct workflow_key_in,
          IN(struct workflow_key_in, version, FIELD_INT, 1, 1000000, "Version; the current one unless told"));
FIELD_SET(workflow_out_set, "Workflow", struct workflow_out, OUT(struct workflow_out, key, FIELD_TEXT, "Key"),
          OUT(struct workflow_out, version, FIELD_INT, "Version"),
          OUT(struct workflow_out, definition, FIELD_RAW, "The definition as it was published"),
          OUT(struct workflow_out, mermaid_zh, FIELD_LONG, "State diagram, Chinese"),
          OUT(struct workflow_out, mermaid_en, FIELD_LONG, "State diagram, English"),
          OUT_ROWS(struct workflow_out, conditions, workflow_condition_set, "The guards that it names"),
          OUT_ROWS(struct workflow_out, documents, workflow_document_set, "The documents that it names"));

static int workflow_api_uses_guard(const struct workflow *w, int guard)
{
    for (size_t i = 0; i < w->edge_count; i++) {
        for (const int *g = w->edges[i].guards; *g >= 0; g++) {
            if (*g == guard) {
                return 1;
            }
        }
    }
    return 0;
}

static int workflow_api_uses_document(const struct workflow *w, const char *type)
{
    for (size_t i = 0; i < w->edge_count; i++) {
        for (const char *const *d = w->edges[i].documents; d != NULL && *d != NULL; d++) {
            if (strcmp(*d, type) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

/* The words behind the names of guards and documents, each once, in the order of their tables. */
static enum rc workflow_api_name(struct ctx *ctx, const struct workflow *w, struct workflow_out *out)
{
    const struct workflow_names *names = w->names;
    size_t guards = 0;
    size_t documents = 0;
    while (names->guards[guards].name != NULL) {
        guards++;
    }
    while (names->documents[documents] != NULL) {
        documents++;
    }
    out->conditions = arena_array_of(ctx->arena, struct workflow_condition_out, guards + 1);
    out->documents = arena_array_of(ctx->arena, struct workflow_document_out, documents + 1);
    if (out->conditions == NULL || out->documents == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < guards; i++) {
        const struct workflow_guard_name *g = &names->guards[i];
        if (workflow_api_uses_guard(w, (int)i)) {
            out->conditions[out->conditions_count++] =
                (struct workflow_condition_out){g->name, g->reason.zh, g->reason.en, g->rule};
        }
    }
    for (size_t i = 0; i < documents; i++) {
        const char *type = names->documents[i];
        if (workflow_api_uses_document(w, type)) {
            out->documents[out->documents_count++] =
                (struct workflow_document_out){type, document_title(type, 1), document_title(type, 0)};
        }
    }
    return RC_OK;
}

static enum rc workflow_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct workflow_key_in *in = call->in;
    const struct reference *r = ctx->reference;
    struct workflow_out *out = call->out;
    (void)tx;
    for (size_t i = 0; i < r->workflow_count; i++) {
        const struct workflow *w = r->workflows[i].definition;
        int is_it = in->version == FIELD_NULL ? r->workflows[i].is_current : w->version == in->version;
        if (is_it && strcmp(w->key, in->key) == 0) {
            *out = (struct workflow_out){.key = w->key,
                                         .version = w->version,
                                         .definition = r->workflows[i].json,
                                         .mermaid_zh = workflow_draw(ctx->arena, w, 0, 1),
                                         .mermaid_en = workflow_draw(ctx->arena, w, 0, 0)};
            if (out->mermaid_zh == NULL || out->mermaid_en == NULL) {
                return RC_TOO_LARGE;
            }
            return workflow_api_name(ctx, w, out);
        }
    }
    return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
}

static const enum rc workflow_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(workflow_api_table,
               {.method = "GET",
                .path = "/api/v1/workflows",
                .operation = "listWorkflows",
                .tag = "workflows",
                .summary = "Published workflow definitions",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &workflow_list_set,
                .out_size = sizeof(struct workflow_list_reply),
                .ok = 200,
                .cost = 1,
                .run = workflow_api_list},
               {.method = "GET",
                .path = "/api/v1/workflows/{key}",
                .operation = "getWorkflow",
                .tag = "workflows",
                .summary = "One definition with its drawing",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .params = &workflow_key_set,
                .query = &workflow_query_set,
                .reply = &workflow_out_set,
                .in_size = sizeof(struct workflow_key_in),
                .out_size = sizeof(struct workflow_out),
                .ok = 200,
                .may = workflow_may,
                .cost = 1,
                .run = workflow_api_get},
               {.method = "GET",
                .path = "/api/v1/public/workflows",
                .operation = "listWorkflowsPublicly",
                .tag = "public",
                .summary = "Published workflow definitions, for the help pages",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_READ,
                .reply = &workflow_list_set,
                .out_size = sizeof(struct workflow_list_reply),
                .ok = 200,
                .cost = 2,
                .run = workflow_api_list},
               {.method = "GET",
                .path = "/api/v1/public/workflows/{key}",
                .operation = "getWorkflowPublicly",
                .tag = "public",
                .summary = "One definition with its drawing, for the help pages",
                .need = ENDPOINT_PUBLIC,
                .mode = ENDPOINT_READ,
                .params = &workflow_key_set,
                .query = &workflow_query_set,
                .reply = &workflow_out_set,
                .in_size = sizeof(struct workflow_key_in),
                .out_size = sizeof(struct workflow_out),
                .ok = 200,
                .may = workflow_may,
                .cost = 2,
                .run = workflow_api_get});
