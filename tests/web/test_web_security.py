"""The door, strangers, hostile files: nothing leaks, nothing stays."""

import io
import re
import zipfile
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from engine.web.app import create_app
from engine.web.guard import CSP
from engine.web.limits import WebLimits
from engine.web.pages_access import _tries, new_code
from engine.web.site import OfficeStore, Settings

BASE = "http://127.0.0.1:8765"
EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


class _Tags(HTMLParser):
    """The tags of a page as a browser sees them."""

    def __init__(self, page):
        super().__init__()
        self.seen = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def _client(app, **headers):
    return TestClient(app, base_url=BASE, headers=headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:1", "localhost:8765@evil.example", "", "[:"]
)
def test_other_names_are_refused(application, host):
    assert _client(application, host=host).get("/").status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST:8765"])
def test_own_names_are_answered(application, host):
    assert _client(application, host=host).get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "http://localhost:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_forms_of_other_pages_are_refused(application, headers):
    client = _client(application, **headers)
    assert client.post("/don-vi", data={"don_vi": "x"}).status_code == 403
    assert client.post("/ho-so", files=[("files", ("a.pdf", b"x"))]).status_code == 403
    assert client.post("/api/check", files=[("files", ("a.pdf", b"x"))]).status_code == 403


def test_every_answer_carries_the_policy(application, visitor):
    for path in ("/", "/khong-co", "/tinh/hoso.css", "/ho-so/x", "/docs", "/openapi.json"):
        answer = visitor.get(path)
        assert answer.headers["content-security-policy"] == CSP
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "'unsafe" not in CSP
    assert {visitor.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}
    assert visitor.get("/").headers["cache-control"] == "no-store"
    refused = _client(application, host="evil.example").get("/")
    assert refused.headers["content-security-policy"] == CSP


def test_the_cookie_is_for_this_page_only(visitor, sample, send):
    send(visitor, sample("chi-bo-giam-sat-clean")[:1])
    answer = visitor.get("/")
    assert "set-cookie" not in answer.headers
    cookie = visitor.post("/ket-thuc").history[0].headers.get("set-cookie")
    assert cookie is None
    fresh = visitor.post("/ho-so", files=sample("chi-bo-giam-sat-clean")[:1], follow_redirects=False)
    cookie = fresh.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_stranger_sees_nothing_of_a_dossier(application, visitor, sample, send):
    address = send(visitor, sample("chi-bo-kiem-tra-faulty"), {"giai_doan": "hoan-chinh"})
    assert visitor.get(address).status_code == 200
    stranger = _client(application, origin=BASE)
    send(stranger, sample("chi-bo-giam-sat-clean")[:1])
    for part in ("", "/tien-do", "/in", "/tai/json", "/tai/hoso.yaml", "/xem/d01", "/xem/d01/1.png", "/van-ban/d01"):
        assert stranger.get(address + part).status_code == 404, part
    for part in ("/xoa", "/xac-nhan", "/van-ban/d01", "/bo-qua", "/rut-lai"):
        assert stranger.post(address + part, data={"dau": "x", "ly_do": "xxx"}).status_code == 404, part
    assert "chi-bo-kiem-tra-faulty" not in stranger.get("/").text
    assert visitor.get(address).status_code == 200


def test_ending_deletes_everything(application, visitor, sample, send):
    address = send(visitor, sample("chi-bo-giam-sat-clean")[:2])
    session = next(iter(s for s in application.state.sessions._all.values() if address[7:] in s.cases))
    assert list(session.folder.iterdir())
    assert session.folder.stat().st_mode & 0o777 == 0o700
    visitor.post(f"{address}/xoa")
    assert list(session.folder.iterdir()) == []
    address = send(visitor, sample("chi-bo-giam-sat-clean")[:2])
    visitor.post("/ket-thuc")
    assert not session.folder.exists()
    assert visitor.get(address).status_code == 404


def test_a_secrecy_stamp_leaves_nothing(application, visitor, sample, send, word_file):
    files = [
        *sample("chi-bo-giam-sat-clean")[:1],
        ("files", ("x/ten rieng.docx", word_file("TỐI MẬT", "ĐẢNG BỘ XÃ TÂN PHÚ", "CHI BỘ 3", "Người bị tố cáo: An"))),
    ]
    address = send(visitor, files)
    page = visitor.get(address).text
    assert "Hồ sơ có dấu chỉ độ mật" in page
    assert not re.search("ten rieng|Tân Phú|tố cáo: An|Ke hoach giam sat", page)
    session = next(iter(s for s in application.state.sessions._all.values() if address[7:] in s.cases))
    case = session.cases[address[7:]]
    assert list(session.folder.iterdir()) == []
    assert (case.dossier, case.name, case.pictures, case.progress.name) == (None, "", {}, "")
    for part in ("/in", "/tai/json", "/tai/docx", "/xem/d01", "/thong-tin"):
        assert visitor.get(address + part).status_code == 404, part


def test_names_text_and_yaml_cannot_become_markup(visitor, send, sample, word_file):
    papers = sample("chi-bo-giam-sat-clean")[:2]
    paper = word_file("ĐẢNG BỘ XÃ TÂN PHÚ", f"CHI BỘ {EVIL}", f"Số 05-KH/CB{EVIL}", "KẾ HOẠCH", f"kiểm tra {EVIL}")
    yaml = f"dossier:\n  body: '{EVIL}'\ndismissed:\n  - {{rule: '{EVIL}', reason: '{EVIL}'}}\n"
    yaml += f"documents:\n  - {{file: 'x{EVIL}', signed: true}}\n"
    name = "<script>alert(3)</script> '\" onload=x.docx"
    files = [("files", (name, paper)), ("files", ("hoso.yaml", yaml.encode())), ("files", ("<b>.pdf", b"%PDF-1.4 x"))]
    files += [("files", (f'"><img src=x onerror=alert({n})>.pdf', data)) for n, (_, (_, data)) in enumerate(papers)]
    address = send(visitor, files, {"quy_trinh": "chi-bo-kiem-tra-chuyen-de"})
    pages = [
        visitor.get(address + part).text
        for part in ("", "/in", "/thong-tin", "/van-ban/d01", "/xem/d01", "/xem/d02", "/tien-do", "/sap-xep/d01")
    ]
    arranging = re.findall(f'href="({address}/sap-xep/d[0-9]+)"', pages[0])
    assert len(arranging) == 2
    pages += [visitor.get(path).text for path in arranging]
    pages.append(visitor.post(f"{address}/van-ban/d01", data={"so": EVIL[:40]}).text)
    pages.append(visitor.post(f"{address}/van-ban/d01", data={"ngay": EVIL[:40]}).text)
    pages.append(visitor.post(f"{address}/bo-qua", data={"dau": EVIL, "ly_do": EVIL}).text)
    pages += [visitor.get(address).text, visitor.get("/").text]
    assert any("&lt;script&gt;" in page for page in pages)
    for page in pages:
        tags = _Tags(page)
        assert all(attributes.get("src", "").startswith("/tinh/") for tag, attributes in tags.seen if tag == "script")
        assert all(attributes["src"].startswith("/ho-so/") for tag, attributes in tags.seen if tag == "img")
        names = {name for _tag, attributes in tags.seen for name in attributes}
        assert not [name for name in names if name.startswith("on") or name == "style"]
        assert not {tag for tag, _ in tags.seen} & {"style", "iframe", "object", "embed", "base"}


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\Windows\\x.pdf", "/abs/x.pdf", "a\x00b.pdf", "…" * 500, ".", "CON"]
)
def test_names_are_never_paths(visitor, send, page_folder, name):
    before = set(page_folder.rglob("*"))
    address = send(visitor, [("files", (name, b"%PDF-1.4 nothing"))])
    assert visitor.get(address).status_code == 200
    made = [path for path in set(page_folder.rglob("*")) - before if path.is_file()]
    assert len(made) == 1
    assert re.fullmatch(r"\d{4}\.zip", made[0].name)


def test_hostile_uploads_are_refused_or_said(visitor, send):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", b"0" * 30_000_000)
    page = visitor.get(send(visitor, [("files", ("bomb.zip", bomb.getvalue()))])).text
    assert "Không thấy văn bản nào đọc được" in page or "không" in page
    assert visitor.get(send(visitor, [("files", ("x.zip", b"PK\x03\x04garbage"))])).status_code == 200
    assert visitor.post("/ho-so", files=[("files", ("", b"x"))]).status_code == 400
    assert visitor.post("/ho-so", data={"files": "not a file"}).status_code == 400
    assert visitor.post("/ho-so", content=b"x", headers={"content-type": "multipart/form-data"}).status_code == 400
    answer = visitor.post("/ho-so", files=[("files", (f"{i}.txt", b"")) for i in range(2_001)])
    assert answer.status_code in (400, 413)
    assert "2000 tệp" in answer.text


def test_too_much_is_refused_however_it_is_announced(tmp_path):
    limits = WebLimits(upload=20_000, form=2_000)
    app = create_app(Settings(port=8765, folder=tmp_path, limits=limits, readers=1))
    client = _client(app, origin=BASE)
    big = [("files", ("a.pdf", b"x" * 30_000))]
    assert client.post("/ho-so", files=big).status_code == 413

    def chunks():
        yield b'--b\r\ncontent-disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
        yield from (b"x" * 1_000 for _ in range(30))

    answer = client.post("/ho-so", content=chunks(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert answer.status_code == 413
    assert client.post("/don-vi", data={"don_vi": "x" * 3_000}).status_code == 413
    assert len(app.state.sessions) == 0
    app.state.close()
    assert list(tmp_path.iterdir()) == []


def test_sessions_have_an_end_and_a_number(tmp_path, sample):
    limits = WebLimits(sessions=2, idle=100.0)
    app = create_app(Settings(port=8765, folder=tmp_path, limits=limits, readers=1))
    now = [0.0]
    app.state.sessions.clock = lambda: now[0]
    site = app.state
    first, _session = site.sessions.start()
    site.sessions.start()
    upload = {"files": sample("chi-bo-giam-sat-clean")[:1]}
    assert _client(app, origin=BASE).post("/ho-so", **upload).status_code == 503
    now[0] = 90.0
    assert site.sessions.find(first) is not None
    now[0] = 150.0
    assert site.sessions.sweep() == 1
    assert site.sessions.find(first) is not None
    now[0] = 300.0
    assert site.sessions.find(first) is None
    site.close()


@pytest.fixture
def network(tmp_path):
    """A page opened to the local network."""
    _tries.clear()
    settings = Settings(
        hosts=frozenset({"may-a"}), port=8765, secure=True, any_address=True, code=new_code(), folder=tmp_path,
        office=OfficeStore(lambda: {"office": "Chi bộ 3"}), readers=1,
    )  # fmt: skip
    app = create_app(settings)
    yield app, settings.code
    app.state.close()


def test_on_the_network_nothing_without_the_code(network):
    app, code = network
    client = TestClient(app, base_url="https://may-a:8765", headers={"origin": "https://may-a:8765"})
    for path in ("/", "/can-gi", "/don-vi", "/thu-quy-tac"):
        assert client.get(path, follow_redirects=False).headers["location"] == "/vao"
    assert client.post("/ho-so", files=[("files", ("a.pdf", b"x"))]).status_code == 401
    assert client.post("/api/check", files=[("files", ("a.pdf", b"x"))]).status_code == 401
    assert client.post("/vao", data={"ma": "SAI"}).status_code == 403
    entered = client.post("/vao", data={"ma": f" {code[:6].lower()}-{code[6:]}"}, follow_redirects=False)
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Host-hoso-8765=")
    assert "Secure" in cookie
    assert client.get("/").status_code == 200
    assert client.post("/don-vi", data={"don_vi": "x"}).status_code == 403
    assert client.post("/ket-thuc", follow_redirects=True).status_code == 200


def test_programs_show_the_code_and_guessing_ends(network, sample):
    app, code = network
    client = TestClient(app, base_url="https://192.168.1.5:8765")
    good = {"authorization": f"Bearer {code}"}
    files = sample("chi-bo-giam-sat-clean")[:1]
    assert client.post("/api/check", files=files, headers=good).status_code == 200
    for _ in range(8):
        assert client.get("/", headers={"authorization": "Bearer x"}, follow_redirects=False).status_code == 303
    assert client.post("/api/check", files=files, headers=good).status_code == 401
    origin = {"origin": "https://192.168.1.5:8765"}
    assert client.post("/vao", data={"ma": code}, headers=origin).status_code == 429


def test_names_are_not_answered_where_only_addresses_are_ours(network):
    app, _code = network
    assert TestClient(app, base_url="https://evil.example:8765").get("/vao").status_code == 421
    assert TestClient(app, base_url="https://192.168.1.5:8765").get("/vao").status_code == 200


def test_an_unforeseen_error_says_nothing_of_the_dossier(application, visitor, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("tên riêng Trịnh Văn A")

    monkeypatch.setattr(application.state, "book", broken)
    answer = visitor.get("/can-gi")
    assert answer.status_code == 500
    assert "Trịnh" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text
