"""A procedure in words for who has no file yet: which papers, who issues and signs them, by when, by which source."""

from __future__ import annotations

import datetime as dt

from engine.locale.words import N_, tr
from engine.report.wording import PHASE
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Citation, Procedure, Required, Step
from engine.upkeep.rule_words import RuleWords


class Guide:
    """A procedure in words."""

    def __init__(self, book: Rulebook, procedure: Procedure, on: dt.date, lang: str) -> None:
        self.book, self.procedure, self.on = book, procedure, on
        self.words, self.lang, self.tr = RuleWords(book, lang), lang, tr(lang)
        self.title = procedure.title.text(lang)
        self.steps = {step.id: step for step in procedure.steps}

    def phases(self) -> list[tuple[str, list[Step]]]:
        """Return the steps by phase."""
        return [
            (words, [step for step in self.procedure.steps if step.phase == phase])
            for phase, words in PHASE.items()
            if any(step.phase == phase for step in self.procedure.steps)
        ]

    def papers(self, step: Step) -> str:
        """Return the kinds of paper any one of which shows the step, and what may stand for it."""
        usual = self.words.kinds(step.kinds)
        names = dict.fromkeys(item.kind for item in step.satisfied_by)
        if not names:
            return usual
        instead = self.words.kinds(names).lower()
        return self.tr(N_("{papers} (thay được bằng: {others})")).format(papers=usual, others=instead)

    def need(self, step: Step) -> str:
        """Return whether the step is required, and when."""
        if not isinstance(step.required, Required) or not step.required.when.answer:
            return self.words.required(step)
        question = self.procedure.questions.get(step.required.when.answer)
        asked = question.text(self.lang) if question else step.required.when.answer
        return self.tr(N_("bắt buộc khi trả lời «có» cho câu hỏi: {question}")).format(question=asked)

    def signers(self, step: Step) -> str:
        """Return who signs, for each place to sign."""
        return self.words.signers(step)

    def issuers(self, step: Step) -> str:
        """Return the bodies that issue the paper."""
        return self.words.bodies(step.issuer)

    def deadlines(self, step: Step) -> list[str]:
        """Return the deadlines in words, with the values of today."""
        return [words for within in step.within if (words := self._deadline(within.parameter, within.start))]

    def _deadline(self, name: str, start: str) -> str:
        parameter = self.book.parameters().get(name)
        if parameter is None or start not in self.steps:
            return ""
        values = [
            item.value
            for item in parameter.values
            if (item.start or dt.date.min) <= self.on <= (item.end or dt.date.max) and item.value is not None
        ]
        if not values:
            return ""
        return self.tr(N_("trong {time} kể từ bước {no} ({title})")).format(
            time=self.words.number(parameter, values[-1]),
            no=self.steps[start].no,
            title=self.steps[start].title.text(self.lang),
        )

    def source(self, citation: Citation) -> str:
        """Return where it stands, and how sure that is."""
        return self.words.citation(citation)
