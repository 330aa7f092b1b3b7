#!/usr/bin/env bash
# Every header compiles alone, and a second include of it does no harm.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
generated=()
[ -z "${HYGIENE_BUILD:-}" ] || generated=(-I "$HYGIENE_BUILD/gen")
while IFS= read -r header; do
  if ! said=$(printf '#include "%s"\n#include "%s"\n' "$header" "$header" | "$HYGIENE_CC" -std=c11 -D_GNU_SOURCE -fsyntax-only \
    -Wall -Wextra -Werror -Wno-unused-function -I "$root/include" "${generated[@]}" -I "$(dirname "$header")" -x c - 2>&1); then
    report "$header" "does not compile alone: $(grep -m1 -E 'error' <<<"$said")"
  fi
done < <(sources h)
exit "$found"
