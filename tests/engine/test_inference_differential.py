"""Both evaluators say the same: on random clauses, and on trees compiled from random requirements and procedures."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.inference import compiler, words
from engine.inference.durable import Durable, why_not
from engine.inference.evaluate import clauses_of, evaluator, outcomes
from engine.inference.reference import Reference
from engine.inference.tree import Clause, Join, Pattern, Test
from engine.rulebook.models import DocumentKind, Parameter, Procedure, Requirement

pytestmark = pytest.mark.skipif(why_not() is not None, reason="durable_rules is not to be had on this Python")

WORDS = ("a", "b", "5", "quyết định", 'x"\\y\x00')
KINDS = ("ke-hoach", "quyet-dinh", "bien-ban", "ket-luan")
CITATION = {"regulation": "r", "mark": "read", "source": "s"}

# ---------------------------------------------------------------- random clauses


def random_test(pick: random.Random) -> Test:
    field = pick.choice(("kind", "s", "x", "date"))
    op = pick.choice(("=", "!=", "in", "present", "missing", "<", ">="))
    if op in ("present", "missing"):
        return Test(field, op)
    if op in ("<", ">="):
        return Test("date", op, pick.randint(0, 5))
    value = [pick.choice(WORDS) if field in ("kind", "s") else pick.randint(0, 5) for _ in range(2)]
    return Test(field, op, tuple(value) if op == "in" else value[0])


def random_join(pick: random.Random, bound: list[str]) -> Join:
    field = pick.choice(("kind", "s", "x", "date", "date"))
    other = field if pick.random() < 0.8 else pick.choice(("kind", "s", "x", "date", "id"))
    return Join(
        field, pick.choice(("=", "!=", "<", "<=", ">", ">=")), pick.choice(bound), other, pick.choice((0, 0, 3, -2))
    )


def random_clause(pick: random.Random) -> Clause:
    patterns: list[Pattern] = []
    bound: list[str] = []
    for number in range(pick.randint(1, 6)):
        negated = bool(bound) and pick.random() < 0.5
        tests = tuple(random_test(pick) for _ in range(pick.choice((0, 0, 0, 1, 2))))
        joins = tuple(random_join(pick, bound) for _ in range(pick.choice((0, 1, 1, 2, 3)))) if bound else ()
        patterns.append(Pattern(f"q{number}", pick.choice(("doc", "doc", "sig", "dossier")), tests, joins, negated))
        bound += [] if negated else [f"q{number}"]
    return Clause("r", "fail", tuple(patterns), same=pick.random() < 0.5)


def random_rows(pick: random.Random, most: int = 9) -> list[dict[str, int | str]]:
    rows: list[dict[str, int | str]] = [{"k": "dossier", "id": "dossier", "x": 1}]
    for number in range(pick.randint(0, most)):
        row: dict[str, int | str] = {"k": pick.choice(("doc", "doc", "sig")), "id": f"d{number}"}
        row |= {field: pick.choice(WORDS) for field in ("kind", "s") if pick.random() < 0.8}
        row |= {field: pick.randint(0, 5) for field in ("x", "date") if pick.random() < 0.8}
        row |= {"date": "5"} if pick.random() < 0.05 else {}
        rows.append(row)
    pick.shuffle(rows)
    return rows


@settings(max_examples=150, deadline=None, database=None)
@given(st.integers(0, 2**32))
def test_random_clauses(seed):
    pick = random.Random(seed)
    clauses = [random_clause(pick) for _ in range(pick.randint(1, 25))]
    engine, reference = Durable(clauses), Reference(clauses)
    try:
        for _ in range(4):
            rows = random_rows(pick)
            wanted = reference.run(rows)
            assert engine.run(rows) == wanted
            pick.shuffle(rows)
            assert engine.run(rows) == wanted == reference.run(rows)
    finally:
        engine.close()


def test_random_clauses_do_match():
    """The comparison above would prove nothing on clauses that never match."""
    pick = random.Random(7)
    clauses = [random_clause(pick) for _ in range(200)]
    found = [match.clause for _ in range(30) for match in Reference(clauses).run(random_rows(pick))]
    assert len(set(found)) > 50


# ---------------------------------------------------------------- random requirements and procedures

Slug = st.sampled_from(KINDS)
Kinds = st.lists(Slug, min_size=1, max_size=3, unique=True)
Where = st.one_of(
    st.builds(lambda v: {"is": v}, st.sampled_from(("party", "state"))),
    st.builds(lambda v: {"is_not": v}, st.sampled_from(("party", "state"))),
    st.builds(lambda v: {"state": v}, st.sampled_from(("read", "absent", "unreadable"))),
)
Demand = st.one_of(
    st.just({"value": {"issuer": {"without": ["huyện ủy"]}}}),
    st.just({"value": {"issuer": {"contains": ["huyện ủy", "quận ủy"]}}}),
    st.just({"apart": "meeting"}),
    st.builds(
        lambda check, kinds: {
            "extension": {"check": check, "limits": [{"procedure": ["p"], "earlier": kinds, "parameter": "d"}]}
        },
        st.sampled_from(("in-time", "share")),
        Kinds,
    ),
    st.just({"compare": {"fact": "doc", "left": "effective", "op": ">=", "right": "date", "plus_parameter": "d"}}),
    st.builds(lambda a, b: {"order": {"earlier": a, "later": b, "day": "effective"}}, Kinds, Kinds),
    st.builds(lambda f: {"present": f}, st.sampled_from(("number", "date", "recipients", "meeting.start"))),
    st.builds(lambda f: {"absent": f}, st.sampled_from(("header", "blanks", "future"))),
    st.builds(lambda w: {"value": {"header": w}}, Where),
    st.builds(
        lambda op, plus: {"compare": {"fact": "meeting", "left": "end", "op": op, "right": "start", "plus": plus}},
        st.sampled_from(("=", "<", ">=")),
        st.integers(-2, 2),
    ),
    st.just({"none": {"blank": {"page": {"at_least": 2}}}}),
    st.builds(lambda r: {"some": {"sig": {"role": r, "signed": 1}}}, st.sampled_from(("bi-thu", ["bi-thu", "thu-ky"]))),
    st.sampled_from([{"sections": "of-kind"}, {"sections": ["noi-dung"]}]),
    st.just({"paging": {"without": ["unnumbered", "gap"]}}),
    st.builds(lambda k: {"accompanied_by": k}, Kinds),
    st.builds(lambda k: {"not_with": k}, Kinds),
    st.builds(lambda a, b: {"order": {"earlier": a, "later": b}}, Kinds, Kinds),
    st.builds(
        lambda a, b, p: {"within": {"earlier": a, "later": b, "parameter": p}}, Kinds, Kinds, st.sampled_from("dwm")
    ),
    st.builds(lambda k: {"agreement": {"topic": "period", "between": k}}, st.just([]) | Kinds),
    st.builds(lambda c: {"quoted": {"check": c, "role": ["basis"]}}, st.sampled_from(("in-force", "known", "matches"))),
)
Requirements = st.builds(
    lambda kinds, where, demand, span, whole: Requirement.model_validate(
        {
            "id": "r",
            "title": "t",
            "checks": ["X"],
            "severity": "error",
            "message": "m",
            "remedy": "m",
            "why": "w",
            "applies_to": {"document": kinds, "where": where, "dossier": whole},
            "requires": demand,
            "in_force": span,
            "citation": CITATION,
            "examples": [{"title": "x", "expect": "pass"}],
        }
    ),
    Kinds,
    st.just({}) | st.builds(lambda w: {"body": w}, Where),
    Demand,
    st.sampled_from([{}, {"from": dt.date.fromordinal(4)}]),
    st.just(False),
)


STAND_INS = ([], ["bien-ban"], [{"kind": "ke-hoach", "section": "noi-dung"}])


@st.composite
def procedures(draw):
    steps = []
    for number in range(draw(st.integers(2, 5))):
        earlier = [f"s{n}" for n in range(number)]
        some_earlier = st.lists(st.sampled_from(earlier), max_size=2, unique=True) if earlier else st.just([])
        after = draw(some_earlier)
        when = {
            "when": draw(st.sampled_from([{"document": ["ke-hoach"]}, {"no_document": ["bien-ban"]}, {"answer": "q"}]))
        }
        steps.append(
            {
                "id": f"s{number}", "no": "1", "phase": "chuan-bi", "title": "t", "kinds": draw(Kinds), "after": after,
                "required": draw(st.sampled_from(["always", "optional", when])),
                "in_dossier": draw(st.sampled_from(["filed", "filed", "cited", "later"])),
                "satisfied_by": draw(st.sampled_from(STAND_INS)),
                "within": [{"parameter": draw(st.sampled_from("dwm")), "from": name} for name in after[:1]],
                "issuer": draw(st.sampled_from([[], ["party"], ["party", "state"]])),
                "signers": draw(st.sampled_from([None, [["bi-thu"], ["thu-ky"]], [["bi-thu", "thu-ky"]]])),
                "citation": CITATION,
            }
        )  # fmt: skip
    return Procedure.model_validate(
        {
            "id": "p", "title": "t", "section": "s", "level": "chi-bo", "recognise": {"any_of": ["ke-hoach"]},
            "steps": steps, "citation": CITATION,
        }
    )  # fmt: skip


def parameter(name, unit):
    values = [
        {"to": dt.date.fromordinal(5), "value": 2, "citation": CITATION},
        {"from": dt.date.fromordinal(6), "value": 1, "citation": CITATION},
    ]
    return Parameter.model_validate(
        {
            "id": name,
            "title": "t",
            "unit": unit,
            "extension": "1/3",
            "values": values,
            "last_checked": dt.date(2026, 1, 1),
        }
    )


PARAMETERS = {"d": parameter("d", "days"), "w": parameter("w", "working-days"), "m": parameter("m", "months")}
CATALOGUE = {
    name: DocumentKind.model_validate(
        {
            "id": name, "title": name, "recognise": {},
            "groups": ["gia-han"] if name == "ket-luan" else ["ke-hoach-viec"],
            "sections": [{"id": "noi-dung", "title": "t", "words": ["w"]}], "citation": CITATION,
        }
    )
    for name in KINDS
}  # fmt: skip


def state(pick, name, *values):
    turn = pick.random()
    return {name: pick.choice(values)} if turn < 0.6 else {f"{name}_no" if turn < 0.75 else f"{name}_un": 1}


def random_memory(pick: random.Random) -> list[dict[str, int | str]]:
    """Rows in the words of the real vocabulary."""
    rows: list[dict[str, int | str]] = [{"k": "dossier", "id": "dossier", "answer_q": pick.randint(0, 1), "date": 3}]
    rows[0] |= {"procedure": "p"} if pick.random() < 0.7 else {}
    rows[0] |= {"order_known": 1} if pick.random() < 0.5 else {}
    rows += [{"k": "form", "id": f"form.{kind}", "kind": kind, "name": "noi-dung", "required": 1} for kind in KINDS]
    rows += [{"k": "reg", "id": name, "subject": "x", "from": 2, "to": 6, "signed": 2} for name in ("g1", "g2")]
    for number in range(1, pick.randint(0, 8) + 1):
        name, day = f"d{number:02}", pick.randint(1, 70)
        row = {"k": "doc", "id": name, "n": number, "paged": 1} | state(pick, "kind", *KINDS)
        row |= {"date": day, "wd": day} if pick.random() < 0.9 else pick.choice(({"date_no": 1}, {"date_un": 1}))
        row |= {"pos": pick.randint(1, 9)} if pick.random() < 0.8 else {"pos_un": 1}
        for field in ("header", "body"):
            row |= state(pick, field, "party", "state")
        row |= state(pick, "issuer", "huyện ủy a", "chi bộ b") | state(pick, "extension", 1, 3)
        row |= state(pick, "effective", pick.randint(1, 70))
        row |= state(pick, "number", "1", "2") | state(pick, "symbol", "kh/cb")
        for group in ("sections", "signatures", "blanks", "page_faults", "recipients", "meeting", "period"):
            row |= (
                state(pick, f"{group}", 1)
                if group == "period"
                else pick.choice(({f"{group}_is": 1, f"{group}_n": 1}, {f"{group}_no": 1}, {f"{group}_un": 1}))
            )
        rows.append(row)
        kind = {"kind": row["kind"]} if "kind" in row else {}
        rows += [{"k": k, "id": f"{name}.{k}", "doc": name, **kind, **more} for k, more in narrower(pick, number)]
    pick.shuffle(rows)
    return rows


def narrower(pick, number):
    chosen = [
        ("section", {"name": "noi-dung"}),
        ("sig", state(pick, "role", "bi-thu", "thu-ky") | state(pick, "signed", 0, 1)),
        ("blank", {"page": pick.randint(1, 3)}),
        ("page_fault", {"fault": pick.choice(("gap", "unnumbered"))}),
        (
            "meeting",
            {"n": number} | state(pick, "start", 1, 2) | state(pick, "end", 1, 2) | state(pick, "place", "a", "b"),
        ),
        ("claim", {"topic": "period", "value": pick.choice(("v", "w")), "n": number}),
        ("cand", {"kind": pick.choice(KINDS)}),
        ("unread", {}),
        ("quote", quotation(pick)),
    ]
    return [item for item in chosen if pick.random() < (0.1 if item[0] in ("cand", "unread") else 0.5)]


def quotation(pick):
    found = {"role": "basis", "num": pick.choice("12"), "date": pick.randint(1, 9), "symbol": "kh/cb"}
    return found | {"qkind": pick.choice(KINDS), "reg": pick.choice(("g1", "g2"))}


@settings(max_examples=100, deadline=None, database=None)
@given(st.lists(Requirements, min_size=1, max_size=12), procedures(), st.integers(0, 2**32))
def test_compiled_rules(requirements, procedure, seed):
    trees = [compiler.requirement_tree(item, kinds=CATALOGUE, parameters=PARAMETERS) for item in requirements]
    trees += compiler.procedure_trees(procedure, kinds=CATALOGUE, parameters=PARAMETERS)
    durable, python = evaluator(trees, "durable"), evaluator(trees, "python")
    assert (durable.engine, python.engine) == ("durable", "python")
    pick = random.Random(seed)
    for _ in range(3):
        rows = words.marked(random_memory(pick), requirements)
        matches = python.run(rows)
        assert durable.run(rows) == matches
        results = outcomes(trees, matches, rows)
        pick.shuffle(rows)
        assert outcomes(trees, durable.run(rows), rows) == results
        assert {result.rule for result in results} == {tree.id for tree in trees}


def test_every_clause_binds_the_key():
    @settings(max_examples=100, deadline=None, database=None)
    @given(Requirements, procedures())
    def inner(requirement, procedure):
        trees = [compiler.requirement_tree(requirement, kinds=CATALOGUE, parameters=PARAMETERS)]
        trees += compiler.procedure_trees(procedure, kinds=CATALOGUE, parameters=PARAMETERS)
        for tree in trees:
            for clause in tree.clauses:
                assert set(tree.key) <= {pattern.alias for pattern in clause.patterns if not pattern.negated}

    inner()


def test_random_memory_gives_every_outcome():
    """The rows of the comparison reach fail, open and pass of every step rule, not only «not applicable»."""
    first = {"id": "a", "no": "1", "phase": "chuan-bi", "title": "t", "kinds": ["ke-hoach"], "citation": CITATION}
    second = first | {
        "id": "b", "kinds": ["bien-ban"], "after": ["a"], "issuer": ["party"], "signers": [["bi-thu"]],
        "within": [{"parameter": "d", "from": "a"}],
    }  # fmt: skip
    written = {"id": "p", "title": "t", "section": "s", "level": "chi-bo", "recognise": {"any_of": ["ke-hoach"]}}
    procedure = Procedure.model_validate(written | {"steps": [first, second], "citation": CITATION})
    trees = compiler.procedure_trees(procedure, kinds=CATALOGUE, parameters=PARAMETERS)
    reference = Reference(clauses_of(trees))
    seen = set()
    for seed in range(600):
        rows = random_memory(random.Random(seed))
        seen |= {(result.rule.split(":")[1], result.outcome) for result in outcomes(trees, reference.run(rows), rows)}
    for what in ("present", "order", "deadline", "issuer", "signers"):
        assert {(what, outcome) for outcome in ("fail", "open", "pass")} <= seen, what
    assert {("position", "fail"), ("position", "pass")} <= seen
