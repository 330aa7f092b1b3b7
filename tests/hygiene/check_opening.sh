#!/usr/bin/env bash
# Every source and header opens with a comment that names the file; a header has an include guard LAYER_FILE_H.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
while IFS= read -r file; do
  name=${file##*/}
  { read -r first && read -r second; } <"$file" || true
  [[ $first$second == "/*"*"$name"* ]] || report "$file" "does not open with a comment that names it"
  case $file in
    "$root"/include/*.h)
      layer=${file%/*} layer=${layer##*/} guard=${layer}_${name%.h}_h guard=${guard^^}
      [[ $'\n'$(<"$file")$'\n' == *$'\n'"#ifndef $guard"$'\n'* ]] || report "$file" "has no guard $guard" ;;
  esac
done < <(sources c h)
exit "$found"
