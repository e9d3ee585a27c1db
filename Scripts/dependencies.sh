#!/bin/sh
# Installs the system libraries that the build needs; says nothing where all of them are there.
set -eu

if ! command -v swift >/dev/null 2>&1; then
  echo "Swift is missing: install Swift 6.2 or newer from https://www.swift.org/install/ and put it in PATH." >&2
  exit 1
fi

# HEADER LANGUAGE PACKAGE WHAT, one a line.
libraries='simdjson.h c++ libsimdjson-dev simdjson
zstd.h c libzstd-dev Zstandard
zlib.h c zlib1g-dev zlib
sqlite3.h c libsqlite3-dev SQLite
curl/curl.h c libcurl4-openssl-dev libcurl
string c++ g++ the C++ standard library'

# Python and its environments of its own are for tests against moto: see Scripts/moto.sh.

compiler=$(command -v clang || command -v cc || true)

has_header() {
  printf '#include <%s>\n' "$1" | "${compiler:-false}" -E -x "$2" - >/dev/null 2>&1
}

# The lines of what is missing.
missing() {
  printf '%s\n' "$libraries" | while read -r header language package what; do
    has_header "$header" "$language" || printf '%s %s\n' "$package" "$what"
  done
}

lacking=$(missing)
[ -n "$lacking" ] || exit 0

as_root=
[ "$(id -u)" -eq 0 ] || as_root=$(command -v sudo || echo none)
if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != none ]; then
  packages=$(printf '%s\n' "$lacking" | cut -d ' ' -f 1)
  # shellcheck disable=SC2086 # packages and as_root are lists of words
  { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $packages; } >/dev/null || true
  lacking=$(missing)
  [ -n "$lacking" ] || exit 0
fi

printf '%s\n' "$lacking" | while read -r package what; do
  echo "The headers of $what are missing: install them (Debian and Ubuntu: $package)." >&2
done
exit 1
