"""Puts resources into a moto server, for the comparison with the CLI. The endpoint is in the environment."""

import io
import json
import zipfile

import boto3

REGION = "eu-west-1"


def client(name):
    return boto3.client(name, region_name=REGION)


def network():
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]["SubnetId"]
        for n, zone in enumerate("ab")
    ]
    group = ec2.create_security_group(GroupName="wéb <&> \"x\"", Description="d", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [
            {"CidrIp": "10.0.0.0/8", "Description": "office"}, {"CidrIp": "192.0.2.0/24"}]},
        {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]},
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
    ])
    ec2.create_tags(Resources=[group, vpc], Tags=[{"Key": "Name", "Value": "web"}, {"Key": "empty", "Value": ""}])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnets[0])
    ec2.run_instances(ImageId=ec2.describe_images()["Images"][0]["ImageId"], MinCount=1, MaxCount=1, SubnetId=subnets[0])
    ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=1)
    ec2.allocate_address(Domain="vpc")
    return subnets, group


def identities():
    iam = client("iam")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
    iam.create_group(GroupName="Admins", Path="/team/")
    for name in ("alice", "bob"):
        iam.create_user(UserName=name, Tags=[{"Key": "k", "Value": "v"}])
        iam.add_user_to_group(GroupName="Admins", UserName=name)
    iam.put_group_policy(GroupName="Admins", PolicyName="inline", PolicyDocument=json.dumps(policy))
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(trust), Description="ü")["Role"]["Arn"]
    iam.create_policy(PolicyName="own", PolicyDocument=json.dumps(policy))
    for number in range(3):
        iam.create_user(UserName=f"user-{number}")
    return role


def buckets():
    s3 = client("s3")
    for name in ("plumb-logs", "plumb-data"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="plumb-east")
    s3.put_bucket_policy(Bucket="plumb-data", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::plumb-data/*"}]}))
    s3.put_bucket_versioning(Bucket="plumb-data", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_tagging(Bucket="plumb-data", Tagging={"TagSet": [{"Key": "a", "Value": "b c"}]})
    s3.put_bucket_encryption(Bucket="plumb-data", ServerSideEncryptionConfiguration={"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    s3.put_bucket_cors(Bucket="plumb-data", CORSConfiguration={"CORSRules": [
        {"AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 10}]})
    s3.put_bucket_lifecycle_configuration(Bucket="plumb-data", LifecycleConfiguration={"Rules": [
        {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "x"}, "Expiration": {"Days": 9}}]})
    s3.put_public_access_block(Bucket="plumb-data", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    for key in ("a", "sub/b c", "ü"):
        s3.put_object(Bucket="plumb-data", Key=key, Body=b"hello\0world")


def services(role, subnets, group):
    client("cloudtrail").create_trail(Name="main", S3BucketName="plumb-logs", IsMultiRegionTrail=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", "def f(event, context): pass")
    client("lambda").create_function(
        FunctionName="work", Runtime="python3.12", Role=role, Handler="f.f", Code={"ZipFile": archive.getvalue()},
        Environment={"Variables": {"A": "1"}}, VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": [group]})
    client("kms").create_key(Description="main")
    client("rds").create_db_instance(
        DBInstanceIdentifier="db", DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20,
        MasterUsername="root1", MasterUserPassword="password1", Tags=[{"Key": "k", "Value": "v"}])
    client("elbv2").create_load_balancer(Name="front", Subnets=subnets, SecurityGroups=[group])
    topic = client("sns").create_topic(Name="news")["TopicArn"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:123456789012:work")
    client("sqs").create_queue(QueueName="work", tags={"a": "b"})
    client("dynamodb").create_table(
        TableName="t", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")
    client("secretsmanager").create_secret(Name="s", SecretString="x")
    client("organizations").create_organization(FeatureSet="ALL")
    client("organizations").create_account(AccountName="one", Email="one@example.com")
    config = client("config")
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "r", "roleARN": role, "recordingGroup": {"allSupported": True}})
    client("redshift").create_cluster(
        ClusterIdentifier="c", NodeType="ra3.large", MasterUsername="root1", MasterUserPassword="Password1")


subnets, group = network()
role = identities()
buckets()
services(role, subnets, group)
