#!/usr/bin/env bash
# tests/asvs.csv has a row for each requirement of ASVS 4.0.3 at levels 1 and 2, in order, and each proof that it names exists.
#
# Columns: id, verdict (holds, partly, no, not_applicable), where (files, with what must stand in them behind a colon; apart by
# spaces), why (in whole words and without commas, for all that does not simply hold). What holds is shown by a test, in chapter 1,
# which is about design, by any file. README.md gives the same counts.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
table=$root/tests/asvs.csv
[ -f "$table" ] || exit 0

# Section:last number, and behind a minus those that are deleted or of level 3.
sections="1.1:7 1.2:4 1.4:5-2,3 1.5:4 1.6:4 1.7:2 1.8:2 1.9:2 1.10:1 1.11:2 1.12:2-1 1.14:6 2.1:12 2.2:3 2.3:3 2.4:5 2.5:7
2.6:3 2.7:6 2.8:7 2.9:3 2.10:4 3.1:1 3.2:4 3.3:4 3.4:5 3.5:3 3.7:1 4.1:5-4 4.2:2 4.3:3 5.1:5 5.2:8 5.3:10 5.4:3 5.5:4 6.1:3
6.2:6 6.3:2 6.4:2 7.1:4 7.2:2 7.3:4-2 7.4:3 8.1:4 8.2:3 8.3:8 9.1:3 9.2:4 10.2:2 10.3:3 11.1:8 12.1:3 12.2:1 12.3:6 12.4:2
12.5:2 12.6:1 13.1:5-2 13.2:6-4 13.3:2 13.4:2 14.1:4 14.2:6 14.3:3-1 14.4:7 14.5:4"

wanted() {
  local section rest last without n
  for section in $sections; do
    rest=${section#*:} last=${rest%%-*} without=",${rest#"$last"},"
    for ((n = 1; n <= last; n++)); do
      [[ ${without//-/,} == *",$n,"* ]] || echo "${section%%:*}.$n"
    done
  done
}

# is_shown ID PROOF...: chapter 1 by any file, the others by one of the tests.
is_shown() {
  local id=$1 proof
  shift
  [[ $id != 1.* ]] || return 0
  for proof in "$@"; do
    [[ $proof != tests/* && $proof != static/tests/* ]] || return 0
  done
  return 1
}

# look_for ID PROOF: the file is there, and so is the name behind the colon.
look_for() {
  local file=${2%%:*}
  if [[ $2 == *: ]]; then
    report "$table" "$1 names nothing behind the colon of $file"
  elif [ ! -f "$root/$file" ]; then
    report "$table" "$1 names $file, which is not there"
  elif [ "$file" != "$2" ] && ! grep -qF -- "${2#*:}" "$root/$file"; then
    report "$table" "$1: ${2#*:} does not stand in $file"
  fi
}

[ "$(head -n 1 "$table")" = id,verdict,where,why ] || report "$table" "the first line does not name the columns"

declare -A counts=([holds]=0 [partly]=0 [no]=0 [not_applicable]=0)
while IFS=, read -r id verdict where why more || [ -n "$id" ]; do
  [ -z "$more" ] || report "$table" "$id has more than four columns"
  case $verdict in
    holds)
      # shellcheck disable=SC2086 # proofs are apart by spaces
      if [ -z "$where" ]; then
        report "$table" "$id holds without a proof"
      elif ! is_shown "$id" $where; then
        report "$table" "$id holds, but no test shows it"
      fi
      ;;
    partly | no | not_applicable) [ -n "$why" ] || report "$table" "$id does not say why" ;;
    *) report "$table" "$id has no known verdict: $verdict"; continue ;;
  esac
  counts[$verdict]=$((counts[$verdict] + 1))
  for proof in $where; do look_for "$id" "$proof"; done
done < <(tail -n +2 "$table")

while read -r line; do report "$table" "not the requirements in their order: $line"; done \
  < <(diff <(wanted) <(tail -n +2 "$table" | cut -d, -f1) | grep '^[<>]' || true)

said="holds ${counts[holds]}, partly ${counts[partly]}, no ${counts[no]}, not applicable ${counts[not_applicable]}"
grep -qE "$said([^0-9]|\$)" "$root/README.md" || report "$root/README.md" "does not give the counts of tests/asvs.csv: $said"
exit "$found"
