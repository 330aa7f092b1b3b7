/*
 * notice_api.c - /notices: what the actor was told, why, and what they have read.
 *
 * Runs on: workers (listing), the writer (reading marks). Owns: nothing.
 */
#include "api/api.h"
#include "api/case_view.h"
#include "api/fields.h"
#include "api/page.h"
#include "api/tables.h"
#include "base/clock.h"
#include "domain/notice.h"
#include "domain/reference.h"

#include <string.h>

struct notice_filter {
    int64_t unread;
    struct page_in page;
};
struct notice_out {
    const char *id;
    int64_t created_at;
    const char *kind, *case_id, *case_number, *case_title, *text_zh, *text_en, *reason_zh, *reason_en;
    int64_t read_at;
};
struct notice_list_out {
    struct notice_out *data;
    size_t data_count;
    struct page_out page;
};

FIELD_SET(notice_query, "NoticeFilter", struct notice_filter,
          IN(struct notice_filter, unread, FIELD_BOOL, 0, 0, "Only what was not read yet"),
          PAGE_IN(struct notice_filter));
FIELD_SET(notice_set, "Notice", struct notice_out, OUT(struct notice_out, id, FIELD_ID, "Id"),
          OUT(struct notice_out, created_at, FIELD_STAMP, "When"),
          OUT(struct notice_out, kind, FIELD_TEXT, "event or ladder"),
          OUT(struct notice_out, case_id, FIELD_ID, "Case"),
          OUT(struct notice_out, case_number, FIELD_TEXT, "Its number"),
          OUT(struct notice_out, case_title, FIELD_TEXT, "Its title"),
          OUT(struct notice_out, text_zh, FIELD_TEXT, "What happened, in Chinese"),
          OUT(struct notice_out, text_en, FIELD_TEXT, "What happened, in English"),
          OUT(struct notice_out, reason_zh, FIELD_TEXT, "Why you got it, in Chinese"),
          OUT(struct notice_out, reason_en, FIELD_TEXT, "Why you got it, in English"),
          OUT_NULL(struct notice_out, read_at, FIELD_STAMP, "When the actor read it"));
FIELD_SET(notice_reply, "NoticeList", struct notice_list_out,
          OUT_ROWS(struct notice_list_out, data, notice_set, "Newest first"),
          OUT_PART(struct notice_list_out, page, page_set, "Paging"));

static void notice_why(const char *addressee, struct notice_out *out)
{
    static const struct {
        const char *addressee, *zh, *en;
    } why[] = {
        {"handler", "您是承办人", "You handle this case"},
        {"holder_intake", "您负责本单位接收", "You receive cases for your unit"},
        {"holder_head", "您是承办单位负责人", "You head the unit that holds it"},
        {"sender", "您所在单位转送了此件", "Your unit sent this case"},
        {"bureau", "您在信访局承担督促职责", "The petition bureau watches its clock"},
        {"bureau_head", "逾期已升级到信访局负责人", "Overdue: it has gone up to the head of the bureau"},
        {"county_leader", "逾期已升级到县领导", "Overdue: it has gone up to the county leader"},
        {"registrar", "此件由您单位登记", "Your unit registered it"},
        {"assist_intake", "您所在单位是协办单位", "Your unit assists in this case"},
        {"assist_head", "您是协办单位负责人", "You head the unit that assists"},
    };
    out->reason_zh = out->reason_en = "";
    for (size_t i = 0; i < sizeof why / sizeof why[0]; i++) {
        if (strcmp(why[i].addressee, addressee) == 0) {
            out->reason_zh = why[i].zh;
            out->reason_en = why[i].en;
        }
    }
}

static void notice_ladder_text(struct ctx *ctx, const struct notice_row *row, const struct workflow *d,
                               struct notice_out *out)
{
    const struct workflow_clock *clock = d && row->clock ? workflow_clock_find(d, row->clock) : NULL;
    const char *zh = clock ? clock->title.zh : "", *en = clock ? clock->title.en : "";
    const char *day = row->due_day == SQL_NULL ? "" : api_day_text(ctx, row->due_day);
    char day_zh[CLOCK_DATE_ZH_SIZE] = "";
    if (row->due_day != SQL_NULL) {
        clock_format_day_zh((int32_t)row->due_day, day_zh);
    }
    int is_over = row->due_day != SQL_NULL && row->created_ms >= clock_day_start_ms((int32_t)row->due_day + 1);
    out->text_zh = arena_printf(ctx->arena, is_over ? "%s已逾期（截止 %s）" : "%s将于 %s 截止", zh, day_zh);
    out->text_en = arena_printf(ctx->arena, is_over ? "%s: overdue since %s" : "%s: due on %s", en, day);
}

static void notice_event_text(const struct notice_row *row, const struct workflow *d, struct notice_out *out)
{
    static const struct {
        const char *event, *zh, *en;
    } own[] = {
        {"register", "新的网上信访件", "A new submission over the web"},
        {"submission", "同一事项又有新的信访件", "Another submission on this case"},
        {"instruction", "县领导作出批示", "A leader of the county wrote an instruction"},
        {"material", "信访人补充了材料", "The petitioner added material"},
        {"succession", "原承办单位撤并，由您单位承接", "The unit that had it is no more: yours succeeds it"},
        {"recompute", "工作日历更新，办理期限提前", "The calendar changed and a date came nearer"},
    };
    out->text_zh = out->text_en = row->event ? row->event : "";
    for (size_t i = 0; row->event != NULL && i < sizeof own / sizeof own[0]; i++) {
        if (strcmp(own[i].event, row->event) == 0) {
            out->text_zh = own[i].zh;
            out->text_en = own[i].en;
        }
    }
    const struct workflow_edge *edge = workflow_edge_named(d, row->event);
    if (edge != NULL) {
        out->text_zh = edge->title.zh;
        out->text_en = edge->title.en;
    }
}

static void notice_fill(struct ctx *ctx, const struct notice_row *row, struct notice_out *out)
{
    const struct workflow *d = case_view_definition(ctx, row->workflow_key, row->workflow_version);
    *out = (struct notice_out){.id = row->id,
                               .created_at = row->created_ms,
                               .kind = row->kind,
                               .case_id = row->case_id,
                               .case_number = row->case_number,
                               .case_title = row->case_title,
                               .read_at = row->read_ms};
    notice_why(row->addressee, out);
    if (strcmp(row->kind, "ladder") == 0) {
        notice_ladder_text(ctx, row, d, out);
    } else {
        notice_event_text(row, d, out);
    }
}

/* Newest first and read forward only: a notice that came meanwhile belongs on a fresh first page. */
static enum rc notice_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct notice_filter *in = call->in;
    struct notice_list_out *out = call->out;
    struct notice_row *rows;
    struct page page;
    size_t count;
    int is_unread = in->unread == 1;
    enum rc rc = page_begin(ctx, &in->page, is_unread ? "notices:unread" : "notices", &page);
    if (rc == RC_OK) {
        const struct notice_list_in query = {
            .actor = ctx->actor->account_id,
            .today = clock_day_of(ctx->now_ms),
            .at_ms = page.has_cursor ? page.at_number : INT64_MAX,
            .at_id = page.has_cursor ? page.at_text : "",
            .lim = page.limit + 1,
        };
        rc = notice_rows_list(tx, ctx->arena, is_unread ? NOTICE_LIST_UNREAD : 0, &query, &rows, &count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    size_t shown = page_cut(&page, rows, count, sizeof *rows);
    out->data = arena_array_of(ctx->arena, struct notice_out, shown + 1);
    out->data_count = shown;
    for (size_t i = 0; out->data != NULL && i < shown; i++) {
        notice_fill(ctx, &rows[i], &out->data[i]);
    }
    page.has_cursor = 0;
    rc = page_end(ctx, &page, shown, 0, "", shown ? rows[shown - 1].created_ms : 0, shown ? rows[shown - 1].id : "",
                  &out->page);
    return out->data ? rc : RC_TOO_LARGE;
}

/* POST /notices/{id}/reads */

struct notice_read_path {
    const char *id;
};
FIELD_SET(notice_params, "NoticeParams", struct notice_read_path,
          IN_MUST(struct notice_read_path, id, FIELD_ID, 0, 0, "Notice id"));

struct notice_mark_out {
    const char *id;
    int64_t read_at;
};
FIELD_SET(notice_mark_set, "NoticeRead", struct notice_mark_out, OUT(struct notice_mark_out, id, FIELD_ID, "Notice"),
          OUT(struct notice_mark_out, read_at, FIELD_STAMP, "When"));

/* Nothing needs to be said: an empty object. */
static const struct field_set notice_mark_body = {
    .schema = "NoticeReadRequest", .size = sizeof(struct notice_read_path), .present_offset = FIELDS_NO_PRESENT};

static enum rc notice_mark(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct notice_read_path *in = call->in;
    struct notice_mark_out *out = call->out;
    *out = (struct notice_mark_out){in->id, ctx->now_ms};
    return notice_read(ctx, tx, in->id);
}

static const enum rc notice_list_may[] = {RC_MALFORMED, RC_OK};
static const enum rc notice_mark_may[] = {RC_NOT_FOUND, RC_OK};

ENDPOINT_TABLE(notice_api_table,
               {.method = "GET",
                .path = "/api/v1/notices",
                .operation = "listNotices",
                .tag = "notices",
                .summary = "What the actor was told, newest first",
                .need = PERM_CASE_READ,
                .query = &notice_query,
                .reply = &notice_reply,
                .in_size = sizeof(struct notice_filter),
                .out_size = sizeof(struct notice_list_out),
                .ok = 200,
                .may = notice_list_may,
                .cost = 1,
                .run = notice_list},
               {.method = "POST",
                .path = "/api/v1/notices/{id}/reads",
                .operation = "markNoticeRead",
                .tag = "notices",
                .summary = "Marks a notice as read by the actor",
                .need = PERM_CASE_READ,
                .mode = ENDPOINT_WRITE,
                .params = &notice_params,
                .body = &notice_mark_body,
                .reply = &notice_mark_set,
                .in_size = sizeof(struct notice_read_path),
                .out_size = sizeof(struct notice_mark_out),
                .ok = 200,
                .may = notice_mark_may,
                .cost = 1,
                .run = notice_mark});
