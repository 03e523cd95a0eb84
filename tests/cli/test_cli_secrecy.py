"""A dossier with a secrecy stamp leaves nothing behind: not on disk, not on the screen, not in a log."""

import json
import os
import subprocess
import sys

import pytest
from docx import Document
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen import canvas

CANARY = "Canh-Nam-Thu-Nghiem"


def stamped_pdf(path, stamp="MAT", page=1):
    """Draw a paper of three pages whose stamp stands at the top left of one of them."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    pdfmetrics.registerFont(TTFont("Plain", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    for number in range(1, 4):
        sheet.setFont("Plain", 14)
        if number == page:
            sheet.drawString(70, 790, stamp)
        sheet.drawString(320, 800, "ĐẢNG CỘNG SẢN VIỆT NAM")
        sheet.drawString(90, 500, f"{CANARY} trang {number}")
        sheet.showPage()
    sheet.save()


def plain_docx(path, *lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(path)


@pytest.fixture
def machine(tmp_path):
    """A home, a cache and a temporary folder of their own, and the dossier beside them."""
    for name in ("home", "cache", "tmp", f"ho-so-{CANARY}", "out"):
        (tmp_path / name).mkdir()
    return tmp_path


def hoso(machine, *arguments):
    places = {"HOME": "home", "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "home", "XDG_STATE_HOME": "home"}
    places |= {"HOSO_CACHE": "cache", "TMPDIR": "tmp", "XDG_DATA_HOME": "home"}
    environment = dict(os.environ) | {name: str(machine / folder) for name, folder in places.items()}
    command = [sys.executable, "-m", "engine", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=machine / "tmp", check=False)


def traces(machine):
    """Files of the program's own folders whose name or bytes hold anything of the paper."""
    own = [path for name in ("home", "cache", "tmp", "out") for path in (machine / name).rglob("*") if path.is_file()]
    return [path for path in own if CANARY in path.name or CANARY.encode() in path.read_bytes()]


FORMATS = "text,json,html,docx,xlsx,sarif"


@pytest.mark.parametrize(("stamp", "page"), [("MẬT", 1), ("TỐI MẬT", 2), ("TUYỆT MẬT", 3)])
def test_a_stamped_pdf_leaves_nothing(machine, stamp, page):
    dossier = machine / f"ho-so-{CANARY}"
    stamped_pdf(dossier / f"{CANARY}.pdf", stamp, page)
    plain_docx(dossier / "khac.docx", "KẾ HOẠCH", f"{CANARY} mở")
    run = hoso(machine, "check", dossier, "--format", FORMATS, "--output", machine / "out")
    assert run.returncode == 1, run.stderr
    assert CANARY not in run.stdout + run.stderr
    assert "độ mật" in run.stdout + run.stderr
    assert traces(machine) == []


def test_json_says_only_that_it_stopped(machine):
    dossier = machine / f"ho-so-{CANARY}"
    stamped_pdf(dossier / "a.pdf", "MẬT")
    run = hoso(machine, "check", dossier, "--format", "json")
    said = json.loads(run.stdout)
    assert said["stamped_secret"] is True
    assert said["documents"] == said["findings"] == said["passes"] == []
    assert said["incidents"][0]["code"] == "secret"
    assert "117/2025/QH15" in said["incidents"][0]["remedy"]


def test_facts_of_a_stamped_dossier_are_not_shown(machine):
    dossier = machine / f"ho-so-{CANARY}"
    stamped_pdf(dossier / "a.pdf", "MẬT")
    run = hoso(machine, "facts", dossier)
    assert run.returncode == 2
    assert CANARY not in run.stdout + run.stderr


def test_words_about_secrecy_do_not_stop_a_check(machine):
    dossier = machine / f"ho-so-{CANARY}"
    plain_docx(
        dossier / "01.docx",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "BIÊN BẢN",
        "kiểm phiếu",
        "Hội nghị bỏ phiếu kín; các thành viên giữ bí mật nội dung theo quy định về bảo vệ bí mật nhà nước.",
    )
    run = hoso(machine, "check", dossier, "--format", "json")
    assert json.loads(run.stdout)["stamped_secret"] is False


def scanned_pdf(path, pages, stamped=None):
    """A scan of many pages of plain text, one of them with a red stamp in its box."""
    fonts = "/usr/share/fonts/truetype/liberation2/LiberationSerif"
    small, large = ImageFont.truetype(f"{fonts}-Regular.ttf", 18), ImageFont.truetype(f"{fonts}-Bold.ttf", 40)
    plain = Image.new("RGB", (827, 1169), "white")
    pen = ImageDraw.Draw(plain)
    for row in range(30):
        pen.text(
            (120, 150 + 30 * row), f"{CANARY} thực hiện nghiêm túc chủ trương của cấp ủy", font=small, fill="black"
        )
    sheets = [plain] * pages
    if stamped:
        sheets[stamped - 1] = marked = plain.copy()
        pen = ImageDraw.Draw(marked)
        pen.rectangle((110, 60, 320, 120), outline=(200, 30, 30), width=4)
        pen.text((215, 90), "TỐI MẬT", font=large, fill=(200, 30, 30), anchor="mm")
    sheets[0].save(path, "PDF", save_all=True, append_images=sheets[1:], resolution=100)


def test_a_stamp_on_page_57_of_a_long_scan_leaves_nothing(machine):
    dossier = machine / f"ho-so-{CANARY}"
    scanned_pdf(dossier / f"1 {CANARY}.pdf", 1)
    hoso(machine, "check", dossier)
    assert list((machine / "cache").glob("scan-*"))  # no stamp yet: kept
    scanned_pdf(dossier / f"2 {CANARY}.pdf", 60, stamped=57)
    run = hoso(machine, "check", dossier, "--format", FORMATS, "--output", machine / "out")
    assert run.returncode == 1, run.stderr
    assert CANARY not in run.stdout + run.stderr
    store = f"sqlite:///{machine}/out/kho.sqlite"
    audited = hoso(
        machine, "audit", dossier.parent / dossier.name, "--store", store, "--html", machine / "out" / "bang"
    )
    assert "Traceback" not in audited.stderr
    assert not list((machine / "cache").glob("scan-*"))
    assert list((machine / "tmp").iterdir()) == []
    assert not [path for path in (machine / "out").rglob("*") if path.suffix in {".png", ".jpg"}]
    kept = [path for path in (machine / "out").rglob("*") if path.is_file() and b"image/png" in path.read_bytes()]
    assert kept == []
