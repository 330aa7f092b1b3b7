/*
 * confine_calls.c - the system calls that the server gives up: they answer EPERM.
 *
 * A list of what is refused and not of what is allowed: fonts, time zones and the C library ask for more than a trace of one
 * machine shows, and an office must not stop because a newer library asks for a newer call. The list of what is allowed is the
 * service manager's (`petitiond service`).
 *
 * Runs on: the main thread. Owns: nothing.
 */
#include "app/confine_inside.h"
#include "base/log.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* By name, so that one that this machine does not have is passed over. */
static const char *const confine_refused[] = {
    /* other programs */
    "execve", "execveat", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp",
/* the leak checker of sanitized builds traces its own process when it ends */
#ifndef __SANITIZE_ADDRESS__
    "ptrace",
#endif
    /* other names for files, other roots */
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsmount", "fsconfig", "fspick",
    "mount_setattr", "open_by_handle_at", "name_to_handle_at", "fanotify_init", "quotactl", "quotactl_fd",
    /* other rights */
    "unshare", "setns", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid",
    "setfsgid", "capset", "add_key", "request_key", "keyctl", "personality", "mknod", "mknodat",
    /* the kernel itself */
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "init_module",
    "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct", "syslog",
    "vhangup", "iopl", "ioperm", "modify_ldt", "lookup_dcookie", "nfsservctl", "vmsplice", "memfd_create",
    "memfd_secret",
    /* the clock, from which all due dates come */
    "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname"};

static const unsigned confine_spaces[] = {CLONE_NEWNS,  CLONE_NEWUTS, CLONE_NEWIPC,   CLONE_NEWUSER,
                                          CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP};

/* Not EPERM: the C library then takes clone(2), whose flags can be looked at. */
static int confine_add_clone(scmp_filter_ctx filter)
{
    int code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    for (size_t i = 0; i < sizeof confine_spaces / sizeof confine_spaces[0] && code == 0; i++) {
        code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                SCMP_A0(SCMP_CMP_MASKED_EQ, confine_spaces[i], confine_spaces[i]));
    }
    return code;
}

/* Local sockets and the Internet's; no packets, no kernel's own. Local ones that are talked over only where there is somebody to talk to:
 * the service manager is told by datagrams. */
static int confine_add_socket(scmp_filter_ctx filter, int has_local_peer)
{
    enum { KIND = 0xf }; /* beside flags such as SOCK_CLOEXEC */
    int code =
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GT, AF_INET6, 0));
    for (unsigned kind = SOCK_STREAM; kind <= SOCK_SEQPACKET && code == 0 && !has_local_peer; kind++) {
        if (kind != SOCK_DGRAM) {
            code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 2,
                                    SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0), SCMP_A1(SCMP_CMP_MASKED_EQ, KIND, kind));
        }
    }
    for (unsigned family = 0; family < AF_INET6 && code == 0; family++) {
        if (family != AF_UNIX && family != AF_INET) {
            code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1,
                                    SCMP_A0(SCMP_CMP_EQ, family, 0));
        }
    }
    return code;
}

/* What can be written is not run. */
static int confine_add_memory(scmp_filter_ctx filter)
{
    int code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC));
    if (code == 0) {
        code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC));
    }
    return code;
}

int confine_calls(int has_local_peer)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int code = filter == NULL ? -ENOMEM : 0;
    for (size_t i = 0; i < sizeof confine_refused / sizeof confine_refused[0] && code == 0; i++) {
        int number = seccomp_syscall_resolve_name(confine_refused[i]);
        if (number != __NR_SCMP_ERROR) {
            code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
        }
    }
    code = code != 0 ? code : confine_add_clone(filter);
    code = code != 0 ? code : confine_add_socket(filter, has_local_peer);
    code = code != 0 ? code : confine_add_memory(filter);
    code = code != 0 ? code : seccomp_load(filter);
    if (filter != NULL) {
        seccomp_release(filter);
    }
    if (code != 0) {
        LOG(LOG_WARN, "serve.confine", LOG_I("seccomp", code));
    }
    return code == 0;
}
