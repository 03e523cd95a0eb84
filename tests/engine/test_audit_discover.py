"""Finding the dossiers and branches of a tree."""

from __future__ import annotations

from pathlib import Path

from engine.audit.discover import Aside, Found, discover


def test_dossiers_and_branches_are_found(tmp_path: Path) -> None:
    for name in (
        "A/1/01.pdf",
        "A/2/phu luc/x.docx",
        "A/2/y.pdf",
        "A/3.zip",
        "A/la.pdf",
        "B/2026/4/a.pdf",
        "B/2026/5/b.doc",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "A/hoso.yaml").write_text("branch: {name: Chi bộ Á, pack: chung}", encoding="utf-8")
    (tmp_path / "C").mkdir()
    (tmp_path / "C/hoso.yaml").write_text("dossier: {level: chi-bo}", encoding="utf-8")
    (tmp_path / "D/1").mkdir(parents=True)
    (tmp_path / "D/1/a.pdf").touch()
    (tmp_path / "D/hoso.yaml").write_text("branch: {nam: x}", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = list(discover(tmp_path))
    dossiers = {item.shown: item.branch.name for item in found if isinstance(item, Found)}
    assert dossiers == {
        "A/1": "Chi bộ Á", "A/2": "Chi bộ Á", "A/3.zip": "Chi bộ Á", "B/2026/4": "B", "B/2026/5": "B",
        "C": tmp_path.name, "D/1": "D",
    }  # fmt: skip
    assert {(item.shown, item.code) for item in found if isinstance(item, Aside)} == {
        ("A/la.pdf", "loose-paper"),
        ("D/hoso.yaml", "branch-file"),
    }


def test_a_root_that_is_a_dossier_is_one(tmp_path: Path) -> None:
    (tmp_path / "ho so").mkdir()
    (tmp_path / "ho so/a.pdf").touch()
    assert [item.shown for item in discover(tmp_path / "ho so")] == ["ho so"]
    assert [item.shown for item in discover(tmp_path / "ho so/a.pdf")] == ["a.pdf"]
    assert [item.code for item in discover(tmp_path / "none") if isinstance(item, Aside)] == ["no-access"]
