/*
 * note_api.c - POST /cases/{id}/notes, /instructions: a note beside the acts, and what a leader wrote on a case.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/note.h"
#include "domain/perm.h"

struct note_in {
    const char *id, *text;
};
struct note_out {
    int64_t version;
};

FIELD_SET(note_params, "CaseParams", struct note_in, IN_MUST(struct note_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(note_body, "NoteInput", struct note_in,
          IN_MUST(struct note_in, text, FIELD_LONG, 1, 5000, "What is to be remembered; it stays in the journal"));
FIELD_SET(note_set, "NoteWritten", struct note_out,
          OUT(struct note_out, version, FIELD_INT, "Version that the case has now"));

static enum rc note_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct note_in *in = call->in;
    struct note_out *out = call->out;
    return note_add(ctx, tx, in->id, in->text, &out->version);
}

static enum rc note_instruct_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct note_in *in = call->in;
    struct note_out *out = call->out;
    return note_instruct(ctx, tx, in->id, in->text, &out->version);
}

static const enum rc note_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};

ENDPOINT_TABLE(note_api_table,
               {.method = "POST",
                .path = "/api/v1/cases/{id}/notes",
                .operation = "addNote",
                .tag = "cases",
                .summary = "A note in the journal of a case, beside the acts",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &note_params,
                .body = &note_body,
                .reply = &note_set,
                .in_size = sizeof(struct note_in),
                .out_size = sizeof(struct note_out),
                .ok = 201,
                .may = note_may,
                .cost = 2,
                .takes_key = 1,
                .run = note_post},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/instructions",
                .operation = "addInstruction",
                .tag = "cases",
                .summary = "What a leader of the county writes on a case; told to those who have it",
                .need = PERM_CASE_INSTRUCT,
                .mode = ENDPOINT_WRITE,
                .params = &note_params,
                .body = &note_body,
                .reply = &note_set,
                .in_size = sizeof(struct note_in),
                .out_size = sizeof(struct note_out),
                .ok = 201,
                .may = note_may,
                .cost = 2,
                .takes_key = 1,
                .run = note_instruct_post});
