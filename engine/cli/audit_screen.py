"""What `hoso audit` shows while it runs, and the table at its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from engine.cli.common import terminal_width, wants_colour
from engine.cli.spoken import language, words
from engine.locale.words import day, decimal
from engine.report.clean import clean

if TYPE_CHECKING:
    from engine.audit.programme import Plan
    from engine.audit.store import Store
    from engine.audit.summary import Summary

Progress = Callable[[int, int, str], None]
_EVERY = 5.0  # seconds between plain lines
_MOST = 15  # rows of a table


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress on stderr: a bar with rate, time left and the last name; plain lines where no terminal is there.

    Plain lines end up in logs, so they carry numbers only.
    """
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words()("Rà soát"), total=None, rate="", last="")
        rate = _Rate()
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, rate=rate.words(done), last=clean(name)[:40]
        )


class _Rate:
    """Dossiers per second since the first one was done: the start of the workers is no measure of what is left."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._first: int | None = None

    def per_second(self, done: int) -> float:
        """Return the rate; what was done before this start does not count."""
        if self._first is None:
            self._first, self._start = done, time.monotonic()
        return (done - self._first) / max(0.001, time.monotonic() - self._start)

    def words(self, done: int) -> str:
        """Return the rate in words."""
        rate = self.per_second(done)
        return words()("{rate} hồ sơ/giây").format(rate=decimal(rate, language())) if rate else ""


class _Lines:
    """Progress as lines, at most one in some seconds, and one at the end."""

    def __init__(self) -> None:
        self._rate = _Rate()
        self._last = time.monotonic()

    def __call__(self, done: int, total: int, _name: str) -> None:
        rate = self._rate.per_second(done)
        if done < total and (time.monotonic() - self._last < _EVERY or not rate):
            return
        self._last = time.monotonic()
        line = words()("Đã xong {done}/{total} hồ sơ").format(done=done, total=total)
        if rate and done < total:
            line += ", " + self._rate.words(done) + ", " + _left((total - done) / rate)
        click.echo(line, err=True)


def _left(seconds: float) -> str:
    if seconds < 90:
        return words()("còn khoảng {number} giây").format(number=max(1, round(seconds)))
    if seconds < 5400:
        return words()("còn khoảng {number} phút").format(number=round(seconds / 60))
    return words()("còn khoảng {number} giờ").format(number=decimal(seconds / 3600, language()))


def show_table(store: Store, summary: Summary, plan: Plan | None, answers: Mapping[str, str], *, show: bool) -> None:
    """Print branches by worst, rules by frequency, what lies between dossiers, the programme, what was not checked."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(
        file=sys.stdout, width=terminal_width(), no_color=not wants_colour(), highlight=False, soft_wrap=False
    )
    console.print(_headline(summary), markup=False)
    console.print(_branches(summary))
    if summary.rules:
        console.print(_rules(summary))
    if plan is not None:
        console.print(_figures(plan))
    told = (_between(store, summary), _planned(plan), _troubles(store, summary, show=show))
    for line in (*(line for lines in told for line in lines), *_unheard(store, summary, answers)):
        console.print(line, markup=False)


def _headline(summary: Summary) -> str:
    _ = words()
    total = summary.totals
    line = _(
        "Rà soát ngày {day}: {dossiers} hồ sơ của {branches} đơn vị; {clean} không thấy lỗi, {faulty} có lỗi, "
        "{unclear} chưa thể kết luận."
    ).format(
        day=day(summary.run.on_day, language()),
        dossiers=total.dossiers + summary.secret,
        branches=len(summary.branches),
        clean=total.clean,
        faulty=total.faulty,
        unclear=total.unclear + total.failed + summary.secret,
    )
    if summary.reused:
        line += " " + _("{number} hồ sơ không đổi, lấy lại kết quả đã có.").format(number=summary.reused)
    if total.new is None:
        return line
    change = _("So với lần trước: {new} lỗi mới, {still} lỗi còn nguyên, {mended} lỗi đã sửa.")
    return f"{line}\n{change.format(new=total.new, still=total.still, mended=total.mended)}"


def _table(title: str, *columns: tuple[str, Any]) -> Any:
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    for name, justify in columns:
        table.add_column(name, justify=justify, overflow="fold")
    return table


def _branches(summary: Summary) -> Any:
    _ = words()
    names = (_("Hồ sơ"), _("Có lỗi"), _("Chưa rõ"), _("Lỗi nặng"), _("Cảnh báo"), _("Cần xem"))
    table = _table(_("Đơn vị, nhiều lỗi nhất trước"), (_("Đơn vị"), "left"), *((name, "right") for name in names))
    for row in summary.branches[:_MOST]:
        numbers = (row.dossiers, row.faulty, row.unclear + row.failed, row.errors, row.warnings, row.open)
        table.add_row(_plain(row.branch.name), *map(str, numbers))
    if len(summary.branches) > _MOST:
        table.add_row(_("… và {number} đơn vị nữa").format(number=len(summary.branches) - _MOST))
    return table


def _rules(summary: Summary) -> Any:
    _ = words()
    table = _table(_("Lỗi thường gặp"), (_("Nội dung"), "left"), (_("Hồ sơ"), "right"), (_("Lần"), "right"))
    for row in summary.rules[:_MOST]:
        table.add_row(_plain(row.title.text(language())), str(row.dossiers), str(row.faults))
    if len(summary.rules) > _MOST:
        table.add_row(_("… và {number} lỗi khác").format(number=len(summary.rules) - _MOST))
    return table


def _figures(plan: Plan) -> Any:
    from engine.audit.programme import figure_rows  # noqa: PLC0415

    _ = words()
    head, *rows = figure_rows(plan.figures, _)
    title = _("Chương trình kiểm tra, giám sát năm {year}").format(year=plan.year)
    table = _table(title, *((name, "left") for name in head))
    for row in rows:
        table.add_row(*(_plain(str(cell)) for cell in row))
    return table


def _plain(text: str) -> Any:
    from rich.text import Text  # noqa: PLC0415

    return Text(clean(text))


def _listed(title: str, lines: Iterable[str], more: str) -> Iterator[str]:
    """Yield a title, the first lines below it, and how many there are besides."""
    shown = list(lines)
    if shown:
        yield title
    yield from (f"  - {clean(line)}" for line in shown[:_MOST])
    if len(shown) > _MOST:
        yield "  " + more.format(number=len(shown) - _MOST)


def _between(store: Store, summary: Summary) -> Iterator[str]:
    from engine.audit.summary import crossings  # noqa: PLC0415
    from engine.audit.words import SEVERITIES  # noqa: PLC0415

    _ = words()
    lines = (
        _("{level}: {message} Hồ sơ số {numbers}.").format(
            level=_(SEVERITIES[row.severity]),
            message=row.message.text(language()),
            numbers=row.ordinals.replace(",", ", "),
        )
        for row in crossings(store, summary.run.id)
    )
    yield from _listed(_("Giữa các hồ sơ:"), lines, _("… và {number} mục nữa"))


def _planned(plan: Plan | None) -> Iterator[str]:
    from engine.audit.programme import grouped  # noqa: PLC0415
    from engine.audit.words import SEVERITIES  # noqa: PLC0415

    _ = words()
    marks = grouped(plan.findings, _) if plan else []
    lines = (f"{_(SEVERITIES[x.severity])}: {f'{x.unit}: ' if x.unit else ''}{x.message}" for x in marks)
    yield from _listed(_("So với chương trình:"), lines, _("… và {number} mục nữa"))


def _troubles(store: Store, summary: Summary, *, show: bool) -> Iterator[str]:
    from engine.audit.summary import troubles  # noqa: PLC0415
    from engine.audit.words import dossier_words, reason_words  # noqa: PLC0415

    _ = words()
    lang = language()
    lines = (
        f"{dossier_words(row.shown, row.ordinal, None, _, show=show)}: {reason_words(row.status, row.reason, lang)}"
        for row in troubles(store, summary.run.id)
    )
    yield from _listed(_("Chưa kiểm tra được:"), lines, _("… và {number} mục nữa"))
    if summary.totals.incidents:
        yield _("Có {number} tệp không đọc được; xem danh sách trong bảng tính (--xlsx).").format(
            number=summary.totals.incidents
        )


def _unheard(store: Store, summary: Summary, answers: Mapping[str, str]) -> Iterator[str]:
    """Say which answers speak of dossiers that are not there: a slip of the pen must be seen."""
    from engine.audit.summary import dossiers  # noqa: PLC0415

    _ = words()
    if answers:
        known = {row.shown for row in dossiers(store, summary.run.id)}
        lost = [path for path in answers if path not in known]
        yield from _listed(_("Tệp trả lời nêu hồ sơ không có trong lần này:"), lost, _("… và {number} mục nữa"))
