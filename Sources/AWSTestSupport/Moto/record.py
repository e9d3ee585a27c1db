"""Makes AWS Config of a moto server record three buckets, and prints their names; "stop" stops the recorder. "deliver MOMENT
COUNT" puts a snapshot of so many VPCs, or a "broken" one, into the bucket "deliveries" as AWS Config does, and what it puts beside. The
endpoint is in the environment."""

import gzip
import json
import sys

import boto3

REGION = "eu-west-1"
ACCOUNT = "123456789012"
config = boto3.client("config", region_name=REGION)
s3 = boto3.client("s3", region_name=REGION)
HERE = {"LocationConstraint": REGION}


def record():
    names = [f"recorded-{number}" for number in range(3)]
    for name in names:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=HERE)
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "r", "roleARN": f"arn:aws:iam::{ACCOUNT}:role/config", "recordingGroup": {
            "allSupported": False, "includeGlobalResourceTypes": False, "resourceTypes": ["AWS::S3::Bucket"]}})
    s3.create_bucket(Bucket="deliveries", CreateBucketConfiguration=HERE)
    config.put_delivery_channel(DeliveryChannel={"name": "d", "s3BucketName": "deliveries"})
    config.start_configuration_recorder(ConfigurationRecorderName="r")
    print(json.dumps(names))


def deliver(moment, count):
    try:
        s3.create_bucket(Bucket="deliveries", CreateBucketConfiguration=HERE)
    except s3.exceptions.BucketAlreadyOwnedByYou:
        pass
    root = f"audit/AWSLogs/{ACCOUNT}/Config"
    day = f"{moment[:4]}/{int(moment[4:6])}/{int(moment[6:8])}"
    name = f"{ACCOUNT}_Config_{REGION}_ConfigSnapshot_{moment}_a1b2c3.json.gz"
    captured = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}T{moment[9:11]}:{moment[11:13]}:{moment[13:15]}.000Z"
    items = [{
        "configurationItemVersion": "1.3", "configurationItemCaptureTime": captured, "configurationItemStatus": "OK",
        "configurationStateId": 1, "awsAccountId": ACCOUNT, "awsRegion": REGION, "resourceType": "AWS::EC2::VPC",
        "resourceId": f"vpc-{number}", "ARN": f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/vpc-{number}", "tags": {},
        "configuration": {"vpcId": f"vpc-{number}", "cidrBlock": "10.0.0.0/16", "state": "available", "tags": []},
        "supplementaryConfiguration": {},
    } for number in range(count or 0)]
    body = b'{"broken' if count is None else gzip.compress(json.dumps({
        "fileVersion": "1.0", "configSnapshotId": "a1b2c3", "configurationItems": items}).encode())
    s3.put_object(Bucket="deliveries", Key=f"{root}/ConfigWritabilityCheckFile", Body=b"")
    s3.put_object(Bucket="deliveries", Key=f"{root}/{REGION}/{day}/ConfigSnapshot/{name}", Body=body)
    history = f"{ACCOUNT}_Config_{REGION}_ConfigHistory_AWS::EC2::VPC_{moment}_{moment}_1.json.gz"
    s3.put_object(Bucket="deliveries", Key=f"{root}/{REGION}/{day}/ConfigHistory/{history}", Body=b"no gzip")


if sys.argv[1:] == ["stop"]:
    config.stop_configuration_recorder(ConfigurationRecorderName="r")
elif sys.argv[1:2] == ["deliver"]:
    deliver(sys.argv[2], None if sys.argv[3] == "broken" else int(sys.argv[3]))
elif sys.argv[1:] == ["start"]:
    config.start_configuration_recorder(ConfigurationRecorderName="r")
elif sys.argv[1:] == ["remove"]:
    s3.delete_bucket(Bucket="recorded-0")
else:
    record()
