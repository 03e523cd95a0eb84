"""What the commands of `hoso rules` share: the book with lines and examples, two languages side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from engine.cli.output import to_stdout
from engine.cli.spoken import language
from engine.rulebook.book import Rulebook


def both(vi: str, en: str) -> str:
    """Return the words in the language of this run."""
    return en if language() == "en" else vi


def whole_book(folders: Sequence[Path]) -> Rulebook:
    """Load the rules with lines and examples; files left out are named on stderr."""
    from engine.rulebook.loader import load_rulebook  # noqa: PLC0415 - `--help` answers at once

    book = load_rulebook(folders, use_cache=False)
    for problem in book.problems:
        if problem.fatal:
            click.echo(both("Tệp bị bỏ ra: ", "Left out: ") + problem.text(language()), err=True)
    return book


def is_broken(book: Rulebook) -> bool:
    """True where a rule file could not be used."""
    return any(problem.fatal for problem in book.problems)


def lines(texts: Iterable[str]) -> None:
    """Write lines to stdout."""
    to_stdout("".join(f"{text}\n" for text in texts))


def as_json(value: Any) -> None:
    """Write a value to stdout as JSON."""
    to_stdout(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")
