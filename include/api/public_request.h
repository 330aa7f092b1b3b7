/*
 * public_request.h - what petitioners do with number and query code: the inputs and handlers, for JSON and for the plain pages alike.
 *
 * Runs on: the writer. Owns: nothing.
 */
#ifndef API_PUBLIC_REQUEST_H
#define API_PUBLIC_REQUEST_H

#include "http/endpoint.h"

struct tx;

struct public_material_in {
    const char *number, *code, *title, *text;
};
struct public_material_out {
    const char *number;
    int64_t added_at;
};
struct public_review_in {
    const char *number, *code, *kind, *grounds;
};
struct public_review_out {
    const char *number, *body, *promised_on;
};

struct public_rating_in {
    const char *number, *code, *target, *value, *reason, *comment;
};
struct public_rating_out {
    const char *target, *value;
};

/* Titles, texts and grounds have these bounds wherever they are typed. */
#define PUBLIC_MATERIAL_FIELDS(type)                                                                                   \
    IN(type, title, FIELD_TEXT, 2, 100, "What it is, without names"),                                                  \
        IN_MUST(type, text, FIELD_LONG, 2, 10000, "What is added, in the petitioner's words")
#define PUBLIC_REVIEW_FIELDS(type)                                                                                     \
    IN_ENUM(type, kind, 1, public_request_review_kinds, "review (Art 35) or recheck (Art 36)"),                        \
        IN_MUST(type, grounds, FIELD_LONG, 2, 10000, "Why the petitioner does not agree")

#define PUBLIC_RATING_FIELDS(type)                                                                                     \
    IN_ENUM(type, target, 1, public_request_rating_targets, "Who is rated"),                                           \
        IN_ENUM(type, value, 1, public_request_rating_values, "Rating"),                                               \
        IN_ENUM(type, reason, 0, public_request_rating_reasons, "Main reason"),                                        \
        IN(type, comment, FIELD_LONG, 0, 2000, "Comment")

extern const char *const public_request_review_kinds[], *const public_request_rating_targets[],
                                                            *const public_request_rating_values[],
                                                                *const public_request_rating_reasons[];
extern const struct field_set public_request_material_reply, public_request_review_reply, public_request_rating_reply;

RC_MUST enum rc public_request_material(struct ctx *ctx, struct tx *tx, struct call *call);
RC_MUST enum rc public_request_review(struct ctx *ctx, struct tx *tx, struct call *call);
RC_MUST enum rc public_request_rating(struct ctx *ctx, struct tx *tx, struct call *call);

#endif
