"""What `hoso audit` shows while it runs, and the table at its end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from engine.cli.common import terminal_width, wants_colour
from engine.cli.spoken import words
from engine.locale.words import day
from engine.report.clean import clean

if TYPE_CHECKING:
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
    """Dossiers per second since the start."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._first: int | None = None

    def per_second(self, done: int) -> float:
        """Return the rate; what was done before this start does not count."""
        if self._first is None:
            self._first = done - 1
        return (done - self._first) / max(0.001, time.monotonic() - self._start)

    def words(self, done: int) -> str:
        """Return the rate in words."""
        return words()("{rate} hồ sơ/giây").format(rate=f"{self.per_second(done):.1f}")


class _Lines:
    """Progress as lines, at most one in some seconds, and one at the end."""

    def __init__(self) -> None:
        self._rate = _Rate()
        self._last = time.monotonic()

    def __call__(self, done: int, total: int, _name: str) -> None:
        rate = self._rate.per_second(done)
        if done < total and time.monotonic() - self._last < _EVERY:
            return
        self._last = time.monotonic()
        left = int((total - done) / rate) if rate else 0
        line = words()("Đã xong {done}/{total} hồ sơ, {rate} hồ sơ/giây, còn khoảng {left} giây")
        click.echo(line.format(done=done, total=total, rate=f"{rate:.1f}", left=left), err=True)


def show_table(store: Store, summary: Summary) -> None:
    """Print branches by worst, rules by frequency, and what could not be checked."""
    from rich.console import Console  # noqa: PLC0415

    _ = words()
    console = Console(
        file=sys.stdout, width=terminal_width(), no_color=not wants_colour(), highlight=False, soft_wrap=False
    )
    console.print(_headline(summary), markup=False)
    console.print(_branches(summary))
    if summary.rules:
        console.print(_rules(summary))
    for line in _troubles(store, summary):
        console.print(line, markup=False)


def _headline(summary: Summary) -> str:
    _ = words()
    total = summary.totals
    line = _(
        "Rà soát ngày {day}: {dossiers} hồ sơ của {branches} đơn vị; {clean} không thấy lỗi, {faulty} có lỗi, "
        "{unclear} chưa thể kết luận."
    ).format(
        day=day(summary.run.on_day),
        dossiers=total.dossiers + summary.secret,
        branches=len(summary.branches),
        clean=total.clean,
        faulty=total.faulty,
        unclear=total.unclear + total.failed + summary.secret,
    )
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
    table = _table(
        _("Lỗi thường gặp"), (_("Nội dung"), "left"), (_("Hồ sơ"), "right"), (_("Lần"), "right"), (_("Quy tắc"), "left")
    )
    for row in summary.rules[:_MOST]:
        table.add_row(_plain(row.title), str(row.dossiers), str(row.faults), _plain(row.rule))
    return table


def _plain(text: str) -> Any:
    from rich.text import Text  # noqa: PLC0415

    return Text(clean(text))


def _troubles(store: Store, summary: Summary) -> Iterator[str]:
    from engine.audit.summary import troubles  # noqa: PLC0415
    from engine.audit.words import dossier_words, reason_words  # noqa: PLC0415

    _ = words()
    rows = list(troubles(store, summary.run.id))
    if rows:
        yield _("Chưa kiểm tra được:")
    for row in rows[:_MOST]:
        name = dossier_words(row.shown, row.ordinal, None, _)
        yield f"  - {clean(name)}: {clean(reason_words(row.status, row.reason, _))}"
    if len(rows) > _MOST:
        yield _("  … và {number} mục nữa").format(number=len(rows) - _MOST)
    if summary.totals.incidents:
        yield _("Có {number} tệp không đọc được; xem danh sách trong bảng tính (--xlsx).").format(
            number=summary.totals.incidents
        )
