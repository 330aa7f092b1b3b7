/*
 * petitiond_verify_units.c - which units see a case follows from what is sealed, and no row of case_units says anything else.
 *
 * The table is under no seal, for it grows when units move and when one comes after another. Derived here:
 *   who came after whom   entries "unit.succession" of the office's journal, of any length
 *   who was ever above    units as they stand (sealed), and entries "unit.set" of the journal that changed parent_id, of any length
 * A direct row is of a unit that held the case, was asked to assist, was given a dispute, or registered the case that this one is linked
 * from; or of one that came after such a unit. Any other row is of a unit that ever was above a direct one. Units with a part must
 * see the case, those above them too; a sealed case is seen by none; is_open and due_key are the case's own.
 *
 * Runs on: the main thread. Owns: tables in memory beside the open database, until it is closed. Invariant: the database is only read.
 */
#include "petitiond_verify.h"

/* clang-format off */
static const char *const derive[] = {
    "PRAGMA temp_store = MEMORY",
    "CREATE TEMP TABLE moved AS SELECT j.object_id AS unit, e.value ->> 'before' AS old, e.value ->> 'after' AS new "
    "FROM main.office_journal j, json_each(j.changes) e WHERE j.action = 'unit.set' AND e.value ->> 'field' = 'parent_id'",
    "CREATE TEMP TABLE came (unit TEXT, heir TEXT, PRIMARY KEY (heir, unit)) WITHOUT ROWID",
    "INSERT INTO came WITH RECURSIVE one AS (SELECT j.object_id AS unit, e.value ->> 'after' AS heir FROM "
    "main.office_journal j, json_each(j.changes) e WHERE j.action = 'unit.succession' AND e.value ->> 'field' = "
    "'successor_id'), far AS (SELECT id AS unit, id AS heir FROM main.units UNION SELECT far.unit, one.heir FROM far "
    "JOIN one ON one.unit = far.heir) SELECT unit, heir FROM far WHERE heir IS NOT NULL",
    "CREATE TEMP TABLE uppers (unit TEXT, above TEXT, PRIMARY KEY (unit, above)) WITHOUT ROWID",
    "INSERT INTO uppers WITH RECURSIVE one AS (SELECT id AS unit, parent_id AS above FROM main.units UNION SELECT unit, old "
    "FROM moved UNION SELECT unit, new FROM moved), far AS (SELECT unit, above FROM one WHERE above IS NOT NULL UNION "
    "SELECT far.unit, one.above FROM far JOIN one ON one.unit = far.above WHERE one.above IS NOT NULL) SELECT unit, above "
    "FROM far"};

static const char strange[] =
    "SELECT u.case_id, u.unit_id, CASE WHEN c.id IS NULL THEN 'there is no such case' "
    "WHEN c.is_sealed THEN 'it sees a sealed case' "
    "WHEN u.is_open IS NOT c.is_open OR u.due_key IS NOT c.due_key THEN 'it is told something else of the case' "
    "WHEN u.is_direct = 1 THEN 'it sees the case and nothing that was sealed gave it a part' "
    "ELSE 'it sees the case and never was above a unit that has a part' END "
    "FROM main.case_units u LEFT JOIN main.cases c ON c.id = u.case_id "
    "WHERE c.id IS NULL OR c.is_sealed OR u.is_open IS NOT c.is_open OR u.due_key IS NOT c.due_key OR "
    "CASE u.is_direct WHEN 1 THEN NOT EXISTS (SELECT 1 FROM came WHERE came.heir = u.unit_id AND ("
    "EXISTS (SELECT 1 FROM main.holdings h WHERE h.case_id = u.case_id AND h.unit_id = came.unit) OR "
    "EXISTS (SELECT 1 FROM main.dispatches d WHERE d.case_id = u.case_id AND d.part = 'assisting' AND "
    "came.unit IN (d.to_unit_id, d.first_to_unit_id)) OR "
    "EXISTS (SELECT 1 FROM main.dispatches d WHERE d.case_id = u.case_id AND d.dispute_unit_id = came.unit) OR "
    "(c.registrar_unit_id = came.unit AND EXISTS (SELECT 1 FROM main.case_links l WHERE l.case_id = u.case_id)))) "
    "ELSE NOT EXISTS (SELECT 1 FROM main.case_units d JOIN uppers ON uppers.unit = d.unit_id AND uppers.above = u.unit_id "
    "WHERE d.case_id = u.case_id AND d.is_direct = 1) END ORDER BY 1, 2 LIMIT 1";

/* What was an accusation for a time had no rows then, and of what was destroyed the journal does not tell. */
static const char missing_part[] =
    "WITH had AS (SELECT id AS case_id, holder_unit_id AS unit FROM main.cases UNION ALL SELECT case_id, unit_id FROM "
    "main.holdings UNION ALL SELECT case_id, to_unit_id FROM main.dispatches WHERE part = 'assisting' UNION ALL SELECT case_id, first_to_unit_id FROM main.dispatches WHERE part = "
    "'assisting' AND first_to_unit_id IS NOT NULL UNION ALL SELECT "
    "case_id, dispute_unit_id FROM main.dispatches WHERE dispute_unit_id IS NOT NULL) "
    "SELECT had.case_id, had.unit, 'it has or had a part in the case and does not see it' FROM had "
    "JOIN main.cases c ON c.id = had.case_id WHERE NOT c.is_sealed AND NOT EXISTS (SELECT 1 FROM main.case_units u WHERE "
    "u.case_id = had.case_id AND u.unit_id = had.unit AND u.is_direct = 1) AND (had.unit = c.holder_unit_id OR "
    "(c.certificate IS NULL AND NOT EXISTS (SELECT 1 FROM main.journal j WHERE j.case_id = c.id AND j.changes LIKE "
    "'%\"field\":\"unseal\"%'))) ORDER BY 1, 2 LIMIT 1";

/* A move shows open cases to the units that come above; programs before ?1 did not do so when a closed one was opened again. */
static const char missing_above[] =
    "SELECT d.case_id, t.ancestor_id, 'it is above a unit that has a part and does not see the case' FROM "
    "main.case_units d JOIN main.unit_tree t ON t.descendant_id = d.unit_id AND t.distance > 0 WHERE d.is_direct = 1 AND "
    "NOT EXISTS (SELECT 1 FROM main.case_units a WHERE a.case_id = d.case_id AND a.unit_id = t.ancestor_id) AND "
    "((?1 AND d.is_open) OR NOT EXISTS (SELECT 1 FROM moved JOIN main.unit_tree p ON p.ancestor_id = moved.unit AND "
    "p.descendant_id = d.unit_id WHERE p.distance < t.distance)) ORDER BY 1, 2 LIMIT 1";
/* clang-format on */

/* The first row of a statement is the first thing that is wrong. */
static void expect_none(const struct check *c, const char *sql, int argument)
{
    sqlite3_stmt *s = verify_prepare(c, sql);
    if (sqlite3_bind_parameter_count(s) > 0) {
        sqlite3_bind_int(s, 1, argument);
    }
    if (verify_step(c, s)) {
        verify_bad("case %s, unit %s: %s", (const char *)sqlite3_column_text(s, 0),
                   (const char *)sqlite3_column_text(s, 1), (const char *)sqlite3_column_text(s, 2));
    }
    sqlite3_finalize(s);
}

static int has_column(const struct check *c, const char *sql)
{
    sqlite3_stmt *s = verify_prepare(c, sql);
    int is_there = verify_step(c, s);
    sqlite3_finalize(s);
    return is_there;
}

void verify_units(const struct check *c)
{
    if (!c->has_certificates) {
        return; /* of a program whose cases had other columns */
    }
    int shows_again = has_column(c, "SELECT 1 FROM pragma_table_info('sessions') WHERE name = 'proof'");
    for (size_t i = 0; i < sizeof derive / sizeof derive[0]; i++) {
        expect_none(c, derive[i], 0);
    }
    expect_none(c, strange, 0);
    expect_none(c, missing_part, 0);
    expect_none(c, missing_above, shows_again);
}
