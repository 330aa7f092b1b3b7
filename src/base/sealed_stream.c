/*
 * sealed_stream.c - the form of sealed files.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/sealed_stream.h"

const uint8_t sealed_stream_mark[SEALED_STREAM_MARK] = {'p', 'e', 't', 'f', 'i', 'l', 'e', 1};

int64_t sealed_stream_size(int64_t clear)
{
    int64_t pieces = (clear + SEALED_STREAM_PIECE - 1) / SEALED_STREAM_PIECE;
    return SEALED_STREAM_HEAD + clear + pieces * CRYPTO_STREAM_OVERHEAD;
}
