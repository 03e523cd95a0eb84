"""Looking at lines: where they stand, what could not be seen, and text that runs on over line ends."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from parsers.facts import NOWHERE, Location
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import lower_in_place, tidy

A = TypeVar("A")
B = TypeVar("B")

PICTURE_SHARE = 0.6  # a picture this large is the page itself, with or without a recognised text over it
LITTLE_TEXT = 25  # characters; a page with less and a picture of some size is not read
SOME_PICTURE_SHARE = 0.25

WELL_READ = 0.8  # mean confidence of a page of print
TOP_BAND = 0.075
BOTTOM_BAND = 0.93

PAGE_NUMBER = re.compile(
    r"(?:[-–—~]\s*)?(?:trang|page|tr\.?|p\.?)?\s*(\d{1,4})(?:\s*(?:/|\||of)\s*(?:(\d{1,4})|page|trang))?(?:\s*[-–—~])?",
    re.IGNORECASE,
)


def remembered(function: Callable[[A], B]) -> Callable[[A], B]:
    """Keep the last result: one reader after another asks the same of the same file."""
    last: list[tuple[A, B]] = []

    @wraps(function)
    def asked(thing: A) -> B:
        known = last[0] if last else None
        if known is None or known[0] is not thing:
            known = (thing, function(thing))
            last[:] = [known]
        return known[1]

    return asked


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """Repair the characters of a line; several readers ask for the same line."""
    return tidy(text)


def place(line: RawLine) -> Location:
    """Say where a line stands."""
    return Location(line.page, line.box, line.paragraph)


def is_hidden(page: RawPage) -> bool:
    """Tell whether what stands on a page may be a picture: then nothing on it may be called absent."""
    if page.width <= 0 or page.image_share >= PICTURE_SHARE:
        return True
    return page.text_length < LITTLE_TEXT and page.image_share >= SOME_PICTURE_SHARE


@remembered
def some_hidden(raw: RawFile) -> bool:
    """Tell whether any part of a paper may be a picture."""
    if raw.format == "pdf":
        return any(is_hidden(page) for page in raw.pages)
    return bool(raw.images) and _text_length(raw) < LITTLE_TEXT


def some_unread(raw: RawFile) -> bool:
    """Tell whether any part of a paper was not read: a picture that was read from edge to edge, and well, was."""
    if raw.format != "pdf":
        return some_hidden(raw)
    return any(is_hidden(page) and not was_read(page) for page in raw.pages)


def was_read(page: RawPage) -> bool:
    """Tell whether a picture was read from edge to edge, and well, or bears nothing."""
    return page.scan is not None and (page.scan.blank or (page.scan.whole and page.scan.confidence >= WELL_READ))


@remembered
def nothing_to_read(raw: RawFile) -> bool:
    """Tell whether a paper gives no text at all, so that all that needs text is unknown."""
    return _text_length(raw) < LITTLE_TEXT and some_hidden(raw)


def _text_length(raw: RawFile) -> int:
    return sum(len(line.text) for line in raw.all_lines)


def is_number_line(line: RawLine, page: RawPage) -> bool:
    """Tell whether a line of the top or bottom band is a page number and no text."""
    if line.box is None or page.height <= 0:
        return False
    middle = (line.box.top + line.box.bottom) / 2 / page.height
    return not TOP_BAND <= middle <= BOTTOM_BAND and PAGE_NUMBER.fullmatch(line.text.strip()) is not None


@remembered
def text_lines(raw: RawFile) -> tuple[RawLine, ...]:
    """Give the lines of the text, page numbers left out."""
    if raw.lines:
        return raw.lines
    return tuple(line for page in raw.pages for line in page.lines if not is_number_line(line, page))


@dataclass(frozen=True, slots=True)
class Running:
    """The text of a paper in one piece: lines joined by line ends, each offset leads back to its line."""

    text: str
    lines: tuple[RawLine, ...]
    starts: tuple[int, ...]
    lowered: str

    def line_at(self, offset: int) -> RawLine | None:
        """Give the line that holds an offset of the text."""
        index = bisect_right(self.starts, offset) - 1
        return self.lines[index] if 0 <= index < len(self.lines) else None

    def location(self, offset: int) -> Location:
        """Say where an offset of the text stands."""
        line = self.line_at(offset)
        return place(line) if line else NOWHERE


def running(lines: Iterable[RawLine]) -> Running:
    """Join lines to one text; a line end is a space to whoever looks for words broken over two lines."""
    kept = [(line, clean(line.text)) for line in lines]
    kept = [(line, text) for line, text in kept if text]
    starts = []
    offset = 0
    for _, text in kept:
        starts.append(offset)
        offset += len(text) + 1
    whole = "\n".join(text for _, text in kept)
    return Running(whole, tuple(line for line, _ in kept), tuple(starts), lower_in_place(whole))


class AnyCase:
    """A pattern in small letters, found whatever the case: in the lowered text, which is many times faster.

    `one_of`: what most texts lack and every match has one of; a text without them is not searched.
    """

    def __init__(self, pattern: str, *, one_of: tuple[str, ...] = ("",)) -> None:
        self._one_of = one_of
        self._lower = re.compile(pattern)
        self._any = re.compile(pattern, re.IGNORECASE)

    def finditer(self, text: Running, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Give the matches before an offset, each a match in the text as written."""
        if not any(part in text.lowered for part in self._one_of):
            return
        for found in self._lower.finditer(text.lowered, 0, end):
            match = self._any.match(text.text, found.start(), end)
            if match:
                yield match

    def search(self, text: Running) -> re.Match[str] | None:
        """Give the first match."""
        return next(self.finditer(text), None)
