"""Exports an account with the AWS CLI into FOLDER/ACCOUNT/REGION/CALL.json: export.py FOLDER REGION..."""

import contextlib
import io
import os
import pathlib
import sys

from awscli.clidriver import create_clidriver

ACCOUNT = "123456789012"
CALLS = [
    "ec2 describe-security-groups", "ec2 describe-route-tables", "ec2 describe-network-acls", "ec2 describe-vpcs",
    "ec2 describe-subnets", "ec2 describe-internet-gateways", "ec2 describe-instances", "ec2 describe-volumes",
    "ec2 describe-network-interfaces", "lambda list-functions", "rds describe-db-instances", "elbv2 describe-load-balancers",
    f"ec2 describe-managed-prefix-lists --filters Name=owner-id,Values={ACCOUNT}", "ec2 describe-snapshots --owner-ids self", "ec2 describe-images --owners self",
    "ec2 describe-launch-templates", "ec2 describe-transit-gateways", "ec2 describe-transit-gateway-attachments",
    "rds describe-db-clusters", "elbv2 describe-target-groups", "elb describe-load-balancers",
    "autoscaling describe-auto-scaling-groups", "autoscaling describe-launch-configurations", "logs describe-log-groups",
    "logs describe-metric-filters", "logs describe-resource-policies", "configservice describe-config-rules",
    "configservice describe-delivery-channels", "guardduty list-detectors", "macie2 get-macie-session",
    "ssm describe-parameters",
]


def export(call, region, path):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        # The CLI has an address of its own for rds in us-east-1, which only the option overrules.
        places = ["--region", region, "--endpoint-url", os.environ["AWS_ENDPOINT_URL"]]
        create_clidriver().main(call.split() + places + ["--output", "json"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(output.getvalue())


folder, regions = pathlib.Path(sys.argv[1]) / ACCOUNT, sys.argv[2:]
export("iam get-account-authorization-details", regions[0], folder / "global" / "iam-get-account-authorization-details.json")
for region in regions:
    for call in CALLS:
        export(call, region, folder / region / ("-".join(call.split()[:2]) + ".json"))
