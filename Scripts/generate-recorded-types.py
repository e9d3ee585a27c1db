#!/usr/bin/env python3
"""Writes Sources/ResourceKinds/RecordedTypes.swift from the resource types that the service model of AWS Config in the
Python package botocore names.

Run it from the repository for a newer botocore:

    pip install botocore==1.43.11 && python3 Scripts/generate-recorded-types.py

A line is a service and its types. With --check nothing is written, and the status is 1 where the file would differ.
"""

import sys

from botocore_tables import ROOT, load, swift, write


def lines():
    services = {}
    for name in load("config", "service-2")["shapes"]["ResourceType"]["enum"]:
        vendor, service, kind = name.split("::", 2)
        services.setdefault(f"{vendor}::{service}", []).append(kind)
    return [f"{service} {' '.join(sorted(kinds))}" for service, kinds in sorted(services.items())]


def main():
    text = swift("RecordedTypes", "table", "\n".join(lines()))
    return write(
        {"RecordedTypes+Table.swift": text}, ROOT / "Sources/ResourceKinds", "RecordedTypes+Table.swift",
        f"{len(lines())} services")


sys.exit(main())
