"""Every rule of every step tried on mini-dossiers made for it: it must fail, pass and stay silent where it should.

Requirements carry examples in their files; steps need none, because a procedure itself says what a right dossier is:
every required paper, in order, signed. From it one thing is taken away or turned round at a time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import RulebookError
from engine.inference import compiler
from engine.inference.evaluate import EngineName, Evaluator, evaluator, outcomes
from engine.inference.tree import FactRow, RuleTree
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Condition, Example, Parameter, Procedure, Required, Step
from engine.upkeep.examples import example_rows, parameters_of

_FIRST = dt.date(2026, 6, 15)
_WORST = ("fail", "open", "pass", "not_applicable")
_TODAY = dt.date(2026, 11, 20)
_NONE = Condition.model_validate({})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a mini-dossier: whose step, which kind, how many days after the first one."""

    step: str
    kind: str
    day: int
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepTried:
    """One rule of a step on one mini-dossier."""

    rule: str
    title: str
    engine: str
    expected: str
    found: str
    papers: tuple[str, ...]

    @property
    def right(self) -> bool:
        """True when the rule said what it should."""
        return self.expected == self.found


@dataclass(frozen=True, slots=True)
class Scenario:
    """A mini-dossier and what must come of it; without a rule: exactly `fails` must fail."""

    title: str
    papers: tuple[Paper, ...]
    rule: str = ""
    expect: str = ""
    fails: frozenset[str] = frozenset()
    dossier: Mapping[str, int | str] = field(default_factory=dict)
    unread: bool = False


def try_steps(book: Rulebook, procedure: Procedure, engines: Iterable[EngineName]) -> list[StepTried]:
    """Try every rule of a procedure's steps on each evaluator."""
    maker = Maker(book, procedure)
    benches = [_Bench(book, procedure, maker.trees, engine) for engine in engines]
    prepared = ((scenario, maker.rows(scenario)) for scenario in maker.scenarios())
    return [bench.tried(scenario, rows) for scenario, rows in prepared for bench in benches]


def never_failing(tried: Iterable[StepTried], rules: Iterable[str]) -> list[str]:
    """Return the rules no mini-dossier made fail."""
    failed = {item.rule for item in tried if item.found == "fail"}
    return [rule for rule in rules if rule not in failed]


@dataclass(frozen=True)
class _Bench:
    """The rules of a procedure in one evaluator: each alone, and all together for whole dossiers."""

    book: Rulebook
    procedure: Procedure
    trees: Mapping[str, RuleTree]
    engine: EngineName
    loaded: dict[str, Evaluator | str] = field(default_factory=dict)

    def tried(self, scenario: Scenario, rows: list[FactRow]) -> StepTried:
        papers = tuple(f"{paper.kind} {_day(paper):%d/%m/%Y}" for paper in scenario.papers)
        if scenario.rule:
            expected, (found, engine) = scenario.expect, self._alone(scenario.rule, rows)
        else:
            expected, (found, engine) = _listed(scenario.fails), self._together(rows)
        return StepTried(scenario.rule or self.procedure.id, scenario.title, engine, expected, found, papers)

    def _alone(self, rule: str, rows: list[FactRow]) -> tuple[str, str]:
        loaded = self._loaded(rule, [self.trees[rule]])
        if isinstance(loaded, str):
            return loaded, self.engine
        return _outcomes(loaded, rows).get(rule, "not_applicable"), loaded.engine

    def _together(self, rows: list[FactRow]) -> tuple[str, str]:
        usable = [tree for tree in self.trees.values() if not isinstance(self._loaded(tree.id, [tree]), str)]
        loaded = self._loaded("", usable)
        if isinstance(loaded, str):
            return loaded, self.engine
        failed = (rule for rule, outcome in _outcomes(loaded, rows).items() if outcome == "fail")
        return _listed(failed), loaded.engine

    def _loaded(self, name: str, trees: list[RuleTree]) -> Evaluator | str:
        """Return the evaluator, or why the engine refuses the rule."""
        if name not in self.loaded:
            try:
                self.loaded[name] = evaluator(trees, self.engine)
            except ValueError as error:
                self.loaded[name] = f"error: {error}"
        return self.loaded[name]


def _outcomes(engine: Evaluator, rows: list[FactRow]) -> dict[str, str]:
    found: dict[str, str] = {}
    for result in outcomes(engine.trees, engine.run(rows), rows):
        found[result.rule] = min(found.get(result.rule, "not_applicable"), result.outcome, key=_WORST.index)
    return found


def _listed(rules: Iterable[str]) -> str:
    return ", ".join(sorted(rules)) or "–"


def _day(paper: Paper) -> dt.date:
    return _FIRST + dt.timedelta(days=paper.day)


class Maker:
    """Makes the mini-dossiers of one procedure."""

    def __init__(self, book: Rulebook, procedure: Procedure) -> None:
        self.book, self.procedure = book, procedure
        self.steps = {step.id: step for step in procedure.steps}
        self.parameters = parameters_of(book)
        made = compiler.procedure_trees(procedure, kinds=book.kinds, parameters=self.parameters)
        self.trees = {tree.id: tree for tree in made}
        self.ranks: dict[str, int] = {}
        for step in procedure.steps:
            self._rank(step.id)

    def _rank(self, name: str, waiting: tuple[str, ...] = ()) -> int:
        """How many steps stand before this one: rising dates for a dossier in order."""
        if name in waiting or name not in self.steps:
            raise RulebookError(f"bước «{name}» không có hoặc đứng sau chính nó", en=f"step «{name}»: none, or a cycle")
        if name not in self.ranks:
            before = [self._rank(other, (*waiting, name)) for other in self.steps[name].after]
            self.ranks[name] = max(before, default=-1) + 1
        return self.ranks[name]

    def paper(self, step: Step, **said: Any) -> Paper:
        """Return the paper of a step as it should be: issued by the right body, signed by all."""
        kind = self.book.kinds[step.kinds[0]]
        slots = step.signers if step.signers is not None else kind.signers
        right: dict[str, Any] = {"sig": [{"n": n, "role": slot[0], "signed": 1} for n, slot in enumerate(slots, 1)]}
        bodies = step.issuer or kind.issuers
        right |= {"body": bodies[0]} if bodies else {}
        return Paper(step.id, kind.id, self.ranks[step.id], right | said)

    def complete(self) -> tuple[Paper, ...]:
        """Return a dossier with every paper that is ever required, in order."""
        filed = [step for step in self.procedure.steps if _needed(step)]
        return tuple(self.paper(step) for step in sorted(filed, key=lambda step: self.ranks[step.id]))

    def rows(self, scenario: Scenario) -> list[FactRow]:
        """Return the working memory of a mini-dossier."""
        documents = [
            {"kind": paper.kind, "date": _day(paper), "pos": number, **paper.said}
            for number, paper in enumerate(scenario.papers, 1)
        ]
        first = {"procedure": self.procedure.id, "level": self.procedure.level, "order_known": 1, **scenario.dossier}
        first = {name: value for name, value in first.items() if value}  # a flag is 1 or not there
        example = Example.model_validate(
            {"title": scenario.title, "expect": "pass", "documents": documents, "dossier": first, "on": _TODAY}
        )
        unread: list[FactRow] = [{"k": "unread", "id": "unread.1", "doc": "d99"}] if scenario.unread else []
        return [*example_rows(self.book, example), *unread]

    # ------------------------------------------------------------ scenarios

    def scenarios(self) -> Iterator[Scenario]:
        """Yield every mini-dossier."""
        yield Scenario("hồ sơ đủ, đúng trình tự, đã ký", self.complete())
        for step in self.procedure.steps:
            if not step.kinds:
                continue
            if _needed(step):
                yield from self._present(step)
            yield from self._orders(step)
            yield from self._deadlines(step)
            yield from self._issuer(step)
            yield from self._signers(step)
            yield from self._position(step)

    def _present(self, step: Step) -> Iterator[Scenario]:
        rule = f"{step.id}:present"
        papers, dossier = self._without(step)
        missing = frozenset(f"{self.procedure.id}/{name}:present" for name in self._lacking(papers, dossier))
        title = f"thiếu {self.book.kinds[step.kinds[0]].title.vi}"
        yield Scenario(title, papers, fails=missing, dossier=dossier)
        name = f"{self.procedure.id}/{rule}"
        yield Scenario(title, papers, name, "fail", dossier=dossier)
        yield Scenario(f"{title}, còn tệp chưa đọc được", papers, name, "open", dossier=dossier, unread=True)
        for item in step.satisfied_by:
            said = {"section": [{"name": item.section}]} if item.section else {}
            other = Paper(step.id, item.kind, self.ranks[step.id], said)
            yield Scenario(f"có văn bản thay thế: {item.kind}", (*papers, other), name, "pass", dossier=dossier)
        if isinstance(step.required, Required):
            yield from self._not_asked(step, name)

    def _not_asked(self, step: Step, rule: str) -> Iterator[Scenario]:
        """The condition does not hold: then the step is not asked for."""
        when = _when(step)
        unwanted = {*when.document, *_kinds(step)}
        papers = tuple(paper for paper in self.complete() if paper.kind not in unwanted)
        if not when.document and not when.answer:
            papers = (*papers, Paper("", when.no_document[0], 0))
        yield Scenario("điều kiện của bước không có", papers, rule, "not_applicable")

    def _without(self, step: Step) -> tuple[tuple[Paper, ...], dict[str, int | str]]:
        """The complete dossier with the step's condition met and nothing that shows the step was done."""
        when = _when(step)
        gone = {*_kinds(step), *when.no_document}
        kept = tuple(paper for paper in self.complete() if paper.kind not in gone)
        there = {paper.kind for paper in kept}
        wanted = [kind for kind in when.document if kind not in gone]
        if wanted and not there & set(when.document):
            kept = (*kept, Paper("", wanted[0], self.ranks[step.id]))
        return kept, ({f"answer_{when.answer}": 1} if when.answer else {})

    def _lacking(self, papers: Iterable[Paper], dossier: Mapping[str, int | str]) -> Iterator[str]:
        there = {paper.kind for paper in papers}
        for step in self.procedure.steps:
            if _needed(step) and _asked(_when(step), there, dossier) and not there & _whole(step):
                yield step.id

    def _orders(self, step: Step) -> Iterator[Scenario]:
        for name in step.after:
            rule = f"{self.procedure.id}/{step.id}:order:{name}"
            if rule in self.trees:
                yield from self._pair(rule, step, self.steps[name])

    def _pair(self, rule: str, later: Step, earlier: Step) -> Iterator[Scenario]:
        first, second = self.paper(earlier), self.paper(later)
        right = (replace(first, day=0), replace(second, day=5))
        yield Scenario("đúng trình tự", right, rule, "pass")
        yield Scenario("cùng ngày", (replace(first, day=0), replace(second, day=0)), rule, "pass")
        if first.kind != second.kind:
            yield Scenario("đảo ngày", (replace(first, day=5), replace(second, day=0)), rule, "fail")
            yield Scenario("chỉ có văn bản sau", (second,), rule, "not_applicable")
            undated = replace(first, said={**first.said, "date": "unreadable"})
            yield Scenario("chưa đọc được ngày", (undated, replace(second, day=0)), rule, "open")

    def _deadlines(self, step: Step) -> Iterator[Scenario]:
        for within in step.within:
            rule = f"{self.procedure.id}/{step.id}:deadline:{within.parameter}"
            if rule in self.trees:
                day = _within(self.parameters[within.parameter])
                start, paper = replace(self.paper(self.steps[within.start]), day=day), self.paper(step)
                yield Scenario("cùng ngày", (start, replace(paper, day=day)), rule, "pass")
                yield Scenario("rất muộn", (start, replace(paper, day=day + 3000)), rule, "fail")
                yield Scenario("chỉ có văn bản sau", (paper,), rule, "not_applicable")

    def _issuer(self, step: Step) -> Iterator[Scenario]:
        rule = f"{self.procedure.id}/{step.id}:issuer"
        if rule in self.trees:
            yield Scenario("đúng cơ quan ban hành", (self.paper(step),), rule, "pass")
            yield Scenario("cơ quan khác ban hành", (self.paper(step, body="co-quan-khac"),), rule, "fail")
            yield Scenario("chưa rõ cơ quan", (self.paper(step, body="unreadable"),), rule, "open")
            yield Scenario("không có văn bản", (), rule, "not_applicable")

    def _signers(self, step: Step) -> Iterator[Scenario]:
        for rule, tree in self.trees.items():
            if not rule.startswith(f"{self.procedure.id}/{step.id}:signers:"):
                continue
            kind = self._signed_kind(step, tree.slot)
            paper = Paper(step.id, kind, 0)
            mine = {"n": 1, "role": tree.slot[0]}
            yield Scenario("đã ký", (replace(paper, said={"sig": [mine | {"signed": 1}]}),), rule, "pass")
            yield Scenario("chưa ký", (replace(paper, said={"sig": [mine | {"signed": 0}]}),), rule, "fail")
            other = {"sig": [{"n": 1, "role": "vai-khac", "signed": 1}]}
            yield Scenario("thiếu chỗ ký", (replace(paper, said=other),), rule, "fail")
            unclear = {"sig": [mine | {"signed": "unreadable"}]}
            yield Scenario("chưa rõ đã ký", (replace(paper, said=unclear),), rule, "open")
            yield Scenario("không có văn bản", (), rule, "not_applicable")

    def _signed_kind(self, step: Step, slot: tuple[str, ...]) -> str:
        if step.signers is not None:
            return step.kinds[0]
        standing_in = (item.kind for item in step.satisfied_by if not item.section)
        fitting = (name for name in (*step.kinds, *standing_in) if list(slot) in self.book.kinds[name].signers)
        return next(fitting, step.kinds[0])

    def _position(self, step: Step) -> Iterator[Scenario]:
        rule = f"{self.procedure.id}/{step.id}:position"
        if rule not in self.trees:
            return
        filed = [self.steps[name] for name in step.after if self.steps[name].in_dossier in ("filed", "later")]
        for earlier in filed:
            others = [kind for kind in earlier.kinds if kind not in step.kinds]
            if others:
                first, second = Paper(earlier.id, others[0], 0), self.paper(step)
                yield Scenario("xếp đúng thứ tự", (first, second), rule, "pass")
                yield Scenario("xếp ngược thứ tự", (second, first), rule, "fail")
                yield Scenario("chưa rõ thứ tự", (second, first), rule, "not_applicable", dossier={"order_known": 0})
                return


def _within(parameter: Parameter) -> int:
    """A day (from the first) on which the parameter's latest value applies."""
    spans = [(value.start, value.end) for value in parameter.values if value.value is not None]
    start, end = max(spans, key=lambda span: span[0] or dt.date.min)
    day = min(max(_FIRST, start or _FIRST), end or dt.date.max)
    return (day - _FIRST).days


def _needed(step: Step) -> bool:
    return bool(step.kinds) and step.in_dossier == "filed" and step.required != "optional"


def _when(step: Step) -> Condition:
    return step.required.when if isinstance(step.required, Required) else _NONE


def _whole(step: Step) -> set[str]:
    return {*step.kinds, *(item.kind for item in step.satisfied_by if not item.section)}


def _kinds(step: Step) -> set[str]:
    return _whole(step)


def _asked(when: Condition, there: set[str], dossier: Mapping[str, int | str]) -> bool:
    return (
        (not when.document or bool(there & set(when.document)))
        and not there & set(when.no_document)
        and (not when.answer or f"answer_{when.answer}" in dossier)
    )
