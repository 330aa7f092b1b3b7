/*
 * confine.h - what the server gives up before it begins, so that whoever breaks into it finds little.
 *
 * Landlock leaves it its data folder to write, system files to read, nothing to run and (where the kernel can) no connection
 * to anybody. seccomp takes away the system calls that a server has no use for. Both as far as the kernel goes: a kernel
 * without them is told in the log and by `petitiond doctor`, the server runs all the same.
 *
 * This comes on top of the service manager's own walls (`petitiond service`), for servers that are started another way.
 *
 * Runs on: the main thread, before any other thread starts: threads inherit it, and it cannot be taken back.
 */
#ifndef APP_CONFINE_H
#define APP_CONFINE_H

struct confine_report {
    int landlock;    /* the version that took hold; 0: none */
    int has_seccomp; /* the filter took hold */
};

/* `data` may be written to. `local_peer` is the socket of a program on this machine that is asked things, "" for none. Of the files in `readable` (ended by NULL) the folders may be read, so that a renewed file under the
 * same name is found; empty texts are passed over. */
void confine_self(const char *data, const char *local_peer, const char *const *readable, struct confine_report *out);
/* What this kernel has, without giving up anything. */
void confine_probe(struct confine_report *out);

#endif
