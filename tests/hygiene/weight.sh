#!/usr/bin/env bash
# What a first visit loads: each entry page with the scripts and styles that it names, gzip, against its budget in bytes.
# weight.sh DIST
set -euo pipefail
dist=${1:?the built front end}
declare -A budget=([index.html]=81920 [public.html]=65536)
failed=0
for page in "${!budget[@]}"; do
  [ -f "$dist/$page" ] || { echo "$dist/$page is missing"; exit 2; }
  total=0
  while IFS= read -r file; do
    size=$(gzip -9 -n -c "$dist/${file#/}" | wc -c)
    total=$((total + size))
  done < <(printf '%s\n' "$page"; grep -oE '(src|href)="/[^"]+\.(js|css)"' "$dist/$page" | sed 's/^[a-z]*="//; s/"$//' | sort -u)
  printf '%-12s %6d of %6d bytes\n' "$page" "$total" "${budget[$page]}"
  [ "$total" -le "${budget[$page]}" ] || failed=1
done
exit "$failed"
