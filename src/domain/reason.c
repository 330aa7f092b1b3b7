/*
 * reason.c - the rows of reason.def as constants.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/reason.h"

#include "base/check.h"

static const struct reason reason_rows[REASON_COUNT] = {
#define REASON(name, code_text, zh_text, en_text)                                                                      \
    [REASON_##name] = {.code = (code_text), .zh = (zh_text), .en = (en_text)},
#define REASON_QUIET(name, code_text, zh_text, en_text)                                                                \
    [REASON_##name] = {.code = (code_text), .zh = (zh_text), .en = (en_text), .is_quiet = 1},
#include "domain/reason.def"
#undef REASON_QUIET
#undef REASON
};

const struct reason *reason(enum reason_id id)
{
    CHECK((int)id >= 0 && id < REASON_COUNT);
    return &reason_rows[id];
}
