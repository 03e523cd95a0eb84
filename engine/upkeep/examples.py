"""The examples in the rule files: mini-dossiers of a few lines, and whether the rule says of them what it should.

An example names papers by kind and gives fields of working memory; what it does not name is as in a correct paper:
numbers and dates read, lists read and empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import RulebookError
from engine.inference import compiler, vocabulary, words
from engine.inference.calendar import WorkingDays
from engine.inference.evaluate import EngineName, evaluator, outcomes
from engine.inference.tree import FactRow
from engine.locale.words import said
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Example, ExampleDocument, Parameter, Requirement
from engine.rulebook.packs import adopt
from parsers.vietnamese import fold

_STATES = {"absent": "no", "unreadable": "un"}
_DAY = dt.date(2026, 6, 15)  # of papers whose example gives none, under the rules now in force
_TODAY = dt.date(2026, 11, 20)
_MINUTES_A_DAY = 1440
_SAID_OF_FEW = ("discipline", "effective", "extension", "answered")  # nothing, in most papers
_DATED = frozenset({"date", "from", "to", "signed", "period_start", "period_end", "start_day", "end_day", "effective"})


@dataclass(frozen=True, slots=True)
class Tried:
    """One example on one evaluator."""

    requirement: str
    title: str
    engine: str
    expected: str
    found: str

    @property
    def right(self) -> bool:
        """True when the rule said what it should."""
        return self.expected == self.found


def try_examples(book: Rulebook, requirement: Requirement, engines: tuple[EngineName, ...]) -> Iterator[Tried]:
    """Run every example of a requirement on each evaluator; a rule that does not compile says so in every one."""
    parameters = parameters_of(book)
    for example in requirement.examples:
        for engine in engines:
            found = _said(book, requirement, parameters, example, engine)
            yield Tried(requirement.id, example.title, engine, example.expect, found)


def _said(
    book: Rulebook, requirement: Requirement, parameters: Mapping[str, Parameter], example: Example, engine: EngineName
) -> str:
    try:
        tree = compiler.requirement_tree(
            requirement, kinds=book.kinds, parameters=parameters, begins=book.begins(requirement)
        )
        rows = words.marked(example_rows(book, example), [requirement])
    except (RulebookError, ValueError) as error:
        return f"error: {error}"
    results = outcomes([tree], evaluator([tree], engine).run(rows), rows)
    found = {result.outcome for result in results}
    return next(name for name in ("fail", "open", "pass", "not_applicable") if name in found)


def parameters_of(book: Rulebook) -> dict[str, Parameter]:
    """Return all parameters; one without a value of its own takes that of the first pack that gives one."""
    known = book.parameters()
    for name in book.packs:
        try:
            adopted = adopt(book, name, _TODAY)
        except RulebookError:  # it extends a pack that does not exist: lint says so
            continue
        for key, parameter in known.items():
            if not any(value.value is not None for value in parameter.values):
                known[key] = adopted.parameter(parameter)
    return known


def example_rows(book: Rulebook, example: Example) -> list[FactRow]:
    """Return the working memory an example describes.

    Raises RulebookError where it names a kind, a row or a field that does not exist.
    """
    makers = [_Paper(book, number, paper, example.on) for number, paper in enumerate(example.documents, 1)]
    papers = [maker.row() for maker in makers]
    narrower = [row for maker in makers for row in maker.narrower()]
    first: FactRow = {"k": "dossier", "id": "dossier", "on": (example.on or dt.date(2026, 11, 20)).toordinal()}
    first |= {"documents": len(papers), "unread": 0, "stage": "hoan-chinh"}
    for name, value in example.dossier.items():
        state = _state(value) if vocabulary.is_stated("dossier", name) else None
        first |= {f"{name}_{state}": 1} if state else {name: int(value) if isinstance(value, bool) else value}
    first |= {f"has_{name[3:]}": 1 for paper in papers for name in paper if name.startswith("is_")}
    days = [day for paper in papers if isinstance(day := paper.get("date"), int)]
    first |= {"date": min(days)} if days else {}
    forms = _forms(book, {paper.kind for paper in example.documents})
    return [first, *papers, *narrower, *_register(book, narrower), *forms]


def _forms(book: Rulebook, kinds: set[str]) -> Iterator[FactRow]:
    for name in sorted(kinds & set(book.kinds)):
        for section in book.kinds[name].sections:
            row: FactRow = {"k": "form", "id": f"form.{name}.{section.id}", "kind": name, "name": section.id}
            yield row | ({"required": 1} if section.required else {})


def _register(book: Rulebook, rows: list[FactRow]) -> Iterator[FactRow]:
    for name in sorted({str(row["reg"]) for row in rows if row["k"] == "quote" and "reg" in row}):
        regulation = book.regulations.get(name)
        if regulation is None:
            raise RulebookError(
                said("không có {what} «{name}»", what=said("văn bản quy định"), name=name), said("Sửa mã ở khóa reg.")
            )
        row: FactRow = {"k": "reg", "id": regulation.id, "subject": regulation.subject}
        span = {"from": regulation.in_force.start, "to": regulation.in_force.end, "signed": regulation.signed}
        row |= {key: day.toordinal() for key, day in span.items() if day}
        number, _, symbol = (regulation.number or "").partition("-")
        row |= {"num": number.lstrip("0"), "symbol": fold(symbol)} if symbol else {}
        yield row | ({"general": 1} if regulation.general else {})


@dataclass(frozen=True, slots=True)
class _Paper:
    """One paper of an example."""

    book: Rulebook
    number: int
    paper: ExampleDocument
    on: dt.date | None

    @property
    def name(self) -> str:
        return f"d{self.number:02d}"

    @property
    def said(self) -> Mapping[str, Any]:
        return self.paper.model_extra or {}

    def row(self) -> FactRow:
        row: FactRow = {"k": "doc", "id": self.name, "n": self.number, "medium": "text-pdf", "kind": self.paper.kind}
        row |= self._of_kind() | self._date() | self._lists() | self._defaults()
        for name, value in self.said.items():
            if name not in vocabulary.LIST_OF and not vocabulary.is_list("doc", name):
                row |= self._field("doc", name, value)
        return row

    def _of_kind(self) -> FactRow:
        kind = self.book.kinds.get(self.paper.kind)
        if kind is None:
            raise RulebookError(f"không có loại văn bản «{self.paper.kind}»", en=f"no kind «{self.paper.kind}»")
        row: FactRow = {f"is_{group}": 1 for group in kind.groups}
        row |= {"numbered": kind.numbered, "dated": kind.dated, "recipients_rule": kind.recipients}
        flags = {"paged": kind.paged, "form": kind.form, "minute": kind.minute, "ballot": kind.ballot_count}
        return row | {"header_rule": kind.header} | {name: 1 for name, value in flags.items() if value}

    def _date(self) -> FactRow:
        state = _state(self.paper.date)
        if state:
            return {f"{name}_{state}": 1 for name in ("date", "wd", "year")}
        day = self.paper.date if isinstance(self.paper.date, dt.date) else _DAY
        row: FactRow = {"date": day.toordinal(), "wd": WorkingDays().wd(day), "year": day.year, "date_style": "ok"}
        return row | ({"future": 1} if self.on and day > self.on else {})

    def _lists(self) -> FactRow:
        row: FactRow = {}
        for name in sorted(set(vocabulary.LIST_OF.values()) | {"addressees", "person", "period"}):
            row |= self._list(name)
        return row

    def _list(self, name: str) -> FactRow:
        state = _state(self.said.get(name))
        if state:
            return {f"{name}_{state}": 1}
        kinds = [kind for kind, group in vocabulary.LIST_OF.items() if group == name]
        items = [item for kind in kinds for item in _as_list(self.said.get(kind))]
        single = name in ("meeting", "votes", "closing", "person", "period", "index_rows", "addressees")
        if single and not items and not self._named(name):
            return {f"{name}_no": 1}
        return {f"{name}_is": 1, f"{name}_n": len(items)}

    def _named(self, name: str) -> bool:
        plain = {"person": "person", "period": "period_start"}
        value = self.said.get(plain.get(name, ""))
        return value is not None and _state(value) is None

    def _defaults(self) -> FactRow:
        """A correct paper: Party header, number, place, type and issuer read."""
        kind = self.book.kinds[self.paper.kind]
        row: FactRow = {"header": "state" if kind.header == "state" else "party", "place": "nơi", "type": "loại"}
        row |= {"superior": "đảng bộ", "issuer": "cơ quan", "subject": "việc"}
        row |= {"number": str(self.number), "number_style": "ok"} if kind.numbered == "must" else {"number_no": 1}
        row |= {f"{name}_no": 1 for name in _SAID_OF_FEW if name not in self.said}
        taken = {part for name in self.said for part in (name, f"{name}_no")}
        return {name: value for name, value in row.items() if name not in taken}

    def narrower(self) -> Iterator[FactRow]:
        for kind in vocabulary.LIST_OF:
            for place, item in enumerate(_as_list(self.said.get(kind))):
                row: FactRow = {
                    "k": kind,
                    "id": f"{self.name}.{kind}.{place}",
                    "doc": self.name,
                    "kind": self.paper.kind,
                }
                row |= {"n": self.number} if kind == "meeting" else {}
                for name, value in item.items():
                    row |= self._field(kind, name, value)
                yield row
        yield from self._claims()

    def _claims(self) -> Iterator[FactRow]:
        period = f"{self.said.get('period_start')} - {self.said.get('period_end')}"
        topics = {"object-name": self.said.get("person"), "object-born": self.said.get("born")}
        topics |= {"period": period if "period_start" in self.said else None}
        topics |= {"discipline-form": self.said.get("discipline")}
        for topic, value in topics.items():
            if value is not None and _state(value) is None:
                row: FactRow = {"k": "claim", "id": f"{self.name}.claim.{topic}", "doc": self.name, "n": self.number}
                body = {"body": str(self.said["body"])} if "body" in self.said else {}
                yield row | body | {"kind": self.paper.kind, "topic": topic, "value": fold(str(value))}

    def _field(self, kind: str, name: str, value: object) -> FactRow:
        vocabulary.check_field(kind, name)
        state = _state(value)
        if state:
            return {f"{name}_{state}": 1}
        return {name: _plain(kind, name, value)}


def _state(value: object) -> str | None:
    """«absent» and «unreadable» stand for the state of a fact, anything else for its value."""
    return _STATES.get(value) if isinstance(value, str) else None


def _as_list(value: object) -> list[Mapping[str, Any]]:
    if value is None or isinstance(value, str):
        return []
    return [dict(item) for item in value] if isinstance(value, list) else [value]  # type: ignore[list-item]


def _plain(kind: str, name: str, value: object) -> int | str:
    """Dates become ordinals, times minutes, text is folded where the working memory folds it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    text = str(value)
    if kind == "meeting" and name in ("start", "end"):
        moment = dt.datetime.fromisoformat(text)
        return moment.toordinal() * _MINUTES_A_DAY + moment.hour * 60 + moment.minute
    if name in _DATED:
        return dt.date.fromisoformat(text).toordinal()
    return fold(text) if vocabulary.is_folded(kind, name) else text
