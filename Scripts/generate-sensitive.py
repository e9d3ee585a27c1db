#!/usr/bin/env python3
"""Writes Sources/ResourceKinds/SensitiveNames.swift from what the service models of the Python package botocore mark
as sensitive.

Run it from the repository for a newer botocore:

    pip install botocore==1.43.11 && python3 Scripts/generate-sensitive.py

Taken are the texts of answers to calls that read, whose name speaks of a secret: the mark stands on names of people,
addresses and descriptions too. With --check nothing is written, and the status is 1 where the file would differ.
"""

import re
import sys

from botocore_tables import DATA, ROOT, load, swift, write

READING = re.compile(r"(Describe|Get|List|BatchGet|Lookup|Select|Search)")
# What a name must hold to be a secret's, and what it is then not.
SECRET = re.compile(
    r"password|secret|credential|token$|seed$|signature$|qrcode|authenticationmaterial|activation(key|code)$"
    r"|(stream|specific)key$")
OTHER = re.compile(r"(next|page|continuation|max)token|(id|arn|ids|arns)$")


def collect(shapes, name, seen, found):
    """Adds the names of sensitive texts in a shape to those that were found."""
    if name in seen:
        return
    seen.add(name)
    shape = shapes[name]
    for member, target in shape.get("members", {}).items():
        if shapes[target["shape"]].get("sensitive") and shapes[target["shape"]]["type"] in ("string", "blob"):
            found.add(re.sub("[^a-z0-9]", "", member.lower()))
    inner = list(shape.get("members", {}).values()) + [shape[part] for part in ("member", "value") if part in shape]
    for target in inner:
        collect(shapes, target["shape"], seen, found)


def sensitive():
    found = set()
    for service in sorted(path.name for path in DATA.iterdir() if path.is_dir()):
        model = load(service, "service-2")
        for name, operation in model.get("operations", {}).items():
            if READING.match(name) and "output" in operation:
                collect(model["shapes"], operation["output"]["shape"], set(), found)
    return sorted(name for name in found if SECRET.search(name) and not OTHER.search(name))


def main():
    names = sensitive()
    files = {"SensitiveNames.swift": swift("SecretNames", "sensitive", "\n".join(names))}
    return write(files, ROOT / "Sources/ResourceKinds", "SensitiveNames.swift", f"{len(names)} names")


sys.exit(main())
