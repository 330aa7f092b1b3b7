/*
 * reasons.h - the http layer's table of refusals, one constant per row of reasons.def: &reasons_required.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#ifndef HTTP_REASONS_H
#define HTTP_REASONS_H

#include "base/fault.h"

#define REASON(code, zh, en) extern const struct reason reasons_##code;
#include "http/reasons.def"
#undef REASON

#endif
