/*
 * password_list.c - see password_list.h.
 *
 * Runs on: loading on the main thread, asking anywhere. Owns: the hashes.
 */
#include "domain/password_list.h"

#include "base/crypto.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_ROOM_FIRST = 1024, LIST_LINE_SIZE = 4 * CRYPTO_PASSWORD_MAX };

struct password_list {
    uint64_t *hashes; /* in order */
    size_t count, room;
};

static uint64_t list_hash(const char *form)
{
    char small[CRYPTO_PASSWORD_MAX + 1];
    uint8_t hash[CRYPTO_HASH_SIZE];
    uint64_t short_hash = 0;
    struct crypto_hasher h;
    size_t n = 0;
    for (; form[n] != '\0' && n < CRYPTO_PASSWORD_MAX; n++) {
        small[n] = form[n] >= 'A' && form[n] <= 'Z' ? (char)(form[n] - 'A' + 'a') : form[n];
    }
    crypto_hasher_init(&h, NULL);
    crypto_hasher_add(&h, small, n);
    crypto_hasher_end(&h, hash);
    crypto_wipe(small, sizeof small);
    memcpy(&short_hash, hash, sizeof short_hash);
    return short_hash;
}

static int list_compare(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum rc list_add(struct password_list *list, const char *form)
{
    if (list->count == list->room) {
        size_t room = list->room > 0 ? 2 * list->room : LIST_ROOM_FIRST;
        uint64_t *grown = realloc(list->hashes, room * sizeof *grown);
        if (grown == NULL) {
            return RC_UNAVAILABLE;
        }
        list->hashes = grown;
        list->room = room;
    }
    list->hashes[list->count++] = list_hash(form);
    return RC_OK;
}

static enum rc list_read(FILE *file, struct password_list *list)
{
    char line[LIST_LINE_SIZE], form[CRYPTO_PASSWORD_MAX + 1];
    int is_whole = 1; /* what came before ended with its line */
    enum rc rc = RC_OK;
    while (rc == RC_OK && fgets(line, sizeof line, file) != NULL) {
        size_t n = strcspn(line, "\r\n");
        int is_begin = is_whole;
        is_whole = line[n] != '\0' || feof(file);
        line[n] = '\0';
        if (is_begin && is_whole && n > 0 && crypto_password_form(line, form) == RC_OK) {
            rc = list_add(list, form);
        }
    }
    return rc == RC_OK && ferror(file) ? RC_NOT_FOUND : rc;
}

enum rc password_list_load(const char *path, struct password_list **out)
{
    FILE *file = fopen(path, "re");
    struct password_list *list = file != NULL ? calloc(1, sizeof *list) : NULL;
    *out = NULL;
    if (list == NULL) {
        if (file != NULL) {
            (void)fclose(file);
        }
        return file == NULL ? RC_NOT_FOUND : RC_UNAVAILABLE;
    }
    enum rc rc = list_read(file, list);
    (void)fclose(file);
    if (rc == RC_OK && list->count == 0) {
        rc = RC_INVALID;
    }
    if (rc != RC_OK) {
        password_list_free(list);
        return rc;
    }
    qsort(list->hashes, list->count, sizeof *list->hashes, list_compare);
    *out = list;
    return RC_OK;
}

int password_list_has(const struct password_list *list, const char *form)
{
    uint64_t hash = list_hash(form);
    return bsearch(&hash, list->hashes, list->count, sizeof hash, list_compare) != NULL;
}

void password_list_free(struct password_list *list)
{
    if (list != NULL) {
        free(list->hashes);
        free(list);
    }
}
