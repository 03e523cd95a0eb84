"""What an office has adopted: the chain of packs resolved into one set of procedures, requirements and changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from engine.errors import RulebookError
from engine.locale.words import said
from engine.rulebook.book import Rulebook
from engine.rulebook.models import (
    Citation,
    Confirmation,
    LocalValue,
    Override,
    Pack,
    Parameter,
    ParameterValue,
    Procedure,
    Regulation,
    Requirement,
    Step,
)

Dated = TypeVar("Dated", Requirement, Regulation)
COMMON = "chung"  # requirements of this pack hold for every Party paper, whichever pack was chosen


@dataclass(frozen=True, slots=True)
class Adopted:
    """A pack with all it extends."""

    pack: Pack
    chain: tuple[Pack, ...]  # from the most general to the pack itself
    procedures: tuple[str, ...]
    requirements: tuple[str, ...]
    common: frozenset[str]  # requirements that come from the common pack
    overrides: dict[str, Override]
    values: tuple[LocalValue, ...]
    settings: dict[str, str | int | bool | dt.date]
    confirmations: dict[str, Confirmation] = field(default_factory=dict)

    def procedure(self, procedure: Procedure) -> Procedure:
        """Return `procedure` with the pack's changes to its steps."""
        steps = [
            self._step(procedure.id, step) for step in procedure.steps if not self._off(f"{procedure.id}/{step.id}")
        ]
        return procedure.model_copy(update={"steps": steps})

    def _step(self, procedure: str, step: Step) -> Step:
        change = self.overrides.get(f"{procedure}/{step.id}")
        update: dict[str, object] = {}
        if change and change.severity:
            update["severity"] = change.severity
        if change and change.citation:
            update["citation"] = change.citation
        if change and change.required:
            update["required"] = change.required
        elif step.required_setting and self.settings.get(step.required_setting) is True:
            update["required"] = "always"
        return step.model_copy(update=update) if update else step

    def _off(self, rule: str) -> bool:
        change = self.overrides.get(rule)
        return bool(change and change.off)

    def keeps(self, requirement: Requirement) -> bool:
        """True when the requirement is adopted and not switched off."""
        if any(self.settings.get(name) != value for name, value in requirement.when_setting.items()):
            return False
        return requirement.id in self.requirements and not self._off(requirement.id)

    def settled(self, entry: Dated) -> Dated:
        """Return a requirement or a regulation beginning on the day the pack's settings give."""
        day = self.settings.get(entry.from_setting or "")
        if not isinstance(day, dt.date) or day == entry.in_force.start:
            return entry
        return entry.model_copy(update={"in_force": entry.in_force.model_copy(update={"start": day})})

    def cited(self, requirement: Requirement) -> Requirement:
        """Return the requirement with the source the office names for its change."""
        change = self.overrides.get(requirement.id)
        if change is None or change.citation is None:
            return requirement
        return requirement.model_copy(update={"citation": change.citation, "citations": []})

    def severity(self, requirement: Requirement) -> str:
        """Return the requirement's severity after the pack's changes."""
        change = self.overrides.get(requirement.id)
        return change.severity if change and change.severity else requirement.severity

    def parameter(self, parameter: Parameter) -> Parameter:
        """Return the parameter with the office's own values put before the others."""
        own = [_as_value(value) for value in self.values if value.parameter == parameter.id]
        return parameter.model_copy(update={"values": [*own, *parameter.values]}) if own else parameter

    def confirmation(self, citation: Citation | None, rule: str) -> Confirmation | None:
        """Return who has seen the original of `rule` or of its regulation."""
        return self.confirmations.get(rule) or (self.confirmations.get(citation.regulation) if citation else None)


def _as_value(value: LocalValue) -> ParameterValue:
    return ParameterValue.model_validate(
        {"from": value.start, "to": value.end, "value": value.value, "citation": value.citation}
    )


def adopt(book: Rulebook, pack_id: str, day: dt.date) -> Adopted:
    """Resolve `pack_id` and all it extends; changes count that hold for a case begun on `day`.

    Raises RulebookError where a pack of the chain does not exist.
    """
    chain = tuple(_chain(book, pack_id))
    overrides = {item.rule: item for pack in chain for item in pack.overrides if item.holds(day)}
    return Adopted(
        pack=chain[-1],
        chain=chain,
        procedures=_unique(name for pack in chain for name in pack.procedures),
        requirements=_unique(name for pack in chain for name in _wanted(book, pack)),
        common=frozenset(name for pack in chain if pack.id == COMMON for name in _wanted(book, pack)),
        overrides=overrides,
        values=tuple(value for pack in reversed(chain) for value in pack.values),
        settings={name: value for pack in chain for name, value in pack.settings.items()},
        confirmations={item.target: item for pack in chain for item in pack.confirmations},
    )


def _chain(book: Rulebook, pack_id: str) -> list[Pack]:
    chain: list[Pack] = []
    name: str | None = pack_id
    while name and all(pack.id != name for pack in chain):
        if name not in book.packs:
            raise RulebookError(
                said(
                    "Gói «{heir}» kế thừa gói «{name}», nhưng không có gói này.",
                    heir=chain[0].id if chain else pack_id,
                    name=name,
                ),
                said("Sửa khóa extends trong tệp của gói, hoặc thêm gói còn thiếu; xem «hoso rules lint»."),
            )
        chain.insert(0, book.packs[name])
        name = book.packs[name].extends
    return chain


def _wanted(book: Rulebook, pack: Pack) -> Iterator[str]:
    for name in pack.requirements:
        if name.endswith("/*"):
            yield from (item for item in book.requirements if _area(book, item) == name[:-2] or name == "*/*")
        elif name in book.requirements:
            yield name


def _area(book: Rulebook, requirement: str) -> str:
    file = book.origins[("Requirement", requirement)].file.replace("\\", "/")
    return file.rsplit("/", 2)[-2]


def _unique(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def default_pack(book: Rulebook, level: str | None) -> str | None:
    """Return the pack taken for a level where nobody chose one."""
    return next((pack.id for pack in book.packs.values() if level and pack.default_for == level), None)
