"""`hoso check` and the frame around it, with a made-up engine behind."""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from engine.cli import check as command
from engine.cli.main import run
from engine.errors import ExitCode, RulebookError, SystemFault, UsageError
from engine.findings import Report, Severity
from parsers.facts import Dossier

DATA = Path(__file__).parents[1] / "engine" / "report_data"


@dataclasses.dataclass
class Options:
    """The fields of the engine's CheckOptions."""

    procedure: str | None = None
    level: str | None = None
    pack: str | None = None
    rules_dirs: tuple[Path, ...] = ()
    stage: str | None = None
    on: dt.date | None = None
    answers: Path | None = None
    fail_on: Severity = Severity.ERROR
    allow_open: bool = False
    strict_sources: bool = False
    engine: str = "auto"
    verify: bool = False
    lang: str = "vi"
    progress: Any = None


class Engine:
    """Remembers what it was asked and gives back one report."""

    def __init__(self) -> None:
        self.report = Report.model_validate(yaml.safe_load((DATA / "chi_bo.yaml").read_text(encoding="utf-8")))
        self.asked: Options | None = None
        self.fault: BaseException | None = None
        self.code = ExitCode.FAULTS
        self.CheckOptions = Options

    def check_path(self, path: Path, options: Options) -> SimpleNamespace:
        self.asked = options
        if self.fault:
            raise self.fault
        return SimpleNamespace(report=self.report, dossier=Dossier("x"))

    def exit_code(self, report: Report, fail_on: Severity, *, allow_open: bool) -> ExitCode:
        return self.code


@pytest.fixture
def engine(monkeypatch, tmp_path) -> Engine:
    made = Engine()
    monkeypatch.setattr(command, "load_checker", lambda: made)
    monkeypatch.setenv("HOSO_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("HOSO_LANG", raising=False)
    return made


@pytest.fixture
def dossier(tmp_path) -> Path:
    folder = tmp_path / "ho-so"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("code", list(ExitCode))
def test_the_exit_code_is_the_engines(engine, dossier, capsys, code):
    engine.code = code
    assert run(["check", str(dossier)]) == code
    out, err = capsys.readouterr()
    assert out.startswith("PHIẾU RÀ SOÁT HỒ SƠ")
    assert err == ""


def test_all_options_reach_the_engine(engine, dossier, tmp_path):
    answers = tmp_path / "hoso.yaml"
    answers.write_text("", encoding="utf-8")
    args = [
        "check", str(dossier), "--procedure", "p", "--level", "chi-bo", "--pack", "g", "--rules", str(tmp_path),
        "--stage", "soan-thao", "--on", "20/11/2026", "--answers", str(answers), "--fail-on", "note", "--allow-open",
        "--strict-sources", "--engine", "python", "--verify", "--lang", "en",
    ]  # fmt: skip
    run(args)
    assert engine.asked == Options(
        "p", "chi-bo", "g", (tmp_path,), "soan-thao", dt.date(2026, 11, 20), answers, Severity.NOTE,
        True, True, "python", True, "en",
    )  # fmt: skip


def test_what_is_not_asked_is_left_to_the_engine(engine, dossier):
    run(["check", str(dossier)])
    assert engine.asked == Options()


def test_stored_settings_fill_in_and_an_option_wins(engine, dossier, capsys):
    assert run(["settings", "--level", "chi-bo", "--pack", "an-phu-2026"]) == 0
    run(["check", str(dossier), "--pack", "khac"])
    assert (engine.asked.level, engine.asked.pack) == ("chi-bo", "khac")


def test_json_goes_to_stdout_alone(engine, dossier, capsys):
    run(["check", str(dossier), "--format", "json"])
    out, err = capsys.readouterr()
    assert Report.model_validate(json.loads(out)) == engine.report
    assert err == ""


def test_one_format_with_output_is_that_file(engine, dossier, tmp_path, capsys):
    target = tmp_path / "new" / "phieu.html"
    run(["check", str(dossier), "--format", "html", "--output", str(target)])
    out, err = capsys.readouterr()
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert out == ""
    assert err == f"Đã ghi {target}\n"


def test_several_formats_become_files_of_a_folder(engine, dossier, tmp_path):
    engine.report = engine.report.model_copy(update={"dossier": 'Hồ sơ: "An"/2026'})
    target = tmp_path / "out"
    run(["check", str(dossier), "--format", "text,json,html,docx,xlsx,sarif", "--output", str(target)])
    ends = ("docx", "html", "json", "sarif", "txt", "xlsx")
    assert sorted(path.name for path in target.iterdir()) == [f"Hồ sơ- -An--2026.{end}" for end in ends]


def test_several_formats_without_output_are_refused_before_the_work(engine, dossier, capsys):
    assert run(["check", str(dossier), "--format", "text,json"]) == 2
    assert "--output" in capsys.readouterr().err
    assert engine.asked is None


def test_an_unknown_format_is_named(engine, dossier, capsys):
    assert run(["check", str(dossier), "--format", "text,pdf"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("Lỗi: Không có định dạng «pdf».\nCách xử lý: Dùng một hoặc nhiều trong số: text, json")


def test_an_output_that_cannot_be_written_is_said_in_three_lines(engine, dossier, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    target = tmp_path / "file" / "phieu.txt"
    assert run(["check", str(dossier), "--output", str(target)]) == 2
    what, why, advice = capsys.readouterr().err.splitlines()
    assert what == f"Lỗi: Không ghi được «{target}»."
    assert why.startswith("Vì sao: ")
    assert advice == "Cách xử lý: Chọn nơi khác bằng --output."


def test_after_a_secrecy_stamp_no_file_is_written(engine, dossier, tmp_path, capsys):
    engine.report = engine.report.model_copy(update={"stamped_secret": True, "sentence": "Hồ sơ có dấu chỉ độ mật."})
    target = tmp_path / "out"
    assert run(["check", str(dossier), "--format", "html,docx", "--output", str(target)]) == 1
    assert not target.exists()
    assert "117/2025/QH15" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fault", "lines"),
    [
        (UsageError("Không có gói «x».", "Xem danh mục."), ["Lỗi: Không có gói «x».", "Cách xử lý: Xem danh mục."]),
        (RulebookError("Hỏng quy tắc."), ["Lỗi: Hỏng quy tắc."]),
        (SystemFault("Hết chỗ.", "Dọn đĩa."), ["Lỗi: Hết chỗ.", "Cách xử lý: Dọn đĩa."]),
        (KeyboardInterrupt(), ["Lỗi: Đã dừng theo yêu cầu của người dùng."]),
    ],
)
def test_errors_are_words_and_exit_2(engine, dossier, capsys, fault, lines):
    engine.fault = fault
    assert run(["check", str(dossier)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip().splitlines() == lines


def test_an_unforeseen_error_shows_no_traceback_unless_asked(engine, dossier, capsys, monkeypatch):
    engine.fault = RuntimeError("boom\x1b[2J")
    assert run(["check", str(dossier)]) == 2
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "RuntimeError" in err
    monkeypatch.setenv("HOSO_DEBUG", "1")
    run(["check", str(dossier)])
    assert "Traceback" in capsys.readouterr().err


def test_a_missing_file_and_a_refused_one_are_told_apart(engine, dossier, capsys):
    assert run(["check", str(dossier / "khong-co")]) == 2
    assert capsys.readouterr().err.startswith(f"Lỗi: «{dossier / 'khong-co'}»: không có tệp hoặc thư mục này")
    engine.fault = PermissionError(13, "denied", "a.pdf")
    run(["check", str(dossier)])
    assert capsys.readouterr().err.splitlines()[:2] == [
        "Lỗi: Không dùng được «a.pdf».",
        "Vì sao: không có quyền đọc hoặc ghi",
    ]


def test_english_speaks_english_throughout(engine, dossier, capsys):
    run(["check", str(dossier), "--lang", "en"])
    assert capsys.readouterr().out.startswith("REVIEW OF THE DOSSIER")
    engine.fault = UsageError("Không có.", "Xem lại.", en="There is none.", advice_en="Look again.")
    run(["check", str(dossier), "--lang=en"])
    assert capsys.readouterr().err == "Error: There is none.\nWhat to do: Look again.\n"


@pytest.mark.parametrize("value", ["2026-13-01", "31/02/2026", "hôm qua", "2026/11/20"])
def test_a_day_that_is_none_is_explained(engine, dossier, capsys, value):
    assert run(["check", str(dossier), "--on", value]) == 2
    assert "viết ngày dạng 20/11/2026" in capsys.readouterr().err


def test_a_report_that_could_not_be_written_leaves_nothing_half_written(engine, dossier, tmp_path, monkeypatch, capsys):
    def full(*_args: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(Path, "replace", full)
    assert run(["check", str(dossier), "--format", "json", "--output", str(tmp_path / "out/phieu.json")]) == 2
    assert "ổ đĩa hết chỗ" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []
