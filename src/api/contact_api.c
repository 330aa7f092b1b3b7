/*
 * contact_api.c - /cases/{id}/contacts: the log of contacts with the petitioner.
 *
 * Runs on: workers (reading), the writer (adding). Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/value.h"
#include "domain/transition.h"

struct contact_post_in {
    const char *id, *on, *method, *spoke_with, *content, *next;
    int64_t reached;
};
struct contact_view {
    const char *id, *on, *method, *spoke_with, *content, *next, *account_name, *unit_name;
    int64_t reached, created_at;
};
struct contact_list_out {
    struct contact_view *data;
    size_t data_count;
};

static const char *const contact_methods[] = {"phone", "visit", "home_visit", "letter", "sms", "video", "other", NULL};

FIELD_SET(contact_params, "CaseParams", struct contact_post_in,
          IN_MUST(struct contact_post_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(contact_body, "ContactRequest", struct contact_post_in,
          IN_MUST(struct contact_post_in, on, FIELD_DATE, 0, 0, "Day, not after today"),
          IN_ENUM(struct contact_post_in, method, 1, contact_methods, "How"),
          IN_MUST(struct contact_post_in, spoke_with, FIELD_TEXT, 1, 50,
                  "Part of the person: petitioner, agent, relative"),
          IN_MUST(struct contact_post_in, content, FIELD_LONG, 1, 5000, "What was said"),
          IN_MUST(struct contact_post_in, reached, FIELD_BOOL, 0, 0, "The person was reached"),
          IN(struct contact_post_in, next, FIELD_TEXT, 1, 500, "What comes next"));
FIELD_SET(contact_set, "Contact", struct contact_view, OUT(struct contact_view, id, FIELD_ID, "Id"),
          OUT(struct contact_view, on, FIELD_DATE, "Day"), OUT(struct contact_view, method, FIELD_TEXT, "How"),
          OUT(struct contact_view, spoke_with, FIELD_TEXT, "With whom"),
          OUT(struct contact_view, content, FIELD_LONG, "What was said"),
          OUT(struct contact_view, reached, FIELD_BOOL, "Reached"),
          OUT_NULL(struct contact_view, next, FIELD_TEXT, "What comes next"),
          OUT_NULL(struct contact_view, account_name, FIELD_TEXT, "By whom"),
          OUT_NULL(struct contact_view, unit_name, FIELD_TEXT, "Of which unit"),
          OUT(struct contact_view, created_at, FIELD_STAMP, "Recorded"));
FIELD_SET(contact_list_reply, "ContactList", struct contact_list_out,
          OUT_ROWS(struct contact_list_out, data, contact_set, "Contacts, oldest first"));

static enum rc contact_show(struct ctx *ctx, struct tx *tx, const char *case_id, struct contact_list_out *out)
{
    struct contact_row *rows;
    enum rc rc =
        contact_rows_list_of_case(tx, ctx->arena, &(struct contact_list_of_case_in){case_id}, &rows, &out->data_count);
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct contact_view, out->data_count + 1);
    for (size_t i = 0; out->data != NULL && i < out->data_count; i++) {
        const struct contact_row *r = &rows[i];
        out->data[i] = (struct contact_view){r->id,           api_day_text(ctx, r->on_day),
                                             r->method,       r->spoke_with,
                                             r->content,      r->next_step,
                                             r->account_name, r->unit_name,
                                             r->is_reached,   r->created_ms};
    }
    return out->data ? RC_OK : RC_TOO_LARGE;
}

static enum rc contact_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct contact_post_in *in = call->in;
    struct case_row c;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    return rc == RC_OK ? contact_show(ctx, tx, in->id, call->out) : rc;
}

/* The fields of event `contact`. */
static enum rc contact_fields(struct ctx *ctx, const struct contact_post_in *in, struct value *out)
{
    const struct {
        const char *name, *text;
    } texts[] = {{"on", in->on},
                 {"method", in->method},
                 {"spoke_with", in->spoke_with},
                 {"content", in->content},
                 {"next", in->next}};
    enum { TEXTS = sizeof texts / sizeof texts[0] };
    *out = (struct value){.kind = VALUE_OBJECT,
                          .names = arena_array_of(ctx->arena, const char *, TEXTS + 1),
                          .items = arena_array_of(ctx->arena, struct value, TEXTS + 1)};
    if (out->names == NULL || out->items == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i].text != NULL) {
            out->names[out->count] = texts[i].name;
            out->items[out->count++] = (struct value){.kind = VALUE_TEXT, .text = texts[i].text};
        }
    }
    out->names[out->count] = "reached";
    out->items[out->count++] = (struct value){.kind = VALUE_BOOL, .number = in->reached};
    return RC_OK;
}

/* The event of the definition in other words: the same people in the same states. Whatever changed meanwhile does not matter
 * to a contact, so no version is asked for. */
static enum rc contact_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct contact_post_in *in = call->in;
    struct value fields;
    enum rc rc = contact_fields(ctx, in, &fields);
    if (rc == RC_OK) {
        rc = transition_apply(
            ctx, tx,
            &(struct transition_in){
                .case_id = in->id, .event = "contact", .fields = &fields, .if_match = CASE_ANY_VERSION});
    }
    return rc == RC_OK ? contact_show(ctx, tx, in->id, call->out) : rc;
}

static const enum rc contact_list_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc contact_post_may[] = {RC_NOT_FOUND, RC_INVALID, RC_FORBIDDEN, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(contact_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/contacts",
                .operation = "listContacts",
                .tag = "cases",
                .summary = "Contacts with the petitioner",
                .need = PERM_CASE_READ,
                .params = &contact_params,
                .reply = &contact_list_reply,
                .in_size = sizeof(struct contact_post_in),
                .out_size = sizeof(struct contact_list_out),
                .ok = 200,
                .may = contact_list_may,
                .cost = 1,
                .run = contact_list},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/contacts",
                .operation = "addContact",
                .tag = "cases",
                .summary = "Records a contact with the petitioner",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &contact_params,
                .body = &contact_body,
                .reply = &contact_list_reply,
                .in_size = sizeof(struct contact_post_in),
                .out_size = sizeof(struct contact_list_out),
                .ok = 201,
                .may = contact_post_may,
                .cost = 2,
                .takes_key = 1,
                .run = contact_post});
