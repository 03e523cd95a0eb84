"""`hoso settings`: office, level, pack and place, asked once and kept in the user's own folder."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import orjson
import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from engine.cli.common import lang_option, option, usage
from engine.cli.spoken import OPTIONS, Command, language, words
from engine.errors import SystemFault
from engine.locale.words import N_, said
from engine.report.wording import LEVEL, named

LABELS = {
    "office": N_("Tổ chức đảng"),
    "superior": N_("Cấp trên trực tiếp"),
    "level": N_("Cấp"),
    "pack": N_("Gói quy định"),
    "place": N_("Địa danh"),
}


class Settings(BaseModel):
    """What the program remembers of its user's office."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    office: str | None = None
    superior: str | None = None
    level: str | None = None
    pack: str | None = None
    place: str | None = None


def settings_file() -> Path:
    """Return the file of the settings; `HOSO_CONFIG` names another folder."""
    named = os.environ.get("HOSO_CONFIG")
    folder = Path(named) if named else platformdirs.user_config_path("hoso", appauthor=False)
    return folder / "settings.json"


def load_settings() -> Settings:
    """Return what is stored; a missing or broken file is as good as none."""
    try:
        return Settings.model_validate(orjson.loads(settings_file().read_bytes()))
    except (OSError, ValueError, ValidationError):
        return Settings()


def store_settings(values: Settings) -> Path:
    """Store the settings, readable by their owner only.

    Raises SystemFault where the machine refuses.
    """
    file = settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".settings-")  # 0600 from the start
        with os.fdopen(handle, "wb") as stream:
            stream.write(orjson.dumps(values.model_dump(exclude_none=True), option=orjson.OPT_INDENT_2))
        Path(temporary).replace(file)
    except OSError as error:
        what = said("Không lưu được cài đặt vào «{name}».", name=file)
        raise SystemFault(what, said("Đặt biến HOSO_CONFIG trỏ tới thư mục ghi được.")) from error
    return file


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Xem hoặc lưu thông tin đơn vị: tên, cấp trên, cấp, gói quy định, địa danh. Không có tùy chọn nào thì hiện cài "
        "đặt đang lưu; chưa có cài đặt thì hỏi lần lượt."
    ),
)
@option("--office", metavar=N_("TÊN"), help=N_("Tên tổ chức đảng, ví dụ «Chi bộ khu phố 3»."))
@option("--superior", metavar=N_("TÊN"), help=N_("Tên cấp trên trực tiếp, ví dụ «Đảng bộ phường An Bình»."))
@option(
    "--level",
    type=click.Choice(["chi-bo", "dang-uy-co-so", "ubkt-co-so", "cap-tren-truc-tiep-co-so"]),
    help=N_("Cấp lập hồ sơ."),
)
@option("--pack", metavar=N_("MÃ"), help=N_("Gói quy định của đơn vị."))
@option("--place", metavar=N_("TÊN"), help=N_("Địa danh ghi trên văn bản."))
@option("--clear", is_flag=True, help=N_("Xóa mọi cài đặt đã lưu."))
@lang_option
def settings(clear: bool, **given: str | None) -> None:
    """Show or store the office's settings."""
    if clear:
        with contextlib.suppress(FileNotFoundError):
            settings_file().unlink()
        click.echo(words()("Đã xóa cài đặt."), err=True)
        return
    stored = load_settings()
    said = {name: value for name, value in given.items() if value is not None}
    if not said and stored == Settings() and sys.stdin.isatty():
        said = _ask()
    if said:
        stored = stored.model_copy(update=_kept(said))
        _must_fit(stored)
        file = store_settings(stored)
        click.echo(words()("Đã lưu vào {name}").format(name=file), err=True)
    _show(stored)


def _kept(said: dict[str, Any]) -> dict[str, str | None]:
    """An empty answer takes a value away."""
    return {name: value.strip() or None for name, value in said.items()}


def _must_fit(values: Settings) -> None:
    """Refuse a level or pack that does not exist, and a level that is not the pack's.

    Raises UsageError: what is stored here speaks in every check to come.
    """
    _ = words()
    if values.level and values.level not in LEVEL:
        raise usage(
            _("Không có cấp «{name}».").format(name=values.level),
            _("Dùng một trong số: {names}.").format(names=", ".join(LEVEL)),
        )
    if not values.pack:
        return
    from engine.check.choose import pack_must_exist  # noqa: PLC0415 - `--help` answers at once
    from engine.rulebook.loader import load_rulebook  # noqa: PLC0415

    book = load_rulebook()
    pack_must_exist(book, values.pack)
    level = book.packs[values.pack].level
    if values.level and level and values.level != level:
        raise usage(
            _("Gói «{pack}» dành cho cấp {theirs}, không dùng cho cấp {ours}.").format(
                pack=values.pack, theirs=named(LEVEL, level, language()), ours=named(LEVEL, values.level, language())
            ),
            _("Đặt lại: --level {level}, hoặc chọn gói khác (hoso rules list --packs).").format(level=level),
        )


def _ask() -> dict[str, str]:
    click.echo(words()("Trả lời một lần; bấm Enter để bỏ qua câu nào không cần."), err=True)
    answers = {name: click.prompt(words()(label), default="", show_default=False) for name, label in LABELS.items()}
    return {name: value for name, value in answers.items() if value}


def _show(stored: Settings) -> None:
    _ = words()
    for name, label in LABELS.items():
        click.echo(f"{_(label)}: {getattr(stored, name) or _('chưa đặt')}")
