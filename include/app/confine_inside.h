/*
 * confine_inside.h - between confine.c and confine_calls.c.
 *
 * Runs on: the main thread. Owns: nothing.
 */
#ifndef APP_CONFINE_INSIDE_H
#define APP_CONFINE_INSIDE_H

/* Takes away the system calls, of sockets on this machine too unless there is a peer; 1 when the filter holds. The process must have given up new privileges. */
int confine_calls(int has_local_peer);

#endif
