import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from hostile_files import torn
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from word_files import TYPES, W, package, run, saved

from parsers.problems import FileProblem
from parsers.raw import RawFile
from parsers.word import read_docx


def texts(raw: RawFile) -> list[str]:
    return [line.text for line in raw.lines]


def of_body(body: str) -> RawFile:
    return read_docx(package(body))


def test_paragraphs_in_order_with_their_look() -> None:
    document = Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    letters = title.add_run("KẾ HOẠCH")
    letters.bold, letters.font.size = True, Pt(14)
    document.add_paragraph("")
    document.add_paragraph("Căn cứ Quyết định số 12-QĐ/ĐU")
    first, second = read_docx(saved(document)).lines
    assert (first.text, first.bold, first.size, first.centred, first.paragraph) == ("KẾ HOẠCH", True, 14, True, 1)
    assert (second.text, second.centred, second.paragraph) == ("Căn cứ Quyết định số 12-QĐ/ĐU", False, 3)
    assert not second.bold


def test_text_is_composed() -> None:
    document = Document()
    document.add_paragraph("Quye\u0302\u0301t đi\u0323nh")
    assert texts(read_docx(saved(document))) == ["Quyết định"]


def test_a_tab_in_front_is_kept_and_other_space_is_not() -> None:
    document = Document()
    document.add_paragraph("\t\t\tNguyễn Văn An ")
    document.add_paragraph("   Nội dung\t")
    assert texts(read_docx(saved(document))) == ["\tNguyễn Văn An", "Nội dung"]


def test_style_gives_the_look() -> None:
    document = Document()
    document.add_paragraph("Tiêu đề", style="Title")
    document.styles["Title"].font.bold = True
    assert read_docx(saved(document)).lines[0].bold


def test_tables_keep_rows_and_columns() -> None:
    document = Document()
    document.add_paragraph("trước")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "ĐẢNG BỘ XÃ"
    table.cell(0, 2).text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    table.cell(1, 2).text = "ngày"
    document.add_paragraph("sau")
    raw = read_docx(saved(document))
    places = {line.text: (line.table, line.row, line.column) for line in raw.lines}
    assert places == {
        "trước": (None, None, None),
        "ĐẢNG BỘ XÃ": (1, 1, 1),
        "ĐẢNG CỘNG SẢN VIỆT NAM": (1, 1, 3),
        "ngày": (1, 2, 3),
        "sau": (None, None, None),
    }
    assert raw.tables[0].rows == (("ĐẢNG BỘ XÃ", "", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("", "", "ngày"))
    assert raw.tables[0].paragraph == 2


def test_line_breaks_divide_a_paragraph() -> None:
    raw = of_body("<w:p><w:r><w:t>ĐẢNG BỘ XÃ</w:t><w:br/><w:t>CHI BỘ 3</w:t></w:r></w:p>")
    assert [(line.text, line.paragraph) for line in raw.lines] == [("ĐẢNG BỘ XÃ", 1), ("CHI BỘ 3", 1)]


def test_tracked_changes() -> None:
    raw = of_body(
        f"<w:p>{run('số ')}<w:del><w:r><w:delText>11</w:delText></w:r></w:del><w:ins>{run('12')}</w:ins></w:p>"
        f"<w:moveFrom><w:p>{run('cũ')}</w:p></w:moveFrom>"
    )
    assert texts(raw) == ["số 12"]
    assert raw.tracked_changes == 3


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('Mẫu 13')}</w:p></w:txbxContent>"
    raw = of_body(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{run('Thân bài')}</w:p>"
    )
    assert texts(raw) == ["Thân bài", "Mẫu 13"]


def test_content_controls_and_links_are_read() -> None:
    raw = of_body(f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('Chi bộ')}</w:hyperlink></w:p></w:sdtContent></w:sdt>")
    assert texts(raw) == ["Chi bộ"]


def test_the_code_of_a_field_is_no_text() -> None:
    raw = of_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("5/3")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert texts(raw) == ["5/3"]


def test_blanks_stay_as_they_are_printed() -> None:
    tabs = '<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs></w:pPr>'
    raw = of_body(
        f"<w:p>{run('ngày      tháng 3')}</w:p>"
        f"<w:p>{tabs}{run('Họ tên:')}<w:r><w:tab/></w:r></w:p>"
        f"<w:p>{run('Số')}{run('      ', '<w:u w:val=&quot;single&quot;/>'.replace('&quot;', chr(34)))}</w:p>"
    )
    assert texts(raw) == ["ngày      tháng 3", "Họ tên:…………", "Số…………"]


def test_pictures_belong_to_paragraphs() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(buffer, "PNG")
    document = Document()
    document.add_paragraph("T/M CHI BỘ")
    document.add_paragraph().add_run().add_picture(io.BytesIO(buffer.getvalue()))
    (image,) = read_docx(saved(document)).images
    assert (image.paragraph, image.ink) == (2, False)


def test_drawn_ink_and_empty_signature_lines() -> None:
    raw = of_body(
        "<w:p><w:r><w:drawing><a:custGeom/></w:drawing></w:r></w:p>"
        "<w:p><w:r><w:pict><v:shape><o:signatureline/><v:imagedata/></v:shape></w:pict></w:r></w:p>"
    )
    assert [(image.paragraph, image.ink) for image in raw.images] == [(1, True)]
    assert raw.notes == ("signature-line",)


def test_page_size_and_running_lines() -> None:
    document = Document()
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    document.sections[0].header.paragraphs[0].text = "Mẫu 01"
    raw = read_docx(saved(document))
    assert raw.page_size == pytest.approx((595.3, 841.9), abs=0.2)
    assert raw.header_lines == ("Mẫu 01",)


def test_page_count_of_word_is_a_hint() -> None:
    properties = "<Properties><Application>{}</Application><Pages>4</Pages></Properties>"
    for program, hint in (("Microsoft Office Word", 4), ("LibreOffice", None)):
        raw = read_docx(package("<w:p/>", docProps__app=properties.format(program)))
        assert raw.page_hint == hint


def test_comments_signatures_and_macros_are_noted() -> None:
    raw = read_docx(
        package(
            "<w:p/>",
            word__comments=f"<w:comments {W}><w:comment/><w:comment/></w:comments>",
            _xmlsignatures__sig1="<Signature/>",
        )
    )
    assert (raw.comments, raw.signature_fields, raw.notes) == (2, 1, ("digital-signature",))


def test_strict_files_are_read_too() -> None:
    data = package(f"<w:p>{run('Chi bộ')}</w:p>")
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert texts(read_docx(buffer.getvalue())) == ["Chi bộ"]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prologue", [LAUGHS, OUTSIDE, f"<!--{' ' * 9000}-->{LAUGHS}"])
def test_a_dtd_is_refused(prologue: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read_docx(package("<w:p/>", prologue))
    assert (caught.value.code, caught.value.detail) == ("damaged", "dtd")


def test_a_bomb_is_refused_by_its_directory() -> None:
    with pytest.raises(FileProblem) as caught:
        read_docx(package(" " * (6 << 20)))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize("body", ["<w:p><w:r>" * 5000, "<w:p>", "</w:p>", "<w:p>&unknown;</w:p>"])
def test_broken_xml_is_damaged(body: str) -> None:
    with pytest.raises(FileProblem) as caught:
        read_docx(package(body))
    assert caught.value.code == "damaged"


def test_a_zip_without_text_is_damaged() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    for data in (buffer.getvalue(), b"", b"PK\x03\x04"):
        with pytest.raises(FileProblem) as caught:
            read_docx(data)
        assert caught.value.code == "damaged"


@settings(max_examples=40)
@given(torn(package(f"<w:p>{run('Chi bộ')}</w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")))
def test_a_damaged_file_is_a_problem_not_a_crash(broken: tuple[bytes, bytes]) -> None:
    for bad in broken:
        try:
            read_docx(bad)
        except FileProblem as problem:
            assert problem.code in {"damaged", "encrypted", "too-large"}


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12), max_size=6))
def test_python_docx_and_we_read_the_same(paragraphs: list[str]) -> None:
    document = Document(io.BytesIO(TEMPLATE))
    for text in paragraphs:
        document.add_paragraph(text)
    data = saved(document)
    expected = [p.text for p in Document(io.BytesIO(data)).paragraphs]
    assert texts(read_docx(data)) == [line for text in expected if (line := _composed(text))]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


TEMPLATE = saved(Document())


def test_a_file_on_disk(tmp_path: Path) -> None:
    file = tmp_path / "KH.docx"
    file.write_bytes(package(f"<w:p>{run('Chi bộ')}</w:p>"))
    assert texts(read_docx(file)) == ["Chi bộ"]
