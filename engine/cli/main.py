"""`hoso`: the command line. Data goes to stdout, everything else to stderr."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from engine.cli.common import lang_option
from engine.cli.errors import guarded
from engine.cli.spoken import COMMANDS, OPTIONS, Group, Option, speak, wanted_language
from engine.locale.words import N_
from engine.report.sarif import program_version

# Thousands of modules, rules and rows are made at the start and stay; as it comes, the collector looks at all of them
# again and again, a sixth of a short check. Nothing here makes cycles in numbers.
COLLECTOR = (50_000, 20, 100)

# a command's module is loaded when the command is called: a check does not wait for the page or the audit
_COMMANDS = {
    "check": "check",
    "facts": "facts",
    "audit": "audit",
    "new-programme": "audit",
    "rules": "rules",
    "serve": "serve",
    "settings": "settings",
    "cache": "cache",
}


class _Commands(Group):
    """The commands by name, each from its own module."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load the module of a command."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"engine.cli.{_COMMANDS[cmd_name]}")
        found: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return found


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"hoso {program_version()}")
        ctx.exit()


@click.group(
    cls=_Commands,
    help=N_(
        "Kiểm tra hồ sơ kiểm tra, giám sát, kỷ luật đảng: thiếu văn bản nào, sai ở đâu, sửa thế nào, theo nguồn nào. "
        "Chạy hoàn toàn trên máy này, không gửi gì ra ngoài."
    ),
    epilog=N_(
        "Ví dụ:\n"
        "  hoso check ho-so/                       kiểm tra một thư mục hồ sơ\n"
        "  hoso check ho-so.zip --format html --output phieu.html\n"
        "  hoso check ho-so/ --stage dang-tien-hanh    hồ sơ đang làm dở, xem việc tiếp theo"
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar=COMMANDS,
    options_metavar=OPTIONS,
)
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help=N_("Hiện phiên bản rồi thoát."),
)
@lang_option
def cli() -> None:
    """Start."""


def run(args: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    gc.set_threshold(*COLLECTOR)
    speak(wanted_language(args))
    return guarded(lambda: _result(cli.main(list(args), prog_name="hoso", standalone_mode=False)))


def _result(value: object) -> int:
    return value if isinstance(value, int) else 0


def main() -> None:
    """Entry point of the `hoso` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows consoles and pipes of other encodings must never turn a report into a traceback
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:]))


__all__ = ["cli", "main", "run"]
