"""What a scan tells of the sheets of paper: a seal across their edges, an original or a copy, how it was scanned."""

from __future__ import annotations

from typing import Any

from parsers.attachments import whole_text
from parsers.digital_blocks import is_of_body
from parsers.facts import Box, Fact, Location, ScanQuality, absent, read, unreadable
from parsers.ink import meet
from parsers.layout import AnyCase, nothing_to_read, was_read
from parsers.raw import RawFile, RawPage, ScanLook
from parsers.scan_notes import ARCHIVAL, SEARCHABLE

SURE = 0.9
UPPER = 0.25  # of the page height
HEAD = 0.3  # of the page height: no place to sign

_COPY_MARK = AnyCase(
    r"\bsao\s+(?:y|lục)\b|\btrích\s+sao\b|\bsao\s+nguyên\s+văn\b|\b\d{1,4}\s*-\s*bs/", one_of=("sao", "bs/")
)
_DEPTHS = ("line", "grey", "colour")  # the worst first


def paper_marks(raw: RawFile) -> dict[str, Any]:
    """Read the facts of a paper's sheets, by their names in `Document`."""
    return {
        "joint_seal": read_joint_seal(raw),
        "photocopy": read_photocopy(raw),
        "copy_mark": read_copy_mark(raw),
        "scan_quality": read_quality(raw),
        "archive_seal": read_archive_seal(raw),
    }


def read_joint_seal(raw: RawFile) -> Fact[bool]:
    """Tell whether a seal goes over the right edges of the sheets; two pages in a row may be one sheet alone."""
    pages = [page for page in raw.pages if not (page.scan and page.scan.blank)]
    if not pages or any(page.scan is None for page in pages):
        return unreadable("no-layout" if not raw.pages else "not-understood")
    for page in pages:
        if page.scan and page.scan.edge == "seen":
            return read(True, Location(page.number, page.scan.edge_box), confidence=SURE, how="image")
    if any(page.scan and not page.scan.colour for page in pages):
        return unreadable("grey")
    if any(page.scan and page.scan.edge != "none" for page in pages):
        return unreadable("ambiguous")
    both_sides = len(pages) == 2 and pages[1].number == pages[0].number + 1
    return unreadable("ambiguous") if both_sides else absent(Location(1), how="image")


def read_photocopy(raw: RawFile) -> Fact[bool]:
    """Tell a copy by its seal: round and black on a page scanned in colour; a red one makes it an original."""
    signing = [page for page in raw.pages if page.scan and page.scan.ink is not None and not page.scan.blank]
    if not signing:
        return unreadable("scan")
    if any(page.scan and not page.scan.colour for page in signing):
        return unreadable("grey")
    for page in signing:
        if page.scan and page.scan.seals:
            return absent(Location(page.number, page.scan.seals[0]), how="image")
    last = max(signing, key=lambda page: page.number)  # a circle further in may be a drawing
    black = [ring for ring in (last.scan.copied if last.scan else ()) if ring.top > HEAD * last.height]
    if black:
        return read(True, Location(last.number, black[0]), confidence=SURE, how="image")
    return unreadable("ambiguous")  # without a seal an original and a copy look alike


def read_copy_mark(raw: RawFile) -> Fact[bool]:
    """Look for the words of a certified copy; a red seal on a page may be that of who certified it."""
    if nothing_to_read(raw):
        return unreadable("scan")
    text = whole_text(raw)
    found = _COPY_MARK.search(text) if "sao" in text.lowered or "bs/" in text.lowered else None
    if found is not None:
        return read(True, text.location(found.start()))
    if any(_may_hide_mark(page) for page in raw.pages):
        return unreadable("scan")
    return absent()


def _may_hide_mark(page: RawPage) -> bool:
    look = page.scan
    if look is None:
        return page.image_share > 0.0
    return not was_read(page) or bool(look.seals or look.red)


def read_archive_seal(raw: RawFile) -> Fact[bool]:
    """Tell whether the signature of a body at the upper right of page 1, as archives put it, shows a red seal."""
    if raw.digital is None:
        return unreadable("not-understood") if raw.signature_fields else absent()
    places = [each.location.box for each in raw.digital if is_of_body(each) and each.location.page == 1]
    mine = next((box for box in places if box and _is_upper_right(box, raw.pages[0])), None)
    if mine is None:
        return absent()
    return _seal_in(mine, raw.pages[0].scan)


def _seal_in(box: Box, look: ScanLook | None) -> Fact[bool]:
    place = Location(1, box)
    if look is None or look.ink is None or not look.colour:
        return unreadable("grey" if look is not None and not look.colour else "scan", place)
    if any(meet(mark, box) for mark in look.seals):
        return read(True, place, confidence=SURE, how="image")
    if any(meet(mark, box) for mark in look.red):
        return unreadable("ambiguous", place)
    return absent(place, how="image")


def _is_upper_right(box: Box, page: RawPage) -> bool:
    return (box.x0 + box.x1) / 2 > page.width / 2 and (box.top + box.bottom) / 2 < UPPER * page.height


def read_quality(raw: RawFile) -> Fact[ScanQuality]:
    """Tell how a paper was scanned; the worst page counts, blank backs do not."""
    looks = [page.scan for page in raw.pages if page.scan and not page.scan.blank]
    if not looks:
        return absent() if not any(page.image_share >= 0.6 for page in raw.pages) else unreadable("not-understood")
    dots = [look.dpi for look in looks if look.dpi]
    depths = [look.depth for look in looks if look.depth]
    return read(
        ScanQuality(
            dpi=min(dots, default=None),
            depth=min(depths, key=_DEPTHS.index, default=None),
            searchable=SEARCHABLE in raw.notes,
            archival=ARCHIVAL in raw.notes,
        ),
        how="layout",
    )
