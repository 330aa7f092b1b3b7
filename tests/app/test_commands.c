/*
 * test_commands.c - the program itself: init, serve, verify, backup, restore, doctor, workflow, and what it refuses.
 *
 * Runs on: the main thread. Owns: the child processes, until they have ended.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/log.h"
#include "store/sql.h"
#include "support/bureau.h"
#include "support/client.h"
#include "support/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char output[1 << 16]; /* both streams of the last run */

/* Runs the program with these arguments and returns its exit code. */
static int run(const char *first, ...)
{
    const char *argv[32] = {TEST_PETITIOND, first};
    int n = 2;
    int pipe_fds[2];
    va_list args;
    va_start(args, first);
    while ((argv[n] = va_arg(args, const char *)) != NULL && n < 30) {
        n++;
    }
    va_end(args);
    assert_int_equal(pipe(pipe_fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(pipe_fds[1], 1);
        dup2(pipe_fds[1], 2);
        close(pipe_fds[0]);
        execv(TEST_PETITIOND, (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(pipe_fds[1]);
    size_t got = 0;
    ssize_t more;
    while (got < sizeof output - 1 && (more = read(pipe_fds[0], output + got, sizeof output - 1 - got)) > 0) {
        got += (size_t)more;
    }
    output[got] = '\0';
    close(pipe_fds[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

struct serving {
    pid_t pid;
    char url[128];
};

/* Starts `serve` and waits for its one line. */
static struct serving serve(const char *data)
{
    struct serving s;
    int pipe_fds[2];
    char line[200] = "";
    assert_int_equal(pipe(pipe_fds), 0);
    s.pid = fork();
    assert_true(s.pid >= 0);
    if (s.pid == 0) {
        dup2(pipe_fds[1], 1);
        close(pipe_fds[0]);
        execl(TEST_PETITIOND, TEST_PETITIOND, "serve", "--data", data, "--listen", "127.0.0.1:0", "--log-level",
              "error", NULL);
        _exit(127);
    }
    close(pipe_fds[1]);
    FILE *out = fdopen(pipe_fds[0], "r");
    assert_non_null(out);
    assert_non_null(fgets(line, sizeof line, out));
    fclose(out);
    assert_int_equal(sscanf(line, "listening on %127s", s.url), 1);
    return s;
}

static int stop(const struct serving *s, int signal_number)
{
    int status;
    assert_int_equal(kill(s->pid, signal_number), 0);
    assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void expect_told(const char *text)
{
    if (strstr(output, text) == NULL) {
        print_error("\"%s\" is not in:\n%s\n", text, output);
        fail();
    }
}

static const char *password_file(void)
{
    static const char password[] = "correct horse battery\n";
    const char *path = support_path(support_folder(), "password");
    support_write(path, password, sizeof password - 1);
    return path;
}

/* One that no other test has. */
static const char *another_office(void)
{
    const char *data = support_path(support_folder(), "data");
    assert_int_equal(run("init", "--data", data, "--admin", "admin", "--password-file", password_file(),
                         "--second-factor", "optional", NULL),
                     0);
    expect_told("is ready");
    return data;
}

/* A copy of what the program made once. */
static const char *new_office(void)
{
    static const char *made;
    const char *data = support_path(support_folder(), "data");
    made = made != NULL ? made : another_office();
    bureau_copy(made, data);
    return data;
}

static void wrong_use_is_told(void **state)
{
    (void)state;
    assert_int_equal(run("fly", NULL), 2);
    expect_told("no command");
    assert_int_equal(run("--help", NULL), 0);
    expect_told("serve");
    assert_int_equal(run("--version", NULL), 0);
    assert_int_equal(run("init", "--data", "/tmp/x", NULL), 2);
    expect_told("--admin");
    assert_int_equal(run("verify", "--colour", NULL), 2);
    assert_int_equal(run("serve", NULL), 2);
    expect_told("--data");
    assert_int_equal(run("serve", "--data", "/tmp/x", "--threads", "many", NULL), 2);
    assert_int_equal(run("workflow", NULL), 2);
    static const char *const commands[] = {"init",    "serve",  "verify",  "workflow", "backup", "reset",
                                           "restore", "doctor", "openapi", "service",  "confirm"};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        assert_int_equal(run(commands[i], "--help", NULL), 0);
        expect_told("usage: petitiond");
    }
}

static void init_makes_an_office_once(void **state)
{
    (void)state;
    const char *weak = support_path(support_folder(), "weak");
    support_write(weak, "short\n", 6);
    assert_int_equal(
        run("init", "--data", support_path(support_folder(), "d"), "--admin", "admin", "--password-file", weak, NULL),
        2);
    expect_told("12");
    assert_int_equal(run("init", "--data", support_path(support_folder(), "d"), "--admin", "admin", "--password-file",
                         "/nonexistent", NULL),
                     2);
    const char *data = new_office();
    assert_int_equal(run("init", "--data", data, "--admin", "admin", "--password-file", password_file(), NULL), 1);
    expect_told("already");
    assert_int_equal(run("verify", "--data", data, "--json", NULL), 0);
    expect_told("\"ok\":true");
    assert_int_equal(run("doctor", "--data", data, NULL), 0);
}

static void serve_answers_and_drains(void **state)
{
    (void)state;
    const char *data = new_office();
    struct serving s = serve(data);
    struct client *c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "admin", "correct horse battery"), 201);
    /* No second process on the folder, but looking is allowed. */
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("in use");
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("in use");
    assert_int_equal(run("doctor", "--data", data, "--json", NULL), 0);
    assert_int_equal(run("workflow", "draw", "appeal", "--data", data, NULL), 0);
    expect_told("stateDiagram");
    client_free(c);
    assert_int_equal(stop(&s, SIGTERM), 0);
    s = serve(data);
    assert_int_equal(stop(&s, SIGINT), 0);
    assert_int_equal(run("verify", "--data", data, NULL), 0);
}

/* The service manager learns when the server is ready and when it stops; the unit lets it do little else. */
static void a_service_manager_is_told(void **state)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    struct timeval patience = {.tv_sec = 60};
    char said[40] = "";
    (void)state;
    const char *data = new_office();
    snprintf(at.sun_path, sizeof at.sun_path, "%s", support_path(support_folder(), "notify"));
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(setenv("NOTIFY_SOCKET", at.sun_path, 1), 0);
    struct serving s = serve(data);
    unsetenv("NOTIFY_SOCKET");
    assert_int_equal(recv(fd, said, sizeof said - 1, 0), 7);
    assert_string_equal(said, "READY=1");
    assert_int_equal(stop(&s, SIGTERM), 0);
    memset(said, 0, sizeof said);
    assert_int_equal(recv(fd, said, sizeof said - 1, 0), 10);
    assert_string_equal(said, "STOPPING=1");
    close(fd);
    assert_int_equal(run("service", "--listen", "127.0.0.1:9000", NULL), 0);
    expect_told("serve --data /var/lib/petitiond --listen 127.0.0.1:9000\n");
    expect_told("NoNewPrivileges=yes");
}

static void what_was_answered_survives_a_kill(void **state)
{
    (void)state;
    char path[100];
    const char *data = new_office();
    struct serving s = serve(data);
    struct client *c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "admin", "correct horse battery"), 201);
    const struct client_reply *r = client_call(c, "POST", "/api/v1/accounts", "{\"login\":\"wang\",\"name\":\"王五\"}");
    assert_int_equal(r->status, 201);
    snprintf(path, sizeof path, "/api/v1/accounts/%s", client_text(r, "id"));
    assert_int_equal(stop(&s, SIGKILL), 1000 + SIGKILL);
    client_free(c);
    assert_int_equal(run("verify", "--data", data, NULL), 0);
    s = serve(data);
    c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "admin", "correct horse battery"), 201);
    assert_string_equal(client_text(client_call(c, "GET", path, NULL), "name"), "王五");
    client_free(c);
    assert_int_equal(stop(&s, SIGTERM), 0);
}

static void backups_are_checked_and_come_back(void **state)
{
    (void)state;
    const char *data = new_office();
    const char *folder = support_folder();
    const char *backup = support_path(folder, "backup.db");
    const char *copy = support_path(folder, "copy");
    struct serving s = serve(data);
    assert_int_equal(run("backup", "--data", data, "--to", backup, NULL), 0);
    expect_told("good:");
    assert_int_equal(stop(&s, SIGTERM), 0);
    assert_int_equal(run("backup", "--data", data, "--to", backup, NULL), 2); /* never over another file */
    const char *keys = support_path(data, "keys");
    assert_int_equal(run("restore", "--from", backup, "--keys", keys, "--data", data, NULL), 1);
    expect_told("already");
    assert_int_equal(run("restore", "--from", backup, "--keys", keys, "--data", copy, NULL), 0);
    s = serve(copy);
    struct client *c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "admin", "correct horse battery"), 201);
    client_free(c);
    assert_int_equal(stop(&s, SIGTERM), 0);
    support_write(backup, "not a database at all, only some text of a fair length ........................", 79);
    assert_int_equal(run("restore", "--from", backup, "--keys", keys, "--data", support_path(folder, "other"), NULL),
                     1);
}

/* Where a path is relative it is so to where the command was started, as everywhere. */
static void a_backup_may_be_named_from_here(void **state)
{
    (void)state;
    const char *data = new_office();
    const char *folder = support_folder();
    assert_int_equal(chdir(folder), 0);
    struct serving s = serve(data);
    assert_int_equal(run("backup", "--data", data, "--to", "here.db", NULL), 0);
    assert_int_equal(stop(&s, SIGTERM), 0);
    assert_int_equal(access(support_path(folder, "here.db"), R_OK), 0);
    assert_int_equal(run("backup", "--data", data, "--to", "nowhere/here.db", NULL), 2);
}

/* With other keys nothing is opened and, worse, everything new would be sealed so that no one ring fits any more. */
static void another_offices_keys_are_refused(void **state)
{
    (void)state;
    const char *data = new_office();
    const char *keys = support_path(data, "keys");
    const char *folder = support_folder();
    const char *backup = support_path(folder, "backup.db");
    const char *copy = support_path(folder, "copy");
    assert_int_equal(run("backup", "--data", data, "--to", backup, NULL), 0);
    const char *other = support_path(another_office(), "keys");
    assert_int_equal(run("restore", "--from", backup, "--keys", other, "--data", copy, NULL), 1);
    expect_told("does not belong");
    assert_int_equal(run("restore", "--from", backup, "--keys", keys, "--data", copy, NULL), 0); /* nothing was left */
    /* A ring of another master key, and then both of another office. */
    assert_int_equal(rename(support_path(other, "master.key"), support_path(keys, "master.key")), 0);
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("cannot be used with this master key");
    assert_int_equal(rename(support_path(other, "ring"), support_path(keys, "ring")), 0);
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("does not belong");
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("does not belong");
}

static void expect_epochs(const char *data, const char *told)
{
    assert_int_equal(run("key", "status", "--data", data, NULL), 0);
    expect_told(told);
}

/* Keys change while the server runs; tests/scenario/test_keys.c looks at what lies under them. */
static void keys_have_epochs(void **state)
{
    (void)state;
    const char *data = new_office();
    struct serving s = serve(data);
    expect_epochs(data, "field   epoch 1");
    assert_int_equal(run("key", "rotate", "--data", data, NULL), 0);
    expect_epochs(data, "field   epoch 2");
    expect_epochs(data, "sealed  epoch 2");
    assert_int_equal(run("key", "rotate", "--purpose", "sealed", "--data", data, NULL), 0);
    expect_epochs(data, "sealed  epoch 3");
    assert_int_equal(run("key", "forget", "--purpose", "field", "--epoch", "2", "--data", data, NULL), 1);
    expect_told("in use");
    assert_int_equal(run("key", "forget", "--purpose", "field", "--epoch", "1", "--data", data, NULL), 1);
    expect_told("younger than three days");
    assert_int_equal(run("key", "forget", "--data", data, NULL), 2);
    assert_int_equal(run("key", "turn", "--data", data, NULL), 2);
    assert_int_equal(run("key", "rotate", "--purpose", "index", "--data", data, NULL), 2);
    assert_int_equal(stop(&s, SIGTERM), 0);
    s = serve(data);
    assert_int_equal(stop(&s, SIGTERM), 0);
}

/* Changes the stored office behind the program's back. */
static void tamper(const char *data, const char *sql)
{
    struct sql_db *db;
    log_set_level(LOG_ERROR);
    assert_int_equal(sql_open(support_path(data, "petitiond.db"), SQL_CREATE, &db), RC_OK);
    assert_int_equal(sql_script(db, sql, "test"), RC_OK);
    sql_close(db);
}

/* What is missing comes with the start; the office's own word for a class stays. That it was missing past the journal stays as well. */
static void a_start_brings_what_is_new(void **state)
{
    (void)state;
    const char *data = new_office();
    tamper(data, "DELETE FROM terms WHERE kind = 'closing_kind'; UPDATE terms SET title_zh = '本县叫法' WHERE kind = "
                 "'class' AND title_zh = '城乡建设'; UPDATE workflows SET version = 0; DELETE FROM settings WHERE key "
                 "= 'seed';");
    struct serving s = serve(data);
    struct client *c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "admin", "correct horse battery"), 201);
    assert_true(client_size(client_get(c, "/api/v1/dictionaries/closing_kind"), "data") > 3);
    assert_non_null(strstr(client_get(c, "/api/v1/dictionaries/class")->body, "本县叫法"));
    assert_non_null(strstr(client_get(c, "/api/v1/workflows/appeal")->body, "\"version\":1"));
    client_free(c);
    assert_int_equal(stop(&s, SIGTERM), 0);
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("CHANGED: office journal");
}

static void tampering_is_found(void **state)
{
    (void)state;
    const char *data = new_office();
    tamper(data, "UPDATE office_journal SET changes = '[]' WHERE seq = 3;");
    assert_int_equal(run("verify", "--data", data, "--json", NULL), 1);
    expect_told("\"ok\":false");
    expect_told("entry 3");
    assert_int_equal(run("doctor", "--data", data, NULL), 1);
    data = new_office();
    tamper(data, "DELETE FROM office_journal WHERE seq = 2;");
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("entry 2");
    data = new_office();
    tamper(data, "DELETE FROM office_journal WHERE seq = (SELECT MAX(seq) FROM office_journal);");
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("does not end where it should");
}

static void what_cannot_be_served_is_refused(void **state)
{
    (void)state;
    const char *data = new_office();
    tamper(data, "UPDATE workflows SET definition = '{\"key\":\"appeal\"}'; UPDATE settings SET value = '1' WHERE key "
                 "= 'reference';");
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("workflow definition");
    data = new_office();
    tamper(data, "PRAGMA user_version = 9999;");
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("newer petitiond");
    assert_int_equal(run("verify", "--data", data, NULL), 1);
    expect_told("newer petitiond");
    data = new_office(); /* code that would run whenever the server writes */
    tamper(data, "CREATE TRIGGER evil AFTER INSERT ON sessions BEGIN DELETE FROM notices; END;");
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("trigger evil");
    data = new_office();
    assert_int_equal(truncate(support_path(data, "petitiond.db"), 0), 0);
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("is empty");
    data = new_office();
    assert_int_equal(run("serve", "--data", data, "--listen", "nowhere", NULL), 2);
    assert_int_equal(run("serve", "--data", data, "--zone", "Mars/Olympus", "--listen", "127.0.0.1:0", NULL), 2);
    expect_told("zone");
    assert_int_equal(run("serve", "--data", support_folder(), "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("petitiond init");
    assert_int_equal(unlink(support_path(data, "keys/master.key")), 0);
    assert_int_equal(run("serve", "--data", data, "--listen", "127.0.0.1:0", NULL), 1);
    expect_told("master.key");
}

static void definitions_are_checked(void **state)
{
    (void)state;
    const char *file = support_path(support_folder(), "w.json");
    assert_int_equal(run("workflow", "check", TEST_SOURCE_DIR "/sql/seed/workflows/appeal.json", NULL), 0);
    expect_told("good: appeal");
    support_write(file, "{\"key\":\"x\"}", 11);
    assert_int_equal(run("workflow", "check", file, NULL), 1);
    assert_int_equal(run("workflow", "check", file, "--json", NULL), 1);
    expect_told("\"pointer\"");
    assert_int_equal(run("workflow", "check", "/nonexistent", NULL), 2);
    assert_int_equal(run("workflow", "draw", "appeal", "--dot", NULL), 0);
    expect_told("digraph");
    assert_int_equal(run("workflow", "draw", "nothing", NULL), 1);
}

/* The only administrator, too, has a way back. */
static void a_code_comes_from_the_command_line(void **state)
{
    (void)state;
    const char *data = new_office();
    assert_int_equal(run("reset", "nobody", "--data", data, NULL), 2);
    expect_told("no account");
    assert_int_equal(run("reset", "ADMIN", "--data", data, NULL), 0);
    expect_told("code ");
    assert_int_equal(run("verify", "--data", data, NULL), 0);
    assert_int_equal(run("confirm", "--data", data, NULL), 0);
    expect_told("nothing waits");
    assert_int_equal(run("confirm", "01kb0000000000000000000000", "--data", data, NULL), 2);
    expect_told("no such entry");
    struct serving s = serve(data);
    assert_int_equal(run("reset", "admin", "--data", data, NULL), 1);
    expect_told("in use");
    assert_int_equal(stop(&s, SIGTERM), 0);
}

static void a_profile_is_switched_while_nothing_runs(void **state)
{
    (void)state;
    const char *data = new_office();
    assert_int_equal(run("workflow", "profile", "--data", data, NULL), 0);
    expect_told("none (there are: none, zhejiang_2016)");
    assert_int_equal(run("workflow", "profile", "atlantis", "--data", data, NULL), 2);
    expect_told("there are: none, zhejiang_2016");
    assert_int_equal(run("workflow", "profile", "zhejiang_2016", "--data", data, NULL), 0);
    expect_told("have a new version");
    assert_int_equal(run("workflow", "profile", "zhejiang_2016", "--data", data, NULL), 0);
    expect_told("0 definitions");
    struct serving s = serve(data);
    assert_int_equal(run("workflow", "profile", "none", "--data", data, NULL), 1);
    expect_told("in use");
    assert_int_equal(run("doctor", "--data", data, NULL), 0);
    expect_told("zhejiang_2016");
    assert_int_equal(run("workflow", "profile", "--data", data, NULL), 0);
    expect_told("zhejiang_2016 (there are");
    assert_int_equal(stop(&s, SIGTERM), 0);
    assert_int_equal(run("verify", "--data", data, NULL), 0);
    /* Another edition of the program keeps the profile. */
    tamper(data, "DELETE FROM settings WHERE key = 'seed'");
    s = serve(data);
    assert_int_equal(stop(&s, SIGTERM), 0);
    assert_int_equal(run("workflow", "profile", "none", "--data", data, NULL), 0);
    expect_told("have a new version");
}

/* Asks until the text is told, by somebody (NULL: nobody); how long that takes is the machine's affair, and the server may be away meanwhile. */
static void ask_until(const char *url, const char *login, const char *path, const char *text)
{
    enum { TIMES = 3000, PAUSE_US = 100000 };
    struct client *c = client_new(url);
    int is_told = 0;
    client_set_patient(c);
    assert_true(login == NULL || client_sign_in(c, login, "correct horse battery") == 201);
    for (int i = 0; i < TIMES && !is_told; i++) {
        is_told = strstr(client_get(c, "%s", path)->body, text) != NULL;
        (void)usleep(is_told ? 0 : PAUSE_US);
    }
    assert_true(is_told);
    client_free(c);
}

static void expect_site(const char *url, const char *text)
{
    ask_until(url, NULL, "/api/v1/public/site", text);
}

/* The program as it is delivered: confined, its master key a credential of the service manager that is not for the demonstration. */
static void a_demonstration_stands_in_front_of_an_office(void **state)
{
    static const char demo[] = "/api/v1/setup/demo";
    char password[64];
    struct client *c;
    (void)state;
    const char *data = new_office();
    const char *backup = support_path(support_folder(), "backup");
    const char *back = support_path(support_folder(), "back");
    const char *secret = support_path(support_folder(), "secret");
    const char *key = support_path(data, "keys/master.key");
    const char *kept = support_path(secret, "master.key");
    assert_int_equal(mkdir(secret, 0700), 0);
    assert_int_equal(rename(key, kept), 0);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", secret, 1), 0);
    struct serving s = serve(data);
    c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "admin", "correct horse battery"), 201);
    assert_int_equal(client_call(c, "POST", demo, "{}")->status, 202);
    ask_until(s.url, "admin", demo, "\"ready\"");
    snprintf(password, sizeof password, "%s", client_text(client_get(c, "%s", demo), "password"));
    assert_int_equal(client_call(c, "POST", "/api/v1/setup/demo/show", "{}")->status, 202);
    client_free(c);
    expect_site(s.url, "\"is_demo\":true");
    assert_int_equal(access(support_path(data, "demo/keys/master.key"), F_OK), 0);
    assert_int_equal(run("doctor", "--data", data, NULL), 0);
    expect_told("a demonstration is shown in place of this office");
    /* A backup is the real office's. */
    assert_int_equal(run("backup", "--data", data, "--to", backup, NULL), 0);
    assert_int_equal(rename(kept, key), 0); /* restore takes both from one folder */
    assert_int_equal(run("restore", "--from", backup, "--keys", support_path(data, "keys"), "--data", back, NULL), 0);
    assert_int_equal(rename(key, kept), 0);
    expect_told("of 0 cases");
    assert_int_equal(access(support_path(back, "demo"), F_OK), -1);
    /* Whoever is killed goes on with it. */
    assert_int_equal(stop(&s, SIGKILL), 1000 + SIGKILL);
    s = serve(data);
    expect_site(s.url, "\"is_demo\":true");
    c = client_new(s.url);
    assert_int_equal(client_sign_in(c, "demo-admin", password), 201);
    assert_int_equal(client_call(c, "DELETE", demo, NULL)->status, 202);
    client_free(c);
    expect_site(s.url, "\"is_demo\":false");
    assert_int_equal(access(support_path(data, "demo"), F_OK), -1);
    ask_until(s.url, "admin", demo, "\"none\"");
    assert_int_equal(stop(&s, SIGTERM), 0);
    assert_int_equal(run("verify", "--data", data, NULL), 0);
    assert_int_equal(run("doctor", "--data", data, NULL), 0);
    assert_null(strstr(output, "demonstration"));
    assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_use_is_told),
        cmocka_unit_test(init_makes_an_office_once),
        cmocka_unit_test(serve_answers_and_drains),
        cmocka_unit_test(a_service_manager_is_told),
        cmocka_unit_test(what_was_answered_survives_a_kill),
        cmocka_unit_test(backups_are_checked_and_come_back),
        cmocka_unit_test(a_backup_may_be_named_from_here),
        cmocka_unit_test(another_offices_keys_are_refused),
        cmocka_unit_test(keys_have_epochs),
        cmocka_unit_test(a_start_brings_what_is_new),
        cmocka_unit_test(tampering_is_found),
        cmocka_unit_test(what_cannot_be_served_is_refused),
        cmocka_unit_test(definitions_are_checked),
        cmocka_unit_test(a_code_comes_from_the_command_line),
        cmocka_unit_test(a_profile_is_switched_while_nothing_runs),
        cmocka_unit_test(a_demonstration_stands_in_front_of_an_office),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
