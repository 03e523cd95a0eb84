"""Measures how surely stamps of secrecy are seen on scans, and what is taken for one: `python bench_stamps.py [n]`.

Each page is drawn, stamped (or bears what looks like a stamp), and goes through the scanner once more: skew, blur,
noise, JPEG. Stamps are red, or what a grey scanner makes of red, upright or askew in their box, light or dark.
"""

from __future__ import annotations

import io
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from PIL import Image, ImageDraw
from scan_corpus import MM, RED, Artist
from scan_table import Row, row_of

from parsers.catalogue import Catalogue
from parsers.scan import ScanReader
from parsers.scan_files import _page_stamped
from parsers.scan_pictures import A4

LEVELS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
HARMLESS = (
    "HỎA TỐC",
    "THƯỢNG KHẨN",
    "KHẨN",
    "SAO Y BẢN CHÍNH",
    "CÔNG VĂN ĐẾN",
    "MẶT TRẬN",
    "MẪU 05",
    "DỰ THẢO",
    "BẢO MẬT TỐT",
)
OVER_PRINT = 1 / 6
QUALITIES: dict[str, tuple[float, int, float]] = {  # name -> share of 200 dpi, JPEG quality, degrees askew
    "200 dpi": (1.0, 75, 0.0),
    "150 dpi": (0.75, 60, 0.0),
    "100 dpi": (0.5, 40, 0.0),
    "askew": (1.0, 60, 3.0),
}


class _Page:
    """One picture where a file's pages are asked for."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self.sizes = (A4,)

    def draw(self, page: int, dpi: int) -> np.ndarray:
        """Draw the page."""
        size = tuple(round(side * dpi / 72) for side in self.sizes[page])
        return np.asarray(self._image.convert("RGB").resize(size, Image.Resampling.BILINEAR))


def is_seen(image: Image.Image) -> bool:
    """Tell whether the page stops its dossier, as the reading of a scan asks it."""
    reader = ScanReader(_Page(image), Catalogue())
    return _page_stamped(reader, 0)


def stamped(artist: Artist, page: Image.Image, text: str, chance: random.Random) -> Image.Image:
    """Put a stamp on the upper left of a page: a box of 20, 30 or 40 mm, sometimes double, askew, pale or strong."""
    high, size = int(chance.uniform(7.5, 9) * MM), chance.uniform(13.5, 17)
    font = artist._font(size, "-Bold")
    wide = int(max(font.getlength(text) + 3 * MM, {3: 20, 7: 30}.get(len(text), 40) * MM))
    mark = Image.new("L", (wide + 20, high + 20), 0)
    pen = ImageDraw.Draw(mark)
    strength = chance.randint(150, 255)
    pen.rectangle((10, 10, wide + 10, high + 10), outline=strength, width=chance.randint(3, 6))
    if chance.random() < 0.3:
        pen.rectangle((4, 4, wide + 16, high + 16), outline=strength, width=2)
    pen.text((wide / 2 + 10, high / 2 + 10), text, fill=strength, font=font, anchor="mm")
    mark = mark.rotate(chance.gauss(0, 1.5), Image.Resampling.BILINEAR, expand=True)
    page = page.convert("RGB")
    page.paste(Image.new("RGB", mark.size, RED), _place(page, mark.size, chance), mark)
    return page


def _place(page: Image.Image, size: tuple[int, int], chance: random.Random) -> tuple[int, int]:
    """Find room at the upper left, where a clerk would press a stamp; one in six goes over the print."""
    ink = np.asarray(page.convert("L")) < 120
    tries = 1 if chance.random() < OVER_PRINT else 60
    places = [(int(chance.uniform(18, 50) * MM), int(chance.uniform(6, 75) * MM)) for _ in range(tries)]
    return min(places, key=lambda at: int(ink[at[1] : at[1] + size[1], at[0] : at[0] + size[0]].sum()))


def scanned(artist: Artist, page: Image.Image, quality: str, *, colour: bool) -> Image.Image:
    """Let a page go through the scanner."""
    share, jpeg, askew = QUALITIES[quality]
    if askew:
        page = page.rotate(artist.random.choice((-askew, askew)), Image.Resampling.BILINEAR, fillcolor="white")
    image = artist._scanned(page, colour=colour)
    small = image.resize((int(image.width * share), int(image.height * share)), Image.Resampling.BILINEAR)
    return recoded(small, jpeg)


def recoded(image: Image.Image, quality: int) -> Image.Image:
    """Give the picture after one more JPEG."""
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(io.BytesIO(data.getvalue()))


def measure(count: int, tell: Callable[[str], object] = print) -> dict[str, Counter[str]]:
    """Draw `count` pages of each sort; give how many were stopped, by sort."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for quality in QUALITIES:
        for colour in (True, False):
            for seed in range(count):
                artist, chance = Artist(seed), random.Random(f"{quality} {colour} {seed}")
                page = artist.paper(pages=1, colour=True).pages[0]
                level, other = LEVELS[seed % 3], HARMLESS[seed % len(HARMLESS)]
                name = f"{quality}, {'colour' if colour else 'grey'}"
                for what, text in (("stamp", level), ("harmless", other)):
                    image = scanned(artist, stamped(artist, page, text, chance), quality, colour=colour)
                    seen = is_seen(image)
                    table[f"{name}: {what}"]["stopped" if seen else "passed"] += 1
                    if (what == "stamp") != seen:
                        tell(f"  {name}, seed {seed}: {what} «{text}»")
    return table


def stamp_rows(count: int = 2) -> list[Row]:
    """Give the lines of the benchmark: stamps stopped in colour and in grey, and what was taken for one."""
    table = measure(count, tell=lambda _: None)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for name, counts in table.items():
        shade, what = name.split(", ")[1].split(": ")
        stamp = what == "stamp"
        sums[f"stamp of secrecy seen, {shade}" if stamp else "other stamps let pass"] += Counter(
            right=counts["stopped" if stamp else "passed"], wrong=counts["passed" if stamp else "stopped"]
        )
    return [row_of(name, counts, 0.9 if "grey" in name else 0.95, None) for name, counts in sums.items()]


def main(count: int) -> None:
    """Measure and print."""
    table = measure(count)
    for name, counts in table.items():
        total = counts.total()
        print(f"{name:28} stopped {counts['stopped']:3} of {total} ({counts['stopped'] / total:5.1%})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
