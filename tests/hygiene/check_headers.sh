#!/usr/bin/env bash
# Every header compiles alone, and a second include of it does no harm.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
generated=()
[ -z "${HYGIENE_BUILD:-}" ] || generated=(-I "$HYGIENE_BUILD/gen")
alone() { # HEADER
  local said
  said=$(printf '#include "%s"\n#include "%s"\n' "$1" "$1" | "$HYGIENE_CC" -std=c11 -D_GNU_SOURCE -fsyntax-only \
    -Wall -Wextra -Werror -Wno-unused-function -I "$root/include" "${generated[@]}" -I "${1%/*}" -x c - 2>&1) && return
  report "$1" "does not compile alone: $(grep -m1 -E 'error' <<<"$said")"
}
while IFS= read -r header; do alone "$header"; done < <(sources h)
exit "$found"
