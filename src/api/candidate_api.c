/*
 * candidate_api.c - what may be the same matter again: of a case, and of what is being registered.
 *
 * People are compared by who they are in the store: for what is not registered yet by those that a journalled look-up found
 * (person_known_api.c). There is no way past that look-up to ask for a number.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/repeat.h"

struct candidate_view {
    const char *id, *number, *title;
    int64_t registered_at, is_open, is_final;
    int64_t same_id, same_phone, same_name, same_place, same_class, similarity;
};
struct candidate_list_out {
    struct candidate_view *data;
    size_t data_count;
};

FIELD_SET(candidate_set, "RepeatCandidate", struct candidate_view, OUT(struct candidate_view, id, FIELD_ID, "Id"),
          OUT(struct candidate_view, number, FIELD_TEXT, "Case number"),
          OUT(struct candidate_view, title, FIELD_TEXT, "Title"),
          OUT(struct candidate_view, registered_at, FIELD_STAMP, "Registration"),
          OUT(struct candidate_view, is_open, FIELD_BOOL, "Still in hand"),
          OUT(struct candidate_view, is_final, FIELD_BOOL, "Final by recheck"),
          OUT(struct candidate_view, same_id, FIELD_BOOL, "Same identity number"),
          OUT(struct candidate_view, same_phone, FIELD_BOOL, "Same phone"),
          OUT(struct candidate_view, same_name, FIELD_BOOL, "Same name and address"),
          OUT(struct candidate_view, same_place, FIELD_BOOL, "Same place"),
          OUT(struct candidate_view, same_class, FIELD_BOOL, "Same content class"),
          OUT(struct candidate_view, similarity, FIELD_INT, "Words in common, percent"));
FIELD_SET(candidate_list_reply, "RepeatCandidateList", struct candidate_list_out,
          OUT_ROWS(struct candidate_list_out, data, candidate_set, "Most likely first; a person decides"));

static enum rc candidate_show(struct ctx *ctx, const struct repeat_candidate *found, size_t count,
                              struct candidate_list_out *out)
{
    out->data = arena_array_of(ctx->arena, struct candidate_view, count + 1);
    for (size_t i = 0; out->data != NULL && i < count; i++) {
        const struct repeat_candidate *r = &found[i];
        out->data[i] = (struct candidate_view){.id = r->row.id,
                                               .number = r->row.number,
                                               .title = r->row.title,
                                               .registered_at = r->row.registered_ms,
                                               .is_open = r->row.is_open,
                                               .is_final = r->row.finality != NULL,
                                               .same_id = r->same_id,
                                               .same_phone = r->same_phone,
                                               .same_name = r->same_name,
                                               .same_place = r->same_place,
                                               .same_class = r->same_class,
                                               .similarity = r->similarity};
    }
    out->data_count = count;
    return out->data ? RC_OK : RC_TOO_LARGE;
}

/* GET /cases/{id}/candidates */

static enum rc candidate_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct case_path *in = call->in;
    struct repeat_candidate *found;
    struct case_row c;
    size_t count;
    enum rc rc = case_get(ctx, tx, in->id, &c);
    if (rc == RC_OK) {
        rc = repeat_find(ctx, tx, &c, &found, &count);
    }
    return rc == RC_OK ? candidate_show(ctx, found, count, call->out) : rc;
}

/* POST /submissions/candidates */

struct candidate_person {
    const char *person_id;
};
struct candidate_in {
    const char *title, *request, *class_code, *place_unit_id;
    struct candidate_person *persons;
    size_t persons_count;
};

FIELD_SET(candidate_person_set, "KnownPersonRef", struct candidate_person,
          IN_MUST(struct candidate_person, person_id, FIELD_ID, 0, 0, "As the look-up of persons told it"));
FIELD_SET(candidate_body, "CandidateQuery", struct candidate_in,
          IN(struct candidate_in, title, FIELD_TEXT, 0, 100, "Title, as far as it is typed"),
          IN(struct candidate_in, request, FIELD_LONG, 0, 20000, "Request, as far as it is typed"),
          IN(struct candidate_in, class_code, FIELD_TEXT, 0, 40, "Content class"),
          IN(struct candidate_in, place_unit_id, FIELD_ID, 0, 0, "Place"),
          IN_ROWS(struct candidate_in, persons, 0, 0, 10, candidate_person_set, "Persons that were looked up"));

static enum rc candidate_find(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct candidate_in *in = call->in;
    if (perm_require(ctx, PERM_CASE_READ) != RC_OK) { /* cases are told, which a token for registering may not read */
        return RC_FORBIDDEN;
    }
    struct repeat_candidate *found;
    size_t count;
    const char **persons = arena_array_of(ctx->arena, const char *, in->persons_count + 1);
    for (size_t i = 0; persons != NULL && i < in->persons_count; i++) {
        persons[i] = in->persons[i].person_id;
    }
    enum rc rc = persons == NULL
                     ? RC_TOO_LARGE
                     : repeat_find_new(ctx, tx,
                                       &(struct repeat_matter){in->title, in->request, in->class_code,
                                                               in->place_unit_id, persons, in->persons_count},
                                       &found, &count);
    return rc == RC_OK ? candidate_show(ctx, found, count, call->out) : rc;
}

static const enum rc candidate_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(candidate_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/candidates",
                .operation = "listRepeatCandidates",
                .tag = "cases",
                .summary = "Cases that may be the same matter, with the reasons; nothing is joined by itself",
                .need = PERM_CASE_REGISTER,
                .mode = ENDPOINT_READ,
                .params = &case_view_params,
                .reply = &candidate_list_reply,
                .in_size = sizeof(struct case_path),
                .out_size = sizeof(struct candidate_list_out),
                .ok = 200,
                .may = case_view_may,
                .cost = 3,
                .run = candidate_list},
               {.method = "POST",
                .path = "/api/v1/submissions/candidates",
                .operation = "findRepeatCandidates",
                .tag = "intake",
                .summary = "The same for what is being registered, before it is; nothing is written",
                .need = PERM_CASE_REGISTER,
                .mode = ENDPOINT_READ,
                .body = &candidate_body,
                .reply = &candidate_list_reply,
                .in_size = sizeof(struct candidate_in),
                .out_size = sizeof(struct candidate_list_out),
                .ok = 200,
                .may = candidate_may,
                .cost = 3,
                .run = candidate_find});
