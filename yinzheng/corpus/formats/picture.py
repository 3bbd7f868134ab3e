"""Read scans that are pictures by themselves (PNG, JPEG, TIFF): each picture of a file is a page."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.content import Content
from yinzheng.corpus.dates import date_in_text
from yinzheng.corpus.formats import recognise
from yinzheng.corpus.formats.pdf_flow import flow
from yinzheng.corpus.formats.pdf_pages import Page, ranges, set_apart
from yinzheng.corpus.formats.pdf_title import printed_title
from yinzheng.corpus.formats.scan import LONGEST
from yinzheng.errors import EmptyDocument, UnreadableDocument, UnsupportedDocument

if TYPE_CHECKING:
    from yinzheng.corpus.formats.scan import Scans

_MOST_PIXELS = 120_000_000  # of one picture; A3 at 600 dpi has 70 million
_MOST_PAGES = 2000
_FORMATS = ("PNG", "JPEG", "TIFF")


def read(data: bytes, source: str, scans: Scans | None = None) -> Content:
    """Read the pictures of a file by what ``scans`` recognises on them; flags as those of a scanned PDF.

    Raises UnsupportedDocument without ``scans``, UnreadableDocument for what is damaged or too large, and
    EmptyDocument where no text is recognised.
    """
    if scans is None:
        raise UnsupportedDocument(source, f"it is a picture: {recognise.advice()}")
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # sizes are looked at here
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=_FORMATS) as image,
        ):
            count = getattr(image, "n_frames", 1)
            if count > _MOST_PAGES:
                raise UnreadableDocument(source, f"it has {count} pages, more than {_MOST_PAGES}: split it")
            pages = []
            for index in range(count):
                image.seek(index)
                if image.width * image.height > _MOST_PIXELS:
                    raise UnreadableDocument(source, "it has too many pixels: scan it at 300 dpi")
                pages.append(scans.page(_pixels(image), str(index + 1), count))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise UnreadableDocument(source, "it is damaged or cut off: get the file again") from None
    return _content(pages, source, scans)


def _pixels(image: Any) -> Any:
    """A picture as it is looked at: turned as it says, over white, no larger than is recognised."""
    import numpy as np
    from PIL import Image, ImageOps

    image.draft("RGB", (LONGEST, LONGEST))  # JPEG need not be decoded larger
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I;16"):  # 16 bits of grey: converting would cut off what is above 255
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    image.thumbnail((LONGEST, LONGEST))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _content(pages: list[Page], source: str, scans: Scans) -> Content:
    recognised = [number for number, page in enumerate(pages, 1) if page.regions]
    if not recognised:
        raise EmptyDocument(source, "no text was recognised on it")
    lines = [line for region in pages[recognised[0] - 1].regions for line in region]
    sizes = sorted(line.size for line in lines for _ in line.text)
    title = printed_title([(line.size, line.text) for line in lines], sizes[len(sizes) // 2])
    set_apart(pages)
    text, anchors = flow(pages, {}, title)
    empty = [number for number in range(1, len(pages) + 1) if number not in set(recognised)]
    named = (("ocr", recognised), ("pictures", empty))
    flags = [f"{name}:{ranges(numbers)}" for name, numbers in named if numbers]
    dated = date_in_text(text.replace("\f", ""))
    return Content(
        text,
        anchors,
        title,
        dated.date if dated else None,
        (*flags, *scans.flags, *(dated.flags if dated else ())),
    )
