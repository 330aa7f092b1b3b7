#!/usr/bin/env bash
# A global name in foo_bar.c begins with foo_bar_, or with foo_ when foo has a header in include/<layer> or a source foo.c
# (foo_bar.c is then a part of foo). A plural s is allowed; the table of endpoints in foo_api.c is foo_endpoints, the
# subcommand in foo_cmd.c is foo_main. Other exports stand in the table below.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# layer/stem:prefix
exceptions="
domain/ladder:deadline
domain/recompute:deadline
domain/perm:actor
app/main:main
app/backup_cmd:restore
"

build=${HYGIENE_BUILD:-}
if [ -z "$build" ]; then
  [ "$root" != "$(cd "$(dirname "$0")/../.." && pwd)" ] || { echo "give the build folder with --build"; exit 2; }
  build=$(mktemp -d)
  trap 'rm -rf "$build"' EXIT
  while IFS= read -r file; do
    layer=$(basename "$(dirname "$file")")
    mkdir -p "$build/CMakeFiles/$layer.dir/src/$layer"
    "$HYGIENE_CC" -std=c11 -I "$root/include" -c "$file" -o "$build/CMakeFiles/$layer.dir/src/$layer/$(basename "$file").o"
  done < <(sources c)
fi

stem_owns() { # LAYER STEM SYMBOL
  local layer=$1 part=$2 symbol=$3
  while :; do
    if [ "$part" = "$2" ] || [ -f "$root/include/$layer/$part.h" ] || [ -f "$root/src/$layer/$part.c" ] ||
      [ -f "$root/src/$layer/$part.h" ]; then
      case $symbol in "$part" | "$part"_* | "${part}s"_*) return 0 ;; esac
    fi
    [ "$2_$symbol" = "${2%_api}_api_${2%_api}_endpoints" ] && return 0
    [ "$2_$symbol" = "${2%_cmd}_cmd_${2%_cmd}_main" ] && return 0
    case $exceptions in *"
$layer/$2:${symbol%%_*}
"*) return 0 ;; esac
    case $part in *_*) part=${part%_*} ;; *) return 1 ;; esac
  done
}

seen=0
# One line of nm for each export: OBJECT:[ADDRESS] KIND SYMBOL.
while IFS= read -r line; do
  object=${line%%:*} symbol=${line##* }
  layer=${object%/*} layer=${layer##*/} stem=${object##*/} stem=${stem%.c.o}
  [ -f "$root/src/$layer/$stem.c" ] || continue
  seen=$((seen + 1))
  case $symbol in __asan_* | __odr_asan* | __tsan_* | __sanitizer_*) continue ;; esac
  stem_owns "$layer" "$stem" "$symbol" || report "src/$layer/$stem.c" "exports $symbol"
done < <(find "$build"/CMakeFiles/{base,store,domain,http,api,app,petitiond}.dir/src -name '*.c.o' 2>/dev/null | sort |
  xargs -r nm -A -g --defined-only)
[ "$seen" -gt 0 ] || { echo "no export of an object in $build"; exit 2; }
exit "$found"
