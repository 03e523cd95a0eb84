"""Open results grouped by what could not be read, so that one unreadable thing is one line and not ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.findings import DocumentShown, Finding
from engine.locale.reasons import why
from engine.locale.words import tr
from engine.report.wording import file_words, paper_words, place_words

# Reasons that hold for a whole file: whatever else stays open there has the same cause.
_WHOLE = frozenset({"scan", "damaged", "encrypted", "unsupported", "too-large", "limit", "pages-only"})


@dataclass(frozen=True, slots=True)
class Unclear:
    """A paper on which something stays open, and where on it."""

    name: str
    path: str
    where: str

    @property
    def words(self) -> str:
        """The paper with its place."""
        return f"{self.name}, {self.where}" if self.where else self.name


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that could not be read, on one paper or in the same way on several, and what therefore stays open."""

    papers: tuple[Unclear, ...]
    words: str
    findings: tuple[Finding, ...]
    step: bool
    shared: str = ""  # what stays open on all of them, in one word where each says it of itself

    @property
    def titles(self) -> tuple[str, ...]:
        """The defects that could not be judged, each once."""
        return (self.shared,) if self.shared else tuple(dict.fromkeys(item.title for item in self.findings))

    @property
    def remedies(self) -> tuple[str, ...]:
        """What a person can do about it, each once."""
        return tuple(dict.fromkeys(item.remedy for item in self.findings if item.remedy))

    def heading(self, lang: str) -> str:
        """Return the paper, or how many there are."""
        if len(self.papers) == 1:
            return self.papers[0].words
        return tr(lang)("{count} văn bản").format(count=len(self.papers))


def causes_of(opened: Sequence[Finding], papers: dict[str, DocumentShown], lang: str) -> tuple[Cause, ...]:
    """Group open findings by paper and reason, then papers with the same open points; steps of the procedure first."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for item in opened:
        first = next((name for name in item.documents if name in papers), "")
        groups.setdefault((first, _reason(item, papers.get(first), lang)), []).append(item)
    alike: dict[tuple[str, tuple[str, ...]], list[Cause]] = {}
    for (name, words), items in groups.items():
        cause = Cause((_paper(papers.get(name), items, lang),), words, tuple(items), any(item.step for item in items))
        alike.setdefault((words, () if _is_of_signing(items) else cause.titles), []).append(cause)
    causes = [_joined(group, lang) for group in alike.values()]
    return tuple(sorted(causes, key=lambda cause: (not cause.step, -len(cause.findings))))


def _is_of_signing(items: Sequence[Finding]) -> bool:
    """Tell a paper of which nothing but its signatures is open: all such papers are one thing to look at."""
    return all(item.rule.partition(":")[2].startswith("signers") for item in items)


def _joined(group: list[Cause], lang: str) -> Cause:
    many = len(group) > 1 and _is_of_signing([item for cause in group for item in cause.findings])
    return Cause(
        tuple(paper for cause in group for paper in cause.papers),
        group[0].words,
        tuple(item for cause in group for item in cause.findings),
        any(cause.step for cause in group),
        tr(lang)("Các văn bản này đã ký hay chưa") if many else "",
    )


def _paper(paper: DocumentShown | None, items: list[Finding], lang: str) -> Unclear:
    if paper is None:
        return Unclear(tr(lang)("Cả hồ sơ"), "", "")
    places = (place for item in items for place in item.locations if place.document == paper.id)
    place = next(places, None)
    return Unclear(paper_words(paper, lang), file_words(paper, lang), place_words(place, lang) if place else "")


def _reason(item: Finding, paper: DocumentShown | None, lang: str) -> str:
    """Return why a finding is open: its own code, else what its paper does not show, else what was said of it."""
    code = item.facts.get("why") or (_code(item, paper) if paper else None)
    return why(code, lang) if isinstance(code, str) else item.found or item.message


def _code(item: Finding, paper: DocumentShown) -> str | None:
    if item.found:  # the check itself says what stands in the way
        return None
    kind = paper.facts.get("kind")
    if kind is not None and kind.status == "unreadable":
        return kind.why
    reasons = Counter(fact.why for fact in paper.facts.values() if fact.status == "unreadable")
    whole = next((code for code, _ in reasons.most_common() if code in _WHOLE), None)
    return whole or (_unseen_signature(paper) if item.rule.partition(":")[2].startswith("signers") else None)


def _unseen_signature(paper: DocumentShown) -> str | None:
    """Return why a signature could not be seen: of the block as a whole, or of one place to sign."""
    fact = paper.facts.get("signatures")
    if fact is None:
        return None
    if fact.status == "unreadable":
        return fact.why
    blocks = fact.value if isinstance(fact.value, list) else []
    signs = [block.get("signed") or {} for block in blocks if isinstance(block, dict)]
    return next((sign["why"] for sign in signs if sign.get("status") == "unreadable" and sign.get("why")), None)
