/*
 * event_api.c - /events and /stream: what happens to cases, in the order of the commits, for programs and for open pages.
 *
 * What is told is thin: ids, numbers, which act and which fields; whoever may know more asks for the case. A row is shown to who
 * may see its case now, by the one predicate of scope.
 *
 * A position is the number of a row, sealed anew each time under a key of the server for this one account: two positions cannot be
 * compared, so that nobody counts what they may not see, and no position of somebody else is taken.
 *
 * Runs on: workers. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "domain/env.h"
#include "domain/perm.h"
#include "domain/presence.h"
#include "http/codec.h"
#include "http/reasons.h"
#include "store/sql_stmts.h"

#include <string.h>

enum { EVENT_LIMIT = 100, EVENT_SEALED = 8 + CRYPTO_SEAL_OVERHEAD, EVENT_POSITION = 4 * (EVENT_SEALED + 2) / 3 + 1 };

/* ---- positions ---- */

static const char *event_aad(struct ctx *ctx, uint8_t key[CRYPTO_KEY_SIZE])
{
    const struct env *env = ctx->env;
    crypto_derive(env->cursor_key, "events", 1, key);
    return arena_printf(ctx->arena, "events:%s", ctx->actor->account_id);
}

static const char *event_position(struct ctx *ctx, int64_t seq)
{
    uint8_t key[CRYPTO_KEY_SIZE], plain[8], sealed[EVENT_SEALED];
    const char *aad = event_aad(ctx, key);
    char *text = arena_alloc(ctx->arena, EVENT_POSITION);
    if (aad == NULL || text == NULL) {
        return NULL;
    }
    for (int i = 0; i < 8; i++) {
        plain[i] = (uint8_t)((uint64_t)seq >> (8 * i));
    }
    crypto_seal(key, aad, plain, sizeof plain, sealed);
    crypto_base64(sealed, sizeof sealed, text);
    return text;
}

static enum rc event_number(struct ctx *ctx, const char *text, int64_t *out)
{
    uint8_t key[CRYPTO_KEY_SIZE], plain[8], sealed[EVENT_SEALED];
    size_t n = sizeof sealed;
    const char *aad = event_aad(ctx, key);
    if (aad == NULL) {
        return RC_TOO_LARGE;
    }
    if (strlen(text) >= EVENT_POSITION || crypto_unbase64(text, sealed, &n) != RC_OK || n != sizeof sealed ||
        crypto_open(key, aad, sealed, n, plain) != RC_OK) {
        return fault_set(&ctx->fault, RC_MALFORMED, &reasons_cursor_invalid, "?after", NULL, NULL);
    }
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--) {
        number = number << 8 | plain[i];
    }
    *out = (int64_t)number;
    return RC_OK;
}

struct event_place {
    int64_t after, upto;
    int is_lost; /* some behind the position are not kept any more */
};

/* From a position on; NULL: from the oldest that is kept, "now": from here on. */
static enum rc event_place_find(struct ctx *ctx, struct tx *tx, const char *after, struct event_place *out)
{
    struct event_ends_out ends;
    int64_t number = 0;
    enum rc rc = event_rows_ends(tx, ctx->arena, &ends);
    if (rc != RC_OK) {
        return rc;
    }
    if (after == NULL) {
        number = ends.first > 0 ? ends.first - 1 : 0;
    } else if (strcmp(after, "now") == 0) {
        number = ends.last;
    } else {
        rc = event_number(ctx, after, &number);
    }
    *out = (struct event_place){.after = number, .upto = ends.last, .is_lost = number + 1 < ends.first};
    return rc;
}

/* ---- what is told of one ---- */

struct event_out {
    const char *id, *type;
    int64_t at;
    const char *case_id, *case_number;
    int64_t version, entry;
    const char **changed;
    size_t changed_count;
};

static const char *event_type(struct ctx *ctx, const struct event_list_out *row)
{
    if (row->event == NULL && strcmp(row->action, "register") == 0) {
        return "case.created";
    }
    return arena_printf(ctx->arena, "case.%s", row->event != NULL ? row->event : row->action);
}

/* The names out of [{"field":"...","before":...}]. A quote inside a text is escaped, so the sign is found at members only. */
static void event_changed(struct ctx *ctx, const char *changes, struct event_out *out)
{
    static const char sign[] = "{\"field\":\"";
    size_t most = 0;
    for (const char *p = strstr(changes, sign); p != NULL; p = strstr(p + 1, sign)) {
        most++;
    }
    out->changed = arena_array_of(ctx->arena, const char *, most + 1);
    for (const char *p = strstr(changes, sign); p != NULL && out->changed != NULL; p = strstr(p + 1, sign)) {
        const char *name = p + sizeof sign - 1;
        const char *text = arena_strndup(ctx->arena, name, strcspn(name, "\""));
        if (text != NULL) {
            out->changed[out->changed_count++] = text;
        }
    }
}

static void event_fill(struct ctx *ctx, const struct event_list_out *row, struct event_out *out)
{
    *out = (struct event_out){.id = event_position(ctx, row->seq),
                              .type = event_type(ctx, row),
                              .at = row->at_ms,
                              .case_id = row->case_id,
                              .case_number = row->case_number,
                              .version = row->version,
                              .entry = row->entry};
    event_changed(ctx, row->changes, out);
}

FIELD_SET(event_set, "Event", struct event_out,
          OUT(struct event_out, id, FIELD_TEXT, "Position behind this event, for `after`; another text each time"),
          OUT(struct event_out, type, FIELD_TEXT, "case.created, case.EVENT of its definition, or case.ACTION"),
          OUT(struct event_out, at, FIELD_STAMP, "When"), OUT(struct event_out, case_id, FIELD_ID, "Case"),
          OUT(struct event_out, case_number, FIELD_TEXT, "Its number"),
          OUT(struct event_out, version, FIELD_INT, "Version of the case now"),
          OUT(struct event_out, entry, FIELD_INT,
              "Number of the entry in the case's journal; case and entry name an event"),
          OUT_TEXTS(struct event_out, changed, "Names of the fields that it changed"));

/* ---- GET /events ---- */

struct event_filter {
    const char *after, *type;
    int64_t limit;
};
struct event_list_reply {
    struct event_out *data;
    size_t data_count;
    const char *next;
    int64_t more, reset;
};

FIELD_SET(event_query, "EventFilter", struct event_filter,
          IN(struct event_filter, after, FIELD_TEXT, 1, 100,
             "`next` or `id` of an earlier answer; \"now\": only what is still to come; without it from the oldest "
             "that is kept"),
          IN(struct event_filter, type, FIELD_TEXT, 1, 80, "Only events of this type"),
          IN(struct event_filter, limit, FIELD_INT, 1, 500, "Most events, 100 unless told"));
FIELD_SET(event_list_set, "EventList", struct event_list_reply,
          OUT_ROWS(struct event_list_reply, data, event_set, "In the order in which they came to be"),
          OUT(struct event_list_reply, next, FIELD_TEXT, "Where to go on, also when nothing came"),
          OUT(struct event_list_reply, more, FIELD_BOOL, "There may be more at once"),
          OUT(struct event_list_reply, reset, FIELD_BOOL,
              "Some events after the position are not kept any more: read the lists anew"));

static enum rc event_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct event_filter *in = call->in;
    struct event_list_reply *out = call->out;
    struct event_place place;
    struct event_list_out *rows = NULL;
    size_t count = 0;
    int64_t limit = in->limit == FIELD_NULL ? EVENT_LIMIT : in->limit;
    enum rc rc = event_place_find(ctx, tx, in->after, &place);
    if (rc == RC_OK) {
        const struct event_list_in query = {.actor = ctx->actor->account_id,
                                            .today = clock_day_of(ctx->now_ms),
                                            .after = place.after,
                                            .upto = place.upto,
                                            .lim = limit};
        rc = event_rows_list(tx, ctx->arena, 0, &query, &rows, &count);
    }
    if (rc != RC_OK) {
        return rc;
    }
    out->data = arena_array_of(ctx->arena, struct event_out, count + 1);
    for (size_t i = 0; out->data != NULL && i < count; i++) {
        struct event_out one;
        event_fill(ctx, &rows[i], &one);
        if (in->type == NULL || (one.type != NULL && strcmp(one.type, in->type) == 0)) {
            out->data[out->data_count++] = one;
        }
    }
    out->more = count == (size_t)limit;
    out->reset = place.is_lost;
    out->next = event_position(ctx, out->more                  ? rows[count - 1].seq
                                    : place.upto > place.after ? place.upto
                                                               : place.after);
    return out->data != NULL && out->next != NULL ? RC_OK : RC_TOO_LARGE;
}

/* ---- GET /stream ---- */

enum { EVENT_AT_ONCE = 100, EVENT_TOPIC = 5 + 26 };

struct event_topics {
    const char *topics, *after;
};
/* Where a stream stands; lies beside the call and outlives its pieces. */
struct event_stream {
    int64_t at;
    uint64_t presence_seen;
    int is_lost, is_greeted;
};

FIELD_SET(
    event_topics_set, "EventTopics", struct event_topics,
    IN_MUST(struct event_topics, topics, FIELD_TEXT, 1, 400,
            "What to hear of, with commas: `cases` for all that the actor may see, `case:ID` for one"),
    IN(struct event_topics, after, FIELD_TEXT, 1, 100,
       "Position of an earlier event; the field Last-Event-ID comes first; without both only what is still to come"));

static enum rc event_topics_check(struct ctx *ctx, const char *topics)
{
    for (const char *p = topics;; p++) {
        size_t n = strcspn(p, ",");
        int is_all = n == 5 && strncmp(p, "cases", n) == 0;
        if (!is_all && (n != EVENT_TOPIC || strncmp(p, "case:", 5) != 0)) {
            return fault_set(&ctx->fault, RC_MALFORMED, &reasons_bad_pattern, "?topics", NULL, NULL);
        }
        p += n;
        if (*p == '\0') {
            return RC_OK;
        }
    }
}

static int event_is_topic(const char *topics, const char *id)
{
    for (const char *p = topics; *p != '\0'; p += *p == ',') {
        size_t n = strcspn(p, ",");
        if (n == 5 || (n == EVENT_TOPIC && strncmp(p + 5, id, 26) == 0)) {
            return 1;
        }
        p += n;
    }
    return 0;
}

static enum rc event_stream_open(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct event_topics *in = call->in;
    struct event_stream *stream = call->out;
    struct event_place place;
    const char *after = call->last_event != NULL ? call->last_event : in->after != NULL ? in->after : "now";
    enum rc rc = event_topics_check(ctx, in->topics);
    rc = rc == RC_OK ? event_place_find(ctx, tx, after, &place) : rc;
    if (rc == RC_OK) {
        const struct env *env = ctx->env;
        *stream = (struct event_stream){
            .at = place.after, .presence_seen = presence_changes(env->presence), .is_lost = place.is_lost};
    }
    return rc;
}

static void event_put(struct ctx *ctx, struct buf *out, const char *name, int64_t seq, const struct event_out *one)
{
    const char *id = one != NULL ? one->id : event_position(ctx, seq);
    buf_printf(out, "id: %s\nevent: %s\ndata: ", id != NULL ? id : "", name);
    if (one != NULL) {
        codec_encode(out, &event_set, one);
    } else {
        buf_puts(out, "{}");
    }
    buf_puts(out, "\n\n");
}

/* Somebody came to a case where the reader is, left it, or turned to something else; who, they ask for. It has no position: whoever was not
 * there has missed nothing. */
static void event_put_presence(struct ctx *ctx, struct event_stream *stream, struct buf *out)
{
    const struct env *env = ctx->env;
    char cases[PRESENCE_AT_ONCE][IDENT_SIZE];
    size_t count = env->presence == NULL ? 0
                                         : presence_news(env->presence, ctx->actor->account_id, ctx->now_ms,
                                                         &stream->presence_seen, cases);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "event: presence\ndata: {\"case_id\":\"%s\"}\n\n", cases[i]);
    }
}

static enum rc event_stream_more(struct ctx *ctx, struct tx *tx, struct call *call, struct buf *out)
{
    const struct event_topics *in = call->in;
    struct event_stream *stream = call->out;
    struct event_ends_out ends;
    struct event_list_out *rows = NULL;
    size_t count = 0;
    enum rc rc = event_rows_ends(tx, ctx->arena, &ends);
    const struct event_list_in query = {.actor = ctx->actor->account_id,
                                        .today = clock_day_of(ctx->now_ms),
                                        .after = stream->at,
                                        .upto = ends.last,
                                        .lim = EVENT_AT_ONCE};
    rc = rc == RC_OK ? event_rows_list(tx, ctx->arena, 0, &query, &rows, &count) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (!stream->is_greeted) {
        buf_puts(out, "retry: 3000\n");
        event_put(ctx, out, stream->is_lost ? "reset" : "ready", stream->at, NULL);
        stream->is_greeted = 1;
    }
    for (size_t i = 0; i < count; i++) {
        struct event_out one;
        event_fill(ctx, &rows[i], &one);
        if (event_is_topic(in->topics, one.case_id)) {
            event_put(ctx, out, "case.updated", rows[i].seq, &one);
        }
    }
    if (count == EVENT_AT_ONCE) { /* more than at once: the reader fetches anew, which is less work for both */
        event_put(ctx, out, "reset", ends.last, NULL);
    }
    event_put_presence(ctx, stream, out);
    stream->at = ends.last > stream->at ? ends.last : stream->at;
    return RC_OK;
}

static const enum rc event_may[] = {RC_MALFORMED, RC_OK};

ENDPOINT_TABLE(event_api_table,
               {.method = "GET",
                .path = "/api/v1/events",
                .operation = "listEvents",
                .tag = "events",
                .summary = "What happened to the cases that the actor may see, in one order without gaps",
                .need = PERM_CASE_READ,
                .query = &event_query,
                .reply = &event_list_set,
                .in_size = sizeof(struct event_filter),
                .out_size = sizeof(struct event_list_reply),
                .ok = 200,
                .may = event_may,
                .cost = 1,
                .run = event_list},
               {.method = "GET",
                .path = "/api/v1/stream",
                .operation = "streamEvents",
                .tag = "events",
                .summary = "The same as server-sent events, while the client listens; closed after 30 minutes",
                .need = PERM_CASE_READ,
                .query = &event_topics_set,
                .file = "text/event-stream",
                .in_size = sizeof(struct event_topics),
                .out_size = sizeof(struct event_stream),
                .ok = 200,
                .may = event_may,
                .cost = 1,
                .live = event_stream_more,
                .run = event_stream_open});
