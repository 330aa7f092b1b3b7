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

# code_only FILE: the file with comments blanked and line numbers kept. Strings stay.
code_only() {
  awk '{
    line = $0; out = ""; quoted = ""
    while (length(line) > 0) {
      two = substr(line, 1, 2); one = substr(line, 1, 1)
      if (inside) { if (two == "*/") { inside = 0; line = substr(line, 3) } else line = substr(line, 2); continue }
      if (quoted != "") {
        if (one == "\\") { out = out two; line = substr(line, 3); continue }
        if (one == quoted) quoted = ""
        out = out one; line = substr(line, 2); continue
      }
      if (two == "/*") { inside = 1; line = substr(line, 3); continue }
      if (two == "//") break
      if (one == "\"" || one == "\047") quoted = one
      out = out one; line = substr(line, 2)
    }
    print out
  }' "$1"
}
