/*
 * test_confine.c - a confined process keeps its folder and loses the rest.
 *
 * Each row is tried in a child of its own, once free and once confined: what fails without confinement proves nothing.
 *
 * Runs on: the test's only thread. Owns: its folder, children that it waits for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/confine.h"
#include "base/log.h"
#include "support/support.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child does; 0 when it could. */
typedef int deed(void);

static const char *data, *outside, *certificate;
static in_port_t port;

static int writes_in_its_folder(void)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/new", data);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    return fd < 0 || write(fd, "x", 1) != 1 || close(fd) != 0 || truncate(path, 0) != 0 || unlink(path) != 0;
}

static int reads_the_system(void)
{
    int fd = open("/usr/share/zoneinfo/Asia/Shanghai", O_RDONLY);
    return fd < 0 || close(fd) != 0;
}

static int reads_its_certificate(void)
{
    int fd = open(certificate, O_RDONLY);
    return fd < 0 || close(fd) != 0;
}

static void *nothing(void *arg)
{
    return arg;
}

static int starts_threads(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) != 0 || pthread_join(thread, NULL) != 0;
}

static int reads_elsewhere(void)
{
    return open(outside, O_RDONLY) < 0;
}

static int writes_elsewhere(void)
{
    return open(outside, O_WRONLY) < 0;
}

static int runs_a_program(void)
{
    return execl("/bin/true", "true", NULL);
}

static int calls_somebody(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = port, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return connect(socket(AF_INET, SOCK_STREAM, 0), (const struct sockaddr *)&to, sizeof to);
}

static int asks_the_kernels_sockets(void)
{
    return socket(AF_NETLINK, SOCK_RAW, 0) < 0;
}

static int asks_a_program_here(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) < 0;
}

static int tells_the_service_manager(void)
{
    return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) < 0;
}

static int makes_code(void)
{
    return mmap(NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int takes_another_root(void)
{
    return unshare(CLONE_NEWUSER) != 0;
}

/* 1 when the child could, 0 when it could not. */
static int child_can_with(deed *do_it, int is_confined, const char *local_peer)
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        const char *const readable[] = {certificate, "", NULL};
        struct confine_report report;
        if (is_confined) {
            confine_self(data, local_peer, readable, &report);
        }
        _exit(do_it() != 0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int child_can(deed *do_it, int is_confined)
{
    return child_can_with(do_it, is_confined, "");
}

static void what_a_server_needs_stays(void **state)
{
    static deed *const deeds[] = {writes_in_its_folder, reads_the_system, reads_its_certificate, starts_threads,
                                  tells_the_service_manager};
    (void)state;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        assert_true(child_can(deeds[i], 0));
        assert_true(child_can(deeds[i], 1));
    }
}

static void the_rest_is_gone(void **state)
{
    static const struct {
        deed *deed;
        int landlock, needs_seccomp;
    } rows[] = {
        {reads_elsewhere, 1, 0},    {writes_elsewhere, 1, 0},    {runs_a_program, 0, 1},
        {calls_somebody, 4, 0},     {makes_code, 0, 1},          {asks_the_kernels_sockets, 0, 1},
        {takes_another_root, 0, 1}, {asks_a_program_here, 0, 1},
    };
    struct confine_report kernel;
    (void)state;
    confine_probe(&kernel);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        /* A kernel without the means, or a machine that refuses it to everybody, leaves nothing to compare. */
        if (kernel.landlock >= rows[i].landlock && kernel.has_seccomp >= rows[i].needs_seccomp &&
            child_can(rows[i].deed, 0)) {
            assert_false(child_can(rows[i].deed, 1));
        }
    }
}

/* A scanner on this machine is asked only where one is named. */
static void a_named_program_here_may_be_asked(void **state)
{
    (void)state;
    assert_true(child_can_with(asks_a_program_here, 1, "/run/clamav/clamd.ctl"));
}

static int set_up(void **state)
{
    (void)state;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    log_set_level(LOG_SILENT);
    data = support_path(support_folder(), "own");
    const char *tls = support_path(support_folder(), "tls");
    certificate = support_path(tls, "chain.pem");
    outside = support_path(support_folder(), "outside");
    if (mkdir(data, 0700) != 0 || mkdir(tls, 0700) != 0) {
        return 1;
    }
    support_write(outside, "x", 1);
    support_write(certificate, "x", 1);
    if (bind(fd, (const struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 8) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0) {
        return 1;
    }
    port = at.sin_port;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_server_needs_stays),
        cmocka_unit_test(the_rest_is_gone),
        cmocka_unit_test(a_named_program_here_may_be_asked),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
