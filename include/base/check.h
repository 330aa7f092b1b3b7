/*
 * check.h - assertions that stay on in release builds.
 *
 * CHECK is for what cannot happen unless the program itself is wrong; it prints the place and aborts, the supervisor
 * restarts. Untrusted input may never reach a CHECK. MAGIC_CAST turns a `void *` handed back by a library into a typed
 * pointer and dies on the first line if it is not what it should be.
 */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stddef.h>
#include <stdint.h>

_Noreturn void check_failed(const char *expr, const char *file, int line);

#define CHECK(expr) ((expr) ? (void)0 : check_failed(#expr, __FILE__, __LINE__))

/* Each struct that travels through a `void *` starts with `uint32_t magic`. */
static inline void *check_magic(void *p, uint32_t magic, const char *file, int line)
{
    if (p == NULL || *(const uint32_t *)p != magic) {
        check_failed("magic", file, line);
    }
    return p;
}
#define MAGIC_CAST(type, p, magic_value) ((type *)check_magic((p), (magic_value), __FILE__, __LINE__))

#endif
