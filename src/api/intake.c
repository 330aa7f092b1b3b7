/*
 * intake.c - decodes a submission into the domain's command and writes its receipt.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "api/intake.h"

#include "api/api.h"
#include "api/fields.h"
#include "base/qr.h"

#include <string.h>

static const char *const intake_channels[] = {"web", "letter", "call", "fax", "visit", "other", NULL};
static const char *const intake_purposes[] = {"relief", "appeal", "suggestion", "other", "accusation", NULL};
static const char *const intake_urgencies[] = {"normal", "urgent", "major", NULL};
static const char *const intake_roles[] = {"petitioner", "representative", "co_petitioner", "agent", NULL};
static const char *const intake_kinds[] = {"natural", "legal_person", "organisation", NULL};
static const char *const intake_contacts[] = {"sms", "phone", "mail", "portal", NULL};
static const char *const intake_confirmations[] = {"signature", "recording", "thumbprint", "none", NULL};

#define INTAKE_PERSON                                                                                                  \
    IN_ENUM(struct intake_person, role, 1, intake_roles, "Part in the matter"),                                        \
        IN_ENUM(struct intake_person, kind, 1, intake_kinds, "Natural person, legal person or organisation"),          \
        IN(struct intake_person, id_type, FIELD_TEXT, 1, 40,                                                           \
           "Kind of identity document, from the dictionary id_type"),                                                  \
        IN(struct intake_person, id_number, FIELD_TEXT, 1, 40, "Its number"),                                          \
        IN(struct intake_person, phone, FIELD_TEXT, 3, 30, "Phone"),                                                   \
        IN(struct intake_person, email, FIELD_TEXT, 3, 200, "E-mail"),                                                 \
        IN(struct intake_person, address, FIELD_TEXT, 1, 300, "Address"),                                              \
        IN(struct intake_person, bank_account, FIELD_TEXT, 4, 60,                                                      \
           "Account for payments; only where the matter needs it"),                                                    \
        IN(struct intake_person, health, FIELD_LONG, 1, 500,                                                           \
           "What of the health has to be minded; only where the matter needs it"),                                     \
        IN_ENUM(struct intake_person, contact_preference, 0, intake_contacts, "How the person wants to be reached")

/* The petitioner's own: somebody new, or somebody whose number, name and phone are the same as before. */
FIELD_SET(intake_person_set, "PersonInput", struct intake_person,
          IN_MUST(struct intake_person, name, FIELD_TEXT, 1, 100, "Name"), INTAKE_PERSON);
/* A clerk's: also somebody who was looked up. */
FIELD_SET(intake_desk_person_set, "DeskPersonInput", struct intake_person,
          IN(struct intake_person, name, FIELD_TEXT, 1, 100, "Name; left out with known_person_id only"), INTAKE_PERSON,
          IN(struct intake_person, known_person_id, FIELD_ID, 0, 0,
             "The person that a look-up found, as registered, in place of the other fields"));

FIELD_SET(intake_demand_set, "DemandInput", struct intake_demand,
          IN_MUST(struct intake_demand, text, FIELD_LONG, 1, 1000, "One thing that is asked for"));

FIELD_SET(intake_oral_set, "OralRecord", struct intake_oral,
          IN_MUST(struct intake_oral, text, FIELD_LONG, 1, 20000, "What was said, faithfully (Art 19)"),
          IN_MUST(struct intake_oral, read_back, FIELD_BOOL, 0, 0, "Was read back to the petitioner"),
          IN_ENUM(struct intake_oral, confirmed_by, 1, intake_confirmations, "How the petitioner confirmed it"),
          IN(struct intake_oral, reference, FIELD_TEXT, 1, 200, "Number of the recording or sheet"));

FIELD_SET(intake_accused_set, "AccusedInput", struct intake_accused,
          IN_MUST(struct intake_accused, unit_id, FIELD_ID, 0, 0,
                  "Unit; its people and its superiors never learn of the case"));

#define INTAKE(m, kind, low, high, text)      IN(struct intake_in, m, kind, low, high, text)
#define INTAKE_MUST(m, kind, low, high, text) IN_MUST(struct intake_in, m, kind, low, high, text)

/* What staff and petitioners both fill in. */
#define INTAKE_COMMON(most_persons, person_set)                                                                        \
    IN_ENUM(struct intake_in, purpose, 1, intake_purposes, "What the person wants"),                                   \
        INTAKE_MUST(title, FIELD_TEXT, 2, 100, "Title, without names"),                                                \
        INTAKE_MUST(request, FIELD_LONG, 2, 20000, "What is asked for, in the petitioner's words"),                    \
        INTAKE(facts, FIELD_LONG, 0, 20000, "Facts"), INTAKE(reasons, FIELD_LONG, 0, 20000, "Reasons"),                \
        IN_ROWS(struct intake_in, demands, 1, 1, 20, intake_demand_set, "Demands, one by one; each will be answered"), \
        INTAKE(class_code, FIELD_TEXT, 1, 40, "Content class, from the dictionary class"),                             \
        INTAKE(place_unit_id, FIELD_ID, 0, 0, "Town, village or grid where the problem is"),                           \
        INTAKE(place_detail, FIELD_TEXT, 1, 200, "Place in words"),                                                    \
        INTAKE(people_count, FIELD_INT, 1, 1000000, "Number of petitioners; default: those named"),                    \
        INTAKE(involved_count, FIELD_INT, 1, 10000000, "Number of people concerned"),                                  \
        INTAKE(is_joint, FIELD_BOOL, 0, 0, "A joint submission"),                                                      \
        INTAKE(confidential_request, FIELD_BOOL, 0, 0, "The petitioner asks for the name to be withheld"),             \
        INTAKE(publish_ok, FIELD_BOOL, 0, 0, "The reply may be published without names"),                              \
        IN_ROWS(struct intake_in, persons, 1, 1, most_persons, person_set, "Who petitions")

FIELD_SET_SHARED(intake_body, "SubmissionRequest", struct intake_in, INTAKE_COMMON(200, intake_desk_person_set),
                 INTAKE(case_id, FIELD_ID, 0, 0, "Joins this case instead of opening one"),
                 INTAKE(draft_id, FIELD_ID, 0, 0, "One's own draft that this was; it goes with it"),
                 IN_ENUM(struct intake_in, channel, 1, intake_channels, "How it came (Art 17)"),
                 INTAKE(source_platform, FIELD_TEXT, 1, 40,
                        "Platform it came from, from the dictionary source_platform"),
                 INTAKE(external_number, FIELD_TEXT, 1, 80, "Its number there"),
                 INTAKE(received_on, FIELD_DATE, 0, 0, "Day of receipt; clocks start then"),
                 INTAKE(unit_id, FIELD_ID, 0, 0, "Registering unit; default: the actor's"),
                 INTAKE(window_number, FIELD_TEXT, 1, 20, "Window"),
                 IN_ENUM(struct intake_in, urgency, 0, intake_urgencies, "Default normal"),
                 IN_ROWS(struct intake_in, accused, 0, 0, 10, intake_accused_set,
                         "Units that an accusation is against (Art 30); with the purpose accusation only"),
                 {.name = "oral_record",
                  .type = FIELD_OBJECT,
                  .offset = offsetof(struct intake_in, oral_record),
                  .is_pointer = 1,
                  .of = &intake_oral_set,
                  .doc = "Record of what was said by voice"});

FIELD_SET_SHARED(intake_public_body, "PublicSubmissionRequest", struct intake_in, INTAKE_COMMON(50, intake_person_set));

FIELD_SET(intake_expected_set, "ExpectedDate", struct intake_expected,
          OUT(struct intake_expected, clock, FIELD_TEXT, "Clock"),
          OUT(struct intake_expected, title_zh, FIELD_TEXT, "Title in Chinese"),
          OUT(struct intake_expected, title_en, FIELD_TEXT, "Title in English"),
          OUT(struct intake_expected, due_on, FIELD_DATE, "Last day"));

FIELD_SET_SHARED(intake_receipt_set, "Receipt", struct intake_receipt,
                 OUT(struct intake_receipt, number, FIELD_TEXT, "Number to quote"),
                 OUT_NULL(struct intake_receipt, query_code, FIELD_TEXT, "Secret for looking up progress; told once"),
                 OUT_TEXTS(struct intake_receipt, qr,
                           "Number and query code as rows of a QR code, 1 for dark; empty without a query code"),
                 OUT(struct intake_receipt, registered_at, FIELD_STAMP, "Registration"),
                 OUT(struct intake_receipt, unit_name, FIELD_TEXT, "Who registered it"),
                 OUT_NULL(struct intake_receipt, unit_phone, FIELD_TEXT, "Whom to ring"),
                 OUT_ROWS(struct intake_receipt, expected, intake_expected_set, "What happens by when"),
                 OUT_PART(struct intake_receipt, proof, proof_view_set,
                          "Signed: the case's journal stood so; worth keeping"));

static enum rc intake_command(struct ctx *ctx, const struct intake_in *in, int is_public, struct submission_in *out)
{
    struct person_in *persons = arena_array_of(ctx->arena, struct person_in, in->persons_count + 1);
    const char **demands = arena_array_of(ctx->arena, const char *, in->demands_count + 1);
    const char **accused = arena_array_of(ctx->arena, const char *, in->accused_count + 1);
    if (persons == NULL || demands == NULL || accused == NULL) {
        return RC_TOO_LARGE;
    }
    for (size_t i = 0; i < in->persons_count; i++) {
        const struct intake_person *p = &in->persons[i];
        persons[i] = (struct person_in){p->role,         p->kind,      p->name,
                                        p->id_type,      p->id_number, p->phone,
                                        p->email,        p->address,   p->contact_preference,
                                        p->bank_account, p->health,    p->known_person_id};
    }
    for (size_t i = 0; i < in->demands_count; i++) {
        demands[i] = in->demands[i].text;
    }
    for (size_t i = 0; i < in->accused_count; i++) {
        accused[i] = in->accused[i].unit_id;
    }
    *out = (struct submission_in){
        .is_public = is_public,
        .case_id = in->case_id,
        .channel = is_public ? "web" : in->channel,
        .source_platform = is_public ? "portal" : in->source_platform,
        .external_number = in->external_number,
        .received_on = in->received_on,
        .unit_id = in->unit_id,
        .window_number = in->window_number,
        .purpose = in->purpose,
        .title = in->title,
        .request = in->request,
        .facts = in->facts,
        .reasons = in->reasons,
        .demands = demands,
        .demand_count = in->demands_count,
        .class_code = in->class_code,
        .place_unit_id = in->place_unit_id,
        .place_detail = in->place_detail,
        .urgency = in->urgency,
        .people_count = in->people_count,
        .involved_count = in->involved_count,
        .is_joint = in->is_joint == 1,
        .is_confidential = in->confidential_request == 1,
        .is_publishable = in->publish_ok == 1,
        .oral_text = in->oral_record ? in->oral_record->text : NULL,
        .oral_read_back = in->oral_record ? in->oral_record->read_back : SQL_NULL,
        .oral_confirmed_by = in->oral_record ? in->oral_record->confirmed_by : NULL,
        .oral_reference = in->oral_record ? in->oral_record->reference : NULL,
        .persons = persons,
        .person_count = in->persons_count,
        .accused_ids = accused,
        .accused_count = in->accused_count,
        .draft_id = in->draft_id,
    };
    return RC_OK;
}

static enum rc intake_fill(struct ctx *ctx, struct tx *tx, const struct submission_out *made,
                           struct intake_receipt *out)
{
    *out = (struct intake_receipt){.number = made->number,
                                   .query_code = made->query_code,
                                   .registered_at = made->registered_ms,
                                   .unit_name = made->unit.name,
                                   .unit_phone = made->unit.phone};
    out->expected = arena_array_of(ctx->arena, struct intake_expected, made->clock_count + 1);
    for (size_t i = 0; out->expected != NULL && i < made->clock_count; i++) {
        const struct deadline_row *row = &made->clocks[i];
        const struct workflow_clock *clock = workflow_clock_find(made->definition, row->clock);
        out->expected[out->expected_count++] =
            (struct intake_expected){row->clock, clock->title.zh, clock->title.en, api_day_text(ctx, row->due_day)};
    }
    struct proof proof;
    enum rc rc = out->expected != NULL ? proof_of_head(ctx, tx, made->case_id, &proof) : RC_TOO_LARGE;
    if (rc == RC_OK && made->query_code != NULL) { /* the same that the PDF has */
        const char *text = arena_printf(ctx->arena, "%s %s", made->number, made->query_code);
        rc = text != NULL ? qr_rows(ctx->arena, text, &out->qr, &out->qr_count) : RC_TOO_LARGE;
    }
    return rc == RC_OK ? proof_view_fill(ctx, &proof, &out->proof) : rc;
}

enum rc intake_register(struct ctx *ctx, struct tx *tx, const struct intake_in *in, int is_public,
                        struct submission_out *made, struct intake_receipt *receipt)
{
    struct submission_in command;
    enum rc rc = intake_command(ctx, in, is_public, &command);
    if (rc == RC_OK) {
        rc = submission_register(ctx, tx, &command, made);
    }
    return rc == RC_OK ? intake_fill(ctx, tx, made, receipt) : rc;
}
