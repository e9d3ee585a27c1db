#!/bin/sh
# Installs moto, a stand-in for AWS, and the AWS CLI into .build/moto for the tests that speak to a server. Does
# nothing where they are there already. Without Python, which it installs on Debian and Ubuntu, it fails: tests that
# skip themselves would say nothing.
set -eu
cd "$(dirname "$0")/.."

wanted='moto[server]==5.2.1 awscli==1.45.11 boto3==1.43.11 botocore==1.43.11'
folder=.build/moto

if [ "$(cat "$folder/wanted" 2>/dev/null || true)" = "$wanted" ] && [ -x "$folder/bin/moto_server" ]; then
  exit 0
fi
has_python() {
  probe=$(mktemp -d)
  python3 -m venv "$probe/venv" >/dev/null 2>&1 && found=0 || found=1
  rm -rf "$probe"
  return "$found"
}

if ! has_python; then
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=$(command -v sudo || echo none)
  if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != none ]; then
    # shellcheck disable=SC2086 # as_root may be empty
    { $as_root apt-get update -qq &&
      $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends python3 python3-venv; } >/dev/null || true
  fi
  if ! has_python; then
    echo "Python 3 with venv is missing: install it for the tests against moto (python3-venv)." >&2
    exit 1
  fi
fi

rm -rf "$folder"
mkdir -p .build
python3 -m venv "$folder"
# shellcheck disable=SC2086 # a list of words
"$folder/bin/pip" install --quiet --disable-pip-version-check $wanted
echo "$wanted" >"$folder/wanted"
