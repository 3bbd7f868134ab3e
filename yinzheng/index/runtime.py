"""What runs below Python: ONNX Runtime, loaded so that it keeps to itself, and freed memory."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any


def onnxruntime() -> Any:
    """Import ONNX Runtime without its telemetry.

    From 1.31 on its wheels collect usage events in a database under the user's cache folder and send them
    to their maker, unless this variable is set before the first import. A value that is there already stays.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime as module

    return module


def give_back_memory() -> None:
    """Give freed memory back to the system, where the C library is glibc, which keeps it for each thread.

    Every writer of words has a thread of its own: 60 MB were kept after the first, and more after others.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim:
            trim(0)
