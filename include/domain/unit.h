/*
 * unit.h - the tree of units: county, bureau, departments, towns, villages, grids.
 *
 * The tree is kept twice: as a closure (unit_tree, for scope) and as paths "/county/town/" (for roles at places). Both move
 * together with the parent. A unit is never deleted: it is closed by a day, because cases and documents go on naming it.
 *
 * Runs on: the writer, reading anywhere. Invariants: one county at the top; kinds only below the kinds that the table in unit.c
 * allows; no cycle; nothing open is closed away.
 */
#ifndef DOMAIN_UNIT_H
#define DOMAIN_UNIT_H

#include "base/ctx.h"
#include "store/sql_stmts.h"

struct unit_new {
    const char *code, *name, *short_name, *kind; /* short_name NULL: the name */
    const char *parent_id;
    int64_t can_handle;
    const char *doc_mark, *phone, *address;
    int64_t valid_from; /* SQL_NULL: today */
    int64_t sort;
};

enum unit_field {
    UNIT_SET_NAME = 1 << 0,
    UNIT_SET_SHORT_NAME = 1 << 1,
    UNIT_SET_PARENT = 1 << 2,
    UNIT_SET_CAN_HANDLE = 1 << 3,
    UNIT_SET_DOC_MARK = 1 << 4,
    UNIT_SET_PHONE = 1 << 5,
    UNIT_SET_ADDRESS = 1 << 6,
    UNIT_SET_VALID_TO = 1 << 7,
    UNIT_SET_SORT = 1 << 8
};

struct unit_change {
    unsigned set; /* enum unit_field bits: the members below that count */
    const char *name, *short_name, *parent_id;
    int64_t can_handle;
    const char *doc_mark, *phone, *address;
    int64_t valid_to; /* last day; SQL_NULL opens it again */
    int64_t sort;
};

/* RC_INVALID with a field error at `pointer` when there is no such unit. */
RC_MUST enum rc unit_check(struct ctx *ctx, struct tx *tx, const char *id, const char *pointer, struct unit_row *out);
/* 1 when a unit of kind `below` may stand directly below one of kind `above`. */
int unit_may_stand(const char *above, const char *below);
RC_MUST enum rc unit_add(struct ctx *ctx, struct tx *tx, const struct unit_new *in, struct unit_row *out);
/* `version` as seen by the caller, negative: any. RC_NOT_FOUND, RC_STALE, RC_REFUSED (cycle, kinds, open parts). */
RC_MUST enum rc unit_set(struct ctx *ctx, struct tx *tx, const char *id, int64_t version, const struct unit_change *in,
                         struct unit_row *out);

#endif
