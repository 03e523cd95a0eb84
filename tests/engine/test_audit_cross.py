"""What concerns several dossiers: numbers of a term, one team in two places."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from audit_stores import TERM, done, filled, paper

from engine.audit.branches import Branch
from engine.audit.store import Store
from engine.audit.summary import crossings
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook


def numbered(doc: str, number: str, day: dt.date, **values: Any) -> dict[str, Any]:
    usual = {
        "kind": "ke-hoach-kiem-tra",
        "kind_title": "Kế hoạch",
        "issuer": "CHI BỘ A",
        "symbol": "KH/CB",
        "subject": doc,
    }
    return paper(doc, number=number, date=day, **(usual | values))


def crossed(store: Store, *papers: dict[str, Any], branch: Branch = TERM, book: Rulebook | None = None) -> list[str]:
    run = filled(store, *(done(n, documents=(item,)) for n, item in enumerate(papers, 1)), branch=branch, book=book)
    return [row.rule for row in crossings(store, run.id)]


def test_one_number_for_two_papers_in_a_term(store: Store) -> None:
    one, other = (
        numbered("kiểm tra ông A", "5", dt.date(2026, 1, 5)),
        numbered("thu đảng phí", "5", dt.date(2026, 2, 5)),
    )
    assert crossed(store, one, other) == ["number-used-twice"]
    assert crossed(store, one, other | {"date": dt.date(2026, 1, 5)}) == ["number-used-twice"]
    assert crossed(store, one, other | {"kind": "thong-bao-ket-luan-kiem-tra", "symbol": "TB/CB"}) == []
    assert crossed(store, one, other | {"kind": "thong-bao-ket-luan-kiem-tra"}) == []  # «KH» on a notice: a slip
    assert crossed(store, one, other | {"number": "5a"}) == []


def test_numbers_are_compared_only_within_one_body_and_one_term_whose_dates_are_given(store: Store) -> None:
    one, other = (
        numbered("kiểm tra ông A", "5", dt.date(2026, 1, 5)),
        numbered("thu đảng phí", "5", dt.date(2026, 2, 5)),
    )
    assert crossed(store, one, other | {"issuer": "CHI BỘ B"}) == []
    assert crossed(store, one, other | {"issuer": None}) == []
    assert crossed(store, one, other | {"date": dt.date(2029, 1, 1)}) == []
    assert crossed(store, one, other, branch=replace(TERM, term_start=None)) == []


@pytest.mark.parametrize("subject", ["kiểm tra đồng chí Lê Văn A", "kiêm tra đông chi Lê Văn A", None])
def test_one_plan_filed_in_two_dossiers_is_one_paper(store: Store, subject: str | None) -> None:
    one = numbered("x", "5", dt.date(2026, 1, 5), subject="kiểm tra đồng chí Lê Văn A")
    assert crossed(store, one, one | {"subject": subject}) == []
    assert crossed(store, one | {"subject": subject}, one) == []


def test_numbers_against_dates(store: Store) -> None:
    one = numbered("x", "5", dt.date(2026, 1, 5))
    assert crossed(store, one, numbered("y", "4", dt.date(2026, 2, 5))) == ["numbers-against-dates"]
    assert crossed(store, one, numbered("y", "6", dt.date(2026, 1, 5))) == []


def test_a_year_that_begins_again_is_told_from_one_number_out_of_order(store: Store) -> None:
    one = numbered("x", "45", dt.date(2026, 12, 5))
    low = numbered("y", "44", dt.date(2027, 1, 5))
    assert crossed(store, one, numbered("y", "1", dt.date(2027, 1, 5))) == ["numbers-restarted"]
    assert crossed(store, one, low, numbered("z", "46", dt.date(2027, 2, 5))) == ["numbers-against-dates"]
    again = [numbered(f"y{n}", str(n), dt.date(2027, 1, n)) for n in range(1, 4)]
    assert crossed(store, one, *again, numbered("z", "60", dt.date(2027, 9, 5))) == ["numbers-restarted"]


@pytest.mark.parametrize(
    ("lang", "day", "said", "source"),
    [
        ("vi", dt.date(2026, 1, 5), "Một số dùng cho nhiều văn bản: Kế hoạch số 05-KH/CB", "36-HD/VPTW"),
        ("en", dt.date(2026, 6, 5), "One number for several papers: Kế hoạch No. 05-KH/CB", "05-HD/VPTW"),
    ],
)
def test_it_is_said_in_the_language_asked_for_with_the_text_of_the_day(
    store: Store, lang: str, day: dt.date, said: str, source: str
) -> None:
    papers = [numbered(text, "5", day) for text in ("kiểm tra ông A", "thu đảng phí")]
    run = filled(store, *(done(n, documents=(item,)) for n, item in enumerate(papers, 1)))
    (row,) = crossings(store, run.id)
    assert row.message.text(lang).startswith(said)
    assert source in row.message.text(lang)


def test_one_team_in_two_places_at_one_time(store: Store) -> None:
    def minute(doc: str, hour: int, place: str, people: str = "Lê Văn A|Trần B") -> dict[str, Any]:
        start = dt.datetime(2026, 3, 5, hour)  # noqa: DTZ001 - a paper's own clock
        times = {"meets_from": start, "meets_to": start + dt.timedelta(hours=2), "meets_at": place}
        return paper(doc, people=people, kind_title="Biên bản", **times)

    assert crossed(store, minute("x", 8, "Hội trường A"), minute("y", 9, "Nhà văn hóa")) == ["team-in-two-places"]
    assert crossed(store, minute("x", 8, "Hội trường A"), minute("y", 10, "Nhà văn hóa")) == []
    assert crossed(store, minute("x", 8, "Hội trường A"), minute("y", 9, "hội trường A, tầng 2")) == []
    assert crossed(store, minute("x", 8, "A"), minute("y", 9, "B", "Người Khác")) == []
    run = filled(store, done(1, documents=(minute("x", 8, "A"), minute("y", 9, "B"))))
    assert [row.rule for row in crossings(store, run.id)] == []  # in one dossier: the rule meetings-overlap


def test_kinds_of_the_office_count_too(store: Store) -> None:
    """The book is that of the run, with the folders of the office."""
    book = load_rulebook()
    own = book.kinds["ke-hoach-kiem-tra"].model_copy(update={"id": "ke-hoach-rieng", "symbols": ["KHR"]})
    books = {known: replace(book, kinds=book.kinds | {own.id: own} if known else book.kinds) for known in (True, False)}
    papers = [numbered(text, "5", dt.date(2026, 1, 5), kind=own.id, symbol="KHR/CB") for text in ("ông A", "đảng phí")]
    assert crossed(store, *papers, book=books[True]) == ["number-used-twice"]
    assert crossed(store, *papers, book=books[False]) == []
