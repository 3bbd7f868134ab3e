"""Fuzz targets with atheris, each for a bounded number of executions.

    python -m fuzz [TARGET …] [--runs N] [--seed S] [--seconds S]

It begins with what lies in fuzz/corpus/TARGET; an input that crashes is written to the current folder.
Exits 1 after a crash.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 240  # bytes of an input: what goes wrong in a grammar goes wrong in a line


def fuzz(name: str, runs: int, seed: int, seconds: int) -> int:
    """Run one target in a process of its own (libFuzzer leaves it by itself); return its exit status."""
    with tempfile.TemporaryDirectory() as found:
        program = [sys.executable, "-m", "fuzz.one", name, found, str(CORPUS / name)]
        options = [f"-runs={runs}", f"-seed={seed}", f"-max_len={LONGEST}", "-timeout=20", "-verbosity=0"]
        if seconds:
            options.append(f"-max_total_time={seconds}")
        ran = subprocess.run(
            [*program, *options, "-print_final_stats=1"], stderr=subprocess.PIPE, text=True, check=False
        )
    stats = dict(line[6:].split(":", 1) for line in ran.stderr.splitlines() if line.startswith("stat::"))
    done = stats.get("number_of_executed_units", "0").strip()
    print(f"{name:12} {done:>9} executions, seed {seed}: {'no crash' if not ran.returncode else 'CRASH'}")
    if ran.returncode:
        print(ran.stderr[-4000:], file=sys.stderr)
    return ran.returncode


def main() -> int:
    """Read the options, and fuzz."""
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=0)
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    failed = [name for name in given.targets or TARGETS if fuzz(name, given.runs, given.seed, given.seconds)]
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
