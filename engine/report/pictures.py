"""Small pictures of the places findings speak of: a strip of the page at the place, and the page with it marked."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from PIL import Image, ImageDraw

from engine.findings import DocumentShown, Place
from parsers.archive import list_entries, read_entry
from parsers.facts import Dossier
from parsers.problems import FileProblem

Renderer = Callable[[bytes, int, int, float], bytes]  # data, page, dots per inch, degrees to turn

_DPI = 96
_STRIP = 230  # pixels above and below the place, together with its own height
_HEAD = 130  # pixels of the head of a page, where numbers should stand
_THUMB = (120, 170)
_BARE = 120  # nothing darker: no print
_WHOLE = 420  # pixels
_MARK = (176, 32, 32)
_LARGEST_FILE = 200 * 2**20
MOST_PICTURES = 60
MOST_BYTES = 6 * 2**20


@dataclass(frozen=True, slots=True)
class Picture:
    """A strip of the page and the whole page small, as data URIs."""

    strip: str
    page: str
    size: int


class Album:
    """Pictures of one dossier's pages, made on demand within the limits of a report that can be sent by mail."""

    def __init__(self, root: Path | None, dossier: Dossier | None, renderer: Renderer | None = None) -> None:
        self.root, self.left, self.room = root, MOST_PICTURES, MOST_BYTES
        self.renderer = renderer or _renderer()
        self.lines = {item.id: item.lines for item in dossier.documents} if dossier else {}
        self.files: dict[str, bytes | None] = {}
        self.pages: dict[tuple[str, int, float], Image.Image | None] = {}
        self.turns = _turns(dossier)

    def picture(self, paper: DocumentShown, place: Place) -> Picture | None:
        """Return the picture of a place, or None where there is none to be had."""
        if place.page is None or self.root is None or self.left <= 0 or self.room <= 0:
            return None
        turn = self.turns.get((paper.id, place.page), 0) if place.box else 0
        page = self._page(*_file_of(paper, place.page), turn)
        if page is None:
            return None
        picture = _picture(page, place)
        self.left -= 1
        self.room -= picture.size
        return picture

    def paragraph(self, paper: DocumentShown, place: Place) -> str:
        """Return the text of the Word paragraph a finding speaks of."""
        if place.paragraph is None:
            return ""
        lines = self.lines.get(paper.id, ())
        return " ".join(line.text for line in lines if line.location.paragraph == place.paragraph).strip()

    def _page(self, name: str, number: int, turn: float) -> Image.Image | None:
        key = (name, number, turn)
        if key not in self.pages:
            self.pages[key] = self._rendered(name, number, turn)
        return self.pages[key]

    def _rendered(self, name: str, number: int, turn: float) -> Image.Image | None:
        if name not in self.files:
            self.files = {name: file_bytes(self.root, name) if self.root else None}  # one file at a time in memory
        data = self.files[name]
        if not data:
            return None
        try:
            with Image.open(BytesIO(self.renderer(data, number, _DPI, turn))) as image:
                return image.convert("RGB")
        except Exception:
            return None


def _file_of(paper: DocumentShown, page: int) -> tuple[str, int]:
    """Return the file and its page behind a page of a paper."""
    if page <= len(paper.page_files):
        return paper.page_files[page - 1].path, paper.page_files[page - 1].page
    return paper.path, paper.first_page + page - 1


def _turns(dossier: Dossier | None) -> dict[tuple[str, int], float]:
    """Return by how much the pages of scans must be turned and straightened for the places on them to fit."""
    documents = dossier.documents if dossier else ()
    return {(paper.id, page.number): page.turn for paper in documents for page in paper.pages if page.turn}


def _renderer() -> Renderer:
    from parsers.render import render_page  # noqa: PLC0415

    return render_page


def _picture(page: Image.Image, place: Place) -> Picture:
    scale = _DPI / 72
    marked = page.copy()
    box = tuple(round(value * scale) for value in place.box) if place.box else None
    if box:
        left, top, right, bottom = box
        ImageDraw.Draw(marked).rectangle((left - 5, top - 4, right + 5, bottom + 4), outline=_MARK, width=3)
    strip = _coded(_shown(marked, box))
    small = marked.copy()
    small.thumbnail(_THUMB)
    thumb = _coded(small)
    return Picture(strip, thumb, len(strip) + len(thumb))


def _shown(page: Image.Image, box: tuple[int, ...] | None) -> Image.Image:
    """Return the strip around the place; where none is known and the head is bare, the whole page, smaller."""
    strip = page.crop(_around(box, page.size))
    if box is None and not any(strip.convert("L").histogram()[:_BARE]):
        strip = page.copy()
        strip.thumbnail((page.width, _WHOLE))
    return strip


def _around(box: tuple[int, ...] | None, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the full width of the page around the place; without a place, the head of the page."""
    width, height = size
    if box is None:
        return (0, 0, width, min(height, _HEAD))
    spare = max(30, (_STRIP - (box[3] - box[1])) // 2)
    top = max(0, box[1] - spare)
    return (0, top, width, max(top + 1, min(height, box[3] + spare)))


def _coded(image: Image.Image) -> str:
    stream = BytesIO()
    image.quantize(32).save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def file_bytes(root: Path, name: str) -> bytes | None:
    """Return the bytes of one file of a dossier (folder, zip or the file itself), or None."""
    try:
        if root.is_dir():
            return _from_folder(root, name)
        if zipfile.is_zipfile(root):
            return _from_zip(root, name)
        return root.read_bytes() if root.stat().st_size <= _LARGEST_FILE else None
    except (OSError, ValueError, FileProblem):
        return None


def _from_folder(root: Path, name: str) -> bytes | None:
    file = root.joinpath(*PurePosixPath(name).parts)
    inside = file.resolve().is_relative_to(root.resolve())
    if not inside or file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST_FILE:
        return None
    return file.read_bytes()


def _from_zip(root: Path, name: str) -> bytes | None:
    found = next((entry for entry in list_entries(root) if entry.name == name and entry.code is None), None)
    if found is None or found.size > _LARGEST_FILE:
        return None
    return read_entry(root, found.index)
