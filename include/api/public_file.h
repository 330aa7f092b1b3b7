/*
 * public_file.h - a file from a petitioner: what its upload does, for JSON and for the plain page alike.
 *
 * Runs on: see each. Owns: nothing.
 */
#ifndef API_PUBLIC_FILE_H
#define API_PUBLIC_FILE_H

#include "http/endpoint.h"

struct public_file_out {
    const char *number;
    int64_t size, added_at;
};

extern const struct field_set public_file_reply; /* of a public_file_out */
/* Its pieces (worker) and its end (any thread). */
extern const struct endpoint_upload public_file_upload;
/* After the last piece; wants call->upload_code and puts name, code and content into the fingerprint. Craft thread. */
RC_MUST enum rc public_file_inspect(struct ctx *ctx, struct call *call);

#endif
