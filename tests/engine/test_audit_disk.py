"""Files an audit writes where the disk refuses: whole or not there, and told once."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from audit_stores import done, filled, finding

from engine.audit.dashboard import write_dashboard
from engine.audit.export import write_json
from engine.audit.note import write_notes
from engine.audit.part_file import Part, whole
from engine.audit.store import Store
from engine.audit.summary import Summary, summary_of
from engine.audit.workbook import write_workbook
from engine.errors import SystemFault
from engine.report.formats import Office

FULL = Path("/dev/full")  # takes no byte: a disk without room
WRITERS: dict[str, Callable[[Path, Store, Summary], Any]] = {
    "o.xlsx": lambda file, store, made: write_workbook(file, store, made, "vi", None, show=False),
    "o.json": lambda file, store, made: write_json(file, store, made, "vi", None, show=False),
    "notes": lambda file, store, made: write_notes(file, store, made, Office("", "", ""), "vi", show=False),
}


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    make = tempfile.mkstemp

    def on_a_full_disk(**where: Any) -> tuple[int, str]:
        handle, name = make(**where)
        os.close(handle)
        return os.open(FULL, os.O_WRONLY), name

    monkeypatch.setattr("engine.audit.part_file.tempfile.mkstemp", on_a_full_disk)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.usefixtures("full")
def test_a_full_disk_is_told_and_leaves_nothing_and_what_was_there_stays(
    store: Store, tmp_path: Path, name: str
) -> None:
    run = filled(store, done(1, findings=tuple(finding(n) for n in range(300))))
    folder = tmp_path / "out"
    file = folder / name
    old = file / "Chi bộ A.docx" if name == "notes" else file
    old.parent.mkdir(parents=True)
    old.write_bytes(b"of yesterday")
    with pytest.raises(SystemFault, match="Không ghi được") as told:
        WRITERS[name](file, store, summary_of(store, run.id))
    assert "kho" in told.value.advice
    assert [path for path in folder.rglob("*") if path.is_file()] == [old]
    assert old.read_bytes() == b"of yesterday"


def test_a_dashboard_that_cannot_be_written_has_no_first_page(store: Store, tmp_path: Path) -> None:
    run = filled(store, done(1))
    (tmp_path / "html").mkdir()
    (tmp_path / "html/ho-so").write_bytes(b"a file where a folder is wanted")
    with pytest.raises(SystemFault, match="Không ghi được trang tổng quan"):
        write_dashboard(tmp_path / "html", store, summary_of(store, run.id), "vi", None, show=False)
    assert not (tmp_path / "html/index.html").exists()


def test_a_stream_that_failed_keeps_still(tmp_path: Path) -> None:
    stream = Part(io.FileIO(FULL, "wb"), 16)
    with pytest.raises(OSError, match="No space"):
        stream.write(b"x" * 100)
    assert stream.write(b"more") == 4
    assert stream.seek(0) == 0
    stream.flush()
    stream.close()


def test_a_file_is_its_owners_and_there_only_when_it_is_whole(tmp_path: Path) -> None:
    with whole(tmp_path / "new/o.txt") as stream:
        stream.write(b"all of it")
        assert not (tmp_path / "new/o.txt").exists()
    assert (tmp_path / "new/o.txt").read_bytes() == b"all of it"
    with pytest.raises(ValueError, match="ours"), whole(tmp_path / "new/o.txt") as stream:
        stream.write(b"half")
        raise ValueError("ours")
    assert (tmp_path / "new/o.txt").read_bytes() == b"all of it"
    assert len(list((tmp_path / "new").iterdir())) == 1
