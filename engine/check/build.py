"""Results of rules to findings in words, for requirements and for the steps of the procedure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.check.causes import part_of, reason_for
from engine.check.details import standing
from engine.check.places import Scene, fill
from engine.check.weigh import Scale
from engine.findings import Finding, Outcome, Severity
from engine.inference.evaluate import Result
from engine.locale.reasons import why as reason_words
from engine.locale.words import day
from engine.rulebook.book import citation_on
from engine.rulebook.models import Citation, Parameter, Procedure, Requirement, Step, Within, Words

SPANS = "spans"
_NAMED = 5
_DRAFT_STEPS = frozenset({"signers", "position"})


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes findings of one run."""

    scene: Scene
    scale: Scale
    procedure: Procedure | None
    requirements: Mapping[str, Requirement]
    parameters: Mapping[str, Parameter]
    asked: Mapping[str, tuple[str, ...]]  # rule -> the facts its open clauses ask for
    looked: Mapping[str, Mapping[str, set[str]]]  # rule -> alias -> the fields it looks at
    only_faults: bool = False  # passes are wanted for their number only

    def finding(self, result: Result) -> Finding:
        """Return the finding of a result that is pass, fail or open.

        A case that began under an older regulation is no fault, but worth a note: the branch says «spans».
        """
        if self.only_faults and result.outcome == "pass" and result.note != SPANS:
            return self._make(result, citation=None, severity=Severity.NOTE, title="", message="")
        requirement = self.requirements.get(result.rule)
        found = self._of_requirement(result, requirement) if requirement else self._of_step(result)
        if result.outcome != "pass":
            return found
        if result.note == SPANS:
            return found.model_copy(update={"outcome": Outcome.FAIL, "severity": Severity.NOTE})
        # the words of the fault would tell the opposite: what passes is as it should be, and nothing is to be mended
        return found.model_copy(update={"message": found.expected or found.title, "expected": None, "remedy": ""})

    # ------------------------------------------------------------ requirements

    def _of_requirement(self, result: Result, requirement: Requirement) -> Finding:
        lang = self.scene.lang
        citation = self.citation_of(requirement, result)
        adopted = self.scale.choice.adopted
        severity = self.scale.severity(
            adopted.severity(requirement),
            requirement.id,
            citation,
            common=requirement.id in adopted.common,
            drafted=requirement.draft_severity == "note",
        )
        words = self._words(result)
        return self._make(
            result,
            checks=requirement.checks,
            severity=severity,
            citation=citation,
            title=fill(requirement.title.text(lang), words),
            message=self._open_or(result, fill(requirement.message.text(lang), words)),
            expected=fill(requirement.expected.text(lang), words) if requirement.expected else None,
            remedy=fill(requirement.remedy.text(lang), words),
        )

    def citation_of(self, requirement: Requirement, result: Result) -> Citation | None:
        """Return the source of a requirement in the version that counts for a result."""
        return citation_on(
            requirement.citations or ([requirement.citation] if requirement.citation else []),
            self.scene.book.regulations,
            self._day(result),
            self.scale.choice.level,
        )

    def _open_or(self, result: Result, message: str) -> str:
        if result.outcome != "open":
            return message
        reason = self._because(result)
        because = f": {reason}" if reason else ""
        if self.scene.lang == "en":
            return f"Could not be decided{because}."
        return f"Máy chưa xác định được{because}; cần người xem trên văn bản."

    def _because(self, result: Result) -> str:
        if "counted" in self.asked.get(result.rule, ()):
            uncounted = [paper.path for paper in self.scene.documents.values() if not paper.page_count.is_read]
            names = "», «".join(uncounted[:_NAMED])
            if names:
                english = self.scene.lang == "en"
                return f"pages not counted: «{names}»" if english else f"chưa đếm được số trang của «{names}»"
        reason = self._reason(result)
        return reason_words(reason[1], self.scene.lang) if reason else ""

    def _reason(self, result: Result) -> tuple[str, str] | None:
        papers = [self.scene.documents[name] for name in self.scene.documents_in(result.bound)]
        return reason_for(papers, self.asked.get(result.rule, ()))

    # ------------------------------------------------------------ steps

    def _of_step(self, result: Result) -> Finding:
        step, what = self.step_of(result.rule)
        lang = self.scene.lang
        words = self._words(result) | self._step_words(step, what, result)
        message = self._message(step, what, result)
        within = self._within(step, result) if what == "deadline" else None
        citation = self._deadline_citation(within, result) if within else step.citation
        return self._make(
            result,
            checks=(within.checks if within else None)
            or (step.order_checks if what in ("order", "position") else step.checks),
            severity=self.scale.severity(
                _named(step, what, within),
                result.rule,
                citation,
                common=False,
                drafted=what in _DRAFT_STEPS,
            ),
            citation=citation,
            title=fill(message[0].text(lang), words),
            message=fill(message[1].text(lang), words),
            expected=fill(message[2].text(lang), words),
            remedy=fill(self._remedy(step, what, result, message[3]).text(lang), words),
            found=self._unread(step) if what == "present" and result.outcome == "open" else None,
            step=step.id,
        )

    def _unread(self, step: Step) -> str:
        """What stands in the way of saying that a paper is missing."""
        names, holder = self._candidates(step), self._holder(step)
        if not names and holder:
            return f"not all of {holder} read" if self.scene.lang == "en" else f"chưa đọc chắc được hết {holder}"
        if self.scene.lang == "en":
            return f"not read or not recognised, and could be it: «{names}»"
        return f"tệp chưa đọc hoặc chưa nhận ra được, có thể chính là văn bản này: «{names}»"

    def _remedy(self, step: Step, what: str, result: Result, usual: Words) -> Words:
        """The step's own advice is for a paper that is missing; an unclear one has first to be looked at."""
        return step.remedy if step.remedy and what == "present" and result.outcome == "fail" else usual

    def step_of(self, rule: str) -> tuple[Step, str]:
        """Return the step a rule id names, and what of it is judged (present, order, deadline …)."""
        name, _, what = rule.partition(":")
        step_id = name.partition("/")[2]
        steps = self.procedure.steps if self.procedure else []
        return next(step for step in steps if step.id == step_id), what.partition(":")[0]

    def _message(self, step: Step, what: str, result: Result) -> tuple[Words, Words, Words, Words]:
        assert self.scene.book.wording is not None
        messages = self.scene.book.wording.messages
        exact = f"{what}.{result.note}"
        if what == "present" and result.outcome == "open" and not self._candidates(step):
            exact = f"{what}.part"
        known = messages.get(exact) or messages.get(f"{what}.{'open' if result.outcome == 'open' else 'fail'}")
        known = known or messages[f"{what}.unsigned"]
        return known.title, known.message, known.expected, known.remedy

    def _step_words(self, step: Step, what: str, result: Result) -> dict[str, Any]:
        lang = self.scene.lang
        words: dict[str, Any] = {
            "step": {"title": step.title.text(lang), "no": step.no},
            "papers": self._titles(step.kinds),
            "bodies": self._bodies(step.issuer),
            "role": self._role(result),
            "candidate": self._candidates(step),
            "holder": self._holder(step),
        }
        within = self._within(step, result) if what == "deadline" else None
        return words | (self._limit(within, result) if within else {})

    def _titles(self, kinds: list[str]) -> str:
        known = [self.scene.book.kinds[name] for name in kinds if name in self.scene.book.kinds]
        titles = [(kind.short or kind.title).text(self.scene.lang) for kind in known]
        join = " or " if self.scene.lang == "en" else " hoặc "
        return join.join(dict.fromkeys(_lower_first(title) for title in titles))

    def _bodies(self, names: list[str]) -> str:
        found = [body.title.text(self.scene.lang) for name in names if (body := self.scene.book.body(name))]
        return (" or " if self.scene.lang == "en" else " hoặc ").join(_lower_first(title) for title in found)

    def _role(self, result: Result) -> str:
        """Whose signature it is: as printed at the place, else the first role the step asks for."""
        block = self.scene.block_of(result.bound.get("fact", "")) if result.note != "no-block" else None
        known = block is not None and block.role is not None  # else a picture may have been misread
        printed = " ".join(part for part in ((block.title or block.authority), block.name) if part) if block else ""
        if printed and known:
            return f"«{printed}»"
        vocabulary = self.scene.book.vocabulary
        named = {role.id: role.title.text(self.scene.lang) for role in vocabulary.roles} if vocabulary else {}
        return _lower_first(next((named[name] for name in result.slot if name in named), ""))

    def _candidates(self, step: Step) -> str:
        """Every paper that could be the missing one, up to five by name."""
        kinds = {*step.kinds, *(item.kind for item in step.satisfied_by)}
        rows = self.scene.rows.values()
        found = [row for row in rows if row["k"] == "unread" or (row["k"] == "cand" and row.get("kind") in kinds)]
        papers = (self.scene.document_of(str(row["id"])) for row in found)
        names = list(dict.fromkeys(paper.path for paper in papers if paper))
        return "», «".join(names[:_NAMED]) + ("», …«" if len(names) > _NAMED else "")

    def _holder(self, step: Step) -> str:
        """Papers that may hold what stands for the step in a part nobody could read for certain."""
        kinds = {item.kind for item in step.satisfied_by if item.section}
        papers = self.scene.documents.values()
        unread = [paper for paper in papers if paper.kind.value in kinds and paper.sections.is_unreadable]
        names = dict.fromkeys(_lower_first(self.scene.title_of(paper)) for paper in unread)
        return (" or " if self.scene.lang == "en" else " hoặc ").join(names)

    def _within(self, step: Step, result: Result) -> Within:
        name = result.rule.rpartition(":")[2]
        return next((item for item in step.within if item.parameter == name), step.within[0])

    def _limit(self, within: Within, result: Result) -> dict[str, str]:
        parameter = self.parameters[within.parameter]
        row = self.scene.rows.get(result.bound.get("other", ""), {})
        due, value = result.due, result.limit
        unit = {
            "days": ("ngày", "days"),
            "working-days": ("ngày làm việc", "working days"),
            "months": ("tháng", "months"),
        }
        words = unit.get(parameter.unit, (parameter.unit, parameter.unit))[self.scene.lang == "en"]
        shown = day(due, self.scene.lang) if due else ""
        return {"limit": f"{value} {words}" if value is not None and row else "", "due": shown}

    def _deadline_citation(self, within: Within, result: Result) -> Citation | None:
        parameter, begun = self.parameters.get(within.parameter), self.begun(result)
        if parameter is None:
            return None
        value = parameter.on(begun) if begun else None
        return (value or parameter.values[0]).citation

    def begun(self, result: Result) -> dt.date | None:
        """The day a limit is counted from, where the result is of a limit and that day was read."""
        day = self.scene.rows.get(result.bound.get("other", ""), {}).get("date")
        return dt.date.fromordinal(day) if result.limit is not None and isinstance(day, int) else None

    # ------------------------------------------------------------ common

    def _words(self, result: Result) -> dict[str, Any]:
        words: dict[str, Any] = {alias: self.scene.words_of(row) for alias, row in result.bound.items()}
        if "document" not in words:  # the dossier as a whole is judged: speak of the paper that was found in it
            named: dict[str, Any] = next(
                (words[alias] for alias in ("fact", "other", "candidate") if alias in words), {}
            )
            words["document"] = self.scene.words_of(str(named["doc"])) if "doc" in named else named
        if "regulation" in result.bound and "fact" in words:
            row = self.scene.rows[result.bound["regulation"]]
            words["fact"]["standing"] = standing(self.scene.book, row, result.note, self.scene.lang)
        words["section"] = self._section(result)
        return words

    def _section(self, result: Result) -> str:
        document = self.scene.document_of(result.bound.get("document", ""))
        kind = self.scene.book.kinds.get(document.kind.value or "") if document else None
        named = {item.id: item.title.text(self.scene.lang) for item in kind.sections} if kind else {}
        return named.get(result.note, result.note)

    def _day(self, result: Result) -> dt.date | None:
        """The day that picks the version of a source: of a limit the day it is counted from, else that of the paper."""
        begun = self.begun(result)
        if begun is not None:
            return begun
        document = self.scene.document_of(result.bound.get("document", ""))
        return document.date.value if document else None

    def _make(self, result: Result, *, citation: Citation | None, **shown: Any) -> Finding:
        find = self.scene.places_to_look_at if result.outcome == "open" else self.scene.places_in
        return Finding(
            rule=public_id(result.rule),
            outcome=Outcome(result.outcome),
            fingerprint=self._fingerprint(result),
            documents=self.scene.documents_in(result.bound),
            locations=find(result.bound),
            citation=self.scale.source(citation, result.rule),
            facts=self._facts(result),
            **shown,
        )

    def _facts(self, result: Result) -> dict[str, Any]:
        """The rows the rule looked at; of an open result also which fact was unread, and why.

        Of a pass only the fields that were looked at: the same rows would fill nine tenths of the report otherwise.
        """
        rows = {alias: self.scene.rows[row] for alias, row in sorted(result.bound.items())}
        if result.outcome == "pass":
            looked = self.looked.get(result.rule, {})
            return {alias: part_of(row, looked.get(alias, ())) for alias, row in rows.items()}
        shown: dict[str, Any] = {alias: {**row} for alias, row in rows.items()}
        # a missing paper has no fact of its own: what stands in its way is said in `found`
        asked = result.outcome == "open" and not public_id(result.rule).endswith(":present")
        reason = self._reason(result) if asked else None
        return shown | ({"unread": reason[0], "why": reason[1]} if reason else {})

    def _fingerprint(self, result: Result) -> str:
        """The same fault of the same paper keeps its fingerprint from run to run, whatever the order of files.

        A paper out of order is one fault, however many papers it should have followed.
        """
        lone = public_id(result.rule).endswith((":order", ":position"))
        parts = [public_id(result.rule)] if lone else [result.rule, result.note, *result.slot]
        for alias, row in sorted(result.bound.items()):
            if lone and alias != "document":
                continue
            document = self.scene.document_of(row)
            facts = self.scene.rows.get(row, {})
            detail = [
                str(facts.get(name, "")) for name in ("k", "fault", "page", "name", "role", "num", "symbol", "topic")
            ]
            parts += [alias, document.path if document else "", *detail]
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def public_id(rule: str) -> str:
    """Return the id people see: which of several signers or earlier steps it was stands in the message."""
    head, _, what = rule.partition(":")
    return f"{head}:{what.partition(':')[0]}" if what else rule


def _named(step: Step, what: str, within: Within | None) -> str:
    if within:
        return within.severity
    return step.order_severity if what in ("order", "position") else step.severity


def _lower_first(text: str) -> str:
    """«Kế hoạch kiểm tra» inside a sentence; abbreviations stay («UBKT …»)."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
