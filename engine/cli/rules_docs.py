"""`hoso rules docs`: the handbook."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.common import lang_option, option, rules_option
from engine.cli.rules_common import both, is_broken, lines, whole_book
from engine.cli.spoken import OPTIONS, Command, language
from engine.errors import ExitCode
from engine.locale.words import N_


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_("Tạo sổ tay quy tắc: trang HTML đọc không cần mạng, có ô tìm kiếm."),
)
@option(
    "--output",
    "folder",
    metavar=N_("THƯ-MỤC"),
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help=N_("Thư mục để ghi (được tạo nếu chưa có)."),
)
@rules_option
@lang_option
def docs(folder: Path, rules_dirs: tuple[Path, ...]) -> int:
    """Write the handbook."""
    from engine.handbook.build import write_handbook  # noqa: PLC0415 - `--help` answers at once

    book = whole_book(rules_dirs)
    files = write_handbook(book, folder, language())
    lines([str(folder / "index.html")])
    click.echo(both(f"Đã ghi {len(files)} tệp.", f"{len(files)} files written."), err=True)
    return ExitCode.ERROR if is_broken(book) else ExitCode.CLEAN
