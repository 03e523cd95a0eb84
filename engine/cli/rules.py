"""`hoso rules`: for the people who keep the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from engine.cli.common import Day, format_option, lang_option, option, rules_option
from engine.cli.output import to_stdout
from engine.cli.rules_common import as_json, both, is_broken, lines, whole_book
from engine.cli.rules_coverage import coverage
from engine.cli.rules_diff import diff
from engine.cli.rules_docs import docs
from engine.cli.rules_explain import explain
from engine.cli.rules_text import SHELVES, counted, listed, problem_lines, trial_lines
from engine.cli.spoken import COMMANDS, OPTIONS, Command, Group, language
from engine.errors import ExitCode
from engine.locale.words import N_, day
from engine.rulebook.scaffold import BLOCKS, KINDS


@click.group(
    cls=Group,
    help=N_("Xem, soát và thử các quy tắc. Dành cho người giữ quy tắc; không cần biết lập trình."),
    epilog=N_(
        "Ví dụ:\n"
        "  hoso rules lint                          soát lỗi các tệp quy tắc\n"
        "  hoso rules test number-missing           thử các ví dụ của một quy tắc\n"
        "  hoso rules explain number-missing ho-so/ vì sao quy tắc báo hoặc không báo"
    ),
    subcommand_metavar=COMMANDS,
    options_metavar=OPTIONS,
)
@lang_option
def rules() -> None:
    """Work on the rules."""


@rules.command("list", cls=Command, options_metavar=OPTIONS, help=N_("Danh mục quy trình, yêu cầu, gói, văn bản."))
@option("--procedures", "shelf", flag_value="procedures", help=N_("Chỉ các quy trình."))
@option("--requirements", "shelf", flag_value="requirements", help=N_("Chỉ các yêu cầu."))
@option("--documents", "shelf", flag_value="documents", help=N_("Chỉ các loại văn bản."))
@option("--packs", "shelf", flag_value="packs", help=N_("Chỉ các gói quy định."))
@option("--regulations", "shelf", flag_value="regulations", help=N_("Chỉ các văn bản quy định."))
@rules_option
@format_option
@lang_option
def list_rules(shelf: str | None, rules_dirs: tuple[Path, ...], form: str) -> int:
    """List what there is."""
    book = whole_book(rules_dirs)
    shelves = (shelf,) if shelf else ("procedures", "requirements", "packs")
    found = {name: SHELVES[name](book, language()) for name in shelves}
    if form == "json":
        as_json(found)
    else:
        lines(listed(found))
    return ExitCode.ERROR if is_broken(book) else ExitCode.CLEAN


@rules.command(cls=Command, options_metavar=OPTIONS, help=N_("Soát lỗi mọi tệp quy tắc. Mã thoát 2 khi có lỗi."))
@rules_option
@format_option
@lang_option
def lint(rules_dirs: tuple[Path, ...], form: str) -> int:
    """Find what is wrong in the rule files."""
    from engine.upkeep.rule_files import all_problems  # noqa: PLC0415

    problems, book = all_problems(rules_dirs)
    if form == "json":
        as_json({"problems": [problem.plain(language()) for problem in problems], "counts": counted(book)})
    else:
        lines(problem_lines(problems, book))
    return ExitCode.ERROR if problems else ExitCode.CLEAN


@rules.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Chạy ví dụ trong tệp yêu cầu và thử mọi bước của quy trình trên cả hai bộ suy luận. MÃ là mã quy tắc, mã kiểm "
        "tra (FMT-P04) hoặc mẫu (number-*); bỏ trống thì thử tất cả. Mã thoát 1 khi có ví dụ sai."
    ),
)
@click.argument("names", metavar=N_("[MÃ]…"), nargs=-1)
@rules_option
@format_option
@lang_option
def test(names: tuple[str, ...], rules_dirs: tuple[Path, ...], form: str) -> int:
    """Try the rules."""
    from engine.upkeep.rule_files import try_rules  # noqa: PLC0415

    book = whole_book(rules_dirs)
    trial = try_rules(book, names)
    if form == "json":
        as_json(asdict(trial))
    else:
        lines(trial_lines(trial))
    if is_broken(book):
        return ExitCode.ERROR
    return ExitCode.FAULTS if trial.wrong else ExitCode.CLEAN


@rules.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_("Tạo tệp quy tắc mẫu đã điền sẵn để sửa; với step và parameter thì in đoạn mẫu để dán."),
)
@click.argument("what", metavar=N_("LOẠI"), type=click.Choice((*KINDS, *BLOCKS)))
@click.argument("name", metavar=N_("MÃ"))
@option(
    "--into",
    "folder",
    metavar=N_("THƯ-MỤC"),
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help=N_("Thư mục quy tắc của đơn vị (mặc định: thư mục hiện tại)."),
)
@lang_option
def new(what: str, name: str, folder: Path) -> None:
    """Write a filled-in file."""
    from engine.rulebook.scaffold import block, scaffold  # noqa: PLC0415

    if what in BLOCKS:
        to_stdout(block(what, name))
        click.echo(both(f"Dán đoạn trên vào: {BLOCKS[what]}", f"Paste this into: {BLOCKS[what]}"), err=True)
        return

    file = scaffold(what, name, folder)
    to_stdout(f"{file}\n")
    click.echo(
        both(
            f"Sửa tệp ấy, rồi chạy: hoso rules lint --rules {folder}",
            f"Change that file, then run: hoso rules lint --rules {folder}",
        ),
        err=True,
    )


@rules.command(cls=Command, options_metavar=OPTIONS, help=N_("In JSON Schema của một loại tệp, hoặc ghi lại tất cả."))
@click.argument("name", metavar=N_("[LOẠI]"), required=False)
@option("--write", is_flag=True, help=N_("Ghi lại mọi schema vào rules/schema/."))
@lang_option
def schema(name: str | None, write: bool) -> int:
    """Print or write the schemas of the rule files."""
    from engine.cli.common import usage  # noqa: PLC0415
    from engine.rulebook.files import bundled_root  # noqa: PLC0415
    from engine.rulebook.schema import SCHEMAS, schema_text, write_schemas  # noqa: PLC0415

    if write:
        lines(str(file) for file in write_schemas(bundled_root() / "rules" / "schema"))
    elif name is None:
        lines(SCHEMAS)
    elif name in SCHEMAS:
        to_stdout(schema_text(name))
    else:
        known = ", ".join(SCHEMAS)
        raise usage(
            both(f"Không có schema «{name}».", f"No schema «{name}»."), both(f"Dùng: {known}.", f"Use: {known}.")
        )
    return ExitCode.CLEAN


@rules.command(
    "what-changed",
    cls=Command,
    options_metavar=OPTIONS,
    help=N_("Quy định, thời hạn, quy tắc nào đổi giữa hai ngày."),
)
@option("--from", "start", metavar=N_("NGÀY"), type=Day(), required=True, help=N_("Từ sau ngày này."))
@option("--to", "end", metavar=N_("NGÀY"), type=Day(), help=N_("Đến hết ngày này (mặc định hôm nay)."))
@rules_option
@format_option
@lang_option
def what_changed(start: dt.date, end: dt.date | None, rules_dirs: tuple[Path, ...], form: str) -> int:
    """Say what differs between two days."""
    from engine.rulebook.changes import changes  # noqa: PLC0415

    end = end or dt.datetime.now().astimezone().date()
    if start > end:
        _must_not_end_before(start, end)
    book = whole_book(rules_dirs)
    found = changes(book, start, end)
    if form == "json":
        as_json([asdict(change) for change in found])
    else:
        lines(both(change.vi, change.en) for change in found)
        if not found:
            lines([both("Không có thay đổi nào giữa hai ngày ấy.", "Nothing changed between these days.")])
    return ExitCode.ERROR if is_broken(book) else ExitCode.CLEAN


def _must_not_end_before(start: dt.date, end: dt.date) -> None:
    from engine.cli.common import usage  # noqa: PLC0415

    first, last = day(start, language()), day(end, language())
    raise usage(
        both(f"--from ({first}) sau --to ({last}).", f"--from ({first}) is after --to ({last})."),
        both("Đổi lại hai ngày: --from là ngày sớm hơn.", "Swap the days: --from is the earlier one."),
    )


for _command in (explain, diff, coverage, docs):
    rules.add_command(_command)

__all__ = ["rules"]
