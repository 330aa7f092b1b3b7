/*
 * bureau.h - an office made by the real program and over HTTP, for tests that need one in a folder of its own.
 *
 * County, bureau (made by `init`), two departments, a town with a village; people who work there, each with an API token for
 * everything that the role allows.
 *
 * Runs on: one thread. Owns: nothing; the folder stays where it was made.
 */
#ifndef SUPPORT_BUREAU_H
#define SUPPORT_BUREAU_H

enum { BUREAU_ID_SIZE = 27, BUREAU_TOKEN_SIZE = 120 };

enum bureau_desk {
    BUREAU_CLERK,      /* bureau_handler at the bureau, scope all: registers, screens, dispatches, closes */
    BUREAU_INTAKE,     /* unit_intake at the first department, scope unit */
    BUREAU_HANDLER,    /* unit_handler there */
    BUREAU_LEADER,     /* unit_leader there */
    BUREAU_INTAKE_TWO, /* unit_intake at the second department */
    BUREAU_DESKS
};

struct bureau {
    char unit_bureau[BUREAU_ID_SIZE], unit_one[BUREAU_ID_SIZE], unit_two[BUREAU_ID_SIZE], village[BUREAU_ID_SIZE];
    char account[BUREAU_DESKS][BUREAU_ID_SIZE];
    char token[BUREAU_DESKS][BUREAU_TOKEN_SIZE];
};

/* Makes `folder` (which must not exist), serves it, fills it and stops the server. Aborts when it cannot. */
void bureau_make(const char *folder, const char *log, struct bureau *out);
/* Copies database, log and keys of a folder on which nothing runs. */
void bureau_copy(const char *from, const char *to);

#endif
