/*
 * term_api.h - the dictionary endpoint's parts, for the public twin of it.
 *
 * Runs on: a worker. Owns: nothing.
 */
#ifndef API_TERM_API_H
#define API_TERM_API_H

#include "http/endpoint.h"

struct tx;

struct term_kind_in {
    const char *kind;
    int64_t retired; /* 1: retired entries too; of the public twin always 0 */
};
struct term_out {
    const char *code, *parent_code, *official_code, *title_zh, *title_en;
    int64_t sort, is_own, is_retired, version;
};
struct term_list_reply {
    struct term_out *data;
    size_t data_count;
};

extern const struct field_set term_api_kind_set; /* path parameter {kind} */
extern const struct field_set term_api_list_set; /* TermList */

/* Handler: the entries of one dictionary; RC_NOT_FOUND for an unknown one. */
RC_MUST enum rc term_api_list(struct ctx *ctx, struct tx *tx, struct call *call);

#endif
