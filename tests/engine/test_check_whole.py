"""Whole checks over the samples: nothing of Python shows, the same bytes twice, overdue steps, candidates."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from engine.check import CheckOptions, check_with
from engine.rulebook.loader import load_rulebook

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "dossiers"
DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def book():
    return load_rulebook(use_cache=False)


def checked(book, path, **options):
    options = {"pack": "an-phu-2026", "on": DAY, "in_process": True} | options
    return check_with(book, path, CheckOptions(**options)).report


def part(tmp_path, sample, *names):
    """Copy some papers of a sample."""
    for file in sorted((SAMPLES / sample).iterdir()):
        if not names or file.name.startswith(names):
            shutil.copy(file, tmp_path / file.name)
    return tmp_path


@pytest.mark.parametrize("sample", ["chi-bo-kiem-tra-faulty", "ubkt-dau-hieu-to-chuc-faulty"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_message_shows_a_placeholder_or_a_python_object(book, sample, lang):
    report = checked(book, SAMPLES / sample, pack=None, lang=lang)
    for finding in [*report.findings, *report.passes]:
        for text in (finding.title, finding.message, finding.expected or "", finding.remedy):
            assert not any(mark in text for mark in (" at 0x", "<built-in", "{", "}", "None", "\u0000", "  ", "«»")), (
                text
            )
            assert not text.endswith((" ", ":")), text


def test_what_passes_is_told_as_it_should_be_with_nothing_to_mend(book):
    report = checked(book, SAMPLES / "chi-bo-kiem-tra-faulty")
    numbered = next(item for item in report.passes if item.rule == "page-without-number")
    assert numbered.message.startswith("Từ trang thứ hai, mỗi trang có số trang")
    assert {(item.remedy, item.expected) for item in report.passes} == {("", None)}
    assert not any("không có số" in item.message or "chưa" in item.message for item in report.passes)


def test_the_same_dossier_gives_the_same_bytes_twice(book):
    first = checked(book, SAMPLES / "chi-bo-kiem-tra-faulty").model_dump_json()
    assert checked(book, SAMPLES / "chi-bo-kiem-tra-faulty").model_dump_json() == first


def test_both_evaluators_say_the_same_of_every_sample(book):
    for path in sorted(SAMPLES.iterdir()):
        if not path.name.endswith(".expected.json"):
            assert [
                item.code for item in checked(book, path, verify=True).incidents if item.code == "engines-differ"
            ] == []


def test_a_step_past_its_day_is_late_and_stays_a_finding(book, tmp_path):
    dossier = part(tmp_path, "chi-bo-kiem-tra-in-progress", "01", "02", "03")
    plan = checked(book, dossier, stage="dang-tien-hanh", on=dt.date(2026, 12, 31))
    step = next(item for item in plan.steps if item.id == "trien-khai")
    assert step.status == "late"
    assert step.due < dt.date(2026, 12, 31)
    assert any(item.rule.endswith("/trien-khai:present") for item in plan.findings)
    early = checked(book, dossier, stage="dang-tien-hanh", on=step.due)
    assert next(item for item in early.steps if item.id == "trien-khai").status == "not_yet"
    assert not any(item.rule.endswith("/trien-khai:present") for item in early.findings)


def test_an_unread_file_keeps_a_missing_step_open_and_all_are_named(book, tmp_path):
    dossier = part(tmp_path, "chi-bo-kiem-tra-clean")
    for name in ("04", "09"):
        file = next(dossier.glob(f"{name}*"))
        file.write_bytes(b"%PDF-1.7 broken " + name.encode())
    report = checked(book, dossier)
    opened = [item for item in report.findings if item.outcome == "open" and item.rule.endswith(":present")]
    assert {item.step for item in opened} >= {"trien-khai", "bao-cao-ket-qua"}
    assert all(item.message.count(".pdf") == 2 for item in opened)
    assert all("mở tệp" in item.remedy.lower() for item in opened)
    assert report.verdict == "inconclusive"
    assert not [item for item in report.findings if item.outcome == "fail" and item.rule.endswith(":present")]


def test_a_wrong_level_is_named_with_the_one_that_would_fit(book):
    report = checked(book, SAMPLES / "chi-bo-kiem-tra-clean", pack=None, level="ubkt-co-so")
    assert report.procedure.chosen_by == "none"
    assert "chi-bo" in report.procedure.reason


def test_a_dismissal_that_meets_nothing_is_said(book, tmp_path):
    dossier = part(tmp_path, "chi-bo-kiem-tra-clean")
    (dossier / "hoso.yaml").write_text(
        "answers: {la-lung: true}\ndismissed:\n  - {rule: number-missing, reason: đã xem bản giấy}\n", encoding="utf-8"
    )
    said = "\n".join(checked(book, dossier).answers)
    assert "number-missing" in said
    assert "la-lung" in said


def test_a_dismissed_fault_no_longer_weighs(book, tmp_path):
    dossier = part(tmp_path, "chi-bo-kiem-tra-faulty")
    (dossier / "hoso.yaml").write_text(
        "dismissed:\n  - {rule: page-without-number, file: '08. Bao cao ket qua kiem tra.pdf', reason: in hai mặt}\n",
        encoding="utf-8",
    )
    report = checked(book, dossier)
    assert [item.rule for item in report.findings if item.dismissed] == ["page-without-number"]
    assert report.counts.dismissed == 1


def test_a_report_is_valid_json_by_its_schema(book):
    import jsonschema  # noqa: PLC0415

    schema = json.loads((SAMPLES.parents[1] / "engine/report/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(checked(book, SAMPLES / "chi-bo-kiem-tra-faulty").model_dump_json()), schema)
