"""What the steps of a procedure say of a dossier: each rule with fail, open, pass and «does not apply»."""

import datetime as dt

import pytest

from engine.errors import RulebookError
from engine.inference import compiler
from engine.inference.calendar import WorkingDays
from engine.inference.evaluate import evaluator, outcomes
from engine.rulebook.models import DocumentKind, Parameter, Procedure

CITATION = {"regulation": "r", "mark": "read", "source": "s"}
DAY = dt.date(2026, 3, 2).toordinal()  # a Monday
DAYS = WorkingDays()


def kind(name, **more):
    return DocumentKind.model_validate({"id": name, "title": name, "recognise": {}, "citation": CITATION, **more})


KINDS = {
    "plan": kind("plan", signers=[["bi-thu", "pho-bi-thu"]]),
    "minute": kind("minute", signers=[["thu-ky"], ["chu-tri"]]),
    "working-minute": kind("working-minute", minute=True, signers=[["thu-ky"], ["to-truong"]]),
    "outline": kind("outline"),
    "letter": kind("letter"),
    "longer": kind("longer", groups=["gia-han"]),
}


def step(name, *kinds, **more):
    return {
        "id": name,
        "no": "1",
        "phase": "chuan-bi",
        "title": "t",
        "kinds": list(kinds),
        "citation": CITATION,
        **more,
    }


def parameter(unit="days", values=({"value": 3},), extension=None):
    dated = [{"citation": CITATION, **value} for value in values]
    written = {"id": "limit", "title": "t", "unit": unit, "values": dated, "last_checked": "2026-01-01"}
    return Parameter.model_validate(written | {"extension": extension})


def trees_of(*steps, parameters=None):
    written = {"id": "p", "title": "t", "section": "s", "level": "chi-bo", "recognise": {"any_of": ["plan"]}}
    procedure = Procedure.model_validate(written | {"steps": list(steps), "citation": CITATION})
    return compiler.procedure_trees(procedure, kinds=KINDS, parameters=parameters or {})


def doc(name, kind_, day=0, **more):
    row = {"k": "doc", "id": name, "n": int(name[1:]), "kind": kind_}
    if day is None:
        return row | {"date_un": 1} | more
    date = dt.date.fromordinal(DAY + day)
    return row | {"date": date.toordinal(), "wd": DAYS.wd(date)} | more


def judged(rule, rows, *steps, parameters=None, **dossier):
    """Return the results of one rule, the same on both engines."""
    trees = [tree for tree in trees_of(*steps, parameters=parameters) if tree.id == rule]
    assert trees, rule
    rows = [{"k": "dossier", "id": "dossier", **dossier}, *rows]
    python, durable = evaluator(trees, "python"), evaluator(trees, "auto")
    assert durable.run(rows) == python.run(rows)
    return outcomes(trees, python.run(rows), rows)


def said(*args, **kwargs):
    return [result.outcome for result in judged(*args, **kwargs)]


def section(name):
    return {"k": "section", "id": "s", "doc": "d1", "kind": "plan", "name": name}


# ---------------------------------------------------------------- present


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([], "fail"),
        ([doc("d1", "plan")], "pass"),
        ([{"k": "cand", "id": "c", "doc": "d1", "kind": "plan"}], "open"),
        ([{"k": "cand", "id": "c", "doc": "d1", "kind": "minute"}], "fail"),
        ([{"k": "cand", "id": "c", "doc": "d1", "kind": "*"}], "open"),
        ([{"k": "unread", "id": "u", "doc": "d1"}], "open"),
        ([doc("d1", "plan"), {"k": "unread", "id": "u", "doc": "d2"}], "pass"),
    ],
)
def test_a_missing_paper_is_a_fault_unless_an_unread_one_may_be_it(rows, outcome):
    assert said("p/plan:present", rows, step("plan", "plan")) == [outcome]


def test_open_names_the_candidate_and_pass_the_paper():
    candidate = {"k": "cand", "id": "c", "doc": "d1", "kind": "plan"}
    assert judged("p/a:present", [candidate], step("a", "plan"))[0].bound["candidate"] == "c"
    assert judged("p/a:present", [doc("d7", "plan")], step("a", "plan"))[0].bound["document"] == "d7"


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([doc("d1", "letter")], "pass"),
        ([doc("d1", "plan", sections_is=1), section("outline")], "pass"),
        ([doc("d1", "plan", sections_is=1), section("aim")], "fail"),
        ([doc("d1", "plan", sections_un=1)], "open"),
        ([], "fail"),
    ],
)
def test_what_stands_for_a_step(rows, outcome):
    stands = ["letter", {"kind": "plan", "section": "outline"}]
    assert said("p/a:present", rows, step("a", "outline", satisfied_by=stands)) == [outcome]


@pytest.mark.parametrize("how", [{"required": "optional"}, {"in_dossier": "not-kept"}, {"in_dossier": "later"}])
def test_what_may_be_absent_is_never_missing(how):
    assert said("p/a:present", [], step("a", "plan", **how)) == ["not_applicable"]
    assert said("p/a:present", [{"k": "unread", "id": "u", "doc": "d1"}], step("a", "plan", **how)) == [
        "not_applicable"
    ]
    assert said("p/a:present", [doc("d1", "plan")], step("a", "plan", **how)) == ["pass"]


def test_a_cited_paper_is_done_when_filed_or_quoted():
    cited = step("a", "plan", in_dossier="cited")
    assert said("p/a:present", [], cited) == ["not_applicable"]
    assert said("p/a:present", [{"k": "quote", "id": "q", "doc": "d1", "qkind": "plan"}], cited) == ["pass"]
    assert said("p/a:present", [doc("d1", "plan")], cited) == ["pass"]


@pytest.mark.parametrize(
    ("when", "rows", "dossier", "outcome"),
    [
        ({"document": ["minute"]}, [doc("d1", "minute")], {}, "fail"),
        ({"document": ["minute"]}, [], {}, "not_applicable"),
        ({"no_document": ["minute"]}, [], {}, "fail"),
        ({"no_document": ["minute"]}, [doc("d1", "minute")], {}, "not_applicable"),
        ({"answer": "asked"}, [], {"answer_asked": 1}, "fail"),
        ({"answer": "asked"}, [], {"answer_asked": 0}, "not_applicable"),
        ({"answer": "asked"}, [], {}, "not_applicable"),
        ({"answer": "asked"}, [doc("d1", "plan")], {"answer_asked": 1}, "pass"),
        ({"document": ["minute"], "answer": "asked"}, [doc("d1", "minute")], {}, "not_applicable"),
    ],
)
def test_required_when(when, rows, dossier, outcome):
    assert said("p/a:present", rows, step("a", "plan", required={"when": when}), **dossier) == [outcome]


# ---------------------------------------------------------------- order


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([doc("d1", "plan", 5), doc("d2", "minute", 3)], "fail"),
        ([doc("d1", "plan", 3), doc("d2", "minute", 3)], "pass"),
        ([doc("d1", "plan", 5), doc("d2", "minute", 3), doc("d3", "plan", 1)], "pass"),
        ([doc("d1", "plan", None), doc("d2", "minute", 3)], "open"),
        ([doc("d1", "plan", None), doc("d2", "minute", 3), doc("d3", "plan", 1)], "pass"),
        ([doc("d1", "plan", None), doc("d2", "minute", 3), doc("d3", "plan", 9)], "open"),
        ([doc("d1", "plan", 5), doc("d2", "minute", None)], "open"),
        ([doc("d2", "minute", 3)], "not_applicable"),
        ([doc("d1", "plan", 5)], "not_applicable"),
        ([{"k": "doc", "id": "d1", "n": 1, "kind": "plan", "date_no": 1}, doc("d2", "minute", 3)], "not_applicable"),
    ],
)
def test_order(rows, outcome):
    steps = step("a", "plan"), step("b", "minute", after=["a"])
    assert said("p/b:order:a", rows, *steps) == [outcome]


def test_order_reports_the_earliest_and_one_result_per_paper():
    rows = [doc("d1", "plan", 9), doc("d2", "plan", 6), doc("d3", "minute", 3), doc("d4", "minute", 7)]
    found = judged("p/b:order:a", rows, step("a", "plan"), step("b", "minute", after=["a"]))
    assert [(r.bound["document"], r.bound["other"], r.outcome) for r in found] == [
        ("d3", "d2", "fail"),
        ("d4", "d2", "pass"),
    ]


def test_order_within_one_kind_shared_by_two_steps_never_accuses():
    rows = [doc("d1", "minute", 3), doc("d2", "minute", 9)]
    found = said("p/b:order:a", rows, step("a", "minute"), step("b", "minute", after=["a"]))
    assert set(found) == {"pass"}


def test_an_unknown_step_is_an_error_of_the_file():
    with pytest.raises(RulebookError, match="không có bước «x»"):
        trees_of(step("b", "minute", after=["x"]))


# ---------------------------------------------------------------- deadline


def late(rows, **parameters):
    steps = step("a", "plan"), step("b", "minute", within=[{"parameter": "limit", "from": "a"}])
    return judged("p/b:deadline:limit", rows, *steps, parameters={"limit": parameter(**parameters)})[0]


@pytest.mark.parametrize(
    ("first", "second", "unit", "outcome"),
    [
        (0, 3, "days", "pass"),
        (0, 4, "days", "fail"),
        (0, -2, "days", "pass"),
        (3, 8, "working-days", "pass"),  # Thursday to Tuesday
        (3, 9, "working-days", "fail"),
        (None, 9, "days", "open"),
        (0, None, "days", "open"),
        (0, 84, "months", "pass"),
        (0, 91, "months", "open"),  # three months are 89 to 92 days
        (0, 93, "months", "fail"),
    ],
)
def test_deadline(first, second, unit, outcome):
    assert late([doc("d1", "plan", first), doc("d2", "minute", second)], unit=unit).outcome == outcome


def test_deadline_counts_from_the_latest_and_tells_limit_and_due_day():
    rows = [doc("d1", "plan", 0), doc("d2", "plan", 5), doc("d3", "minute", 9)]
    found = late(rows)
    assert (found.outcome, found.bound["other"], found.limit) == ("fail", "d2", 3)
    assert found.due == dt.date.fromordinal(DAY + 8)
    assert late([doc("d1", "plan", 3), doc("d2", "minute", 9)], unit="working-days").due == dt.date(2026, 3, 10)


def test_deadline_version_by_the_date_of_the_first_paper():
    versions = (
        {"to": "2026-03-03", "value": 3},
        {"from": "2026-03-04", "to": "2026-03-09", "value": None},
        {"from": "2026-03-10", "value": 1},
    )
    assert late([doc("d1", "plan", 0), doc("d2", "minute", 4)], values=versions).outcome == "fail"
    assert late([doc("d1", "plan", 3), doc("d2", "minute", 40)], values=versions).outcome == "not_applicable"
    assert late([doc("d1", "plan", 9), doc("d2", "minute", 11)], values=versions).limit == 1


def test_an_extension_is_not_added_silently():
    rows = [doc("d1", "plan", 0), doc("d2", "minute", 4), doc("d3", "longer", 2)]
    found = late(rows, extension="1/3")
    assert (found.outcome, found.note) == ("open", "extension")
    assert late(rows[:2], extension="1/3").outcome == "fail"


def test_a_parameter_of_no_length_is_refused():
    with pytest.raises(RulebookError, match="people"):
        late([], unit="people")


# ---------------------------------------------------------------- issuer, signers, place


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"body": "chi-bo"}, "pass"),
        ({"body": "ubkt"}, "fail"),
        ({"body_un": 1}, "open"),
        ({"body_no": 1}, "not_applicable"),
    ],
)
def test_issuer(fields, outcome):
    assert said("p/a:issuer", [doc("d1", "plan", **fields)], step("a", "plan", issuer=["chi-bo", "dang-uy"])) == [
        outcome
    ]


def sig(number, role=None, signed=None):
    row = {"k": "sig", "id": f"s{number}", "doc": "d1"} | ({"role": role} if role else {"role_un": 1})
    return row | ({"signed_un": 1} if signed is None else {"signed": signed})


@pytest.mark.parametrize(
    ("state", "blocks", "outcome", "note"),
    [
        ("is", [sig(1, "bi-thu", 1)], "pass", ""),
        ("is", [sig(1, "pho-bi-thu", 1), sig(2, "bi-thu", 0)], "pass", ""),
        ("is", [sig(1, "bi-thu", 0)], "fail", "unsigned"),
        ("is", [sig(1, "bi-thu", 0), sig(2, "thu-ky", 1)], "fail", "unsigned"),
        ("is", [sig(1, "bi-thu")], "open", ""),
        ("is", [sig(1, "bi-thu", 0), sig(2, "pho-bi-thu")], "open", ""),
        ("is", [sig(1, "thu-ky", 1)], "fail", "no-block"),
        ("is", [sig(1, "thu-ky", 1), sig(2)], "open", ""),
        ("is", [sig(1)], "open", ""),
        ("is", [], "open", ""),
        ("no", [], "open", ""),
        ("un", [], "open", ""),
    ],
)
def test_signers(state, blocks, outcome, note):
    found = judged("p/a:signers:1", [doc("d1", "plan", **{f"signatures_{state}": 1}), *blocks], step("a", "plan"))
    assert [(r.outcome, r.note, r.slot) for r in found] == [(outcome, note, ("bi-thu", "pho-bi-thu"))]


def test_each_place_to_sign_is_judged_and_a_step_may_ask_for_others():
    rows = [doc("d1", "minute", signatures_is=1), sig(1, "thu-ky", 1), sig(2, "chu-tri", 0)]
    assert said("p/a:signers:1", rows, step("a", "minute")) == ["pass"]
    assert said("p/a:signers:2", rows, step("a", "minute")) == ["fail"]
    assert said("p/a:signers:1", rows, step("a", "minute", signers=[["to-truong"]])) == ["fail"]
    assert not [tree for tree in trees_of(step("a", "plan", in_dossier="not-kept")) if ":signers" in tree.id]


def test_minutes_that_stand_for_others_are_signed_as_well():
    verified = step("a", "minute", satisfied_by=["working-minute", "letter"])
    rows = [doc("d1", "working-minute", signatures_is=1), sig(1, "thu-ky", 1)]
    assert [tree.id for tree in trees_of(verified) if ":signers" in tree.id] == [f"p/a:signers:{n}" for n in (1, 2, 3)]
    assert said("p/a:signers:1", rows, verified) == ["pass"]
    assert said("p/a:signers:3", rows, verified) == ["fail"]
    worked = step("b", "working-minute")
    assert len([tree for tree in trees_of(verified, worked) if "p/a:signers" in tree.id]) == 2  # those of its own step


@pytest.mark.parametrize(
    ("places", "known", "outcome"),
    [
        ({"plan": 1, "outline": 2, "minute": 3}, 1, "pass"),
        ({"plan": 2, "outline": 3, "minute": 1}, 1, "fail"),
        ({"plan": 3, "minute": 1}, 1, "fail"),  # two steps before, through `after` of `after`
        ({"plan": 3, "minute": 1}, 0, "not_applicable"),
        ({"plan": None, "minute": 1}, 1, "not_applicable"),
    ],
)
def test_place_in_the_dossier(places, known, outcome):
    rows = [
        doc(f"d{number}", name, **({"pos": place} if place else {"pos_un": 1}))
        for number, (name, place) in enumerate(places.items(), 1)
    ]
    steps = step("a", "plan"), step("b", "outline", after=["a"]), step("c", "minute", after=["b"])
    assert said("p/c:position", rows, *steps, **({"order_known": 1} if known else {})) == [outcome]
