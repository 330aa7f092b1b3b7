/*
 * practice_api.c - /practices: templates of local practice, read by everybody, checked and published by who manages definitions.
 *
 * Runs on: workers (reading, checking), the writer (publishing). Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/source.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/practice.h"
#include "domain/reason.h"
#include "http/codec.h"

#include <string.h>

struct practice_in {
    const char *key, *note;
    int64_t version;
    const struct value *template;
};
struct practice_view {
    const char *key, *title_zh, *title_en, *template;
    int64_t version, is_current, created_at;
};
struct practice_list_out {
    struct practice_view *data;
    size_t data_count;
};
struct practice_checked_out {
    const char *key, *title_zh, *title_en;
    int64_t steps, next_version;
};
FIELD_SET(practice_params, "PracticeKey", struct practice_in,
          IN_MUST(struct practice_in, key, FIELD_TEXT, 1, 40, "Key"));
FIELD_SET(practice_query, "PracticeQuery", struct practice_in,
          IN(struct practice_in, version, FIELD_INT, 1, 1000000, "Version; the current one unless told"));
#define PRACTICE_SOURCE                                                                                                \
    IN_MUST(struct practice_in, template, FIELD_VALUE, 0, 0, "The template, as JSON or as the text of it")
FIELD_SET(practice_check_set, "PracticeSource", struct practice_in, PRACTICE_SOURCE);
FIELD_SET(practice_new_set, "PracticeNew", struct practice_in, PRACTICE_SOURCE,
          IN(struct practice_in, note, FIELD_LONG, 2, 500, "Why, for the office journal"));
#define PRACTICE_OF(m, kind, text) OUT(struct practice_view, m, kind, text)
FIELD_SET(practice_set, "Practice", struct practice_view, PRACTICE_OF(key, FIELD_TEXT, "Key"),
          PRACTICE_OF(version, FIELD_INT, "Version"), PRACTICE_OF(title_zh, FIELD_TEXT, "Title in Chinese"),
          PRACTICE_OF(title_en, FIELD_TEXT, "Title in English"), PRACTICE_OF(is_current, FIELD_BOOL, "The newest one"),
          PRACTICE_OF(created_at, FIELD_STAMP, "Published when"),
          PRACTICE_OF(template, FIELD_RAW, "The template as it was published"));
FIELD_SET(practice_list_set, "PracticeList", struct practice_list_out,
          OUT_ROWS(struct practice_list_out, data, practice_set, "All versions of all templates"));
FIELD_SET(practice_checked_set, "PracticeChecked", struct practice_checked_out,
          OUT(struct practice_checked_out, key, FIELD_TEXT, "Key"),
          OUT(struct practice_checked_out, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct practice_checked_out, title_en, FIELD_TEXT, "Title in English"),
          OUT(struct practice_checked_out, steps, FIELD_INT, "Steps"),
          OUT(struct practice_checked_out, next_version, FIELD_INT, "Number that it would get when published"));

static struct practice_view practice_show(const struct practice_row *r)
{
    return (struct practice_view){r->key,     r->title_zh,   r->title_en,  r->template,
                                  r->version, r->is_current, r->created_ms};
}

static enum rc practice_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct practice_list_out *out = call->out;
    struct practice_row *rows;
    enum rc rc = practice_rows_list(tx, ctx->arena, &rows, &out->data_count);
    out->data = rc == RC_OK ? arena_array_of(ctx->arena, struct practice_view, out->data_count + 1) : NULL;
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        out->data[i] = practice_show(&rows[i]);
    }
    return rc != RC_OK || out->data != NULL ? rc : RC_TOO_LARGE;
}

static enum rc practice_api_get(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct practice_in *in = call->in;
    struct practice_row row;
    enum rc rc = in->version == FIELD_NULL
                     ? practice_rows_get_current(tx, ctx->arena, &(struct practice_get_current_in){in->key}, &row)
                     : practice_rows_get(tx, ctx->arena, &(struct practice_get_in){in->key, in->version}, &row);
    if (rc == RC_NOT_FOUND) {
        return fault_set(&ctx->fault, rc, reason(REASON_NOT_FOUND), NULL, NULL, NULL);
    }
    if (rc == RC_OK) {
        *(struct practice_view *)call->out = practice_show(&row);
    }
    return rc;
}

/* Text is read as JSON; JSON is taken as it came. */
static enum rc practice_source(struct ctx *ctx, const struct practice_in *in, const struct value **out)
{
    const char *text;
    *out = in->template;
    enum rc rc = source_text(ctx, in->template, REASON_PRACTICE_SOURCE, "/template", &text);
    return rc == RC_OK && in->template->kind == VALUE_TEXT ? codec_decode_value(ctx, text, strlen(text), out) : rc;
}

static enum rc practice_api_check(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct value *template;
    struct practice_head head;
    struct practice_last_version_out last;
    enum rc rc = practice_source(ctx, call->in, &template);
    if (rc == RC_OK) {
        rc = practice_check(ctx, template, &head);
    }
    if (rc == RC_OK) {
        rc = practice_rows_last_version(tx, ctx->arena, &(struct practice_last_version_in){head.key}, &last);
    }
    if (rc == RC_OK) {
        *(struct practice_checked_out *)call->out =
            (struct practice_checked_out){head.key, head.title_zh, head.title_en, head.steps, last.version + 1};
    }
    return rc;
}

static enum rc practice_api_publish(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct practice_in *in = call->in;
    const struct value *template;
    struct practice_row row;
    enum rc rc = practice_source(ctx, in, &template);
    if (rc == RC_OK) {
        rc = practice_publish(ctx, tx, template, in->note, &row);
    }
    if (rc == RC_OK) {
        *(struct practice_view *)call->out = practice_show(&row);
        call->location = arena_printf(ctx->arena, "/api/v1/practices/%s?version=%lld", row.key, (long long)row.version);
        rc = call->location != NULL ? RC_OK : RC_TOO_LARGE;
    }
    return rc;
}

static const enum rc practice_get_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc practice_publish_may[] = {RC_REFUSED, RC_OK};

ENDPOINT_TABLE(practice_api_table,
               {.method = "GET",
                .path = "/api/v1/practices",
                .operation = "listPractices",
                .tag = "workflows",
                .summary = "Templates of local practice",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .reply = &practice_list_set,
                .out_size = sizeof(struct practice_list_out),
                .ok = 200,
                .cost = 1,
                .run = practice_api_list},
               {.method = "GET",
                .path = "/api/v1/practices/{key}",
                .operation = "getPractice",
                .tag = "workflows",
                .summary = "One template",
                .need = ENDPOINT_SIGNED_IN,
                .mode = ENDPOINT_READ,
                .params = &practice_params,
                .query = &practice_query,
                .reply = &practice_set,
                .in_size = sizeof(struct practice_in),
                .out_size = sizeof(struct practice_view),
                .ok = 200,
                .may = practice_get_may,
                .cost = 1,
                .run = practice_api_get},
               {.method = "POST",
                .path = "/api/v1/practices/check",
                .operation = "checkPractice",
                .tag = "workflows",
                .summary = "Everything that is wrong with a template; nothing is stored",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_READ,
                .body = &practice_check_set,
                .reply = &practice_checked_set,
                .in_size = sizeof(struct practice_in),
                .out_size = sizeof(struct practice_checked_out),
                .ok = 200,
                .cost = 5,
                .run = practice_api_check},
               {.method = "POST",
                .path = "/api/v1/practices",
                .operation = "publishPractice",
                .tag = "workflows",
                .summary = "Publish a template as the next version",
                .need = PERM_WORKFLOW_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &practice_new_set,
                .reply = &practice_set,
                .in_size = sizeof(struct practice_in),
                .out_size = sizeof(struct practice_view),
                .ok = 201,
                .may = practice_publish_may,
                .cost = 10,
                .takes_key = 1,
                .fresh = 1,
                .run = practice_api_publish});
