"""The rule book in memory: all models by id, where each came from, and the catalogue for the parsers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from engine.locale.words import said
from engine.rulebook.models import (
    BodyEntry,
    Citation,
    DocumentKind,
    Pack,
    Parameter,
    Procedure,
    Regulation,
    Requirement,
    Vocabulary,
)
from engine.rulebook.problems import RuleProblem
from engine.rulebook.wording import HolidayCorrections, StepWording
from engine.rulebook.yaml_text import YamlText
from parsers.catalogue import BodyHint, Catalogue, FormHint, KindHint, RoleHint, SectionHint

Entry = DocumentKind | Procedure | Requirement | Pack | Regulation
E = TypeVar("E", DocumentKind, Procedure, Requirement, Pack, Regulation)


@dataclass(frozen=True, slots=True)
class Origin:
    """The file an entry came from, with the lines of its keys."""

    file: str
    own: bool
    text: YamlText


@dataclass(slots=True)
class Rulebook:
    """Everything the rule files say; `problems` holds what was left out and why."""

    digest: str
    vocabulary: Vocabulary | None = None
    wording: StepWording | None = None
    holidays: HolidayCorrections | None = None
    kinds: dict[str, DocumentKind] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    requirements: dict[str, Requirement] = field(default_factory=dict)
    packs: dict[str, Pack] = field(default_factory=dict)
    regulations: dict[str, Regulation] = field(default_factory=dict)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    problems: list[RuleProblem] = field(default_factory=list)

    def add(self, entry: Entry, origin: Origin) -> None:
        """Take an entry in; a second one of the same id is a problem, not a silent replacement."""
        shelf = self._shelf(entry)
        name = (type(entry).__name__, entry.id)
        if entry.id in shelf:
            first = self.origins[name].file
            self.problems.append(
                RuleProblem(
                    origin.file,
                    origin.text.line_of(("id",)),
                    "duplicate-id",
                    said("mã «{name}» đã có ở {file}", name=entry.id, file=first),
                    said("Đặt mã khác; muốn sửa quy tắc có sẵn thì dùng «overrides» trong gói của đơn vị."),
                )
            )
            return
        shelf[entry.id] = entry
        self.origins[name] = origin

    def _shelf(self, entry: Entry) -> dict[str, Entry]:
        shelves: dict[type[Entry], dict[str, Entry]] = {
            DocumentKind: self.kinds,  # type: ignore[dict-item]
            Procedure: self.procedures,  # type: ignore[dict-item]
            Requirement: self.requirements,  # type: ignore[dict-item]
            Pack: self.packs,  # type: ignore[dict-item]
            Regulation: self.regulations,  # type: ignore[dict-item]
        }
        return shelves[type(entry)]

    def add_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Take a vocabulary in; an office's own adds to ours."""
        if self.vocabulary is None:
            self.vocabulary = vocabulary
            return
        known = self.vocabulary
        self.vocabulary = Vocabulary(
            bodies=[*known.bodies, *vocabulary.bodies],
            roles=[*known.roles, *vocabulary.roles],
            types=[*known.types, *vocabulary.types],
            discipline=[*known.discipline, *vocabulary.discipline],
        )

    def body(self, name: str) -> BodyEntry | None:
        """Return the issuing body `name`."""
        bodies = self.vocabulary.bodies if self.vocabulary else []
        return next((body for body in bodies if body.id == name), None)

    def parameters(self) -> dict[str, Parameter]:
        """Return all parameters of all regulations by id."""
        return {item.id: item for regulation in self.regulations.values() for item in regulation.parameters}

    def oldest_source(self, requirement: Requirement) -> dt.date | None:
        """Return the day the oldest regulation a requirement cites came into force; None where one has no known day."""
        cited = [*requirement.citations, *([requirement.citation] if requirement.citation else [])]
        known = [self.regulations[item.regulation] for item in cited if item.regulation in self.regulations]
        days = [regulation.in_force.start for regulation in known]
        return min((day for day in days if day), default=None) if None not in days else None

    def begins(self, requirement: Requirement) -> dt.date | None:
        """Return the day from which papers are judged: its own, else that of the oldest regulation it cites."""
        if requirement.in_force.start or requirement.from_setting:
            return requirement.in_force.start
        return self.oldest_source(requirement)

    def catalogue(self) -> Catalogue:
        """Return what the parsers must know, from the document kinds and the vocabulary."""
        vocabulary = self.vocabulary or Vocabulary(bodies=[], roles=[], types=[])
        return Catalogue(
            kinds=tuple(_kind_hint(kind) for kind in self.kinds.values()),
            roles=tuple(RoleHint(role.id, tuple(role.titles), tuple(role.authorities)) for role in vocabulary.roles),
            bodies=tuple(BodyHint(body.id, tuple(body.words), tuple(body.abbreviations)) for body in vocabulary.bodies),
            forms=tuple(FormHint(form.id, tuple(form.words)) for form in vocabulary.discipline),
            type_names={entry.abbreviation: tuple(entry.names) for entry in vocabulary.types},
        )


def _kind_hint(kind: DocumentKind) -> KindHint:
    how = kind.recognise
    return KindHint(
        id=kind.id,
        types=tuple(how.types),
        all_words=tuple(tuple(group) for group in how.all_words),
        any_words=tuple(how.any_words),
        not_words=tuple(how.not_words),
        bodies=tuple(kind.issuers),
        symbols=tuple(kind.symbols),
        body_words=tuple(how.body_words),
        file_words=tuple(how.file_words),
        side="any" if kind.header in ("any", "none") else kind.header,
        sections=tuple(SectionHint(item.id, tuple(item.words), item.anywhere) for item in kind.sections),
        signers=tuple(tuple(slot) for slot in kind.signers),
        minute=kind.minute,
        ballot_count=kind.ballot_count,
        form=kind.form,
        general=kind.general,
    )


def citation_on(
    citations: Iterable[Citation], regulations: dict[str, Regulation], day: dt.date | None, level: str | None = None
) -> Citation | None:
    """Return the citation whose regulation was in force on `day`: the latest that began; else the first given.

    Sources of other levels than `level` are left out: None where nothing is known to say so at this level.
    """
    citations = [item for item in citations if level is None or not item.levels or level in item.levels]
    if day is None:
        return citations[0] if citations else None
    fitting = [item for item in citations if (found := regulations.get(item.regulation)) and found.in_force.covers(day)]
    started = [
        (regulations[item.regulation].in_force.start or dt.date.min, number) for number, item in enumerate(fitting)
    ]
    return fitting[max(started)[1]] if started else (citations[0] if citations else None)
