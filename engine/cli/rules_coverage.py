"""`hoso rules coverage`: which checks of the sources are live, and why the others are not."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.common import format_option, lang_option, option, rules_option
from engine.cli.output import to_stdout
from engine.cli.rules_common import as_json, both, whole_book
from engine.cli.spoken import OPTIONS, Command, language
from engine.errors import ExitCode
from engine.locale.words import N_


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_("Bảng mã kiểm tra của tài liệu nguồn: mã nào đã có quy tắc, mã nào chưa và vì sao."),
)
@option("--write", is_flag=True, help=N_("Ghi lại bảng rules/COVERAGE.md."))
@rules_option
@format_option
@lang_option
def coverage(write: bool, rules_dirs: tuple[Path, ...], form: str) -> int:
    """Show or write the table of checks."""
    from engine.rulebook.checks import load_checks  # noqa: PLC0415
    from engine.rulebook.files import bundled_root  # noqa: PLC0415
    from engine.upkeep.coverage import coverage as covered_by  # noqa: PLC0415 - `--help` answers at once
    from engine.upkeep.coverage import said, table, tally, unlisted, without_reason  # noqa: PLC0415

    book, checks = whole_book(() if write else rules_dirs), load_checks()
    found = covered_by(book, checks)
    if write:
        file = bundled_root() / "rules" / "COVERAGE.md"
        file.write_text(table(found), encoding="utf-8")
        to_stdout(f"{file}\n")
    elif form == "json":
        english = language() == "en"
        rows = [{"id": i.check.id, "live": i.live, "rules": said(i, english=english)} for i in found]
        as_json({"checks": rows, "counts": tally(found)})
    else:
        to_stdout(table(found, language()))
    loose = [*unlisted(book, checks), *without_reason(found)]
    if loose:
        click.echo(
            both("Chưa có trong bảng hoặc chưa nêu lý do: ", "Not listed or no reason given: ") + ", ".join(loose),
            err=True,
        )
    return ExitCode.FAULTS if loose else ExitCode.CLEAN
