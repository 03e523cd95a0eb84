import datetime as dt
import io
import sys
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from signed_papers import (
    BOX,
    certified,
    saved_anew,
    signed,
    with_field_redrawn,
    with_page_added,
    with_page_changed,
    with_page_turned,
)

from parsers import pdf
from parsers.digital_blocks import digital_of, digitally_signed, is_of_body, is_of_person
from parsers.digital_signatures import VIETNAM, _time, read_digital_signatures
from parsers.facts import NOWHERE, Box, DigitalSignature, Location, SignatureBlock, absent, read, unreadable
from parsers.field_texts import named_source, with_field_lines
from parsers.pdf import read_pdf
from parsers.raw import RawFile, RawLine, RawPage


def paper(*lines: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for n, line in enumerate(lines or ("KE HOACH", "Noi dung cua ke hoach")):
        canvas.drawString(90, 780 - 20 * n, line)
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def signer():
    return certified("Nguyễn Văn Thử")


def test_a_signed_file(signer) -> None:
    raw = read_pdf(signed(paper(), signer))
    (found,) = raw.digital or ()
    assert (found.signer, found.intact.value, found.changed.value) == ("Nguyễn Văn Thử", True, False)
    assert found.covers_all
    assert found.is_valid
    assert found.trusted is None
    assert found.stamped is None
    assert found.location.page == 1
    assert found.location.box
    now = dt.datetime.now(VIETNAM).replace(tzinfo=None)
    assert found.time.value is None or abs(found.time.value - now) < dt.timedelta(minutes=5)


def test_trust_is_asked_of_the_roots_at_hand(signer) -> None:
    data = signed(paper(), signer)
    (known,) = read_digital_signatures(data, roots=[signer.signing_cert.dump()]) or ()
    (unknown,) = read_digital_signatures(data, roots=[certified("Khác").signing_cert.dump()]) or ()
    assert (known.trusted, unknown.trusted) == (True, False)
    assert known.intact.value
    assert unknown.intact.value


def test_one_byte_changed(signer) -> None:
    data = bytearray(signed(paper(), signer))
    at = data.index(b"/Producer") + 12
    data[at] ^= 1
    (found,) = read_digital_signatures(bytes(data)) or ()
    assert found.intact.value is False
    assert not found.is_valid


@pytest.mark.parametrize("changed", [with_page_changed, with_page_added, with_page_turned, with_field_redrawn])
def test_changed_by_an_incremental_update(signer, changed) -> None:
    (found,) = read_digital_signatures(changed(signed(paper(), signer))) or ()
    assert (found.intact.value, found.changed.value, found.covers_all) == (True, True, False)
    assert not found.is_valid


def test_saved_by_another_program(signer) -> None:
    (found,) = read_digital_signatures(saved_anew(signed(paper(), signer))) or ()
    assert not found.intact.value
    assert not found.is_valid


def test_a_later_signer_stands_for_what_was_changed(signer) -> None:
    data = signed(with_page_changed(signed(paper(), signer)), certified("Ban Tổ chức"), "ky2", box=(100, 100, 200, 150))
    first, second = read_digital_signatures(data) or ()
    assert (first.changed.value, second.covers_all) == (False, True)
    assert first.changed.confidence < 1
    assert (is_of_person(first), is_of_body(second), is_of_body(first)) == (True, True, False)


def test_two_signatures_are_both_whole(signer) -> None:
    data = signed(signed(paper(), signer), certified("Đảng uỷ xã Tân Mỹ"), "ky2", box=(100, 100, 200, 150))
    assert [each.is_valid for each in read_digital_signatures(data) or ()] == [True, True]


def test_an_empty_field_is_no_signature(monkeypatch) -> None:
    monkeypatch.setattr(pdf, "read_digital_signatures", lambda *_: pytest.fail("nothing to ask"))
    writer = IncrementalPdfFileWriter(io.BytesIO(paper()))
    fields.append_signature_field(writer, fields.SigFieldSpec("trong", box=BOX))
    out = io.BytesIO()
    writer.write(out)
    raw = read_pdf(out.getvalue())
    assert raw.signature_fields == 0
    assert digital_of(raw).is_absent
    assert digital_of(read_pdf(paper())).is_absent


def test_broken_files_are_unknown(signer) -> None:
    assert read_digital_signatures(b"%PDF-1.4 rubbish") is None
    assert digital_of(RawFile("pdf", signature_fields=1)).is_unreadable
    assert digital_of(RawFile("docx", signature_fields=1)).why == "unsupported"


def test_what_a_field_prints_as_text_is_read(signer) -> None:
    raw = read_pdf(signed(paper("So:        /TB-UBND"), signer, text="11", box=(112, 776, 126, 792)))
    assert [line.text.strip() for line in raw.field_lines] == ["11"]


def test_numbers_printed_by_fields_go_into_the_blanks() -> None:
    line = RawLine("Số: /TB-UBND", 1, Box(90, 100, 220, 114))
    day = RawLine("Tân Mỹ, ngày", 1, Box(300, 100, 380, 114))
    rest = RawLine("tháng 01 năm 2026", 1, Box(400, 100, 520, 114))
    eleven = RawLine("11 ", 1, Box(112, 101, 124, 113))
    eight = RawLine("08", 1, Box(384, 101, 396, 113))
    (page,) = with_field_lines([RawPage(1, 595, 842, 60, (line, day, rest))], (eleven, eight))
    assert [each.text for each in page.lines] == ["Số: 11/TB-UBND", "Tân Mỹ, ngày", "08", "tháng 01 năm 2026"]
    place = Location(1, Box(90, 100, 220, 114))
    assert named_source(read("11", place), "11", (eleven,)).how == "field"
    assert named_source(read("12", place), "12", (eleven,)).how == "text"


UTC = dt.UTC
NOON = dt.datetime.fromisoformat("2026-02-05T12:00")  # on the clock of Việt Nam


@pytest.mark.parametrize(
    ("claimed", "stamped", "expected"),
    [
        (NOON.replace(tzinfo=VIETNAM), None, NOON),
        (dt.datetime(2026, 2, 5, 5, 0, tzinfo=UTC), NOON, NOON),
        (NOON.replace(tzinfo=UTC), NOON + dt.timedelta(minutes=1), NOON),  # the clock of Việt Nam called UTC
        (NOON.replace(tzinfo=UTC), None, None),
        (NOON, None, None),
        (None, NOON, NOON),
    ],
)
def test_the_time_of_signing(claimed, stamped, expected) -> None:
    assert _time(claimed, stamped, NOWHERE).value == expected


def signature(name: str, *, intact: bool = True, box: Box | None = None) -> DigitalSignature:
    place = Location(1, box)
    return DigitalSignature(name, name, None, read(intact), read(False), unreadable("ambiguous"), location=place)


def block(name: str | None, x: float) -> SignatureBlock:
    place = Location(1, Box(x, 600, x + 100, 615))
    return SignatureBlock(None, "BÍ THƯ", name, None, unreadable("field-image"), unreadable("scan"), place)


def test_a_valid_signature_has_signed_the_block_it_names_or_shows_at() -> None:
    blocks = read((block("Trần Văn B", 80), block(None, 380)))
    named = digitally_signed(blocks, read((signature("Trần Văn B"),))).value or ()
    assert [(each.signed.value, each.signed.how) for each in named] == [(True, "digital"), (None, "none")]
    shown = digitally_signed(blocks, read((signature("Lê Thị C", box=Box(390, 620, 480, 680)),))).value or ()
    assert [each.signed.value for each in shown] == [None, True]


def test_a_broken_signature_or_that_of_a_body_signs_nothing() -> None:
    blocks = read((block("Trần Văn B", 80),))
    for other in (signature("Trần Văn B", intact=False), signature("Ban Tổ chức", box=Box(90, 620, 170, 680))):
        assert digitally_signed(blocks, read((other,))) == blocks
    assert digitally_signed(blocks, absent()) == blocks
