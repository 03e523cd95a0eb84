"""Stamps of secrecy on scans as clerks press them: seen in colour and grey, framed and askew; other stamps pass."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from bench_stamps import HARMLESS, LEVELS, is_seen, scanned, stamped
from scan_corpus import Artist


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
