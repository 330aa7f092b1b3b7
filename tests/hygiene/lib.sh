# Shared by the checks: sourced with ROOT as first argument. Sets `root`, and `found` through report().
set -euo pipefail
root=$(cd "${1:?the root of a tree}" && pwd)
found=0

# report PLACE MESSAGE
report() {
  printf '%s: %s\n' "${1#"$root"/}" "$2"
  found=1
}

# sources EXTENSION... : C files of the product below src and include, one per line, sorted.
sources() {
  local folder extension
  for folder in src include; do
    [ -d "$root/$folder" ] || continue
    for extension in "$@"; do find "$root/$folder" -type f -name "*.$extension"; done
  done | sort
}

# code: of each file named on stdin its lines with comments blanked, as FILE:LINE:TEXT. Strings stay.
code() {
  xargs -r awk '
    FNR == 1 { inside = 0 }
    {
      rest = $0; out = ""
      while (rest != "") {
        if (inside) {
          end = index(rest, "*/")
          if (!end) break
          rest = substr(rest, end + 2); inside = 0
          continue
        }
        if (!match(rest, /["\047]|\/\*|\/\//)) { out = out rest; break }
        out = out substr(rest, 1, RSTART - 1)
        mark = substr(rest, RSTART, 2)
        if (mark == "//") break
        if (mark == "/*") { inside = 1; rest = substr(rest, RSTART + 2); continue }
        rest = substr(rest, RSTART)
        if (substr(mark, 1, 1) == "\"") match(rest, /^"([^"\\]|\\.)*"?/)
        else match(rest, /^\047([^\047\\]|\\.)*\047?/)
        out = out substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1)
      }
      print FILENAME ":" FNR ":" out
    }'
}
