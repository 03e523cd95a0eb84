"""Requirements of the rule files to rule trees; the steps of procedures are in `procedures`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.errors import RulebookError
from engine.inference import templates, timing
from engine.inference.conditions import Case, Conditions, among, given, lacks, rows_that, unknown
from engine.inference.extending import extension
from engine.inference.procedures import EXTENDING, in_group, procedure_trees
from engine.inference.quoting import quoted
from engine.inference.shape import DOCUMENT, DOSSIER, FACT, OTHER, Branch, Target, of_document, tree
from engine.inference.templates import RowTests
from engine.inference.timing import during
from engine.inference.tree import Pattern, RuleTree, Test
from engine.inference.vocabulary import LIST_OF, TOPIC_FACT
from engine.locale.words import said
from engine.rulebook.models import Compare, Deadline, DocumentKind, Order, Parameter, Requirement
from engine.rulebook.models import Target as Scope

__all__ = ["procedure_trees", "requirement_tree"]

Kinds = Mapping[str, DocumentKind]
_ABOUT_PAPERS = frozenset({"order", "within", "extension", "apart", "quoted", "paging", "sections", "position"})
Made = tuple[tuple[str, ...], list[Branch]]  # the rest of the key, and the branches


def requirement_tree(
    requirement: Requirement,
    *,
    kinds: Kinds,
    parameters: Mapping[str, Parameter] | None = None,
    begins: dt.date | None = None,
    **_: object,
) -> RuleTree:
    """Compile one requirement. A file that asks for what does not exist raises RulebookError with the nearest name.

    `begins`: papers dated before that day are not judged by it; those without a date are.
    """
    try:
        tree = _Compiler(requirement, kinds, parameters or {}).tree()
        return replace(tree, begins=begins.toordinal()) if begins else tree
    except RulebookError as error:
        what, advice = error.said()
        raise RulebookError(said("yêu cầu «{name}»: {what}", name=requirement.id, what=what), advice) from None


class _Compiler:
    """Compiles one requirement."""

    def __init__(self, requirement: Requirement, kinds: Kinds, parameters: Mapping[str, Parameter]) -> None:
        self.requirement, self.kinds, self.parameters = requirement, kinds, parameters
        self.scope: Scope = requirement.applies_to
        self.name, self.demand = self._demand()

    def _demand(self) -> tuple[str, Any]:
        found = [(name, value) for name, value in self.requirement.requires if value is not None]
        if len(found) != 1:
            raise RulebookError(
                f"«requires» phải có đúng một khóa, đang có {len(found)}",
                en=f"«requires» needs exactly one key, not {len(found)}",
            )
        return found[0]

    def tree(self) -> RuleTree:
        """Return the requirement's rule tree."""
        key, branches = self._branches()
        target = self._target()
        result = tree(self.requirement.id, (target.alias, *key), target, self._cases(target), branches)
        return replace(result, unit=self._unit())

    def _unit(self) -> str:
        if self.name == "extension":
            named = self.demand.limits[0].parameter
        else:
            named = self.demand.parameter if self.name == "within" else None
        return self.parameters[named].unit if named in self.parameters else ""

    # ------------------------------------------------------------ target

    @property
    def _row(self) -> str:
        """The kind of row the target is; order, deadlines and quotations are always about documents."""
        about_papers = self.name in _ABOUT_PAPERS
        return "dossier" if self.scope.dossier and not about_papers else "doc"

    def _target(self) -> Target:
        context = self._context()
        if self._row == "dossier":
            return Target(Pattern(DOSSIER, "dossier", context))
        before = (Pattern(DOSSIER, "dossier", context),) if context else ()
        return Target(Pattern(DOCUMENT, "doc", (*self._of_kinds(), *self._later())), before)

    def _context(self) -> tuple[Test, ...]:
        scope = self.scope
        procedure = (among("procedure", scope.procedure),) if scope.procedure else ()
        return (*procedure, *((among("level", scope.level),) if scope.level else ()))

    def _of_kinds(self) -> tuple[Test, ...]:
        scope = self.scope
        if not scope.document and len(scope.group) == 1:
            return (given("kind"), given(f"is_{scope.group[0]}"))
        if not scope.document and not scope.group:
            return (given("kind"),)
        grouped = [kind.id for kind in self.kinds.values() if set(kind.groups) & set(scope.group)]
        return (among("kind", (*scope.document, *grouped)),)

    def _later(self) -> tuple[Test, ...]:
        if self.name == "extension":
            return (among("kind", in_group(self.kinds, EXTENDING)),)
        return (among("kind", self.demand.later),) if self.name in ("order", "within") else ()

    def _cases(self, target: Target) -> list[Case]:
        conditions = Conditions()
        conditions.where(target.pattern.kind, self.scope.where)
        span = during(self.requirement.in_force.start, self.requirement.in_force.end)
        if span:
            conditions.parts.append([Case(span), Case((lacks("date"),), doubt="date")])
        for number, (kind, tests) in enumerate(self.scope.has.items()):
            conditions.parts.append(self._having(f"has{number}", kind, tests))
        return conditions.cases()

    def _having(self, alias: str, kind: str, tests: Mapping[str, Any]) -> list[Case]:
        joins = of_document() if self._row == "doc" else ()
        cases = [Case((), (Pattern(alias, kind, found, joins),)) for found in rows_that(kind, tests)]
        unread = unknown("doc", LIST_OF[kind]) if joins and kind in LIST_OF else None
        return [*cases, Case(unread, doubt=LIST_OF[kind])] if unread else cases

    # ------------------------------------------------------------ demand

    def _branches(self) -> Made:
        makers: dict[str, Callable[[], Made]] = {
            "present": lambda: ((), templates.present(self._row, self.demand)),
            "absent": lambda: ((), templates.missing(self._row, self.demand)),
            "value": lambda: ((), templates.value(self._row, self.demand)),
            "compare": self._compare,
            "none": lambda: ((FACT,), templates.none(self._alias, self._rows())),
            "some": lambda: ((), templates.some(self._alias, self._rows())),
            "sections": lambda: ((FACT,), templates.sections(self.demand)),
            "paging": lambda: ((FACT,), templates.paging(self.demand)),
            "accompanied_by": lambda: ((), templates.accompanied_by(self.demand)),
            "not_with": lambda: ((), templates.not_with(self.demand)),
            "order": self._order,
            "within": self._within,
            "extension": lambda: ((), extension(self.demand, self.parameters)),
            "apart": lambda: ((FACT, OTHER), timing.meetings_apart()),
            "agreement": self._agreement,
            "quoted": lambda: ((FACT,), quoted(self.demand, self._opening())),
            "position": self._position,
        }
        return makers[self.name]()

    @property
    def _alias(self) -> str:
        return DOSSIER if self._row == "dossier" else DOCUMENT

    def _rows(self) -> RowTests:
        rows: RowTests = self.demand
        return rows

    def _compare(self) -> Made:
        demand: Compare = self.demand
        key = () if demand.fact == "doc" else (FACT,)
        if demand.plus_parameter is None:
            return key, templates.compare(demand)
        parameter = self.parameters.get(demand.plus_parameter)
        dated = [
            replace(branch, tests=(*version.tests, *branch.tests), limit=version.value)
            for version in (timing.versions(parameter) if parameter else ())
            for branch in templates.compare(demand.model_copy(update={"plus": demand.plus + version.sure}))
        ]
        return key, dated

    def _order(self) -> Made:
        demand: Order = self.demand
        return (), timing.order(demand.earlier, day=demand.day)

    def _within(self) -> Made:
        demand: Deadline = self.demand
        parameter = self.parameters.get(demand.parameter)
        if parameter is None:
            return (), []
        return (), timing.deadline(demand.earlier, parameter, in_group(self.kinds, EXTENDING))

    def _agreement(self) -> Made:
        topic = self.demand.topic
        if topic not in TOPIC_FACT:
            raise RulebookError(f"không có chủ đề «{topic}»", en=f"there is no topic «{topic}»")
        return ("other", FACT), templates.agreement(self.demand, TOPIC_FACT[topic])

    def _opening(self) -> list[str]:
        return [name for group in self.demand.opened_by for name in in_group(self.kinds, group)]

    def _position(self) -> Made:
        raise RulebookError(
            said("thứ tự xếp trong hồ sơ xét theo các bước của quy trình, không viết thành yêu cầu riêng"),
            said("Bỏ «position»; bước của quy trình đã xét việc này."),
        )
