#!/usr/bin/env bash
# SQL stands in sql/queries and sql/schema, never in C (the generator, a tool, only knows its words).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
statement='"[[:space:]]*(select[[:space:]].*[[:space:]]from[[:space:]]|insert[[:space:]]+(or[[:space:]]+[a-z]+[[:space:]]+)?into[[:space:]]|update[[:space:]]+[a-z_]+[[:space:]]+set[[:space:]]|delete[[:space:]]+from[[:space:]]|create[[:space:]]+(unique[[:space:]]+)?(table|index|view|trigger)[[:space:]]|alter[[:space:]]+table[[:space:]]|drop[[:space:]]+(table|index|view)[[:space:]]|with[[:space:]]+[a-z_]+[[:space:]]+as[[:space:]]*\()'
open='"[[:space:]]*(SELECT|INSERT INTO|UPDATE|DELETE FROM)[[:space:]]'
while IFS= read -r file; do
  case $file in "$root"/src/tools/*) continue ;; esac
  while IFS=: read -r line _; do report "$file:$line" "SQL text"; done \
    < <(code_only "$file" | { grep -niE "$statement" || true; })
  while IFS=: read -r line _; do report "$file:$line" "SQL text"; done \
    < <(code_only "$file" | { grep -nE "$open" || true; })
done < <(sources c h def)
exit "$found"
