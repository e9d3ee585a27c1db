#!/bin/sh
# Installs moto, a stand-in for AWS, and the AWS CLI into .build/moto for the tests that speak to a server. Does
# nothing where they are there already; without Python the tests that need them are skipped.
set -eu
cd "$(dirname "$0")/.."

wanted='moto[server]==5.2.1 awscli==1.45.11 boto3==1.43.11 botocore==1.43.11'
folder=.build/moto

if [ "$(cat "$folder/wanted" 2>/dev/null || true)" = "$wanted" ] && [ -x "$folder/bin/moto_server" ]; then
  exit 0
fi
if ! command -v python3 >/dev/null 2>&1; then
  echo "Python 3 is missing: the tests against moto are skipped." >&2
  exit 0
fi

rm -rf "$folder"
mkdir -p .build
python3 -m venv "$folder"
# shellcheck disable=SC2086 # a list of words
"$folder/bin/pip" install --quiet --disable-pip-version-check $wanted
echo "$wanted" >"$folder/wanted"
