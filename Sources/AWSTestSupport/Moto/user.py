"""Makes a user that may do everything, a bucket and an object, and prints the user's keys."""

import json

import boto3

iam = boto3.client("iam", region_name="us-east-1")
iam.create_user(UserName="tester")
iam.put_user_policy(UserName="tester", PolicyName="all", PolicyDocument=json.dumps({
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
keys = iam.create_access_key(UserName="tester")["AccessKey"]
s3 = boto3.client("s3", region_name="eu-west-1")
s3.create_bucket(Bucket="b-1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
s3.put_object(Bucket="b-1", Key="a-b/c", Body=b"x")
print(json.dumps({name: keys[name] for name in ("AccessKeyId", "SecretAccessKey")}))
