/*
 * inject.h - named places where a fault test lets the process die.
 *
 * Only built with -DINJECT=1; else inject_point is nothing. The environment variable PETITIOND_CRASH="writer.after_commit:3"
 * makes the third pass of that point kill the process with SIGKILL, as a power switch would, without any clean-up.
 *
 * Runs on: any thread. Owns: nothing.
 */
#ifndef STORE_INJECT_H
#define STORE_INJECT_H

#if defined(INJECT) && INJECT
void inject_point(const char *name);
#else
static inline void inject_point(const char *name)
{
    (void)name;
}
#endif

#endif
