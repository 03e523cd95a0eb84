"""`hoso facts`: what was read of a dossier, before any rule looks at it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.cli.common import Progress, format_option, lang_option, progress, rules_option, terminal_width, wants_colour
from engine.cli.output import to_stdout
from engine.cli.spoken import OPTIONS, Command, language
from engine.errors import ExitCode
from engine.locale.words import N_
from engine.report.facts import facts_data, facts_text, is_known
from parsers.facts import Dossier


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Hiện những gì máy đọc được từ hồ sơ: từng văn bản, từng thông tin, ở trang nào, chắc đến đâu. Mã thoát: 0; 2 "
        "khi không đọc được gì."
    ),
)
@click.argument("path", metavar=N_("HỒ-SƠ"), type=click.Path(path_type=Path, exists=True))
@rules_option
@format_option
@lang_option
def facts(path: Path, rules_dirs: tuple[Path, ...], form: str) -> int:
    """Show the facts of a dossier."""
    with progress() as seen:
        dossier = load_dossier(path, rules_dirs, seen)
    if form == "json":
        to_stdout(json.dumps(facts_data(dossier), ensure_ascii=False, indent=2) + "\n")
    else:
        to_stdout(_text(dossier, rules_dirs))
    return ExitCode.CLEAN if any(map(is_known, dossier.documents)) else ExitCode.ERROR


def load_dossier(path: Path, rules_dirs: tuple[Path, ...], seen: Progress | None) -> Dossier:
    """Parse the dossier with the catalogue of the rules."""
    from engine.check.reading import read_dossier  # noqa: PLC0415
    from engine.rulebook.loader import load_rulebook  # noqa: PLC0415

    return read_dossier(path, load_rulebook(rules_dirs).catalogue(), progress=seen)


def _text(dossier: Dossier, rules_dirs: tuple[Path, ...]) -> str:
    from engine.rulebook.loader import load_rulebook  # noqa: PLC0415

    book, lang = load_rulebook(rules_dirs), language()
    bodies = book.vocabulary.bodies if book.vocabulary else []
    titles = {
        "kind": {kind.id: kind.title.text(lang) for kind in book.kinds.values()},
        "issuer_body": {body.id: body.title.text(lang) for body in bodies},
    }
    return facts_text(dossier, lang, width=terminal_width(), colour=wants_colour(), titles=titles)
