"""`hoso audit`: many dossiers, from trees of folders to the state of all branches."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli.audit_screen import progress, show_table
from engine.cli.common import lang_option, option, question_options, usage
from engine.cli.settings import Settings, load_settings
from engine.cli.spoken import OPTIONS, Command, language, words
from engine.errors import HosoError, SystemFault
from engine.locale.words import N_
from engine.report.formats import Office

if TYPE_CHECKING:
    from engine.audit.programme import Plan
    from engine.audit.programme_file import Programme
    from engine.audit.store import Store
    from engine.audit.summary import Summary


class Share(click.ParamType[Fraction]):
    """A share: 1%, 0.01."""

    name = "PHẦN"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Read a share."""
        if isinstance(value, Fraction):
            return value
        text = str(value).replace(",", ".")
        try:
            share = Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        except (ValueError, ZeroDivisionError):
            share = Fraction(-1)
        if not 0 <= share <= 1:
            self.fail(words()("viết dạng 1% hoặc 0.01, từ 0 đến 1."), param, ctx)
        return share


_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command(
    cls=Command,
    options_metavar=OPTIONS,
    help=N_(
        "Rà soát nhiều hồ sơ cùng lúc: tìm hồ sơ trong các thư mục, kiểm tra song song, lưu kết quả và tổng hợp theo "
        "chi bộ. Chạy lại thì chỉ kiểm tra những hồ sơ đã thay đổi. Mã thoát: 0 không thấy lỗi; 1 có lỗi hoặc chưa thể "
        "kết luận; 2 dùng sai lệnh hoặc máy gặp lỗi."
    ),
)
@click.argument("roots", metavar=N_("THƯ-MỤC…"), nargs=-1, required=True)
@option("--store", metavar=N_("KHO"), help=N_("Kho kết quả: một tệp, hoặc postgresql://… ."))
@option("--workers", metavar=N_("SỐ"), type=click.IntRange(1, 1024), help=N_("Số tiến trình chạy cùng lúc."))
@option("--cluster", metavar=N_("ĐỊA-CHỈ"), help=N_("Chạy trên cụm Dask ở địa chỉ này (tcp:// hoặc tls://)."))
@option("--resume", is_flag=True, help=N_("Làm tiếp lần rà soát còn dở."))
@option("--xlsx", metavar=N_("TỆP"), type=_FILE, help=N_("Ghi bảng tính tổng hợp."))
@option("--html", metavar=N_("THƯ-MỤC"), type=_FOLDER, help=N_("Ghi trang tổng quan và phiếu của từng hồ sơ."))
@option("--json", "json_file", metavar=N_("TỆP"), type=_FILE, help=N_("Ghi kết quả dạng JSON."))
@option("--notes", metavar=N_("THƯ-MỤC"), type=_FOLDER, help=N_("Ghi văn bản gửi lại từng chi bộ, đảng bộ (.docx)."))
@option(
    "--programme",
    metavar=N_("TỆP"),
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=N_("Đối chiếu với chương trình kiểm tra, giám sát (.xlsx, .yaml hoặc .docx)."),
)
@option(
    "--answers",
    metavar=N_("TỆP"),
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=N_("Tệp trả lời của ủy ban cho từng hồ sơ (.yaml); lưu vào kho, những lần sau vẫn theo."),
)
@option(
    "--verify",
    metavar=N_("PHẦN"),
    type=Share(),
    default="0",
    help=N_("Phần hồ sơ được xét lại bằng bộ suy luận thứ hai, ví dụ 1%."),
)
@question_options
@option("--strict-sources", is_flag=True, help=N_("Nguồn chưa đọc bản gốc chỉ thành lưu ý."))
@option("--allow-open", is_flag=True, help=N_("Nội dung cần người xem không làm mã thoát thành 1."))
@option("--show-accusers", is_flag=True, help=N_("Không che tên tệp và người tố cáo trong các bản xuất ra."))
@lang_option
def audit(roots: tuple[str, ...], store: str | None, allow_open: bool, **asked: Any) -> int:
    """Audit trees of dossiers."""
    from engine.audit.store import Store  # noqa: PLC0415
    from engine.audit.store_open import url_of  # noqa: PLC0415
    from engine.audit.summary import summary_of  # noqa: PLC0415

    stored = load_settings()
    asked["rules_dirs"] = tuple(asked["rules_dirs"])
    programme, answers = _read_first(asked)
    with Store.opened(url_of(store)) as opened:
        run = _run(opened, roots, asked, answers, stored)
        summary = summary_of(opened, run)
        plan = _plan(opened, summary, programme, asked)
        refused: HosoError | None = None
        try:
            for made in _outputs(opened, summary, plan, asked, stored):
                click.echo(words()("Đã ghi {name}").format(name=made), err=True)
        except HosoError as error:  # what hours of work found is shown all the same
            refused = error
        show_table(opened, summary, plan, answers, show=asked["show_accusers"])
        if refused is not None:
            raise refused
        total = summary.totals
        unclear = total.unclear + total.failed + summary.secret
        return int(bool(total.faulty or summary.crossing_errors or (unclear and not allow_open)))


def _run(
    store: Store, roots: Sequence[str], asked: dict[str, Any], answers: Mapping[str, str], stored: Settings
) -> int:
    from engine.audit import run as auditing  # noqa: PLC0415
    from engine.check import CheckOptions  # noqa: PLC0415

    named = ("procedure", "level", "pack", "rules_dirs", "stage", "strict_sources")
    values = {name: asked[name] for name in named} | {"lang": language()}
    values["pack"] = values["pack"] or (stored.pack if not values["level"] else None)
    check = CheckOptions(**values, **({"on": asked["day"]} if asked["day"] else {}))
    with progress() as seen:
        options = auditing.AuditOptions(
            check,
            workers=asked["workers"] or os.cpu_count() or 1,
            cluster=asked["cluster"],
            resume=asked["resume"],
            answers=answers,
            verify=asked["verify"],
            progress=seen,
        )
        try:
            return auditing.audit(store, roots, options)
        except KeyboardInterrupt:
            raise _stopped() from None


def _stopped() -> SystemFault:
    return SystemFault(
        "Đã dừng theo yêu cầu của người dùng.",
        "Những hồ sơ đã xong được giữ trong kho; chạy lại lệnh cũ với --resume để làm tiếp.",
        en="Stopped, as the user asked.",
        advice_en="What was done is kept in the store; run the same command with --resume to go on.",
    )


def _outputs(
    store: Store, summary: Summary, plan: Plan | None, asked: dict[str, Any], stored: Settings
) -> Iterator[str]:
    """Write what was asked for, one after the other, and give the names."""
    show: bool = asked["show_accusers"]
    if asked["xlsx"]:
        from engine.audit.workbook import write_workbook  # noqa: PLC0415

        write_workbook(asked["xlsx"], store, summary, language(), plan, show=show)
        yield str(asked["xlsx"])
    if asked["html"]:
        from engine.audit.dashboard import write_dashboard  # noqa: PLC0415

        yield str(write_dashboard(asked["html"], store, summary, language(), plan, show=show))
    if asked["json_file"]:
        from engine.audit.export import write_json  # noqa: PLC0415

        write_json(asked["json_file"], store, summary, language(), plan, show=show)
        yield str(asked["json_file"])
    if asked["notes"]:
        from engine.audit.note import write_notes  # noqa: PLC0415

        office = Office(stored.office or "", stored.superior or "", stored.place or "")
        made = write_notes(asked["notes"], store, summary, office, language(), show=show)
        yield words()("{number} văn bản gửi đơn vị trong {folder}").format(number=len(made), folder=asked["notes"])


def _read_first(asked: dict[str, Any]) -> tuple[Programme | None, dict[str, str]]:
    """Read the programme and the answers, and see to the names asked for, before hours of work and not after them."""
    from engine.audit.committee import read_committee  # noqa: PLC0415
    from engine.audit.programme_file import read_programme  # noqa: PLC0415
    from engine.rulebook.loader import load_rulebook  # noqa: PLC0415

    book = load_rulebook(asked["rules_dirs"])
    for what, known in (("pack", book.packs), ("procedure", book.procedures)):
        if asked[what] and asked[what] not in known:
            said = words()("Không có «{name}» trong bộ quy tắc.").format(name=asked[what])
            raise usage(said, words()("Xem danh mục bằng «hoso rules list»."))
    programme = read_programme(asked["programme"]) if asked["programme"] else None
    return programme, read_committee(asked["answers"]) if asked["answers"] else {}


def _plan(store: Store, summary: Summary, programme: Programme | None, asked: dict[str, Any]) -> Plan | None:
    if programme is None:
        return None
    from engine.audit.programme import compare_programme  # noqa: PLC0415
    from engine.rulebook.loader import load_rulebook  # noqa: PLC0415

    return compare_programme(store, summary.run.id, programme, load_rulebook(asked["rules_dirs"]), language())


@click.command(
    "new-programme",
    cls=Command,
    options_metavar=OPTIONS,
    help=N_("Tạo tệp mẫu chương trình kiểm tra, giám sát năm (.xlsx hoặc .yaml) cho «hoso audit --programme»."),
)
@click.argument("file", metavar=N_("TỆP"), type=_FILE)
@option("--year", metavar=N_("NĂM"), type=click.IntRange(2000, 2100), help=N_("Năm của chương trình."))
@lang_option
def new_programme(file: Path, year: int | None) -> None:
    """Write a template."""
    from engine.audit.programme_template import write_template  # noqa: PLC0415

    write_template(file, year or dt.datetime.now().astimezone().year)
    click.echo(words()("Đã ghi {name}").format(name=file), err=True)
