"""The note that goes back to a branch, in the Party's layout: its dossiers, what is wrong in each, how to mend it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any

import docx

from engine.audit import summary as figures
from engine.audit.part_file import whole
from engine.audit.store import Store
from engine.audit.summary import BranchRow, Summary
from engine.audit.words import dossier_words, reason_words
from engine.errors import SystemFault
from engine.locale.words import day, tr
from engine.report.clean import clean
from engine.report.formats import Office
from engine.report.party_paper import (
    add_heading,
    centred,
    grid,
    paragraph,
    party_header,
    set_page,
    set_style,
    set_widths,
)
from engine.report.wording import ended

_WEIGHTS = ("error", "warning", "note")


def write_notes(folder: Path, store: Store, summary: Summary, office: Office, lang: str, *, show: bool) -> list[Path]:
    """Write a note for every branch that has something to mend or to look at; return the files.

    Raises SystemFault where the machine refuses.
    """
    made: list[Path] = []
    used: set[str] = set()
    for row in summary.branches:
        if not (row.errors or row.warnings or row.notes or row.open or row.incidents or row.failed or row.crossings):
            continue
        file = folder / f"{_file_name(row, used)}.docx"
        data = _Note(store, summary, row, lang, show=show).paper(office)
        try:
            with whole(file) as stream:
                stream.write(data)
        except OSError as error:
            raise SystemFault(
                f"Không ghi được «{file}».",
                "Chọn nơi khác bằng --notes, kiểm tra chỗ trống và quyền ghi; kết quả rà soát đã lưu trong kho.",
                en=f"«{file}» cannot be written.",
                advice_en="Choose another place with --notes, see to room and rights; the store has the results.",
            ) from error
        made.append(file)
    return made


def _file_name(row: BranchRow, used: set[str]) -> str:
    letters = "".join("-" if letter in '<>:"/\\|?*\ufffd' else letter for letter in clean(row.branch.name))
    name = base = letters.strip(" .")[:80] or "don-vi"
    number = 2
    while name.casefold() in used:
        name, number = f"{base} ({number})", number + 1
    used.add(name.casefold())
    return name


class _Note:
    def __init__(self, store: Store, summary: Summary, row: BranchRow, lang: str, *, show: bool) -> None:
        self._store, self._summary, self._row, self._lang, self._show = store, summary, row, lang, show
        self._ = tr(lang)
        self._run, self._path = summary.run.id, row.branch.path

    def paper(self, office: Office) -> bytes:
        """Return the Word file."""
        _ = self._
        paper = docx.Document()
        set_page(paper)
        set_style(paper)
        party_header(paper, self._summary.run.on_day, office)
        self._title(paper)
        self._opening(paper)
        self._dossiers(paper)
        self._files(paper)
        self._across(paper)
        self._closing(paper)
        core = paper.core_properties
        core.title, core.author, core.comments = _("Kết quả rà soát hồ sơ: {name}").format(name=self._name), "", ""
        core.created = core.modified = dt.datetime.combine(self._summary.run.on_day, dt.time())
        stream = BytesIO()
        paper.save(stream)
        return stream.getvalue()

    @property
    def _name(self) -> str:
        return clean(self._row.branch.name)

    def _title(self, paper: Any) -> None:
        _ = self._
        first = paper.add_paragraph()
        first.paragraph_format.space_before = _points(18)
        centred(first, _("THÔNG BÁO"), bold=True, size=16)
        centred(paper.add_paragraph(), _("kết quả rà soát hồ sơ kiểm tra, giám sát"), bold=True)
        dashes = paper.add_paragraph()
        centred(dashes, "-----")
        centred(paper.add_paragraph(), _("Kính gửi: {name}").format(name=self._name))
        paper.paragraphs[-1].paragraph_format.space_after = _points(12)

    def _opening(self, paper: Any) -> None:
        _ = self._
        row = self._row
        said = _(
            "Qua rà soát {dossiers} hồ sơ của đơn vị ngày {day}: {clean} hồ sơ không thấy lỗi, {faulty} hồ sơ có lỗi, "
            "{unclear} hồ sơ chưa thể kết luận. Đề nghị đơn vị xem, sửa hoặc bổ sung theo từng nội dung dưới đây."
        )
        numbers = {"dossiers": row.dossiers, "clean": row.clean, "faulty": row.faulty}
        unclear = row.unclear + row.failed
        paragraph(paper, said.format(day=day(self._summary.run.on_day, self._lang), unclear=unclear, **numbers))
        if row.new is not None or row.mended is not None:
            change = _("So với lần rà soát trước: {mended} lỗi đã sửa, {still} lỗi còn nguyên, {new} lỗi mới.")
            paragraph(paper, change.format(mended=row.mended or 0, still=row.still or 0, new=row.new or 0))

    def _dossiers(self, paper: Any) -> None:
        _, lang = self._, self._lang
        by_dossier: dict[int, list[Any]] = defaultdict(list)
        for found in figures.findings(self._store, self._run, branch=self._path):
            if not found.dismissed:
                by_dossier[found.ordinal].append(found)
        number = 0
        for row in figures.dossiers(self._store, self._run, branch=self._path):
            if row.ordinal not in by_dossier and row.status == "done":
                continue
            number += 1
            add_heading(
                paper, f"{number}. {clean(dossier_words(row.shown, row.ordinal, row.private, _, show=self._show))}"
            )
            if row.status != "done":
                paragraph(paper, ended(reason_words(row.status, row.reason, self._lang).capitalize()))
            if row.procedure_title:
                paragraph(paper, _("Quy trình: {name}.").format(name=row.procedure_title.text(lang)), italic=True)
            self._faults(paper, [item for item in by_dossier[row.ordinal] if item.outcome == "fail"])
            self._doubts(paper, [item for item in by_dossier[row.ordinal] if item.outcome == "open"])

    def _faults(self, paper: Any, faults: list[Any]) -> None:
        _, lang = self._, self._lang
        if not faults:
            return
        faults.sort(key=lambda item: (_WEIGHTS.index(item.severity), item.n))
        words = {"error": _("Lỗi nặng"), "warning": _("Cảnh báo"), "note": _("Lưu ý")}
        rows: list[tuple[str, ...]] = [(_("TT"), _("Nội dung"), _("Ở đâu"), _("Cách sửa"))]
        for number, item in enumerate(faults, 1):
            where = item.paper.text(lang) or _("Cả hồ sơ")
            if item.page:
                where = _("{paper}, trang {page}").format(paper=where, page=item.page)
            claimed = _(" (Đơn vị khai: {reason})").format(reason=item.claimed) if item.claimed else ""
            what = f"{words[item.severity]}: {item.title.text(lang)}. {item.message.text(lang)}{claimed}"
            rows.append((str(number), clean(what), clean(where), clean(item.remedy.text(lang))))
        grid(paper, rows, (10, 68, 37, 50))

    def _doubts(self, paper: Any, doubts: list[Any]) -> None:
        _, lang = self._, self._lang
        if doubts:
            named = ((item.title.text(lang), item.paper.text(lang)) for item in doubts)
            titles = "; ".join(dict.fromkeys(clean(f"{title} ({paper})" if paper else title) for title, paper in named))
            paragraph(paper, _("Cần người xem trên bản giấy: {titles}.").format(titles=titles))

    def _files(self, paper: Any) -> None:
        _, lang = self._, self._lang
        rows = list(figures.unread(self._store, self._run, branch=self._path))
        if not rows:
            return
        add_heading(paper, _("Tệp không đọc được"))
        for row in rows:
            name = clean(dossier_words(row.shown, row.ordinal, row.private, _, show=self._show))
            paragraph(
                paper,
                f"- {name}, {clean(row.place)}: {ended(clean(row.message.text(lang)))} {clean(row.remedy.text(lang))}",
            )

    def _across(self, paper: Any) -> None:
        _, lang = self._, self._lang
        rows = list(figures.crossings(self._store, self._run, branch=self._path))
        if not rows:
            return
        names = {
            str(row.ordinal): clean(dossier_words(row.shown, row.ordinal, row.private, _, show=self._show))
            for row in figures.dossiers(self._store, self._run, branch=self._path)
        }
        add_heading(paper, _("Giữa các hồ sơ"))
        for row in rows:
            where = "; ".join(names.get(ordinal, ordinal) for ordinal in row.ordinals.split(","))
            paragraph(paper, f"- {clean(row.message.text(lang))} {_('Hồ sơ: {names}.').format(names=where)}")

    def _closing(self, paper: Any) -> None:
        _ = self._
        paragraph(
            paper,
            _(
                "Nội dung trên do máy rà soát theo các quy định đã nêu trong bảng tính kèm theo, cần người có trách "
                "nhiệm xem lại trước khi kết luận."
            ),
            italic=True,
        )
        table = paper.add_table(rows=1, cols=2)
        set_widths(table, (82, 83))
        left, right = table.rows[0].cells
        left.paragraphs[0].add_run(_("Nơi nhận:")).underline = True
        for words in (f"- {_('Như trên')},", f"- {_('Lưu')}."):
            run = left.add_paragraph().add_run(words)
            run.font.size = _points(12)
        centred(right.paragraphs[0], _("NGƯỜI RÀ SOÁT"), bold=True)
        centred(right.add_paragraph(), _("(ký, ghi rõ họ tên)"), italic=True)


def _points(size: int) -> Any:
    from docx.shared import Pt  # noqa: PLC0415

    return Pt(size)
