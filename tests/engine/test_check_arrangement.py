"""What a person says of files and pages in hoso.yaml: taken, shown as said, told where it does not fit."""

from pathlib import Path

import pytest

from engine.check import CheckOptions, check_path
from engine.check.answers import read_answers
from engine.check.arrangement import arranged, bindings_of
from engine.errors import UsageError
from parsers.bundles import Binding

CLEAN = Path(__file__).parents[2] / "samples" / "dossiers" / "chi-bo-kiem-tra-clean"


def said(entry: str):
    return read_answers(f"documents:\n  - {{file: 1.jpg, {entry}}}\n", "hoso.yaml").documents


@pytest.mark.parametrize(
    ("entry", "binding", "words"),
    [
        (
            "merge: [2.jpg, 3.pdf]",
            Binding(("1.jpg", "2.jpg", "3.pdf"), (0,)),
            "1.jpg: ghép với 2.jpg, 3.pdf thành một văn bản",
        ),
        ("split: [4, 1, 9]", Binding(("1.jpg",), (0, 3, 8), series=True), "1.jpg: văn bản bắt đầu ở trang 1, 4, 9"),
        ("merge: true", Binding(("1.jpg",), (0,), series=True), "1.jpg: là một văn bản, không tách"),
        ("merge: false", Binding(("1.jpg",)), "1.jpg: đứng riêng, không ghép"),
        ("merge: [2.jpg], split: [2]", Binding(("1.jpg", "2.jpg"), (0, 1)), "1.jpg: ghép với 2.jpg"),
    ],
)
def test_what_is_said_is_passed_on_and_told(entry, binding, words) -> None:
    (answer,) = said(entry)
    assert bindings_of([answer]) == (binding,)
    assert arranged(answer)[0].vi.startswith(words)


def test_a_correction_binds_nothing() -> None:
    assert bindings_of(said("signed: true")) == ()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("split: [0]", "phải từ 1 trở lên"),
        ("split: []", "không được để trống"),
        ("split: [hai]", "phải là số nguyên"),
        ("merge: []", "không nêu tệp nào"),
        ("merge: [2.jpg, 2.jpg]", "một tệp hai lần"),
        ("merge: [./1.jpg]", "một tệp hai lần"),
        ("merge: true, split: [2]", "trái nhau"),
        ("merge: [2.jpg], page: 2", "ở một mục riêng"),
        ("merge: 5", "«merge» phải là danh sách tên tệp"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(entry, words) -> None:
    with pytest.raises(UsageError) as told:
        said(entry)
    assert "hoso.yaml, dòng 2" in told.value.message
    assert words in told.value.message


@pytest.fixture
def dossier(tmp_path):
    for number in ("01", "04"):
        file = next(CLEAN.glob(f"{number}. *.pdf"))
        (tmp_path / f"{number}.pdf").write_bytes(file.read_bytes())
    return tmp_path


def check(folder: Path, entry: str):
    (folder / "hoso.yaml").write_text(f"documents:\n  - {entry}\n", encoding="utf-8")
    return check_path(folder, CheckOptions(in_process=True))


def test_files_bound_by_a_person_are_one_paper_shown_as_said(dossier) -> None:
    checked = check(dossier, "{file: 01.pdf, merge: [04.pdf]}")
    (paper,) = checked.report.documents
    assert paper.files == ["01.pdf", "04.pdf"]
    assert "01.pdf: ghép với 04.pdf thành một văn bản" in checked.report.answers


def test_the_claim_of_a_branch_binds_nothing_and_is_shown_as_claimed(dossier, monkeypatch) -> None:
    (dossier / "hoso.yaml").write_text("documents:\n  - {file: 01.pdf, merge: [04.pdf]}\n", encoding="utf-8")
    checked = check_path(dossier, CheckOptions(in_process=True, trust_answers=False))
    assert len(checked.report.documents) == 2
    assert "Đơn vị khai: 01.pdf: ghép với 04.pdf thành một văn bản" in checked.report.answers


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{file: 01.pdf, merge: [05.pdf]}", "«05.pdf», nhưng hồ sơ không có tệp này"),
        ("{file: 01.pdf, split: [1, 90]}", "«01.pdf» ở trang 90, nhưng chỉ có"),
        ("{file: 01.pdf, merge: [04.pdf]}\n  - {file: 04.pdf, split: [2]}", "«04.pdf» ở hai chỗ"),
    ],
)
def test_what_does_not_fit_the_files_is_told_with_a_way_out(dossier, entry, words) -> None:
    with pytest.raises(UsageError) as told:
        check(dossier, entry)
    assert words in told.value.message
    assert told.value.advice
    assert told.value.en != told.value.message
