"""`hoso cache clear`: forget what is kept between runs."""

from __future__ import annotations

import click

from engine.cli.common import lang_option
from engine.cli.spoken import COMMANDS, OPTIONS, Command, Group, words
from engine.locale.words import N_


@click.group(
    cls=Group,
    help=N_("Bộ nhớ đệm của phần mềm."),
    subcommand_metavar=COMMANDS,
    options_metavar=OPTIONS,
)
def cache() -> None:
    """Keep the group."""


@cache.command(
    "clear", cls=Command, options_metavar=OPTIONS, help=N_("Xóa mọi thứ phần mềm giữ lại giữa các lần chạy.")
)
@lang_option
def clear() -> None:
    """Delete all cache files."""
    from engine.rulebook.cache import clear as forget  # noqa: PLC0415

    count = forget()
    click.echo(words()("Đã xóa {count} tệp trong bộ nhớ đệm.").format(count=count), err=True)
