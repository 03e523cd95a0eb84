"""The handbook: complete, whole links, no request to anywhere, searchable in a real browser."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import sync_playwright

from engine.handbook.build import write_handbook
from engine.handbook.drawing import reduced
from engine.rulebook.loader import load_rulebook

BOOK = load_rulebook(use_cache=False)
_ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("so-tay")
    write_handbook(BOOK, made)
    return made


class _Refs(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.ids = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links += [found[name] for name in ("href", "src") if found.get(name)]
        self.ids += [found["id"]] if "id" in found else []


@pytest.fixture(scope="module")
def pages(folder):
    return {file: _Refs(file.read_text(encoding="utf-8")) for file in folder.rglob("*.html")}


def test_everything_in_the_book_has_its_page(folder):
    for place, shelf in (
        ("quy-trinh", BOOK.procedures),
        ("yeu-cau", BOOK.requirements),
        ("loai", BOOK.kinds),
        ("van-ban", BOOK.regulations),
        ("goi", BOOK.packs),
    ):
        assert {file.stem for file in (folder / place).glob("*.html")} == set(shelf)


def test_every_link_leads_somewhere(pages):
    broken = []
    for file, refs in pages.items():
        for link in refs.links:
            if link == "data:,":
                continue
            path, _, anchor = unquote(link).partition("#")
            target = (file.parent / path).resolve() if path else file
            if not target.is_file() or (anchor and anchor not in pages[target].ids):
                broken.append((file.name, link))
    assert broken == []


def test_ids_are_unique_and_nothing_comes_from_outside(folder, pages):
    assert [file for file, refs in pages.items() if len(refs.ids) != len(set(refs.ids))] == []
    for file in folder.rglob("*.*"):
        assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", file.read_text(encoding="utf-8")), file


def test_a_procedure_has_table_drawing_and_words_for_the_drawing(folder):
    text = (folder / "quy-trinh" / "chi-bo-kiem-tra-chuyen-de.html").read_text(encoding="utf-8")
    assert text.count("<rect ") == len(BOOK.procedures["chi-bo-kiem-tra-chuyen-de"].steps)
    assert 'role="group"' in text
    assert "sau bước 1, 1b" in text
    assert '<table class="steps">' in text


def test_the_drawing_leaves_out_what_follows_from_the_rest():
    assert reduced({"a": [], "b": ["a"], "c": ["a", "b"], "d": ["a", "c"]}) == [("a", "b"), ("b", "c"), ("c", "d")]


def test_it_speaks_english_too(tmp_path):
    write_handbook(BOOK, tmp_path, "en")
    assert "Handbook of the rules for dossiers" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGS.split())
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_in_a_browser(browser, folder, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(Path(folder / "index.html").as_uri())
    page.fill("#tim", "BIEN BAN cong bo")
    assert "mục" in page.inner_text(".count")
    assert "công bố" in page.inner_text(".results").lower()
    page.fill("#tim", "khongconaonhuthe")
    assert page.inner_text(".count") == "Không tìm thấy mục nào."
    page.fill("#tim", "number-missing")
    page.click(".results a")
    assert "Chưa ghi số văn bản" in page.inner_text("h1")
    page.goto(Path(folder / "quy-trinh" / "ubkt-kiem-tra-dau-hieu-dang-vien.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


def test_without_scripts_the_contents_remain(browser, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(Path(folder / "index.html").as_uri())
    assert not page.is_visible("#tim")
    assert page.is_visible("text=Chi bộ kiểm tra chuyên đề")
    context.close()
