/*
 * verify_cmd.c - `petitiond verify`: replays every hash chain of a data folder, checks the signatures of the checkpoints and who sees which
 * case, opens what is encrypted, reads every file, and names the first bad one.
 *
 * Runs on: the main thread. Owns: the open folder for the length of the run.
 */
#include "app/args.h"
#include "app/commands.h"
#include "app/offline.h"
#include "base/buf.h"

#include <stdio.h>

/* Whoever has the whole folder can take it back to what it was an hour ago; only what lies elsewhere tells. */
static const char verify_not_covered[] =
    "Not found here: what was cut off at the end of the journals together with its checkpoints, as if it had never "
    "been. "
    "Only a list of checkpoints that was kept elsewhere tells: take one out regularly (petitiond checkpoints --data "
    "DIR "
    "> LIST, or the page /check) and compare a copy with an older one: petitiond-verify --db COPY --checkpoints LIST";

static void verify_print_json(struct arena *arena, const struct offline_report *r)
{
    struct buf b;
    buf_init(&b, arena);
    buf_printf(&b,
               "{\"ok\":%s,\"cases\":%lld,\"entries\":%lld,\"office_entries\":%lld,\"objects\":%lld,\"files\":%lld,"
               "\"checkpoints\":%lld,\"past_journal\":%lld,\"cut_tail\":\"not_checked\",\"problem\":",
               r->is_bad || r->past > 0 ? "false" : "true", (long long)r->cases, (long long)r->entries,
               (long long)r->office_entries, (long long)r->objects, (long long)r->files, (long long)r->checkpoints,
               (long long)r->past);
    buf_put_json(&b, r->is_bad ? r->what : r->past > 0 ? r->past_what : NULL);
    buf_putc(&b, '}');
    puts(buf_cstr(&b));
}

int verify_cmd_main(int argc, char **argv)
{
    const char *data = NULL;
    int is_json = 0;
    char message[OFFICE_MESSAGE_SIZE];
    struct offline o;
    struct offline_report report;
    const struct arg args[] = {{"--data", &data, NULL, 1, "Data folder; no server may run on it"},
                               {"--json", NULL, &is_json, 0, "Machine output"}};
    int go = args_parse(
        argc, argv,
        "verify --data DIR [--json]\n\nChecks the database file, replays every journal, compares what it seals, "
        "checks the signed checkpoints and which units see which case, opens what is encrypted and reads every file of "
        "a case; names the first bad one. What was cut off at the end together with its checkpoints is found only by "
        "petitiond-verify with a list of checkpoints kept elsewhere.",
        args, sizeof args / sizeof args[0]);
    if (go != ARGS_GO) {
        return go;
    }
    if (offline_open(data, 0, &o, message) != RC_OK) {
        fprintf(stderr, "petitiond: %s\n", message);
        return EXIT_FOUND;
    }
    enum rc rc = offline_verify(&o, &report);
    rc = rc == RC_OK ? offline_verify_sealed(&o, &report) : rc;
    rc = rc == RC_OK ? offline_verify_files(&o, o.files, 1, &report) : rc;
    if (rc != RC_OK) {
        fprintf(stderr, "petitiond: the journals cannot be read (%s); was the folder made by another version?\n",
                rc_slug(rc));
    } else if (is_json) {
        verify_print_json(o.arena, &report);
    } else if (report.is_bad) {
        printf("BAD: %s\n", report.what);
    } else {
        printf(
            "good: %lld entries of %lld cases and %lld of the office follow from each other, %lld accounts, roles, "
            "units and definitions are what they sealed, %lld checkpoints are signed and hold them, units see the "
            "cases that they must and no others, clocks have the warnings to give that follow, numbers stand where the "
            "last was given, and %lld files are what was sent\n",
            (long long)report.entries, (long long)report.cases, (long long)report.office_entries,
            (long long)report.objects, (long long)report.checkpoints, (long long)report.files);
        puts(verify_not_covered);
    }
    if (rc == RC_OK && !is_json && report.past > 0) {
        printf("CHANGED: %s (%lld entries say so)\n", report.past_what, (long long)report.past);
    }
    offline_close(&o);
    return rc == RC_OK && !report.is_bad && report.past == 0 ? EXIT_GOOD : EXIT_FOUND;
}
