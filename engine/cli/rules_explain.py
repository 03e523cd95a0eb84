"""`hoso rules explain`: the page of a rule, and how it met one dossier."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.common import Day, format_option, lang_option, option, progress, rules_option
from engine.cli.rules_common import as_json, both, is_broken, lines, whole_book
from engine.cli.rules_text import page_lines, part_lines
from engine.cli.spoken import OPTIONS, Command, language
from engine.errors import ExitCode
from engine.locale.words import N_

if TYPE_CHECKING:
    from engine.rulebook.book import Rulebook
    from engine.upkeep.pages import Part


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Giải thích một quy tắc; có HỒ-SƠ thì nói vì sao quy tắc báo hoặc không báo ở hồ sơ ấy. MÃ là mã yêu cầu, mã "
        "kiểm tra (FMT-P04), «quy trình/bước», quy trình, loại văn bản, văn bản quy định hoặc tham số."
    ),
)
@click.argument("name", metavar=N_("MÃ"))
@click.argument("dossier", metavar=N_("[HỒ-SƠ]"), required=False, type=click.Path(path_type=Path, exists=True))
@option("--procedure", metavar=N_("MÃ"), help=N_("Quy trình; bỏ trống thì máy tự nhận ra."))
@option("--pack", metavar=N_("MÃ"), help=N_("Gói quy định của đơn vị."))
@option("--on", "day", metavar=N_("NGÀY"), type=Day(), help=N_("Xét như thể hôm nay là ngày này."))
@rules_option
@format_option
@lang_option
def explain(name: str, dossier: Path | None, rules_dirs: tuple[Path, ...], form: str, **asked: Any) -> int:
    """Explain a rule."""
    from engine.upkeep.explain import explain_rule  # noqa: PLC0415 - `--help` answers at once

    book = whole_book(rules_dirs)
    pages = explain_rule(book, name, language())
    parts, stopped = _met(book, name, dossier, asked) if dossier else ([], False)
    if form == "json":
        as_json({"pages": [asdict(page) for page in pages], "dossier": [asdict(part) for part in parts]})
    else:
        lines(line for page in pages for line in page_lines(page))
        if dossier:
            lines([both("Ở HỒ SƠ NÀY", "IN THIS DOSSIER"), *part_lines(parts)])
    if is_broken(book):
        return ExitCode.ERROR
    return ExitCode.FAULTS if stopped else ExitCode.CLEAN


def _met(book: Rulebook, name: str, dossier: Path, asked: dict[str, Any]) -> tuple[list[Part], bool]:
    """Return how the rules met the dossier, and whether a secrecy stamp stopped the reading."""
    from engine.check.options import CheckOptions  # noqa: PLC0415
    from engine.check.reading import read_dossier  # noqa: PLC0415
    from engine.upkeep.explain import explain_dossier  # noqa: PLC0415

    with progress() as seen:
        parsed = read_dossier(dossier, book.catalogue(), progress=seen)
    day = asked.pop("day")
    options = CheckOptions(**asked, lang=language(), **({"on": day} if day else {}))
    return explain_dossier(book, name, parsed, options), parsed.stamped_secret
