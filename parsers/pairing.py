"""Finds the files that are one paper: the Word source and its signed copy, or the same file twice.

Pairing only where nothing speaks against it: two minutes of one day share kind, date and most of their words, so papers
without a number must have the same words altogether.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from parsers.facts import Document, Fact, SourceFile
from parsers.vietnamese import bare, fold

ALIKE_WITH_NUMBER = 0.8  # share of words two copies have in common when kind, number and date agree …
ALIKE_WITH_BLANK = 0.93  # … when one of them has a blank for the number or the date …
LIST_MARKS = 0.05  # share of numbers and letters that Word counts by itself and the PDF prints
FEWEST_WORDS = 12
RANK = {"text-pdf": 0, "scan": 1, "other": 2, "word": 3}  # the signed PDF first, the Word source last
PAGE_FACTS = ("page_count", "page_faults", "signatures", "position")  # never from another copy

_SIGNED_WORDS = re.compile(r"\b(?:signed|scan|ban ky|da ky|ky so|ky|ban quet|dau do|copy|ban sao|final|\d{6,})\b")
_LIST_MARK = re.compile(r"^(?:\d{1,3}|[a-zđ]|[ivx]{1,5})$")
_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,4}\W*$")


class _Paper:
    """A document with what pairing compares."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def words(self) -> Counter[str]:
        """Words and numbers of the text, page numbers left out."""
        lines = [fold(line.text) for line in self.document.lines]
        return Counter(w for line in lines if not _PAGE_NUMBER.match(line) for w in re.findall(r"\w+", line))

    @cached_property
    def stem(self) -> str:
        """The file name without what marks a signed or scanned copy."""
        path = PurePosixPath(self.document.path)
        plain = " ".join(re.findall(r"[a-z0-9]+", bare(path.stem)))
        return " ".join(_SIGNED_WORDS.sub(" ", plain).split())

    @cached_property
    def digests(self) -> frozenset[str]:
        """What the bytes of its files come to."""
        return frozenset(file.sha256 for file in self.document.files if file.sha256)


def pair(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Join the documents that are one paper; the order of first appearance stays."""
    groups: list[list[_Paper]] = []
    for paper in map(_Paper, documents):
        home = next((group for group in groups if all(_are_one(other, paper) for other in group)), None)
        if home is None:
            groups.append([paper])
        else:
            home.append(paper)
    return tuple(_merged([paper.document for paper in group]) for group in _with_scans(groups))


# ---------------------------------------------------------------- what is one paper


def _are_one(first: _Paper, second: _Paper) -> bool:
    if first.digests & second.digests:
        return first.digests == second.digests and first.document.first_page == second.document.first_page
    if "scan" in {first.document.medium, second.document.medium}:
        return False  # nothing to compare: see _with_scans
    if not _heads_agree(first.document, second.document):
        return False
    needed = _needed(first.document, second.document)
    return _same_words(first, second) if needed is None else _alike(first, second) >= needed


def _heads_agree(first: Document, second: Document) -> bool:
    """Tell whether no fact of the heads speaks against one paper; a blank or hidden one does not."""
    if first.kind.value != second.kind.value or first.variant != second.variant:
        return False
    return all(
        _agree(getattr(first, name), getattr(second, name)) for name in ("number", "symbol", "date", "issuer_body")
    )


def _agree(first: Fact[Any], second: Fact[Any]) -> bool:
    if not (first.is_read and second.is_read):
        return True
    return bool(fold(str(first.value)) == fold(str(second.value)))


def _needed(one: Document, two: Document) -> float | None:
    """Give the share of words two papers must have in common; None where they must have all."""
    if one.number.is_read and two.number.is_read:
        return ALIKE_WITH_NUMBER if one.date.is_read and two.date.is_read else ALIKE_WITH_BLANK
    return ALIKE_WITH_BLANK if one.number_line.is_read and two.number_line.is_read else None


def _same_words(first: _Paper, second: _Paper) -> bool:
    """Tell whether two papers without a number have the same words, the marks of lists aside.

    Two minutes of one day differ both ways (a name, an hour); a source lacks at most what Word counts itself.
    """
    more, less = first.words - second.words, second.words - first.words
    extra = more or less
    if (more and less) or not all(_LIST_MARK.match(word) for word in extra):
        return False
    total = first.words.total() + second.words.total()
    return total > 0 and extra.total() <= (LIST_MARKS * total if extra else total)


def _alike(first: _Paper, second: _Paper) -> float:
    """Give the share of words in common, 0 where there are too few to tell."""
    one, two = first.words, second.words
    total = one.total() + two.total()
    if min(one.total(), two.total()) < FEWEST_WORDS:
        return 1.0 if one == two and total else 0.0
    return 2 * (one & two).total() / total


def _with_scans(groups: list[list[_Paper]]) -> list[list[_Paper]]:
    """Put a scan to the Word file of the same name in the same folder, where exactly one of each is there."""
    scans = {id(g): _place(g[0]) for g in groups if len(g) == 1 and g[0].document.medium == "scan" and g[0].stem}
    sources = {id(g): _place(g[0]) for g in groups if all(p.document.medium == "word" for p in g)}
    joined: list[list[_Paper]] = []
    used: set[int] = set()
    for group in groups:
        partner = _only_partner(group, groups, sources, scans)
        if partner is not None and id(partner) not in used:
            used |= {id(group), id(partner)}
            joined.append([*group, *partner])
        elif id(group) not in used:
            joined.append(group)
    return joined


def _only_partner(
    group: list[_Paper],
    groups: list[list[_Paper]],
    sources: dict[int, tuple[str, str]],
    scans: dict[int, tuple[str, str]],
) -> list[_Paper] | None:
    for here, there in ((sources, scans), (scans, sources)):
        place = here.get(id(group))
        if place is not None:
            fitting = [g for g in groups if there.get(id(g)) == place]
            alone = sum(p == place for p in here.values()) == 1
            return fitting[0] if alone and len(fitting) == 1 else None
    return None


def _place(paper: _Paper) -> tuple[str, str]:
    return str(PurePosixPath(paper.document.path).parent), paper.stem


# ---------------------------------------------------------------- one document of several


def _merged(copies: list[Document]) -> Document:
    """Let the best copy speak, and the next best where it cannot be read."""
    if len(copies) == 1:
        return copies[0]
    ranked = sorted(copies, key=lambda d: (RANK.get(d.medium, 2), "digital-signature" not in d.notes))
    best = ranked[0]
    for other in ranked[1:]:
        best = _filled(best, other)
    return replace(best, id=copies[0].id, files=_files(ranked))


def _filled(best: Document, other: Document) -> Document:
    """Take from another copy what the best one does not show."""
    taken: dict[str, Any] = {
        name: getattr(other, name)
        for name, fact in best.facts()
        if fact.is_unreadable and name not in PAGE_FACTS and not getattr(other, name).is_unreadable
    }
    if best.kind.is_unreadable:
        taken["candidates"] = () if other.kind.is_read else other.candidates or best.candidates
        taken["variant"] = other.variant
    return replace(best, lines=best.lines or other.lines, **taken)


def _files(ranked: Sequence[Document]) -> tuple[SourceFile, ...]:
    first, *rest = ranked
    files = list(first.files)
    for document in rest:
        is_source = document.medium == "word" and first.medium != "word"
        files += [replace(file, role="source" if is_source else "copy") for file in document.files]
    return tuple(files)
