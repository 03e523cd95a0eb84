"""Lines made of words: figures that may not be all there, or were written by hand, are hidden."""

import pytest

from parsers.ocr import Word
from parsers.scan_lines import lines_of
from parsers.vietnamese import MASK


def words(
    *texts: str, tall: dict[str, int] | None = None, unsure: tuple[str, ...] = (), figures: float = 0.99
) -> list[Word]:
    """Set words in one line, 20 pixels high, with the space of a letter between them."""
    found, x = [], 0
    for text in texts:
        high = (tall or {}).get(text, 20)
        wide = 10 * len(text)
        found.append(Word(text, x, 20 - high, x + wide, 20, 0.0 if text in unsure else 0.95, 1, figures))
        x += wide + 10
    return found


def text_of(found: list[Word]) -> str:
    (line,) = lines_of(found, 1, 1.0)
    return line.text


def test_a_date_in_print_is_read() -> None:
    assert text_of(words("ngày", "24", "tháng", "7", "năm", "2026")) == "ngày 24 tháng 7 năm 2026"


@pytest.mark.parametrize("places", [("ngày", "2", "†", "tháng"), ("ngày", "†", "2", "tháng")])
def test_what_cannot_be_read_beside_a_figure_may_be_one_more(places: tuple[str, ...]) -> None:
    assert text_of(words(*places, "7", "năm", "2026", unsure=("†",))) == f"ngày {MASK} tháng 7 năm 2026"


def test_a_speck_beside_a_figure_or_a_mark_beside_a_word_is_noise() -> None:
    assert text_of(words("ngày", "2", "†", "tháng", "7", "năm", "2026", tall={"†": 6}, unsure=("†",))).startswith(
        "ngày 2 tháng"
    )
    assert text_of(words("Nơi", "†", "nhận", unsure=("†",))) == "Nơi nhận"


def test_figures_taller_than_print_were_written_by_hand() -> None:
    assert text_of(words("ngày", "2", "tháng", "7", "năm", "2026", tall={"2": 36})) == f"ngày {MASK} tháng 7 năm 2026"


def test_a_speck_over_clear_print_does_not_hide_it() -> None:
    found = words("ngày", "2", "tháng", "7", "năm", "2026", tall={"2": 36}, figures=0.996)
    assert text_of(found) == "ngày 2 tháng 7 năm 2026"


def test_a_figure_by_hand_that_runs_into_the_next_word_is_hidden() -> None:
    found = words("ngày", "2tháng", "6", "năm", "2026", tall={"2tháng": 37})
    assert text_of(found) == f"ngày {MASK} tháng 6 năm 2026"


def test_a_bar_or_a_tall_mark_beside_a_figure_may_be_a_figure() -> None:
    assert text_of(words("ngày", "2", "|", "tháng", "6", "năm", "2026")) == f"ngày {MASK} tháng 6 năm 2026"
    assert text_of(words("ngày", "2", "_", "tháng", "6", "năm", "2026")) == f"ngày {MASK} tháng 6 năm 2026"
    assert text_of(words("số", "|", "2", "-KH/CB")) == f"Số {MASK}-KH/CB"
    assert text_of(words("ngày", "“|", "Ð", "tháng", "6", "năm", "2026")) == f"ngày {MASK} tháng 6 năm 2026"


def test_a_bar_elsewhere_is_the_rule_of_a_table() -> None:
    assert text_of(words("|", "2", "|", "15-KH/CB")) == "2 15-KH/CB"
    assert text_of(words("VIỆT", "NAM", "|")) == "VIỆT NAM"
