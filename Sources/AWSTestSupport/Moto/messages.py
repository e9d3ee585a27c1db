"""A queue and what is sent to it: `make NAME`, `send URL FILE` (a JSON list of bodies), `count URL`, `put BUCKET KEY FILE`."""

import json
import pathlib
import sys

import boto3

REGION = "eu-west-1"
verb, *rest = sys.argv[1:]
sqs = boto3.client("sqs", region_name=REGION)
if verb == "make":
    print(sqs.create_queue(QueueName=rest[0])["QueueUrl"], end="")
elif verb == "send":
    bodies = json.loads(pathlib.Path(rest[1]).read_text())
    for start in range(0, len(bodies), 10):
        some = enumerate(bodies[start:start + 10])
        sqs.send_message_batch(
            QueueUrl=rest[0], Entries=[{"Id": str(number), "MessageBody": body} for number, body in some])
elif verb == "count":
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def counts():
        answer = sqs.get_queue_attributes(QueueUrl=rest[0], AttributeNames=names)["Attributes"]
        return [int(answer[name]) for name in names]

    # The two are counted one after the other: a message whose hiding ends in between is counted by neither.
    before, now = None, counts()
    while before != now:
        before, now = now, counts()
    print(sum(now), end="")
else:
    s3 = boto3.client("s3", region_name=REGION)
    if not any(bucket["Name"] == rest[0] for bucket in s3.list_buckets()["Buckets"]):
        s3.create_bucket(Bucket=rest[0], CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=rest[0], Key=rest[1], Body=pathlib.Path(rest[2]).read_bytes())
