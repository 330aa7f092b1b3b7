#!/usr/bin/env bash
# Functions of libc that overflow, hide state, start a shell, or are not safe with threads.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
names='strcpy|sprintf|vsprintf|strtok|atoi|atol|atoll|atof|gets|alloca|system|popen|localtime|gmtime|ctime|asctime|strerror|rand|srand|tmpnam|mktemp'
while IFS=: read -r file line text; do
  [[ $text =~ (^|[^A-Za-z0-9_.>])($names)[[:space:]]*\( ]] && report "$file:$line" "${BASH_REMATCH[2]}() is banned"
done < <(sources c h def | code | grep -E "\\b($names)[[:space:]]*\\(" || true)
exit "$found"
