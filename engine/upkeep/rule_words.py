"""How the rule files are said to people: sources and their marks, dates, values, what a rule looks at and asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from engine.locale.words import day
from engine.rulebook.book import Rulebook
from engine.rulebook.changes import regulation_name
from engine.rulebook.models import (
    Citation,
    InForce,
    Parameter,
    ParameterValue,
    Regulation,
    Requirement,
    Step,
    Target,
    Where,
)
from engine.upkeep.field_words import FieldWords

MARKS = {
    "read": ("đã đọc trong chính văn bản", "read in the text itself"),
    "read-local": ("đọc trong quy định hoặc bộ mẫu của một địa phương", "read in a local rule or set of forms"),
    "read-2nd": ("đọc qua tài liệu thuật lại, cần đối chiếu bản gốc", "read at second hand, to be compared"),
    "inferred": ("suy ra, cần đối chiếu", "inferred, to be compared"),
    "memory": ("theo thông lệ, chưa có bản gốc", "common knowledge, no original seen"),
}
ALL_DAYS = ("mọi ngày", "on all days")
SEVERITIES = {
    "error": ("phải sửa", "must be mended"),
    "warning": ("nên sửa", "should be mended"),
    "note": ("lưu ý", "note"),
}
UNITS = {
    "days": ("ngày", "days"),
    "working-days": ("ngày làm việc", "working days"),
    "months": ("tháng", "months"),
    "years": ("năm", "years"),
    "people": ("người", "people"),
    "percent": ("%", "%"),
    "fraction": ("phần", "part"),
    "pages": ("trang", "pages"),
    "date": ("", ""),
}
PHASES = {
    "chuan-bi": ("Chuẩn bị", "Preparation"),
    "tien-hanh": ("Tiến hành", "Carrying out"),
    "ket-thuc": ("Kết thúc", "Closing"),
}
LEVELS = {
    "chi-bo": ("Chi bộ", "Party cell"),
    "dang-uy-co-so": ("Đảng ủy cơ sở", "Grassroots Party committee"),
    "ubkt-co-so": ("Ủy ban kiểm tra đảng ủy cơ sở", "Grassroots inspection committee"),
    "cap-tren-truc-tiep-co-so": ("Cấp trên trực tiếp cơ sở", "Level directly above the grassroots"),
}
OUTCOMES = {
    "fail": ("báo lỗi", "fails"),
    "pass": ("đạt", "passes"),
    "open": ("cần người xem", "stays open"),
    "not_applicable": ("không áp dụng", "does not apply"),
}
KEPT = {
    "filed": ("lưu trong hồ sơ", "kept in the dossier"),
    "cited": ("chỉ cần viện dẫn", "need only be quoted"),
    "not-kept": ("không lưu vào hồ sơ", "not kept in the dossier"),
    "later": ("có sau khi kết thúc", "comes after the end"),
}
_QUOTED = {
    "in-force": ("văn bản được dẫn còn hiệu lực vào ngày ký", "the quoted regulation is in force on the date"),
    "matches": ("số, ngày được dẫn khớp với văn bản trong hồ sơ", "number and date agree with the dossier"),
    "known": ("số và ngày được dẫn khớp với danh mục quy định", "number and date agree with the register"),
}
_OPS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """Says the contents of a book in one language."""

    book: Rulebook
    lang: str

    def pick(self, words: tuple[str, str]) -> str:
        """Return the Vietnamese or the English."""
        return words[self.lang == "en"]

    def both(self, vi: str, en: str) -> str:
        """Return the Vietnamese or the English."""
        return en if self.lang == "en" else vi

    @property
    def fields(self) -> FieldWords:
        """The words for rows and fields."""
        return FieldWords(self.book, self.lang)

    # ------------------------------------------------------------ names

    def kinds(self, names: Iterable[str]) -> str:
        """Return the titles of kinds of papers."""
        known = self.book.kinds
        return self.either(known[name].title.text(self.lang) if name in known else name for name in names)

    def roles(self, slot: Iterable[str]) -> str:
        """Return the titles of signers' roles."""
        roles = (
            {role.id: role.title.text(self.lang) for role in self.book.vocabulary.roles} if self.book.vocabulary else {}
        )
        return self.either(roles.get(name, name) for name in slot)

    def bodies(self, names: Iterable[str]) -> str:
        """Return the titles of issuing bodies."""
        return self.either(body.title.text(self.lang) if (body := self.book.body(name)) else name for name in names)

    def either(self, names: Iterable[str]) -> str:
        """Join alternatives."""
        return self.both(" hoặc ", " or ").join(names)

    def slots(self, slots: Iterable[Iterable[str]]) -> str:
        """Return who must sign."""
        return "; ".join(self.roles(slot) for slot in slots)

    def regulation(self, name: str) -> str:
        """Return «Quy định 21-QĐ/TW ngày 11/4/2026»."""
        found = self.book.regulations.get(name)
        if found is None:
            return name
        if not found.number:
            return found.title.text(self.lang)
        signed = self.both(" ngày ", " of ") + day(found.signed, self.lang) if found.signed else ""
        return regulation_name(found) + signed

    # ------------------------------------------------------------ sources and dates

    def citation(self, citation: Citation) -> str:
        """Return a source with article and mark in words."""
        article = f", {citation.article}" if citation.article else ""
        mark = self.pick(MARKS[citation.mark])
        if citation.confirmed_by:
            mark += self.both("; đã đối chiếu: ", "; confirmed by ") + citation.confirmed_by
        return f"{self.regulation(citation.regulation)}{article} ({mark})"

    def span(self, span: InForce) -> str:
        """Return when something applies."""
        return self.dates(span.start, span.end) or self.both(*ALL_DAYS)

    def dates(self, start: dt.date | None, end: dt.date | None) -> str:
        """Return «từ 11/4/2026 đến 26/5/2026», or what there is of it."""
        begun = self.both("từ ", "from ") + day(start, self.lang) if start else ""
        ended = self.both("đến hết ", "until ") + day(end, self.lang) if end else ""
        return f"{begun} {ended}".strip()

    def value(self, parameter: Parameter, value: ParameterValue) -> str:
        """Return one dated value with its source."""
        shown = self.number(parameter, value.value)
        when = self.dates(value.start, value.end)
        return f"{shown}{f' ({when})' if when else ''}: {self.citation(value.citation)}"

    def number(self, parameter: Parameter, value: int | None) -> str:
        """Return «5 ngày làm việc»."""
        if value is None:
            return self.both("không còn giá trị", "no value")
        return f"{value} {self.pick(UNITS[parameter.unit])}".rstrip()

    def local_values(self, name: str) -> list[str]:
        """Return what packs say of a parameter."""
        known = self.book.parameters()
        return [
            f"{self.both('gói', 'pack')} {pack.id}: {self.number(known[name], value.value)}"
            + (f" ({when})" if (when := self.dates(value.start, value.end)) else "")
            for pack in self.book.packs.values()
            for value in pack.values
            if value.parameter == name and name in known
        ]

    def chain(self, regulation: Regulation) -> list[str]:
        """Return what a regulation replaces, amends and is replaced by."""
        parts = (
            (regulation.replaces, self.both("thay", "replaces")),
            (regulation.amends, self.both("sửa đổi, bổ sung", "amends")),
            (regulation.replaced_by, self.both("được thay bằng", "replaced by")),
        )
        return [f"{word} {self.regulation(name)}" for names, word in parts for name in names]

    # ------------------------------------------------------------ what a requirement looks at and asks for

    def target(self, target: Target) -> str:
        """Return what a requirement looks at."""
        fields = self.fields
        what = self.both("cả hồ sơ", "the whole dossier") if target.dossier else self._papers(target)
        more = [self._where(name, where) for name, where in target.where.items()]
        for kind, tests in target.has.items():
            inner = "; ".join(self._where(name, where) for name, where in tests.items())
            more.append(self.both("có ", "having ") + fields.row(kind) + (f" ({inner})" if inner else ""))
        if target.procedure:
            more.append(
                self.both("trong quy trình ", "in ") + self.either(self._procedure(name) for name in target.procedure)
            )
        if target.level:
            more.append(self.both("cấp ", "level ") + self.either(self.pick(LEVELS[name]) for name in target.level))
        return "; ".join([what, *more])

    def _papers(self, target: Target) -> str:
        groups = [self.both(f"nhóm «{name}»", f"the group «{name}»") for name in target.group]
        named = [text for text in (self.kinds(target.document), *groups) if text]
        return self.either(named) or self.both("mọi văn bản đã nhận ra loại", "every recognised paper")

    def _procedure(self, name: str) -> str:
        found = self.book.procedures.get(name)
        return f"«{found.title.text(self.lang)}»" if found else name

    def _where(self, name: str, where: Where) -> str:
        fields, label = self.fields, self.fields.field(name)
        if where.state:
            states = {
                "read": self.both(f"đã đọc được {label}", f"{label} was read"),
                "absent": self.both(f"không có {label}", f"no {label}"),
                "unreadable": self.both(f"chưa đọc được {label}", f"{label} unreadable"),
            }
            return states[where.state]
        if where.is_ is not None:
            values = where.is_ if isinstance(where.is_, list) else [where.is_]
            return f"{label}: {self.either(fields.value(name, value) for value in values)}"
        if where.is_not is not None:
            return self.both(f"{label} khác ", f"{label} not ") + fields.value(name, where.is_not)
        least = f" ≥ {where.at_least}" if where.at_least is not None else ""
        return f"{label}{least}" + (f" ≤ {where.at_most}" if where.at_most is not None else "")

    def demand(self, requirement: Requirement) -> str:
        """Return what a requirement asks for."""
        name, value = next((key, found) for key, found in requirement.requires if found is not None)
        return self._demand(name, value)

    def _demand(self, name: str, value: Any) -> str:
        """One line for what a template asks; of those that have no words of their own the name."""
        told: dict[str, Callable[[Any], str]] = {
            "present": self._there,
            "absent": self._not_there,
            "value": self._value,
            "compare": self._compared,
            "none": lambda rows: self.both("không được có ", "there must not be ") + self._any_row(rows),
            "some": lambda rows: self.both("phải có ít nhất một ", "there must be ") + self._any_row(rows),
            "sections": self._sections,
            "paging": self._paging,
            "accompanied_by": self._accompanied,
            "not_with": self._alone,
            "order": self._order,
            "within": self._within,
            "agreement": self._agreed,
            "quoted": lambda quoted: self.pick(_QUOTED[quoted.check]),
        }
        return told[name](value) if name in told else name

    def _there(self, field: str) -> str:
        return self.both("phải có ", "there must be: ") + self.fields.field(field)

    def _not_there(self, field: str) -> str:
        return self.both("không được có ", "there must not be: ") + self.fields.field(field)

    def _value(self, tests: dict[str, Where]) -> str:
        return self.both("phải là ", "must be ") + "; ".join(self._where(key, where) for key, where in tests.items())

    def _compared(self, compare: Any) -> str:
        fields = self.fields
        right = fields.field(compare.right) if isinstance(compare.right, str) else str(compare.right)
        plus = f" {compare.plus:+d}" if compare.plus else ""
        return f"{fields.row(compare.fact)}: {fields.field(compare.left)} {_OPS[compare.op]} {right}{plus}"

    def _any_row(self, rows: dict[str, Any]) -> str:
        return self.either(self._row(kind, tests) for kind, tests in rows.items())

    def _sections(self, wanted: Any) -> str:
        form = self.both("các phần theo mẫu của loại văn bản", "the sections of its form")
        return self.both("phải có ", "there must be ") + (form if wanted == "of-kind" else ", ".join(wanted))

    def _paging(self, paging: Any) -> str:
        faults = ", ".join(self.fields.value("fault", item) for item in paging.without)
        return self.both("số trang không được: ", "page numbers must not be: ") + faults

    def _accompanied(self, kinds: Any) -> str:
        return self.both("trong hồ sơ phải có ", "the dossier must have ") + self.kinds(kinds)

    def _alone(self, kinds: Any) -> str:
        return self.both("trong hồ sơ không được có ", "the dossier must not have ") + self.kinds(kinds)

    def _order(self, order: Any) -> str:
        later, earlier = self.kinds(order.later), self.kinds(order.earlier)
        return self.both(f"{later} không được trước {earlier}", f"{later} not before {earlier}")

    def _within(self, limit: Any) -> str:
        later, earlier = self.kinds(limit.later), self.kinds(limit.earlier)
        return self.both(
            f"{later} trong thời hạn «{limit.parameter}» kể từ {earlier}",
            f"{later} within «{limit.parameter}» of {earlier}",
        )

    def _agreed(self, agreement: Any) -> str:
        topic = self.fields.value("topic", agreement.topic)
        return self.both("các văn bản phải thống nhất về ", "the papers must agree on ") + topic

    def _row(self, kind: str, tests: dict[str, Where]) -> str:
        inner = "; ".join(self._where(name, where) for name, where in tests.items())
        return self.fields.row(kind) + (f" ({inner})" if inner else "")

    # ------------------------------------------------------------ steps

    def required(self, step: Step) -> str:
        """Return whether and when a step is required."""
        if step.required == "always":
            return self.both("bắt buộc", "required") if step.in_dossier == "filed" else self.pick(KEPT[step.in_dossier])
        if step.required == "optional":
            return self.both("khi có", "where there is one")
        when = step.required.when
        parts = [
            self.both("có ", "there is ") + self.kinds(when.document) if when.document else "",
            self.both("không có ", "there is no ") + self.kinds(when.no_document) if when.no_document else "",
            self.both(f"trả lời «có» cho câu hỏi «{when.answer}»", f"«{when.answer}» was answered yes")
            if when.answer
            else "",
        ]
        return self.both("bắt buộc khi ", "required when ") + self.both(" và ", " and ").join(
            part for part in parts if part
        )

    def signers(self, step: Step) -> str:
        """Return who must sign the step's papers."""
        if step.signers is not None:
            return self.slots(step.signers)
        slots = [slot for name in step.kinds if name in self.book.kinds for slot in self.book.kinds[name].signers]
        return self.slots(list(dict.fromkeys(tuple(slot) for slot in slots)))
