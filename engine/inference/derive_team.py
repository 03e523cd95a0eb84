"""The team of an inspection: its size, whether minutes name others, whether the person inspected is one of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.inference.tree import FactRow
from engine.rulebook.models import DocumentKind
from parsers.facts import Document
from parsers.vietnamese import fold

SETS_UP = ("quyết định", "kế hoạch")  # type names of papers that name the team
FEWEST = 2  # names that make a list


def team(document: Document, documents: Sequence[Document], kinds: Mapping[str, DocumentKind]) -> FactRow:
    """Return what can be said of the team a paper lists."""
    if document.team.is_unreadable:
        return {"team_un": 1, "team_fits_no": 1, "team_apart_no": 1}
    names = _names(document)
    row: FactRow = {"team": len(names)} if _sets_up(document) and len(names) >= FEWEST else {"team_no": 1}
    return row | _apart(document, names) | _fits(document, documents, kinds, names)


def _names(document: Document) -> dict[str, str]:
    return {fold(member.name): member.name for member in document.team.value or ()}


def _sets_up(document: Document) -> bool:
    return fold(document.type_name.value or "").startswith(SETS_UP)


def _apart(document: Document, names: Mapping[str, str]) -> FactRow:
    person = document.person.value
    if person is None or not names or not _sets_up(document):
        return {"team_apart_no": 1}
    return {"team_apart": 1} if fold(person.name) not in names else {"team_apart": 0, "team_object": person.name}


def _fits(
    document: Document, documents: Sequence[Document], kinds: Mapping[str, DocumentKind], names: Mapping[str, str]
) -> FactRow:
    """A minute names nobody of the team who is in none of the papers that set it up or change it.

    Their lists may have been read in part only, so whoever they name anywhere is no stranger.
    """
    kind = kinds.get(document.kind.value or "")
    setting_up = [other for other in documents if _sets_up(other)]
    named = [_names(other) for other in setting_up]
    known = {name for found in named if len(found) >= FEWEST for name in found}
    if not names or not known or kind is None or not kind.minute:
        return {"team_fits_no": 1}
    missing = [name for name in names if name not in known]
    texts = [fold(" ".join(line.text for line in other.lines)) for other in setting_up] if missing else []
    others = [names[name] for name in missing if not any(name in text for text in texts)]
    return {"team_fits": int(not others)} | ({"team_others": ", ".join(others)} if others else {})
