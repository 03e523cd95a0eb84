"""`hoso audit` and `hoso new-programme` as their users call them."""

from __future__ import annotations

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
    assert run(["audit", str(tmp_path / "none"), "--store", str(tmp_path / "s.sqlite")]) == 2
    assert "Không tìm thấy hồ sơ" in capsys.readouterr().err


def test_a_new_programme(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new-programme", str(tmp_path / "p.xlsx"), "--year", "2027"]) == 0
    assert run(["new-programme", str(tmp_path / "p.xlsx")]) == 2
    assert "không bị ghi đè" in capsys.readouterr().err
