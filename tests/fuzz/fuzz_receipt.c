/*
 * fuzz_receipt.c - what petitiond-verify reads: receipts of petitioners and lines of the list of checkpoints.
 *
 * Holds: what is accepted has one form only, so that written anew it is the same bytes but for the end of the line; no piece is longer
 * than its room; a receipt is no line and a line is no receipt.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "tools/petitiond_verify.h"

#include <inttypes.h>

static void put_hex(struct buf *b, const char *before, const unsigned char *bytes, size_t n)
{
    buf_puts(b, before);
    for (size_t i = 0; i < n; i++) {
        buf_printf(b, "%02x", bytes[i]);
    }
}

static void put_checkpoint(struct buf *b, const struct checkpoint *k)
{
    buf_printf(b, "{\"seq\":%" PRId64 ",\"at_ms\":%" PRId64 ",\"epoch\":%" PRId64 ",\"heads\":%" PRId64, k->seq,
               k->at_ms, k->epoch, k->heads);
    put_hex(b, ",\"root\":\"", k->root, HASH);
    buf_printf(b, "\",\"office_seq\":%" PRId64, k->office_seq);
    put_hex(b, ",\"office_hash\":\"", k->office_hash, (size_t)k->office_hash_size);
    put_hex(b, "\",\"hash\":\"", k->hash, HASH);
    put_hex(b, "\",\"signature\":\"", k->signature, SIGNATURE);
    put_hex(b, "\",\"public_key\":\"", k->key, (size_t)k->key_size);
    buf_puts(b, "\"}");
}

static void put_receipt(struct buf *b, const struct receipt *r)
{
    buf_printf(b, "{\"number\":\"%s\",\"seq\":%" PRId64 ",\"at_ms\":%" PRId64, r->number, r->seq, r->at_ms);
    put_hex(b, ",\"hash\":\"", r->hash, HASH);
    buf_printf(b, "\",\"epoch\":%" PRId64, r->epoch);
    put_hex(b, ",\"signature\":\"", r->signature, SIGNATURE);
    if (!r->is_included) {
        buf_puts(b, "\",\"inclusion\":null}");
        return;
    }
    buf_printf(b, "\",\"inclusion\":{\"case_id\":\"%s\",\"index\":%" PRId64, r->case_id, r->index);
    put_hex(b, ",\"path\":\"", r->way[0], r->way_size);
    put_hex(b, "\",\"previous\":\"", r->previous, r->previous_size);
    buf_puts(b, "\",\"checkpoint\":");
    put_checkpoint(b, &r->checkpoint);
    buf_puts(b, "}}");
}

static int is_same(const char *text, struct buf *b)
{
    const char *again = buf_cstr(b);
    size_t n = strlen(again);
    return strncmp(text, again, n) == 0 && strchr("\r\n", text[n]) != NULL && strlen(text + n) <= 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct receipt r;
    struct checkpoint k;
    struct buf b;
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    const char *text = fuzz_text(&in, a);
    buf_init(&b, a);
    int is_receipt = verify_read_receipt(text, &r);
    int is_line = verify_read_line(text, &k);
    FUZZ_MUST(!is_receipt || !is_line);
    if (is_receipt) {
        FUZZ_MUST(strlen(r.number) < sizeof r.number && strlen(r.case_id) < sizeof r.case_id);
        FUZZ_MUST(r.way_size % HASH == 0 && r.way_size <= sizeof r.way);
        FUZZ_MUST((r.previous_size == 0 || r.previous_size == HASH) && r.seq >= 0 && r.index >= 0);
        put_receipt(&b, &r);
        FUZZ_MUST(is_same(text, &b));
    } else if (is_line) {
        put_checkpoint(&b, &k);
        FUZZ_MUST(is_same(text, &b));
    }
    return 0;
}
