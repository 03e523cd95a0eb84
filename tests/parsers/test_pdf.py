import io
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hostile_files import torn
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import drawn, written
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.pdf import read_pdf
from parsers.pdf_objects import clusters
from parsers.problems import FileProblem

SHARED = Path(__file__).parents[3] / "shared"


def lettered(*lines: str, extra: str = "") -> bytes:
    """A small PDF whose letters mean what we say, whatever fonts this machine has."""
    letters = sorted(set("".join(lines)))
    codes = {letter: n for n, letter in enumerate(letters, 33)}
    mapping = "".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items())
    ranges = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
    cmap = f"{ranges} {len(codes)} beginbfchar\n{mapping}endbfchar endcmap"
    text = "".join(
        f"1 0 0 1 85 {780 - 20 * n} Tm <{''.join(f'{codes[c]:02x}' for c in line)}> Tj " for n, line in enumerate(lines)
    )
    content = f"BT /F1 12 Tf {text} ET {extra}"
    span = f"/LastChar {32 + len(letters)}"
    font = "/Type /Font /Subtype /Type1 /BaseFont /Thu"
    metrics = "/Ascent 900 /Descent -200 /ItalicAngle 0 /StemV 80 /CapHeight 700 /FontBBox [0 -200 1000 900]"
    widths = " ".join("0" if unicodedata.combining(letter) else "500" for letter in letters)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        f"<< {font} /FirstChar 33 {span} /Widths [{widths}] /ToUnicode 6 0 R /FontDescriptor 7 0 R >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        f"<< /Type /FontDescriptor /FontName /Thu /Flags 4 {metrics} >>",
    ]
    body = b"%PDF-1.4\n"
    places = []
    for n, item in enumerate(objects, 1):
        places.append(len(body))
        body += f"{n} 0 obj\n{item}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def texts(data: bytes, page: int = 1) -> list[str]:
    return [line.text for line in read_pdf(data).pages[page - 1].lines]


def test_vietnamese_comes_out_whole_and_composed() -> None:
    decomposed = "Quye\u0302\u0301t đi\u0323nh"
    assert texts(lettered("ĐẢNG ỦY XÃ TÂN PHÚ", decomposed)) == ["ĐẢNG ỦY XÃ TÂN PHÚ", "Quyết định"]


def test_boxes_count_from_the_top_left() -> None:
    raw = read_pdf(drawn(written("Chi bo 1", at=742)))
    box = raw.pages[0].lines[0].box
    assert box is not None
    assert (box.x0, box.bottom) == pytest.approx((85, 100), abs=4)
    assert box.top < box.bottom
    assert box.x0 < box.x1
    assert raw.page_size == pytest.approx(A4, abs=0.1)


def test_letters_beyond_the_basic_plane_do_not_shift_the_boxes() -> None:
    with_emoji, without = (read_pdf(lettered(first, "Số 12-KH/CB")).pages[0].lines for first in ("𝒳𝒳 a", "bb a"))
    assert with_emoji[-1].text == "Số 12-KH/CB"
    assert with_emoji[-1].box == without[-1].box


def test_two_columns_of_one_line_are_two_lines() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(170, 780, "DANG BO XA TAN PHU")
        canvas.drawCentredString(430, 780, "DANG CONG SAN VIET NAM")
        canvas.drawString(85, 740, "1.")
        canvas.drawString(140, 740, "Muc dich")

    assert texts(drawn(draw)) == ["DANG BO XA TAN PHU", "DANG CONG SAN VIET NAM", "1. Muc dich"]


def test_columns_are_found_beside_running_text() -> None:
    body = ["thi hanh nghi quyet cua chi bo trong nam qua va"] * 5

    def draw(canvas: Canvas) -> None:
        written(*body)(canvas)
        canvas.drawString(85, 500, "Noi nhan:")
        canvas.drawString(400, 500, "BI THU")

    assert texts(drawn(draw)) == [*body, "Noi nhan:", "BI THU"]


def test_word_boxes_on_the_first_and_the_last_three_pages() -> None:
    raw = read_pdf(drawn(*[written(f"Trang {n}") for n in range(6)]))
    assert [bool(page.words) for page in raw.pages] == [True, False, False, True, True, True]
    assert [page.number for page in raw.pages] == [1, 2, 3, 4, 5, 6]


def test_word_boxes_wherever_a_paper_may_be_signed() -> None:
    pages = [written(f"Trang {n}", "T/M CHI BO" if n == 3 else "noi dung") for n in range(8)]
    assert [page.number for page in read_pdf(drawn(*pages)).pages if page.words] == [1, 4, 6, 7, 8]


def test_bold_and_size() -> None:
    def draw(canvas: Canvas) -> None:
        written("KE HOACH", font="Helvetica-Bold")(canvas)
        written("noi dung", at=700)(canvas)

    bold, plain = read_pdf(drawn(draw)).pages[0].lines
    assert (bold.bold, plain.bold, plain.size) == (True, False, 12.0)


def picture(colour: str = "white") -> ImageReader:
    return ImageReader(Image.new("RGB", (60, 30), colour))


def test_pictures_and_their_places() -> None:
    raw = read_pdf(drawn(lambda canvas: canvas.drawImage(picture(), 300, 142, 120, 60)))
    (image,) = raw.pages[0].images
    assert image.box is not None
    assert (image.box.x0, image.box.x1) == pytest.approx((300, 420), abs=0.5)
    assert (image.box.top, image.box.bottom) == pytest.approx((640, 700), abs=0.5)
    assert not image.ink
    assert raw.pages[0].image_share == pytest.approx(120 * 60 / (595 * 842), rel=0.01)


def test_a_page_filling_picture_without_text() -> None:
    page = read_pdf(drawn(lambda canvas: canvas.drawImage(picture(), 0, 0, *A4))).pages[0]
    assert page.image_share == pytest.approx(1.0, abs=0.01)
    assert page.text_length == 0


def scribble(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(350, 200)
    path.curveTo(360, 240, 380, 180, 400, 215)
    canvas.drawPath(path)
    canvas.line(395, 213, 420, 190)


def test_a_scribble_is_one_piece_of_ink_and_a_frame_is_none() -> None:
    def draw(canvas: Canvas) -> None:
        scribble(canvas)
        canvas.rect(80, 300, 200, 90)
        canvas.line(80, 500, 300, 500)

    (ink,) = read_pdf(drawn(draw)).pages[0].images
    assert ink.ink
    assert ink.box is not None
    assert (ink.box.x0, ink.box.x1) == pytest.approx((350, 420), abs=2)


def test_ink_inside_a_form_is_found_at_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("chu-ky")
        scribble(canvas)
        canvas.endForm()
        canvas.translate(50, 100)
        canvas.doForm("chu-ky")

    (ink,) = read_pdf(drawn(draw)).pages[0].images
    assert ink.box is not None
    assert (ink.box.x0, ink.box.x1) == pytest.approx((400, 470), abs=2)


@given(st.lists(st.tuples(*[st.floats(0, 500)] * 4), max_size=25))
def test_clusters_cover_all_strokes_and_lie_apart(numbers: list[tuple[float, float, float, float]]) -> None:
    strokes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in numbers]
    found = clusters(strokes)
    assert sorted(clusters(found)) == sorted(found)
    for x0, y0, x1, y1 in strokes:
        assert any(f[0] <= x0 and f[1] <= y0 and f[2] >= x1 and f[3] >= y1 for f in found)


def test_a_blank_page_is_kept() -> None:
    raw = read_pdf(drawn(written("Trang 1"), lambda canvas: None, written("Trang 3")))
    assert [page.text_length for page in raw.pages] == [6, 0, 6]


def table_page(canvas: Canvas) -> None:
    for x in (80, 120, 300, 400):
        canvas.line(x, 600, x, 700)
    for y in (600, 650, 700):
        canvas.line(80, y, 400, y)
    for x, y, text in [(85, 670, "STT"), (125, 670, "So van ban"), (85, 620, "1"), (125, 620, "01-KH/CB")]:
        canvas.drawString(x, y, text)


def test_ruled_tables_only_where_a_page_names_one() -> None:
    data = drawn(table_page)
    assert read_pdf(data).tables == ()
    rows = " ".join(f"{x} 600 m {x} 700 l S" for x in (80, 120, 300)) + " ".join(
        f" 80 {y} m 300 {y} l S" for y in (600, 650, 700)
    )
    (table,) = read_pdf(lettered("MỤC LỤC HỒ SƠ", extra=rows)).tables
    assert (table.page, len(table.rows), len(table.rows[0])) == (1, 2, 2)


def test_joined_words_are_read_again() -> None:
    # Decomposed text drawn without space glyphs: each word at its own place.
    words = ["kie\u0302\u0309m", "tra", "vie\u0323\u0302c", "thu\u031b\u0323c", "hie\u0323\u0302n"] * 2
    letters = sorted(set("".join(words)))
    codes = {letter: f"{n:02x}" for n, letter in enumerate(letters, 33)}
    rows = ""
    for row in range(6):
        x = 85.0
        for word in words:
            rows += f"BT /F1 12 Tf 1 0 0 1 {x:.1f} {700 - 20 * row} Tm <{''.join(codes[c] for c in word)}> Tj ET "
            x += sum(not unicodedata.combining(letter) for letter in word) * 6 + 1.5
    raw = read_pdf(lettered("".join(letters), extra=rows))
    assert "joined-words" in raw.notes
    again = [line.text for line in raw.pages[0].lines if line.text.startswith("kiểm")]
    assert again
    assert all(len(word) <= 7 for line in again for word in line.split())


def test_a_password_is_told_apart_from_damage() -> None:
    locked = drawn(written("Chi bo"), encrypt=StandardEncryption("mat-khau", canPrint=0))
    with pytest.raises(FileProblem) as caught:
        read_pdf(locked)
    assert caught.value.code == "encrypted"
    owner_only = drawn(written("Chi bo"), encrypt=StandardEncryption("", ownerPassword="chu"))
    assert texts(owner_only) == ["Chi bo"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"rubbish" * 50, b"%PDF-1.7\n1 0 obj << >>"])
def test_rubbish_is_damaged(data: bytes) -> None:
    with pytest.raises(FileProblem) as caught:
        read_pdf(data)
    assert caught.value.code == "damaged"


@settings(max_examples=40)
@given(torn(drawn(written("Chi bo", "Ke hoach"), scribble)))
def test_a_damaged_file_is_a_problem_not_a_crash(broken: tuple[bytes, bytes]) -> None:
    for bad in broken:
        try:
            read_pdf(bad)
        except FileProblem as problem:
            assert problem.code in {"damaged", "encrypted"}


def test_of_a_file_with_too_many_pages_nothing_is_read() -> None:
    data = drawn(*[written("x")] * 4)
    assert len(read_pdf(data, max_pages=4).pages) == 4
    with pytest.raises(FileProblem) as caught:
        read_pdf(data, max_pages=3)
    assert (caught.value.code, caught.value.detail) == ("limit", "pages")


def test_turned_pages_have_upright_boxes() -> None:
    data = drawn(written("Chi bo mot hai ba"))
    pdf = pdfium.PdfDocument(data)
    pdf[0].set_rotation(90)
    buffer = io.BytesIO()
    pdf.save(buffer)
    pdf.close()
    page = read_pdf(buffer.getvalue()).pages[0]
    box = page.lines[0].box
    assert page.width > page.height
    assert box is not None
    assert 0 <= box.x0 < box.x1 <= page.width
    assert 0 <= box.top < box.bottom <= page.height
    assert box.bottom - box.top > box.x1 - box.x0  # the text runs down the turned page


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared files are not here")
def test_signature_fields_of_real_papers() -> None:
    raw = read_pdf(SHARED / "realdocs" / "real18.pdf")
    assert raw.signature_fields == 4
    assert raw.field_images == 4
    assert all(image.box for page in raw.pages for image in page.images if image.in_field)
