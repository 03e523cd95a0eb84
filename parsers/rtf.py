"""Reads a Rich Text file (.rtf, or a .doc that is one) with striprtf: paragraphs and table cells, no look, no pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from parsers.problems import MIB, FileProblem
from parsers.raw import RawFile, RawImage, RawLine, RawTable

MAX_SIZE = 40 * MIB
TWIPS = 20.0

# striprtf joins table cells with «|»: marks of our own tell them from the text.
_ROW_BEGIN, _CELL_END, _ROW_END, _PICTURE = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3"
_MARKS = {
    r"\\trowd(?![a-z])": _ROW_BEGIN,
    r"\\(?:nest)?cell(?![a-z])": _CELL_END,
    r"\\(?:nest)?row(?![a-z])": _ROW_END,
    r"\\pict(?![a-z])": _PICTURE,
}
_BINARY = re.compile(r"\\bin\d+ ")
_DELETED = re.compile(r"\{[^{}]*\\deleted(?!0|[a-z])[^{}]*\}")
_CHANGED = re.compile(r"\\(?:revised|deleted)(?!0|[a-z])")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_PAPER = re.compile(r"\\paper([wh])(\d{3,6})")
_SPLIT = re.compile(f"([\n{_ROW_BEGIN}{_CELL_END}{_ROW_END}])")


def read_rtf(data: bytes | Path) -> RawFile:
    """Read an RTF file; raises FileProblem where nothing of it can be read."""
    whole = data.read_bytes() if isinstance(data, Path) else data
    if len(whole) > MAX_SIZE:
        raise FileProblem("too-large", "rtf")
    source = whole.decode("latin-1")
    changes = len(_CHANGED.findall(source))
    text = _text(_DELETED.sub("", source) if changes else source)
    walk = _Walk()
    walk.read(text.replace(_PICTURE, ""))
    pictures = source.count("\\pict")
    if not walk.lines and not pictures:
        raise FileProblem("damaged", "rtf without text")
    return RawFile(
        format="doc",
        lines=tuple(walk.lines),
        tables=tuple(walk.tables()),
        images=tuple(_images(text)),
        page_size=_page_size(source),
        tracked_changes=changes,
    )


def _text(source: str) -> str:
    if _BINARY.search(source):
        raise FileProblem("unsupported", "rtf with binary parts")
    for code, mark in _MARKS.items():
        # The mark goes in as a control word of its own, so that a group that is left out takes it along.
        source = re.sub(code, lambda m, mark=mark: f"\\u{ord(mark)}?{_kept(m.group())}", source)  # type: ignore[misc]
    page = _CODE_PAGE.search(source)
    try:
        encoding = f"cp{page.group(1)}" if page else "cp1252"
        return str(rtf_to_text(source, encoding=encoding, errors="replace"))  # type: ignore[no-untyped-call]
    except (LookupError, ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise FileProblem("damaged", "rtf") from error


def _kept(word: str) -> str:
    return word if word == "\\pict" else " "


def _images(text: str) -> Iterator[RawImage]:
    paragraph = 1
    for part in re.split(f"([\n{_PICTURE}])", text):
        paragraph += part == "\n"
        if part == _PICTURE:
            yield RawImage(paragraph=paragraph)


class _Walk:
    """Goes along the text and counts paragraphs, tables, rows and cells."""

    def __init__(self) -> None:
        self.lines: list[RawLine] = []
        self._paragraph, self._table, self._row, self._column = 1, 0, 0, 0  # row 0: outside of tables

    def read(self, text: str) -> None:
        """Take the text piece by piece."""
        closed = False  # a row ended; the next text, if no row begins first, is outside
        for part in _SPLIT.split(text):
            if part == _ROW_BEGIN:
                closed = False
                self._begin_row()
            elif part == _CELL_END:
                self._paragraph += 1
                self._column += 1
            elif part == _ROW_END:
                closed = True
                self._row, self._column = self._row + 1, 1
            elif part == "\n":
                self._paragraph += 1
            elif part.strip():
                if closed:
                    self._row, closed = 0, False
                self._line(part)

    def _begin_row(self) -> None:
        if self._row == 0:
            self._table, self._row, self._column = self._table + 1, 1, 1

    def _line(self, text: str) -> None:
        inside = self._row > 0
        self.lines.append(
            RawLine(
                unicodedata.normalize("NFC", text.replace("\u200b", "")).strip(" \r"),
                paragraph=self._paragraph,
                table=self._table if inside else None,
                row=self._row if inside else None,
                column=self._column if inside else None,
            )
        )

    def tables(self) -> Iterator[RawTable]:
        """Put the cells of every table together again."""
        for number in range(1, self._table + 1):
            inside = [line for line in self.lines if line.table == number]
            if not inside:
                continue
            width = max(line.column or 1 for line in inside)
            rows = sorted({line.row for line in inside if line.row})
            cells = {
                (row, column): "\n".join(x.text for x in inside if (x.row, x.column) == (row, column))
                for row in rows
                for column in range(1, width + 1)
            }
            texts = tuple(tuple(cells[row, column] for column in range(1, width + 1)) for row in rows)
            yield RawTable(texts, paragraph=inside[0].paragraph)


def _page_size(source: str) -> tuple[float, float] | None:
    sides = {side: int(size) / TWIPS for side, size in _PAPER.findall(source[:20_000])}
    return (sides["w"], sides["h"]) if len(sides) == 2 else None
