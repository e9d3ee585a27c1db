"""Fills a moto server with the account that is collected. The endpoint is in the environment."""

import json

import boto3

REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2"]
GROUPS = 200
BUCKETS = 10

for index, region in enumerate(REGIONS):
    ec2 = boto3.client("ec2", region_name=region)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for number in range(index, GROUPS, len(REGIONS)):
        group = ec2.create_security_group(GroupName=f"group-{number}", Description="d", VpcId=vpc)["GroupId"]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [
                {"CidrIp": f"10.{number % 256}.{last}.0/24"} for last in range(3)]} for port in (22, 80, 443)])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    for number in range(10):
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)

iam = boto3.client("iam")
policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
for number in range(20):
    iam.create_group(GroupName=f"group-{number}")
    iam.create_user(UserName=f"user-{number}")
    iam.add_user_to_group(GroupName=f"group-{number}", UserName=f"user-{number}")
    iam.create_policy(PolicyName=f"policy-{number}", PolicyDocument=policy)
    iam.create_role(RoleName=f"role-{number}", AssumeRolePolicyDocument=policy)

s3 = boto3.client("s3", region_name=REGIONS[0])
for number in range(BUCKETS):
    s3.create_bucket(Bucket=f"bench-{number}", CreateBucketConfiguration={"LocationConstraint": REGIONS[0]})
    s3.put_bucket_policy(Bucket=f"bench-{number}", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::bench-{number}/*"}]}))
for region in REGIONS:
    boto3.client("cloudtrail", region_name=region).create_trail(Name=f"trail-{region}", S3BucketName="bench-0")
