"""The English catalogue for its maintainers: `python -m engine.locale.catalogue` brings the .po and the .mo up to date.

Babel is needed here only; the program itself reads the compiled catalogue with the standard library.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from engine.locale.words import DOMAIN, FOLDER

ENGINE = FOLDER.parent
PO = FOLDER / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
_NOISE = ('"POT-Creation', '"PO-Revision', '"Generated', '"Report-Msgid', '"Last-Translator', '"Language-Team')
_NO_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # the header of the .mo wants a date; ours never changes
_MARKS = frozenset({"_", "N_", "said"})  # _("…"), N_("…"), said("…")
_HELD = frozenset({"_", "tr"})  # self._("…"), site.tr("…")
_MAKERS = frozenset({"tr", "words"})  # tr(lang)("…"), words()("…")


def messages() -> dict[str, list[str]]:
    """Return every msgid of the code and the templates with the files it stands in."""
    found: dict[str, list[str]] = {}
    for path in sorted((*ENGINE.rglob("*.py"), *ENGINE.rglob("templates/*.html"))):
        for text in _in_template(path) if path.suffix == ".html" else _in_code(path):
            places = found.setdefault(text, [])
            name = path.relative_to(ENGINE.parent).as_posix()
            if name not in places:
                places.append(name)
    return found


def _in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and _translates(node.func):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _translates(func: ast.expr) -> bool:
    if isinstance(func, ast.Name):
        return func.id in _MARKS
    if isinstance(func, ast.Attribute):
        return func.attr in _HELD
    return isinstance(func, ast.Call) and isinstance(func.func, ast.Name) and func.func.id in _MAKERS


def _in_template(path: Path) -> Iterator[str]:
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for _line, _function, texts in extract_from_ast(tree, ("_",), babel_style=False):
        yield from (text for text in texts or () if text)


def read_catalogue() -> Any:
    """Return the catalogue as it is committed."""
    from babel.messages import pofile  # noqa: PLC0415 - a tool of maintainers, not part of the program

    with PO.open("rb") as stream:
        return pofile.read_po(stream, locale="en")


def updated(catalogue: Any) -> Any:
    """Return a catalogue of exactly the msgids in use, keeping the translations there are."""
    from babel.messages import Catalog  # noqa: PLC0415

    fresh = Catalog(
        locale="en", domain=DOMAIN, project="hoso", charset="utf-8", header_comment="# hoso: English", fuzzy=False
    )
    for text, places in messages().items():
        known = catalogue.get(text)
        fresh.add(text, known.string if known else "", locations=[(place, 0) for place in places], flags=())
    return fresh


def compiled(catalogue: Any) -> bytes:
    """Return the bytes of the .mo file."""
    from babel.messages import mofile  # noqa: PLC0415

    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    stream = io.BytesIO()
    mofile.write_mo(stream, catalogue)
    return stream.getvalue()


def _plain(catalogue: Any) -> bytes:
    from babel.messages import pofile  # noqa: PLC0415

    stream = io.BytesIO()
    pofile.write_po(stream, catalogue, width=110, sort_output=True, no_location=False, include_lineno=False)
    lines = stream.getvalue().decode("utf-8").splitlines(keepends=True)
    # dates of the run would change the file with every call
    return "".join(line for line in lines if not line.startswith(_NOISE)).encode()


def main() -> int:
    """Rewrite both files; 1 where a msgid has no English yet."""
    catalogue = updated(read_catalogue())
    PO.write_bytes(_plain(catalogue))
    MO.write_bytes(compiled(read_catalogue()))
    missing = [message.id for message in catalogue if message.id and not message.string]
    for text in missing:
        sys.stderr.write(f"no English: {text}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
