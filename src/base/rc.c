/*
 * rc.c - names, titles and HTTP numbers of result codes, all out of rc.def.
 *
 * Runs on: any thread. Owns: constant tables. Invariants: a value outside the enum reads as RC_INTERNAL.
 */
#include "base/rc.h"

struct rc_row {
    int status;
    const char *slug;
    const char *zh;
    const char *en;
};

static const struct rc_row rc_rows[RC_COUNT] = {
#define RC(name, status, slug, zh, en) [RC_##name] = {status, slug, zh, en},
#include "base/rc.def"
#undef RC
};

static const struct rc_row *row_of(enum rc rc)
{
    unsigned int at = (unsigned int)rc;
    return &rc_rows[at < RC_COUNT ? at : RC_INTERNAL];
}

int rc_status(enum rc rc)
{
    return row_of(rc)->status;
}

const char *rc_slug(enum rc rc)
{
    return row_of(rc)->slug;
}

const char *rc_title(enum rc rc, int is_zh)
{
    return is_zh ? row_of(rc)->zh : row_of(rc)->en;
}
