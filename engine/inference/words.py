"""Words a rule looks for in a text: each list of words becomes a flag on the rows whose text holds one of them.

The subset both evaluators share has no search in texts. So the lists are taken from the rule files, and rows are marked
before anything is matched; neither the rows nor the evaluators know which rule asked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.inference.tree import FactRow
from engine.rulebook.models import Requirement, Where
from parsers.vietnamese import bare, fold

Words = tuple[str, ...]


def flag(name: str, words: Iterable[str]) -> str:
    """Return the field that is 1 where the text `name` holds one of the words."""
    folded = sorted({fold(word) for word in words})
    first = re.sub(r"[^a-z0-9]+", "_", bare(folded[0])).strip("_")
    return f"{name}_has_{first}_{hashlib.sha256('|'.join(folded).encode()).hexdigest()[:6]}"


def marked(rows: list[FactRow], requirements: Iterable[Requirement]) -> list[FactRow]:
    """Return the rows with a flag for every list of words of the requirements that is found in them."""
    wanted = sorted({item for requirement in requirements for item in _asked(requirement)})
    by_kind: dict[str, list[tuple[str, Words]]] = {}
    for kind, name, words in wanted:
        by_kind.setdefault(kind, []).append((name, words))
    return [row | _flags(row, by_kind.get(str(row["k"]), ())) for row in rows]


def _flags(row: FactRow, asked: Iterable[tuple[str, Words]]) -> FactRow:
    return {
        flag(name, words): 1
        for name, words in asked
        if isinstance(text := row.get(name), str) and _pattern(words).search(fold(text))
    }


@lru_cache(maxsize=512)
def _pattern(words: Words) -> re.Pattern[str]:
    """Whole words only: «phòng» is not found in «phòngban», «k/t» not in «uk/t»."""
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(word))}(?!\w)" for word in words))


def _asked(requirement: Requirement) -> Iterator[tuple[str, str, Words]]:
    target = requirement.applies_to
    own = "dossier" if target.dossier else "doc"
    yield from _of_tests(own, target.where)
    yield from _of_tests(own, requirement.requires.value or {})
    for rows in (target.has, requirement.requires.none or {}, requirement.requires.some or {}):
        for kind, tests in rows.items():
            yield from _of_tests(kind, tests)


def _of_tests(kind: str, tests: dict[str, Where]) -> Iterator[tuple[str, str, Words]]:
    for name, where in tests.items():
        for words in (where.contains, where.without):
            if words:
                yield kind, name, tuple(words)
