/*
 * setting.c - reads and changes what the office says of itself.
 *
 * Runs on: changing on the writer, reading with any transaction. Owns: nothing.
 */
#include "domain/setting.h"

#include "domain/office_journal.h"
#include "domain/reason.h"
#include "domain/unit.h"

#include <stdlib.h>
#include <string.h>

static const char SETTING_HOURS[] = "office_hours";
static const char SETTING_HOURS_VERSION[] = "office_hours_version";
static const char SETTING_PROFILE[] = "profile";
/* Since this stands there, every setting that is no mark of the program's own has a seal (queries/office_object.sql). */
static const char SETTING_SEALED[] = "settings_sealed";
/* What earlier programs let be changed and did not seal. */
static const char *const setting_unsealed[] = {"setup", "is_demo"};

struct setting_places {
    struct unit_row county, bureau; /* id NULL: not there */
    int64_t hours_version;
    struct setting_office office;
};

static enum rc setting_text(struct ctx *ctx, struct tx *tx, const char *key, const char **out)
{
    struct setting_get_out row;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){key}, &row);
    *out = rc == RC_OK && row.value[0] != '\0' ? row.value : NULL;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc setting_places_get(struct ctx *ctx, struct tx *tx, struct setting_places *p)
{
    const char *version = NULL;
    memset(p, 0, sizeof *p);
    enum rc rc = unit_rows_get_county(tx, ctx->arena, &p->county);
    rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    if (rc == RC_OK) {
        rc = unit_rows_get_bureau(tx, ctx->arena, &p->bureau);
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (rc == RC_OK) {
        rc = setting_text(ctx, tx, SETTING_HOURS, &p->office.hours);
    }
    if (rc == RC_OK) {
        rc = setting_text(ctx, tx, SETTING_HOURS_VERSION, &version);
    }
    if (rc == RC_OK) {
        rc = setting_text(ctx, tx, SETTING_PROFILE, &p->office.profile);
    }
    p->hours_version = version != NULL ? strtoll(version, NULL, 10) : 0;
    p->office.county_name = p->county.name;
    p->office.bureau_name = p->bureau.name;
    p->office.phone = p->bureau.phone;
    p->office.address = p->bureau.address;
    /* Each of the three only grows, so their sum is another after any change. */
    p->office.version = p->county.version + p->bureau.version + p->hours_version;
    return rc;
}

enum rc setting_office_get(struct ctx *ctx, struct tx *tx, struct setting_office *out)
{
    struct setting_places p;
    enum rc rc = setting_places_get(ctx, tx, &p);
    *out = p.office;
    return rc;
}

static enum rc setting_set_county(struct ctx *ctx, struct tx *tx, const struct setting_places *p,
                                  const struct setting_change *in)
{
    struct unit_row row;
    if (!(in->set & SETTING_SET_COUNTY_NAME)) {
        return RC_OK;
    }
    if (p->county.id == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NO_COUNTY), "/county_name", NULL, NULL);
    }
    return unit_set(ctx, tx, p->county.id, p->county.version,
                    &(struct unit_change){.set = UNIT_SET_NAME, .name = in->county_name}, &row);
}

static enum rc setting_set_bureau(struct ctx *ctx, struct tx *tx, const struct setting_places *p,
                                  const struct setting_change *in)
{
    struct unit_row row;
    unsigned set = (in->set & SETTING_SET_BUREAU_NAME ? UNIT_SET_NAME : 0) |
                   (in->set & SETTING_SET_PHONE ? UNIT_SET_PHONE : 0) |
                   (in->set & SETTING_SET_ADDRESS ? UNIT_SET_ADDRESS : 0);
    if (set == 0) {
        return RC_OK;
    }
    if (p->bureau.id == NULL) {
        return fault_set(&ctx->fault, RC_REFUSED, reason(REASON_NO_BUREAU), "/bureau_name", NULL, NULL);
    }
    return unit_set(
        ctx, tx, p->bureau.id, p->bureau.version,
        &(struct unit_change){.set = set, .name = in->bureau_name, .phone = in->phone, .address = in->address}, &row);
}

static enum rc setting_set_hours(struct ctx *ctx, struct tx *tx, const struct setting_places *p,
                                 const struct setting_change *in)
{
    struct changes changes;
    const char *version = arena_printf(ctx->arena, "%lld", (long long)p->hours_version + 1);
    changes_init(&changes, ctx);
    changes_add(&changes, "hours", p->office.hours, in->hours);
    if (!(in->set & SETTING_SET_HOURS) || changes.count == 0) {
        return RC_OK;
    }
    changes_touch(&changes, "setting", SETTING_HOURS);
    enum rc rc = version != NULL ? setting_rows_save(tx, &(struct setting_save_in){SETTING_HOURS_VERSION, version})
                                 : RC_TOO_LARGE;
    if (rc == RC_OK) {
        rc = setting_rows_save(tx, &(struct setting_save_in){SETTING_HOURS, in->hours ? in->hours : ""});
    }
    return rc == RC_OK ? office_journal_append(ctx, tx, "setting.set", SETTING_HOURS, &changes) : rc;
}

enum rc setting_office_set(struct ctx *ctx, struct tx *tx, int64_t version, const struct setting_change *in,
                           struct setting_office *out)
{
    struct setting_places p;
    enum rc rc = setting_places_get(ctx, tx, &p);
    if (rc == RC_OK && version >= 0 && version != p.office.version) {
        return fault_set(&ctx->fault, RC_STALE, reason(REASON_STALE), NULL,
                         arena_printf(ctx->arena, "%lld", (long long)p.office.version), NULL);
    }
    if (rc == RC_OK) {
        rc = setting_set_county(ctx, tx, &p, in);
    }
    if (rc == RC_OK) {
        rc = setting_set_bureau(ctx, tx, &p, in);
    }
    if (rc == RC_OK) {
        rc = setting_set_hours(ctx, tx, &p, in);
    }
    return rc == RC_OK ? setting_office_get(ctx, tx, out) : rc;
}

enum rc setting_begin(struct ctx *ctx, struct tx *tx)
{
    struct setting_get_out mark;
    struct changes changes;
    enum rc rc = setting_rows_get(tx, ctx->arena, &(struct setting_get_in){SETTING_SEALED}, &mark);
    if (rc != RC_NOT_FOUND) {
        return rc;
    }
    changes_init(&changes, ctx);
    changes_touch(&changes, "setting", SETTING_SEALED);
    for (size_t i = 0; i < sizeof setting_unsealed / sizeof setting_unsealed[0]; i++) {
        changes_touch(&changes, "setting", setting_unsealed[i]);
    }
    rc = setting_rows_save(tx, &(struct setting_save_in){SETTING_SEALED, "yes"});
    return rc == RC_OK ? office_journal_append(ctx, tx, "office.seal", "office", &changes) : rc;
}
