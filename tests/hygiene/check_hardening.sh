#!/usr/bin/env bash
# The programs that are handed out are hardened as .cmake/flags.cmake asks, looked up in the built files themselves: position-independent,
# relocations read-only and bound at the start, no executable stack, stack protector, fortified calls, and landing pads
# for indirect jumps where the compiler gives them. (A linker marks a program IBT and SHSTK only if the C library's own start files are;
# where a trivial program is marked, ours must be.) Each password costs what one handed out has to cost. A build with a sanitizer is not looked at: it is not handed out.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
good=(-O2 -fPIE -pie -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -Wl,-z,relro,-z,now,-z,noexecstack)

echo 'int main(void) { return 0; }' >"$scratch/plain.c"
pads=no marks=no
if "$HYGIENE_CC" -Werror -fcf-protection=full -O2 -fPIE -pie "$scratch/plain.c" -o "$scratch/plain" 2>/dev/null; then
  good+=(-fcf-protection=full)
  pads=yes
  ! readelf -nW "$scratch/plain" | grep -q 'IBT, SHSTK' || marks=yes
fi

has() { grep -qE "$1" <<<"$said"; }

look() { # PROGRAM
  local said
  said=$(readelf -hldW --dyn-syms "$1" && readelf -nW "$1") || { echo "$1 cannot be read"; exit 2; }
  if has ' __(asan|tsan)_init'; then echo "a sanitizer is in it: not looked at"; return; fi
  has 'Type: +DYN' && has 'FLAGS_1.*\bPIE\b' || report "$1" "is not position-independent"
  has '^ +GNU_RELRO ' || report "$1" "relocations stay writable (no RELRO)"
  has '\((FLAGS|FLAGS_1)\).*\b(BIND_NOW|NOW)\b' || report "$1" "relocations are bound late (no BIND_NOW)"
  has '^ +GNU_STACK .* RW +0x' || report "$1" "the stack is executable"
  has ' UND __stack_chk_fail' || report "$1" "no stack protector"
  has ' UND __(mem|str|stp|v?s?n?printf|v?asprintf|fprintf|printf|snprintf|vsnprintf)[a-z]*_chk' || report "$1" "no fortified calls"
  [ "$marks" = no ] || has 'IBT, SHSTK' || report "$1" "is not marked IBT and SHSTK"
  [ "$pads" = no ] || objdump -d --disassemble=main "$1" | grep -A1 '<main>:' | grep -q 'endbr' ||
    report "$1" "no landing pads for indirect jumps"
}

look_cost() { # PROGRAM: the hash that stands for an unknown account has the cost of all others
  grep -qaF '$argon2id$v=19$m=65536,t=2,p=1$' "$1" || report "$1" "passwords cost too little"
}

if [ -f "$root/cheap" ]; then # a control: what a program for tests holds
  look_cost "$root/cheap"
  exit "$found"
fi
if [ -f "$root/soft.c" ]; then # a control: hardened it must pass, with its own flags behind it must not
  "$HYGIENE_CC" "${good[@]}" "$root/soft.c" -o "$scratch/hard"
  look "$scratch/hard"
  [ "$found" -eq 0 ] || exit 2
  read -ra soft <"$root/flags"
  "$HYGIENE_CC" "${good[@]}" "${soft[@]}" "$root/soft.c" -o "$scratch/soft"
  look "$scratch/soft"
  exit "$found"
fi
[ -n "${HYGIENE_BUILD:-}" ] || { echo "give the build folder with --build"; exit 2; }
for program in petitiond petitiond-verify; do
  [ -x "$HYGIENE_BUILD/$program" ] || { echo "$HYGIENE_BUILD/$program is not built"; exit 2; }
  look "$HYGIENE_BUILD/$program"
done
look_cost "$HYGIENE_BUILD/petitiond"
exit "$found"
