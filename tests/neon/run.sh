#!/usr/bin/env bash
# The kernels of all shipped rules on Arm, without an Arm machine: crossgen2 compiles them for arm64, qemu-aarch64 executes
# them on the inputs of this machine's kernels, and every result must have the same bits.
#
#   bash tests/neon/run.sh
#
# Needs Linux on x64. Installs a cross compiler and the emulator from Debian's packages where they are missing, which only
# root can do. Exits with 1 when a result differs, or when a kernel of any shipped rule was not run.
set -euo pipefail
cd "$(dirname "$0")"

if [[ $(uname -sm) != "Linux x86_64" ]]; then
  echo "tests/neon/run.sh compiles on Linux on x64 alone; this is $(uname -sm)."
  exit 1
fi

packages=()
command -v aarch64-linux-gnu-gcc > /dev/null || packages+=(gcc-aarch64-linux-gnu libc6-dev-arm64-cross)
command -v qemu-aarch64 > /dev/null || packages+=(qemu-user)
if (( ${#packages[@]} > 0 )); then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get > /dev/null; then
    echo "tests/neon/run.sh needs Debian's packages ${packages[*]}, and only root can install them:"
    echo "  apt-get install --no-install-recommends ${packages[*]}"
    exit 1
  fi

  echo "Installing ${packages[*]}."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq --no-install-recommends "${packages[@]}" > /dev/null
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! dotnet build -c Release FusedOptim.Arm64 --nologo -v quiet > "$work/build.log" 2>&1; then
  cat "$work/build.log"
  exit 1
fi
aarch64-linux-gnu-gcc -std=c11 -O2 -Wall -Wextra -Werror -static runner.c -o "$work/runner"
dotnet FusedOptim.Arm64/bin/Release/net10.0/FusedOptim.Arm64.dll "$work"
qemu-aarch64 "$work/runner" "$work/cases.bin"
