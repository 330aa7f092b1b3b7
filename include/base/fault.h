/*
 * fault.h - the located error of one request.
 *
 * A function that fails fills the fault once (first writer wins) and returns its rc. `reason` points to a constant row
 * of some layer's own reason table: a machine code that never changes and one sentence in Chinese and in English, in
 * which {0} and {1} stand for the arguments. Field errors are collected, so that a form learns of all its mistakes at
 * once (RFC 9457 with JSON Pointers).
 *
 * Runs on: the thread that owns the request. Owns: nothing; texts live on the request's arena or are constants.
 * Invariant: no SQL, path, stack or secret may be put in an argument.
 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include "base/rc.h"
#include <stdint.h>

struct arena;

struct reason {
    const char *code; /* "required", "signer_is_drafter" */
    const char *zh;
    const char *en;
    int is_quiet; /* the log says no more than that it was refused: the code tells that something is there */
};

enum { FAULT_ERRORS_MAX = 32, FAULT_ARGS_MAX = 2 };

struct fault_error {
    const struct reason *reason;
    const char *pointer; /* RFC 6901 as a URI fragment without '#': "/demands/0/text"; NULL when not about a field */
    const char *args[FAULT_ARGS_MAX];
    const char *rule; /* article or practice behind it, as a text; NULL: none */
};

struct fault {
    enum rc rc; /* RC_OK while nothing is wrong */
    struct fault_error main;
    struct fault_error errors[FAULT_ERRORS_MAX];
    int error_count; /* errors beyond the maximum are counted in `dropped` */
    int dropped;
    int64_t retry_after_s; /* > 0: sent as Retry-After */
};

void fault_clear(struct fault *f);
/* Sets code and reason unless one is set already; returns the code that stands afterwards. Arguments may be NULL. */
enum rc fault_set(struct fault *f, enum rc rc, const struct reason *reason, const char *pointer, const char *arg0,
                  const char *arg1);
/* Adds one field error and makes the fault RC_INVALID unless another code stands. Returns the code. */
enum rc fault_add(struct fault *f, const struct reason *reason, const char *pointer, const char *arg0,
                  const char *arg1);
/* Names the article behind the error that was added last. */
void fault_name_rule(struct fault *f, const char *rule);
/* The sentence with its arguments put in, on `a`; "" without a reason; NULL when full. */
const char *fault_text(struct arena *a, const struct fault_error *e, int is_zh);

#endif
