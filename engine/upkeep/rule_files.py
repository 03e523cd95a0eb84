"""What a maintainer asks of the rule files: every problem of them, and every example and step tried."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from engine.errors import RulebookError, UsageError
from engine.inference import compiler
from engine.inference.durable import why_not
from engine.inference.evaluate import EngineName
from engine.locale.words import Said, same
from engine.rulebook.book import Entry, Rulebook
from engine.rulebook.files import read_rule_files, user_folders
from engine.rulebook.lint import lint
from engine.rulebook.loader import load_rulebook, validate
from engine.rulebook.models import Procedure, Requirement, Vocabulary
from engine.rulebook.problems import RuleProblem, no_yaml, not_utf8
from engine.rulebook.yaml_text import YamlProblem, parse_yaml
from engine.upkeep.examples import parameters_of, try_examples
from engine.upkeep.step_tests import Maker, never_failing, try_steps

_VOCABULARY = "rules/vocabulary.yaml"


# ---------------------------------------------------------------- problems


def all_problems(folders: Iterable[Path] = ()) -> tuple[list[RuleProblem], Rulebook | None]:
    """Return every problem of the rule files, and the book; without a usable vocabulary there is no book.

    Raises RulebookError for a folder that does not exist.
    """
    folders = user_folders(folders)
    try:
        book = load_rulebook(folders, use_cache=False)
    except RulebookError:
        found = _of_vocabulary(folders)
        if not found:
            raise
        return found, None
    problems = {*lint(book), *not_compiling(book)}
    return sorted(problems, key=lambda item: (not item.fatal, item)), book  # the files left out come first


def _of_vocabulary(folders: Sequence[Path]) -> list[RuleProblem]:
    """Why no vocabulary can be used: the one thing without which nothing else is judged."""
    problems: list[RuleProblem] = []
    for file in read_rule_files([folder for folder in folders if folder.is_dir()]):
        if file.name == _VOCABULARY:
            shown = str(file.path) if file.own else file.name
            try:
                validate(Vocabulary, parse_yaml(file.data.decode("utf-8")), shown, problems)
            except YamlProblem as problem:
                problems.append(no_yaml(shown, problem))
            except UnicodeDecodeError:
                problems.append(not_utf8(shown))
    return problems


def not_compiling(book: Rulebook) -> Iterator[RuleProblem]:
    """Yield a problem for every rule that cannot be made into something that runs."""
    parameters = parameters_of(book)
    for requirement in book.requirements.values():
        try:
            compiler.requirement_tree(requirement, kinds=book.kinds, parameters=parameters)
        except (RulebookError, ValueError) as error:
            yield _refused(book, requirement, ("requires",), error)
    for procedure in book.procedures.values():
        try:
            compiler.procedure_trees(procedure, kinds=book.kinds, parameters=parameters)
        except (RulebookError, ValueError) as error:
            yield _refused(book, procedure, ("steps",), error)


def _refused(book: Rulebook, entry: Entry, path: tuple[str, ...], error: Exception) -> RuleProblem:
    origin = book.origins[(type(entry).__name__, entry.id)]
    what, advice = error.said() if isinstance(error, RulebookError) else (same(str(error)), Said())
    return RuleProblem(origin.file, origin.text.line_of(path), "not-compiled", what, advice, fatal=False)


# ---------------------------------------------------------------- trying


@dataclass(frozen=True, slots=True)
class Wrong:
    """One mini-dossier of which a rule did not say what it should."""

    rule: str
    title: str
    engine: str
    expected: str
    found: str
    where: str
    dossier: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying the rules; `idle` are rules that by their setting never fail."""

    requirements: int
    examples: int
    procedures: int
    step_rules: int
    step_dossiers: int
    engines: tuple[str, ...]
    note: str | None
    idle: tuple[str, ...]
    wrong: tuple[Wrong, ...]
    outcomes: dict[str, int]


def try_rules(book: Rulebook, wanted: Sequence[str] = ()) -> Trial:
    """Try the examples of the requirements and the steps of the procedures that fit `wanted`; all without it.

    Raises UsageError for a name that fits nothing.
    """
    _must_fit(book, wanted)
    note = why_not()
    engines: tuple[EngineName, ...] = ("python",) if note else ("durable", "python")
    outcomes = dict.fromkeys(("fail", "pass", "open", "not_applicable"), 0)
    chosen = [item for item in book.requirements.values() if fits(wanted, item.id, item.checks)]
    wrong = [one for item in chosen for one in _of_examples(book, item, engines, outcomes)]
    steps = [_steps(book, procedure, wanted, engines) for procedure in book.procedures.values()]
    steps = [item for item in steps if item.rules]
    return Trial(
        requirements=len(chosen),
        examples=sum(len(item.examples) for item in chosen),
        procedures=len(steps),
        step_rules=sum(item.rules for item in steps),
        step_dossiers=sum(item.dossiers for item in steps),
        engines=engines,
        note=note,
        idle=tuple(rule for item in steps for rule in item.idle),
        wrong=(*wrong, *(one for item in steps for one in item.wrong)),
        outcomes=outcomes,
    )


def fits(wanted: Sequence[str], name: str, checks: Iterable[str]) -> bool:
    """True when a rule is named by its id, by one of its check ids, or by a pattern such as «number-*»."""
    return not wanted or any(fnmatchcase(known, pattern) for pattern in wanted for known in (name, *checks))


def _must_fit(book: Rulebook, wanted: Sequence[str]) -> None:
    known = known_names(book)
    for pattern in wanted:
        if not any(fnmatchcase(name, pattern) for name in known):
            near = difflib.get_close_matches(pattern, known, n=3, cutoff=0.5)
            advice = ("Có phải: " + ", ".join(near) + "? " if near else "") + "Xem danh mục bằng «hoso rules list»."
            english = ("Did you mean: " + ", ".join(near) + "? " if near else "") + "See «hoso rules list»."
            message = f"Không có quy tắc nào tên «{pattern}»."
            raise UsageError(message, advice, en=f"No rule is called «{pattern}».", advice_en=english)


def known_names(book: Rulebook) -> list[str]:
    """Return every name a rule can be asked for by."""
    names = {*book.requirements, *book.procedures}
    names |= {check for item in book.requirements.values() for check in item.checks}
    for procedure in book.procedures.values():
        names |= {f"{procedure.id}/{step.id}" for step in procedure.steps}
        names |= {check for step in procedure.steps for check in (*step.checks, *step.order_checks)}
        names |= {check for step in procedure.steps for within in step.within for check in within.checks}
    return sorted(names)


def _of_examples(
    book: Rulebook, requirement: Requirement, engines: tuple[EngineName, ...], outcomes: dict[str, int]
) -> Iterator[Wrong]:
    for number, tried in enumerate(try_examples(book, requirement, engines)):
        if tried.right:
            outcomes[tried.found] += 1
            continue
        place, written = _written(book, requirement, number // len(engines))
        yield Wrong(requirement.id, tried.title, tried.engine, tried.expected, tried.found, place, written)


def _written(book: Rulebook, requirement: Requirement, number: int) -> tuple[str, str]:
    """Where an example stands, and its mini-dossier as it is written there."""
    origin = book.origins[("Requirement", requirement.id)]
    example: Any = origin.text.value["examples"][number]
    shown = {key: value for key, value in example.items() if key in ("documents", "dossier", "on")}
    text = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
    return f"{origin.file}:{origin.text.line_of(('examples', number))}", text.rstrip()


@dataclass(frozen=True, slots=True)
class _Steps:
    rules: int
    dossiers: int
    idle: list[str]
    wrong: list[Wrong]


def _steps(book: Rulebook, procedure: Procedure, wanted: Sequence[str], engines: tuple[EngineName, ...]) -> _Steps:
    names = {f"{procedure.id}/{step.id}": number for number, step in enumerate(procedure.steps)}
    chosen = {name for name, number in names.items() if _step_fits(procedure, number, wanted)}
    whole = fits(wanted, procedure.id, ())
    if not chosen and not whole:
        return _Steps(0, 0, [], [])
    tried = [item for item in try_steps(book, procedure, engines) if whole or item.rule.partition(":")[0] in chosen]
    origin = book.origins[("Procedure", procedure.id)]

    def place(rule: str) -> str:
        number = names.get(rule.partition(":")[0])
        return f"{origin.file}:{origin.text.line_of(('steps', number) if number is not None else ('steps',))}"

    wrong = [
        Wrong(i.rule, i.title, i.engine, i.expected, i.found, place(i.rule), "\n".join(f"- {p}" for p in i.papers))
        for i in tried
        if not i.right
    ]
    trees = {n: t for n, t in Maker(book, procedure).trees.items() if whole or n.partition(":")[0] in chosen}
    # an optional step's paper is never missing: such a rule has no clause to fail by
    demanding = [name for name, tree in trees.items() if any(clause.part == "fail" for clause in tree.clauses)]
    return _Steps(len(trees), len(tried) // len(engines), never_failing(tried, demanding), wrong)


def _step_fits(procedure: Procedure, number: int, wanted: Sequence[str]) -> bool:
    step = procedure.steps[number]
    checks = [*step.checks, *step.order_checks, *(check for within in step.within for check in within.checks)]
    return fits(wanted, f"{procedure.id}/{step.id}", checks) or fits(wanted, procedure.id, ())
