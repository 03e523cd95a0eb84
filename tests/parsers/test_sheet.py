import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from parsers.bundles import Job
from parsers.catalogue import Catalogue, KindHint
from parsers.facts import Document, SourceFile
from parsers.listing import FoundFile
from parsers.positions import set_positions
from parsers.problems import FileProblem
from parsers.reading import Setup, read_one
from parsers.sheet import MAX_ROWS, read_sheet


def workbook(*rows, more=()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in more:
        book.create_sheet(name).append([name])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_rows_become_lines() -> None:
    raw = read_sheet(workbook(["Số tờ", 12.0, None, "ghi  chú"], [None], [1.5], more=("Tờ 2",)))
    assert [(line.text, line.table, line.row) for line in raw.lines] == [
        ("Số tờ\t12\tghi chú", 1, 1),
        ("1.5", 1, 3),
        ("Tờ 2", 2, 1),
    ]


def test_long_sheets_are_cut_and_it_is_said() -> None:
    raw = read_sheet(workbook(*([n] for n in range(MAX_ROWS + 5))))
    assert len(raw.lines) == MAX_ROWS
    assert raw.notes == ("rows-left-out",)


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info).replace(old, new))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (rewritten(workbook([1]), b'r="A1"', b'r="XFD1048576"'), "too-large"),
        (rewritten(workbook([1]), b"<sheetData>", b"<sheetData>" + b" " * 9_000_000), "too-large"),
        (b"PK rubbish", "damaged"),
        (rewritten(workbook([1]), b"<sheet ", b"<other "), "damaged"),
    ],
)
def test_hostile_workbooks_are_refused(data, code) -> None:
    with pytest.raises(FileProblem) as problem:
        read_sheet(data)
    assert problem.value.code == code


@pytest.mark.parametrize(("name", "candidates"), [("Bảng kê.xlsx", ()), ("11. Mục lục.xlsx", ("muc-luc",))])
def test_a_workbook_is_named_and_not_judged(tmp_path: Path, name, candidates) -> None:
    hint = KindHint("muc-luc", types=("mục lục",), file_words=("mục lục",))
    (tmp_path / name).write_bytes(workbook(["Số tờ", 12]))
    outcome = read_one(Job((FoundFile(name, tmp_path / name),)), Setup(Catalogue(kinds=(hint,))))
    (document,) = outcome.documents
    assert document.kind.is_unreadable
    assert document.candidates == candidates
    assert [line.text for line in document.lines] == ["Số tờ\t12"]
    assert {fact.status.value for key, fact in document.facts() if key != "digital"} == {"unreadable"}


def test_a_stamp_in_a_workbook_ends_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook(["TỐI MẬT"], ["Nội dung"]))
    assert read_one(Job((FoundFile("a.xlsx", tmp_path / "a.xlsx"),)), Setup(Catalogue())).secret


def test_an_attachment_does_not_disturb_the_order_of_the_papers() -> None:
    papers = [Document("", f"{n:02} a.pdf", (SourceFile(f"{n:02} a.pdf", "pdf", 1, ""),)) for n in (1, 2)]
    table = Document("", "bang ke.xlsx", (SourceFile("bang ke.xlsx", "sheet", 1, ""),))
    placed, source = set_positions([table, *papers])
    assert source == "prefixes"
    assert [(document.path, document.position.value) for document in placed] == [
        ("01 a.pdf", 1),
        ("02 a.pdf", 2),
        ("bang ke.xlsx", None),
    ]
    assert set_positions([table])[1] == "single-file"
