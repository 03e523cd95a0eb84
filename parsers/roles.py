"""Which signer a title means, by the titles and authorities of the catalogue."""

from __future__ import annotations

import re

from parsers.catalogue import Catalogue, KindHint
from parsers.vietnamese import fold

AUTHORITY = re.compile(r"(?:t/m|tm\.?|k/t|kt\.|t/l|tl\.|t/u|tuq\.?|thay mặt)\s*(?=\w)")
MOST_WORDS = 7  # of a title; longer capitals are a heading

_BEFORE = re.compile(r"^(?:q\.|quyền|đồng chí)\s+")


def is_title(text: str, catalogue: Catalogue, *, whole: bool) -> bool:
    """Tell whether a text is a signer's title of the catalogue; `whole`: word for word, with nothing after it."""
    folded = _BEFORE.sub("", fold(text).strip(" .:"))
    folded = re.sub(r"\s*\([^()]*\)$", "", folded)
    if len(folded.split()) > MOST_WORDS:
        return False
    titles = (fold(title) for role in catalogue.roles for title in role.titles)
    if whole:
        return any(folded == title for title in titles)
    return any(_starts(folded, title) and 2 * len(title) >= len(folded) - 4 for title in titles)


def role_of(authority: str | None, title: str | None, catalogue: Catalogue, kind: KindHint | None) -> str | None:
    """Name the role of a block: the longest title that fits, then a fitting authority, then what the kind expects."""
    body = AUTHORITY.sub("", fold(authority or "").split(" / ")[-1])
    own = _BEFORE.sub("", fold(title or body))
    found = []
    for role in catalogue.roles:
        fitting = [
            len(fold(t)) for t in role.titles if _starts(f"{own} {body}".strip(), fold(t)) or _starts(own, fold(t))
        ]
        if fitting:
            trusted = any(fold(authority or "").startswith(fold(a)) for a in role.authorities)
            expected = kind is not None and role.id in kind.roles
            found.append((max(fitting), expected, trusted, role.id))
    return max(found)[3] if found else None


def _starts(text: str, title: str) -> bool:
    return text.startswith(title) and not text[len(title) : len(title) + 1].isalnum()
