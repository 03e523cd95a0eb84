"""Where a paper stands in its dossier: by its file, the index, or the numbers before the names; else not known."""

import pytest

from parsers.facts import Document, IndexRow, SourceFile, read
from parsers.positions import set_ids, set_positions


def paper(path: str, number: str | None = None, symbol: str | None = None, **facts) -> Document:
    if number is not None:
        facts |= {"number": read(number), "symbol": read(symbol)}
    return Document("", path, (SourceFile(path, "pdf", 1, path),), **facts)


def positions(*documents: Document) -> tuple[list[int | None], str]:
    placed, order_from = set_positions(documents)
    return [document.position.value for document in placed], order_from


def test_positions_by_the_numbers_before_the_names() -> None:
    assert positions(paper("01. KH.pdf"), paper("02_BB.pdf"), paper("3-TB.pdf")) == ([1, 2, 3], "prefixes")
    assert positions(paper("hs/1. A/01. x.pdf"), paper("hs/1. A/02. y.pdf"), paper("hs/2. B/01. z.pdf")) == (
        [1, 2, 3],
        "prefixes",
    )


def test_a_picture_takes_the_number_of_its_folder() -> None:
    plan, minute = paper("01. KH/IMG_0007.jpg"), paper("02. BB/IMG_0001.jpg")
    assert positions(minute, plan) == ([1, 2], "prefixes")
    assert [d.path for d in set_positions([minute, plan])[0]] == [plan.path, minute.path]
    assert positions(paper("01. KH/Bien ban.pdf"), minute) == ([None, None], "none")


def test_papers_of_one_scan_stand_as_its_pages_do() -> None:
    first, third = paper("2. Anh/IMG_1.jpg", bundle="2. Anh/IMG_1.jpg"), paper("1. Quet.pdf", first_page=4)
    second = paper("2. Anh/IMG_3.jpg", bundle="2. Anh/IMG_1.jpg", bundle_page=3)
    scanned = [second, first, third, paper("1. Quet.pdf")]
    placed, order_from = set_positions(scanned)
    assert order_from == "prefixes"
    assert [(d.path, d.first_page, d.position.value) for d in placed] == [
        ("1. Quet.pdf", 1, 1),
        ("1. Quet.pdf", 4, 2),
        ("2. Anh/IMG_1.jpg", 1, 3),
        ("2. Anh/IMG_3.jpg", 1, 4),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("01. KH.pdf", "BB.pdf"),
        ("01. KH.pdf", "01. KH.pdf", "02. BB.pdf"),
        ("01. KH.pdf", "01. BB.pdf"),
        ("112-KH.pdf", "37-BB.pdf"),
    ],
)
def test_no_position_without_a_count(names: tuple[str, ...]) -> None:
    assert positions(*map(paper, names)) == ([None] * len(names), "none")


def test_the_number_of_a_paper_is_no_position() -> None:
    documents = [paper("01-KH-CB.pdf", "1", "KH/CB"), paper("02-TB-CB.pdf", "2", "TB/CB")]
    assert positions(*documents) == ([None, None], "none")


def test_positions_by_the_index() -> None:
    rows = tuple(
        IndexRow(n, number, symbol, None, "", None, None, Document("", "").kind.location)
        for n, (number, symbol) in enumerate([("2", "QĐ/CB"), (None, None), ("1", "KH/CB"), ("9", "KH/CB")], 1)
    )
    documents = [paper("a", "1", "KH/CB"), paper("b", "2", "QĐ/CB"), paper("c"), paper("ml", index_rows=read(rows))]
    placed, order_from = set_positions(documents)
    assert order_from == "index"
    assert [document.position.value for document in placed] == [3, 1, None, None]
    assert placed[2].position.is_unreadable
    assert placed[3].position.is_absent


def test_documents_of_one_file_stand_in_its_order() -> None:
    documents = [paper("hs.pdf", first_page=4), paper("hs.pdf", first_page=1)]
    placed, order_from = set_positions(documents)
    assert order_from == "single-file"
    assert [(document.first_page, document.position.value) for document in placed] == [(1, 1), (4, 2)]
    assert [document.id for document in set_ids(placed)] == ["d01", "d02"]
