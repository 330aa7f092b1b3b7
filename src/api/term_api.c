/*
 * term_api.c - dictionaries: read by everybody who is signed in, kept by administrators.
 *
 * Runs on: reads on a worker, writes on the writer. Owns: nothing.
 */
#include "api/term_api.h"

#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/reason.h"
#include "domain/term.h"

enum { TERM_SORT_MAX = 1000000, TERM_KINDS_MAX = 32 };

#define TERM_OUT(m, kind, text)      OUT(struct term_out, m, kind, text)
#define TERM_OUT_NULL(m, kind, text) OUT_NULL(struct term_out, m, kind, text)
FIELD_SET(term_out_set, "Term", struct term_out, TERM_OUT(code, FIELD_TEXT, "Code"),
          TERM_OUT_NULL(parent_code, FIELD_TEXT, "Code of the level above"),
          TERM_OUT_NULL(official_code, FIELD_TEXT, "Code in the official list"),
          TERM_OUT(title_zh, FIELD_TEXT, "Title in Chinese"), TERM_OUT(title_en, FIELD_TEXT, "Title in English"),
          TERM_OUT(sort, FIELD_INT, "Order in lists"), TERM_OUT(is_own, FIELD_BOOL, "Added by the office"),
          TERM_OUT(is_retired, FIELD_BOOL, "Not chosen any more; old cases go on showing it"),
          TERM_OUT(version, FIELD_INT, "Version for If-Match"));
FIELD_SET_SHARED(term_api_list_set, "TermList", struct term_list_reply,
                 OUT_ROWS(struct term_list_reply, data, term_out_set, "Entries in order"));
FIELD_SET_SHARED(term_api_kind_set, "TermKind", struct term_kind_in,
                 IN_MUST(struct term_kind_in, kind, FIELD_TEXT, 1, 40, "Dictionary, such as class or channel"));
FIELD_SET(term_api_query, "TermQuery", struct term_kind_in,
          IN(struct term_kind_in, retired, FIELD_BOOL, 0, 0, "Retired entries too"));

static void term_api_fill(const struct term_row *t, struct term_out *out)
{
    *out = (struct term_out){.code = t->code,
                             .parent_code = t->parent_code,
                             .official_code = t->official_code,
                             .title_zh = t->title_zh,
                             .title_en = t->title_en,
                             .sort = t->sort,
                             .is_own = t->is_own,
                             .is_retired = t->retired_ms != FIELD_NULL,
                             .version = t->version};
}

enum rc term_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct term_kind_in *in = call->in;
    struct term_list_reply *out = call->out;
    struct term_row *rows;
    size_t n;
    if (!term_is_kind(in->kind)) {
        return fault_set(&ctx->fault, RC_NOT_FOUND, reason(REASON_UNKNOWN_KIND), NULL, in->kind, NULL);
    }
    enum rc rc = term_rows_list(tx, ctx->arena, in->retired == 1 ? 0 : TERM_LIST_IN_USE,
                                &(struct term_list_in){in->kind}, &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct term_out, n);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < n; i++) {
        term_api_fill(&rows[i], &out->data[i]);
    }
    out->data_count = n;
    return RC_OK;
}

/* GET /dictionaries */
struct term_kind_out {
    const char *kind;
    int64_t entries, retired, is_open;
};
struct term_kinds_reply {
    struct term_kind_out *data;
    size_t data_count;
};
FIELD_SET(term_kind_out_set, "Dictionary", struct term_kind_out, OUT(struct term_kind_out, kind, FIELD_TEXT, "Key"),
          OUT(struct term_kind_out, entries, FIELD_INT, "Entries, retired ones among them"),
          OUT(struct term_kind_out, retired, FIELD_INT, "Retired entries"),
          OUT(struct term_kind_out, is_open, FIELD_BOOL,
              "Entries may be added and retired; else only words and order change"));
FIELD_SET(term_kinds_set, "DictionaryList", struct term_kinds_reply,
          OUT_ROWS(struct term_kinds_reply, data, term_kind_out_set, "All dictionaries"));

static enum rc term_api_kinds(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct term_kinds_reply *out = call->out;
    enum rc rc = RC_OK;
    out->data = arena_array_of(ctx->arena, struct term_kind_out, TERM_KINDS_MAX);
    if (out->data == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; rc == RC_OK && term_kinds[i] != NULL && i < TERM_KINDS_MAX; i++) {
        struct term_count_by_kind_out n = {0};
        rc = term_rows_count_by_kind(tx, ctx->arena, &(struct term_count_by_kind_in){term_kinds[i]}, &n);
        out->data[out->data_count++] =
            (struct term_kind_out){term_kinds[i], n.total, n.retired, term_kind_is_open(term_kinds[i])};
    }
    return rc;
}

/* POST /dictionaries/{kind}, PATCH and DELETE /dictionaries/{kind}/{code} */
struct term_in {
    const char *kind, *code;
    uint64_t present;
    const char *parent_code, *official_code, *title_zh, *title_en;
    int64_t sort, is_retired;
};
#define TERM_CODE(member, must, text)                                                                                  \
    {                                                                                                                  \
        .name = #member, .type = FIELD_TEXT, .offset = offsetof(struct term_in, member), .is_required = (must),        \
        .min = 1, .max = 32, .pattern = "w+", .doc = (text)                                                            \
    }
FIELD_SET(term_new_params, "TermNewKind", struct term_in,
          IN_MUST(struct term_in, kind, FIELD_TEXT, 1, 40, "Dictionary"));
FIELD_SET(term_params, "TermKey", struct term_in, IN_MUST(struct term_in, kind, FIELD_TEXT, 1, 40, "Dictionary"),
          IN_MUST(struct term_in, code, FIELD_TEXT, 1, 40, "Entry"));
FIELD_SET(term_new_set, "TermNew", struct term_in, TERM_CODE(code, 1, "Code, unique in its dictionary, for ever"),
          TERM_CODE(parent_code, 0, "Of a class: the class of the first level above"),
          IN(struct term_in, official_code, FIELD_TEXT, 1, 32, "Code in the official list"),
          IN_MUST(struct term_in, title_zh, FIELD_TEXT, 1, 60, "Title in Chinese"),
          IN_MUST(struct term_in, title_en, FIELD_TEXT, 1, 100, "Title in English"),
          IN(struct term_in, sort, FIELD_INT, 0, TERM_SORT_MAX, "Order in lists; last unless told"));
/* Bit i of `present` is row i, and these are the bits of enum term_field. */
static const struct field term_set_fields[] = {
    IN(struct term_in, official_code, FIELD_TEXT, 1, 32, "Code in the official list; null: none"),
    IN(struct term_in, title_zh, FIELD_TEXT, 1, 60, "Title in Chinese"),
    IN(struct term_in, title_en, FIELD_TEXT, 1, 100, "Title in English"),
    IN(struct term_in, sort, FIELD_INT, 0, TERM_SORT_MAX, "Order in lists"),
    IN(struct term_in, is_retired, FIELD_BOOL, 0, 0, "Not chosen any more"),
};
static const struct field_set term_set_set = {.schema = "TermChange",
                                              .fields = term_set_fields,
                                              .count = (int)(sizeof term_set_fields / sizeof term_set_fields[0]),
                                              .size = sizeof(struct term_in),
                                              .present_offset = offsetof(struct term_in, present)};
_Static_assert(1 << (sizeof term_set_fields / sizeof term_set_fields[0] - 1) == TERM_SET_RETIRED, "one bit per row");

static enum rc term_api_add(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct term_in *in = call->in;
    struct term_row row;
    enum rc rc = term_add(ctx, tx,
                          &(struct term_new){.kind = in->kind,
                                             .code = in->code,
                                             .parent_code = in->parent_code,
                                             .official_code = in->official_code,
                                             .title_zh = in->title_zh,
                                             .title_en = in->title_en,
                                             .sort = in->sort},
                          &row);
    if (rc == RC_OK) {
        term_api_fill(&row, call->out);
        call->etag = row.version;
    }
    return rc;
}

static enum rc term_api_set(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct term_in *in = call->in;
    const struct term_change cmd = {.set = (unsigned)in->present,
                                    .official_code = in->official_code,
                                    .title_zh = in->title_zh,
                                    .title_en = in->title_en,
                                    .sort = in->sort == FIELD_NULL ? 0 : in->sort,
                                    .is_retired = in->is_retired == 1};
    struct term_row row;
    enum rc rc = api_require(ctx, in->present, 1, in->title_zh, "/title_zh");
    if (rc == RC_OK) {
        rc = api_require(ctx, in->present, 2, in->title_en, "/title_en");
    }
    if (rc == RC_OK) {
        rc = term_set(ctx, tx, in->kind, in->code, call->if_match, &cmd, &row);
    }
    if (rc == RC_OK) {
        term_api_fill(&row, call->out);
        call->etag = row.version;
    }
    return rc;
}

static enum rc term_api_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct term_in *in = call->in;
    return term_drop(ctx, tx, in->kind, in->code);
}

static const enum rc term_may[] = {RC_NOT_FOUND, RC_CONFLICT, RC_REFUSED, RC_STALE, RC_OK};

ENDPOINT_TABLE(term_api_table,
               {.method = "GET",
                .path = "/api/v1/dictionaries",
                .operation = "listDictionaries",
                .tag = "dictionaries",
                .summary = "Which dictionaries there are",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &term_kinds_set,
                .out_size = sizeof(struct term_kinds_reply),
                .ok = 200,
                .cost = 1,
                .run = term_api_kinds},
               {.method = "GET",
                .path = "/api/v1/dictionaries/{kind}",
                .operation = "listTerms",
                .tag = "dictionaries",
                .summary = "One dictionary",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .params = &term_api_kind_set,
                .query = &term_api_query,
                .reply = &term_api_list_set,
                .in_size = sizeof(struct term_kind_in),
                .out_size = sizeof(struct term_list_reply),
                .ok = 200,
                .may = term_may,
                .cost = 1,
                .run = term_api_list},
               {.method = "POST",
                .path = "/api/v1/dictionaries/{kind}",
                .operation = "createTerm",
                .tag = "dictionaries",
                .summary = "Add an entry to a dictionary",
                .need = PERM_DICTIONARY_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &term_new_params,
                .body = &term_new_set,
                .reply = &term_out_set,
                .in_size = sizeof(struct term_in),
                .out_size = sizeof(struct term_out),
                .ok = 201,
                .may = term_may,
                .cost = 1,
                .takes_key = 1,
                .run = term_api_add},
               {.method = "PATCH",
                .path = "/api/v1/dictionaries/{kind}/{code}",
                .operation = "updateTerm",
                .tag = "dictionaries",
                .summary = "Rename, move, retire an entry or take it back",
                .need = PERM_DICTIONARY_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &term_params,
                .body = &term_set_set,
                .reply = &term_out_set,
                .in_size = sizeof(struct term_in),
                .out_size = sizeof(struct term_out),
                .ok = 200,
                .may = term_may,
                .cost = 1,
                .needs_version = 1,
                .takes_key = 1,
                .run = term_api_set},
               {.method = "DELETE",
                .path = "/api/v1/dictionaries/{kind}/{code}",
                .operation = "deleteTerm",
                .tag = "dictionaries",
                .summary = "Remove an entry that the office added and nothing names",
                .need = PERM_DICTIONARY_MANAGE,
                .mode = ENDPOINT_WRITE,
                .params = &term_params,
                .in_size = sizeof(struct term_in),
                .ok = 204,
                .may = term_may,
                .cost = 1,
                .run = term_api_drop});
