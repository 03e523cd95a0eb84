"""The dashboard: a folder of pages that needs no network and no script; from branches down to a dossier's report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from jinja2 import Environment
from markupsafe import Markup

from engine.audit import kept_reports
from engine.audit import summary as figures
from engine.audit import tables as t
from engine.audit.blind import blind
from engine.audit.charts import bars
from engine.audit.history import trend
from engine.audit.programme import Plan, figure_rows, grouped, line_rows, mark_rows
from engine.audit.store import Store
from engine.audit.summary import GROUPS, BranchRow, Summary
from engine.audit.words import SEVERITIES, dossier_words, reason_words
from engine.errors import SystemFault
from engine.locale.words import day, tr
from engine.report import render
from engine.report.clean import clean
from engine.report.page_templates import template_environment

_FOLDER = Path(__file__).with_name("templates")
_TOP = 15
_CROSSINGS = 100
Rows = list[dict[str, Any]]


@cache
def _environment() -> Environment:
    made = template_environment(_FOLDER)
    made.filters["clean"] = clean
    return made


def write_dashboard(
    folder: Path, store: Store, summary: Summary, lang: str, plan: Plan | None, *, show: bool, reports: bool = True
) -> Path:
    """Write the pages and return the first one.

    `reports`: with the report of every dossier; who has another way to show one leaves them out.
    Raises SystemFault where the machine refuses.
    """
    try:
        (folder / "ho-so").mkdir(parents=True, exist_ok=True)
        return _Pages(folder, store, summary, lang, plan, show=show).write(reports=reports)
    except OSError as error:
        raise SystemFault(
            f"Không ghi được trang tổng quan vào «{folder}».",
            "Chọn nơi khác bằng --html, kiểm tra chỗ trống và quyền ghi; kết quả rà soát đã lưu trong kho.",
            en=f"The dashboard cannot be written to «{folder}».",
            advice_en="Choose another place with --html, see to room and rights; the store has the results.",
        ) from error


class _Pages:
    def __init__(
        self, folder: Path, store: Store, summary: Summary, lang: str, plan: Plan | None, *, show: bool
    ) -> None:
        self._folder, self._store, self._summary = folder, store, summary
        self._lang, self._plan, self._show = lang, plan, show
        self._ = tr(lang)

    def write(self, *, reports: bool) -> Path:
        """Write all pages; the first one last, so that it is there only when the others are."""
        for row, name in self._branch_pages():
            self._page(name, "branch.html", row=row, dossiers=self._dossiers(row), crossings=self._crossings(row))
        if reports:
            self._reports()
        return self._page("index.html", "dashboard.html", **self._overview())

    def _page(self, name: str, template: str, **values: Any) -> Path:
        common = {
            "_": self._,
            "lang": self._lang,
            "day": day,
            "severities": {name: self._(title) for name, title in SEVERITIES.items()},
            "run": self._summary.run,
            "css": Markup(_FOLDER.joinpath("dashboard.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        }
        return self._put(name, _environment().get_template(template).render(common | values))

    def _put(self, name: str, text: str) -> Path:
        file = self._folder / name
        part = file.with_name(f".{file.name}.part")
        part.write_text(text, encoding="utf-8", errors="replace")
        part.replace(file)
        return file

    def _branch_pages(self) -> Iterator[tuple[BranchRow, str]]:
        for number, row in enumerate(self._summary.branches, 1):
            yield row, f"don-vi-{number:04d}.html"

    def _overview(self) -> dict[str, Any]:
        _, summary = self._, self._summary
        rows = [{"row": row, "page": name} for row, name in self._branch_pages()]
        worst = [
            (clean(row.branch.name), (row.errors, row.warnings))
            for row in summary.branches[:_TOP]
            if row.errors + row.warnings
        ]
        common = [(clean(rule.title.text(self._lang)), (rule.dossiers,)) for rule in summary.rules[:_TOP]]
        heavy = (_("Lỗi nặng"), _("Cảnh báo"))
        return {
            "summary": summary,
            "rows": rows,
            "groups": [(name, _(title)) for name, title in GROUPS.items()],
            "most": max((n for row in summary.branches for n in row.groups.values()), default=1),
            "worst": bars(_("Đơn vị nhiều lỗi nhất"), worst, heavy),
            "common": bars(_("Lỗi thường gặp nhất, theo số hồ sơ"), common, (_("Số hồ sơ"),)),
            "trend": bars(_("Số lỗi qua các lần rà soát"), past, heavy) if len(past := self._past()) > 1 else "",
            "troubles": self._troubles(),
            "plan": _plan_rows(self._plan, self._lang) if self._plan else None,
            "crossings": list(islice(figures.crossings(self._store, summary.run.id), _CROSSINGS)),
        }

    def _past(self) -> list[tuple[str, tuple[int, int]]]:
        """The runs up to this one; those of one day are told apart by their order."""
        seen: Counter[str] = Counter()
        past: list[tuple[str, tuple[int, int]]] = []
        for item in trend(self._store, self._summary.run.id):
            name = day(item.on_day, self._lang)
            seen[name] += 1
            told = self._("{day}, lần {number}").format(day=name, number=seen[name]) if seen[name] > 1 else name
            past.append((told, (item.errors, item.warnings)))
        return past

    def _troubles(self) -> Rows:
        rows = figures.troubles(self._store, self._summary.run.id)
        return [
            {
                "name": dossier_words(row.shown, row.ordinal, None, self._, show=self._show),
                "why": reason_words(row.status, row.reason, self._lang),
            }
            for row, _n in zip(rows, range(500), strict=False)
        ]

    def _dossiers(self, row: BranchRow) -> Rows:
        """The dossiers of a branch, the worst first."""
        found = [
            {
                "name": dossier_words(item.shown, item.ordinal, item.private, self._, show=self._show),
                "item": item,
                "page": f"ho-so/{item.ordinal:06d}.html" if item.verdict else "",
                "why": "" if item.verdict else reason_words(item.status, item.reason, self._lang),
            }
            for item in figures.dossiers(self._store, self._summary.run.id, branch=row.branch.path)
        ]
        return sorted(found, key=lambda x: (-(x["item"].errors or 0), -(x["item"].warnings or 0), x["item"].ordinal))

    def _crossings(self, row: BranchRow) -> list[Any]:
        return list(figures.crossings(self._store, self._summary.run.id, branch=row.branch.path))

    def _reports(self) -> None:
        """Each dossier's report, without pictures: the files may lie on another machine, and tố cáo shows none."""
        query = (
            sa.select(t.items.c.ordinal, t.items.c.shown, t.results.c.private, t.results.c.report)
            .join(t.results, t.results.c.id == t.items.c.result)
            .where(t.items.c.run == self._summary.run.id)
            .order_by(t.items.c.ordinal)
        )
        with self._store.engine.connect() as connection:
            for row in connection.execution_options(yield_per=50).execute(query):
                report = kept_reports.unpack(row.report, self._lang)
                if row.private and not self._show:
                    name = dossier_words(row.shown, row.ordinal, row.private, self._)
                    report = blind(report).model_copy(update={"dossier": name})
                self._put(f"ho-so/{row.ordinal:06d}.html", str(render(report, "html", lang=self._lang)))


def _plan_rows(plan: Plan, lang: str) -> dict[str, Any]:
    _ = tr(lang)
    return {
        "year": plan.year,
        "figures": list(figure_rows(plan.figures, _)),
        "findings": list(mark_rows(grouped(plan.findings, _), _)),
        "lines": list(line_rows(plan.lines, lang)),
    }
