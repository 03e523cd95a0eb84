"""Draws labelled scans: papers of a Party cell with everything a scanner and a desk do to them, and what is on them.

Nothing here uses the readers; what a page bears is written down while it is drawn.
"""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from scan_figures import Writer, litter

DPI = 200
MM = DPI / 25.4
WIDTH, HEIGHT = int(210 * MM), int(297 * MM)
TYPES = "/usr/share/fonts/truetype"
SERIF = f"{TYPES}/liberation2/LiberationSerif"
FONTS = (SERIF, SERIF, f"{TYPES}/dejavu/DejaVuSerif", f"{TYPES}/liberation2/LiberationSans")
BLUE, BLACK, RED = (25, 40, 140), (15, 15, 15), (205, 30, 35)

KINDS = (  # kind, symbol, type, subject, two signers (left, right) or one
    ("ke-hoach", "KH", "KẾ HOẠCH", "kiểm tra đảng viên chấp hành nghị quyết, chỉ thị của Đảng", ("BÍ THƯ",)),
    ("quyet-dinh", "QĐ", "QUYẾT ĐỊNH", "về việc kiểm tra đảng viên và thành lập tổ kiểm tra", ("BÍ THƯ",)),
    ("bao-cao", "BC", "BÁO CÁO", "kết quả kiểm tra đảng viên chấp hành nghị quyết, chỉ thị của Đảng", ("TỔ TRƯỞNG",)),
    ("thong-bao", "TB", "THÔNG BÁO", "kết luận kiểm tra đảng viên chấp hành nghị quyết của Đảng", ("BÍ THƯ",)),
    ("bien-ban", "BB", "BIÊN BẢN", "hội nghị chi bộ xem xét kết quả kiểm tra", ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ")),
)
NAMES = ("Nguyễn Văn Bình", "Trần Thị Hòa", "Lê Quang Vinh", "Phạm Thu Hà", "Hoàng Minh Đức", "Vũ Thị Lan")
RUNNING_TEXT = (
    "thực hiện nghiêm túc chủ trương của cấp ủy về công tác kiểm tra giám sát trong năm đồng chí đảng "
    "viên đã chấp hành đầy đủ nghị quyết và quy chế làm việc của chi bộ nội dung báo cáo được tập thể "
    "thảo luận kỹ từng phần nhiệm vụ được giao hoàn thành đúng thời hạn việc ghi chép sổ sách rõ ràng đề "
    "nghị chi bộ tiếp tục theo dõi đôn đốc "
)
WORDS = RUNNING_TEXT.split()


@dataclass(slots=True)
class Signing:
    """One place to sign: title, printed name, what was put there."""

    title: str
    name: str
    signed: bool
    sealed: bool


@dataclass(slots=True)
class Labelled:
    """One paper as pictures, and what is on it."""

    kind: str
    number: str
    date: tuple[int, int, int]
    hand: bool  # number and day are written by hand
    pages: list[Image.Image] = field(default_factory=list)
    page_numbers: list[int | None] = field(default_factory=list)  # one a page
    sheet_numbers: list[str | None] = field(default_factory=list)  # in the upper right corner, one a page
    blank: list[bool] = field(default_factory=list)
    signings: list[Signing] = field(default_factory=list)
    colour: bool = True


class Artist:
    """Draws papers; the same seed draws the same paper."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.desk = random.Random(f"desk {seed}")  # what was done to the sheets after printing
        self.writer = Writer(f"writer {seed}", DPI)
        self.noise = np.random.default_rng(seed)
        self.back = random.Random(seed + 1_000_003)  # what shines through, without changing what is drawn
        self.face = self.random.choice(FONTS)

    def paper(self, *, pages: int | None = None, colour: bool | None = None, sheets: bool | None = None) -> Labelled:
        """Draw one paper of one to four pages."""
        chance = self.random
        kind, symbol, type_name, subject, titles = chance.choice(KINDS)
        hand = chance.random() < 0.25
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.choice((2024, 2025, 2026))
        number = chance.randint(1, 180)
        made = Labelled(kind, str(number), (year, month, day), hand)
        made.colour = chance.random() < 0.75 if colour is None else colour
        numbered, numbers = chance.random() < 0.8, chance.random() < 0.5
        sheets = numbers if sheets is None else sheets
        count = pages or chance.randint(1, 4)
        for index in range(count):
            sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
            pen = ImageDraw.Draw(sheet)
            top = int(20 * MM)
            if index == 0:
                top = self._head(pen, symbol, type_name, subject, (number, day, month, year), hand=hand)
            elif numbered:
                self._text(pen, str(index + 1), 14, (WIDTH * 0.536, 14 * MM), anchor="ma")
            last = index == count - 1
            top = self._body(pen, top, int((185 if last else 272) * MM))
            if last:
                self._signings(sheet, pen, top + int(8 * MM), titles, made)
            litter(sheet, self.desk, MM)
            made.sheet_numbers.append(self._number_sheet(sheet, index) if sheets else None)
            made.pages.append(self._scanned(sheet, colour=made.colour))
            made.page_numbers.append(index + 1 if index and numbered else None)
            made.blank.append(False)
        return made

    def blank_back(self, front: Image.Image) -> Image.Image:
        """Draw an empty back through which the front shows."""
        shadow = Image.blend(front.transpose(Image.Transpose.FLIP_LEFT_RIGHT).convert("RGB"),
                             Image.new("RGB", front.size, "white"), 0.93)  # fmt: skip
        return self._scanned(shadow, colour=True)

    def stamp(self, page: Image.Image, text: str = "MẬT", *, red: bool = True) -> Image.Image:
        """Put a stamp of secrecy on the upper left of a page."""
        pen = ImageDraw.Draw(page)
        x, y = int(32 * MM), int(self.random.uniform(24, 40) * MM)
        ink = RED if red else (40, 40, 40)
        wide = int(len(text) * 6.5 * MM) + int(6 * MM)
        pen.rectangle((x, y, x + wide, y + int(10 * MM)), fill="white", outline=ink, width=5)
        pen.text((x + wide / 2, y + 5 * MM), text, fill=ink, font=self._font(20, "-Bold"), anchor="mm")
        return page

    def _font(self, size: float, style: str = "-Regular") -> ImageFont.FreeTypeFont:
        name = self.face + style if "Liberation" in self.face else self.face + style.replace("-Regular", "")
        return ImageFont.truetype(f"{name}.ttf", int(size * DPI / 72))

    def _text(self, pen: ImageDraw.ImageDraw, text: str, size: float, at: tuple[float, float], style: str = "-Regular",
              anchor: str = "la") -> None:  # fmt: skip
        pen.text(at, text, fill=BLACK, font=self._font(size, style), anchor=anchor)

    def _head(self, pen, symbol, type_name, subject, numbers, *, hand) -> int:  # type: ignore[no-untyped-def]
        number, day, month, year = numbers
        left, right = WIDTH * 0.30, WIDTH * 0.72
        self._text(pen, "ĐẢNG BỘ XÃ AN PHÚ", 12, (left, 20 * MM), anchor="ma")
        self._text(pen, "CHI BỘ THÔN ĐÔNG", 12, (left, 26 * MM), "-Bold", "ma")
        self._text(pen, "*", 12, (left, 31 * MM), anchor="ma")
        self._text(pen, "ĐẢNG CỘNG SẢN VIỆT NAM", 13, (right, 20 * MM), "-Bold", "ma")
        shown = "        " if hand else f"{number:02}"
        self._text(pen, f"Số {shown}-{symbol}/CB", 13, (left, 36 * MM), anchor="ma")
        style = "-Italic" if "Liberation" in self.face else "-Regular"
        shown_day = "       " if hand else f"{day:02}"
        line = f"An Phú, ngày {shown_day} tháng {month:02} năm {year}" if month < 3 else (
            f"An Phú, ngày {shown_day} tháng {month} năm {year}")  # fmt: skip
        self._text(pen, line, 12.5, (right, 36 * MM), style, "ma")
        if hand:
            self._scribble_number(pen, str(number), (left - 9 * MM, 35 * MM))
            self._scribble_number(pen, str(day), (right - 8 * MM, 35 * MM))
        self._text(pen, type_name, 15, (WIDTH * 0.536, 52 * MM), "-Bold", "ma")
        y = 59.0
        for part in _wrapped(subject, 48):
            self._text(pen, part, 13.5, (WIDTH * 0.536, y * MM), "-Bold", "ma")
            y += 6.5
        return int((y + 6) * MM)

    def _body(self, pen: ImageDraw.ImageDraw, top: int, bottom: int) -> int:
        font = self._font(13.5)
        y = float(top)
        bottom = min(bottom, top + self.random.randint(6, 30) * int(7.4 * MM)) if bottom < 200 * MM else bottom
        while y < bottom:
            x = 40 * MM if self.random.random() < 0.2 else 30 * MM
            line = ""
            while font.getlength(line) < WIDTH - 17 * MM - x:
                line = f"{line} {self.random.choice(WORDS)}".strip()
            pen.text((x, y), line.rsplit(" ", 1)[0], fill=BLACK, font=font)
            y += 7.4 * MM
        return int(y)

    def _signings(self, sheet, pen, top, titles, made) -> None:  # type: ignore[no-untyped-def]
        middles = (WIDTH * 0.72,) if len(titles) == 1 else (WIDTH * 0.30, WIDTH * 0.72)
        if len(titles) == 1:
            self._text(pen, "Nơi nhận:", 11, (30 * MM, top), "-Bold")
            self._text(pen, "- Đảng ủy xã (báo cáo),", 10.5, (30 * MM, top + 6 * MM))
            self._text(pen, "- Lưu chi bộ.", 10.5, (30 * MM, top + 11 * MM))
            self._text(pen, "T/M CHI BỘ", 13, (middles[0], top), "-Bold", "ma")
        for title, middle in zip(titles, middles, strict=True):
            signed = self.random.random() < 0.7
            sealed = len(titles) == 1 and self.random.random() < (0.5 if signed else 0.2)  # seldom before a signature
            name = self.random.choice(NAMES)
            self._text(pen, title, 13, (middle, top + 6 * MM), "-Bold", "ma")
            self._text(pen, name, 13, (middle, top + 40 * MM), "-Bold", "ma")
            if signed:
                self._signature(pen, (middle, top + 25 * MM))
            if sealed:
                self._seal(sheet, (middle - 18 * MM, top + 25 * MM))
            made.signings.append(Signing(title, name, signed, sealed))

    def _signature(self, pen: ImageDraw.ImageDraw, at: tuple[float, float]) -> None:
        ink = self.random.choice((BLUE, BLACK))
        points = []
        phase, grow = self.random.uniform(0, 6), self.random.uniform(0.6, 1.2)
        for step in range(160):
            t = step / 160
            x = at[0] + (t - 0.5) * 42 * MM + math.sin(t * 40 + phase) * 3 * MM
            y = at[1] + math.sin(t * 33 + phase) * (8 - 6 * t) * MM * grow + math.cos(t * 9) * 2 * MM
            points.append((x, y))
        pen.line(points, fill=ink, width=self.random.randint(3, 6), joint="curve")

    def _seal(self, sheet: Image.Image, at: tuple[float, float]) -> None:
        radius = self.random.uniform(16, 20) * MM
        layer = Image.new("RGB", sheet.size, "white")
        pen = ImageDraw.Draw(layer)
        strength = self.random.randint(170, 235) / 255
        ink = tuple(int(255 - strength * (255 - part)) for part in RED)
        for size, width in ((radius, 7), (radius * 0.93, 3), (radius * 0.55, 3)):
            pen.ellipse((at[0] - size, at[1] - size, at[0] + size, at[1] + size), outline=ink, width=width)
        for step in range(26):
            angle = step / 26 * 2 * math.pi
            x, y = at[0] + math.cos(angle) * radius * 0.74, at[1] + math.sin(angle) * radius * 0.74
            pen.text((x, y), "ĐẢNGỦYXÃAN"[step % 10], fill=ink, font=self._font(11, "-Bold"), anchor="mm")
        pen.text(at, "★", fill=ink, font=ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 70),
                 anchor="mm")  # fmt: skip
        sheet.paste(ImageChops.multiply(sheet, layer))  # stamp ink is clear: print and pen show through

    def _scribble_number(self, pen: ImageDraw.ImageDraw, text: str, at: tuple[float, float]) -> None:
        """Write figures with an unsteady pen: polylines, no font."""
        x, y = at
        ink = self.random.choice((BLUE, BLACK))
        for figure in text:
            size = self.random.uniform(4.2, 5.6) * MM
            shake = lambda: self.random.uniform(-0.1, 0.1)  # noqa: E731
            points = [(x + (px + shake()) * size * 0.62, y + (py + shake()) * size) for px, py in _STROKES[figure]]
            pen.line(points, fill=ink, width=self.random.randint(3, 5), joint="curve")
            x += size * 0.8

    def _number_sheet(self, sheet: Image.Image, index: int) -> str | None:
        text = self.writer.number(index)
        if text is not None:
            self.writer.put(sheet, text)
        return text

    def scanned(self, *sheets: Image.Image, colour: bool = True) -> bytes:
        """Return the sheets as one scanned PDF."""
        return as_pdf([self._scanned(sheet, colour=colour) for sheet in sheets])

    def _scanned(self, sheet: Image.Image, *, colour: bool) -> Image.Image:
        """Do to a page what a scanner does: skew, blur, noise, dust, JPEG."""
        chance = self.random
        if self.back.random() < 0.15:
            back = sheet.transpose(Image.Transpose.FLIP_LEFT_RIGHT).convert("RGB")
            pale = Image.blend(back, Image.new("RGB", back.size, "white"), self.back.uniform(0.86, 0.96))
            sheet = ImageChops.multiply(sheet.convert("RGB"), pale)
        sheet = sheet.rotate(chance.gauss(0, 0.7), Image.Resampling.BILINEAR, fillcolor="white")
        if chance.random() < 0.5:
            sheet = sheet.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.9)))
        paper = np.asarray(sheet, dtype=np.int16) - chance.randint(0, 14)
        paper = paper + self.noise.normal(0, chance.uniform(1, 7), (HEIGHT, WIDTH, 1)).astype(np.int16)
        if colour:
            paper = paper - np.array([0, 2, 9], dtype=np.int16)  # a scanner's white is never white
        for _ in range(chance.randint(0, 40)):
            x, y = chance.randrange(WIDTH - 4), chance.randrange(HEIGHT - 4)
            paper[y : y + 2, x : x + 3] = 60
        image = Image.fromarray(np.clip(paper, 0, 255).astype(np.uint8))
        data = io.BytesIO()
        (image if colour else image.convert("L")).save(data, "JPEG", quality=chance.randint(45, 88))
        return Image.open(io.BytesIO(data.getvalue()))


_STROKES = {
    "0": ((0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.5, 0)),
    "1": ((0.2, 0.25), (0.6, 0), (0.55, 1)),
    "2": ((0.1, 0.25), (0.5, 0), (0.9, 0.25), (0.5, 0.6), (0.1, 1), (0.95, 0.95)),
    "3": ((0.1, 0.1), (0.6, 0), (0.8, 0.25), (0.4, 0.48), (0.9, 0.7), (0.6, 1), (0.1, 0.9)),
    "4": ((0.6, 0), (0.1, 0.65), (0.95, 0.6), (0.7, 0.4), (0.65, 1)),
    "5": ((0.9, 0), (0.2, 0.02), (0.15, 0.45), (0.7, 0.45), (0.85, 0.75), (0.5, 1), (0.1, 0.9)),
    "6": ((0.8, 0), (0.2, 0.5), (0.2, 0.85), (0.6, 1), (0.85, 0.75), (0.5, 0.55), (0.2, 0.75)),
    "7": ((0.1, 0.05), (0.9, 0), (0.4, 1)),
    "8": ((0.5, 0.48), (0.15, 0.2), (0.5, 0), (0.85, 0.2), (0.5, 0.48), (0.1, 0.8), (0.5, 1), (0.9, 0.8), (0.5, 0.48)),
    "9": ((0.85, 0.25), (0.5, 0), (0.15, 0.25), (0.5, 0.5), (0.85, 0.25), (0.8, 0.7), (0.5, 1)),
}


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def as_pdf(pages: list[Image.Image]) -> bytes:
    """Bind pictures to a PDF, one a page."""
    data = io.BytesIO()
    pages[0].save(data, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=75)
    return data.getvalue()
