/*
 * intake.h - what a submission looks like on the way in and its receipt on the way out; shared by staff and public intake.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef API_INTAKE_H
#define API_INTAKE_H

#include "api/proof_view.h"
#include "domain/submission.h"
#include "http/endpoint.h"

struct intake_person {
    const char *role, *kind, *name, *id_type, *id_number, *phone, *email, *address, *contact_preference, *bank_account,
        *health, *known_person_id; /* the last: NULL from the public */
};
struct intake_demand {
    const char *text;
};
struct intake_accused {
    const char *unit_id;
};
struct intake_oral {
    const char *text;
    int64_t read_back;
    const char *confirmed_by, *reference;
};

struct intake_in {
    const char *case_id, *draft_id, *channel, *source_platform, *external_number, *received_on, *unit_id,
        *window_number;
    const char *purpose, *title, *request, *facts, *reasons;
    struct intake_demand *demands;
    size_t demands_count;
    const char *class_code, *place_unit_id, *place_detail, *urgency;
    int64_t people_count, involved_count, is_joint, confidential_request, publish_ok;
    struct intake_oral *oral_record;
    struct intake_person *persons;
    size_t persons_count;
    struct intake_accused *accused;
    size_t accused_count;
};

struct intake_expected {
    const char *clock, *title_zh, *title_en, *due_on;
};
struct intake_receipt {
    const char *number, *query_code;
    const char **qr;
    size_t qr_count;
    int64_t registered_at;
    const char *unit_name, *unit_phone;
    struct intake_expected *expected;
    size_t expected_count;
    struct proof_view proof;
};

extern const struct field_set intake_body;        /* staff */
extern const struct field_set intake_public_body; /* petitioners: no case, unit, channel or platform */
extern const struct field_set intake_receipt_set;

/* Registers and fills the receipt. */
RC_MUST enum rc intake_register(struct ctx *ctx, struct tx *tx, const struct intake_in *in, int is_public,
                                struct submission_out *made, struct intake_receipt *receipt);

#endif
