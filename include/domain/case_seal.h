/*
 * case_seal.h - one hash over what a case says: its row, all its clocks, and the rows that stand beside it.
 *
 * Each journal entry carries the seal of the case as it stands after the act. Who changes a case past its journal is found by
 * computing the seal anew. Which rows a seal covers is told by how it begins, so that what earlier programs sealed stays good: no mark,
 * row and clocks only (a case is opened before there is anything beside it; the first programs looked no further); "2.", what was
 * written and done on the case too; "3.", also who had it, what it is linked with, and what was said of its destruction; "4.", also which
 * state of its people and its sealed content it knows (domain/row_seal.h), the words of its links, and why it was to be supervised.
 *
 * Runs on: any thread with a transaction. Owns: nothing.
 * Invariants: covers every member of case_row but journal_seq, journal_head (they say where the chain ends) and version (it only
 * counts), every member of deadline_row, and what queries/beside.sql lists; no order of rows matters. What a wide seal covers is
 * written before case_save (of a new case: case_open_seal), never after it.
 */
#ifndef DOMAIN_CASE_SEAL_H
#define DOMAIN_CASE_SEAL_H

#include "base/arena.h"
#include "store/sql_stmts.h"

/* BLAKE2b-256 in hex behind the mark of its width, on the arena; reads what stands beside the case. */
RC_MUST enum rc case_seal_wide(struct tx *tx, struct arena *arena, const struct case_row *row,
                               const struct deadline_row *clocks, size_t count, const char **out);
/* The seal of the same width as `like`, made now. */
RC_MUST enum rc case_seal_like(struct tx *tx, struct arena *arena, const struct case_row *row,
                               const struct deadline_row *clocks, size_t count, const char *like, const char **out);

#endif
