"""Where reports go: stdout, one file, or a folder with one file for each format."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from engine.cli.common import stdout_is_terminal, usage
from engine.cli.spoken import words
from engine.errors import SystemFault
from engine.locale.words import said
from engine.report.formats import ENDINGS, FORMATS
from parsers.own import is_own_report

_BINARY = frozenset({"docx", "xlsx"})
_FORBIDDEN = frozenset('<>:"/\\|?*')
# beside the ending we give ourselves: what people also call a file of that format
_ALSO = {"text": (".md", ".log"), "html": (".htm",), "sarif": (".json",)}


def read_formats(value: str) -> tuple[str, ...]:
    """Return the formats of «text,html», each once.

    Raises UsageError for a name nobody knows.
    """
    _ = words()
    names = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise usage(
            _("Không có định dạng «{name}».").format(name=", ".join(unknown) or value),
            _("Dùng một hoặc nhiều trong số: {names}; cách nhau bằng dấu phẩy.").format(names=", ".join(FORMATS)),
        )
    return names


def check_destination(formats: Sequence[str], output: Path | None, dossier: Path | None = None) -> None:
    """Refuse at once what could not or must not be written at the end.

    Raises UsageError: several formats without a folder, a Word or Excel file on the screen, a name whose ending does
    not fit, or a file of the dossier itself.
    """
    _ = words()
    if output is None and len(formats) > 1:
        raise usage(
            _("Nhiều định dạng thì phải có --output."),
            _("Thêm --output THƯ-MỤC; mỗi định dạng thành một tệp trong đó."),
        )
    if output is None and formats[0] in _BINARY and stdout_is_terminal():
        raise usage(_("Không in tệp {name} ra màn hình được.").format(name=formats[0]), _("Thêm --output TÊN-TỆP."))
    if output is None or output.is_dir():
        return
    if len(formats) > 1:
        _must_name_folder(output)
        return
    _must_fit(formats[0], output)
    _spare_papers([output], dossier)


def _must_name_folder(output: Path) -> None:
    _ = words()
    if output.exists():
        raise usage(_("«{name}» là tệp, không phải thư mục.").format(name=output), _("Chọn một thư mục khác."))
    if output.suffix.lower() in {*ENDINGS.values(), ".htm", ".pdf"}:
        raise usage(
            _("Nhiều định dạng cần một thư mục, mà «{name}» là tên tệp.").format(name=output),
            _("Thêm --output THƯ-MỤC; mỗi định dạng thành một tệp trong đó."),
        )


def _must_fit(form: str, output: Path) -> None:
    """A page named .docx opens as a broken Word file: refuse it while it is still only a name."""
    _ = words()
    suffix = output.suffix.lower()
    if suffix and suffix not in {ENDINGS[form], *_ALSO.get(form, ())}:
        raise usage(
            _("Đuôi «{suffix}» không hợp với định dạng {form}.").format(suffix=output.suffix, form=form),
            _("Đặt tên tệp có đuôi {ending}, hoặc đổi --format.").format(ending=ENDINGS[form]),
        )


def _spare_papers(files: Sequence[Path], dossier: Path | None) -> None:
    """Never write over what is being checked; a report we left there ourselves may be replaced."""
    _ = words()
    for file in files:
        if dossier is not None and _belongs(file, dossier) and not is_own_report(file):
            raise usage(
                _("«{name}» là tệp của hồ sơ đang kiểm tra, không ghi đè.").format(name=file),
                _("Chọn tên khác hoặc nơi khác bằng --output."),
            )


def _belongs(file: Path, dossier: Path) -> bool:
    place, root = file.parent.resolve() / file.name, dossier.resolve()
    return os.path.lexists(place) and (root in (place, place.resolve()) or (root.is_dir() and root in place.parents))


def deliver(
    rendered: Mapping[str, str | bytes], output: Path | None, name: str, dossier: Path | None = None
) -> list[Path]:
    """Write what was rendered and return the files made; without an output it goes to stdout.

    Raises UsageError where a file of `dossier` would be lost, SystemFault where the machine refuses.
    """
    if output is None:
        for data in rendered.values():
            to_stdout(data)
        return []
    single = len(rendered) == 1 and not output.is_dir()
    paths = {form: output if single else output / f"{_file_name(name)}{ENDINGS[form]}" for form in rendered}
    _spare_papers(list(paths.values()), dossier)
    for form, data in rendered.items():
        _write(paths[form], data)
    return list(paths.values())


def to_stdout(data: str | bytes) -> None:
    """Write text or bytes to stdout; letters the console does not know never stop a report."""
    if isinstance(data, bytes):
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data)
    sys.stdout.flush()


def _write(path: Path, data: str | bytes) -> None:
    """Write through a temporary file beside the target: a report is whole or not there."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(raw)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):  # a full disk, and nothing to tidy up where not even the folder could be made
            part.unlink()
        raise SystemFault(said("Không ghi được «{name}».", name=path), said("Chọn nơi khác bằng --output.")) from error


def _file_name(name: str) -> str:
    """Return a file name every system takes, from the dossier's name."""
    letters = (letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter)[0] != "C")
    kept = "".join("-" if letter in _FORBIDDEN else letter for letter in letters).strip(" .")
    return kept[:80] or "ho-so"
