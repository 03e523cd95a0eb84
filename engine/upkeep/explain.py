"""The page of a rule, and how the rule met one dossier: pattern by pattern, in words a lawyer can follow."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.check import run as runs
from engine.check.answers import apply_answers
from engine.check.build import Builder
from engine.check.choose import choose
from engine.check.options import CheckOptions
from engine.check.places import Scene
from engine.check.verdict import sentence_of
from engine.errors import UsageError
from engine.findings import Counts, Verdict
from engine.inference import compiler
from engine.inference.evaluate import Result, evaluator, outcomes
from engine.inference.reference import Trace, explain
from engine.inference.tree import Clause, RuleTree
from engine.locale.words import day, tr
from engine.rulebook.book import Rulebook
from engine.rulebook.models import Parameter
from engine.upkeep.field_words import FieldWords
from engine.upkeep.pages import Page, Part, pages_of
from engine.upkeep.rule_words import OUTCOMES, RuleWords
from parsers.facts import Dossier

_SHOWN = 6


def explain_rule(book: Rulebook, name: str, lang: str) -> list[Page]:
    """Return the pages of everything called `name`.

    Raises UsageError, with the nearest names, where nothing is.
    """
    found = pages_of(book, name, lang)
    if found:
        return found
    known = sorted(
        {*book.requirements, *book.procedures, *book.kinds, *book.regulations, *book.packs, *book.parameters()}
        | {f"{procedure.id}/{step.id}" for procedure in book.procedures.values() for step in procedure.steps}
    )
    near = ", ".join(difflib.get_close_matches(name, known, n=3, cutoff=0.5))
    raise UsageError(
        f"Không có gì tên «{name}».",
        (f"Có phải: {near}? " if near else "") + "Xem danh mục bằng «hoso rules list».",
        en=f"Nothing is called «{name}».",
        advice_en=(f"Did you mean: {near}? " if near else "") + "See «hoso rules list».",
    )


def explain_dossier(book: Rulebook, name: str, dossier: Dossier, options: CheckOptions) -> list[Part]:
    """Tell how the rules called `name` met a dossier.

    Raises UsageError where `name` is nothing that judges papers.
    """
    if dossier.stamped_secret:
        return [_stopped(options.lang)]
    answers = runs.answers_of(dossier, options)
    dossier, _ = apply_answers(dossier, answers, book.kinds)
    choice = choose(book, dossier, options, answers)
    run = runs.Run(book, dossier, options, answers, choice)
    trees = _trees(book, name, run.parameters)
    if not trees:
        raise UsageError(
            f"«{name}» không phải quy tắc xét trên hồ sơ.",
            "Nêu mã yêu cầu, mã kiểm tra hoặc «quy trình/bước».",
            en=f"«{name}» is not a rule that judges a dossier.",
            advice_en="Name a requirement, a check or «procedure/step».",
        )
    return _Teller(book, run, trees, options.lang).parts()


def _stopped(lang: str) -> Part:
    """After a secrecy stamp nothing is told of the dossier: what `check` says, and the law."""
    from engine.report.text import secret_words  # noqa: PLC0415 - needed for this alone

    said = sentence_of(Verdict.INCONCLUSIVE, Counts(), lang=lang, stamped_secret=True)
    return Part("Stopped" if lang == "en" else "Đã dừng", (said, secret_words(tr(lang))))


def _trees(book: Rulebook, name: str, parameters: dict[str, Parameter]) -> list[RuleTree]:
    found = [
        compiler.requirement_tree(item, kinds=book.kinds, parameters=parameters, begins=book.begins(item))
        for item in book.requirements.values()
        if name == item.id or name in item.checks
    ]
    for procedure in book.procedures.values():
        wanted = {f"{procedure.id}/{step.id}" for step in procedure.steps if name in (*step.checks, *step.order_checks)}
        trees = compiler.procedure_trees(procedure, kinds=book.kinds, parameters=parameters)
        named = [
            tree for tree in trees if tree.id.partition(":")[0] in {*wanted, name} or tree.id.startswith(f"{name}:")
        ]
        found += [tree for tree in trees if tree in named or name in (procedure.id, tree.id)]
    return found


@dataclass
class _Teller:
    """Tells how rules met the rows of one dossier."""

    book: Rulebook
    run: runs.Run
    trees: list[RuleTree]
    lang: str
    scene: Scene = field(init=False)
    builder: Builder = field(init=False)

    def __post_init__(self) -> None:
        self.builder = self.run.builder(self.trees)
        self.scene = self.builder.scene
        self.words, self.fields = RuleWords(self.book, self.lang), FieldWords(self.book, self.lang)

    def parts(self) -> list[Part]:
        """Return the chosen procedure, then each rule that takes part; the others in one line."""
        mine = [tree for tree in self.trees if self._in_procedure(tree)]
        found = [self._chosen(len(self.trees) - len(mine))]
        for tree in mine:
            found += self._rule(tree)
        return found

    def _in_procedure(self, tree: RuleTree) -> bool:
        procedure = self.run.choice.procedure
        return "/" not in tree.id or (procedure is not None and tree.id.startswith(f"{procedure.id}/"))

    def _chosen(self, others: int) -> Part:
        both, choice = self.words.both, self.run.choice
        named = choice.procedure.title.text(self.lang) if choice.procedure else both("chưa nhận ra", "not recognised")
        lines = [
            f"{both('Quy trình', 'Procedure')}: {named}",
            f"{both('Gói', 'Pack')}: {choice.adopted.pack.title.text(self.lang)} ({choice.adopted.pack.id})",
            f"{both('Số văn bản', 'Papers')}: {len(self.run.dossier.documents)}",
        ]
        if others:
            lines.append(
                both(
                    f"{others} quy tắc thuộc quy trình khác nên không xét.",
                    f"{others} rules of other procedures were left aside.",
                )
            )
        return Part(both("Hồ sơ", "Dossier"), tuple(lines))

    # ------------------------------------------------------------ one rule

    def _rule(self, tree: RuleTree) -> Iterator[Part]:
        both = self.words.both
        engine = evaluator([tree], "python")
        results = outcomes([tree], engine.run(self.run.rows), self.run.rows, self.run.days)
        lines = [line for result in results[: _SHOWN * 3] for line in self._result(result)]
        requirement = self.book.requirements.get(tree.id)
        if requirement is not None and not self.run.choice.adopted.keeps(requirement):
            lines.insert(0, both("Gói đang dùng không áp dụng yêu cầu này.", "The pack in use has not adopted this."))
        yield Part(both(f"Kết quả của {tree.id}", f"Outcome of {tree.id}"), tuple(lines))
        yield Part(both("Vì sao, từng điều kiện", "Why, condition by condition"), tuple(self._why(tree)))

    def _result(self, result: Result) -> Iterator[str]:
        shown = self.words.pick(OUTCOMES[result.outcome])
        papers = [self._named(row, path=True) for row in dict.fromkeys(result.bound.values()) if row != "dossier"]
        yield f"{shown}: {' ↔ '.join(papers)}" if papers else shown
        if result.limit is not None:
            yield "  " + self._limit(result)
        source = self._source(result)
        if source:
            yield "  " + source

    def _limit(self, result: Result) -> str:
        parameter = self.run.parameters.get(result.rule.rpartition(":")[2])
        requirement = self.book.requirements.get(result.rule)
        if parameter is None and requirement is not None and requirement.requires.within:
            parameter = self.run.parameters.get(requirement.requires.within.parameter)
        value = self.words.number(parameter, result.limit) if parameter else str(result.limit)
        due = f"; {self.words.both('hạn cuối', 'due')} {day(result.due, self.lang)}" if result.due else ""
        begun = self.builder.begun(result)
        used = parameter.on(begun) if parameter and begun else None
        source = used.citation if used else None
        return f"{self.words.both('Giá trị dùng', 'Value used')}: {value}{due}" + (
            f"; {self.words.citation(source)}" if source else ""
        )

    def _source(self, result: Result) -> str:
        """The version of the rule's source that counts: by the paper's date, of a limit by that of its first paper."""
        requirement = self.book.requirements.get(result.rule)
        document = self.scene.document_of(result.bound.get("document", ""))
        if requirement is None or not requirement.citations or document is None:
            return ""
        citation = self.builder.citation_of(requirement, result)
        return (
            f"{self.words.both('Nguồn theo ngày văn bản', 'Source by its date')}: {self.words.citation(citation)}"
            if citation
            else ""
        )

    def _named(self, row_id: str, *, path: bool = False) -> str:
        row = self.scene.rows.get(row_id, {})
        document = self.scene.document_of(row_id)
        if document is None:
            return self.fields.row(str(row.get("k", ""))) if row else row_id
        words = self.scene.words_of(row_id)
        title = f"«{words['title']} {words.get('number', '')}".strip() + "»" + (f" ({document.path})" if path else "")
        if row.get("k") == "doc":
            return title
        detail = next((self.fields.value(n, row[n]) for n in ("role", "name", "fault", "num", "topic") if n in row), "")
        return f"{self.fields.row(str(row['k']))} {detail}".strip() + f" {self.words.both('ở', 'in')} {title}"

    # ------------------------------------------------------------ pattern by pattern

    def _why(self, tree: RuleTree) -> Iterator[str]:
        told = _by_clause(tree, explain(tree, self.run.rows))
        applied = any(clause.part == "applies" and traces[-1].holds for clause, traces in told)
        for part in ("applies", "fail", "open"):
            mine = [item for item in told if item[0].part == part]
            if part == "applies" or (applied and (part == "fail" or any(item[1][-1].holds for item in mine))):
                yield from self._part(part, mine)

    def _part(self, part: str, clauses: list[tuple[Clause, list[Trace]]]) -> Iterator[str]:
        both = self.words.both
        heads = {
            "applies": both("Quy tắc xét khi", "The rule looks where"),
            "fail": both("Báo lỗi khi", "It fails where"),
            "open": both("Cần người xem khi", "It stays open where"),
        }
        holding = [item for item in clauses if item[1][-1].holds]
        if part == "applies":
            holding = sorted(holding, key=lambda item: -len(item[1]))[:1]
        # what nearly fired: of the clauses that did not hold, the one that came furthest
        nearest = max(clauses, key=lambda item: _reached(item[1]), default=None)
        for clause, traces in holding or ([nearest] if nearest else []):
            state = both("có xảy ra", "holds") if traces[-1].holds else both("không xảy ra", "does not hold")
            more = (
                ""
                if holding or len(clauses) == 1
                else both(f"; gần nhất trong {len(clauses)} trường hợp", f"; the nearest of {len(clauses)} cases")
            )
            yield f"{heads[part]}: {state}{more}"
            yield from self._clause(clause, traces)

    def _clause(self, clause: Clause, traces: Sequence[Trace]) -> Iterator[str]:
        both = self.words.both
        told = [
            (number, pattern, trace)
            for number, (pattern, trace) in enumerate(zip(clause.patterns, traces, strict=True), 1)
            if pattern.kind != "dossier" or pattern.tests
        ]
        for shown, (number, pattern, trace) in enumerate(told, 1):
            sign = "√" if trace.holds else "×"
            yield f"  {sign} {shown}. {self.fields.pattern(pattern)}"
            if trace.fitted and pattern.kind != "dossier" and not (pattern.negated and trace.holds):
                yield f"       {both('thấy', 'found')}: {self._several(trace.fitted)}"
            if not trace.holds:
                yield from self._refused(clause, number - 1, trace)
                rest = len(traces) - number
                if rest:
                    yield both(
                        f"       dừng ở đây, {rest} điều kiện sau không xét nữa",
                        f"       it stopped here; {rest} further conditions were not asked",
                    )
                return

    def _refused(self, clause: Clause, number: int, trace: Trace) -> Iterator[str]:
        if not trace.refused and not trace.rows:
            nothing = self.words.both("hồ sơ không có thông tin nào như vậy", "the dossier has nothing of the kind")
            yield f"       {nothing}"
        kinds = any(test.field == "kind" for test in clause.patterns[number].tests)
        for row, reason in trace.refused:
            if (kinds and reason.startswith("kind ")) or reason.startswith("doc = "):
                continue  # another kind, another paper: no news
            yield f"       {self._named(row)}: {self.fields.refusal(clause.patterns[number], reason)}"

    def _several(self, rows: Sequence[str]) -> str:
        more = f" … (+{len(rows) - _SHOWN})" if len(rows) > _SHOWN else ""
        return "; ".join(self._named(row) for row in rows[:_SHOWN]) + more


def _reached(traces: Sequence[Trace]) -> float:
    held = sum(1 for trace in traces if trace.holds)
    return held / len(traces) if traces else 0


def _by_clause(tree: RuleTree, traces: Sequence[Trace]) -> list[tuple[Clause, list[Trace]]]:
    found: list[tuple[Clause, list[Trace]]] = [(clause, []) for clause in tree.clauses]
    for trace in traces:
        found[trace.clause][1].append(trace)
    return found
