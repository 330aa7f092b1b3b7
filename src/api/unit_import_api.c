/*
 * unit_import_api.c - /units/import: a table of units, looked at first or added at once.
 *
 * Runs on: the writer. Owns: nothing.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "domain/perm.h"
#include "domain/unit_import.h"

enum { UNIT_IMPORT_MAX = 1000 };

static const char *const unit_import_kinds[] = {"county", "bureau", "department", "town", "village", "grid", NULL};

struct unit_import_in {
    struct unit_import_row *rows;
    size_t rows_count;
    int64_t dry_run;
};
struct unit_import_out {
    int64_t units, is_done;
};

#define UNIT_IMPORT_CODE(member, must, text)                                                                           \
    {                                                                                                                  \
        .name = #member, .type = FIELD_TEXT, .offset = offsetof(struct unit_import_row, member),                       \
        .is_required = (must), .min = 1, .max = 32, .pattern = "w+", .doc = (text)                                     \
    }
FIELD_SET(unit_import_row_set, "UnitImportRow", struct unit_import_row,
          UNIT_IMPORT_CODE(code, 1, "Code, unique, for ever"),
          IN_MUST(struct unit_import_row, name, FIELD_TEXT, 1, 100, "Name"),
          IN(struct unit_import_row, short_name, FIELD_TEXT, 1, 40, "Short name; else the name"),
          IN_ENUM(struct unit_import_row, kind, 1, unit_import_kinds, "Kind"),
          UNIT_IMPORT_CODE(parent_code, 0, "Code of the unit above: there already, or in an earlier row"),
          IN(struct unit_import_row, can_handle, FIELD_BOOL, 0, 0, "May be sent cases; yes unless told"),
          IN(struct unit_import_row, doc_mark, FIELD_TEXT, 1, 20, "Word in its document numbers"),
          IN(struct unit_import_row, phone, FIELD_TEXT, 1, 40, "Public telephone"),
          IN(struct unit_import_row, address, FIELD_TEXT, 1, 200, "Public address"));
FIELD_SET(unit_import_body, "UnitImport", struct unit_import_in,
          IN_ROWS(struct unit_import_in, rows, 1, 1, UNIT_IMPORT_MAX, unit_import_row_set, "Units, those above first"),
          IN(struct unit_import_in, dry_run, FIELD_BOOL, 0, 0, "Only look; nothing is written"));
FIELD_SET(unit_import_set, "UnitImportResult", struct unit_import_out,
          OUT(struct unit_import_out, units, FIELD_INT, "Rows that are in order"),
          OUT(struct unit_import_out, is_done, FIELD_BOOL, "They were added"));

static enum rc unit_import_api_run(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct unit_import_in *in = call->in;
    struct unit_import_out *out = call->out;
    int is_dry = in->dry_run == 1;
    enum rc rc =
        is_dry ? unit_import_check(ctx, tx, in->rows, in->rows_count) : unit_import(ctx, tx, in->rows, in->rows_count);
    *out = (struct unit_import_out){.units = (int64_t)in->rows_count, .is_done = !is_dry};
    return rc;
}

static const enum rc unit_import_may[] = {RC_INVALID, RC_OK};

ENDPOINT_TABLE(unit_import_api_table,
               {.method = "POST",
                .path = "/api/v1/units/import",
                .operation = "importUnits",
                .tag = "units",
                .summary = "Add many units at once, all or none; or only look whether they could be",
                .need = PERM_UNIT_MANAGE,
                .mode = ENDPOINT_WRITE,
                .body = &unit_import_body,
                .reply = &unit_import_set,
                .in_size = sizeof(struct unit_import_in),
                .out_size = sizeof(struct unit_import_out),
                .ok = 200,
                .may = unit_import_may,
                .cost = 50,
                .takes_key = 1,
                .run = unit_import_api_run});
