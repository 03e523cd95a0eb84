"""The playground: one rule text and one mini-dossier, linted and run on both evaluators, in a worker process."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.inference.evaluate import EngineName
from engine.locale.words import said
from engine.rulebook.book import Origin, Rulebook
from engine.rulebook.lint import lint
from engine.rulebook.loader import load_rulebook, validate
from engine.rulebook.models import Example, Requirement
from engine.rulebook.problems import RuleProblem, no_yaml
from engine.rulebook.yaml_text import YamlProblem, YamlText, parse_yaml
from engine.upkeep.examples import Tried, try_examples

MOST_TEXT = 60_000
MOST_EXAMPLES = 30
_AREA = "dossier"  # of a rule that is new
_ENGINES: tuple[EngineName, ...] = ("durable", "python")


@dataclass(frozen=True, slots=True)
class Played:
    """What the playground says: problems of both texts, results of the mini-dossier and of the rule's own examples."""

    problems: tuple[RuleProblem, ...] = ()
    mini_problems: tuple[RuleProblem, ...] = ()
    tried: tuple[Tried, ...] = ()
    own: tuple[Tried, ...] = field(default=())


def lint_text(rule: str) -> object:
    """Return the problems of a rule text."""
    _book, _requirement, problems = _rule(rule)
    return "played", Played(tuple(problems))


def play(rule: str, mini: str) -> object:
    """Lint the rule, run it on the mini-dossier and on its own examples."""
    book, requirement, problems = _rule(rule)
    example, mini_problems = _mini(mini)
    if requirement is None:
        return "played", Played(tuple(problems), tuple(mini_problems))
    tried = _try(book, requirement, [example]) if example else ()
    own = _try(book, requirement, requirement.examples[:MOST_EXAMPLES])
    return "played", Played(tuple(problems), tuple(mini_problems), tried, own)


def _rule(text: str) -> tuple[Rulebook, Requirement | None, list[RuleProblem]]:
    problems: list[RuleProblem] = []
    book = load_rulebook()
    parsed = _parsed(text, "quy tắc", problems)
    requirement = validate(Requirement, parsed, "quy tắc", problems) if parsed else None
    if parsed is None or requirement is None:
        return book, None, problems
    name = ("Requirement", requirement.id)
    known = book.origins.get(name)
    mine = known.file if known else f"rules/requirements/{_AREA}/{requirement.id}.yaml"
    tried = replace(
        book,
        requirements={**book.requirements, requirement.id: requirement},
        origins={**book.origins, name: Origin(mine, True, parsed)},
        problems=[],
    )
    return tried, requirement, [item for item in lint(tried) if item.file == mine]


def _mini(text: str) -> tuple[Example | None, list[RuleProblem]]:
    problems: list[RuleProblem] = []
    parsed = _parsed(text, "hồ sơ nhỏ", problems)
    if parsed is None:
        return None, problems
    value = parsed.value if isinstance(parsed.value, dict) else {"documents": parsed.value or []}
    given = {"title": "Hồ sơ nhỏ", "expect": "pass", **value}
    return validate(Example, YamlText(given, parsed.lines), "hồ sơ nhỏ", problems), problems


def _parsed(text: str, shown: str, problems: list[RuleProblem]) -> YamlText | None:
    if len(text) > MOST_TEXT:
        problems.append(
            RuleProblem(
                shown, 1, "too-long", said("văn bản quá dài"), said("Không quá {most} chữ cái.", most=MOST_TEXT)
            )
        )
        return None
    try:
        return parse_yaml(text)
    except YamlProblem as problem:
        problems.append(no_yaml(shown, problem))
        return None


def _try(book: Rulebook, requirement: Requirement, examples: list[Example]) -> tuple[Tried, ...]:
    one = requirement.model_copy(update={"examples": examples})
    return tuple(try_examples(book, one, _ENGINES))
