#!/usr/bin/env bash
# Trains samples/Mnist once per instruction set and number of threads, and compares the SHA-256 of the weights: they must
# all be the same. Not part of .ci/run: it needs the data (samples/Mnist/get-data.sh), and without vectors it takes minutes.
#
#   bash tests/mnist.sh [EPOCHS [COMMAND]]     (20 unasked, as the sample; COMMAND is 'convolutions' for the network of convolutions)
#
# Exits with 1 when a digest differs.
set -uo pipefail
cd "$(dirname "$0")/.."

epochs=${1:-20}
command=${2:-}
sample=samples/Mnist
dotnet build -c Release "$sample" --nologo -v quiet > /dev/null || exit 1
bash "$sample/get-data.sh" || exit 1

digests=()
for setting in DOTNET_PreferredVectorBitWidth=512 DOTNET_EnableAVX512=0 DOTNET_EnableAVX2=0 DOTNET_EnableHWIntrinsic=0; do
  for threads in 1 2; do
    output=$(env "$setting" dotnet "$sample/bin/Release/net10.0/Mnist.dll" ${command:+"$command"} --epochs "$epochs" --threads "$threads") || exit 1
    result=$(grep -ioE -m 1 'test accuracy [0-9.]+' <<< "$output")
    digests+=("$(sed -nE 's/.*sha256 ([0-9a-f]{64}).*/\1/p' <<< "$output")")
    printf '%-34s %s thread(s): %s  %.16s\n' "$setting" "$threads" "$result" "${digests[-1]}"
  done
done

if [[ $(printf '%s\n' "${digests[@]}" | sort -u | wc -l) != 1 ]]; then
  echo "The digests differ."
  exit 1
fi
echo "All digests are ${digests[0]}."
