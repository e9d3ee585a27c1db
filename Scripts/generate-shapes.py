#!/usr/bin/env python3
"""Writes Sources/AWSClient/Shapes from the service models of the Python package botocore.

Run it from the repository after a resource kind declares a new call, or for a newer botocore:

    pip install botocore==1.43.11 && python3 Scripts/generate-shapes.py

Taken are the calls that Sources/ResourceKinds declares, and CALLS and WRITES below. With --check nothing is written, and the
status is 1 where a file would differ.
"""

import json
import re
import sys

from botocore import xform_name
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

from botocore_tables import ALIASES, DATA, ROOT, by_service, declared_calls, head, load, swift, write

TARGET = ROOT / "Sources/AWSClient/Shapes"
PARTITIONS = json.loads((DATA / "partitions.json").read_text())

# The calls that no resource kind declares.
CALLS = {
    "sts": ["get-caller-identity", "assume-role", "assume-role-with-web-identity"],
    "organizations": [
        "list-accounts", "list-accounts-for-parent", "list-organizational-units-for-parent", "list-roots",
        "describe-organization",
    ],
    "ec2": ["describe-regions"],
    "sqs": ["list-queues"],
    "iam": ["list-open-id-connect-providers", "list-saml-providers"],
    "guardduty": ["list-detectors"],
    "dynamodb": ["list-tables"],
    "cloudtrail": ["lookup-events", "list-trails"],
    "configservice": [
        "select-resource-config", "select-aggregate-resource-config", "batch-get-resource-config",
        "batch-get-aggregate-resource-config", "describe-configuration-recorder-status",
        "describe-configuration-aggregators", "describe-configuration-aggregator-sources-status",
        "list-discovered-resources",
        "list-aggregate-discovered-resources", "get-resource-config-history",
    ],
    "s3api": ["list-objects-v2", "get-object", "get-bucket-location"],
    "sso": ["get-role-credentials"],
    "sso-oidc": ["create-token"],
}

# The calls that write: those of Sources/AWSClient/AWSWrite.swift.
WRITES = {
    "sns": ["publish"],
    "sqs": ["receive-message", "delete-message-batch", "change-message-visibility-batch"],
}

# The most items of a page, where the model's own constraint is missing or wrong; the words are those of the services'
# API references.
PAGE_SIZES = {
    # As the models of EC2's other listings say: 5 to 1000.
    ("ec2", "DescribeFlowLogs"): 1000,
    ("ec2", "DescribeImages"): 1000,
    ("ec2", "DescribeInstances"): 1000,
    ("ec2", "DescribeSnapshots"): 1000,
    # "This value can be between 1 and 200."
    ("ec2", "DescribeLaunchTemplateVersions"): 200,
    # "The default value is 50 and the maximum value is 100."
    ("autoscaling", "DescribeAutoScalingGroups"): 100,
    ("autoscaling", "DescribeLaunchConfigurations"): 100,
    # "If the value is greater than 1,000, we return only 1,000 items."
    ("ec2", "DescribeVpcEndpoints"): 1000,
    # 500 are returned where more are asked for.
    ("ec2", "DescribeVolumes"): 500,
    # "If you include a value, it must be between 1 and 50, inclusive."
    ("kms", "ListResourceTags"): 50,
    # "Constraints: Minimum 20, maximum 100."
    ("rds", "DescribeDBClusters"): 100,
    ("rds", "DescribeDBClusterSnapshots"): 100,
    ("rds", "DescribeDBInstances"): 100,
    ("rds", "DescribeDBSnapshots"): 100,
    ("rds", "DescribeDBSecurityGroups"): 100,
    ("redshift", "DescribeClusters"): 100,
    # "The action returns up to 1,000 key names."
    ("s3", "ListObjectsV2"): 1000,
    # "Value range is 1 to 1000." Without it no more than 1,000 are returned, and nothing says that there are more.
    ("sqs", "ListQueues"): 1000,
}
# More than so many are asked for nowhere: a page is held in memory whole.
LARGEST_PAGE = 1000

PROTOCOLS = {"ec2", "query", "json", "rest-json", "rest-xml"}

SCALARS = {
    "string": "s", "character": "s", "integer": "i", "long": "i", "float": "f", "double": "f", "boolean": "b",
    "timestamp": "t", "blob": "x",
}
LOCATIONS = {"header": "h", "headers": "p", "querystring": "q", "uri": "u", "statusCode": "c"}


class Service:
    """The part of one service's model that some of its operations need."""

    def __init__(self, name, calls):
        self.name = name
        self.model = load(name, "service-2")
        self.paginators = load(name, "paginators-1").get("pagination", {})
        extras = load(name, "paginators-1.sdk-extras").get("merge", {}).get("pagination", {})
        for operation, settings in extras.items():
            self.paginators.setdefault(operation, {}).update(settings)
        self.shapes = {}
        by_cli = {xform_name(name, "-"): name for name in self.model["operations"]}
        self.operations = {by_cli[call]: self.operation(by_cli[call], call) for call in sorted(calls)}

    def operation(self, name, call):
        operation = self.model["operations"][name]
        entry = {"cli": call, "method": operation["http"]["method"], "uri": operation["http"]["requestUri"]}
        if operation.get("endpoint", {}).get("hostPrefix"):
            entry["hostPrefix"] = operation["endpoint"]["hostPrefix"]
            assert re.fullmatch(r"[a-z-]*(\{\w+\})?\.", entry["hostPrefix"]), f"{self.name} {name}: {entry['hostPrefix']}"
        if operation.get("authtype") == "none":
            entry["unsigned"] = True
        if "input" in operation:
            entry["in"] = self.reference(operation["input"])
            members = self.model["shapes"][operation["input"]["shape"]].get("members", {})
            entry["parameters"] = {xform_name(member, "-"): member for member in members}
        if "output" in operation:
            entry["out"] = self.reference(operation["output"])
            if "resultWrapper" in operation["output"]:
                entry["wrapper"] = operation["output"]["resultWrapper"]
        if name in self.paginators:
            entry["pages"] = self.pages(name)
        return entry

    def pages(self, name):
        source = self.paginators[name]
        entry = {}
        for key, short in [
            ("input_token", "in"), ("output_token", "out"), ("result_key", "results"), ("more_results", "more"),
            ("non_aggregate_keys", "rest"), ("limit_key", "limit"),
        ]:
            if key not in source:
                continue
            value = source[key]
            if short in ("in", "out", "results", "rest") and not isinstance(value, list):
                value = [value]
            for path in value if isinstance(value, list) else [value]:
                assert re.fullmatch(r"[A-Za-z0-9.]+", path), f"{self.name} {name}: {path} is more than a path"
            entry[short] = value
        if "limit" in entry:
            entry["size"] = self.page_size(name, entry["limit"])
        return entry

    def page_size(self, name, limit):
        """How many items of a page are asked for."""
        reference = self.model["operations"][name]["input"]
        member = self.model["shapes"][reference["shape"]]["members"][limit]
        most = PAGE_SIZES.get((self.name, name)) or self.model["shapes"][member["shape"]].get("max")
        assert most, f"{self.name} {name}: nothing says how large a page may be"
        return min(most, LARGEST_PAGE)

    def reference(self, reference):
        """The name of a shape, or a scalar's letter; the shape is kept."""
        name = reference["shape"]
        shape = self.model["shapes"][name]
        kind = shape["type"]
        if kind in SCALARS:
            # The CLI prints IAM's policies, which are JSON in percent-encoding, as JSON.
            if self.name == "iam" and name == "policyDocumentType":
                return "$d"
            form = reference.get("timestampFormat") or shape.get("timestampFormat")
            return "$" + SCALARS[kind] + (f":{form}" if kind == "timestamp" and form else "")
        if shape.get("document"):
            return "$j"
        if name not in self.shapes:
            self.shapes[name] = None
            self.shapes[name] = self.shape(shape)
        return name

    def shape(self, shape):
        kind = shape["type"]
        if kind == "list":
            entry = {"list": self.reference(shape["member"])}
            self.put(entry, "n", shape["member"].get("locationName"))
        elif kind == "map":
            entry = {"map": self.reference(shape["value"])}
            self.put(entry, "k", shape["key"].get("locationName"))
            self.put(entry, "v", shape["value"].get("locationName"))
        else:
            entry = {"members": [self.member(*item, shape) for item in shape.get("members", {}).items()]}
            self.put(entry, "payload", shape.get("payload"))
        self.put(entry, "flat", shape.get("flattened"))
        return entry

    def member(self, name, reference, parent):
        traits = {}
        self.put(traits, "n", reference.get("locationName"))
        self.put(traits, "q", reference.get("queryName"))
        self.put(traits, "l", LOCATIONS.get(reference.get("location")))
        self.put(traits, "flat", reference.get("flattened"))
        self.put(traits, "attribute", reference.get("xmlAttribute"))
        self.put(traits, "namespace", (reference.get("xmlNamespace") or {}).get("uri"))
        self.put(traits, "required", name in parent.get("required", []) and reference.get("location") == "uri")
        if traits.get("n") == name:
            del traits["n"]
        return [name, self.reference(reference)] + ([traits] if traits else [])

    @staticmethod
    def put(entry, key, value):
        if value:
            entry[key] = value

    def text(self):
        meta = self.model["metadata"]
        # Of the protocols that a service speaks, the first that is spoken here.
        spoken = [name for name in [meta["protocol"]] + meta.get("protocols", []) if name in PROTOCOLS]
        head = {
            "protocol": spoken[0], "version": meta["apiVersion"], "id": meta["serviceId"],
            "endpoint": meta["endpointPrefix"], "signing": meta.get("signingName", meta["endpointPrefix"]),
        }
        for key, short in [("jsonVersion", "json"), ("targetPrefix", "target")]:
            self.put(head, short, meta.get(key))
        self.put(head, "queryMode", "awsQueryCompatible" in meta)
        return (
            '{"service": ' + compact(head)
            + ',\n"operations": {\n' + packed(self.operations)
            + '},\n"shapes": {\n' + packed(self.shapes) + "}}"
        )


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def packed(entries):
    """The members of an object, several on a line."""
    lines, line = [], ""
    for name, entry in sorted(entries.items()):
        piece = f'"{name}":{compact(entry)},'
        if line and len(line) + len(piece) > 400:
            lines.append(line)
            line = ""
        line += piece
    lines.append(line)
    return "\n".join(lines)[:-1] + "\n" if entries else ""


def partitions(services):
    """Where the services' endpoints are, from botocore's endpoints.json."""
    result = {}
    for partition in json.loads((DATA / "endpoints.json").read_text())["partitions"]:
        fixed = {}
        for service in services:
            entry = partition["services"].get(service.model["metadata"]["endpointPrefix"], {})
            if entry.get("isRegionalized") is False and "partitionEndpoint" in entry:
                endpoint = entry["endpoints"][entry["partitionEndpoint"]]
                fixed[service.name] = [endpoint["hostname"], endpoint["credentialScope"]["region"]]
        result[partition["partition"]] = {
            "suffix": partition["dnsSuffix"], "prefixes": prefixes(partition["regionRegex"]),
            "regions": sorted(partition["regions"]), "fixed": fixed, "missing": missing(services, partition),
            "variants": variants(services, partition["partition"]),
        }
    for partition in PARTITIONS["partitions"]:
        if partition["id"] in result:
            result[partition["id"]]["implicit"] = partition["outputs"]["implicitGlobalRegion"]
    return "{\n" + packed(result) + "}"


def missing(services, partition):
    """The regions in which a service has no endpoint, where botocore knows in which it has one."""
    regions = {}
    for service in services:
        entry = partition["services"].get(service.model["metadata"]["endpointPrefix"])
        # Of a small partition it does not know which services there are.
        known = len(partition["services"]) > 50
        if (entry is None and not known) or (entry or {}).get("partitionEndpoint"):
            continue
        without = sorted(set(partition["regions"]) - set((entry or {}).get("endpoints", {})))
        if without:
            regions[service.name] = without
    return regions


# FIPS, dual-stack, and both at a time.
VARIANTS = {"fips": (True, False), "dualStack": (False, True), "both": (True, True)}


def variants(services, partition):
    """The hosts of FIPS and dual-stack endpoints: under "*" what fits most services, then those that differ. A host
    may have a region of its own that is signed; null is where there is none."""
    result = {}
    for name, (fips, dual) in VARIANTS.items():
        hosts = {service.name: host(service, partition, fips, dual) for service in services}
        plain = [text for text in hosts.values() if isinstance(text, str)]
        common = max(sorted(set(plain)), key=plain.count) if plain else None
        result[name] = {"*": common, **{key: value for key, value in hosts.items() if value != common}}
    return result


def host(service, partition, fips, dual):
    """The host of most regions, with {prefix} for the service's and {region}; with the region that is signed
    where that is always the same; null where botocore's rules have none."""
    provider = EndpointProvider(load(service.name, "endpoint-rule-set-1"), PARTITIONS)
    found = []
    for region in next(part["regions"] for part in PARTITIONS["partitions"] if part["id"] == partition):
        if region.endswith("-global"):
            continue
        try:
            endpoint = provider.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual)
        except EndpointProviderError:
            return None
        schemes = endpoint.properties.get("authSchemes") or []
        signed = next((scheme["signingRegion"] for scheme in schemes if "signingRegion" in scheme), None)
        name = endpoint.url.removeprefix("https://")
        prefix = service.model["metadata"]["endpointPrefix"]
        name = re.sub(rf"^{re.escape(prefix)}(?=[.-])", "{prefix}", name.replace(region, "{region}"))
        found.append(name if signed in (None, region) else [name, signed])
    return max(found, key=found.count) if found else None


def prefixes(pattern):
    r"""What regions begin with: `^(us|eu)\-\w+\-\d+$` gives us- and eu-, `^us\-gov\-\w+\-\d+$` gives us-gov-."""
    head = pattern.removeprefix("^").removesuffix(r"\w+\-\d+$").replace("\\-", "-")
    group = re.fullmatch(r"([a-z-]*)\(([a-z|]+)\)(.*)", head)
    return [group[1] + word + group[3] for word in group[2].split("|")] if group else [head]


def identifier(name):
    """The Swift name of a service's text: ssoOidc for sso-oidc."""
    return re.sub(r"-(\w)", lambda match: match[1].upper(), name)


def table(services):
    lines = [f'    "{service.name}": {identifier(service.name)},' for service in services]
    for alias, name in sorted(ALIASES.items()):
        lines.append(f'    "{alias}": {name},')
    return (
        f"{head()}\n/// The shapes of the calls that are made, as JSON; see ServiceModel.\n"
        "enum ShapeTexts {\n  static let all: [String: String] = [\n" + "\n".join(lines) + "\n  ]\n}\n"
    )


def main():
    own = [(s, o) for table in (CALLS, WRITES) for s, os in table.items() for o in os]
    calls = by_service(declared_calls() | set(own))
    services = [Service(name, names) for name, names in sorted(calls.items())]
    files = {
        f"ShapeTexts+{service.name}.swift": swift("ShapeTexts", identifier(service.name), service.text())
        for service in services
    }
    files["ShapeTexts.swift"] = table(services)
    files["ShapeTexts+partitions.swift"] = swift("ShapeTexts", "partitions", partitions(services))
    return write(
        files, TARGET, "*.swift", f"{sum(map(len, calls.values()))} operations of {len(services)} services")


if __name__ == "__main__":
    sys.exit(main())
