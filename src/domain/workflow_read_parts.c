/*
 * workflow_read_parts.c - texts, keys, numbers and lists of a definition, each with its problem noted where it stands.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "domain/workflow_inside.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum { READ_KEY_MAX = 40, READ_TEXT_MAX = 500 };

int workflow_read_members(struct workflow_reader *r, const struct value *v, const char *path, const char *const *known)
{
    if (v == NULL || v->kind != VALUE_OBJECT) {
        workflow_problem_add(r->problems, WORKFLOW_WRONG_KIND, path, path, "{…}");
        return 0;
    }
    for (size_t i = 0; i < v->count; i++) {
        if (!workflow_list_has(known, v->names[i])) {
            workflow_problem_add(r->problems, WORKFLOW_UNKNOWN_MEMBER, workflow_path(r->arena, path, v->names[i]),
                                 v->names[i], NULL);
        }
    }
    return 1;
}

/* The member, or NULL; noted when it should be there. */
static const struct value *read_member(struct workflow_reader *r, const struct value *v, const char *path,
                                       const char *name, int is_required)
{
    const struct value *member = value_get(v, name);
    if (member == NULL && is_required) {
        workflow_problem_add(r->problems, WORKFLOW_MISSING_MEMBER, workflow_path(r->arena, path, name), name, NULL);
    }
    return member;
}

static void read_wrong(struct workflow_reader *r, const char *path, const char *name, const char *wanted)
{
    workflow_problem_add(r->problems, WORKFLOW_WRONG_KIND, workflow_path(r->arena, path, name), name, wanted);
}

static int read_is_good_text(struct workflow_reader *r, const struct value *v)
{
    const char *text = v->kind == VALUE_TEXT ? v->text : NULL;
    if (text == NULL || !text_is_clean(text, 1) || text_length(text) > READ_TEXT_MAX) {
        return 0;
    }
    const char *trimmed = text_trim(r->arena, text);
    return trimmed != NULL && trimmed[0] != '\0';
}

static int read_is_key(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return n > 0 && n <= READ_KEY_MAX && text[n] == '\0';
}

const char *workflow_read_text(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                               int is_required)
{
    const struct value *member = read_member(r, v, path, name, is_required);
    if (member != NULL && !read_is_good_text(r, member)) {
        read_wrong(r, path, name, "\"…\"");
        return NULL;
    }
    return member ? member->text : NULL;
}

const char *workflow_read_key(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                              int is_required)
{
    const char *text = workflow_read_text(r, v, path, name, is_required);
    if (text != NULL && !read_is_key(text)) {
        workflow_problem_add(r->problems, WORKFLOW_BAD_KEY, workflow_path(r->arena, path, name), text, NULL);
        return NULL;
    }
    return text;
}

struct workflow_text workflow_read_title(struct workflow_reader *r, const struct value *v, const char *path,
                                         const char *name, int is_required)
{
    static const char *const known[] = {"zh", "en", NULL};
    struct workflow_text title = {NULL, NULL};
    const struct value *member = read_member(r, v, path, name, is_required);
    const char *inner = workflow_path(r->arena, path, name);
    if (member != NULL && workflow_read_members(r, member, inner, known)) {
        title.zh = workflow_read_text(r, member, inner, "zh", 1);
        title.en = workflow_read_text(r, member, inner, "en", 1);
    }
    return title;
}

int64_t workflow_read_int(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                          int64_t min, int64_t max, int64_t fallback)
{
    const struct value *member = value_get(v, name);
    if (member == NULL) {
        return fallback;
    }
    if (member->kind != VALUE_INT || member->number < min || member->number > max) {
        read_wrong(r, path, name, arena_printf(r->arena, "%lld … %lld", (long long)min, (long long)max));
        return fallback;
    }
    return member->number;
}

int workflow_read_bool(struct workflow_reader *r, const struct value *v, const char *path, const char *name)
{
    const struct value *member = value_get(v, name);
    if (member != NULL && member->kind != VALUE_BOOL) {
        read_wrong(r, path, name, "true / false");
        return 0;
    }
    return member != NULL && member->number != 0;
}

int workflow_read_word(struct workflow_reader *r, const struct value *v, const char *path, const char *name,
                       const char *const *words)
{
    const char *text = workflow_read_text(r, v, path, name, 1);
    struct buf b;
    buf_init(&b, r->arena);
    for (int i = 0; text != NULL && words[i] != NULL; i++) {
        if (strcmp(words[i], text) == 0) {
            return i;
        }
        buf_printf(&b, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    if (text != NULL) {
        workflow_problem_add(r->problems, WORKFLOW_UNKNOWN_WORD, workflow_path(r->arena, path, name), name,
                             buf_cstr(&b));
    }
    return 0;
}

const struct value *workflow_read_array(struct workflow_reader *r, const struct value *v, const char *path,
                                        const char *name, size_t max, int is_required)
{
    const struct value *member = read_member(r, v, path, name, is_required);
    if (member == NULL) {
        return NULL;
    }
    if (member->kind != VALUE_ARRAY || (is_required && member->count == 0)) {
        read_wrong(r, path, name, "[…]");
        return NULL;
    }
    if (member->count > max) {
        workflow_problem_add(r->problems, WORKFLOW_TOO_MANY, workflow_path(r->arena, path, name), name,
                             arena_printf(r->arena, "%zu", max));
        return NULL;
    }
    return member;
}

const char *const *workflow_read_list(struct workflow_reader *r, const struct value *v, const char *path,
                                      const char *name, const char *const *known, enum workflow_problem_id problem)
{
    const struct value *array = workflow_read_array(r, v, path, name, WORKFLOW_ITEMS_MAX, 0);
    size_t count = array ? array->count : 0;
    const char **list = arena_array_of(r->arena, const char *, count + 1); /* zeroed: ends with NULL at any time */
    size_t kept = 0;
    for (size_t i = 0; list != NULL && i < count; i++) {
        const struct value *item = &array->items[i];
        const char *at = workflow_path_at(r->arena, workflow_path(r->arena, path, name), i);
        if (item->kind != VALUE_TEXT || !read_is_key(item->text)) {
            workflow_problem_add(r->problems, WORKFLOW_BAD_KEY, at, item->kind == VALUE_TEXT ? item->text : "", NULL);
        } else if (workflow_list_has(list, item->text)) {
            workflow_problem_add(r->problems, WORKFLOW_DUPLICATE_KEY, at, item->text, NULL);
        } else if (known != NULL && !workflow_list_has(known, item->text)) {
            workflow_problem_add(r->problems, problem, at, item->text, NULL);
        } else {
            list[kept++] = item->text;
        }
    }
    static const char *const none[] = {NULL};
    return list ? list : none;
}
