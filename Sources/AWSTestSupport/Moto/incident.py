"""What somebody does in a moto server that nobody approved, and the event that EventBridge would send of it to a queue.

`prepare N` makes users and a gateway; `rogue URL N` puts user N into the group of administrators; `route URL N` leads
traffic elsewhere. The last two print when the event was sent, in seconds since 1970.
"""

import datetime
import json
import sys
import time
import uuid

import boto3

REGION = "eu-west-1"
ec2 = boto3.client("ec2", region_name=REGION)
iam = boto3.client("iam", region_name="us-east-1")
verb, *rest = sys.argv[1:]


def table():
    tables = ec2.describe_route_tables()["RouteTables"]
    return next(t for t in tables if any(r.get("GatewayId", "").startswith("igw-") for r in t["Routes"]))


def send(url, service, region, name, request):
    event = {
        "eventVersion": "1.09", "eventID": str(uuid.uuid4()), "eventType": "AwsApiCall", "readOnly": False,
        "eventTime": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{service}.amazonaws.com", "eventName": name, "awsRegion": region,
        "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.27.0", "recipientAccountId": "123456789012",
        "requestParameters": request, "responseElements": {"_return": True} if service == "ec2" else None,
        "userIdentity": {
            "type": "IAMUser", "userName": "mallory", "accountId": "123456789012",
            "arn": "arn:aws:iam::123456789012:user/mallory", "accessKeyId": "AKIAEXAMPLE"},
    }
    envelope = {
        "version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{service}", "account": "123456789012", "region": region, "resources": [], "detail": event}
    sqs = boto3.client("sqs", region_name=REGION)
    print(time.time(), end="", flush=True)
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(envelope))


if verb == "prepare":
    for number in range(int(rest[0])):
        iam.create_user(UserName=f"guest-{number}")
elif verb == "rogue":
    user = f"guest-{rest[1]}"
    iam.add_user_to_group(GroupName="Admins", UserName=user)
    send(rest[0], "iam", "us-east-1", "AddUserToGroup", {"groupName": "Admins", "userName": user})
else:
    route = table()
    gateway = next(r["GatewayId"] for r in route["Routes"] if r.get("GatewayId", "").startswith("igw-"))
    block = f"203.0.{rest[1]}.0/24"
    ec2.create_route(RouteTableId=route["RouteTableId"], DestinationCidrBlock=block, GatewayId=gateway)
    send(rest[0], "ec2", REGION, "CreateRoute", {
        "routeTableId": route["RouteTableId"], "destinationCidrBlock": block, "gatewayId": gateway})
