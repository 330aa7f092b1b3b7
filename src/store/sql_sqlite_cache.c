/*
 * sql_sqlite_cache.c - prepared statements of one connection, by (number, mask).
 *
 * A small open-addressing hash over at most 256 entries; when it is full the entry that was not used for the longest time
 * goes and the hash is built anew, which costs less than preparing the statement that made it necessary. An entry that is
 * being stepped is never handed out twice: a nested run of the same statement gets a private one.
 *
 * Runs on: the thread that owns the connection. Owns: the prepared statements.
 */
#include "sql_sqlite.h"

#include "base/check.h"
#include "base/log.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static int is_part_of(const struct sql_part *part, unsigned mask)
{
    return part->fragment < 0 || (mask >> part->fragment & 1u) != 0;
}

char *sql_sqlite_text(const struct sql_stmt_info *info, unsigned mask, const char *prefix)
{
    size_t size = strlen(prefix) + 1;
    for (int i = 0; i < info->part_count; i++) {
        size += is_part_of(&info->parts[i], mask) ? strlen(info->parts[i].text) : 0;
    }
    char *text = malloc(size);
    if (text == NULL) {
        return NULL;
    }
    char *end = stpcpy(text, prefix);
    for (int i = 0; i < info->part_count; i++) {
        if (is_part_of(&info->parts[i], mask)) {
            end = stpcpy(end, info->parts[i].text);
        }
    }
    return text;
}

static void entry_free(struct sql_sqlite_entry *e)
{
    sqlite3_finalize(e->handle);
    free(e->params);
    free(e);
}

/* The engine's message speaks of the text only here, where no value is bound yet. */
static enum rc prepare_failed(struct sql_db *db, const struct sql_stmt_info *info, int code)
{
    LOG(LOG_ERROR, "sql.prepare", LOG_S("source", info->source), LOG_S("message", sqlite3_errmsg(db->handle)));
    return sql_sqlite_fail(db, info->source, code);
}

static enum rc prepare(struct sql_db *db, int stmt, unsigned mask, struct sql_sqlite_entry **out)
{
    const struct sql_stmt_info *info = sql_sqlite_info(db, stmt);
    struct sql_sqlite_entry *e = calloc(1, sizeof *e);
    char *text = sql_sqlite_text(info, mask, "");
    if (e == NULL || text == NULL || (e->params = calloc((size_t)info->in_count + 1, sizeof *e->params)) == NULL) {
        free(e);
        free(text);
        return RC_UNAVAILABLE;
    }
    e->stmt = stmt;
    e->mask = mask;
    int code = sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, &e->handle, NULL);
    free(text);
    if (code != SQLITE_OK) {
        enum rc rc = prepare_failed(db, info, code);
        entry_free(e);
        return rc;
    }
    for (int i = 0; i < info->in_count; i++) {
        char name[128] = ":";
        strncat(name, info->in[i].name, sizeof name - 2);
        e->params[i] = (unsigned short)sqlite3_bind_parameter_index(e->handle, name);
    }
    *out = e;
    return RC_OK;
}

static unsigned slot_of(int stmt, unsigned mask)
{
    unsigned h = ((unsigned)stmt * 2654435761u) ^ (mask * 2246822519u);
    return (h ^ h >> 15) & (SQL_SQLITE_SLOTS - 1);
}

static void index_entry(struct sql_db *db, int number)
{
    const struct sql_sqlite_entry *e = db->entries[number];
    unsigned s = slot_of(e->stmt, e->mask);
    while (db->slots[s] != 0) {
        s = (s + 1) & (SQL_SQLITE_SLOTS - 1);
    }
    db->slots[s] = (short)(number + 1);
}

static struct sql_sqlite_entry *find(const struct sql_db *db, int stmt, unsigned mask)
{
    for (unsigned s = slot_of(stmt, mask); db->slots[s] != 0; s = (s + 1) & (SQL_SQLITE_SLOTS - 1)) {
        struct sql_sqlite_entry *e = db->entries[db->slots[s] - 1];
        if (e->stmt == stmt && e->mask == mask) {
            return e;
        }
    }
    return NULL;
}

/* Number of the entry to replace, or -1 when all are being stepped. */
static int oldest(const struct sql_db *db)
{
    int best = -1;
    for (int i = 0; i < db->entry_count; i++) {
        const struct sql_sqlite_entry *e = db->entries[i];
        if (!e->is_busy && (best < 0 || e->used < db->entries[best]->used)) {
            best = i;
        }
    }
    return best;
}

static void keep(struct sql_db *db, struct sql_sqlite_entry *e)
{
    if (db->entry_count < SQL_SQLITE_CACHE_MAX) {
        db->entries[db->entry_count++] = e;
        index_entry(db, db->entry_count - 1);
        e->is_kept = 1;
        return;
    }
    int number = oldest(db);
    if (number < 0) {
        return;
    }
    entry_free(db->entries[number]);
    db->entries[number] = e;
    e->is_kept = 1;
    memset(db->slots, 0, sizeof db->slots);
    for (int i = 0; i < db->entry_count; i++) {
        index_entry(db, i);
    }
}

enum rc sql_sqlite_take(struct sql_db *db, int stmt, unsigned mask, struct sql_sqlite_entry **out)
{
    struct sql_sqlite_entry *e = find(db, stmt, mask);
    if (e == NULL || e->is_busy) {
        int is_nested = e != NULL;
        enum rc rc = prepare(db, stmt, mask, &e);
        if (rc != RC_OK) {
            return rc;
        }
        if (!is_nested) {
            keep(db, e);
        }
    }
    e->is_busy = 1;
    e->used = ++db->tick;
    *out = e;
    return RC_OK;
}

void sql_sqlite_put(struct sql_db *db, struct sql_sqlite_entry *e)
{
    (void)db;
    e->is_busy = 0;
    if (!e->is_kept) {
        entry_free(e);
        return;
    }
    sqlite3_reset(e->handle);
    sqlite3_clear_bindings(e->handle); /* they point into memory of the caller */
}

void sql_sqlite_drop_cache(struct sql_db *db)
{
    for (int i = 0; i < db->entry_count; i++) {
        entry_free(db->entries[i]);
    }
    db->entry_count = 0;
    memset(db->slots, 0, sizeof db->slots);
}

/* Prepares one form of a statement, compares it with its record and lets it go again. */
static enum rc check_form(struct sql_db *db, int stmt, unsigned mask)
{
    const struct sql_stmt_info *info = sql_sqlite_info(db, stmt);
    struct sql_sqlite_entry *e = NULL;
    enum rc rc = prepare(db, stmt, mask, &e);
    if (e == NULL) {
        return rc == RC_UNAVAILABLE ? rc : RC_INTERNAL;
    }
    int columns = sqlite3_column_count(e->handle);
    int is_reading = sqlite3_stmt_readonly(e->handle);
    entry_free(e);
    if (columns != info->out_count) {
        LOG(LOG_ERROR, "sql.columns", LOG_S("source", info->source), LOG_I("columns", columns),
            LOG_I("declared", info->out_count));
        return RC_INTERNAL;
    }
    if (!is_reading && !info->is_write) {
        LOG(LOG_ERROR, "sql.mode", LOG_S("source", info->source));
        return RC_INTERNAL;
    }
    return RC_OK;
}

enum rc sql_prepare_all(struct sql_db *db)
{
    for (int i = 0; i < db->set.count; i++) {
        const struct sql_stmt_info *info = &db->set.table[i];
        if (info->is_write && db->mode == SQL_READ_ONLY) {
            continue;
        }
        enum rc rc = check_form(db, i, 0);
        for (int bit = 0; rc == RC_OK && bit < info->fragment_count; bit++) {
            rc = check_form(db, i, 1u << bit);
        }
        if (rc == RC_OK && info->fragment_count > 1) {
            rc = check_form(db, i, (1u << info->fragment_count) - 1u);
        }
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}
