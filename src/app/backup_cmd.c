/*
 * backup_cmd.c - `petitiond backup` and `petitiond restore`.
 *
 * A backup is one online copy of the database, made while a server may run, with the contents of files in a folder beside it; it is
 * called good only after it was opened, every chain in it replayed, and every content found. Personal fields and contents in it are
 * sealed: the keys are not part of it and must be kept elsewhere.
 *
 * Runs on: the main thread. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/backup_files.h"
#include "app/commands.h"
#include "app/file.h"
#include "app/offline.h"
#include "domain/journal.h"
#include "domain/office_journal.h"
#include "store/file_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BACKUP_PATH_SIZE = 4096 };

static int backup_refuse(const char *message)
{
    fprintf(stderr, "petitiond: %s\n", message);
    return EXIT_FOUND;
}

static void backup_count(struct offline *o, struct offline_report *out)
{
    struct journal_report cases;
    struct office_journal_report office;
    memset(out, 0, sizeof *out);
    if (journal_verify(&o->ctx, &o->tx, &cases) == RC_OK && office_journal_verify(&o->ctx, &o->tx, &office) == RC_OK) {
        out->entries = cases.entries;
        out->office_entries = office.entries;
    }
}

/* Contents of the files that the copy knows. They were removed from the source a day ago at the earliest, if at all, so all are there. */
static enum rc backup_bring_files(struct offline *source, struct offline *copy, const char *path,
                                  struct offline_report *out)
{
    char root[BACKUP_PATH_SIZE];
    struct file_store *store = NULL;
    enum rc rc = backup_files_path(path, root, sizeof root);
    rc = rc == RC_OK ? file_store_open(root, 1, &store) : rc;
    rc = rc == RC_OK ? backup_files_bring(copy, source->files, store) : rc;
    rc = rc == RC_OK ? offline_verify_files(copy, store, 0, out) : rc;
    file_store_close(store);
    return rc;
}

/* Opens the copy as its own database and replays it. */
static enum rc backup_check(struct offline *source, const char *path, struct offline_report *out)
{
    struct offline copy = {.ctx = source->ctx, .arena = source->arena};
    memset(out, 0, sizeof *out);
    enum rc rc = sql_open(path, SQL_CREATE, &copy.db);
    if (rc != RC_OK) {
        return rc;
    }
    rc = sql_begin(copy.db, 0, &copy.tx);
    if (rc == RC_OK) {
        rc = offline_verify(&copy, out);
        rc = rc == RC_OK ? backup_bring_files(source, &copy, path, out) : rc;
        sql_rollback(&copy.tx);
    }
    sql_close(copy.db);
    return rc;
}

static int backup_run(struct offline *o, const char *to)
{
    struct offline_report had;
    struct offline_report has;
    backup_count(
        o,
        &had); /* before the copy: it begins the transaction that the copy is made in, whatever a server writes meanwhile */
    if (sql_backup(o->db, to) != RC_OK) {
        return backup_refuse("the copy could not be written; see the log line above");
    }
    enum rc rc = backup_check(o, to, &has);
    if (rc != RC_OK || has.is_bad || has.entries < had.entries || has.office_entries < had.office_entries) {
        fprintf(stderr, "petitiond: the copy is not good: %s\n",
                has.is_bad ? has.what : "it cannot be read or lacks entries");
        return EXIT_FOUND;
    }
    printf("good: %s holds %lld entries of %lld cases and %lld of the office, %s.files %lld files. Keep both together, "
           "and a "
           "copy of the folder keys elsewhere: without it personal fields and files stay closed\n",
           to, (long long)has.entries, (long long)has.cases, (long long)has.office_entries, to, (long long)has.files);
    return EXIT_GOOD;
}

int backup_cmd_main(int argc, char **argv)
{
    const char *data = NULL;
    const char *to = NULL;
    char message[OFFICE_MESSAGE_SIZE];
    struct offline o;
    const struct arg args[] = {{"--data", &data, NULL, 1, "Data folder; a server may run on it"},
                               {"--to", &to, NULL, 1, "File to make, and FILE.files beside it; neither may exist"}};
    int go = args_parse(argc, argv, "backup --data DIR --to FILE\n\nCopies database and files and checks the copy.",
                        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    char files[BACKUP_PATH_SIZE];
    if (file_exists(to) || backup_files_path(to, files, sizeof files) != RC_OK || file_exists(files)) {
        fprintf(stderr, "petitiond: %s exists already, or its folder .files; nothing was changed\n", to);
        return EXIT_USAGE;
    }
    if (offline_open(data, 1, &o, message) != RC_OK) {
        return backup_refuse(message);
    }
    char path[BACKUP_PATH_SIZE];
    if (file_absolute(to, path, sizeof path) != RC_OK) {
        offline_close(&o);
        fprintf(stderr, "petitiond: the folder of %s is not there\n", to);
        return EXIT_USAGE;
    }
    int code = backup_run(&o, path);
    offline_close(&o);
    return code;
}

/* Master key and ring, from a folder that holds both. A master key that comes as a credential is nowhere to be copied from. */
static int restore_place_keys(const char *keys, const char *data)
{
    static const char *const names[] = {"ring", "master.key"};
    char from[BACKUP_PATH_SIZE];
    char to[BACKUP_PATH_SIZE];
    snprintf(to, sizeof to, "%s/keys", data);
    (void)mkdir(to, 0700);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(from, sizeof from, "%s/%s", keys, names[i]);
        snprintf(to, sizeof to, "%s/keys/%s", data, names[i]);
        enum rc rc =
            i > 0 && !file_exists(from) && getenv("CREDENTIALS_DIRECTORY") != NULL ? RC_OK : file_copy(from, to);
        if (rc != RC_OK) {
            return backup_refuse(rc == RC_CONFLICT ? "the folder holds keys already; nothing was changed"
                                                   : "master.key and ring cannot be copied into the folder");
        }
    }
    return EXIT_GOOD;
}

static int restore_place(const char *from, const char *keys, const char *data)
{
    char db[BACKUP_PATH_SIZE];
    snprintf(db, sizeof db, "%s/petitiond.db", data);
    if (file_exists(db)) {
        return backup_refuse("the folder holds a database already; nothing was changed");
    }
    (void)mkdir(data, 0700);
    if (file_copy(from, db) != RC_OK) {
        return backup_refuse("the backup cannot be copied into the folder");
    }
    int code = restore_place_keys(keys, data);
    if (code != EXIT_GOOD) {
        (void)unlink(db);
    }
    return code;
}

/* A restore that failed leaves no half of a folder behind, so that it can be tried again. */
static void restore_undo(const char *data)
{
    static const char *const made[] = {"petitiond.db", "petitiond.db-wal", "petitiond.db-shm", "keys/master.key",
                                       "keys/ring"};
    char path[BACKUP_PATH_SIZE];
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", data, made[i]);
        (void)unlink(path);
    }
}

/* A backup of an older program is brought up to the schema of this one; that it has the right key is seen here too. */
static enum rc restore_bring_up(const char *data, char *message)
{
    struct office office;
    enum rc rc = office_open(data, OFFICE_SERVE, clock_system(), &office, message);
    if (rc == RC_OK) {
        office_close(&office);
    }
    return rc;
}

/* The contents of files; the database is open already. */
static enum rc restore_files(struct offline *o, const char *from)
{
    char root[BACKUP_PATH_SIZE];
    struct file_store *backup = NULL;
    enum rc rc = backup_files_path(from, root, sizeof root);
    rc = rc == RC_OK ? file_store_open(root, 0, &backup) : rc;
    rc = rc == RC_OK ? file_store_make(o->files) : rc;
    rc = rc == RC_OK ? backup_files_bring(o, backup, o->files) : rc;
    if (rc != RC_OK) {
        backup_files_undo(o->files);
    }
    file_store_close(backup);
    return rc;
}

int backup_cmd_restore(int argc, char **argv)
{
    const char *from = NULL;
    const char *data = NULL;
    const char *keys = NULL;
    char message[OFFICE_MESSAGE_SIZE];
    struct offline o;
    struct offline_report report;
    const struct arg args[] = {
        {"--from", &from, NULL, 1, "Backup; FILE.files beside it"},
        {"--data", &data, NULL, 1, "Folder to make; it must hold no database"},
        {"--keys", &keys, NULL, 1, "Folder with the master.key and the ring that belong to the backup"}};
    int go = args_parse(argc, argv,
                        "restore --from FILE --keys DIR --data DIR\n\nMakes a data folder from a backup and checks it.",
                        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    int code = restore_place(from, keys, data);
    if (code != EXIT_GOOD) {
        return code;
    }
    if (restore_bring_up(data, message) != RC_OK || offline_open(data, 0, &o, message) != RC_OK) {
        restore_undo(data);
        return backup_refuse(message);
    }
    if (restore_files(&o, from) != RC_OK) {
        offline_close(&o);
        restore_undo(data);
        return backup_refuse("contents of files cannot be copied: the folder .files beside the backup belongs to it");
    }
    enum rc rc = offline_verify(&o, &report);
    rc = rc == RC_OK ? offline_verify_files(&o, o.files, 1, &report) : rc;
    if (rc != RC_OK || report.is_bad) {
        backup_files_undo(o.files);
        offline_close(&o);
        restore_undo(data);
        fprintf(stderr, "petitiond: the restored folder is not good: %s\n", report.is_bad ? report.what : rc_slug(rc));
        return EXIT_FOUND;
    }
    offline_close(&o);
    printf("good: %s holds %lld entries of %lld cases and %lld files\n", data, (long long)report.entries,
           (long long)report.cases, (long long)report.files);
    /* The copy does not know what was numbered after it was made; those letters are out. */
    printf(
        "numbers given after the backup are not known here: let each series go on behind them (PUT /sequences) before "
        "the office opens\n");
    return EXIT_GOOD;
}
