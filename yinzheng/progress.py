"""How far a long command is: a bar on stderr with what is done, how fast, and how long the rest may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.output import console, say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from yinzheng.types import Lang


class Bar:
    """A bar for ``Library.add`` and ``Library.claims``; it draws nothing where stderr is no terminal."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._console = console("stderr")
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._steps = 0  # files that are done

    def start(self, total: int) -> None:
        """Show the bar for ``total`` files."""
        if not self._console.is_terminal or not total:
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=16, style="default", complete_style="magenta", finished_style="magenta"),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}", markup=False),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[source]}", markup=False),
            console=self._console,
            transient=True,
        )
        self._steps = 0
        self._task = self._progress.add_task(say("reading", self._lang), total=total, source="", rate="")
        self._progress.start()

    def step(self, source: str) -> None:
        """Count one more file."""
        if self._progress is not None and self._task is not None:
            speed = self._progress.tasks[0].speed
            rate = f"{speed:.{0 if speed >= 10 else 1}f}/s" if speed else ""
            shown = screen.shorten(source, max(8, self._console.width - 58))
            self._steps += 1
            self._progress.update(self._task, completed=self._steps, source=shown, rate=rate)

    def part(self, source: str, done: int, of: int) -> None:
        """Show how many pages of a scan are recognised, or passages of a long document are encoded."""
        if self._progress is not None and self._task is not None:
            count = f" {done}/{of}"
            shown = screen.shorten(source, max(8, self._console.width - 58 - len(count)))
            # A part of a file counts for the bar and the time that is left, and never for a whole one.
            far = self._steps + min(done / of, 0.99)
            self._progress.update(self._task, completed=far, source=shown + count)

    def done(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
