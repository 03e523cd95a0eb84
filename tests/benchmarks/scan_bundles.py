"""Draws long scans: several papers in one file, with blank backs, attachments and, now and then, a mục lục in front."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image, ImageDraw
from scan_corpus import HEIGHT, MM, WIDTH, WORDS, Artist, Labelled


@dataclass(slots=True)
class Bundle:
    """One long scan; `starts` are the indexes of the pages on which a paper (or the mục lục) begins."""

    pages: list[Image.Image] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def begin(self) -> None:
        """Say that a paper begins with the next page."""
        self.starts.append(len(self.pages))


class Binder:
    """Binds papers; the same seed binds the same scan."""

    def __init__(self, seed: int) -> None:
        self.artist = Artist(seed)
        self.random = self.artist.random

    def bundle(self) -> Bundle:
        """Bind three to five papers."""
        made = Bundle()
        if self.random.random() < 0.4:
            made.begin()
            made.pages.append(self._index())
        for _ in range(self.random.randint(3, 5)):
            made.begin()
            paper = self.artist.paper(pages=self.random.randint(1, 3), colour=True)
            made.pages += self._with_backs(paper.pages)
            if self.random.random() < 0.35:
                made.pages += self._with_backs([self._attachment(paper)])
        return made

    def _with_backs(self, fronts: list[Image.Image]) -> list[Image.Image]:
        pages = []
        for front in fronts:
            pages.append(front)
            if self.random.random() < 0.25:
                pages.append(self.artist.blank_back(front))
        return pages

    def _attachment(self, paper: Labelled) -> Image.Image:
        """Draw a page «Phụ lục», with or without the words that tie it to its paper, or a roll without any title."""
        sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
        pen = ImageDraw.Draw(sheet)
        middle, how = WIDTH * 0.536, self.random.random()
        if how < 0.7:
            self.artist._text(pen, "PHỤ LỤC", 14, (middle, 22 * MM), "-Bold", "ma")
            if how < 0.5:
                line = f"(Kèm theo Kế hoạch số {paper.number}-KH/CB của chi bộ)"
                self.artist._text(pen, line, 13, (middle, 30 * MM), anchor="ma")
        else:
            self.artist._text(pen, "DANH SÁCH ĐẢNG VIÊN ĐƯỢC KIỂM TRA", 14, (middle, 22 * MM), "-Bold", "ma")
        self._table(pen, 42 * MM, ("TT", "Họ và tên", "Nội dung"), (0.14, 0.22, 0.52, 0.90), 12)
        return self.artist._scanned(sheet, colour=True)

    def _index(self) -> Image.Image:
        """Draw a mục lục."""
        sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
        pen = ImageDraw.Draw(sheet)
        self.artist._text(pen, "MỤC LỤC VĂN BẢN, TÀI LIỆU", 14, (WIDTH * 0.5, 22 * MM), "-Bold", "ma")
        head = ("STT", "Số, ký hiệu", "Ngày", "Trích yếu", "Tờ số")
        self._table(pen, 36 * MM, head, (0.12, 0.19, 0.36, 0.5, 0.83, 0.92), 9)
        return self.artist._scanned(sheet, colour=True)

    def _table(
        self, pen: ImageDraw.ImageDraw, top: float, head: tuple[str, ...], edges: tuple[float, ...], rows: int
    ) -> None:
        high = 11 * MM
        for row in range(rows + 2):
            pen.line(
                (edges[0] * WIDTH, top + row * high, edges[-1] * WIDTH, top + row * high), fill=(20, 20, 20), width=2
            )
        for edge in edges:
            pen.line((edge * WIDTH, top, edge * WIDTH, top + (rows + 1) * high), fill=(20, 20, 20), width=2)
        for row in range(rows + 1):
            for column, title in enumerate(head):
                words = self.random.sample(WORDS, 2 if column else 1)
                text = title if row == 0 else str(row) if column == 0 else " ".join(words)
                self.artist._text(pen, text, 11, (edges[column] * WIDTH + 2 * MM, top + row * high + 3 * MM))
