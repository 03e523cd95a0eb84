"""Reads the letters of a picture with Tesseract: the library in our own package, else a program on this machine.

The Vietnamese data lies beside this file, so no system package is needed. One recogniser a process; pictures are grey
(numpy, one byte a pixel). What was read comes with a confidence between 0 and 1 for every word.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # parallel runs of Tesseract slow each other down, up to fifty times

Picture = NDArray[np.uint8]

DATA = Path(__file__).with_name("data")
LANGUAGE = "vie"
PAGE, COLUMN, BLOCK, LINE, WORD, SPARSE = 3, 4, 6, 7, 8, 11  # Tesseract's page segmentation modes
LARGEST = 40_000_000  # pixels of one picture
COMMAND_SECONDS = 60


class NoRecogniser(Exception):
    """Nothing on this machine can read pictures."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its box in pixels, its confidence, and the line of the picture it stands in."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    line: int
    figures: float = 1.0  # confidence of the least sure figure in it

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top


class Recogniser(Protocol):
    """Whatever turns a grey picture into words; `name` tells its version too: another reads other words."""

    name: str

    def words(self, picture: Picture, mode: int, dpi: int, only: str) -> list[Word]:
        """Read the words of a picture in reading order."""


def read_words(picture: Picture, mode: int = PAGE, *, dpi: int = 200, only: str = "") -> list[Word]:
    """Read a grey picture; `only` limits the characters. Raises NoRecogniser where nothing can read."""
    if picture.size == 0 or min(picture.shape[:2]) < 8 or picture.size > LARGEST:
        return []
    return recogniser().words(np.ascontiguousarray(picture), mode, dpi, only)


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """Give the recogniser of this process; raises NoRecogniser."""
    for make in (_Library, _Command):
        try:
            return make()
        except (ImportError, RuntimeError, OSError):
            continue
    raise NoRecogniser


def is_available() -> bool:
    """Tell whether pictures can be read on this machine."""
    try:
        recogniser()
    except NoRecogniser:
        return False
    return True


class _Library:
    """tesserocr, whose wheel brings Tesseract along."""

    def __init__(self) -> None:
        import tesserocr  # noqa: PLC0415 - there may be none on this machine

        self.name = f"tesserocr {tesserocr.tesseract_version().split()[1]}"
        self._module: Any = tesserocr
        self._api: Any = tesserocr.PyTessBaseAPI(path=str(DATA), lang=LANGUAGE, psm=PAGE)
        self._api.SetVariable("debug_file", os.devnull)

    def words(self, picture: Picture, mode: int, dpi: int, only: str) -> list[Word]:
        """Read the words of a picture in reading order."""
        height, width = picture.shape
        self._api.SetPageSegMode(mode)
        self._api.SetVariable("tessedit_char_whitelist", only)
        self._api.SetImageBytes(picture.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(dpi)
        try:
            self._api.Recognize()
            return list(self._results())
        finally:
            self._api.Clear()

    def _results(self) -> Iterator[Word]:
        levels = self._module.RIL
        line, word = 0, None
        for item in self._module.iterate_level(self._api.GetIterator(), levels.SYMBOL):
            if item.Empty(levels.SYMBOL):
                continue
            if item.IsAtBeginningOf(levels.WORD):
                if word is not None:
                    yield word
                line += bool(item.IsAtBeginningOf(levels.TEXTLINE))
                word = self._word(item, line)
            if word is not None and (item.GetUTF8Text(levels.SYMBOL) or "").isdecimal():
                word = replace(word, figures=min(word.figures, item.Confidence(levels.SYMBOL) / 100))
        if word is not None:
            yield word

    def _word(self, item: Any, line: int) -> Word | None:
        level = self._module.RIL.WORD
        text, box = (item.GetUTF8Text(level) or "").strip(), item.BoundingBox(level)
        if not text or not box:
            return None
        left, top, right, bottom = box
        return Word(text, left, top, right, bottom, item.Confidence(level) / 100, line)


class _Command:
    """A `tesseract` program on the search path that knows Vietnamese."""

    def __init__(self) -> None:
        found = shutil.which("tesseract")
        if found is None:
            raise OSError("no tesseract on the path")
        self._program = found
        self._data = ["--tessdata-dir", str(DATA)]
        listed = self._run(["--list-langs", *self._data]).decode("utf-8", "replace")
        if LANGUAGE not in listed.split():
            raise OSError("no Vietnamese data")
        self.name = self._run(["--version"]).decode("utf-8", "replace").partition("\n")[0].strip()

    def words(self, picture: Picture, mode: int, dpi: int, only: str) -> list[Word]:
        """Read the words of a picture in reading order."""
        limit = ["-c", f"tessedit_char_whitelist={only}"] if only else []
        options = ["-", "-", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(dpi), *self._data, *limit, "tsv"]
        return list(_from_table(self._run(options, _as_pgm(picture)).decode("utf-8", "replace")))

    def _run(self, options: list[str], data: bytes = b"") -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - the program found on the path, no shell
                [self._program, *options], input=data, capture_output=True, timeout=COMMAND_SECONDS, check=True
            )
        except subprocess.SubprocessError as error:
            raise OSError("tesseract failed") from error
        return done.stdout


def _as_pgm(picture: Picture) -> bytes:
    height, width = picture.shape
    return b"P5 %d %d 255\n" % (width, height) + picture.tobytes()


def _from_table(table: str) -> Iterator[Word]:
    """Read Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, conf, text."""
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        line = lines.setdefault(tuple(cells[1:5]), len(lines) + 1)
        left, top, width, height = map(int, cells[6:10])
        yield Word(cells[11].strip(), left, top, left + width, top + height, float(cells[10]) / 100, line)
