#!/usr/bin/env bash
# A program with the trainer and a rule of its own, published ahead of time and trimmed, with AVX2 and without, and run by the
# just-in-time compiler: all three must train the same weights, to the bit. A warning of the trimmer is an error.
#
#   bash tests/aot/run.sh
#
# Needs Linux on x64. Installs gcc from Debian's packages where it is missing, which only root can do. Exits with 1 when a digest differs.
set -euo pipefail
cd "$(dirname "$0")"

if [[ $(uname -sm) != "Linux x86_64" ]]; then
  echo "tests/aot/run.sh compiles on Linux on x64 alone; this is $(uname -sm)."
  exit 1
fi

if ! command -v gcc > /dev/null; then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get > /dev/null; then
    echo "tests/aot/run.sh needs a linker, and only root can install it: apt-get install gcc libc6-dev"
    exit 1
  fi

  echo "Installing gcc."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq --no-install-recommends gcc libc6-dev > /dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Without the compiler of before: a publish for other instructions is another program.
publish() {
  if ! dotnet publish -c Release --nologo -v quiet -p:IlcInstructionSet="$1" -o "$work/$1" > "$work/publish.log" 2>&1; then
    cat "$work/publish.log"
    exit 1
  fi
  rm -rf obj/Release/net10.0/linux-x64/native
}

if ! dotnet build -c Release --nologo -v quiet > "$work/build.log" 2>&1; then
  cat "$work/build.log"
  exit 1
fi
publish x86-64-v2
settings=(x86-64-v2)
if grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo; then
  publish x86-64-v3
  settings+=(x86-64-v3)
else
  echo "This processor has no AVX2 with FMA; the program for it is not run here."
fi

read -r target expected <<< "$(dotnet bin/Release/net10.0/FusedOptim.AheadOfTime.dll)"
echo "just in time     $target  $expected"
failed=0
for setting in "${settings[@]}"; do
  read -r target digest <<< "$("$work/$setting/FusedOptim.AheadOfTime")"
  echo "$setting        $target  $digest  $(stat -c %s "$work/$setting/FusedOptim.AheadOfTime") bytes"
  if [[ $digest != "$expected" ]]; then
    echo "The weights of the program for $setting differ."
    failed=1
  fi
done
exit $failed
