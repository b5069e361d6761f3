#!/usr/bin/env bash
# Saving and loading checkpoints while system calls fail: strace injects EIO and ENOSPC into every call on files, one after the
# other, and each time the file is the whole old one or the whole new one, what is loaded changes as a whole or not at all, and
# what failed is an exception.
#
#   bash tests/files.sh
#
# Needs Linux, and a system that lets a process be traced. Installs strace from Debian's packages where it is missing, which
# only root can do. Exits with 1 when something is neither old nor new, or an error is passed over.
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v strace > /dev/null; then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get > /dev/null; then
    echo "tests/files.sh needs Debian's package strace, and only root can install it:"
    echo "  apt-get install --no-install-recommends strace"
    exit 1
  fi

  echo "Installing strace."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq --no-install-recommends strace > /dev/null
fi

if ! strace -o /dev/null true; then
  echo "tests/files.sh traces processes, which this system does not permit (ptrace)."
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! dotnet build -c Release FusedOptim.Training.Tests --nologo -v quiet > "$work/build.log" 2>&1; then
  cat "$work/build.log"
  exit 1
fi
dotnet exec FusedOptim.Training.Tests/bin/Release/net10.0/FusedOptim.Training.Tests.dll inject
