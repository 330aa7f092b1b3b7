/*
 * request.c - the requests that a client can think of: registrations, further submissions, events and contacts.
 *
 * Every request that may change something bears its key in its title, note or content, so that an effect can be counted.
 *
 * Runs on: the client's thread. Owns: nothing.
 */
#include "crowd.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REQUEST_DAYS_AGO = 40, DAY_S = 86400, ZONE_S = 8 * 3600 };

/* Time of arrival: the ladders of clocks that began weeks ago have rungs that are due at once. */
static void day_text(int days_ago, char out[16])
{
    struct tm day;
    time_t then = time(NULL) + ZONE_S - (time_t)days_ago * DAY_S;
    gmtime_r(&then, &day);
    strftime(out, 16, "%Y-%m-%d", &day);
}

__attribute__((format(printf, 1, 2))) static char *text_new(const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0) {
        abort();
    }
    return text;
}

static struct op *op_new(struct member *m, enum op_kind kind, enum bureau_desk desk)
{
    char key[OP_KEY_SIZE];
    snprintf(key, sizeof key, "k-%06llx-%02d-%06u-0", (unsigned long long)(m->crowd->seed & 0xffffff), m->number,
             ++m->serial);
    return book_open(&m->book, kind, desk, key);
}

static struct op *think_submission(struct member *m, const struct own_case *joined)
{
    static const char *const channels[] = {"letter", "call", "fax"};
    struct op *op = op_new(m, joined != NULL ? OP_JOIN : OP_REGISTER, BUREAU_CLERK);
    char persons[1200] = "";
    char demands[600] = "";
    char day[16];
    day_text(chance_below(&m->chance, REQUEST_DAYS_AGO), day);
    op->persons = 1 + chance_below(&m->chance, 4);
    op->demands = 1 + chance_below(&m->chance, 4);
    for (int i = 0; i < op->persons; i++) {
        size_t at = strlen(persons);
        snprintf(persons + at, sizeof persons - at,
                 "%s{\"role\":\"%s\",\"kind\":\"natural\",\"name\":\"沈某%d\",\"phone\":\"1990000%04d\",\"address\":"
                 "\"枫林村\"}",
                 i > 0 ? "," : "", i > 0 ? "co_petitioner" : "petitioner", i, chance_below(&m->chance, 10000));
    }
    for (int i = 0; i < op->demands; i++) {
        size_t at = strlen(demands);
        snprintf(demands + at, sizeof demands - at, "%s{\"text\":\"解决第%d项问题\"}", i > 0 ? "," : "", i + 1);
    }
    op->path = text_new("/api/v1/submissions");
    op->body =
        text_new("{%s%s%s\"channel\":\"%s\",\"received_on\":\"%s\",\"purpose\":\"appeal\",\"title\":\"%s\","
                 "\"request\":\"请求依法处理\",\"class_code\":\"0309\",\"place_unit_id\":\"%s\",\"demands\":[%s],"
                 "\"persons\":[%s]}",
                 joined != NULL ? "\"case_id\":\"" : "", joined != NULL ? joined->id : "", joined != NULL ? "\"," : "",
                 channels[chance_below(&m->chance, 3)], day, op->key, m->crowd->bureau->village, demands, persons);
    return op;
}

static void contact_fields(char *out, size_t size, const char *content)
{
    char day[16];
    day_text(0, day);
    snprintf(out, size,
             "\"on\":\"%s\",\"method\":\"phone\",\"spoke_with\":\"沈某\",\"content\":\"%s\",\"reached\":true", day,
             content);
}

static const char *const events_of[][4] = {
    {"registered", "screen", "screen", "withdraw"},       {"screened", "dispatch", "dispatch", "dispatch"},
    {"dispatched", "accept", "accept", "object"},         {"objected", "refuse_objection", "redispatch", "redispatch"},
    {"accepted", "assign_handler", "contact", "contact"}, {"handling", "contact", "contact", "withdraw"},
};

static const char *think_event_name(struct member *m, const struct own_case *c)
{
    for (size_t i = 0; i < sizeof events_of / sizeof events_of[0]; i++) {
        if (strcmp(events_of[i][0], c->state) == 0) {
            return events_of[i][1 + chance_below(&m->chance, 3)];
        }
    }
    return NULL;
}

static enum bureau_desk desk_of(const char *event, const struct own_case *c)
{
    int at_unit =
        strcmp(c->state, "dispatched") == 0 || strcmp(c->state, "accepted") == 0 || strcmp(c->state, "handling") == 0;
    (void)event;
    return !at_unit ? BUREAU_CLERK : c->at_two ? BUREAU_INTAKE_TWO : BUREAU_INTAKE;
}

static struct op *think_contact(struct member *m, const struct own_case *c)
{
    char fields[300];
    struct op *op = op_new(m, OP_CONTACT, desk_of("contact", c));
    contact_fields(fields, sizeof fields, op->key);
    op->path = text_new("/api/v1/cases/%s/contacts", c->id);
    op->body = text_new("{%s}", fields);
    memcpy(op->case_id, c->id, sizeof op->case_id);
    return op;
}

static char *event_fields(struct member *m, const char *event, const struct own_case *c, const char *key)
{
    const struct bureau *b = m->crowd->bureau;
    char contact[300];
    if (strcmp(event, "screen") == 0) {
        return text_new("\"class_code\":\"0309\",\"urgency\":\"normal\"");
    }
    if (strcmp(event, "dispatch") == 0 || strcmp(event, "redispatch") == 0) {
        int to_two = strcmp(event, "dispatch") == 0 ? chance_below(&m->chance, 2) : !c->at_two;
        return text_new("\"to_unit\":\"%s\",\"kind\":\"transfer\",\"basis\":\"职责\"%s",
                        to_two ? b->unit_two : b->unit_one, event[0] == 'r' ? ",\"reason\":\"异议成立\"" : "");
    }
    if (strcmp(event, "accept") == 0) {
        return text_new("\"notice_method\":\"sms\",\"proof\":\"短信记录\",\"way\":\"依法办理\"");
    }
    if (strcmp(event, "object") == 0) {
        return text_new("\"ground\":\"不属于本单位职责\",\"legal_basis\":\"某条例第一条\"");
    }
    if (strcmp(event, "refuse_objection") == 0) {
        return text_new("\"reason\":\"属于该单位职责\"");
    }
    if (strcmp(event, "assign_handler") == 0) {
        return text_new("\"handler\":\"%s\",\"no_conflict\":true",
                        b->account[c->at_two ? BUREAU_INTAKE_TWO : BUREAU_HANDLER]);
    }
    if (strcmp(event, "withdraw") == 0) {
        return text_new("\"statement\":\"信访人书面撤回\"");
    }
    contact_fields(contact, sizeof contact, key);
    return text_new("%s", contact);
}

static struct op *think_event(struct member *m, const struct own_case *c)
{
    const char *event = think_event_name(m, c);
    if (event == NULL) {
        return NULL;
    }
    struct op *op = op_new(m, OP_EVENT, desk_of(event, c));
    char *fields = event_fields(m, event, c, op->key);
    op->event = event;
    op->path = text_new("/api/v1/cases/%s/transitions", c->id);
    op->body = text_new("{\"event\":\"%s\",\"fields\":{%s},\"note\":\"%s\"}", event, fields, op->key);
    /* Now and then an old version: it must be refused and change nothing. */
    op->if_match = chance_below(&m->chance, 25) == 0 ? c->version - 1 : c->version;
    memcpy(op->case_id, c->id, sizeof op->case_id);
    free(fields);
    return op;
}

struct op *request_think(struct member *m)
{
    int dice = chance_below(&m->chance, 100);
    const struct own_case *c = m->case_count > 0 ? &m->cases[chance_below(&m->chance, m->case_count)] : NULL;
    if (c == NULL || dice < 45) {
        return think_submission(m, NULL);
    }
    if (dice < 50) {
        return think_submission(m, c);
    }
    return dice < 57 && think_event_name(m, c) != NULL ? think_contact(m, c) : think_event(m, c);
}

enum wire_end request_send(struct member *m, struct op *op, struct wire_reply *r)
{
    char fields[400];
    char version[48] = "";
    if (op->if_match >= 0) {
        snprintf(version, sizeof version, "If-Match: \"%lld\"\r\n", (long long)op->if_match);
    }
    snprintf(fields, sizeof fields, "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\n%s",
             m->crowd->bureau->token[op->desk], op->key, version);
    return wire_call(m->wire, "POST", op->path, fields, op->body, r);
}

static void case_drop(struct member *m, struct own_case *c)
{
    *c = m->cases[--m->case_count];
}

/* The ladder changed it, or it was touched by a request whose answer did not say how: look again. */
static void case_look(struct member *m, struct own_case *c)
{
    char path[80];
    char fields[200];
    struct wire_reply r;
    snprintf(path, sizeof path, "/api/v1/cases/%s", c->id);
    snprintf(fields, sizeof fields, "Authorization: Bearer %s\r\n", m->crowd->bureau->token[BUREAU_CLERK]);
    if (wire_call(m->wire, "GET", path, fields, NULL, &r) != WIRE_ANSWERED || r.status != 200 ||
        !wire_text(r.body, "state", c->state, sizeof c->state) || strcmp(c->state, "closed") == 0) {
        case_drop(m, c);
        return;
    }
    c->version = r.etag;
}

void request_learn(struct member *m, const struct op *op)
{
    if (op->kind == OP_REGISTER && op->fate == OP_DONE) {
        int at = m->case_count < CROWD_CASES ? m->case_count++ : chance_below(&m->chance, CROWD_CASES);
        m->cases[at] = (struct own_case){.state = "registered", .version = 1};
        memcpy(m->cases[at].id, op->case_id, BUREAU_ID_SIZE);
        return;
    }
    for (int i = 0; i < m->case_count; i++) {
        struct own_case *c = &m->cases[i];
        if (strcmp(c->id, op->case_id) != 0) {
            continue;
        }
        if (op->kind == OP_EVENT && op->fate == OP_DONE && strstr(op->event, "dispatch") != NULL) {
            c->at_two = strstr(op->body, m->crowd->bureau->unit_two) != NULL;
        }
        if (op->kind != OP_EVENT || op->fate != OP_DONE || !wire_text(op->reply, "state", c->state, sizeof c->state) ||
            strcmp(c->state, "closed") == 0) {
            case_look(m, c);
        } else {
            c->version = op->etag;
        }
        return;
    }
}
