"""Signature blocks: authority, title, printed name, and whether anything was signed between title and name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from parsers.attachments import main_lines
from parsers.catalogue import Catalogue, KindHint
from parsers.cells import Cell, below, cells_of, gap, is_in_column
from parsers.facts import Fact, SignatureBlock, absent, read, unreadable
from parsers.layout import nothing_to_read, some_hidden
from parsers.raw import RawFile
from parsers.roles import AUTHORITY, is_title, may_be_signer, role_of
from parsers.signatures_scanned import SCRAP, is_scrap, signed_names
from parsers.signer_names import SURNAMES, bare_name, is_name, may_be_name
from parsers.signing import is_sealed, is_signed, with_scan_marks
from parsers.vietnamese import fold, is_capitals

HEAD_LENGTH = 70
HEADER_SHARE = 0.3  # of page 1: names of bodies, no signers
HEADER_LINES = 8
TITLE_GAP = 1.0  # lines between the lines of one title
NAME_GAP = 20.0  # lines a name may stand below its title
NAMELESS_GAP = 2.0
SIGNING_GAP = 1.0  # lines: room to sign under a title that is not in capitals
FOOT = 0.75  # of a page: below it a place to sign may go on overleaf
LAST_PART = 0.6  # of a paper, where titles that are not in capitals may be signers
SOME_PICTURE = 0.04  # of the page: as large as a signature block
WORD_REACH = 60  # paragraphs from the first block to the last

_NOTE = re.compile(r"[(\[]?\s*(?:đã ký|ký|ghi rõ|chữ ký|họ và tên|họ, tên|họ tên)\b.*")
_SIGNED_NOTE = re.compile(r"[(\[]?\s*đã ký\b.*")
_TANGLED = re.compile(
    r"(?i:nơi nhận):?.*\b(?:T/M|TM\.|K/T|KT\.|T/L|TL\.)\s*[A-ZĐ]"
    r"|(?:GHI BIÊN BẢN|THƯ KÝ|ĐẢNG VIÊN\b.*|NGƯỜI [A-ZÀ-Ỹ ]+)\s+(?:CHỦ TR[ÌI]|CHỦ T[ỌO][AẠ]|TỔ TRƯỞNG|ĐẢNG VIÊN|T/M )"
)
_DOTS = re.compile(r"[\s._…·-]+|\{\{.*\}\}|\[.*\]|<.*>")


@dataclass(slots=True)
class _Block:
    """What was gathered of one block while going down its column."""

    lines: list[Cell]
    name: Cell | None = None
    name_unread: bool = False  # a name stands there, with letters under a seal or a pen
    signed_note: bool = False
    used: list[Cell] = field(default_factory=list)
    next_gap: float | None = None

    @property
    def zone(self) -> list[Cell]:
        return [*self.lines, *([self.name] if self.name else [])]


def find_signatures(raw: RawFile, catalogue: Catalogue, kind: KindHint | None) -> Fact[tuple[SignatureBlock, ...]]:
    """Find the signature blocks at the end of a paper, attachments left out, in reading order."""
    if nothing_to_read(raw):
        return unreadable("scan")
    cells = _own_cells(raw)
    if _is_tangled(cells, raw):
        return unreadable("not-understood")
    blocks = _last_blocks(list(_blocks(cells, raw, catalogue)))
    if blocks:
        found = tuple(_finish(block, blocks, raw, catalogue, kind) for block in blocks)
        return read((*found, *_unseen(found, raw, kind)), blocks[0].lines[0].location)
    unnamed = tuple(signed_names(cells, raw))
    if unnamed:
        return read((*unnamed, *_unseen(unnamed, raw, kind)), unnamed[0].location)
    if some_hidden(raw) or _may_be_pictured(raw):
        return unreadable("scan")
    return absent()


def _unseen(found: Sequence[SignatureBlock], raw: RawFile, kind: KindHint | None) -> Iterator[SignatureBlock]:
    """Stand in for a place to sign that a seal or a pen may have hidden: who signs there is open."""
    scanned = any(page.scan for page in raw.pages)
    roles = {block.role for block in found}
    if scanned and (kind is None or not all(roles & set(slot) for slot in kind.signers)):
        nobody: Fact[bool] = unreadable("scan")
        yield SignatureBlock(None, None, None, None, nobody, nobody, found[-1].location)


def _may_be_pictured(raw: RawFile) -> bool:
    """Tell whether the block itself may be a picture, pasted below the text, or a part of a scan nobody could read."""
    return bool(raw.images) or any(page.scan or page.image_share >= SOME_PICTURE for page in raw.pages)


def _is_tangled(cells: Sequence[Cell], raw: RawFile) -> bool:
    """Tell whether columns of signers ran together, on a page whose words have no boxes of their own."""
    loose = {page.number for page in raw.pages if page.lines and not page.words}
    return any(cell.page in loose and _TANGLED.search(cell.text) for cell in cells)


def _own_cells(raw: RawFile) -> list[Cell]:
    lines = main_lines(raw)
    if raw.format == "pdf":
        last = max((line.page or 0 for line in lines), default=0)
        return [cell for cell in cells_of(raw) if (cell.page or 0) <= last]
    last = max((line.paragraph or 0 for line in lines), default=0)
    return [cell for cell in cells_of(raw) if (cell.paragraph or 0) <= last]


def _blocks(cells: Sequence[Cell], raw: RawFile, catalogue: Catalogue) -> Iterator[_Block]:
    used: set[int] = set()
    scans = {page.number for page in raw.pages if page.scan}
    for i, cell in enumerate(cells):
        if id(cell) in used or not _is_head(cell, catalogue) or _in_header(cell, i, raw):
            continue
        block = _gather(cell, below(cell, cells), catalogue, scanned=cell.page in scans)
        if _is_block(block, late=i >= LAST_PART * len(cells)):
            used.update(id(c) for c in block.used)
            yield block


def _in_header(cell: Cell, index: int, raw: RawFile) -> bool:
    if raw.format != "pdf":
        return index < HEADER_LINES
    return cell.page == 1 and cell.box is not None and cell.box.top < HEADER_SHARE * raw.pages[0].height


def _is_head(cell: Cell, catalogue: Catalogue) -> bool:
    text = cell.text.strip(" .:")
    if not text or len(text) > HEAD_LENGTH or ":" in text:
        return False
    if not may_be_signer(text, catalogue):
        return False
    if AUTHORITY.match(fold(text)):
        return is_capitals(text)
    return is_title(text, catalogue, whole=not is_capitals(text))


def _gather(head: Cell, column: Sequence[Cell], catalogue: Catalogue, *, scanned: bool) -> _Block:
    block = _Block([head], used=[head])
    for cell in column:
        space = gap(block.used[-1], cell)
        if space > NAME_GAP:
            break
        folded = fold(cell.text)
        if _NOTE.fullmatch(folded):
            block.signed_note = block.signed_note or _SIGNED_NOTE.fullmatch(folded) is not None
        elif _goes_on(cell, space, block, catalogue) and not (scanned and _is_noise(cell, catalogue)):
            block.lines.append(cell)
        elif is_name(cell.text):
            block.name = cell
        elif scanned and space >= SIGNING_GAP and may_be_name(cell.text):
            block.name, block.name_unread = cell, True
        elif not _DOTS.fullmatch(cell.text) and not (scanned and is_scrap(cell)):
            block.next_gap = gap(block.used[-1], cell)
            break
        elif scanned:
            continue  # a scrap of a seal or a signature takes no room
        block.used.append(cell)
        if block.name:
            break
    return block


def _goes_on(cell: Cell, space: float, block: _Block, catalogue: Catalogue) -> bool:
    if block.used[-1] is not block.lines[-1] or space > TITLE_GAP or len(cell.text) > HEAD_LENGTH:
        return False
    if is_capitals(cell.text):
        return fold(cell.text).split()[0] not in SURNAMES or is_title(cell.text, catalogue, whole=False)
    return is_title(cell.text, catalogue, whole=True)


def _is_noise(cell: Cell, catalogue: Catalogue) -> bool:
    """Tell letters of a seal, read as a word nobody knows, from another line of a title."""
    return cell.confidence < SCRAP and not is_title(cell.text, catalogue, whole=False)


def _is_block(block: _Block, *, late: bool) -> bool:
    if not is_capitals(block.lines[0].text):  # «Tổ trưởng» stands in lists of members, too
        roomy = block.name is not None and gap(block.lines[-1], block.name) >= SIGNING_GAP
        return late and (roomy or block.signed_note)
    if block.name is not None or block.signed_note:
        return True
    return block.next_gap is None or block.next_gap >= NAMELESS_GAP


def _last_blocks(blocks: Sequence[_Block]) -> list[_Block]:
    if not blocks:
        return []
    last = blocks[-1].lines[0]
    if last.page is not None:
        return [block for block in blocks if (block.lines[0].page or 0) >= last.page - 1]
    return [b for b in blocks if (b.lines[0].paragraph or 0) >= (last.paragraph or 0) - WORD_REACH]


def _finish(
    block: _Block, blocks: Sequence[_Block], raw: RawFile, catalogue: Catalogue, kind: KindHint | None
) -> SignatureBlock:
    authority, title = _split(block.lines)
    others = [other.zone for other in blocks if other is not block]
    zone = block.zone
    noted: Fact[bool] | None = read(True, block.lines[-1].location) if block.signed_note else None
    found = SignatureBlock(
        authority=authority,
        title=title,
        name=bare_name(block.name.text).rstrip(" .,;:-") if block.name and not block.name_unread else None,
        role=role_of(authority, title, catalogue, kind),
        signed=noted or is_signed(raw, zone, others, titled=title is not None),
        seal=is_sealed(raw, zone, others),
        location=block.lines[0].location,
        name_damaged=block.name_unread,
    )
    if _runs_overleaf(block, raw):
        return replace(found, **_overleaf(block, raw, noted))
    return found if noted else with_scan_marks(found, raw, zone, others)


def _runs_overleaf(block: _Block, raw: RawFile) -> bool:
    """Tell whether a page ends between a title and its name, so that who signs and whether stands overleaf."""
    page, box = block.lines[-1].page, block.lines[-1].box
    if block.name or block.next_gap is not None or page is None or box is None or page >= len(raw.pages):
        return False
    return box.bottom > FOOT * raw.pages[page - 1].height and page < max(cell.page or 0 for cell in _own_cells(raw))


def _overleaf(block: _Block, raw: RawFile, noted: Fact[bool] | None) -> dict[str, Any]:
    """Give the name overleaf in the column of a title; what was signed there is for a person to see."""
    head, page = block.lines[0], (block.lines[0].page or 0) + 1
    found = [cell for cell in _own_cells(raw) if cell.page == page and is_in_column(cell, head) and is_name(cell.text)]
    name = found[0] if found and found[0].box and found[0].box.top < HEADER_SHARE * raw.pages[page - 1].height else None
    cut: Fact[bool] = unreadable("ambiguous", head.location)
    return {
        "name": bare_name(name.text) if name else None,
        "name_damaged": name is None,
        "signed": noted or cut,
        "seal": cut,
    }


def _split(lines: Sequence[Cell]) -> tuple[str | None, str | None]:
    """Tell the lines of authority («T/M BAN CHẤP HÀNH», «KT. CHÁNH VĂN PHÒNG») from the title below them."""
    texts = [line.text.strip(" .:") for line in lines]
    powers = [i for i, text in enumerate(texts) if AUTHORITY.match(fold(text))]
    cut = powers[-1] + 1 if powers else 0
    if powers and len(texts) > cut + 1:
        cut = len(texts) - 1  # an authority over two lines; the title stands last
    return " / ".join(texts[:cut]) or None, " ".join(texts[cut:]) or None
