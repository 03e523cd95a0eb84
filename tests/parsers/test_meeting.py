"""Minutes: begin, end, place, people, read back."""

import datetime as dt

import pytest

from parsers.facts import Box, Meeting
from parsers.meeting import read_meeting
from parsers.raw import RawFile, RawImage, RawLine, RawPage


def paper(text: str) -> RawFile:
    return RawFile(
        "docx", lines=tuple(RawLine(t, paragraph=i) for i, t in enumerate(text.strip().split("\n"), start=1))
    )


def moment(month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(dt.date(2026, month, day), dt.time(hour, minute))


def meeting(text: str) -> Meeting:
    fact = read_meeting(paper(text))
    assert fact.is_read and fact.value
    return fact.value


WORKING = """
ĐẢNG BỘ XÃ AN PHÚ	ĐẢNG CỘNG SẢN VIỆT NAM
CHI BỘ THÔN BA	An Phú, ngày 05 tháng 3 năm 2026
BIÊN BẢN
làm việc với đảng viên được kiểm tra
Vào lúc 08 giờ 00 phút, ngày 05/3/2026, tại Nhà văn hóa thôn Ba, Tổ kiểm tra làm việc với đồng chí Lê Văn Cường.
I- Thành phần
1. Chủ trì: Đồng chí Nguyễn Văn An, Tổ trưởng Tổ kiểm tra.
2. Người ghi biên bản: đồng chí Trần Thị Bình, thư ký.
3. Có mặt: 05/06 đồng chí; vắng 01 đồng chí (ốm).
II- Nội dung
Đồng chí Cường trình bày: tối ngày 10/01/2026, lúc 21 giờ, đồng chí có mặt tại nhà.
Buổi làm việc kết thúc lúc 10 giờ 30 phút cùng ngày. Biên bản đã được đọc lại cho mọi người
cùng nghe và nhất trí ký tên.
"""


def test_a_working_minute() -> None:
    found = meeting(WORKING)
    assert found.start.value == moment(3, 5, 8, 0)
    assert found.end.value == moment(3, 5, 10, 30)
    assert found.place.value == "Nhà văn hóa thôn Ba"
    assert (found.present.value, found.total.value) == (5, 6)
    assert found.attendance.is_read
    assert found.chair.value == "Nguyễn Văn An"
    assert found.secretary.value == "Trần Thị Bình"
    assert found.read_back.value is True
    assert found.start.location.paragraph == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hồi 8h30, ngày 05 tháng 3 năm 2026, tại trụ sở, Chi bộ họp.", moment(3, 5, 8, 30)),
        ("Hôm nay, ngày 5/3/2026, vào lúc 14 giờ 5 phút, chi bộ tổ chức họp.", moment(3, 5, 14, 5)),
        ("Thời gian bắt đầu: 07 giờ 30, ngày 5-3-2026.", moment(3, 5, 7, 30)),
        ("Thời gian: 2 giờ 15 phút chiều, ngày 5/3/2026", moment(3, 5, 14, 15)),
        ("Hội nghị bắt đầu lúc 19:30 ngày 05/3/2026.", moment(3, 5, 19, 30)),
        ("An Phú, ngày 05 tháng 3 năm 2026\nBIÊN BẢN\nCuộc họp bắt đầu lúc 8 giờ.", moment(3, 5, 8, 0)),
        ("Vào lúc 8\ngiờ 15 phút, ngày 05 tháng\n3 năm 2026, Chi bộ họp.", moment(3, 5, 8, 15)),
    ],
)
def test_ways_to_begin(text: str, expected: dt.datetime) -> None:
    assert meeting(text).start.value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cuộc họp kết thúc lúc 11 giờ.", moment(3, 5, 11, 0)),
        ("Hội nghị kết thúc vào hồi 10h45 cùng ngày.", moment(3, 5, 10, 45)),
        ("Hội nghị bế mạc lúc 17 giờ 00 phút, ngày 06/3/2026.", moment(3, 6, 17, 0)),
        ("Biên bản lập xong hồi 9 giờ 15 phút cùng ngày.", moment(3, 5, 9, 15)),
        (
            "Ngày 06/3/2026, từ 8 giờ, tổ tiếp tục làm việc.\nKết thúc lúc 11 giờ 20 phút cùng ngày.",
            moment(3, 6, 11, 20),
        ),
    ],
)
def test_ways_to_end(text: str, expected: dt.datetime) -> None:
    assert meeting(f"Vào lúc 08 giờ 00 phút, ngày 05/3/2026, tại hội trường, Chi bộ họp.\n{text}").end.value == expected


def test_a_deadline_set_in_the_meeting_is_no_later_sitting() -> None:
    text = "Vào lúc 08 giờ 00 phút, ngày 05/3/2026, Chi bộ họp.\n"
    text += "Yêu cầu nộp báo cáo trước 17 giờ 00 phút ngày 20/3/2026.\n"
    assert meeting(f"{text}Kết thúc lúc 09 giờ 30 phút cùng ngày.").end.value == moment(3, 5, 9, 30)


def test_end_before_start_is_read_as_written() -> None:
    found = meeting("Vào lúc 10 giờ, ngày 05/3/2026, Chi bộ họp.\nKết thúc lúc 09 giờ 30 phút cùng ngày.")
    assert found.start.value and found.end.value and found.end.value < found.start.value


def test_what_is_not_there_is_absent() -> None:
    found = meeting("BIÊN BẢN\nHọp chi bộ thôn Ba.\nChi bộ bàn về nhiệm vụ quý hai của đơn vị mình.")
    for fact in (found.start, found.end, found.present, found.total, found.chair, found.secretary, found.read_back):
        assert fact.is_absent
    assert found.attendance.is_absent


def test_dots_are_absent_not_read() -> None:
    found = meeting(
        "Vào lúc ..... giờ ..... phút, ngày …/…/2026, tại ……………\nChủ trì: đồng chí ………\nKết thúc lúc … giờ cùng ngày."
    )
    assert found.start.is_absent and found.end.is_absent and found.place.is_absent and found.chair.is_absent


def test_a_role_without_a_name_is_not_understood() -> None:
    assert meeting("Bí thư chi bộ chủ trì hội nghị theo quy chế.\nThư ký ghi chép.").chair.why == "not-understood"


def test_time_without_any_day_is_not_understood() -> None:
    assert meeting("Cuộc họp bắt đầu lúc 8 giờ 00 phút tại hội trường thôn.").start.why == "not-understood"


def test_a_time_in_the_matter_is_no_beginning() -> None:
    text = (
        "BIÊN BẢN họp chi bộ\n"
        + "Nội dung họp như sau.\n" * 200
        + "Bắt đầu từ lúc 21 giờ ngày 03/02/2025 đồng chí uống rượu."
    )
    assert meeting(text).start.is_absent


@pytest.mark.parametrize(
    ("text", "present", "total"),
    [
        ("Tổng số đảng viên: 17 đồng chí; có mặt: 15 đồng chí; vắng: 02.", 15, 17),
        ("Có mặt 15/17 đảng viên.", 15, 17),
        ("Có mặt: 12 đồng chí. Vắng: không.", 12, 12),
        ("Đảng viên có mặt: 9 đồng chí, vắng mặt: 2 đồng chí.", 9, 11),
        ("Đảng viên dự họp: 21", 21, None),
    ],
)
def test_counting_heads(text: str, present: int, total: int | None) -> None:
    found = meeting(f"Biên bản họp của chi bộ thôn Ba\n{text}")
    assert (found.present.value, found.total.value) == (present, total)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chủ trì: Đ/c Nguyễn Văn An - Bí thư chi bộ", "Nguyễn Văn An"),
        ("Chủ trì hội nghị: NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("Đồng chí Nguyễn Văn An, Bí thư chi bộ, chủ trì hội nghị.", "Nguyễn Văn An"),
        ("Chủ tọa: ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("Chủ trì cuộc họp là đồng chí Nguyễn\nVăn An, Bí thư", "Nguyễn Văn An"),
    ],
)
def test_ways_to_name_the_chair(text: str, name: str) -> None:
    assert meeting(f"Biên bản họp của chi bộ thôn Ba\n{text}\nNội dung họp").chair.value == name


@pytest.mark.parametrize(
    "text",
    [
        "Đại diện Tổ kiểm tra: đồng chí Nguyễn Văn An, Tổ trưởng; đồng chí Lê Thị Bé, thành viên",
        "1. Tổ trưởng: đồng chí Nguyễn Văn An",
        "- Đồng chí Nguyễn Văn An - Trưởng đoàn kiểm tra",
    ],
)
def test_the_head_of_a_team_leads_its_minutes(text: str) -> None:
    said = paper(f"Biên bản làm việc của Tổ kiểm tra\n{text}\nNội dung làm việc")
    team, other = read_meeting(said, of_team=True).value, read_meeting(said).value
    assert team and other
    assert (team.chair.value, other.chair.is_absent) == ("Nguyễn Văn An", True)
    led = paper(f"Biên bản\n{text}\nChủ trì: đồng chí Trần Văn Ba, Chủ nhiệm Ủy ban kiểm tra")
    assert (meeting_of := read_meeting(led, of_team=True).value) and meeting_of.chair.value == "Trần Văn Ba"


@pytest.mark.parametrize(
    "text",
    ["Đồng chí Nguyễn Văn An, Tổ trưởng tổ dân phố số 3", "Tổ trưởng tổ kiểm phiếu: đồng chí Lê Thị Bé", "Tổ kiểm tra"],
)
def test_heads_of_other_groups_do_not(text: str) -> None:
    found = read_meeting(paper(f"Biên bản làm việc\n{text}\nNội dung làm việc"), of_team=True).value
    assert found and found.chair.is_absent


def test_a_scan_is_unreadable() -> None:
    page = RawPage(1, 595, 842, 0, images=(RawImage(1, Box(0, 0, 595, 842)),), image_share=1.0)
    assert read_meeting(RawFile("pdf", (page,))).why == "scan"
