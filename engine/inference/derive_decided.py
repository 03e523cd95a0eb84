"""What decisions decide and votes come to, and how many items of an outline or a plan a paper takes up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.inference.tree import FactRow
from engine.rulebook.models import Answers, DisciplineEntry, DocumentKind
from parsers.facts import Document, Fact, Line, Votes
from parsers.vietnamese import fold

TOPIC = "discipline-form"
_NUMBERED = re.compile(r"^(?:[IVX]{1,5}|\d{1,2})\s?[-.)/]+\s*(?P<text>\D.*)$")
_POINT = re.compile(r"^(?:[-–+•*]|\d{1,2}\.\d{1,2}[.)]?|[a-eđ]\))\s*(?P<text>\S.*)$")
_CONTENTS = re.compile(r"^(?:[ivx]{1,5}|\d{1,2})?\s?[-.)/]*\s*(?:về )?nội dung\b")
_FEWEST_ITEMS = 2
_FEWEST_PAIRS = 2
_TAKEN_UP = 0.3  # of the pairs of words of an item


def decided(document: Document, forms: Sequence[DisciplineEntry]) -> FactRow:
    """Return what a decision says; of a count of ballots, the form it comes to."""
    row = _stated("effective", document.effective, lambda day: day.toordinal())
    row |= _stated("extension", document.extension)
    if document.votes.value is None:
        return row | _stated("discipline", document.discipline)
    form = form_voted(document.votes.value, [form.id for form in forms])
    return row | ({"discipline": form} if form else {"discipline_no": 1})


def form_voted(votes: Votes, forms: Sequence[str]) -> str | None:
    """The heaviest form with more than half of all official members, votes for heavier ones added to the next lighter.

    None where nothing can be said: no base, fewer than two forms on the ballot, or no form reaches the quorum.
    """
    counted = {option.form: option.votes for option in votes.options if option.form in forms}
    if not votes.official.value or len(counted) < _FEWEST_ITEMS:
        return None
    whole = votes.official.value
    alone = [form for form, number in counted.items() if 2 * number > whole]
    if alone or any(2 * option.votes > whole for option in votes.options):
        return alone[0] if alone else None
    total = 0
    for form in sorted(counted, key=forms.index, reverse=True):
        total += counted[form]
        if 2 * total > whole:
            return form
    return None


def claims(row: FactRow, forms: Sequence[DisciplineEntry]) -> Iterator[tuple[str, str]]:
    """Yield the form as a claim, in words."""
    title = next((form.title.vi for form in forms if form.id == row.get("discipline")), None)
    if title:
        yield TOPIC, fold(title)


# ---------------------------------------------------------------- items


def answered(document: Document, documents: Sequence[Document], kinds: Mapping[str, DocumentKind]) -> FactRow:
    """Return how many of a hundred items of the papers it answers a paper takes up."""
    kind = kinds.get(document.kind.value or "")
    wanted = kind.answers if kind else []
    items = [item for each in wanted for other in documents for item in _items(other, each)]
    if len(items) < _FEWEST_ITEMS or not document.lines:
        return {"answered_no": 1}
    pairs = _pairs(" ".join(line.text for line in document.lines))
    found = sum(_is_in(item, pairs) for item in items)
    return {"answered": found * 100 // len(items), "answer_items": len(items)}


def _items(document: Document, wanted: Answers) -> list[set[tuple[str, str]]]:
    if document.kind.value != wanted.kind:
        return []
    texts = _listed(_of_section(document, wanted.section)) if wanted.section else _headings(document.lines)
    return [pairs for text in texts if len(pairs := _pairs(text)) >= _FEWEST_PAIRS]


def _headings(lines: Sequence[Line]) -> list[str]:
    return [match["text"] for line in lines if (match := _NUMBERED.match(line.text.strip()))]


def _listed(lines: Sequence[Line]) -> list[str]:
    """The points under a heading on contents: a plan's section may begin or go on with its object, its period."""
    found: list[str] = []
    inside = False
    for text in (line.text.strip() for line in lines):
        match = _POINT.match(text)
        if _NUMBERED.match(text) and not match:
            if found:
                break
            inside = _CONTENTS.search(fold(text)) is not None
        elif inside and match:
            found.append(match["text"])
        elif found:
            found[-1] += f" {text}"
    return found


def _of_section(document: Document, name: str) -> list[Line]:
    """The lines from a section's own to that of the next."""
    sections = document.sections.value or ()
    starts = [item.location for item in sections]
    begin = next((item.location for item in sections if item.name == name), None)
    found: list[Line] = []
    for line in document.lines:
        if found and line.location in starts:
            break
        if found or line.location == begin:
            found.append(line)
    return found


def _pairs(text: str) -> set[tuple[str, str]]:
    words = re.findall(r"[^\W_]+", fold(text))
    return set(pairwise(words))


def _is_in(item: set[tuple[str, str]], text: set[tuple[str, str]]) -> bool:
    return len(item & text) >= _TAKEN_UP * len(item)


def _stated(name: str, fact: Fact[Any], as_value: Any = None) -> FactRow:
    if fact.is_read and fact.value is not None:
        return {name: as_value(fact.value) if as_value else fact.value}
    return {f"{name}_{'no' if fact.is_absent else 'un'}": 1}
