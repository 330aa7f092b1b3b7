/*
 * case_seal.h - one hash over what a case says: its row and all its clocks.
 *
 * Each journal entry carries the seal of the case as it stands after the act. Who changes a case past its journal is found by
 * computing the seal anew.
 *
 * Pure. Runs on: any thread.
 * Invariant: covers every member of case_row but journal_seq, journal_head (they say where the chain ends) and version (it only
 * counts), and every member of deadline_row; the order of the clocks does not matter.
 */
#ifndef DOMAIN_CASE_SEAL_H
#define DOMAIN_CASE_SEAL_H

#include "base/arena.h"
#include "store/sql_stmts.h"

/* BLAKE2b-256 in hex, on the arena; NULL: no memory. */
const char *case_seal(struct arena *arena, const struct case_row *row, const struct deadline_row *clocks, size_t count);

#endif
