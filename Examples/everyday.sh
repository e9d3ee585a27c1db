#!/bin/sh
# Writes the exports and change records that Documentation/EverydayJobs.md works with into the current folder:
# a small account in the first quarter of 2026, one that was never looked after, and a staging account beside
# its production.
#
#   sh Examples/everyday.sh
set -eu

account=111122223333
region=eu-west-1

# groups FOLDER ACCOUNT GROUP…: security groups, each written by `group`.
groups() {
  folder=$1/$2/$region
  mkdir -p "$folder"
  shift 2
  all=
  for group in "$@"; do all="$all${all:+,
}$group"; done
  printf '{"SecurityGroups": [\n%s]}\n' "$all" > "$folder/ec2-describe-security-groups.json"
}

# group ID NAME ACCOUNT [PORT CIDR]…: a security group with those rules.
group() {
  head="{\"GroupId\": \"$1\", \"GroupName\": \"$2\", \"Description\": \"$2\", \"OwnerId\": \"$3\""
  shift 3
  rules=
  while [ $# -gt 0 ]; do
    rules="$rules${rules:+, }{\"IpProtocol\": \"tcp\", \"FromPort\": $1, \"ToPort\": $1,"
    rules="$rules \"IpRanges\": [{\"CidrIp\": \"$2\"}]}"
    shift 2
  done
  printf '%s, "VpcId": "vpc-1", "IpPermissionsEgress": [], "IpPermissions": [%s]}' "$head" "$rules"
}

# routes FOLDER NAT: the route table of the private subnets.
routes() {
  mkdir -p "$1/$account/$region"
  cat > "$1/$account/$region/ec2-describe-route-tables.json" <<J
{"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "OwnerId": "$account", "Associations": [],
  "PropagatingVgws": [], "Tags": [{"Key": "Name", "Value": "private"}], "Routes": [
  {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "$2", "State": "active", "Origin": "CreateRoute"}]}]}
J
}

# ten FOLDER [PORT CIDR]…: the groups of ten services, all with those rules; $door is added to service-3.
ten() {
  folder=$1
  shift
  rules=$*
  set --
  for number in 0 1 2 3 4 5 6 7 8 9; do
    extra=
    [ $number -ne 3 ] || extra=$door
    # shellcheck disable=SC2086
    set -- "$@" "$(group sg-$number service-$number $account $rules $extra)"
  done
  groups "$folder" "$account" "$@"
}

door=
ten january
routes january nat-1
ten february 443 10.0.0.0/8
routes february nat-1
# On 3 March somebody opens a door for a day.
door="22 0.0.0.0/0"
ten march-03 443 10.0.0.0/8
routes march-03 nat-1
cp -r february march-04
# In the night of the 10th the gateway fails, and somebody routes around it.
cp -r february march-10
routes march-10 nat-2
cp -r march-10 march-31

mkdir -p changes
for number in 0 1 2 3 4 5 6 7 8 9; do
  cat > changes/CHG-10$number.yaml <<J
change: CHG-10$number
title: Open HTTPS of service-$number to the office
kind: normal
state: submitted
requestedBy: alice@example.com
reference: https://tickets.example.com/CHG-10$number
window: { from: 2026-02-09T20:00:00Z, until: 2026-02-09T22:00:00Z }
allows:
  - resource: { type: AWS::EC2::SecurityGroup, account: "$account", region: $region, id: sg-$number }
    action: modify
    edits:
      - added: IpPermissions
        where: { IpProtocol: tcp, ports: 443, source: { within: 10.0.0.0/8 } }
J
done

# onboarding FOLDER CIDR: an account with 500 groups, in all of which people may log in from there.
onboarding() {
  mkdir -p "$1/777788889999/$region"
  awk -v cidr="$2" 'BEGIN {
    print "{\"SecurityGroups\": ["
    for (n = 0; n < 500; n++)
      printf "%s{\"GroupId\": \"sg-a%d\", \"GroupName\": \"old-%d\", \"Description\": \"old\", \"OwnerId\": \"777788889999\", \"VpcId\": \"vpc-2\", \"IpPermissionsEgress\": [], \"IpPermissions\": [{\"IpProtocol\": \"tcp\", \"FromPort\": 22, \"ToPort\": 22, \"IpRanges\": [{\"CidrIp\": \"%s\"}]}]}\n", n ? "," : "", n, n, cidr
    print "]}"
  }' > "$1/777788889999/$region/ec2-describe-security-groups.json"
}
onboarding agreed 10.0.0.0/8
onboarding found 0.0.0.0/0

groups staging 222233334444 "$(group sg-s1 web 222233334444 443 10.0.0.0/8)" "$(group sg-s2 data 222233334444 5432 10.0.0.0/8)"
groups production $account "$(group sg-p1 web $account 443 0.0.0.0/0)" "$(group sg-p2 data $account 5432 10.0.0.0/8)"
