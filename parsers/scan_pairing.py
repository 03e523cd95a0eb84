"""Puts a scan to the file it was printed from: by the name in one folder, else by what both say.

The words of a picture are read with errors, and what was written by hand on the paper is a blank in its source. So a
word one of them lacks speaks against a pair only where it is no misreading of a word the other lacks; and a pair must
be the only one possible either way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from parsers.paper_words import Paper, heads_agree
from parsers.syllables import is_syllable
from parsers.vietnamese import bare

FEWEST_WORDS = 40  # of a scan, to be compared at all
FOUND_WITH_NUMBER = 0.8  # share of the scan's words found in the source where number and date agree …
FOUND = 0.9  # … and where there is no number to go by
MOSTLY_READ = 0.7  # of the source's words found in the scan: all of its pages were read, not zones only
NEAR = 0.6  # likeness of a word and its misreading
FOREIGN = 2  # words of the scan found nowhere in the source: another name, another subject
SOURCES = frozenset({"word", "text-pdf"})

Group = Sequence[Paper]
Pair = tuple[int, int]


def with_scans(groups: Sequence[Group]) -> list[Group]:
    """Join each scan with the files it was printed from, where it is certain which."""
    return _joined(_joined(groups, _same_name), _same_paper)


def _joined(groups: Sequence[Group], fits: Callable[[Paper, Paper, Sequence[Paper]], bool]) -> list[Group]:
    papers = [group[0] for group in groups]
    scans = [n for n, group in enumerate(groups) if len(group) == 1 and papers[n].document.medium == "scan"]
    sources = [n for n, group in enumerate(groups) if all(paper.document.medium in SOURCES for paper in group)]
    pairs = [(scan, source) for scan in scans for source in sources if fits(papers[scan], papers[source], papers)]
    partner = {min(pair): max(pair) for pair in pairs if _is_only(pair, pairs)}
    second = set(partner.values())
    return [
        [*group, *groups[partner[n]]] if n in partner else group for n, group in enumerate(groups) if n not in second
    ]


def _is_only(pair: Pair, pairs: Sequence[Pair]) -> bool:
    return sum(scan == pair[0] or source == pair[1] for scan, source in pairs) == 1


# ---------------------------------------------------------------- by the name


def _same_name(scan: Paper, source: Paper, _: Sequence[Paper]) -> bool:
    kinds = scan.document.kind, source.document.kind
    if kinds[0].is_read and kinds[1].is_read and kinds[0].value != kinds[1].value:
        return False
    return source.document.medium == "word" and bool(scan.stem) and _place(scan) == _place(source)


def _place(paper: Paper) -> tuple[str, str]:
    return str(PurePosixPath(paper.document.path).parent), paper.stem


# ---------------------------------------------------------------- by what both say


def _same_paper(scan: Paper, source: Paper, papers: Sequence[Paper]) -> bool:
    if not scan.document.kind.is_read or not heads_agree(scan.document, source.document):
        return False
    total = scan.words.total()
    if total < FEWEST_WORDS:
        return False
    common = (scan.words & source.words).total()
    if _agree_in_number_and_date(scan, source):
        return common >= FOUND_WITH_NUMBER * total
    if common < FOUND * total or _differ(scan, source):
        return False
    return common >= MOSTLY_READ * source.words.total() or _only_of_its_kind_and_day(scan, source, papers)


def _agree_in_number_and_date(scan: Paper, source: Paper) -> bool:
    """Tell whether number and date are read of both; that they agree is known by now."""
    return all(paper.document.number.is_read and paper.document.date.is_read for paper in (scan, source))


def _only_of_its_kind_and_day(scan: Paper, source: Paper, papers: Sequence[Paper]) -> bool:
    """Tell whether a scan of which little was read can be of no other paper."""
    same = [paper for paper in papers if paper.document.kind.value == scan.document.kind.value]
    return len(same) == 2 and scan.document.date.is_read and source.document.date.is_read


def _differ(scan: Paper, source: Paper) -> bool:
    """Tell whether one names a person, a subject or figures the other has not, misread words aside."""
    names = [paper.document.person for paper in (scan, source)]
    if all(name.is_read for name in names) and len({bare(name.value.name) for name in names if name.value}) > 1:
        return True
    more, less = scan.words - source.words, source.words - scan.words
    if any(map(str.isdigit, more)) and any(map(str.isdigit, less)):
        return True
    return _foreign(more, less) >= FOREIGN


def _foreign(more: Counter[str], less: Counter[str]) -> int:
    """Count the words that are no misreading of one of the others."""
    words = [word for word in more.elements() if len(word) > 2 and is_syllable(word)]
    return sum(not any(_is_near(word, other) for other in less) for word in words)


def _is_near(word: str, other: str) -> bool:
    return bare(word) == bare(other) or SequenceMatcher(None, bare(word), bare(other)).ratio() >= NEAR
