#!/usr/bin/env bash
# Runs checks of the tree itself: run.sh [--build DIR] [--cc COMPILER] [CHECK...]
#
# A check is check_NAME.sh ROOT: it prints what it finds and exits 0 (clean), 1 (found something) or 2 (could not look).
# Before a check is believed it must find the fault planted in each folder fixtures/NAME/*: that folder holds a small tree
# and a file `expected`, an extended regular expression that the output must match.
# DIR is a build folder whose layers are compiled: for generated headers and for the objects that check_symbols reads.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=""
export HYGIENE_CC=${CC:-gcc}
names=()
while [ $# -gt 0 ]; do
  case $1 in
    --build) build=$(cd "$2" && pwd); shift ;;
    --cc) HYGIENE_CC=$2; shift ;;
    *) names+=("$1") ;;
  esac
  shift
done
if [ "${#names[@]}" -eq 0 ]; then
  for script in "$here"/check_*.sh; do name=${script##*/check_}; names+=("${name%.sh}"); done
fi

# look NAME ROOT BUILD: sets `said` and `code`.
look() {
  code=0
  said=$(HYGIENE_BUILD=$3 bash "$here/check_$1.sh" "$2" 2>&1) || code=$?
}

# check NAME: its controls, then the tree.
check() {
  local name=$1 controls=0 failed=0 fixture
  for fixture in "$here/fixtures/$name"/*/; do
    [ -f "$fixture/expected" ] || continue
    controls=$((controls + 1))
    look "$name" "${fixture%/}" ""
    if [ "$code" -ne 1 ] || ! grep -qE -f "$fixture/expected" <<<"$said"; then
      printf 'hygiene %s: blind to fixtures/%s/%s (exit %s)\n%s\n' "$name" "$name" "$(basename "$fixture")" "$code" "$said"
      failed=1
    fi
  done
  if [ "$controls" -eq 0 ]; then
    printf 'hygiene %s: no negative control in fixtures/%s\n' "$name" "$name"
    failed=1
  fi
  look "$name" "$root" "$build"
  if [ "$code" -eq 0 ]; then
    printf 'hygiene %-10s clean, %s controls%s\n' "$name" "$controls" "${said:+ ($said)}"
  else
    printf 'hygiene %s: exit %s\n%s\n' "$name" "$code" "$said"
    failed=1
  fi
  return "$failed"
}

# All at once; what they say comes in their order.
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
running=()
for name in "${names[@]}"; do
  check "$name" >"$told/$name" 2>&1 &
  running+=($!)
done
failed=0
for i in "${!names[@]}"; do
  wait "${running[i]}" || failed=1
  cat "$told/${names[i]}"
done
exit "$failed"
