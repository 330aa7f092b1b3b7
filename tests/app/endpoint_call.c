/*
 * endpoint_call.c - see endpoint_call.h.
 *
 * Runs on: the test's main thread. Owns: nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "endpoint_call.h"

#include "api/api.h"

#include <stdio.h>
#include <string.h>

const char *const endpoint_some_id = "01m82we1vd6mwv124674hsrypq";

/* A value that the field's rules allow, as text without quotes. */
static const char *plausible(const struct field *f)
{
    static char number[24];
    switch (f->type) {
    case FIELD_ID: return endpoint_some_id;
    case FIELD_DATE: return "2026-03-09";
    case FIELD_STAMP: return "2026-03-09T10:00:00Z";
    case FIELD_ENUM: return f->choices[0];
    case FIELD_INT: snprintf(number, sizeof number, "%lld", (long long)f->min); return number;
    case FIELD_BOOL: return "true";
    default: return "class";
    }
}

static const struct field *field_named(const struct field_set *set, const char *name, size_t n)
{
    for (int i = 0; i < set->count; i++) {
        if (strlen(set->fields[i].name) == n && strncmp(set->fields[i].name, name, n) == 0) {
            return &set->fields[i];
        }
    }
    return NULL;
}

/* The path with its parameters filled in; `odd` (may be NULL) takes the place of all of them. */
void endpoint_path(const struct endpoint *ep, const char *odd, char out[ENDPOINT_PATH_SIZE])
{
    char *at = out;
    for (const char *p = ep->path; *p != '\0';) {
        if (*p != '{') {
            *at++ = *p++;
            continue;
        }
        size_t n = strcspn(p + 1, "}");
        const struct field *f = field_named(ep->params, p + 1, n);
        assert_non_null(f);
        at += snprintf(at, 64, "%s", odd != NULL ? odd : plausible(f));
        p += n + 2;
    }
    *at = '\0';
}

const struct client_reply *endpoint_call(struct client *c, const struct endpoint *ep, const char *path,
                                         const char *body)
{
    if (ep->needs_version) {
        client_add_header(c, "If-Match: \"1\"");
    }
    return client_call(c, ep->method, path, ep->body != NULL || ep->upload != NULL ? body : NULL);
}

void endpoint_for_each(void (*each)(const struct endpoint *ep))
{
    for (size_t t = 0; api_tables[t] != NULL; t++) {
        for (int i = 0; i < api_tables[t]->count; i++) {
            each(&api_tables[t]->rows[i]);
        }
    }
}
