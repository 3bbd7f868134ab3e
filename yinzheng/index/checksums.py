"""Checksums of rows: SQLite does not notice a byte that changes inside a value, nor a row that is lost."""

from __future__ import annotations

import zlib

Value = int | float | str | bytes | None
"""What a column may hold."""

ONE = 1 << 32
"""Added to each checksum before they are summed, so that a sum tells how many there were as well."""


def checksum(*values: Value) -> int:
    """Return the CRC-32 of the values of a row, with their types; also SQL's ``checksum(…)`` in migrations.

    It finds what disks and half-done copies do, every change within four bytes among it; it is no
    protection against somebody who may write to the library anyway.
    """
    parts = []
    for value in values:
        if isinstance(value, str):
            data = value.encode()
            parts.append(b"s%d:%b" % (len(data), data))
        elif isinstance(value, bytes):
            parts.append(b"b%d:%b" % (len(value), value))
        elif value is None:
            parts.append(b"N4:None")
        else:
            data = str(value).encode()
            parts.append(b"%b%d:%b" % (type(value).__name__[:1].encode(), len(data), data))
    return zlib.crc32(b"".join(parts))
