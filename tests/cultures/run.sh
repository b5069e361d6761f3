#!/usr/bin/env bash
# Compiles three declarations where signs, digits, separators and letters are others: in Swedish (the minus sign is U+2212), Arabic (its
# own digits and separators) and Turkish (i and I are not a pair), with ICU. Every generated file must have the bytes that it has in .NET's
# invariant mode. tests/cultures.sh builds and tests all of the repository in these cultures, which takes long.
#
#   bash tests/cultures/run.sh
#
# Needs ICU (libicu72 of Debian; it is installed if it is missing and the user is root). Exits with 1 when a file differs.
set -euo pipefail
cd "$(dirname "$0")"

if ! ldconfig -p | grep -q libicuuc; then
  (( EUID == 0 )) && apt-get install -y -q "$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -1)" > /dev/null \
    || { echo "ICU is missing: install libicu72 of Debian."; exit 1; }
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# Prints what a build said, if it failed. The shell itself need not know the culture.
build() { # a variable, arguments
  if ! env "$1" LC_ALL="${culture:-C}.UTF-8" dotnet build Rules -c Release -nologo -v quiet -p:UseSharedCompilation=false "${@:2}" > "$work/build.log" 2>&1; then
    cat "$work/build.log"
    exit 1
  fi
}

# The libraries and the generators, once; then the declarations alone, by a compiler in a process of its own.
build DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
compile() { # whether in invariant mode, name
  build DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="$1" --no-restore --no-dependencies --no-incremental -p:CompilerGeneratedFilesOutputPath="$work/$2"
}

compile 1 invariant
failed=0
for culture in sv_SE ar_SA tr_TR; do
  compile 0 "$culture"
  if ! grep -q "// ${culture/_/-} " "$work/$culture/Canary"/*/Culture.g.cs; then
    echo "The compiler did not run in $culture: $(cat "$work/$culture/Canary"/*/Culture.g.cs)"
    failed=1
  fi

  diff -r "$work/invariant/FusedOptim.Generator" "$work/$culture/FusedOptim.Generator" || failed=1
done

if ! grep -q '−1,5' "$work/sv_SE/Canary"/*/Culture.g.cs; then
  echo "Swedish has another minus sign than U+2212 here."
  failed=1
fi

(( failed == 0 )) && echo "The same $(find "$work/invariant/FusedOptim.Generator" -type f | wc -l) files in Swedish, Arabic and Turkish."
exit "$failed"
