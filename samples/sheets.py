"""The two sheets that close a dossier: the nine-column mục lục hồ sơ and the chứng từ kết thúc."""

from __future__ import annotations

from dataclasses import dataclass

from paper import Case, Head, Paper, Signer, long_date, short_date

_COLUMNS = (
    "| STT | Số, ký hiệu | Ngày, tháng, năm | Tên loại và trích yếu | Tác giả "
    "| Bản chính | Bản sao | Trang số | Ghi chú"
)
_ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


@dataclass
class Filed:
    """A paper as it lies in the dossier: its first page of all and how many it has."""

    paper: Paper
    first: int
    pages: int


def in_words(number: int) -> str:
    """Return a number below 200 in Vietnamese words: 31 -> «ba mươi mốt»."""
    if number >= 100:
        rest = number - 100
        return "một trăm" + (f" lẻ {_ONES[rest]}" if 0 < rest < 10 else f" {in_words(rest)}" if rest else "")
    tens, ones = divmod(number, 10)
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}.get(ones, _ONES[ones])
    if tens == 0:
        return last
    return (("mười" if tens == 1 else f"{_ONES[tens]} mươi") + (f" {last}" if ones else "")).strip()


def index_sheet(case: Case, filed: list[Filed]) -> Paper:
    """Return the mục lục of the papers as they lie."""
    lines = [_COLUMNS]
    lines += [_row(case, number, item) for number, item in enumerate(filed, 1)]
    paper = _sheet(case, "muc-luc", "Mục lục hồ sơ", "MỤC LỤC HỒ SƠ")
    paper.subject = case.fill(case.get("ten_ho_so", "kiểm tra đồng chí {doi_tuong.ten} {chu_de}"))
    paper.body = [*lines, f"Mục lục này ghi {len(filed):02d} văn bản, tài liệu có trong hồ sơ."]
    return paper


def _row(case: Case, number: int, item: Filed) -> str:
    paper = item.paper
    mark = paper.head.number or ""
    mark = mark.removeprefix("Số").strip(": ")
    title = f"{paper.type_name.capitalize()} {paper.subject}".strip()
    author = case["authors"].get(paper.author) or f"Đồng chí {case['doi_tuong']['ten']}"
    last = item.first + item.pages - 1
    pages = f"{item.first:02d}" if item.pages == 1 else f"{item.first:02d}-{last:02d}"
    return f"| {number} | {mark} | {short_date(paper.date)} | {title} | {author} | x | | {pages} | "


def closing_lines(total: int, index_pages: int) -> list[str]:
    """Return what the chứng từ kết thúc says of `total` pages."""
    return [
        f"Trong đơn vị bảo quản này có: {total} trang ({in_words(total).capitalize()} trang).",
        f"Được đánh số liên tục từ trang số 01 đến trang số {total}.",
        "Các trang trùng số: không có. Các trang khuyết số: không có.",
        f"Mục lục hồ sơ có: {index_pages:02d} trang ({in_words(index_pages).capitalize()} trang).",
        "Chất lượng và trạng thái vật lý của hồ sơ: tài liệu đủ, rõ chữ, không rách nát; các văn bản đều là bản chính.",
    ]


def closing_sheet(case: Case, total: int, index_pages: int) -> Paper:
    """Return the chứng từ kết thúc as a paper of its own."""
    paper = _sheet(case, "chung-tu-ket-thuc", "Chứng từ kết thúc", "CHỨNG TỪ KẾT THÚC")
    paper.body = closing_lines(total, index_pages)
    return paper


def _sheet(case: Case, step: str, name: str, type_name: str) -> Paper:
    day = case["dates"]["ho_so"]
    place = f"{case['dia_danh']}, {long_date(day)}"
    head = Head(left=list(case["heads"][case.get("sheet_head", "chi-bo")]), number=None, place_date=place)
    maker = case["to"]["thu_ky"]
    return Paper(step, name, head, type_name, "", [], [], [Signer("", "NGƯỜI LẬP HỒ SƠ", maker)], [], day)
