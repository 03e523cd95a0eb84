"""The sheet numbers of a whole dossier: whether its sheets bear any, what they say as a run, where the run breaks.

Only what was scanned from paper is looked at: papers signed digitally, Word files and printed PDFs have no sheets.
Cover, index and closing sheet are not counted, the backs of sheets and empty pages bear no number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.facts import (
    ClosingSheet,
    Document,
    Dossier,
    Fact,
    Location,
    Page,
    PageFault,
    SheetRun,
    absent,
    read,
    unreadable,
)
from parsers.sheet_fit import LEAST, Numbered, Seen, fit_run

FEWEST = 3  # sheets of a dossier that is judged
MOSTLY = 0.5  # of the sheets bear a number: those that do not were forgotten
CONFIDENCE = 0.85  # of a number that fits its run


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page of paper: its place among the pages, and that of its paper in the dossier."""

    paper: int
    index: int  # in its paper, from 0
    place: int  # among all pages of the dossier
    page: Page


Readings = Mapping[int, Numbered]  # by place


def with_sheet_runs(dossier: Dossier, uncounted: Collection[str] = ()) -> Dossier:
    """Judge the sheet numbers of a dossier; `uncounted` are the kinds of cover, index and closing sheet."""
    sheets = tuple(_sheets(dossier.documents, uncounted))
    if not sheets:
        return replace(dossier, sheets=absent())
    readings = _readings(sheets, dossier)
    closed = _is_closed(dossier, sheets, uncounted)
    papers = [
        _judged(paper, [sheet for sheet in sheets if sheet.paper == number], sheets, readings)
        for number, paper in enumerate(dossier.documents)
    ]
    noted = _forgiven(papers)
    return replace(
        dossier, documents=noted, sheets=_summary(sheets, readings, closed=closed, ordered=dossier.order_from != "none")
    )


def _sheets(documents: Sequence[Document], uncounted: Collection[str]) -> Iterator[_Sheet]:
    place = 0
    for number, paper in enumerate(documents):
        of_paper = paper.medium == "scan" and not paper.digital.value and paper.kind.value not in uncounted
        for index, page in enumerate(paper.pages):
            place += 1
            if of_paper and page.scanned and not page.blank:
                yield _Sheet(number, index, place, page)
        place += 1  # what lies between two papers cannot be known


def _papers(sheets: Sequence[_Sheet]) -> set[int]:
    return {sheet.paper for sheet in sheets}


def _is_closed(dossier: Dossier, sheets: Sequence[_Sheet], uncounted: Collection[str]) -> bool:
    """Tell a dossier put together and scanned as one from scans that papers were issued as."""
    files = {dossier.documents[number].path for number in _papers(sheets)}
    bound = len(files) == 1 and len(_papers(sheets)) > 1
    return bound or any(paper.kind.value in uncounted for paper in dossier.documents)


# ---------------------------------------------------------------- the run


def _readings(sheets: Sequence[_Sheet], dossier: Dossier) -> Readings | None:
    """Read the numbers as one run; None where they make none. Files in no known order have runs of their own."""
    if dossier.order_from != "none":
        return _run_of(sheets)
    files: dict[str, list[_Sheet]] = {}
    for sheet in sheets:
        files.setdefault(dossier.documents[sheet.paper].path, []).append(sheet)
    runs = [_run_of(mine) for mine in files.values()]
    if len(runs) == 1:
        return runs[0]
    return {place: number for run in runs for place, number in (run or {}).items()}


def _run_of(sheets: Sequence[_Sheet]) -> Readings | None:
    seen = [sheet for sheet in sheets if sheet.page.sheet.is_read]
    run = fit_run([Seen(sheet.page.sheet_votes, sheet.place - sheet.paper) for sheet in seen])
    if run is None:
        return None
    return {sheet.place: number for sheet, number in zip(seen, run.numbers, strict=True)}


def _judged(paper: Document, mine: Sequence[_Sheet], sheets: Sequence[_Sheet], readings: Readings | None) -> Document:
    if not mine:
        return replace(paper, sheet_faults=absent(), sheet_steps=absent())
    pages = {sheet.index: _with_value(sheet, readings) for sheet in mine}
    return replace(
        paper,
        pages=tuple(pages.get(index, page) for index, page in enumerate(paper.pages)),
        sheet_faults=_unnumbered(mine, sheets, readings or {}),
        sheet_steps=_breaks(mine, sheets, readings),
    )


def _with_value(sheet: _Sheet, readings: Readings | None) -> Page:
    number = (readings or {}).get(sheet.place)
    if number is None or not number.sure:
        return sheet.page
    value = replace(sheet.page.sheet, value=number.text, confidence=CONFIDENCE, how="repaired")
    return replace(sheet.page, sheet=value)


def _unnumbered(mine: Sequence[_Sheet], sheets: Sequence[_Sheet], readings: Readings) -> Fact[tuple[PageFault, ...]]:
    """Sheets without a number in a dossier whose other sheets bear one; backs bear none."""
    numbered = sum(sheet.page.sheet.is_read for sheet in sheets)
    if len(sheets) < FEWEST or numbered <= MOSTLY * len(sheets):
        return absent()
    bare = [sheet for sheet in mine if sheet.page.sheet.is_absent]
    if bare and (not all(sheet.index % 2 for sheet in bare) or _are_counted(bare, sheets, readings)):
        return read(tuple(PageFault("no-sheet-number", _corner(sheet)) for sheet in bare), how="image")
    if any(sheet.page.sheet.is_unreadable and not sheet.index % 2 for sheet in mine):
        return unreadable("scan")
    return read((), how="image")


def _are_counted(bare: Sequence[_Sheet], sheets: Sequence[_Sheet], readings: Readings) -> bool:
    """Tell sheets whose number was left out from backs: the next number counts them, and pages like them bear one."""
    alike = [sheet.page.sheet.is_read for sheet in sheets if sheet.index % 2]
    if sum(alike) <= MOSTLY * len(alike):
        return False  # fronts are numbered by pages
    known = [readings.get(sheet.place) for sheet in sheets]
    around = [(known[place - 1], known[place + 1 : place + 2]) for place in map(sheets.index, bare)]
    return all(before and after and after[0] and after[0].value - before.value == 2 for before, after in around)


def _breaks(mine: Sequence[_Sheet], sheets: Sequence[_Sheet], readings: Readings | None) -> Fact[tuple[PageFault, ...]]:
    numbered = [sheet for sheet in sheets if sheet.page.sheet.is_read]
    if len(numbered) < LEAST:
        return absent()
    if readings is None:  # said once
        return unreadable("handwriting") if mine[0] is sheets[0] else absent()
    known = [sheet for sheet in mine if sheet.place in readings]
    if not known:  # nobody knows which paper comes first
        return absent()
    faults = (_fault(sheet, sheets, readings) for sheet in known)
    return read(tuple(fault for fault in faults if fault), how="image")


def _fault(sheet: _Sheet, sheets: Sequence[_Sheet], readings: Readings) -> PageFault | None:
    number = readings[sheet.place]
    if number.fault is None or (number.fault == "gap" and _may_hide_numbers(sheet, sheets)):
        return None
    return PageFault(f"sheet-{number.fault}", _corner(sheet), expected=number.expected, found=number.value)


def _may_hide_numbers(sheet: _Sheet, sheets: Sequence[_Sheet]) -> bool:
    """Tell whether a page just before could bear the number that seems to be missing."""
    before = sheets.index(sheet) - 1
    return before >= 0 and (
        not sheets[before].page.sheet.is_read or sheet.place - sheets[before].place > 2 + sheet.index % 2
    )


def _corner(sheet: _Sheet) -> Location:
    return Location(sheet.page.number, sheet.page.sheet.location.box)


# ---------------------------------------------------------------- the dossier


def _forgiven(papers: Sequence[Document]) -> tuple[Document, ...]:
    """Take out what the closing sheet notes; leave open what it may note, where nobody could read it."""
    closings = [paper.closing.value for paper in papers if paper.closing.value]
    unread = any("chung-tu-ket-thuc" in paper.candidates for paper in papers) or any(
        paper.kind.value == "chung-tu-ket-thuc" and paper.closing.is_unreadable for paper in papers
    )
    return tuple(_without_noted(paper, closings, unread=unread) for paper in papers)


def _without_noted(paper: Document, closings: Sequence[ClosingSheet], *, unread: bool) -> Document:
    faults = paper.sheet_steps.value or ()
    left = tuple(fault for fault in faults if not any(_is_noted(fault, closing) for closing in closings))
    if left and unread:
        return replace(paper, sheet_steps=unreadable("scan"))
    return replace(paper, sheet_steps=replace(paper.sheet_steps, value=left)) if len(left) < len(faults) else paper


def _is_noted(fault: PageFault, closing: ClosingSheet) -> bool:
    named = {fault.found} if fault.kind == "sheet-repeat" else set(range(fault.expected or 0, fault.found or 0))
    return bool(named & set(closing.noted))


def _summary(sheets: Sequence[_Sheet], readings: Readings | None, *, closed: bool, ordered: bool) -> Fact[SheetRun]:
    """Say whether the dossier bears sheet numbers at all, and the last one."""
    numbered = [sheet for sheet in sheets if sheet.page.sheet.is_read]
    bare = sum(sheet.page.sheet.is_absent for sheet in sheets)
    last = readings.get(numbered[-1].place) if readings and ordered and numbered else None
    known = last is not None and last.sure and sheets[-1].page.sheet.is_read
    value = last.value if known and last else None
    return read(SheetRun(len(numbered), bare, len(sheets) - len(numbered) - bare, value, closed), how="image")
