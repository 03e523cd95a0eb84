"""What the page's worker processes do; each job is `(name, arguments…)`, answers are plain values."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.check.answers import read_answers
from engine.check.options import CheckOptions
from engine.check.run import check_dossier
from engine.errors import HosoError
from engine.report.formats import Office, render
from engine.rulebook.book import Rulebook
from engine.rulebook.files import signature
from engine.rulebook.loader import load_rulebook
from engine.web.drawing import draw_place
from engine.web.playing import lint_text, play
from parsers.facts import Dossier


def work(job: tuple[Any, ...], _setup: object) -> object:
    """Do one job; errors with words for people come back as words."""
    name, *arguments = job
    try:
        return JOBS[name](*arguments)
    except HosoError as error:
        return "words", (error.message, error.advice), (error.en, error.advice_en)


def _check(dossier: Dossier, options: CheckOptions) -> object:
    report, _corrected = check_dossier(book_of(options.rules_dirs), dossier, options)
    return "report", report


def _answers(text: str | None, shown: str) -> object:
    return "answers", read_answers(text, shown)


def _render(report: Any, form: str, dossier: Dossier | None, path: Path | None, office: Office, lang: str) -> object:
    made = render(report, form, lang=lang, dossier=dossier, path=path, office=office)
    return "bytes", made.encode("utf-8") if isinstance(made, str) else made


def book_of(folders: tuple[Path, ...]) -> Rulebook:
    """Return the rule book, loaded anew only where a file has changed."""
    return _book(folders, signature(folders))


@functools.lru_cache(maxsize=2)
def _book(folders: tuple[Path, ...], _signature: object) -> Rulebook:
    return load_rulebook(folders)


JOBS: dict[str, Callable[..., object]] = {
    "check": _check,
    "answers": _answers,
    "render": _render,
    "draw": draw_place,
    "lint": lint_text,
    "play": play,
}
