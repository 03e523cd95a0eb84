"""`hoso rules new`: a filled-in file to change, put where it belongs."""

from __future__ import annotations

import re
from pathlib import Path

from engine.errors import UsageError
from engine.locale.words import said

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_PLACES = {
    "requirement": "rules/requirements/rieng/{id}.yaml",
    "document": "rules/documents/{id}.yaml",
    "procedure": "rules/procedures/rieng/{id}.yaml",
    "pack": "rules/packs/{id}.yaml",
    "regulation": "regulations/{id}/regulation.yaml",
}
# a block to paste into a file that is there already -> where it goes
BLOCKS = {
    "step": "rules/procedures/…/<quy-trình>.yaml, steps:",
    "parameter": "regulations/<văn-bản>/regulation.yaml, parameters:",
}
KINDS = tuple(_PLACES)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def scaffold(what: str, name: str, folder: Path) -> Path:
    """Write a new rule file below `folder` and return it.

    Raises UsageError for an id that cannot be one, or a file that is there already.
    """
    _must_be_id(name)
    file = folder / _PLACES[what].format(id=name)
    if file.exists():
        raise UsageError(said("Đã có tệp «{file}».", file=file), said("Chọn mã khác, hoặc sửa tệp ấy."))
    file.parent.mkdir(parents=True, exist_ok=True)
    text = (_TEMPLATES / f"{what}.yaml").read_text(encoding="utf-8")
    file.write_text(text.format(id=name), encoding="utf-8")
    return file


def block(what: str, name: str) -> str:
    """Return a filled-in block to paste into a rule file; its first lines say where it goes.

    Raises UsageError for an id that cannot be one.
    """
    _must_be_id(name)
    return (_TEMPLATES / f"{what}.yaml").read_text(encoding="utf-8").format(id=name)


def _must_be_id(name: str) -> None:
    if not _ID.match(name):
        raise UsageError(
            said("«{name}» không dùng làm mã được.", name=name),
            said("Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ: ke-hoach-quy."),
        )
