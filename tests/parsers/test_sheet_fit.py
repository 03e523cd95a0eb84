"""Runs of sheet numbers fitted to what their figures look like: misreads are mended, breaks need proof."""

import random

import pytest

from parsers.sheet_fit import Run, Seen, Votes, cost_of, fit_run


def figures(text: str, sureness: int = 88) -> Votes:
    """What clear figures look like; a letter looks like no figure."""
    rest = (100 - sureness) // 9
    return tuple(
        tuple(sureness if figure == str(digit) else rest for digit in range(10)) if figure.isdigit() else (10,) * 10
        for figure in text
    )


def run_of(texts: list[str]) -> Run:
    run = fit_run([Seen(figures(text), place) for place, text in enumerate(texts)])
    assert run is not None
    return run


def faults(run: Run) -> list[tuple[int, str | None, int | None, int]]:
    return [(place, n.fault, n.expected, n.value) for place, n in enumerate(run.numbers) if n.fault]


def test_fewer_than_four_numbers_are_never_judged() -> None:
    assert fit_run([Seen(figures(text), place) for place, text in enumerate(("7", "8", "9"))]) is None


def test_a_plain_run_is_read() -> None:
    run = run_of([f"{n:02}" for n in range(1, 15)])
    assert [number.text for number in run.numbers] == [str(n) for n in range(1, 15)]
    assert run.unit == "sheet"
    assert faults(run) == []
    assert all(number.sure for number in run.numbers)


def test_single_misreads_are_mended_and_never_a_fault() -> None:
    texts = [str(n) for n in range(5, 25)]
    texts[6], texts[13] = "77", "19"  # 11 and 18, read wrong
    run = run_of(texts)
    assert [number.value for number in run.numbers] == list(range(5, 25))
    assert faults(run) == []
    assert not run.numbers[6].sure


def test_a_missing_number_is_a_gap() -> None:
    run = run_of([str(n) for n in (*range(1, 9), *range(11, 19))])
    assert faults(run) == [(8, "gap", 9, 11)]


def test_a_number_used_twice_is_a_repeat() -> None:
    assert faults(run_of([str(n) for n in (*range(21, 30), *range(29, 36))])) == [(9, "repeat", 30, 29)]


def test_a_sheet_put_in_with_a_letter_is_no_fault() -> None:
    run = run_of([*(str(n) for n in range(14, 21)), "20a", "20b", *(str(n) for n in range(21, 27))])
    assert [number.text for number in run.numbers][5:11] == ["19", "20", "20a", "20b", "21", "22"]
    assert faults(run) == []


def test_fronts_numbered_by_pages_are_told_from_gaps() -> None:
    run = run_of([f"{n:02}" for n in range(1, 24, 2)])
    assert run.unit == "page"
    assert faults(run) == []


def test_pages_between_numbers_may_count() -> None:
    seen = [Seen(figures(str(page + 1)), page) for page in (0, 1, 2, 4, 5, 7, 8, 9, 11, 12)]
    run = fit_run(seen)
    assert run is not None
    assert run.unit == "page"
    assert faults(run) == []


def test_a_break_close_to_an_end_is_not_claimed() -> None:
    assert faults(run_of([*(str(n) for n in range(1, 12)), "14"])) == []


def test_tens_always_read_wrong_are_no_jump() -> None:
    run = fit_run(
        [
            Seen(figures(text), p)
            for p, text in enumerate(["1", "2", "3", "4", "5", "6", "7", "8", "9", "70", "71", "72", "73", "74", "75"])
        ]
    )
    assert run is None or faults(run) == []


def by_hand(text: str, hand: dict[str, str]) -> Votes:
    """What figures look like that one hand writes in its own way: «1» for a «7»."""
    return figures("".join(hand.get(figure, figure) for figure in text))


def test_a_first_figure_that_never_changes_is_not_sure() -> None:
    assert not any(number.sure for number in run_of([str(n) for n in range(142, 149)]).numbers)


def test_figures_that_go_round_prove_those_that_never_change() -> None:
    for first in (49, 120, 149):  # «1» alone, «1» and «2», then the «4» that becomes a «5»
        run = run_of([str(n) for n in range(first, first + 12)])
        assert [number.text for number in run.numbers if number.sure] == [str(n) for n in range(first, first + 12)]
    assert all(number.sure for number in run_of([f"{n:03}" for n in range(31, 41)]).numbers)


def test_figures_that_go_round_prove_nothing_where_one_is_written_like_another() -> None:
    """A 7 that looks like a 1: nobody knows whether the hundreds are ones or sevens."""
    seen = [Seen(by_hand(str(n), {"7": "1"}), place) for place, n in enumerate(range(143, 157))]
    run = fit_run(seen)
    assert run is None or not any(number.sure for number in run.numbers)


def test_figures_that_go_round_prove_nothing_where_those_that_stay_look_like_several() -> None:
    faint = tuple(22 if figure in (1, 4, 7) else 4 for figure in range(10))
    seen = [Seen((faint, *figures(f"{n}")), place) for place, n in enumerate(range(10, 24))]
    run = fit_run(seen)
    assert run is None or not any(number.sure for number in run.numbers)


def test_scribbles_make_no_run() -> None:
    chance = random.Random(5)
    seen = [Seen(tuple(tuple(chance.choices(range(1, 20), k=10)) for _ in range(2)), place) for place in range(9)]
    assert fit_run(seen) is None


@pytest.mark.parametrize("seed", range(6))
def test_noisy_unbroken_runs_raise_no_alarm(seed: int) -> None:
    chance = random.Random(seed)
    texts = [str(n) for n in range(chance.randint(1, 90), chance.randint(95, 120))]
    for place in chance.sample(range(len(texts)), len(texts) // 8):
        texts[place] = "".join(chance.choice("0123456789") for _ in texts[place])
    run = fit_run([Seen(figures(text, chance.randint(50, 95)), place) for place, text in enumerate(texts)])
    assert run is None or faults(run) == []


def test_zeros_may_stand_in_front() -> None:
    assert cost_of(figures("007"), 7) < 1.5 < cost_of(figures("017"), 7)
    assert cost_of(figures("7"), 17) > 5


def test_a_zero_in_front_that_never_changes_may_be_figures_run_together() -> None:
    assert not any(number.sure for number in run_of([f"{n:02}" for n in range(3, 10)]).numbers)  # of 113 … 119
    assert all(number.sure for number in run_of([f"{n:03}" for n in range(1, 15)]).numbers)
