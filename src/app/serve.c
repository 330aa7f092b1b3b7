/*
 * serve.c - `petitiond serve`: runs the server until it is told to stop.
 *
 * Signals are blocked before any thread starts, so that only the main thread, which waits for them, ever sees one. SIGPIPE is
 * ignored: a client that leaves is an error code. The main thread waits for a signal or for the stage's bell.
 *
 * Runs on: the main thread. Owns: the settings and the stage.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/confine.h"
#include "app/stage.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { SERVE_OWN_FILES = 128, SERVE_PATH_SIZE = 4096 };

static int serve_help(void)
{
    printf("usage: petitiond serve --data DIR [--listen ADDR:PORT] [flags]\n\n"
           "Serves the API and the pages; prints one line when it is ready. SIGTERM answers what is under way and ends "
           "with 0.\n"
           "Settings come from DIR/petitiond.conf (\"name = value\") or --config FILE, then from the environment\n"
           "(PETITIOND_LISTEN ...), then from flags.\n\n");
    config_help(stdout);
    printf("  %-24s Another settings file\n  %-24s This text\n", "--config FILE", "--help");
    return EXIT_GOOD;
}

static int serve_refuse(const char *message, int code)
{
    fprintf(stderr, "petitiond: %s\n", message);
    return code;
}

/* Every connection is an open file, and shells often allow a thousand. */
static void serve_raise_files(const struct config *config)
{
    struct rlimit files;
    rlim_t wanted = (rlim_t)config->connection_max + SERVE_OWN_FILES;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted) {
        return;
    }
    files.rlim_cur = files.rlim_max == RLIM_INFINITY || files.rlim_max > wanted ? wanted : files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur < wanted) {
        LOG(LOG_WARN, "serve.files", LOG_I("allowed", files.rlim_cur), LOG_I("wanted", wanted),
            LOG_S("do", "raise the limit of open files (LimitNOFILE) or lower connection_max"));
    }
}

/* Tells the service manager that started us, when there is one (sd_notify(3)): a datagram to the socket it named. */
static void serve_notify(const char *what)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    size_t n = path != NULL ? strlen(path) : 0;
    if (n < 2 || n >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@')) {
        return;
    }
    memcpy(to.sun_path, path, n);
    to.sun_path[0] = path[0] == '@' ? '\0' : path[0]; /* abstract names begin with NUL */
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0) {
        if (sendto(fd, what, strlen(what), MSG_NOSIGNAL, (const struct sockaddr *)&to,
                   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) < 0) {
            LOG(LOG_WARN, "serve.notify", LOG_S("what", what));
        }
        close(fd);
    }
}

/* Turns the stage whenever its bell rings, until a signal says to stop. */
static enum rc serve_until_signal(struct stage *stage, int signal_fd, char *message)
{
    struct pollfd wait[] = {{.fd = signal_fd, .events = POLLIN}, {.fd = stage_fd(stage), .events = POLLIN}};
    struct signalfd_siginfo got = {0};
    enum rc rc = RC_OK;
    while (rc == RC_OK && got.ssi_signo == 0) {
        (void)poll(wait, sizeof wait / sizeof wait[0], -1);
        if (read(signal_fd, &got, sizeof got) != (ssize_t)sizeof got) {
            got.ssi_signo = 0;
            rc = stage_turn(stage, message);
        }
    }
    LOG(LOG_INFO, "serve.stop", LOG_I("signal", got.ssi_signo));
    return rc;
}

static int serve_run(const struct config *config)
{
    char message[OFFICE_MESSAGE_SIZE];
    struct stage *stage;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signal_fd < 0) {
        return serve_refuse("this system gives no descriptor for signals", EXIT_FOUND);
    }
    log_set_level(config_log_level(config));
    serve_raise_files(config);
    if (config->confine) {
        char credential[SERVE_PATH_SIZE] = "";
        const char *const readable[] = {config->tls_certificate, config->tls_key, config->password_deny, credential,
                                        NULL};
        struct confine_report report;
        if (getenv("CREDENTIALS_DIRECTORY") != NULL) { /* read again when the ring of keys changes */
            snprintf(credential, sizeof credential, "%s/master.key", getenv("CREDENTIALS_DIRECTORY"));
        }
        confine_self(config->data, config->clamd, readable, &report);
    }
    enum rc rc = stage_open(&(struct stage_options){.config = config}, &stage, message);
    if (rc != RC_OK) {
        close(signal_fd);
        return serve_refuse(message, rc == RC_INVALID || rc == RC_FORBIDDEN ? EXIT_USAGE : EXIT_FOUND);
    }
    printf("listening on %s\n", runtime_url(stage_runtime(stage)));
    fflush(stdout);
    serve_notify("READY=1");
    rc = serve_until_signal(stage, signal_fd, message);
    serve_notify("STOPPING=1");
    stage_close(stage);
    close(signal_fd);
    return rc == RC_OK ? EXIT_GOOD : serve_refuse(message, EXIT_FOUND);
}

int serve_main(int argc, char **argv)
{
    char message[CONFIG_MESSAGE_SIZE];
    struct config config;
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return serve_help();
        }
    }
    config_init(&config);
    int code =
        config_load(&config, argc, argv, message) == RC_OK ? serve_run(&config) : serve_refuse(message, EXIT_USAGE);
    config_free(&config);
    return code;
}
