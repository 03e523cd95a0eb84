"""Open results grouped by what could not be read, so that one unreadable thing is one line and not ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.findings import DocumentShown, Finding, Place
from engine.locale.reasons import why
from engine.locale.words import tr
from engine.report.wording import paper_words, place_words

# Reasons that hold for a whole file: whatever else stays open there has the same cause.
_WHOLE = frozenset({"scan", "damaged", "encrypted", "unsupported", "too-large", "limit", "pages-only"})


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that could not be read, and what therefore stays open."""

    paper: str
    path: str
    words: str
    place: Place | None
    where: str
    findings: tuple[Finding, ...]
    step: bool

    @property
    def titles(self) -> tuple[str, ...]:
        """The defects that could not be judged, each once."""
        return tuple(dict.fromkeys(item.title for item in self.findings))

    @property
    def remedies(self) -> tuple[str, ...]:
        """What a person can do about it, each once."""
        return tuple(dict.fromkeys(item.remedy for item in self.findings if item.remedy))


def causes_of(opened: Sequence[Finding], papers: dict[str, DocumentShown], lang: str) -> tuple[Cause, ...]:
    """Group open findings by paper and reason; steps of the procedure first, then the reason that opens most."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for item in opened:
        first = next((name for name in item.documents if name in papers), "")
        groups.setdefault((first, _reason(item, papers.get(first), lang)), []).append(item)
    causes = [_cause(papers.get(name), words, items, lang) for (name, words), items in groups.items()]
    return tuple(sorted(causes, key=lambda cause: (not cause.step, -len(cause.findings))))


def _cause(paper: DocumentShown | None, words: str, items: list[Finding], lang: str) -> Cause:
    place = next((place for item in items for place in item.locations), None)
    return Cause(
        paper=paper_words(paper, lang) if paper else tr(lang)("Cả hồ sơ"),
        path=paper.path if paper else "",
        words=words,
        place=place,
        where=place_words(place, lang) if place else "",
        findings=tuple(items),
        step=any(item.step for item in items),
    )


def _reason(item: Finding, paper: DocumentShown | None, lang: str) -> str:
    """Return why a finding is open: its own code, else what its paper does not show, else what was said of it."""
    code = item.facts.get("why") or (_code(item, paper) if paper else None)
    return why(code, lang) if isinstance(code, str) else item.found or item.message


def _code(item: Finding, paper: DocumentShown) -> str | None:
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
