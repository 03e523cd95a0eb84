"""`hoso rules …`: words, formats and exit codes."""

import json
import re
import shutil
from pathlib import Path

import pytest

from engine.cli.main import run
from engine.rulebook.files import bundled_root
from engine.rulebook.loader import validate
from engine.rulebook.models import Procedure, Regulation
from engine.rulebook.scaffold import block
from engine.rulebook.yaml_text import parse_yaml
from parsers.facts import Dossier

NUMBER = "rules/requirements/number/number-missing.yaml"


pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.fixture
def office(tmp_path):
    """A rules folder of an office with one requirement of its own."""
    text = (bundled_root() / NUMBER).read_text(encoding="utf-8").replace("id: number-missing", "id: thieu-so")
    file = tmp_path / "office" / "requirements" / "rieng" / "thieu-so.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text.replace("numbered: must", "numbered: may"), encoding="utf-8")
    return tmp_path / "office"


def _said(capsys, *args):
    code = run(["rules", *args])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


@pytest.mark.parametrize(
    "command", ["list", "lint", "test", "explain", "new", "schema", "what-changed", "diff", "coverage", "docs"]
)
def test_help_in_both_languages(command, capsys):
    code, vi, _ = _said(capsys, command, "--help")
    assert code == 0
    assert "Cách dùng: hoso rules" in vi
    _, en, _ = _said(capsys, command, "--help", "--lang", "en")
    assert "Usage: hoso rules" in en
    assert not {"TÙY", "Hiện", "Thêm"} & set(en.replace("[", " ").split())


def test_list_shows_every_shelf(capsys):
    code, text, _ = _said(capsys, "list")
    assert code == 0
    assert "Quy trình (" in text
    assert "number-missing" in text
    _, data, _ = _said(capsys, "list", "--regulations", "--format", "json")
    rows = json.loads(data)["regulations"]
    assert {"id", "title", "from", "to", "mark", "file"} == set(rows[0])
    for shelf in ("--documents", "--packs", "--procedures", "--requirements"):
        assert _said(capsys, "list", shelf, "--lang", "en")[0] == 0


def test_the_rules_have_no_problems(capsys):
    code, text, _ = _said(capsys, "lint")
    assert text.startswith("Không có lỗi: ")
    assert code == 0
    code, data, _ = _said(capsys, "lint", "--format", "json")
    assert json.loads(data)["problems"] == []


def _break(folder, name, text):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("packs/hong.yaml", "id: hong\n  title: x\n", "yaml"),
        ("packs/hong.yaml", "id: hong\ntitle: x\nextens: chi-bo\n", "extra-forbidden"),
        ("packs/hong.yaml", "id: hong\ntitle: x\nextends: chi-boo\n", "unknown-name"),
        ("vocabulary.yaml", "bodies: 3\n", "missing"),
    ],
)
def test_a_broken_file_is_shown_with_its_line_and_ends_in_2(office, capsys, name, text, code):
    _break(office, name, text)
    exit_code, out, err = _said(capsys, "lint", "--rules", str(office))
    assert exit_code == 2
    assert f"{office / name}:" in out
    assert code not in out.replace(str(office), "").replace(".yaml", "")
    _, data, _ = _said(capsys, "lint", "--rules", str(office), "--format", "json")
    assert code in {problem["code"] for problem in json.loads(data)["problems"]}
    assert "Cách xử lý: " in out
    assert err == ""


def test_a_rule_that_does_not_compile_is_a_problem(office, capsys):
    file = office / "requirements" / "rieng" / "thieu-so.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("present: number", "present: numbr"), encoding="utf-8")
    code, out, _ = _said(capsys, "lint", "--rules", str(office))
    assert code == 2
    assert f"{file}:" in out
    assert "not-compiled" not in out
    assert "number" in out


def test_broken_files_do_not_take_the_others_down(office, capsys):
    _break(office, "packs/hong.yaml", "id: [\n")
    code, out, err = _said(capsys, "test", "number-missing", "--rules", str(office))
    assert code == 2
    assert "đúng tất cả" in out
    assert "hong.yaml" in err


def test_examples_are_tried_by_id_by_check_and_by_pattern(capsys):
    code, out, _ = _said(capsys, "test", "number-missing", "date-*")
    assert code == 0
    assert "báo lỗi" in out
    assert "đúng tất cả" in out
    code, data, _ = _said(capsys, "test", "FMT-P04", "--format", "json")
    assert code == 0
    assert json.loads(data)["requirements"] >= 1
    code, out, _ = _said(capsys, "test", "chi-bo-kiem-tra-chuyen-de/trien-khai", "--lang", "en")
    assert code == 0
    assert "1 procedures" in out


def test_a_wrong_example_is_shown_with_place_and_dossier(office, capsys):
    code, out, _ = _said(capsys, "test", "thieu-so", "--rules", str(office))
    assert code == 1
    assert "SAI  thieu-so: " in out
    assert "thieu-so.yaml:" in out
    assert "phải là: báo lỗi" in out
    assert "lại là:   không áp dụng" in out
    assert "number: absent" in out


def test_an_unknown_rule_is_answered_with_the_nearest(capsys):
    for command in ("test", "explain"):
        code, out, err = _said(capsys, command, "number-mising")
        assert code == 2
        assert out == ""
        assert "number-missing" in err


def test_explain_as_text_and_json(capsys):
    code, out, _ = _said(capsys, "explain", "number-missing")
    assert code == 0
    assert "Cách sửa:" in out
    code, data, _ = _said(capsys, "explain", "21-qd-tw", "--format", "json", "--lang", "en")
    assert code == 0
    assert json.loads(data)["pages"][0]["sort"] == "Regulation"


def test_explain_with_a_dossier(tmp_path, capsys):
    folder = tmp_path / "ho-so"
    folder.mkdir()
    (folder / "ghi-chu.txt").write_text("x", encoding="utf-8")
    code, out, _ = _said(capsys, "explain", "number-missing", str(folder))
    assert code == 0
    assert "Ở HỒ SƠ NÀY" in out
    assert "không áp dụng" in out


def test_new_writes_a_file_once(tmp_path, capsys):
    code, out, err = _said(capsys, "new", "pack", "song-ha", "--into", str(tmp_path))
    assert code == 0
    assert Path(out.strip()).is_file()
    assert "hoso rules lint" in err
    assert _said(capsys, "new", "pack", "song-ha", "--into", str(tmp_path))[0] == 2
    assert _said(capsys, "new", "pack", "Sông Hạ", "--into", str(tmp_path))[0] == 2
    assert _said(capsys, "new", "quy-tac", "song-ha", "--into", str(tmp_path))[0] == 2


def test_schemas(capsys):
    assert json.loads(_said(capsys, "schema", "pack")[1])["$schema"]
    assert "checks" in _said(capsys, "schema")[1].split()
    assert _said(capsys, "schema", "pak")[0] == 2


def test_what_changed(capsys):
    code, out, _ = _said(capsys, "what-changed", "--from", "2026-04-01", "--to", "2026-04-30")
    assert code == 0
    assert "từ 11/4/2026: Quy định 21-QĐ/TW có hiệu lực" in out
    assert "Không có thay đổi" in _said(capsys, "what-changed", "--from", "2026-04-13", "--to", "2026-04-14")[1]
    assert _said(capsys, "what-changed")[0] == 2


def test_coverage(capsys):
    code, out, _ = _said(capsys, "coverage")
    assert code == 0
    assert "| FMT-P04 |" in out
    assert json.loads(_said(capsys, "coverage", "--format", "json")[1])["counts"]["live"] > 90


def test_diff_ends_in_1_only_where_something_differs(office, tmp_path, capsys):
    folder = tmp_path / "ho-so"
    folder.mkdir()
    (folder / "ghi-chu.txt").write_text("x", encoding="utf-8")
    code, out, _ = _said(capsys, "diff", ".", str(office), str(folder))
    assert code == 0
    assert "1 hồ sơ: 0 phát hiện mới" in out
    assert _said(capsys, "diff", ".", str(tmp_path / "none"), str(folder))[0] == 2


def test_docs(tmp_path, capsys):
    code, out, err = _said(capsys, "docs", "--output", str(tmp_path / "so-tay"))
    assert code == 0
    assert Path(out.strip()).is_file()
    assert "tệp" in err
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert _said(capsys, "docs", "--output", str(tmp_path / "file" / "x"))[0] == 2


def test_diff_takes_a_root_its_rules_folder_or_an_office(tmp_path, capsys):
    dossier = tmp_path / "ho-so"
    dossier.mkdir()
    root = tmp_path / "ban-sao"
    for name in ("rules", "regulations"):
        shutil.copytree(bundled_root() / name, root / name)
    for place in (root, root / "rules"):
        code, out, err = _said(capsys, "diff", str(place), ".", str(dossier))
        assert (code, err) == (0, "")
        assert "0 phát hiện mới" in out
    shutil.rmtree(root / "regulations")
    for place in (root, root / "rules"):
        code, _, err = _said(capsys, "diff", str(place), ".", str(dossier))
        assert code == 2
        assert "thiếu thư mục regulations/" in err


def test_diff_names_what_was_left_out_and_ends_in_2(office, tmp_path, capsys):
    dossier = tmp_path / "ho-so"
    dossier.mkdir()
    shutil.copy(bundled_root() / NUMBER, office / "requirements" / "rieng" / "number-missing.yaml")
    code, out, err = _said(capsys, "diff", ".", str(office), str(dossier))
    assert code == 2
    assert "mã «number-missing» đã có ở" in err
    assert str(office / "requirements" / "rieng" / "number-missing.yaml") in err
    assert "hồ sơ: " in out


def test_blocks_to_paste_fit_the_files_they_are_for(tmp_path, capsys):
    for what, into, key in (("step", "procedure", "steps"), ("parameter", "regulation", "parameters")):
        code, text, err = _said(capsys, "new", what, "muc-moi", "--into", str(tmp_path))
        assert code == 0
        assert f"{key}:" in err
        whole = block(into, "mau").replace("parameters: []\n", "").partition("\nsteps:")[0]
        whole = whole.rstrip() + ("\ncitation: {regulation: x-1, mark: read, source: x}" if key == "steps" else "")
        problems: list = []
        model = {"procedure": Procedure, "regulation": Regulation}[into]
        value = validate(model, parse_yaml(f"{whole}\n{key}:\n{text}"), "x.yaml", problems)
        assert problems == []
        assert [item.id for item in getattr(value, key)] == ["muc-moi"]
    assert list(tmp_path.rglob("muc-moi*")) == []
    assert _said(capsys, "new", "step", "Mục mới")[0] == 2


def test_what_changed_wants_its_days_in_order(capsys):
    code, _, err = _said(capsys, "what-changed", "--from", "2026-05-01", "--to", "2026-04-01")
    assert code == 2
    assert "--from (01/5/2026) sau --to (01/4/2026)" in err


def test_what_follows_from_a_file_left_out_is_not_said_again(office, capsys):
    _break(office, "packs/hong.yaml", "id: hong\ntitle: {vi: Hỏng}\nextens: chi-bo\n")
    _break(office, "packs/con.yaml", "id: con\ntitle: {vi: Con}\nextends: hong\n")
    _break(office, "packs/an.yaml", "id: an\ntitle: {vi: An}\nextends: khong-co\n")
    _, out, _ = _said(capsys, "lint", "--rules", str(office))
    assert "không có khóa tên «extens»" in out.splitlines()[0]
    assert "không có gói quy định «khong-co»" in out
    assert "không có gói quy định «hong»" not in out


def test_what_is_wrong_is_said_in_english_too(office, capsys):
    _break(office, "packs/hong.yaml", "id: hong\ntitle: {vi: Broken}\nextens: chi-bo\n")
    _break(office, "packs/con.yaml", "id: con\ntitle: {vi: Child}\nextends: nobody\nprocedures: [none]\n")
    _break(office, "packs/tab.yaml", "id:\n\ttab\n")
    _break(office, "requirements/rieng/khac.yaml", (office / "requirements/rieng/thieu-so.yaml").read_text("utf-8"))
    code, out, _ = _said(capsys, "lint", "--rules", str(office), "--lang", "en")
    assert code == 2
    assert "there is no key «extens» (is it «extends»?)" in out
    assert "there is no pack «nobody»" in out
    assert "What to do: Delete the Tab" in out
    assert re.search("[ăâđêôơưạ-ỹ]", re.sub("«[^»]*»", "", out.replace(str(office), ""))) is None
    told = json.loads(_said(capsys, "lint", "--rules", str(office), "--lang", "en", "--format", "json")[1])["problems"]
    assert {item["what"] for item in told} <= {line.partition(": ")[2] for line in out.splitlines()}


def test_explain_stops_at_a_stamp_as_check_does(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("parsers.dossier.parse_dossier", lambda *_, **__: Dossier("x", stamped_secret=True))
    code, out, _ = _said(capsys, "explain", "number-missing", str(tmp_path))
    assert code == 1
    assert "117/2025/QH15" in out
    assert "Đã dừng" in out
    _, english, _ = _said(capsys, "explain", "number-missing", str(tmp_path), "--lang", "en")
    assert "Stopped" in english
