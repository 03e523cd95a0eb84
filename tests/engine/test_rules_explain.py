"""Pages of rules, and how they met a dossier."""

import datetime as dt

import pytest

from engine.check.options import CheckOptions
from engine.errors import UsageError
from engine.rulebook.changes import changes
from engine.rulebook.loader import load_rulebook
from engine.upkeep.compare import book_at, compare
from engine.upkeep.explain import explain_dossier, explain_rule
from parsers.facts import Document, Dossier, absent, read, unreadable

BOOK = load_rulebook(use_cache=False)
OPTIONS = CheckOptions(on=dt.date(2026, 11, 20), pack="an-phu-2026", procedure="chi-bo-kiem-tra-chuyen-de")


def _paper(name, kind, day, **facts):
    return Document(name, f"{name}.pdf", kind=read(kind), date=read(day), **facts)


def _dossier(plan_number, started=dt.date(2026, 6, 8)):
    return Dossier(
        "hồ sơ",
        documents=(
            _paper("d01", "ke-hoach-kiem-tra", dt.date(2026, 6, 1), number=plan_number),
            _paper("d02", "bien-ban-trien-khai", started),
        ),
    )


def _told(name, dossier, lang="vi"):
    options = CheckOptions(on=OPTIONS.on, pack=OPTIONS.pack, procedure=OPTIONS.procedure, lang=lang)
    parts = explain_dossier(BOOK, name, dossier, options)
    return "\n".join(line for part in parts for line in part.lines)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "shelf", [BOOK.requirements, BOOK.procedures, BOOK.kinds, BOOK.regulations, BOOK.packs, BOOK.parameters()]
)
def test_everything_has_a_page_in_both_languages(shelf, lang):
    for name in shelf:
        page = explain_rule(BOOK, name, lang)[0]
        assert page.title
        assert page.parts


def test_the_page_of_a_requirement_says_all_it_must():
    (page,) = explain_rule(BOOK, "number-missing", "vi")
    headings = [part.heading for part in page.parts]
    for heading in ("Đòi hỏi", "Vì sao", "Nguồn", "Áp dụng", "Ví dụ", "Cách sửa", "Tệp"):
        assert heading in headings
    text = "\n".join(line for part in page.parts for line in part.lines)
    assert "cần đối chiếu bản gốc" in text
    assert "{" not in text


def test_a_check_id_leads_to_its_rules_and_a_step_to_its_page():
    assert any(page.id == "number-missing" for page in explain_rule(BOOK, "FMT-N01", "vi"))
    (step,) = explain_rule(BOOK, "chi-bo-kiem-tra-chuyen-de/trien-khai", "vi")
    assert "3 ngày làm việc" in "\n".join(line for part in step.parts for line in part.lines)


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UsageError) as caught:
        explain_rule(BOOK, "number-mising", "vi")
    assert "number-missing" in caught.value.advice


@pytest.mark.parametrize(
    ("number", "outcome", "stop"),
    [
        (absent(), "báo lỗi: «Kế hoạch kiểm tra»", "Báo lỗi khi: có xảy ra"),
        (read("5"), "đạt: «Kế hoạch kiểm tra 05»", "Báo lỗi khi: không xảy ra"),
        (unreadable("handwritten"), "cần người xem: «Kế hoạch kiểm tra»", "Cần người xem khi: có xảy ra"),
    ],
)
def test_a_rule_tells_how_it_met_each_paper(number, outcome, stop):
    told = _told("number-missing", _dossier(number))
    assert outcome in told
    assert stop in told


def test_a_deadline_names_the_value_the_last_day_and_the_dates():
    told = _told("chi-bo-kiem-tra-chuyen-de/trien-khai", _dossier(read("5")))
    assert "Giá trị dùng: 3 ngày làm việc; hạn cuối 04/6/2026" in told
    in_time = _told("chi-bo-kiem-tra-chuyen-de/trien-khai", _dossier(read("5"), dt.date(2026, 6, 2)))
    assert "dừng ở đây" in in_time
    assert "ngày: 02/6/2026, so với 01/6/2026" in in_time


def test_english_is_english():
    told = _told("number-missing", _dossier(absent()), "en")
    assert "fails: «Inspection plan»" in told
    assert "It fails where: holds" in told


def test_what_judges_no_paper_is_refused():
    with pytest.raises(UsageError):
        explain_dossier(BOOK, "21-qd-tw", _dossier(absent()), OPTIONS)


def test_changes_read_well():
    found = changes(BOOK, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert any("Hướng dẫn 05-HD/VPTW có hiệu lực, thay Hướng dẫn 36-HD/VPTW" in change.vi for change in found)
    assert any(
        change.vi.startswith("từ 27/5/2026: ") and change.en.startswith("from 27 May 2026: ") for change in found
    )
    lines = [change.vi for change in changes(BOOK, dt.date(2000, 1, 1), dt.date(2030, 1, 1))]
    assert not [line for line in lines if "None" in line or "  " in line or "{" in line]


def test_same_rules_give_no_difference_and_a_missing_folder_is_said(tmp_path):
    (tmp_path / "ho-so").mkdir()
    (tmp_path / "ho-so" / "a.txt").write_text("không phải văn bản", encoding="utf-8")
    compared = compare(".", ".", [tmp_path / "ho-so"], CheckOptions(on=OPTIONS.on, in_process=True))
    assert compared.differences == ()
    with pytest.raises(UsageError):
        book_at(str(tmp_path / "nowhere"))
    with pytest.raises(UsageError):
        book_at(str(tmp_path / "ho-so"))
