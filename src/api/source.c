/*
 * source.c - see source.h.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "api/source.h"

#include "base/buf.h"

enum rc source_text(struct ctx *ctx, const struct value *source, enum reason_id why, const char *pointer,
                    const char **out)
{
    struct buf text;
    if (source->kind == VALUE_TEXT) {
        *out = source->text;
        return RC_OK;
    }
    if (source->kind != VALUE_OBJECT) {
        return fault_add(&ctx->fault, reason(why), pointer, NULL, NULL);
    }
    buf_init(&text, ctx->arena);
    value_put_json(&text, source);
    *out = buf_cstr(&text);
    return *out != NULL ? RC_OK : RC_TOO_LARGE;
}
