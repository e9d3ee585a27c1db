"""Puts into a moto server what guards an account and what it shares. The endpoint is in the environment."""

import json

import boto3

REGION = "eu-west-1"
METADATA = "<EntityDescriptor>" + "x" * 1000 + "</EntityDescriptor>"


def client(name):
    return boto3.client(name, region_name=REGION)


def networks():
    ec2 = client("ec2")
    ec2.create_managed_prefix_list(
        PrefixListName="offices", MaxEntries=5, AddressFamily="IPv4", Entries=[{"Cidr": "10.1.0.0/16", "Description": "a"}])
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24")["Subnet"]["SubnetId"]
    gateway = ec2.create_transit_gateway(Description="main")["TransitGateway"]["TransitGatewayId"]
    attachment = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet])["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    table = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)["TransitGatewayRouteTable"]
    ec2.create_transit_gateway_route(
        DestinationCidrBlock="10.9.0.0/16", TransitGatewayAttachmentId=attachment,
        TransitGatewayRouteTableId=table["TransitGatewayRouteTableId"])
    return vpc, subnet


def copies():
    ec2, rds = client("ec2"), client("rds")
    volume = ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=1)["VolumeId"]
    ec2.create_snapshot(VolumeId=volume, Description="guarded")
    instance = ec2.describe_instances()["Reservations"][0]["Instances"][0]["InstanceId"]
    ec2.create_image(InstanceId=instance, Name="golden")
    rds.create_db_snapshot(DBInstanceIdentifier="db", DBSnapshotIdentifier="db-copy")
    rds.create_db_cluster(
        DBClusterIdentifier="cluster", Engine="aurora-mysql", MasterUsername="root1", MasterUserPassword="password1",
        DeletionProtection=True, BackupRetentionPeriod=7, EnableCloudwatchLogsExports=["audit"])
    rds.create_db_cluster_snapshot(DBClusterIdentifier="cluster", DBClusterSnapshotIdentifier="cluster-copy")


def identities():
    iam = client("iam")
    iam.create_open_id_connect_provider(
        Url="https://token.example.com", ClientIDList=["sts.amazonaws.com"], ThumbprintList=["a" * 40])
    iam.create_saml_provider(Name="staff", SAMLMetadataDocument=METADATA)
    key = client("kms").create_key(Description="guarded")["KeyMetadata"]["KeyId"]
    client("kms").create_alias(AliasName="alias/guarded", TargetKeyId=key)
    client("kms").create_grant(
        KeyId=key, GranteePrincipal="arn:aws:iam::123456789012:role/worker", Operations=["Decrypt"])
    client("ssm").put_parameter(Name="/app/mode", Value="a", Type="String")


def balancers(vpc, subnet):
    elb, ec2 = client("elbv2"), client("ec2")
    group = ec2.create_security_group(GroupName="front", Description="d", VpcId=vpc)["GroupId"]
    other = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.2.0/24", AvailabilityZone=f"{REGION}b")["Subnet"]["SubnetId"]
    balancer = elb.create_load_balancer(Name="guarded", Subnets=[subnet, other], SecurityGroups=[group])["LoadBalancers"][0]
    targets = elb.create_target_group(Name="pages", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]
    listener = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}])["Listeners"][0]["ListenerArn"]
    elb.create_rule(
        ListenerArn=listener, Priority=10, Conditions=[{"Field": "path-pattern", "Values": ["/admin/*"]}],
        Actions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403"}}])
    client("elb").create_load_balancer(
        LoadBalancerName="classic", AvailabilityZones=[f"{REGION}a"],
        Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstanceProtocol": "HTTP", "InstancePort": 8080}])
    image = ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"]
    data = {"ImageId": image, "InstanceType": "t3.micro", "MetadataOptions": {"HttpTokens": "required"}}
    ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData=data)
    scaling = client("autoscaling")
    scaling.create_launch_configuration(LaunchConfigurationName="old", ImageId=image, InstanceType="t3.micro")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="web", MinSize=0, MaxSize=2, VPCZoneIdentifier=subnet,
        LaunchTemplate={"LaunchTemplateName": "web", "Version": "$Default"})


def watchers():
    client("guardduty").create_detector(Enable=True, FindingPublishingFrequency="ONE_HOUR")
    client("securityhub").enable_security_hub(EnableDefaultStandards=False)
    client("macie2").enable_macie(status="ENABLED")
    ec2 = client("ec2")
    ec2.enable_snapshot_block_public_access(State="block-all-sharing")
    ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing")
    config = client("config")
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "plumb-logs"})
    config.put_config_rule(ConfigRule={
        "ConfigRuleName": "no-public-buckets", "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_PUBLIC_READ_PROHIBITED"}})
    config.put_configuration_aggregator(
        ConfigurationAggregatorName="all", AccountAggregationSources=[{"AccountIds": ["123456789012"], "AllAwsRegions": True}])
    logs = client("logs")
    logs.create_log_group(logGroupName="/trail")
    logs.put_retention_policy(logGroupName="/trail", retentionInDays=365)
    logs.put_metric_filter(
        logGroupName="/trail", filterName="root", filterPattern="{ $.userIdentity.type = Root }",
        metricTransformations=[{"metricName": "root", "metricNamespace": "cis", "metricValue": "1"}])
    logs.put_resource_policy(policyName="dns", policyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "dns", "Effect": "Allow", "Principal": {"Service": "route53.amazonaws.com"},
         "Action": "logs:PutLogEvents", "Resource": "*"}]}))
    client("cloudwatch").put_metric_alarm(
        AlarmName="root", MetricName="root", Namespace="cis", Statistic="Sum", Period=300, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold", AlarmActions=["arn:aws:sns:eu-west-1:123456789012:news"])


def organization():
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    policy = organizations.create_policy(
        Name="guard", Description="Trails stay", Type="SERVICE_CONTROL_POLICY", Content=json.dumps({
            "Version": "2012-10-17", "Statement": [
                {"Sid": "Trail", "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}]}))
    organizations.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=root)


vpc, subnet = networks()
copies()
identities()
balancers(vpc, subnet)
watchers()
organization()
