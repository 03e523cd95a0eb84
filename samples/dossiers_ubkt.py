"""The sample dossiers of an inspection committee: signs of a violation, against an organisation and a member."""

from __future__ import annotations

from dossier import Sample
from dossiers_chi_bo import QD_21, QD_296
from paper import Case

_STEPS = (
    "de-xuat",
    "quyet-dinh",
    "ke-hoach",
    "de-cuong",
    "lich-phan-cong",
    "trien-khai",
    "giai-trinh",
    "ho-so-tai-lieu",
    "xac-minh",
    "hoi-nghi",
    "kiem-phieu",
    "du-thao",
    "thong-qua",
    "nghe-doi-tuong",
    "hop-doan",
    "bao-cao-ket-qua",
    "hop-ubkt",
    "ket-luan",
    "quyet-dinh-ky-luat",
    "cong-bo",
    "so-nhat-ky",
    "muc-luc",
    "chung-tu-ket-thuc",
    "ban-giao",
    "theo-doi",
)
_ABSENT = {
    "ho-so-tai-lieu": "not_applicable",
    "hoi-nghi": "not_applicable",
    "kiem-phieu": "not_applicable",
    "du-thao": "not_applicable",
    "nghe-doi-tuong": "not_applicable",
    "hop-doan": "not_applicable",
    "quyet-dinh-ky-luat": "not_applicable",
    "ban-giao": "not_applicable",
    "theo-doi": "not_yet",
}


def _case(name: str, case: str, procedure: str) -> Sample:
    data = Case.load(case, quy_dinh_chung=QD_21, quy_dinh_ket_luan=QD_21)
    steps = {step: _ABSENT.get(step, "done") for step in _STEPS}
    sample = Sample(name, data, procedure, "ubkt-co-so", "ubkt-co-so", steps)
    if case == "vat-tu":
        sample.steps["hoi-nghi"] = "done"
    return sample


def organisation_clean() -> Sample:
    """Nothing is wrong."""
    return _case("ubkt-dau-hieu-to-chuc-clean", "gom-su", "ubkt-kiem-tra-dau-hieu-to-chuc")


def organisation_faulty() -> Sample:
    """Six faults: missing proposal, wrong quotation, symbol, blank date, period, end of a meeting."""
    sample = _case("ubkt-dau-hieu-to-chuc-faulty", "gom-su", "ubkt-kiem-tra-dau-hieu-to-chuc")
    sample.leave_out("de-xuat")
    plan = sample.paper("ke-hoach")
    plan.body = [line.replace("Quyết định số 16-QĐ/UBKTĐU", "Quyết định số 61-QĐ/UBKTĐU") for line in plan.body]
    sample.fail("quoted-paper-differs", "ke-hoach", page=1)
    conclusion = sample.paper("ket-luan")
    conclusion.head.number = "Số 09-KH/UBKTĐU"
    sample.fail("symbol-not-of-type", "ket-luan")
    # the announcement quotes the notice by its true symbol: quoting it wrongly too would be a second fault
    conclusion.replace("từ ngày 01/01/2024 đến ngày 30/6/2026", "từ ngày 01/01/2025 đến ngày 30/6/2026")
    sample.fail("period-differs", "ket-luan")
    sample.paper("bao-cao-ket-qua").head.place_date = "Hòa Lâm, ngày       tháng       năm 2026"
    sample.fail("date-left-blank", "bao-cao-ket-qua")
    sample.paper("thong-qua").replace("kết thúc lúc 09 giờ 45 phút cùng ngày", "kết thúc lúc 07 giờ 45 phút cùng ngày")
    sample.fail("minute-ends-before-start", "thong-qua")
    return sample


def member_clean() -> Sample:
    """Nothing is wrong."""
    return _case("ubkt-dau-hieu-dang-vien-clean", "vat-tu", "ubkt-kiem-tra-dau-hieu-dang-vien")


def member_faulty() -> Sample:
    """Seven faults: old regulation, name, birth date, missing minutes, no signature, no seal, page number jump."""
    sample = _case("ubkt-dau-hieu-dang-vien-faulty", "vat-tu", "ubkt-kiem-tra-dau-hieu-dang-vien")
    plan = sample.paper("ke-hoach")
    plan.replace(QD_21, QD_296)
    sample.fail("superseded-basis", "ke-hoach", page=1)
    plan.page_labels = {2: 3}
    sample.fail("page-number-jump", "ke-hoach", page=2)
    conclusion = sample.paper("ket-luan")
    conclusion.subject = conclusion.subject.replace("Kim Đức Hiếu", "Kim Đức Hiển")
    conclusion.body = [line.replace("Kim Đức Hiếu", "Kim Đức Hiển") for line in conclusion.body]
    conclusion.recipients = [line.replace("Kim Đức Hiếu", "Kim Đức Hiển") for line in conclusion.recipients]
    sample.fail("object-name-differs", "ket-luan")
    sample.unsigned("ket-luan", "CHỦ NHIỆM")
    conclusion.signer("CHỦ NHIỆM").seal = False
    sample.fail("seal-missing", "ket-luan")
    sample.paper("giai-trinh").replace("sinh ngày 09/10/1976", "sinh ngày 19/10/1976")
    sample.fail("object-birth-differs", "giai-trinh")
    sample.leave_out("hop-ubkt")
    return sample


DOSSIERS = (organisation_clean, organisation_faulty, member_clean, member_faulty)
