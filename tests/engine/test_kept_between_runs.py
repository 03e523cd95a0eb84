"""What is kept between runs to save their start: public holidays, compiled rules; and what is not touched twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from engine.inference import calendar, durable, durable_kept
from engine.report.clean import clean_model
from engine.rulebook import cache

CLAUSES, ROWS = durable._sample()
needs_durable = pytest.mark.skipif(durable.why_not() is not None, reason="durable_rules cannot be used here")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOSO_CACHE", str(tmp_path))
    return tmp_path


def test_holidays_are_asked_of_the_package_once(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_package", lambda: "1")
    asked = calendar._holidays.__wrapped__()
    assert len(asked) > 400
    assert len(list(own_folder.glob("days-*"))) == 1
    monkeypatch.setitem(sys.modules, "holidays", None)  # a second import would fail
    assert calendar._holidays.__wrapped__() == asked


def test_kept_holidays_that_cannot_be_read_are_asked_again(own_folder: Path) -> None:
    asked = calendar._holidays.__wrapped__()
    next(own_folder.glob("days-*")).write_text("tết", encoding="utf-8")
    assert calendar._holidays.__wrapped__() == asked


@needs_durable
def test_compiled_rules_answer_like_fresh_ones(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = durable.Durable(CLAUSES, keep=True).run(ROWS)
    assert len(list(own_folder.glob("compiled-*"))) == 1
    monkeypatch.setattr(durable_kept, "_made", None)  # compiling again would fail
    assert durable.Durable(CLAUSES, keep=True).run(ROWS) == fresh != []


@needs_durable
def test_compiled_rules_that_are_broken_are_compiled_again(own_folder: Path) -> None:
    fresh = durable.Durable(CLAUSES, keep=True).run(ROWS)
    for junk in (b"", b"junk", b"\x80\x04N."):  # the last is a pickle of something else
        next(own_folder.glob("compiled-*")).write_bytes(junk)
        assert durable.Durable(CLAUSES, keep=True).run(ROWS) == fresh


@needs_durable
def test_other_clauses_have_another_key(own_folder: Path) -> None:
    durable.Durable(CLAUSES, keep=True)
    durable.Durable(CLAUSES[:1], keep=True)
    assert len(list(own_folder.glob("compiled-*"))) == 2
    assert cache.clear() == 2


class _Told(BaseModel):
    text: str
    more: dict[str, str] = {}


def test_a_model_without_anything_to_clean_is_not_copied() -> None:
    told = _Told(text="Kế hoạch «15-KH/CB» \\ nhanh", more={"a": "b"})
    assert clean_model(told) is told


@pytest.mark.parametrize("text", ["a\x1b[31m", "a\u202eb", "hai\ndòng", "Kê\u0301 hoạch", "\x9bx", "\u200b", "n\x7f"])
def test_a_model_with_something_to_clean_is(text: str) -> None:
    shown = clean_model(_Told(text="", more={"a": text}))
    assert shown.more["a"] not in {text, ""}
    assert clean_model(shown) is shown


def test_where_there_is_no_room_nothing_half_written_stays(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", full)
    cache.store_compiled("key", "rules")
    cache.store_days("key", [1, 2])
    assert list(own_folder.iterdir()) == []
