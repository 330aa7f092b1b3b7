/*
 * fault.c - collecting what went wrong, and saying it.
 *
 * Runs on: the thread that owns the request. Owns: nothing. Invariants: the first code stands; at most
 * FAULT_ERRORS_MAX field errors are kept and the rest are counted.
 */
#include "base/fault.h"

#include "base/buf.h"
#include "base/check.h"

#include <stddef.h>

void fault_clear(struct fault *f)
{
    /* Entries past error_count are never read, so the 1.3 KiB of them need no wiping between requests. */
    f->rc = RC_OK;
    f->main = (struct fault_error){0};
    f->error_count = 0;
    f->dropped = 0;
    f->retry_after_s = 0;
}

enum rc fault_set(struct fault *f, enum rc rc, const struct reason *reason, const char *pointer, const char *arg0,
                  const char *arg1)
{
    CHECK(rc != RC_OK);
    if (f->rc == RC_OK) {
        f->rc = rc;
        f->main = (struct fault_error){.reason = reason, .pointer = pointer, .args = {arg0, arg1}};
    }
    return f->rc;
}

enum rc fault_add(struct fault *f, const struct reason *reason, const char *pointer, const char *arg0, const char *arg1)
{
    if (f->error_count < FAULT_ERRORS_MAX) {
        f->errors[f->error_count++] = (struct fault_error){.reason = reason, .pointer = pointer, .args = {arg0, arg1}};
    } else {
        f->dropped++;
    }
    if (f->rc == RC_OK) {
        f->rc = RC_INVALID;
    }
    return f->rc;
}

void fault_name_rule(struct fault *f, const char *rule)
{
    if (f->error_count > 0 && f->dropped == 0) {
        f->errors[f->error_count - 1].rule = rule;
    }
}

/* Index of the argument named at `s` ("{0}"), or -1. */
static int argument_at(const char *s)
{
    if (s[0] == '{' && s[1] >= '0' && s[1] < '0' + FAULT_ARGS_MAX && s[2] == '}') {
        return s[1] - '0';
    }
    return -1;
}

const char *fault_text(struct arena *a, const struct fault_error *e, int is_zh)
{
    if (e->reason == NULL) {
        return "";
    }
    struct buf b;
    buf_init(&b, a);
    const char *s = is_zh ? e->reason->zh : e->reason->en;
    while (*s != '\0') {
        int arg = argument_at(s);
        if (arg < 0) {
            buf_putc(&b, *s++);
            continue;
        }
        if (e->args[arg] != NULL) {
            buf_puts(&b, e->args[arg]);
        }
        s += 3;
    }
    return buf_cstr(&b);
}
