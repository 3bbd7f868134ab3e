"""Run the peer (Microsoft's recognizers-text-suite) over texts, in an environment of its own.

Run by that environment's Python, so nothing of this project is imported: reads
``{"lang", "model" or null, "texts"}`` from stdin, writes ``{"cpu", "results"}`` to stdout; ``results`` holds
(start, end, value, unit) for each text, ``cpu`` the CPU seconds of the parsing alone. ``model`` null means
all four models one after the other.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

REQUIREMENTS = ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0", "regex<2023")
"""The suite's last release does not run with what its own loose requirements bring today."""


def main() -> None:
    """Parse what stdin holds."""
    from recognizers_number import NumberRecognizer  # type: ignore[import-not-found]
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # type: ignore[import-not-found]

    job = json.load(sys.stdin)
    culture = {"zh": "zh-cn", "en": "en-us"}[job["lang"]]
    numbers, units = NumberRecognizer(culture), NumberWithUnitRecognizer(culture)
    models = {
        "Number": numbers.get_number_model(), "Percent": numbers.get_percentage_model(),
        "Currency": units.get_currency_model(), "Dimension": units.get_dimension_model(),
    }  # fmt: skip
    chosen = [models[job["model"]]] if job["model"] else list(models.values())
    for model in chosen:
        model.parse("1")  # builds what is built on first use
    results: list[list[Any]] = []
    begin = time.process_time()
    for text in job["texts"]:
        row: list[Any] = []
        for model in chosen:
            try:
                parsed = model.parse(text)
            except Exception:  # noqa: BLE001 - a case that it cannot read is a case it gets wrong
                parsed = []
            for item in parsed:
                resolution = item.resolution or {}
                row.append((item.start, item.end + 1, resolution.get("value"), resolution.get("unit", "")))
        results.append(row)
    json.dump({"cpu": time.process_time() - begin, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
