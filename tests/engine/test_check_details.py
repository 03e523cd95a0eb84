"""Messages name what they speak of: both values, the part that is missing, the regulation that took over."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.check import CheckOptions
from engine.check.details import minute_gaps, standing
from engine.check.run import check_dossier
from engine.rulebook.loader import load_rulebook
from parsers.facts import Document, Dossier, Location, Meeting, Period, Person, absent, read, unreadable

PLAN, NOTICE = "ke-hoach-kiem-tra", "thong-bao-ket-luan-kiem-tra"
NO_MEETING = Meeting(*(absent() for _ in Meeting.__dataclass_fields__))


@pytest.fixture(scope="module")
def book():
    return load_rulebook(use_cache=False)


def paper(number, kind, **facts):
    made = Document(id=f"d{number:02d}", path=f"{number:02d}.pdf", kind=read(kind), issuer_body=read("chi-bo"))
    return replace(made, date=read(dt.date(2026, 5, number)), **facts)


def message(book, rule, *papers, lang="vi"):
    options = CheckOptions(pack="chi-bo", on=dt.date(2026, 11, 20), lang=lang)
    report, _ = check_dossier(book, Dossier("thử", papers), options)
    (found,) = [item for item in report.findings if item.rule == rule and item.outcome == "fail"]
    return found.message


def test_both_names_are_given_as_written(book):
    papers = (
        paper(4, PLAN, person=read(Person("Nguyễn Văn An"))),
        paper(9, NOTICE, person=read(Person("Nguyễn Văn Anh"))),
    )
    said = message(book, "object-name-differs", *papers)
    assert "«Nguyễn Văn Anh», khác với «Nguyễn Văn An» ở Kế hoạch" in said


def test_an_open_point_about_two_papers_leads_to_both(book):
    papers = (
        paper(4, PLAN, person=unreadable("scan"), medium="scan"),
        paper(9, NOTICE, person=read(Person("Nguyễn Văn An"), location=Location(2)), medium="scan"),
    )
    report, _ = check_dossier(book, Dossier("thử", papers), CheckOptions(pack="chi-bo", on=dt.date(2026, 11, 20)))
    found = next(item for item in report.findings if item.rule == "object-name-differs")
    assert found.outcome == "open"
    assert [(place.document, place.page) for place in found.locations] == [("d09", 2), ("d04", 1)]


def test_both_birth_dates_are_given(book):
    papers = (
        paper(4, PLAN, person=read(Person("Nguyễn Văn An", "15/08/1975"))),
        paper(9, NOTICE, person=read(Person("Nguyễn Văn An", "15/03/1975"))),
    )
    assert "là 15/03/1975, khác với 15/08/1975 ở Kế hoạch" in message(book, "object-birth-differs", *papers)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", "từ 01/01/2025 đến 30/4/2026, khác với mốc từ 01/01/2025 đến 31/3/2026 ở Kế hoạch"),
        ("en", "from 1 Jan 2025 to 30 Apr 2026, unlike that from 1 Jan 2025 to 31 Mar 2026"),
    ],
)
def test_both_periods_are_given(book, lang, words):
    papers = (
        paper(4, PLAN, period=read(Period(dt.date(2025, 1, 1), dt.date(2026, 3, 31)))),
        paper(9, NOTICE, period=read(Period(dt.date(2025, 1, 1), dt.date(2026, 4, 30)))),
    )
    assert words in message(book, "period-differs", *papers, lang=lang)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"end"}, "giờ kết thúc"),
        ({"end", "attendance"}, "giờ kết thúc và thành phần dự"),
        ({"start", "end", "attendance"}, "giờ bắt đầu, giờ kết thúc và thành phần dự"),
        (set(), ""),
    ],
)
def test_the_missing_parts_of_a_minute_are_named(facts, words):
    parts = {name: absent() if name in facts else unreadable("handwriting") for name in ("start", "end", "attendance")}
    meeting = replace(NO_MEETING, **parts)
    assert minute_gaps(paper(4, "bien-ban-lam-viec", meeting=read(meeting)), "vi") == words


def test_a_minute_that_says_nothing_lacks_all_parts_and_an_unread_one_is_not_accused():
    silent = paper(4, "bien-ban-lam-viec", meeting=absent())
    assert minute_gaps(silent, "en") == "when it began, when it ended and who was present"
    assert minute_gaps(replace(silent, meeting=unreadable("scan")), "en") == ""


@pytest.mark.parametrize(
    ("row", "note", "words"),
    [
        (
            {"id": "296-qd-tw-2025", "to": dt.date(2026, 4, 10).toordinal()},
            "ended",
            "đã hết hiệu lực từ ngày 11/4/2026, được thay bằng Quy định 21-QĐ/TW",
        ),
        (
            {"id": "21-qd-tw", "from": dt.date(2026, 4, 11).toordinal()},
            "not-yet",
            "đến ngày 11/4/2026 mới có hiệu lực",
        ),
        ({"id": "21-qd-tw"}, "ended", "không có hiệu lực vào ngày đó"),
    ],
)
def test_why_a_basis_does_not_count(book, row, note, words):
    assert standing(book, row, note, "vi") == words


def test_kinds_are_named_shortly_inside_sentences(book):
    assert "không có biên bản công bố." in message(
        book, "chi-bo-kiem-tra-chuyen-de/cong-bo:present", paper(4, PLAN), paper(9, NOTICE)
    )
