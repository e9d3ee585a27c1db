#!/usr/bin/env python3
"""Writes an export of security groups at two times, and the list of what changed in between.

OUTDIR/before/ACCOUNT/REGION/ec2-describe-security-groups.json   the first export
OUTDIR/after/ACCOUNT/REGION/ec2-describe-security-groups.json    the same groups in another order, a few changed
OUTDIR/changes.json                                              what was changed, one edit a group

The same arguments give the same bytes (with the same Python version).
"""

import argparse
import json
import random
from pathlib import Path

import vocabulary as words

ACCOUNT = "111122223333"
REGION = "eu-west-1"
EXPORT = Path(ACCOUNT, REGION, "ec2-describe-security-groups.json")


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def group_ids(rng, count):
    ids = {}
    while len(ids) < count:
        ids[f"sg-{rng.getrandbits(68):017x}"] = None
    return list(ids)


def some(rng, values, fewest, most):
    """Between `fewest` and `most` different values, in the order they are drawn."""
    return rng.sample(values, rng.randint(fewest, most))


def cidr(rng):
    if rng.random() < 0.1:
        return "0.0.0.0/0"
    bits = rng.getrandbits(16)
    return rng.choice((f"10.{bits >> 8}.0.0/16", f"10.{bits >> 8}.{bits & 255}.0/24",
                       f"172.{16 + bits % 16}.{bits >> 8}.0/24", f"192.0.2.{bits & 255}/32"))


def ip_ranges(rng):
    cidrs = dict.fromkeys(cidr(rng) for _ in range(rng.choice((1, 1, 1, 2))))
    return [{"Description": rng.choice(words.PURPOSES), "CidrIp": each} for each in cidrs]


def permission(rng, service, ids, is_first):
    """One entry of IpPermissions; the first of a group has an address range, others any source."""
    protocol, low, high = service
    entry = {"IpProtocol": protocol, "FromPort": low, "ToPort": high, "UserIdGroupPairs": [],
             "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": []}
    draw = rng.random()
    if is_first or draw < 0.62:
        entry["IpRanges"] = ip_ranges(rng)
    elif draw < 0.88:
        entry["UserIdGroupPairs"] = [{"Description": rng.choice(words.PURPOSES), "UserId": ACCOUNT,
                                      "GroupId": rng.choice(ids)}]
    elif draw < 0.95:
        entry["Ipv6Ranges"] = [{"Description": rng.choice(words.PURPOSES),
                                "CidrIpv6": f"2001:db8:{rng.getrandbits(16):x}::/48"}]
    else:
        entry["PrefixListIds"] = [{"Description": rng.choice(words.PURPOSES),
                                   "PrefixListId": rng.choice(words.PREFIX_LISTS)}]
    return entry


def egress(rng):
    everything = {"IpProtocol": "-1", "UserIdGroupPairs": [],
                  "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": []}
    return [everything]


def tags(rng, name, environment):
    chosen = some(rng, list(words.TAGS), 2, 6)
    return [{"Key": "Name", "Value": name}, {"Key": "Environment", "Value": environment}] + [
        {"Key": key, "Value": rng.choice(words.TAGS[key])} for key in chosen]


def security_group(rng, group_id, ids, vpcs):
    """One group as `aws ec2 describe-security-groups` prints it: 5 to 12 permissions, 4 to 8 tags."""
    team, role = rng.choice(words.TEAMS), rng.choice(words.ROLES)
    environment = rng.choice(words.ENVIRONMENTS)
    name = f"{team}-{role}-{environment}-{group_id[-4:]}"
    services = some(rng, words.SERVICES, 5, rng.choice((6, 8, 10, 12)))
    return {
        "GroupId": group_id,
        "IpPermissionsEgress": egress(rng),
        "Tags": tags(rng, name, environment),
        "VpcId": rng.choice(vpcs),
        "SecurityGroupArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:security-group/{group_id}",
        "OwnerId": ACCOUNT,
        "GroupName": name,
        "Description": f"{role} of {team} in {environment}",
        "IpPermissions": [permission(rng, service, ids, place == 0)
                          for place, service in enumerate(services)],
    }


def add_rule(rng, group):
    # Port 2222 and 198.51.100.0/24 occur in no generated group, so the rule is always new.
    source = f"198.51.100.{rng.getrandbits(8)}/32"
    group["IpPermissions"].append({
        "IpProtocol": "tcp", "FromPort": 2222, "ToPort": 2222, "UserIdGroupPairs": [],
        "IpRanges": [{"Description": "temporary", "CidrIp": source}], "Ipv6Ranges": [],
        "PrefixListIds": []})
    return {"change": "rule-added", "new": f"tcp 2222 from {source}"}


def change_description(rng, group):
    entry = group["IpPermissions"][0]["IpRanges"][0]
    old, entry["Description"] = entry["Description"], "reviewed by network operations"
    return {"change": "description-changed", "old": old, "new": entry["Description"]}


def remove_rule(rng, group):
    entry = group["IpPermissions"][0]
    removed = entry["IpRanges"].pop()
    if not entry["IpRanges"]:
        group["IpPermissions"].pop(0)
    return {"change": "rule-removed", "old": compact([entry["IpProtocol"], entry.get("FromPort"),
                                                      entry.get("ToPort"), removed])}


def change_tag(rng, group):
    tag = group["Tags"][1]
    old = tag["Value"]
    tag["Value"] = rng.choice([each for each in words.ENVIRONMENTS if each != old])
    return {"change": "tag-changed", "key": tag["Key"], "old": old, "new": tag["Value"]}


EDITS = (add_rule, change_description, remove_rule, change_tag)


def change(rng, texts, ids, share):
    """Edits that share of `texts` in place, one edit each; returns what was done."""
    chosen = sorted(rng.sample(range(len(texts)), max(1, round(len(texts) * share))))
    done = []
    for turn, place in enumerate(chosen):
        group = json.loads(texts[place])
        done.append({"groupId": ids[place]} | EDITS[turn % len(EDITS)](rng, group))
        texts[place] = compact(group)
    return done


def write_export(texts, folder):
    """Compact JSON: indented as the CLI prints it, 100,000 groups would be 540 MB."""
    target = folder / EXPORT
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target, "w", encoding="ascii") as file:
        file.write('{"SecurityGroups":[')
        for place, text in enumerate(texts):
            file.write(("," if place else "") + text)
        file.write("]}\n")


def generate(count, folder, seed, share):
    rng = random.Random(seed)
    ids = group_ids(rng, count)
    vpcs = [f"vpc-{rng.getrandbits(68):017x}" for _ in range(40)]
    texts = [compact(security_group(rng, each, ids, vpcs)) for each in ids]
    write_export(texts, folder / "before")
    done = change(rng, texts, ids, share)
    rng.shuffle(texts)
    write_export(texts, folder / "after")
    # Written last: where this file stands, the exports are whole.
    with open(folder / "changes.json", "w", encoding="ascii") as file:
        json.dump({"groups": count, "seed": seed, "changes": done}, file, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, metavar="COUNT")
    parser.add_argument("folder", type=Path, metavar="OUTDIR")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--changed", type=float, default=0.001, metavar="SHARE",
                        help="share of the groups that change (default 0.001)")
    given = parser.parse_args()
    if given.count < 1 or not 0 < given.changed <= 1:
        parser.error("COUNT must be at least 1, SHARE above 0 and at most 1")
    generate(given.count, given.folder, given.seed, given.changed)


if __name__ == "__main__":
    main()
