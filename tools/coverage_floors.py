"""Fail where the tests run fewer lines or branches than they have to: ``python -m tools.coverage_floors``.

It reads what ``coverage run`` left and ``coverage combine`` put together; ``make coverage`` does all of it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

FLOORS = {"lines": 92.0, "branches": 85.0}
"""Percent that have to be run."""


def shares(totals: Mapping[str, float]) -> dict[str, float]:
    """Percent of lines and of branches that were run, of the totals of coverage's JSON report."""
    return {
        "lines": 100 * totals["covered_lines"] / totals["num_statements"],
        "branches": 100 * totals["covered_branches"] / totals["num_branches"],
    }


def main() -> int:
    """Print both shares; return 1 where one is under its floor."""
    from coverage import Coverage

    measured = Coverage()
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(path))
        made = shares(json.loads(path.read_text("utf-8"))["totals"])
    for what, share in made.items():
        print(f"{what}: {share:.1f} % run, at least {FLOORS[what]:.0f} % wanted")
    return any(share < FLOORS[what] for what, share in made.items())


if __name__ == "__main__":
    sys.exit(main())
