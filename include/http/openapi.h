/*
 * openapi.h - the OpenAPI 3.1 document of the endpoint tables.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef HTTP_OPENAPI_H
#define HTTP_OPENAPI_H

#include "http/endpoint.h"

#include <stddef.h>

struct buf;

/* Appends the document. `permission_name` names the permission of an operation (x-permission); may be NULL. */
void openapi_write(struct buf *out, const struct endpoint_table *const *tables, const char *version,
                   const char *(*permission_name)(int need));
/* An ETag of the text, with quotes, into `n` (at least 40) bytes. */
void openapi_tag(const char *text, size_t size, char *out, size_t n);

/* Component name of a set: inputs carry a suffix of their own. */
void openapi_schema_name(struct buf *out, const struct field_set *set, int is_reply);
/* openapi_schema.c: one set as a JSON Schema object; references to other sets by name. */
void openapi_schema_write(struct buf *out, const struct field_set *set, int is_reply);
/* One field as a JSON Schema. */
void openapi_schema_field(struct buf *out, const struct field *f, int is_reply, int is_nullable);

#endif
