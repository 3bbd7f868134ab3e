"""What is looked at after a fault, by sound code: whole documents, and all that was promised."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from tests.faults.libraries import dumped, tiny
from yinzheng.errors import YinzhengError
from yinzheng.index.database import FILE


def faults(folder: Path, allowed: Collection[bytes], stored: Collection[str]) -> Iterator[str]:
    """What is wrong with a library after a kill: it lacks what was acknowledged, or has what never was."""
    if not (folder / FILE).exists():
        if stored:
            yield "the library is gone"
        return
    try:
        with tiny(folder) as library:
            for finding in library.doctor().findings:
                if not finding.note and finding.check != "stray_file":
                    yield f"{finding.check}: {finding.detail}"
            there = {document.source for document in library.documents()}
            for lang in library.status().passages:  # what is cached answers for all of it
                assert library._index.lexical(["mark1"], lang, 5) is not None
        yield from (f"{source} is lost" for source in stored if source not in there)
        for line in dumped(folder)[1:-1]:
            if line not in allowed:
                yield "a document is there that was never added as it is"
    except (YinzhengError, ValueError, TypeError) as error:
        yield f"{type(error).__name__}: {error}"
