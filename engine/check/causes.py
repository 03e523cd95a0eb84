"""Why a result stays open: the fact of the paper that nobody could read, found from what the rule asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.inference.tree import Clause, FactRow, RuleTree
from parsers.facts import Document, Fact

# fields of working memory whose fact in the document has another name
_FACT_OF = {
    "wd": "date",
    "year": "date",
    "date_style": "date",
    "body": "issuer_body",
    "body_level": "issuer_body",
    "type": "type_name",
    "type_fits": "type_name",
    "body_fits": "issuer_body",
    "type_abbr": "symbol",
    "body_abbr": "symbol",
    "number_style": "number_line",
    "pos": "position",
    "pages": "page_count",
    "born": "person",
    "period_start": "period",
    "period_end": "period",
    "signed": "signatures",
    "role": "signatures",
    "name": "signatures",
    "start": "meeting",
    "end": "meeting",
    "matched": "index_rows",
    "filled": "cover",
}
_NAMING = ("k", "id", "n", "doc", "kind", "number", "symbol", "date", "name", "role")  # what says which row it is
_BESIDE = frozenset({"seal", "pen", "seal_place"})  # of a place to sign: a signature needs none of them


def asked_fields(trees: Iterable[RuleTree]) -> dict[str, tuple[str, ...]]:
    """Return, for each rule, the facts of a document its open clauses ask for."""
    return {tree.id: _asked(tree.clauses) for tree in trees}


def looked_at(trees: Iterable[RuleTree]) -> dict[str, dict[str, set[str]]]:
    """Return, for each rule and alias, the fields of the row that its clauses test or compare."""
    return {tree.id: _looked_at(tree.clauses) for tree in trees}


def _looked_at(clauses: Iterable[Clause]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pattern in dict.fromkeys(pattern for clause in clauses for pattern in clause.patterns):
        found.setdefault(pattern.alias, set()).update(test.field for test in pattern.tests)
        for join in pattern.joins:
            found[pattern.alias].add(join.field)
            found.setdefault(join.alias, set()).add(join.other)
    return found


def part_of(row: FactRow, looked: Iterable[str]) -> FactRow:
    """Return what was looked at of a row, and what says which row it is."""
    wanted = {*_NAMING, *looked}
    return {name: value for name, value in row.items() if name in wanted}


def _asked(clauses: Iterable[Clause]) -> tuple[str, ...]:
    tests = [
        test.field
        for clause in clauses
        if clause.part == "open"
        for pattern in clause.patterns
        for test in pattern.tests
        if test.op in ("missing", "present")
    ]
    return tuple(dict.fromkeys(_fact_name(field) for field in tests))


def _fact_name(field: str) -> str:
    for ending in ("_un", "_no", "_is", "_n"):
        field = field.removesuffix(ending)
    return _FACT_OF.get(field, field)


def reason_for(documents: Iterable[Document], asked: Iterable[str]) -> tuple[str, str] | None:
    """Return (fact, reason code) of the first asked fact that could not be read."""
    papers = list(documents)
    for name in sorted(asked, key=lambda name: name != "seal"):  # what a rule on seals asks beside is the signer
        for document in papers:
            code = _why(document, name)
            if code:
                return name, code
    return None


def _why(document: Document, name: str) -> str | None:
    if name == "seal":
        printed = [block for block in document.signatures.value or () if block.title or block.authority]
        seals = [block.seal.why for block in printed if block.seal.is_unreadable]
        return "grey" if "grey" in seals else next(iter(seals), None)
    fact = getattr(document, name, None)
    if not isinstance(fact, Fact):
        return None
    if fact.is_unreadable:
        return fact.why
    if name == "index_rows" and any(row.unclear for row in document.index_rows.value or ()):
        return "handwriting"
    return _inner(fact) if name in ("signatures", "meeting", "votes", "cover") else None


def _inner(fact: Fact[object]) -> str | None:
    """A group was read, one of its facts was not: the picture of a signature, the end of a meeting."""
    groups = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    for group in groups:
        for part in _parts(group):
            if part.is_unreadable:
                return part.why
    return None


def _parts(group: object) -> Iterable[Fact[object]]:
    names: Mapping[str, object] = getattr(type(group), "__dataclass_fields__", {})
    values = (getattr(group, name) for name in names if name not in _BESIDE)
    return [value for value in values if isinstance(value, Fact)]
