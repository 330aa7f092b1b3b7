#!/usr/bin/env bash
# SQL stands in sql/queries and sql/schema, never in C (the generator, a tool, only knows its words).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
statement='"[[:space:]]*(select[[:space:]].*[[:space:]]from[[:space:]]|insert[[:space:]]+(or[[:space:]]+[a-z]+[[:space:]]+)?into[[:space:]]|update[[:space:]]+[a-z_]+[[:space:]]+set[[:space:]]|delete[[:space:]]+from[[:space:]]|create[[:space:]]+(unique[[:space:]]+)?(table|index|view|trigger)[[:space:]]|alter[[:space:]]+table[[:space:]]|drop[[:space:]]+(table|index|view)[[:space:]]|with[[:space:]]+[a-z_]+[[:space:]]+as[[:space:]]*\()'
open='"[[:space:]]*(SELECT|INSERT INTO|UPDATE|DELETE FROM)[[:space:]]'
code_of_product() { sources c h def | { grep -v "^$root/src/tools/" || true; } | code; }
while IFS=: read -r file line _; do report "$file:$line" "SQL text"; done \
  < <(code_of_product | awk -v statement="$statement" -v open="$open" 'tolower($0) ~ statement || $0 ~ open')
exit "$found"
