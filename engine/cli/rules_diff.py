"""`hoso rules diff`: what a change of rules alters on dossiers one knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.common import Day, format_option, lang_option, option, progress
from engine.cli.rules_common import as_json, both, lines
from engine.cli.spoken import OPTIONS, Command, language
from engine.errors import ExitCode
from engine.locale.words import N_
from engine.report.clean import clean

if TYPE_CHECKING:
    from engine.upkeep.compare import Compared, Difference


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "So hai bộ quy tắc trên các hồ sơ: phát hiện nào mới có, không còn, hoặc đổi. CŨ và MỚI là thư mục quy tắc, "
        "hoặc «.» cho quy tắc kèm phần mềm. Mã thoát 1 khi có khác nhau, 2 khi có tệp quy tắc hỏng."
    ),
)
@click.argument("old", metavar=N_("CŨ"))
@click.argument("new", metavar=N_("MỚI"))
@click.argument("dossiers", metavar=N_("HỒ-SƠ…"), nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@option("--pack", metavar=N_("MÃ"), help=N_("Gói quy định của đơn vị."))
@option("--on", "day", metavar=N_("NGÀY"), type=Day(), help=N_("Xét như thể hôm nay là ngày này."))
@format_option
@lang_option
def diff(old: str, new: str, dossiers: tuple[Path, ...], form: str, pack: str | None, **asked: Any) -> int:
    """Compare two sets of rules."""
    from engine.check.options import CheckOptions  # noqa: PLC0415
    from engine.upkeep.compare import compare  # noqa: PLC0415 - `--help` answers at once

    day = {"on": asked["day"]} if asked["day"] else {}
    with progress() as seen:
        compared = compare(old, new, dossiers, CheckOptions(pack=pack, lang=language(), progress=seen, **day))
    for problem in compared.problems:
        said = both("Tệp bị bỏ ra: ", "Left out: ") if problem.fatal else both("Lưu ý: ", "Note: ")
        click.echo(clean(said + problem.text(language())), err=True)
    if form == "json":
        as_json(asdict(compared))
    else:
        lines(compared_lines(compared))
    if compared.broken:
        return ExitCode.ERROR
    return ExitCode.FAULTS if compared.differences else ExitCode.CLEAN


def compared_lines(compared: Compared) -> Iterator[str]:
    """Yield the differences by dossier, then the counts."""
    for dossier, group in groupby(compared.differences, key=lambda item: item.dossier):
        yield clean(dossier)
        for item in group:
            yield from (clean(line) for line in _difference(item))
    tally = {what: sum(1 for item in compared.differences if item.what == what) for what in ("new", "gone", "changed")}
    yield both(
        "{dossiers} hồ sơ: {new} phát hiện mới, {gone} không còn, {changed} thay đổi, {same} như cũ.",
        "{dossiers} dossiers: {new} new findings, {gone} gone, {changed} changed, {same} as before.",
    ).format(dossiers=compared.dossiers, same=compared.same, **tally)


def _difference(item: Difference) -> Iterator[str]:
    signs = {
        "new": both("+ mới", "+ new"),
        "gone": both("- không còn", "- gone"),
        "changed": both("~ đổi", "~ changed"),
    }
    what = f"{item.rule}: {item.title}" if item.rule else both("quy trình, kết luận", "procedure, verdict")
    yield f"  {signs[item.what]}  {what}" + (f" ({', '.join(item.documents)})" if item.documents else "")
    if item.what == "changed":
        yield f"      {both('trước', 'before')}: {_said(item.before)}"
        yield f"      {both('sau', 'after')}:   {_said(item.after)}"


def _said(text: str) -> str:
    words = {
        "fail/error": both("phải sửa", "must be mended"),
        "fail/warning": both("nên sửa", "should be mended"),
        "fail/note": both("lưu ý", "note"),
    }
    code, _, message = text.partition(": ")
    shown = words.get(code) or (both("cần người xem", "open") if code.startswith("open/") else code)
    return f"{shown}: {message}"
