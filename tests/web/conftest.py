"""A page on a port of its own for each test, and what the tests drop on it."""

import io
import re
import socket
import threading
import time
import warnings
from pathlib import Path

import docx
import pytest
import uvicorn
from playwright.sync_api import sync_playwright

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would like another client than httpx
    from starlette.testclient import TestClient

from engine.web.app import create_app
from engine.web.site import OfficeStore, Settings

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers"
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Office:
    """Settings in memory."""

    def __init__(self):
        self.values = {}

    def store(self):
        return OfficeStore(lambda: self.values, self.values.update)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOSO_CONFIG", str(tmp_path_factory.mktemp("config")))
        patch.setenv("HOSO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def page_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="session")
def application(page_folder, own_folders):
    app = create_app(Settings(port=8765, folder=page_folder, office=Office().store(), readers=1))
    with TestClient(app, base_url="http://127.0.0.1:8765"):
        yield app


@pytest.fixture(scope="session")
def newcomer(application):
    """Make a browser that has not been here before."""
    base = "http://127.0.0.1:8765"
    return lambda: TestClient(application, base_url=base, headers={"origin": base})


@pytest.fixture
def visitor(newcomer):
    """A browser that has not been here before."""
    client = newcomer()
    yield client
    client.close()


@pytest.fixture(scope="session")
def live(page_folder, own_folders):
    """The page on a real port: its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        app = create_app(Settings(port=port, folder=page_folder, readers=1))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def sample():
    """The files of a sample dossier as an upload."""

    def files(name):
        folder = SAMPLES / name
        return [("files", (f"{name}/{path.name}", path.read_bytes())) for path in sorted(folder.iterdir())]

    return files


@pytest.fixture(scope="session")
def send():
    """Upload, wait, confirm; the address of the dossier."""

    def sent(client, files, confirm=None):
        answer = client.post("/ho-so", files=files, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        address = answer.headers["location"]
        _wait(client, address)
        if confirm is not None:
            assert client.post(f"{address}/xac-nhan", data=confirm, follow_redirects=False).status_code == 303
        return address

    return sent


def _wait(client, address):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if "hx-redirect" in client.get(f"{address}/tien-do").headers:
            return
        time.sleep(0.1)
    raise AssertionError("still reading")


@pytest.fixture(scope="session")
def wait_read():
    """Wait until a dossier has been read."""
    return _wait


@pytest.fixture(scope="session")
def sentence():
    """The result in one sentence."""
    return lambda text: re.search(r'class="sentence">([^<]*)', text).group(1)


@pytest.fixture(scope="session")
def word_file():
    """A Word file with some paragraphs."""

    def made(*paragraphs):
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return made


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def person(browser, live):
    """Make a browser window of somebody; watch where it asks and what it complains of."""
    contexts, asked, complaints = [], [], []

    def open_window(**settings):
        context = browser.new_context(
            locale="vi-VN", base_url=live, **{"viewport": {"width": 1280, "height": 900}, **settings}
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((live, "blob:" + live))] == []
    assert complaints == []


def _upload(page, name, *, pack="an-phu-2026"):
    page.set_input_files("#folder", str(SAMPLES / name))
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    page.get_by_label("Quy trình", exact=True).wait_for()
    if pack:
        if not page.locator("details[open] #goi").count():
            page.get_by_text("Cấp, gói quy định của đơn vị, ngày xét").click()
        page.select_option("#goi", pack)
        page.fill("#ngay_xet", "20/11/2026")
    page.get_by_role("button", name="Đúng, xem kết quả").click()
    page.locator("#ket-qua").wait_for()


def _axe(page):
    """Run axe-core; scripts of tests come in over the debugger, past the page's own policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(item["id"], [node["html"][:120] for node in item["nodes"][:3]]) for item in found["violations"]]


def _wait_for(page, expression):
    """The page's policy forbids what playwright's own waiting does."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def _take(page, words):
    with page.expect_download() as download:
        page.get_by_role("link", name=words).click()
    return Path(download.value.path()).read_bytes()


@pytest.fixture(scope="session")
def upload():
    """Choose the folder of a sample, confirm, see the result."""
    return _upload


@pytest.fixture(scope="session")
def axe():
    """What axe-core finds wrong with a page."""
    return _axe


@pytest.fixture(scope="session")
def wait_for():
    """Wait until a script says true."""
    return _wait_for


@pytest.fixture(scope="session")
def take():
    """Click a download; its bytes."""
    return _take
