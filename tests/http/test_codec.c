/*
 * test_codec.c - every rule of a field, every mistake with its pointer, and both ways through a nested struct.
 *
 * Runs on: the test's only thread. Owns: one arena.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/codec.h"
#include "http/codec_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct part {
    const char *text;
    int64_t weight;
};

struct whole {
    const char *title;
    const char *story;
    const char *id;
    const char *day;
    const char *kind;
    const char *code;
    const char *raw;
    int64_t count;
    int64_t is_open;
    int64_t at_ms;
    struct part inner;
    struct part *other;
    struct part *parts;
    size_t part_count;
    const char **tags;
    size_t tag_count;
    const struct value *any;
    uint64_t present;
};

static const char *const kinds[] = {"letter", "visit", NULL};

#define AT(member) .offset = offsetof(struct whole, member)
FIELD_SET(part_set, "Part", struct part,
          {.name = "text", .type = FIELD_TEXT, .offset = offsetof(struct part, text), .is_required = 1, .doc = "d"},
          {.name = "weight", .type = FIELD_INT, .offset = offsetof(struct part, weight), .doc = "d"});
static const struct field whole_fields[] = {
    {.name = "title", .type = FIELD_TEXT, AT(title), .is_required = 1, .min = 2, .max = 5, .doc = "d"},
    {.name = "story", .type = FIELD_LONG, AT(story), .max = 10, .doc = "d"},
    {.name = "id", .type = FIELD_ID, AT(id), .doc = "d"},
    {.name = "day", .type = FIELD_DATE, AT(day), .doc = "d"},
    {.name = "kind", .type = FIELD_ENUM, AT(kind), .choices = kinds, .doc = "d"},
    {.name = "code", .type = FIELD_TEXT, AT(code), .pattern = "a{2}-d+", .doc = "d"},
    {.name = "count", .type = FIELD_INT, AT(count), .min = -5, .max = 5, .doc = "d"},
    {.name = "is_open", .type = FIELD_BOOL, AT(is_open), .doc = "d"},
    {.name = "at", .type = FIELD_STAMP, AT(at_ms), .doc = "d"},
    {.name = "inner", .type = FIELD_OBJECT, AT(inner), .of = &part_set, .doc = "d"},
    {.name = "other", .type = FIELD_OBJECT, AT(other), .is_pointer = 1, .of = &part_set, .doc = "d"},
    {.name = "parts",
     .type = FIELD_ARRAY,
     AT(parts),
     .count_offset = offsetof(struct whole, part_count),
     .min = 1,
     .max = 2,
     .of = &part_set,
     .doc = "d"},
    {.name = "tags",
     .type = FIELD_TEXTS,
     AT(tags),
     .count_offset = offsetof(struct whole, tag_count),
     .max = 2,
     .doc = "d"},
    {.name = "any", .type = FIELD_VALUE, AT(any), .doc = "d"},
    {.name = "raw", .type = FIELD_RAW, AT(raw), .doc = "d"},
};
static const struct field_set whole_set = {"Whole", whole_fields, (int)(sizeof whole_fields / sizeof whole_fields[0]),
                                           sizeof(struct whole), offsetof(struct whole, present)};

static struct ctx ctx;
static struct whole in;

static int set_up(void **state)
{
    (void)state;
    ctx.arena = arena_new(16 << 20);
    return ctx.arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(ctx.arena);
    return 0;
}

static enum rc decode(const char *json)
{
    /* An exact copy, so that reading one byte too far is seen by the sanitizer. */
    size_t n = strlen(json);
    char *bytes = malloc(n + 1);
    assert_non_null(bytes);
    memcpy(bytes, json, n);
    arena_reset(ctx.arena);
    fault_clear(&ctx.fault);
    memset(&in, 0, sizeof in);
    char *exact = realloc(bytes, n > 0 ? n : 1);
    enum rc rc = codec_decode(&ctx, &whole_set, exact, n, &in);
    assert_int_equal(rc, ctx.fault.rc);
    free(exact);
    return rc;
}

/* Exactly one mistake with that code and pointer. */
static void assert_mistake(const char *json, const char *code, const char *pointer)
{
    assert_int_equal(decode(json), RC_INVALID);
    if (ctx.fault.error_count != 1 || strcmp(ctx.fault.errors[0].reason->code, code) != 0 ||
        ctx.fault.errors[0].pointer == NULL || strcmp(ctx.fault.errors[0].pointer, pointer) != 0) {
        fail_msg("%s: %d mistakes, %s at %s", json, ctx.fault.error_count, ctx.fault.errors[0].reason->code,
                 ctx.fault.errors[0].pointer);
    }
}

static void a_full_document_fills_every_field(void **state)
{
    (void)state;
    assert_int_equal(
        decode("{\"title\":\"信访件\",\"story\":\"a\\nb\",\"id\":\"01hzy3m5e6v7w8x9y0z1a2b3c4\",\"day\":\"2024-02-29\","
               "\"kind\":\"visit\",\"code\":\"ab-12\",\"count\":-5,\"is_open\":true,\"at\":\"2026-11-22T16:03:21.5+08:"
               "00\","
               "\"inner\":{\"text\":\"i\",\"weight\":3},\"other\":{\"text\":\"o\"},\"parts\":[{\"text\":\"p\"},{"
               "\"text\":\"q\","
               "\"weight\":1}],\"tags\":[\"x\",\"y\"],\"any\":{\"a\":[1,true,null,\"s\"]}}"),
        RC_OK);
    assert_string_equal(in.title, "信访件");
    assert_string_equal(in.story, "a\nb");
    assert_string_equal(in.day, "2024-02-29");
    assert_string_equal(in.kind, "visit");
    assert_int_equal(in.count, -5);
    assert_int_equal(in.is_open, 1);
    assert_true(in.at_ms == INT64_C(1795334601500));
    assert_int_equal(in.inner.weight, 3);
    assert_string_equal(in.other->text, "o");
    assert_true(in.other->weight == FIELD_NULL);
    assert_int_equal(in.part_count, 2);
    assert_string_equal(in.parts[1].text, "q");
    assert_int_equal(in.tag_count, 2);
    assert_string_equal(in.tags[1], "y");
    const struct value *a = value_get(in.any, "a");
    assert_int_equal(a->count, 4);
    assert_int_equal(a->items[0].number, 1);
    assert_string_equal(a->items[3].text, "s");
}

static void what_did_not_come_is_null(void **state)
{
    (void)state;
    assert_int_equal(decode("{\"title\":\"ab\",\"story\":null,\"count\":null}"), RC_OK);
    assert_null(in.story);
    assert_true(in.count == FIELD_NULL);
    assert_true(in.is_open == FIELD_NULL);
    assert_true(in.inner.weight == FIELD_NULL);
    assert_null(in.other);
    /* title, story and count came, the last two to be emptied */
    assert_int_equal(in.present, 1 << 0 | 1 << 1 | 1 << 6);
}

struct mistake {
    const char *json; /* members beside a good title */
    const char *code;
    const char *pointer;
};

static const struct mistake mistakes[] = {
    {"\"story\":\"12345678901\"", "too_long", "/story"},
    {"\"story\":\"\\u0007\"", "bad_characters", "/story"},
    {"\"story\":\"\\u202e\"", "bad_characters", "/story"},
    {"\"story\":1", "not_text", "/story"},
    {"\"id\":\"01HZY3M5E6V7W8X9Y0Z1A2B3C4\"", "bad_id", "/id"},
    {"\"id\":\"short\"", "bad_id", "/id"},
    {"\"day\":\"2023-02-29\"", "bad_date", "/day"},
    {"\"day\":\"2024-2-9\"", "bad_date", "/day"},
    {"\"kind\":\"Letter\"", "bad_choice", "/kind"},
    {"\"kind\":\"\"", "bad_choice", "/kind"},
    {"\"code\":\"abc-1\"", "bad_pattern", "/code"},
    {"\"code\":\"ab-\"", "bad_pattern", "/code"},
    {"\"count\":-6", "below_minimum", "/count"},
    {"\"count\":6", "above_maximum", "/count"},
    {"\"count\":1.0", "not_integer", "/count"},
    {"\"count\":\"1\"", "not_integer", "/count"},
    {"\"is_open\":1", "not_boolean", "/is_open"},
    {"\"is_open\":\"true\"", "not_boolean", "/is_open"},
    {"\"at\":\"2026-11-22T16:03:21\"", "bad_stamp", "/at"},
    {"\"at\":\"2026-11-22T24:00:00Z\"", "bad_stamp", "/at"},
    {"\"inner\":[]", "not_object", "/inner"},
    {"\"inner\":{}", "required", "/inner/text"},
    {"\"other\":{\"text\":\"a\",\"x\":1}", "unknown_member", "/other/x"},
    {"\"other\":{\"text\":\"a\",\"a/b~c\":1}", "unknown_member", "/other/a~1b~0c"},
    {"\"parts\":{}", "not_array", "/parts"},
    {"\"parts\":[]", "too_few_items", "/parts"},
    {"\"parts\":[{\"text\":\"a\"},{\"text\":\"a\"},{\"text\":\"a\"}]", "too_many_items", "/parts"},
    {"\"parts\":[{\"text\":\"a\"},7]", "not_object", "/parts/1"},
    {"\"parts\":[{\"text\":\"a\"},{\"text\":null}]", "required", "/parts/1/text"},
    {"\"tags\":[\"a\",1]", "not_text", "/tags/1"},
    {"\"tags\":[\"a\",\"\"]", "required", "/tags/1"},
    {"\"tags\":[\"a\",\"b\",\"c\"]", "too_many_items", "/tags"},
    {"\"any\":{\"a\":[0.5]}", "not_integer", "/any/a/0"},
    {"\"any\":{\"a\":\"\\u0001\"}", "bad_characters", "/any/a"},
    {"\"raw\":\"[]\"", "read_only", "/raw"},
    {"\"present\":1", "unknown_member", "/present"},
    {"\"Title\":\"ab\"", "unknown_member", "/Title"},
    {"\"inner\":{\"text\":\"a\",\"weight\":1,\"weight\":2}", "duplicate_member", "/inner/weight"},
    {"\"parts\":[{\"text\":\"a\",\"te\\u0078t\":\"b\"}]", "duplicate_member", "/parts/0/te\\u0078t"},
};

static void every_rule_has_its_code_and_pointer(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        char json[256];
        (void)snprintf(json, sizeof json, "{\"title\":\"ab\",%s}", mistakes[i].json);
        assert_mistake(json, mistakes[i].code, mistakes[i].pointer);
    }
    assert_mistake("{}", "required", "/title");
    assert_mistake("{\"title\":null}", "required", "/title");
    assert_mistake("{\"title\":\"\"}", "required", "/title");
    assert_mistake("{\"title\":\" \\u3000 \"}", "required", "/title");
    assert_mistake("{\"title\":\"a\"}", "too_short", "/title");
    assert_mistake("{\"title\":\"信信信信信信\"}", "too_long", "/title");
    assert_mistake("[]", "not_object", "");
    assert_mistake("3", "not_object", "");
}

static void all_mistakes_are_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(decode("{\"count\":9,\"kind\":\"x\",\"nope\":1}"), RC_INVALID);
    assert_int_equal(ctx.fault.error_count, 4); /* and the missing title */
    char json[4096] = "{\"title\":\"ab\"";
    for (int i = 0; i < 50; i++) {
        size_t n = strlen(json);
        (void)snprintf(json + n, sizeof json - n, ",\"x%d\":1", i);
    }
    size_t n = strlen(json);
    (void)snprintf(json + n, sizeof json - n, "}");
    assert_int_equal(decode(json), RC_INVALID);
    assert_int_equal(ctx.fault.error_count, FAULT_ERRORS_MAX);
    assert_int_equal(ctx.fault.dropped, 50 - FAULT_ERRORS_MAX);
}

static void what_is_no_json_is_malformed(void **state)
{
    static const char *const texts[] = {"",
                                        " ",
                                        "{",
                                        "{\"title\":\"ab\"}x",
                                        "{\"title\":\"ab\",}",
                                        "{'title':1}",
                                        "{\"title\":01}",
                                        "{\"title\":\"\xff\"}",
                                        "{\"title\":\"\xc0\x80\"}",
                                        "{\"title\":\"\\ud800\"}",
                                        "nul",
                                        "{\"title\":NaN}",
                                        "\xef\xbb\xbf{}",
                                        "{\"title\":\"a\nb\"}",
                                        "{\"a\":\"\\u0000\"}",
                                        "{\"count\":99999999999999999999}",
                                        "{\"count\":1e400}",
                                        "{/**/}",
                                        "]",
                                        "{\"a\"}",
                                        "\"",
                                        "{\"a\\"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (decode(texts[i]) != RC_MALFORMED) {
            fail_msg("taken: %s", texts[i]);
        }
    }
    assert_int_equal(decode("{\n \"title\": x"), RC_MALFORMED);
    assert_string_equal(ctx.fault.main.reason->code, "json_syntax");
    assert_string_equal(ctx.fault.main.args[0], "2");
}

static char *nested(int depth)
{
    static char json[4096];
    char *p = json + sprintf(json, "{\"title\":\"ab\",\"any\":");
    for (int i = 0; i < depth; i++) {
        *p++ = '[';
    }
    for (int i = 0; i < depth; i++) {
        *p++ = ']';
    }
    memcpy(p, "}", 2);
    return json;
}

static void depth_and_values_are_bounded(void **state)
{
    (void)state;
    assert_int_equal(decode(nested(CODEC_DEPTH_MAX - 1)), RC_OK);
    assert_int_equal(decode(nested(CODEC_DEPTH_MAX)), RC_MALFORMED);
    assert_string_equal(ctx.fault.main.reason->code, "json_too_deep");
    /* object, two names, one text and the array are tokens too */
    for (int extra = 0; extra < 2; extra++) {
        struct buf b;
        arena_reset(ctx.arena);
        buf_init(&b, ctx.arena);
        buf_puts(&b, "{\"title\":\"ab\",\"any\":[");
        for (int i = 0; i < CODEC_TOKENS_MAX - 5 + extra; i++) {
            buf_puts(&b, i == 0 ? "1" : ",1");
        }
        buf_puts(&b, "]}");
        char *copy = strdup(buf_cstr(&b));
        assert_int_equal(decode(copy), extra == 0 ? RC_OK : RC_MALFORMED);
        free(copy);
    }
    assert_string_equal(ctx.fault.main.reason->code, "json_too_many_tokens");
}

static void a_full_arena_is_told(void **state)
{
    (void)state;
    struct arena *whole = ctx.arena;
    char json[9000] = "{\"title\":\"ab\",\"any\":[\"";
    size_t n = strlen(json);
    memset(json + n, 'a', 8000);
    memcpy(json + n + 8000, "\"]}", 4);
    ctx.arena = arena_new(4096);
    assert_non_null(ctx.arena);
    fault_clear(&ctx.fault);
    memset(&in, 0, sizeof in);
    assert_int_not_equal(codec_decode(&ctx, &whole_set, json, strlen(json), &in), RC_OK);
    arena_free(ctx.arena);
    ctx.arena = whole;
}

static void encoding_is_the_way_back(void **state)
{
    struct part parts[] = {{"p", 1}, {"q\"", FIELD_NULL}};
    const char *tags[] = {"x"};
    struct whole out = {.title = "件\n",
                        .count = FIELD_NULL,
                        .is_open = 0,
                        .at_ms = INT64_C(1795334601500),
                        .inner = {"i", -1},
                        .parts = parts,
                        .part_count = 2,
                        .tags = tags,
                        .tag_count = 1,
                        .raw = "[1]"};
    struct buf b;
    (void)state;
    buf_init(&b, ctx.arena);
    codec_encode(&b, &whole_set, &out);
    assert_string_equal(
        buf_cstr(&b),
        "{\"title\":\"件\\n\",\"story\":null,\"id\":null,\"day\":null,\"kind\":null,\"code\":null,\"count\":null,"
        "\"is_open\":false,\"at\":\"2026-11-22T08:03:21.500Z\",\"inner\":{\"text\":\"i\",\"weight\":-1},\"other\":null,"
        "\"parts\":[{\"text\":\"p\",\"weight\":1},{\"text\":\"q\\\"\",\"weight\":null}],\"tags\":[\"x\"],\"any\":null,"
        "\"raw\":[1]}");
}

static void values_survive_both_ways(void **state)
{
    static const char text[] = "{\"a\":[1,-2,true,false,null,\"\\u0041\\n\"],\"b\":{}}";
    const struct value *v = NULL;
    struct buf b;
    (void)state;
    fault_clear(&ctx.fault);
    assert_int_equal(codec_decode_value(&ctx, text, strlen(text), &v), RC_OK);
    buf_init(&b, ctx.arena);
    value_put_json(&b, v);
    assert_string_equal(buf_cstr(&b), "{\"a\":[1,-2,true,false,null,\"A\\n\"],\"b\":{}}");
}

static enum rc decode_text(const char *name, const char *text)
{
    fault_clear(&ctx.fault);
    return codec_decode_text(&ctx, &whole_set, name, text, "?", &in);
}

static void parameters_are_texts(void **state)
{
    (void)state;
    memset(&in, 0, sizeof in);
    assert_int_equal(decode_text("count", "-5"), RC_OK);
    assert_int_equal(in.count, -5);
    static const char *const bad[] = {
        "", "-", "+1", "1 ", "0x1", "01", "1.0", "99999999999999999999", "-99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(decode_text("count", bad[i]), RC_INVALID);
        assert_string_equal(ctx.fault.errors[0].pointer, "?count");
    }
    assert_int_equal(decode_text("is_open", "true"), RC_OK);
    assert_int_equal(in.is_open, 1);
    assert_int_equal(decode_text("is_open", "yes"), RC_INVALID);
    assert_int_equal(decode_text("tags", "a"), RC_OK);
    assert_int_equal(decode_text("tags", "b"), RC_OK);
    assert_int_equal(decode_text("tags", "c"), RC_INVALID);
    assert_int_equal(in.tag_count, 2);
    assert_int_equal(decode_text("nope", "1"), RC_MALFORMED);
    assert_string_equal(ctx.fault.main.pointer, "?nope");
    fault_clear(&ctx.fault);
    assert_int_equal(codec_check_required(&ctx, &whole_set, 2, "?"), RC_INVALID);
    assert_string_equal(ctx.fault.errors[0].pointer, "?title");
}

static void patterns_match_whole_texts(void **state)
{
    static const struct {
        const char *pattern, *text;
        int fits;
    } rows[] = {{"d{4}-d{2}", "2026-11", 1},
                {"d{4}-d{2}", "2026-1", 0},
                {"d{4}-d{2}", "2026-111", 0},
                {"a+d*", "ab12", 1},
                {"a+d*", "12", 0},
                {"w+", "a_b-c.9", 1},
                {"w+", "a b", 0},
                {".{2}", "信访", 1},
                {".{2}", "信", 0},
                {"\\d\\a", "da", 1},
                {"\\d", "1", 0},
                {"d{2,3}", "12", 1},
                {"d{2,3}", "1234", 0},
                {"x*y", "xxxy", 1},
                {".*z", "abcz", 1},
                {"d{2", "12", 0},
                {"d{3,2}", "123", 0},
                {"a+", "é", 0},
                {"", "", 1},
                {"\\{d\\}", "{1}", 1}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (codec_pattern_match(rows[i].pattern, rows[i].text) != rows[i].fits) {
            fail_msg("%s on %s", rows[i].pattern, rows[i].text);
        }
    }
}

/* Random bytes and random damage to a good document: any code is right, a crash is not. */
static void damaged_documents_only_fail(void **state)
{
    static const char good[] =
        "{\"title\":\"ab\",\"parts\":[{\"text\":\"p\\u00e9\"}],\"tags\":[\"x\"],\"any\":{\"a\":[1,{}]}}";
    uint64_t seed = 88172645463325252U;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char json[sizeof good];
        memcpy(json, good, sizeof good);
        for (int i = 0; i < 1 + round % 3; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            json[seed % (sizeof good - 1)] = (char)(1 + (seed >> 32) % 255);
        }
        (void)decode(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_document_fills_every_field),
        cmocka_unit_test(what_did_not_come_is_null),
        cmocka_unit_test(every_rule_has_its_code_and_pointer),
        cmocka_unit_test(all_mistakes_are_told_at_once),
        cmocka_unit_test(what_is_no_json_is_malformed),
        cmocka_unit_test(depth_and_values_are_bounded),
        cmocka_unit_test(a_full_arena_is_told),
        cmocka_unit_test(encoding_is_the_way_back),
        cmocka_unit_test(values_survive_both_ways),
        cmocka_unit_test(parameters_are_texts),
        cmocka_unit_test(patterns_match_whole_texts),
        cmocka_unit_test(damaged_documents_only_fail),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
