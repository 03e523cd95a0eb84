"""What is wrong with a run of page numbers, once it is known which number stands on which page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.attachments import segment_starts
from parsers.facts import NOWHERE, Fact, Location, Page, PageFault, read, unreadable
from parsers.page_paths import Observation, fit
from parsers.raw import RawFile, WordNumbering

RIGHT_SPOT = ("top", "c")
LONG_TEXT = 5_000  # characters; a page holds some 2,350
SHORT_TEXT_LINES = 25  # lines of 80 characters that fit on one page whatever their size
CHARACTERS_IN_LINE = 80
OF_SCANS = frozenset({"upside-down"})  # nothing to do with printed numbers


def page_faults(raw: RawFile, pages: Sequence[Page]) -> Fact[tuple[PageFault, ...]]:
    """Judge the page numbers: each fault with its page, or with no place where Word's own settings tell it.

    One fault for each page without a number and each break of the run; one for each place that is not the top centre,
    on the first page where the number stands there.
    """
    if raw.format != "pdf":
        return _word_faults(raw)
    if len(pages) <= 1:
        return read(tuple(_turned(pages)), how="layout")
    starts = segment_starts(raw)
    faults = tuple(_all_faults(pages, starts))
    if not any(fault.kind not in OF_SCANS for fault in faults) and any(
        page.label.is_unreadable for page in pages[1 : _end(pages, starts)]
    ):
        return unreadable("scan")
    return read(faults, how="layout")


def _end(pages: Sequence[Page], starts: Sequence[int]) -> int:
    return starts[1] if len(starts) > 1 else len(pages)


def _all_faults(pages: Sequence[Page], starts: Sequence[int]) -> Iterator[PageFault]:
    last = 0
    for start, end in zip(starts, [*starts[1:], len(pages)], strict=True):
        part = pages[start:end]
        path = fit([_observation(page) for page in part], (1, last + 1) if last else (1,))
        if start == 0:
            yield from _unnumbered(part)
            yield from _misplaced(part)
            yield from _late_start(part, path)
        yield from _turned(part)
        yield from _breaks(part, path)
        yield from _blank_inside(part)
        last = path[-1]


def _turned(pages: Sequence[Page]) -> Iterator[PageFault]:
    """A page scanned on its head; pages turned by a quarter are mostly wide tables."""
    for page in pages:
        if page.turned == 180:
            yield PageFault("upside-down", Location(page.number))


def _observation(page: Page) -> Observation:
    return Observation((_number(page),) if page.label.is_read else (), blank=page.blank and not page.label.is_read)


def _number(page: Page) -> int:
    assert page.label.value is not None
    return page.label.value.value


def _unnumbered(pages: Sequence[Page]) -> Iterator[PageFault]:
    for i, page in enumerate(pages):
        if i > 0 and page.label.is_absent and not page.blank:
            yield PageFault("unnumbered", Location(page.number), expected=i + 1)


def _misplaced(pages: Sequence[Page]) -> Iterator[PageFault]:
    if len(pages) > 1 and pages[0].label.is_read:
        yield PageFault("misplaced", pages[0].label.location, found=_number(pages[0]))
    told = {RIGHT_SPOT}
    for page in pages[1:]:
        label = page.label.value
        if label and (label.zone, label.column) not in told:
            told.add((label.zone, label.column))
            yield PageFault("misplaced", label.location, found=label.value)


def _late_start(pages: Sequence[Page], path: Sequence[int]) -> Iterator[PageFault]:
    # Page 1 bears no number, so a first page that is missing shows on the first number read.
    first = next((i for i, page in enumerate(pages) if page.label.is_read), None)
    if first and all(path[i] == path[0] + i for i in range(first + 1)) and path[0] > 1:
        yield PageFault("gap", pages[first].label.location, expected=first + 1, found=_number(pages[first]))


def _breaks(pages: Sequence[Page], path: Sequence[int]) -> Iterator[PageFault]:
    for i, (before, value) in enumerate(pairwise(path), start=1):
        page = pages[i]
        if page.label.is_unreadable:
            continue
        place = page.label.location
        if page.label.is_read and _number(page) != value:
            kind = "repeat" if _number(page) in path[:i] else "gap"
            yield PageFault(kind, place, expected=value, found=_number(page))
        elif value > before + 1:
            yield PageFault("gap", place, expected=before + 1, found=value)
        elif value == before and not _is_uncounted(pages[i - 1]) and not _is_uncounted(page):
            yield PageFault("repeat", place, expected=before + 1, found=value)
        elif value < before:
            yield PageFault("restart", place, expected=before + 1, found=value)


def _is_uncounted(page: Page) -> bool:
    return page.blank or not page.label.is_read


def _blank_inside(pages: Sequence[Page]) -> Iterator[PageFault]:
    last_text = max((i for i, page in enumerate(pages) if not page.blank), default=0)
    blanks = [i for i in range(last_text) if pages[i].blank]
    backs = [i for i in range(last_text) if i % 2 == 1]
    if blanks == backs and (len(backs) > 1 or _goes_on_over_backs(pages, last_text)):
        return  # printed on one side, copied with the empty backs
    for i in blanks:
        yield PageFault("blank-page", Location(pages[i].number))


def _goes_on_over_backs(pages: Sequence[Page], last_text: int) -> bool:
    """Tell whether the number after an empty back is the next one, or the last sheet has an empty back, too."""
    label = pages[last_text].label
    return (label.is_read and _number(pages[last_text]) == last_text // 2 + 1) or (
        len(pages) == last_text + 2 and pages[-1].blank
    )


# ---------------------------------------------------------------- Word


def _word_faults(raw: RawFile) -> Fact[tuple[PageFault, ...]]:
    if _surely_one_page(raw):
        return read((), how="layout")
    numbering = raw.word_numbering
    if numbering is None or numbering.field is None:
        typed = any(any(c.isdigit() for c in text) for text in raw.header_lines)
        length = sum(len(line.text) for line in raw.lines)
        if length > LONG_TEXT and not typed:
            return read((PageFault("unnumbered", NOWHERE, expected=2),), how="layout")
        return unreadable("no-layout")
    if not numbering.every_section or numbering.column is None:
        return unreadable("no-layout")
    return read(tuple(_misplaced_field(numbering)), how="layout")


def _misplaced_field(numbering: WordNumbering) -> Iterator[PageFault]:
    if (numbering.field, numbering.column) != ("header", "c"):
        yield PageFault("misplaced", NOWHERE)
    elif numbering.on_first_page or not numbering.first_page_differs:
        yield PageFault("misplaced", NOWHERE, found=1)


def _surely_one_page(raw: RawFile) -> bool:
    lines = sum(math.ceil(max(1, len(line.text)) / CHARACTERS_IN_LINE) for line in raw.lines)
    sections = raw.word_numbering.sections if raw.word_numbering else 1
    return lines <= SHORT_TEXT_LINES and sections <= 1 and (raw.page_hint or 1) == 1
