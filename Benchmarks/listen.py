#!/usr/bin/env python3
"""Sends many events a minute through a queue to `plumb daemon`, and says how far behind it is.

Most events are of calls that change nothing that is read; every --every seconds somebody opens a security group, which
nobody approved. Five destinations (webhooks of a receiver of this script) are told of it, and the alert rules that ship
are judged over all of it. Printed: the seconds from the send of an opening to its receipt by all five, the messages
that wait at the end of the sending and how long the daemon took for them, the daemon's memory, and whether all events
are kept. The status is 1 where an event or a message is missing.

moto, of which the groups are read, takes some 1,300 messages a minute; the queue is a quicker one (quick_queue.py), and
with --moto it is moto's too.

Run it with the Python of moto: .build/moto/bin/python Benchmarks/listen.py
"""

import argparse
import datetime
import http.server
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import boto3

HERE = Path(__file__).resolve().parent
ACCOUNT, REGION = "123456789012", "eu-west-1"
DESTINATIONS = 5


class Receiver(http.server.BaseHTTPRequestHandler):
    """Notes when each destination got its messages: one for each opening, in their order."""

    told, lock = {}, threading.Lock()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with Receiver.lock:
            Receiver.told.setdefault(self.path, []).append(time.time())
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Openings:
    """When each opening was made."""

    times = []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def count(told):
    return sum(len(each) for each in told.values())


def wait_for(port):
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)


def event(name, request, service="ec2", user="builder"):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps({
        "version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS API Call via CloudTrail",
        "source": f"aws.{service}", "account": ACCOUNT, "region": REGION, "resources": [], "detail": {
            "eventVersion": "1.09", "eventID": str(uuid.uuid4()), "eventType": "AwsApiCall", "readOnly": False,
            "eventTime": now, "eventSource": f"{service}.amazonaws.com", "eventName": name, "awsRegion": REGION,
            "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.27.0", "recipientAccountId": ACCOUNT,
            "requestParameters": request, "responseElements": {"_return": True},
            "userIdentity": {"type": "IAMUser", "userName": user, "accountId": ACCOUNT,
                             "arn": f"arn:aws:iam::{ACCOUNT}:user/{user}", "accessKeyId": "AKIAEXAMPLE"}}})


def open_group(ec2, group, number):
    block = f"203.{number // 250 % 250}.{number % 250}.0/24"
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": block}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    items = {"items": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": block}]}}]}
    return event("AuthorizeSecurityGroupIngress", {"groupId": group, "ipPermissions": items}, user="mallory")


def settings(folder, url, port):
    hooks = "\n".join(f'    - {{ name: hook{n}, webhook: {{ url: "http://127.0.0.1:{port}/{n}" }} }}'
                      for n in range(DESTINATIONS))
    (folder / "plumbline.yaml").write_text(f"""store: plumb.db
sources:
  - name: live
    aws: {{ regions: [{REGION}] }}
    types: ["AWS::EC2::SecurityGroup"]
    schedule: {{ every: 1d }}
  - name: events
    activity: {{ queue: "{url}", region: {REGION} }}
notices:
  destinations:
{hooks}
status: off
""")


def waiting(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return sum(int(each) for each in
               sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())


def peak(process):
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def send(sqs, ec2, url, group, options):
    """Keeps to the rate, as far as the server takes it. Returns how many were sent and in how many seconds."""
    begin, sent, opened = time.time(), 0, 0
    while time.time() - begin < options.minutes * 60:
        due = int((time.time() - begin) * options.rate / 60)
        if time.time() - begin >= opened * options.every and time.time() - begin < options.minutes * 60 - 5:
            body = open_group(ec2, group, opened)
            Openings.times.append(time.time())
            sqs.send_message(QueueUrl=url, MessageBody=body)
            sent, opened = sent + 1, opened + 1
        if sent >= due:
            time.sleep(0.02)
            continue
        entries = [{"Id": str(n), "MessageBody": event("PutMetricData", {"n": n}, "monitoring")} for n in range(10)]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)
        sent += 10
    return sent, time.time() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plumb", default=os.environ.get("PLUMB", HERE.parent / ".build/release/plumb"))
    parser.add_argument("--rate", type=int, default=10_000, help="events a minute")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--every", type=float, default=15, help="seconds between openings")
    parser.add_argument("--moto", action="store_true", help="moto's queue")
    parser.add_argument("--folder", type=Path, default=HERE.parent / ".build/benchmarks/queue")
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    port, hook = free_port(), free_port()
    moto = subprocess.Popen([sys.executable, HERE.parent / "Sources/AWSTestSupport/Moto/server.py", "-H", "127.0.0.1",
                             "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    quick = free_port()
    queue = None if options.moto else subprocess.Popen([sys.executable, HERE / "quick_queue.py", str(quick)])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", hook), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = os.environ | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_REGION": REGION,
        "AWS_SECRET_ACCESS_KEY": "secret", "PLUMB_CONFIG": str(options.folder / "plumbline.yaml")}
    if queue is not None:
        environment["AWS_ENDPOINT_URL_SQS"] = f"http://127.0.0.1:{quick}"
    os.environ.update(environment)

    def plumb(*arguments, statuses=(0,)):
        done = subprocess.run([options.plumb, *arguments], capture_output=True, text=True, env=environment, check=False)
        if done.returncode not in statuses:
            sys.exit(f"plumb {' '.join(arguments)}: status {done.returncode}\n{done.stderr[-2000:]}")
        return done.stdout

    daemon = None
    try:
        for each in [port] if options.moto else [port, quick]:
            wait_for(each)
        sqs, ec2 = boto3.client("sqs", region_name=REGION), boto3.client("ec2", region_name=REGION)
        url = sqs.create_queue(QueueName="events")["QueueUrl"]
        group = ec2.create_security_group(GroupName="web", Description="web")["GroupId"]
        settings(options.folder, url, hook)
        plumb("snapshot", "take", "--source", "live", statuses=(0, 2))
        plumb("baseline", "set", "latest", "--by", "ada@example.com", "--reason", "begin")
        with open(options.folder / "log", "w", encoding="utf-8") as log:
            daemon = subprocess.Popen([options.plumb, "daemon", "--log", "json"], stderr=log, stdout=log, env=environment)
        sent, seconds = send(sqs, ec2, url, group, options)
        left, begin = waiting(sqs, url), time.time()
        print(f"{sent:,} events in {seconds:.0f} s ({sent / seconds * 60:,.0f} a minute); {left:,} waited at the end")
        while waiting(sqs, url) > 0 and daemon.poll() is None and time.time() - begin < 3600:
            time.sleep(1)
        print(f"nothing waited {time.time() - begin:.0f} s later")
        wanted = len(Openings.times) * DESTINATIONS
        while count(Receiver.told) < wanted and time.time() - begin < 600 and daemon.poll() is None:
            time.sleep(1)
        kept = int(plumb("query", "SELECT count(*) AS n FROM activity", "--format", "csv").split()[-1])
        lags = sorted(at - made for each in Receiver.told.values() for made, at in zip(Openings.times, each))
        print(f"{len(Openings.times)} openings, {count(Receiver.told)} of {wanted} messages")
        if lags:
            print(f"from send to receipt: median {statistics.median(lags):.1f} s, "
                  f"95 % within {lags[int(len(lags) * 0.95)]:.1f} s, the longest {lags[-1]:.1f} s")
        print(f"the daemon's memory: {peak(daemon):.0f} MB at most; kept {kept:,} of {sent:,} events")
        sys.exit(0 if kept == sent and count(Receiver.told) == wanted else 1)
    finally:
        for process in (daemon, moto, queue):
            if process is not None:
                process.kill()


if __name__ == "__main__":
    main()
