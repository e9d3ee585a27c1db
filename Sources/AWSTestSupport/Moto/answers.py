"""Prints random answers of many calls with what botocore reads in them: a list of service, operation, headers, body and
expected. The arguments are a seed and the calls as SERVICE:OPERATION."""

import json
import random
import sys
from xml.sax.saxutils import escape

import botocore.session
from awscli.customizations.scalarparse import identity, iso_format
from botocore.handlers import json_decode_policies
from botocore.parsers import create_parser

RANDOM = random.Random(int(sys.argv[1]))
SESSION = botocore.session.Session()
TEXTS = ["a", "", "x y", "é<&>\"'", "000123", "arn:aws:iam::1:role/x", "true", "日本"]


def scalar(shape, is_json):
    kind = shape.type_name
    if shape.name == "policyDocumentType":
        return RANDOM.choice(["%7B%22Version%22%3A%20%22a%20b%22%7D", '{"Statement": []}', "%7B", "none"])
    if kind in ("integer", "long"):
        return RANDOM.choice([0, -1, 7, 2**53 + 1 if kind == "long" else 2**31 - 1])
    if kind in ("float", "double"):
        return RANDOM.choice([0.5, -2.25, 1000.125])
    if kind == "boolean":
        return RANDOM.choice([True, False])
    if kind == "timestamp":
        times = [1700000000, 1700000000.125, 0] if is_json else ["2023-11-14T22:13:20Z", "2009-10-12T17:50:00.500Z"]
        return RANDOM.choice(times)
    if kind == "blob":
        return "aGVsbG8="
    return RANDOM.choice(TEXTS)


def members(shape, depth):
    names = [
        name for name, member in shape.members.items()
        if not member.serialization.get("location") and not member.serialization.get("xmlAttribute")]
    if shape.is_tagged_union:
        return [RANDOM.choice(names)] if names else []
    return [name for name in names if depth < 7 and RANDOM.random() < 0.8]


def to_json(shape, depth=0):
    if shape.type_name == "structure":
        if shape.is_document_type:
            return {"any": [1]}
        return {
            shape.members[name].serialization.get("name", name): to_json(shape.members[name], depth + 1)
            for name in members(shape, depth)}
    count = RANDOM.choice([0, 1, 2]) if depth < 7 else 0
    if shape.type_name == "list":
        return [to_json(shape.member, depth + 1) for _ in range(count)]
    if shape.type_name == "map":
        return {f"k{number}": to_json(shape.value, depth + 1) for number in range(count)}
    return RANDOM.choice([None] + [scalar(shape, True)] * 9)


def text(shape):
    value = scalar(shape, False)
    return escape(str(value).lower() if isinstance(value, bool) else str(value))


def to_xml(shape, parser, depth=0):
    """What stands within a structure's element."""
    return "".join(element(shape.members[name], parser._member_key_name(shape.members[name], name), parser, depth + 1)
                   for name in members(shape, depth))


def element(shape, name, parser, depth):
    kind, is_flat = shape.type_name, shape.serialization.get("flattened")
    if kind == "structure":
        attributes = "".join(
            f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {member.serialization["name"]}="Group"'
            for member in shape.members.values() if member.serialization.get("xmlAttribute"))
        return f"<{name}{attributes}>{to_xml(shape, parser, depth)}</{name}>"
    count = RANDOM.choice([0, 1, 2]) if depth < 7 else 0
    if kind == "list":
        inner = name if is_flat else shape.member.serialization.get("name", "member")
        items = "".join(element(shape.member, inner, parser, depth + 1) for _ in range(count))
        return items if is_flat else f"<{name}>{items}</{name}>"
    if kind == "map":
        key = shape.key.serialization.get("name") or "key"
        value = shape.value.serialization.get("name") or "value"
        inner = name if is_flat else "entry"
        items = "".join(f"<{inner}><{key}>k{n}</{key}>{element(shape.value, value, parser, depth + 1)}</{inner}>"
                        for n in range(count))
        return items if is_flat else f"<{name}>{items}</{name}>"
    return f"<{name}>{text(shape)}</{name}>"


def body(output, parser, is_json):
    shape = output.members[output.serialization["payload"]] if "payload" in output.serialization else output
    if shape.type_name != "structure":
        return '{"some": "text"}'
    if is_json:
        return json.dumps(to_json(shape))
    inner = to_xml(shape, parser)
    wrapper = output.serialization.get("resultWrapper")
    if wrapper:
        inner = f"<{wrapper}>{inner}</{wrapper}>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Root xmlns="http://x/">{inner}</Root>'


def spoken(model):
    """Of the protocols that a service speaks, the first that is spoken here: as Scripts/generate-shapes.py chooses."""
    protocols = [model.metadata["protocol"]] + model.metadata.get("protocols", [])
    return next(name for name in protocols if name in ("ec2", "query", "json", "rest-json", "rest-xml"))


def case(service, operation):
    model = SESSION.get_service_model(service)
    output = model.operation_model(operation).output_shape
    parser = create_parser(spoken(model))
    parser._timestamp_parser, parser._blob_parser = iso_format, identity
    headers = {
        member.serialization["name"]: text(member) for member in output.members.values()
        if member.serialization.get("location") == "header" and member.type_name == "string"}
    headers = {name: value for name, value in headers.items() if value.isascii() and value}
    content = body(output, parser, "json" in spoken(model))
    response = {"status_code": 200, "headers": headers, "body": content.encode()}
    expected = parser.parse(response, output)
    expected.pop("ResponseMetadata", None)
    if service == "iam":
        json_decode_policies(expected, model.operation_model(operation))
    return {
        "service": service, "operation": operation, "headers": headers, "body": content,
        "expected": json.dumps(expected)}


print(json.dumps([case(*call.split(":")) for call in sys.argv[2:]]))
