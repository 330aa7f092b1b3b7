/*
 * person_known.h - whether somebody who stands at the window was here before: looked up by the exact number of an identity document or
 * phone, through blind indexes.
 *
 * Nobody is found by a part of a number or by a name, and nobody of whom the actor may know no case. Sealed cases count for nothing here,
 * not even for those who may read them; nor do cases in which the name is withheld from the actor. What is shown is masked.
 *
 * Runs on: finding on the writer, because it is journalled; checking anywhere. Owns: nothing; rows live on ctx->arena.
 */
#ifndef DOMAIN_PERSON_KNOWN_H
#define DOMAIN_PERSON_KNOWN_H

#include "domain/person.h"

enum { PERSON_KNOWN_MAX = 10, PERSON_KNOWN_CASES_MAX = 10 };

struct person_known {
    struct person_row row;   /* the latest, when the same person was registered several times */
    struct person_view view; /* masked */
    struct person_list_known_cases_out *cases;
    size_t case_count;
};

/* By identity number, phone (NULL: not asked by it) or both. Journalled in the office's journal, also when nobody was found; the numbers
 * are not in it. */
RC_MUST enum rc person_known_find(struct ctx *ctx, struct tx *tx, const char *id_number, const char *phone,
                                  struct person_known **out, size_t *count);
/* 1 when the actor could have found this person. */
RC_MUST enum rc person_known_check(struct ctx *ctx, struct tx *tx, const char *person_id, int *is_known);

#endif
