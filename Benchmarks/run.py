#!/usr/bin/env python3
"""Measures plumb beside what one would take instead, on the same data in the same run."""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import contenders
from generate import EXPORT
from measure import BenchmarkError, allocated_megabytes, measure
from report import table

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / ".build"


def prepare_python(folder):
    """A virtual environment with the peers' packages; made once, then used again."""
    python = folder / "bin" / "python"
    packages = contenders.PACKAGES
    imports = "import " + ", ".join(packages)
    if python.exists() and subprocess.run([python, "-c", imports], capture_output=True,
                                          check=False).returncode == 0:
        return python
    for command in ([sys.executable, "-m", "venv", folder],
                    [python, "-m", "pip", "install", "--quiet", *packages]):
        if subprocess.run(command, check=False).returncode != 0:
            raise BenchmarkError(f"The peers' packages ({', '.join(packages)}) cannot be "
                                 f"installed in {folder}; what failed stands above.")
    return python


def prepare_data(count, folder):
    """Generates the exports in another process: a large driver would raise every peak measured."""
    if not (folder / "changes.json").exists():
        subprocess.run([sys.executable, HERE / "generate.py", str(count), folder], check=True)
    changes = json.loads((folder / "changes.json").read_text(encoding="ascii"))["changes"]
    return {each["groupId"] for each in changes}


def require(contender, places):
    for need in contender.needs:
        if shutil.which(need.format(**places)) is None:
            raise BenchmarkError(f"{contender.name} is not measured without the program "
                                 f"{need.format(**places)}, which is not here.")


def run_step(step, contender, places):
    """The measurement of the step's commands together; the last one's output is in `output`."""
    logs = places["work"].parent
    if step.in_copy:
        copy = logs / "copy"
        shutil.copytree(places["work"], copy)
        places = places | {"work": copy}
    done = [measure([part.format(**places) for part in shlex.split(command)], step.status,
                    logs / "output", logs / "errors", contender.environment)
            for command in step.commands]
    return type(done[0])(sum(each.seconds for each in done),
                         max(each.peak_megabytes for each in done))


def run_contender(contender, places, expected):
    """One repetition from nothing: the measurement of each step, and the size of the store."""
    work = Path(tempfile.mkdtemp(dir=places["runs"])) / "work"
    work.mkdir()
    places = places | {"work": work}
    run = {name: run_step(contender.steps[name], contender, places)
           for name in contenders.STEPS if name in contender.steps}
    answer = (work.parent / "output").read_text(encoding="utf-8")
    found = contenders.ANSWERS[contender.answer](answer)
    if found != expected:
        raise BenchmarkError(f"{contender.name} finds {len(found)} changed groups, "
                             f"{len(found & expected)} of the {len(expected)} that there are.")
    size = allocated_megabytes(work.glob(contender.store)) if contender.store else None
    return run, size


def run_count(count, chosen, repeat, places, folder):
    data = folder / f"data-{count}"
    expected = prepare_data(count, data)
    places = places | {"before": data / "before", "after": data / "after",
                       "before_export": data / "before" / EXPORT,
                       "after_export": data / "after" / EXPORT}
    runs, stores = {each.name: [] for each in chosen}, {each.name: [] for each in chosen}
    # Repetitions go round all contenders, so that a busy minute of the machine hits each of them.
    for turn in range(repeat):
        for contender in chosen:
            print(f"{count:,} groups, {turn + 1} of {repeat}: {contender.name}", file=sys.stderr)
            run, size = run_contender(contender, places, expected)
            runs[contender.name].append(run)
            stores[contender.name] += [size] if size is not None else []
    return table(count, chosen, runs, stores)


def machine(repeat, load_before):
    loads = ", ".join(f"{load:.1f}" for load in (load_before, os.getloadavg()[0]))
    return (f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load {loads} at start and end. "
            f"Median of {repeat} (lowest–highest), peak memory of the largest process.\n")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, nargs="+", default=[10_000, 100_000],
                        help="numbers of security groups (default 10000 100000)")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--plumb", metavar="PATH",
                        default=os.environ.get("PLUMB", str(BUILD / "release" / "plumb")),
                        help="a release build of plumb (default: PLUMB, or .build/release/plumb)")
    names = [each.name for each in (contenders.PLUMB, *contenders.PEERS)]
    parser.add_argument("--peers-only", action="store_true", help="measure without plumb")
    parser.add_argument("--only", nargs="+", default=names, choices=names, metavar="NAME",
                        help=f"measure these only, of: {'; '.join(names)}")
    parser.add_argument("--folder", type=Path, default=BUILD / "benchmarks",
                        help="for data and stores (default .build/benchmarks)")
    parser.add_argument("--output", type=Path, help="also write the tables to this Markdown file")
    given = parser.parse_args()
    if min(given.count) < 1 or given.repeat < 1:
        parser.error("--count and --repeat must be at least 1")
    return given


def main():
    given = parse_arguments()
    chosen = [each for each in (contenders.PLUMB, *contenders.PEERS)
              if each.name in given.only and not (given.peers_only and each.name == "plumb")]
    folder = given.folder.resolve()
    places = {"plumb": shutil.which(given.plumb) or given.plumb, "peers": HERE / "peers",
              "python": folder / "venv" / "bin" / "python"}
    for contender in chosen:
        require(contender, places)
    prepare_python(folder / "venv")
    load = os.getloadavg()[0]
    # All stores stand until the end: ext4 is several times slower at creating many files within
    # half a minute of many being deleted, which would count against git.
    with tempfile.TemporaryDirectory(prefix="run-", dir=folder) as runs:
        tables = [run_count(count, chosen, given.repeat, places | {"runs": Path(runs)}, folder)
                  for count in given.count]
    text = "\n".join([machine(given.repeat, load), *tables])
    print(text)
    if given.output:
        given.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except BenchmarkError as problem:
        sys.exit(f"error: {problem}")
    except subprocess.CalledProcessError as problem:
        sys.exit(f"error: The data could not be generated (status {problem.returncode}).")
