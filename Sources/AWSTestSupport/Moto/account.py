"""Fills a moto server with a scripted account: 200 groups and their routes over three regions, IAM, buckets, trails. The
endpoint is in the environment."""

import json

import boto3

REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2"]

for index, region in enumerate(REGIONS):
    ec2 = boto3.client("ec2", region_name=region)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for number in range(index, 200, len(REGIONS)):
        group = ec2.create_security_group(GroupName=f"group-{number}", Description="d", VpcId=vpc)["GroupId"]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "IpRanges": [{"CidrIp": f"10.{number}.0.0/16"}]}])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    for number in range(5):
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_tags(Resources=[table], Tags=[{"Key": "Name", "Value": f"table-{number}"}])
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)

iam = boto3.client("iam")
for number in range(5):
    iam.create_group(GroupName=f"group-{number}")
    iam.create_user(UserName=f"user-{number}")
    iam.add_user_to_group(GroupName=f"group-{number}", UserName=f"user-{number}")

s3 = boto3.client("s3", region_name=REGIONS[0])
for number in range(3):
    s3.create_bucket(Bucket=f"scripted-{number}", CreateBucketConfiguration={"LocationConstraint": REGIONS[0]})
    s3.put_bucket_policy(Bucket=f"scripted-{number}", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "deny", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": f"arn:aws:s3:::scripted-{number}/*"}]}))
for region in REGIONS:
    trail = boto3.client("cloudtrail", region_name=region)
    trail.create_trail(Name=f"trail-{region}", S3BucketName="scripted-0")
    trail.start_logging(Name=f"trail-{region}")
