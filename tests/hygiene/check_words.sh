#!/usr/bin/env bash
# Nothing is left for later: no marks of unfinished work anywhere in the product or its tests.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
marks='\b(TO''DO|FIX''ME|XX''X)\b'
for folder in src include sql static/src static/tests static/public static/help tests; do
  [ -d "$root/$folder" ] || continue
  while IFS=: read -r file line _; do report "$file:$line" "left for later"; done \
    < <(grep -rnIE "$marks" "$root/$folder" --exclude-dir=node_modules --exclude-dir=fixtures || true)
done
exit "$found"
