import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.html_word import read_html
from parsers.problems import FileProblem
from parsers.rtf import read_rtf
from parsers.sniff import sniff


def rtf(body: str) -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg1252\\paperw11906\\paperh16838\\uc1 " + body + "}").encode("latin-1")


def u(text: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)


HEAD = "\\trowd\\cellx4000\\cellx9000 CHI BO\\line {}\\cell {}\\cell\\row ".format(u("THÔN 3"), u("ĐẢNG"))


def test_paragraphs_and_cells_of_rtf() -> None:
    raw = read_rtf(rtf(f"{HEAD}\\pard {u('KẾ HOẠCH')}\\par a|b\\par"))
    assert [(line.text, line.table, line.row, line.column) for line in raw.lines] == [
        ("CHI BO", 1, 1, 1),
        ("THÔN 3", 1, 1, 1),
        ("ĐẢNG", 1, 1, 2),
        ("KẾ HOẠCH", None, None, None),
        ("a|b", None, None, None),
    ]
    assert raw.tables[0].rows == (("CHI BO\nTHÔN 3", "ĐẢNG"),)
    assert raw.page_size == (595.3, 841.9)


def test_rows_as_word_writes_them_are_one_table() -> None:
    row = "\\trowd\\cellx1 {}\\cell {}\\cell\\trowd\\cellx1\\row "
    raw = read_rtf(rtf(row.format("a", "b") + row.format("c", "d") + "\\pard x\\par"))
    assert raw.tables[0].rows == (("a", "b"), ("c", "d"))
    assert raw.lines[-1].table is None


def test_old_letters_deletions_and_pictures() -> None:
    raw = read_rtf(rtf("\\'a7\\'b6ng b\\'e9{\\deleted xo\\'b8} x\\par{\\pict\\pngblip 00ff}\\par"))
    assert [line.text for line in raw.lines] == ["§¶ng bé x"]
    assert raw.tracked_changes == 1
    assert len(raw.images) == 1


@pytest.mark.parametrize("body", ["", "\\par\\par", "{\\*\\generator nobody}", "\\bin4 abcd x"])
def test_rtf_without_text_is_a_problem(body) -> None:
    with pytest.raises(FileProblem):
        read_rtf(rtf(body))


@given(st.text(st.sampled_from("{}\\'abcellrowpard u8240? 0123456789\n"), max_size=120))
def test_any_rtf_gives_text_or_a_problem(body) -> None:
    try:
        assert read_rtf(rtf(body)).format == "doc"
    except FileProblem as problem:
        assert problem.code in {"damaged", "unsupported"}


PAGE = """<html><head><meta charset="utf-8"><title>x</title><style>p {}</style></head><body>
<table><tr><td align=center><b>CHI BỘ THÔN 3</b><br>*</td><td>ĐẢNG CỘNG SẢN VIỆT NAM</td></tr></table>
<p style="text-align: center"><b>KẾ HOẠCH</b></p><p>Nội dung <i>của</i> kế
hoạch<del>cũ</del></p><p style="mso-hide:all">ẩn</p><script>x()</script><img src="http://nowhere/x.png"></body></html>"""


def test_html_under_the_name_of_word() -> None:
    raw = read_html(PAGE.encode())
    assert [(line.text, line.column) for line in raw.lines] == [
        ("CHI BỘ THÔN 3", 1),
        ("*", 1),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 2),
        ("KẾ HOẠCH", None),
        ("Nội dung của kế hoạch", None),
    ]
    assert raw.lines[3].bold
    assert raw.lines[3].centred
    assert not raw.lines[4].bold
    assert raw.tables[0].rows == (("CHI BỘ THÔN 3\n*", "ĐẢNG CỘNG SẢN VIỆT NAM"),)
    assert len(raw.images) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_html_that_does_not_name_its_encoding(encoding) -> None:
    assert read_html("<html><p>Đảng bộ xã</p></html>".encode(encoding)).lines[0].text == "Đảng bộ xã"


def test_a_web_archive() -> None:
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><meta charset=3Dutf-8><p>=C4=90=E1=BA=A3ng</p></html>\r\n--x--\r\n"
    )
    assert sniff(io.BytesIO(data)) == "html"
    assert read_html(data).lines[0].text == "Đảng"


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"MIME-Version: 1.0\n\nx", b"<div>" * 5000])
def test_html_without_text_is_a_problem(data) -> None:
    with pytest.raises(FileProblem):
        read_html(data)
