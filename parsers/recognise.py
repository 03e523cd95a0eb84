"""Recognises what kind of paper a document is, by the hints of the catalogue alone.

Every kind whose type fits and whose words are all there gets a score; a clear best one is taken, a tie stays open with
its candidates. A State paper is never pressed into a Party kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.catalogue import Catalogue, KindHint
from parsers.facts import Fact, read, unreadable
from parsers.layout import remembered
from parsers.vietnamese import bare, beginning, fold

ANY_KIND = ("*",)
MARGIN = 1.0  # nearer than this is a tie
BODY_LINES = 80
FIRST_LETTERS = 2  # of every type, at the least
OPENING_LINES = 20  # read for the words of a title that has no subject

Decision = tuple[Fact[str], tuple[str, ...]]  # the kind, and what it could be where that is open

_EXTRACT = re.compile(r"^\(?trích\)?[\s-]+(?:sao |lục )?")


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a paper before its kind is: all folded, empty where unknown."""

    title: str
    starts: tuple[str, ...]  # where the type may begin: the title, and what follows «trích»
    text: str
    opening: str
    issuer_body: str | None
    symbol_type: str | None
    file_name: str
    side: str | None
    has_subject: bool
    type_words: Mapping[str, int]  # by kind: words of the longest of its types the title begins with


def recognise(  # noqa: PLR0913 - each clue is a different fact of the head
    type_name: str | None,
    subject: str | None,
    issuer_body: str | None,
    symbol: str | None,
    lines: Iterable[str],
    file_name: str,
    catalogue: Catalogue,
    *,
    side: str | None = None,
) -> Decision:
    """Name the kind of a paper; where it is not clear, give the kinds it could be."""
    clues = _clues(type_name, subject, issuer_body, symbol, list(lines), file_name, side)
    clues = replace(clues, type_words=_type_words(clues.starts, catalogue))
    kinds = _kinds_of_side(clues, catalogue)
    if not clues.title:
        return unreadable("not-understood"), _possible(clues, kinds)
    fitting = [kind for kind in kinds if kind.id in clues.type_words or (kind.general and not kind.types)]
    for chosen in (_specific(fitting), _general(fitting)):
        scored = _scored(clues, chosen)
        if scored:
            return _unless_of_party(_decide(scored), clues, catalogue)
    known = any(_begins(clues.title, fold(name)) for names in catalogue.type_names.values() for name in names)
    return unreadable("not-understood"), _relaxed(clues, kinds, known_type=known)


def _unless_of_party(decided: Decision, clues: Clues, catalogue: Catalogue) -> Decision:
    """Leave a paper under the State's header open where no issuer says that it is the State's, and Party words fit."""
    kind = decided[0].value
    if clues.side != "state" or clues.issuer_body is not None or kind is None:
        return decided
    party = [k for k in catalogue.kinds if k.side == "party" and k.all_words and not k.general]
    fitting = tuple(name for _, name in _scored(clues, party))
    return (unreadable("ambiguous"), (kind, *fitting)) if fitting else decided


def candidates_by_name(file_name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Give the kinds a file name speaks of, for a paper whose text cannot be read; any kind where it says nothing."""
    name = _plain_name(file_name)
    named = [kind for kind in catalogue.kinds if _has(name, map(bare, kind.file_words)) or _title_in(name, kind)]
    party = [kind for kind in named if kind.side != "state"]
    return tuple(kind.id for kind in party or named) or ANY_KIND


# ---------------------------------------------------------------- clues


def _clues(
    type_name: str | None,
    subject: str | None,
    issuer_body: str | None,
    symbol: str | None,
    lines: Sequence[str],
    file_name: str,
    side: str | None,
) -> Clues:
    title = fold(f"{type_name or ''} {subject or ''}")
    text = list(map(fold, lines[:BODY_LINES]))
    return Clues(
        title=title if type_name else "",
        starts=tuple({title, _EXTRACT.sub("", title)}) if type_name else ("",),
        text=" ".join(filter(None, text)),
        opening=" ".join(filter(None, (title, *text[:OPENING_LINES]))),
        issuer_body=issuer_body,
        symbol_type=_type_of(symbol),
        file_name=_plain_name(file_name),
        side=side,
        has_subject=bool(subject),
        type_words={},
    )


def _type_of(symbol: str | None) -> str | None:
    parts = re.split(r"[/-]", symbol) if symbol else []
    return fold(parts[0]) if len(parts) > 1 else None


def _plain_name(file_name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", bare(file_name)))


def _kinds_of_side(clues: Clues, catalogue: Catalogue) -> list[KindHint]:
    """Keep the kinds of the paper's side; a Party body under a State header is still a Party paper."""
    if clues.side == "state" and not _is_party_body(clues.issuer_body, catalogue):
        return [kind for kind in catalogue.kinds if kind.side in {"state", "any"}]
    return [kind for kind in catalogue.kinds if kind.side in {"party", "any"}]


def _is_party_body(body: str | None, catalogue: Catalogue) -> bool:
    sides = {kind.side for kind in catalogue.kinds if body in kind.bodies}
    return bool(sides) and "state" not in sides


# ---------------------------------------------------------------- scores


def _specific(kinds: Sequence[KindHint]) -> list[KindHint]:
    return [kind for kind in kinds if not kind.general]


def _general(kinds: Sequence[KindHint]) -> list[KindHint]:
    return [kind for kind in kinds if kind.general]


def _scored(clues: Clues, kinds: Sequence[KindHint]) -> list[tuple[float, str]]:
    scored = [(score, kind.id) for kind in kinds if (score := _score(clues, kind, clues.title)) is not None]
    if not scored and not clues.has_subject:
        fitting = [kind for kind in kinds if _body_weight(clues, kind) >= 0]  # running text says less than a title
        scored = [(score, kind.id) for kind in fitting if (score := _score(clues, kind, clues.opening)) is not None]
    return sorted(scored, key=lambda item: (-item[0], item[1]))


def _score(clues: Clues, kind: KindHint, words_from: str) -> float | None:
    """Weigh a kind, None where it is ruled out."""
    type_words = _type_weight(clues, kind)
    if not type_words or _has(clues.title, _folded(kind.not_words)):
        return None
    hits = [_longest_hit(words_from, group) for group in kind.all_words]
    if not all(hits):
        return None
    score = type_words + sum(2 + 0.25 * hit for hit in hits)
    score += min(4.5, 1.5 * _count(clues.title, kind.any_words)) + min(6.0, 2.0 * _count(clues.text, kind.body_words))
    return score + _symbol_weight(clues, kind) + _body_weight(clues, kind) + _name_weight(clues, kind)


def _type_weight(clues: Clues, kind: KindHint) -> float:
    """Weigh how much of the title's beginning is a type of this kind; 0 where none fits."""
    if not kind.types:
        return 1.0 if kind.general else 0.0
    return clues.type_words.get(kind.id, 0)


def _type_words(starts: tuple[str, ...], catalogue: Catalogue) -> dict[str, int]:
    """Count, for each kind whose type a title begins with, the words of the longest that does."""
    found: dict[str, int] = {}
    for start in starts:
        for kind in _kinds_by_letters(catalogue).get(start[:FIRST_LETTERS], ()):
            longest = beginning(kind.types).match(start)
            if longest:
                found[kind.id] = max(found.get(kind.id, 0), len(longest.group().split()))
    return found


@remembered
def _kinds_by_letters(catalogue: Catalogue) -> dict[str, list[KindHint]]:
    """Sort the kinds by the first letters of their types: only few are worth a closer look at a title."""
    found: dict[str, list[KindHint]] = {}
    for kind in catalogue.kinds:
        for letters in {folded[:FIRST_LETTERS] for folded in map(fold, kind.types)}:
            found.setdefault(letters, []).append(kind)
    return found


def _begins(text: str, words: str) -> bool:
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalnum()


def _symbol_weight(clues: Clues, kind: KindHint) -> float:
    if not clues.symbol_type or not kind.symbols:
        return 0.0
    return 2.0 if clues.symbol_type in _folded(kind.symbols) else -2.0


def _body_weight(clues: Clues, kind: KindHint) -> float:
    if not clues.issuer_body or not kind.bodies:
        return 0.0
    return 1.5 if clues.issuer_body in kind.bodies else -1.5


def _name_weight(clues: Clues, kind: KindHint) -> float:
    return 1.0 if _has(clues.file_name, _bared(kind.file_words)) else 0.0


def _decide(scored: Sequence[tuple[float, str]]) -> Decision:
    best, first = scored[0]
    near = tuple(kind for score, kind in scored if best - score < MARGIN)
    if len(near) > 1:
        return unreadable("ambiguous"), near
    lead = best - scored[1][0] if len(scored) > 1 else 3.0
    return read(first, confidence=round(min(1.0, 0.85 + 0.05 * lead), 2)), ()


# ---------------------------------------------------------------- what it could be


def _relaxed(clues: Clues, kinds: Sequence[KindHint], *, known_type: bool) -> tuple[str, ...]:
    """Give the kinds whose type fits though their words are missing; none where a known type belongs to no kind."""
    fitting = [kind for kind in kinds if kind.types and _type_weight(clues, kind)]
    free = [kind.id for kind in fitting if not _has(clues.title, _folded(kind.not_words))]
    found = tuple(free or [kind.id for kind in fitting])
    return found if found or known_type else _possible(clues, kinds)


def _possible(clues: Clues, kinds: Sequence[KindHint]) -> tuple[str, ...]:
    """Give the kinds an untitled paper could be: all their words stand somewhere in it."""
    if not clues.text:
        return ANY_KIND
    return tuple(
        kind.id
        for kind in kinds
        if not kind.general and _symbol_weight(clues, kind) >= 0 and _speaks_of(clues.text, kind)
    )


def _speaks_of(text: str, kind: KindHint) -> bool:
    words = [*kind.all_words] or [kind.types]
    return all(_longest_hit(text, group) for group in words)


def _title_in(name: str, kind: KindHint) -> bool:
    """Tell whether a file name may be short for the title of a kind: its type is there, and one of its words."""
    if not _has(name, map(bare, kind.types)) or _has(name, map(bare, kind.not_words)):
        return False
    rest = name
    for words in sorted(map(bare, kind.types), key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(words)}\b", " ", rest)
    only_type = not re.search(r"[a-z]", rest)
    return only_type or not kind.all_words or any(_has(name, map(bare, group)) for group in kind.all_words)


# ---------------------------------------------------------------- words


@lru_cache(maxsize=2048)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, words))


@lru_cache(maxsize=2048)
def _bared(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(bare, words))


def _longest_hit(text: str, words: tuple[str, ...]) -> int:
    return max([len(word.split()) for word in _folded(words) if _stands_in(word, text)], default=0)


def _count(text: str, words: tuple[str, ...]) -> int:
    return sum([_stands_in(word, text) for word in _folded(words)])


def _has(text: str, words: Iterable[str]) -> bool:
    for word in words:  # noqa: SIM110 - asked hundreds of times a paper: a generator takes twice as long
        if word in text and _stands_in(word, text):
            return True
    return False


def _stands_in(word: str, text: str) -> bool:
    return word in text and _whole_word(word).search(text) is not None


@lru_cache(maxsize=8192)
def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
