/*
 * embed.h - files that the build put into the program: schema and seed data, and the built front end.
 *
 * The tables are written by src/tools/embed.c, sorted by path. An embedded file has one more byte of value 0 behind its
 * end, so that text may be read as a string.
 *
 * Runs on: any thread. Owns: nothing; everything is constant and lives as long as the process.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

struct embed_file {
    const char *path;          /* below the table's root, with '/': "schema/0001_people.sql" */
    const unsigned char *data; /* never NULL, also for an empty file */
    size_t size;
    const unsigned char *gzip; /* the same content compressed; NULL when there is no such variant */
    size_t gzip_size;
    const unsigned char *brotli;
    size_t brotli_size;
    const char *hash; /* 16 hex digits of the content: for ETag, not for trust */
};

struct embed_table {
    const struct embed_file *files; /* NULL when count is 0 */
    size_t count;
};

/* The file with this path below the root, or NULL. */
const struct embed_file *embed_find(const struct embed_table *table, const char *path);

/* Everything below sql/schema and sql/seed. */
extern const struct embed_table embed_sql;

/* The built front end (WEB_DIST_DIR); empty when the program was built without it. */
extern const struct embed_table embed_static;

#endif
