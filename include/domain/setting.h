/*
 * setting.h - what the office says of itself: its names, how to reach it, when it is open. Petitioners see all of it (/public/site).
 *
 * Names, telephone and address are those of the county and of its petition bureau in the tree of units, and are changed there; the hours
 * stand in the settings.
 *
 * Runs on: changing on the writer, reading with any transaction.
 */
#ifndef DOMAIN_SETTING_H
#define DOMAIN_SETTING_H

#include "base/ctx.h"

#include <stdint.h>

struct tx;

struct setting_office {
    const char *county_name, *bureau_name, *phone, *address, *hours; /* NULL: not set */
    int64_t version;                                                 /* grows with every change of any of them */
    const char *profile; /* the local profile of clocks and rules; NULL: none. Changed at the machine only */
};

enum setting_field {
    SETTING_SET_COUNTY_NAME = 1 << 0,
    SETTING_SET_BUREAU_NAME = 1 << 1,
    SETTING_SET_PHONE = 1 << 2,
    SETTING_SET_ADDRESS = 1 << 3,
    SETTING_SET_HOURS = 1 << 4
};

struct setting_change {
    unsigned set; /* enum setting_field bits: the members below that count */
    const char *county_name, *bureau_name, *phone, *address, *hours;
};

/* What is not there yet (a county, a bureau) is NULL. */
RC_MUST enum rc setting_office_get(struct ctx *ctx, struct tx *tx, struct setting_office *out);
/* `version` as seen by the caller, negative: any. RC_STALE; RC_REFUSED while there is no county or bureau to name. */
RC_MUST enum rc setting_office_set(struct ctx *ctx, struct tx *tx, int64_t version, const struct setting_change *in,
                                   struct setting_office *out);
/* Seals the settings that earlier programs did not: once, from then on each that is no mark of the program's own has a seal, also that it is not
 * there. Whoever writes one names it with changes_touch(…, "setting", key). Writer. */
RC_MUST enum rc setting_begin(struct ctx *ctx, struct tx *tx);

#endif
