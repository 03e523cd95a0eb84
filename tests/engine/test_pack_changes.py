"""Changes an office makes to the rules: on which cases they count, and which source is named."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.check import CheckOptions
from engine.check.choose import begun_on
from engine.check.run import check_dossier
from engine.findings import Outcome
from engine.rulebook.loader import load_rulebook
from parsers.facts import Document, Dossier, absent, read

README = Path(__file__).parents[2] / "rules/README.md"
KINDS = ("ke-hoach-kiem-tra", "bao-cao-tu-kiem-tra", "thong-bao-ket-luan-kiem-tra")
DECISION = "chi-bo-kiem-tra-chuyen-de/quyet-dinh:present"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The office's own files, as the guide for maintainers prints them."""
    folder = tmp_path_factory.mktemp("song-ha")
    blocks = re.findall(r"`D:\\quy-tac-song-ha\\([^`]+)`\n\n```yaml\n(.+?)```", README.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2
    for name, text in blocks:
        file = folder / name.replace("\\", "/")
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    return load_rulebook((folder,), use_cache=False)


def paper(number, kind, day, body="chi-bo"):
    made = Document(id=f"d{number:02d}", path=f"{number:02d}.pdf", kind=read(kind), issuer_body=read(body))
    return replace(made, date=read(day)) if day else made


def case(*days):
    return Dossier("thử", tuple(paper(n, kind, day) for n, (kind, day) in enumerate(zip(KINDS, days, strict=True), 1)))


def missing_decision(book, dossier, pack, on):
    report, _ = check_dossier(book, dossier, CheckOptions(pack=pack, on=on))
    return [item for item in report.findings if item.rule == DECISION and item.outcome is Outcome.FAIL]


AUTUMN = (dt.date(2026, 10, 1), dt.date(2026, 10, 9), dt.date(2026, 10, 20))
SPRING = (dt.date(2026, 5, 6), dt.date(2026, 5, 15), dt.date(2026, 6, 15))
NEW_YEAR = dt.date(2027, 1, 5)


def test_a_change_counts_from_its_day_and_names_its_own_source(example):
    (found,) = missing_decision(example, case(*AUTUMN), "song-ha", NEW_YEAR)
    assert found.citation.regulation == "song-ha-45"
    assert "45-QĐ/ĐU" in found.citation.title
    assert found.severity == "error"


def test_a_case_begun_before_the_change_is_judged_as_before(example):
    assert missing_decision(example, case(*SPRING), "song-ha", NEW_YEAR) == []


def test_the_day_of_the_check_decides_only_where_no_paper_is_dated(example):
    undated = case(None, None, None)
    assert missing_decision(example, undated, "song-ha", dt.date(2026, 9, 14)) == []
    assert len(missing_decision(example, undated, "song-ha", dt.date(2026, 9, 15))) == 1


def test_the_pack_of_a_province_names_the_province(example):
    (found,) = missing_decision(example, case(*SPRING), "lao-cai-2025", NEW_YEAR)
    assert found.citation.regulation == "lao-cai-299"
    assert missing_decision(example, case(*(day.replace(year=2025) for day in SPRING)), "lao-cai-2025", NEW_YEAR) == []


def test_neither_the_programme_of_the_year_nor_a_state_paper_begins_a_case(example):
    older = (
        paper(8, "ke-hoach-nam", dt.date(2026, 1, 12)),
        paper(9, "state-ke-hoach", dt.date(2025, 3, 4)),
    )
    spring = case(*SPRING)
    assert begun_on(example, replace(spring, documents=(*older, *spring.documents))) == SPRING[0]
    assert begun_on(example, Dossier("thử", older)) == dt.date(2026, 1, 12)
    assert begun_on(example, case(None, None, None)) is None


def test_a_changed_requirement_names_the_source_of_the_change(example):
    pack = example.packs["song-ha"]
    change = pack.overrides[0].model_copy(update={"rule": "number-missing", "required": None, "severity": "note"})
    book = replace(example, packs=example.packs | {"song-ha": pack.model_copy(update={"overrides": [change]})})
    nameless = replace(case(*AUTUMN).documents[0], number=absent())
    report, _ = check_dossier(book, Dossier("thử", (nameless,)), CheckOptions(pack="song-ha", on=NEW_YEAR))
    (found,) = [item for item in report.findings if item.rule == "number-missing"]
    assert (found.severity, found.citation.regulation) == ("note", "song-ha-45")
