/*
 * scenario_archive.h - cases in the archive: how they got there, their destruction, and what both verifiers say of a folder.
 *
 * Runs on: the test's main thread. Owns: nothing; the words that the case says all begin with "QX".
 */
#ifndef SUPPORT_SCENARIO_ARCHIVE_H
#define SUPPORT_SCENARIO_ARCHIVE_H

#include "app/offline.h"
#include "support/scenario.h"

#include <stdint.h>

/* From the window to the archive within 2026; kept for ten years. */
void archived(struct scenario *s, const char *id_number);
/* Of the case at hand; the caller looks at the reply. */
void propose(struct scenario *s, const char *login);
void decide(struct scenario *s, const char *login);
/* `last_part`: hold, release or withdraw-purge. */
void hold(struct scenario *s, const char *login, const char *last_part, int status);
/* How many cases the archivist's list ("over", "proposed", "held") has. */
void the_list_says(struct scenario *s, const char *list, int n);

/* 1 when the word stands anywhere in the database's file or its log. */
int file_says(const char *folder, const char *word);
/* What `petitiond verify` finds in the folder of a stopped server. */
void verify_whole(const char *folder, struct offline_report *out);
/* Both verifiers accept the folder of a stopped server; what petitiond-verify said stands in `said`. */
void expect_both_good(const char *folder, char *said, size_t size);
/* The same, of a folder in which one case was destroyed under one certificate. */
void expect_good(const char *folder);
/* Both find something: these words stand in what each says. */
void expect_found(const char *folder, const char *words, const char *words_apart);
/* Asks the independent verifier about the folder of a stopped server; its exit code, and what it said in `said`. */
int verify_apart(const char *folder, char *said, size_t size);
/* Statements past the server. */
void run_sql(const char *folder, const char *text);

#endif
