"""A scanned file or bundle from picture to text: stamps of all pages first, zones next, whole pages for few kinds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from parsers.bound import Bound, Part
from parsers.catalogue import Catalogue, KindHint
from parsers.ocr import is_available
from parsers.problems import FileProblem, Limits
from parsers.raw import RawFile, RawPage, RawTable
from parsers.scan import DPI, ScanReader
from parsers.scan_cache import BoundCache
from parsers.scan_marks import with_marks
from parsers.scan_pictures import BoundPictures, Pictures, image_pictures, pdf_pictures
from parsers.scan_quality import file_notes
from parsers.scan_stamps import is_stamped
from parsers.scan_tables import table_of, table_page
from parsers.segment import is_dossier_sheet

SHORT = 3  # pages: a paper of the team or of the person inspected is read whole
SIGNING_PAGES = 3  # from the end of a paper, searched for places to sign
LATE = "scan-limit"  # note: the time was used up before all pages were read


@dataclass(frozen=True, slots=True)
class Scan:
    """A file or a bundle with pages that are pictures, and which of them (indexes) are."""

    bound: Bound
    pages: tuple[int, ...]

    @contextmanager
    def open(self) -> Iterator[Pictures]:
        """Open it for drawing."""
        opened = BoundPictures([(partial(_pictures, part), len(part.raw.pages)) for part in self.bound.parts])
        with closing(opened):
            yield opened


def image_pages(data: Path | bytes) -> RawFile:
    """Describe an image file as a paper of as many pages as it has frames; raises FileProblem."""
    with image_pictures(data) as pictures:
        pages = tuple(RawPage(n, *size, 0, image_share=1.0) for n, size in enumerate(pictures.sizes, 1))
    return RawFile("pdf", pages)


def _pictures(part: Part) -> AbstractContextManager[Pictures]:
    data = part.open()
    if part.is_image:
        return image_pictures(data)
    return pdf_pictures(data, [(page.width, page.height) for page in part.raw.pages])


def stamped_page(scan: Scan, limits: Limits) -> int | None:
    """Look at all pages for a stamp of secrecy and give the index of the first.

    Raises FileProblem where that takes too long.
    """
    if not is_available():
        return None
    until = time.monotonic() + limits.scan_seconds
    if len(scan.pages) > limits.scan_pages:
        raise FileProblem("limit", "pages")
    with scan.open() as pictures:
        reader = ScanReader(pictures, Catalogue())
        for page in scan.pages:
            if time.monotonic() > until:
                raise FileProblem("limit", "time")
            if _page_stamped(reader, page):
                return page
    return None


def _page_stamped(reader: ScanReader, page: int) -> bool:
    try:
        sheet = reader.sheet(page)
    except FileProblem:
        return False  # a page nobody can draw shows nothing
    if is_stamped(sheet.look):
        return True
    ways = (90, 180, 270) if sheet.turned else (180,)  # what was set upright by quarters may have stood right before
    return reader.may_stand_on_its_head(page) and any(is_stamped(reader.turned_over(page, way).look) for way in ways)


def read_scan(scan: Scan, catalogue: Catalogue, limits: Limits, cache: BoundCache | None = None) -> Bound:
    """Read the pages of a scan; without a recogniser they stay as they are. Saving the cache is for the caller."""
    if not is_available():
        return scan.bound
    with scan.open() as pictures:
        return _Reading(scan, pictures, catalogue, limits, cache).read()


class _Reading:
    """The reading of one file or bundle; pages read in an earlier run come from the cache."""

    def __init__(
        self, scan: Scan, pictures: Pictures, catalogue: Catalogue, limits: Limits, cache: BoundCache | None
    ) -> None:
        self._scan = scan
        self._raw = scan.bound.raw
        self._pictures = pictures
        self._reader = ScanReader(pictures, catalogue)
        self._catalogue = catalogue
        self._cache = cache
        self._until = time.monotonic() + limits.scan_seconds
        self._pages = list(self._raw.pages)
        self._tables = list(self._raw.tables)
        self._late = False

    def read(self) -> Bound:
        """Read zones, then more of each paper found in the file."""
        for index in self._scan.pages:
            self._pages[index] = self._get("zones", index, self._reader.zones)
        for start, end in self._papers():
            self._read_paper(range(start, end))
        notes = ((LATE,) if self._late else ()) + _notes_of(self._scan.bound)
        bound = self._scan.bound.with_pages(self._pages, notes)
        return replace(bound, raw=replace(bound.raw, tables=tuple(self._tables)))

    def _papers(self) -> Iterator[tuple[int, int]]:
        from parsers.segment import starts_of  # noqa: PLC0415 - only for scans and bound files

        starts = starts_of(replace(self._raw, pages=tuple(self._pages)), self._catalogue)
        yield from zip(starts, [*starts[1:], len(self._pages)], strict=True)

    def _read_paper(self, indexes: range) -> None:
        mine = [i for i in indexes if i in self._scan.pages and self._has_text(i)]
        hint = self._kind(indexes)
        is_sheet = bool(mine) and is_dossier_sheet(self._pages[mine[0]])
        if _wants_all(hint) or is_sheet or (hint is not None and hint.side == "any" and len(mine) <= SHORT):
            for index in mine:
                self._pages[index] = self._get("whole", index, lambda i: self._reader.whole(i, self._pages[i]))
            self._tables += self._read_tables(mine) if is_sheet else ()
            return
        self._read_signing(mine, hint)

    def _read_tables(self, mine: Sequence[int]) -> Iterator[RawTable]:
        for index in mine:
            cells = self._get("table", index, self._cells)
            table = table_of(cells) if cells is not self._pages[index] else None
            if table is not None:
                yield table

    def _cells(self, index: int) -> RawPage:
        page = self._pages[index]
        return table_page(page, self._reader.as_read(index, page).look, DPI)

    def _read_signing(self, mine: Sequence[int], hint: KindHint | None) -> None:
        last = list(reversed(mine))[:SIGNING_PAGES]
        for how, wide in (("end", False), ("wide end", True)):
            for index in last:
                self._pages[index] = self._get(how, index, partial(self._end, wide))
                if self._is_signing_page(index, hint):
                    return

    def _end(self, wide: bool, index: int) -> RawPage:
        return self._reader.end(index, self._pages[index], wide=wide)

    def _is_signing_page(self, index: int, hint: KindHint | None) -> bool:
        from parsers.signatures import find_signatures  # noqa: PLC0415 - see _papers

        page = replace(self._pages[index], number=1)
        lines = tuple(line._replace(page=1) for line in page.lines)
        alone = replace(self._raw, pages=(replace(page, lines=lines, words=lines),))
        return bool(find_signatures(alone, self._catalogue, hint).value)

    def _kind(self, indexes: range) -> KindHint | None:
        from parsers.document import kind_of  # noqa: PLC0415 - see _papers

        pages = tuple(self._pages[i] for i in indexes)
        name = kind_of(replace(self._raw, pages=pages), self._scan.bound.source_of(indexes.start), self._catalogue)
        return next((kind for kind in self._catalogue.kinds if kind.id == name), None)

    def _has_text(self, index: int) -> bool:
        look = self._pages[index].scan
        return look is not None and not look.blank

    def _get(self, how: str, index: int, read: Callable[[int], RawPage]) -> RawPage:
        known = self._cache.get(how, index) if self._cache is not None else None
        if known is not None:
            return known
        if time.monotonic() > self._until:
            self._late = True
            return self._pages[index]
        try:
            page = read(index)
            page = with_marks(page, self._reader.as_read(index, page).look, self._pictures.quality(index))
        except FileProblem:
            return self._pages[index]
        if self._cache is not None:
            self._cache.put(how, index, page)
        return page


def _notes_of(bound: Bound) -> tuple[str, ...]:
    """Give what holds of every file of a bundle; pictures in files of their own are no PDF/A."""
    notes = [() if part.is_image else file_notes(part.open(), part.raw.pages) for part in bound.parts]
    return tuple(note for note in notes[0] if all(note in others for others in notes))


def _wants_all(hint: KindHint | None) -> bool:
    """Tell whether facts of a kind may stand anywhere in the paper."""
    return hint is not None and bool(hint.sections or hint.minute or hint.ballot_count or hint.side == "party")
