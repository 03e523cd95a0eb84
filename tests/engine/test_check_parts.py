"""The small parts of a check: answers, choice of procedure and pack, weights, verdict, messages."""

import datetime as dt
from dataclasses import replace

import pytest

from engine.check.answers import apply_answers, read_answers
from engine.check.choose import choose
from engine.check.options import CheckOptions
from engine.check.places import fill
from engine.check.verdict import counts_of, exit_code, is_inconclusive, sentence_of, verdict_of
from engine.check.weigh import Scale
from engine.errors import ExitCode, UsageError
from engine.findings import Finding, Incident, Outcome, Report, Severity, StepShown, StepStatus, Verdict
from engine.rulebook.loader import load_rulebook
from engine.rulebook.models import Citation
from parsers.facts import Document, Dossier, Person, SignatureBlock, read, unreadable


@pytest.fixture(scope="module")
def book():
    return load_rulebook(use_cache=False)


def paper(number, kind, body="chi-bo", **facts):
    return Document(id=f"d{number:02d}", path=f"{number:02d}.pdf", kind=read(kind), issuer_body=read(body), **facts)


def cell_dossier(*kinds):
    return Dossier("thử", tuple(paper(number, kind) for number, kind in enumerate(kinds, 1)))


# ---------------------------------------------------------------- answers


def test_no_answers_is_no_problem():
    assert read_answers(None, "hoso.yaml").documents == []
    assert read_answers("# chỉ có ghi chú\n", "hoso.yaml").dossier.pack is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("documents:\n  - flie: a.pdf\n", "có phải «file»?"),
        ("documents: [", "cú pháp"),
        ("documents:\n  - {file: a.pdf, date: 30-02-2026}\n", "không phải là ngày"),
        ("dismissed:\n  - {rule: x, reason: ''}\n", "reason"),
    ],
)
def test_answers_that_cannot_be_used_name_file_and_line(text, words):
    with pytest.raises(UsageError) as caught:
        read_answers(text, "hoso.yaml")
    assert "hoso.yaml, dòng" in caught.value.message
    assert words in caught.value.message


def test_a_person_wins_over_the_parser_and_is_quoted(book):
    block = SignatureBlock(
        None, "BÍ THƯ", "An", "bi-thu", read(False), unreadable("ambiguous"), Document("x", "x").date.location
    )
    document = replace(paper(1, "ke-hoach-kiem-tra"), signatures=read((block,)))
    answers = read_answers(
        "documents:\n  - {file: 01.pdf, kind: ke-hoach-giam-sat, number: '07', date: 2026-03-05, signed: true}\n",
        "hoso.yaml",
    )
    dossier, said = apply_answers(Dossier("thử", (document,)), answers, book.kinds)
    changed = dossier.documents[0]
    assert (changed.kind.value, changed.kind.how) == ("ke-hoach-giam-sat", "person")
    assert (changed.number.value, changed.date.value) == ("7", dt.date(2026, 3, 5))
    assert all(item.signed.value for item in changed.signatures.value)
    assert len(said) == 4


def test_signed_without_a_block_makes_one_for_each_signer(book):
    document = replace(paper(1, "bien-ban-hoi-nghi"), signatures=unreadable("scan"))
    answers = read_answers("documents:\n  - {file: 01.pdf, signed: true}\n", "hoso.yaml")
    dossier, _ = apply_answers(Dossier("thử", (document,)), answers, book.kinds)
    assert len(dossier.documents[0].signatures.value) == len(book.kinds["bien-ban-hoi-nghi"].signers)


def test_a_file_that_is_not_there_is_said_and_an_unknown_kind_refused(book):
    dossier = cell_dossier("ke-hoach-kiem-tra")
    _, said = apply_answers(dossier, read_answers("documents:\n  - {file: khac.pdf, signed: true}\n", "h"), book.kinds)
    assert "không có tệp này" in said[0].vi
    assert "which the dossier does not hold" in said[0].en
    with pytest.raises(UsageError):
        apply_answers(dossier, read_answers("documents:\n  - {file: 01.pdf, kind: la-lung}\n", "h"), book.kinds)


# ---------------------------------------------------------------- procedure, pack


def chosen(book, dossier, text=None, **options):
    return choose(book, dossier, CheckOptions(**options), read_answers(text, "hoso.yaml"))


def test_the_procedure_is_recognised_and_the_reason_told(book):
    choice = chosen(book, cell_dossier("ke-hoach-kiem-tra", "bao-cao-tu-kiem-tra", "thong-bao-ket-luan-kiem-tra"))
    assert choice.procedure.id == "chi-bo-kiem-tra-chuyen-de"
    assert choice.shown.chosen_by == "recognised"
    assert "Kế hoạch kiểm tra" in choice.shown.reason
    assert (choice.pack.id, choice.pack.chosen_by) == ("chi-bo", "level")


def test_nothing_telling_leaves_the_procedure_open(book):
    choice = chosen(book, cell_dossier("cong-van"))
    assert choice.procedure is None
    assert choice.pack.id == "chung"


def test_what_a_person_names_is_taken(book):
    choice = chosen(
        book, cell_dossier("cong-van"), "dossier: {procedure: chi-bo-giam-sat-chuyen-de, pack: an-phu-2026}"
    )
    assert choice.shown.chosen_by == "person"
    assert choice.pack.chosen_by == "person"


def test_options_win_over_the_answers_file(book):
    choice = chosen(book, cell_dossier("cong-van"), "dossier: {pack: an-phu-2026}", pack="lao-cai-2025")
    assert choice.pack.id == "lao-cai-2025"


@pytest.mark.parametrize("option", ["procedure", "pack"])
def test_an_unknown_name_says_which_is_near(book, option):
    with pytest.raises(UsageError) as caught:
        chosen(book, cell_dossier("cong-van"), **{option: "chi-bo-kiem-tra"})
    assert "chi-bo" in caught.value.advice


def test_a_variant_bound_to_a_pack_is_never_guessed(book):
    dossier = cell_dossier("bao-cao-tu-kiem-tra", "bien-ban-hop-trien-khai")
    assert chosen(book, dossier).procedure is None or chosen(book, dossier).procedure.id != "chi-bo-kiem-tra-khong-to"
    assert chosen(book, dossier, pack="binh-phuoc-2023").procedure.id == "chi-bo-kiem-tra-khong-to"


def test_a_pack_makes_a_step_required(book):
    dossier = cell_dossier("ke-hoach-kiem-tra", "thong-bao-ket-luan-kiem-tra")
    step = {
        pack: next(s for s in chosen(book, dossier, pack=pack).procedure.steps if s.id == "quyet-dinh").required
        for pack in ("an-phu-2026", "lao-cai-2025")
    }
    assert step == {"an-phu-2026": "optional", "lao-cai-2025": "always"}


def test_member_and_organisation_are_told_apart_by_the_person_named(book):
    kinds = ("de-xuat", "quyet-dinh-kiem-tra-dau-hieu", "ke-hoach-kiem-tra-dau-hieu", "bao-cao-giai-trinh")
    papers = tuple(paper(n, kind, "ubkt-dang-uy") for n, kind in enumerate(kinds, 1))
    named = tuple(replace(item, person=read(Person("Nguyễn Văn Thử"))) for item in papers)
    nameless = tuple(replace(item, person=replace(item.person, status="absent")) for item in papers)
    assert chosen(book, Dossier("a", named)).procedure.id == "ubkt-kiem-tra-dau-hieu-dang-vien"
    assert chosen(book, Dossier("b", nameless)).procedure.id == "ubkt-kiem-tra-dau-hieu-to-chuc"


# ---------------------------------------------------------------- weights


def scale(book, stage="hoan-chinh", strict=False, **options):
    checked = CheckOptions(strict_sources=strict, **options)
    dossier = cell_dossier("ke-hoach-kiem-tra")
    return Scale(book, choose(book, dossier, checked, read_answers(None, "h")), checked, stage)


def cited(mark):
    return Citation(regulation="an-phu-2026", mark=mark, source="thử")


@pytest.mark.parametrize(
    ("mark", "common", "pack", "strict", "wanted"),
    [
        ("read", True, None, False, "error"),
        ("read", False, None, False, "warning"),  # a pack nobody chose
        ("read-local", False, "an-phu-2026", False, "error"),
        ("read-2nd", True, None, False, "error"),
        ("inferred", True, "an-phu-2026", False, "note"),
        ("memory", True, "an-phu-2026", False, "note"),
        ("read-2nd", True, "an-phu-2026", True, "note"),
        ("read", True, "an-phu-2026", True, "error"),
    ],
)
def test_marks_packs_and_strictness_weigh(book, mark, common, pack, strict, wanted):
    found = scale(book, strict=strict, pack=pack).severity("error", "x", cited(mark), common=common, drafted=False)
    assert found == wanted


def test_a_draft_only_gets_notes_on_number_date_and_signature(book):
    drafting = scale(book, stage="soan-thao", pack="an-phu-2026")
    assert drafting.severity("error", "x", cited("read"), common=True, drafted=True) is Severity.NOTE
    assert drafting.severity("error", "x", cited("read"), common=True, drafted=False) is Severity.ERROR


# ---------------------------------------------------------------- verdict


def finding(outcome="fail", severity="error", **more):
    return Finding(rule="r", outcome=outcome, severity=severity, fingerprint="f", title="t", message="m", **more)


def step(status, required=True):
    return StepShown(id="s", no="1", phase="chuan-bi", title="t", status=status, required=required)


def test_the_verdict_follows_faults_then_doubt():
    note, fault, opened = finding(severity="note"), finding(), finding(outcome="open")
    assert verdict_of([], inconclusive=False) is Verdict.CLEAN
    assert verdict_of([note, opened], inconclusive=False) is Verdict.CLEAN
    assert verdict_of([note], inconclusive=True) is Verdict.INCONCLUSIVE
    assert verdict_of([fault], inconclusive=True) is Verdict.FAULTS
    assert verdict_of([finding(dismissed="đã xem")], inconclusive=False) is Verdict.CLEAN


def test_an_open_required_step_an_incident_or_no_procedure_is_inconclusive():
    broken = Incident(code="damaged", where="a.pdf", message="hỏng")
    assert not is_inconclusive([step(StepStatus.DONE)], [], procedure_known=True)
    assert is_inconclusive([step(StepStatus.OPEN)], [], procedure_known=True)
    assert not is_inconclusive([step(StepStatus.OPEN, required=False)], [], procedure_known=True)
    assert is_inconclusive([], [broken], procedure_known=True)
    assert is_inconclusive([], [], procedure_known=False)


def report(findings=(), procedure=True, **more):
    return Report(
        dossier="thử",
        procedure={"id": "p", "title": "p", "chosen_by": "person"} if procedure else None,
        level=None,
        pack=None,
        engine="python",
        rules_digest="0",
        stage="hoan-chinh",
        on=dt.date(2026, 11, 20),
        verdict="clean",
        sentence="",
        findings=list(findings),
        **more,
    )


@pytest.mark.parametrize(
    ("findings", "fail_on", "allow", "procedure", "code"),
    [
        ([], "error", False, True, ExitCode.CLEAN),
        ([finding()], "error", False, True, ExitCode.FAULTS),
        ([finding(severity="warning")], "error", False, True, ExitCode.CLEAN),
        ([finding(severity="warning")], "warning", False, True, ExitCode.FAULTS),
        ([finding(outcome="open")], "note", False, True, ExitCode.CLEAN),
        ([], "error", False, False, ExitCode.FAULTS),
        ([], "error", True, False, ExitCode.CLEAN),
        ([finding(dismissed="đã xem")], "error", False, True, ExitCode.CLEAN),
    ],
)
def test_exit_codes(findings, fail_on, allow, procedure, code):
    assert exit_code(report(findings, procedure), Severity(fail_on), allow_open=allow) is code


def test_the_sentence_counts_in_both_languages():
    counts = counts_of([finding(), finding(severity="note"), finding(outcome="open")], 3, 1, 0)
    assert sentence_of(Verdict.FAULTS, counts, lang="vi").endswith("1 lỗi phải sửa, 1 lưu ý, 1 điểm cần người xem.")
    assert "1 error(s), 1 note(s)" in sentence_of(Verdict.FAULTS, counts, lang="en")
    assert "độ mật" in sentence_of(Verdict.INCONCLUSIVE, counts, lang="vi", stamped_secret=True)


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        (
            "{document.title} {document.number}: xong",
            {"document": {"title": "Kế hoạch", "number": ""}},
            "Kế hoạch: xong",
        ),
        ("{document.title} ngày {document.date} lại trước", {"document": {"title": "Kế hoạch"}}, "Kế hoạch lại trước"),
        ("thấy «{fact.shown}» ở {fact.place}.", {"fact": {"shown": "a", "place": "trang 2"}}, "thấy «a» ở trang 2."),
        ("không có {papers}", {"papers": "mục lục"}, "không có mục lục"),
        ("{nothing.at.all} còn lại", {}, "còn lại"),
    ],
)
def test_empty_placeholders_leave_no_gap(text, words, wanted):
    assert fill(text, words) == wanted


def test_outcomes_have_their_names():
    assert [item.value for item in Outcome] == ["pass", "fail", "not_applicable", "open", "incident"]
