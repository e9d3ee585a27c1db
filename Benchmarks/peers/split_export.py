"""Splits an export into one file per group, as an export is kept in git: split_export.py EXPORT FOLDER

A file is written only if its text is another: that is three times as fast as writing all again,
and git then has only those to read.
"""

import gc
import json
import sys
from pathlib import Path


def text_of(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def split(export, folder):
    with open(export, "rb") as file:
        groups = json.loads(file.read())["SecurityGroups"]
    Path(folder).mkdir(exist_ok=True)
    for group in groups:
        path = f"{folder}/{group['GroupId']}.json"
        text = json.dumps(group, separators=(",", ":"), sort_keys=True) + "\n"
        if text_of(path) != text:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)


gc.disable()  # Parsing so many objects takes four times as long with the collector on.
split(*sys.argv[1:])
