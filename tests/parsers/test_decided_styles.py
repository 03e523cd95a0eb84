"""What decisions decide, and the points of layout that can be judged."""

import datetime as dt

import pytest

from parsers.catalogue import Catalogue, FormHint
from parsers.decided import read_discipline, read_effective, read_extension
from parsers.facts import Box
from parsers.head import head_cells
from parsers.raw import RawFile, RawLine, RawPage
from parsers.styles import read_styles
from parsers.title import read_title

CATALOGUE = Catalogue(
    forms=(FormHint("khien-trach", ("khiển trách",)), FormHint("khai-tru", ("khai trừ",))),
    type_names={"KH": ("kế hoạch",)},
)


def word(*texts):
    return RawFile("docx", lines=tuple(RawLine(text, paragraph=n) for n, text in enumerate(texts, 1)))


@pytest.mark.parametrize(
    ("texts", "form", "why"),
    [
        (("Điều 1. Thi hành kỷ luật đồng chí A bằng hình thức khiển trách.", "Điều 2. Thi hành."), "khien-trach", None),
        (("Điều 1.", "Thi hành kỷ luật bằng hình thức", "Khai trừ ra khỏi Đảng", "Điều 2. X"), "khai-tru", None),
        (("Điều 1. Kỷ luật: khiển trách; trước đây kỷ luật khai trừ.", "Điều 2. X"), None, "ambiguous"),
        (("Điều 1. Thi hành kỷ luật đồng chí A.", "Điều 2. hình thức khiển trách"), None, "not-understood"),
        (("Điều 1. Thành lập tổ kiểm tra.",), None, None),
    ],
)
def test_the_form_of_article_one(texts, form, why):
    fact = read_discipline(word(*texts), CATALOGUE)
    assert (fact.value, fact.why) == (form, why)
    assert fact.is_absent == (form is None and why is None)


def test_the_day_of_effect():
    assert read_effective(word("Quyết định có hiệu lực thi hành kể từ ngày 05 tháng 6 năm 2026.")).value == dt.date(
        2026, 6, 5
    )
    assert read_effective(word("Quyết định có hiệu lực kể từ ngày ký.")).is_absent


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Gia hạn thời gian kiểm tra thêm 10 ngày làm việc.", 10),
        ("gia hạn 07 (bảy) ngày đối với cuộc kiểm tra", 7),
        ("Gia hạn đến ngày 05/6/2026.", None),
    ],
)
def test_the_days_of_an_extension(text, days):
    assert read_extension(word(text)).value == days


# ---------------------------------------------------------------- layout


def line(text, x0, x1, top, **more):
    return RawLine(text, 1, Box(x0, top, x1, top + 14), **more)


HEAD = (
    line("ĐẢNG BỘ PHƯỜNG AN LỘC", 80, 260, 60, bold=False),
    line("CHI BỘ 5", 140, 200, 76, bold=True),
    line("*", 168, 172, 92),
    line("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 540, 60, bold=True, size=15.0),
    line("An Lộc, ngày 05 tháng 6 năm 2026", 330, 540, 92),
    line("KẾ HOẠCH", 250, 350, 140, bold=True),
    line("kiểm tra đảng viên chấp hành", 210, 390, 156, bold=True),
    line("-----", 285, 315, 172),
)
RULE = Box(330, 78, 540, 79)


def styles(lines, rules=(RULE,), height=842.0):
    page = RawPage(1, 595.0, height, 400, tuple(lines), rules=rules)
    raw = RawFile("pdf", pages=(page,))
    cells = head_cells(raw)
    return {item.aspect: item.ok for item in read_styles(raw, cells, read_title(cells, CATALOGUE)).value}


def test_a_right_head_has_no_fault():
    found = styles(HEAD)
    assert found["title-right"] and found["title-bold"] and found["star"] and found["rule-below-title"]
    assert found["hyphens"] and found["subject-lower"] and found["date-right"] and found["a4"]
    assert all(found.values())


@pytest.mark.parametrize(
    ("aspect", "lines", "more"),
    [
        ("star", [item for item in HEAD if item.text != "*"], {}),
        ("hyphens", HEAD[:-1], {}),
        ("title-bold", [*HEAD[:3], line("ĐẢNG CỘNG SẢN VIỆT NAM", 330, 540, 60, bold=False), *HEAD[4:]], {}),
        ("rule-below-title", HEAD, {"rules": ()}),
        ("a4", HEAD, {"height": 792.0}),
        ("plain-end", [*HEAD, line("thực hiện nghiêm túc./.", 80, 300, 400)], {}),
        ("basis-upright", [*HEAD, line("- Căn cứ Điều lệ Đảng;", 80, 300, 200, italic=True)], {}),
    ],
)
def test_one_fault_is_one_fault(aspect, lines, more):
    assert [name for name, ok in styles(lines, **more).items() if not ok] == [aspect]


def test_what_was_not_looked_at_is_not_said():
    assert "rule-below-title" not in styles(HEAD, rules=None)
    assert styles([line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 300, 560, 60)]) == {}
