/*
 * test_openapi.c - the description of the loop server's table: valid JSON, complete, and no reference into nothing.
 *
 * Runs on: the test's only thread. Owns: one arena.
 */
#include "loop.h"

#include "base/arena.h"
#include "base/buf.h"
#include "http/codec.h"
#include "http/openapi.h"
#include "http/request.h"
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct ctx ctx;
static const char *text;
static const struct value *document;

static int set_up(void **state)
{
    static const struct endpoint_table *const tables[] = {&request_system_table, &loop_table, NULL};
    (void)state;
    ctx.arena = arena_new(16 << 20);
    if (ctx.arena == NULL) {
        return 1;
    }
    text = server_openapi(ctx.arena, tables, "1");
    if (text == NULL || codec_decode_value(&ctx, text, strlen(text), &document) != RC_OK) {
        print_error("%s\n", text == NULL ? "no text" : text);
        return 1;
    }
    if (getenv("OPENAPI_OUT") != NULL) {
        support_write(getenv("OPENAPI_OUT"), text, strlen(text)); /* for a linter outside */
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(ctx.arena);
    return 0;
}

static const struct value *at(const struct value *v, const char *a, const char *b, const char *c)
{
    v = value_get(v, a);
    v = b == NULL ? v : value_get(v, b);
    return c == NULL ? v : value_get(v, c);
}

static void every_row_is_described(void **state)
{
    (void)state;
    assert_string_equal(value_text(document, "openapi"), "3.1.0");
    for (int i = 0; i < loop_table.count; i++) {
        const struct endpoint *ep = &loop_table.rows[i];
        char method[8] = "";
        for (size_t j = 0; ep->method[j] != '\0'; j++) {
            method[j] = (char)(ep->method[j] | 0x20);
        }
        const struct value *operation = at(document, "paths", ep->path, method);
        assert_non_null(operation);
        assert_string_equal(value_text(operation, "operationId"), ep->operation);
        char status[8];
        (void)snprintf(status, sizeof status, "%d", ep->ok);
        assert_non_null(at(operation, "responses", status, NULL));
        assert_non_null(at(operation, "responses", "400", NULL));
        assert_true((at(operation, "responses", "401", NULL) != NULL) == (ep->need != ENDPOINT_PUBLIC));
        assert_true((at(operation, "requestBody", "content", NULL) != NULL) == (ep->body != NULL));
    }
    assert_non_null(at(document, "paths", "/healthz", "get"));
    assert_non_null(at(document, "paths", "/api/v1/openapi.json", "get"));
}

static void rules_of_fields_are_in_the_schemas(void **state)
{
    (void)state;
    const struct value *input = at(document, "components", "schemas", "ThingWriteInput");
    assert_int_equal(value_int(value_get(value_get(input, "properties"), "count"), "maximum", -1), 1000);
    assert_int_equal(value_int(value_get(value_get(input, "properties"), "text"), "maxLength", -1), 100);
    assert_int_equal(value_int(input, "additionalProperties", 1), 0);
    const struct value *required = value_get(input, "required");
    assert_int_equal(required->count, 1);
    assert_string_equal(required->items[0].text, "text");
    const struct value *reply = at(document, "components", "schemas", "Thing");
    assert_int_equal(value_get(reply, "required")->count, 4);
    assert_non_null(at(document, "components", "parameters", "IfMatch"));
    assert_non_null(at(document, "components", "parameters", "IdempotencyKey"));
    assert_null(value_get(document, "webhooks"));
}

struct inner {
    const char *text;
};

struct outer {
    struct inner one;
    struct inner *maybe;
    struct inner *many;
    size_t count;
    const char *kind;
    const char *code;
};

static const char *const kinds[] = {"a", "b", NULL};

#define AT(member) .offset = offsetof(struct outer, member), .doc = "d"
FIELD_SET(inner_set, "Inner", struct inner,
          {.name = "text", .type = FIELD_LONG, .offset = offsetof(struct inner, text), .max = 9, .doc = "d"});
FIELD_SET(outer_set, "Outer", struct outer, {.name = "one", .type = FIELD_OBJECT, .of = &inner_set, AT(one)},
          {.name = "maybe", .type = FIELD_OBJECT, .is_pointer = 1, .of = &inner_set, AT(maybe)},
          {.name = "many",
           .type = FIELD_ARRAY,
           .of = &inner_set,
           .max = 3,
           .count_offset = offsetof(struct outer, count),
           AT(many)},
          {.name = "kind", .type = FIELD_ENUM, .choices = kinds, AT(kind)},
          {.name = "code", .type = FIELD_TEXT, .is_required = 1, .max = 7, .pattern = "a{2}-d+\\.", AT(code)});

static void nested_sets_are_named(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b, ctx.arena);
    openapi_schema_write(&b, &outer_set, 1);
    assert_string_equal(
        buf_cstr(&b),
        "{\"type\":\"object\",\"required\":[\"one\",\"maybe\",\"many\",\"kind\",\"code\"],\"properties\":{"
        "\"one\":{\"$ref\":\"#/components/schemas/Inner\",\"description\":\"d\"},"
        "\"maybe\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/Inner\"},{\"type\":\"null\"}],\"description\":\"d\"},"
        "\"many\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Inner\"},\"description\":\"d\"},"
        "\"kind\":{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",\"b\",null],\"description\":\"d\"},"
        "\"code\":{\"type\":\"string\",\"description\":\"d\"}}}");
    buf_init(&b, ctx.arena);
    openapi_schema_write(&b, &outer_set, 0);
    const char *text_in = buf_cstr(&b);
    assert_non_null(strstr(text_in, "\"required\":[\"code\"]"));
    assert_non_null(strstr(text_in, "\"minItems\":0,\"maxItems\":3"));
    assert_non_null(strstr(text_in, "\"minLength\":1,\"maxLength\":7,\"pattern\":\"^[A-Za-z]{2}[-][0-9]+[.]$\""));
    assert_non_null(strstr(text_in, "{\"$ref\":\"#/components/schemas/InnerInput\"}"));
}

/* Every "$ref" leads to something. */
static void references_lead_somewhere(void **state)
{
    static const char mark[] = "\"$ref\":\"#/components/";
    int count = 0;
    (void)state;
    for (const char *p = strstr(text, mark); p != NULL; p = strstr(p, mark)) {
        char kind[32] = "";
        char name[128] = "";
        p += strlen(mark);
        assert_int_equal(sscanf(p, "%31[^/]/%127[^\"]", kind, name), 2);
        if (at(document, "components", kind, name) == NULL) {
            fail_msg("%s/%s", kind, name);
        }
        count++;
    }
    assert_true(count > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_described),
        cmocka_unit_test(rules_of_fields_are_in_the_schemas),
        cmocka_unit_test(nested_sets_are_named),
        cmocka_unit_test(references_lead_somewhere),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
