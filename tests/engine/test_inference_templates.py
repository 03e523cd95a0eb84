"""What the templates of requirements say: each with fail, open, pass and «does not apply», on both engines."""

import datetime as dt

import pytest

from engine.inference import compiler
from engine.inference.evaluate import evaluator, outcomes
from engine.rulebook.models import DocumentKind, Parameter, Requirement

CITATION = {"regulation": "r", "mark": "read", "source": "s"}
DAY = dt.date(2026, 3, 2).toordinal()


def kind(name, *groups):
    return DocumentKind.model_validate(
        {"id": name, "title": name, "recognise": {}, "citation": CITATION, "groups": list(groups)}
    )


SPAN = {"compare": {"left": "period_end", "op": ">=", "right": "period_start"}}
KINDS = {
    "plan": kind("plan", "party", "opening"),
    "minute": kind("minute"),
    "letter": kind("letter", "state"),
}


def tree_of(requires, applies_to=None, in_force=None, parameters=None):
    requirement = Requirement.model_validate(
        {
            "id": "rule", "title": "t", "checks": ["X"], "severity": "error", "message": "m", "remedy": "m", "why": "w",
            "applies_to": {"document": ["plan"]} if applies_to is None else applies_to, "requires": requires,
            "in_force": in_force or {}, "citation": CITATION, "examples": [{"title": "x", "expect": "pass"}],
        }
    )  # fmt: skip
    return compiler.requirement_tree(requirement, kinds=KINDS, parameters=parameters or {})


def judged(rows, requires, dossier=None, **more):
    tree = tree_of(requires, **more)
    rows = [{"k": "dossier", "id": "dossier", **(dossier or {})}, *rows]
    python, durable = evaluator([tree], "python"), evaluator([tree], "auto")
    assert durable.run(rows) == python.run(rows)
    return outcomes([tree], python.run(rows), rows)


def said(rows, requires, **more):
    return [result.outcome for result in judged(rows, requires, **more)]


def plan(name="d1", **more):
    return {"k": "doc", "id": name, "n": int(name[1:]), "kind": "plan", "date": DAY, **more}


def part(kind_, number, **more):
    return {"k": kind_, "id": f"d1.{kind_}.{number}", "doc": "d1", **more}


@pytest.mark.parametrize(
    ("requires", "fields", "outcome"),
    [
        ({"present": "number"}, {"number": "5"}, "pass"),
        ({"present": "number"}, {"number_no": 1}, "fail"),
        ({"present": "number"}, {"number_un": 1}, "open"),
        ({"present": "number"}, {}, "open"),
        ({"present": "recipients"}, {"recipients_is": 1, "recipients_n": 2}, "pass"),
        ({"present": "recipients"}, {"recipients_is": 1, "recipients_n": 0}, "fail"),
        ({"present": "recipients"}, {"recipients_no": 1}, "fail"),
        ({"present": "recipients"}, {"recipients_un": 1}, "open"),
        ({"present": "period"}, {"period_is": 1, "period_n": 1}, "pass"),
        ({"absent": "future"}, {"future": 1}, "fail"),
        ({"absent": "future"}, {}, "pass"),
        ({"absent": "header"}, {"header": "state"}, "fail"),
        ({"absent": "header"}, {"header_un": 1}, "open"),
        ({"value": {"header": "party"}}, {"header": "party"}, "pass"),
        ({"value": {"header": "party"}}, {"header": "state"}, "fail"),
        ({"value": {"header": "party"}}, {"header_un": 1}, "open"),
        ({"value": {"header": "party"}}, {"header_no": 1}, "not_applicable"),
        ({"value": {"header": {"is_not": "state"}}}, {"header": "state"}, "fail"),
        ({"value": {"pages": {"at_least": 2, "at_most": 4}}}, {"pages": 5}, "fail"),
        ({"value": {"pages": {"at_least": 2, "at_most": 4}}}, {"pages": 1}, "fail"),
        ({"value": {"pages": {"at_least": 2, "at_most": 4}}}, {"pages": 4}, "pass"),
        ({"value": {"header": ["party", "any"]}}, {"header": "any"}, "pass"),
        ({"value": {"impossible": {"is_not": 1}, "future": {"is_not": 1}}}, {"future": 1}, "fail"),
        ({"value": {"impossible": {"is_not": 1}, "future": {"is_not": 1}}}, {}, "pass"),
        ({"value": {"symbol": "KH/CB"}}, {"symbol": "kh/cb"}, "pass"),
        (SPAN, {"period_start": 9, "period_end": 8}, "fail"),
        (SPAN, {"period_start": 8, "period_end": 8}, "pass"),
        (SPAN, {"period_start": 8, "period_end_un": 1}, "open"),
        ({"compare": {"left": "pages", "op": "<=", "right": 3, "plus": 1}}, {"pages": 5}, "fail"),
        ({"compare": {"left": "pages", "op": "<=", "right": 3, "plus": 1}}, {"pages_no": 1}, "not_applicable"),
    ],
)  # fmt: skip
def test_a_document_s_own_facts(requires, fields, outcome):
    assert said([plan(**fields)], requires) == [outcome]


@pytest.mark.parametrize(
    ("applies_to", "row", "outcome"),
    [
        ({"document": ["minute"]}, plan(number_no=1), "not_applicable"),
        ({"group": ["party"]}, plan(number_no=1, is_party=1), "fail"),
        ({"group": ["party", "state"]}, plan(number_no=1), "fail"),
        ({"group": ["state"]}, plan(number_no=1), "not_applicable"),
        ({}, plan(number_no=1), "fail"),
        ({}, {"k": "doc", "id": "d1", "n": 1, "kind_un": 1, "number_no": 1}, "not_applicable"),
        ({"where": {"body": "chi-bo"}}, plan(number_no=1, body="chi-bo"), "fail"),
        ({"where": {"body": "chi-bo"}}, plan(number_no=1, body="ubkt"), "not_applicable"),
        ({"where": {"body": "chi-bo"}}, plan(number_no=1, body_un=1), "open"),
        ({"where": {"body": "chi-bo"}}, plan(number="5", body_un=1), "not_applicable"),
        ({"where": {"body": {"is_not": "ubkt"}}}, plan(number_no=1, body_no=1), "fail"),
        ({"where": {"body": {"state": "read"}}}, plan(number_no=1, body_un=1), "not_applicable"),
        ({"where": {"body": {"state": "absent"}}}, plan(number_no=1, body_no=1), "fail"),
        ({"where": {"form": {"is_not": 1}}}, plan(number_no=1, form=1), "not_applicable"),
        ({"level": ["chi-bo"]}, plan(number_no=1), "fail"),
        ({"level": ["ubkt-co-so"]}, plan(number_no=1), "not_applicable"),
        ({"procedure": ["p"]}, plan(number_no=1), "fail"),
    ],
)
def test_what_a_requirement_applies_to(applies_to, row, outcome):
    dossier = {"level": "chi-bo", "procedure": "p"}
    assert said([row], {"present": "number"}, applies_to=applies_to, dossier=dossier) == [outcome]


def test_applies_where_the_document_has_a_narrower_fact():
    scope = {"document": ["plan"], "has": {"quote": {"role": "basis"}}}
    quote = part("quote", 0, role="basis")
    assert said([plan(number_no=1, quotes_is=1), quote], {"present": "number"}, applies_to=scope) == ["fail"]
    assert said([plan(number_no=1, quotes_is=1)], {"present": "number"}, applies_to=scope) == ["not_applicable"]
    assert said([plan(number_no=1, quotes_un=1)], {"present": "number"}, applies_to=scope) == ["open"]


@pytest.mark.parametrize(
    ("day", "outcome"), [(0, "fail"), (-1, "not_applicable"), (9, "fail"), (10, "not_applicable"), (None, "open")]
)
def test_in_force_on_the_document_s_own_date(day, outcome):
    row = plan(number_no=1)
    row |= {"date": DAY + day} if day is not None else {"date_un": 1}
    row = {name: value for name, value in row.items() if day is not None or name != "date"}
    assert said([row], {"present": "number"}, in_force={"from": "2026-03-02", "to": "2026-03-11"}) == [outcome]


# ---------------------------------------------------------------- narrower facts


def test_none_gives_one_result_for_each_row():
    rows = [plan(blanks_is=1), part("blank", 0, page=1), part("blank", 1, page=3)]
    found = judged(rows, {"none": {"blank": {}}})
    assert [(r.outcome, r.bound["fact"]) for r in found] == [("fail", "d1.blank.0"), ("fail", "d1.blank.1")]
    assert [(r.outcome, "fact" in r.bound) for r in judged([plan(blanks_is=1)], {"none": {"blank": {}}})] == [
        ("pass", False)
    ]
    assert said([plan(blanks_no=1)], {"none": {"blank": {}}}) == ["pass"]
    assert said([plan(blanks_un=1)], {"none": {"blank": {}}}) == ["open"]
    unread = [plan(signatures_is=1), part("sig", 0, role="x", signed_un=1)]
    assert said(unread, {"none": {"sig": {"role": "x", "signed": 0}}}) == ["open"]


@pytest.mark.parametrize(
    ("state", "blocks", "outcome"),
    [
        ("is", [{"role": "bi-thu", "signed": 1}], "pass"),
        ("is", [{"role": "bi-thu", "signed": 1}, {"role_un": 1, "signed_un": 1}], "pass"),
        ("is", [{"role": "bi-thu", "signed": 0}], "fail"),
        ("is", [{"role": "bi-thu", "signed_un": 1}], "open"),
        ("is", [{"role_un": 1, "signed": 1}], "open"),
        ("is", [{"role_un": 1, "signed": 0}], "fail"),
        ("is", [], "fail"),
        ("no", [], "fail"),
        ("un", [], "open"),
    ],
)
def test_some(state, blocks, outcome):
    rows = [plan(**{f"signatures_{state}": 1}), *(part("sig", n, **block) for n, block in enumerate(blocks))]
    assert said(rows, {"some": {"sig": {"role": "bi-thu", "signed": 1}}}) == [outcome]


def test_meeting_read_in_full():
    wanted = {"some": {"meeting": {"start": {"state": "read"}, "end": {"state": "read"}}}}
    for more, outcome in (({"end": 9}, "pass"), ({"end_no": 1}, "fail"), ({"end_un": 1}, "open")):
        assert said([plan(meeting_is=1), part("meeting", 0, start=8, **more)], wanted) == [outcome]
        assert said([plan(meeting_is=1), part("meeting", 0, start=8, **more)], {"present": "meeting.end"}) == [outcome]


def test_sections_give_one_result_each_and_name_it():
    forms = [{"k": "form", "id": f"form.{n}", "kind": "plan", "name": n, "required": 1} for n in ("aim", "scope")]
    forms.append({"k": "form", "id": "form.extra", "kind": "plan", "name": "extra"})
    rows = [plan(sections_is=1), part("section", 0, name="aim"), *forms]
    found = judged(rows, {"sections": "of-kind"})
    assert [(r.outcome, r.note) for r in found] == [("pass", "aim"), ("fail", "scope")]
    assert said([plan(sections_un=1), *forms], {"sections": "of-kind"}) == ["open", "open"]
    assert said([plan(sections_no=1), *forms], {"sections": "of-kind"}) == ["fail", "fail"]
    assert said(rows, {"sections": ["extra"]}) == ["fail"]


def test_paging():
    wanted = {"paging": {"without": ["unnumbered", "gap"]}}
    faults = [part("page_fault", n, fault=f, page=n + 2) for n, f in enumerate(("unnumbered", "repeat", "gap"))]
    assert said([plan(paged=1, page_faults_is=1), *faults], wanted) == ["fail", "fail"]
    assert said([plan(paged=1, page_faults_is=1), faults[1]], wanted) == ["pass"]
    assert said([plan(paged=1, page_faults_un=1)], wanted) == ["open"]
    assert said([plan(page_faults_is=1), *faults], wanted) == ["not_applicable"]


def test_compare_of_a_narrower_row():
    wanted = {"compare": {"fact": "meeting", "left": "end", "op": ">=", "right": "start"}}
    told = {"end": (7, "fail")}, {"end": (8, "pass")}, {"end_un": (1, "open")}, {"end_no": (1, "not_applicable")}
    for name, (value, outcome) in (item for each in told for item in each.items()):
        assert said([plan(meeting_is=1), part("meeting", 0, start=8, **{name: value})], wanted) == [outcome]
    assert said([plan(meeting_un=1)], wanted) == ["open"]


# ---------------------------------------------------------------- other papers


def other(name, kind_="minute", **more):
    return plan(name, **more) | {"kind": kind_}


def test_accompanied_by_and_not_with():
    perhaps = part("cand", 0, kind="minute")
    for rows, with_it, without_it in (
        ([], "fail", "pass"),
        ([other("d2")], "pass", "fail"),
        ([perhaps], "open", "open"),
        ([part("unread", 0)], "open", "pass"),
    ):
        assert said([plan(), *rows], {"accompanied_by": ["minute"]}) == [with_it]
        assert said([plan(), *rows], {"not_with": ["minute"]}) == [without_it]
        assert said(rows, {"accompanied_by": ["minute"]}, applies_to={"dossier": True}) == [with_it]
    assert said([plan()], {"accompanied_by": ["plan"]}) == ["fail"]
    assert said([plan(), plan("d2")], {"not_with": ["plan"]}) == ["fail", "fail"]


def test_order_and_deadline_between_kinds():
    values = [{"value": 3, "citation": CITATION}]
    limit = Parameter.model_validate(
        {"id": "limit", "title": "t", "unit": "days", "values": values, "last_checked": "2026-01-01"}
    )
    rows = [plan(), other("d2", date=DAY + 4), other("d3", date=DAY - 1)]
    for scope in ({"dossier": True}, {"document": ["minute"]}):
        ordered = judged(rows, {"order": {"earlier": ["plan"], "later": ["minute"]}}, applies_to=scope)
        assert [(r.bound["document"], r.outcome) for r in ordered] == [("d2", "pass"), ("d3", "fail")]
        demand = {"within": {"earlier": ["plan"], "later": ["minute"], "parameter": "limit"}}
        timed = judged(rows, demand, applies_to=scope, parameters={"limit": limit})
        assert [(r.bound["document"], r.outcome) for r in timed] == [("d2", "fail"), ("d3", "pass")]
        assert said(rows, demand, applies_to=scope) == ["not_applicable"]


def claim(number, value):
    row = {"k": "claim", "id": f"d{number}.claim", "doc": f"d{number}", "n": number, "kind": "plan"}
    return row | {"topic": "period", "value": value}


def test_agreement_reports_each_other_value_once():
    wanted, scope = {"agreement": {"topic": "period", "between": ["plan"]}}, {"dossier": True}
    claims = [claim(1, "a"), claim(2, "b"), claim(3, "b"), claim(4, "c"), claim(5, "a")]
    found = judged(claims, wanted, applies_to=scope)
    assert [(r.outcome, r.bound["other"], r.bound["fact"]) for r in found] == [
        ("fail", "d1.claim", "d2.claim"),
        ("fail", "d1.claim", "d4.claim"),
    ]
    assert said([claim(1, "a"), claim(2, "a"), claim(3, "a")], wanted, applies_to=scope) == ["pass"]
    assert said([claim(1, "a")], wanted, applies_to=scope) == ["not_applicable"]
    assert said([claim(1, "a"), plan("d2", period_un=1)], wanted, applies_to=scope) == ["open"]
    assert said([claim(1, "a"), claim(2, "b"), plan("d3", period_un=1)], wanted, applies_to=scope) == ["fail"]


def quoting(**more):
    return part("quote", 0, role="basis", **more)


@pytest.mark.parametrize(
    ("opened", "day", "outcome", "note"),
    [
        (DAY + 20, DAY + 30, "fail", "ended"),
        (DAY - 5, DAY + 30, "pass", "spans"),
        (None, DAY + 30, "open", "opening"),
        (DAY + 20, DAY + 5, "pass", ""),
        (DAY - 300, DAY - 200, "fail", "not-yet"),
    ],
)
def test_base_in_force(opened, day, outcome, note):
    wanted = {"quoted": {"check": "in-force", "role": ["basis"], "subject": ["x"], "opened_by": ["opening"]}}
    reg = {"k": "reg", "id": "old", "subject": "x", "from": DAY - 100, "to": DAY + 10, "signed": DAY - 100}
    rows = [other("d1", quotes_is=1, date=day), quoting(reg="old"), reg]
    rows += [plan("d2", date=opened)] if opened else []
    found = judged(rows, wanted, applies_to={"document": ["minute"]})
    assert [(r.outcome, r.note) for r in found] == [(outcome, note)]


def test_known_number_with_another_date():
    reg = {"k": "reg", "id": "g", "subject": "x", "signed": 5}
    for date, outcome in ((5, "pass"), (6, "fail"), (None, "not_applicable")):
        quote = quoting(reg="g", **({"date": date} if date else {}))
        assert said([plan(), quote, reg], {"quoted": {"check": "known"}}) == [outcome]


@pytest.mark.parametrize(
    ("filed", "quote", "outcome", "note"),
    [
        ({}, {}, "pass", ""),
        ({"number": "6"}, {}, "fail", "number"),
        ({"date": DAY - 2}, {}, "fail", "date"),
        ({"number": None, "number_un": 1, "date": DAY - 9}, {}, "open", ""),
        ({"number": None, "number_un": 1}, {}, "pass", ""),
        ({"body": "ubkt"}, {}, "not_applicable", ""),
        ({"date": DAY + 9, "number": "6"}, {}, "not_applicable", ""),  # dated after the quoting paper: another one
        ({"symbol": "kh/ubkt"}, {"qbody": None}, "not_applicable", ""),
        ({"number": "6"}, {"qbody": None}, "fail", "number"),
    ],
)
def test_quoted_paper_filed_beside(filed, quote, outcome, note):
    paper = {"number": "5", "symbol": "kh/cb", "body": "chi-bo", "date": DAY - 1} | filed
    words = {"num": "5", "symbol": "kh/cb", "date": DAY - 1, "qkind": "minute", "qbody": "chi-bo"} | quote
    filed_row = {name: value for name, value in other("d2", **paper).items() if value is not None}
    rows = [plan(), filed_row, quoting(**{name: value for name, value in words.items() if value is not None})]
    found = judged(rows, {"quoted": {"check": "matches"}})
    assert [(r.outcome, r.note) for r in found] == [(outcome, note)]
