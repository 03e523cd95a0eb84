"""Where a red seal stands to the signature on a scan, and the pen it was signed with."""

from __future__ import annotations

from parsers.facts import Box, Fact, Location, read, unreadable
from parsers.ink import SURE, meet, signature_box
from parsers.raw import RawPage

APART = 25.0  # points between seal and signature
ASIDE = 0.85  # of the signature's length: a seal whose middle is right of this stands at its end
PEN_CONFIDENCE = 0.8


def seal_place(page: RawPage, zone: Box, seal: Fact[bool], signed: Fact[bool]) -> Fact[str]:
    """Tell where a seal stands to a signature that were both seen.

    What a seal covers of a signature is lost with its colour, so only a seal that is clearly elsewhere is said to be.
    """
    place = seal.location.box
    if not (seal.value and signed.value and place and page.scan):
        return unreadable("scan", seal.location)
    written = signature_box(page, zone)
    if written is None or len([mark for mark in page.scan.seals if meet(mark, zone)]) != 1 or _is_cut(written, zone):
        return unreadable("ambiguous", seal.location)
    return read(_where(place, written), seal.location, confidence=SURE, how="image")


def _is_cut(written: Box, zone: Box) -> bool:
    """Tell a signature that goes on beyond the place that was searched."""
    return written.x0 <= zone.x0 + 4 or written.x1 >= zone.x1 - 4


def _where(seal: Box, written: Box) -> str:
    if _distance(seal, written) > APART:
        return "apart"
    middle = (seal.x0 + seal.x1) / 2
    return "right" if middle > written.x0 + ASIDE * (written.x1 - written.x0) else "over"


def _distance(one: Box, other: Box) -> float:
    across = max(one.x0 - other.x1, other.x0 - one.x1, 0.0)
    return max(across, one.top - other.bottom, other.top - one.bottom)


def pen_of(page: RawPage, zone: Box, signed: Fact[bool]) -> tuple[Fact[bool], Fact[str]]:
    """Tell the pen, and once more whether somebody signed: red ink is left out where dark ink is looked for."""
    look = page.scan
    if look is None or look.ink is None or not look.colour:
        return signed, unreadable("scan" if look is None or look.ink is None else "grey", signed.location)
    if signed.value:
        return signed, read("dark", signed.location, confidence=PEN_CONFIDENCE, how="image")
    stroke = next((box for box in look.strokes if meet(box, zone)), None)
    if stroke is not None:
        place = Location(page.number, stroke)
        pen: Fact[str] = read("red", place, confidence=PEN_CONFIDENCE, how="image")
        return read(True, place, confidence=PEN_CONFIDENCE, how="image"), pen
    if signed.is_read and any(meet(mark, zone) for mark in look.red):  # some red that is no seal
        return unreadable("ambiguous", signed.location), unreadable("ambiguous", signed.location)
    return signed, unreadable("ambiguous", signed.location)
