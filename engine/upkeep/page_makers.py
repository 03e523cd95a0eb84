"""The page of anything in the rule book: what it asks, why, by which source, since when, examples, how to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.rulebook.book import Entry, Rulebook
from engine.rulebook.models import Citation, DocumentKind, Pack, Parameter, Regulation, Requirement, Step
from engine.upkeep.field_tables import FIELDS
from engine.upkeep.rule_words import ALL_DAYS, LEVELS, MARKS, OUTCOMES, SEVERITIES, RuleWords


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    id: str
    title: str
    sort: str
    parts: tuple[Part, ...]


def checks_of(step: Step) -> list[str]:
    """Return every check id of a step."""
    return [*step.checks, *step.order_checks, *(check for within in step.within for check in within.checks)]


_FILLED = {
    "title": ("văn bản", "paper"),
    "number": ("số", "number"),
    "date": ("ngày", "date"),
    "section": ("phần", "section"),
    "page": ("trang", "page"),
}


def readable(text: str, lang: str) -> str:
    """Return a message with its places to fill in shown as ‹số›, ‹ngày›, ‹văn bản›."""

    def shown(found: re.Match[str]) -> str:
        name = found[1].rpartition(".")[2]
        words = _FILLED.get(name) or FIELDS.get(name) or ("…", "…")
        return f"‹{words[lang == 'en']}›"

    return re.sub(r"\{([^{}]*)\}", shown, text)


def example_lines(requirement: Requirement, words: RuleWords) -> tuple[str, ...]:
    """Return the examples with what the rule says of them."""
    return tuple(f"{words.pick(OUTCOMES[item.expect])}: {item.title}" for item in requirement.examples)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes pages in one language."""

    book: Rulebook
    lang: str

    @property
    def words(self) -> RuleWords:
        """The words for rules."""
        return RuleWords(self.book, self.lang)

    def _page(self, id_: str, title: str, sort: tuple[str, str], *parts: tuple[str, str, Iterable[str]]) -> Page:
        both = self.words.both
        made = [Part(both(vi, en), tuple(line for line in lines if line)) for vi, en, lines in parts]
        return Page(id_, title, self.words.pick(sort), tuple(part for part in made if part.lines))

    def _where(self, entry: Entry, *path: str | int) -> str:
        origin = self.book.origins.get((type(entry).__name__, entry.id))
        return f"{origin.file}:{origin.text.line_of(path)}" if origin else ""

    def _citations(self, citations: Iterable[Citation | None]) -> list[str]:
        found: list[str] = []
        for item in citations:
            if item:
                found.append(self.words.citation(item))
                found += [self.words.both("Đọc ở: ", "Seen in: ") + item.source]
                found += [f"«{item.quote}»"] if item.quote else []
        return found

    # ------------------------------------------------------------ pages

    def requirement(self, item: Requirement) -> Page:
        """Return the page of a requirement."""
        words, lang = self.words, self.lang
        packs = [p.id for p in self.book.packs.values() if _adopts(self.book, p, item)]
        return self._page(
            item.id,
            item.title.text(lang),
            ("Yêu cầu", "Requirement"),
            ("Xét ở", "It looks at", [words.target(item.applies_to)]),
            (
                "Đòi hỏi",
                "It asks",
                [words.demand(item), readable(item.expected.text(lang), lang) if item.expected else ""],
            ),
            ("Khi sai thì báo", "What it says", [readable(item.message.text(lang), lang)]),
            ("Mức", "Weight", [self._weight(item)]),
            ("Vì sao", "Why", [item.why.text(lang)]),
            ("Nguồn", "Source", self._citations([item.citation, *item.citations])),
            ("Áp dụng", "Dates", [words.dates(self.book.begins(item), item.in_force.end) or words.both(*ALL_DAYS)]),
            ("Ví dụ", "Examples", example_lines(item, words)),
            ("Cách sửa", "How to mend", [item.remedy.text(lang)]),
            ("Mã kiểm tra", "Checks", [", ".join(item.checks)]),
            ("Gói áp dụng", "Adopted by", [", ".join(packs)]),
            ("Tệp", "File", [self._where(item, "id")]),
        )

    def _weight(self, item: Requirement) -> str:
        words = self.words
        draft = (
            words.both("; khi đang soạn thảo: ", "; in a draft: ") + words.pick(SEVERITIES[item.draft_severity])
            if item.draft_severity
            else ""
        )
        partial = (
            words.both("; máy chỉ kiểm tra được một phần", "; checked in part by machine")
            if item.kind_of_check == "partial"
            else ""
        )
        return words.pick(SEVERITIES[item.severity]) + draft + partial

    def _values(self, parameter: Parameter) -> list[str]:
        own = [self.words.value(parameter, value) for value in parameter.values]
        local = self.words.local_values(parameter.id)
        return [*own, *local] or [
            self.words.both(
                "chưa có giá trị: nguồn không nêu; đơn vị ghi ở gói của mình",
                "no value: the sources give none; an office puts its own into its pack",
            )
        ]

    def kind(self, item: DocumentKind) -> Page:
        """Return the page of a kind of document."""
        words, lang = self.words, self.lang
        used = [f"{p.id}/{s.id}" for p in self.book.procedures.values() for s in p.steps if item.id in s.kinds]
        how = item.recognise
        return self._page(
            item.id,
            item.title.text(lang),
            ("Loại văn bản", "Kind of document"),
            ("Tên loại", "Types", [", ".join(how.types)]),
            (
                "Từ trong tên gọi",
                "Words of the title",
                [" + ".join("/".join(group) for group in how.all_words), ", ".join(how.any_words)],
            ),
            ("Không có từ", "Without the words", [", ".join(how.not_words)]),
            ("Ký hiệu", "Symbols", [", ".join(item.symbols)]),
            ("Cơ quan ban hành", "Issuers", [words.bodies(item.issuers)]),
            ("Thể thức", "Form", [_form(item, words)]),
            ("Người ký", "Signers", [words.slots(item.signers)]),
            (
                "Các phần",
                "Sections",
                [
                    s.title.text(lang) + ("" if s.required else words.both(" (không bắt buộc)", " (optional)"))
                    for s in item.sections
                ],
            ),
            ("Dùng ở bước", "Used in steps", used),
            ("Nguồn", "Source", self._citations([item.citation])),
            ("Ghi chú", "Note", [item.note.text(lang) if item.note else ""]),
            ("Tệp", "File", [self._where(item, "id")]),
        )

    def regulation(self, item: Regulation) -> Page:
        """Return the page of a regulation."""
        words, lang = self.words, self.lang
        return self._page(
            item.id,
            f"{words.regulation(item.id)}: {item.title.text(lang)}",
            ("Văn bản quy định", "Regulation"),
            ("Cơ quan ban hành", "Issuer", [item.issuer]),
            ("Hiệu lực", "In force", [words.span(item.in_force)]),
            ("Thay thế, sửa đổi", "Chain", words.chain(item)),
            ("Mức tin cậy", "Mark", [words.pick(MARKS[item.mark]), item.source]),
            (
                "Nội dung",
                "Articles",
                [f"{a.article}: {a.text.text(lang)} ({words.pick(MARKS[a.mark])})" for a in item.articles],
            ),
            (
                "Con số, thời hạn",
                "Values",
                [f"{p.title.text(lang)} ({p.id}): {line}" for p in item.parameters for line in self._values(p)],
            ),
            ("Quy tắc dẫn văn bản này", "Rules that cite it", _citing(self.book, item.id)),
            ("Ghi chú", "Note", [item.note.text(lang) if item.note else ""]),
            ("Tệp", "File", [self._where(item, "id")]),
        )

    def parameter(self, item: Parameter) -> Page:
        """Return the page of a parameter."""
        lang = self.lang
        used = [
            f"{p.id}/{s.id}"
            for p in self.book.procedures.values()
            for s in p.steps
            for w in s.within
            if w.parameter == item.id
        ]
        used += [
            r.id
            for r in self.book.requirements.values()
            if r.requires.within and r.requires.within.parameter == item.id
        ]
        return self._page(
            item.id,
            item.title.text(lang),
            ("Tham số", "Parameter"),
            ("Giá trị", "Values", self._values(item)),
            ("Tính từ", "Counted from", [item.counted_from.text(lang) if item.counted_from else ""]),
            ("Gia hạn tối đa", "Extension", [item.extension or ""]),
            ("Dùng ở", "Used by", used),
            ("Kiểm tra lần cuối", "Last checked", [f"{item.last_checked:%d/%m/%Y}"]),
            ("Ghi chú", "Note", [item.note.text(lang) if item.note else ""]),
        )

    def pack(self, item: Pack) -> Page:
        """Return the page of a pack."""
        words, lang = self.words, self.lang
        known = self.book.parameters()
        return self._page(
            item.id,
            item.title.text(lang),
            ("Gói quy định", "Pack"),
            ("Cấp", "Level", [words.pick(LEVELS[item.level]) if item.level else ""]),
            ("Kế thừa", "Extends", [item.extends or ""]),
            ("Quy trình", "Procedures", item.procedures),
            ("Yêu cầu", "Requirements", [", ".join(item.requirements)]),
            (
                "Sửa đổi",
                "Changes",
                [f"{c.rule}: {c.reason} {words.dates(c.start, c.until)}".rstrip() for c in item.overrides],
            ),
            (
                "Giá trị riêng",
                "Own values",
                [
                    f"{known[v.parameter].title.text(lang)}: {words.number(known[v.parameter], v.value)} "
                    f"{words.dates(v.start, v.end)}".rstrip()
                    for v in item.values
                    if v.parameter in known
                ],
            ),
            ("Thiết lập", "Settings", [f"{name}: {value}" for name, value in item.settings.items()]),
            ("Nguồn", "Source", self._citations([item.citation])),
            ("Ghi chú", "Note", [item.note.text(lang) if item.note else ""]),
            ("Tệp", "File", [self._where(item, "id")]),
        )


def _adopts(book: Rulebook, pack: Pack, item: Requirement) -> bool:
    origin = book.origins.get(("Requirement", item.id))
    area = origin.file.replace("\\", "/").rsplit("/", 2)[-2] if origin else ""
    return bool({item.id, f"{area}/*", "*/*"} & set(pack.requirements))


def _form(item: DocumentKind, words: RuleWords) -> str:
    shown: Callable[[str], str] = lambda value: words.fields.value("", value)  # noqa: E731 - one word for four settings
    both = words.both
    return (
        f"{both('tiêu đề', 'header')}: {shown(item.header)}; {both('số', 'number')}: {shown(item.numbered)}; "
        f"{both('ngày', 'date')}: {shown(item.dated)}; {both('nơi nhận', 'recipients')}: {shown(item.recipients)}"
    )


def _citing(book: Rulebook, name: str) -> list[str]:
    """Return the ids of the rules whose source is a regulation."""
    found = [
        item.id
        for item in book.requirements.values()
        if any(c.regulation == name for c in (item.citation, *item.citations) if c)
    ]
    found += [f"{p.id}/{s.id}" for p in book.procedures.values() for s in p.steps if s.citation.regulation == name]
    return found
