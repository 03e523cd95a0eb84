"""How rule files become clauses: golden trees, the safe subset, mistakes with advice, and all rules of the project."""

import json
from pathlib import Path

import pytest

from engine.errors import RulebookError
from engine.inference import compiler
from engine.inference.durable_form import (
    MOST_FIELDS,
    MOST_OPEN,
    MOST_RULES,
    Properties,
    SubsetError,
    Words,
    fnv,
    rules_of,
)
from engine.inference.durable_shards import _Builder, shards_of
from engine.inference.evaluate import clauses_of, evaluator
from engine.inference.reference import explain, worded
from engine.inference.tree import Clause, Join, Pattern, Test
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import DocumentKind, Procedure, Requirement

CITATION = {"regulation": "r", "mark": "read", "source": "s"}
GOLDEN = Path(__file__).parent / "inference_golden.txt"
KINDS = {
    name: DocumentKind.model_validate(
        {"id": name, "title": name, "recognise": {}, "citation": CITATION, "signers": [["bi-thu"]]}
    )
    for name in ("plan", "minute")
}


def tree_of(requires, applies_to=None):
    requirement = Requirement.model_validate(
        {
            "id": "rule", "title": "t", "checks": ["X"], "severity": "error", "message": "m", "remedy": "m", "why": "w",
            "applies_to": applies_to or {"document": ["plan"]}, "requires": requires, "citation": CITATION,
            "examples": [{"title": "x", "expect": "pass"}],
        }
    )  # fmt: skip
    return compiler.requirement_tree(requirement, kinds=KINDS)


def plan(**more):
    return {"k": "doc", "id": "d1", "n": 1, "kind": "plan", **more}


# ---------------------------------------------------------------- golden


def written(tree):
    lines = [f"{tree.id} by {', '.join(tree.key)}"]
    for clause in tree.clauses:
        lines.append(f"  {clause.part} {clause.note}".rstrip())
        lines += [f"    {worded(pattern)}" for pattern in clause.patterns]
    return "\n".join(lines)


def golden_trees():
    step = {"id": "a", "no": "1", "phase": "chuan-bi", "title": "t", "kinds": ["plan"], "citation": CITATION}
    later = step | {"id": "b", "kinds": ["minute"], "after": ["a"], "issuer": ["chi-bo"]}
    procedure = {"id": "p", "title": "t", "section": "s", "level": "chi-bo", "recognise": {"any_of": ["plan"]}}
    procedure = Procedure.model_validate(procedure | {"steps": [step, later], "citation": CITATION})
    scope = {"document": ["plan"], "where": {"body": {"is_not": "ubkt"}}}
    return [
        tree_of({"present": "number"}, scope),
        *compiler.procedure_trees(procedure, kinds=KINDS, parameters={}),
    ]


def test_compiled_as_it_was():
    """A change of meaning shows here first. Look at the difference, then write the file anew from `written`."""
    assert "\n".join(map(written, golden_trees())) + "\n" == GOLDEN.read_text(encoding="utf-8")


# ---------------------------------------------------------------- the project's own rules


def test_all_rules_of_the_project_compile_into_the_safe_subset():
    book = load_rulebook(())
    parameters = book.parameters()
    trees = [
        compiler.requirement_tree(item, kinds=book.kinds, parameters=parameters) for item in book.requirements.values()
    ]
    for procedure in book.procedures.values():
        trees += compiler.procedure_trees(procedure, kinds=book.kinds, parameters=parameters)
    assert len({tree.id for tree in trees}) == len(trees)
    properties = Properties(Words())
    shards = shards_of(rules_of(clauses_of(trees), properties), properties)
    assert sum(len(shard.rules) - 1 for shard in shards) >= len(trees)
    for shard in shards:
        assert len(shard.rules) <= MOST_RULES
        assert max(map(len, shard.asked.values())) <= MOST_FIELDS
        assert_safe(shard.rules)


def assert_safe(rules):
    """What must never reach the engine, looked for in the JSON it gets."""
    text = json.dumps(rules)
    for word in ('"$or"', "$any", "$all", '"$div"', '"$mt"', '"$imt"', "null", "true", "false", ".", '"sid"', '"id"'):
        assert word not in text, word
    for name, rule in rules.items():
        first, *others = rule["all"]
        assert list(first.values()) == [{"k": 0}]
        assert len(others) <= 15
        assert name == "__done" or others
        for pattern in others:
            (terms,) = (value["$and"] for value in pattern.values())
            joined = [term for term in terms if '"a0"' in json.dumps(term) or '{"a' in json.dumps(term)]
            assert not joined or terms[-1] == {"z": {next(iter(first)): "z"}}


# ---------------------------------------------------------------- the safe subset


def clause(*patterns):
    return Clause("r", "fail", patterns)


DOC = Pattern("a", "doc")


@pytest.mark.parametrize(
    "bad",
    [
        clause(),
        clause(Pattern("a", "doc", negated=True)),
        clause(DOC, DOC),
        clause(DOC, Pattern("b", "doc", joins=(Join("x", "=", "c", "x"),))),
        clause(Pattern("a", "doc", negated=True), Pattern("b", "doc", joins=(Join("x", "=", "a", "x"),))),
        clause(Pattern("a", "doc", (Test("x", "<", "5"),))),
        clause(Pattern("a", "doc", (Test("x", "=", None),))),
        clause(Pattern("a", "doc", (Test("x", "=", 1.5),))),
        clause(Pattern("a", "doc", (Test("x", "=", True),))),
        clause(Pattern("a", "doc", (Test("x", "=", 1 << 40),))),
        clause(Pattern("a", "doc", (Test("x", "in", 5),))),
        clause(*(Pattern(f"a{n}", "doc") for n in range(16))),
        clause(Pattern("a", "doc", tuple(Test(f"x{n}", "present") for n in range(30)))),
    ],
)
def test_what_the_engine_gets_wrong_is_refused_by_us(bad):
    with pytest.raises(SubsetError):
        rules_of([bad], Properties(Words()))


def test_names_never_collide_in_the_engine_s_hash():
    assert fnv("costarring") == fnv("liquid")
    properties = Properties(Words())
    clauses = [clause(Pattern("a", "doc", tuple(Test(f"f{n}.{m}", "present") for m in range(9)))) for n in range(100)]
    rules_of(clauses, properties)
    assert len({fnv(name) for name in properties.meaning}) == 900


def test_shards_stay_below_the_engine_s_limits():
    properties = Properties(Words())
    clauses = [clause(Pattern("a", "doc", (Test(f"f{n}", "present"), Test("x", "=", n)))) for n in range(300)]
    shards = shards_of(rules_of(clauses, properties), properties)
    assert sum(len(shard.clauses) for shard in shards) == 300
    assert all(len(shard.asked["doc"]) <= MOST_FIELDS for shard in shards)
    many = [clause(Pattern("a", "doc", (Test(f"f{n}", "present"),))) for n in range(70)]
    builder = _Builder(Properties(Words()))
    taken = [builder.takes(rule) for rule in rules_of(many, builder.properties)]
    assert taken.index(False) == MOST_OPEN


def test_equal_clauses_share_one_rule():
    properties = Properties(Words())
    rules = rules_of([clause(Pattern("a", "doc")), clause(Pattern("b", "doc"))], properties)
    assert len(rules) == 1
    matches = evaluator([tree_of({"present": "number"})], "auto").run([plan(number_no=1)])
    assert len(matches) == 2


# ---------------------------------------------------------------- mistakes of a file


@pytest.mark.parametrize(
    ("requires", "more", "words"),
    [
        ({"present": "nummber"}, {}, "number"),
        ({"value": {"header": {}}}, {}, "để trống"),
        ({"value": {"future": "yes"}}, {}, "1 hoặc 0"),
        ({"none": {"blanks": {}}}, {}, "blank"),
        ({"some": {"agg": {"name": "x"}}}, {}, "agg"),
        ({"agreement": {"topic": "weather"}}, {}, "weather"),
        ({"position": "step-order"}, {}, "quy trình"),
        ({}, {}, "đúng một khóa"),
        ({"present": "number", "absent": "date"}, {}, "đúng một khóa"),
    ],
)
def test_a_rule_that_cannot_be_compiled_says_why(requires, more, words):
    with pytest.raises(RulebookError) as caught:
        tree_of(requires, **more)
    assert words in caught.value.message + caught.value.advice
    assert "rule" in caught.value.message


def test_explain_says_where_a_rule_stopped():
    traces = explain(
        tree_of({"present": "number"}), [plan(number="5"), {"k": "doc", "id": "d2", "n": 2, "kind": "minute"}]
    )
    failing = next(trace for trace in traces if trace.part == "fail")
    assert not failing.holds
    assert failing.rows == 2
    assert dict(failing.refused)["d1"].startswith("number_no present")
    assert dict(failing.refused)["d2"] == "kind = plan (kind: minute)"
    assert next(trace for trace in traces if trace.part == "applies").fitted == ("d1",)
