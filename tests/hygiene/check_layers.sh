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
# A third-party header and the files that may know it.
third_party() {
  case $1 in
    sodium.h | sodium/*) echo '^src/(base/crypto(_stream)?\.c|tools/petitiond_verify[a-z_]*\.[ch])$' ;;
    sqlite3.h) echo '^src/(store/sql_sqlite[a-z_]*|tools/petitiond_verify[a-z_]*)\.[ch]$' ;;
    microhttpd.h) echo '^(src|include)/http/(server|request|respond)[a-z_]*\.[ch]$' ;;
    gnutls/*) echo '^src/base/crypto_otp\.c$|^(src|include)/http/tls\.[ch]$' ;;
    seccomp.h) echo '^src/app/confine_calls\.c$' ;;
    magic.h) echo '^src/base/media\.c$' ;;
    jansson.h) echo '^src/(http/(codec|openapi)[a-z_]*|domain/workflow_(load|compose|overlay))\.[ch]$|^include/http/codec_inside\.h$' ;;
    qrencode.h) echo '^src/base/(paper|qr)\.c$' ;;
    cairo*.h | pango/*) echo '^src/base/paper\.c$' ;;
    curl/* | libpq* | postgresql/* | zlib.h | brotli/*) echo '^src/app/courier[a-z_]*\.c$' ;;
    *) echo '' ;;
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
      [ -f "$(dirname "$file")/$header" ] || report "$file:$line" "include $header by its layer" ;;
  esac
}

while IFS= read -r file; do
  relative=${file#"$root"/}
  layer=${relative#*/}
  layer=${layer%%/*}
  if [ -z "${may[$layer]:-}" ]; then report "$file" "no layer $layer"; continue; fi
  while IFS=: read -r line text; do
    if [[ $text =~ \#[[:space:]]*include[[:space:]]*\"([^\"]+)\" ]]; then
      check_ours "$file" "$layer" "$line" "${BASH_REMATCH[1]}"
    elif [[ $text =~ \#[[:space:]]*include[[:space:]]*\<([^\>]+)\> ]]; then
      header=${BASH_REMATCH[1]}
      places=$(third_party "$header")
      if [ -n "$places" ] && ! [[ $relative =~ $places ]]; then report "$file:$line" "$header is not for this file"; fi
    fi
  done < <(grep -nE '^[[:space:]]*#[[:space:]]*include' "$file" || true)
  if ! [[ $relative =~ ^(src|include)/http/(server|request|respond)[a-z_]*\.[ch]$ ]]; then
    while IFS=: read -r line _; do report "$file:$line" "MHD_ names stand in http/server, request, respond only"; done \
      < <(code_only "$file" | grep -nE '\bMHD_[A-Za-z]' || true)
  fi
  case $layer in
    domain | api)
      while IFS=: read -r line _; do report "$file:$line" "$layer takes time and chance from ctx"; done \
        < <(code_only "$file" | grep -nE '\b(time|clock_gettime|gettimeofday|clock_system|rand|random|getrandom|getentropy|arc4random)[[:space:]]*\(' || true) ;;
  esac
done < <(sources c h def)
exit "$found"
