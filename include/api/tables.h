/*
 * tables.h - declares every endpoint table of tables.def, so that each file and api.c agree on its type.
 *
 * Runs on: any thread. Owns: nothing; constants.
 */
#ifndef API_TABLES_H
#define API_TABLES_H

#include "http/endpoint.h"

#define API_TABLE(name) extern const struct endpoint_table name;
#include "api/tables.def"
#undef API_TABLE

#endif
