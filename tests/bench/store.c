/*
 * store.c - data folders with ten thousand and a million cases.
 *
 * The product registers a handful of cases and walks them to where cases usually stand; their rows are then written again and
 * again with other ids, numbers and times. One case in twelve is open, as in an office that has worked for years. The large
 * store is kept between runs; it is made anew when the schema changed, or when its tokens are about to end.
 *
 * Runs on: the main thread. Owns: the folders below the bench's own.
 */
#include "bench.h"

#include "app/office.h"
#include "support/support.h"
#include "support/wire.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

enum { STORE_KINDS = 6, STORE_KEEP_DAYS = 60, STORE_BATCH = 20000 };

/* Where a case stands, how often among a thousand, and how long ago it may have come in. */
static const struct {
    const char *key;
    int per_mille, days_min, days_max;
} kinds[STORE_KINDS] = {
    {"registered", 20, 0, 12},   {"dispatched", 20, 0, 12}, {"handling", 40, 0, 55},
    {"withdrawn", 270, 30, 900}, {"turned", 450, 30, 900},  {"closed", 200, 60, 900},
};

struct stamp {
    uint64_t schema;
    int64_t made_s;
    long cases;
    struct bureau bureau;
};

static int entry_remove(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

static void folder_remove(const char *path)
{
    nftw(path, entry_remove, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_content(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static uint64_t folder_hash(uint64_t h, const char *folder)
{
    struct dirent **names;
    char path[BENCH_PATH];
    int n = scandir(folder, &names, is_content, by_name);
    for (int i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        char *text = support_read(path, NULL);
        for (const char *c = text; *c != '\0'; c++) {
            h = (h ^ (unsigned char)*c) * UINT64_C(1099511628211);
        }
        free(text);
        free(names[i]);
    }
    free(names);
    return h;
}

/* Changes with the schema, the definitions, and the way stores are filled. */
static uint64_t schema_hash(void)
{
    uint64_t h = UINT64_C(14695981039346656037) + 2;
    h = folder_hash(h, TEST_SOURCE_DIR "/sql/schema");
    h = folder_hash(h, TEST_SOURCE_DIR "/sql/seed/workflows");
    return folder_hash(h, TEST_SOURCE_DIR "/sql/seed/parts");
}

sqlite3 *store_db(const char *data, int is_writable)
{
    sqlite3 *db;
    char path[BENCH_PATH + 16];
    snprintf(path, sizeof path, "%s/petitiond.db", data);
    if (sqlite3_open_v2(path, &db, is_writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        bench_give_up("%s: %s", path, sqlite3_errmsg(db));
    }
    sqlite3_busy_timeout(db, 10000);
    return db;
}

void store_like_writer(sqlite3 *db)
{
    rows_run(
        db,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; "
        "PRAGMA cache_spill = OFF; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON");
}

/* Models -------------------------------------------------------------------------------------------------------------- */

static void answers(const struct desk *d, const char *id, char *out, size_t size)
{
    char path[200];
    size_t n = 0;
    snprintf(path, sizeof path, "/api/v1/cases/%.40s", id);
    char *reply = desk_call(d, BUREAU_HANDLER, "GET", path, "", NULL, 200);
    const char *at = strstr(reply, "\"demands\":[");
    const char *end = at != NULL ? strchr(at, ']') : NULL;
    out[0] = '\0';
    while (at != NULL && (at = strstr(at, "\"id\":\"")) != NULL && at < end) {
        n += (size_t)snprintf(out + n, size - n,
                              "%s{\"demand_id\":\"%.26s\",\"outcome\":\"explain\",\"answer\":\"已清理违停并施划车位\","
                              "\"basis\":\"某条例第二十七条\"}",
                              n > 0 ? "," : "", at + 6);
        at += 6;
    }
    free(reply);
}

static void today(char out[16])
{
    struct tm day;
    time_t now = time(NULL) + 8 * 3600;
    gmtime_r(&now, &day);
    strftime(out, 16, "%Y-%m-%d", &day);
}

/* Opinion, signature, delivery, closing. */
static void finish(const struct desk *d, const char *id, int version)
{
    char list[2000];
    char fields[3000];
    char day[16];
    today(day);
    answers(d, id, list, sizeof list);
    snprintf(fields, sizeof fields,
             "\"on\":\"%s\",\"method\":\"phone\",\"spoke_with\":\"沈某某\",\"content\":\"核实\",\"reached\":true", day);
    desk_act(d, BUREAU_HANDLER, id, version, "contact", fields, "m-contact");
    snprintf(
        fields, sizeof fields,
        "\"outcome\":\"explain\",\"facts\":\"情况属实，已协调处理\",\"basis\":\"某条例第五十六条\",\"answers\":[%s]",
        list);
    desk_act(d, BUREAU_HANDLER, id, version + 1, "draft_opinion", fields, "m-draft");
    desk_act(d, BUREAU_LEADER, id, version + 2, "check", "", "m-check");
    desk_act(d, BUREAU_LEADER, id, version + 3, "sign", "", "m-sign");
    snprintf(fields, sizeof fields,
             "\"method\":\"hand\",\"delivered_on\":\"%s\",\"receiver\":\"沈某某\",\"proof\":\"送达回证18号\"", day);
    desk_act(d, BUREAU_HANDLER, id, version + 4, "deliver", fields, "m-deliver");
    snprintf(fields, sizeof fields,
             "\"on\":\"%s\",\"method\":\"visit\",\"spoke_with\":\"沈某某\",\"content\":\"解释\",\"reached\":true", day);
    desk_act(d, BUREAU_HANDLER, id, version + 5, "contact", fields, "m-explain");
    desk_act(d, BUREAU_CLERK, id, version + 6, "close",
             "\"closing_kind\":\"explained_accepted\",\"thing_settled\":true,\"petitioner_accepts\":\"yes\","
             "\"retention\":\"10\"",
             "m-close");
}

static void make_model(const struct desk *d, int kind, char id[BUREAU_ID_SIZE])
{
    char key[40];
    char fields[600];
    int version = 1;
    static const int depth[STORE_KINDS] = {0, 2, 3, 1, 3, 3}; /* of the ordinary steps */
    snprintf(key, sizeof key, "model-%s", kinds[kind].key);
    desk_register(d, key, id);
    for (int i = 0; i < depth[kind]; i++) {
        snprintf(key, sizeof key, "model-%s-%d", kinds[kind].key, i);
        desk_step_fields(fields, sizeof fields, &d->store->bureau, i);
        desk_act(d, desk_step_who(i), id, version++, desk_step_event(i), fields, key);
    }
    if (kind == 2 || kind == 5) {
        snprintf(fields, sizeof fields, "\"handler\":\"%s\",\"no_conflict\":true",
                 d->store->bureau.account[BUREAU_HANDLER]);
        desk_act(d, BUREAU_INTAKE, id, version++, "assign_handler", fields, kind == 2 ? "m-assign-open" : "m-assign");
    }
    if (kind == 3 || kind == 4) {
        desk_act(d, kind == 3 ? BUREAU_CLERK : BUREAU_INTAKE, id, version++, "withdraw",
                 "\"statement\":\"信访人书面撤回\"", kind == 3 ? "m-w1" : "m-w2");
    }
    if (kind == 5) {
        finish(d, id, version);
    }
}

/* Filling -------------------------------------------------------------------------------------------------------------- */

struct filling {
    const struct store *store;
    struct rows_sample *models[STORE_KINDS];
    char ids[STORE_KINDS][BUREAU_ID_SIZE];
    struct office office;
};

static int choose_kind(long i)
{
    int at = (int)((uint64_t)i * UINT64_C(2654435761) % 1000);
    int kind = 0;
    while (kind < STORE_KINDS - 1 && at >= kinds[kind].per_mille) {
        at -= kinds[kind].per_mille;
        kind++;
    }
    return kind;
}

static void fill_rows(struct filling *f, sqlite3 *db, long from, long to)
{
    struct timespec t;
    static struct rows_names names;
    clock_gettime(CLOCK_REALTIME, &t);
    int64_t now_ms = (int64_t)t.tv_sec * 1000;
    struct rows_writer *w = rows_writer_new(db, f->office.vault);
    rows_run(db, "BEGIN");
    for (long i = from; i < to; i++) {
        int kind = choose_kind(i);
        int64_t span_ms = (int64_t)(kinds[kind].days_max - kinds[kind].days_min) * DAY_MS;
        /* The newest come last, so that ids and rows lie in the order of time. */
        int64_t age_ms =
            kinds[kind].days_min * DAY_MS + (int64_t)((double)span_ms * (double)(to - i) / (double)(to - from));
        rows_name(f->models[kind], now_ms - (int64_t)(900.0 * (double)DAY_MS * (double)(to - i) / (double)(to - from)),
                  i + 1, &names);
        rows_insert(w, f->models[kind], &names, -age_ms, now_ms + 2 * HOUR_MS);
        if (i % STORE_BATCH == STORE_BATCH - 1) {
            rows_run(db, "COMMIT");
            rows_run(db, "BEGIN");
            fprintf(stderr, "\rfilling %s: %ld of %ld cases ", f->store->data, i + 1, to);
        }
    }
    rows_run(db, "COMMIT");
    rows_writer_free(w);
}

static void fill(struct store *s)
{
    char message[OFFICE_MESSAGE_SIZE];
    struct filling f = {.store = s};
    struct desk d = {0};
    desk_up(&d, s, 2);
    for (int i = 0; i < STORE_KINDS; i++) {
        make_model(&d, i, f.ids[i]);
    }
    desk_down(&d);
    if (office_open(s->data, OFFICE_INSPECT, clock_system(), &f.office, message) != RC_OK) {
        bench_give_up("%s", message);
    }
    sqlite3 *db = store_db(s->data, 1);
    for (int i = 0; i < STORE_KINDS; i++) {
        f.models[i] = rows_read(db, f.ids[i], "model-none");
        rows_link(f.models[i], f.models[i]);
        rows_unseal(f.models[i], f.office.vault);
    }
    rows_run(db, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                 "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -2000000; PRAGMA foreign_keys = OFF");
    fill_rows(&f, db, 0, s->cases);
    /* What PRAGMA optimize would do in an office: nothing. The plans must not depend on statistics. */
    rows_run(db, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL");
    fprintf(stderr, "\n");
    for (int i = 0; i < STORE_KINDS; i++) {
        rows_free(f.models[i]);
    }
    sqlite3_close(db);
    office_close(&f.office);
}

/* Folders --------------------------------------------------------------------------------------------------------------- */

static int stamp_read(const char *data, struct stamp *out)
{
    char path[BENCH_PATH + 8];
    snprintf(path, sizeof path, "%s.stamp", data);
    FILE *f = fopen(path, "rb");
    int is_read = f != NULL && fread(out, sizeof *out, 1, f) == 1;
    if (f != NULL) {
        fclose(f);
    }
    return is_read;
}

static void stamp_write(const char *data, const struct stamp *s)
{
    char path[BENCH_PATH + 8];
    snprintf(path, sizeof path, "%s.stamp", data);
    support_write(path, s, sizeof *s);
}

/* Rungs that became due since the store was made would all fire when a server starts. */
static void settle_rungs(const char *data)
{
    sqlite3 *db = store_db(data, 1);
    rows_run(db, "PRAGMA synchronous = OFF; UPDATE deadline_levels SET status = 'fired', fired_ms = at_ms "
                 "WHERE status = 'armed' AND at_ms < (unixepoch() + 7200) * 1000");
    rows_run(db, "DELETE FROM checkpoint_pending"); /* a store that has lived: its journals were signed long ago */
    rows_run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
}

static void keep_store(const struct bench_settings *b, long cases, char data[BENCH_PATH], struct stamp *stamp)
{
    uint64_t schema = schema_hash();
    snprintf(data, BENCH_PATH, "%s/store-%ld", b->folder, cases);
    if (stamp_read(data, stamp) && stamp->schema == schema && stamp->cases == cases && access(data, F_OK) == 0 &&
        time(NULL) - stamp->made_s < (int64_t)STORE_KEEP_DAYS * 86400) {
        settle_rungs(data);
        return;
    }
    char log[BENCH_PATH + 8];
    struct store s = {.cases = cases};
    folder_remove(data);
    snprintf(s.data, sizeof s.data, "%s", data);
    snprintf(log, sizeof log, "%s.log", data);
    bureau_make(s.data, log, &s.bureau);
    fill(&s);
    *stamp = (struct stamp){.schema = schema, .made_s = time(NULL), .cases = cases, .bureau = s.bureau};
    stamp_write(data, stamp);
}

void store_open(const struct bench_settings *b, long cases, const char *name, int is_copy, struct store *out)
{
    struct stamp stamp;
    char kept[BENCH_PATH];
    keep_store(b, cases, kept, &stamp);
    *out = (struct store){.cases = cases, .bureau = stamp.bureau};
    snprintf(out->data, sizeof out->data, "%s", kept);
    if (is_copy) {
        snprintf(out->data, sizeof out->data, "%s/%s", b->folder, name);
        folder_remove(out->data);
        bureau_copy(kept, out->data);
    }
}

void store_warm(const struct store *s)
{
    static char block[1 << 20];
    char path[BENCH_PATH + 16];
    snprintf(path, sizeof path, "%s/petitiond.db", s->data);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && read(fd, block, sizeof block) > 0) {
    }
    close(fd);
}

char (*store_ids(const struct store *s, enum store_pick pick, long max, long *count))[BUREAU_ID_SIZE]
{
    sqlite3_stmt *q;
    sqlite3 *db = store_db(s->data, 0);
    char(*ids)[BUREAU_ID_SIZE] = calloc((size_t)max, sizeof *ids);
    long n = 0;
    long step = pick == STORE_SPREAD && s->cases / max > 0 ? s->cases / max : 1;
    const char *sql =
        pick == STORE_SPREAD ? "SELECT id FROM cases" : "SELECT id FROM cases ORDER BY registered_ms DESC, id";
    if (ids == NULL || sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) {
        bench_give_up("ids: %s", sqlite3_errmsg(db));
    }
    for (long i = 0; n < max && sqlite3_step(q) == SQLITE_ROW; i++) {
        if (i % step == 0) {
            snprintf(ids[n++], BUREAU_ID_SIZE, "%s", (const char *)sqlite3_column_text(q, 0));
        }
    }
    sqlite3_finalize(q);
    sqlite3_close(db);
    *count = n;
    return ids;
}
