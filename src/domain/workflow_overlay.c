/*
 * workflow_overlay.c - lays a local profile over a definition; the format is in workflow_overlay.h.
 *
 * Runs on: any thread. Owns: the Jansson trees until it returns.
 */
#include "domain/workflow_overlay.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

enum { OVERLAY_ENTRIES_MAX = 64 }; /* bits of `used` */

/* What tells the items of a list apart; NULL: nothing does. */
static const char *overlay_name(const json_t *item)
{
    static const char *const keys[] = {"event", "key", "name", "with_clock"};
    const char *name = NULL;
    for (size_t i = 0; name == NULL && i < sizeof keys / sizeof keys[0]; i++) {
        name = json_string_value(json_object_get(item, keys[i]));
    }
    return name;
}

static void overlay_merge(json_t *into, const json_t *patch);

/* Merges the item into each of the same name; how many there were. */
static int overlay_merge_item(json_t *list, const json_t *item)
{
    const char *name = overlay_name(item);
    int found = 0;
    size_t i;
    json_t *own;
    json_array_foreach(list, i, own)
    {
        const char *own_name = overlay_name(own);
        if (name != NULL && own_name != NULL && strcmp(name, own_name) == 0) {
            overlay_merge(own, item);
            found++;
        } else if (json_is_string(item) && json_equal(own, item)) {
            found++;
        }
    }
    return found;
}

static void overlay_merge(json_t *into, const json_t *patch)
{
    const char *name;
    json_t *item;
    json_object_foreach((json_t *)patch, name, item)
    {
        json_t *own = json_object_get(into, name);
        if (json_is_object(own) && json_is_object(item)) {
            overlay_merge(own, item);
        } else if (json_is_array(own) && json_is_array(item)) {
            size_t i;
            json_t *one;
            json_array_foreach(item, i, one)
            {
                if (overlay_merge_item(own, one) == 0) {
                    json_array_append_new(own, json_deep_copy(one));
                }
            }
        } else {
            json_object_set_new(into, name, json_deep_copy(item));
        }
    }
}

static int overlay_has_clock(const json_t *definition, const char *key)
{
    size_t i;
    json_t *clock;
    json_array_foreach(json_object_get(definition, "clocks"), i, clock)
    {
        const char *own = json_string_value(json_object_get(clock, "key"));
        if (key != NULL && own != NULL && strcmp(own, key) == 0) {
            return 1;
        }
    }
    return 0;
}

/* One entry of the list `member` laid over the definition; 0 when it has no place there. */
static int overlay_lay(json_t *definition, const char *member, const json_t *entry)
{
    if (strcmp(member, "additions") != 0) {
        return overlay_merge_item(json_object_get(definition, member), entry) > 0;
    }
    int fits = overlay_has_clock(definition, json_string_value(json_object_get(entry, "with_clock")));
    if (fits) {
        overlay_merge(definition, json_object_get(entry, "definition"));
    }
    return fits;
}

static const char *const overlay_members[] = {"clocks", "events", "additions", NULL};

static json_t *overlay_parse(const char *profile, size_t n)
{
    json_t *root = json_loadb(profile, n, JSON_REJECT_DUPLICATES, NULL);
    size_t entries = 0;
    for (size_t m = 0; overlay_members[m] != NULL; m++) {
        entries += json_array_size(json_object_get(root, overlay_members[m]));
    }
    if (overlay_name(root) == NULL || entries == 0 || entries > OVERLAY_ENTRIES_MAX) {
        json_decref(root);
        return NULL;
    }
    return root;
}

static const char *overlay_text(struct arena *a, const json_t *root)
{
    char *text = json_dumps(root, JSON_COMPACT);
    const char *kept = text != NULL ? arena_strdup(a, text) : NULL;
    free(text);
    return kept;
}

enum rc workflow_overlay_apply(struct arena *a, const char *profile, size_t n, const char *json, const char **out,
                               uint64_t *used)
{
    json_t *root = overlay_parse(profile, n);
    json_t *definition = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    unsigned at = 0;
    *out = NULL;
    if (root == NULL || !json_is_object(definition)) {
        json_decref(root);
        json_decref(definition);
        return RC_MALFORMED;
    }
    for (size_t m = 0; overlay_members[m] != NULL; m++) {
        size_t i;
        json_t *entry;
        json_array_foreach(json_object_get(root, overlay_members[m]), i, entry)
        {
            *used |= overlay_lay(definition, overlay_members[m], entry) ? UINT64_C(1) << at : 0;
            at++;
        }
    }
    *out = overlay_text(a, definition);
    json_decref(root);
    json_decref(definition);
    return *out != NULL ? RC_OK : RC_TOO_LARGE;
}

const char *workflow_overlay_unused(struct arena *a, const char *profile, size_t n, uint64_t used)
{
    json_t *root = overlay_parse(profile, n);
    const char *unused = NULL;
    unsigned at = 0;
    for (size_t m = 0; overlay_members[m] != NULL; m++) {
        size_t i;
        json_t *entry;
        json_array_foreach(json_object_get(root, overlay_members[m]), i, entry)
        {
            const char *name = overlay_name(entry);
            if (unused == NULL && (used >> at & 1) == 0) {
                unused = arena_printf(a, "%s: %s", overlay_members[m], name != NULL ? name : "?");
            }
            at++;
        }
    }
    json_decref(root);
    return unused;
}

struct workflow_text workflow_overlay_title(struct arena *a, const char *profile, size_t n)
{
    json_t *root = overlay_parse(profile, n);
    const json_t *title = json_object_get(root, "title");
    const char *zh = json_string_value(json_object_get(title, "zh"));
    const char *en = json_string_value(json_object_get(title, "en"));
    struct workflow_text out = {zh != NULL ? arena_strdup(a, zh) : NULL, en != NULL ? arena_strdup(a, en) : NULL};
    json_decref(root);
    return out;
}

int workflow_overlay_same(const char *a, const char *b)
{
    json_t *one = json_loads(a, 0, NULL), *other = json_loads(b, 0, NULL);
    json_object_del(one, "version");
    json_object_del(other, "version");
    int is_same = one != NULL && other != NULL && json_equal(one, other);
    json_decref(one);
    json_decref(other);
    return is_same;
}

const char *workflow_overlay_renumber(struct arena *a, const char *json, int64_t version)
{
    json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    const char *out = NULL;
    if (json_is_object(root)) {
        json_object_set_new(root, "version", json_integer(version));
        out = overlay_text(a, root);
    }
    json_decref(root);
    return out;
}
