"""What the scripts share that write Swift tables from the service models of the Python package botocore."""

import gzip
import json
import pathlib
import re
import sys

import botocore

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(botocore.__file__).parent / "data"

# What the CLI calls a service, where that is not botocore's name.
ALIASES = {"s3api": "s3", "configservice": "config"}


def declared_calls():
    """The (service, operation) pairs of Listing and Detail in the resource kinds."""
    pairs = set()
    for path in sorted((ROOT / "Sources/ResourceKinds").rglob("*.swift")):
        text = path.read_text()
        pairs |= set(re.findall(r'\b(?:Listing|Detail)\(\s*(?:ofAll:\s*)?"([a-z0-9-]+)",\s*"([a-z0-9-]+)"', text))
        # A kind's own shorthand: detail("get-bucket-acl", …) for Detail("s3api", operation, …).
        for service in re.findall(r'\bDetail\(\s*"([a-z0-9-]+)",\s*operation\b', text):
            pairs |= {(service, name) for name in re.findall(r'\bdetail\(\s*"([a-z0-9-]+)"', text)}
    # Snapshots of databases and of clusters differ in a word: "describe-\\(word)s".
    text = (ROOT / "Sources/ResourceKinds/DatabaseSnapshot.swift").read_text()
    patterns = re.findall(r'\b(?:Listing|Detail)\(\s*"rds",\s*"([a-z0-9-]+)\\\(word\)([a-z0-9-]*)"', text)
    assert len(patterns) == 2, patterns
    pairs |= {("rds", head + word + tail) for word in ("db-snapshot", "db-cluster-snapshot") for head, tail in patterns}
    return pairs


def by_service(pairs):
    """The operations of each service, by botocore's name of it."""
    calls = {}
    for service, operation in pairs:
        calls.setdefault(ALIASES.get(service, service), set()).add(operation)
    return calls


def load(service, name):
    """A file of the newest version of a service's models; empty where there is none."""
    versions = sorted(path for path in (DATA / service).iterdir() if path.is_dir())
    for path in reversed(versions):
        for file in (path / f"{name}.json.gz", path / f"{name}.json"):
            if file.exists():
                with (gzip.open if file.suffix == ".gz" else open)(file) as stream:
                    return json.load(stream)
    return {}


def head():
    """The first lines of each file, which name the script that is running."""
    script = pathlib.Path(sys.argv[0]).name
    return (
        f"// swift-format-ignore-file\n"
        f"// Written by Scripts/{script} from botocore {botocore.__version__} (Apache-2.0).\n"
    )


def swift(kind, name, text):
    """A file with one text of a table."""
    return f'{head()}\nextension {kind} {{\n  static let {name} = #"""\n{text}\n"""#\n}}\n'


def write(files, target, pattern, summary):
    """Makes the files of a folder these and no others; with --check says which differ. Returns the status."""
    present = {path.name: path.read_text() for path in target.glob(pattern)} if target.exists() else {}
    if "--check" in sys.argv:
        different = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
        print("\n".join(different))
        return 1 if different else 0
    target.mkdir(parents=True, exist_ok=True)
    for name in present.keys() - files.keys():
        (target / name).unlink()
    for name, text in files.items():
        (target / name).write_text(text)
    print(summary)
    return 0
