"""How long a harness runs: short among the tests, long by ``make faults SEED=… COUNT=…``."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

SEED = int(os.environ.get("YINZHENG_FAULTS_SEED") or 20)
COUNT = int(os.environ.get("YINZHENG_FAULTS_COUNT") or 0)
"""How many kills, flips and failures; 0 is the short run of the test suite."""


def count(short: int, share: float = 1.0) -> int:
    """How often a harness does its thing: ``share`` of COUNT, or ``short`` times."""
    return max(short, int(COUNT * share)) if COUNT else short


def report(line: str) -> None:
    """Print what a harness counted."""
    print(f"\n  {line} (seed {SEED})", flush=True)


def build_shim(folder: Path) -> Path | None:
    """Compile the shim that counts and breaks calls, or return None where that cannot be done."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None or not ctypes.util.find_library("c"):
        return None
    made = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    ran = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], capture_output=True
    )
    return made if ran.returncode == 0 else None
