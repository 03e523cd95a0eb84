"""Steps of a procedure to rule trees: present, order, deadline, issuer, signers, place in the dossier.

Rule ids: `procedure/step:present`, `:order:<after>`, `:deadline:<parameter>`, `:issuer`, `:signers:<n>`, `:position`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.errors import RulebookError
from engine.inference import timing
from engine.inference.conditions import Case, among, equals, given, lacks
from engine.inference.shape import CANDIDATE, DOCUMENT, DOSSIER, FACT, OTHER, Branch, Target, of_document, tree
from engine.inference.timing import paper
from engine.inference.tree import Pattern, RuleTree, Test
from engine.rulebook.models import DocumentKind, Parameter, Procedure, Required, Step

EXTENDING = "gia-han"  # the group of papers that extend a deadline
_DOSSIER = Target(Pattern(DOSSIER, "dossier"))
_KEPT = ("filed", "later")  # what stands in the dossier in its final form


def procedure_trees(
    procedure: Procedure, *, kinds: Mapping[str, DocumentKind], parameters: Mapping[str, Parameter]
) -> list[RuleTree]:
    """Compile all steps of a procedure."""
    steps = _Steps(procedure, kinds, parameters)
    return [rule for step in procedure.steps if step.kinds for rule in steps.trees(step)]


def in_group(kinds: Mapping[str, DocumentKind], group: str) -> list[str]:
    """Return the kinds of a group."""
    return [kind.id for kind in kinds.values() if group in kind.groups]


class _Steps:
    """Compiles the steps of one procedure."""

    def __init__(
        self, procedure: Procedure, kinds: Mapping[str, DocumentKind], parameters: Mapping[str, Parameter]
    ) -> None:
        self.procedure, self.kinds, self.parameters = procedure, kinds, parameters
        self.steps = {step.id: step for step in procedure.steps}

    def trees(self, step: Step) -> list[RuleTree]:
        found = [self._present(step), *self._orders(step), *self._deadlines(step)]
        if step.in_dossier in _KEPT:
            found += [*self._issuer(step), *self._signers(step), *self._position(step)]
        return found

    def _name(self, step: Step, what: str) -> str:
        return f"{self.procedure.id}/{step.id}:{what}"

    # ------------------------------------------------------------ present

    def _present(self, step: Step) -> RuleTree:
        there = [Branch("applies", (row,)) for row in _standing_for(step)]
        branches = there if step.in_dossier != "filed" or step.required == "optional" else self._needed(step, there)
        return tree(self._name(step, "present"), (DOSSIER,), _DOSSIER, [Case()], branches)

    def _needed(self, step: Step, there: list[Branch]) -> list[Branch]:
        when = _when(step.required) if isinstance(step.required, Required) else ()
        whole = (*step.kinds, *(item.kind for item in step.satisfied_by if not item.section))
        nowhere = tuple(
            Pattern(f"no{n}", row.kind, row.tests, negated=True) for n, row in enumerate(_standing_for(step))
        )
        perhaps = [
            Pattern(CANDIDATE, "cand", (among("kind", (*_all_kinds(step), "*")),)),
            Pattern(CANDIDATE, "unread"),
            *_unread_sections(step),
        ]
        gone = tuple(replace(row, alias=f"gone{n}", negated=True) for n, row in enumerate(perhaps))
        assert whole
        return [
            Branch("applies", when),
            *there,
            Branch("fail", (*when, *nowhere, *gone)),
            *(Branch("open", (*when, row, *nowhere)) for row in perhaps),
        ]

    # ------------------------------------------------------------ order, deadline, place

    def _orders(self, step: Step) -> list[RuleTree]:
        return [self._order(step, self._step(name)) for name in step.after if self._step(name).kinds]

    def _order(self, step: Step, after: Step) -> RuleTree:
        branches = timing.order(after.kinds, [item.kind for item in after.satisfied_by if not item.section])
        return self._of_papers(step, f"order:{after.id}", branches)

    def _step(self, name: str) -> Step:
        if name not in self.steps:
            message = f"quy trình «{self.procedure.id}» không có bước «{name}»"
            raise RulebookError(message, en=f"procedure «{self.procedure.id}» has no step «{name}»")
        return self.steps[name]

    def _of_papers(self, step: Step, what: str, branches: list[Branch], *tests: Test) -> RuleTree:
        target = Target(paper(DOCUMENT, step.kinds, *tests))
        return tree(self._name(step, what), (DOCUMENT,), target, [Case()], branches)

    def _deadlines(self, step: Step) -> list[RuleTree]:
        found = []
        for within in step.within:
            parameter, start = self.parameters.get(within.parameter), self._step(within.start)
            if parameter and start.kinds and timing.versions(parameter):
                branches = timing.deadline(start.kinds, parameter, in_group(self.kinds, EXTENDING))
                rule = self._of_papers(step, f"deadline:{within.parameter}", branches)
                found.append(replace(rule, unit=parameter.unit))
        return found

    def _position(self, step: Step) -> list[RuleTree]:
        earlier = [name for name in self._before(step) if self._step(name).in_dossier in _KEPT]
        branches: list[Branch] = []
        for name in earlier:
            others = [kind for kind in self._step(name).kinds if kind not in step.kinds]
            branches += timing.position(others) if others else []
        if not branches:
            return []
        target = Target(paper(DOCUMENT, step.kinds), (Pattern(DOSSIER, "dossier", (given("order_known"),)),))
        return [tree(self._name(step, "position"), (DOCUMENT,), target, [Case()], branches)]

    def _before(self, step: Step) -> list[str]:
        """All steps that come before this one, by `after` of `after`."""
        found: list[str] = []
        waiting = list(step.after)
        while waiting:
            name = waiting.pop(0)
            if name not in found and name != step.id:
                found.append(name)
                waiting += self._step(name).after
        return found

    # ------------------------------------------------------------ issuer, signers

    def _issuer(self, step: Step) -> list[RuleTree]:
        if not step.issuer:
            return []
        branches = [
            Branch("applies", tests=(lacks("body_no"),)),
            Branch("fail", tests=tuple(Test("body", "!=", body) for body in step.issuer)),
            Branch("open", tests=(lacks("body"), lacks("body_no"))),
        ]
        return [self._of_papers(step, "issuer", branches)]

    def _signers(self, step: Step) -> list[RuleTree]:
        slots: dict[tuple[str, ...], list[str]] = {}
        for kind in (*step.kinds, *self._minutes_for(step)):
            known = self.kinds.get(kind)
            for slot in step.signers if step.signers is not None else (known.signers if known else []):
                slots.setdefault(tuple(slot), []).append(kind)
        return [self._slot(step, number, slot, slots[slot]) for number, slot in enumerate(slots, 1)]

    def _minutes_for(self, step: Step) -> list[str]:
        """Minutes that stand for those of a step and belong to no other: they are signed by the same people."""
        own = {kind for each in self.procedure.steps for kind in each.kinds}
        mine = [kind for kind in _standing_in(step) if kind not in own]
        first = {kind: each.id for each in reversed(self.procedure.steps) for kind in _standing_in(each)}
        return [kind for kind in mine if first[kind] == step.id and kind in self.kinds and self.kinds[kind].minute]

    def _slot(self, step: Step, number: int, slot: tuple[str, ...], kinds: list[str]) -> RuleTree:
        name = self._name(step, f"signers:{number}")
        rule = tree(name, (DOCUMENT,), Target(paper(DOCUMENT, kinds)), [Case()], _signed_by(slot))
        return replace(rule, slot=slot)


def _standing_for(step: Step) -> list[Pattern]:
    """Rows that show the step was done: a paper of its kinds, one that stands for it, a quotation of one cited only."""
    whole = (*step.kinds, *(item.kind for item in step.satisfied_by if not item.section))
    rows = [paper(DOCUMENT, whole)]
    rows += [
        Pattern(FACT, "section", (equals("kind", item.kind), equals("name", item.section)))
        for item in step.satisfied_by
        if item.section
    ]
    return [*rows, Pattern(FACT, "quote", (among("qkind", step.kinds),))] if step.in_dossier == "cited" else rows


def _standing_in(step: Step) -> list[str]:
    return [item.kind for item in step.satisfied_by if not item.section]


def _all_kinds(step: Step) -> tuple[str, ...]:
    return (*step.kinds, *(item.kind for item in step.satisfied_by))


def _unread_sections(step: Step) -> list[Pattern]:
    """A paper whose sections nobody could read may hold the one that stands for the step."""
    kinds = [item.kind for item in step.satisfied_by if item.section]
    return [paper(CANDIDATE, kinds, given("sections_un"))] if kinds else []


def _when(required: Required) -> tuple[Pattern, ...]:
    """The condition of a step as patterns; a question nobody answered does not make the step required."""
    when = required.when
    found = [paper(OTHER, when.document)] if when.document else []
    found += [Pattern("without", "doc", (among("kind", when.no_document),), negated=True)] if when.no_document else []
    found += [Pattern("answered", "dossier", (equals(f"answer_{when.answer}", 1),))] if when.answer else []
    return tuple(found)


def _signed_by(slot: Iterable[str]) -> list[Branch]:
    def block(alias: str, *tests: Test, no: bool = False) -> Pattern:
        return Pattern(alias, "sig", tests, of_document(), no)

    mine = among("role", slot)
    signed = block("signed", mine, equals("signed", 1), no=True)
    unclear = block("unclear", mine, lacks("signed"), no=True)
    mine_at_all = block("mine", mine, no=True)
    nameless = block("nameless", lacks("role"), no=True)
    unread = (lacks("signatures_is"),)
    return [
        Branch("applies"),
        Branch("fail", (block(FACT, mine, equals("signed", 0)), signed, unclear), note="unsigned"),
        Branch("fail", (block(FACT, given("role")), mine_at_all, nameless), (given("signatures_is"),), "no-block"),
        Branch("open", (block(FACT, mine, lacks("signed")), signed)),
        Branch("open", (mine_at_all, block(FACT, lacks("role")))),
        Branch("open", (mine_at_all,), unread),
        Branch("open", (mine_at_all, block("anyone", no=True))),
    ]
