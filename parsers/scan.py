"""Reads pages that are pictures: the zones where facts stand first, whole pages only where somebody asks for them.

The head of a paper, both edges for page numbers, and the end of its last pages are read at once; everything is handed
on as pages of a `RawFile`, so the readers of head and body need not know where their lines came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import cv2
import numpy as np

from parsers.catalogue import Catalogue
from parsers.deskew import Slant, grey_of, quarter_turned, rotated
from parsers.facts import Box
from parsers.figures import votes_of
from parsers.ink import SIDE
from parsers.number_strips import Strips, read_strips
from parsers.ocr import PAGE, Picture, Word, read_words
from parsers.ocr_repair import Repair
from parsers.problems import FileProblem
from parsers.raw import InkMap, RawLine, RawPage, ScanLook
from parsers.scan_lines import lines_of
from parsers.scan_look import Mark, PageLook
from parsers.scan_pictures import Pictures
from parsers.scan_print import Print
from parsers.scan_zones import (
    HEAD,
    between_rows,
    head_bottom,
    is_upright,
    may_begin_paper,
    signing_top,
    stands_on_its_head,
)
from parsers.seals import red_marks
from parsers.sheet_numbers import SheetNumber, find_sheet_number

DPI = 150
SCALE = 72 / DPI  # points a pixel
LEAST_SIDE = 20  # pixels; a strip too narrow for a line of print shows nothing
FEW = 0.2  # of the page height: enough text to tell which way up it is
TURNED_CONFIDENCE = 0.6  # a head read worse than this may stand on its head
HEAD_TEXT = 20  # letters of a head that was read
SURE_WORD = 0.5
RULE = (25.0, 3.0)  # points: longer and thinner ink is a ruled line


@dataclass
class Sheet:
    """One page (from 1) set upright; the numbers on it are read once, whatever else is read of it."""

    page: int
    look: PageLook
    turned: int
    skew: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as it stands now."""
        return self.look.width * SCALE, self.look.height * SCALE

    @cached_property
    def strips(self) -> Strips:
        """The page numbers at both edges."""
        return read_strips(self.look, self.page)

    @cached_property
    def number(self) -> SheetNumber:
        """The sheet number in the corner."""
        return find_sheet_number(self.look)


class ScanReader:
    """Reads the pages (from 0) of one file; the page drawn last is kept."""

    def __init__(self, pictures: Pictures, catalogue: Catalogue) -> None:
        self._pictures = pictures
        self._repair = Repair(catalogue)
        self._last: tuple[int, Sheet] | None = None

    def sheet(self, page: int) -> Sheet:
        """Draw a page and set it upright; raises FileProblem."""
        if self._last is None or self._last[0] != page:
            picture = self._pictures.draw(page, DPI)
            if min(picture.shape[:2]) < LEAST_SIDE:
                raise FileProblem("unsupported", "narrow page")
            grey = grey_of(picture)
            slant = Slant(grey)
            sideways = slant.runs_sideways
            self._last = page, _turned(page, picture, 90) if sideways else _sheet(page, picture, grey, slant)
        return self._last[1]

    def zones(self, page: int) -> RawPage:
        """Read the head, where the page may begin a paper or stand on its head, and the numbers at both edges."""
        sheet = self.sheet(page)
        if sheet.look.is_blank:
            return _blank(page, sheet)
        words: list[Word] = []
        if stands_on_its_head(sheet.look):
            sheet, words = self._on_its_feet(page, sheet)
        if not words and (page == 0 or may_begin_paper(sheet.look)):
            sheet, words = self._upright_head(page, sheet)
        return self._page(page, sheet, words)

    def whole(self, page: int, seen: RawPage) -> RawPage:
        """Read all of a page, with what is needed to judge places to sign; a head that was read is not read again."""
        return self._upright(page, seen, self._whole)

    def _whole(self, page: int, seen: RawPage) -> RawPage:
        look = self.as_read(page, seen).look
        return self._from(page, seen, head_bottom(look) if seen.text_length > HEAD_TEXT else 0, whole=True)

    def end(self, page: int, seen: RawPage, *, wide: bool = False) -> RawPage:
        """Read the last part of a page, where places to sign are; `wide`: more of it, where none were found so."""
        return self._upright(page, seen, partial(self._end, wide=wide))

    def _end(self, page: int, seen: RawPage, *, wide: bool) -> RawPage:
        look = self.as_read(page, seen).look
        return self._from(page, seen, signing_top(look, wide=wide))

    def _upright(self, page: int, seen: RawPage, read: Callable[[int, RawPage], RawPage]) -> RawPage:
        """Read a page, and once more the other way up where it makes little sense and so makes more."""
        found = read(page, seen)
        assert seen.scan is not None
        assert found.scan is not None
        if found.scan.confidence >= TURNED_CONFIDENCE or found.text_length <= HEAD_TEXT:
            return found
        over = replace(seen.scan, turned=(seen.scan.turned + 180) % 360)
        other = read(page, replace(seen, lines=(), text_length=0, scan=over))
        return other if other.scan is not None and other.scan.confidence > found.scan.confidence + 0.1 else found

    def _from(self, page: int, seen: RawPage, top: int, *, whole: bool = False) -> RawPage:
        """Read a page from a height down as print alone, and keep the lines seen above it."""
        sheet = self.as_read(page, seen)
        print_ = Print(sheet.look)
        read = [_moved(word, top) for word in read_words(print_.picture[top:], PAGE, dpi=DPI)]
        kept = [line for line in seen.lines if line.box and line.box.bottom < top * SCALE]
        words = print_.words(read)
        return _signing(self._page(page, sheet, words, whole=whole, kept=kept), sheet, words, print_.rings)

    def may_stand_on_its_head(self, page: int) -> bool:
        """Tell whether a page read upside down makes as little sense: only then it is worth turning over."""
        look = self.sheet(page).look
        if look.is_blank or is_upright(look):
            return False
        return confidence_of(_words_above(look, between_rows(look, FEW))) < TURNED_CONFIDENCE

    def turned_over(self, page: int, degrees: int = 180) -> Sheet:
        """Give a page the other way up, or turned clockwise by some quarters."""
        sheet = self.sheet(page)
        return _turned(page, sheet.look.picture, degrees, sheet.turned)

    def as_read(self, page: int, seen: RawPage) -> Sheet:
        """Draw a page and set it the way up it was read."""
        sheet = self.sheet(page)
        if seen.scan is not None and seen.scan.turned != sheet.turned:
            more = (seen.scan.turned - sheet.turned) % 360
            sheet = _turned(page, sheet.look.picture, more, sheet.turned)
            self._last = page, sheet
        return sheet

    def _on_its_feet(self, page: int, sheet: Sheet) -> tuple[Sheet, list[Word]]:
        """Turn a page over and read its first lines; where they make no sense so, it is left as it was."""
        other = self.turned_over(page)
        words = _words_above(other.look, head_bottom(other.look))
        if confidence_of(words) < TURNED_CONFIDENCE:
            return sheet, []
        self._last = page, other
        return other, words

    def _upright_head(self, page: int, sheet: Sheet) -> tuple[Sheet, list[Word]]:
        words = _words_above(sheet.look, head_bottom(sheet.look))
        if confidence_of(words) < TURNED_CONFIDENCE and len(words) > 3:
            other = self.turned_over(page)
            others = _words_above(other.look, head_bottom(other.look))
            if confidence_of(others) > confidence_of(words) + 0.1:
                self._last = page, other
                return other, others
        return sheet, words

    def _page(
        self,
        page: int,
        sheet: Sheet,
        words: Sequence[Word],
        *,
        whole: bool = False,
        kept: Sequence[RawLine] = (),
    ) -> RawPage:
        width, height = sheet.size
        strips, number = sheet.strips, sheet.number
        read = [*kept, *self._mended(lines_of(words, page + 1, SCALE), sheet)]
        edges = (*strips.lines, *((RawLine("", box=number.box),) if number.box else ()))
        lines = (*strips.lines, *(line for line in read if not _is_in(line, edges)))
        look = ScanLook(
            colour=sheet.look.is_colour,
            blank=False,
            turned=sheet.turned,
            skew=round(sheet.skew, 2),
            whole=whole,
            numbers_seen=strips.clear,
            confidence=round(_confidence_of_lines(read), 3),
            sheet=number.state,
            sheet_votes=votes_of(number.figures),
            sheet_box=number.box,
        )
        length = sum(len("".join(line.text.split())) for line in lines)
        return RawPage(page + 1, width, height, length, lines, lines, (), 1.0, look)

    def _mended(self, lines: Sequence[RawLine], sheet: Sheet) -> Iterator[RawLine]:
        """Mend lines by known words, those above where a paper may begin as its head."""
        begins = bool(lines) and (sheet.page == 1 or may_begin_paper(sheet.look))
        head = HEAD * sheet.size[1] if begins else 0.0
        for line in lines:
            in_head = line.box is not None and line.box.top < head
            yield self._repair.head_line(line) if in_head else self._repair.line(line)


def confidence_of(words: Sequence[Word]) -> float:
    """Give the mean confidence of words, the long ones weighing more."""
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _confidence_of_lines(lines: Sequence[RawLine]) -> float:
    read = [(line.confidence, len(line.text)) for line in lines if line.confidence is not None]
    letters = sum(length for _, length in read)
    return sum(confidence * length for confidence, length in read) / letters if letters else 0.0


def _signing(found: RawPage, sheet: Sheet, words: Sequence[Word], rings: tuple[Box, ...]) -> RawPage:
    """Add what is needed to judge places to sign."""
    assert found.scan is not None
    red = red_marks(sheet.look)
    look = replace(found.scan, ink=ink_map(sheet.look, words), seals=red.seals, red=red.others, rings=rings)
    return replace(found, scan=look)


def ink_map(look: PageLook, words: Sequence[Word]) -> InkMap:
    """Map the ink that is neither print that was read, nor red, nor a ruled line."""
    ink = look.dark.copy()
    for word in words:
        if word.confidence >= SURE_WORD and sum(c.isalnum() for c in word.text) > 1:
            ink[max(0, word.top - 1) : word.bottom + 1, max(0, word.x0 - 1) : word.x1 + 1] = 0
    for mark in look.marks:
        if _is_rule(mark):
            ink[mark.top : mark.bottom, mark.x0 : mark.x1] = 0
    columns, rows = int(look.width * SCALE / SIDE), int(look.height * SCALE / SIDE)
    shares = cv2.resize(ink * 255, (columns, rows), interpolation=cv2.INTER_AREA)
    return InkMap(columns, SIDE, np.asarray(shares, dtype=np.uint8).tobytes())


def _is_rule(mark: Mark) -> bool:
    long, thin = max(mark.width, mark.height) * SCALE, min(mark.width, mark.height) * SCALE
    return long >= RULE[0] and thin <= RULE[1]


def _turned(page: int, picture: Picture, more: int, before: int = 0) -> Sheet:
    """Turn a page clockwise by quarters, and set it upright as it now stands."""
    picture = quarter_turned(picture, more)
    grey = grey_of(picture)
    return _sheet(page, picture, grey, Slant(grey), (before + more) % 360)


def _sheet(page: int, picture: Picture, grey: Picture, slant: Slant, turned: int = 0) -> Sheet:
    skew = slant.skew
    straight = rotated(picture, skew)
    return Sheet(page + 1, PageLook(straight, grey if straight is picture else grey_of(straight), SCALE), turned, skew)


def _words_above(look: PageLook, bottom: int) -> list[Word]:
    return read_words(look.grey[:bottom], PAGE, dpi=DPI)


def _blank(page: int, sheet: Sheet) -> RawPage:
    look = ScanLook(colour=sheet.look.is_colour, blank=True, turned=sheet.turned, numbers_seen=True)
    return RawPage(page + 1, *sheet.size, 0, (), (), (), 1.0, look)


def _moved(word: Word, down: int) -> Word:
    return replace(word, top=word.top + down, bottom=word.bottom + down)


def _is_in(line: RawLine, others: Sequence[RawLine]) -> bool:
    """Tell whether the number at an edge was read once more among the lines."""
    here = line.box
    if here is None or len(line.text) > 12:
        return False
    return any(
        o.box is not None and min(here.bottom, o.box.bottom) > max(here.top, o.box.top)
        and min(here.x1, o.box.x1) > max(here.x0, o.box.x0)
        for o in others
    )  # fmt: skip
