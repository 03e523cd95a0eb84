"""Rows on the team: its size, members of minutes the decision does not name, the person inspected among them."""

from dataclasses import replace

import pytest

from engine.inference.derive_team import team
from engine.rulebook.models import DocumentKind
from parsers.facts import Document, Line, Location, Member, Person, absent, read, unreadable

CITATION = {"regulation": "r", "mark": "read", "source": "s"}
KINDS = {
    name: DocumentKind.model_validate(
        {"id": name, "title": name, "recognise": {}, "citation": CITATION, "minute": name == "bien-ban"}
    )
    for name in ("quyet-dinh", "bien-ban", "bao-cao")
}
TYPES = {"quyet-dinh": "QUYẾT ĐỊNH", "bien-ban": "BIÊN BẢN", "bao-cao": "BÁO CÁO"}


def paper(kind, *names, person=None):
    known = read(tuple(map(Member, names))) if names else absent()
    about = read(Person(person)) if person else absent()
    return Document(id="d1", path="x.pdf", kind=read(kind), type_name=read(TYPES[kind]), team=known, person=about)


DECISION = paper("quyet-dinh", "Trần Văn Bình", "Lê Thị Thúy")


@pytest.mark.parametrize(
    ("minute", "row"),
    [
        (paper("bien-ban", "Trần Văn Bình"), {"team_fits": 1}),
        (paper("bien-ban", "Lê Thị Thuý"), {"team_fits": 1}),  # the mark on the other letter
        (paper("bien-ban", "Vũ Văn Giang", "Lê Thị Thúy"), {"team_fits": 0, "team_others": "Vũ Văn Giang"}),
        (paper("bien-ban"), {"team_fits_no": 1}),
        (paper("bao-cao", "Vũ Văn Giang"), {"team_fits_no": 1}),
    ],
)
def test_a_minute_beside_its_decision(minute, row):
    assert row.items() <= team(minute, [DECISION, minute], KINDS).items()


def test_without_a_list_in_the_decision_nothing_is_said():
    minute = paper("bien-ban", "Vũ Văn Giang")
    for decision in (paper("quyet-dinh"), paper("quyet-dinh", "Trần Văn Bình")):
        assert team(minute, [decision, minute], KINDS)["team_fits_no"] == 1


def test_a_paper_that_changes_the_team_counts():
    minute, change = paper("bien-ban", "Vũ Văn Giang"), paper("quyet-dinh", "Vũ Văn Giang", "Lê Thị Thúy")
    assert team(minute, [DECISION, change, minute], KINDS)["team_fits"] == 1


def test_who_stands_anywhere_in_the_decision_is_no_stranger():
    minute = paper("bien-ban", "Trần Văn Bình", "Ngô Thị Lan")
    text = ("3. Ngô Thị", "Lan, đảng viên, thư ký.")
    decision = replace(DECISION, lines=tuple(Line(each, Location(1)) for each in text))
    assert team(minute, [decision, minute], KINDS)["team_fits"] == 1
    assert team(minute, [DECISION, minute], KINDS)["team_others"] == "Ngô Thị Lan"


def test_size_and_the_person_inspected():
    assert team(DECISION, [DECISION], KINDS)["team"] == 2
    mixed = paper("quyet-dinh", "Trần Văn Bình", "Lê Thị Thúy", person="Trần Văn Bình")
    assert team(mixed, [mixed], KINDS) == {
        "team": 2,
        "team_apart": 0,
        "team_object": "Trần Văn Bình",
        "team_fits_no": 1,
    }
    apart = paper("quyet-dinh", "Trần Văn Bình", "Lê Thị Thúy", person="Vũ Văn Giang")
    assert team(apart, [apart], KINDS)["team_apart"] == 1


def test_what_nobody_could_read_is_open():
    unread = Document(id="d1", path="x.pdf", team=unreadable("scan"))
    assert team(unread, [unread], KINDS) == {"team_un": 1, "team_fits_no": 1, "team_apart_no": 1}
