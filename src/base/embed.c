/*
 * embed.c - look-up in a table of embedded files.
 *
 * Runs on: any thread. Owns: nothing.
 */
#include "base/embed.h"

#include <string.h>

const struct embed_file *embed_find(const struct embed_table *table, const char *path)
{
    for (size_t i = 0; i < table->count; i++) {
        if (strcmp(table->files[i].path, path) == 0) {
            return &table->files[i];
        }
    }
    return NULL;
}
