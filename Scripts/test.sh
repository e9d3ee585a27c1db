#!/bin/sh
# Runs all tests, which are built already, in two lanes, as one process keeps two cores busy only in part: those that
# speak to servers, which mostly wait, and then those of the largest target; beside them all others, many of which wait.
# What the first lane prints comes when the second is done. Ends non-zero on any failure.
set -eu
cd "$(dirname "$0")/.."

servers='^(AWSCollectionTests|AWSClientTests)\.'
largest='^AuditServiceTests\.'
others='^(AWSCollectionTests|AWSClientTests|AuditServiceTests)\.'
log=$(mktemp)
trap 'kill "$lane" 2>/dev/null || true; rm -f "$log"' EXIT

export PLUMB_MOTO=required

# Both lanes only read what is built.
run() { swift test --skip-build --ignore-lock "$@"; }

first_lane() {
  failed=0
  run "$@" --filter "$servers" || failed=$?
  run "$@" --filter "$largest" || failed=$?
  return "$failed"
}

first_lane "$@" >"$log" 2>&1 &
lane=$!
# Each looks at the build as it begins, and one at a time may.
while ! grep -q 'Test run started' "$log" && kill -0 "$lane" 2>/dev/null; do sleep 1; done

status=0
run "$@" --skip "$others" || status=$?
echo
echo "Tests that speak to servers, and those of the largest target:"
wait "$lane" || status=$?
cat "$log"
exit "$status"
