"""What tests do otherwise while coverage or mutants are measured: ``make coverage``, ``make mutation``."""

from __future__ import annotations

import contextlib
import os
import subprocess

_PATIENCE = 4  # seconds for a process to leave; one that hangs is killed as ever


def prepare() -> None:
    """Have every run measure the same, and record what processes of ours do."""
    covering = "COVERAGE_RUN" in os.environ  # as coverage sets it,
    mutating = "MUTANT_UNDER_TEST" in os.environ  # and mutmut
    if covering or mutating:
        from hypothesis import Phase, settings

        # The same few examples every time: what is measured is what the tests reach, not what chance does.
        settings.register_profile(
            "measured",
            max_examples=20,
            derandomize=True,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
        )
        settings.load_profile("measured")
    if covering:
        _let_processes_leave()


def _let_processes_leave() -> None:
    """End processes of ours by closing their stdin: one that is killed leaves no record of what it ran."""
    from yinzheng import processes
    from yinzheng.corpus import sandbox

    kill = processes.end

    def end(process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        kill(process)

    for module in (processes, sandbox):
        module.end = end  # type: ignore[attr-defined]
