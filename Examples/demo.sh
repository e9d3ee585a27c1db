#!/bin/sh
# Two days of a small account: what was approved, what was not, and what could not be seen.
#
#   Examples/demo.sh [PATH-OF-PLUMB]
#
# Writes drift-report.html into the current folder, and ends with 0 if the audit found what it should.
set -eu

examples=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
plumb=${1:-plumb}
case $plumb in
*/*) plumb=$(CDPATH='' cd -- "$(dirname -- "$plumb")" && pwd)/$(basename -- "$plumb") ;;
esac
html=$PWD/drift-report.html

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ln -s "$examples/snapshots" "$examples/changes" "$examples/ignores.yaml" "$examples/freezes.yaml" .
unset PLUMB_STORE

# run EXPECTED-STATUS ARGUMENT…
run() {
  wanted=$1
  shift
  printf '\n$ plumb %s\n' "$*"
  status=0
  "$plumb" "$@" || status=$?
  if [ "$status" -ne "$wanted" ]; then
    echo "demo: plumb ended with $status, not $wanted" >&2
    exit 1
  fi
}

run 0 snapshot import snapshots/2026-11-19 --at 2026-11-19T06:00:00Z
run 0 baseline set latest --by erin@example.com --at 2026-11-19T07:00:00Z
run 0 change add changes --by alice@example.com --at 2026-11-19T16:00:00Z
# 2: a region cannot be read on the second day.
run 2 snapshot import snapshots/2026-11-20 --at 2026-11-20T21:15:00Z
# 1: unapproved changes.
run 1 audit --ignores ignores.yaml --freezes freezes.yaml --at 2026-11-20T21:28:00Z
run 1 audit --ignores ignores.yaml --freezes freezes.yaml --at 2026-11-20T21:28:00Z \
  --format html --output "$html"
printf '\nThe same report to look at: %s\n' "$html"
