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
while read -r file lines; do report "$file" "$lines lines"; done \
  < <(xargs -r awk -v limit="$file_lines" 'FNR == 1 { flush() } { name = FILENAME; n = FNR } END { flush() }
    function flush() { if (n > limit) print name, n }' <"$list")
while read -r place length; do report "$place" "a function of $length lines"; done \
  < <(sources c h | xargs -r awk -v limit="$function_lines" 'FNR == 1 { from = 0 } /^\{/ { from = FNR }
    /^\}/ && from { n = FNR - from - 1; if (n > limit) print FILENAME ":" from, n; from = 0 }')
exit "$found"
