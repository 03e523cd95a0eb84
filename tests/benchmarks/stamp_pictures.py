"""Draws pieces of scanned pages with a stamp on them, of secrecy or any other, or with none, to learn from.

The stamps are drawn apart from those of `bench_stamps`: more faces, broken ink, frames of one line, two or none.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scan_corpus import MM, RUNNING_TEXT, TYPES

from parsers.deskew import grey_of
from parsers.scan_look import PageLook
from parsers.vietnamese import bare

LEVELS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
FACES = tuple(
    f"{TYPES}/{name}.ttf"
    for name in ("liberation2/LiberationSerif-Bold", "liberation2/LiberationSans-Bold", "dejavu/DejaVuSerif-Bold",
                 "dejavu/DejaVuSans-Bold", "dejavu/DejaVuSerifCondensed-Bold", "dejavu/DejaVuSansCondensed-Bold",
                 "liberation/LiberationSansNarrow-Bold", "liberation2/LiberationSerif-Regular",
                 "liberation2/LiberationSans-Regular")
)  # fmt: skip
PRINT_FACES = tuple(f"{TYPES}/{name}.ttf" for name in ("liberation2/LiberationSerif-Regular",
    "liberation2/LiberationSerif-Bold", "liberation2/LiberationSans-Regular", "dejavu/DejaVuSerif"))  # fmt: skip
COMMON = (
    "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HOẢ TỐC", "HỎA TỐC HẸN GIỜ", "ĐẾN", "CÔNG VĂN ĐẾN", "SAO Y",
    "SAO Y BẢN CHÍNH", "BẢN SAO", "DỰ THẢO", "MẪU 05", "MẪU SỐ 02", "BẢN CHÍNH", "LƯU", "THU HỒI", "KT", "TM",
)  # fmt: skip
ALIKE = (
    "BẢO MẬT", "BÍ MẬT", "ĐỘ MẬT", "GIẢI MẬT", "MẬT MÃ", "MẬT KHẨU", "MẬT ONG", "MẶT TRẬN", "MẶT BẰNG", "MẶT TRƯỚC",
    "MẤT MÁT", "TỐI ĐA", "TỐI THIỂU", "TỐI ƯU", "TUYỆT ĐỐI", "TUYỆT VỜI", "BẢO MẬT TỐT", "CƠ MẬT", "MẪU", "MẪU A",
    "M1", "MST", "MỘT", "MỤC", "MỚI", "MỨC", "MẸ", "MÔN", "MUA", "MÃ SỐ", "MÁY", "MIỄN", "BẬC", "BẬT", "BẤT", "ĐẤT",
    "THẬT", "XUẤT", "NHẬT", "NHẤT", "LUẬT", "KẾT", "TẤT", "TẬP", "TỔNG", "TUYỂN", "TUYÊN", "TỐT", "VIỆT NAM",
    "HUYỆN ĐẤT", "TỐI CAO", "TIẾT MỤC",
)  # fmt: skip
OTHERS = (
    "SAO LỤC", "ĐI", "DỰ THẢO LẦN 2", "ĐÃ THU TIỀN", "ĐÃ DUYỆT", "ĐÃ KIỂM TRA", "LƯU HÀNH NỘI BỘ", "TÀI LIỆU HỌP",
    "BẢN GỐC", "HÀNH CHÍNH", "PHÓ BÍ THƯ", "BÍ THƯ", "CHỦ TỊCH", "KẾ TOÁN", "LIÊN 1", "LIÊN 2", "PHỤ LỤC",
    "BIỂU SỐ 1", "STT", "TT", "NHÂN", "HỦY", "TẬP 1", "ĐẢNG CỘNG SẢN", "CHI BỘ", "TRƯỞNG PHÒNG", "VĂN THƯ",
    "LƯU TRỮ", "TỦ 3", "SỐ 12", "2024", "15/3/2025",
)  # fmt: skip
STARTS = (
    "B",
    "C",
    "CH",
    "D",
    "Đ",
    "G",
    "H",
    "K",
    "KH",
    "L",
    "M",
    "N",
    "NG",
    "NH",
    "P",
    "PH",
    "QU",
    "S",
    "T",
    "TH",
    "TR",
    "V",
    "X",
    "",
)
MIDDLES = "AĂÂEÊIOÔƠUƯYẠẶẬẸỆỊỌỘỢỤỰÁẮẤÉẾÍÓỐỚÚỨẢẦỀỒỜÙ"
ENDS = ("", "", "C", "M", "N", "NG", "NH", "P", "T", "I", "U", "O")
SHADES = ((205, 30, 35), (190, 20, 60), (225, 60, 50), (170, 25, 30), (150, 20, 90), (215, 40, 80))
PIECE = (int(105 * MM), int(50 * MM))
SCAN_DPI, READ_DPI = 200, 150


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page as it is looked at: what stands in the stamp, and its box there (left, top, width, height)."""

    look: PageLook
    text: str
    box: tuple[float, float, float, float]

    @property
    def is_level(self) -> bool:
        """True where it bears a level of secrecy."""
        return self.text in LEVELS


class Clerk:
    """Draws pieces; the same seed draws the same ones."""

    def __init__(self, seed: int, faces: tuple[str, ...] = FACES) -> None:
        self.chance = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.faces = faces
        self.grain = self.noise.normal(0, 1, (2 * PIECE[1], 2 * PIECE[0])).astype(np.float32)  # of a scanner

    def piece(self, *, level: bool | None = None) -> Piece:
        """Draw one piece: half of them with a level."""
        chance = self.chance
        is_level = chance.random() < 0.5 if level is None else level
        text = chance.choice(LEVELS) if is_level else self._other()
        page = Image.new("RGB", PIECE, "white")
        over = chance.random() < 0.45
        self._print(page, over=over, table=chance.random() < 0.08)
        box = self._press(page, text) if text else (0.0, 0.0, 0.0, 0.0)
        return Piece(self._looked_at(page), text, tuple(side * READ_DPI / SCAN_DPI for side in box))  # type: ignore[arg-type]

    def _other(self) -> str:
        chance, dice = self.chance, self.chance.random()
        if dice < 0.08:
            return ""
        for share, words in ((0.3, COMMON), (0.52, ALIKE), (0.64, OTHERS)):
            if dice < share:
                return chance.choice(words)
        if dice < 0.7:
            heading = chance.choice(("ĐẾN", "CÔNG VĂN ĐẾN", "SỞ Y TẾ"))
            return f"{heading}\nSố: {chance.randint(1, 999)}\nNgày {chance.randint(1, 30)}"
        return " ".join(self._syllable() for _ in range(chance.choice((1, 1, 1, 2, 2, 3))))

    def _syllable(self) -> str:
        """Make up a syllable in capitals that is no level."""
        made = "".join(self.chance.choice(part) for part in (STARTS, MIDDLES, ENDS))
        return made if bare(made) != "mat" else "MỘC"

    def _print(self, page: Image.Image, *, over: bool, table: bool) -> None:
        chance, pen = self.chance, ImageDraw.Draw(page)
        font = _font(chance.choice(PRINT_FACES), chance.uniform(11, 15))
        y, step = chance.uniform(-4, 6) * MM, chance.uniform(5, 8) * MM
        ink = chance.randint(0, 70)
        while y < PIECE[1]:
            x = chance.uniform(-10, 50) * MM
            free = not over and abs(y + 2 * MM - PIECE[1] / 2) < 9 * MM
            text = " ".join(chance.choice(RUNNING_TEXT.split()) for _ in range(14))
            if chance.random() < 0.3:
                text = text.upper()[: chance.randint(5, 30)]
            if chance.random() < 0.85 and not free:
                pen.text((x, y), text, fill=(ink,) * 3, font=font)
            y += step
        if table:
            self._table(pen)

    def _table(self, pen: ImageDraw.ImageDraw) -> None:
        chance = self.chance
        left, top, wide, high = (chance.uniform(*span) * MM for span in ((0, 40), (0, 20), (14, 40), (6, 12)))
        for row in range(chance.randint(1, 4)):
            for column in range(chance.randint(1, 3)):
                at = (left + column * wide, top + row * high)
                pen.rectangle((*at, at[0] + wide, at[1] + high), outline=(20, 20, 20), width=chance.randint(1, 4))
                word = chance.choice((*OTHERS, *ALIKE, self._syllable())).capitalize()
                pen.text((at[0] + wide / 2, at[1] + high / 2), word, fill=(20, 20, 20), anchor="mm",
                         font=_font(chance.choice(PRINT_FACES), 12))  # fmt: skip

    def _press(self, page: Image.Image, text: str) -> tuple[float, float, float, float]:
        """Press a stamp into the middle and give the box around its frame, or around its letters."""
        chance = self.chance
        mark, inner = self._mark(text)
        mark = self._broken(mark) if chance.random() < 0.4 else mark
        turned = mark.rotate(chance.gauss(0, 2.0), Image.Resampling.BILINEAR, expand=True)
        at = tuple((PIECE[i] - turned.size[i]) // 2 + int(chance.gauss(0, 2) * MM) for i in (0, 1))
        shade = chance.choice(SHADES) if chance.random() < 0.9 else (20, 20, 20)
        if chance.random() < 0.5:
            page.paste(Image.new("RGB", turned.size, shade), at, turned)
        else:  # clear ink: print shows through
            under = np.asarray(page.crop((*at, at[0] + turned.width, at[1] + turned.height)), np.float32)
            cover = np.asarray(turned, np.float32)[..., None] / 255
            page.paste(Image.fromarray((under * (1 - cover * (1 - np.array(shade) / 255))).astype(np.uint8)), at)
        middle = at[0] + turned.width / 2, at[1] + turned.height / 2
        return middle[0] - inner[0] / 2, middle[1] - inner[1] / 2, *inner

    def _mark(self, text: str) -> tuple[Image.Image, tuple[float, float]]:
        """Draw what is on the rubber: letters and frame as a mask, and the size of the frame, or of the letters."""
        chance = self.chance
        letters = self._letters(text)
        lines = text.count("\n") + 1
        high = max(chance.uniform(7.0, 10.5) * MM * (1 if lines == 1 else 0.75 * lines), letters.height * 1.1)
        law = {3: 20, 7: 30}.get(len(text), 40) * MM
        wide = max(letters.width + chance.uniform(1.5, 8) * MM, law if chance.random() < 0.5 and text in LEVELS else 0)
        mark = Image.new("L", (int(wide) + 24, int(high) + 24), 0)
        strength = chance.randint(110, 255)
        framed, twice = chance.random() < 0.85, chance.random() < 0.3
        pen = ImageDraw.Draw(mark)
        if framed:
            round_ = chance.choice((0, 0, 0, 8, 14))
            box = (12, 12, wide + 12, high + 12)
            pen.rounded_rectangle(box, round_, outline=strength, width=chance.randint(2, 7))
            if twice:
                apart = chance.uniform(4, 10)
                pen.rounded_rectangle((12 - apart, 12 - apart, wide + 12 + apart, high + 12 + apart), round_,
                                      outline=strength, width=chance.randint(1, 4))  # fmt: skip
        at = (mark.width - letters.width) // 2, int((mark.height - letters.height) / 2 + chance.gauss(0, 0.3) * MM)
        mark.paste(strength, at, letters)
        return mark, ((wide, high) if framed else letters.size)

    def _letters(self, text: str) -> Image.Image:
        chance = self.chance
        font = _font(chance.choice(self.faces), chance.uniform(12.5, 19))
        pen = ImageDraw.Draw(Image.new("L", (1, 1)))
        box = pen.multiline_textbbox((0, 0), text, font=font, align="center")
        mask = Image.new("L", (int(box[2] - box[0]) + 2, int(box[3] - box[1]) + 2), 0)
        ImageDraw.Draw(mask).multiline_text((1 - box[0], 1 - box[1]), text, fill=255, font=font, align="center")
        stretched = max(8, int(mask.width * chance.uniform(0.85, 1.2)))
        return mask.resize((stretched, mask.height), Image.Resampling.BILINEAR)

    def _broken(self, mark: Image.Image) -> Image.Image:
        """Take ink away in blots, as a dry or uneven pad does."""
        small = self.noise.normal(0, 1, (mark.height // 7 + 2, mark.width // 7 + 2)).astype(np.float32)
        blots = cv2.resize(small, mark.size, interpolation=cv2.INTER_CUBIC)
        kept = np.clip(1 + (blots + self.chance.uniform(0.2, 1.4)) * 0.8, 0.15, 1)
        return Image.fromarray((np.asarray(mark, np.float32) * kept).astype(np.uint8))

    def _looked_at(self, page: Image.Image) -> PageLook:
        """Let a piece go through a scanner, and give it as it is looked at."""
        chance = self.chance
        picture = page.rotate(chance.gauss(0, 0.4), Image.Resampling.BILINEAR, fillcolor="white")
        share = chance.choice((0.5, 0.5, 0.6, 0.75, 1.0))
        small = picture.resize((int(PIECE[0] * share), int(PIECE[1] * share)), Image.Resampling.BILINEAR)
        soft = cv2.GaussianBlur(np.asarray(small, np.float32), (0, 0), chance.uniform(0.3, 1.0))
        paper = soft - chance.randint(0, 25) + chance.uniform(1, 8) * self._grain(*soft.shape[:2])
        scan = np.clip(paper, 0, 255).astype(np.uint8)
        colour = chance.random() < 0.35
        if not colour:
            scan = np.repeat(grey_of(scan)[..., None], 3, axis=2)
            if chance.random() < 0.12:  # black and white
                scan = np.where(scan > chance.randint(120, 200), 255, 0).astype(np.uint8)
        data = io.BytesIO()
        Image.fromarray(scan).save(data, "JPEG", quality=chance.randint(35, 90))
        size = tuple(side * READ_DPI // SCAN_DPI for side in PIECE)
        image = Image.open(io.BytesIO(data.getvalue())).resize(size, Image.Resampling.BILINEAR)
        picture = np.ascontiguousarray(image.convert("RGB"))
        return PageLook(picture, grey_of(picture), 72 / READ_DPI)

    def _grain(self, high: int, wide: int) -> np.ndarray:
        y, x = (self.chance.randrange(self.grain.shape[i] - side) for i, side in enumerate((high, wide)))
        return self.grain[y : y + high, x : x + wide, None]


_FONTS: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}


def _font(name: str, size: float) -> ImageFont.FreeTypeFont:
    key = name, int(size * SCAN_DPI / 72)
    if key not in _FONTS:
        _FONTS[key] = ImageFont.truetype(*key)
    return _FONTS[key]
