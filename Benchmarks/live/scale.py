"""What a live snapshot costs as accounts and listings grow, against a stand-in that answers at once.

    make release && python3 Benchmarks/live/scale.py [--accounts 1,5,20,60,300] [--buckets 100] [--users 50]
    python3 Benchmarks/live/scale.py --large        # one region with 20,000 groups of 60 rules, and others
    python3 Benchmarks/live/scale.py --large --only 2 --custodian .build/benchmarks/live/venv/bin/custodian

Prints a line each: accounts, requests, processor time a request, peak memory. It ends with status 1 where the processor
time a request of the most accounts is over twice that of the fewest, where a listing of many pages takes over half as
much memory again as one of two, or where anything is unread.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PLUMB = os.environ.get("PLUMB", str(ROOT / ".build/plumb"))


class StandIn:
    def __init__(self, **numbers):
        variables = os.environ | {name: str(number) for name, number in numbers.items()}
        self.process = subprocess.Popen(
            [sys.executable, HERE / "standin.py", "0"], env=variables, stdout=subprocess.PIPE, text=True)
        self.address = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def requests(self):
        return int(urllib.request.urlopen(self.address + "/count").read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def account(number):
    return f"1111{number:08}"


def take(standin, accounts, types, folder, repeat=1):
    """Takes a snapshot; gives requests, seconds, seconds of the processor, and peak memory in MB, of each repetition."""
    own = [account(number) for number in range(accounts)]
    words = ", ".join(f'"{name}"' for name in own)
    reach = f"accounts: [{words}], role: Reader, " if accounts > 1 else ""
    kinds = ", ".join(f'"{name}"' for name in types)
    (folder / "plumbline.yaml").write_text(
        f"store: s.db\nsources:\n  - name: all\n    aws: {{ {reach}regions: [eu-west-1] }}\n"
        f"    types: [{kinds}]\n    deadline: 24h\n")
    variables = os.environ | {
        "AWS_ENDPOINT_URL": standin.address, "AWS_ACCESS_KEY_ID": f"AKIA{own[0]}", "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    for _ in range(repeat):
        standin.requests()
        before = time.monotonic()
        process = subprocess.Popen(
            [PLUMB, "snapshot", "take", "--source", "all"], cwd=folder, env=variables, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - before
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"plumb ended with {os.waitstatus_to_exitcode(status)}:\n{output[-2000:]}")
        yield standin.requests(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.strip()


def grow(numbers, buckets, users, repeat):
    costs = []
    print("| accounts | run | requests | seconds | processor ms a request | peak MB |\n|---|---|---|---|---|---|")
    for number in numbers:
        with StandIn(BUCKETS=buckets, USERS=users) as standin, tempfile.TemporaryDirectory() as folder:
            types = ["AWS::S3::Bucket", "AWS::IAM::User"]
            runs = take(standin, number, types, pathlib.Path(folder), repeat)
            for run, (requests, seconds, processor, peak, _) in zip(("first", "second"), runs):
                cost = processor * 1000 / requests
                print(f"| {number} | {run} | {requests:,} | {seconds:.0f} | {cost:.2f} | {peak:.0f} |", flush=True)
            costs.append(cost)
    return 0 if costs[-1] <= 2 * costs[0] else 1


# What there is, of which type, in how many accounts, and how many of it make two pages.
LARGE = [
    ("groups of 20 rules", "AWS::EC2::SecurityGroup", {"GROUPS": 4_000, "RULES": 20}, 1, {"GROUPS": 2_000, "RULES": 20}),
    ("groups of 60 rules", "AWS::EC2::SecurityGroup", {"GROUPS": 20_000, "RULES": 60}, 1, {"GROUPS": 2_000, "RULES": 60}),
    ("network interfaces", "AWS::EC2::NetworkInterface", {"INTERFACES": 50_000}, 1, {"INTERFACES": 2_000}),
    ("instances", "AWS::EC2::Instance", {"INSTANCES": 10_000}, 1, {"INSTANCES": 2_000}),
    ("groups of 60 rules", "AWS::EC2::SecurityGroup", {"GROUPS": 5_000, "RULES": 60}, 8, {"GROUPS": 2_000, "RULES": 60}),
]


def custodian(program, standin, folder):
    """Reads the security groups of the region by Cloud Custodian, without a filter; gives what `take` gives."""
    (folder / "policies.yml").write_text("policies: [{ name: groups, resource: aws.security-group }]\n")
    variables = os.environ | {
        "AWS_ENDPOINT_URL": standin.address, "AWS_ACCESS_KEY_ID": f"AKIA{account(0)}", "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_DEFAULT_REGION": "eu-west-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    standin.requests()
    before = time.monotonic()
    process = subprocess.Popen(
        [program, "run", "--cache-period", "0", "-s", "out", "--region", "eu-west-1", "policies.yml"], cwd=folder,
        env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"Custodian ended with {os.waitstatus_to_exitcode(status)}:\n{output[-2000:]}")
    return (standin.requests(), time.monotonic() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
            output.strip())


def large(only, program):
    held = True
    print("| region with | accounts | requests | seconds | processor s | peak MB | |\n|---|---|---|---|---|---|---|")
    for index, (words, kind, numbers, accounts, two_pages) in enumerate(LARGE):
        if only and index + 1 not in only:
            continue
        peaks = []
        for size in two_pages, numbers:
            with StandIn(**size) as standin, tempfile.TemporaryDirectory() as folder:
                for requests, seconds, processor, peak, output in take(standin, accounts, [kind], pathlib.Path(folder)):
                    peaks.append(peak)
                    count = next(iter(size.values()))
                    print(f"| {count:,} {words} | {accounts} | {requests:,} | {seconds:.0f} | {processor:.1f} | {peak:.0f} "
                          f"| {output.splitlines()[-1]} |", flush=True)
                if program and kind == "AWS::EC2::SecurityGroup" and accounts == 1:
                    requests, seconds, processor, peak, output = custodian(program, standin, pathlib.Path(folder))
                    print(f"| {count:,} {words}, Custodian | {accounts} | {requests:,} | {seconds:.0f} | {processor:.1f} "
                          f"| {peak:.0f} | {output.splitlines()[-1]} |", flush=True)
        held = held and peaks[1] <= 1.5 * peaks[0]
    return 0 if held else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", default="1,5,20,60,300")
    parser.add_argument("--buckets", type=int, default=100)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--only", type=int, nargs="*", help="of the large regions, by their places in the list, from 1")
    parser.add_argument("--custodian", help="with --large: Cloud Custodian's program, to read the same groups")
    options = parser.parse_args()
    if options.large:
        return large(options.only, options.custodian)
    return grow([int(number) for number in options.accounts.split(",")], options.buckets, options.users, options.repeat)


sys.exit(main())
