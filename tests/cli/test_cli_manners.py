"""What people run into: files that must not be lost, settings that do not fit, texts that must be in their language."""

import json
import shutil

import pytest

from engine.cli import facts
from engine.cli.main import run
from engine.rulebook.files import bundled_root
from parsers.facts import Document, Dossier, PageFault, Problem, read, unreadable
from parsers.own import is_own_report

SAMPLE = bundled_root() / "samples" / "dossiers" / "chi-bo-giam-sat-clean"


pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.fixture
def case(tmp_path):
    """A dossier of one paper."""
    folder = tmp_path / "ho-so"
    folder.mkdir()
    paper = min(SAMPLE.glob("*.pdf"))
    shutil.copy(paper, folder / "ke-hoach.pdf")
    return folder


def _said(capsys, *args):
    code = run([str(arg) for arg in args])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


# ---------------------------------------------------------------- --output


@pytest.mark.parametrize(
    ("formats", "name", "said"),
    [
        ("docx,html", "x.docx", "cần một thư mục"),
        ("html", "x.docx", "không hợp với định dạng html"),
        ("docx", "x.doc", "không hợp với định dạng docx"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(case, tmp_path, capsys, formats, name, said):
    code, _, err = _said(capsys, "check", case, "--format", formats, "--output", tmp_path / name)
    assert code == 2
    assert said in err
    assert "Cách xử lý: " in err
    assert not (tmp_path / name).exists()


def test_no_file_of_the_dossier_is_overwritten(case, capsys):
    (case / "hoso.yaml").write_text("dossier: {}\n", encoding="utf-8")
    (case / "ghi-chu.txt").write_text("nhớ gọi lại\n", encoding="utf-8")
    (case / "ho-so.html").write_text("<html>trang của đơn vị</html>", encoding="utf-8")
    before = {file.name: file.read_bytes() for file in case.iterdir()}
    for form, name in (("text", "ghi-chu.txt"), ("html", "."), ("html", "../ho-so/ho-so.html")):
        code, _, err = _said(capsys, "check", case, "--format", form, "--output", case / name)
        assert code == 2
        assert "không ghi đè" in err
    assert {file.name: file.read_bytes() for file in case.iterdir()} == before


def test_our_own_report_may_be_replaced_and_is_no_paper(case, capsys):
    for form in ("docx", "html", "json", "xlsx", "text", "sarif"):
        name = case / f"phieu.{'txt' if form == 'text' else form}"
        for _ in range(2 if form == "docx" else 1):
            assert _said(capsys, "check", case, "--format", form, "--output", name)[0] < 2
        assert is_own_report(name), form
    _, out, _ = _said(capsys, "check", case, "--format", "json")
    report = json.loads(out)
    assert [paper["path"] for paper in report["documents"]] == ["ke-hoach.pdf"]
    assert report["incidents"] == []
    skipped = {item["what"] for item in report["not_checked"] if "phần mềm này lập" in item["why"]}
    assert len(skipped) == 6


# ---------------------------------------------------------------- facts


def _unread():
    faults = read((PageFault("unnumbered", 2),))
    blind = {name: unreadable("scan") for name, _ in Document("d", "x").facts()}
    return Document("d01", "quet.pdf", **(blind | {"position": read(1), "page_faults": faults}))


def test_facts_of_nothing_read_are_one_line_and_exit_2(monkeypatch, tmp_path, capsys):
    found = Dossier("x", (_unread(),), (Problem("encrypted", "quet.pdf"),))
    monkeypatch.setattr(facts, "load_dossier", lambda *_: found)
    code, out, _ = _said(capsys, "facts", tmp_path)
    assert code == 2
    assert out.split() == ["d01", "quet.pdf", "chưa", "đọc", "được:", "tệp", "đặt", "mật", "khẩu"]


def test_facts_name_kinds_and_bodies_by_title(case, capsys):
    code, out, _ = _said(capsys, "facts", case)
    assert code == 0
    lines = {line.split("  ")[1]: line for line in out.splitlines() if line.startswith("  ")}
    assert "Kế hoạch giám sát" in lines["Loại văn bản"]
    assert "chi-bo" not in lines["Nhóm cơ quan"]


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--pack", "tan-my-2062"], "Có phải: tan-my-2026"),
        (["--pack", "chi-bo", "--level", "ubkt-co-so"], "dành cho cấp"),
    ],
)
def test_settings_that_cannot_work_are_refused(args, said, capsys):
    code, _, err = _said(capsys, "settings", *args)
    assert code == 2
    assert said in err
    assert "Gói quy định: chưa đặt" in _said(capsys, "settings")[1]


def test_a_fitting_pack_is_kept(capsys):
    assert _said(capsys, "settings", "--pack", "tan-my-2026")[0] == 0
    assert "tan-my-2026" in _said(capsys, "settings")[1]


# ---------------------------------------------------------------- words


def test_usage_errors_and_help_have_no_english(case, capsys):
    _, _, err = _said(capsys, "check", case, "thua")
    assert err.startswith("Lỗi: Thừa tham số «thua».")
    _, out, _ = _said(capsys, "rules", "what-changed", "--help")
    assert "(bắt buộc)" in out
    assert "required" not in out


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("dossier:\n\tlevel: chi-bo\n", 2, "phím Tab"),
        ("dossier:\n  object: Đồng chí: Nguyễn Văn A\n", 2, "dấu hai chấm thì phải đặt trong ngoặc kép"),
        ("dossier:\n  level: chi-boo\n", 2, "phải là một trong: chi-bo, "),
        ("documents:\n  - file: a.pdf\n    page: hai\n", 3, "phải là số nguyên"),
        ("dossier:\n  levl: chi-bo\n", 2, "không có khóa tên «levl» (có phải «level»?)"),
    ],
)
def test_faults_of_the_answers_are_said_in_vietnamese(case, capsys, text, line, said):
    (case / "hoso.yaml").write_text(text, encoding="utf-8")
    code, _, err = _said(capsys, "check", case)
    assert code == 2
    assert f"hoso.yaml, dòng {line}: " in err
    assert said in err
    assert not any(
        word in err for word in ("extra-forbidden", "literal-error", "int-parsing", "found", "mapping", " or ")
    )
    _, _, english = _said(capsys, "check", case, "--lang", "en")
    assert f"hoso.yaml, line {line}: " in english
    assert "rename the file for now" in english


def test_names_that_do_not_exist_are_english_in_english(case, capsys):
    _, _, err = _said(capsys, "check", case, "--pack", "tan-my-2062", "--lang", "en")
    assert "There is no pack" in err
    assert "Did you mean: tan-my-2026" in err
    assert "Có phải" not in err


def test_a_pack_that_was_left_out_is_named_with_its_line(case, tmp_path, capsys):
    office = tmp_path / "don-vi"
    (office / "packs").mkdir(parents=True)
    file = office / "packs" / "an-binh.yaml"
    file.write_text("id: an-binh\ntitle: {vi: An Bình}\nextens: chi-bo\n", encoding="utf-8")
    code, _, err = _said(capsys, "check", case, "--rules", office, "--pack", "an-binh")
    assert code == 2
    assert f"{file}, dòng 3: không có khóa tên «extens»" in err


def test_the_text_report_counts_what_is_seen_in_part(case, capsys):
    _, text, _ = _said(capsys, "check", case)
    line = next(line for line in text.splitlines() if "Máy chỉ xét được một phần" in line)
    assert "nội dung; danh sách có trong phiếu HTML, JSON" in line


def test_a_note_beside_an_empty_dossier_is_told_once(tmp_path, capsys):
    folder = tmp_path / "rong"
    folder.mkdir()
    (folder / "ghi-chu.txt").write_text("trống", encoding="utf-8")
    _, text, _ = _said(capsys, "check", folder)
    assert text.count("ghi-chu.txt") == 1
    _, alone, _ = _said(capsys, "check", folder / "ghi-chu.txt")
    assert alone.count("ghi-chu.txt:") == 1
