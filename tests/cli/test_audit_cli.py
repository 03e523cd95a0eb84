"""`hoso audit` and `hoso new-programme` as their users call them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from engine.audit import run as auditing
from engine.cli.main import run

FAULTY = Path(__file__).parents[2] / "samples" / "dossiers" / "chi-bo-kiem-tra-faulty"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOSO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOSO_CONFIG", str(tmp_path / "config"))
    for number in range(3):
        folder = tmp_path / f"tree/Chi bo {number % 2}/{number}"
        folder.mkdir(parents=True)
        for file in FAULTY.glob("0[18]*"):
            shutil.copy(file, folder)
    return tmp_path / "tree"


def test_a_tree_from_beginning_to_end(tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = ["--xlsx", str(tmp_path / "o.xlsx"), "--html", str(tmp_path / "html"), "--json", str(tmp_path / "o.json")]
    code = run(["audit", str(tree), "--on", "2026-11-20", "--workers", "1", *files, "--notes", str(tmp_path / "notes")])
    told = capsys.readouterr()
    assert code == 1
    assert "3 hồ sơ của 2 đơn vị" in told.out
    assert "Chi bo 0" in told.out
    assert "Đã xong 3/3 hồ sơ" in told.err
    for name in ("o.xlsx", "html/index.html", "o.json", "notes/Chi bo 1.docx"):
        assert (tmp_path / name).stat().st_size > 1000
    assert (tmp_path / "data/audit.sqlite").exists()
    assert run(["audit", str(tree), "--on", "2026-11-20", "--workers", "1"]) == 1
    assert "0 lỗi mới" in capsys.readouterr().out


def test_an_unusable_programme_is_told_before_hours_of_work(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "audit", lambda *_: pytest.fail("the audit began"))
    (tmp_path / "p.yaml").write_text("year: x", encoding="utf-8")
    assert run(["audit", str(tree), "--programme", str(tmp_path / "p.yaml")]) == 2
    assert "dòng 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--store", "mysql://x"], "--store"),
        (["--verify", "2"], "0 đến 1"),
        (["--verify", "abc"], "0 đến 1"),
        (["--pack", "khong-co"], "khong-co"),
    ],
)
def test_wrong_use_is_told(tree: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(tree), *arguments]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


def test_a_folder_without_dossiers_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    for name, told in (("empty", "Không tìm thấy hồ sơ"), ("none", "Không có hoặc không mở được")):
        assert run(["audit", str(tmp_path / name), "--store", str(tmp_path / "s.sqlite")]) == 2
        assert told in capsys.readouterr().err


def test_a_new_programme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new-programme", str(tmp_path / "p.xlsx"), "--year", "2027"]) == 0
    assert run(["new-programme", str(tmp_path / "p.xlsx")]) == 2
    assert "không bị ghi đè" in capsys.readouterr().err


def test_what_the_committee_answers_is_followed_and_kept(
    tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule, asked = "page-without-number", ["audit", str(tree), "--on", "2026-11-20", "--workers", "1"]
    entry = "dossiers:\n  - path: Chi bo 1/1\n"
    said = f"    dismissed: [{{rule: {rule}, reason: Đã xem bản giấy}}]\n  - path: Chi bo 9/9\n    answers: {{}}\n"

    def set_aside() -> list[str]:
        told = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
        names = {row["ordinal"]: row["name"] for row in told["dossiers"]}
        return [names[row["ordinal"]] for row in told["findings"] if row["dismissed"]]

    (tmp_path / "a.yaml").write_text(entry + said, encoding="utf-8")
    run([*asked, "--answers", str(tmp_path / "a.yaml"), "--json", str(tmp_path / "o.json")])
    assert set_aside() == ["Chi bo 1/1"]
    assert "Chi bo 9/9" in capsys.readouterr().out  # no such dossier: it is said
    run([*asked, "--json", str(tmp_path / "o.json")])
    assert set_aside() == ["Chi bo 1/1"]  # from the store
    (tmp_path / "a.yaml").write_text(entry, encoding="utf-8")
    run([*asked, "--answers", str(tmp_path / "a.yaml"), "--json", str(tmp_path / "o.json")])
    assert set_aside() == []  # taken back


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dossiers:\n  - dismissed: []\n", "dòng 2"),
        ("dossiers:\n  - {path: a, dismissed: [{rule: x}]}\n", "reason"),
        ("dossiers:\n  - {path: a/b}\n  - {path: a/b/}\n", "hai lần"),
        ("dossiers: [", "dòng"),
    ],
)
def test_answers_that_cannot_be_used_are_told_before_hours_of_work(
    tree: Path,
    tmp_path: Path,
    text: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(auditing, "audit", lambda *_: pytest.fail("the audit began"))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert run(["audit", str(tree), "--answers", str(tmp_path / "a.yaml")]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


def test_the_table_is_spoken_in_english_too(tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.yaml").write_text("year: 2026\nunits: [{name: Cell 9}]\n", encoding="utf-8")
    named = ["--programme", str(tmp_path / "p.yaml"), "--lang", "en"]
    run(["audit", str(tree), "--on", "2026-11-20", "--workers", "1", *named])
    told = capsys.readouterr()
    assert not re.search("[ăâđêôơưạ-ỹ]", told.out + told.err)
    assert "Cell 9" in told.out


def test_stopping_it_says_how_to_go_on(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(auditing, "audit", stop)
    assert run(["audit", str(tree)]) == 2
    assert "--resume" in capsys.readouterr().err
