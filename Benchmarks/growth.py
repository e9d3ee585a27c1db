#!/usr/bin/env python3
"""Measures how the work of plumb grows with what a store holds, and prints an exponent for each command.

Each case makes stores of three sizes. A row is one command: its processor seconds (user and system) at each size, and
the exponent from the first size to the last: 0 is a cost that does not grow, 1 grows with the size, 2 with its square. A
command below a fiftieth of a second counts as that much. The status is 1 where an exponent is above --limit.
"""

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCOUNT, REGION = "111122223333", "eu-west-1"
SMALLEST = 0.02


class Store:
    """A store in a folder of its own, and the command that works on it."""

    def __init__(self, plumb, folder):
        self.plumb, self.folder = plumb, folder
        self.store = folder / "plumb.db"
        self.seconds = {}

    def run(self, row, *arguments, statuses=(0,)):
        """Runs a command; what it took stands in `seconds` under the row, where there is one."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([self.plumb, *map(str, arguments), "--store", self.store], cwd=self.folder,
                              capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in statuses:
            sys.exit(f"{' '.join(map(str, arguments))}: status {done.returncode}\n{done.stderr.decode()[-2000:]}")
        if row:
            self.seconds[row] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def audit(self, row, day):
        self.run(row, "audit", "--at", at(day, 1), "--max-age", "520w", "--allow-unread", statuses=(0, 1))

    def take(self, row, folder, day):
        # Status 2: `scopes` says only the ids of its resources, and the rest of them is unread.
        self.run(row, "snapshot", "import", folder, "--at", at(day), statuses=(0, 2))

    def agree(self, row, day):
        self.run(row, "baseline", "set", "latest", "--by", "ada", "--at", at(day, 1))


def at(day, hour=0):
    """A moment: so many days and hours after the beginning of 2020."""
    month, rest = divmod(day, 28)
    year, month = divmod(month, 12)
    return f"{2020 + year}-{month + 1:02}-{rest + 1:02}T{hour:02}:00:00Z"


def group(number, port=None):
    permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    return {
        "GroupId": f"sg-{number:017x}", "GroupName": f"group-{number}", "Description": "a group", "OwnerId": ACCOUNT,
        "VpcId": "vpc-1", "IpPermissionsEgress": [], "IpPermissions": [permission] if port else [],
        "Tags": [{"Key": "digit", "Value": str(number % 10)}],
    }


def write_groups(folder, groups):
    place = folder / ACCOUNT / REGION
    place.mkdir(parents=True, exist_ok=True)
    (place / "ec2-describe-security-groups.json").write_text(json.dumps({"SecurityGroups": groups}))


def record(number, selector):
    return {
        "change": f"CHG{number:07}", "title": "Open HTTPS", "kind": "normal", "state": "approved",
        "requestedBy": "alice@example.com", "approvals": [{"by": "bob@example.com", "at": at(0)}],
        "window": {"from": at(0), "until": at(300)},
        "allows": [{
            "resource": {"type": "AWS::EC2::SecurityGroup"} | selector, "action": "modify",
            "edits": [{"added": "IpPermissions", "where": {"IpProtocol": "tcp", "ports": 443}}],
        }],
    }


EDITS = 1000


def records(make):
    """Stores with so many change records: the first ten cover all EDITS edits, and the others select by `make` what is
    not there."""
    def case(store, size):
        write_groups(store.folder / "before", [group(number) for number in range(EDITS)])
        write_groups(store.folder / "after", [group(number, 443) for number in range(EDITS)])
        selectors = [{"tags": {"digit": str(n)}} if n < 10 else make(n) for n in range(size)]
        documents = [json.dumps(record(number, selector)) for number, selector in enumerate(selectors)]
        (store.folder / "records.yaml").write_text("\n---\n".join(documents))
        store.take(None, "before", 1)
        store.agree(None, 1)
        store.run("register the records", "change", "add", "records.yaml", "--by", "carol", "--at", at(1, 2))
        store.take(None, "after", 2)
        store.audit(f"audit of {EDITS} edits", 2)
        store.audit(None, 3)
        store.audit("audit with nothing new", 4)
    return case


def findings(store, size):
    """Stores with so many open findings."""
    write_groups(store.folder / "before", [group(number) for number in range(size)])
    write_groups(store.folder / "after", [group(number, 22) for number in range(size)])
    store.take("first import", "before", 1)
    store.agree("baseline set", 1)
    store.take("import of changes", "after", 2)
    store.audit("audit that opens them", 2)
    store.audit("audit after it, which judges them once more", 3)
    store.audit("audit with nothing new", 4)
    store.take("identical import", "after", 5)
    store.audit("audit of it", 5)
    store.run("template of one", "change", "template", "--finding", "F-1")


TYPES = {
    "vpcs": ("Vpcs", "VpcId", "vpc"), "subnets": ("Subnets", "SubnetId", "subnet"),
    "internet-gateways": ("InternetGateways", "InternetGatewayId", "igw"),
    "route-tables": ("RouteTables", "RouteTableId", "rtb"), "network-acls": ("NetworkAcls", "NetworkAclId", "acl"),
    "nat-gateways": ("NatGateways", "NatGatewayId", "nat"), "flow-logs": ("FlowLogs", "FlowLogId", "fl"),
    "vpc-endpoints": ("VpcEndpoints", "VpcEndpointId", "vpce"), "volumes": ("Volumes", "VolumeId", "vol"),
    "network-interfaces": ("NetworkInterfaces", "NetworkInterfaceId", "eni"),
}


def scopes(store, size):
    """Stores with so many scopes, of one resource each."""
    regions = [f"eu-west-{number}" for number in range(1, 18)]
    for number in range(size):
        operation, (member, key, prefix) = list(TYPES.items())[number % 10]
        place = number // 10
        account, region = f"{100000000000 + place // 17}", regions[place % 17]
        folder = store.folder / "export" / account / region
        folder.mkdir(parents=True, exist_ok=True)
        item = {key: f"{prefix}-{number:017x}", "OwnerId": account, "Tags": []}
        (folder / f"ec2-describe-{operation}.json").write_text(json.dumps({member: [item]}))
    store.take("first import", "export", 1)
    store.agree("baseline set", 1)
    store.take("identical import", "export", 2)
    store.audit("audit with nothing new", 2)
    store.run("status", "status", statuses=(0, 1, 2))


def snapshots(store, size):
    """Stores with so many snapshots of 200 groups, one of which changes from each to the next."""
    for day in range(1, size + 1):
        groups = [group(number, 1000 + day if number == day % 200 else None) for number in range(200)]
        write_groups(store.folder / "export", groups)
        store.take("the last import" if day == size else None, "export", day)
        if day == 1:
            store.agree(None, day)
        if day == size - 1:
            store.audit("audit of all of them", day)
    store.audit("audit of the last", size)
    store.audit("audit with nothing new", size + 1)
    store.run("report on all", "report", "--at", at(size, 2), "--allow-unread", statuses=(0, 1))


CASES = {
    "records, exact ids": (records(lambda n: {"id": f"sg-f{n:016x}"}), (10, 1000, 50000)),
    "records, patterns": (records(lambda n: {"id": f"sg-f{n:015x}*"}), (10, 1000, 50000)),
    "records, tags": (records(lambda n: {"tags": {"team": f"team-{n}"}}), (10, 1000, 50000)),
    "findings": (findings, (100, 10000, 100000)),
    "scopes": (scopes, (1700, 17000, 170000)),
    "snapshots": (snapshots, (10, 100, 1000)),
}


def exponent(sizes, seconds):
    first, last = (max(SMALLEST, each) for each in (seconds[0], seconds[-1]))
    return math.log(last / first) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else math.nan


def measure(plumb, case, size, folder):
    place = Path(tempfile.mkdtemp(dir=folder))
    try:
        store = Store(plumb, place)
        case(store, size)
        return store.seconds
    finally:
        shutil.rmtree(place)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plumb", default=os.environ.get("PLUMB", HERE.parent / ".build/release/plumb"))
    parser.add_argument("--only", nargs="*", help="cases whose names begin so")
    parser.add_argument("--largest", type=int, default=170000, help="leave out larger sizes")
    parser.add_argument("--sizes", type=int, nargs="+", help="instead of each case's own")
    parser.add_argument("--folder", help="where the stores are made")
    parser.add_argument("--limit", type=float, default=1.1)
    options = parser.parse_args()
    plumb, worst = Path(options.plumb).resolve(), 0
    for name, (case, all_sizes) in CASES.items():
        if options.only and not name.startswith(tuple(options.only)):
            continue
        sizes = options.sizes or [size for size in all_sizes if size <= options.largest]
        rows = [measure(plumb, case, size, options.folder) for size in sizes]
        print(f"\n### {name}\n\n| processor seconds | {' | '.join(f'{size:,}' for size in sizes)} | exponent |")
        print(f"|---|{'---:|' * (len(sizes) + 1)}")
        for row in rows[0]:
            seconds = [each[row] for each in rows]
            power = exponent(sizes, seconds)
            worst = max(worst, 0 if math.isnan(power) else power)
            print(f"| {row} | {' | '.join(f'{each:.2f}' for each in seconds)} | {power:.2f} |", flush=True)
    return 1 if worst > options.limit else 0


if __name__ == "__main__":
    sys.exit(main())
