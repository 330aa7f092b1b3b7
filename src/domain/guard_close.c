/*
 * guard_close.c - conditions on execution and closing.
 *
 * Runs on: the writer and workers. Owns: nothing. Invariant: a guard changes nothing and reads no clock but ctx->now_ms.
 */
#include "domain/guard.h"

#include <string.h>

/* Solved on paper and really solved are different values (substantive and procedural closing). */
int guard_closing_fits_outcome(const struct case_work *w, const struct value *fields, const char *args[2],
                               const char **pointer)
{
    const char *kind = value_text(fields, "closing_kind"), *outcome = w->row.outcome ? w->row.outcome : "";
    *pointer = "/fields/closing_kind";
    (void)args;
    if (kind == NULL) {
        return 0;
    }
    /* Art 32: what was supported is carried out; until then it may end for this stage only, and not as settled. */
    int is_supported = strcmp(outcome, "support") == 0, is_executed = strcmp(w->row.state, "executed") == 0;
    if (strcmp(kind, "solved_executed") == 0) {
        return is_supported && is_executed;
    }
    if (is_supported && !is_executed && value_int(fields, "thing_settled", 0) != 0) {
        *pointer = "/fields/thing_settled";
        return 0;
    }
    if (is_supported && !is_executed && strcmp(kind, "stage_only") != 0 && strcmp(kind, "agreement_performed") != 0) {
        return 0;
    }
    if (strcmp(kind, "explained_accepted") == 0) {
        const char *accepts = value_text(fields, "petitioner_accepts");
        return strcmp(outcome, "support") != 0 && accepts != NULL && strcmp(accepts, "yes") == 0;
    }
    if (strcmp(kind, "agreement_performed") == 0) {
        return guard_agreement_performed(w, fields, args, pointer);
    }
    if (strcmp(kind, "window_lapsed") == 0) {
        const struct deadline_row *window = case_clock((struct case_work *)w, "C11");
        return window != NULL && w->ctx->now_ms >= window->due_ms;
    }
    return 1;
}

/* Art 32: what was supported is carried out, and the file shows how. */
int guard_execution_proven(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    (void)w, (void)args;
    *pointer = "/fields/proof";
    const char *proof = value_text(fields, "proof");
    return proof != NULL && proof[0] != '\0';
}

/* Only what was supported is carried out. */
int guard_outcome_supports(const struct case_work *w, const struct value *fields, const char *args[2],
                           const char **pointer)
{
    (void)fields, (void)args, (void)pointer;
    return w->row.outcome != NULL && strcmp(w->row.outcome, "support") == 0;
}
