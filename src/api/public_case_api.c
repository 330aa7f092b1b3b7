/*
 * public_case_api.c - /public/cases/{number}: a petitioner follows their case with number and query code.
 *
 * Runs on: workers. Owns: nothing.
 * Invariant: nothing personal and no id of an account leaves here; a wrong number and a wrong code look alike.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/document.h"
#include "domain/env.h"
#include "domain/material.h"
#include "domain/public_case.h"

#include <string.h>

struct public_case_in {
    const char *number, *code;
};
struct public_step_out {
    const char *event, *title_zh, *title_en;
    int64_t at;
    const char *unit_name;
};
struct public_document_out {
    const char *type, *title_zh, *title_en, *number, *issued_on, *delivered_on;
};
struct public_right_out {
    const char *clock, *title_zh, *title_en, *until;
};
struct public_file_row {
    const char *name;
    int64_t size, added_at;
};
struct public_part_out {
    const char *number, *title_zh, *title_en, *stage, *state_title_zh, *state_title_en;
    int64_t registered_at;
    const char *unit_name, *promised_on;
    struct public_document_out *documents;
    size_t documents_count;
    struct public_right_out *rights;
    size_t rights_count;
    struct public_file_row *files;
    size_t files_count;
    int64_t closed_at;
};
struct public_case_out {
    const char *number, *title, *stage, *state, *state_title_zh, *state_title_en;
    int64_t registered_at;
    const char *unit_name, *unit_phone, *unit_address, *promised_on;
    struct public_step_out *steps;
    size_t steps_count;
    struct public_document_out *documents;
    size_t documents_count;
    struct public_right_out *rights;
    size_t rights_count;
    struct public_part_out *parts;
    size_t parts_count;
    struct public_file_row *files;
    size_t files_count;
    int64_t takes_text, takes_files, file_max_bytes, left_bytes, left_files;
    int64_t closed_at;
};

FIELD_SET(public_case_params, "PublicCaseParams", struct public_case_in,
          IN_MUST(struct public_case_in, number, FIELD_TEXT, 5, 40, "Number on the receipt"));
FIELD_SET(public_case_query, "PublicCaseQuery", struct public_case_in,
          IN_MUST(struct public_case_in, code, FIELD_TEXT, 10, 60, "Query code on the receipt"));
FIELD_SET(public_step_set, "PublicStep", struct public_step_out,
          OUT(struct public_step_out, event, FIELD_TEXT, "What happened"),
          OUT(struct public_step_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_step_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_step_out, at, FIELD_STAMP, "When"),
          OUT_NULL(struct public_step_out, unit_name, FIELD_TEXT, "By which unit"));
FIELD_SET(public_document_set, "PublicDocument", struct public_document_out,
          OUT(struct public_document_out, type, FIELD_TEXT, "Type"),
          OUT(struct public_document_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_document_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_document_out, number, FIELD_TEXT, "Number"),
          OUT_NULL(struct public_document_out, issued_on, FIELD_DATE, "Issued"),
          OUT_NULL(struct public_document_out, delivered_on, FIELD_DATE, "Received"));
FIELD_SET(public_right_set, "PublicRight", struct public_right_out,
          OUT(struct public_right_out, clock, FIELD_TEXT, "Clock"),
          OUT(struct public_right_out, title_zh, FIELD_TEXT, "In Chinese"),
          OUT(struct public_right_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_right_out, until, FIELD_DATE, "Last day"));
FIELD_SET(public_file_set, "PublicFile", struct public_file_row,
          OUT_NULL(struct public_file_row, name, FIELD_TEXT,
                   "Its name as it was sent; null: the office removed the file"),
          OUT(struct public_file_row, size, FIELD_INT, "Bytes"),
          OUT(struct public_file_row, added_at, FIELD_STAMP, "When it came"));
FIELD_SET(public_part_set, "PublicPart", struct public_part_out,
          OUT(struct public_part_out, number, FIELD_TEXT, "Number"),
          OUT(struct public_part_out, title_zh, FIELD_TEXT, "What it is, in Chinese"),
          OUT(struct public_part_out, title_en, FIELD_TEXT, "In English"),
          OUT(struct public_part_out, stage, FIELD_TEXT, "Stage"),
          OUT(struct public_part_out, state_title_zh, FIELD_TEXT, "State in Chinese"),
          OUT(struct public_part_out, state_title_en, FIELD_TEXT, "State in English"),
          OUT(struct public_part_out, registered_at, FIELD_STAMP, "Since"),
          OUT(struct public_part_out, unit_name, FIELD_TEXT, "Who decides"),
          OUT_NULL(struct public_part_out, promised_on, FIELD_DATE, "Date by which it has to be decided"),
          OUT_ROWS(struct public_part_out, documents, public_document_set, "Notices and opinions"),
          OUT_ROWS(struct public_part_out, rights, public_right_set,
                   "What the petitioner may still do, and until when"),
          OUT_ROWS(struct public_part_out, files, public_file_set, "Files that the petitioner added to it"),
          OUT_NULL(struct public_part_out, closed_at, FIELD_STAMP, "Closed"));
FIELD_SET(
    public_case_set, "PublicCase", struct public_case_out, OUT(struct public_case_out, number, FIELD_TEXT, "Number"),
    OUT(struct public_case_out, title, FIELD_TEXT, "Title"), OUT(struct public_case_out, stage, FIELD_TEXT, "Stage"),
    OUT(struct public_case_out, state, FIELD_TEXT, "State"),
    OUT(struct public_case_out, state_title_zh, FIELD_TEXT, "In Chinese"),
    OUT(struct public_case_out, state_title_en, FIELD_TEXT, "In English"),
    OUT(struct public_case_out, registered_at, FIELD_STAMP, "Registration"),
    OUT(struct public_case_out, unit_name, FIELD_TEXT, "Unit that has it now"),
    OUT_NULL(struct public_case_out, unit_phone, FIELD_TEXT, "Whom to ring"),
    OUT_NULL(struct public_case_out, unit_address, FIELD_TEXT, "Where to go"),
    OUT_NULL(struct public_case_out, promised_on, FIELD_DATE, "Date by which the unit has to answer"),
    OUT_ROWS(struct public_case_out, steps, public_step_set, "What has happened"),
    OUT_ROWS(struct public_case_out, documents, public_document_set, "Notices and opinions"),
    OUT_ROWS(struct public_case_out, rights, public_right_set, "What the petitioner may still do, and until when"),
    OUT_ROWS(struct public_case_out, parts, public_part_set, "Reviews, rechecks, and what was split off"),
    OUT_ROWS(struct public_case_out, files, public_file_set, "Files that the petitioner added; they are not given out"),
    OUT(struct public_case_out, takes_text, FIELD_BOOL, "Text can be added over the web"),
    OUT(struct public_case_out, takes_files, FIELD_BOOL, "Files can be added over the web"),
    OUT(struct public_case_out, file_max_bytes, FIELD_INT, "Bytes that one file may have"),
    OUT(struct public_case_out, left_bytes, FIELD_INT, "Bytes that may be added now"),
    OUT(struct public_case_out, left_files, FIELD_INT, "Files that may be added now"),
    OUT_NULL(struct public_case_out, closed_at, FIELD_STAMP, "Closed"));

static struct public_document_out *public_documents_out(struct ctx *ctx, const struct public_case *c)
{
    struct public_document_out *out = arena_array_of(ctx->arena, struct public_document_out, c->document_count + 1);
    for (size_t i = 0; out != NULL && i < c->document_count; i++) {
        const struct document_row *d = &c->documents[i];
        const char *delivered = NULL;
        for (size_t k = 0; k < c->delivery_count; k++) {
            if (strcmp(c->deliveries[k].document_id, d->id) == 0) {
                delivered = api_day_text(ctx, c->deliveries[k].received_day);
            }
        }
        out[i] = (struct public_document_out){d->type,
                                              document_title(d->type, 1),
                                              document_title(d->type, 0),
                                              d->number,
                                              api_day_text(ctx, clock_day_of(d->issued_ms)),
                                              delivered};
    }
    return out;
}

static struct public_right_out *public_rights_out(struct ctx *ctx, const struct public_case *c)
{
    struct public_right_out *out = arena_array_of(ctx->arena, struct public_right_out, c->right_count + 1);
    for (size_t i = 0; out != NULL && i < c->right_count; i++) {
        const struct workflow_clock *clock = workflow_clock_find(c->definition, c->rights[i].clock);
        out[i] = (struct public_right_out){c->rights[i].clock, clock ? clock->title.zh : "",
                                           clock ? clock->title.en : "", api_day_text(ctx, c->rights[i].due_day)};
    }
    return out;
}

static enum rc public_files_out(struct ctx *ctx, struct tx *tx, const struct public_case *c,
                                struct public_file_row **out, size_t *count)
{
    struct material_file *files = NULL;
    enum rc rc = material_file_list(ctx, tx, c, &files, count);
    *out = rc == RC_OK ? arena_array_of(ctx->arena, struct public_file_row, *count + 1) : NULL;
    for (size_t i = 0; *out != NULL && i < *count; i++) {
        (*out)[i] = (struct public_file_row){files[i].name, files[i].size, files[i].created_ms};
    }
    return rc == RC_OK && *out == NULL ? RC_TOO_LARGE : rc;
}

static struct public_part_out public_part_out(struct ctx *ctx, const struct public_case *c)
{
    const struct workflow_text state = public_case_state(c);
    return (struct public_part_out){.number = c->row.number,
                                    .title_zh = c->definition->title.zh,
                                    .title_en = c->definition->title.en,
                                    .stage = c->row.stage,
                                    .state_title_zh = state.zh,
                                    .state_title_en = state.en,
                                    .registered_at = c->row.registered_ms,
                                    .unit_name = c->row.outside_body ? c->row.outside_body : c->holder.name,
                                    .promised_on = api_day_text(ctx, c->promised_day),
                                    .documents = public_documents_out(ctx, c),
                                    .documents_count = c->document_count,
                                    .rights = public_rights_out(ctx, c),
                                    .rights_count = c->right_count,
                                    .closed_at = c->row.closed_ms};
}

static enum rc public_parts_out(struct ctx *ctx, struct tx *tx, const struct public_case *c,
                                struct public_case_out *out)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < c->part_count; i++) {
        struct public_part_out *part = &out->parts[out->parts_count++];
        *part = public_part_out(ctx, &c->parts[i]);
        rc = part->documents != NULL && part->rights != NULL ? RC_OK : RC_TOO_LARGE;
        rc = rc == RC_OK ? public_files_out(ctx, tx, &c->parts[i], &part->files, &part->files_count) : rc;
    }
    return rc;
}

/* What may be added now. */
static enum rc public_room_out(struct ctx *ctx, struct tx *tx, const struct public_case *c, struct public_case_out *out)
{
    const struct env *env = ctx->env;
    struct material_room room;
    enum rc rc = material_room(ctx, tx, c, &room);
    out->takes_text = room.takes_words;
    out->takes_files = room.takes_files;
    out->file_max_bytes = env->file_max;
    out->left_bytes = room.left_bytes;
    out->left_files = room.left_files;
    return rc;
}

static enum rc public_lists(struct ctx *ctx, struct tx *tx, const struct public_case *c, struct public_case_out *out)
{
    out->steps = arena_array_of(ctx->arena, struct public_step_out, c->step_count + 1);
    out->documents = public_documents_out(ctx, c);
    out->rights = public_rights_out(ctx, c);
    out->parts = arena_array_of(ctx->arena, struct public_part_out, c->part_count + 1);
    if (out->steps == NULL || out->documents == NULL || out->rights == NULL || out->parts == NULL) {
        return RC_TOO_LARGE;
    }
    out->documents_count = c->document_count;
    out->rights_count = c->right_count;
    for (size_t i = 0; i < c->step_count; i++) {
        const struct public_step *s = &c->steps[i];
        out->steps[out->steps_count++] =
            (struct public_step_out){s->event, s->title_zh, s->title_en, s->at_ms, s->unit_name};
    }
    enum rc rc = public_parts_out(ctx, tx, c, out);
    rc = rc == RC_OK ? public_files_out(ctx, tx, c, &out->files, &out->files_count) : rc;
    return rc == RC_OK ? public_room_out(ctx, tx, c, out) : rc;
}

static enum rc public_case_show(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct public_case_in *in = call->in;
    struct public_case_out *out = call->out;
    struct public_case c;
    enum rc rc = public_case_get(ctx, tx, in->number, in->code, &c);
    if (rc != RC_OK) {
        return rc;
    }
    const struct workflow_text state = public_case_state(&c);
    *out = (struct public_case_out){
        .number = c.row.number,
        .title = c.row.title,
        .stage = c.row.stage,
        .state = c.row.state,
        .state_title_zh = state.zh,
        .state_title_en = state.en,
        .registered_at = c.row.registered_ms,
        .unit_name = c.holder.name,
        .unit_phone = c.holder.phone,
        .unit_address = c.holder.address,
        .promised_on = api_day_text(ctx, c.promised_day),
        .closed_at = c.row.closed_ms,
    };
    return public_lists(ctx, tx, &c, out);
}

static const enum rc public_case_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(public_case_api_table, {.method = "GET",
                                       .path = "/api/v1/public/cases/{number}",
                                       .operation = "followPublicly",
                                       .tag = "public",
                                       .summary = "Progress of a case, by number and query code",
                                       .need = ENDPOINT_PUBLIC,
                                       .params = &public_case_params,
                                       .query = &public_case_query,
                                       .reply = &public_case_set,
                                       .in_size = sizeof(struct public_case_in),
                                       .out_size = sizeof(struct public_case_out),
                                       .ok = 200,
                                       .may = public_case_may,
                                       .cost = 10,
                                       .run = public_case_show});
