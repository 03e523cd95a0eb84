"""Tells by their names which pictures are the pages of one scan: IMG_001.jpg, scan0001.tif, «Bien ban (2).jpg».

Names a camera, a scanner or a messenger gives differ in their figures only. Names a person gives must agree in every
word; only the last figures count on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from parsers.sniff import suffix_of
from parsers.vietnamese import bare

PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp"})

_MACHINE = frozenset(
    word
    for words in (
        "img image dsc dscn dscf pxl mvimg scan scanned scanner photo picture pic page doc document new camscanner",
        "adobe wa z zalo viber capture screenshot file jpeg burst hdr portrait cover anh hinh chup man luc vao",
        "tai lieu quet trang tr to at am pm",
    )
    for word in words.split()
)
_ZALO = re.compile(r"^z(\d{9,})[_ ]+[0-9a-f]{16,}")  # a running number and a digest
_FIGURES = re.compile(r"\d+")
_WORDS = re.compile(r"[a-z]+")
_COUNTED = re.compile(r"^(?P<name>.*?)[\s._-]*\(?(?P<count>\d{1,3})\)?$")
_COPY = re.compile(r"\s*\(#\)$")
# Figures that are no count of pages: «số 05», «lần 2», «14-01-26».
_NO_COUNT = re.compile(r"(?:\b(?:so|lan|ngay|thang|nam|quy|dot|khoa|ky|phu luc|bieu|mau)|\d[-./_ ]*)$")


def series_of(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Give the pictures of a dossier in runs that belong together, in the order they came in; a run may be one.

    `paths` come in natural order. Only pictures of one folder belong together; a picture without figures in its name
    begins a run («Bien ban.jpg», «Bien ban (2).jpg»).
    """
    known = ((path, *_key(path)) for path in paths if suffix_of(path) in PICTURES)
    ordered = sorted(known, key=lambda item: item[1])  # stable: natural order stays within a key
    for _, run in groupby(ordered, key=lambda item: item[1]):
        yield tuple(path for path, _, _ in sorted(run, key=lambda item: item[2]))


def is_machine_named(path: str) -> bool:
    """True where the name says nothing of the paper: a camera's, a scanner's, or figures alone."""
    return _is_machine(_stem(path))


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return " ".join(bare(name[: len(name) - len(suffix_of(name))]).casefold().split())


def _is_machine(stem: str) -> bool:
    return bool(_ZALO.match(stem)) or set(_WORDS.findall(stem)) <= _MACHINE


def _key(path: str) -> tuple[tuple[str, str], tuple[int, ...]]:
    """Give what the names of one run share, and the place in the run."""
    folder, stem = path.rpartition("/")[0], _stem(path)
    if zalo := _ZALO.match(stem):
        return (folder, "z#"), (int(zalo.group(1)),)
    if _is_machine(stem):
        return (folder, _COPY.sub("", _FIGURES.sub("#", stem))), tuple(map(int, _FIGURES.findall(stem)))
    counted = _COUNTED.match(stem)
    if counted is None or not counted["name"] or _NO_COUNT.search(counted["name"]):
        return (folder, stem), (0,)
    return (folder, counted["name"]), (int(counted["count"]),)
