"""Stamps of secrecy on scans as clerks press them: seen in colour and grey, framed and askew; other stamps pass."""

import random
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from bench_stamps import HARMLESS, LEVELS, _Page, is_seen, scanned, stamped
from scan_corpus import MM, RED, Artist

from parsers.catalogue import Catalogue
from parsers.scan import ScanReader
from parsers.scan_stamps import SURE
from parsers.stamp_places import stamp_places
from parsers.stamp_words import chances_of


def page_with(text: str, seed: int, quality: str, *, colour: bool) -> bool:
    artist = Artist(seed)
    page = artist.paper(pages=1, colour=True).pages[0]
    marked = stamped(artist, page, text, random.Random(f"{quality} {colour} {seed}"))
    return is_seen(scanned(artist, marked, quality, colour=colour))


@pytest.mark.parametrize("quality", ["200 dpi", "100 dpi"])
@pytest.mark.parametrize("seed", range(3))
def test_a_red_stamp_stops_the_dossier(quality, seed) -> None:
    assert page_with(LEVELS[seed], seed, quality, colour=True)


@pytest.mark.parametrize("seed", range(3))
def test_a_stamp_on_a_grey_scan_stops_the_dossier(seed) -> None:
    assert page_with(LEVELS[seed], seed, "200 dpi", colour=False)


@pytest.mark.parametrize("seed", range(len(HARMLESS)))
def test_other_stamps_do_not(seed) -> None:
    assert not page_with(HARMLESS[seed], seed, "150 dpi", colour=seed % 2 == 0)


def with_boxes(page: Image.Image, count: int) -> Image.Image:
    """Draw a form's empty red boxes above the head of a page."""
    page = page.convert("RGB")
    for i in range(count):
        x, y = (20 + i % 10 * 17) * MM, (6 + i // 10 * 6) * MM
        ImageDraw.Draw(page).rectangle((x, y, x + 12 * MM, y + 4 * MM), outline=RED, width=3)
    return page


def test_many_small_marks_above_a_stamp_do_not_hide_it() -> None:
    artist = Artist(2)
    page = with_boxes(artist.paper(pages=1, colour=True).pages[0], 30)
    assert not is_seen(scanned(artist, page, "200 dpi", colour=True))
    marked = stamped(artist, page, "TỐI MẬT", random.Random(1))
    assert is_seen(scanned(artist, marked, "200 dpi", colour=True))


def bench_page(seed: int, quality: str, *, colour: bool) -> tuple[bool, bool]:
    """Tell whether the stamp and the harmless one of the benchmark are seen."""
    artist, chance = Artist(seed), random.Random(f"{quality} {colour} {seed}")
    page = artist.paper(pages=1, colour=True).pages[0]
    texts = LEVELS[seed % 3], HARMLESS[seed % len(HARMLESS)]
    stop, other = (
        is_seen(scanned(artist, stamped(artist, page, text, chance), quality, colour=colour)) for text in texts
    )
    return stop, other


@pytest.mark.parametrize(
    ("seed", "quality", "colour"),
    [
        (2, "askew", True),  # leans to the other side
        (2, "askew", False),  # a heading and a number run across
        (14, "askew", False),  # the text runs across
        (2, "100 dpi", True),  # a short word in a long frame
        (11, "150 dpi", True),
        (5001, "100 dpi", True),  # «MẪU 05», its red smeared
        (5010, "askew", False),
        (6001, "askew", True),  # leans so far that the page is set on its side
    ],
)
def test_stamps_that_letters_alone_do_not_tell(seed, quality, colour) -> None:
    assert bench_page(seed, quality, colour=colour) == (True, False)


def test_the_shape_of_every_level_is_known_and_of_no_other_stamp() -> None:
    for text in (*LEVELS, *HARMLESS):
        artist = Artist(4)
        marked = stamped(artist, artist.paper(pages=1, colour=True).pages[0], text, random.Random(5))
        look = ScanReader(_Page(scanned(artist, marked, "200 dpi", colour=True)), Catalogue()).sheet(0).look
        assert (max(chances_of(stamp_places(look))) >= SURE) == (text in LEVELS), text
