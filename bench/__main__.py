"""All measurements, one after the other: ``make bench``. They take about two hours on two cores.

python -m bench [retrieval | encoder | speed | ingest | scale | claims | quality | summaries | check
                 | reading_pdf | reading_html | reading_encodings | reading_memory]
"""

from __future__ import annotations

import subprocess
import sys

from bench.data import DATA, available

PARTS = (
    "retrieval",
    "encoder",
    "speed",
    "ingest",
    "scale",
    "claims",
    "quality",
    "summaries",
    "check",
    "reading_pdf",
    "reading_html",
    "reading_encodings",
    "reading_memory",
)


def main() -> None:
    """Run the parts named, or all."""
    names = sys.argv[1:] or PARTS
    if unknown := [name for name in names if name not in PARTS]:
        raise SystemExit(f"no such measurement: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if not available():
        raise SystemExit(f"the evaluation data is missing: expected at {DATA}")
    for name in names:
        print(f"\n## {name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)


if __name__ == "__main__":
    main()
