/*
 * test_folder.c - the data folder: made for its owner only, locked against everybody else, and the key within.
 */
#include "store_fixture.h"

#include "base/crypto.h"
#include "store/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

struct place {
    struct fixture f;
    char *path; /* of the data folder */
};

static int open_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    assert_int_equal(crypto_init(), RC_OK);
    fixture_open(&p->f);
    p->path = fixture_text("%s/data", p->f.folder);
    *state = p;
    return 0;
}

static int close_place(void **state)
{
    struct place *p = *state;
    fixture_close(&p->f);
    free(p->path);
    free(p);
    return 0;
}

static void touch(const char *path)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
}

static int mode_of(const char *folder, const char *name)
{
    char *path = fixture_text("%s/%s", folder, name);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    free(path);
    return (int)(st.st_mode & 0777);
}

static void makes_a_folder_for_its_owner(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL;
    assert_int_equal(folder_open(p->path, 0, &f), RC_NOT_FOUND);
    assert_null(f);
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    assert_int_equal(mode_of(p->path, "."), 0700);
    assert_int_equal(mode_of(p->path, "lock"), 0600);
    assert_string_equal(folder_path(f), p->path);
    char *db = fixture_text("%s/petitiond.db", p->path);
    assert_string_equal(folder_db_path(f), db);
    folder_close(f);
    assert_int_equal(folder_open(p->path, 0, &f), RC_NOT_FOUND); /* no database in it */
    touch(db);
    assert_int_equal(folder_open(p->path, 0, &f), RC_OK);
    folder_close(f);
    free(db);
}

static void a_relative_path_becomes_absolute(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL;
    char *old = getcwd(NULL, 0);
    assert_int_equal(chdir(p->f.folder), 0);
    assert_int_equal(folder_open("data", 1, &f), RC_OK);
    assert_int_equal(chdir(old), 0);
    free(old);
    assert_string_equal(folder_path(f), p->path);
    folder_close(f);
}

static void refuses_a_second_opener(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL, *second = NULL;
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    assert_int_equal(folder_open(p->path, 1, &second), RC_CONFLICT);
    assert_null(second);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct folder *third = NULL;
        _exit(folder_open(p->path, 1, &third) == RC_CONFLICT ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    folder_close(f);
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    folder_close(f);
}

static void refuses_what_is_no_plain_file(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL;
    char *db = fixture_text("%s/petitiond.db", p->path);
    char *elsewhere = fixture_text("%s/elsewhere", p->f.folder);
    touch(elsewhere);
    assert_int_equal(folder_open(elsewhere, 1, &f), RC_UNAVAILABLE); /* a file, not a folder */
    assert_int_equal(mkdir(p->path, 0700), 0);
    assert_int_equal(symlink(elsewhere, db), 0);
    assert_int_equal(folder_open(p->path, 0, &f), RC_INVALID);
    assert_null(f);
    free(db);
    free(elsewhere);
}

static void makes_and_reads_the_key(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL;
    unsigned char key[32] = {0}, again[32] = {0};
    static const unsigned char none[32];
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    assert_int_equal(folder_master_key(f, 0, key), RC_NOT_FOUND);
    assert_int_equal(folder_master_key(f, 1, key), RC_OK);
    assert_memory_not_equal(key, none, sizeof key);
    assert_int_equal(mode_of(p->path, "keys"), 0700);
    assert_int_equal(mode_of(p->path, "keys/master.key"), 0600);
    assert_int_equal(folder_master_key(f, 0, again), RC_OK);
    assert_memory_equal(key, again, sizeof key);
    memset(again, 0, sizeof again);
    assert_int_equal(folder_master_key(f, 1, again), RC_OK); /* never made anew */
    assert_memory_equal(key, again, sizeof key);
    folder_close(f);
}

static void refuses_a_key_that_others_can_read_or_that_is_cut(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL;
    unsigned char key[32];
    char *path = fixture_text("%s/keys/master.key", p->path);
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    assert_int_equal(folder_master_key(f, 1, key), RC_OK);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(folder_master_key(f, 0, key), RC_INVALID);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 33), 0);
    assert_int_equal(folder_master_key(f, 0, key), RC_INVALID);
    assert_int_equal(truncate(path, 31), 0);
    assert_int_equal(folder_master_key(f, 1, key), RC_INVALID);
    folder_close(f);
    free(path);
}

/* A demonstration's key is its own, also where the service manager hands the real office's to the process. */
static void a_folder_apart_takes_no_credential(void **state)
{
    struct place *p = *state;
    struct folder *f = NULL;
    unsigned char given[32];
    unsigned char key[32];
    char *secret = fixture_text("%s/secret", p->f.folder);
    char *path = fixture_text("%s/master.key", secret);
    memset(given, 7, sizeof given);
    assert_int_equal(mkdir(secret, 0700), 0);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, given, sizeof given), sizeof given);
    close(fd);
    assert_int_equal(setenv("CREDENTIALS_DIRECTORY", secret, 1), 0);
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    assert_int_equal(folder_master_key(f, 1, key), RC_OK);
    assert_memory_equal(key, given, sizeof key);
    folder_close(f);
    assert_int_equal(folder_make_apart(p->path), RC_OK);
    assert_int_equal(folder_open(p->path, 1, &f), RC_OK);
    assert_int_equal(folder_master_key(f, 1, key), RC_OK);
    assert_memory_not_equal(key, given, sizeof key);
    assert_int_equal(mode_of(p->path, "keys/master.key"), 0600);
    folder_close(f);
    assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
    free(path);
    free(secret);
}

int main(void)
{
#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
    const struct CMUnitTest tests[] = {
        PLACE_TEST(makes_a_folder_for_its_owner),
        PLACE_TEST(a_relative_path_becomes_absolute),
        PLACE_TEST(refuses_a_second_opener),
        PLACE_TEST(refuses_what_is_no_plain_file),
        PLACE_TEST(makes_and_reads_the_key),
        PLACE_TEST(refuses_a_key_that_others_can_read_or_that_is_cut),
        PLACE_TEST(a_folder_apart_takes_no_credential),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
