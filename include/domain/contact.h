/*
 * contact.h - the log of contacts with the petitioner.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef DOMAIN_CONTACT_H
#define DOMAIN_CONTACT_H

#include "domain/case.h"

struct contact_in {
    const char *on;     /* "YYYY-MM-DD", not after today */
    const char *method; /* visit, phone, letter, sms, video, home_visit */
    const char *spoke_with, *content, *next_step;
    int is_reached;
};

/* Adds a row; `pointer` is the place of the input for located errors ("" or "/fields"). The caller saves the case. */
RC_MUST enum rc contact_add(struct case_work *w, const struct contact_in *in, const char *pointer);

#endif
