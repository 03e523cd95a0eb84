"""The sample dossiers of party cells: inspections and supervision of a member."""

from __future__ import annotations

import datetime as dt

from dossier import Sample
from paper import Case

QD_296 = "Quy định số 296-QĐ/TW, ngày 30/5/2025 của Ban Chấp hành Trung ương"
QD_21 = "Quy định số 21-QĐ/TW, ngày 11/4/2026 của Ban Chấp hành Trung ương"

STEPS = (
    "ke-hoach-nam",
    "quyet-dinh",
    "ke-hoach",
    "ke-hoach-chi-tiet",
    "de-cuong",
    "trien-khai",
    "bao-cao-tu-kiem-tra",
    "lam-viec",
    "xac-minh",
    "du-thao",
    "hoi-nghi",
    "bao-cao-ket-qua",
    "ket-luan",
    "cong-bo",
    "muc-luc",
    "chung-tu-ket-thuc",
    "ban-giao",
    "thuc-hien",
)
_ABSENT = {
    "ke-hoach-nam": "not_applicable",
    "quyet-dinh": "not_applicable",
    "du-thao": "not_applicable",
    "ban-giao": "not_applicable",
    "thuc-hien": "not_yet",
}


def absent_steps(steps: tuple[str, ...]) -> dict[str, str]:
    """Return what becomes of each step where every paper that is asked for is there."""
    return {step: _ABSENT.get(step, "done") for step in steps}


def _inspection(name: str, case: str, base: str | None = None, **dates: dt.date) -> Sample:
    data = Case.load(case, dates=dates, quy_dinh_chung=base or QD_21, quy_dinh_ket_luan=QD_21)
    steps = absent_steps(STEPS)
    return Sample(name, data, "chi-bo-kiem-tra-chuyen-de", "an-phu-2026", "chi-bo", steps)


def _supervision(name: str) -> Sample:
    data = Case.load("cap-nuoc", quy_dinh_chung=QD_21, quy_dinh_ket_luan=QD_21)
    data["ten_ho_so"] = "giám sát đồng chí {doi_tuong.ten} {chu_de}"
    steps = absent_steps(STEPS)
    steps = {step.replace("tu-kiem-tra", "doi-tuong"): status for step, status in steps.items()}
    steps["xac-minh"] = "not_applicable"
    return Sample(name, data, "chi-bo-giam-sat-chuyen-de", "an-phu-2026", "chi-bo", steps)


def inspection_clean() -> Sample:
    """Nothing is wrong."""
    return _inspection("chi-bo-kiem-tra-clean", "may")


def inspection_faulty() -> Sample:
    """Eight faults of everyday work."""
    sample = _inspection("chi-bo-kiem-tra-faulty", "dien-tu", trien_khai=dt.date(2026, 6, 8))
    sample.leave_out("de-cuong")
    # the plan is of Monday 1 June: three working days end on Thursday 4 June
    sample.steps["trien-khai"] = "late"
    sample.fail(":deadline", "trien-khai")
    sample.unsigned("bao-cao-tu-kiem-tra", "NGƯỜI BÁO CÁO")
    sample.unsigned("lam-viec", "ĐẢNG VIÊN ĐƯỢC KIỂM TRA")
    sample.paper("bao-cao-ket-qua").unnumbered = True  # two pages
    sample.fail("page-without-number", "bao-cao-ket-qua", page=2)
    conclusion = sample.paper("ket-luan")
    conclusion.body = conclusion.body[: conclusion.body.index("# III- YÊU CẦU")] + conclusion.body[-1:]
    sample.fail("conclusion-section-missing", "ket-luan")
    sample.paper("xac-minh").replace("vào lúc 14 giờ 00 phút", "vào lúc 16 giờ 00 phút")  # it ends at 15.30
    sample.fail("minute-ends-before-start", "xac-minh")
    sample.extra_pages = 2
    sample.fail("closing-count-differs", "chung-tu-ket-thuc")
    return sample


def supervision_clean() -> Sample:
    """Nothing is wrong; index and closing sheet stand in one file."""
    sample = _supervision("chi-bo-giam-sat-clean")
    sample.index = "one-file"
    return sample


def supervision_faulty() -> Sample:
    """Eight faults: date order, number, quotation, plan, minutes, template marks, index, page jump."""
    sample = _supervision("chi-bo-giam-sat-faulty")
    report = sample.paper("bao-cao-doi-tuong")
    report.date = dt.date(2026, 6, 26)  # before the outline (30 June) and the triển khai (1 July)
    report.head.place_date = "An Lộc Trung, ngày 26 tháng 6 năm 2026"
    sample.steps["bao-cao-doi-tuong"] = "out_of_order"
    sample.fail(":order", "bao-cao-doi-tuong")
    conclusion = sample.paper("ket-luan")
    conclusion.head.number = "Số       -TB/CB"
    sample.fail("number-missing", "ket-luan")
    conclusion.replace("Thực hiện Kế hoạch số 06-KH/CB", "Thực hiện Kế hoạch số 60-KH/CB")
    sample.fail("quoted-paper-differs", "ket-luan", page=1)
    plan = sample.paper("ke-hoach")
    plan.drop("3. Mốc thời gian")
    plan.replace("NỘI DUNG, MỐC THỜI GIAN GIÁM SÁT", "NỘI DUNG GIÁM SÁT")
    sample.fail("plan-section-missing", "ke-hoach")
    plan.page_labels = {3: 4}
    sample.fail("page-number-jump", "ke-hoach", page=3)
    sample.paper("lam-viec").replace("Buổi làm việc kết thúc lúc 10 giờ 40 phút cùng ngày. ", "")
    sample.fail("minute-part-missing", "lam-viec")
    sample.paper("trien-khai").replace(
        "gửi báo cáo cho Tổ giám sát trước ngày 09/7/2026", "gửi báo cáo cho Tổ giám sát trước ngày ……/……/2026"
    )
    sample.fail("template-mark-left", "trien-khai", page=1)
    sample.index = "closing-only"
    sample.steps["muc-luc"] = "missing"
    sample.fail(":present", "muc-luc")
    return sample


def state_layout() -> Sample:
    """A running case whose plan was typed in the State's layout."""
    sample = _inspection("chi-bo-kiem-tra-state-layout", "may")
    until(sample, "trien-khai")
    head = sample.paper("ke-hoach").head
    head.state, head.number = True, "Số: 05/KH-CB"
    sample.fail("party-paper-with-state-header", "ke-hoach")
    sample.fail("number-in-state-style", "ke-hoach")
    return sample


def spans_regulations() -> Sample:
    """Begun under 296-QĐ/TW, ended under 21-QĐ/TW (11 April 2026); one paper cites the old rule after the change."""
    sample = _inspection(
        "chi-bo-kiem-tra-spans-regulations",
        "thon",
        QD_296,
        gia_han=dt.date(2026, 4, 14),
        han_ket_thuc=dt.date(2026, 4, 21),
        han_gia_han=dt.date(2026, 4, 29),
    )
    # the plan (23 March) rightly rests on 296, the conclusion (22 April) on 21; the extension of 14 April is wrong
    sample.case |= {"variant": "gia-han", "quy_dinh_gia_han": QD_296, "chi_bo_hoa": "THÔN BẾN TRUNG"}
    sample.case["so"]["gia_han"] = "02"
    sample.papers = sample.case.papers()
    sample.fail("superseded-basis", "gia-han", page=1, severity="note")
    sample.verdict = "clean"  # in a case that spans the change it is never more than a note
    return sample


NOVEMBER = {  # the days of a case that is running then
    "ke_hoach": dt.date(2026, 11, 2),
    "chi_tiet": dt.date(2026, 11, 3),
    "trien_khai": dt.date(2026, 11, 4),
    "han_bao_cao": dt.date(2026, 11, 12),
    "tu_kiem_tra": dt.date(2026, 11, 11),
    "lam_viec": dt.date(2026, 11, 16),
    "xac_minh": dt.date(2026, 11, 18),
    "hoi_nghi": dt.date(2026, 11, 25),
    "han_ket_thuc": dt.date(2026, 12, 1),
}


def in_progress() -> Sample:
    """A running case in November 2026: the working minute is the last paper."""
    sample = _inspection("chi-bo-kiem-tra-in-progress", "dien-tu", None, **NOVEMBER)
    until(sample, "lam-viec")
    return sample


def until(sample: Sample, last: str) -> None:
    """Keep the papers up to a step; what is required after it is not due yet."""
    sample.stage, sample.index = "dang-tien-hanh", "none"
    place = [paper.step for paper in sample.papers].index(last)
    for paper in sample.papers[place + 1 :]:
        sample.steps[paper.step] = "not_yet"
    sample.papers = sample.papers[: place + 1]
    sample.steps |= {"xac-minh": "not_applicable", "muc-luc": "not_yet", "chung-tu-ket-thuc": "not_yet"}


def word_and_pdf() -> Sample:
    """Word sources beside signed PDFs; the team's plan only as Word, the member's report as Word with a signature."""
    sample = _inspection("chi-bo-kiem-tra-word-and-pdf", "may")
    for step in ("ke-hoach", "ket-luan"):
        sample.paper(step).forms = ("pdf", "docx")
    sample.paper("ke-hoach-chi-tiet").forms = ("docx",)
    report = sample.paper("bao-cao-tu-kiem-tra")
    report.forms, report.word_ink = ("docx",), True
    sample.open(":signers", "ke-hoach-chi-tiet")
    sample.steps["ke-hoach-chi-tiet"] = "open"
    sample.open("closing-count-differs", "chung-tu-ket-thuc")  # the pages of a Word file are not known
    sample.verdict = "inconclusive"
    return sample


def zip_cp1258() -> Sample:
    """One zip whose names are in cp1258, with an unsigned conclusion inside."""
    sample = _inspection("chi-bo-kiem-tra-zip-cp1258", "thon", None, **_MAY)
    sample.as_zip, sample.plain_names = True, False
    sample.unsigned("ket-luan", "BÍ THƯ")
    return sample


_MAY = {
    "ke_hoach": dt.date(2026, 5, 11),
    "chi_tiet": dt.date(2026, 5, 12),
    "trien_khai": dt.date(2026, 5, 13),
    "han_bao_cao": dt.date(2026, 5, 21),
    "tu_kiem_tra": dt.date(2026, 5, 20),
    "lam_viec": dt.date(2026, 5, 25),
    "xac_minh": dt.date(2026, 5, 27),
    "hoi_nghi": dt.date(2026, 6, 4),
    "bao_cao": dt.date(2026, 6, 5),
    "thong_bao": dt.date(2026, 6, 8),
    "cong_bo": dt.date(2026, 6, 9),
    "ho_so": dt.date(2026, 6, 11),
    "han_ket_thuc": dt.date(2026, 6, 10),
}


def hoso_yaml() -> Sample:
    """A person's corrections: a kind, a number, a signature on paper, one finding set aside."""
    sample = _inspection("chi-bo-kiem-tra-hoso-yaml", "dien-tu")
    report = sample.paper("bao-cao-tu-kiem-tra")
    report.type_name, report.subject = "BẢN TRÌNH BÀY", "những việc đã làm và chưa làm theo yêu cầu của Tổ"
    report.name = "Ban trinh bay cua dong chi Tam"
    sample.paper("ket-luan").head.number = "Số       -TB/CB"
    sample.paper("ke-hoach").signer("BÍ THƯ").signed = False
    sample.paper("xac-minh").unnumbered = True
    sample.dismissed.append({"rule": "page-without-number", "document": "xac-minh", "page": 2})
    sample.answers = _ANSWERS
    return sample


_ANSWERS = """\
# Phần trả lời của người lập hồ sơ (đối chiếu với bản giấy).
dossier:
  body: Chi bộ Công ty trách nhiệm hữu hạn Điện tử Sao Khuê
  object: Trịnh Văn Quyết Tâm
  electronic: false
documents:
  - file: 01. Ke hoach kiem tra.pdf
    signed: true
  - file: 05. Ban trinh bay cua dong chi Tam.pdf
    kind: bao-cao-tu-kiem-tra
  - file: 10. Thong bao ket luan kiem tra.pdf
    number: "05"
dismissed:
  - rule: page-without-number
    file: 07. Bien ban xac minh.pdf
    reason: Bản giấy đã được đánh số trang bằng bút chì trước khi lưu.
    by: Ngô Thị Thanh Loan
"""

DOSSIERS = (
    inspection_clean,
    inspection_faulty,
    supervision_clean,
    supervision_faulty,
    state_layout,
    spans_regulations,
    in_progress,
    word_and_pdf,
    zip_cp1258,
    hoso_yaml,
)
