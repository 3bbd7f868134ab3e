"""Running a command in this process or in one of its own; the fixtures are in conftest.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

YINZHENG = [sys.executable, "-c", "from yinzheng.cli import main; main()"]


@dataclass(frozen=True)
class Run:
    """What a command did: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout; anything before or behind it fails."""
        return json.loads(self.out)


Yinzheng = Callable[..., Run]
