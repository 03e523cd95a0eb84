"""What a requirement may demand of its target's own facts: each template as branches behind the target."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from engine.errors import RulebookError
from engine.inference.conditions import (
    Tests,
    absent,
    among,
    broken,
    doubtful,
    equals,
    given,
    lacks,
    rows_that,
    rows_that_may,
    there,
    unknown,
)
from engine.inference.shape import CANDIDATE, DOCUMENT, FACT, Branch, applies_and, of_document, stand_in
from engine.inference.tree import Join, JoinOp, Pattern, Test
from engine.inference.vocabulary import KINDS, LIST_OF, Words, check_field, is_flag, is_stated
from engine.locale.words import Said, said
from engine.rulebook.models import Agreement, Compare, Paging, Where

RowTests = Mapping[str, Mapping[str, Where]]
_OPPOSITE: dict[str, JoinOp] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MOST_NEGATIONS = 10


def present(kind: str, name: str) -> list[Branch]:
    """The fact must be there. `meeting.start` asks for a field of a narrower row of the document."""
    if "." in name:
        return _present_in(*name.split(".", 1))
    check_field(kind, name)
    return [
        Branch("applies"),
        *(Branch("fail", tests=tests) for tests in absent(kind, name)),
        *_open_when(unknown(kind, name)),
    ]


def _present_in(kind: str, name: str) -> list[Branch]:
    check_field(kind, name)
    group = _group_of(kind)
    row = [Pattern(FACT, kind, tests, of_document()) for tests in absent(kind, name)]
    unclear = unknown(kind, name)
    return [
        Branch("applies"),
        Branch("fail", tests=(given(f"{group}_no"),)),
        *(Branch("fail", (pattern,)) for pattern in row),
        *_open_when(unknown("doc", group)),
        *([Branch("open", (Pattern(FACT, kind, unclear, of_document()),))] if unclear else []),
    ]


def missing(kind: str, name: str) -> list[Branch]:
    """The fact must not be there."""
    check_field(kind, name)
    return [Branch("applies"), Branch("fail", tests=there(kind, name)), *_open_when(unknown(kind, name))]


def value(kind: str, tests: Mapping[str, Where]) -> list[Branch]:
    """Facts must have these values. One that is absent is no wrong value: a rule about presence speaks of that."""
    branches: list[Branch] = []
    for name, where in tests.items():
        branches += [Branch("fail", tests=found) for found in broken(kind, name, where)]
        branches += [Branch("applies", tests=found) for found in _judged(kind, name, where)]
        branches += _open_when(doubtful(kind, name, where))
    return branches


def _judged(kind: str, name: str, where: Where) -> list[Tests]:
    if where.state or is_flag(kind, name):
        return [()]
    return [(lacks(f"{name}_no"),)] if is_stated(kind, name) else [(given(name),)]


def _open_when(tests: Tests | None) -> list[Branch]:
    return [Branch("open", tests=tests)] if tests else []


def _group_of(kind: str) -> str:
    if kind not in LIST_OF:
        raise _no_part(kind)
    return LIST_OF[kind]


def _no_part(kind: str) -> RulebookError:
    near = difflib.get_close_matches(kind, LIST_OF, n=1)
    advice = said("Có phải «{name}»?", name=near[0]) if near else Said()
    return RulebookError(said("«{name}» không phải thông tin con của văn bản", name=kind), advice)


# ---------------------------------------------------------------- narrower rows


def none(target: str, rows: RowTests) -> list[Branch]:
    """The target must have no such narrower row; each one found is a fault of its own."""
    found = _patterns(FACT, target, rows, may=False)
    perhaps = _patterns(FACT, target, rows, may=True)
    nothing = (stand_in(), *_negated([*found, *perhaps]))
    unread = _unread_groups(target, rows)
    return [
        *(branch for row in found for branch in applies_and("fail", Branch("fail", (row,)))),
        *(branch for row in perhaps for branch in applies_and("open", Branch("open", (row,)))),
        Branch("applies", nothing, tests=tuple(lacks(f"{_group_of(kind)}_un") for kind in _grouped(target, rows))),
        *(b for tests in unread for b in applies_and("open", Branch("open", (stand_in(),), tests=tests))),
    ]


def some(target: str, rows: RowTests) -> list[Branch]:
    """The target must have at least one such narrower row."""
    found = _negated(_patterns(FACT, target, rows, may=False))
    perhaps = _patterns(FACT, target, rows, may=True)
    unread = _unread_groups(target, rows)
    readable = tuple(lacks(f"{_group_of(kind)}_un") for kind in _grouped(target, rows))
    return [
        Branch("applies"),
        Branch("fail", (*found, *_negated(perhaps, "may")), tests=readable),
        *(Branch("open", (row, *found)) for row in perhaps),
        *(Branch("open", found, tests=tests) for tests in unread),
    ]


def _patterns(alias: str, target: str, rows: RowTests, *, may: bool) -> list[Pattern]:
    for kind in rows:
        if target == DOCUMENT and "doc" not in KINDS.get(kind, Words()).plain:
            raise _no_part(kind)
    pick = rows_that_may if may else rows_that
    joins = of_document() if target == DOCUMENT else ()
    return [Pattern(alias, kind, found, joins) for kind, tests in rows.items() for found in pick(kind, tests)]


def _negated(patterns: Sequence[Pattern], alias: str = "no") -> tuple[Pattern, ...]:
    if len(patterns) > _MOST_NEGATIONS:
        raise RulebookError("quá nhiều điều kiện phụ trong một yêu cầu", en="too many conditions on narrower facts")
    return tuple(Pattern(f"{alias}{n}", p.kind, p.tests, p.joins, negated=True) for n, p in enumerate(patterns))


def _grouped(target: str, rows: RowTests) -> list[str]:
    return [kind for kind in rows if kind in LIST_OF] if target == DOCUMENT else []


def _unread_groups(target: str, rows: RowTests) -> list[Tests]:
    groups = dict.fromkeys(_group_of(kind) for kind in _grouped(target, rows))
    return [tests for group in groups if (tests := unknown("doc", group))]


def paging(faults: Paging) -> list[Branch]:
    """No such fault of the printed page numbers; each fault found is one result."""
    row = Pattern(FACT, "page_fault", (among("fault", faults.without),), of_document())
    clean = Pattern("no0", row.kind, row.tests, row.joins, negated=True)
    numbered = given("paged")
    unread = (*(unknown("doc", "page_faults") or ()), numbered)
    return [
        *applies_and("fail", Branch("fail", (row,), tests=(numbered,))),
        Branch("applies", (stand_in(), clean), tests=(numbered, lacks("page_faults_un"))),
        *applies_and("open", Branch("open", (stand_in(),), tests=unread)),
    ]


def sections(names: Sequence[str] | str) -> list[Branch]:
    """The parts of the form its kind asks for (or those named), one result for each."""
    wanted = (given("required"),) if names == "of-kind" else (among("name", names),)
    form = Pattern(FACT, "form", wanted, (Join("kind", "=", DOCUMENT, "kind"),))
    written = (*of_document(), Join("name", "=", FACT, "name"))
    gone = Pattern("written", "section", (), written, negated=True)
    unread = unknown("doc", "sections") or ()
    return [
        Branch("applies", (form,)),
        Branch("fail", (form, gone), tests=(lacks("sections_un"),)),
        Branch("open", (form, gone), tests=unread),  # what was found is there, however little of the rest was read
    ]


# ---------------------------------------------------------------- two fields of one row


def compare(rule: Compare) -> list[Branch]:
    """Two fields of one row, or a field and a number, must stand in a relation."""
    check_field(rule.fact, rule.left)
    names = [rule.left] + ([rule.right] if isinstance(rule.right, str) else [])
    for name in names:
        check_field(rule.fact, name)
    known = tuple(lacks(f"{name}_no") if is_stated(rule.fact, name) else given(name) for name in names)
    unclear = [tests for name in names if (tests := unknown(rule.fact, name))]
    if rule.fact == "doc":
        return _compare_document(rule, known, unclear)
    return _compare_row(rule, known, unclear)


def _compare_document(rule: Compare, known: Tests, unclear: list[Tests]) -> list[Branch]:
    return [
        Branch("applies", tests=known),
        Branch("fail", _wrong(rule, DOCUMENT)[0], tests=_wrong(rule, DOCUMENT)[1]),
        *(Branch("open", tests=(*known, *tests)) for tests in unclear),
    ]


def _compare_row(rule: Compare, known: Tests, unclear: list[Tests]) -> list[Branch]:
    def row(*tests: Test) -> Pattern:
        return Pattern(FACT, rule.fact, tests, of_document())

    patterns, tests = _wrong(rule, FACT)
    unread = unknown("doc", _group_of(rule.fact)) or ()
    return [
        Branch("applies", (row(*known),)),
        Branch("fail", (row(*known, *tests), *patterns)),
        *(Branch("open", (row(*known, *each),)) for each in unclear),
        *applies_and("open", Branch("open", (stand_in(),), tests=unread)),
    ]


def _wrong(rule: Compare, alias: str) -> tuple[tuple[Pattern, ...], Tests]:
    """The row met a second time, with the opposite relation between its fields; a constant needs no second look."""
    opposite = _OPPOSITE[rule.op]
    if isinstance(rule.right, int):
        return (), (Test(rule.left, opposite, rule.right + rule.plus),)
    itself = Join("id", "=", alias, "id")
    relation = Join(rule.left, opposite, alias, rule.right, rule.plus)
    return (Pattern("again", rule.fact, (), (itself, relation)),), (given(rule.left), given(rule.right))


# ---------------------------------------------------------------- other papers of the dossier


def accompanied_by(kinds: Sequence[str]) -> list[Branch]:
    """The dossier must hold another paper of these kinds; one nobody could read may be it."""
    wanted = Pattern("wanted", "doc", (among("kind", kinds),), negated=True)
    perhaps = [Pattern(CANDIDATE, "cand", (among("kind", (*kinds, "*")),)), Pattern(CANDIDATE, "unread")]
    return [
        Branch("applies"),
        Branch("fail", (wanted, *_negated(perhaps)), same=False),
        *(Branch("open", (row, wanted), same=False) for row in perhaps),
    ]


def not_with(kinds: Sequence[str]) -> list[Branch]:
    """The dossier must not hold another paper of these kinds."""
    return [
        Branch("applies"),
        Branch("fail", (Pattern("other", "doc", (among("kind", kinds),)),), same=False),
        Branch("open", (Pattern(CANDIDATE, "cand", (among("kind", kinds),)),)),
    ]


def agreement(rule: Agreement, fact: str) -> list[Branch]:
    """All papers must say the same; each other value is one fault, shown with the first paper that says it."""
    between = ((among("kind", rule.between),) if rule.between else ()) + (
        (among("body", rule.body),) if rule.body else ()
    )
    about = (equals("topic", rule.topic), *between)

    def claim(alias: str, *joins: Join, no: bool = False) -> Pattern:
        return Pattern(alias, "claim", about, joins, no)

    first = (claim("other"), claim("earlier", Join("n", "<", "other", "n"), no=True))
    differs = Join("value", "!=", "other", "value")
    later = Join("n", ">", "other", "n")
    odd = claim(FACT, later, differs)
    first_odd = claim("sooner", Join("value", "=", FACT, "value"), Join("n", "<", FACT, "n"), no=True)
    no_odd = claim("odd", differs, no=True)
    second = (claim(FACT, later), claim("sooner", later, Join("n", "<", FACT, "n"), no=True))
    silent: Tests = (*(between or (given("kind"),)), given(f"{fact}_un"))
    unread = Pattern(CANDIDATE, "doc", silent)
    no_unread = Pattern("unread", "doc", silent, negated=True)
    return [
        *applies_and("fail", Branch("fail", (*first, odd, first_odd))),
        Branch("applies", (*first, *second, no_odd, no_unread)),
        *applies_and("open", Branch("open", (*first, no_odd, stand_in(), unread))),
    ]
