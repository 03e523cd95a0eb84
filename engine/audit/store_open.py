"""Opens a store: SQLite in a file of its owner only, or a PostgreSQL server the user named; brings it up to date."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from engine.errors import HosoError, SystemFault, UsageError

REVISION = "0001"  # of the tables this program writes
_KNOWN = frozenset({"0001"})
_MIGRATIONS = Path(__file__).with_name("migrations")
_BUSY_MS = 15_000
_LOCK = 7_411_028  # one audit at a time on a PostgreSQL store
_NEAR = frozenset({"", "localhost", "127.0.0.1", "::1"})
PASSWORD = "HOSO_STORE_PASSWORD"


class StoreLost(SystemFault):
    """The store refused in the middle; what was written before stays."""


def default_store() -> Path:
    """Return where results are kept when nothing is named."""
    named = os.environ.get("HOSO_DATA")
    return (Path(named) if named else platformdirs.user_data_path("hoso", appauthor=False)) / "audit.sqlite"


def url_of(text: str | None) -> URL:
    """Return the address of a store: a path is an SQLite file.

    The password of a server comes from HOSO_STORE_PASSWORD (or the driver's own PGPASSWORD); a server elsewhere is
    spoken to encrypted unless its address says otherwise. Raises UsageError for what is no address.
    """
    if text is None or "://" not in text:
        return URL.create("sqlite", database=str(Path(text) if text else default_store()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _no_address() from None
    if url.get_backend_name() == "sqlite":
        return url
    if url.get_backend_name() != "postgresql":
        raise _no_address()
    url = url.set(drivername="postgresql+psycopg")
    if url.password is None and os.environ.get(PASSWORD):
        url = url.set(password=os.environ[PASSWORD])
    if (url.host or "") not in _NEAR and "sslmode" not in url.query:
        url = url.update_query_dict({"sslmode": "require"})
    return url


def _no_address() -> UsageError:
    return UsageError(
        "Địa chỉ kho kết quả ở --store không dùng được.",
        "Ghi đường dẫn một tệp (ví dụ ket-qua.sqlite) hoặc postgresql://người-dùng@máy-chủ/tên-cơ-sở-dữ-liệu; "
        f"mật khẩu đặt trong biến môi trường {PASSWORD}.",
        en="The address of the store cannot be used.",
        advice_en="Name a file (results.sqlite) or postgresql://user@server/database; the password comes from "
        f"{PASSWORD}.",
    )


def masked(url: URL) -> str:
    """Return the address for messages: a password never shows."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def connect(url: URL) -> sa.Engine:
    """Return an engine; an SQLite file is made for its owner only."""
    if url.get_backend_name() != "sqlite":
        try:
            return sa.create_engine(url, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise UsageError(
                f"Thiếu thư viện «{error.name}» để dùng PostgreSQL.",
                "Cài: pip install 'hoso[postgresql]'.",
                en=f"The library «{error.name}» for PostgreSQL is missing.",
                advice_en="Install it: pip install 'hoso[postgresql]'.",
            ) from None
    _own_file(url)
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
    event.listen(engine, "connect", _set_up)
    return engine


def _own_file(url: URL) -> None:
    if url.database in (None, "", ":memory:"):
        return
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        with contextlib.suppress(PermissionError):  # somebody else's file that we may write
            file.chmod(0o600)
    except OSError as error:
        raise SystemFault(
            f"Không tạo hoặc không mở được kho kết quả «{file}».",
            "Chọn nơi khác bằng --store, hoặc kiểm tra quyền ghi và chỗ trống.",
            en=f"The store «{file}» cannot be made or opened.",
            advice_en="Name another place with --store, or see to rights and room.",
        ) from error


def _set_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def bring_up_to_date(engine: sa.Engine, url: URL) -> None:
    """Make the tables, or change older ones. Raises SystemFault for a store of a newer program."""
    revision = _revision(engine)
    if revision == REVISION:
        return
    if revision is not None and revision not in _KNOWN:
        raise SystemFault(
            f"Kho kết quả «{masked(url)}» do phiên bản mới hơn của phần mềm tạo ra (bản {revision}).",
            "Cập nhật phần mềm, hoặc chọn kho khác bằng --store. Kho này không bị thay đổi gì.",
            en=f"The store «{masked(url)}» was made by a newer version of the program ({revision}).",
            advice_en="Update the program, or name another store with --store. This one was not changed.",
        )
    _migrate(engine)


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision


def _migrate(engine: sa.Engine) -> None:
    from alembic import command  # noqa: PLC0415 - only where there is something to do
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


@contextlib.contextmanager
def told(url: URL) -> Iterator[None]:
    """Turn what a database says into what happened, what is kept and how to go on."""
    try:
        yield
    except DBAPIError as error:
        raise _in_words(str(error.orig), url) from None
    except SQLAlchemyError as error:
        raise _in_words(type(error).__name__, url) from None


_CAUSES = (
    ("database or disk is full", "ổ đĩa chứa kho kết quả đã hết chỗ", "Giải phóng chỗ trống", "the disk is full"),
    ("no space left", "ổ đĩa chứa kho kết quả đã hết chỗ", "Giải phóng chỗ trống", "the disk is full"),
    ("too many", "máy chủ hết chỗ kết nối", "Đợi rồi thử lại", "the server takes no more connections"),
    ("locked", "kho kết quả đang bị chương trình khác giữ", "Đóng chương trình đang mở kho", "it is locked"),
    ("readonly", "kho kết quả chỉ cho đọc", "Kiểm tra quyền ghi", "it is read-only"),
    ("disk i/o", "ổ đĩa báo lỗi đọc ghi", "Kiểm tra ổ đĩa", "the disk fails"),
    ("not a database", "tệp này không phải kho kết quả", "Chọn tệp khác bằng --store", "it is no database"),
    ("malformed", "tệp kho kết quả bị hỏng", "Chọn tệp khác bằng --store", "the file is damaged"),
    ("password", "máy chủ không nhận tên hoặc mật khẩu", f"Đặt mật khẩu trong {PASSWORD}", "wrong name or password"),
    ("does not exist", "máy chủ không có cơ sở dữ liệu này", "Tạo cơ sở dữ liệu trước", "there is no such database"),
    ("connect", "không nối được với máy chủ", "Kiểm tra máy chủ và đường mạng", "the server cannot be reached"),
    ("terminat", "máy chủ ngắt kết nối", "Đợi máy chủ hoạt động lại", "the server has gone"),
    ("closed", "máy chủ ngắt kết nối", "Đợi máy chủ hoạt động lại", "the server has gone"),
)


def _in_words(said: str, url: URL) -> HosoError:
    found = next((item for item in _CAUSES if item[0] in said.lower()), None)
    why = found[1] if found else said.strip().splitlines()[0]
    step = found[2] if found else "Kiểm tra kho kết quả"
    return StoreLost(
        f"Không dùng được kho kết quả «{masked(url)}»: {why}.",
        f"{step} rồi chạy lại lệnh cũ với --resume: những hồ sơ đã ghi vào kho không phải làm lại.",
        en=f"The store «{masked(url)}» cannot be used: {found[3] if found else why}.",
        advice_en="Mend that and run the same command again with --resume: what was written is kept.",
    )


@contextlib.contextmanager
def alone(engine: sa.Engine, url: URL) -> Iterator[None]:
    """Hold the store for one audit; the system lets go of it whatever kills the program."""
    if url.get_backend_name() != "sqlite":
        with engine.connect() as connection:
            if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LOCK))):
                raise _taken(url)
            connection.commit()
            yield
        return
    if url.database in (None, "", ":memory:"):
        yield
        return
    with Path(f"{url.database}.lock").open("a+b") as stream:
        if not _lock_file(stream):
            raise _taken(url)
        yield


def _lock_file(stream: Any) -> bool:
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - Windows only

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl  # noqa: PLC0415 - there is none on Windows

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _taken(url: URL) -> SystemFault:
    return SystemFault(
        f"Kho kết quả «{masked(url)}» đang được một lần rà soát khác sử dụng.",
        "Đợi lần rà soát kia xong, hoặc chọn kho khác bằng --store.",
        en=f"Another audit is using the store «{masked(url)}».",
        advice_en="Wait for it, or name another store with --store.",
    )
