"""The committee's pages over a real store, made by the command: runs, branches, drill-down, the same pictures."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.web.app import create_app
from engine.web.guard import BESIDE
from engine.web.site import Settings

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"
BOOT = [sys.executable, "-c", "from engine.cli.main import main; main()"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Two branches, one dossier of tố cáo, audited into a store of its own; the folder they lie in."""
    root = tmp_path_factory.mktemp("tree")
    shutil.copytree(SAMPLES / "chi-bo-kiem-tra-faulty", root / "chi-bo-a" / "kiem-tra-dong-chi-a")
    shutil.copytree(SAMPLES / "chi-bo-giam-sat-clean", root / "chi-bo-b" / "giam-sat-dong-chi-b")
    shutil.copytree(SAMPLES / "chi-bo-giam-sat-faulty", root / "chi-bo-b" / "to-cao-dong-chi-c")
    data = tmp_path_factory.mktemp("data")
    environment = os.environ | {"HOSO_DATA": str(data)}
    made = subprocess.run(
        [*BOOT, "audit", str(root), "--workers", "1", "--on", "2026-11-20"],
        env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert made.returncode == 1, made.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOSO_DATA", str(data))
        yield root


class _Links(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.links = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]


def _dossiers(visitor, lan="1"):
    """The pages of the dossiers, as the overview and its branches link them."""
    overview = visitor.get(f"/uy-ban/{lan}/index.html").text
    branches = [link for link in _Links(overview).links if link.startswith("don-vi-")]
    assert len(branches) == 2
    pages = {}
    for branch in branches:
        answer = visitor.get(f"/uy-ban/{lan}/{branch}")
        assert answer.headers["content-security-policy"] == BESIDE
        pages |= dict(re.findall(r'<a href="(ho-so/\d+\.html)">([^<]+)</a>', answer.text))
    return {words: f"/uy-ban/{lan}/{page}" for page, words in pages.items()}


def test_from_the_runs_down_to_a_dossier_with_its_pictures(tree, visitor):
    start = visitor.get("/").text
    assert 'href="/uy-ban"' in start
    runs = visitor.get("/uy-ban").text
    assert "Đợt 1, xét ngày 20/11/2026" in runs
    assert "3 hồ sơ" in runs
    assert visitor.get("/uy-ban/1").status_code == 200
    dossiers = _dossiers(visitor)
    assert len(dossiers) == 3
    page = next(address for words, address in dossiers.items() if "kiem-tra-dong-chi-a" in words)
    report = visitor.get(page).text
    assert "Báo cáo tự kiểm tra chưa ký" in report
    assert report.count('<img class="strip" src="data:image/png;base64,') >= 5
    back = _Links(report).links[1]  # after the way to the contents
    assert back == "/uy-ban/1/index.html"
    assert visitor.get(back).status_code == 200


def test_an_audit_that_still_ran_is_drawn_anew_once_it_has_ended(tree, visitor, tmp_path, monkeypatch):
    whole = (Path(os.environ["HOSO_DATA"]) / "audit.sqlite").read_bytes()
    monkeypatch.setenv("HOSO_DATA", str(tmp_path))
    store = tmp_path / "audit.sqlite"
    store.write_bytes(whole)
    with contextlib.closing(sqlite3.connect(store)) as database, database:
        database.execute("update runs set finished = null")
        database.execute("update items set status = 'waiting', result = null where ordinal = 3")
    assert len(_dossiers(visitor)) == 2
    store.write_bytes(whole)
    assert len(_dossiers(visitor)) == 3


def test_what_can_name_an_accuser_is_not_shown(tree, visitor):
    dossiers = _dossiers(visitor)
    words, page = next(item for item in dossiers.items() if "tố cáo" in item[0])
    report = visitor.get(page).text
    assert "to-cao-dong-chi-c" not in words + report
    assert "data:image/png" not in report
    assert "Bao cao" not in report


def test_files_that_have_changed_since_give_no_picture(tree, visitor):
    page = next(address for words, address in _dossiers(visitor).items() if "kiem-tra-dong-chi-a" in words)
    note = tree / "chi-bo-a" / "kiem-tra-dong-chi-a" / "ghi chu.txt"
    note.write_text("thêm sau", encoding="utf-8")
    try:
        report = visitor.get(page).text
    finally:
        note.unlink()
    assert "Báo cáo tự kiểm tra chưa ký" in report
    assert "data:image/png" not in report
    assert "data:image/png" in visitor.get(page).text


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_accessible_and_fit(tree, person, axe, width):
    page = person(viewport={"width": width, "height": 800})
    for path in ("/uy-ban", "/uy-ban/1/index.html", "/uy-ban/1/don-vi-0001.html", "/uy-ban/1/ho-so/000001.html"):
        page.goto(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize(
    "path", ["/uy-ban/9", "/uy-ban/1/ho-so/99.html", "/uy-ban/1/x.html", "/uy-ban/1/..%2findex.html", "/uy-ban/1/a.txt"]
)
def test_what_is_not_there_is_said(tree, visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Không có" in answer.text


def test_visitors_over_the_network_do_not_see_the_store(tree, tmp_path):
    from starlette.testclient import TestClient  # noqa: PLC0415

    app = create_app(Settings(port=8765, folder=tmp_path, secure=True, code="MA", readers=1))
    client = TestClient(app, base_url="https://127.0.0.1:8765", headers={"authorization": "Bearer MA"})
    try:
        assert "/uy-ban" not in client.get("/").text
        assert client.get("/uy-ban").status_code == 404
        assert client.get("/uy-ban/1/index.html").status_code == 404
    finally:
        app.state.close()


def test_a_broken_store_is_said_in_words(visitor, tmp_path, monkeypatch):
    monkeypatch.setenv("HOSO_DATA", str(tmp_path))
    assert visitor.get("/uy-ban").status_code == 404
    (tmp_path / "audit.sqlite").write_bytes(b"this is no database, only words" * 100)
    answer = visitor.get("/uy-ban")
    assert answer.status_code == 500
    assert 'role="alert"' in answer.text
