"""How much a finding weighs: the rule's own word, then the source's mark, the pack, the stage (DESIGN 4, 5)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.check.choose import Choice
from engine.check.options import CheckOptions
from engine.findings import Severity, Source
from engine.locale.words import day
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Citation

_WEAK = frozenset({"inferred", "memory"})


@dataclass(frozen=True, slots=True)
class Scale:
    """The conditions of one run."""

    book: Rulebook
    choice: Choice
    options: CheckOptions
    stage: str

    def severity(self, named: str, rule: str, citation: Citation | None, *, common: bool, drafted: bool) -> Severity:
        """Return the severity that counts.

        common: the rule stands in the common pack and so holds whichever pack was chosen; drafted: it speaks of number,
        date, signature or page order, which a draft does not have yet.
        """
        wanted = Severity(named)
        if drafted and self.stage == "soan-thao":
            return Severity.NOTE
        if not self.choice.adopted.confirmation(citation, rule) and self._weak(citation):
            return Severity.NOTE
        if self.choice.pack.chosen_by == "level" and not common:
            return min(wanted, Severity.WARNING, key=lambda item: item.rank)
        return wanted

    def _weak(self, citation: Citation | None) -> bool:
        mark = citation.mark if citation else ""
        return mark in _WEAK or (self.options.strict_sources and mark != "read")

    def source(self, citation: Citation | None, rule: str) -> Source | None:
        """Return the citation as printed, with who has seen the original."""
        if citation is None:
            return None
        regulation = self.book.regulations.get(citation.regulation)
        confirmed = self.choice.adopted.confirmation(citation, rule)
        return Source(
            regulation=citation.regulation,
            title=_printed(self.book, citation, self.options.lang) if regulation else citation.regulation,
            article=citation.article,
            mark=citation.mark,
            confirmed_by=confirmed.confirmed_by if confirmed else citation.confirmed_by,
            confirmed_on=confirmed.confirmed_on if confirmed else citation.confirmed_on,
        )


def _printed(book: Rulebook, citation: Citation, lang: str) -> str:
    regulation = book.regulations[citation.regulation]
    if not regulation.number:
        return regulation.title.text(lang)
    signed = day(regulation.signed, lang) if regulation.signed else ""
    when = (f" of {signed}" if lang == "en" else f" ngày {signed}") if signed else ""
    return f"{regulation.kind} {regulation.number}{when}"
