"""How statuses, severities, sources, papers and places are said: one wording for all formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from engine.findings import DocumentShown, Incident, Place, Severity, Source, StepShown, StepStatus, Verdict
from engine.locale.words import N_, day, tr

K = TypeVar("K", bound=str)

_LABEL = re.compile(r"^số\s*:?\s*", re.IGNORECASE)  # «Số 05-KH/CB» as printed; the label is ours to add

STATUS = {
    StepStatus.DONE: N_("đã có"),
    StepStatus.MISSING: N_("thiếu"),
    StepStatus.OUT_OF_ORDER: N_("sai thứ tự"),
    StepStatus.LATE: N_("quá hạn"),
    StepStatus.OPEN: N_("cần người xem"),
    StepStatus.NOT_APPLICABLE: N_("không áp dụng"),
    StepStatus.NOT_YET: N_("chưa đến hạn"),
}
# Signs of the WGL4 set: every Windows console font has them.
SIGN = {
    StepStatus.DONE: "√",
    StepStatus.MISSING: "×",
    StepStatus.OUT_OF_ORDER: "↕",
    StepStatus.LATE: "▲",
    StepStatus.OPEN: "?",
    StepStatus.NOT_APPLICABLE: "–",
    StepStatus.NOT_YET: "○",
}
SEVERITY = {
    Severity.ERROR: N_("Phải sửa"),
    Severity.WARNING: N_("Nên sửa"),
    Severity.NOTE: N_("Lưu ý"),
}
VERDICT = {
    Verdict.CLEAN: N_("Không thấy sai sót"),
    Verdict.FAULTS: N_("Cần hoàn thiện"),
    Verdict.INCONCLUSIVE: N_("Chưa thể kết luận"),
}
PHASE = {
    "chuan-bi": N_("Chuẩn bị"),
    "tien-hanh": N_("Tiến hành"),
    "ket-thuc": N_("Kết thúc"),
}
LEVEL = {
    "chi-bo": N_("Chi bộ"),
    "dang-uy-co-so": N_("Đảng ủy cơ sở"),
    "ubkt-co-so": N_("Ủy ban kiểm tra đảng ủy cơ sở"),
    "cap-tren-truc-tiep-co-so": N_("Cấp trên trực tiếp cơ sở"),
}
STAGE = {
    "soan-thao": N_("Đang soạn thảo (chưa ký)"),
    "dang-tien-hanh": N_("Đang tiến hành"),
    "hoan-chinh": N_("Đã hoàn chỉnh, chuẩn bị nộp lưu"),
}
# A source that is not the central text itself never speaks of a breach, only of what to compare.
_MARKED = {
    "read": N_("Theo {source}"),
    "read-local": N_("Theo bộ quy trình, biểu mẫu của địa phương ({source}), cần đối chiếu"),
    "read-2nd": N_("Theo {source} (dẫn qua tài liệu khác), cần đối chiếu bản gốc"),
    "inferred": N_("Suy ra từ {source}, cần đối chiếu"),
    "memory": N_("Theo thông lệ ({source}), chưa có bản gốc, cần đối chiếu"),
}
_NONE = N_("Chưa có nguồn nêu riêng cho cấp này; xét theo chính các văn bản trong hồ sơ")
_CONFIRMED = N_("Theo {source} (đã đối chiếu bản gốc: {by}{on})")


def source_words(source: Source | None, lang: str) -> str:
    """Return a source with its mark in words."""
    _ = tr(lang)
    if source is None:
        return _(_NONE) + "."
    named = f"{source.title}, {source.article}" if source.article else source.title
    if source.confirmed_by:
        on = f", {day(source.confirmed_on, lang)}" if source.confirmed_on else ""
        return _(_CONFIRMED).format(source=named, by=source.confirmed_by, on=on) + "."
    return _(_MARKED.get(source.mark, _MARKED["memory"])).format(source=named) + "."


def must_be_compared(source: Source | None) -> bool:
    """True where a person should look at the original before relying on a finding."""
    return source is None or (source.mark != "read" and not source.confirmed_by)


def status_words(step: StepShown, lang: str) -> str:
    """Return a step's status in words."""
    _ = tr(lang)
    if step.status is StepStatus.NOT_APPLICABLE and not step.required:
        return _("không bắt buộc")
    return _(STATUS[step.status])


def ended(words: str) -> str:
    """Return the words as a sentence, with its full stop."""
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."


def incident_words(incident: Incident) -> str:
    """Return what broke and the way out, as sentences."""
    return " ".join(part for part in (ended(incident.message), ended(incident.remedy)) if part)


def named(table: Mapping[K, str], code: K, lang: str) -> str:
    """Return the words behind a code of one of the tables, or the code itself."""
    return tr(lang)(table[code]) if code in table else str(code)


def number_words(document: DocumentShown) -> str:
    """Return «05-KH/CB», as a văn thư writes it."""
    number = _LABEL.sub("", document.number or "")
    if number.isdigit() and len(number) == 1:
        number = f"0{number}"
    if number and document.symbol and "-" not in number:
        return f"{number}-{document.symbol}"
    return number


def number_and_date(document: DocumentShown, lang: str) -> str:
    """Return «số 05-KH/CB, ngày 05/3/2026», or what there is of it."""
    _ = tr(lang)
    number = number_words(document)
    parts = [
        _("số {number}").format(number=number) if number else "",
        _("ngày {date}").format(date=day(document.date, lang)) if document.date else "",
    ]
    return ", ".join(part for part in parts if part)


def kind_words(document: DocumentShown, lang: str) -> str:
    """Return the kind of a paper, or that nobody recognised it."""
    known = document.kind_title if document.kind_title != document.path else ""
    return known or tr(lang)("Văn bản chưa nhận ra loại")


def paper_words(document: DocumentShown, lang: str) -> str:
    """Return «Kế hoạch kiểm tra số 05-KH/CB, ngày 05/3/2026»; without number and date, the file's name."""
    detail = number_and_date(document, lang) or f"({file_words(document, lang)})"
    return f"{kind_words(document, lang)} {detail}"


def file_words(document: DocumentShown, lang: str) -> str:
    """Return the file a paper lies in: its name, «scan.pdf, trang 4–6», or «IMG_001.jpg … IMG_003.jpg (3 tệp)»."""
    _ = tr(lang)
    files = list(dict.fromkeys(item.path for item in document.page_files))
    if len(files) > 1:
        last = files[-1].rpartition("/")[2]
        return _("{first} … {last} ({count} tệp)").format(first=files[0], last=last, count=len(files))
    if not document.parted or not document.pages:
        return document.path
    first, last_page = document.first_page, document.first_page + document.pages - 1
    span = str(first) if first == last_page else f"{first}–{last_page}"
    return _("{path}, trang {pages}").format(path=document.path, pages=span)


def all_files_words(document: DocumentShown, lang: str) -> str:
    """Return the file a paper lies in, and the files that are other copies of it: «kh.pdf; bản khác: kh.docx»."""
    _ = tr(lang)
    own = {document.path, *(item.path for item in document.page_files)}
    others = [path for path in document.files if path not in own]
    where = file_words(document, lang)
    return _("{file}; bản khác: {others}").format(file=where, others=", ".join(others)) if others else where


def place_words(place: Place, lang: str) -> str:
    """Return «trang 2» or «đoạn 7», or nothing where no place is known."""
    _ = tr(lang)
    if place.page is not None:
        return _("trang {number}").format(number=place.page)
    return _("đoạn {number}").format(number=place.paragraph) if place.paragraph is not None else ""
