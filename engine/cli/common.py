"""Options and helpers several commands share."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from engine.cli.spoken import Option, words
from engine.errors import UsageError
from engine.locale.words import LANGUAGES, N_, same

F = TypeVar("F", bound=Callable[..., Any])
Progress = Callable[[int, int, str], None]
LEVELS = ("chi-bo", "dang-uy-co-so", "ubkt-co-so", "cap-tren-truc-tiep-co-so")
STAGES = ("soan-thao", "dang-tien-hanh", "hoan-chinh")


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Return click.option with a translated help."""
    return click.option(*names, cls=Option, **settings)


def lang_option(command: F) -> F:
    """Add --lang; it was already read before click started, so the value is not handed on."""
    return option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=N_("Ngôn ngữ: vi (mặc định) hoặc en."),
    )(command)


def rules_option(command: F) -> F:
    """Add --rules, for folders of an office's own rules."""
    return option(
        "--rules",
        "rules_dirs",
        metavar=N_("THƯ-MỤC"),
        multiple=True,
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help=N_("Thêm thư mục quy tắc của đơn vị; dùng được nhiều lần."),
    )(command)


def format_option(command: F) -> F:
    """Add --format text,json."""
    return option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help=N_("Định dạng: text hoặc json (mặc định text)."),
    )(command)


def question_options(command: F) -> F:
    """Add what may be said of a dossier before it is judged: --procedure, --level, --pack, --rules, --stage, --on."""
    added = (
        option("--procedure", metavar=N_("MÃ"), help=N_("Quy trình; bỏ trống thì máy tự nhận ra.")),
        option("--level", type=click.Choice(LEVELS), help=N_("Cấp lập hồ sơ.")),
        option("--pack", metavar=N_("MÃ"), help=N_("Gói quy định của đơn vị.")),
        rules_option,
        option("--stage", type=click.Choice(STAGES), help=N_("Giai đoạn của hồ sơ (mặc định hoan-chinh).")),
        option("--on", "day", metavar=N_("NGÀY"), type=Day(), help=N_("Xét như thể hôm nay là ngày này.")),
    )
    for add in reversed(added):  # click shows the option added last first
        command = add(command)
    return command


class Day(click.ParamType[dt.date]):
    """A day, 2026-11-20 or 20/11/2026."""

    name = "NGÀY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a day, or say how to write it."""
        if isinstance(value, dt.date):
            return value
        try:
            return _day(str(value))
        except ValueError:
            self.fail(words()("viết ngày dạng 20/11/2026 hoặc 2026-11-20."), param, ctx)


def _day(text: str) -> dt.date:
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        return dt.date(*parts)
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        return dt.date(*reversed(parts))
    raise ValueError(text)


def stdout_is_terminal() -> bool:
    """True when a person reads stdout directly."""
    return sys.stdout.isatty()


def wants_colour() -> bool:
    """True for a terminal whose user has not set NO_COLOR."""
    return stdout_is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Return the width of the window; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns if stdout_is_terminal() else 100


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Show progress on stderr while a terminal is there to see it; names of files are not shown."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words()("Đang đọc hồ sơ"), total=None)
        yield lambda done, total, _name: bar.update(task, completed=done, total=total)


def usage(message: str, advice: str = "") -> UsageError:
    """Return a usage error whose words are already in the user's language."""
    return UsageError(same(message), same(advice))
