"""Heads of made-up papers, as PDF and Word lay them out, and all that is read of them."""

from __future__ import annotations

from parsers.catalogue import BodyHint, Catalogue, KindHint
from parsers.facts import Box
from parsers.head import head_cells
from parsers.header import Header, read_header
from parsers.number_date import Dating, Numbering, read_date, read_number
from parsers.raw import RawFile, RawImage, RawLine, RawPage
from parsers.title import Title, read_title

CATALOGUE = Catalogue(
    kinds=(KindHint("ban-kiem-diem", types=("bản kiểm điểm",)), KindHint("muc-luc", types=("mục lục",))),
    bodies=(
        BodyHint("chi-bo", ("chi bộ",), ("CB",)),
        BodyHint("to-kiem-tra", ("tổ kiểm tra",)),
        BodyHint("dang-uy", ("đảng ủy", "ban thường vụ đảng ủy"), ("ĐU",)),
        BodyHint("ubkt-dang-uy", ("ủy ban kiểm tra",), ("UBKTĐU", "UBKT")),
        BodyHint("cap-tren", ("tỉnh ủy", "ủy ban kiểm tra tỉnh ủy"), ("TU", "UBKTTU")),
        BodyHint("nha-nuoc", ("ủy ban nhân dân", "sở", "trường"), ("UBND",)),
    ),
    type_names={
        "KH": ("kế hoạch",),
        "TB": ("thông báo",),
        "QĐ": ("quyết định", "quy định"),
        "BB": ("biên bản",),
        "BC": ("báo cáo",),
        "TTr": ("tờ trình",),
    },
)

Placed = tuple[str, float, float]  # text, left, top


def line(text: str, left: float, top: float, *, bold: bool = False) -> RawLine:
    return RawLine(text, 1, Box(left, top, left + 7.0 * len(text), top + 14), bold=bold)


def pdf(*placed: Placed | RawLine, images: tuple[RawImage, ...] = (), fields: int = 0) -> RawFile:
    lines = tuple(p if isinstance(p, RawLine) else line(*p) for p in placed)
    page = RawPage(1, 595, 842, sum(len(p.text) for p in lines), lines, images=images)
    return RawFile("pdf", (page,), signature_fields=fields)


def centred(text: str, top: float, *, bold: bool = True) -> RawLine:
    width = 7.0 * len(text)
    return RawLine(text, 1, Box(319 - width / 2, top, 319 + width / 2, top + 14), bold=bold)


def word(left: list[str], right: list[str], *below: str) -> RawFile:
    lines = [RawLine(t, paragraph=i + 1, table=1, row=1, column=1) for i, t in enumerate(left)]
    lines += [RawLine(t, paragraph=20 + i, table=1, row=1, column=2) for i, t in enumerate(right)]
    lines += [RawLine(t, paragraph=40 + i) for i, t in enumerate(below)]
    return RawFile("docx", lines=tuple(lines))


def read_all(raw: RawFile) -> tuple[Header, Numbering, Dating, Title]:
    cells = head_cells(raw)
    title = read_title(cells, CATALOGUE)
    above = cells[: title.ends_head]
    numbering = read_number(raw, above)
    header = read_header(raw, above, CATALOGUE, numbering.symbol.value)
    return header, numbering, read_date(raw, above, raw.all_lines[-25:]), title


LEFT = ["ĐẢNG BỘ XÃ TÂN MỸ", "CHI BỘ THÔN 3", "*", "Số 05-KH/CB"]
RIGHT = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Tân Mỹ, ngày 05 tháng 02 năm 2026"]
