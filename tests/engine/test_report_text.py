"""The report in the terminal: what a clerk reads, and what never gets through."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from engine.findings import Outcome, Report, StepStatus
from engine.report import Screen, render
from engine.report.clean import clean
from engine.report.view import build_view
from engine.report.wording import all_files_words, source_words

DATA = Path(__file__).with_name("report_data")


def report(**changes: object) -> Report:
    base = Report.model_validate(yaml.safe_load((DATA / "chi_bo.yaml").read_text(encoding="utf-8")))
    return base.model_copy(update=changes)


def text(shown: Report, lang: str = "vi", width: int = 100) -> str:
    said = render(shown, "text", lang=lang, screen=Screen(width))
    assert isinstance(said, str)
    return said


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_note_reads_as_agreed(lang):
    assert text(report(), lang) == (DATA / "golden" / f"chi_bo.{lang}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_window(width):
    assert max(len(line) for line in text(report(), width=width).splitlines()) <= width


def test_the_list_of_papers_names_the_other_copies_of_each():
    shown = report().documents[0].model_copy(update={"path": "quet.pdf", "files": ["quet.pdf", "Word/kh.docx"]})
    assert all_files_words(shown, "vi") == "quet.pdf; bản khác: Word/kh.docx"
    assert all_files_words(shown, "en") == "quet.pdf; other copies: Word/kh.docx"
    assert all_files_words(shown.model_copy(update={"files": ["quet.pdf"]}), "vi") == "quet.pdf"
    assert "kh.docx" in text(report(documents=[shown]))


def test_a_wide_window_does_not_make_long_lines():
    assert text(report(), width=240) == text(report(), width=100)


def test_plain_text_has_no_escape_sequences_and_a_coloured_one_only_those_of_colour():
    assert "\x1b" not in text(report())
    coloured = str(render(report(), "text", screen=Screen(100, colour=True)))
    assert "\x1b[" in coloured
    assert {part.split("m")[0].strip("0123456789;") for part in coloured.split("\x1b[")[1:]} == {""}


def test_every_status_of_a_step_is_said_in_words():
    said = text(report())
    for words in ("đã có", "thiếu", "sai thứ tự", "quá hạn", "cần người xem", "không bắt buộc", "chưa đến hạn"):
        assert words in said


def test_findings_come_worst_first_and_the_dossier_before_its_papers():
    headings = [group.heading for group in build_view(report(), "vi").groups]
    assert headings == [
        "Cả hồ sơ",
        "Thông báo kết luận kiểm tra ngày 10/4/2026",
        "Kế hoạch kiểm tra số 05-KH/CB, ngày 05/3/2026",
        "Biên bản triển khai kế hoạch kiểm tra ngày 04/3/2026",
        "Báo cáo tự kiểm tra ngày 16/3/2026",
    ]


def test_missing_papers_come_in_the_order_of_the_procedure():
    missing = next(item for item in report().findings if item.fingerprint == "f-missing")
    ids = [step.id for step in report().steps]
    shuffled = [missing.model_copy(update={"step": name, "title": name}) for name in sorted(ids, reverse=True)]
    (group,) = build_view(report(findings=shuffled), "vi").groups
    assert [fault.title for fault in group.faults] == ids


def test_one_unreadable_paper_is_one_line_whatever_stays_open_on_it():
    causes = build_view(report(), "vi").causes
    assert [(cause.papers[0].path, len(cause.findings)) for cause in causes] == [
        ("05-bien-ban-lam-viec (scan).pdf", 3),
        ("02-de-cuong.docx", 1),
    ]
    assert causes[0].words == "bản chụp (scan), máy không đọc chắc được chỗ này"
    assert causes[1].words == "bản Word không có hình chữ ký; có thể đã ký trên bản giấy"


def test_the_same_open_point_on_several_papers_is_one_line():
    found = next(item for item in report().findings if item.fingerprint == "o3")
    twins = [found.model_copy(update={"documents": [name], "facts": {}, "found": "chưa rõ"}) for name in ("d03", "d06")]
    (cause,) = build_view(report(findings=twins), "vi").causes
    assert cause.heading("vi") == "2 văn bản"
    assert [paper.path for paper in cause.papers] == ["03-bien-ban-trien-khai.pdf", "06-bien-ban-hoi-nghi-chi-bo.pdf"]


def test_all_papers_whose_signatures_alone_are_open_are_one_thing_to_look_at():
    found = next(item for item in report().findings if item.rule.endswith(":signers"))
    each = {"outcome": "open", "facts": {"why": "no-image"}, "dismissed": None}
    papers = [
        found.model_copy(update=each | {"rule": f"x/{name}:signers", "title": f"Chưa rõ {name}", "documents": [name]})
        for name in ("d03", "d06")
    ]
    opened = [item.model_copy(update={"outcome": Outcome.OPEN}) for item in papers]
    (cause,) = build_view(report(findings=opened), "vi").causes
    assert cause.titles == ("Các văn bản này đã ký hay chưa",)
    assert len(cause.papers) == len(cause.findings) == 2
    (alone,) = build_view(report(findings=opened[:1]), "vi").causes
    assert alone.titles == ("Chưa rõ d03",)


def test_a_number_printed_with_its_label_is_not_labelled_twice():
    papers = [item.model_copy(update={"number": "Số: 05-KH/CB"}) for item in report().documents[:1]]
    assert "số 05-KH/CB, ngày 05/3/2026" in text(report(documents=papers))


def test_the_source_of_a_rule_is_said_once_for_each_paper():
    twice = [item for item in report().findings if item.rule == "number-missing"] * 2
    assert text(report(findings=twice)).count("05-HD/VPTW") == 1


def test_what_was_not_checked_for_one_reason_is_one_line():
    gaps = [{"what": what, "why": "máy chỉ xem được một phần"} for what in ("Địa danh", "Trích yếu")]
    shown = Report.model_validate(report().model_dump() | {"not_checked": gaps})
    assert "Máy chỉ xem được một phần: Địa danh; Trích yếu" in text(shown)


def test_a_dismissed_finding_stands_apart_with_its_reason_and_is_not_a_fault():
    view = build_view(report(), "vi")
    assert [item.finding.fingerprint for item in view.dismissed] == ["f-zero"]
    assert all(fault.finding.fingerprint != "f-zero" for group in view.groups for fault in group.faults)
    assert "bản viết tay của thư ký" in text(report())


def test_a_running_case_shows_the_next_step_and_its_deadline_before_the_checklist():
    said = text(report(stage="dang-tien-hanh"))
    assert said.index("VIỆC TIẾP THEO") < said.index("CÁC BƯỚC CỦA QUY TRÌNH")
    assert "14. Báo cáo thực hiện kết luận – hạn 31/12/2026 (còn 41 ngày)" in said
    assert "VIỆC TIẾP THEO" not in text(report())


@pytest.mark.parametrize(
    ("on", "left"), [(dt.date(2026, 12, 31), "(hôm nay)"), (dt.date(2027, 1, 3), "(đã quá 3 ngày)")]
)
def test_the_time_left_is_counted_from_the_day_of_the_check(on, left):
    assert left in text(report(stage="dang-tien-hanh", on=on))


def test_weak_sources_are_marked_and_never_speak_of_a_breach():
    cited = [item.citation for item in report().findings if item.citation]
    said = {source.mark: source_words(source, "vi") for source in cited if not source.confirmed_by}
    assert set(said) == {"read", "read-local", "read-2nd", "inferred", "memory"}
    assert said["read"] == "Theo Hướng dẫn 36-HD/VPTW ngày 03/4/2018, mục II."
    assert all("cần đối chiếu" in words for mark, words in said.items() if mark != "read")
    assert "vi phạm" not in text(report()).lower()


def test_who_compared_the_original_is_named():
    source = next(item.citation for item in report().findings if item.citation and item.citation.confirmed_by)
    assert source_words(source, "vi").endswith("(đã đối chiếu bản gốc: Trần Thị Bình, văn thư Đảng ủy, 02/10/2026).")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9b2Jb", "a\ufffd2Jb"),
        ("phieu\u202egpj.exe", "phieu\ufffdgpj.exe"),
        ("dòng\nmới\tnữa", "dòng mới nữa"),
        ("\udcff.pdf", "\ufffd.pdf"),
        ("Uỷ ban", "Uỷ ban"),
        ("Hồ sơ", "Hồ sơ"),
    ],
)
def test_names_cannot_reach_the_terminal_as_commands(raw, shown):
    assert clean(raw) == shown


def test_a_hostile_dossier_name_is_neutralised_in_every_text_format():
    shown = report(dossier="x\x1b]0;y\x07\u202e")
    for form in ("text", "html", "json", "sarif"):
        said = str(render(shown, form))
        assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_after_a_secrecy_stamp_nothing_of_the_dossier_is_said():
    stopped = Report(
        dossier="", procedure=None, level=None, pack=None, engine="none", rules_digest="0", stage="hoan-chinh",
        on=dt.date(2026, 11, 20), verdict="inconclusive", sentence="Hồ sơ có dấu chỉ độ mật: đã dừng kiểm tra.",
        stamped_secret=True,
    )  # fmt: skip
    for form in ("text", "html"):
        said = str(render(stopped, form))
        assert "117/2025/QH15" in said
        assert "Các bước" not in said
        assert "Văn bản trong hồ sơ" not in said


def test_an_empty_clean_report_is_short():
    shown = report(findings=[], passes=[], steps=[], documents=[], incidents=[], not_checked=[], answers=[])
    said = text(shown)
    assert len(said.splitlines()) < 14
    assert "CẦN SỬA" not in said


def test_open_steps_and_failed_ones_have_signs_of_their_own():
    lines = [line for _phase, lines in build_view(report(), "vi").phases for line in lines]
    assert len({line.sign for line in lines}) == len({line.status for line in lines}) == len(StepStatus)


def test_english_headings_are_english():
    said = text(report(), "en")
    assert "STEPS OF THE PROCEDURE" in said
    assert "How to mend" in said
    assert "Cách sửa" not in said


def test_the_fixture_has_every_outcome_a_report_shows():
    assert {item.outcome for item in report().findings} == {Outcome.FAIL, Outcome.OPEN}


@pytest.mark.parametrize(("status", "hinted"), [("missing", True), ("done", False)])
def test_a_dossier_without_any_last_step_may_be_one_still_running(status, hinted):
    base = report()
    last = base.steps[-1].phase
    steps = [
        step.model_copy(update={"status": StepStatus(status)}) if step.phase == last else step for step in base.steps
    ]
    hint = "nếu cuộc này còn đang làm thì chọn giai đoạn «Đang tiến hành»"
    shown = " ".join(text(report(steps=steps)).split())
    assert (hint in shown) is hinted
    assert hint not in " ".join(text(report(steps=steps, stage="dang-tien-hanh")).split())


def test_a_step_whose_paper_is_there_names_what_is_wrong_with_it():
    base = report()
    steps = [s.model_copy(update={"findings": ["f-number"]}) if s.id == "ket-luan" else s for s in base.steps]
    line = next(row for row in text(report(steps=steps)).split("\n\n")[2:] if "CÁC BƯỚC" in row)
    assert "Văn bản chưa có số" in line
    assert "Văn bản chưa có số" not in next(row for row in text(base).split("\n\n")[2:] if "CÁC BƯỚC" in row)
