#!/usr/bin/env bash
# No file over 600 lines and no function over 60: above that it is two things.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
readonly file_lines=600 function_lines=60
list=$(mktemp)
trap 'rm -f "$list"' EXIT
{
  sources c h def
  for folder in tests static/src static/tests sql/queries; do
    [ -d "$root/$folder" ] || continue
    find "$root/$folder" -path '*/fixtures' -prune -o -path '*/golden' -prune -o -type f \
      \( -name '*.[ch]' -o -name '*.vue' -o -name '*.ts' -o -name '*.css' -o -name '*.sql' \) ! -name '*.d.ts' -print
  done
} | sort >"$list"
while IFS= read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -le "$file_lines" ] || report "$file" "$lines lines"
done <"$list"
while IFS= read -r file; do
  while read -r line length; do report "$file:$line" "a function of $length lines"; done \
    < <(awk -v limit="$function_lines" '/^\{/ { from = NR } /^\}/ && from { n = NR - from - 1; if (n > limit) print from, n; from = 0 }' "$file")
done < <(sources c h)
exit "$found"
