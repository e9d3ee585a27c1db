"""Runs a command and measures it: wall-clock seconds, peak resident memory, exit status."""

import os
import subprocess
import time
from dataclasses import dataclass


class BenchmarkError(Exception):
    """One sentence for the person at the terminal."""


@dataclass(frozen=True)
class Measurement:
    seconds: float
    peak_megabytes: float
    """Of the largest single process of the command (10^6 bytes). Never less than the driver's
    own, about 15 MB: the kernel counts what the process was before it became the command."""


def measure(arguments, status, output, errors, environment):
    """Runs one command to its end, with its output in the file `output`; writes to disk that are
    still under way from earlier are awaited first."""
    os.sync()
    with open(output, "wb") as out, open(errors, "wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   env=os.environ | environment)
        _, result, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(result)
    if process.returncode != status:
        raise BenchmarkError(
            f"`{' '.join(arguments)}` ended with status {process.returncode} where {status} is "
            f"expected: {last_line(errors)}")
    return Measurement(seconds, usage.ru_maxrss * 1024 / 1e6)


def last_line(path):
    lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing on standard error."


def allocated_megabytes(paths):
    """What files and folders take on disk, in whole blocks (10^6 bytes)."""
    return sum(blocks(each) for each in paths) * 512 / 1e6


def blocks(path):
    total = path.stat().st_blocks
    if path.is_dir():
        total += sum(blocks(each) for each in path.iterdir())
    return total
