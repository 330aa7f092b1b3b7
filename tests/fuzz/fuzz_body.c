/*
 * fuzz_body.c - JSON bodies of every operation: its name, NUL, the body; another name chooses one by its length.
 *
 * Holds: what is refused says why and by one of four codes; memory stays within a multiple of the body; the same body is answered
 * the same twice; what is accepted is accepted again, and means the same, when it is written anew.
 *
 * Runs on: the fuzzer's only thread. Owns: nothing.
 */
#include "api/api.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "fuzz.h"
#include "http/codec.h"
#include "http/codec_inside.h"

enum { BODIES_MAX = 512, IN_MAX = 8192 };

static const struct endpoint *rows[BODIES_MAX];
static int row_count;

static void gather(void)
{
    codec_seed();
    for (int t = 0; api_tables[t] != NULL; t++) {
        for (int i = 0; i < api_tables[t]->count && row_count < BODIES_MAX; i++) {
            const struct endpoint *row = &api_tables[t]->rows[i];
            if (row->body != NULL) {
                FUZZ_MUST(row->in_size <= IN_MAX);
                rows[row_count++] = row;
            }
        }
    }
}

static const struct endpoint *choose(const char *operation)
{
    for (int i = 0; i < row_count; i++) {
        if (strcmp(rows[i]->operation, operation) == 0) {
            return rows[i];
        }
    }
    return rows[strlen(operation) % (size_t)row_count];
}

/* What was understood, as JSON. NULL members stand for those that did not come. */
static const char *write_anew(struct arena *a, const struct endpoint *row, const void *in)
{
    struct buf b;
    buf_init(&b, a);
    codec_encode(&b, row->body, in);
    return buf_cstr(&b);
}

static void check_again(struct arena *a, const struct endpoint *row, const void *in, void *room)
{
    struct ctx ctx = {.arena = a};
    const char *said = write_anew(a, row, in);
    FUZZ_MUST(said != NULL);
    memset(room, 0, IN_MAX);
    FUZZ_MUST(codec_decode(&ctx, row->body, said, strlen(said), room) == RC_OK);
    FUZZ_MUST(strcmp(said, write_anew(a, row, room)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(64) unsigned char once[IN_MAX], twice[IN_MAX];
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    if (row_count == 0) {
        gather();
    }
    const struct endpoint *row = choose(fuzz_text(&in, a));
    struct ctx ctx = {.arena = a};
    memset(once, 0, sizeof once);
    enum rc rc = codec_decode(&ctx, row->body, (const char *)in.at, in.left, once);
    FUZZ_MUST(rc == RC_OK || ctx.fault.rc != RC_OK);
    FUZZ_MUST(arena_used(a) <= 64 * 1024 + 100 * size);
    FUZZ_MUST(rc == RC_OK || rc == RC_MALFORMED || rc == RC_INVALID || rc == RC_TOO_LARGE);
    struct ctx again = {.arena = a};
    memset(twice, 0, sizeof twice);
    FUZZ_MUST(codec_decode(&again, row->body, (const char *)in.at, in.left, twice) == rc);
    if (rc == RC_OK) {
        check_again(a, row, once, twice);
    }
    return 0;
}
