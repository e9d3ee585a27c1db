"""Makes a topic with a queue behind it, or tells what the queue has got: `topic.py make NAME`, `topic.py read NAME`."""

import json
import sys

import boto3

verb, name = sys.argv[1:3]
sns, sqs = boto3.client("sns", region_name="eu-west-1"), boto3.client("sqs", region_name="eu-west-1")
fifo = {"FifoTopic": "true", "ContentBasedDeduplication": "false"} if name.endswith(".fifo") else {}
if verb == "make":
    topic = sns.create_topic(Name=name, Attributes=fifo)["TopicArn"]
    own = {"FifoQueue": "true"} if fifo else {}
    queue = sqs.create_queue(QueueName=name, Attributes=own)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    print(topic, end="")
else:
    queue = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    print(json.dumps([json.loads(message["Body"]) for message in answer.get("Messages", [])]))
