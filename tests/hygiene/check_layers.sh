#!/usr/bin/env bash
# Every include against the table of layers (src/README.md), third-party headers and MHD_ names in their few files, and
# the clock and randomness out of domain and api.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A layer and what it may include; "layer/file.h" allows that one header.
declare -A may=(
  [base]="base"
  [store]="base store"
  [domain]="base store domain"
  [http]="base http store/writer.h store/reader.h"
  [api]="base store domain http api"
  [app]="base store domain http api app"
  [tools]="base tools"
)
# Sets `places`: the files that may know a third-party header; empty: any.
third_party() {
  case $1 in
    sodium.h | sodium/*) places='^src/(base/crypto(_stream)?\.c|tools/petitiond_verify[a-z_]*\.[ch])$' ;;
    sqlite3.h) places='^src/(store/sql_sqlite[a-z_]*|tools/petitiond_verify[a-z_]*)\.[ch]$' ;;
    microhttpd.h) places='^(src|include)/http/(server|request|respond)[a-z_]*\.[ch]$' ;;
    gnutls/*) places='^src/base/crypto_otp\.c$|^(src|include)/http/tls\.[ch]$' ;;
    seccomp.h) places='^src/app/confine_calls\.c$' ;;
    magic.h) places='^src/base/media\.c$' ;;
    jansson.h) places='^src/(http/(codec|openapi)[a-z_]*|domain/workflow_(load|compose|overlay))\.[ch]$|^include/http/codec_inside\.h$' ;;
    qrencode.h) places='^src/base/(paper|qr)\.c$' ;;
    cairo*.h | pango/*) places='^src/base/paper\.c$' ;;
    curl/* | libpq* | postgresql/* | zlib.h | brotli/*) places='^src/app/courier[a-z_]*\.c$' ;;
    *) places='' ;;
  esac
}

check_ours() { # FILE LAYER LINE HEADER
  local file=$1 layer=$2 line=$3 header=$4 allowed
  case $header in
    */*)
      for allowed in ${may[$layer]}; do
        [ "$header" = "$allowed" ] && return
        [ "${header%%/*}" = "$allowed" ] && return
      done
      report "$file:$line" "$layer may not include $header" ;;
    *)
      [ -f "${file%/*}/$header" ] || report "$file:$line" "include $header by its layer" ;;
  esac
}

layer_of() { # FILE: sets `relative` and `layer`
  relative=${1#"$root"/}
  layer=${relative#*/} layer=${layer%%/*}
}

while IFS= read -r file; do
  layer_of "$file"
  [ -n "${may[$layer]:-}" ] || report "$file" "no layer $layer"
done < <(sources c h def)
while IFS=: read -r file line text; do
  layer_of "$file"
  [ -n "${may[$layer]:-}" ] || continue
  if [[ $text =~ \#[[:space:]]*include[[:space:]]*\"([^\"]+)\" ]]; then
    check_ours "$file" "$layer" "$line" "${BASH_REMATCH[1]}"
  elif [[ $text =~ \#[[:space:]]*include[[:space:]]*\<([^\>]+)\> ]]; then
    header=${BASH_REMATCH[1]}
    third_party "$header"
    if [ -n "$places" ] && ! [[ $relative =~ $places ]]; then report "$file:$line" "$header is not for this file"; fi
  fi
done < <(sources c h def | xargs -r grep -HnE '^[[:space:]]*#[[:space:]]*include' || true)
while IFS=: read -r file line text; do
  layer_of "$file"
  if [[ $text =~ MHD_[A-Za-z] ]]; then
    [[ $relative =~ ^(src|include)/http/(server|request|respond)[a-z_]*\.[ch]$ ]] ||
      report "$file:$line" "MHD_ names stand in http/server, request, respond only"
  elif [[ $layer == domain || $layer == api ]]; then
    report "$file:$line" "$layer takes time and chance from ctx"
  fi
done < <(sources c h def | code | grep -E '\bMHD_[A-Za-z]|\b(time|clock_gettime|gettimeofday|clock_system|rand|random|getrandom|getentropy|arc4random)[[:space:]]*\(' || true)
exit "$found"
