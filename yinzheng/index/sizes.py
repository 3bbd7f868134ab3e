"""How long documents are, without reading their texts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinzheng.index.database import Database

_PLACES = ("page", "slide", "sheet")
_FLOWING = ("text/plain", "text/markdown", "text/html", "text/csv", "application/x-subrip", "text/vtt")


@dataclass(frozen=True, slots=True)
class Size:
    """How long a document is: ``characters`` in code points, and ``places`` of a ``kind``, where it has some.

    ``kind`` is ``page``, ``slide``, ``sheet`` or empty.
    """

    characters: int
    places: int = 0
    kind: str = ""


def sizes(db: Database) -> dict[str, Size]:
    """The sizes of all documents by id."""
    found: dict[str, Size] = {}
    with db.snapshot():
        # Passages cover a text to its end, so the last one tells; each lies among vectors, so one is read.
        for seq, name, media_type, end in db.rows(
            "SELECT seq, id, media_type,"
            ' (SELECT "end" FROM passages WHERE doc = seq ORDER BY start DESC LIMIT 1) FROM documents'
        ):
            places: Counter[str] = Counter()
            if media_type not in _FLOWING:
                for (anchors,) in db.rows("SELECT anchors FROM texts WHERE doc = ?", (seq,)):
                    places.update(kind for _, kind, _ in json.loads(anchors))
            kind = next((kind for kind in _PLACES if places[kind]), "")
            found[name] = Size(end or 0, places[kind], kind)
    return found
