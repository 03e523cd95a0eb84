"""The members of a team, as decisions, plans and minutes list them."""

import pytest

from parsers.raw import RawFile, RawLine
from parsers.team import read_team

LIST = (
    "- Đồng chí Trần Văn Bình, Phó Bí thư Chi bộ, Tổ trưởng;",
    "- Đồng chí Lê Thị Chi, Chi ủy viên, Tổ trưởng Tổ Tài vụ, thành viên;",
    "- Đồng chí Phạm Văn Dũng, đảng viên, thành viên kiêm Thư ký.",
)
NAMES = ["Trần Văn Bình", "Lê Thị Chi", "Phạm Văn Dũng"]


def word(*texts):
    return RawFile("docx", lines=tuple(RawLine(text, paragraph=n) for n, text in enumerate(texts, 1)))


def names(*texts, type_name="KẾ HOẠCH"):
    return [member.name for member in read_team(word(*texts), type_name).value or ()]


@pytest.mark.parametrize(
    "texts",
    [
        ("Thành lập Tổ kiểm tra gồm các đồng chí sau:", *LIST, "Điều 2. Đồng chí Vũ Văn Giang thi hành."),
        ("1. Thành phần Đoàn kiểm tra:", *LIST, "2. Nhiệm vụ: đồng chí Vũ Văn Giang giúp việc."),
        ("TỔ GIÁM SÁT:", *(line.replace("- ", f"{n}. ") for n, line in enumerate(LIST, 1)), "II. NỘI DUNG"),
        (
            "1. Tổ kiểm tra: " + " ".join(line[2:] for line in LIST),
            "2. Đảng viên được kiểm tra: đồng chí Vũ Văn Giang.",
        ),
        (
            "Tổ kiểm tra gồm:",
            "- Tổ trưởng: đồng chí Trần Văn Bình, Phó Bí thư;",
            "- Thành viên: đ/c Lê Thị Chi;",
            "- Thư ký: đồng chí Phạm Văn Dũng;",
            "- Đại diện Chi bộ: đồng chí Vũ Văn Giang.",
        ),
        ("Tổ kiểm tra: đồng chí Trần Văn Bình, đồng chí Lê Thị Chi và đồng chí Phạm Văn Dũng dự.",),
        ("Tổ kiểm tra gồm:", "- Đồng chí Trần Văn", "Bình, Tổ trưởng;", *LIST[1:]),
        tuple(text.replace("ủy", "uỷ") for text in ("Tổ kiểm tra, giám sát gồm:", *LIST)),
    ],
)
def test_the_list_ends_where_another_point_begins(texts):
    assert names(*texts) == NAMES


@pytest.mark.parametrize(
    "text",
    [
        "Nhận xét của Tổ kiểm tra: đồng chí Vũ Văn Giang chấp hành tốt.",
        "Ý kiến của Đoàn kiểm tra: đồng chí Vũ Văn Giang cần bổ sung.",
        "Tổ kiểm tra làm việc với đồng chí Vũ Văn Giang.",
        "Tổ kiểm tra gồm: ba đồng chí do Chi bộ phân công.",
        "Tổ đảng: đồng chí Vũ Văn Giang.",
    ],
)
def test_who_is_only_spoken_of_is_not_a_member(text):
    fact = read_team(word(text), "BIÊN BẢN")
    assert fact.is_absent


def test_reports_speak_of_others():
    assert read_team(word("Tổ kiểm tra gồm:", *LIST), "BÁO CÁO").is_absent
    assert read_team(RawFile("docx"), "KẾ HOẠCH").value is None
