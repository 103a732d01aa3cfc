#!/bin/sh
# Builds vassal-stages: build.sh OUTPUT VERSION. Does nothing when the program is newer than its sources, and nothing but
# say so when there is no C compiler: everything but process vassals works without it.
set -eu
cd "$(dirname "$0")"
output=$1 version=$2
trap 'rm -f "$output.new"' EXIT

if [ -f "$output" ] && [ -z "$(find . -newer "$output" -print -quit)" ]; then exit 0; fi
compiler=
for candidate in ${CC:-} gcc cc; do
  if command -v "$candidate" >/dev/null; then compiler=$candidate; break; fi
done
mkdir -p "$(dirname "$output")"
if [ -z "$compiler" ] || ! echo '#include <linux/seccomp.h>
#include <stdio.h>' | $compiler -E - >/dev/null 2>&1; then
  rm -f "$output"
  echo "vassal-stages is not built: no C compiler with its headers (packages gcc and libc6-dev); vassals cannot be processes."
  exit 0
fi

flags="-std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -Wformat=2 -Wshadow -Wstrict-prototypes -Wno-format-truncation
  -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fno-strict-aliasing -Wl,-z,relro,-z,now,-z,noexecstack"
version="-DVERSION=\"$version\""

# A static program needs nothing of the jail's root; where the static C library is not installed it is a common one.
# shellcheck disable=SC2086
$compiler $flags "$version" -fPIE -static-pie -s -o "$output.new" ./*.c 2>/dev/null ||
  $compiler $flags "$version" -fPIE -pie -s -o "$output.new" ./*.c
mv "$output.new" "$output"
