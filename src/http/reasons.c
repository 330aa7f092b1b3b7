/*
 * reasons.c - the constants behind http/reasons.h.
 *
 * Runs on: any thread. Owns: nothing. Invariant: a code, once published, keeps its meaning.
 */
#include "http/reasons.h"

#define REASON(code, zh, en) const struct reason reasons_##code = {#code, (zh), (en), 0};
#include "http/reasons.def"
#undef REASON
