"""`hoso serve`: the page for people who would rather not use a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.common import lang_option, option, rules_option
from engine.cli.settings import Settings, load_settings, store_settings
from engine.cli.spoken import OPTIONS, Command, language, words
from engine.locale.words import N_

if TYPE_CHECKING:
    from engine.web.server import Open


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Mở trang kiểm tra hồ sơ trong trình duyệt. Trang chỉ chạy trên máy này; muốn mở cho máy khác trong cơ quan "
        "thì dùng --host, khi đó kết nối được mã hóa và phải có mã truy cập."
    ),
)
@option("--host", metavar=N_("ĐỊA-CHỈ"), default="127.0.0.1", help=N_("Địa chỉ mạng (mặc định chỉ máy này)."))
@option("--port", metavar=N_("CỔNG"), type=click.IntRange(0, 65535), default=8765, help=N_("Cổng (mặc định 8765)."))
@option("--no-browser", is_flag=True, help=N_("Không tự mở trình duyệt."))
@option(
    "--certificate",
    metavar=N_("TỆP"),
    type=click.Path(path_type=Path, dir_okay=False),
    help=N_("Chứng thư TLS của cơ quan; bỏ trống thì máy tự tạo."),
)
@option("--key", metavar=N_("TỆP"), type=click.Path(path_type=Path, dir_okay=False), help=N_("Khóa của chứng thư TLS."))
@rules_option
@lang_option
def serve(  # noqa: D103 - the help is said above
    host: str, port: int, no_browser: bool, certificate: Path | None, key: Path | None, rules_dirs: tuple[Path, ...]
) -> None:
    from engine.web.server import Wanted  # noqa: PLC0415 - other commands start without the web parts
    from engine.web.server import serve as run  # noqa: PLC0415
    from engine.web.site import OfficeStore  # noqa: PLC0415

    office = OfficeStore(lambda: load_settings().model_dump(), _save)
    run(Wanted(host, port, certificate, key, not no_browser, rules_dirs, office, language()), _tell)


def _save(values: Mapping[str, str | None]) -> object:
    return store_settings(Settings.model_validate(values))


def _tell(opened: Open) -> None:
    _ = words()
    click.echo(_("Trang kiểm tra hồ sơ: {address}").format(address=opened.address), err=True)
    for address in opened.elsewhere:
        click.echo(_("Máy khác trong mạng mở: {address}").format(address=address), err=True)
    if opened.code:
        click.echo(_("Mã truy cập (đọc cho người được dùng): {code}").format(code=opened.code), err=True)
    if opened.fingerprint:
        click.echo(_("Dấu vân tay chứng thư (SHA-256): {print}").format(print=opened.fingerprint), err=True)
    click.echo(_("Đóng cửa sổ này hoặc bấm Ctrl+C để tắt; mọi hồ sơ đã gửi lên sẽ được xóa."), err=True)
