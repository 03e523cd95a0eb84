"""The catalogue: everything translated, compiled, and true to its placeholders."""

import ast
import datetime as dt
import re
from io import BytesIO
from string import Formatter

import pytest
from babel.messages import mofile

from engine.locale.catalogue import ENGINE, MO, compiled, messages, read_catalogue
from engine.locale.reasons import FACTS, WHY
from engine.locale.words import day, decimal, tr
from parsers.facts import WHY_CODES, Document

CATALOGUE = read_catalogue()


def test_every_msgid_is_translated_and_none_is_left_over():
    known = {message.id: message.string for message in CATALOGUE if message.id}
    assert set(known) == set(messages())
    assert [text for text, english in known.items() if not english] == []


def test_the_compiled_catalogue_is_current():
    def texts(catalogue):
        return {item.id: item.string for item in catalogue if item.id}

    assert texts(mofile.read_mo(BytesIO(MO.read_bytes()))) == texts(CATALOGUE)
    assert compiled(CATALOGUE) == compiled(CATALOGUE)


def test_english_keeps_the_placeholders():
    assert [item.id for item in CATALOGUE if item.id and _names(item.string) != _names(item.id)] == []


def _names(text: str) -> set[str]:
    return {name for _before, name, _spec, _how in Formatter().parse(text) if name}


def test_english_has_no_vietnamese_letters_but_in_names():
    quoted = re.compile(r"«[^»]*»|chi bộ")
    left = [item.string for item in CATALOGUE if item.id and re.search("[ăâđêôơưạ-ỹ]", quoted.sub("", item.string))]
    assert left == []


def test_no_error_has_advice_in_vietnamese_only():
    errors = {"HosoError", "UsageError", "RulebookError", "SystemFault", "StoreLost", "StaleRules"}
    left = []
    for path in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors:
                given = {item.arg for item in node.keywords}
                alone = "en" in given and len(node.args) > 1 and "advice_en" not in given
                left += [f"{path.name}:{node.lineno}"] if alone else []
    assert left == []


def test_an_empty_text_stays_empty():
    assert tr("en")("") == tr("vi")("") == ""


def test_every_reason_and_every_fact_has_words():
    assert set(WHY) >= WHY_CODES
    assert set(FACTS) == {name for name, _fact in Document("d01", "x").facts()}


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [("2026-03-05", "05/3/2026", "5 Mar 2026"), ("2026-02-10", "10/02/2026", "10 Feb 2026")],
)
def test_dates_are_written_as_offices_write_them(iso, vi, en):
    value = dt.date.fromisoformat(iso)
    assert (day(value), day(value, "en")) == (vi, en)


def test_figures_are_written_with_a_comma_in_vietnamese():
    assert (decimal(2.54), decimal(2.54, "en")) == ("2,5", "2.5")


def test_words_of_translators_that_are_held_are_found_too():
    assert "engine/audit/dashboard.py" in messages()["{day}, lần {number}"]  # self._("…")
