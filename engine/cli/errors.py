"""Errors for people: «Lỗi / Vì sao / Cách xử lý» on stderr, an exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable

import click

from engine.cli.spoken import language, usage_words, words
from engine.errors import ExitCode, HosoError
from engine.locale.words import N_
from engine.report.clean import clean

_REASONS = {
    errno.ENOENT: N_("không tìm thấy tệp hoặc thư mục"),
    errno.EACCES: N_("không có quyền đọc hoặc ghi"),
    errno.EPERM: N_("không có quyền đọc hoặc ghi"),
    errno.ENOSPC: N_("ổ đĩa hết chỗ"),
    errno.EISDIR: N_("đây là thư mục, không phải tệp"),
    errno.ENOTDIR: N_("đây không phải thư mục"),
    errno.EROFS: N_("ổ đĩa chỉ cho đọc"),
    errno.EEXIST: N_("đã có tệp hoặc thư mục cùng tên"),
}


def guarded(run: Callable[[], int]) -> int:
    """Run a command; whatever goes wrong becomes words on stderr and an exit code."""
    try:
        return run()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BrokenPipeError:
        return _pipe_closed()
    except HosoError as error:
        say(*_spoken(error))
    except (click.Abort, KeyboardInterrupt):
        say(words()("Đã dừng theo yêu cầu của người dùng."))
    except click.ClickException as error:
        what, advice = usage_words(error)
        say(what, "", advice)
    except OSError as error:
        say(_os_what(error), os_reason(error), words()("Kiểm tra đường dẫn, quyền truy cập và chỗ trống rồi thử lại."))
    except Exception as error:
        _unforeseen(error)
    return ExitCode.ERROR


def say(what: str, why: str = "", advice: str = "") -> None:
    """Print an error in three lines on stderr; lines without content are left out."""
    _ = words()
    for label, text in ((_("Lỗi"), what), (_("Vì sao"), why), (_("Cách xử lý"), advice)):
        if text:
            shown = "\n".join(clean(line) for line in text.splitlines())
            click.echo(f"{label}: {shown}", err=True)


def _spoken(error: HosoError) -> tuple[str, str, str]:
    english = language() == "en"
    what, advice = (error.en, error.advice_en) if english else (error.message, error.advice)
    return what, _cause(error), advice


def _cause(error: HosoError) -> str:
    return os_reason(error.__cause__) if isinstance(error.__cause__, OSError) else ""


def os_reason(error: OSError) -> str:
    """Return why the machine refused, in words."""
    known = _REASONS.get(error.errno or 0)
    return words()(known) if known else (error.strerror or type(error).__name__)


def _os_what(error: OSError) -> str:
    name = error.filename
    shown = os.fsdecode(name) if isinstance(name, str | bytes) else ""
    if not shown:
        return words()("Máy từ chối thao tác với tệp.")
    return words()("Không dùng được «{name}».").format(name=shown)


def _pipe_closed() -> int:
    """The reader of stdout has gone (`hoso … | head`): no fault of ours, and no second error at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.CLEAN


def _unforeseen(error: Exception) -> None:
    _ = words()
    if os.environ.get("HOSO_DEBUG"):
        traceback.print_exception(error)
    say(
        _("Phần mềm gặp lỗi ngoài dự kiến ({kind}).").format(kind=type(error).__name__),
        _("đây là lỗi của phần mềm, không phải của hồ sơ"),
        _("Chạy lại với biến môi trường HOSO_DEBUG=1 và gửi nội dung in ra cho người phụ trách phần mềm."),
    )
