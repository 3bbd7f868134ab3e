"""Read PDF files: text in reading order with pages and headings as anchors, tables as rows.

Characters are asked for with their places, one page at a time, and put in order by ``pdf_lines``,
``pdf_tables`` and ``pdf_flow``. PDFium draws only pages whose text is to be recognised (``scan``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.content import Content
from yinzheng.corpus.dates import date_in_text
from yinzheng.corpus.formats import recognise
from yinzheng.corpus.formats.pdf_flow import flow
from yinzheng.corpus.formats.pdf_fonts import stand_in
from yinzheng.corpus.formats.pdf_lines import regions
from yinzheng.corpus.formats.pdf_pages import Page, ranges, set_apart
from yinzheng.corpus.formats.pdf_title import filing_title, printed_title, stated_title
from yinzheng.corpus.formats.pdf_words import characters, words
from yinzheng.errors import EmptyDocument, UnreadableDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.corpus.formats.scan import Scans

MAX_PAGES = 20_000
"""Files with more pages are refused: a file of a few kilobytes may claim billions."""

MAX_CHARACTERS = 300_000
"""Pages with more are left out as unreadable: a full one has some ten thousand, a poster a few times that."""

_LONGEST_LABEL = 12  # characters of a page label
_MOST_BOOKMARKS = 5000
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_CREATED = re.compile(r"D:((?:19|20)\d\d)(\d\d)(\d\d)")


def read(data: bytes, source: str, scans: Scans | None = None) -> Content:
    """Read a PDF file; ``scans`` recognises the text of pages that have none.

    The flag ``pages_without_text:3,7-9`` names pages, counted from 1, that show something but have no
    text, as scans do, and ``unreadable_pages:4`` such as are damaged. With ``scans`` it is ``ocr:3,7`` for
    those whose text was recognised and ``pictures:8-9`` for those that show none. Raises UnreadableDocument
    for files that are damaged or need a password, and EmptyDocument where no page has text.
    """
    pdf = _opened(data, source)
    try:
        return _content(pdf, source, scans)
    finally:
        pdf.close()


def _opened(data: bytes, source: str) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    stand_in()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None) or pdfium.FPDF_GetLastError()
        if code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableDocument(
                source, "it is protected by a password: save a copy without one and add that"
            ) from None
        if code == pdfium.FPDF_ERR_SECURITY:
            raise UnreadableDocument(source, "it is protected in a way that is not supported") from None
        raise UnreadableDocument(
            source, "it is damaged or cut off: PDFium finds no pages in it; get the file again"
        ) from None
    count = len(pdf)
    if not 0 < count <= MAX_PAGES:
        pdf.close()
        if not count:
            raise UnreadableDocument(source, "it has no pages")
        raise UnreadableDocument(source, f"it has {count} pages, more than {MAX_PAGES}: split it")
    return pdf


def _content(pdf: Any, source: str, scans: Scans | None) -> Content:
    labels = _labels(pdf)
    pages: list[Page] = []
    without: list[int] = []
    damaged: list[int] = []
    for number, label in enumerate(labels, 1):
        page = _page(pdf, number - 1, label)
        if page is None:
            damaged.append(number)
            page = Page(label, 0.0, 0.0, [])
        elif not page.regions and not _is_blank(pdf, number - 1):
            without.append(number)
        pages.append(page)
    recognised: list[int] = []
    if scans is not None:
        for number in without:
            pages[number - 1] = _scanned(pdf, number - 1, labels[number - 1], scans, len(without))
        recognised = [number for number in without if pages[number - 1].regions]
    if not any(page.regions for page in pages):
        raise _no_text(source, without, damaged, len(pages), tried=scans is not None)
    first = next(page for page in pages if page.regions)
    cover = "\n".join(line.text for region in first.regions for line in region)
    filed = filing_title(cover)
    title = filed or _title(pdf, cover, first)
    set_apart(pages)
    text, anchors = flow(pages, _bookmarks(pdf), title, form=filed is not None)
    named = (
        ("ocr", recognised),
        ("pictures" if scans else "pages_without_text", [n for n in without if n not in set(recognised)]),
        ("unreadable_pages", damaged),
    )
    flags = [f"{name}:{ranges(numbers)}" for name, numbers in named if numbers]
    flags += scans.flags if scans else ()
    dated = date_in_text(text.replace("\f", ""))
    if dated:
        return Content(text, anchors, title, dated.date, (*flags, *dated.flags))
    scan = pages[0].regions and 1 in recognised  # made when it was scanned, whenever it was published
    return Content(text, anchors, title, None if scan else _created(pdf), tuple(flags))


def _page(pdf: Any, index: int, label: str) -> Page | None:
    """The lines of one page; None when it cannot be read. Nothing of PDFium's is kept."""
    import pypdfium2

    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        try:
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        try:
            text = characters(textpage.raw)
            if len(text) > MAX_CHARACTERS:
                return None
            if len(_PRIVATE.findall(text)) * 2 > len("".join(text.split())):
                return Page(label, 0.0, 0.0, [])  # a font without a table of its characters
            found: list[Any] = []
            edges = (0.0, 0.0)
            for turn, some in words(textpage.raw, text):
                left, bottom, right, top = page.get_bbox()
                box = [(-top, -bottom), (left, right), (bottom, top), (-right, -left)][turn]
                seen = [word for word in some if box[0] - 2 <= word.base <= box[1] + 2]
                found += regions(seen) if seen else []
                edges = edges if any(edges) else box
            return Page(label, *edges, found)
        finally:
            textpage.close()
    finally:
        page.close()


def _scanned(pdf: Any, index: int, label: str, scans: Scans, of: int) -> Page:
    """A page by the text that is recognised on it, ``of`` pages in all."""
    from yinzheng.corpus.formats.scan import DPI, LONGEST

    page = pdf[index]
    try:
        longer = max(page.get_size())
        drawn = page.render(scale=min(DPI / 72, LONGEST / longer), rev_byteorder=False, prefer_bgrx=False)
        picture = drawn.to_numpy()
        if picture.ndim == 2:
            picture = picture[:, :, None].repeat(3, axis=2)
        return scans.page(picture[:, :, :3], label, of, longer)
    finally:
        page.close()


def _is_blank(pdf: Any, index: int) -> bool:
    """Whether nothing is drawn on a page."""
    import pypdfium2.raw as pdfium

    page = pdf[index]
    try:
        return int(pdfium.FPDFPage_CountObjects(page.raw)) <= 0
    finally:
        page.close()


def _no_text(
    source: str, without: Sequence[int], damaged: Sequence[int], count: int, *, tried: bool
) -> Exception:
    if damaged:
        return UnreadableDocument(source, f"none of its {count} pages can be read: get the file again")
    if not without:
        return EmptyDocument(source, "all its pages are blank")
    pages = "1 scanned page" if len(without) == 1 else f"{len(without)} scanned pages"
    if tried:
        return EmptyDocument(source, f"no text in it: none was recognised on {pages}")
    return EmptyDocument(source, f"no text in it: {pages}; {recognise.advice()}")


def _labels(pdf: Any) -> list[str]:
    """What each page is called: its label where each page has one of its own, else its number."""
    labels = [(pdf.get_page_label(i) or "").strip() for i in range(len(pdf))]
    if all(labels) and len(set(labels)) == len(labels) and max(map(len, labels)) <= _LONGEST_LABEL:
        return labels
    return [str(number) for number in range(1, len(labels) + 1)]


def _bookmarks(pdf: Any) -> dict[int, list[tuple[int, str]]]:
    """The bookmarks of each page, counted from 0: level from 0, and title."""
    import pypdfium2

    found: dict[int, list[tuple[int, str]]] = {}
    try:
        for n, mark in enumerate(pdf.get_toc(max_depth=6)):
            if n >= _MOST_BOOKMARKS:
                break
            to = mark.get_dest()
            if to is not None and (index := to.get_index()) is not None:
                found.setdefault(index, []).append((mark.level, mark.get_title()))
    except pypdfium2.PdfiumError:
        return found
    return found


def _title(pdf: Any, cover: str, first: Page) -> str | None:
    """The title that the file states, where its first page says it too, else what is printed largest."""
    stated = stated_title(pdf.get_metadata_value("Title"))
    if stated and _letters(stated) in _letters(cover):
        return stated
    lines = [line for region in first.regions for line in region]
    sizes = sorted(line.size for line in lines for _ in line.text)
    return printed_title([(line.size, line.text) for line in lines], sizes[len(sizes) // 2]) or stated


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _created(pdf: Any) -> str | None:
    """The day on which the file says that it was made."""
    match = _CREATED.match(pdf.get_metadata_value("CreationDate"))
    return (
        "-".join(match.groups()) if match and "01" <= match[2] <= "12" and "01" <= match[3] <= "31" else None
    )
