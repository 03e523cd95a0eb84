"""The words of working memory in words of an office: rows, fields, tests and joins as a lawyer would say them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.inference.tree import Join, Pattern, Scalar, Test
from engine.locale.words import day
from engine.rulebook.book import Rulebook
from engine.rulebook.models import RoleEntry
from engine.upkeep.field_tables import FIELDS, ROWS, VALUES

_DATES = frozenset({"date", "from", "to", "signed_on", "period_start", "period_end", "start_day", "end_day", "born"})
_RELATIONS = {
    "=": ("là", "is"),
    "!=": ("khác", "is not"),
    "<": ("nhỏ hơn", "less than"),
    "<=": ("không quá", "at most"),
    ">": ("lớn hơn", "more than"),
    ">=": ("ít nhất là", "at least"),
}
_IN_TIME = {
    "<": ("trước", "before"),
    "<=": ("không sau", "not after"),
    ">": ("sau", "after"),
    ">=": ("không trước", "not before"),
}
_WHOSE = {"document": ("văn bản đang xét", "the paper looked at"), "other": ("văn bản kia", "the other paper")}
_STATES = {
    "_no": ("không có", "no"),
    "_un": ("chưa đọc được", "unreadable:"),
    "_is": ("đã đọc được", "read:"),
}
_REFUSED = re.compile(r"(?P<what>.*?) \((?P<left>[^()]*?)(?P<sep>: | / )(?P<right>[^()]*)\)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FieldWords:
    """Says rows, tests and joins in one language, with the titles of the book."""

    book: Rulebook
    lang: str

    def row(self, kind: str) -> str:
        """Return what a kind of row is called."""
        return self._pick(ROWS.get(kind, (kind, kind)))

    def field(self, name: str) -> str:
        """Return what a field is called; the three states of a fact are said."""
        for ending, words in _STATES.items():
            base = name.removesuffix(ending)
            if base != name and base in FIELDS:
                return f"{self._pick(words)} {self._pick(FIELDS[base])}"
        if name.endswith("_n") and name[:-2] in FIELDS:
            return self._pick((f"số lượng {FIELDS[name[:-2]][0]}", f"count of {FIELDS[name[:-2]][1]}"))
        if name.startswith("is_"):
            return self._pick((f"thuộc nhóm «{name[3:]}»", f"of the group «{name[3:]}»"))
        if name.startswith("has_"):
            return self._pick((f"hồ sơ có nhóm «{name[4:]}»", f"the dossier has the group «{name[4:]}»"))
        if name.startswith("answer_"):
            return self._pick((f"câu trả lời «{name[7:]}»", f"the answer «{name[7:]}»"))
        return self._pick(FIELDS.get(name, (name, name)))

    def value(self, name: str, value: Scalar | None) -> str:
        """Return a value as people write it: dates, titles of kinds, roles and bodies."""
        if value is None:
            return self._pick(("không có", "nothing"))
        if isinstance(value, int):
            return self._number(name, value)
        titles = (
            self.book.kinds.get(value) or self.book.procedures.get(value) or self.book.body(value) or self._role(value)
        )
        if titles is not None:
            return titles.title.text(self.lang)
        return self._pick(VALUES[value]) if value in VALUES else value

    def _number(self, name: str, value: int) -> str:
        if name in _DATES and 600_000 < value < 800_000:
            return day(dt.date.fromordinal(value), self.lang)
        if name in ("signed", "seal", "required", "type_fits", "body_fits") or name.startswith("answer_"):
            return self._pick(("có", "yes") if value else ("không", "no"))
        return str(value)

    def _role(self, name: str) -> RoleEntry | None:
        roles = self.book.vocabulary.roles if self.book.vocabulary else []
        return next((role for role in roles if role.id == name), None)

    # ------------------------------------------------------------ conditions

    def pattern(self, pattern: Pattern) -> str:
        """Return a pattern as one sentence without its end."""
        there = ("không có", "there is no") if pattern.negated else ("có", "there is")
        other = self._pick((" nào khác", " other")) if pattern.alias == "rival" else ""
        kinds = [test for test in pattern.tests if test.field == "kind" and test.op in ("=", "in")]
        what = self._kinds(kinds[0]) if kinds and pattern.kind in ("doc", "cand") else self.row(pattern.kind)
        tests = [test for test in pattern.tests if not (kinds and test is kinds[0] and pattern.kind in ("doc", "cand"))]
        unsure = {test.field for test in tests if test.op == "missing"}
        unread = [name for name in sorted(unsure) if f"{name}_no" in unsure]  # neither read nor absent
        tests = [test for test in tests if test.op != "missing" or test.field.removesuffix("_no") not in unread]
        rest = [self._pick((f"chưa đọc được {self.field(name)}", f"{self.field(name)} unreadable")) for name in unread]
        rest += [*(self.test(test) for test in tests), *(self.join(join) for join in pattern.joins)]
        rest = [text for text in dict.fromkeys(rest) if text]
        return f"{self._pick(there)} {what}{other}" + (f", {'; '.join(rest)}" if rest else "")

    def _kinds(self, test: Test) -> str:
        names = test.value if isinstance(test.value, tuple) else (test.value,)
        shown = [f"«{self.value('kind', name)}»" for name in names if name != "*"]
        more = self._pick((f" … ({len(shown)} loại)", f" … ({len(shown)} kinds)")) if len(shown) > 4 else ""
        return self._pick((" hoặc ", " or ")).join(shown[:4]) + more

    def test(self, test: Test) -> str:
        """Return a test in words."""
        name, said = self.field(test.field), test.field.startswith(("is_", "has_"))
        if test.op == "present":
            return name if said or test.field.endswith(tuple(_STATES)) else self._there(test.field, name)
        if test.op == "missing":
            return self._not_there(test.field, name)
        values: Iterable[Scalar | None] = test.value if isinstance(test.value, tuple) else (test.value,)
        shown = self._pick((" hoặc ", " or ")).join(self.value(test.field, value) for value in values)
        return f"{name} {self._relation(test.field, '=' if test.op == 'in' else test.op)} {shown}"

    def _there(self, field: str, name: str) -> str:
        if field == "kind":
            return self._pick(("đã nhận ra loại", "its kind is known"))
        return self._pick((f"có {name}", f"{name} is there"))

    def _not_there(self, field: str, name: str) -> str:
        if field.endswith("_no"):
            base = self.field(field.removesuffix("_no"))
            return self._pick((f"{base} không bị để trống", f"{base} not left out"))
        if field.endswith(("_un", "_is")) or field.startswith(("is_", "has_")):
            return self._pick((f"không phải: {name}", f"not: {name}"))
        return self._pick((f"chưa rõ {name}", f"{name} not known"))

    def _relation(self, field: str, op: str) -> str:
        in_time = field in _DATES or field in ("wd", "pos", "start", "end")
        return self._pick(_IN_TIME[op] if in_time and op in _IN_TIME else _RELATIONS[op])

    def join(self, join: Join) -> str:
        """Return a join in words; that a row belongs to its paper goes without saying."""
        if join.field == "doc" and join.other == "id" and join.op == "=":
            return self._pick(("của văn bản ấy", "of that paper"))
        if join.field == "n" and join.other == "n":
            return ""
        whose = self._pick(_WHOSE.get(join.alias, ("thông tin kia", "the other fact")))
        other = self.field(join.other) if join.other != join.field else ""
        right = f"{other} {self._pick(('của', 'of'))} {whose}" if other else whose
        plus = self._days(join) if join.plus else ""
        return f"{self.field(join.field)} {self._relation(join.field, join.op)} {right}{plus}"

    def _days(self, join: Join) -> str:
        unit = ("ngày làm việc", "working days") if join.field == "wd" else ("ngày", "days")
        if join.field not in ("wd", "date"):
            return f" {join.plus:+d}"
        more = ("quá", "by more than") if join.op in (">", ">=") else ("trong vòng", "within")
        return f" {self._pick(more)} {abs(join.plus)} {self._pick(unit)}"

    def refusal(self, pattern: Pattern, reason: str) -> str:
        """Return why a row did not fit, from the evaluator's own account of the first test or join that failed."""
        found = _REFUSED.fullmatch(reason)
        if found is None:
            return (
                self._pick(("là chính văn bản ấy", "it is the same paper"))
                if reason == "distinct"
                else self._short(reason)
            )
        field = found["left"] if found["sep"] == ": " else found["what"].split(" ", 1)[0]
        if found["sep"] == ": ":
            value = _scalar(found["right"])
            if value is None:
                return self._not_there(field, self.field(field))
            return f"{self.field(field)}: {self.value(field, value)}"
        join = next((join for join in pattern.joins if found["what"].startswith(f"{join.field} {join.op}")), None)
        left, right = (
            self.value(field, _scalar(found["left"])),
            self.value(join.other if join else field, _scalar(found["right"])),
        )
        if join and join.field == "doc":
            return self._pick(("thuộc văn bản khác", "belongs to another paper"))
        return self._pick(
            (f"{self.field(field)}: {left}, so với {right}", f"{self.field(field)}: {left}, against {right}")
        )

    def _short(self, reason: str) -> str:
        name = reason.split(" ", 1)[0]
        return self._pick((f"không rõ {self.field(name)}", f"no {self.field(name)}"))

    def _pick(self, words: tuple[str, str]) -> str:
        return words[self.lang == "en"]


def _scalar(text: str) -> Scalar | None:
    if text == "–":
        return None
    return int(text) if re.fullmatch(r"-?\d+", text) else text
