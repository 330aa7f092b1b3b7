/*
 * csv.h - rows of comma-separated values (RFC 4180) that a spreadsheet takes for what they are.
 *
 * A text that a spreadsheet would run as a formula, or a row of digits that it would shorten or strip of its zeros, gets an
 * apostrophe in front.
 *
 * Pure. Runs on: any thread.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"

/* The mark by which spreadsheets know UTF-8. */
#define CSV_BOM "\xef\xbb\xbf"

/* One field, with a comma before it unless it is the first; NULL is empty. */
void csv_put(struct buf *out, int is_first, const char *text);
void csv_end_row(struct buf *out);

#endif
