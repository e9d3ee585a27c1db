"""Makes an organization in a moto server: a unit with two accounts, one account beside it, one that is closed, a
group in each. Prints the unit and the accounts. The endpoint is in the environment."""

import json

import boto3

organizations = boto3.client("organizations", region_name="us-east-1")
sts = boto3.client("sts", region_name="us-east-1")

organizations.create_organization(FeatureSet="ALL")
root = organizations.list_roots()["Roots"][0]["Id"]
outer = organizations.create_organizational_unit(ParentId=root, Name="workloads")["OrganizationalUnit"]["Id"]
inner = organizations.create_organizational_unit(ParentId=outer, Name="production")["OrganizationalUnit"]["Id"]


def account(name, unit):
    status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
    number = status["AccountId"]
    if unit:
        organizations.move_account(AccountId=number, SourceParentId=root, DestinationParentId=unit)
    credentials = sts.assume_role(
        RoleArn=f"arn:aws:iam::{number}:role/OrganizationAccountAccessRole", RoleSessionName="fill")["Credentials"]
    keys = {
        "aws_access_key_id": credentials["AccessKeyId"], "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"]}
    boto3.client("ec2", region_name="eu-west-1", **keys).create_security_group(GroupName=name, Description=name)
    boto3.client("iam", region_name="us-east-1", **keys).create_group(GroupName=name)
    return number


accounts = {name: account(name, unit) for name, unit in [
    ("web", inner), ("data", outer), ("beside", None), ("closed", outer)]}
organizations.close_account(AccountId=accounts["closed"])
print(json.dumps({"unit": outer} | accounts))
