/*
 * seed.c - loads roles.tsv, terms.tsv, calendars/YYYY.json, workflows/KEY.json and practices/KEY.json of sql/seed.
 *
 * TSV: one row a line, columns separated by tabs, an empty column is NULL, lines that begin with '#' are comments.
 * Calendar: see api/calendar_source.h.
 *
 * Runs on: the writer, inside one transaction of init or of the start. Owns: nothing.
 */
#include "app/seed.h"

#include "api/calendar_source.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "base/embed.h"
#include "base/log.h"
#include "domain/definition.h"
#include "domain/env.h"
#include "domain/grant.h"
#include "domain/office_journal.h"
#include "domain/practice.h"
#include "domain/profile.h"
#include "domain/reference.h"
#include "domain/template.h"
#include "domain/term.h"
#include "domain/workflow_compose.h"
#include "http/codec.h"
#include "store/sql_stmts.h"

#include <string.h>

enum { SEED_COLUMNS_MAX = 8, SEED_ROLE_FACTOR = 4, SEED_ROLE_GUARDED = 5 };

static enum rc seed_broken(struct ctx *ctx, const char *path, enum rc rc)
{
    const struct fault *f = &ctx->fault;
    const struct fault_error *e = f->error_count > 0 ? &f->errors[0] : &f->main;
    LOG(LOG_ERROR, "seed.broken", LOG_S("file", path), LOG_S("rc", rc_slug(rc)),
        LOG_S("code", e->reason ? e->reason->code : ""), LOG_S("pointer", e->pointer),
        LOG_S("text", fault_text(ctx->arena, e, 0)));
    return RC_INTERNAL;
}

/* Cuts the next row out of `*at`; 0 at the end. Missing columns are NULL. */
static int seed_row(char **at, char *columns[SEED_COLUMNS_MAX])
{
    char *line;
    do {
        if (*at == NULL || **at == '\0') {
            return 0;
        }
        line = strsep(at, "\n");
    } while (line[0] == '#' || line[0] == '\0');
    for (int i = 0; i < SEED_COLUMNS_MAX; i++) {
        char *column = line != NULL ? strsep(&line, "\t") : NULL;
        columns[i] = column != NULL && column[0] != '\0' ? column : NULL;
    }
    return 1;
}

static size_t seed_lines(const char *text)
{
    size_t n = 1;
    for (; *text != '\0'; text++) {
        n += *text == '\n';
    }
    return n;
}

static enum rc seed_roles(struct ctx *ctx, struct tx *tx, const struct embed_file *file)
{
    char *columns[SEED_COLUMNS_MAX];
    char *text = arena_strdup(ctx->arena, (const char *)file->data);
    struct grant_role *roles = text ? arena_array_of(ctx->arena, struct grant_role, seed_lines(text)) : NULL;
    size_t n = 0;
    if (roles == NULL) {
        return RC_TOO_LARGE;
    }
    while (seed_row(&text, columns)) {
        if (columns[0] == NULL || columns[1] == NULL || columns[2] == NULL) {
            return RC_MALFORMED;
        }
        roles[n] = (struct grant_role){
            columns[0], columns[1], columns[2], columns[3] ? columns[3] : "", columns[SEED_ROLE_GUARDED] != NULL,
            (int64_t)n};
        n++;
    }
    return grant_load_roles(ctx, tx, roles, n);
}

enum rc seed_factors(struct ctx *ctx, struct tx *tx)
{
    const struct env *env = ctx->env;
    char *columns[SEED_COLUMNS_MAX];
    const struct embed_file *file = embed_find(env->seeds, "seed/roles.tsv");
    char *text = file != NULL ? arena_strdup(ctx->arena, (const char *)file->data) : NULL;
    enum rc rc = text != NULL ? RC_OK : RC_TOO_LARGE;
    while (rc == RC_OK && seed_row(&text, columns)) {
        if (columns[SEED_ROLE_FACTOR] != NULL) {
            rc = grant_set_role(ctx, tx, columns[0], 1);
        }
    }
    return rc;
}

static enum rc seed_terms(struct ctx *ctx, struct tx *tx, const struct embed_file *file)
{
    char *columns[SEED_COLUMNS_MAX];
    char *text = arena_strdup(ctx->arena, (const char *)file->data);
    struct term_row *rows = text ? arena_array_of(ctx->arena, struct term_row, seed_lines(text)) : NULL;
    size_t n = 0;
    if (rows == NULL) {
        return RC_TOO_LARGE;
    }
    while (seed_row(&text, columns)) {
        if (columns[0] == NULL || columns[1] == NULL || columns[4] == NULL || columns[5] == NULL) {
            return RC_MALFORMED;
        }
        rows[n] = (struct term_row){.kind = columns[0],
                                    .code = columns[1],
                                    .parent_code = columns[2],
                                    .official_code = columns[3],
                                    .title_zh = columns[4],
                                    .title_en = columns[5],
                                    .sort = (int64_t)n};
        n++;
    }
    return term_load(ctx, tx, rows, n);
}

static enum rc seed_calendar(struct ctx *ctx, struct tx *tx, const struct embed_file *file)
{
    const struct value *root;
    struct calendar_set_in in;
    struct calendar_get_year_out loaded;
    int moved;
    enum rc rc = codec_decode_value(ctx, (const char *)file->data, file->size, &root);
    if (rc == RC_OK) {
        rc = calendar_source_read(ctx, root, &in);
    }
    if (rc != RC_OK || in.notice == NULL) {
        return rc != RC_OK ? rc : RC_MALFORMED;
    }
    rc = calendar_rows_get_year(tx, ctx->arena, &(struct calendar_get_year_in){in.year}, &loaded);
    return rc == RC_NOT_FOUND ? calendar_api_load(ctx, tx, &in, &moved) : rc;
}

static enum rc seed_workflow(struct ctx *ctx, struct tx *tx, const struct embed_file *file)
{
    const struct embed_table *seeds = ((const struct env *)ctx->env)->seeds;
    const char *whole, *why;
    enum rc rc = workflow_compose(ctx->arena, seeds, (const char *)file->data, file->size, &whole, &why);
    if (why != NULL) {
        LOG(LOG_ERROR, "seed.compose", LOG_S("file", file->path), LOG_S("why", why));
    }
    return rc == RC_OK ? definition_offer(ctx, tx, whole, strlen(whole)) : rc;
}

/* "seed/documents/TYPE.LANG.txt"; a newer version is added beside the older ones. */
static enum rc seed_template(struct ctx *ctx, struct tx *tx, const struct embed_file *file)
{
    char *type = arena_strdup(ctx->arena, file->path + sizeof "seed/documents/" - 1);
    char *dot = type != NULL ? strchr(type, '.') : NULL;
    int version = template_version((const char *)file->data);
    struct template_last_version_out last;
    if (dot == NULL || version <= 0) {
        return type == NULL ? RC_TOO_LARGE : RC_MALFORMED;
    }
    *dot = '\0';
    char *lang = dot + 1;
    lang[strcspn(lang, ".")] = '\0';
    enum rc rc = template_rows_last_version(tx, ctx->arena, &(struct template_last_version_in){type, lang}, &last);
    if (rc != RC_OK || version <= last.version) {
        return rc;
    }
    struct changes changes;
    const char *name = arena_printf(ctx->arena, "%s.%s", type, lang);
    rc = template_rows_add(tx, &(struct template_add_in){type, lang, version, (const char *)file->data, ctx->now_ms});
    if (rc != RC_OK || name == NULL) {
        return rc != RC_OK ? rc : RC_TOO_LARGE;
    }
    changes_init(&changes, ctx);
    changes_add_int(&changes, "version", last.version > 0 ? last.version : SQL_NULL, version);
    changes_touch(&changes, "template", name);
    return office_journal_append(ctx, tx, "template.load", name, &changes);
}

static enum rc seed_practice(struct ctx *ctx, struct tx *tx, const struct embed_file *file)
{
    const struct value *root;
    enum rc rc = codec_decode_value(ctx, (const char *)file->data, file->size, &root);
    return rc == RC_OK ? practice_offer(ctx, tx, root) : rc;
}

/* Runs `load` on the files of a folder, in the order of their names. */
static enum rc seed_folder(struct ctx *ctx, struct tx *tx, const char *folder,
                           enum rc (*load)(struct ctx *, struct tx *, const struct embed_file *))
{
    const struct embed_table *files = ((const struct env *)ctx->env)->seeds;
    size_t n = strlen(folder);
    for (size_t i = 0; i < files->count; i++) {
        const struct embed_file *file = &files->files[i];
        if (strncmp(file->path, folder, n) == 0) {
            enum rc rc = load(ctx, tx, file);
            if (rc != RC_OK) {
                return seed_broken(ctx, file->path, rc);
            }
        }
    }
    return RC_OK;
}

/* Tells two editions of the files apart. */
static const char *seed_mark(struct ctx *ctx)
{
    const struct embed_table *files = ((const struct env *)ctx->env)->seeds;
    struct buf text;
    uint8_t hash[CRYPTO_HASH_SIZE];
    char *mark = arena_alloc(ctx->arena, 2 * sizeof hash + 1);
    buf_init(&text, ctx->arena);
    for (size_t i = 0; i < files->count; i++) {
        buf_printf(&text, "%s %s\n", files->files[i].path, files->files[i].hash);
    }
    const char *all = buf_cstr(&text);
    if (mark == NULL || all == NULL) {
        return NULL;
    }
    crypto_digest(NULL, all, text.len, hash);
    crypto_hex(hash, sizeof hash, mark);
    return mark;
}

/* Where a profile was ever switched, the office's numbers of versions are its own. */
static enum rc seed_workflows(struct ctx *ctx, struct tx *tx)
{
    const char *profile;
    size_t published;
    enum rc rc = profile_current(ctx, tx, &profile);
    if (rc != RC_OK) {
        return rc;
    }
    rc = profile == NULL ? seed_folder(ctx, tx, "seed/workflows/", seed_workflow)
                         : profile_publish(ctx, tx, profile, &published);
    return rc == RC_OK ? reference_use(ctx, tx) : rc;
}

static enum rc seed_files(struct ctx *ctx, struct tx *tx)
{
    const struct embed_table *seeds = ((const struct env *)ctx->env)->seeds;
    const struct embed_file *roles = embed_find(seeds, "seed/roles.tsv");
    const struct embed_file *terms = embed_find(seeds, "seed/terms.tsv");
    if (roles == NULL || terms == NULL) {
        return seed_broken(ctx, "seed/roles.tsv, seed/terms.tsv", RC_NOT_FOUND);
    }
    enum rc rc = seed_roles(ctx, tx, roles);
    if (rc != RC_OK) {
        return seed_broken(ctx, roles->path, rc);
    }
    rc = seed_terms(ctx, tx, terms);
    if (rc != RC_OK) {
        return seed_broken(ctx, terms->path, rc);
    }
    /* Each year's calendar reads the definitions again, of which a new office has none so far. */
    rc = seed_folder(ctx, tx, "seed/calendars/", seed_calendar);
    if (rc == RC_OK) {
        rc = seed_workflows(ctx, tx);
    }
    rc = rc == RC_OK ? seed_folder(ctx, tx, "seed/practices/", seed_practice) : rc;
    return rc == RC_OK ? seed_folder(ctx, tx, "seed/documents/", seed_template) : rc;
}

enum rc seed_load(struct ctx *ctx, struct tx *tx)
{
    static const char key[] = "seed";
    struct setting_get_out loaded;
    const char *mark = seed_mark(ctx);
    if (mark == NULL) {
        return RC_TOO_LARGE;
    }
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){key}, &loaded);
    if (rc == RC_OK && strcmp(loaded.value, mark) == 0) {
        return RC_OK;
    }
    rc = rc == RC_OK || rc == RC_NOT_FOUND ? seed_files(ctx, tx) : rc;
    return rc == RC_OK ? setting_rows_save(tx, &(struct setting_save_in){key, mark}) : rc;
}
