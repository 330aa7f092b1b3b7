/*
 * print_words.h - fills a template for one paper of one case: for printing it (print_api.c) and for showing it before the act
 * (print_preview_api.c). Both go through here, so that they say the same.
 *
 * Runs on: workers with a read transaction. Owns: nothing; everything lies on the request's arena.
 */
#ifndef API_PRINT_WORDS_H
#define API_PRINT_WORDS_H

#include "api/print.h"
#include "domain/case.h"
#include "domain/proof.h"

/* What a template may ask for. */
struct print_words {
    struct ctx *ctx;
    struct tx *tx;
    struct case_row row;
    const struct workflow *definition;
    const struct value *body; /* fields of the event that made the document; NULL for receipts */
    struct demand_row *demands;
    size_t demand_count;
    const char *number, *unit, *unit_kind, *unit_phone, *unit_address, *petitioner, *code, *signer;
    struct proof proof; /* of receipts; number NULL: none */
    int64_t issued_ms;
    int32_t due_day; /* of the clock that matters to the petitioner; 0: none */
    int is_zh;
};

/* Definition, demands and the due day of w->row. */
RC_MUST enum rc print_case(struct print_words *w);
/* The people to whom it is addressed, in full, or masked. */
RC_MUST enum rc print_people(struct print_words *w, int is_masked);
/* The template of the type in that language, else in Chinese; its lines in `job`. RC_NOT_FOUND: there is none. */
RC_MUST enum rc print_template(struct print_words *w, const char *type, int64_t version, const char *lang,
                               struct print_job *job);

#endif
