"""What is measured: every tool, its commands for each step, and how its answer is read.

This is the one place to edit when a command line changes. In the commands, {before} and {after}
are folders as `generate.py` writes them, {before_export} and {after_export} the files in them,
{work} is an empty folder of the contender's own, {peers} the folder of the scripts beside this
file, {python} a Python that has the packages of PACKAGES, {plumb} the program.
"""

import json
import re
from dataclasses import dataclass, field

PACKAGES = ("duckdb", "deepdiff")

GROUP_ID = re.compile(r"^\W*(sg-[0-9a-f]{17})\b", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """Commands that run one after the other; their times are added, their highest peak counts."""

    commands: tuple[str, ...]
    status: int = 0
    in_copy: bool = False
    """Runs on a copy of {work} that is thrown away, so that the next step does not see it."""


@dataclass(frozen=True)
class Contender:
    name: str
    steps: dict[str, Step]
    """By the names of STEPS; what a tool has no need of is left out."""

    store: str | None = None
    """The files that keep the history, as a pattern in {work}; None if nothing is kept."""

    answer: str = "lines"
    """How the output of `audit` names the changed groups: a key of ANSWERS."""

    needs: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


STEPS = {
    "cold": "first export into a new store",
    "baseline": "declare it the baseline",
    "identical": "the identical export again",
    "changed": "the changed export",
    "audit": "what changed?",
}

SUMS = {
    "changed export + what changed?": ("changed", "audit"),
    "all: both exports + what changed?": ("cold", "baseline", "changed", "audit"),
}

PLUMB = Contender(
    "plumb",
    steps={
        "cold": Step(("{plumb} snapshot import {before} --store {work}/plumb.db",)),
        "baseline": Step(("{plumb} baseline set latest --store {work}/plumb.db",)),
        "identical": Step(("{plumb} snapshot import {before} --store {work}/plumb.db",),
                          in_copy=True),
        "changed": Step(("{plumb} snapshot import {after} --store {work}/plumb.db",)),
        "audit": Step(("{plumb} audit --format json --store {work}/plumb.db",), status=1),
    },
    store="plumb.db*", answer="findings", needs=("{plumb}",))


def duckdb(form):
    script = "{python} {peers}/duckdb_tables.py"
    load = f"{script} load {form} {{work}}/groups.duckdb"
    return Contender(
        f"DuckDB, {form}",
        steps={
            "cold": Step((f"{load} before {{before_export}}",)),
            "identical": Step((f"{load} after {{before_export}}",), in_copy=True),
            "changed": Step((f"{load} after {{after_export}}",)),
            "audit": Step((f"{script} compare {{work}}/groups.duckdb",)),
        },
        store="groups.duckdb*")


def git():
    split = "{python} {peers}/split_export.py"
    command = "git -C {work}/groups -c gc.auto=0 -c maintenance.auto=false"
    return Contender(
        "git",
        steps={
            "cold": Step(("git init -q {work}/groups", f"{split} {{before_export}} {{work}}/groups",
                          f"{command} add -A", f"{command} commit -qm before")),
            # In place, not in a copy: a copied work tree would have git read every file again.
            "identical": Step((f"{split} {{before_export}} {{work}}/groups", f"{command} add -A")),
            "changed": Step((f"{split} {{after_export}} {{work}}/groups", f"{command} add -A",
                             f"{command} commit -qm after")),
            "audit": Step((f"{command} diff --stat HEAD~1",)),
        },
        store="groups/.git", needs=("git",),
        environment={"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
                     "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@example.com",
                     "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@example.com"})


DEEPDIFF = Contender(
    "json + deepdiff",
    steps={"audit": Step(("{python} {peers}/deepdiff_exports.py {before_export} {after_export}",))})

PEERS = (duckdb("structs"), duckdb("json"), git(), DEEPDIFF)


def ids_in_findings(text):
    return {each["resource"]["id"] for each in json.loads(text)["findings"]}


ANSWERS = {"lines": lambda text: set(GROUP_ID.findall(text)), "findings": ids_in_findings}
