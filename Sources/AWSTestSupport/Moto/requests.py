"""Prints random parameters of many calls with what botocore sends for them: a list of service, operation, parameters,
method, url and body. The arguments are a seed and the calls as SERVICE:OPERATION."""

import json
import random
import sys
from string import Formatter

import botocore.session
from botocore.serialize import create_serializer
from botocore.utils import percent_encode_sequence

RANDOM = random.Random(int(sys.argv[1]))
SESSION = botocore.session.Session()
SKIPPED = ("timestamp", "blob")


def value(shape, depth):
    kind = shape.type_name
    if kind == "structure":
        return {name: value(member, depth + 1) for name, member in shape.members.items()
                if member.type_name not in SKIPPED and depth < 5 and RANDOM.random() < 0.7}
    if kind == "list":
        return [value(shape.member, depth + 1) for _ in range(RANDOM.choice([1, 2]))]
    if kind == "map":
        return {"key 1": value(shape.value, depth + 1)}
    if kind == "boolean":
        return RANDOM.choice([True, False])
    if kind in ("integer", "long", "float", "double"):
        return RANDOM.choice([0, 17])
    return RANDOM.choice(["a", "a b/c&d=ü", "x:y*z~"])


def parameters(shape, protocol):
    if shape is None:
        return {}
    chosen = {}
    for name, member in shape.members.items():
        location = member.serialization.get("location")
        if member.type_name in SKIPPED or protocol == "rest-xml" and location is None:
            continue
        if location == "uri" or RANDOM.random() < 0.7:
            chosen[name] = value(member, 0)
    return chosen


def spoken(model):
    """Of the protocols that a service speaks, the first that is spoken here: as Scripts/generate-shapes.py chooses."""
    protocols = [model.metadata["protocol"]] + model.metadata.get("protocols", [])
    return next(name for name in protocols if name in ("ec2", "query", "json", "rest-json", "rest-xml"))


def case(service, operation):
    model = SESSION.get_service_model(service)
    call = model.operation_model(operation)
    protocol = spoken(model)
    given = parameters(call.input_shape, protocol)
    for _, label, _, _ in Formatter().parse((call.endpoint or {}).get("hostPrefix", "")):
        if label:
            given[label] = "111122223333"
    sent = create_serializer(protocol, include_validation=False).serialize_to_request(given, call)
    url, body = sent["url_path"], sent["body"]
    if sent["query_string"]:
        url += ("&" if "?" in url else "?") + percent_encode_sequence(sent["query_string"])
    if isinstance(body, dict):
        body = percent_encode_sequence({name: str(text) for name, text in body.items()})
    elif isinstance(body, bytes):
        body = body.decode()
    return {"service": service, "operation": operation, "parameters": given, "method": sent["method"], "url": url,
            "body": body}


print(json.dumps([case(*call.split(":")) for call in sys.argv[2:]]))
