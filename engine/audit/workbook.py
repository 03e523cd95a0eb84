"""The committee's workbook: branches with a heat map, findings, dossiers, unreadable files, rules with sources.

Written row by row in constant memory, so a run of any size fits; texts stay texts whatever they begin with.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from engine.audit import summary as figures
from engine.audit.cross import CHECKS
from engine.audit.part_file import whole
from engine.audit.places import is_url
from engine.audit.programme import Plan, Sheet, sheets_of
from engine.audit.store import Store, text_path
from engine.audit.summary import GROUPS, Summary
from engine.audit.words import SEVERITIES, dossier_words, is_private_row, reason_words
from engine.audit.workbook_columns import BRANCHES, CROSSINGS, DOSSIERS, FINDINGS, PRINTED, RULES, UNREAD
from engine.errors import SystemFault
from engine.locale.words import N_, day, tr
from engine.report.clean import clean
from engine.report.xlsx import row_height

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOST = 32_767  # letters in a cell
_ROWS = 1_048_570  # of a sheet
_LINKS = 65_500  # of a sheet: Excel takes no more, and XlsxWriter leaves the cell empty then
_LONGEST_LINK = 2000
_A4 = 9
_MORE = N_("… còn nữa, xem tệp JSON (--json)")
_VERDICTS = {"clean": N_("Không thấy lỗi"), "faults": N_("Có lỗi"), "inconclusive": N_("Chưa thể kết luận")}
_OUTCOMES = {"fail": N_("Cần sửa"), "open": N_("Cần người xem")}

Row = Sequence[Any]


def write_workbook(
    file: Path,
    store: Store,
    summary: Summary,
    lang: str,
    plan: Plan | None,
    *,
    show: bool,
) -> None:
    """Write the workbook through a temporary file beside it: it is whole or not there.

    Raises SystemFault where the machine refuses.
    """
    try:
        with whole(file) as stream, tempfile.TemporaryDirectory(prefix="hoso-") as scratch:
            book = xlsxwriter.Workbook(stream, _OPTIONS | {"tmpdir": scratch})
            _Book(book, store, summary, lang, show=show).write(sheets_of(plan, lang) if plan else ())
    except (OSError, xlsxwriter.exceptions.XlsxFileError) as error:
        raise SystemFault(
            f"Không ghi được bảng tính «{file}».",
            "Đóng tệp nếu đang mở trong Excel, kiểm tra chỗ trống và quyền ghi rồi chạy lại: kết quả đã lưu trong kho.",
            en=f"The workbook «{file}» cannot be written.",
            advice_en="Close it where it is open in Excel, see to room and rights, run again: the store has it all.",
        ) from error


class _Book:
    def __init__(self, book: Any, store: Store, summary: Summary, lang: str, *, show: bool) -> None:
        self._lang, _ = lang, tr(lang)
        self._book = book
        self._store, self._summary, self._, self._show = store, summary, _, show
        started: dt.datetime = summary.run.started
        self._book.set_properties({"title": _("Tổng hợp rà soát hồ sơ"), "created": started})
        plain = {"valign": "top", "text_wrap": True, "font_name": "Times New Roman", "font_size": 11}
        edge = {"border": 1, "border_color": "#BFBFBF"}
        self._plain = self._book.add_format(plain | edge)
        self._number = self._book.add_format(plain | edge | {"align": "center", "num_format": "#,##0"})
        self._link = self._book.add_format(plain | edge | {"font_color": "#0B5394", "underline": 1})
        head = {"bold": True, "bg_color": "#9C1C1C", "font_color": "#FFFFFF", "valign": "vcenter", "align": "center"}
        self._head = self._book.add_format(plain | edge | head)
        self._title = self._book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14})
        self._lead = self._book.add_format({"font_name": "Times New Roman", "font_size": 11, "italic": True})

    def write(self, extra: Iterable[Sheet]) -> None:
        self._branches()
        self._sheet(N_("Lỗi phát hiện"), FINDINGS, self._findings())
        self._sheet(N_("Hồ sơ"), DOSSIERS, self._dossiers())
        self._sheet(N_("Tệp không đọc được"), UNREAD, self._unread())
        self._sheet(N_("Quy tắc"), RULES, self._rules())
        self._sheet(N_("Giữa các hồ sơ"), CROSSINGS, self._crossings())
        for name, widths, rows in extra:
            self._sheet(name, list(zip((str(x) for x in rows[0]), widths, strict=True)), iter(rows[1:]))
        self._book.close()

    # ------------------------------------------------------------ sheets

    def _branches(self) -> None:
        """The summary: branches by worst, numbers, then a heat map of groups of rules."""
        _ = self._
        sheet = self._book.add_worksheet(_("Tổng hợp"))
        columns = [(_(name), width) for name, width in BRANCHES] + [(_(name), 8) for name in GROUPS.values()]
        columns.append((_("Thư mục"), 30))
        self._layout(sheet, columns, top=2)
        sheet.set_row(0, 22)
        sheet.write_string(0, 0, _("TỔNG HỢP RÀ SOÁT HỒ SƠ THEO ĐƠN VỊ"), self._title)
        told = _("Ngày {day}. Đơn vị nhiều lỗi nặng nhất trên mỗi hồ sơ đứng trước; ô càng đậm càng nhiều lỗi.")
        sheet.write_string(1, 0, told.format(day=day(self._summary.run.on_day, self._lang)), self._lead)
        self._headings(sheet, columns, top=2)
        last = 2
        for last, row in enumerate(self._summary.branches, 3):
            numbers = (row.dossiers, row.clean, row.faulty, row.unclear + row.failed, row.errors, row.warnings)
            more = (row.open, row.incidents, row.crossings, row.new, row.still, row.mended)
            groups = (row.groups.get(name, 0) for name in GROUPS)
            cells = (row.branch.name, *numbers, *more, *groups, row.branch.path)
            self._row(sheet, last, cells, [width for _name, width in columns])
        first, groups_end = len(BRANCHES), len(columns) - 2
        sheet.print_area(0, 0, last, groups_end)
        if last > 2:
            sheet.autofilter(2, 0, last, len(columns) - 1)
            scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF"}
            sheet.conditional_format(3, first, last, groups_end, scale | {"max_color": "#E06666"})
            errors = scale | {"max_color": "#F6B26B"}
            sheet.conditional_format(3, 5, last, 5, errors)

    def _findings(self) -> Iterator[Row]:
        _ = self._
        names = self._names()
        for row in figures.findings(self._store, self._summary.run.id):
            yield (
                names.get(row.branch, ""),
                row.ordinal,
                dossier_words(row.shown, row.ordinal, row.private, _, show=self._show),
                _("Đã bỏ qua") if row.dismissed else _(_OUTCOMES[row.outcome]),
                _(SEVERITIES[row.severity]),
                row.paper.text(self._lang),
                row.page,
                row.title.text(self._lang),
                row.message.text(self._lang),
                row.remedy.text(self._lang),
                row.source.text(self._lang),
                self._linked(row, row.file, row.file),
                row.claimed or "",
                row.rule,
            )

    def _dossiers(self) -> Iterator[Row]:
        _ = self._
        names = self._names()
        for row in figures.dossiers(self._store, self._summary.run.id):
            if row.status in ("aside", "waiting"):
                continue
            verdict = _(_VERDICTS[row.verdict]) if row.verdict else _("Chưa kiểm tra được")
            reason = "" if row.verdict else reason_words(row.status, row.reason, self._lang)
            yield (
                row.ordinal,
                names.get(row.branch, ""),
                self._linked(row, dossier_words(row.shown, row.ordinal, row.private, _, show=self._show)),
                row.procedure_title.text(self._lang) if row.procedure_title else "",
                verdict,
                *(row.errors, row.warnings, row.notes, row.open, row.papers, row.incidents),
                reason,
            )

    def _linked(self, row: Any, words: str, file: str = "") -> Any:
        """The words; a link to the dossier, or to the paper in its folder, where that may be named."""
        path = text_path(row.path) if row.path else ""
        hidden = not self._show and is_private_row(row.shown, row.private)
        if not path or is_url(path) or hidden or not words:
            return words
        inside = file and not path.lower().endswith(".zip")
        target = (Path(path, file) if inside else Path(path)).absolute().as_uri()
        if os.sep == "/":  # XlsxWriter takes «file:///home» for a path of Windows, and makes it relative
            target = target.replace("file:", "FILE:", 1)
        return _Link(target, clean(words)) if len(target) < _LONGEST_LINK else words

    def _unread(self) -> Iterator[Row]:
        _, lang = self._, self._lang
        names = self._names()
        for row in figures.unread(self._store, self._summary.run.id):
            name = dossier_words(row.shown, row.ordinal, row.private, _, show=self._show)
            yield names.get(row.branch, ""), row.ordinal, name, row.place, row.message.text(lang), row.remedy.text(lang)
        for row in figures.troubles(self._store, self._summary.run.id):
            name = dossier_words(row.shown, row.ordinal, None, _, show=self._show)
            yield names.get(row.branch, ""), row.ordinal, name, "", reason_words(row.status, row.reason, self._lang), ""

    def _rules(self) -> Iterator[Row]:
        for row in self._summary.rules:
            group = self._(GROUPS[figures.group_of(row.rule)])
            title, source = row.title.text(self._lang), row.source.text(self._lang)
            yield title, group, self._(SEVERITIES[row.severity]), row.dossiers, row.faults, source, row.rule

    def _crossings(self) -> Iterator[Row]:
        names = self._names()
        for row in figures.crossings(self._store, self._summary.run.id):
            check = CHECKS[row.rule]
            yield (
                names.get(row.branch, ""),
                self._(SEVERITIES[row.severity]),
                row.message.text(self._lang),
                row.ordinals,
                check,
                row.rule,
            )

    def _names(self) -> dict[str, str]:
        return {row.branch.path: row.branch.name for row in self._summary.branches}

    # ------------------------------------------------------------ cells

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterator[Row]) -> None:
        sheet = self._book.add_worksheet(self._(name))
        spoken = [(self._(heading), width) for heading, width in columns]
        self._layout(sheet, spoken, top=0)
        self._headings(sheet, spoken, top=0)
        shown = PRINTED.get(name, len(columns))
        widths = [width for _name, width in spoken]
        number = 0
        for number, row in enumerate(rows, 1):
            if number > _ROWS:
                sheet.write_string(number, 0, self._(_MORE), self._plain)
                break
            self._row(sheet, number, row, widths)
        if number:
            sheet.autofilter(0, 0, number, len(columns) - 1)
        sheet.print_area(0, 0, number, shown - 1)

    def _layout(self, sheet: Any, columns: Sequence[tuple[str, int]], *, top: int) -> None:
        for column, (_name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_footer("&C&P / &N")

    def _headings(self, sheet: Any, columns: Sequence[tuple[str, int]], *, top: int) -> None:
        sheet.set_row(top, 48)
        for column, (name, _width) in enumerate(columns):
            sheet.write_string(top, column, name, self._head)

    def _row(self, sheet: Any, number: int, row: Row, widths: Sequence[int]) -> None:
        texts = [value.text if isinstance(value, _Link) else value or "" for value in row]
        sheet.set_row(number, row_height(texts, widths))
        for column, value in enumerate(row):
            if value is None:
                sheet.write_blank(number, column, None, self._plain)
            elif isinstance(value, int):
                sheet.write_number(number, column, value, self._number)
            elif isinstance(value, _Link) and sheet.hlink_count < _LINKS:
                sheet.write_url(number, column, value.target, self._link, value.text[:_MOST])
            else:
                # a text that begins with = + - or @ stays the text it is
                text = value.text if isinstance(value, _Link) else clean(str(value))
                sheet.write_string(number, column, text[:_MOST], self._plain)


class _Link:
    def __init__(self, target: str, text: str) -> None:
        self.target, self.text = target, text
