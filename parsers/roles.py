"""Which signer a title means, by the titles and authorities of the catalogue."""

from __future__ import annotations

import re

from parsers.catalogue import Catalogue, KindHint, RoleHint
from parsers.layout import remembered
from parsers.vietnamese import beginning, fold, tone_last

AUTHORITY = re.compile(r"(?:t/m|tm\.?|k/t|kt\.|t/l|tl\.|t/u|tuq\.?|thay mặt)\s*(?=\w)")
FIRST_LETTERS = 2
MOST_WORDS = 7  # of a title; longer capitals are a heading

_NOTE = re.compile(r"\s*\([^()]*\)$")
_BEFORE = re.compile(r"^(?:q\.|quyền|đồng chí)\s+")
_OTHER_BEGINNINGS = ("t/", "tm", "k/", "kt", "tl", "tu", "th", "q.", "qu", "đồ")  # of AUTHORITY and _BEFORE


def may_be_signer(text: str, catalogue: Catalogue) -> bool:
    """Tell quickly, by two letters, whether a text (tidy) is worth asking for a title or an authority."""
    return text.lstrip(" .:")[:FIRST_LETTERS].casefold() in _beginnings(catalogue)


@remembered
def _beginnings(catalogue: Catalogue) -> frozenset[str]:
    titles = {written[:FIRST_LETTERS] for title in _titles(catalogue)[0] for written in (title, tone_last(title))}
    return frozenset({*titles, *_OTHER_BEGINNINGS})


def is_title(text: str, catalogue: Catalogue, *, whole: bool) -> bool:
    """Tell whether a text is a signer's title of the catalogue; `whole`: word for word, with nothing after it."""
    folded = _NOTE.sub("", _BEFORE.sub("", fold(text).strip(" .:")))
    titles, beginning = _titles(catalogue)
    if whole or folded in titles:
        return folded in titles
    longest = beginning.match(folded)
    return longest is not None and 2 * longest.end() >= len(folded) - 4 and len(folded.split()) <= MOST_WORDS


@remembered
def _titles(catalogue: Catalogue) -> tuple[frozenset[str], re.Pattern[str]]:
    """Give the titles, and what finds the longest one a text begins with."""
    titles = tuple(title for role in catalogue.roles for title in role.titles)
    return frozenset(map(fold, titles)), beginning(titles)


def role_of(authority: str | None, title: str | None, catalogue: Catalogue, kind: KindHint | None) -> str | None:
    """Name the role of a block: the longest title that fits, then what the kind expects, then a fitting authority."""
    power = fold(authority or "")
    body = AUTHORITY.sub("", power.split(" / ")[-1])
    own = _BEFORE.sub("", fold(title or body))
    expected = kind.roles if kind else ()
    found = []
    whole = f"{own} {body}".strip()
    for role in _roles_by_letters(catalogue).get(whole[:FIRST_LETTERS], ()):
        longest = _longest(own, whole, role.titles)
        if longest:
            trusted = any(power.startswith(fold(a)) for a in role.authorities)
            found.append((longest, role.id in expected, trusted, role.id))
    return max(found)[3] if found else None


@remembered
def _roles_by_letters(catalogue: Catalogue) -> dict[str, list[RoleHint]]:
    """Sort the roles by the first letters of their titles: only few are worth a closer look at a block."""
    found: dict[str, list[RoleHint]] = {}
    for role in catalogue.roles:
        for letters in sorted({title[:FIRST_LETTERS] for title in map(fold, role.titles)}):
            found.setdefault(letters, []).append(role)
    return found


def _longest(own: str, with_body: str, titles: tuple[str, ...]) -> int:
    """Give the length of the longest title, 0 where none fits."""
    found = beginning(titles)
    return max(match.end() if (match := found.match(text)) else 0 for text in {own, with_body})
