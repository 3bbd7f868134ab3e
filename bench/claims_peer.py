"""Run the peer (Microsoft's recognizers-text-suite) over texts, in an environment of its own.

Run by that environment's Python, so nothing of this project is imported: reads
``{"lang", "model" or null, "texts"}`` from stdin, writes ``{"cpu", "results"}`` to stdout; ``results`` holds
(start, end, value, unit) for each text, ``cpu`` the CPU seconds of the parsing alone by model, ``failed`` how
often it raised. ``model`` null means all models one after the other, ages, temperatures and dates too.
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
    from recognizers_date_time import DateTimeRecognizer  # type: ignore[import-not-found]
    from recognizers_number import NumberRecognizer  # type: ignore[import-not-found]
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # type: ignore[import-not-found]

    job = json.load(sys.stdin)
    culture = {"zh": "zh-cn", "en": "en-us"}[job["lang"]]
    numbers, units = NumberRecognizer(culture), NumberWithUnitRecognizer(culture)
    models = {
        "Number": numbers.get_number_model(), "Percent": numbers.get_percentage_model(),
        "Currency": units.get_currency_model(), "Dimension": units.get_dimension_model(),
        "Age": units.get_age_model(), "Temperature": units.get_temperature_model(),
        "DateTime": DateTimeRecognizer(culture).get_datetime_model(),
    }  # fmt: skip
    chosen = [job["model"]] if job["model"] else list(models)
    results: list[list[Any]] = [[] for _ in job["texts"]]
    cpu: dict[str, float] = {}
    failed = 0
    for name in chosen:
        models[name].parse("1")  # builds what is built on first use
        begin = time.process_time()
        for row, text in zip(results, job["texts"], strict=True):
            try:
                parsed = models[name].parse(text)
            except Exception:  # noqa: BLE001 - a text that it cannot read is one it gets wrong
                failed += 1
                continue
            for item in parsed:
                resolution = item.resolution or {}
                row.append((item.start, item.end + 1, resolution.get("value"), resolution.get("unit", "")))
        cpu[name] = time.process_time() - begin
    json.dump({"cpu": cpu, "failed": failed, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
