/*
 * upload.h - what the endpoints that take a file have in common: its pieces, its inspection, its end.
 *
 * Their load step puts the upload that domain/file.h began into call->upload.
 */
#ifndef API_UPLOAD_H
#define API_UPLOAD_H

#include "http/endpoint.h"

/* The pieces (worker) and the end (any thread, also when the client went away). */
extern const struct endpoint_upload upload_pieces;
/* After the last piece: looks at the content, and puts the name, the code where there is one, and the content into the fingerprint, for a
 * repeated key stands for the same of each. RC_OK, or the refusal of file_inspect with its fault set. Craft thread. */
RC_MUST enum rc upload_inspect(struct ctx *ctx, struct call *call);

#endif
