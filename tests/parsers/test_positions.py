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


@pytest.mark.parametrize(
    "names",
    [
        ("01. KH.pdf", "BB.pdf"),
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
