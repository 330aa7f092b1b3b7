/*
 * init.h - makes a data folder: schema, seeds, county and bureau, first administrator, in one transaction.
 *
 * There is no default password anywhere: the first administrator's comes from the caller.
 *
 * Runs on: the main thread. Owns: nothing afterwards.
 */
#ifndef APP_INIT_H
#define APP_INIT_H

#include "app/office.h"

struct init_options {
    const char *data;
    const char *login, *name, *password;
    const char *county_code, *county_name; /* code: area code, first part of case numbers */
    const char *bureau_code, *bureau_name, *bureau_mark, *bureau_phone, *bureau_address;
    int second_factor;   /* 1: the roles that the seed names need a second factor from the start */
    int is_demo;         /* a demonstration: invented people and matters, with a key of its own */
    struct clock *clock; /* NULL: the machine's */
};

/* Defaults for everything but data, login and password. */
void init_defaults(struct init_options *out);
/* RC_CONFLICT when the folder holds an office already; nothing is changed then. `message` says what is wrong. */
RC_MUST enum rc init_run(const struct init_options *options, char message[OFFICE_MESSAGE_SIZE]);

#endif
