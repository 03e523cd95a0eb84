"""The parts of the page by themselves: storage, answers as text, certificate, command, words and styles."""

import datetime as dt
import json
import re
import ssl
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageDraw

import engine.web
from engine.check.answers import Answers, read_answers
from engine.web.drawing import draw_place
from engine.web.refusals import Refused
from engine.web.said import (
    answers_text,
    read_day,
    read_number,
    with_answer,
    with_dismissed,
    with_document,
    with_dossier,
)
from engine.web.server import Wanted, _check, _elsewhere, _settings
from engine.web.storage import Storage, remove_leftovers
from engine.web.tls import make_certificate

WEB = Path(engine.web.__file__).parent
SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"


def test_what_a_crash_left_is_deleted_and_what_lives_is_not(tmp_path):
    alive = Storage(tmp_path)
    assert alive.root.stat().st_mode & 0o777 == 0o700
    script = "import os; from engine.web.storage import Storage; from pathlib import Path; import sys\n"
    script += "s = Storage(Path(sys.argv[1])); (s.folder() / 'x').write_text('x'); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == 9
    (tmp_path / "hoso-web-link").symlink_to(alive.root)
    assert len([path for path in tmp_path.iterdir() if path.is_dir() and not path.is_symlink()]) == 2
    assert remove_leftovers(tmp_path) == 1
    assert alive.root.is_dir()
    alive.close()
    alive.close()
    assert not alive.root.exists()


@pytest.mark.parametrize(
    "text",
    ["05", "08", "1e3", "0x1f", "no", "yes", "true", "~", "null", "a: b", "# x", "'", '"', "-", "2026-01-01", "x\ny"],
)
def test_every_text_survives_as_yaml(text):
    answers = with_document(
        Answers.model_validate({}), f"{text}.pdf", number="05", date=dt.date(2026, 3, 5), signed=False
    )
    answers = with_dismissed(answers, "page-without-number", f"{text}.pdf", "abc", f"lý do {text}")
    answers = with_answer(with_dossier(answers, body=text, procedure="chi-bo-kiem-tra"), "cau-hoi", False)
    assert read_answers(answers_text(answers), "hoso.yaml") == answers


def test_an_empty_answer_is_an_empty_file():
    assert read_answers(answers_text(Answers.model_validate({})), "x") == Answers.model_validate({})


@pytest.mark.parametrize("text", ["05", " 12a ", "8"])
def test_numbers_are_read_as_papers_bear_them(text):
    assert read_number(text) == text.strip()
    assert read_number(" ") is None


@pytest.mark.parametrize("text", ["05-KH/CB", "0", "1e3", "không", "12 13"])
def test_other_numbers_are_refused(text):
    with pytest.raises(Refused, match="chưa đúng"):
        read_number(text)


@pytest.mark.parametrize("text", ["05/3/2026", "5.3.2026", "05-03-2026", " 2026-03-05 "])
def test_days_are_read_as_people_write_them(text):
    assert read_day(text) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("text", ["31/4/2026", "2026", "5/3/26", "x", "05/3/2026 x", "0/0/0000"])
def test_other_days_are_refused(text):
    with pytest.raises(Refused, match="chưa đúng"):
        read_day(text)


def test_the_certificate_names_the_server(tmp_path):
    certificate, key, fingerprint = make_certificate(tmp_path, ["may-a", "192.168.1.5"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    assert key.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch("([0-9A-F]{2}:){31}[0-9A-F]{2}", fingerprint)
    names = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-noout", "-text"], capture_output=True, text=True, check=True
    )
    assert "DNS:may-a" in names.stdout
    assert "IP Address:192.168.1.5" in names.stdout


def test_opening_to_the_network_brings_encryption_and_a_code():
    local, wide = _settings(Wanted(), 1), _settings(Wanted(host="0.0.0.0"), 1)
    assert (local.secure, local.code, local.any_address) == (False, None, False)
    assert wide.secure
    assert wide.any_address
    assert re.fullmatch("[2-9A-HJKMNP-Z]{12}", wide.code)
    assert wide.office.save is None
    told = _elsewhere(
        Wanted(host="0.0.0.0"), replace(wide, hosts=frozenset({"127.0.0.1", "192.168.1.5", "may-a", "::1"}))
    )
    assert told == ("https://192.168.1.5:1/",)
    assert _elsewhere(Wanted(), local) == ()
    named = _settings(Wanted(host="10.0.0.7"), 1)
    assert (named.secure, named.hosts) == (True, frozenset({"10.0.0.7"}))
    with pytest.raises(Exception, match="cả chứng thư và khóa"):
        _check(Wanted(certificate=Path("x")))


def test_the_command_serves_and_leaves_nothing(tmp_path):
    environment = {"TMPDIR": str(tmp_path), "HOSO_CONFIG": str(tmp_path / "c"), "HOSO_CACHE": str(tmp_path / "k")}
    boot = [sys.executable, "-c", "from engine.cli.main import main; main()"]
    boot += ["serve", "--host", "127.0.0.2", "--no-browser", "--port", "18765"]
    server = subprocess.Popen(boot, stderr=subprocess.PIPE, text=True, env={"PATH": "/usr/bin:/bin", **environment})
    try:
        lines = [server.stderr.readline() for _ in range(4)]
        address = re.search(r"https://127\.0\.0\.2:\d+/", lines[0])[0]
        code = lines[1].split(":")[1].strip()
        with httpx.Client(base_url=address, verify=False, headers={"authorization": f"Bearer {code}"}) as client:
            answer = _patiently(client)
            assert answer.status_code == 200
            assert "kết nối được mã hóa" in answer.text
            files = [
                ("files", (path.name, path.read_bytes())) for path in (SAMPLES / "chi-bo-giam-sat-clean").iterdir()
            ]
            report = client.post("/api/check", files=files, timeout=60).json()
            assert report["verdict"] == "clean"
    finally:
        server.terminate()
        rest = server.communicate(timeout=30)[1]
    assert "Ke hoach" not in rest
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("hoso-web-")]


def _patiently(client):
    for _ in range(60):
        try:
            return client.get("/")
        except httpx.ConnectError:
            time.sleep(0.25)
    raise AssertionError("no answer")


YOUNG_STYLE = re.compile(
    r":has\(|@container|@layer|@scope|@property|@starting-style|color-mix\(|light-dark\(|oklch\(|text-wrap|"
    r"\bsubgrid\b|\bdvh\b|anchor-name|view-transition|&\s*[.:{]"
)
YOUNG_SCRIPT = re.compile(
    r"\?\.|\?\?|=>|`|\basync\b|\bawait\b|structuredClone|\.at\(|findLast|toSorted|groupBy|replaceAll|showPicker|popover"
)
OUTSIDE = re.compile(r"https?://|//[a-z]+\.[a-z]|@import|url\(|eval\(|new Function|innerHTML|document\.write")


def test_styles_and_scripts_are_old_enough_and_ask_nobody():
    style = (WEB / "static" / "hoso.css").read_text(encoding="utf-8")
    script = (WEB / "static" / "hoso.js").read_text(encoding="utf-8")
    assert YOUNG_STYLE.findall(style) == []
    assert YOUNG_SCRIPT.findall(script) == []
    assert OUTSIDE.findall(style + script) == []


@pytest.mark.parametrize("path", sorted((WEB / "templates").glob("*.html")), ids=lambda path: path.name)
def test_templates_carry_no_script_style_or_outside_address(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\sstyle=|<style|\son[a-z]+=|javascript:|\|\s*safe\b|hx-on|hx-vals='js|autoescape false", text
    )
    assert not re.search(r"https?://", text)
    assert re.findall(r"<script(?![^>]* src=\"/tinh/)", text) == []


def test_htmx_is_told_not_to_evaluate():
    text = (WEB / "templates" / "base.html").read_text(encoding="utf-8")
    settings = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", text)[1])
    assert settings["allowEval"] is False
    assert settings["allowScriptTags"] is False
    assert settings["selfRequestsOnly"] is True
    assert settings["includeIndicatorStyles"] is False
    assert (WEB / "static" / "vendor" / "htmx-LICENSE").read_text(encoding="utf-8").startswith("Zero-Clause BSD")


def test_the_handbook_is_reached_from_the_page(visitor):
    pages = visitor.get("/").text
    if "/so-tay" not in pages:
        pytest.fail("the handbook is part of the program")
    assert visitor.get("/so-tay").status_code == 200
    assert visitor.get("/so-tay/search.js").headers["content-type"].startswith("text/javascript")
    assert visitor.get("/so-tay/../../pyproject.toml").status_code == 404
    assert visitor.get("/uy-ban/1/..%2f..%2fx").status_code == 404


def test_a_head_with_nothing_on_it_is_shown_as_the_whole_page(tmp_path):
    for name, top in (("above", 60), ("below", 1500)):
        page = Image.new("RGB", (1240, 1754), "white")
        ImageDraw.Draw(page).rectangle((200, top, 1000, top + 60), fill="black")
        page.save(tmp_path / f"{name}.pdf", resolution=150)
    size = (595.0, 842.0)
    _, _, wide, high = draw_place(tmp_path, "above.pdf", 1, size, None, "strip")
    assert wide > 4 * high
    _, _, wide, high = draw_place(tmp_path, "below.pdf", 1, size, None, "strip")
    assert high > wide
    _, _, wide, high = draw_place(tmp_path, "below.pdf", 1, size, (100.0, 700.0, 400.0, 740.0), "strip")
    assert wide > 2 * high
    _, _, small, _ = draw_place(tmp_path, "below.pdf", 1, size, None, "small")
    _, _, large, _ = draw_place(tmp_path, "below.pdf", 1, size, None, "page")
    assert small * 2 < large
