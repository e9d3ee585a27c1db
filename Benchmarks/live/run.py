"""Time, requests and memory to collect one account, beside a shell loop of the AWS CLI and Cloud Custodian.

    make release && python3 Benchmarks/live/run.py [--repeat 3] [--output FILE]

Everything speaks to the same moto server through the same counting proxy, by turns. moto, the CLI and c7n are installed into
.build/benchmarks/live once.
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / ".build/benchmarks/live"
WANTED = ["moto[server]==5.2.1", "awscli==1.45.11", "boto3==1.43.11", "botocore==1.43.11", "c7n==0.9.53"]
REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2"]
# The types, and what Cloud Custodian calls them.
TYPES = {
    "AWS::EC2::SecurityGroup": ["aws.security-group"], "AWS::EC2::RouteTable": ["aws.route-table"],
    "AWS::IAM::*": ["aws.iam-group", "aws.iam-user", "aws.iam-role", "aws.iam-policy"],
    "AWS::S3::Bucket": ["aws.s3"], "AWS::CloudTrail::Trail": ["aws.cloudtrail"],
}
MOTO, PROXY = 5611, 5612


def install():
    program = WORK / "venv/bin/custodian"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        # c7n asks for older boto3: pip is told in two steps.
        pip = WORK / "venv/bin/pip"
        subprocess.run([pip, "install", "-q", WANTED[-1]], check=True)
        subprocess.run([sys.executable, "-m", "venv", WORK / "aws"], check=True)
        subprocess.run([WORK / "aws/bin/pip", "install", "-q", *WANTED[:-1]], check=True)


def environment():
    return os.environ | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{PROXY}", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": REGIONS[0], "AWS_CONFIG_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "", "PATH": f"{WORK}/aws/bin:{WORK}/venv/bin:{os.environ['PATH']}",
    }


def requests():
    return int(urllib.request.urlopen(f"http://127.0.0.1:{PROXY}/count").read())


def measure(command, folder):
    """Seconds, requests, and the peak memory in MB of the largest single process."""
    requests()
    before = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return time.monotonic() - before, requests(), usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def plumb(folder, *more):
    types = [word for name in TYPES for word in ("--type", name)]
    regions = [word for name in REGIONS for word in ("--region", name)]
    return [os.environ.get("PLUMB", str(ROOT / ".build/plumb")), "snapshot", "take", *types, *regions, *more]


def parameters():
    """The parameter of each call about one resource, as the kinds declare it."""
    found = {}
    for path in (ROOT / "Sources/ResourceKinds/Kinds").glob("*.swift"):
        text = path.read_text()
        for service, operation, name in re.findall(
                r'Detail\(\s*"([a-z0-9-]+)",\s*"([a-z0-9-]+)",\s*parameter:\s*"([a-z-]+)"', text):
            found[service, operation] = name
        for operation in re.findall(r'\bdetail\(\s*"([a-z0-9-]+)"', text):
            found["s3api", operation] = "bucket"
    return found


def loop(kept):
    """A shell script of the calls that plumb made, one after the other."""
    names, lines = parameters(), ["#!/bin/sh"]
    for path in sorted(kept.rglob("*.json")):
        parts = path.relative_to(kept).parts
        region = REGIONS[0] if parts[1] == "global" else parts[1]
        detail = len(parts) == 4
        service, operation = (parts[2] if detail else parts[2].split(".page")[0]).split("-", 1)
        words = ["aws", service, operation, "--region", region, "--output", "json"]
        if detail:
            name = names.get((service, operation))
            words += [f"--{name}", urllib.parse.unquote(parts[3][:-5])]
        lines.append(" ".join(f"'{word}'" for word in words) + f" > answer-{len(lines)}.json 2>&1")
    return "\n".join(lines) + "\n"


def custodian():
    policies = [f"- {{name: p{n}, resource: {name}}}" for n, name in enumerate(
        name for names in TYPES.values() for name in names)]
    return "policies:\n" + "\n".join(policies) + "\n"


def contenders(folder):
    measure(plumb(folder, "--keep", str(folder / "kept"), "--store", "kept.db"), folder)
    (folder / "loop.sh").write_text(loop(folder / "kept"))
    (folder / "policies.yml").write_text(custodian())
    regions = [word for name in REGIONS for word in ("--region", name)]
    return {
        "plumb snapshot take": plumb(folder),
        "aws CLI in a loop": ["/bin/sh", "loop.sh"],
        "Cloud Custodian": [
            str(WORK / "venv/bin/custodian"), "run", "--cache-period", "0", "-s", "out", *regions, "policies.yml"],
    }


# It takes minutes: once is enough to see it.
ONCE = {"aws CLI in a loop"}


def run(repeat):
    folder = WORK / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    results = {}
    commands = contenders(folder)
    for turn in range(repeat):
        for name, command in commands.items():
            if turn > 0 and name in ONCE:
                continue
            results.setdefault(name, []).append(measure(command, folder))
            print(name, results[name][-1], file=sys.stderr, flush=True)
    return results


def table(results):
    lines = ["| | seconds | ratio | requests | ratio | peak MB |", "|---|---|---|---|---|---|"]
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in results.items()}
    first = next(iter(medians.values()))
    for name, (seconds, count, memory, _) in medians.items():
        lines.append(
            f"| {name} | {seconds:.1f} | {seconds / first[0]:.1f} | {count:.0f} | {count / first[1]:.2f} | {memory:.0f} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--output")
    options = parser.parse_args()
    install()
    servers = [
        subprocess.Popen(
            [WORK / "aws/bin/moto_server", "-p", str(MOTO)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL),
        subprocess.Popen([sys.executable, HERE / "proxy.py", str(PROXY), str(MOTO)]),
    ]
    try:
        time.sleep(5)
        subprocess.run([WORK / "aws/bin/python", HERE / "fill.py"], env=environment(), check=True)
        text = table(run(options.repeat))
    finally:
        for server in servers:
            server.kill()
    print(text)
    if options.output:
        pathlib.Path(options.output).write_text(text)


main()
