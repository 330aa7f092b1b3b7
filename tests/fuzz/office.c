/*
 * office.c - the office behind fuzz_list and fuzz_secret: a fresh folder as `petitiond init` makes it, and cases that
 * petitioners sent.
 *
 * sqlite3_step is taken over by the linker (--wrap, .cmake/tests.cmake), so that whatever a list runs is seen.
 *
 * Runs on: the fuzzer's thread, and the writer's while it is made. Owns: folder, office and reader until the process ends.
 */
#include "office.h"
#include "folder.h"

#include "app/init.h"
#include "app/office.h"
#include "domain/actor.h"
#include "domain/grant.h"
#include "domain/reference.h"
#include "domain/submission.h"
#include "store/reader.h"
#include "store/writer.h"

#include <sqlite3.h>

int __real_sqlite3_step(sqlite3_stmt *stmt);
int __wrap_sqlite3_step(sqlite3_stmt *stmt);

static struct office office;
static struct reader *reader;
static struct actor actor; /* copied off the arena of the start */
static char number[64], query_code[64];
static const char *db_path;
static int is_watched;
static int64_t steps;

int __wrap_sqlite3_step(sqlite3_stmt *stmt)
{
    int before = sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
    int rc = __real_sqlite3_step(stmt);
    if (is_watched) {
        FUZZ_MUST(sqlite3_stmt_readonly(stmt));
        FUZZ_MUST(rc == SQLITE_ROW || rc == SQLITE_DONE);
        steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0) - before;
    }
    return rc;
}

static void must(enum rc rc, const char *what)
{
    if (rc != RC_OK) {
        fprintf(stderr, "no office: %s (%s)\n", what, rc_slug(rc));
        abort();
    }
}

/* Titles for which a pattern has to look: scripts of several widths, and the pattern's own characters. */
static enum rc add_cases(void *arg, struct tx *tx)
{
    static const char *const titles[OFFICE_ROWS] = {"反映道路积水问题",
                                                    "请求查处违法占地",
                                                    "100% of it",
                                                    "under_score",
                                                    "back\\slash",
                                                    "𠮷野家旁边的路灯不亮",
                                                    "a'b\"c; DROP TABLE x",
                                                    "反映道路积水问题（二）",
                                                    "aaaaaaaaaaaaaaaaaaaaaaa",
                                                    "关于集体土地征收补偿标准的反映"};
    static const char *const demands[] = {"请依法处理"};
    struct ctx *ctx = arg;
    enum rc rc = reference_use(ctx, tx);
    for (int i = 0; rc == RC_OK && i < OFFICE_ROWS; i++) {
        struct submission_out out;
        struct person_in person = {.role = "petitioner",
                                   .kind = "natural",
                                   .name = "沈一",
                                   .phone = arena_printf(ctx->arena, "1380013800%d", i),
                                   .address = "白塔街道"};
        struct submission_in in = {.is_public = 1,
                                   .channel = "web",
                                   .purpose = i % 2 == 0 ? "appeal" : "suggestion",
                                   .title = titles[i],
                                   .request = "请求处理",
                                   .facts = "事实",
                                   .reasons = "理由",
                                   .demands = demands,
                                   .demand_count = 1,
                                   .people_count = SQL_NULL,
                                   .involved_count = SQL_NULL,
                                   .oral_read_back = SQL_NULL,
                                   .persons = &person,
                                   .person_count = 1};
        rc = submission_register(ctx, tx, &in, &out);
        if (rc == RC_OK) {
            (void)snprintf(number, sizeof number, "%s", out.number);
            (void)snprintf(query_code, sizeof query_code, "%s", out.query_code);
        }
    }
    return rc;
}

/* Administrators see no cases by themselves. */
static enum rc grant_cases(struct ctx *ctx, struct tx *tx, const char *account_id)
{
    struct unit_row county;
    struct grant_row grant;
    enum rc rc = unit_rows_get_top(tx, ctx->arena, &county);
    return rc != RC_OK ? rc
                       : grant_add(ctx, tx,
                                   &(struct grant_new){.account_id = account_id,
                                                       .role = "bureau_handler",
                                                       .unit_id = county.id,
                                                       .scope = "all",
                                                       .valid_from = SQL_NULL,
                                                       .valid_to = SQL_NULL},
                                   &grant);
}

static enum rc find_admin(void *arg, struct tx *tx)
{
    static struct arena *kept;
    struct ctx *ctx = arg;
    struct account_row account;
    kept = arena_new(1 << 20);
    struct ctx own = *ctx;
    own.arena = kept;
    enum rc rc = account_rows_get_by_login(tx, kept, &(struct account_get_by_login_in){.login = "admin"}, &account);
    rc = rc == RC_OK ? grant_cases(&own, tx, account.id) : rc;
    rc = rc == RC_OK ? actor_from_account(&own, tx, account.id, &actor) : rc;
    actor.permissions = UINT64_MAX;
    return rc;
}

void fuzz_office_make(void)
{
    static char data[FUZZ_PATH_SIZE + 8];
    static struct readers *readers;
    char message[OFFICE_MESSAGE_SIZE] = "";
    struct writer *writer = NULL;
    struct init_options o;
    struct ctx ctx;
    (void)snprintf(data, sizeof data, "%s/data", fuzz_folder());
    must(clock_set_zone("Asia/Shanghai"), "zone");
    init_defaults(&o);
    o.data = data;
    o.login = "admin";
    o.password = "correct horse battery";
    o.county_code = "999901";
    o.second_factor = 0;
    must(init_run(&o, message), message);
    must(office_open(data, OFFICE_SERVE, clock_system(), &office, message), message);
    struct writer_options options = {
        .path = folder_db_path(office.folder), .queue_max = 8, .batch_max = 4, .checkpoint_pages = 1000};
    must(writer_start(&options, &writer), "writer");
    office_ctx(&office, fuzz_arena(), &ctx);
    enum rc rc = writer_call(writer, add_cases, &ctx);
    must(rc, ctx.fault.main.reason != NULL ? ctx.fault.main.reason->code : "cases");
    must(writer_call(writer, find_admin, &ctx), "administrator");
    writer_stop(writer);
    db_path = options.path;
    must(readers_new(db_path, NULL, &readers), "readers");
    must(reader_open(readers, &reader), "reader");
}

void fuzz_office_ctx(struct arena *a, struct ctx *ctx)
{
    office_ctx(&office, a, ctx);
    ctx->actor = &actor;
}

const char *fuzz_office_path(void)
{
    return db_path;
}

const char *fuzz_office_number(void)
{
    return number;
}

const char *fuzz_office_code(void)
{
    return query_code;
}

void fuzz_office_read(struct arena *a, struct ctx *ctx, struct tx *tx)
{
    fuzz_office_ctx(a, ctx);
    must(reader_begin(reader, tx), "snapshot");
    must(reference_use(ctx, tx), "definitions");
    steps = 0;
    is_watched = 1;
}

void fuzz_office_end(void)
{
    is_watched = 0;
    reader_end(reader);
}

int64_t fuzz_office_steps(void)
{
    return steps;
}
