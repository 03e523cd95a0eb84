"""Words in texts, forms of discipline, items of outlines, settings of packs: what rows and rules make of them."""

import datetime as dt

import pytest

from engine.errors import RulebookError
from engine.inference.compiler import requirement_tree
from engine.inference.derive_decided import answered, form_voted
from engine.inference.words import flag, marked
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import DocumentKind, Requirement, Step
from engine.rulebook.packs import adopt
from parsers.facts import Document, Line, Location, Section, VoteOption, Votes, absent, read

CITATION = {"regulation": "x", "mark": "read", "source": "s"}
FORMS = ("khien-trach", "canh-cao", "cach-chuc", "khai-tru")
ON = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def book():
    return load_rulebook(())


def requirement(**more):
    said = {"id": "r", "title": "t", "checks": ["PRC-A01"], "severity": "error", "message": "m", "remedy": "m"}
    said |= {"why": "w", "citation": CITATION, "examples": [{"title": "x", "expect": "pass"}]}
    return Requirement.model_validate(said | {"applies_to": {}, "requires": {"present": "number"}} | more)


def row(**fields):
    return {"k": "doc", "id": "d01"} | fields


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HUYỆN ỦY THANH SƠN", True),
        ("đảng bộ huyện uỷ cũ", True),
        ("liên huyện ủy-ban", False),
        ("đảng ủy phường", False),
    ],
)
def test_whole_words_whatever_their_case_and_tone(text, found):
    words = ["huyện ủy"]
    rule = requirement(requires={"value": {"issuer": {"without": words}}})
    text = text.replace("ủy-ban", "ủyban")
    assert (flag("issuer", words) in marked([row(issuer=text)], [rule])[0]) is found


def test_only_asked_rows_are_marked_and_the_flag_names_its_words():
    rule = requirement(requires={"none": {"recipient": {"who": {"contains": ["lưu: vt"]}}}})
    rows = [row(who="lưu: vt"), {"k": "recipient", "id": "x", "who": "Lưu: VT"}]
    plain, recipient = marked(rows, [rule])
    assert plain == rows[0]
    assert flag("who", ["lưu: vt"]) in recipient
    assert flag("who", ["lưu: vt"]).startswith("who_has_luu_vt_")


# ---------------------------------------------------------------- votes and items


def votes(official, **counts):
    options = tuple(VoteOption(form.replace("_", "-"), number, None, Location()) for form, number in counts.items())
    nothing = absent()
    return Votes(read(official), nothing, nothing, nothing, nothing, nothing, options)


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (votes(12, khien_trach=7, canh_cao=5), "khien-trach"),
        (votes(12, khien_trach=5, canh_cao=7), "canh-cao"),
        (votes(12, khien_trach=4, canh_cao=4, cach_chuc=3), "canh-cao"),  # 3 + 4: added downward
        (votes(12, khien_trach=2, canh_cao=2), None),  # no quorum even together
        (votes(12, khong_ky_luat=8, khien_trach=2, canh_cao=2), None),  # no discipline
        (votes(12, khien_trach=8), None),  # one line is no ballot of forms
    ],
)
def test_the_form_a_vote_comes_to(count, form):
    assert form_voted(count, FORMS) == form


def paper(name, kind, *texts, sections=()):
    lines = tuple(Line(text, Location(paragraph=n)) for n, text in enumerate(texts, 1))
    found = tuple(Section(name, Location(paragraph=n), "") for name, n in sections)
    return Document(id=name, path=name, kind=read(kind), lines=lines, sections=read(found))


KINDS = {
    name: DocumentKind.model_validate(
        {"id": name, "title": "t", "recognise": {}, "citation": CITATION, "answers": answers}
    )
    for name, answers in (
        ("ke-hoach", []),
        ("ket-luan", [{"kind": "ke-hoach", "section": "noi-dung"}]),
    )
}
PLAN = paper(
    "d01",
    "ke-hoach",
    "II- Nội dung, đối tượng",
    "1. Đối tượng: đồng chí Nguyễn Văn A",
    "2. Nội dung kiểm tra:",
    "- Việc chấp hành quy chế làm việc của chi bộ;",
    "- Việc đóng đảng phí hằng tháng.",
    "3. Mốc thời gian: năm 2025",
    "III- Tổ chức thực hiện",
    sections=(("noi-dung", 1), ("to-chuc", 7)),
)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Đồng chí chấp hành quy chế làm việc của chi bộ, đóng đảng phí hằng tháng đầy đủ.", 100),
        ("Đồng chí chấp hành tốt quy chế làm việc của chi bộ.", 50),
        ("Đồng chí hoàn thành nhiệm vụ được giao.", 0),
    ],
)
def test_points_of_a_plan_that_a_conclusion_takes_up(text, share):
    conclusion = paper("d02", "ket-luan", text)
    assert answered(conclusion, (PLAN, conclusion), KINDS) == {"answered": share, "answer_items": 2}


def test_nothing_to_answer_is_nothing_to_judge():
    conclusion = paper("d02", "ket-luan", "Kết luận.")
    assert answered(conclusion, (conclusion,), KINDS) == {"answered_no": 1}


# ---------------------------------------------------------------- settings


def adopted(book, **settings):
    found = adopt(book, "chung", ON)
    return type(found)(**{name: getattr(found, name) for name in found.__slots__} | {"settings": settings})


def test_a_setting_moves_the_day_a_rule_begins(book):
    rule = book.requirements["submission-addressed-in-old-way"]
    assert adopt(book, "chung", ON).settled(rule) is rule
    day = dt.date(2026, 1, 12)
    moved = adopted(book, **{"hd05-tu-ngay": day})
    assert moved.settled(rule).in_force.start == day
    assert moved.settled(book.regulations["05-hd-vptw"]).in_force.start == day


def test_a_setting_chooses_between_rules(book):
    pack = adopt(book, "ubkt-co-so", ON)
    kept = [
        name
        for name in book.requirements
        if name.startswith("complaint-lodged") and pack.keeps(book.requirements[name])
    ]
    assert kept == ["complaint-lodged-late"]


def test_a_setting_makes_a_step_required(book):
    step = Step.model_validate(
        {"id": "s", "no": "1", "phase": "chuan-bi", "title": "t", "required": "optional", "citation": CITATION}
        | {"required_setting": "chi-bo-quyet-dinh-lap-to"}
    )
    assert adopted(book)._step("p", step).required == "optional"
    assert adopted(book, **{"chi-bo-quyet-dinh-lap-to": True})._step("p", step).required == "always"


def test_every_setting_of_the_common_pack_is_read_by_a_rule(book):
    rules = [*book.requirements.values(), *book.regulations.values()]
    read_by = {item.from_setting for item in rules} | {
        name for item in book.requirements.values() for name in item.when_setting
    }
    read_by |= {step.required_setting for one in book.procedures.values() for step in one.steps}
    assert set(book.packs["chung"].settings) <= read_by


def test_an_unknown_field_is_refused_in_words_too():
    with pytest.raises(RulebookError, match="isuer"):
        requirement_tree(requirement(requires={"value": {"isuer": {"without": ["x"]}}}), kinds={})
