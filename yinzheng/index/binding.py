"""What a library's passages were made with: one encoder, one way of cutting, and the passage means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yinzheng.errors import EncoderMismatch, InternalError
from yinzheng.index.checksums import checksum
from yinzheng.index.database import damaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yinzheng.index.database import Database
    from yinzheng.types import Lang


@dataclass(frozen=True, slots=True)
class Binding:
    """What a library's passages were made with: one encoder and one way of cutting."""

    encoder: str
    fingerprint: str
    dimension: int
    cutting: str


def read(database: Database) -> Binding | None:
    """Return what the passages were made with, or None where there never were any."""
    names = ("encoder", "fingerprint", "dimension", "cutting")
    rows = database.table()
    if any(name not in rows for name in names):
        return None
    return Binding(*(rows[name] for name in names))


def check(database: Database, wanted: Binding) -> bool:
    """Return whether the library is bound to ``wanted``; an empty one may still be bound.

    Raises EncoderMismatch when its passages were made with something else.
    """
    found = read(database)
    if found == wanted:
        return True
    if found is not None and database.rows("SELECT 1 FROM documents LIMIT 1"):
        if replace(found, cutting=wanted.cutting) == wanted:
            differs = f"its passages are cut as {found.cutting}, now as {wanted.cutting}"
        else:
            differs = f"it was indexed with {_named(found)}, not {_named(wanted)}"
        raise EncoderMismatch(
            f"{database.path.parent}: {differs}; use that one, or run `yinzheng add --reindex`"
        )
    return False


def record(database: Database, binding: Binding, centres: dict[Lang, NDArray[np.float32]] | None) -> None:
    """Record what passages are made with, within a transaction.

    ``centres`` are the encoder's own passage means, or None when they are to be measured here.
    """
    database.set_meta("encoder", binding.encoder)
    database.set_meta("fingerprint", binding.fingerprint)
    database.set_meta("dimension", binding.dimension)
    database.set_meta("cutting", binding.cutting)
    database.set_meta("centres", "measured" if centres is None else "constant")
    database.execute("DELETE FROM centres")
    for lang, mean in (centres or {}).items():
        set_centre(database, lang, mean, 0)


def dimension(database: Database) -> int:
    """The length of the vectors. Raises InternalError in a library that never held a document."""
    dimension = database.meta("dimension")
    if dimension is None:
        raise InternalError(f"{database.path}: used before an encoder was bound")
    return int(dimension)


def measures_centres(database: Database) -> bool:
    """Whether the passage means are measured on this library."""
    return bool(database.meta("centres") == "measured")


def centre_of(database: Database, lang: Lang) -> tuple[NDArray[np.float32], int] | None:
    """Return the passage mean of a language and on how many passages it was measured (0: constant)."""
    import numpy as np

    rows = database.rows("SELECT mean, measured, checksum FROM centres WHERE lang = ?", (lang,))
    if not rows:
        return None
    mean, measured, made = rows[0]
    if checksum(lang, mean, measured) != made:
        raise damaged(database.path, f"the mean of its {lang} passages has changed by itself")
    return np.frombuffer(mean, "<f4").astype(np.float32), measured


def set_centre(database: Database, lang: Lang, mean: NDArray[np.float32], measured: int) -> None:
    """Record a passage mean, within a transaction."""
    row = (lang, mean.astype("<f4").tobytes(), measured)
    database.execute("INSERT OR REPLACE INTO centres VALUES (?, ?, ?, ?)", (*row, checksum(*row)))


def _named(binding: Binding) -> str:
    return f"{binding.encoder} ({binding.fingerprint[:12]}, {binding.dimension} dimensions)"
