"""Places to sign on a scan whose titles cannot be read: a printed name, and above it the ink of a signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.cells import Cell
from parsers.facts import Box, SignatureBlock, unreadable
from parsers.ink import sealed_on_scan, signed_on_scan
from parsers.raw import RawFile, RawPage
from parsers.signer_names import SURNAMES, bare_name, is_name, may_be_name
from parsers.vietnamese import fold

SCRAP = 0.5  # confidence of a piece that may be no print at all
ROOM = (34.0, 56.0)  # points above a name: least and most that is looked at; titles nobody read stand higher
SIDE = 50.0
NAME_WIDTH = 220.0
LATE = 0.25  # of the page: names of the head stand above


def is_scrap(cell: Cell) -> bool:
    """Tell what was read into a seal or a signature: read badly, or hardly a word of letters in it."""
    return cell.confidence < SCRAP or not any(len(word) > 3 and word.isalpha() for word in cell.text.split())


def signed_names(cells: Sequence[Cell], raw: RawFile) -> Iterator[SignatureBlock]:
    """Give the names at the end of a paper that somebody signed above; who signed there stays open."""
    pages = {page.number: page for page in raw.pages if page.scan is not None and page.scan.ink is not None}
    last = max(pages, default=0)
    for cell in cells:
        page = pages.get(cell.page or 0)
        if page is None or page.number < last - 1 or cell.box is None or not _is_late_name(cell, page):
            continue
        room = _room_above(cell.box, cells, page)
        if room is None:
            continue
        signed = signed_on_scan(page, room, cell.location, named=False)
        if signed.value:
            name = bare_name(cell.text) if _is_surely_name(cell.text) else None
            seal = sealed_on_scan(page, room, cell.location)
            if seal.is_read and not seal.value:
                seal = unreadable("scan", cell.location)  # it may stand higher, over the title
            yield SignatureBlock(None, None, name, None, signed, seal, cell.location, name_damaged=name is None)


def _is_late_name(cell: Cell, page: RawPage) -> bool:
    if cell.box is None or cell.box.top < LATE * page.height or cell.box.x1 - cell.box.x0 > NAME_WIDTH:
        return False
    return cell.confidence >= SCRAP and (_is_surely_name(cell.text) or may_be_name(cell.text))


def _is_surely_name(text: str) -> bool:
    """Tell a name by its surname: «Khoa Dược» in a table is none."""
    return is_name(text) and fold(bare_name(text)).split()[0] in SURNAMES


def _room_above(name: Box, cells: Sequence[Cell], page: RawPage) -> Box | None:
    """Give the place above a name down to the print next above it; None where there is no room to sign."""
    above = [
        cell.box.bottom
        for cell in cells
        if cell.page == page.number and cell.box and not is_scrap(cell)
        and cell.box.bottom <= name.top + 2 and cell.box.x0 < name.x1 and cell.box.x1 > name.x0
    ]  # fmt: skip
    top = max([*above, name.top - ROOM[1]])
    return Box(name.x0 - SIDE, top, name.x1 + SIDE, name.top) if name.top - top >= ROOM[0] else None
