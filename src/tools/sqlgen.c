/*
 * sqlgen.c - host program: sql/queries/<noun>.sql in, typed C functions out.
 *
 *   sqlgen --queries DIR --out-h FILE --out-c FILE
 *
 * Reads all DIR/<noun>.sql in the order of their names; sub-folders are not read. Exit 0 good, 1 something in the files or
 * the machine is wrong, 2 used wrongly. The output is only written when everything is right.
 *
 * Runs on: the build machine. Owns: the model.
 */
#include "sqlgen.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    const char *queries;
    const char *out_h;
    const char *out_c;
};

static int read_options(int argc, char **argv, struct options *o)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--queries") == 0) {
            o->queries = argv[i + 1];
        } else if (strcmp(argv[i], "--out-h") == 0) {
            o->out_h = argv[i + 1];
        } else if (strcmp(argv[i], "--out-c") == 0) {
            o->out_c = argv[i + 1];
        } else {
            return 0;
        }
    }
    return argc == 7 && o->queries != NULL && o->out_h != NULL && o->out_c != NULL;
}

static int is_query_file(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".sql") == 0;
}

/* By bytes, so that the order does not hang on the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static const char *read_text(struct sqlgen_pool *pool, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    struct sqlgen_string s = {.pool = pool};
    char block[8192];
    size_t n;
    sqlgen_text_add(&s, "", 0);
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        sqlgen_text_add(&s, block, n);
    }
    int is_bad = ferror(f) != 0;
    fclose(f);
    if (is_bad || strlen(s.data) != s.len) {
        fprintf(stderr, "%s: cannot be read as text\n", path);
        exit(1);
    }
    return s.data;
}

static void add_file(struct sqlgen_model *m, const char *dir, const char *name)
{
    struct sqlgen_string path = {.pool = &m->pool};
    sqlgen_text_printf(&path, "%s/%s", dir, name);
    size_t n = strlen(name);
    struct sqlgen_file *file = &m->files[m->file_count++];
    file->name = sqlgen_text_copy(&m->pool, name, n);
    file->noun = sqlgen_text_copy(&m->pool, name, n - 4);
    if (!sqlgen_text_is_plain(file->noun, n - 4)) {
        sqlgen_text_fail(file, 1, "the file's name is not a noun (lower-case letters, digits, underscores)");
    }
    file->text = read_text(&m->pool, path.data);
    sqlgen_read_file(m, file);
}

static int read_folder(struct sqlgen_model *m, const char *dir)
{
    struct dirent **entries = NULL;
    int n = scandir(dir, &entries, is_query_file, by_name);
    if (n < 0) {
        perror(dir);
        return 0;
    }
    /* Not grown later: statements point at their file. */
    m->files = sqlgen_text_alloc(&m->pool, ((size_t)n + 1) * sizeof *m->files);
    for (int i = 0; i < n; i++) {
        add_file(m, dir, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return 1;
}

static int write_text(const char *path, const struct sqlgen_string *s)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL) {
        perror(path);
        return 0;
    }
    int is_good = fwrite(s->data, 1, s->len, f) == s->len;
    is_good = fclose(f) == 0 && is_good;
    if (!is_good) {
        perror(path);
        remove(path);
    }
    return is_good;
}

int main(int argc, char **argv)
{
    struct options o = {NULL, NULL, NULL};
    if (!read_options(argc, argv, &o)) {
        fprintf(stderr, "usage: sqlgen --queries DIR --out-h FILE --out-c FILE\n");
        return 2;
    }
    struct sqlgen_model m = {.files = NULL};
    if (!read_folder(&m, o.queries)) {
        sqlgen_text_free(&m.pool);
        return 1;
    }
    sqlgen_build_all(&m);
    sqlgen_check_names(&m);
    struct sqlgen_string header = {.pool = &m.pool};
    struct sqlgen_string source = {.pool = &m.pool};
    sqlgen_emit_header(&m, &header);
    sqlgen_emit_source(&m, "store/sql_stmts.h", &source);
    int is_good = write_text(o.out_h, &header) && write_text(o.out_c, &source);
    sqlgen_text_free(&m.pool);
    return is_good ? 0 : 1;
}
