"""Reads a page of HTML that bears the name of a Word file, as many old programs write them; no network, no pages."""

from __future__ import annotations

import email
import email.policy
import unicodedata
from pathlib import Path
from typing import Any

from lxml import etree, html

from parsers.problems import MIB, FileProblem
from parsers.raw import RawFile, RawImage, RawLine, RawTable

MAX_SIZE = 40 * MIB
MAX_DEPTH = 200

_BLOCKS = frozenset("address blockquote center div dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table ul".split())  # noqa: SIM905
_LEFT_OUT = frozenset({"script", "style", "head", "title", "del", "template", "noscript"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "th"})


def read_html(data: bytes | Path) -> RawFile:
    """Read HTML as a paper; raises FileProblem where nothing of it can be read."""
    whole = data.read_bytes() if isinstance(data, Path) else data
    if len(whole) > MAX_SIZE:
        raise FileProblem("too-large", "html")
    root = _parsed(_page(whole))
    walk = _Walk()
    walk.block(root, None, 0)
    walk.end_line()
    if not walk.lines and not walk.images:
        raise FileProblem("damaged", "html without text")
    return RawFile(format="doc", lines=tuple(walk.lines), tables=tuple(walk.tables), images=tuple(walk.images))


def _page(data: bytes) -> bytes:
    """Take the page out of a web archive (.mht), which Word also writes under the name .doc."""
    if not data[:200].lstrip().lower().startswith(b"mime-version:"):
        return data
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = next((p for p in message.walk() if p.get_content_type() == "text/html"), None)
    content = part.get_payload(decode=True) if part is not None else None
    return content if isinstance(content, bytes) else b""


def _parsed(data: bytes) -> Any:
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding=_encoding(data)
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise FileProblem("damaged", "html") from error
    body = root.find("body")
    return root if body is None else body


def _encoding(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"charset" in data[:4096].lower():
        return None  # the page says so itself
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Walk:
    """Goes through the page; a block or a line break ends a line."""

    def __init__(self) -> None:
        self.lines: list[RawLine] = []
        self.tables: list[RawTable] = []
        self.images: list[RawImage] = []
        self._text, self._bold, self._centred = "", False, False
        self._paragraph, self._table = 1, 0

    def block(self, item: Any, place: tuple[int, int, int] | None, depth: int) -> None:
        """Read an element and what it holds."""
        name = item.tag if isinstance(item.tag, str) else ""
        if name in _LEFT_OUT or depth > MAX_DEPTH or _is_hidden(item):
            return
        if name == "table":
            self._table_of(item, place, depth)
            return
        if name in _BLOCKS or name == "br":
            self.end_line(place)
        if name == "img":
            self.images.append(RawImage(paragraph=self._paragraph))
        centred = self._centred
        self._centred = centred or _is_centred(item)
        self._inside(item, place, depth, bold=name in _BOLD)
        if name in _BLOCKS:
            self.end_line(place)
        self._centred = centred

    def _inside(self, item: Any, place: tuple[int, int, int] | None, depth: int, *, bold: bool) -> None:
        before, self._bold = self._bold, self._bold or bold
        self._text += item.text or ""
        for child in item:
            self.block(child, place, depth + 1)
            self._text += child.tail or ""
        if bold:
            self._bold_line(before)
        self._bold = before

    def _bold_line(self, before: bool) -> None:
        """Remember that the line at hand began in bold, until it ends."""
        self._began_bold = not before

    _began_bold = False

    def _table_of(self, table: Any, outer: tuple[int, int, int] | None, depth: int) -> None:
        self.end_line(outer)
        if outer is not None:  # a table inside a cell belongs to the cell
            for cell in table.iter("td", "th"):
                self._inside(cell, outer, depth + 1, bold=False)
                self.end_line(outer)
            return
        self._table += 1
        number, start, rows = self._table, self._paragraph, []
        for r, row in enumerate(_rows(table), 1):
            rows.append(tuple(self._cell(cell, (number, r, c), depth) for c, cell in enumerate(_cells(row), 1)))
        self.tables.append(RawTable(tuple(rows), paragraph=start))

    def _cell(self, cell: Any, place: tuple[int, int, int], depth: int) -> str:
        before = len(self.lines)
        self._inside(cell, place, depth + 1, bold=cell.tag in _BOLD)
        self.end_line(place)
        return "\n".join(line.text for line in self.lines[before:])

    def end_line(self, place: tuple[int, int, int] | None = None) -> None:
        """End the line at hand."""
        text = unicodedata.normalize("NFC", " ".join(self._text.replace("\u200b", "").split()))
        bold, self._text, self._began_bold = self._bold or self._began_bold, "", False
        if text:
            table, row, column = place or (None, None, None)
            self.lines.append(
                RawLine(
                    text,
                    paragraph=self._paragraph,
                    bold=bold,
                    centred=self._centred,
                    table=table,
                    row=row,
                    column=column,
                )
            )
            self._paragraph += 1


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _is_hidden(item: Any) -> bool:
    style = str(item.get("style", "")).replace(" ", "").lower() if isinstance(item.tag, str) else ""
    return "display:none" in style or "mso-hide:all" in style


def _is_centred(item: Any) -> bool:
    if not isinstance(item.tag, str):
        return False
    style = str(item.get("style", "")).replace(" ", "").lower()
    return item.tag == "center" or str(item.get("align", "")).lower() == "center" or "text-align:center" in style
