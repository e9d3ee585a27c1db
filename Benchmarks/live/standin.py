"""A stand-in for AWS that answers at once: python3 standin.py PORT.

Each account has a region with BUCKETS buckets and USERS users, and GROUPS security groups of RULES rules, INTERFACES
network interfaces and INSTANCES instances (numbers in the environment). Only what `plumb snapshot take` asks for is
answered. GET /count answers the count of requests and sets it to nothing.
"""

import asyncio
import os
import sys
import urllib.parse

REGION = "eu-west-1"
BUCKETS, USERS, GROUPS, RULES, INTERFACES, INSTANCES = (
    int(os.environ.get(name, 0)) for name in ("BUCKETS", "USERS", "GROUPS", "RULES", "INTERFACES", "INSTANCES"))
STARTED = "2026-01-01T00:00:00.000Z"
count = 0

# What S3 says of a bucket, by the part that is asked about.
PARTS = {
    "policy": (404, "NoSuchBucketPolicy"), "publicAccessBlock": (404, "NoSuchPublicAccessBlockConfiguration"),
    "encryption": (404, "ServerSideEncryptionConfigurationNotFoundError"), "tagging": (404, "NoSuchTagSet"),
    "ownershipControls": (404, "OwnershipControlsNotFoundError"), "cors": (404, "NoSuchCORSConfiguration"),
    "object-lock": (404, "ObjectLockConfigurationNotFoundError"), "website": (404, "NoSuchWebsiteConfiguration"),
    "lifecycle": (404, "NoSuchLifecycleConfiguration"), "replication": (404, "ReplicationConfigurationNotFoundError"),
    "acl": (200, "<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList/></AccessControlPolicy>"),
    "versioning": (200, "<VersioningConfiguration/>"), "logging": (200, "<BucketLoggingStatus/>"),
    "location": (200, f"<LocationConstraint>{REGION}</LocationConstraint>"),
    "accelerate": (200, "<AccelerateConfiguration/>"), "notification": (200, "<NotificationConfiguration/>"),
    "requestPayment": (200, "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"),
}


def s3(path, account):
    bucket, _, query = path[1:].partition("?")
    if not bucket:
        listed = "".join(
            f"<Bucket><Name>b-{account}-{n}</Name><CreationDate>{STARTED}</CreationDate>"
            f"<BucketRegion>{REGION}</BucketRegion></Bucket>" for n in range(BUCKETS))
        return 200, f"<ListAllMyBucketsResult><Buckets>{listed}</Buckets></ListAllMyBucketsResult>"
    status, text = PARTS[query.split("&")[0].split("=")[0]]
    return status, text if status == 200 else f"<Error><Code>{text}</Code><Message>none</Message></Error>"


def group(account, number):
    rules = "".join(
        f"<item><ipProtocol>tcp</ipProtocol><fromPort>{port}</fromPort><toPort>{port}</toPort><groups/><ipRanges><item>"
        f"<cidrIp>10.{number % 250}.{port % 250}.0/24</cidrIp><description>rule {port}</description></item></ipRanges>"
        "<ipv6Ranges/><prefixListIds/></item>" for port in range(RULES))
    return (f"<item><ownerId>{account}</ownerId><groupId>sg-{number:08x}</groupId><groupName>g-{number}</groupName>"
            f"<groupDescription>d</groupDescription><vpcId>vpc-1</vpcId><ipPermissions>{rules}</ipPermissions>"
            f"<ipPermissionsEgress/></item>")


def tags(number, many):
    return "".join(f"<item><key>tag-{n}</key><value>value {number} {'x' * 20}</value></item>" for n in range(many))


def interface(account, number):
    return (f"<item><networkInterfaceId>eni-{number:08x}</networkInterfaceId><ownerId>{account}</ownerId>"
            f"<subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><availabilityZone>{REGION}a</availabilityZone>"
            f"<description>d</description><requesterManaged>false</requesterManaged><status>in-use</status>"
            f"<macAddress>02:00:00:00:00:00</macAddress><privateIpAddress>10.0.0.1</privateIpAddress>"
            f"<sourceDestCheck>true</sourceDestCheck><interfaceType>interface</interfaceType>"
            f"<groupSet><item><groupId>sg-1</groupId><groupName>g</groupName></item></groupSet>"
            f"<privateIpAddressesSet><item><privateIpAddress>10.0.0.1</privateIpAddress><primary>true</primary></item>"
            f"</privateIpAddressesSet><ipv6AddressesSet/><tagSet>{tags(number, 12)}</tagSet></item>")


def instance(account, number):
    devices = "".join(
        f"<item><deviceName>/dev/sd{n}</deviceName><ebs><volumeId>vol-{number:08x}{n}</volumeId><status>attached</status>"
        f"<deleteOnTermination>true</deleteOnTermination></ebs></item>" for n in range(8))
    return (f"<item><reservationId>r-{number:08x}</reservationId><ownerId>{account}</ownerId><groupSet/><instancesSet>"
            f"<item><instanceId>i-{number:08x}</instanceId><imageId>ami-1</imageId><instanceType>m5.large</instanceType>"
            f"<instanceState><code>16</code><name>running</name></instanceState><vpcId>vpc-1</vpcId>"
            f"<subnetId>subnet-1</subnetId><placement><availabilityZone>{REGION}a</availabilityZone>"
            f"<tenancy>default</tenancy></placement><groupSet><item><groupId>sg-1</groupId><groupName>g</groupName></item>"
            f"</groupSet><blockDeviceMapping>{devices}</blockDeviceMapping><tagSet>{tags(number, 40)}</tagSet></item>"
            f"</instancesSet></item>")


LISTS = {
    "DescribeSecurityGroups": ("securityGroupInfo", group, GROUPS),
    "DescribeNetworkInterfaces": ("networkInterfaceSet", interface, INTERFACES),
    "DescribeInstances": ("reservationSet", instance, INSTANCES),
}
# EC2's network interfaces and instances are many pages: each is written once.
pages = {}


def listing(action, form, account):
    member, make, total = LISTS[action]
    first, size = int(form.get("NextToken", ["0"])[0]), int(form.get("MaxResults", ["1000"])[0])
    key = account, action, first, size
    if key not in pages:
        last = min(total, first + size)
        items = "".join(make(account, number) for number in range(first, last))
        token = f"<nextToken>{last}</nextToken>" if last < total else ""
        pages.clear()
        pages[key] = f"<{action}Response><{member}>{items}</{member}>{token}</{action}Response>"
    return pages[key]


def query(form, account):
    action = form["Action"][0]
    if action in LISTS:
        return 200, listing(action, form, account)
    if action == "GetLoginProfile":
        return 404, "<R><Error><Code>NoSuchEntity</Code><Message>none</Message></Error></R>"
    if action == "AssumeRole":
        other = form["RoleArn"][0].split(":")[4]
        inner = (f"<Credentials><AccessKeyId>ASIA{other}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                 "<SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>")
    elif action == "GetCallerIdentity":
        inner = f"<Account>{account}</Account><Arn>arn:aws:iam::{account}:user/u</Arn>"
    elif action == "GetAccountAuthorizationDetails":
        users = "".join(
            f"<member><UserName>u-{n}</UserName><UserId>AIDA{n}</UserId><Path>/</Path><GroupList/>"
            f"<AttachedManagedPolicies/><Arn>arn:aws:iam::{account}:user/u-{n}</Arn><CreateDate>{STARTED}</CreateDate>"
            f"</member>" for n in range(USERS))
        inner = (f"<UserDetailList>{users}</UserDetailList><GroupDetailList/><RoleDetailList/><Policies/>"
                 "<IsTruncated>false</IsTruncated>")
    elif action == "DescribeRegions":
        return 200, (f"<R><regionInfo><item><regionName>{REGION}</regionName>"
                     "<optInStatus>opt-in-not-required</optInStatus></item></regionInfo></R>")
    else:
        inner = {
            "ListMFADevices": "<MFADevices/><IsTruncated>false</IsTruncated>",
            "ListAccessKeys": "<AccessKeyMetadata/><IsTruncated>false</IsTruncated>",
        }[action]
    return 200, f"<{action}Response><{action}Result>{inner}</{action}Result></{action}Response>"


def answer(line, headers, body):
    global count
    path = line.split()[1].decode()
    if path == "/count":
        before, count = count, 0
        return 200, str(before)
    count += 1
    signed = headers.get(b"authorization", b"").partition(b"Credential=")[2].split(b"/")
    account = signed[0].decode()[-12:]
    if len(signed) > 3 and signed[3] == b"s3":
        return s3(path, account)
    return query(urllib.parse.parse_qs(body.decode()), account)


async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            line, *fields = head[:-4].split(b"\r\n")
            headers = {name.strip().lower(): value.strip() for name, _, value in (f.partition(b":") for f in fields)}
            body = await reader.readexactly(int(headers.get(b"content-length", 0)))
            status, text = answer(line, headers, body)
            data = text.encode()
            writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n" % (status, len(data)) + data)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), limit=1 << 20, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
