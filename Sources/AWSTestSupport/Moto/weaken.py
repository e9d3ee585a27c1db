"""Takes away in a moto server what guards the account, and shares what it has. The endpoint is in the environment."""

import json

import boto3

REGION = "eu-west-1"
OTHER = "999988887777"


def client(name):
    return boto3.client(name, region_name=REGION)


def networks():
    ec2 = client("ec2")
    lists = ec2.describe_managed_prefix_lists()["PrefixLists"]
    offices = next(item for item in lists if item["PrefixListName"] == "offices")
    ec2.modify_managed_prefix_list(
        PrefixListId=offices["PrefixListId"], CurrentVersion=offices["Version"], AddEntries=[{"Cidr": "0.0.0.0/0"}])
    table = ec2.describe_transit_gateway_route_tables(Filters=[])["TransitGatewayRouteTables"][-1]
    attachment = ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"]
    ec2.create_transit_gateway_route(
        DestinationCidrBlock="0.0.0.0/0", TransitGatewayAttachmentId=attachment,
        TransitGatewayRouteTableId=table["TransitGatewayRouteTableId"])


def copies():
    ec2, rds = client("ec2"), client("rds")
    snapshot = next(
        item["SnapshotId"] for item in ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"] if item["Description"] == "guarded")
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission", OperationType="add", GroupNames=["all"])
    image = next(item["ImageId"] for item in ec2.describe_images(Owners=["self"])["Images"] if item["Name"] == "golden")
    ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": [{"UserId": OTHER}]})
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier="db-copy", AttributeName="restore", ValuesToAdd=["all"])
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="cluster-copy", AttributeName="restore", ValuesToAdd=[OTHER])
    rds.modify_db_cluster(DBClusterIdentifier="cluster", DeletionProtection=False)


def identities():
    iam = client("iam")
    provider = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"][0]["Arn"]
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=provider, ThumbprintList=["b" * 40])
    provider = iam.list_saml_providers()["SAMLProviderList"][0]["Arn"]
    iam.update_saml_provider(SAMLProviderArn=provider, SAMLMetadataDocument="<EntityDescriptor>" + "y" * 1000 + "</EntityDescriptor>")
    iam.update_role(RoleName="worker", MaxSessionDuration=43200, Description="ü")
    aliases = client("kms").list_aliases()["Aliases"]
    key = next(item["TargetKeyId"] for item in aliases if item["AliasName"] == "alias/guarded")
    client("kms").create_grant(KeyId=key, GranteePrincipal=f"arn:aws:iam::{OTHER}:root", Operations=["Decrypt"])
    client("sns").subscribe(
        TopicArn=f"arn:aws:sns:{REGION}:123456789012:news", Protocol="https", Endpoint="https://elsewhere.example.net")
    client("secretsmanager").put_secret_value(SecretId="s", SecretString="y")
    client("ssm").put_parameter(Name="/app/mode", Value="b", Type="String", Overwrite=True)


def balancers():
    elb = client("elbv2")
    arn = elb.describe_load_balancers(Names=["guarded"])["LoadBalancers"][0]["LoadBalancerArn"]
    listener = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"][0]["ListenerArn"]
    rule = next(item for item in elb.describe_rules(ListenerArn=listener)["Rules"] if not item["IsDefault"])
    targets = elb.describe_target_groups(Names=["pages"])["TargetGroups"][0]["TargetGroupArn"]
    elb.modify_rule(RuleArn=rule["RuleArn"], Actions=[{"Type": "forward", "TargetGroupArn": targets}])
    client("elb").modify_load_balancer_attributes(
        LoadBalancerName="classic", LoadBalancerAttributes={"ConnectionSettings": {"IdleTimeout": 90}})
    ec2 = client("ec2")
    data = ec2.describe_launch_template_versions(LaunchTemplateName="web")["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    ec2.create_launch_template_version(
        LaunchTemplateName="web", LaunchTemplateData={**data, "MetadataOptions": {"HttpTokens": "optional"}})
    client("autoscaling").update_auto_scaling_group(AutoScalingGroupName="web", MaxSize=9)


def watchers():
    detector = client("guardduty").list_detectors()["DetectorIds"][0]
    client("guardduty").update_detector(DetectorId=detector, Enable=False)
    client("securityhub").disable_security_hub()
    client("macie2").disable_macie()
    client("ec2").disable_snapshot_block_public_access()
    client("ec2").disable_image_block_public_access()
    client("config").delete_config_rule(ConfigRuleName="no-public-buckets")
    client("config").delete_delivery_channel(DeliveryChannelName="default")
    logs = client("logs")
    logs.put_retention_policy(logGroupName="/trail", retentionInDays=1)
    logs.delete_metric_filter(logGroupName="/trail", filterName="root")
    logs.put_resource_policy(policyName="dns", policyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "dns", "Effect": "Allow", "Principal": "*", "Action": "logs:PutLogEvents", "Resource": "*"}]}))
    client("cloudwatch").put_metric_alarm(
        AlarmName="root", MetricName="root", Namespace="cis", Statistic="Sum", Period=300, EvaluationPeriods=1, Threshold=99,
        ComparisonOperator="GreaterThanOrEqualToThreshold", AlarmActions=["arn:aws:sns:eu-west-1:123456789012:news"],
        ActionsEnabled=False)


def organization():
    organizations = client("organizations")
    root = organizations.list_roots()["Roots"][0]["Id"]
    policies = organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    guard = next(policy["Id"] for policy in policies if policy["Name"] == "guard")
    organizations.detach_policy(PolicyId=guard, TargetId=root)


networks()
copies()
identities()
balancers()
watchers()
organization()
