"""Hours of a daemon in one: 20 accounts of moto by assumed roles, five sources whose runs overlap, and whatever can go
wrong on the way: throttles, resets, hangs, tokens that expire, accounts that are cut off, a clock that jumps.

    python3 Benchmarks/soak.py [--minutes 60] [--seed 1]      # moto of Scripts/moto.sh; faketime where it is installed

At the end of each minute what coverage says is held against what the server answered, and the resources that stand against
what the server had at that time. Memory, descriptors, threads and temporary files are printed, and must not grow. Ends
with status 1 where anything was not so.
"""

import argparse
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLUMB = os.environ.get("PLUMB", str(ROOT / ".build/debug/plumb"))
BIN = pathlib.Path(os.environ.get("MOTO_SERVER", ROOT / ".build/moto/bin/moto_server")).parent
FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
OWN, REGION = "123456789012", "eu-west-1"
ACCOUNTS = [OWN] + [f"2222{number:08}" for number in range(19)]
LISTINGS = {
    "AWS::EC2::SecurityGroup": "DescribeSecurityGroups", "AWS::EC2::VPC": "DescribeVpcs",
    "AWS::IAM::Group": "GetAccountAuthorizationDetails", "AWS::S3::Bucket": "ListBuckets",
}
# How long a run may take from the first call about a scope to its answer, in seconds.
LONGEST = 240


class World:
    """What the server answered and had, and when, by the clock that nobody changes."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lock = threading.RLock()
        self.keys = {"AKIATEST": OWN}
        self.dead = set()
        self.cut = None  # the account that is cut off, and until when
        self.good = {}  # (account, operation): moments of answers
        self.faulty = {}  # account: moments of faults
        self.counts = {}
        self.groups = {account: [(0.0, frozenset())] for account in ACCOUNTS}

    def count(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1

    def fault(self, account, key):
        """What becomes of a call; nil for its answer."""
        with self.lock:
            if key in self.dead:
                return "expired"
            if self.cut and self.cut[0] == account and time.time() < self.cut[1]:
                return "reset"
            number = self.random.random()
            if key != "AKIATEST" and number < 0.002:
                self.dead.add(key)
                return "expired"
            for word, edge in [("throttle", 0.05), ("reset", 0.065), ("hang", 0.067), ("broken", 0.075)]:
                if number < edge:
                    return word
        return None

    def note(self, account, operation, fault):
        with self.lock:
            if fault:
                self.count(fault)
                self.faulty.setdefault(account, []).append(time.time())
            else:
                self.count("answered")
                self.good.setdefault((account, operation), []).append(time.time())


def errors(service, code, message):
    if service in ("ec2", "sts", "iam"):
        inner = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
        return f"<R><Errors>{inner}</Errors></R>" if service == "ec2" else f"<ErrorResponse>{inner}</ErrorResponse>"
    if service == "s3":
        return f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return json.dumps({"__type": code, "message": message})


THROTTLES = {"ec2": (503, "RequestLimitExceeded"), "s3": (503, "SlowDown")}


def proxy(world, moto):
    class Proxy(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def forward(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            key, _, _, service, *_ = (self.headers.get("Authorization", "").partition("Credential=")[2] + "////").split("/")
            account = world.keys.get(key, OWN)
            form = urllib.parse.parse_qs(body.decode("latin-1"))
            target = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            path = urllib.parse.urlsplit(self.path)
            operation = form.get("Action", [target])[0] or ("ListBuckets" if path.path == "/" else path.query)
            # An attempt at a role of an account is about that account.
            if operation == "AssumeRole":
                account = form["RoleArn"][0].split(":")[4]
            fault = world.fault(account, key)
            world.note(account, operation, fault)
            if fault:
                return self.fail(fault, service)
            connection = http.client.HTTPConnection("127.0.0.1", moto, timeout=60)
            try:
                connection.request(self.command, self.path, body, dict(self.headers))
                response = connection.getresponse()
                data = response.read()
            finally:
                connection.close()
            if operation == "AssumeRole" and response.status == 200:
                world.keys[data.split(b"<AccessKeyId>")[1].split(b"<")[0].decode()] = account
            self.answer(response.status, data, response.getheader("Content-Type"))

        def fail(self, fault, service):
            if fault == "throttle":
                status, code = THROTTLES.get(service, (400, "Throttling"))
                return self.answer(status, errors(service, code, "Rate exceeded").encode())
            if fault == "expired":
                code = "RequestExpired" if service == "ec2" else "ExpiredToken"
                return self.answer(400, errors(service, code, "The security token is expired").encode())
            if fault == "broken":
                return self.answer(200, b"<html><body>Welcome to the hotel's network</body></html>")
            if fault == "hang":
                time.sleep(45)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def answer(self, status, data, kind="text/xml"):
            self.send_response(status)
            self.send_header("Content-Type", kind or "text/xml")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
            self.wfile.flush()

        do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = forward

        def log_message(self, *_):
            pass

        def handle(self):
            try:
                super().handle()
            except (OSError, ValueError):
                pass

    class Server(http.server.ThreadingHTTPServer):
        request_queue_size = 256

        def handle_error(self, *_):
            pass

    server = Server(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


CHANGER = '''
import json, os, sys, boto3
port, keys = sys.argv[1], {}
def client(account):
    if account not in keys:
        sts = boto3.client("sts", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1")
        c = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/Reader", RoleSessionName="soak")["Credentials"]
        keys[account] = boto3.client("ec2", endpoint_url=f"http://127.0.0.1:{port}", region_name="eu-west-1",
            aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
    return keys[account]
for line in sys.stdin:
    account, name = line.split()
    ec2 = client(account) if account != "123456789012" else boto3.client(
        "ec2", endpoint_url=f"http://127.0.0.1:{port}", region_name="eu-west-1")
    if name == "fill":
        pass
    elif name.startswith("-"):
        ec2.delete_security_group(GroupId=name[1:])
    else:
        ec2.create_security_group(GroupName=name, Description=name)
    groups = ec2.describe_security_groups()["SecurityGroups"]
    print(json.dumps([g["GroupId"] for g in groups]), flush=True)
'''


class Changer:
    """Makes groups and deletes them, and notes down what there was when."""

    def __init__(self, world, moto):
        self.world = world
        variables = os.environ | {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "s"}
        self.process = subprocess.Popen(
            [BIN / "python", "-c", CHANGER, str(moto)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=variables)
        self.own = {account: [] for account in ACCOUNTS}
        self.number = 0

    def do(self, account, word):
        before = frozenset(self.world.groups[account][-1][1])
        began = time.time()
        self.process.stdin.write(f"{account} {word}\n")
        self.process.stdin.flush()
        now = frozenset(json.loads(self.process.stdout.readline()))
        # Between the two either may be read.
        self.world.groups[account].append((began, now))
        self.own[account] += now - before
        return now

    def run(self, stop):
        while not stop.wait(self.world.random.uniform(2, 6)):
            account = self.world.random.choice(ACCOUNTS)
            self.number += 1
            new = [name for name in self.own[account] if name in self.world.groups[account][-1][1]]
            if len(new) > 12:
                self.do(account, "-" + self.world.random.choice(new[1:]))
            else:
                self.do(account, f"g{self.number}")


def settings(folder, exports):
    some = lambda first, last: ", ".join(f'"{account}"' for account in ACCOUNTS[first:last])
    def source(name, accounts, types, every, deadline):
        return (f"  - name: {name}\n    aws: {{ accounts: [{accounts}], role: Reader, regions: [{REGION}] }}\n"
                f"    types: [{types}]\n    schedule: {{ every: {every} }}\n    deadline: {deadline}\n")
    (folder / "plumbline.yaml").write_text(
        "store: plumb.db\nstatus: off\nlog: json\nsources:\n"
        + source("all", some(0, 20), "AWS::EC2::SecurityGroup", "60s", "200s")
        + source("few", some(0, 3), "AWS::EC2::VPC, AWS::EC2::SecurityGroup", "20s", "100s")
        + source("people", some(3, 9), "AWS::IAM::Group", "45s", "150s")
        + source("buckets", some(9, 12), "AWS::S3::Bucket", "35s", "150s")
        + f"  - name: files\n    exports: [{exports}]\n    schedule: {{ every: 30s }}\n    deadline: 60s\n")


def query(folder, text):
    result = subprocess.run(
        [PLUMB, "query", text, "--format", "json", "--store", folder / "plumb.db"], capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(result.stderr)
    return json.loads(result.stdout or "[]")


def moment(text):
    """Seconds since 1970 of a time of the store."""
    import datetime
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


class Checks:
    def __init__(self, world, folder, offsets):
        self.world, self.folder, self.offsets = world, folder, offsets
        self.wrong = []

    def real(self, text):
        """What a moment of the daemon's clock may have been: by each offset that was in force then."""
        at = moment(text)
        found = []
        for index, (began, offset) in enumerate(self.offsets):
            ended = self.offsets[index + 1][0] if index + 1 < len(self.offsets) else float("inf")
            if began - 2 <= at - offset <= ended + 2:
                found.append(at - offset)
        return found

    def say(self, text):
        self.wrong.append(text)
        print("WRONG", text, flush=True)

    def coverage(self):
        rows = query(self.folder, "SELECT * FROM coverage")
        with self.world.lock:
            good = {key: list(value) for key, value in self.world.good.items()}
            faulty = {key: list(value) for key, value in self.world.faulty.items()}
        read = 0
        for row in rows:
            operation = LISTINGS.get(row["type"])
            if operation is None or row["account"] not in ACCOUNTS:
                continue
            place = f"{row['account']} {row['type']}"
            if row["last_read"]:
                answers = good.get((row["account"], operation), [])
                begins = self.real(row["last_read"])
                if not any(begin - 2 <= answer <= begin + LONGEST for begin in begins for answer in answers):
                    self.say(f"{place} counts as read at {row['last_read']}, and nobody answered then")
            if row["status"] == "read":
                read += 1
            else:
                looked = self.real(row["last_looked_at"] or row["last_read"] or "1970-01-01T00:00:00Z")
                # Where the caller himself is cut off, so are all whose roles he takes on.
                faults = faulty.get(row["account"], []) + faulty.get(OWN, [])
                if not any(look - LONGEST <= fault for look in looked for fault in faults):
                    self.say(f"{place} is {row['status']} ({row['problem']}), and nothing failed")
        return read, len(rows)

    def resources(self):
        read = {row["account"]: row["last_read"] for row in query(
            self.folder, "SELECT account, last_read FROM coverage WHERE type = 'AWS::EC2::SecurityGroup'"
            " AND last_read IS NOT NULL")}
        standing = {}
        for row in query(self.folder, "SELECT account, id FROM resources WHERE type = 'AWS::EC2::SecurityGroup' AND is_present"):
            standing.setdefault(row["account"], set()).add(row["id"])
        # A snapshot may have come between the two questions: then the next minute answers.
        again = {row["account"]: row["last_read"] for row in query(
            self.folder, "SELECT account, last_read FROM coverage WHERE type = 'AWS::EC2::SecurityGroup'"
            " AND last_read IS NOT NULL")}
        for account in ACCOUNTS:
            if account not in read or read[account] != again.get(account):
                continue
            history = list(self.world.groups[account])
            for begin in self.real(read[account]):
                states = [now for index, (at, now) in enumerate(history) if at <= begin + LONGEST and (
                    index + 1 == len(history) or history[index + 1][0] >= begin - 2)]
                # A change takes a moment: before and after it are both true.
                if standing.get(account, set()) in [set(state) for state in states]:
                    break
            else:
                self.say(f"{account} has {len(standing.get(account, []))} groups that it had at no time of the reading")

    def runs(self):
        rows = query(self.folder, "SELECT source, outcome, problem_code, count(*) AS runs FROM run GROUP BY 1, 2, 3")
        for row in rows:
            code = row["problem_code"] or ""
            if row["outcome"] in ("abandoned", "stopped") or code in ("out-of-order", "run-hung") or code.startswith("store"):
                self.say(f"a run of {row['source']} is {row['outcome']} ({row['problem_code']})")
        return {f"{row['source']}/{row['outcome'] or 'running'}": row["runs"] for row in rows}


def figures(pid, folder):
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return {
        "MB": int(status["VmRSS"].split()[0]) // 1024, "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": int(status["Threads"]), "files": sum(1 for _ in (folder / "tmp").rglob("*")),
        "store MB": (folder / "plumb.db").stat().st_size >> 20 if (folder / "plumb.db").exists() else 0,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"soak: {options.minutes} minutes, seed {options.seed}", flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="soak-"))
    (folder / "tmp").mkdir()
    export = folder / "export/333344445555" / REGION
    export.mkdir(parents=True)
    (export / "ec2-describe-vpcs.json").write_text(json.dumps({"Vpcs": []}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        moto = probe.getsockname()[1]
    server = subprocess.Popen(
        [BIN / "moto_server", "-H", "127.0.0.1", "-p", str(moto)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    daemon, stop = None, threading.Event()
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{moto}/moto-api/data.json").read()
                break
            except OSError:
                time.sleep(0.2)
        world = World(options.seed)
        changer = Changer(world, moto)
        for account in ACCOUNTS:
            changer.do(account, "fill")
            changer.own[account] = []
        settings(folder, "export")
        clock = folder / "clock"
        clock.write_text("+0\n")
        offsets = [(0.0, 0)]
        variables = os.environ | {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{proxy(world, moto)}", "AWS_ACCESS_KEY_ID": "AKIATEST",
            "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": REGION, "AWS_CONFIG_FILE": "/dev/null", "TMPDIR": str(folder / "tmp"),
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true"}
        if FAKETIME.exists():
            variables |= {
                "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        log = open(folder / "log", "w")
        # By way of env: faketime changes the environment of the first program, by which Swift finds its arguments.
        daemon = subprocess.Popen(["/usr/bin/env", PLUMB, "daemon"], cwd=folder, env=variables, stdout=log, stderr=log)
        threading.Thread(target=changer.run, args=[stop], daemon=True).start()
        checks = Checks(world, folder, offsets)
        first = None
        began = time.time()
        minute = 0
        while time.time() - began < options.minutes * 60:
            minute += 1
            # Every fifth minute an account is cut off for a while; every seventh the clock jumps.
            if minute % 5 == 0:
                world.cut = (world.random.choice(ACCOUNTS), time.time() + 50)
            if minute % 7 == 0 and FAKETIME.exists():
                jump = world.random.choice([-40, 30, 90, 170])
                offset = max(0, offsets[-1][1] + jump)
                offsets.append((time.time(), offset))
                clock.write_text(f"+{offset}\n")
            time.sleep(max(0, began + minute * 60 - time.time()))
            if daemon.poll() is not None:
                checks.say(f"the daemon ended with {daemon.returncode}")
                break
            now = figures(daemon.pid, folder)
            if minute == 3:
                # From now on each run is audited, and somebody else writes the store.
                subprocess.run([PLUMB, "baseline", "set", "latest", "--by", "soak@example.com"], cwd=folder, check=True)
            if minute == 5:
                first = now
            read = checks.coverage()
            checks.resources()
            print(minute, now, "read", read, checks.runs(), world.counts, f"clock +{offsets[-1][1]}", flush=True)
        stop.set()
        last = figures(daemon.pid, folder) if daemon.poll() is None else {}
        print("start", first, "\nend  ", last)
        if first and last:
            for name, limit in [("MB", first["MB"] * 1.3 + 30), ("descriptors", first["descriptors"] + 40),
                                ("threads", first["threads"] + 6), ("files", first["files"] + 4)]:
                if last[name] > limit:
                    checks.say(f"{name} grew from {first[name]} to {last[name]}")
        if daemon.poll() is None:
            daemon.terminate()
            if daemon.wait(15) != 0:
                checks.say(f"the daemon ended with {daemon.returncode}")
        verified = subprocess.run([PLUMB, "verify"], cwd=folder, capture_output=True, text=True)
        if verified.returncode != 0:
            checks.say(verified.stderr)
        print(f"{len(checks.wrong)} wrong; {verified.stdout.splitlines()[:1]}; the log stands in {folder}")
        return 1 if checks.wrong else 0
    finally:
        stop.set()
        for process in [daemon, server]:
            if process and process.poll() is None:
                process.kill()


sys.exit(main())
