#!/usr/bin/env bash
# Builds the repository, generator included, and runs its tests where signs, digits, separators and letters are others: in
# Swedish (the minus sign is U+2212) and Arabic (its own digits and separators) and Turkish (i and I are not a pair), with the
# data of these cultures instead of .NET's invariant mode.
#
#   bash tests/cultures.sh                 # all three, all tests
#   bash tests/cultures.sh sv_SE -- --filter FullyQualifiedName~CultureTests
#
# Needs ICU (libicu72 of Debian; it is installed if it is missing and the user is root). Exits with 1 when a build or a test fails.
set -uo pipefail
cd "$(dirname "$0")/.."

cultures=()
while (( $# > 0 )) && [[ $1 != -- ]]; do cultures+=("$1"); shift; done
[[ ${1:-} == -- ]] && shift
(( ${#cultures[@]} > 0 )) || cultures=(sv_SE ar_SA tr_TR)

if ! ldconfig -p | grep -q libicuuc; then
  (( EUID == 0 )) && apt-get install -y -q "$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -1)" > /dev/null \
    || { echo "ICU is missing: install libicu72 of Debian."; exit 1; }
fi

# The compiler runs in the build's own process: a server that is up already would have its own culture.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
options=(-c Release -nologo -p:UseSharedCompilation=false -p:InvariantGlobalization=false)
failed=0
for culture in "${cultures[@]}"; do
  export LC_ALL=$culture.UTF-8 LANG=$culture.UTF-8
  echo "== $culture"
  # Nothing may be left of a build elsewhere: what compiled there is not compiled here.
  dotnet build "${options[@]}" --no-incremental FusedOptim.sln -v quiet || { failed=1; continue; }
  dotnet test "${options[@]}" --no-build FusedOptim.sln "$@" || failed=1
done

(( failed == 0 )) && echo "The same in ${cultures[*]}." || echo "Not the same in every culture."
exit "$failed"
