"""ONNX Runtime, loaded so that it keeps to itself."""

from __future__ import annotations

import os
from typing import Any


def onnxruntime() -> Any:
    """Import ONNX Runtime without its telemetry.

    From 1.31 on its wheels collect usage events in a database under the user's cache folder and send them
    to their maker, unless this variable is set before the first import. A value that is there already stays.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime as module

    return module
