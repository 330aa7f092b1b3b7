/*
 * fuzz_list.c - queries of every list: its operation, NUL, the query as it stands behind the '?'; another name chooses a list
 * by its length. There is no language of filters: what people can say is fields, texts to look for, and cursors.
 *
 * Holds: what is refused says where; what is accepted can be written as a query again that means the same; over an office with
 * rows it is answered, by statements that only read, within a bound of steps, with a code that the list declares; following the
 * cursors comes to an end, no row comes twice, and none is missing; a row has the words that were looked for.
 *
 * Runs on: the fuzzer's thread. Owns: nothing.
 */
#include "list.h"
#include "office.h"

#include "api/api.h"
#include "base/buf.h"
#include "base/value.h"
#include "http/codec.h"
#include "http/codec_inside.h"

enum { LISTS_MAX = 64, STEPS_MAX = 200000, PAGES_MAX = 400, REPLY_ROWS_MAX = 200 };

int LLVMFuzzerInitialize(int *argc, char ***argv);

static const struct endpoint *lists[LISTS_MAX];
static int list_count;

/* Before the clock of the search runs: making the office takes seconds. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    codec_seed();
    fuzz_office_make();
    for (int t = 0; api_tables[t] != NULL; t++) {
        for (int i = 0; i < api_tables[t]->count; i++) {
            const struct endpoint *row = &api_tables[t]->rows[i];
            if (row->query != NULL && row->page == NULL && row->mode == ENDPOINT_READ && row->params == NULL &&
                list_count < LISTS_MAX) {
                lists[list_count++] = row;
            }
        }
    }
    return 0;
}

static const struct endpoint *choose(const char *operation)
{
    for (int i = 0; i < list_count; i++) {
        if (strcmp(lists[i]->operation, operation) == 0) {
            return lists[i];
        }
    }
    return lists[strlen(operation) % (size_t)list_count];
}

static void check_refusal(enum rc rc, const struct fault *f)
{
    FUZZ_MUST(rc == RC_MALFORMED || rc == RC_INVALID || rc == RC_URI_TOO_LONG);
    FUZZ_MUST(rc == RC_URI_TOO_LONG || f->rc == rc);
    FUZZ_MUST(rc != RC_MALFORMED || f->main.reason != NULL);
    FUZZ_MUST(rc != RC_INVALID || f->error_count > 0);
    for (int i = 0; i < f->error_count; i++) {
        FUZZ_MUST(f->errors[i].reason != NULL && f->errors[i].pointer != NULL && f->errors[i].pointer[0] == '?');
    }
}

/* The codes of request_reply.c that need no word in the row, but for those that tell of a fault of ours. */
static int is_declared(const struct endpoint *ep, enum rc rc)
{
    if (rc == RC_OK || rc == RC_MALFORMED || rc == RC_INVALID || rc == RC_FORBIDDEN) {
        return 1;
    }
    for (const enum rc *may = ep->may; may != NULL && *may != RC_OK; may++) {
        if (*may == rc) {
            return 1;
        }
    }
    return 0;
}

static enum rc run(struct request *req, struct arena *a, const struct value **reply)
{
    const struct endpoint *ep = req->match.endpoint;
    struct ctx parsing = {.arena = a};
    struct buf b;
    struct tx tx;
    fuzz_office_read(a, &req->ctx, &tx);
    enum rc rc = ep->run(&req->ctx, &tx, &req->call);
    FUZZ_MUST(fuzz_office_steps() <= STEPS_MAX);
    fuzz_office_end();
    FUZZ_MUST(is_declared(ep, rc) && (rc == RC_OK || req->ctx.fault.rc == rc));
    *reply = NULL;
    if (rc == RC_OK && ep->reply != NULL) {
        buf_init(&b, a);
        codec_encode(&b, ep->reply, req->call.out);
        FUZZ_MUST(buf_is_ok(&b) && codec_decode_value(&parsing, b.data, b.len, reply) == RC_OK);
    }
    return rc;
}

/* What was looked for stands in some text of the row, case of Latin letters aside. */
static int has_words(const struct value *row, const char *words)
{
    int is_there = words == NULL || row->kind != VALUE_OBJECT;
    for (size_t i = 0; !is_there && i < row->count; i++) {
        is_there = row->items[i].kind == VALUE_TEXT && strcasestr(row->items[i].text, words) != NULL;
    }
    return is_there;
}

static const char *words_of(const struct request *req)
{
    const struct field_set *set = req->match.endpoint->query;
    int i = codec_find(set, "q");
    return i < 0 ? NULL : *(const char *const *)(const void *)((const char *)req->call.in + set->fields[i].offset);
}

/* Rows of a page: no more than were asked for, and none whose id came before. Returns how many. */
static size_t note_rows(const struct value *reply, const char *words, const char **ids, size_t *count)
{
    const struct value *data = value_get(reply, "data");
    const struct value *page = value_get(reply, "page");
    if (data == NULL || data->kind != VALUE_ARRAY) {
        return 0;
    }
    FUZZ_MUST(page == NULL || (int64_t)data->count <= value_int(page, "limit", 0));
    for (size_t i = 0; i < data->count; i++) {
        const char *id = value_text(&data->items[i], "id");
        FUZZ_MUST(has_words(&data->items[i], words));
        for (size_t k = 0; id != NULL && k < *count; k++) {
            FUZZ_MUST(strcmp(ids[k], id) != 0);
        }
        if (id != NULL && *count < REPLY_ROWS_MAX) {
            ids[(*count)++] = id;
        }
    }
    return data->count;
}

/* Through all pages behind the first; returns how many rows there are. */
static size_t follow(struct arena *a, struct request *first, const struct value *reply)
{
    static const char *ids[REPLY_ROWS_MAX];
    static struct request req;
    size_t count = 0;
    size_t rows = note_rows(reply, words_of(first), ids, &count);
    for (int pages = 0;; pages++) {
        const char *next = value_text(value_get(reply, "page"), "next");
        if (next == NULL) {
            return rows;
        }
        FUZZ_MUST(pages < PAGES_MAX);
        FUZZ_MUST(list_decode(&req, a, first->match.endpoint, list_query(first, "cursor", next)) == RC_OK);
        FUZZ_MUST(run(&req, a, &reply) == RC_OK);
        rows += note_rows(reply, words_of(first), ids, &count);
    }
}

/* Small pages together are the large one. */
static void check_pages(struct arena *a, struct request *first, const struct value *reply)
{
    static struct request req;
    size_t rows = follow(a, first, reply);
    if (codec_find(first->match.endpoint->query, "limit") < 0) {
        return;
    }
    FUZZ_MUST(list_decode(&req, a, first->match.endpoint, list_query(first, "limit", "200")) == RC_OK);
    FUZZ_MUST(run(&req, a, &reply) == RC_OK);
    const struct value *page = value_get(reply, "page");
    const struct value *data = value_get(reply, "data");
    if (page != NULL && data != NULL && value_text(page, "next") == NULL && value_text(page, "prev") == NULL) {
        FUZZ_MUST(data->count == rows);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct request req, again;
    struct arena *a = fuzz_arena();
    struct fuzz_in in = {data, size};
    const struct value *reply = NULL;
    const struct endpoint *ep = choose(fuzz_text(&in, a));
    enum rc rc = list_decode(&req, a, ep, fuzz_text(&in, a));
    if (rc != RC_OK) {
        check_refusal(rc, &req.ctx.fault);
        return 0;
    }
    const char *said = list_json(&req);
    FUZZ_MUST(list_decode(&again, a, ep, list_query(&req, NULL, NULL)) == RC_OK);
    FUZZ_MUST(said != NULL && strcmp(said, list_json(&again)) == 0);
    if (run(&req, a, &reply) == RC_OK) {
        check_pages(a, &req, reply);
    }
    return 0;
}
