"""The page in English, and no words in a template that a translator never sees."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from starlette.testclient import TestClient

import engine.report
import engine.web
from engine.locale.words import tr
from engine.web.app import create_app
from engine.web.refusals import Missing, Refused
from engine.web.site import OfficeStore, Settings

FOLDERS = (Path(engine.web.__file__).parent / "templates", Path(engine.report.__file__).parent / "templates")
TEMPLATES = sorted(path for folder in FOLDERS for path in folder.glob("*.html"))
BASE = "http://127.0.0.1:8765"
NAMES = {"hoso", "durable-rules", "Python"}  # said alike in every language
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
VIETNAMESE = re.compile("[ăâđêôơưạ-ỹ]", re.IGNORECASE)


class _Words(HTMLParser):
    """The words of a page that a person reads or hears."""

    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "textarea", "option", "code"):
            self.inside.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN or name.startswith("data-")]

    def handle_endtag(self, tag):
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data):
        if not self.inside:
            self.found.append(data)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parents[1].name}-{path.name}")
def test_no_template_has_words_outside_the_catalogue(path):
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    page = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "§"
        for part in tree.find_all((nodes.TemplateData, nodes.Output))
    )
    said = [words.strip() for words in _Words(page).found if re.search(r"[^\W\d_]{2,}", words or "")]
    assert [words for words in said if words.replace("§", "").strip(" ·:") not in NAMES and "://" not in words] == []


@pytest.fixture(scope="module")
def english(tmp_path_factory, own_folders):
    """A browser at a page that speaks English."""
    settings = Settings(port=8765, folder=tmp_path_factory.mktemp("en"), office=OfficeStore(dict), readers=1, lang="en")
    app = create_app(settings)
    with TestClient(app, base_url=BASE, headers={"origin": BASE}) as client:
        yield client


def _vietnamese(page, *allowed):
    """Vietnamese words a reader of English meets, apart from names the dossier and the law give."""
    quoted = re.compile(r"«[^»]*»|" + "|".join(map(re.escape, (*allowed, "chi bộ"))), re.IGNORECASE)
    return [words.strip() for words in _Words(page).found if VIETNAMESE.search(quoted.sub("", words or ""))]


@pytest.mark.parametrize("path", ["/", "/can-gi", "/don-vi", "/thu-quy-tac", "/khong-co", "/uy-ban/7"])
def test_pages_speak_english(english, path):
    page = english.get(path).text
    assert '<html lang="en">' in page
    page = re.sub(
        '<table class="own">.*?</table>', "", page, flags=re.DOTALL
    )  # titles of examples are of the rule file
    assert _vietnamese(page, "Chi bộ khu phố 3", "Đảng bộ phường An Bình", "An Bình") == []


def test_a_dossier_is_shown_in_english(english, sample, send):
    address = send(english, sample("chi-bo-kiem-tra-faulty"))
    confirm = english.get(address).text
    assert "Which procedure does this dossier follow?" in confirm
    assert english.post(f"{address}/xac-nhan", data={"goi": "an-phu-2026", "ngay_xet": "20/11/2026"}).status_code == 200
    page = english.get(address).text
    for words in ("Steps of the procedure", "To be mended or added", "How to mend", "Set this aside", "20 Nov 2026"):
        assert words in page, words
    part = english.post(f"{address}/van-ban/d04", data={"da_ky": "co"}, headers={"hx-request": "true"}).text
    assert "The result is up to date." in part
    assert "fully signed" in part
    form = english.get(f"{address}/van-ban/d04").text
    assert "Enter only what was read wrongly." in form
    assert english.get(f"{address}/tai/hoso.yaml").text.startswith("# The answers of the person")
    assert "Review" in english.get(f"{address}/tai/docx").headers["content-disposition"]
    refused = english.post(f"{address}/bo-qua", data={"dau": "x", "ly_do": "because"})
    assert "This point is no longer in the result." in refused.text
    wrong = english.post(f"{address}/xac-nhan", data={"ngay_xet": "{0}"})
    assert "The date «{0}» is not right." in wrong.text
    api = english.post("/api/check", files=sample("chi-bo-giam-sat-clean")[:1], data={"pack": "x"})
    assert api.json()["error"] == "There is no pack «x»."


def test_looking_things_up_in_english(english):
    guide = english.get("/can-gi/chi-bo-kiem-tra-chuyen-de").text
    assert "Signed by" in guide
    assert "Branch procedures and forms" in guide
    assert "required" in guide
    assert "is in force" in english.get("/thay-doi", params={"tu": "01/1/2026", "den": "31/12/2026"}).text
    assert "How to mend" in english.get("/quy-tac/page-without-number").text
    assert "Handbook of hoso" in english.get("/so-tay/index.html").text


def test_words_are_filled_after_they_are_translated():
    error = Refused("Ngày «{day}» chưa đúng.", "", 400, day="{day}")
    assert error.words(tr("en"))[0] == "The date «{day}» is not right."
    assert Refused("tệp {x}.pdf").words(tr("en"))[0] == "tệp {x}.pdf"
    assert Missing("Không có trang này.").status == 404
