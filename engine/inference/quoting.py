"""Papers quoted in the text: base regulations in force, known numbers, and agreement with the paper filed beside."""

from __future__ import annotations

from collections.abc import Sequence

from engine.inference.conditions import Tests, among, given, lacks
from engine.inference.shape import DOCUMENT, FACT, OTHER, Branch, applies_and, of_document
from engine.inference.tree import Join, Pattern, Test
from engine.rulebook.models import Quoted


def quoted(rule: Quoted, opening: Sequence[str]) -> list[Branch]:
    """Return the branches of one of the three checks; `opening` are the kinds of papers that open a case."""
    roles: Tests = (among("role", rule.role),) if rule.role else ()
    if rule.check == "in-force":
        return _in_force(rule, roles, opening)
    return _known(rule, roles) if rule.check == "known" else _matches(roles)


def _quote(*tests: Test) -> Pattern:
    return Pattern(FACT, "quote", tests, of_document())


def _register(rule: Quoted, *tests: Test, joins: tuple[Join, ...] = (), no: bool = False) -> Pattern:
    about = (among("subject", rule.subject),) if rule.subject else ()
    return Pattern("regulation", "reg", (*about, *tests), (Join("id", "=", FACT, "reg"), *joins), no)


def _in_force(rule: Quoted, roles: Tests, opening: Sequence[str]) -> list[Branch]:
    """An old regulation is a fault only in a case begun after its last day: an older case may span the change."""
    quote, known = _quote(*roles, given("reg")), _register(rule)
    ended = _register(rule, joins=(Join("to", "<", DOCUMENT, "date"),))
    not_begun = _register(rule, joins=(Join("from", ">", DOCUMENT, "date"),))
    opened = Pattern(OTHER, "doc", (among("kind", opening), given("date")))
    since = Join("date", "<=", "regulation", "to")
    spanning = Pattern(OTHER, "doc", opened.tests, (since,))
    none_spanning = Pattern("spanning", "doc", opened.tests, (since,), negated=True)
    unread = Pattern("unread", "doc", (among("kind", opening), lacks("date")), negated=True)
    sooner = Pattern("sooner", "doc", opened.tests, (Join("date", "<", OTHER, "date"),), negated=True)
    none_opened = Pattern("opened", "doc", opened.tests, negated=True)
    undated = (lacks("date"), lacks("date_no"))
    return [
        Branch("applies", (quote, known), tests=(given("date"),)),
        *applies_and("open", Branch("open", (quote, known), tests=undated)),
        Branch("applies", (quote, ended, spanning), note="spans"),
        Branch("fail", (opened, sooner, quote, ended, none_spanning, unread), note="ended"),
        Branch("fail", (quote, not_begun), note="not-yet"),
        Branch("open", (quote, ended, none_opened), note="opening"),
        Branch("open", (quote, ended, none_spanning, _positive(unread)), note="opening"),
    ]


def _positive(pattern: Pattern) -> Pattern:
    return Pattern(pattern.alias, pattern.kind, pattern.tests, pattern.joins)


def _known(rule: Quoted, roles: Tests) -> list[Branch]:
    """The number stands in the register: then its date must be that of the register."""
    quote, known = _quote(*roles, given("reg"), given("date")), _register(rule, given("signed"))
    wrong = _register(rule, given("signed"), joins=(Join("signed", "!=", FACT, "date"),))
    return [Branch("applies", (quote, known)), Branch("fail", (quote, wrong), note="date")]


def _matches(roles: Tests) -> list[Branch]:
    """A paper of the same kind and issuer is filed: the quotation must give its number and date.

    Only papers not dated after the quoting one can be meant, and a paper whose number nobody could read may be it.
    Where number and date both differ, another paper of the kind is meant.
    """
    branches: list[Branch] = []
    for issuer_tests, issuer in _same_issuer():
        quote = _quote(*roles, given("qkind"), given("num"), *issuer_tests)
        branches += _against(quote, issuer)
    return branches


def _same_issuer() -> list[tuple[Tests, Join]]:
    return [
        ((given("qbody"),), Join("body", "=", FACT, "qbody")),
        ((lacks("qbody"), given("symbol")), Join("symbol", "=", FACT, "symbol")),
    ]


def _against(quote: Pattern, issuer: Join) -> list[Branch]:
    kind = Join("kind", "=", FACT, "qkind")
    another = Join("id", "!=", DOCUMENT, "id")
    before = Join("date", "<=", DOCUMENT, "date")
    same_number, same_date = Join("number", "=", FACT, "num"), Join("date", "=", FACT, "date")
    other_number, other_date = Join("number", "!=", FACT, "num"), Join("date", "!=", FACT, "date")
    agreeing = _filed("agreeing", (), kind, same_number, no=True)
    same_day = _filed("same-day", (given("number_un"),), kind, same_date, no=True)
    numberless = _filed("numberless", (given("number_un"),), kind, no=True)
    dated = Pattern(quote.alias, quote.kind, (*quote.tests, given("date")), quote.joins)
    no_date = Pattern(quote.alias, quote.kind, (*quote.tests, lacks("date")), quote.joins)
    exact = _filed("exact", (), kind, same_number, same_date, no=True)
    undated = _filed("undated", (lacks("date"),), kind, same_number, no=True)
    return [
        Branch("applies", (quote, _filed(OTHER, (), kind, issuer, another, before))),
        Branch(
            "fail",
            (no_date, _filed(OTHER, (), kind, issuer, another, before, other_number), agreeing, numberless),
            note="number",
        ),
        Branch(
            "fail",
            (dated, _filed(OTHER, (), kind, issuer, another, before, other_number, same_date), agreeing, numberless),
            note="number",
        ),
        Branch(
            "fail",
            (dated, _filed(OTHER, (), kind, issuer, another, before, same_number, other_date), exact, undated),
            note="date",
        ),
        Branch(
            "open",
            (dated, _filed(OTHER, (given("number_un"),), kind, issuer, another, before), agreeing, same_day),
        ),
    ]


def _filed(alias: str, tests: Tests, *joins: Join, no: bool = False) -> Pattern:
    return Pattern(alias, "doc", tests, joins, no)
