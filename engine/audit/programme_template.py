"""An empty programme for `hoso new-programme`."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from engine.audit.programme_file import SHEETS
from engine.errors import SystemFault, UsageError


def write_template(file: Path, year: int) -> None:
    """Write an empty programme with a line that says how to fill it in. Raises UsageError or SystemFault."""
    if file.exists():
        raise UsageError(
            f"Đã có tệp «{file}».",
            "Chọn tên khác: tệp có sẵn không bị ghi đè.",
            en=f"«{file}» is there already.",
            advice_en="Choose another name: nothing is written over.",
        )
    if file.suffix.lower() not in (".xlsx", ".yaml", ".yml"):
        raise UsageError(
            "Tệp chương trình mẫu phải có đuôi .xlsx hoặc .yaml.",
            "Ví dụ: hoso new-programme chuong-trinh-2027.xlsx",
            en="A programme template ends in .xlsx or .yaml.",
            advice_en="For example: hoso new-programme chuong-trinh-2027.xlsx",
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix.lower() == ".xlsx":
            _workbook(file, year)
        else:
            file.write_text(_YAML.format(year=year), encoding="utf-8")
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise SystemFault(
            f"Không ghi được «{file}».",
            "Chọn nơi khác, kiểm tra chỗ trống và quyền ghi.",
            en=f"«{file}» cannot be written.",
            advice_en="Choose another place, see to room and rights.",
        ) from error


def _workbook(file: Path, year: int) -> None:
    book = xlsxwriter.Workbook(str(file))
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#F3E9E9", "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, (name, _field, columns) in enumerate(SHEETS):
        sheet = book.add_worksheet(name)
        top = 0 if number else 3
        if not number:
            sheet.write_row(0, 0, ("Năm", year))
            sheet.write_row(1, 0, ("Nhiệm kỳ bắt đầu từ năm", ""))
            sheet.write_string(2, 0, _HINT.format(year=year), book.add_format({"italic": True}))
        sheet.set_row(top, 45)
        for column, (heading, field, width) in enumerate(columns):
            sheet.write_string(top, column, heading, head)
            sheet.set_column(column, column, width, day if field in ("due", "start", "end") else None)
        sheet.freeze_panes(top + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        if not number:
            for column, allowed in (
                (2, ["kiểm tra", "giám sát"]),
                (3, ["đảng viên", "tổ chức"]),
                (6, ["x"]),
                (7, ["x"]),
            ):
                sheet.data_validation(top + 1, column, top + 500, column, {"validate": "list", "source": allowed})
    book.close()


_A4 = 9
_HINT = (
    "Mỗi cuộc một dòng, đánh x vào cột phù hợp. Thời hạn ghi ngày (30/9/{year}), «Quý III» hoặc «Tháng 9». "
    "Các trang «Đơn vị», «Báo cáo» không bắt buộc."
)
_YAML = """\
# Chương trình kiểm tra, giám sát năm: điền rồi chạy «hoso audit THƯ-MỤC --programme TỆP-NÀY».
year: {year}
# term_start: 2025        # năm bắt đầu nhiệm kỳ
items: []
#  - no: "1"
#    unit: Chi bộ 1                 # đơn vị thực hiện
#    form: kiem-tra                 # kiem-tra | giam-sat
#    object_kind: dang-vien         # dang-vien | to-chuc
#    object: Nguyễn Văn A
#    content: Việc thực hiện Quy định về những điều đảng viên không được làm
#    professional: false            # nhiệm vụ chuyên môn của tổ chức cấp dưới
#    focus: true                    # trọng tâm, trọng điểm
#    due: {year}-09-30              # hoặc: Quý III, Tháng 9
#    changed_by: ""                 # văn bản điều chỉnh, nếu không còn thực hiện
units: []
#  - name: Chi bộ 1
#    members: 25                    # đảng viên chính thức
#    last_inspected: 2024
reports: []
#  - name: Báo cáo 6 tháng
#    due: {year}-06-20
#    number: 15-BC/CB
#    start: {year}-01-01
#    end: {year}-06-15
#    inspections: 2                 # số cuộc nêu trong báo cáo
"""
