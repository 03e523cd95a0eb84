"""Printed page numbers: which number stands on which page, and what is wrong with their run.

Numbers are looked for in narrow bands at the top and bottom edge, and, where the paper keeps them elsewhere, on the
first or last line of the page. The usual place is the one whose numbers step with the pages; a fitted run then tells
numbers from decoys. Attachments and the next paper of a bound file may count anew or not at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.attachments import segment_starts
from parsers.facts import Fact, Location, Page, PageLabel, absent, read, unreadable
from parsers.layout import BOTTOM_BAND, PAGE_NUMBER, TOP_BAND, clean, is_hidden
from parsers.page_judging import page_faults
from parsers.page_paths import Observation, fit
from parsers.raw import RawFile, RawLine, RawPage
from parsers.sheet_fit import LIKE, cost_of

WIDE_BAND = 0.15  # of the page height, for first and last lines only
MOST_CANDIDATES = 8
CENTRE = (0.42, 0.62)  # text of A4 with margins of 30 and 15 mm is centred at 0.536

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Candidate:
    value: int
    zone: str
    column: str
    edge: bool  # inside the narrow band
    location: Location

    @property
    def spot(self) -> tuple[str, str, bool]:
        return self.zone, self.column, self.edge


def label_pages(raw: RawFile) -> tuple[Page, ...]:
    """Give the pages of a PDF with their printed numbers; a Word file has no pages without layout."""
    if not raw.pages:
        return ()
    candidates = _all_candidates(raw)
    labels: list[Fact[PageLabel]] = []
    starts = segment_starts(raw)
    last = 0
    for start, end in zip(starts, [*starts[1:], len(raw.pages)], strict=True):
        pages = raw.pages[start:end]
        chosen, last = _choose(pages, candidates[start:end], last)
        labels += [_label(page, candidate) for page, candidate in zip(pages, chosen, strict=True)]
    made = [_page(page, label) for page, label in zip(raw.pages, labels, strict=True)]
    unclear = _in_corner(raw.pages)
    return tuple(_left_open(page) if page.number in unclear else page for page in made)


def _in_corner(pages: Sequence[RawPage]) -> set[int]:
    """Name the pages of a scan whose number in the corner may be the printed page number, set at the right margin.

    The first page bears none and every other one its place in the paper: sheets are numbered from the first one on.
    """
    looks = [page.scan for page in pages]
    if not looks or looks[0] is None or looks[0].sheet != "none":
        return set()
    seen = [(n, look) for n, look in enumerate(looks[1:], 2) if look is not None and look.sheet == "seen"]
    fits = all(cost_of(look.sheet_votes, n) <= LIKE * len(look.sheet_votes) for n, look in seen)
    return {pages[n - 1].number for n, _ in seen} if fits else set()


def _left_open(page: Page) -> Page:
    unclear = unreadable("ambiguous", page.sheet.location)
    return replace(page, sheet=unclear, label=page.label if page.label.is_read else unclear)


def _page(page: RawPage, label: Fact[PageLabel]) -> Page:
    return Page(
        number=page.number,
        width=page.width,
        height=page.height,
        text_length=page.text_length,
        images=sum(not image.ink for image in page.images),
        blank=is_blank(page),
        scanned=is_hidden(page),
        label=label,
        turned=page.scan.turned if page.scan else 0,
        sheet=_sheet(page),
        sheet_votes=page.scan.sheet_votes if page.scan else (),
        skew=page.scan.skew if page.scan else 0.0,
    )


def _sheet(page: RawPage) -> Fact[str]:
    """Tell whether a scan shows a sheet number; what it says, only a run of them tells (`sheet_runs`)."""
    look = page.scan
    if look is None or look.sheet == "unclear":
        return unreadable("scan", Location(page.number))
    if look.sheet == "none":
        return absent(Location(page.number), how="image")
    return read("?", Location(page.number, look.sheet_box), confidence=0.8, how="image")


def _label(page: RawPage, candidate: _Candidate | None) -> Fact[PageLabel]:
    if candidate:
        found = PageLabel(candidate.value, candidate.zone, candidate.column, candidate.location)
        return read(found, candidate.location, confidence=0.8 if is_hidden(page) else 1.0)
    if page.scan is not None and page.scan.numbers_seen:
        return absent(Location(page.number), how="image")
    return unreadable("scan", Location(page.number)) if is_hidden(page) else absent(Location(page.number))


def is_blank(page: RawPage) -> bool:
    """Tell whether a page bears nothing, or nothing but its number."""
    if page.scan is not None:
        return page.scan.blank
    if page.images or page.width <= 0:
        return False
    return page.text_length == 0 or (page.text_length <= 8 and not _texts_beside_number(page))


def _texts_beside_number(page: RawPage) -> list[str]:
    return [line.text for line in page.lines if not PAGE_NUMBER.fullmatch(clean(line.text))]


# ---------------------------------------------------------------- candidates


def _all_candidates(raw: RawFile) -> list[list[_Candidate]]:
    titles = Counter(
        _NUMBER.sub("#", text) for page in raw.pages for text in {clean(line.text) for line in _edges(page)}
    )
    return [list(_candidates(page, titles))[:MOST_CANDIDATES] for page in raw.pages]


def _candidates(page: RawPage, titles: Counter[str]) -> Iterator[_Candidate]:
    if page.height <= 0:
        return
    outer = _outer_lines(page)
    for line in page.lines:
        if line.box is None:
            continue
        height = (line.box.top + line.box.bottom) / 2 / page.height
        edge = not TOP_BAND <= height <= BOTTOM_BAND
        if not edge and (WIDE_BAND <= height <= 1 - WIDE_BAND or line not in outer):
            continue
        value = _value(clean(line.text), titles if edge else Counter())
        if value is not None:
            yield _Candidate(value, _zone(height), _column(line, page), edge, Location(page.number, line.box))


def _value(text: str, running_titles: Counter[str]) -> int | None:
    match = PAGE_NUMBER.fullmatch(text)
    if match:
        return int(match[1])
    numbers = _NUMBER.findall(text)
    # «UBKT Đảng ủy xã A   2»: a running title that comes again with another number at its end or beginning
    if len(numbers) == 1 and len(numbers[0]) <= 4 and running_titles[_NUMBER.sub("#", text)] > 1:
        return int(numbers[0]) if text[0].isdigit() or text[-1].isdigit() else None
    return None


def _edges(page: RawPage) -> Iterator[RawLine]:
    for line in page.lines:
        if line.box and page.height > 0:
            height = (line.box.top + line.box.bottom) / 2 / page.height
            if not TOP_BAND <= height <= BOTTOM_BAND and any(c.isdigit() for c in line.text):
                yield line


def _outer_lines(page: RawPage) -> tuple[RawLine, ...]:
    boxed = [line for line in page.lines if line.box]
    if not boxed:
        return ()
    tops = [line.box.top for line in boxed if line.box]
    bottoms = [line.box.bottom for line in boxed if line.box]
    return boxed[tops.index(min(tops))], boxed[bottoms.index(max(bottoms))]


def _zone(height: float) -> str:
    return "top" if height < 0.5 else "bottom"


def _column(line: RawLine, page: RawPage) -> str:
    assert line.box is not None
    middle = (line.box.x0 + line.box.x1) / 2 / page.width
    return "c" if CENTRE[0] < middle < CENTRE[1] else "r" if middle >= CENTRE[1] else "l"


# ---------------------------------------------------------------- choosing


def _choose(
    pages: Sequence[RawPage], candidates: Sequence[Sequence[_Candidate]], last: int
) -> tuple[list[_Candidate | None], int]:
    """Pick the true number of each page of one segment; `last` is the number the segment before ended with."""
    spot = _usual_spot(candidates)
    if spot is None:
        return [None] * len(pages), last + len(pages)
    observed = [_observation(page, found, spot) for page, found in zip(pages, candidates, strict=True)]
    path = fit(observed, (1, last + 1) if last else (1,))
    picked = [
        _pick(found, value, spot, first=i == 0) for i, (found, value) in enumerate(zip(candidates, path, strict=True))
    ]
    return picked, path[-1]


def _usual_spot(candidates: Sequence[Sequence[_Candidate]]) -> tuple[str, str, bool] | None:
    stepping: Counter[tuple[str, str, bool]] = Counter()
    for i, found in enumerate(candidates):
        for candidate in found:
            stepping[candidate.spot] += 1 + 4 * _steps(candidate, i, candidates)
    best = stepping.most_common()
    return min((spot for spot, n in best if n == best[0][1]), key=_preference) if best else None


def _steps(candidate: _Candidate, i: int, candidates: Sequence[Sequence[_Candidate]]) -> bool:
    near = [(j, c) for j in (i - 2, i - 1, i + 1, i + 2) if 0 <= j < len(candidates) for c in candidates[j]]
    fits = any(c.spot == candidate.spot and c.value - candidate.value == j - i for j, c in near)
    return fits or candidate.value == i + 1


def _preference(spot: tuple[str, str, bool]) -> tuple[bool, bool, bool]:
    zone, column, edge = spot
    return not edge, column != "c", zone != "top"


def _observation(page: RawPage, found: Sequence[_Candidate], spot: tuple[str, str, bool]) -> Observation:
    here = tuple(c.value for c in found if c.spot == spot)
    elsewhere = tuple(c.value for c in found if c.spot != spot)
    return Observation(here, elsewhere, blank=is_blank(page) and not here)


def _pick(found: Sequence[_Candidate], value: int, spot: tuple[str, str, bool], *, first: bool) -> _Candidate | None:
    fitting = sorted((c for c in found if c.value == value), key=lambda c: c.spot != spot)
    if fitting:
        return fitting[0]
    if first:
        return None
    wrong = [c for c in found if c.spot == spot and c.edge]  # printed wrong, in the usual place
    return wrong[0] if len(wrong) == 1 else None


__all__ = ["is_blank", "label_pages", "page_faults"]
