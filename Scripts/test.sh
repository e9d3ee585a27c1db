#!/bin/sh
# Runs all tests, which are built already. Those that speak to servers mostly wait, one after the other: they run beside
# the others, in a process of their own. What they print comes when the others are done. Ends non-zero on any failure.
set -eu
cd "$(dirname "$0")/.."

servers='^(AWSCollectionTests|AWSClientTests)\.'
log=$(mktemp)
trap 'kill "$waiting" 2>/dev/null || true; rm -f "$log"' EXIT

export PLUMB_MOTO=required
# Both only read what is built.
swift test --skip-build --ignore-lock "$@" --filter "$servers" >"$log" 2>&1 &
waiting=$!
# Each looks at the build as it begins, and one at a time may.
while ! grep -q 'Test run started' "$log" && kill -0 "$waiting" 2>/dev/null; do sleep 1; done

status=0
swift test --skip-build --ignore-lock "$@" --skip "$servers" || status=$?
echo
echo "Tests that speak to servers:"
wait "$waiting" || status=$?
cat "$log"
exit "$status"
