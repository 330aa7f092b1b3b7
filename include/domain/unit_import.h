/*
 * unit_import.h - many units at once, as rows of a table; all of them or none.
 *
 * Rows name the unit above by its code, which is there already or stands in an earlier row. Every mistake of every row is told
 * before anything is written.
 *
 * Runs on: the writer.
 */
#ifndef DOMAIN_UNIT_IMPORT_H
#define DOMAIN_UNIT_IMPORT_H

#include "base/ctx.h"
#include "domain/unit.h"

struct unit_import_row {
    const char *code, *name, *short_name, *kind, *parent_code; /* parent_code NULL: the county */
    int64_t can_handle;                                        /* SQL_NULL: yes */
    const char *doc_mark, *phone, *address;
};

/* Looks at all rows and tells what is wrong with them at "/rows/3/code". RC_INVALID when anything is. */
RC_MUST enum rc unit_import_check(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t count);
/* Checks and adds them. */
RC_MUST enum rc unit_import(struct ctx *ctx, struct tx *tx, const struct unit_import_row *rows, size_t count);

#endif
