/*
 * plain_case.h - a case on a plain page, as its petitioner follows it.
 *
 * Runs on: a worker. Owns: nothing.
 */
#ifndef API_PLAIN_CASE_H
#define API_PLAIN_CASE_H

#include "api/plain.h"
#include "domain/public_case.h"
#include "domain/reference.h"

/* Everything but the forms. */
void plain_case_write(const struct plain *p, const struct public_case *c);
/* 1 while this window is open for the petitioner. */
int plain_case_has_right(const struct public_case *c, const char *clock);
/* 1 when it, or a review of it, is in hand and takes material over the web. */
int plain_case_takes_material(const struct public_case *c);
/* What the petitioner added, with a heading; nothing without files. */
void plain_case_write_files(const struct plain *p, const struct public_case *c);

#endif
