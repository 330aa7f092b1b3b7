/*
 * form.h - what a browser sends from a form (application/x-www-form-urlencoded), as strictly read as JSON is.
 *
 * A control is called by where its value goes: "persons.0.name" is the member name of the first item of persons. Names that begin
 * with '_' are the page's own and never reach a field. A pair without '=', a name that came twice, an escape that is none, a NUL,
 * bytes that are not UTF-8 and more than FORM_PAIRS_MAX pairs are refused. Line ends are CRLF on the wire and LF from here on.
 *
 * Values become JSON by the field table, so that one decoder (codec.h) judges both. What was left empty did not come; an item of an
 * array in which nothing was written is no item, and those behind it move up, in the form as in the JSON. A FIELD_VALUE, which stands
 * last in its table, takes all that nothing before it knew: one object of names and texts.
 *
 * Runs on: the thread that owns the request. Owns: nothing; everything lives on ctx->arena.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "http/endpoint.h"

struct buf;
struct value;

enum { FORM_PAIRS_MAX = 400, FORM_NAME_MAX = 80 };

struct form_pair {
    const char *name, *text;
    int is_used; /* went into a field */
};

struct form {
    struct form_pair *pairs; /* never NULL after form_parse or form_of_value */
    size_t count;
};

/* RC_MALFORMED with a fault, or RC_TOO_LARGE when the arena is full. */
RC_MUST enum rc form_parse(struct ctx *ctx, const char *bytes, size_t n, struct form *out);
/* The text of a control; NULL when it did not come. */
const char *form_text(const struct form *f, const char *name);
/* How many items of this array came: "persons" counts persons.0 and on. */
size_t form_count(const struct form *f, const char *name);
/* Appends one JSON object for the table. A control that the table does not know: RC_INVALID, located, all of them told. */
RC_MUST enum rc form_put_json(struct ctx *ctx, struct form *f, const struct field_set *set, struct buf *out);
/* The other way: the texts of a stored object, named as controls are. RC_TOO_LARGE for more than FORM_PAIRS_MAX. */
RC_MUST enum rc form_of_value(struct ctx *ctx, const struct value *v, struct form *out);

#endif
