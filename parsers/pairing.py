"""Finds the files that are one paper: the Word source and its signed copy, or the same file twice.

Pairing only where nothing speaks against it: two minutes of one day share kind, date and most of their words, so papers
without a number must have the same words altogether.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parsers.facts import Document, Fact, SourceFile
from parsers.paper_words import Paper, heads_agree
from parsers.scan_pairing import with_scans

ALIKE_WITH_NUMBER = 0.8  # share of words two copies have in common when kind, number and date agree …
ALIKE_WITH_BLANK = 0.93  # … when one of them has a blank for the number or the date …
LIST_MARKS = 0.05  # share of numbers and letters that Word counts by itself and the PDF prints
FEWEST_WORDS = 12
RANK = {"text-pdf": 0, "scan": 1, "other": 3, "word": 4}  # the signed PDF first, the Word source last
UNSIGNED_PRINT = 2  # a PDF nobody signed, beside a scan
PAGE_FACTS = frozenset({"page_count", "page_faults", "signatures", "position"})  # never from another copy
SHEET_FACTS = frozenset(  # of the sheets of paper, of which a source says nothing
    {
        "top_stamp",
        "joint_seal",
        "photocopy",
        "copy_mark",
        "scan_quality",
        "archive_seal",
        "sheet_faults",
        "sheet_steps",
        "digital",
    }
)

_LIST_MARK = re.compile(r"^(?:\d{1,3}|[a-zđ]|[ivx]{1,5})$")


def pair(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Join the documents that are one paper; the order of first appearance stays."""
    groups: list[list[Paper]] = []
    for paper in map(Paper, documents):
        home = next((group for group in groups if all(_are_one(other, paper) for other in group)), None)
        if home is None:
            groups.append([paper])
        else:
            home.append(paper)
    return tuple(_merged([paper.document for paper in group]) for group in with_scans(groups))


# ---------------------------------------------------------------- what is one paper


def _are_one(first: Paper, second: Paper) -> bool:
    if first.digests & second.digests:
        return first.digests == second.digests and first.document.first_page == second.document.first_page
    if "scan" in {first.document.medium, second.document.medium}:
        return False  # nothing to compare: see scan_pairing
    if not heads_agree(first.document, second.document):
        return False
    needed = _needed(first.document, second.document)
    return _same_words(first, second) if needed is None else _alike(first, second) >= needed


def _needed(one: Document, two: Document) -> float | None:
    """Give the share of words two papers must have in common; None where they must have all."""
    if one.number.is_read and two.number.is_read:
        return ALIKE_WITH_NUMBER if one.date.is_read and two.date.is_read else ALIKE_WITH_BLANK
    return ALIKE_WITH_BLANK if one.number_line.is_read and two.number_line.is_read else None


def _same_words(first: Paper, second: Paper) -> bool:
    """Tell whether two papers without a number have the same words, the marks of lists aside.

    Two minutes of one day differ both ways (a name, an hour); a source lacks at most what Word counts itself.
    """
    more, less = first.words - second.words, second.words - first.words
    extra = more or less
    if (more and less) or not all(_LIST_MARK.match(word) for word in extra):
        return False
    total = first.words.total() + second.words.total()
    return total > 0 and extra.total() <= (LIST_MARKS * total if extra else total)


def _alike(first: Paper, second: Paper) -> float:
    """Give the share of words in common, 0 where there are too few to tell."""
    one, two = first.words, second.words
    total = one.total() + two.total()
    if min(one.total(), two.total()) < FEWEST_WORDS:
        return 1.0 if one == two and total else 0.0
    return 2 * (one & two).total() / total


# ---------------------------------------------------------------- one document of several


def _merged(copies: list[Document]) -> Document:
    """Let the best copy speak, and the next best where it cannot be read."""
    if len(copies) == 1:
        return copies[0]
    ranked = sorted(copies, key=_rank)
    best = ranked[0]
    for other in ranked[1:]:
        best = _filled(best, other)
    return replace(best, id=copies[0].id, files=_files(ranked))


def _rank(document: Document) -> tuple[int, bool]:
    is_digital = "digital-signature" in document.notes
    if document.medium == "text-pdf" and not is_digital and not _is_signed(document):
        return UNSIGNED_PRINT, True
    return RANK.get(document.medium, RANK["other"]), not is_digital


def _is_signed(document: Document) -> bool:
    return any(block.signed.value for block in document.signatures.value or ())


def _filled(best: Document, other: Document) -> Document:
    """Take from another copy what the best one does not show."""
    taken: dict[str, Any] = {
        name: getattr(other, name)
        for name, fact in best.facts()
        if fact.is_unreadable and name not in PAGE_FACTS and _tells(name, best, other)
    }
    if best.kind.is_unreadable:
        taken["candidates"] = () if other.kind.is_read else other.candidates or best.candidates
        taken["variant"] = other.variant
    return replace(best, lines=best.lines or other.lines, **taken)


def _tells(name: str, best: Document, other: Document) -> bool:
    """Tell whether a copy knows a fact of the paper; what a source leaves blank may be filled in by hand on paper."""
    fact: Fact[Any] = getattr(other, name)
    if best.medium != "scan" or other.medium == "scan":
        return not fact.is_unreadable
    return fact.is_read and name not in SHEET_FACTS and not (name == "blanks" and fact.value)


def _files(ranked: Sequence[Document]) -> tuple[SourceFile, ...]:
    first, *rest = ranked
    files = list(first.files)
    for document in rest:
        is_source = document.medium == "word" and first.medium != "word"
        files += [replace(file, role="source" if is_source else "copy") for file in document.files]
    return tuple(files)
