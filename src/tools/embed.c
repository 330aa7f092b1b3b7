/*
 * embed.c - host tool: writes a C file that holds a table of files (include/base/embed.h).
 *
 *   embed --prefix NAME --root DIR --out FILE.c [--compress] FILES...
 *
 * Every path is taken relative to DIR. An argument @LIST names a file with one path per line. With --compress the variants
 * FILE.gz and FILE.br are added when they stand beside FILE; such variants are never entries of their own. The bytes come
 * in by the assembler's .incbin, so the C file stays small and compiles at once; the object must therefore be rebuilt when
 * an embedded file changes (see .cmake/embed.cmake).
 *
 * Runs on: the build machine, one thread. Owns: everything until exit. Invariants: the output depends on the paths and
 * contents only, and is written whole or not at all.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct job {
    const char *prefix;
    const char *root;
    const char *out;
    bool is_compress;
    char **files;
    size_t count;
    size_t room;
};

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("embed: ", stderr);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

static char *text_join(const char *a, const char *b)
{
    char *both = NULL;
    if (asprintf(&both, "%s%s", a, b) < 0) {
        fail("out of memory");
    }
    return both;
}

static void job_add(struct job *job, const char *path)
{
    if (job->count == job->room) {
        job->room = job->room == 0 ? 64 : job->room * 2;
        job->files = reallocarray(job->files, job->room, sizeof *job->files);
        if (job->files == NULL) {
            fail("out of memory");
        }
    }
    job->files[job->count++] = text_join(path, "");
}

static void job_add_list(struct job *job, const char *list)
{
    FILE *in = fopen(list, "r");
    if (in == NULL) {
        fail("cannot read %s (errno %d)", list, errno);
    }
    char *line = NULL;
    size_t room = 0;
    ssize_t got = 0;
    while ((got = getline(&line, &room, in)) >= 0) {
        if (got > 0 && line[got - 1] == '\n') {
            line[got - 1] = '\0';
        }
        if (line[0] != '\0') {
            job_add(job, line);
        }
    }
    free(line);
    fclose(in);
}

static const char *option_value(int argc, char **argv, int *at)
{
    if (*at + 1 >= argc) {
        fail("%s needs a value", argv[*at]);
    }
    return argv[++*at];
}

static void job_read(struct job *job, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--prefix") == 0) {
            job->prefix = option_value(argc, argv, &i);
        } else if (strcmp(argv[i], "--root") == 0) {
            job->root = option_value(argc, argv, &i);
        } else if (strcmp(argv[i], "--out") == 0) {
            job->out = option_value(argc, argv, &i);
        } else if (strcmp(argv[i], "--compress") == 0) {
            job->is_compress = true;
        } else if (argv[i][0] == '@') {
            job_add_list(job, argv[i] + 1);
        } else if (strncmp(argv[i], "--", 2) == 0) {
            fail("unknown option %s", argv[i]);
        } else {
            job_add(job, argv[i]);
        }
    }
    if (job->prefix == NULL || job->root == NULL || job->out == NULL) {
        fprintf(stderr, "usage: embed --prefix NAME --root DIR --out FILE.c [--compress] FILES... | @LIST\n");
        exit(2);
    }
}

static bool path_ends(const char *path, const char *tail)
{
    size_t n = strlen(path);
    size_t m = strlen(tail);
    return n > m && strcmp(path + n - m, tail) == 0;
}

static bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* A file is a variant when the same path without .gz or .br exists. */
static bool file_is_variant(const char *path)
{
    if (!path_ends(path, ".gz") && !path_ends(path, ".br")) {
        return false;
    }
    char *base = text_join(path, "");
    base[strlen(base) - 3] = '\0';
    bool is_variant = file_exists(base);
    free(base);
    return is_variant;
}

/* FNV-1a over 64 bits: names a content for caches. */
static uint64_t file_hash(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        fail("cannot read %s (errno %d)", path, errno);
    }
    uint64_t hash = UINT64_C(14695981039346656037);
    int byte = 0;
    *size = 0;
    while ((byte = getc(in)) != EOF) {
        hash = (hash ^ (uint64_t)(unsigned)byte) * UINT64_C(1099511628211);
        ++*size;
    }
    if (ferror(in)) {
        fail("cannot read %s (errno %d)", path, errno);
    }
    fclose(in);
    return hash;
}

static size_t file_size(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        fail("cannot read %s (errno %d)", path, errno);
    }
    return (size_t)info.st_size;
}

static void emit_bytes(FILE *out, const char *prefix, size_t index, char kind, const char *path)
{
    if (strpbrk(path, "\"\\\n%") != NULL) {
        fail("a name with a quote, backslash, percent sign or line end: %s", path);
    }
    fprintf(out, "__asm__(\".section .rodata,\\\"a\\\"\\n.balign 16\\n%s_%c%zu:\\n\"\n", prefix, kind, index);
    fprintf(out, "        \".incbin \\\"%s\\\"\\n.byte 0\\n.previous\\n\");\n", path);
    fprintf(out, "extern const unsigned char %s_%c%zu[] __attribute__((visibility(\"hidden\")));\n", prefix, kind,
            index);
}

static const char *path_below(const char *root, const char *path)
{
    size_t n = strlen(root);
    while (n > 0 && root[n - 1] == '/') {
        n--;
    }
    if (strncmp(root, path, n) != 0 || path[n] != '/') {
        fail("%s is not below %s", path, root);
    }
    return path + n + 1;
}

/* Writes one variant's bytes and leaves its initialiser ("name, size" or "NULL, 0") in `text`. */
static void emit_variant(FILE *out, const struct job *job, size_t index, char kind, const char *path, char text[128])
{
    if (!job->is_compress || !file_exists(path)) {
        snprintf(text, 128, "NULL, 0");
        return;
    }
    emit_bytes(out, job->prefix, index, kind, path);
    snprintf(text, 128, "%s_%c%zu, %zu", job->prefix, kind, index, file_size(path));
}

static char *emit_file(FILE *out, const struct job *job, size_t index)
{
    const char *path = job->files[index];
    char *gzip_path = text_join(path, ".gz");
    char *brotli_path = text_join(path, ".br");
    char gzip[128];
    char brotli[128];
    emit_bytes(out, job->prefix, index, 'd', path);
    emit_variant(out, job, index, 'g', gzip_path, gzip);
    emit_variant(out, job, index, 'b', brotli_path, brotli);
    free(gzip_path);
    free(brotli_path);
    size_t size = 0;
    uint64_t hash = file_hash(path, &size);
    char *row = NULL;
    if (asprintf(&row, "    {\"%s\", %s_d%zu, %zu, %s, %s, \"%016llx\"},\n", path_below(job->root, path), job->prefix,
                 index, size, gzip, brotli, (unsigned long long)hash) < 0) {
        fail("out of memory");
    }
    return row;
}

static void emit_table(FILE *out, const struct job *job)
{
    fprintf(out, "/* Written by embed. */\n#include \"base/embed.h\"\n\n");
    if (job->count == 0) {
        fprintf(out, "const struct embed_table %s = {NULL, 0};\n", job->prefix);
        return;
    }
    char **rows = calloc(job->count, sizeof *rows);
    if (rows == NULL) {
        fail("out of memory");
    }
    for (size_t i = 0; i < job->count; i++) {
        rows[i] = emit_file(out, job, i);
    }
    fprintf(out, "\nstatic const struct embed_file %s_files[] = {\n", job->prefix);
    for (size_t i = 0; i < job->count; i++) {
        fputs(rows[i], out);
        free(rows[i]);
    }
    free(rows);
    fprintf(out, "};\n\nconst struct embed_table %s = {%s_files, %zu};\n", job->prefix, job->prefix, job->count);
}

static int path_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts by path and drops the variants. */
static void job_settle(struct job *job)
{
    size_t kept = 0;
    for (size_t i = 0; i < job->count; i++) {
        if (file_is_variant(job->files[i])) {
            free(job->files[i]);
        } else {
            job->files[kept++] = job->files[i];
        }
    }
    job->count = kept;
    if (kept > 1) {
        qsort(job->files, kept, sizeof *job->files, path_order);
    }
}

int main(int argc, char **argv)
{
    struct job job = {0};
    job_read(&job, argc, argv);
    job_settle(&job);
    char *draft = text_join(job.out, ".part");
    FILE *out = fopen(draft, "w");
    if (out == NULL) {
        fail("cannot write %s (errno %d)", draft, errno);
    }
    emit_table(out, &job);
    bool is_written = ferror(out) == 0;
    if (fclose(out) != 0 || !is_written || rename(draft, job.out) != 0) {
        fail("cannot write %s (errno %d)", job.out, errno);
    }
    for (size_t i = 0; i < job.count; i++) {
        free(job.files[i]);
    }
    free(job.files);
    free(draft);
    return 0;
}
