/*
 * scenario_say.c - what people of a story send.
 *
 * Runs on: the test's main thread. Owns: nothing.
 */
#include "support/scenario_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAY_TEXT_MAX = 256 * 1024, SAY_PATH_MAX = 1024 };

void scenario_hang_up(struct scenario *s)
{
    if (s->client != NULL) {
        client_free(s->client);
    }
    s->client = NULL;
    s->reply = NULL;
}

static const char *find_name(const struct scenario_name *names, int count, const char *key)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i].key, key) == 0) {
            return names[i].id;
        }
    }
    scenario_give_up("nothing is behind", key);
}

/* `name` follows the '@'. */
static const char *resolve(struct scenario *s, const char *name)
{
    const struct scenario_office *o = &scenario_office;
    if (strncmp(name, "unit:", 5) == 0) {
        return find_name(o->units, o->unit_count, name + 5);
    }
    if (strncmp(name, "account:", 8) == 0) {
        return find_name(o->accounts, o->account_count, name + 8);
    }
    if (strncmp(name, "demand:", 7) == 0) {
        unsigned long n = strtoul(name + 7, NULL, 10);
        return n >= 1 && n <= SCENARIO_DEMANDS_MAX ? s->demands[n - 1] : "";
    }
    if (strcmp(name, "case") == 0) {
        return s->case_id;
    }
    scenario_give_up("nothing is behind", name);
}

char *scenario_put_in(struct scenario *s, const char *text, int is_json)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-_";
    char *out = malloc(SAY_TEXT_MAX);
    size_t n = 0;
    if (out == NULL) {
        scenario_give_up("say", "no memory");
    }
    while (*text != '\0' && n + 64 < SAY_TEXT_MAX) {
        if (*text == '@' && strspn(text + 1, letters) > 0) {
            char name[64];
            size_t length = strspn(text + 1, letters);
            snprintf(name, sizeof name, "%.*s", (int)length, text + 1);
            n += (size_t)snprintf(out + n, SAY_TEXT_MAX - n, "%s", resolve(s, name));
            text += length + 1;
        } else {
            out[n++] = (char)(is_json && *text == '\'' ? '"' : *text);
            text++;
        }
    }
    out[n] = '\0';
    return out;
}

static void add_header(struct scenario *s, const char *name, const char *quote, char *text)
{
    char line[160];
    if (text[0] != '\0') {
        snprintf(line, sizeof line, "%s: %s%s%s", name, quote, text, quote);
        client_add_header(s->client, line);
    }
    text[0] = '\0';
}

static void meet(struct scenario *s)
{
    if (s->client == NULL) {
        s->client = client_new(runtime_url(s->rt));
        client_set_cookies(s->client, 0);
    }
}

/* Bytes as they are, to an address below `base`. */
static void say_at(struct scenario *s, const char *base, const char *method, const char *path, const void *body,
                   size_t size)
{
    char whole[SAY_PATH_MAX];
    char *where = scenario_put_in(s, path, 0);
    meet(s);
    const struct scenario_seat *seat = s->login[0] != '\0' ? scenario_seat(s, s->login) : NULL;
    client_set_csrf(s->client, seat != NULL ? seat->csrf : NULL);
    if (seat != NULL) {
        char line[160];
        snprintf(line, sizeof line, "Cookie: sid=%s", seat->secret);
        client_add_header(s->client, line);
    }

    add_header(s, "Idempotency-Key", "", s->key);
    add_header(s, "If-Match", "\"", s->version);
    add_header(s, "Accept-Language", "", s->language);
    add_header(s, "X-Code", "", s->code);
    snprintf(whole, sizeof whole, "%s%s", base, where);
    s->reply = client_send(s->client, method, whole, body, size);
    free(where);
}

static void say(struct scenario *s, const char *method, const char *path, const void *body, size_t size)
{
    say_at(s, "/api/v1", method, path, body, size);
}

void open_page(struct scenario *s, const char *path)
{
    say_at(s, "", "GET", path, NULL, 0);
}

void send_raw_form_from(struct scenario *s, const char *path, const char *body, const char *line)
{
    meet(s);
    if (strncmp(line, "Content-Type:", 13) != 0) {
        client_add_header(s->client, "Content-Type: application/x-www-form-urlencoded");
    }
    client_add_header(s->client, line);
    say_at(s, "", "POST", path, body, strlen(body));
}

void send_bytes_as(struct scenario *s, const char *path, const char *type_line, const void *bytes, size_t size)
{
    meet(s);
    client_add_header(s->client, type_line);
    client_add_header(s->client, "Sec-Fetch-Site: same-origin");
    say_at(s, "", "POST", path, bytes, size);
}

void send_raw_form(struct scenario *s, const char *path, const char *body)
{
    send_raw_form_from(s, path, body, "Sec-Fetch-Site: same-origin");
}

void send_form(struct scenario *s, const char *path, const char *const *pairs)
{
    char *body = malloc(SAY_TEXT_MAX);
    size_t n = 0;
    for (size_t i = 0; body != NULL && pairs[i] != NULL; i++) {
        n += (size_t)snprintf(body + n, SAY_TEXT_MAX - n, "%s", i == 0 ? "" : i % 2 == 1 ? "=" : "&");
        for (const char *p = pairs[i]; *p != '\0' && n + 4 < SAY_TEXT_MAX; p++) {
            n += (size_t)snprintf(body + n, SAY_TEXT_MAX - n, "%%%02X", (unsigned char)*p);
        }
    }
    if (body == NULL) {
        scenario_give_up("send_form", "no memory");
    }
    send_raw_form(s, path, body);
    free(body);
}

void scenario_call(struct scenario *s, const char *method, const char *path, const char *json)
{
    char *body = json != NULL ? scenario_put_in(s, json, 1) : NULL;
    say(s, method, path, body, body != NULL ? strlen(body) : 0);
    free(body);
}

void send_file(struct scenario *s, const char *path, const char *name, const void *bytes, size_t size)
{
    char line[1200] = "Content-Disposition: attachment; filename*=UTF-8''";
    size_t n = strlen(line);
    meet(s);
    for (; name != NULL && *name != '\0' && n + 4 < sizeof line; name++) {
        n += (size_t)snprintf(line + n, sizeof line - n, "%%%02X", (unsigned char)*name);
    }
    if (name != NULL) {
        client_add_header(s->client, line);
    }
    client_add_header(s->client, "Content-Type: application/octet-stream");
    say(s, "POST", path, bytes, size);
}

void with_key(struct scenario *s, const char *idempotency_key)
{
    snprintf(s->key, sizeof s->key, "%s", idempotency_key);
}

void with_version(struct scenario *s, const char *version)
{
    snprintf(s->version, sizeof s->version, "%s", version);
}

void with_code(struct scenario *s, const char *code)
{
    snprintf(s->code, sizeof s->code, "%s", code != NULL ? code : "");
}

void with_language(struct scenario *s, const char *language)
{
    snprintf(s->language, sizeof s->language, "%s", language);
}

void get(struct scenario *s, const char *path, ...)
{
    char text[SAY_PATH_MAX];
    va_list args;
    va_start(args, path);
    vsnprintf(text, sizeof text, path, args);
    va_end(args);
    scenario_call(s, "GET", text, NULL);
}

void post(struct scenario *s, const char *path, const char *json)
{
    scenario_call(s, "POST", path, json);
}

void put(struct scenario *s, const char *path, const char *json)
{
    scenario_call(s, "PUT", path, json);
}

void patch(struct scenario *s, const char *path, const char *json)
{
    scenario_call(s, "PATCH", path, json);
}

void drop(struct scenario *s, const char *path)
{
    scenario_call(s, "DELETE", path, NULL);
}

static void remember(char *out, size_t size, const json_t *text)
{
    if (json_is_string(text)) {
        snprintf(out, size, "%s", json_string_value(text));
    }
}

static void remember_case(struct scenario *s, const json_t *c)
{
    size_t i;
    json_t *demand;
    remember(s->case_id, sizeof s->case_id, json_object_get(c, "id"));
    remember(s->case_number, sizeof s->case_number, json_object_get(c, "number"));
    memset(s->demands, 0, sizeof s->demands);
    json_array_foreach(json_object_get(c, "demands"), i, demand)
    {
        if (i < SCENARIO_DEMANDS_MAX) {
            remember(s->demands[i], sizeof s->demands[i], json_object_get(demand, "id"));
        }
    }
}

void submit(struct scenario *s, const char *json)
{
    post(s, "/submissions", json);
    if (s->reply->status == 201) {
        remember_case(s, scenario_find(s, "case"));
        remember(s->query_code, sizeof s->query_code, scenario_find(s, "receipt.query_code"));
    }
}

/* As somebody who sees everything. */
void turn_to(struct scenario *s, const char *case_id)
{
    char before[sizeof s->login];
    snprintf(before, sizeof before, "%s", s->login);
    as(s, "demo-bureau");
    get(s, "/cases/%s", case_id);
    expect(s, 200);
    remember_case(s, s->reply->json);
    as(s, before);
}

static void read_version(struct scenario *s, char out[24])
{
    char before[sizeof s->login];
    snprintf(before, sizeof before, "%s", s->login);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    if (s->reply->status == 404) { /* sealed: only whoever is named */
        as(s, before);
        get(s, "/cases/@case");
    }
    expect(s, 200);
    snprintf(out, 24, "%s", value(s, "version"));
    as(s, before);
}

void act(struct scenario *s, const char *event, const char *fields)
{
    char version[sizeof s->version];
    char key[sizeof s->key];
    char language[sizeof s->language];
    char body[SAY_TEXT_MAX / 4];
    memcpy(key, s->key, sizeof key);
    memcpy(language, s->language, sizeof language);
    s->key[0] = s->language[0] = '\0';
    read_version(s, version);
    memcpy(s->key, key, sizeof key);
    memcpy(s->language, language, sizeof language);
    if (s->version[0] == '\0') {
        with_version(s, version);
    }
    snprintf(body, sizeof body, "{'event':'%s','fields':%s}", event, fields);
    post(s, "/cases/@case/transitions", body);
}

void acts(struct scenario *s, const char *login, const char *event, const char *fields)
{
    as(s, login);
    act(s, event, fields);
    expect(s, 200);
}

void dispatched(struct scenario *s, const char *unit, const char *title)
{
    char body[2048];
    as(s, "demo-window");
    snprintf(body, sizeof body,
             "{'channel':'letter','purpose':'relief','title':'%s','request':'请依法处理。','class_code':'0304',"
             "'demands':[{'text':'依法处理并书面答复'}],"
             "'persons':[{'role':'petitioner','kind':'natural','name':'陶某某','phone':'199****3001'}]}",
             title);
    submit(s, body);
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0304','urgency':'normal'}");
    snprintf(body, sizeof body, "{'to_unit':'@unit:%s','kind':'transfer'}", unit);
    acts(s, "demo-bureau", "dispatch", body);
}

void in_handling(struct scenario *s, const char *unit, const char *intake, const char *handler, const char *title)
{
    char body[256];
    dispatched(s, unit, title);
    acts(s, intake, "accept", "{'notice_method':'hand','proof':'签收','way':'按信访程序办理'}");
    snprintf(body, sizeof body, "{'handler':'@account:%s','no_conflict':true}", handler);
    acts(s, intake, "assign_handler", body);
}
