/*
 * demo_story.c - reads the stories and tells them in the order of time.
 *
 * A step is one of
 *   {"at", "as", "sequence": {"name", "last"}}   a number series goes on from an earlier register
 *   {"at", "as", "register": {...}}              POST /submissions
 *   {"at", "submit": {...}}                      POST /public/submissions, by nobody
 *   {"at", "rate": {"target", "value", ...}}     POST /public/cases/{number}/ratings, by the petitioner with the code
 *   {"at", "as", "event", "fields", "note"?}     POST /cases/{id}/transitions
 *   {"at", "as", "precedent": {...}}             POST /precedents/{id}/confirm, of the newest ruling that waits for its words
 *   {"at", "as", "turn": "review_of"}            goes on with the case that came out of this one; "first": with the first again
 *
 * Runs on: the thread that tells the stories. Owns: nothing.
 */
#include "app/demo_inside.h"

#include "base/buf.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STORY_STEP_MS INT64_C(300000) /* between two acts of a story that would fall together */

static const char *const story_files[] = {"seed/demo/cases.json", "seed/demo/ordinary.json"};

struct story_step {
    int64_t at_ms;
    size_t story, position;
};

/* Steps of one story in time: days counted from today move from the weekend to the Friday before, and order is kept. */
static enum rc story_times(struct demo *d, size_t story, int64_t *times)
{
    const struct value *steps = d->stories[story].steps;
    int64_t before_ms = INT64_MIN;
    for (size_t i = 0; i < steps->count; i++) {
        int is_exact;
        enum rc rc = demo_parse_time(d, value_text(&steps->items[i], "at"), &times[i], &is_exact);
        if (rc != RC_OK) {
            return rc;
        }
        int is_relative = value_text(&steps->items[i], "at")[4] != '-';
        int weekday = clock_weekday(clock_day_of(times[i]));
        if (!is_exact && weekday > 5 && value_get(&steps->items[i], "submit") == NULL &&
            value_get(&steps->items[i], "rate") == NULL) {
            times[i] -= (weekday - 5) * INT64_C(86400000);
        }
        if (times[i] <= before_ms) {
            times[i] = before_ms + STORY_STEP_MS;
        }
        if (is_relative && times[i] > d->now_ms) {
            times[i] = d->now_ms; /* this morning's acts, when it is earlier still */
        }
        before_ms = times[i];
    }
    return RC_OK;
}

static enum rc story_read(struct demo *d, const struct value *const *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        d->story_count += files[i]->count;
    }
    d->stories = arena_array_of(d->keep, struct demo_story, d->story_count);
    if (d->stories == NULL) {
        return RC_TOO_LARGE;
    }
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < files[i]->count; k++, n++) {
            const struct value *story = &files[i]->items[k];
            d->stories[n] = (struct demo_story){.key = value_text(story, "key"), .steps = value_get(story, "steps")};
            if (d->stories[n].key == NULL || d->stories[n].steps == NULL) {
                return demo_fail(d, RC_MALFORMED, "story %zu has no key or no steps", n + 1);
            }
        }
    }
    return RC_OK;
}

static int story_compare(const void *a, const void *b)
{
    const struct story_step *x = a;
    const struct story_step *y = b;
    if (x->at_ms != y->at_ms) {
        return x->at_ms < y->at_ms ? -1 : 1;
    }
    if (x->story != y->story) {
        return x->story < y->story ? -1 : 1;
    }
    return x->position < y->position ? -1 : x->position > y->position;
}

/* Every step of every story, in the order of time. */
static enum rc story_order(struct demo *d, struct story_step **out, size_t *count)
{
    size_t total = 0;
    *count = 0;
    for (size_t i = 0; i < d->story_count; i++) {
        total += d->stories[i].steps->count;
    }
    struct story_step *steps = arena_array_of(d->keep, struct story_step, total);
    enum rc rc = steps != NULL ? RC_OK : RC_TOO_LARGE;
    for (size_t i = 0; rc == RC_OK && i < d->story_count; i++) {
        size_t n = d->stories[i].steps->count;
        int64_t *times = arena_array_of(d->keep, int64_t, n);
        rc = times != NULL ? story_times(d, i, times) : RC_TOO_LARGE;
        for (size_t k = 0; rc == RC_OK && k < n; k++) {
            steps[(*count)++] = (struct story_step){times[k], i, k};
        }
    }
    if (rc == RC_OK) {
        qsort(steps, *count, sizeof *steps, story_compare);
    }
    *out = steps;
    return rc;
}

enum rc demo_plan(struct demo *d, int64_t *first_ms)
{
    enum { FILES = sizeof story_files / sizeof story_files[0] };
    const struct value *files[FILES];
    struct story_step *steps;
    size_t count = 0;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < FILES; i++) {
        rc = demo_read(d, story_files[i], &files[i]);
    }
    if (rc == RC_OK) {
        rc = story_read(d, files, FILES);
    }
    if (rc == RC_OK) {
        rc = story_order(d, &steps, &count);
    }
    *first_ms = rc == RC_OK && count > 0 && steps[0].at_ms < d->now_ms ? steps[0].at_ms : d->now_ms;
    return rc == RC_OK ? RC_OK : demo_fail(d, rc, "the stories of the demo cannot be read");
}

/* Keeps what later steps and the receipt need. */
static void story_know(struct demo *d, struct demo_story *s, const struct value *receipt, const struct value *c)
{
    const struct value *demands = value_get(c, "demands");
    s->case_id = arena_strdup(d->keep, value_text(c, "id"));
    s->first_id = s->case_id;
    s->title = arena_strdup(d->keep, value_text(c, "title"));
    if (value_text(receipt, "query_code") != NULL) {
        s->number = arena_strdup(d->keep, value_text(receipt, "number"));
        s->code = arena_strdup(d->keep, value_text(receipt, "query_code"));
    }
    s->demand_count = 0;
    for (size_t i = 0; demands != NULL && i < demands->count && i < sizeof s->demands / sizeof s->demands[0]; i++) {
        s->demands[s->demand_count++] = arena_strdup(d->keep, value_text(&demands->items[i], "id"));
    }
}

static enum rc story_body(struct demo *d, const struct value *v, const struct demo_story *s, const char **out)
{
    struct buf body;
    buf_init(&body, d->ctx.arena);
    enum rc rc = demo_put(d, &body, v, s);
    *out = buf_cstr(&body);
    return rc != RC_OK ? rc : *out != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc story_sequence(struct demo *d, const char *as, const struct value *in)
{
    const struct value *reply;
    struct demo_request request = {
        .method = "PUT",
        .path = arena_printf(d->ctx.arena, "/api/v1/sequences/%s", value_text(in, "name")),
        .body = arena_printf(d->ctx.arena, "{\"last\":%lld}", (long long)value_int(in, "last", 0))};
    return demo_call(d, as, &request, 200, &reply);
}

static enum rc story_register(struct demo *d, struct demo_story *s, const char *as, const struct value *in)
{
    const struct value *reply;
    struct demo_request request = {.method = "POST", .path = "/api/v1/submissions"};
    enum rc rc = story_body(d, in, s, &request.body);
    if (rc == RC_OK) {
        rc = demo_call(d, as, &request, 201, &reply);
    }
    if (rc == RC_OK) {
        story_know(d, s, value_get(reply, "receipt"), value_get(reply, "case"));
    }
    return rc;
}

/* By the petitioner, who only gets a receipt; the bureau finds the case by its number. */
static enum rc story_submit(struct demo *d, struct demo_story *s, const struct value *in)
{
    const struct value *reply;
    const struct value *list;
    struct demo_request request = {.method = "POST", .path = "/api/v1/public/submissions"};
    enum rc rc = story_body(d, in, s, &request.body);
    if (rc == RC_OK) {
        rc = demo_call(d, NULL, &request, 201, &reply);
    }
    if (rc != RC_OK) {
        return rc;
    }
    const struct value *receipt = value_get(reply, "receipt");
    struct demo_request find = {
        .method = "GET", .path = arena_printf(d->ctx.arena, "/api/v1/cases?q=%s", value_text(receipt, "number"))};
    rc = demo_call(d, "demo-bureau", &find, 200, &list);
    const struct value *rows = rc == RC_OK ? value_get(list, "data") : NULL;
    if (rc == RC_OK && (rows == NULL || rows->count != 1)) {
        return demo_fail(d, RC_NOT_FOUND, "the case %s is not in the bureau's list", value_text(receipt, "number"));
    }
    if (rc == RC_OK) {
        story_know(d, s, receipt, &rows->items[0]);
    }
    return rc;
}

/* By the petitioner, with what stands on the receipt. */
static enum rc story_rate(struct demo *d, const struct demo_story *s, const struct value *in)
{
    const struct value *reply;
    const char *said;
    if (s->number == NULL) {
        return demo_fail(d, RC_NOT_FOUND, "nobody has a receipt yet");
    }
    enum rc rc = story_body(d, in, s, &said);
    struct demo_request request = {
        .method = "POST",
        .path = arena_printf(d->ctx.arena, "/api/v1/public/cases/%s/ratings", s->number),
        .body = rc == RC_OK ? arena_printf(d->ctx.arena, "{\"code\":\"%s\",%s", s->code, said + 1) : NULL};
    return rc == RC_OK ? demo_call(d, NULL, &request, 200, &reply) : rc;
}

/* Reads the version as a browser would, then acts on it. */
static enum rc story_event(struct demo *d, const struct demo_story *s, const char *as, const struct value *step)
{
    const struct value *c;
    const struct value *reply;
    struct buf body;
    char version[24];
    struct demo_request get = {.method = "GET", .path = arena_printf(d->ctx.arena, "/api/v1/cases/%s", s->case_id)};
    enum rc rc = s->case_id != NULL ? demo_call(d, as, &get, 200, &c) : demo_fail(d, RC_NOT_FOUND, "no case yet");
    if (rc != RC_OK) {
        return rc;
    }
    snprintf(version, sizeof version, "%lld", (long long)value_int(c, "version", 0));
    buf_init(&body, d->ctx.arena);
    buf_puts(&body, "{\"event\":");
    buf_put_json(&body, value_text(step, "event"));
    if (value_text(step, "note") != NULL) {
        buf_puts(&body, ",\"note\":");
        buf_put_json(&body, value_text(step, "note"));
    }
    buf_puts(&body, ",\"fields\":");
    rc = demo_put(d, &body, value_get(step, "fields"), s);
    buf_putc(&body, '}');
    struct demo_request post = {.method = "POST",
                                .path = arena_printf(d->ctx.arena, "%s/transitions", get.path),
                                .if_match = version,
                                .body = buf_cstr(&body)};
    return rc == RC_OK ? demo_call(d, as, &post, 200, &reply) : rc;
}

static enum rc story_precedent(struct demo *d, const struct demo_story *s, const char *as, const struct value *in)
{
    const struct value *reply;
    struct demo_request get = {.method = "GET", .path = "/api/v1/precedents?status=draft"};
    struct demo_request confirm = {.method = "POST"};
    enum rc rc = demo_call(d, as, &get, 200, &reply);
    const struct value *drafts = rc == RC_OK ? value_get(reply, "data") : NULL;
    if (rc == RC_OK && (drafts == NULL || drafts->count == 0)) {
        return demo_fail(d, RC_NOT_FOUND, "no ruling waits for its words");
    }
    if (rc == RC_OK) {
        confirm.path = arena_printf(d->ctx.arena, "/api/v1/precedents/%s/confirm", value_text(&drafts->items[0], "id"));
        rc = story_body(d, in, s, &confirm.body);
    }
    return rc == RC_OK ? demo_call(d, as, &confirm, 200, &reply) : rc;
}

/* The newest case that is linked with this one in that way and came out of it. */
static enum rc story_turn(struct demo *d, struct demo_story *s, const char *as, const char *kind)
{
    const struct value *reply;
    struct demo_request get = {.method = "GET",
                               .path = arena_printf(d->ctx.arena, "/api/v1/cases/%s/links", s->case_id)};
    if (strcmp(kind, "first") == 0) {
        s->case_id = s->first_id;
        return RC_OK;
    }
    const char *found = NULL;
    enum rc rc = demo_call(d, as, &get, 200, &reply);
    const struct value *links = rc == RC_OK ? value_get(reply, "data") : NULL;
    for (size_t i = 0; links != NULL && i < links->count; i++) {
        const struct value *link = &links->items[i];
        if (strcmp(value_text(link, "kind"), kind) == 0 && strcmp(value_text(link, "direction"), "from") == 0) {
            found = value_text(value_get(link, "matter"), "id");
        }
    }
    s->case_id = found != NULL ? arena_strdup(d->keep, found) : s->case_id;
    return rc != RC_OK || found != NULL ? rc : demo_fail(d, RC_NOT_FOUND, "there is no case %s this one", kind);
}

static enum rc story_step(struct demo *d, struct demo_story *s, const struct value *step)
{
    const char *as = value_text(step, "as");
    const struct value *in;
    if ((in = value_get(step, "sequence")) != NULL) {
        return story_sequence(d, as, in);
    }
    d->acts++;
    if ((in = value_get(step, "register")) != NULL) {
        return story_register(d, s, as, in);
    }
    if ((in = value_get(step, "submit")) != NULL) {
        return story_submit(d, s, in);
    }
    if ((in = value_get(step, "rate")) != NULL) {
        return story_rate(d, s, in);
    }
    if ((in = value_get(step, "precedent")) != NULL) {
        return story_precedent(d, s, as, in);
    }
    if (value_text(step, "turn") != NULL) {
        return story_turn(d, s, as, value_text(step, "turn"));
    }
    return story_event(d, s, as, step);
}

enum rc demo_tell(struct demo *d)
{
    struct story_step *steps;
    size_t count;
    enum rc rc = story_order(d, &steps, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct demo_story *s = &d->stories[steps[i].story];
        const struct value *step = &s->steps->items[steps[i].position];
        if (steps[i].at_ms > d->now_ms) {
            d->left_out++;
            continue;
        }
        struct arena_mark mark = arena_mark(d->ctx.arena);
        rc = demo_move_clock(d, steps[i].at_ms);
        if (rc == RC_OK) {
            rc = story_step(d, s, step);
        }
        if (rc != RC_OK) {
            char why[OFFICE_MESSAGE_SIZE];
            snprintf(why, sizeof why, "%s", d->message);
            snprintf(d->message, sizeof d->message, "story %s, step %zu (%s): %.380s", s->key, steps[i].position + 1,
                     value_text(step, "at"), why);
        }
        arena_reset_to(d->ctx.arena, mark);
    }
    return rc == RC_OK ? demo_move_clock(d, d->now_ms) : rc;
}
