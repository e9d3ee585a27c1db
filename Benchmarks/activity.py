#!/usr/bin/env python3
"""Measures the import of CloudTrail's files beside DuckDB's `read_json` of the same files, in the same run.

The files are laid out as CloudTrail delivers them (AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/*.json.gz). Their events
are made here from --seed, or taken from the files below --from: each copy gets event ids and hours of its own, since an
event that is there already is no work. Both tools write a file of their own: DuckDB every event, plumb what it keeps
where nothing else is asked for (what can change a configuration, and what an alert rule names), and once more with
`--all` every event. The table says events a second of processor time, the median of --repeat, and the peak of memory.
The status is 1 where plumb's rate is below --least times DuckDB's, or where an event is missing.
"""

import argparse
import gzip
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCOUNT, REGION = "111122223333", "eu-west-1"
PER_FILE = 70
DUCKDB = """
import duckdb, sys
database = duckdb.connect(sys.argv[2])
database.execute("PRAGMA threads=%d" % int(sys.argv[3]))
database.execute("SET enable_progress_bar = false")
database.execute('''CREATE TABLE event AS SELECT unnest(Records) AS event FROM read_json(
    ?, columns = {Records: 'JSON[]'}, maximum_object_size = 268435456)''', [sys.argv[1]])
print(database.execute("SELECT count(DISTINCT event->>'$.eventID') FROM event").fetchone()[0])
"""


def made(numbers):
    """One event that changes a security group, as EC2's API answers it."""
    group, port = f"sg-{numbers.randrange(16**17):017x}", numbers.randrange(1, 65536)
    user = f"user{numbers.randrange(40)}"
    rule = {"ipProtocol": "tcp", "fromPort": port, "toPort": port, "groups": {}, "ipv6Ranges": {}, "prefixListIds": {},
            "ipRanges": {"items": [{"cidrIp": f"10.{numbers.randrange(256)}.0.0/16"}]}}
    return {
        "eventVersion": "1.09", "eventSource": "ec2.amazonaws.com", "eventName": "AuthorizeSecurityGroupIngress",
        "awsRegion": REGION, "sourceIPAddress": "203.0.113.7", "userAgent": "aws-cli/2.15.0",
        "userIdentity": {"type": "IAMUser", "principalId": "AIDAEXAMPLE", "accountId": ACCOUNT, "userName": user,
                         "arn": f"arn:aws:iam::{ACCOUNT}:user/{user}", "accessKeyId": "AKIAIOSFODNN7EXAMPLE"},
        "requestParameters": {"groupId": group, "ipPermissions": {"items": [rule]}},
        "responseElements": {"requestId": f"{numbers.getrandbits(64):016x}", "_return": True},
        "readOnly": False, "eventType": "AwsApiCall", "managementEvent": True, "recipientAccountId": ACCOUNT,
        "eventCategory": "Management", "tlsDetails": {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256"},
    }


def is_event(record):
    """Messages to functions have the same list, and ids of events too."""
    return isinstance(record, dict) and {"eventID", "eventTime", "eventName"} <= record.keys()


def taken(folders):
    """The lists of events in CloudTrail's files below folders."""
    for path in sorted(p for folder in folders for p in Path(folder).rglob("*") if p.is_file()):
        data = path.read_bytes()
        try:
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            records = json.loads(data).get("Records") if b'"Records"' in data[:400] else None
        except (ValueError, OSError, AttributeError):
            continue
        if isinstance(records, list) and all(map(is_event, records)):
            yield records


def write(folder, copies, files, numbers):
    """So many copies of the files below a folder, each event with an id of its own. Returns the number of events."""
    count = 0
    for copy in range(copies):
        for index, records in enumerate(files):
            hours = copy % (28 * 24)
            day, hour = divmod(hours, 24)
            place = folder / f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/2026/11/{day + 1:02}"
            place.mkdir(parents=True, exist_ok=True)
            name = f"{ACCOUNT}_CloudTrail_{REGION}_202611{day + 1:02}T{hour:02}59Z_{copy:08}{index:08}.json.gz"
            events = [{**event, "eventID": f"{numbers.getrandbits(128):032x}", "recipientAccountId": ACCOUNT, "awsRegion": REGION,
                       "eventTime": f"2026-11-{day + 1:02}T{hour:02}:{number % 60:02}:00Z"}
                      for number, event in enumerate(records)]
            count += len(events)
            (place / name).write_bytes(gzip.compress(json.dumps({"Records": events}).encode(), 1))
    return count


def run(arguments, status=0):
    """Processor seconds, peak megabytes, standard output."""
    os.sync()
    process = subprocess.Popen(list(map(str, arguments)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, errors = process.stdout.read(), process.stderr.read()
    _, result, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(result)
    if process.returncode != status:
        sys.exit(f"{arguments[0]}: status {process.returncode}\n{errors.decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, output.decode()


def plumb_import(plumb, data, work, *more):
    """Of how many events it says that they are kept, or not; those that are kept are counted in the store."""
    seconds, peak, said = run([plumb, "activity", "import", data, *more, "--store", work / "plumb.db"])
    _, _, rows = run([plumb, "query", "SELECT count(*) AS n FROM activity", "--format", "csv", "--store",
                      work / "plumb.db"])
    passed_over = re.search(r"(\d+) that only read not kept", said)
    return seconds, peak, int(rows.split()[-1]) + (int(passed_over[1]) if passed_over else 0)


def plumb_import_all(plumb, data, work):
    return plumb_import(plumb, data, work, "--all")


def duckdb_import(python, data, work):
    seconds, peak, count = run([python, "-c", DUCKDB, f"{data}/**/*.json.gz", work / "duck.db", os.cpu_count()])
    return seconds, peak, int(count)


def virtual_environment(folder):
    python = folder / "venv/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "duckdb"], check=True)
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plumb", default=os.environ.get("PLUMB", HERE.parent / ".build/release/plumb"))
    parser.add_argument("--from", dest="sources", nargs="*", default=[], help="folders with CloudTrail's files")
    parser.add_argument("--copies", type=int, nargs="*", default=[10, 1000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=2.0)
    parser.add_argument("--folder", type=Path, default=HERE.parent / ".build/benchmarks")
    options = parser.parse_args()
    numbers = random.Random(options.seed)
    files = list(taken(options.sources)) or [[made(numbers) for _ in range(PER_FILE)] for _ in range(20)]
    python = virtual_environment(options.folder)
    data, is_enough = options.folder / "activity", True
    print(f"{options.repeat} runs each, seed {options.seed}, load {os.getloadavg()[0]:.1f}\n")
    print("| copies | events | plumb, events a second | peak | plumb --all | peak | DuckDB | peak "
          "| plumb : DuckDB | plumb --all : DuckDB |")
    print("| ---: " * 10 + "|")
    for copies in options.copies:
        shutil.rmtree(data, ignore_errors=True)
        count = write(data, copies, files, numbers)
        results = {"plumb": [], "all": [], "duckdb": []}
        for _ in range(options.repeat):
            for name, tool, command in (("plumb", plumb_import, options.plumb), ("all", plumb_import_all, options.plumb),
                                        ("duckdb", duckdb_import, python)):
                work = options.folder / "activity-store"
                shutil.rmtree(work, ignore_errors=True)
                work.mkdir(parents=True)
                seconds, peak, events = tool(command, data, work)
                if events != count:
                    sys.exit(f"{name} has {events} of {count} events")
                results[name].append((count / seconds, peak))
        (rate, peak), (whole, whole_peak), (other, other_peak) = (
            [statistics.median(each) for each in zip(*results[name])] for name in ("plumb", "all", "duckdb"))
        is_enough = is_enough and rate >= options.least * other
        print(f"| {copies:,} | {count:,} | {rate:,.0f} | {peak:.0f} MB | {whole:,.0f} | {whole_peak:.0f} MB "
              f"| {other:,.0f} | {other_peak:.0f} MB | {rate / other:.2f} | {whole / other:.2f} |", flush=True)
    sys.exit(0 if is_enough else 1)


if __name__ == "__main__":
    main()
