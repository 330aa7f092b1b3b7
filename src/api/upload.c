/*
 * upload.c - pieces, inspection and end of a file that is being sent.
 *
 * Runs on: see upload.h. Owns: nothing; the upload belongs to the call.
 */
#include "api/upload.h"

#include "base/crypto.h"
#include "domain/file.h"

#include <string.h>

static enum rc upload_take(struct ctx *ctx, struct call *call, const void *bytes, size_t n)
{
    return file_take(ctx, call->upload, bytes, n);
}

static void upload_end(void *upload)
{
    file_upload_free(upload);
}
const struct endpoint_upload upload_pieces = {.take = upload_take, .end = upload_end};

enum rc upload_inspect(struct ctx *ctx, struct call *call)
{
    struct crypto_hasher h;
    enum rc rc = file_inspect(ctx, call->upload);
    if (rc != RC_OK) {
        return rc;
    }
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add_field(&h, call->fingerprint, sizeof call->fingerprint);
    crypto_hasher_add_field(&h, call->upload_name, strlen(call->upload_name));
    if (call->upload_code != NULL) {
        crypto_hasher_add_field(&h, call->upload_code, strlen(call->upload_code));
    }
    crypto_hasher_add_field(&h, file_upload_hash(call->upload), CRYPTO_HASH_SIZE);
    crypto_hasher_end(&h, call->fingerprint);
    return RC_OK;
}
