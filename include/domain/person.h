/*
 * person.h - people who petition (信访人), with every personal field sealed.
 *
 * Regulation Art 19: name, address, contact; where the matter needs it, an account for payments and what of the health has to be
 * minded (sensitive, Personal Information Protection Law Arts 28 and 29). Nothing else about a person is kept: no scores, marks or
 * movements.
 *
 * Runs on: adding on the writer, opening anywhere. Owns: nothing.
 */
#ifndef DOMAIN_PERSON_H
#define DOMAIN_PERSON_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct person_in {
    const char *role; /* petitioner, representative, co_petitioner, agent */
    const char *kind; /* natural, legal_person, organisation */
    const char *name;
    const char *id_type, *id_number, *phone, *email, *address;
    const char *contact_preference;
    const char *bank_account, *health; /* only where the matter needs them */
    const char *
        known_id; /* what is known of this person (person_known.h) and no other field but role and kind; NULL: as written above */
};

/* Masked as everybody sees it who did not ask for more. NULL where nothing is known. */
struct person_view {
    const char *name, *id_number, *phone, *address;
};

/* A new row, also for somebody who was here before: what one office corrects, reveals or destroys is nothing to another, and to nobody
 * across a seal. Who is the same is told by the blind indexes. Of a known person account and health are not taken over. */
RC_MUST enum rc person_add(struct ctx *ctx, struct tx *tx, const struct person_in *in, const char **id);
/* A row of its own with what the other says; without account and health unless `is_whole`. */
RC_MUST enum rc person_copy(struct ctx *ctx, struct tx *tx, const char *from_id, int is_whole, const char **id);
/* Blind indexes of identity number, phone, and name with address; NULL blobs where there is nothing. */
RC_MUST enum rc person_indexes(struct ctx *ctx, const struct person_in *in, struct sql_blob *id_index,
                               struct sql_blob *phone_index, struct sql_blob *name_index);
/* Opens and masks. */
RC_MUST enum rc person_mask(struct ctx *ctx, const struct person_row *row, struct person_view *out);
/* Texts out of a person's row are opened with the key in it; of an erased person they are NULL. */

/* The name in full, for a letter to its owner. */
RC_MUST enum rc person_open_name(struct ctx *ctx, const char *person_id, struct sql_blob key, struct sql_blob name,
                                 const char **out);
/* Opens and masks a name alone: "沈**". */
RC_MUST enum rc person_mask_name(struct ctx *ctx, const char *person_id, struct sql_blob key, struct sql_blob name,
                                 const char **out);

#endif
