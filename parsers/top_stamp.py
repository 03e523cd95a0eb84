"""The stamp of a higher body at the upper left of page 1 (dấu treo), as far as a born-digital PDF shows it."""

from __future__ import annotations

from parsers.facts import Fact, Location, absent, read, unreadable
from parsers.raw import RawFile, RawImage

LEFT, TOP = 0.5, 0.25  # of the page: where such a stamp stands


def read_top_stamp(raw: RawFile) -> Fact[bool]:
    """Tell whether a red picture stands there; a picture of unknown colour, a scan or a Word file leaves it open."""
    if not raw.pages:
        return unreadable("no-layout")
    page = raw.pages[0]
    if not page.text_length:
        return unreadable("scan")
    there = [image for image in page.images if not image.ink and _at_top_left(image, page.width, page.height)]
    red = next((image for image in there if image.reddish), None)
    if red is not None:
        return read(True, Location(1, red.box), how="image")
    return unreadable("ambiguous") if any(image.reddish is None for image in there) else absent(how="image")


def _at_top_left(image: RawImage, width: float, height: float) -> bool:
    box = image.box
    return box is not None and (box.x0 + box.x1) / 2 < LEFT * width and (box.top + box.bottom) / 2 < TOP * height
