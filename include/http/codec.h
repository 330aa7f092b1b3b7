/*
 * codec.h - JSON in, JSON out, by field table.
 *
 * In: a token budget pre-scan (depth 32, 20,000 tokens) before Jansson sees a byte; duplicate keys, unknown members, wrong
 * types and broken rules are all reported with their JSON Pointers. Jansson values never leave these functions.
 * Out: appended straight to a buffer, no tree.
 *
 * Patterns are tiny: a sequence of  d (digit)  a (ASCII letter)  w (letter, digit, '_', '-', '.')  . (any character)  or a
 * literal after '\', each optionally followed by + or * or {n} or {n,m}; they must match the whole text. Example: "d{4}-d{2}".
 *
 * Runs on: the thread that owns the request. Owns: nothing; results live on ctx->arena.
 */
#ifndef HTTP_CODEC_H
#define HTTP_CODEC_H

#include "http/endpoint.h"

struct buf;

/* Decodes `n` bytes into `in` (zeroed by the caller). RC_MALFORMED (with line and column) or RC_INVALID (all fields). */
RC_MUST enum rc codec_decode(struct ctx *ctx, const struct field_set *set, const char *bytes, size_t n, void *in);
/* Decodes one text (query or path parameter) into its field; `pointer_prefix` is "?" for query, "{}" for path. */
RC_MUST enum rc codec_decode_text(struct ctx *ctx, const struct field_set *set, const char *name, const char *text,
                                  const char *pointer_prefix, void *in);
/* Reports required members that are missing from a query. */
RC_MUST enum rc codec_check_required(struct ctx *ctx, const struct field_set *set, uint64_t seen, const char *prefix);
/* Appends the object. Never fails; the buffer's own failure tells of a full arena. */
void codec_encode(struct buf *out, const struct field_set *set, const void *row);
/* Any JSON text into a value tree; for stored definitions read by the http layer and tests. */
RC_MUST enum rc codec_decode_value(struct ctx *ctx, const char *bytes, size_t n, const struct value **out);

#endif
