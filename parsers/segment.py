"""Parts one long scan or bound PDF into its papers: where the head of another paper begins.

A page begins a paper when it bears the head of one (Party or State title with a number line or a date line of its own),
or is a sheet of the dossier itself (mục lục, chứng từ kết thúc). What is attached to a paper stays with it, a page out
of the middle of another paper too: its number tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.catalogue import Catalogue
from parsers.layout import PAGE_NUMBER, clean, is_number_line, remembered
from parsers.number_date import NUMBER_LINE
from parsers.raw import RawFile, RawLine, RawPage
from parsers.vietnamese import MASK, bare, find_dates, fold, is_capitals

HEAD = 0.40  # of the page height
COVER_HEAD = 0.6  # the title of a cover stands low
TITLE_LINES = 8
TITLE_CELLS = 30
ATTACHED_LINES = 5

_TITLE = re.compile(r"dang cong san viet nam|cong hoa xa hoi chu nghia|doc lap ?- ?tu do")
_ATTACHED = re.compile(r"^(?:phụ lục|\(?(?:ban hành )?kèm theo)")
_FORM = re.compile(r"^(?:biểu (?:mẫu )?(?:số|\d)|mẫu (?:số|\d|\w{1,3}-))")  # an empty form, or a paper written on one
_SHEETS = re.compile(r"^(?:mục lục(?: hồ sơ| văn bản| tài liệu)?\b|chứng từ kết thúc|bìa hồ sơ|tờ kết thúc)")
_COVER_OR_SHEET = re.compile(_SHEETS.pattern + r"|^hồ sơ\b")
_SYMBOL = re.compile(r"[-/]\s*[A-ZĐ]{2}")


def parts_of(raw: RawFile, catalogue: Catalogue, starts: Sequence[int] | None = None) -> Iterator[tuple[int, RawFile]]:
    """Give each paper of a file with the index of its first page; pages are numbered anew in each."""
    if raw.format != "pdf" or len(raw.pages) < 2:
        yield 0, raw
        return
    found = _given(starts, len(raw.pages)) if starts else starts_of(raw, catalogue)
    if len(found) == 1:
        yield 0, raw
        return
    for start, end in zip(found, [*found[1:], len(raw.pages)], strict=True):
        yield start, _part(raw, start, end)


def starts_of(raw: RawFile, catalogue: Catalogue) -> list[int]:
    """Give the indexes of the pages a paper begins on, the first page of the file first."""
    types = _types(catalogue)
    begins = (
        i for i in range(1, len(raw.pages)) if _begins_paper(raw.pages[i], types, is_lifted=_is_lifted(raw.pages, i))
    )
    return [0, *begins]


@remembered
def _types(catalogue: Catalogue) -> tuple[str, ...]:
    types = {bare(name) for names in catalogue.type_names.values() for name in names}
    return tuple(types | {bare(name) for kind in catalogue.kinds for name in kind.types})


def is_dossier_sheet(page: RawPage) -> bool:
    """Tell a sheet of the dossier itself by its title: cover, index, closing sheet."""
    head = [line for line in page.lines if line.box and line.box.top < COVER_HEAD * page.height][:TITLE_CELLS]
    return any(is_capitals(line.text) and _COVER_OR_SHEET.match(fold(clean(line.text))) for line in head)


def _given(starts: Sequence[int], count: int) -> list[int]:
    return sorted({0, *(start for start in starts if 0 < start < count)})


def _is_lifted(pages: Sequence[RawPage], index: int) -> bool:
    """Tell a page out of the middle of another paper: its printed number counts on from no page of this file."""
    numbers = _page_numbers(pages[index])
    near = {n + index - i for i in (index - 1, index + 1) if i < len(pages) for n in _page_numbers(pages[i])}
    return bool(numbers) and min(numbers) > 1 and not numbers & {index + 1, *near}


def _page_numbers(page: RawPage) -> set[int]:
    lines = (clean(line.text) for line in page.lines if is_number_line(line, page))
    return {int(match[1]) for text in lines if (match := PAGE_NUMBER.fullmatch(text))}


def _begins_paper(page: RawPage, types: tuple[str, ...], *, is_lifted: bool) -> bool:
    """Tell by the head of a page; a title alone, with neither number nor date, may be that of a part of a paper."""
    head = [line for line in page.lines if line.box and line.box.top < HEAD * page.height][:TITLE_CELLS]
    texts = [clean(line.text) for line in head]
    if any(_ATTACHED.match(fold(text)) for text in texts[:ATTACHED_LINES]):
        return False
    if any(_FORM.match(fold(text)) for text in texts[:ATTACHED_LINES]) and not _is_filled_in(texts):
        return False
    if any(is_capitals(text) and _SHEETS.match(fold(text)) for text in texts[:TITLE_LINES]):
        return True
    if not any(_TITLE.search(bare(text)) for text in texts[:TITLE_LINES]):
        return False
    return (
        any(_is_number_line(text) for text in texts) or _is_dated(texts) or (_is_titled(head, types) and not is_lifted)
    )


def _is_filled_in(texts: Sequence[str]) -> bool:
    """Tell a paper from the empty form it is written on: its number or its date is there, legible or not."""
    numbers = [match for text in texts if (match := NUMBER_LINE.match(text)) and _SYMBOL.search(text)]
    return any(match["number"] or MASK in match[0] for match in numbers) or _is_dated(texts)


def _is_number_line(text: str) -> bool:
    match = NUMBER_LINE.match(text)
    return match is not None and _SYMBOL.search(text) is not None


def _is_dated(texts: Sequence[str]) -> bool:
    return any("," in text[:40] and find_dates(text) and len(text) < 70 for text in texts)


def _is_titled(head: Sequence[RawLine], types: tuple[str, ...]) -> bool:
    return any(is_capitals(line.text) and bare(line.text).startswith(types) for line in head)


def _part(raw: RawFile, start: int, end: int) -> RawFile:
    pages = tuple(renumbered(page, page.number - start) for page in raw.pages[start:end])
    numbers = {page.number for page in raw.pages[start:end]}
    tables = tuple(
        replace(table, page=table.page - start) for table in raw.tables if table.page in numbers and table.page
    )
    return replace(raw, pages=pages, tables=tables, page_size=(pages[0].width, pages[0].height))


def renumbered(page: RawPage, number: int) -> RawPage:
    """Give a page another number, in all that stands on it too."""
    return replace(
        page,
        number=number,
        lines=tuple(line._replace(page=number) for line in page.lines),
        words=tuple(word._replace(page=number) for word in page.words),
        images=tuple(replace(image, page=number) for image in page.images),
    )
