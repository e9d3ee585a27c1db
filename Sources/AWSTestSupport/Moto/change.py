"""Does in a moto server what nobody approved. The endpoint is in the environment."""

import boto3

ec2 = boto3.client("ec2", region_name="eu-west-1")
groups = ec2.describe_security_groups()["SecurityGroups"]
group = next(group["GroupId"] for group in groups if group["GroupName"] != "default")
ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
    {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
boto3.client("iam", region_name="us-east-1").add_user_to_group(GroupName="Admins", UserName="user-1")
