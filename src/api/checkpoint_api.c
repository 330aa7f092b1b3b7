/*
 * checkpoint_api.c - /public/checkpoints, /public/checkpoint-keys: what anybody may keep, so that nothing is altered unseen.
 *
 * A checkpoint tells how many cases changed since the last one and nothing of which they are.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/checkpoint_view.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "store/vault.h"

struct checkpoint_list_params {
    int64_t after;
    struct page_in page;
};
struct checkpoint_list_reply {
    struct checkpoint_view *data;
    size_t data_count;
    struct page_out page;
};

FIELD_SET(checkpoint_list_query, "CheckpointFilter", struct checkpoint_list_params,
          IN(struct checkpoint_list_params, after, FIELD_INT, 0, INT64_C(999999999999999),
             "Only those behind this number"),
          PAGE_IN(struct checkpoint_list_params));
FIELD_SET(checkpoint_list_set, "CheckpointList", struct checkpoint_list_reply,
          OUT_ROWS(struct checkpoint_list_reply, data, checkpoint_view_set, "The oldest first"),
          OUT_PART(struct checkpoint_list_reply, page, page_set, "Paging"));

static enum rc checkpoint_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct checkpoint_list_params *in = call->in;
    struct checkpoint_list_reply *out = call->out;
    struct checkpoint_row *rows;
    struct page p;
    size_t n;
    int64_t after = in->after == FIELD_NULL ? 0 : in->after;
    enum rc rc = page_begin(ctx, &in->page, arena_printf(ctx->arena, "checkpoints|%lld", (long long)after), &p);
    if (rc != RC_OK) {
        return rc;
    }
    rc = p.is_backward
             ? checkpoint_rows_list_back(tx, ctx->arena,
                                         &(struct checkpoint_list_back_in){after, p.at_number, p.limit + 1}, &rows, &n)
             : checkpoint_rows_list(tx, ctx->arena,
                                    &(struct checkpoint_list_in){p.has_cursor ? p.at_number : after, p.limit + 1},
                                    &rows, &n);
    if (rc != RC_OK) {
        return rc;
    }
    n = page_cut(&p, rows, n, sizeof rows[0]);
    out->data = arena_array_of(ctx->arena, struct checkpoint_view, n + 1);
    for (size_t i = 0; out->data != NULL && i < n; i++) {
        checkpoint_view_fill(ctx, &rows[i], &out->data[out->data_count++]);
    }
    rc = page_end(ctx, &p, n, n ? rows[0].seq : 0, "", n ? rows[n - 1].seq : 0, "", &out->page);
    return out->data != NULL ? rc : RC_TOO_LARGE;
}

struct checkpoint_key_view {
    int64_t epoch;
    const char *public_key;
    int64_t is_current;
};
struct checkpoint_key_reply {
    struct checkpoint_key_view *data;
    size_t data_count;
};

FIELD_SET(checkpoint_key_set, "CheckpointKey", struct checkpoint_key_view,
          OUT(struct checkpoint_key_view, epoch, FIELD_INT, "Number"),
          OUT(struct checkpoint_key_view, public_key, FIELD_TEXT, "Ed25519, in hex"),
          OUT(struct checkpoint_key_view, is_current, FIELD_BOOL, "Signs now"));
FIELD_SET(checkpoint_key_list, "CheckpointKeyList", struct checkpoint_key_reply,
          OUT_ROWS(struct checkpoint_key_reply, data, checkpoint_key_set, "The oldest first"));

static enum rc checkpoint_api_keys(struct ctx *ctx, struct tx *tx, struct call *call)
{
    struct checkpoint_key_reply *out = call->out;
    int newest = vault_epoch(ctx->vault, RING_SIGN);
    (void)tx;
    out->data = arena_array_of(ctx->arena, struct checkpoint_key_view, (size_t)newest + 1);
    for (int epoch = 1; out->data != NULL && epoch <= newest; epoch++) {
        uint8_t key[CRYPTO_KEY_SIZE];
        if (vault_public_key(ctx->vault, epoch, key) == RC_OK) {
            out->data[out->data_count++] = (struct checkpoint_key_view){
                epoch, checkpoint_hex(ctx->arena, (struct sql_blob){key, sizeof key}), epoch == newest};
        }
    }
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

ENDPOINT_TABLE(checkpoint_api_table,
               {.method = "GET",
                .path = "/api/v1/public/checkpoints",
                .operation = "listCheckpoints",
                .tag = "public",
                .summary = "The signed checkpoints over all journals, for keeping elsewhere",
                .need = ENDPOINT_PUBLIC,
                .query = &checkpoint_list_query,
                .reply = &checkpoint_list_set,
                .in_size = sizeof(struct checkpoint_list_params),
                .out_size = sizeof(struct checkpoint_list_reply),
                .ok = 200,
                .cost = 3,
                .run = checkpoint_api_list},
               {.method = "GET",
                .path = "/api/v1/public/checkpoint-keys",
                .operation = "listCheckpointKeys",
                .tag = "public",
                .summary = "The public keys that checkpoints and receipts are signed with",
                .need = ENDPOINT_PUBLIC,
                .reply = &checkpoint_key_list,
                .out_size = sizeof(struct checkpoint_key_reply),
                .ok = 200,
                .cost = 1,
                .run = checkpoint_api_keys});
