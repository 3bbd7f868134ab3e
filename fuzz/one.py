"""One target under atheris, in this process: ``python -m fuzz.one TARGET [libFuzzer options, folders]``."""

from __future__ import annotations

import sys

import atheris


def main() -> None:
    """Instrument our code as it is imported, then run; libFuzzer ends the process."""
    with atheris.instrument_imports(include=["yinzheng"]):
        from fuzz.targets import TARGETS
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
