#!/usr/bin/env python3
"""Writes Sources/SnapshotSources/Operations from the service models of the Python package botocore.

Run it from the repository after a resource kind declares a new call, or for a newer botocore:

    pip install botocore==1.43.11 && python3 Scripts/generate-operations.py

Two tables come out. OperationTexts has every call that lists or describes: the lists, objects and maps in its answer,
what no object of a list lacks, the signs of a further page, and what names the one resource that it is about. AnswerTexts has the calls that Sources/ResourceKinds declares, with the whole form of
their answers. With --check nothing is written, and the status is 1 where a file would differ.
"""

import re
import sys

from botocore import xform_name

from botocore_tables import DATA, ROOT, by_service, declared_calls, head, load, swift, write

TARGET = ROOT / "Sources/SnapshotSources/Operations"

# What the CLI calls a service, by botocore's name.
CLI_NAMES = {"s3": "s3api", "config": "configservice", "codedeploy": "deploy"}

# Calls that a kind's listing asks first.
PARENTS = {
    ("sqs", "list-queues"), ("dynamodb", "list-tables"), ("iam", "list-open-id-connect-providers"),
    ("iam", "list-saml-providers"), ("guardduty", "list-detectors"),
}

# Members of answers that go on, where a service has no paginator for its call.
TOKENS = re.compile(r"(?i)^(next|page|pagination|continuation)[a-z]*token$|^next[a-z]*marker$|^marker$")
FLAGS = re.compile(r"(?i)^(is)?truncated$|^hasmore|^additionalroutesavailable$|^more\w*$")

# Texts of an answer that name one resource, and those that do not though they are called so: ids of requests, signs of a
# further page, and whose account it is.
NAMES = re.compile(r"(Arn|ARN|Id|Name)$|^(arn|id|name)$")
NO_NAMES = re.compile(r"(?i)^request_?id$|^(aws)?accountid$|^next|^lastevaluated")

# Texts of a request that name the one resource of which something is listed, and those of which an account and region
# has one.
PARENTS_ASKED = re.compile(r"(Arn|ARN|Id|Name|Identifier|Identity)$|^(arn|id|name|identifier)$")
NO_PARENTS = {
    "AccountId", "AwsAccountId", "CatalogId", "DetectorId", "IdentityStoreId", "accountId", "awsAccountId", "catalogId",
    ("sso-admin", "InstanceArn"),
}

# Members of objects that are a list of what the answer lists: `DistributionList.Items`.
WRAPPED = ("Items", "Item")

# Texts that hold a policy, which is JSON, by the member of their structure.
POLICIES = {
    ("s3", "GetBucketPolicyOutput", "Policy"), ("kms", "GetKeyPolicyResponse", "Policy"),
    ("lambda", "GetPolicyResponse", "Policy"), ("ec2", "VpcEndpoint", "PolicyDocument"),
    ("secretsmanager", "GetResourcePolicyResponse", "ResourcePolicy"),
    ("dynamodb", "GetResourcePolicyOutput", "Policy"),
}


class Service:
    """One service's model and paginators."""

    def __init__(self, name):
        self.name = name
        self.cli = CLI_NAMES.get(name, name)
        self.model = load(name, "service-2")
        self.paginators = load(name, "paginators-1").get("pagination", {})
        self.structures = {}

    def operations(self):
        """The calls that list or describe: (name, CLI name, output members)."""
        for name, operation in sorted(self.model.get("operations", {}).items()):
            if re.match(r"(Describe|List|Get|BatchGet|Search|Lookup|Select)[A-Z]", name) and "output" in operation:
                shape = self.model["shapes"][operation["output"]["shape"]]
                yield name, xform_name(name, "-"), shape

    def kind(self, reference):
        return self.model["shapes"][reference["shape"]]["type"]

    def signs(self, name, members):
        """The members that say that the answer goes on: tokens, then flags."""
        paginator = self.paginators.get(name, {})
        tokens = paginator.get("output_token", [])
        tokens = [tokens] if isinstance(tokens, str) else tokens
        # `A || B[-1].C`: what is computed of the items says nothing that the flag does not.
        tokens = {text.split(" || ")[0] for text in tokens} - {text for text in tokens if "[" in text.split(" || ")[0]}
        flags = {paginator["more_results"]} if "more_results" in paginator else set()
        if not paginator:
            tokens = {member for member in members if TOKENS.match(member)}
            flags = {member for member, reference in members.items()
                     if self.kind(reference) == "boolean" and FLAGS.match(member)}
        return sorted(tokens), sorted(flags)

    def wrapped(self, reference):
        """The list in an object that holds nothing but a list and what is said of it; an empty text for others."""
        members = self.model["shapes"][reference["shape"]].get("members", {})
        return "".join(self.held(name, members[name]) for name in WRAPPED if name in members and self.kind(members[name]) == "list")

    def held(self, member, reference):
        """What an answer's member holds: `Vpcs[`, a list of objects, `Keys[KeyId+KeyArn`, one of objects that have
        these members, `Names=`, any other list, `Policy<`, a map, `Role{`, an object, `FunctionList{Items[Name`, an
        object that holds the list; None for anything else."""
        kind = self.kind(reference)
        if kind == "structure":
            return member + "{" + self.wrapped(reference)
        if kind != "list":
            return {"map": member + "<"}.get(kind)
        item = self.model["shapes"][self.model["shapes"][reference["shape"]]["member"]["shape"]]
        is_object = item["type"] == "structure" and not item.get("document")
        return member + ("[" + "+".join(item.get("required", [])) if is_object else "=")

    def names(self, members):
        """The texts that name the one resource that an answer is about."""
        return sorted(member for member, reference in members.items()
                      if self.kind(reference) == "string" and NAMES.search(member) and not NO_NAMES.search(member))

    def is_of_one(self, operation):
        """Whether a call cannot be asked without the name of one resource, of which it lists something."""
        shape = self.model["shapes"][operation["input"]["shape"]] if "input" in operation else {}
        return any(PARENTS_ASKED.search(member) and not NO_PARENTS & {member, (self.name, member)}
                   and self.kind(shape["members"][member]) == "string"
                   and "enum" not in self.model["shapes"][shape["members"][member]["shape"]]
                   for member in shape.get("required", []))

    @staticmethod
    def is_plural(cli):
        noun = cli.split("-", 1)[1]
        return noun.endswith("s") and not noun.endswith(("ss", "status"))

    def line(self):
        """Every listing of the service: `service|call:members;tokens;flags;names|…`. The name `*` says that the call is
        asked about one resource, whose name its answer need not give."""
        entries = []
        for name, cli, shape in self.operations():
            members = shape.get("members", {})
            held = [text for text in (self.held(*pair) for pair in members.items()) if text]
            tokens, flags = self.signs(name, members)
            lists = any(re.search(r"[\[=]", text) for text in held)
            if not held or name.startswith("Get") and not (tokens or flags or lists and self.is_plural(cli)):
                continue
            tokens = [token for token in tokens if token not in ("NextToken", "nextToken")]
            names = self.names(members) if lists else []
            if lists and not names and self.is_of_one(self.model["operations"][name]):
                names = ["*"]
            signs = [",".join(words) for words in (tokens, flags, names)]
            while signs and not signs[-1]:
                signs.pop()
            entries.append(";".join([f"{cli}:{','.join(held)}"] + signs))
        return "|".join([self.cli] + entries) if entries else None

    # MARK: Whole forms

    def form(self, reference):
        """How a value is written: `[` a list of, `<` a map of, a structure's name, `!` a policy, `?` anything."""
        name = reference["shape"]
        shape = self.model["shapes"][name]
        if shape.get("document"):
            return "?"
        if shape["type"] == "list":
            return "[" + self.form(shape["member"])
        if shape["type"] == "map":
            return "<" + self.form(shape["value"])
        if shape["type"] == "structure":
            if name not in self.structures:
                self.structures[name] = None
                self.structures[name] = self.members(name, shape)
            return name
        return "!" if self.name == "iam" and name == "policyDocumentType" else ""

    def members(self, name, shape):
        words = []
        for member, reference in shape.get("members", {}).items():
            form = "!" if (self.name, name, member) in POLICIES else self.form(reference)
            needed = "*" if member in shape.get("required", []) else ""
            words.append(member + needed + (f":{form}" if form else ""))
        return " ".join(words)

    def text(self, calls):
        """The calls with the whole form of their answers, and the structures in them."""
        lines = []
        for name, cli, shape in self.operations():
            if cli not in calls:
                continue
            members = self.members(self.model["operations"][name]["output"]["shape"], shape)
            tokens, flags = self.signs(name, shape.get("members", {}))
            lines.append(f"call {self.cli} {cli} {','.join(tokens)} {','.join(flags)}\n{members}")
        assert len(lines) == len(calls), f"{self.name}: {sorted(calls)}"
        return "\n".join(lines + [f"form {name}\n{text}" for name, text in sorted(self.structures.items())])


def table(kind, words, names, extra=""):
    lines = "\n".join(f"    {name}," for name in names)
    return f"{head()}\n/// {words}\nenum {kind} {{\n  static let all = [\n{lines}\n  ]\n{extra}}}\n"


def names_of_signs(services):
    tokens, flags = {"NextToken", "nextToken"}, set()
    for service in services:
        for name, _, shape in service.operations():
            found = service.signs(name, shape.get("members", {}))
            tokens |= {token for token in found[0] if "." not in token}
            flags |= {flag for flag in found[1] if "." not in flag}
    def listed(names):
        return "[" + ", ".join(f'"{name}"' for name in sorted(names)) + "]"
    return f"  static let tokens: Set<String> = {listed(tokens)}\n  static let flags: Set<String> = {listed(flags)}\n"


def main():
    names = sorted(path.name for path in DATA.iterdir() if path.is_dir())
    services = [Service(name) for name in names]
    services = [service for service in services if service.model]
    lines = {service.name: service.line() for service in services}
    files = {}
    parts = {"aToC": "abc", "dToK": "defghijk", "lToR": "lmnopqr", "sToZ": "stuvwxyz"}
    for name, letters in parts.items():
        text = "\n".join(line for key, line in sorted(lines.items()) if line and key[0] in letters)
        files[f"OperationTexts+{name}.swift"] = swift("OperationTexts", name, text)
    files["OperationTexts.swift"] = table(
        "OperationTexts", "Every call of AWS that lists or describes; see OperationTable.", parts,
        names_of_signs(services))
    calls = by_service(declared_calls() | PARENTS)
    for name in sorted(calls):
        service = next(service for service in services if service.name == name)
        files[f"AnswerTexts+{name}.swift"] = swift("AnswerTexts", name, service.text(calls[name]))
    longer = sorted({
        cli for service in services if service.name in calls for _, cli, _ in service.operations()
        if cli not in calls[service.name] and any(cli.startswith(call + "-") for call in calls[service.name])})
    files["AnswerTexts.swift"] = table(
        "AnswerTexts", "The calls of the kinds with the whole form of their answers; see OperationTable.",
        sorted(calls),
        "  /// Calls of other meaning whose names begin with the whole name of a kind's call.\n"
        f"  static let longer: Set<String> = [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in longer)}]\n")
    return write(
        files, TARGET, "*Texts*.swift",
        f"{sum(line.count('|') for line in lines.values() if line)} calls, {sum(map(len, calls.values()))} whole")


if __name__ == "__main__":
    sys.exit(main())
