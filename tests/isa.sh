#!/usr/bin/env bash
# The kernel tests, and those of the trainer's layers, functions and matrix functions, once per instruction set, in processes
# that assert which set they got; then the digests of all rules' results, and of the sample's trained weights with one and
# with two threads. They must all be the same.
#
#   bash tests/isa.sh [DIGEST]
#
# DIGEST is the file that all tests of the solution left where FUSEDOPTIM_DIGEST_FILE named it. If they ran on the widest
# set, they are not run there once more.
#
# Exits with 1 when a test fails or a digest differs.
set -uo pipefail
cd "$(dirname "$0")/.."

left=${1:-}
[[ -n $left ]] && left=$(realpath -m "$left")
configuration=Release
tests=tests/FusedOptim.Tests
assembly=$tests/bin/$configuration/net10.0/FusedOptim.Tests.dll
training=tests/FusedOptim.Training.Tests
training_assembly=$training/bin/$configuration/net10.0/FusedOptim.Training.Tests.dll
sample=samples/Digits
sample_assembly=$sample/bin/$configuration/net10.0/Digits.dll
filter='FullyQualifiedName~.Kernels.|FullyQualifiedName~.Trajectories.|FullyQualifiedName~.Digests.'
filter+='|FullyQualifiedName~.CompilerServices.|FullyQualifiedName~.Declaration.|FullyQualifiedName~KernelTargetsTests'
filter+='|FullyQualifiedName~.Formats.|FullyQualifiedName~.Functions.|FullyQualifiedName~.Phases.|FullyQualifiedName~.Matrices.'
filter+='|FullyQualifiedName~LaneSumTests|FullyQualifiedName~.LinearAlgebra.'
# A sweep over all rules and formats: of the same bits, as the others show, and minutes long without vectors.
filter="($filter)&FullyQualifiedName!~FormatSweepTests"
# Recorded digests, and results that are compared to the bit.
training_filter='FullyQualifiedName~.LayerDigestTests|FullyQualifiedName~.LayerDeterminismTests'
training_filter+='|FullyQualifiedName~.DropoutTests|FullyQualifiedName~.ActivationTests'
training_filter+='|FullyQualifiedName~.ElementwiseLossTests|FullyQualifiedName~.PcaWhiteningTests'
training_filter+='|FullyQualifiedName~.AugmentationTests|FullyQualifiedName~.InitializerTests|FullyQualifiedName~.OrthogonalTests'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Settings are NAME:VARIABLE:EXPECTED; the variable takes an instruction set away. The first setting takes none away: it
# asks for 512 bits even where .NET prefers 256, because wide vectors would slow the clock of the processor.
has() { grep -qw "$1" /proc/cpuinfo; }
settings=()
case $(uname -m) in
  x86_64)
    widest=Vector128
    if has avx2 && has fma; then
      widest=Vector256
      if has avx512f && has avx512bw && has avx512cd && has avx512dq && has avx512vl; then widest=Vector512; fi
    fi
    settings+=("all:DOTNET_PreferredVectorBitWidth=512:$widest")
    if [[ $widest == Vector512 ]]; then
      settings+=("no-avx512:DOTNET_EnableAVX512=0:Vector256")
    else
      echo "This processor has no AVX-512; its kernels are not tested here."
    fi
    if [[ $widest != Vector128 ]]; then
      settings+=("no-avx2:DOTNET_EnableAVX2=0:Vector128")
    else
      echo "This processor has no AVX2 with FMA; its kernels are not tested here."
    fi
    ;;
  *)
    settings+=("all::Vector128")
    ;;
esac
settings+=("no-intrinsics:DOTNET_EnableHWIntrinsic=0:Scalar")

for project in "$tests" "$training" "$sample"; do
  if ! dotnet build -c "$configuration" "$project" --nologo -v quiet > "$work/build.log" 2>&1; then
    cat "$work/build.log"
    exit 1
  fi
done

# Prints the digest that the sample prints when it has learned for a moment, or nothing.
digits_digest() { # variable, threads
  env ${1:+"$1"} dotnet "$sample_assembly" --digest --epochs 2 --seed 1 --threads "$2" 2> "$work/digits.log" \
    | grep -oE '\b[0-9a-fA-F]{64}\b' | tail -n 1
}

rows=()
digests=()
sample_digests=()
for setting in "${settings[@]}"; do
  IFS=: read -r name variable expected <<< "$setting"
  digest_file=$work/$name.digest
  log=$work/$name.log
  started=$SECONDS
  verdict=passed
  is_left=false
  if [[ $name == all && -n $left ]] && [[ $(cut -d ' ' -f 1 "$left" 2> /dev/null) == "$expected" ]]; then
    is_left=true
    verdict=before
    cp "$left" "$digest_file"
  fi

  run_tests() { # assembly, filter
    env ${variable:+"$variable"} FUSEDOPTIM_EXPECT_TARGET="$expected" FUSEDOPTIM_DIGEST_FILE="$digest_file" \
      dotnet test "$1" --nologo --filter "$2" >> "$log" 2>&1
  }
  if ! $is_left && { ! run_tests "$assembly" "$filter" || ! run_tests "$training_assembly" "$training_filter"; }; then
    verdict=FAILED
    failed=1
    cat "$log"
  fi

  read -r target digest < <(cat "$digest_file" 2> /dev/null || echo "none none")
  digests+=("$digest")
  samples=""
  for threads in 1 2; do
    sample_digest=$(digits_digest "$variable" "$threads")
    sample_digests+=("${sample_digest:-none}")
    samples+=" ${sample_digest:0:16}"
  done

  count=$(grep -oE 'Passed: +[0-9]+' "$log" 2> /dev/null | grep -oE '[0-9]+' | awk '{ sum += $1 } END { print sum }')
  rows+=("$(printf '%-14s %-10s %-7s %6s %5ss  %-16s %s' \
    "$name" "$target" "$verdict" "${count:-0}" "$((SECONDS - started))" "${digest:0:16}" "${samples:- }")")
done

printf '\n%-14s %-10s %-7s %6s %6s  %-16s %s\n' setting target tests passed time digest 'Digits, 1 and 2 threads'
printf '%s\n' "${rows[@]}"

distinct() { printf '%s\n' "$@" | sort -u | wc -l; }

if [[ $(distinct "${digests[@]}") != 1 || ${digests[0]} == none ]]; then
  echo "The digests of the rules' results differ, or are missing."
  failed=1
else
  echo "All rules have one digest: ${digests[0]}"
fi

if [[ $(distinct "${sample_digests[@]}") != 1 || ${sample_digests[0]} == none ]]; then
  echo "The digests of the sample's weights differ, or are missing."
  cat "$work/digits.log"
  failed=1
else
  echo "The sample's weights have one digest: ${sample_digests[0]}"
fi

exit "$failed"
