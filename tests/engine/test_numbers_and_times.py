"""Numbers a person cannot mean, procedures out of their time, and how a pack that nobody chose is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from engine.check import CheckOptions
from engine.check.answers import apply_answers, read_answers
from engine.check.run import check_dossier
from engine.errors import UsageError
from engine.report.text import render_text
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import InForce
from parsers.facts import Document, Dossier, read

PROCEDURE = "chi-bo-giam-sat-chuyen-de"
DAY = dt.date(2026, 5, 6)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(use_cache=False)


def papers(*kinds: str) -> Dossier:
    made = (
        Document(id=f"d{n:02d}", path=f"{n:02d}.pdf", kind=read(kind), date=read(DAY), issuer_body=read("chi-bo"))
        for n, kind in enumerate(kinds, 1)
    )
    return Dossier("thử", tuple(made))


def said(number: str) -> str:
    return f"documents:\n  - {{file: 01.pdf, number: {number}}}\n"


@pytest.mark.parametrize("number", ["abc", "'99999'", "'-5'", "'0'", "'05-KH/CB'", "'1.5'", "'12ab'", "'²'"])
def test_a_number_no_paper_bears_is_refused_with_its_line(number: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_answers(said(number), "hoso.yaml")
    assert "hoso.yaml, dòng 2" in refused.value.message
    assert "phải là số của văn bản" in refused.value.message


@pytest.mark.parametrize(
    ("number", "plain"), [("'05'", "5"), ("'12A'", "12a"), ("'7 bis'", "7bis"), ("'10250'", "10250")]
)
def test_a_number_as_papers_bear_it_is_taken(book: Rulebook, number: str, plain: str) -> None:
    dossier, _ = apply_answers(papers("ke-hoach-giam-sat"), read_answers(said(number), "hoso.yaml"), book.kinds)
    assert dossier.documents[0].number.value == plain


def in_time(book: Rulebook, start: dt.date | None, end: dt.date | None) -> Rulebook:
    span = InForce.model_validate({"from": start, "to": end})
    return replace(
        book, procedures={name: item.model_copy(update={"in_force": span}) for name, item in book.procedures.items()}
    )


CASE = ("ke-hoach-giam-sat", "bao-cao-doi-tuong-giam-sat", "thong-bao-ket-luan-giam-sat")
ON = dt.date(2027, 1, 5)


def test_a_procedure_is_recognised_only_in_its_time(book: Rulebook) -> None:
    report, _ = check_dossier(in_time(book, DAY, DAY), papers(*CASE), CheckOptions(on=ON))
    assert report.procedure is not None
    assert (report.procedure.id, report.procedure.reason[:14]) == (PROCEDURE, "trong hồ sơ có")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(dt.date(2026, 7, 1), None, "từ 01/7/2026"), (None, dt.date(2025, 12, 31), "đến hết 31/12/2025")],
)
def test_out_of_its_time_it_is_named_and_not_judged_by(
    book: Rulebook, start: dt.date | None, end: dt.date | None, words: str
) -> None:
    report, _ = check_dossier(in_time(book, start, end), papers(*CASE), CheckOptions(on=ON))
    assert report.procedure is not None
    assert report.procedure.chosen_by == "none"
    assert report.steps == []
    assert report.verdict == "inconclusive"
    assert f"áp dụng {words}, hồ sơ bắt đầu ngày 06/5/2026" in report.procedure.reason
    assert words in render_text(report, lang="vi")


def test_a_person_may_choose_it_all_the_same_and_is_told(book: Rulebook) -> None:
    options = CheckOptions(procedure=PROCEDURE, on=ON, lang="en")
    report, _ = check_dossier(in_time(book, dt.date(2026, 7, 1), None), papers(*CASE), options)
    assert report.procedure is not None
    assert report.procedure.chosen_by == "person"
    assert "applies from 1 Jul 2026" in report.procedure.reason
    assert report.steps


def test_a_pack_taken_without_a_level_is_not_said_to_come_from_one(book: Rulebook) -> None:
    unknown, _ = check_dossier(book, papers("cong-van"), CheckOptions(on=ON))
    assert unknown.level is None
    told = " ".join(render_text(unknown, lang="vi").split())
    assert "dùng khi chưa rõ cấp, chưa ai chọn" in told
    assert "lấy theo cấp" not in told
    known, _ = check_dossier(book, papers(*CASE), CheckOptions(on=ON))
    assert "lấy theo cấp, chưa ai chọn" in " ".join(render_text(known, lang="vi").split())


def test_a_pass_shows_what_it_looked_at_and_no_more(book: Rulebook) -> None:
    report, _ = check_dossier(book, papers(*CASE), CheckOptions(on=ON))
    dated = next(item for item in report.passes if item.rule == "date-impossible-or-future")
    assert dated.facts["document"]["date"] == DAY.toordinal()
    assert (dated.facts["document"]["id"], dated.facts["document"]["kind"]) == (dated.documents[0], CASE[0])
    assert "number_style" not in dated.facts["document"]
    assert max(len(item.model_dump_json()) for item in report.passes) < 4_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("documents:\n  - {file: a.pdf, signed: co}\n", "line 2: «signed» is «co»; it must be true or false"),
        ("documents:\n  - {file: a.pdf, date: hom-nay}\n", "line 2: «date» is «hom-nay», which is no date"),
        ("documents:\n  - {kind: ke-hoach}\n", "line 2: the key «file» is missing"),
        ("dosier: {level: chi-bo}\n", "line 1: there is no key «dosier» (is it «dossier»?)"),
        ("documents: [a\n", "line 2: wrong YAML: the list that «[» opens in line 1 is not closed"),
        ("documents:\n  - {file: a.pdf, number: abc}\n", "line 2: «number» is «abc»; it must be the number of a paper"),
        ("documents:\n  - {file: a.pdf, split: [0]}\n", "line 2: «split» is 0; it must be 1 or more"),
        ("documents:\n  - {file: a.pdf, split: [4], page: 2}\n", "line 2: «split» and «merge» speak of the whole file"),
    ],
)
def test_what_is_wrong_with_an_answers_file_is_said_in_english_too(text: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_answers(text, "hoso.yaml")
    assert words in refused.value.en
    assert "phải" not in refused.value.en
