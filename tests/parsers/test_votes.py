"""Vote counts from lines and tables."""

from parsers.facts import Votes
from parsers.raw import RawFile, RawLine, RawTable
from parsers.votes import read_votes


def votes(text: str, *tables: RawTable) -> Votes:
    lines = tuple(RawLine(t, paragraph=i) for i, t in enumerate(text.strip().split("\n"), start=1))
    fact = read_votes(RawFile("docx", lines=lines, tables=tables))
    assert fact.is_read and fact.value
    return fact.value


COUNTS = """
BIÊN BẢN KIỂM PHIẾU
Tổng số đảng viên chính thức của chi bộ: 17 đồng chí; có mặt: 16 đồng chí; vắng: 01.
- Số phiếu phát ra: 16 phiếu; số phiếu thu về: 16 phiếu.
- Số phiếu hợp lệ: 15 phiếu; số phiếu không hợp lệ: 01 phiếu.
"""


def test_counts_and_forms_in_lines() -> None:
    found = votes(
        COUNTS + "Kết quả bỏ phiếu về hình thức kỷ luật:\n- Không kỷ luật: 0 phiếu, bằng 0%\n"
        "- Khiển trách: 12/17 phiếu, đạt 70,59% so với tổng số đảng viên chính thức.\n- Cảnh cáo: 3 phiếu = 17,65 %."
    )
    counts = (found.official, found.present, found.issued, found.collected, found.valid, found.invalid)
    assert [c.value for c in counts] == [17, 16, 16, 16, 15, 1]
    assert [(o.form, o.votes, o.percent) for o in found.options] == [
        ("khong-ky-luat", 0, 0.0),
        ("khien-trach", 12, 70.59),
        ("canh-cao", 3, 17.65),
    ]


def test_forms_in_a_table() -> None:
    table = RawTable(
        (
            ("TT", "Hình thức kỷ luật", "Số phiếu", "Tỷ lệ (%)"),
            ("1", "Không kỷ luật", "01", "5,88"),
            ("2", "Khiển trách", "12", "70,59"),
            ("3", "Cảnh cáo", "2", "11,76"),
        ),
        paragraph=9,
    )
    found = votes(COUNTS, table)
    assert [(o.form, o.votes, o.percent) for o in found.options] == [
        ("khong-ky-luat", 1, 5.88),
        ("khien-trach", 12, 70.59),
        ("canh-cao", 2, 11.76),
    ]
    assert found.options[0].location.paragraph == 9


def test_rows_of_a_table_read_as_lines() -> None:
    found = votes(COUNTS + "Kết quả:\nTT Hình thức Số phiếu Tỷ lệ\n1 Khiển trách 12 70,59\n2 Cảnh cáo 3 17,65%")
    assert [(o.form, o.votes, o.percent) for o in found.options] == [("khien-trach", 12, 70.59), ("canh-cao", 3, 17.65)]


def test_word_cells_one_after_the_other() -> None:
    found = votes(COUNTS + "Kết quả\nHình thức\nSố phiếu\nTỷ lệ\nKhiển trách\n12\n70,59%\nCảnh cáo\n3\n17,65%")
    assert [(o.form, o.votes) for o in found.options] == [("khien-trach", 12), ("canh-cao", 3)]


def test_labels_without_numbers_are_absent() -> None:
    found = votes(
        "BIÊN BẢN KIỂM PHIẾU\nSố phiếu phát ra: …… phiếu; thu về: …… phiếu.\nHợp lệ: .....; không hợp lệ: 2 phiếu"
    )
    assert found.issued.is_absent and found.collected.is_absent and found.valid.is_absent
    assert found.invalid.value == 2
    assert found.options == ()
