"""Whether something was signed or sealed at a signature block: pictures and ink in its column, nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.cells import Cell
from parsers.facts import Box, Fact, Location, SignatureBlock, read, unreadable
from parsers.ink import sealed_on_scan, signed_on_scan
from parsers.layout import is_hidden
from parsers.raw import RawFile, RawImage, RawPage
from parsers.seal_places import pen_of, seal_place

SIDE = 60.0  # points a signature may reach beyond its title
SEAL_SIDE = 90.0  # a seal covers a third of the signature from the left
BELOW = 15.0
NAMELESS_HEIGHT = 110.0
LEAST_INK = (18.0, 6.0)
SEAL_SIZE = (80.0, 170.0)
SEAL_ROUNDNESS = 0.8
LEAST_ROOM = 14.0  # points between title and name
WORD_REACH = 6  # paragraphs a picture may stand below a title that has no name


def is_signed(  # noqa: PLR0911 - one answer for each thing that can be seen
    raw: RawFile, block: Sequence[Cell], others: Sequence[Sequence[Cell]], *, titled: bool = True
) -> Fact[bool]:
    """Tell whether a picture or ink stands between title and name of a block (`block`: its pieces, name last)."""
    if raw.format != "pdf":
        return _word_signed(raw, block, others)
    page = _page(raw, block[0])
    if page is not None and page.scan is not None:
        empty, named = _empty_part(block, others)
        return signed_on_scan(page, empty, block[0].location, named=named and titled)
    if page is None or is_hidden(page):
        return unreadable("scan", block[0].location)
    found = [i for i in _images_in(page, _zone(block, others, SIDE)) if i.inked or i.reddish is not True]
    if found and not (len(found) == 1 and _may_be_seal(found[0])):
        return read(True, Location(page.number, found[0].box), how="field" if found[0].in_field else "image")
    if found or any(image.reddish for image in _images_in(page, _zone(block, others, SIDE))):
        return unreadable("ambiguous", block[0].location)  # one round picture: a seal alone, or a signature
    if raw.signature_fields:
        return _signed_by_field(block, others)
    return read(False, block[0].location, how="layout")


def with_scan_marks(
    found: SignatureBlock, raw: RawFile, block: Sequence[Cell], others: Sequence[Sequence[Cell]]
) -> SignatureBlock:
    """Say of a place to sign on a scan which pen was used and where the seal stands."""
    page = _page(raw, block[0])
    if page is None or page.scan is None:
        return found
    empty, _ = _empty_part(block, others)
    signed, pen = pen_of(page, empty, found.signed)
    return replace(found, signed=signed, pen=pen, seal_place=seal_place(page, empty, found.seal, signed))


def _signed_by_field(block: Sequence[Cell], others: Sequence[Sequence[Cell]]) -> Fact[bool]:
    # A digital signature need not show anything; with one place to sign it can only be this one.
    if not others:
        return read(True, block[0].location, how="field", confidence=0.8)
    return unreadable("field-image", block[0].location)


def is_sealed(  # noqa: PLR0911 - see is_signed
    raw: RawFile, block: Sequence[Cell], others: Sequence[Sequence[Cell]]
) -> Fact[bool]:
    """Tell whether a round red picture stands at a block; unknown where colours were not looked at."""
    if raw.format != "pdf":
        return unreadable("no-image", block[0].location)
    page = _page(raw, block[0])
    if page is not None and page.scan is not None:
        return sealed_on_scan(page, _zone(block, others, SEAL_SIDE), block[0].location)
    if page is None or is_hidden(page):
        return unreadable("scan", block[0].location)
    found = [image for image in _images_in(page, _zone(block, others, SEAL_SIDE)) if not image.ink]
    red = [image for image in found if _shows_seal(image)]
    if red:
        return read(True, Location(page.number, red[0].box), how="image")
    if any(image.reddish is not False or _is_round(image.box) for image in found):
        return unreadable("ambiguous", block[0].location)  # a grey copy may show a seal in grey
    if raw.signature_fields:
        return unreadable("field-image", block[0].location)
    return read(False, block[0].location, how="layout")


def _page(raw: RawFile, cell: Cell) -> RawPage | None:
    return next((page for page in raw.pages if page.number == cell.page), None)


def _empty_part(block: Sequence[Cell], others: Sequence[Sequence[Cell]]) -> tuple[Box, bool]:
    """Give the place between title and name, where somebody signs, and whether there is a name below it."""
    zone = _zone(block, others, SIDE)
    boxes = [cell.box for cell in block if cell.box]
    spaces = [(below.top - above.bottom, above.bottom, below.top) for above, below in pairwise(boxes)]
    widest = max(spaces, default=(0.0, 0.0, 0.0))
    if widest[0] > LEAST_ROOM:
        return Box(zone.x0, widest[1], zone.x1, widest[2]), True
    return Box(zone.x0, boxes[-1].bottom, zone.x1, zone.bottom), False


def _zone(block: Sequence[Cell], others: Sequence[Sequence[Cell]], side: float) -> Box:
    boxes = [cell.box for cell in block if cell.box]
    x0, x1 = min(b.x0 for b in boxes), max(b.x1 for b in boxes)
    top, bottom = boxes[0].top, boxes[-1].bottom
    left, right = x0 - side, x1 + side
    for other in (other[0] for other in others):
        if other.page == block[0].page and other.box and abs(other.box.top - top) < NAMELESS_HEIGHT:
            if other.box.x1 <= x0:
                left = max(left, (other.box.x1 + x0) / 2)
            if other.box.x0 >= x1:
                right = min(right, (other.box.x0 + x1) / 2)
    named = bottom - boxes[0].bottom > 2 * (boxes[0].bottom - boxes[0].top)
    return Box(left, top, right, bottom + (BELOW if named else NAMELESS_HEIGHT))


def _images_in(page: RawPage, zone: Box) -> Iterator[RawImage]:
    for image in page.images:
        box = image.box
        if box is None or (image.ink and _is_speck(box)):
            continue
        middle = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if zone.x0 <= middle[0] <= zone.x1 and zone.top <= middle[1] <= zone.bottom:
            yield image


def _is_speck(box: Box) -> bool:
    return box.x1 - box.x0 < LEAST_INK[0] or box.bottom - box.top < LEAST_INK[1]


def _is_round(box: Box | None) -> bool:
    if box is None:
        return False
    width, height = box.x1 - box.x0, box.bottom - box.top
    return SEAL_SIZE[0] <= max(width, height) <= SEAL_SIZE[1] and min(width, height) >= SEAL_ROUNDNESS * max(
        width, height
    )


def _shows_seal(image: RawImage) -> bool:
    """Tell a red round picture, or one that holds seal and signature together."""
    if not image.reddish or image.box is None:
        return False
    height = image.box.bottom - image.box.top
    return _is_round(image.box) or (image.inked is True and height >= SEAL_SIZE[0] * SEAL_ROUNDNESS)


def _may_be_seal(image: RawImage) -> bool:
    return image.reddish is None and not image.ink and _is_round(image.box)


# ---------------------------------------------------------------- Word


def _word_signed(raw: RawFile, block: Sequence[Cell], others: Sequence[Sequence[Cell]]) -> Fact[bool]:
    columns = {line.paragraph: (line.table, line.column) for line in raw.lines}
    own = columns.get(block[0].paragraph)
    at = [p for image in raw.images if (p := image.paragraph) and p in _span(block) and columns.get(p, own) == own]
    if not at:
        return unreadable("no-image", block[0].location)
    sharing = [other for other in others if at[0] in _span(other)]
    if len(at) <= len(sharing):
        return unreadable("ambiguous", block[0].location)  # fewer pictures than places to sign beside each other
    return read(True, Location(paragraph=at[0]), how="image")


def _span(block: Sequence[Cell]) -> range:
    first, last = block[0].paragraph or 0, block[-1].paragraph or 0
    return range(first, max(last, first + WORD_REACH) + 1 if len(block) == 1 else last + 1)
