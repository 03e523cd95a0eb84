"""The pages of whatever a name stands for, those of steps and procedures among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.rulebook.book import Rulebook
from engine.rulebook.models import Procedure, Step
from engine.upkeep.page_makers import Maker, Page, Part, checks_of
from engine.upkeep.rule_words import LEVELS, PHASES, SEVERITIES

__all__ = ["Page", "Part", "StepMaker", "pages_of"]


@dataclass(frozen=True, slots=True)
class StepMaker(Maker):
    """Makes the pages of procedures and their steps too."""

    def step(self, procedure: Procedure, number: int) -> Page:
        """Return the page of a step."""
        step, words, lang = procedure.steps[number], self.words, self.lang
        title = f"{words.both('Bước', 'Step')} {step.no}. {step.title.text(lang)}"
        return self._page(
            f"{procedure.id}/{step.id}",
            title,
            ("Bước của quy trình", "Step of a procedure"),
            (
                "Quy trình",
                "Procedure",
                [f"{procedure.title.text(lang)} ({procedure.id}), {words.pick(PHASES[step.phase])}"],
            ),
            ("Văn bản", "Papers", [words.kinds(step.kinds), *self._instead(step)]),
            ("Bắt buộc", "Required", [words.required(step)]),
            ("Sau bước", "After", [self._named_steps(procedure, step.after)]),
            ("Thời hạn", "Time limit", self._limits(procedure, step)),
            ("Cơ quan ban hành", "Issuer", [words.bodies(step.issuer)]),
            ("Người ký", "Signers", [words.signers(step)]),
            (
                "Mức",
                "Weight",
                [
                    words.pick(SEVERITIES[step.severity])
                    + words.both("; sai trình tự: ", "; out of order: ")
                    + words.pick(SEVERITIES[step.order_severity])
                ],
            ),
            ("Vì sao", "Why", [step.why.text(lang) if step.why else ""]),
            ("Nguồn", "Source", self._citations([step.citation])),
            ("Áp dụng", "Dates", [words.span(procedure.in_force)]),
            ("Cách sửa", "How to mend", [step.remedy.text(lang) if step.remedy else ""]),
            ("Mã kiểm tra", "Checks", [", ".join(dict.fromkeys(checks_of(step)))]),
            ("Gói sửa bước này", "Changed by packs", self._overrides(f"{procedure.id}/{step.id}")),
            ("Tệp", "File", [self._where(procedure, "steps", number)]),
        )

    def _instead(self, step: Step) -> list[str]:
        words = self.words
        return [
            words.both("hoặc thay bằng: ", "or instead: ")
            + words.kinds([item.kind])
            + (words.both(f" có phần «{item.section}»", f" with the section «{item.section}»") if item.section else "")
            for item in step.satisfied_by
        ]

    def _named_steps(self, procedure: Procedure, names: Iterable[str]) -> str:
        steps = {step.id: step for step in procedure.steps}
        return "; ".join(f"{steps[name].no}. {steps[name].title.text(self.lang)}" for name in names if name in steps)

    def _limits(self, procedure: Procedure, step: Step) -> list[str]:
        lines: list[str] = []
        for within in step.within:
            parameter = self.book.parameters().get(within.parameter)
            start = self._named_steps(procedure, [within.start])
            if parameter:
                counted = self.words.both("tính từ bước", "counted from step")
                lines.append(f"{parameter.title.text(self.lang)} ({parameter.id}), {counted} {start}")
                lines += self._values(parameter)
        return lines

    def _overrides(self, rule: str) -> list[str]:
        return [
            f"{pack.id}: {change.reason} {self.words.dates(change.start, change.until)}".rstrip()
            for pack in self.book.packs.values()
            for change in pack.overrides
            if change.rule == rule
        ]

    def procedure(self, item: Procedure) -> Page:
        """Return the page of a procedure."""
        words, lang = self.words, self.lang
        steps = [f"{step.no}. {step.title.text(lang)}: {words.required(step)} [{step.id}]" for step in item.steps]
        packs = [pack.id for pack in self.book.packs.values() if item.id in pack.procedures]
        return self._page(
            item.id,
            item.title.text(lang),
            ("Quy trình", "Procedure"),
            ("Cấp", "Level", [words.pick(LEVELS[item.level])]),
            ("Nhận ra khi có", "Recognised by", [words.kinds(item.recognise.any_of)]),
            ("Các bước", "Steps", steps),
            (
                "Câu hỏi trong hoso.yaml",
                "Questions in hoso.yaml",
                [f"{key}: {text.text(lang)}" for key, text in item.questions.items()],
            ),
            ("Nguồn", "Source", self._citations([item.citation])),
            ("Áp dụng", "Dates", [words.span(item.in_force)]),
            ("Gói áp dụng", "Adopted by", [", ".join(packs)]),
            ("Ghi chú", "Note", [item.note.text(lang) if item.note else ""]),
            ("Tệp", "File", [self._where(item, "id")]),
        )


def pages_of(book: Rulebook, name: str, lang: str) -> list[Page]:
    """Return the pages of everything `name` stands for: an id, a check id, «procedure/step», a parameter."""
    maker = StepMaker(book, lang)
    named: list[Page] = []
    if name in book.requirements:
        named.append(maker.requirement(book.requirements[name]))
    if name in book.procedures:
        named.append(maker.procedure(book.procedures[name]))
    if name in book.kinds:
        named.append(maker.kind(book.kinds[name]))
    if name in book.regulations:
        named.append(maker.regulation(book.regulations[name]))
    if name in book.packs:
        named.append(maker.pack(book.packs[name]))
    if name in book.parameters():
        named.append(maker.parameter(book.parameters()[name]))
    return [*named, *_by_step(maker, name), *_by_check(maker, name)]


def _by_step(maker: StepMaker, name: str) -> list[Page]:
    head = name.partition(":")[0]
    return [
        maker.step(procedure, number)
        for procedure in maker.book.procedures.values()
        for number, step in enumerate(procedure.steps)
        if f"{procedure.id}/{step.id}" == head
    ]


def _by_check(maker: StepMaker, name: str) -> list[Page]:
    requirements = [item for item in maker.book.requirements.values() if name in item.checks]
    steps = [
        f"{procedure.id}/{step.id}: {step.title.text(maker.lang)}"
        for procedure in maker.book.procedures.values()
        for step in procedure.steps
        if name in checks_of(step)
    ]
    pages = [maker.requirement(item) for item in requirements]
    if steps:
        both = maker.words.both
        title = both(f"Các bước xét mã {name}", f"Steps that look at {name}")
        pages.append(Page(name, title, both("Mã kiểm tra", "Check"), (Part(both("Bước", "Steps"), tuple(steps)),)))
    return pages
