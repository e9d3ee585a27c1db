"""Runs AWS CLI commands in one process: a JSON list of argument lists in, a JSON list of what each printed out."""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver

outputs = []
for arguments in json.loads(sys.argv[1]):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        status = create_clidriver().main(arguments)
    outputs.append({"status": status, "output": output.getvalue()})
print(json.dumps(outputs))
