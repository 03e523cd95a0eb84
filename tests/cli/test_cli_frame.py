"""The frame: help, version, usage errors, settings, cache, facts, colours."""

import datetime as dt
import json
import stat
from io import StringIO

import pytest

from engine.cli import common, facts, settings
from engine.cli.main import run
from engine.report.sarif import program_version
from parsers.facts import Box, Document, Dossier, Location, Page, Period, Problem, absent, read, unreadable

pytestmark = pytest.mark.usefixtures("own_folders")


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"hoso {program_version()}\n"


@pytest.mark.parametrize("command", [[], ["check"], ["facts"], ["settings"], ["cache"], ["cache", "clear"]])
def test_help_is_vietnamese_by_default_and_english_on_demand(command, capsys):
    assert run([*command, "--help"]) == 0
    vi = capsys.readouterr().out
    assert run([*command, "--help", "--lang", "en"] if command != ["cache"] else ["--lang", "en", *command, "-h"]) == 0
    en = capsys.readouterr().out
    assert "Cách dùng: hoso" in vi
    assert "Tùy chọn:" in vi
    assert "Usage: hoso" in en
    assert "Show this help and exit." in en
    assert not {"TÙY", "Hiện", "Lệnh"} & set(en.replace("[", " ").split())


def test_help_lists_every_option_of_check(capsys):
    run(["check", "--help"])
    said = capsys.readouterr().out
    names = (
        "procedure level pack rules stage on answers fail-on allow-open strict-sources engine verify format output lang"
    )
    assert [name for name in names.split() if f"--{name}" not in said] == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["chek"], "Lỗi: Không có lệnh «chek»."),
        (["check"], "Lỗi: Thiếu HỒ-SƠ."),
        (["audit"], "Lỗi: Thiếu THƯ-MỤC."),
        (["check", ".", "--forma", "x"], "Lỗi: Không có tùy chọn «--forma»."),
        (["check", ".", "--stage", "xong"], "Lỗi: Giá trị của --stage không dùng được: chỉ nhận soan-thao"),
        (["check", ".", "--lang", "fr"], "Lỗi: Giá trị của --lang không dùng được: chỉ nhận vi, en"),
    ],
)
def test_wrong_use_is_explained_in_vietnamese(args, said, capsys):
    assert run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert "--help" in err.splitlines()[-1]


@pytest.mark.parametrize(
    ("args", "said", "way_out"),
    [
        (["chek", "."], "Lỗi: Không có lệnh «chek».", "Cách xử lý: Có phải: check,"),
        (["rules", "lnt"], "Lỗi: Không có lệnh «lnt».", "Cách xử lý: Có phải: lint?"),
        (["check", "D:/ho", "so"], "Lỗi: «D:/ho»: không có tệp hoặc thư mục này", "dấu cách thì đặt trong ngoặc kép"),
        (["check", ".", "so"], "Lỗi: Thừa tham số «so».", "dấu cách thì đặt trong ngoặc kép"),
    ],
)
def test_a_slip_is_led_to_what_was_meant(args, said, way_out, capsys):
    assert run(args) == 2
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith(said)
    assert way_out in last


def test_settings_are_kept_private_and_shown(capsys):
    assert run(["settings", "--office", "Chi bộ khu phố 3", "--level", "chi-bo"]) == 0
    assert "Tổ chức đảng: Chi bộ khu phố 3" in capsys.readouterr().out
    file = settings.settings_file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text(encoding="utf-8")) == {"office": "Chi bộ khu phố 3", "level": "chi-bo"}
    run(["settings", "--office", ""])
    assert "Tổ chức đảng: chưa đặt" in capsys.readouterr().out
    run(["settings", "--clear"])
    assert not file.exists()


def test_broken_settings_are_as_good_as_none():
    settings.settings_file().parent.mkdir(parents=True)
    settings.settings_file().write_text("{", encoding="utf-8")
    assert settings.load_settings() == settings.Settings()


def test_settings_that_cannot_be_stored_say_so(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("HOSO_CONFIG", str(tmp_path / "file"))
    assert run(["settings", "--place", "An Bình"]) == 2
    assert "Cách xử lý: Đặt biến HOSO_CONFIG" in capsys.readouterr().err


def test_cache_clear_counts_what_it_deletes(tmp_path, capsys):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "rules-1-x.json").write_text("[]", encoding="utf-8")
    assert run(["cache", "clear"]) == 0
    assert "Đã xóa 1 tệp" in capsys.readouterr().err


def dossier() -> Dossier:
    paper = Document(
        "d01",
        "01-ke\x1bhoach.pdf",
        page_count=read(3),
        pages=(Page(1, 595, 842, 900, 0, False, False),),
        number=read("5", Location(1, Box(85, 120, 250, 140)), confidence=0.9, shown="05"),
        date=absent(Location(1)),
        issuer=unreadable("scan"),
        recipients=read(("Đảng ủy", "Lưu Chi bộ")),
        period=read(Period(dt.date(2025, 1, 1), dt.date(2025, 12, 31))),
    )
    return Dossier("ho-so", (paper,), (Problem("encrypted", "x.pdf"),))


@pytest.mark.parametrize(("found", "code"), [(dossier(), 0), (Dossier("x"), 2)])
def test_facts_fail_only_where_nothing_was_read(monkeypatch, tmp_path, capsys, found, code):
    monkeypatch.setattr(facts, "load_dossier", lambda *_: found)
    assert run(["facts", str(tmp_path)]) == code


def test_facts_say_value_place_confidence_and_why_not(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(facts, "load_dossier", lambda *_: dossier())
    run(["facts", str(tmp_path)])
    said = capsys.readouterr().out
    lines = {line.split("  ")[1]: line for line in said.splitlines() if line.startswith("  ")}
    assert "05" in lines["Số"]
    assert lines["Số"].endswith("trang 1 90%")
    assert "không có" in lines["Ngày văn bản"]
    assert "chưa đọc được: bản chụp (scan)" in lines["Cơ quan ban hành"]
    assert "2 mục: Đảng ủy; Lưu Chi bộ" in lines["Nơi nhận"]
    assert "từ 01/01/2025; đến 31/12/2025" in lines["Mốc thời gian"]
    assert "\x1b" not in said
    assert "x.pdf: tệp đặt mật khẩu" in said


def test_facts_as_json(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(facts, "load_dossier", lambda *_: dossier())
    run(["facts", str(tmp_path), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    number = data["documents"][0]["facts"]["number"]
    assert number == {
        "status": "read", "value": "5", "shown": "05", "confidence": 0.9, "how": "text",
        "place": {"page": 1, "box": {"x0": 85, "top": 120, "x1": 250, "bottom": 140}},
    }  # fmt: skip
    assert data["documents"][0]["facts"]["issuer"]["why"] == "scan"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_only_on_a_terminal_that_wants_them(monkeypatch):
    assert not common.wants_colour()
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert common.wants_colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not common.wants_colour()


def test_progress_stays_silent_without_a_terminal(capsys):
    with common.progress() as seen:
        assert seen is None
    assert capsys.readouterr().err == ""


def test_progress_shows_counts_and_no_file_names_on_a_terminal(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with common.progress() as seen:
        assert seen is not None
        seen(1, 7, "bi-mat-nha-ong-A.pdf")
    assert "Đang đọc hồ sơ" in screen.getvalue()
    assert "bi-mat" not in screen.getvalue()
