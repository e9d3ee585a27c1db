#!/usr/bin/env python3
"""Writes Sources/ResourceKinds/Schemas from the CloudFormation resource schemas that cfn-lint ships (MIT-0).

Run it from the repository for newer schemas:

    pip install cfn-lint==1.51.0 && python3 Scripts/generate-schema-rules.py

One line a type: its name, and after each letter the paths to which that holds.
  s  a list whose order does not count: `insertionOrder` is false. It is true where the schema does not say, and
     `uniqueItems` says nothing of order (CloudFormation CLI User Guide, "Resource type schema")
  j  JSON as a text or as an object: the property may be either
  l  letter case does not count: `propertyTransform` is `$lowercase` of the property
  t  tags: `tagging` names the property
With --check nothing is written, and the status is 1 where a file would differ.
"""

import importlib.metadata
import json
import pathlib
import re
import sys

import cfnlint

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Sources/ResourceKinds/Schemas"
SCHEMAS = pathlib.Path(cfnlint.__file__).parent / "data/schemas"
# Deeper paths are a few types' that hold themselves.
DEEPEST = 7
# Lists of which a schema says that order does not count, though it does: what a program is started with, and these.
ARGUMENTS = re.compile(r"(Args|Arguments|Command|Entrypoint)$")
ORDERED = {
    # Batch API Reference, `EksPodProperties`: each "must complete successfully before the next container starts".
    "AWS::Batch::JobDefinition": r"InitContainers$",
    # ECS API Reference, `ContainerDefinition`: they are "presented to the container", whose resolver asks "in the order
    # listed" (resolv.conf(5)).
    "AWS::ECS::TaskDefinition": r"(DnsServers|DnsSearchDomains)$",
    # Entity Resolution User Guide, "Creating a rule-based matching workflow": "a hierarchical set of waterfall matching
    # rules".
    "AWS::EntityResolution::IdMappingWorkflow": r"Rules$",
    "AWS::EntityResolution::IdNamespace": r"Rules$",
    "AWS::EntityResolution::MatchingWorkflow": r"Rules$",
    # Fraud Detector API Reference, `CreateDetectorVersion`: rules are evaluated "sequentially, first to last".
    "AWS::FraudDetector::Detector": r"^Rules$",
    # CloudWatch Logs User Guide, "Create and manage log transformers": processors are applied "one after the other in
    # the order that they are listed". The columns of CSV are named by their positions.
    "AWS::Logs::Transformer": r"(^TransformerConfig|Csv\.Columns)$",
    # Incident Manager API Reference, `Stage`: "the time to wait until beginning the next stage".
    "AWS::SSMContacts::Plan": r"^Stages$",
    # The same, `CreateRotation`: "the order that you list the contacts in is their shift order".
    "AWS::SSMContacts::Rotation": r"^ContactIds$",
    # ECS Developer Guide, "Example task placement strategies": zones first "and then" instances.
    "AWS::Scheduler::Schedule": r"PlacementStrategy$",
    # SageMaker API Reference, `CreateModel`: "the containers in the inference pipeline".
    "AWS::SageMaker::Model": r"^Containers$",
}
LOWERCASE = re.compile(r"\$lowercase\(([A-Za-z0-9.]+)\)")
# Paths of the texts of a table, in as many files.
PARTS = ["A", "CaToD", "EToL", "MToR", "STo"]
FIRST = ["", "AWS::C", "AWS::E", "AWS::M", "AWS::S"]


def resolved(schema, root):
    """A schema with its reference followed; the reference itself, to see circles by."""
    reference = schema.get("$ref")
    if not reference:
        return schema, None
    for key in reference.lstrip("#/").split("/"):
        root = root.get(key, {})
    return root, reference


def collect(schema, root, path, seen, found):
    """Adds what a schema says of a path and of those below it."""
    schema, reference = resolved(schema, root)
    if reference in seen or len(path.split(".")) > DEEPEST:
        return
    seen = seen | {reference} if reference else seen
    kinds = schema.get("type")
    kinds = {kinds} if isinstance(kinds, str) else set(kinds or [])
    if path and kinds == {"object", "string"}:
        found.setdefault("j", set()).add(path)
    items = schema.get("items")
    if isinstance(items, dict) and path:
        if schema.get("insertionOrder") is False:
            found.setdefault("s", set()).add(path)
        collect(items, root, f"{path}[]", seen, found)
    for name, inner in (schema.get("properties") or {}).items():
        # A name with a sign of paths in it cannot be written as one.
        if re.fullmatch(r"[A-Za-z0-9_:-]+", name):
            collect(inner, root, f"{path}.{name}" if path else name, seen, found)


def rules(schema):
    """What a type's schema says, by letter."""
    found = {}
    collect(schema, schema, "", frozenset(), found)
    for pointer, transform in (schema.get("propertyTransform") or {}).items():
        path = pointer.removeprefix("/properties/").replace("/", ".").replace(".*", "[]")
        lowered = LOWERCASE.fullmatch(transform)
        if lowered and path.split(".")[-1] == lowered.group(1).split(".")[-1]:
            found.setdefault("l", set()).add(path)
    tags = (schema.get("tagging") or {}).get("tagProperty", "").removeprefix("/properties/")
    if tags and tags != "Tags":
        found.setdefault("t", set()).add(tags)
    ordered = ORDERED.get(schema["typeName"], "^$")
    found["s"] = {path for path in found.get("s", set()) - {"Tags", tags}
                  if not ARGUMENTS.search(path) and not re.search(ordered, path)}
    return found


def lines():
    """One line a type, in order."""
    types = {}
    for path in sorted(SCHEMAS.rglob("*.json")):
        schema = json.loads(path.read_text())
        if isinstance(schema, dict) and schema.get("typeName", "").startswith("AWS::"):
            for letter, paths in rules(schema).items():
                types.setdefault(schema["typeName"], {}).setdefault(letter, set()).update(paths)
    for name, found in sorted(types.items()):
        # Deeper ones first: a list's members are labelled by what they hold.
        ordered = {letter: sorted(paths, key=lambda path: (-path.count(".") - path.count("[]"), path))
                   for letter, paths in found.items() if paths}
        if ordered:
            yield name + "".join(f"|{letter}:{','.join(paths)}" for letter, paths in sorted(ordered.items()))


def main():
    version = importlib.metadata.version("cfn-lint")
    texts = {part: [] for part in PARTS}
    for line in lines():
        part = [name for name, first in zip(PARTS, FIRST) if first <= line][-1]
        texts[part].append(line)
    files = {}
    for part, found in texts.items():
        name = part[0].lower() + part[1:]
        files[f"SchemaTexts+{part}.swift"] = (
            "// swift-format-ignore-file\n"
            f"// Written by Scripts/generate-schema-rules.py from the CloudFormation schemas in cfn-lint {version} (MIT-0).\n\n"
            f'extension SchemaTexts {{\n  static let {name} = #"""\n' + "\n".join(found) + '\n"""#\n}\n')
    present = {path.name: path.read_text() for path in TARGET.glob("SchemaTexts+*.swift")} if TARGET.exists() else {}
    if "--check" in sys.argv:
        different = sorted(name for name in files.keys() | present.keys() if files.get(name) != present.get(name))
        print("\n".join(different))
        return 1 if different else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in present.keys() - files.keys():
        (TARGET / name).unlink()
    for name, text in files.items():
        (TARGET / name).write_text(text)
    print(f"{sum(map(len, texts.values()))} types")
    return 0


sys.exit(main())
