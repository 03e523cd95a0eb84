"""Page numbers: planted faults are found exactly, right papers raise nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.facts import Box
from parsers.page_numbers import label_pages, page_faults
from parsers.pdf import read_pdf
from parsers.raw import RawFile, RawImage, RawLine, RawPage, ScanLook, WordNumbering

REAL = Path(__file__).parents[3] / "shared" / "realdocs"
WIDTH, HEIGHT = 595.0, 842.0
SPOTS = {"top-c": (312, 36), "bottom-c": (312, 806), "bottom-r": (520, 806), "top-r": (530, 40), "low-c": (312, 95)}
STYLES = ("{}", "- {} -", "Trang {}", "{}/40", "–{}–")


def line(text: str, page: int, middle: float, top: float) -> RawLine:
    half = 3.2 * len(text)
    return RawLine(text, page, Box(middle - half, top, middle + half, top + 13))


def page(
    number: int, label: str | None, spot: str = "top-c", *, extra: tuple[RawLine, ...] = (), empty: bool = False
) -> RawPage:
    lines: list[RawLine] = [] if label is None else [line(label, number, *SPOTS[spot])]
    if not empty:
        lines += [line(f"Nội dung thứ {i} của trang văn bản", number, 297, 130 + 18 * i) for i in range(25)]
    return RawPage(number, WIDTH, HEIGHT, sum(len(x.text) for x in lines), tuple(lines) + extra)


def paper(
    labels: list[int | None], style: str = "{}", spot: str = "top-c", empty: frozenset[int] = frozenset()
) -> RawFile:
    return RawFile(
        "pdf",
        tuple(
            page(i + 1, None if n is None else style.format(n), spot, empty=i in empty) for i, n in enumerate(labels)
        ),
    )


def faults(raw: RawFile) -> list[tuple[str, int | None]]:
    fact = page_faults(raw, label_pages(raw))
    assert fact.is_read
    return [(fault.kind, fault.location.page) for fault in fact.value or ()]


def right(n: int) -> list[int | None]:
    return [None, *range(2, n + 1)]


@given(n=st.integers(1, 40), style=st.sampled_from(STYLES))
@settings(deadline=None, max_examples=60)
def test_a_right_paper_has_no_fault(n: int, style: str) -> None:
    raw = paper(right(n), style)
    assert faults(raw) == []
    labels = [p.label.value.value if p.label.value else None for p in label_pages(raw)]
    assert labels == right(n)


@given(n=st.integers(2, 30), spot=st.sampled_from(["bottom-c", "bottom-r", "top-r"]), style=st.sampled_from(STYLES))
@settings(deadline=None, max_examples=60)
def test_a_number_in_another_place_is_misplaced_once_never_unnumbered(n: int, spot: str, style: str) -> None:
    assert faults(paper(right(n), style, spot)) == [("misplaced", 2)]


@given(data=st.data(), n=st.integers(4, 30))
@settings(deadline=None, max_examples=80)
def test_pages_left_without_a_number_are_named_one_by_one(data: st.DataObject, n: int) -> None:
    bare = data.draw(st.sets(st.integers(2, n), min_size=1, max_size=max(1, n // 3)))
    labels = [None if i + 1 in bare else v for i, v in enumerate(right(n))]
    assert faults(paper(labels)) == [("unnumbered", i) for i in sorted(bare)]


@given(n=st.integers(6, 30), at=st.integers(3, 28), jump=st.integers(1, 9))
@settings(deadline=None, max_examples=80)
def test_a_jump_is_a_gap_on_the_page_after_it(n: int, at: int, jump: int) -> None:
    at = min(at, n - 2)
    labels = [v if v is None or v < at else v + jump for v in right(n)]
    assert faults(paper(labels)) == [("gap", at)]


@given(n=st.integers(6, 30), at=st.integers(4, 28))
@settings(deadline=None, max_examples=60)
def test_a_number_printed_twice_is_a_repeat(n: int, at: int) -> None:
    at = min(at, n - 2)
    labels = [v if v is None or v < at else v - 1 for v in right(n)]
    assert faults(paper(labels)) == [("repeat", at)]


def test_one_wrong_number_in_a_right_run() -> None:
    raw = paper([None, 2, 3, 9, 5, 6, 7])
    fact = page_faults(raw, label_pages(raw))
    assert [(f.kind, f.location.page, f.expected, f.found) for f in fact.value or ()] == [("gap", 4, 4, 9)]


@given(n=st.integers(2, 25))
@settings(deadline=None, max_examples=20)
def test_a_paper_without_any_number(n: int) -> None:
    assert faults(paper([None] * n)) == [("unnumbered", i) for i in range(2, n + 1)] if n > 1 else []


def test_number_on_page_one_is_misplaced_and_a_single_page_is_nothing() -> None:
    assert faults(paper([1, 2, 3])) == [("misplaced", 1)]
    assert faults(paper([1])) == []


def test_first_page_missing_shows_as_a_gap() -> None:
    assert faults(paper([None, 3, 4, 5])) == [("gap", 2)]


def test_number_below_the_band_is_still_a_number() -> None:
    assert faults(paper(right(5), "{}", "low-c")) == []


@given(n=st.integers(5, 25), data=st.data())
@settings(deadline=None, max_examples=50)
def test_decoys_near_the_edge_do_not_count(n: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(2, n))
    decoy = line(str(data.draw(st.integers(100, 999))), at, 90, 790)
    raw = paper(right(n))
    pages = tuple(replace(p, lines=(*p.lines, decoy)) if p.number == at else p for p in raw.pages)
    assert faults(replace(raw, pages=pages)) == []


@given(main=st.integers(1, 12), extra=st.integers(1, 8), how=st.sampled_from(["none", "anew", "on"]))
@settings(deadline=None, max_examples=60)
def test_attachments_count_anew_go_on_or_bear_no_number(main: int, extra: int, how: str) -> None:
    labels: dict[str, list[int | None]] = {
        "none": [None] * extra,
        "anew": right(extra),
        "on": [*range(main + 1, main + extra + 1)],
    }
    raw = paper([*right(main), *labels[how]])
    title = line("PHỤ LỤC", main + 1, 297, 60)
    pages = tuple(replace(p, lines=(title, *p.lines)) if p.number == main + 1 else p for p in raw.pages)
    assert faults(replace(raw, pages=pages)) == []


def test_blank_page_inside_is_told_and_blank_backs_are_not() -> None:
    assert faults(paper([None, 2, None, 4], empty=frozenset({2}))) == [("blank-page", 3)]
    assert faults(paper([None, None, 2, None, 3], empty=frozenset({1, 3}))) == []
    assert faults(paper([None, 2, 3, None], empty=frozenset({3}))) == []
    assert faults(paper([None, None, 2], empty=frozenset({1}))) == []  # a sheet printed on one side goes on with 2
    assert faults(paper([None, None, 3], empty=frozenset({1}))) == [("blank-page", 2)]


def test_restart_without_an_attachment() -> None:
    assert ("restart", 5) in faults(paper([None, 2, 3, 4, 1, 2, 3]))


def test_scans_are_unreadable_and_text_faults_beside_them_stand() -> None:
    picture = RawImage(2, Box(0, 0, WIDTH, HEIGHT))
    scan = [RawPage(i, WIDTH, HEIGHT, 0, images=(replace(picture, page=i),), image_share=1.0) for i in (1, 2, 3)]
    raw = RawFile("pdf", tuple(scan))
    assert page_faults(raw, label_pages(raw)).why == "scan"
    mixed = RawFile("pdf", (page(1, None), page(2, None), scan[2]))
    assert faults(mixed) == [("unnumbered", 2)]


def word(text_length: int, numbering: WordNumbering | None, **more: object) -> RawFile:
    lines = tuple(RawLine("x" * 400, paragraph=i + 1) for i in range(text_length // 400))
    return RawFile("docx", lines=lines, word_numbering=numbering, **more)  # type: ignore[arg-type]


HEADED = WordNumbering(
    "header", "c", first_page_differs=True, on_first_page=False, sections=1, restarts=0, every_section=True
)


@pytest.mark.parametrize(
    ("length", "numbering", "expected"),
    [
        (12_000, replace(HEADED, field=None, column=None), ["unnumbered"]),
        (12_000, None, ["unnumbered"]),
        (12_000, HEADED, []),
        (12_000, replace(HEADED, field="footer"), ["misplaced"]),
        (12_000, replace(HEADED, first_page_differs=False), ["misplaced"]),
        (800, replace(HEADED, field=None, column=None), []),
        (4_000, replace(HEADED, field=None, column=None), None),
        (12_000, replace(HEADED, column=None), None),
        (12_000, replace(HEADED, every_section=False), None),
    ],
)
def test_word_says_what_it_knows_without_layout(
    length: int, numbering: WordNumbering | None, expected: list[str] | None
) -> None:
    raw = word(length, numbering)
    fact = page_faults(raw, label_pages(raw))
    if expected is None:
        assert fact.why == "no-layout"
    else:
        assert [fault.kind for fault in fact.value or ()] == expected


@pytest.mark.skipif(not REAL.exists(), reason="real papers are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [("real01", []), ("real18", [("misplaced", 2)]), ("real19", [("unnumbered", i) for i in range(2, 36)])],
)
def test_real_papers(name: str, expected: list[tuple[str, int]]) -> None:
    assert faults(read_pdf(REAL / f"{name}.pdf")) == expected


# ---------------------------------------------------------------- scans with a number in the upper right corner


def scan_with(corners: list[str | None]) -> RawFile:
    def look(says: str | None) -> ScanLook:
        votes = tuple(tuple(82 if figure == str(digit) else 2 for digit in range(10)) for figure in says or "")
        return ScanLook(True, False, numbers_seen=True, sheet="seen" if says else "none", sheet_votes=votes)

    return RawFile("pdf", tuple(replace(page(n, None), scan=look(says)) for n, says in enumerate(corners, 1)))


def test_page_numbers_printed_in_the_corner_are_left_to_a_person() -> None:
    pages = label_pages(scan_with([None, "2", "3"]))
    assert [found.label.why for found in pages[1:]] == ["ambiguous", "ambiguous"]
    assert [found.sheet.why for found in pages] == [None, "ambiguous", "ambiguous"]
    assert page_faults(scan_with([None, "2", "3"]), pages).is_unreadable


def test_sheet_numbers_in_the_corner_are_no_page_numbers() -> None:
    for corners in (["1", "2", "3"], ["41", "42", "43"], [None, "12", "13"]):
        raw = scan_with([*corners])
        assert faults(raw) == [("unnumbered", 2), ("unnumbered", 3)]
        assert all(found.sheet.is_read for found in label_pages(raw)[1:])
