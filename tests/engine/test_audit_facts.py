"""Facts to JSON and back: exact, whatever a dossier holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.audit.facts_json import pack, unpack
from engine.rulebook.loader import load_rulebook
from parsers.dossier import parse_dossier
from parsers.facts import Box, Document, Dossier, Fact, Location, absent, read, unreadable

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(dt.datetime, st.datetimes())
st.register_type_strategy(str, st.text(st.characters(codec=None), max_size=8))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.builds(Dossier))
def test_any_dossier_comes_back_as_it_was(dossier: Dossier) -> None:
    assert unpack(pack(dossier)) == dossier


@pytest.mark.parametrize("text", ["\ud800 half a letter", "a" * 3, "\x00", "Ð"])
def test_odd_texts_come_back(text: str) -> None:
    dossier = Dossier(name=text, answers_text=text)
    assert unpack(pack(dossier)) == dossier


def test_places_come_back_as_values_of_their_own_types() -> None:
    paper = Document(
        "d01",
        "a.pdf",
        number=read("05", Location(1, Box(1.0, 2.0, 3.5, 4.0)), confidence=0.5, how="layout", shown="Số 05"),
        date=read(dt.date(2026, 3, 5)),
        place=absent(Location(paragraph=3)),
        issuer=unreadable("scan"),
    )
    again = unpack(pack(Dossier("x", (paper,)))).documents[0]
    assert again == paper
    assert type(again.date.value) is dt.date
    assert isinstance(again.number, Fact)


@pytest.mark.parametrize("name", ["chi-bo-kiem-tra-faulty", "chi-bo-kiem-tra-word-and-pdf"])
def test_samples_come_back(name: str) -> None:
    dossier = parse_dossier(SAMPLES / name, load_rulebook().catalogue(), in_process=True)
    assert unpack(pack(dossier)) == dossier
