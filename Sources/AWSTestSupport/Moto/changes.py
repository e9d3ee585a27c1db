"""Changes the scripted account with the AWS CLI: some of it was approved. The endpoint is in the environment."""

import json
import pathlib
import subprocess
import sys

AWS = pathlib.Path(sys.executable).parent / "aws"


def aws(*words):
    done = subprocess.run([AWS if AWS.exists() else "aws", *words, "--output", "json"], check=True, capture_output=True)
    return json.loads(done.stdout or "null")


def group(name, region):
    return aws("ec2", "describe-security-groups", "--region", region, "--filters", f"Name=group-name,Values={name}")[
        "SecurityGroups"][0]["GroupId"]


def ingress(name, region, port, cidr):
    aws("ec2", "authorize-security-group-ingress", "--region", region, "--group-id", group(name, region),
        "--protocol", "tcp", "--port", port, "--cidr", cidr)


def route(name, region, destination):
    table = aws("ec2", "describe-route-tables", "--region", region, "--filters", f"Name=tag:Name,Values={name}")[
        "RouteTables"][0]
    gateway = next(route["GatewayId"] for route in table["Routes"] if route.get("GatewayId", "").startswith("igw-"))
    aws("ec2", "create-route", "--region", region, "--route-table-id", table["RouteTableId"],
        "--destination-cidr-block", destination, "--gateway-id", gateway)


ingress("group-3", "eu-west-1", "443", "10.1.0.0/16")
ingress("group-3", "eu-west-1", "22", "0.0.0.0/0")
ingress("group-4", "us-east-1", "443", "0.0.0.0/0")
route("table-1", "us-east-1", "203.0.113.0/24")
route("table-1", "us-east-1", "198.51.100.0/24")
aws("iam", "add-user-to-group", "--group-name", "group-1", "--user-name", "user-2")
aws("iam", "add-user-to-group", "--group-name", "group-1", "--user-name", "user-3")
aws("s3api", "delete-bucket-policy", "--bucket", "scripted-1", "--region", "eu-west-1")
aws("cloudtrail", "stop-logging", "--name", "trail-ap-southeast-2", "--region", "ap-southeast-2")
aws("ec2", "delete-security-group", "--group-id", group("group-5", "ap-southeast-2"), "--region", "ap-southeast-2")
