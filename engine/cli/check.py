"""`hoso check`: one dossier, from files to a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import click

from engine.cli.common import lang_option, option, progress, question_options, terminal_width, wants_colour
from engine.cli.output import check_destination, deliver, read_formats, to_stdout
from engine.cli.settings import Settings, load_settings
from engine.cli.spoken import OPTIONS, Command, language, words
from engine.findings import Report, Severity
from engine.locale.words import N_
from engine.report.formats import Office, Screen, render

if TYPE_CHECKING:
    from engine.check import Checked

ENGINES = ("auto", "durable", "python")


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Kiểm tra một hồ sơ (thư mục, tệp zip hoặc một tệp) và in phiếu rà soát. Mã thoát: 0 không thấy lỗi; 1 có lỗi "
        "hoặc chưa thể kết luận; 2 dùng sai lệnh hoặc máy gặp lỗi."
    ),
)
@click.argument("path", metavar=N_("HỒ-SƠ"), type=click.Path(path_type=Path, exists=True))
@question_options
@option(
    "--answers",
    metavar=N_("TỆP"),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=N_("Tệp hoso.yaml trả lời thay cho tệp trong hồ sơ."),
)
@option(
    "--fail-on",
    type=click.Choice([item.value for item in Severity]),
    default="error",
    help=N_("Mức lỗi thấp nhất để mã thoát là 1 (mặc định error)."),
)
@option("--allow-open", is_flag=True, help=N_("Nội dung cần người xem không làm mã thoát thành 1."))
@option("--strict-sources", is_flag=True, help=N_("Nguồn chưa đọc bản gốc chỉ thành lưu ý."))
@option("--engine", type=click.Choice(ENGINES), default="auto", help=N_("Bộ suy luận (mặc định auto)."))
@option("--verify", is_flag=True, help=N_("Chạy cả hai bộ suy luận và so kết quả."))
@option(
    "--format",
    "formats",
    metavar=N_("LOẠI[,LOẠI]"),
    default="text",
    help=N_("Định dạng: text, json, html, docx, xlsx, sarif (mặc định text)."),
)
@option(
    "--output",
    metavar=N_("NƠI-GHI"),
    type=click.Path(path_type=Path),
    help=N_("Tệp để ghi; thư mục khi có nhiều định dạng."),
)
@lang_option
def check(path: Path, formats: str, output: Path | None, fail_on: str, **asked: Any) -> int:
    """Check a dossier."""
    names = read_formats(formats)
    check_destination(names, output, path)
    stored = load_settings()
    weight = Severity(fail_on)
    checker = load_checker()
    with progress() as seen:
        checked = checker.check_path(path, _options(checker, asked, stored, weight, seen))
    _show(checked, names, output, path, stored)
    return int(checker.exit_code(checked.report, weight, allow_open=asked["allow_open"]))


def load_checker() -> Any:
    """Return the engine's door; loaded late, so that `--help` and `--version` answer at once."""
    from engine.check import Checked, CheckOptions, check_path, exit_code  # noqa: PLC0415

    return SimpleNamespace(Checked=Checked, CheckOptions=CheckOptions, check_path=check_path, exit_code=exit_code)


def _options(checker: Any, asked: dict[str, Any], stored: Settings, fail_on: Severity, seen: Any) -> Any:
    day: dt.date | None = asked.pop("day")
    values = asked | {
        "level": asked["level"] or stored.level,
        "pack": asked["pack"] or stored.pack,
        "fail_on": fail_on,
        "lang": language(),
        "progress": seen,
    }
    return checker.CheckOptions(**values, **({"on": day} if day else {}))


def _show(checked: Checked, names: Sequence[str], output: Path | None, path: Path, stored: Settings) -> None:
    if checked.report.stamped_secret:
        _stop(checked.report, names)
        return
    rendered = {
        name: render(
            checked.report,
            name,
            lang=language(),
            dossier=checked.dossier,
            path=path,
            office=Office(stored.office or "", stored.superior or "", stored.place or ""),
            screen=Screen() if output is not None else Screen(terminal_width(), wants_colour()),
        )
        for name in names
    }
    for file in deliver(rendered, output, checked.report.dossier, path):
        click.echo(words()("Đã ghi {name}").format(name=file), err=True)


def _stop(report: Report, names: Sequence[str]) -> None:
    """After a secrecy stamp nothing is written anywhere: the note goes to stdout only, whatever was asked for."""
    form = "json" if tuple(names) == ("json",) else "text"
    to_stdout(render(report, form, lang=language(), screen=Screen(terminal_width(), wants_colour())))
