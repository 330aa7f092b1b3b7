/*
 * fuzz_wire.c - bytes of a connection: the library and our front end behind it, down to handlers. The first byte says in which
 * pieces they come.
 *
 * Holds: every request that was handled is answered, once and in order; what a strict reader cannot frame is not handled, nor
 * anything behind it; what it reads as plain requests is answered; answers are well formed; at the end the connection is closed
 * and nothing of it is counted or held any more.
 *
 * Runs on: the fuzzer's thread. Owns: the bytes heard.
 */
#include "wire.h"

#include "base/text.h"

static const size_t pieces[] = {0, 1, 2, 7, 16, 61, 256, 1500};

/* Places where a request line could end: more requests than these there are not. */
static int count_heads(const uint8_t *bytes, size_t size)
{
    int count = 0;
    for (size_t i = 0; i + 7 <= size; i++) {
        count += memcmp(bytes + i, "HTTP/1.", 7) == 0;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wire_heard heard;
    struct wire_requests asked;
    struct wire_answers told;
    struct fuzz_in in = {data, size};
    (void)fuzz_arena();
    uint8_t way = fuzz_byte(&in);
    struct wire_plan plan = {.bytes = in.at, .size = in.left, .piece = pieces[way % 8], .is_early = (way & 8) != 0};
    heard.size = 0;
    int runs = wire_talk(&plan, &heard);
    wire_read_answers(&heard, memmem(plan.bytes, plan.size, "HEAD ", 5) != NULL, &told);
    wire_read_requests(plan.bytes, plan.size, &asked);
    FUZZ_MUST(told.runs == runs);
    FUZZ_MUST(runs <= count_heads(plan.bytes, plan.size));
    FUZZ_MUST(!asked.is_ended || runs <= asked.sure);
    FUZZ_MUST(!asked.is_ended || told.own <= asked.sure + 1);
    /* A client that has closed its side gets one answer at most. */
    FUZZ_MUST(plan.is_early || told.own >= asked.sure || told.is_closed);
    return 0;
}
