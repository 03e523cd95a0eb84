"""One dossier from path to report: parse, correct, choose, infer, say."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.check.answers import Answers, apply_answers, read_answers, same_paper, unheard
from engine.check.build import Builder
from engine.check.causes import asked_fields, looked_at
from engine.check.choose import Choice, choose
from engine.check.claims import set_claims_aside
from engine.check.not_checked import incidents_of, not_checked
from engine.check.options import Checked, CheckOptions
from engine.check.places import Scene
from engine.check.reading import read_dossier
from engine.check.show import show_document
from engine.check.steps import Checklist, not_yet_due
from engine.check.verdict import counts_of, is_inconclusive, sentence_of, verdict_of
from engine.check.weigh import Scale
from engine.errors import UsageError
from engine.findings import Counts, Finding, Incident, Outcome, Report, StepShown, Verdict
from engine.inference import compiler, derive, words
from engine.inference.calendar import WorkingDays
from engine.inference.derive_index import HOUSEKEEPING
from engine.inference.evaluate import Evaluator, Result, evaluator, outcomes
from engine.inference.tree import FactRow, RuleTree
from engine.locale.words import Said, said, tr
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import Parameter, Requirement
from engine.rulebook.packs import Adopted
from parsers.facts import Dossier
from parsers.sheet_runs import with_sheet_runs


def check_path(path: Path, options: CheckOptions) -> Checked:
    """Check the dossier at `path` (folder, zip or single file).

    Raises UsageError for what was asked wrongly and RulebookError where there are no usable rules; whatever is wrong
    with the dossier itself stands in the report.
    """
    book = load_rulebook(options.rules_dirs)
    return check_with(book, path, options)


def check_with(book: Rulebook, path: Path, options: CheckOptions) -> Checked:
    """Check with a rule book that is already loaded."""
    dossier = read_dossier(
        path,
        book.catalogue(),
        answers=lambda text: _believed(text, options),
        progress=options.progress,
        in_process=options.in_process,
    )
    return Checked(*check_dossier(book, dossier, options))


def check_dossier(book: Rulebook, dossier: Dossier, options: CheckOptions) -> tuple[Report, Dossier]:
    """Check a dossier that is already parsed; return the report and the dossier as corrected by a person."""
    reports, corrected = check_in_languages(book, dossier, options, (options.lang,))
    return reports[options.lang], corrected


def check_in_languages(
    book: Rulebook, dossier: Dossier, options: CheckOptions, languages: Sequence[str]
) -> tuple[dict[str, Report], Dossier]:
    """Check a parsed dossier once and report in every language asked for; return the corrected dossier too."""
    if dossier.stamped_secret:
        return {lang: _stopped(book, dossier, replace(options, lang=lang)) for lang in languages}, dossier
    answers = answers_of(dossier, options)
    claimed: list[Said] = []
    if not options.trust_answers and options.answers_text is None:
        answers, claimed = set_claims_aside(book, dossier, options, answers)
    dossier, corrections = apply_answers(dossier, answers, book.kinds)
    dossier = with_sheet_runs(dossier, [kind.id for kind in book.kinds.values() if HOUSEKEEPING in kind.groups])
    choice = choose(book, dossier, options, answers)
    run = Run(_settled(book, choice.adopted), dossier, options, answers, choice)
    judged = run.judged()
    told = [*claimed, *corrections]
    return {lang: run.spoken(lang).report(told, judged) for lang in languages}, dossier


def _settled(book: Rulebook, adopted: Adopted) -> Rulebook:
    """Where sources differ about the day a regulation began, the pack's settings decide."""
    moved = {name: new for name, item in book.regulations.items() if (new := adopted.settled(item)) is not item}
    return replace(book, regulations=book.regulations | moved) if moved else book


def answers_of(dossier: Dossier, options: CheckOptions) -> Answers:
    """Return what a person said: the file given, else the hoso.yaml of the dossier."""
    if options.answers_text is not None:
        return read_answers(options.answers_text, "hoso.yaml")
    if options.answers is None:
        return read_answers(dossier.answers_text, dossier.answers_path or "hoso.yaml")
    try:
        return read_answers(options.answers.read_text(encoding="utf-8"), str(options.answers))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            said("Không đọc được tệp trả lời «{file}» ({why}).", file=options.answers, why=type(error).__name__),
            said("Kiểm tra đường dẫn, quyền đọc và lưu tệp với mã hóa UTF-8."),
        ) from None


def _believed(text: str | None, options: CheckOptions) -> Answers:
    """Return what decides how files are read: not what a branch claims where the committee checks."""
    claimed = not options.trust_answers and options.answers_text is None and options.answers is None
    return answers_of(Dossier("", answers_text=None if claimed else text), options)


def _stopped(book: Rulebook, dossier: Dossier, options: CheckOptions) -> Report:
    return Report(
        dossier="",
        procedure=None,
        level=None,
        pack=None,
        engine="none",
        rules_digest=book.digest,
        stage=options.stage or "hoan-chinh",
        on=options.on,
        verdict=Verdict.INCONCLUSIVE,
        sentence=sentence_of(Verdict.INCONCLUSIVE, Counts(), lang=options.lang, stamped_secret=True),
        stamped_secret=True,
        incidents=incidents_of(dossier, [], options.lang),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules came to, before it is told in any language; `differ`: both evaluators, where they disagree."""

    engine: Evaluator
    results: Sequence[Result]
    differ: str = ""


@dataclass(frozen=True)
class Run:
    """One run over one dossier: its rows, rules and report, each made once."""

    book: Rulebook
    dossier: Dossier
    options: CheckOptions
    answers: Answers
    choice: Choice

    @functools.cached_property
    def stage(self) -> str:
        """The stage asked for, else the one a person named, else a finished dossier."""
        return self.options.stage or self.answers.dossier.stage or "hoan-chinh"

    @functools.cached_property
    def requirements(self) -> dict[str, Requirement]:
        """The requirements the pack keeps, by id, with its changes."""
        adopted = self.choice.adopted
        kept = [item for item in self.book.requirements.values() if adopted.keeps(item)]
        return {item.id: adopted.cited(adopted.settled(item)) for item in kept}

    @functools.cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The dated values, the office's own first."""
        adopted = self.choice.adopted
        return {name: adopted.parameter(item) for name, item in self.book.parameters().items()}

    @functools.cached_property
    def days(self) -> WorkingDays:
        """The calendar of working days with its corrections."""
        corrections = self.book.holidays.corrections if self.book.holidays else []
        return WorkingDays({item.date: item.working for item in corrections})

    @functools.cached_property
    def rows(self) -> list[FactRow]:
        """The working memory of the dossier."""
        found = derive.rows(
            self.dossier,
            kinds=self.book.kinds,
            vocabulary=self.book.vocabulary,
            regulations=self.book.regulations,
            procedure=self.choice.procedure.id if self.choice.procedure else None,
            level=self.choice.level,
            pack=self.choice.adopted.pack.id,
            stage=self.stage,
            on=self.options.on,
            days=self.days,
            electronic=self.answers.dossier.electronic,
            answers=dict(self.answers.answers),
        )
        return words.marked(found, self.book.requirements.values())

    def trees(self) -> tuple[RuleTree, ...]:
        """The rules in force: the steps of the procedure, then the requirements."""
        procedure = self.choice.procedure
        steps = (
            compiler.procedure_trees(procedure, kinds=self.book.kinds, parameters=self.parameters) if procedure else []
        )
        wanted = [
            compiler.requirement_tree(
                item, kinds=self.book.kinds, parameters=self.parameters, begins=self.book.begins(item)
            )
            for item in self.requirements.values()
        ]
        return (*steps, *wanted)

    def results(self, engine: Evaluator) -> list[Result]:
        """What an evaluator says of the rows."""
        return outcomes(engine.trees, engine.run(self.rows), self.rows, self.days)

    def builder(self, trees: Iterable[RuleTree]) -> Builder:
        """The maker of findings for these rules."""
        scene = Scene(
            self.book,
            {document.id: document for document in self.dossier.documents},
            {str(row["id"]): row for row in self.rows},
            self.options.lang,
        )
        scale = Scale(self.book, self.choice, self.options, self.stage)
        trees = list(trees)
        asked, looked = asked_fields(trees), looked_at(trees)
        return Builder(
            scene,
            scale,
            self.choice.procedure,
            self.requirements,
            self.parameters,
            asked,
            looked,
            only_faults=self.options.only_faults,
        )

    def spoken(self, lang: str) -> Run:
        """Return the run as it is told in `lang`."""
        if lang == self.options.lang:
            return self
        options = replace(self.options, lang=lang)
        twin = replace(self, options=options, choice=choose(self.book, self.dossier, options, self.answers))
        for name in ("stage", "requirements", "parameters", "days", "rows"):  # what knows no language is made once
            twin.__dict__[name] = getattr(self, name)
        return twin

    def judged(self) -> Judged:
        """Evaluate the rules over the rows: the part that knows no language."""
        engine = evaluator(self.trees(), self.options.engine)
        results = self.results(engine)
        return Judged(engine, results, self._differ(engine, results))

    def report(self, told: list[Said], judged: Judged) -> Report:
        """Tell everything; `told`: what a person said of the dossier."""
        results = judged.results
        builder = self.builder(judged.engine.trees)
        findings, passes = _sorted_out(builder, results)
        met = [number for item in findings if (number := self._dismissal(item)) is not None]
        questions = self.choice.procedure.questions if self.choice.procedure else {}
        told = [*told, *unheard(self.answers, questions, met)]
        findings = [self._dismissed(item) for item in findings]
        steps = self._steps(builder, findings)
        findings = not_yet_due(self.choice.procedure, findings, steps)
        return self._told(builder.scene, judged, findings, passes, steps, told)

    def _differ(self, engine: Evaluator, results: Sequence[Result]) -> str:
        """With --verify, run the other evaluator too: return the names of both where they differ."""
        if not self.options.verify:
            return ""
        other = evaluator(engine.trees, "python" if engine.engine == "durable" else "durable")
        if other.engine == engine.engine or self.results(other) == list(results):
            return ""
        return f"{engine.engine} / {other.engine}"

    def _broken(self, differ: str) -> list[Incident]:
        """A difference between the evaluators is an incident, never silent."""
        message = tr(self.options.lang)("hai bộ suy luận cho kết quả khác nhau")
        return [Incident(code="engines-differ", where=differ, message=message)] if differ else []

    def _dismissed(self, finding: Finding) -> Finding:
        number = self._dismissal(finding)
        if number is None:
            return finding
        return finding.model_copy(update={"dismissed": self.answers.dismissed[number].reason})

    def _dismissal(self, finding: Finding) -> int | None:
        """Return the place of the dismissal that means this finding."""
        mine = [document for document in self.dossier.documents if document.id in finding.documents]
        for number, item in enumerate(self.answers.dismissed):
            fits = item.rule == finding.rule and item.fingerprint in (None, finding.fingerprint)
            if fits and (item.file is None or any(same_paper(item.file, document) for document in mine)):
                return number
        return None

    def _steps(self, builder: Builder, findings: Sequence[Finding]) -> list[StepShown]:
        if self.choice.procedure is None:
            return []
        return Checklist(
            builder.scene, self.choice.procedure, findings, self.parameters, self.days, self.stage, self.options.on
        ).steps()

    def _applied(self, results: Sequence[Result]) -> list[Requirement]:
        looked = {result.rule for result in results if result.outcome != "not_applicable"}
        return [item for name, item in self.requirements.items() if name in looked]

    def _told(
        self,
        scene: Scene,
        judged: Judged,
        findings: list[Finding],
        passes: list[Finding],
        steps: list[StepShown],
        told: list[Said],
    ) -> Report:
        engine, results, lang = judged.engine, judged.results, self.options.lang
        incidents = [*incidents_of(self.dossier, self.book.problems, lang), *self._broken(judged.differ)]
        unclear = is_inconclusive(steps, incidents, procedure_known=self.choice.procedure is not None)
        verdict = verdict_of(findings, inconclusive=unclear)
        idle = sum(1 for result in results if result.outcome == "not_applicable")
        counts = counts_of(findings, len(passes), idle, len(incidents))
        return Report(
            dossier=self.dossier.name,
            procedure=self.choice.shown,
            level=self.choice.level,
            pack=self.choice.pack,
            engine=engine.engine,
            engine_note=engine.note,
            rules_digest=self.book.digest,
            stage=self.stage,
            on=self.options.on,
            verdict=verdict,
            sentence=sentence_of(verdict, counts, lang=lang),
            documents=[
                show_document(item, scene, facts=not self.options.only_faults) for item in self.dossier.documents
            ],
            steps=steps,
            findings=findings,
            passes=[] if self.options.only_faults else passes,
            incidents=incidents,
            not_checked=not_checked(self.dossier, self.choice, self._applied(results), lang),
            answers=[item.text(lang) for item in told],
            counts=counts,
        )


def _sorted_out(builder: Builder, results: Sequence[Result]) -> tuple[list[Finding], list[Finding]]:
    made = [builder.finding(result) for result in results if result.outcome != "not_applicable"]
    order: Mapping[Outcome, int] = {Outcome.FAIL: 0, Outcome.OPEN: 1, Outcome.PASS: 2}
    made.sort(key=lambda item: (order[item.outcome], -item.severity.rank, item.documents[:1], item.rule))
    first: dict[str, Finding] = {}
    for item in made:  # fails come first: one paper out of order is one finding, whatever else it was compared with
        first.setdefault(item.fingerprint, item)
    kept = list(first.values())
    return [item for item in kept if item.outcome is not Outcome.PASS], [i for i in kept if i.outcome is Outcome.PASS]
