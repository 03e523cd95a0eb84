"""Audits over small trees: what is found, what is kept, what happens when something breaks."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import fsspec
import pytest
import sqlalchemy as sa

from engine.audit import job as jobs
from engine.audit import summary as figures
from engine.audit import tables as t
from engine.audit.crew import Crew
from engine.audit.export import write_json
from engine.audit.job import Done, Job
from engine.audit.run import AuditOptions, audit, scope_of
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.check import CheckOptions
from engine.errors import UsageError
from engine.findings import Outcome
from parsers.facts import Dossier, Problem

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "dossiers"
FAULTY = SAMPLES / "chi-bo-kiem-tra-faulty"
CHECK = CheckOptions(on=dt.date(2026, 11, 20))


class Serial(Executor):
    """Does each job at once, in this process: the same code without the start of processes."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


@contextmanager
def serial() -> Iterator[Executor]:
    yield Serial()


@pytest.fixture(scope="module", autouse=True)
def no_cage_left() -> Iterator[None]:
    yield
    jobs.close()


def maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_tree", ROOT / "tests/benchmarks/make_tree.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def small(folder: Path, *numbers: str, source: Path = FAULTY) -> Path:
    """A dossier of a few papers of a sample."""
    folder.mkdir(parents=True)
    for file in source.iterdir():
        if file.name[:2] in (numbers or ("01", "08")):
            shutil.copy(file, folder)
    return folder


def run(store: Path, root: Path, **options: Any) -> tuple[Store, int]:
    with Store.opened(url_of(str(store))) as opened:
        number = audit(opened, [str(root)], AuditOptions(options.pop("check", CHECK), start=serial, **options))
    return opened, number


def state(store: Store, number: int) -> dict[Any, Any]:
    """What a run found: of each dossier its state and its findings, independent of ids."""
    found: dict[Any, Any] = {
        (row.shown, row.status, row.verdict): Counter[str]() for row in figures.dossiers(store, number)
    }
    names = {row.ordinal: (row.shown, row.status, row.verdict) for row in figures.dossiers(store, number)}
    for row in figures.findings(store, number):
        found[names[row.ordinal]][f"{row.fingerprint}:{row.outcome}"] += 1
    return found


def everything(store: Path) -> bytes:
    return b"".join(file.read_bytes() for file in store.parent.glob(f"{store.name}*"))


# ---------------------------------------------------------------- found = planted


def test_planted_faults_are_found_and_no_others(tmp_path: Path) -> None:
    truth = maker().make_tree(tmp_path / "tree", 8, per_branch=4)
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    fails: dict[int, Counter[str]] = {}
    for row in figures.findings(store, number):
        if row.outcome == Outcome.FAIL:
            fails.setdefault(row.ordinal, Counter())[row.rule] += 1
    found = {
        row.shown: {"verdict": row.verdict, "fails": dict(sorted(fails.get(row.ordinal, Counter()).items()))}
        for row in figures.dossiers(store, number)
    }
    assert found == truth


def test_every_file_of_a_tree_has_its_own_bytes(tmp_path: Path) -> None:
    made = maker()
    made.make_tree(tmp_path / "tree", 20)
    papers = [file.read_bytes() for file in made.all_files(tmp_path / "tree") if file.name != "hoso.yaml"]
    assert len(papers) == len(set(papers)) > 100


# ---------------------------------------------------------------- kept, taken again


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Count the dossiers whose files are read."""
    parsed: list[Path] = []
    parse = jobs.parse_dossier

    def parse_and_count(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        parsed.append(path)
        return parse(path, *args, **kwargs)

    monkeypatch.setattr(jobs, "parse_dossier", parse_and_count)
    return parsed


def test_an_unchanged_dossier_is_not_read_again_and_a_changed_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = counted(monkeypatch)
    small(tmp_path / "tree/a/1")
    changed = small(tmp_path / "tree/a/2")
    store, _ = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert len(parsed) == 2
    next(changed.glob("08*")).unlink()
    parsed.clear()
    store, second = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert parsed == [changed]
    reused = {row.shown: row.reused for row in figures.dossiers(store, second)}
    assert reused == {"a/1": True, "a/2": False}


def test_another_question_runs_the_rules_over_stored_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = counted(monkeypatch)
    small(tmp_path / "tree/a/1")
    run(tmp_path / "s.sqlite", tmp_path / "tree")
    parsed.clear()
    other = replace(CHECK, pack="an-phu-2026")
    stored, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=other)
    assert parsed == []
    fresh, again = run(tmp_path / "fresh.sqlite", tmp_path / "tree", check=other)
    assert state(stored, number) == state(fresh, again)


def test_changed_rules_run_over_stored_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(tmp_path / "tree/a/1")
    store, before = run(tmp_path / "s.sqlite", tmp_path / "tree")
    rules = {row.rule for row in figures.findings(store, before)}
    own = tmp_path / "own/rules/packs"
    own.mkdir(parents=True)
    dropped = next(rule for rule in sorted(rules) if ":" not in rule)
    text = "id: cua-toi\ntitle: Gói thử\nlevel: chi-bo\nextends: an-phu-2026\n"
    text += f"overrides:\n  - rule: {dropped}\n    disabled: true\n    reason: Không áp dụng ở đây\n"
    (own / "cua-toi.yaml").write_text(text, encoding="utf-8")
    parsed = counted(monkeypatch)
    check = replace(CHECK, rules_dirs=(tmp_path / "own",), pack="cua-toi")
    store, after = run(tmp_path / "s.sqlite", tmp_path / "tree", check=check)
    assert parsed == []
    assert dropped not in {row.rule for row in figures.findings(store, after)}


def test_history_tells_new_still_and_mended(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    small(root / "a/1", "01", "08")
    store, _ = run(tmp_path / "s.sqlite", root)
    for file in (root / "a/1").iterdir():
        file.unlink()
    for file in (SAMPLES / "chi-bo-kiem-tra-clean").iterdir():
        shutil.copy(file, root / "a/1")
    small(root / "b/2")
    store, second = run(tmp_path / "s.sqlite", root)
    rows = {row.branch.path: row for row in figures.summary_of(store, second).branches}
    assert rows["a"].mended
    assert not rows["a"].new
    assert rows["b"].new
    _, third = run(tmp_path / "s.sqlite", root)
    total = figures.summary_of(store, third).totals
    assert (total.new, total.mended) == (0, 0)
    assert total.still == rows["b"].new


# ---------------------------------------------------------------- broken off


def kill_after(root: Path, store: Path, dossiers: int) -> None:
    """Start an audit as its user does and kill it when some dossiers are written."""
    program = "import engine.audit.run as run; run._LOT = 1; from engine.cli.main import main; main()"
    command = [sys.executable, "-c", program, "audit", str(root)]
    command += ["--store", str(store), "--on", "2026-11-20", "--workers", "2"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    limit = time.monotonic() + 60
    while time.monotonic() < limit and written(store) < dossiers and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()


def written(store: Path) -> int:
    if not store.exists() or not store.stat().st_size:
        return 0
    engine = sa.create_engine(f"sqlite:///file:{store}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).where(t.items.c.status == "done")) or 0
    except sa.exc.OperationalError:
        return 0
    finally:
        engine.dispose()


def test_killed_and_resumed_it_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    for number in range(14):
        small(root / f"b{number % 3}/{number:02d}", f"{number % 12 + 1:02d}", "08")
    kill_after(root, tmp_path / "s.sqlite", 2)
    before = written(tmp_path / "s.sqlite")
    assert 2 <= before < 14
    store, number = run(tmp_path / "s.sqlite", root, resume=True)
    undisturbed, whole = run(tmp_path / "fresh.sqlite", root)
    assert state(store, number) == state(undisturbed, whole)
    assert number == 1
    with store.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(t.runs)) == 1


def test_without_resume_what_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    for number in range(3):
        small(root / f"a/{number}", "01", f"0{number + 2}")
    parsed = counted(monkeypatch)

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("engine.audit.run._LOT", 1)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "s.sqlite", root, progress=stop)
    parsed.clear()
    store, number = run(tmp_path / "s.sqlite", root)
    assert 1 <= len(parsed) < 3
    assert number == 2
    assert len(state(store, number)) == 3


# ---------------------------------------------------------------- faults stay in one dossier


def test_damaged_and_hostile_files_cost_their_dossier_only(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    small(root / "a/1")
    bad = small(root / "a/2")
    (bad / "09. Thong bao.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(500))
    (root / "a/3.zip").write_bytes(b"PK\x03\x04 no archive")
    (small(root / "a/4") / "hoso.yaml").write_text("dossier: [1, 2", encoding="utf-8")
    store, number = run(tmp_path / "s.sqlite", root)
    alone, again = run(tmp_path / "alone.sqlite", small(tmp_path / "alone/x/1").parents[1])
    good = {key[0]: value for key, value in state(store, number).items()}["a/1"]
    assert good == next(iter(state(alone, again).values()))
    told = {(row.shown, row.place) for row in figures.unread(store, number)}
    assert ("a/2", "09. Thong bao.pdf") in told
    assert ("a/4", "hoso.yaml") in told
    assert {row.verdict for row in figures.dossiers(store, number) if row.shown != "a/1"} <= {"inconclusive", "faults"}


def test_a_fault_of_ours_in_one_dossier_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = jobs.parse_dossier

    def break_one(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        if path.name == "1":
            raise RuntimeError("ours")
        return parse(path, *args, **kwargs)

    monkeypatch.setattr(jobs, "parse_dossier", break_one)
    small(tmp_path / "tree/a/1")
    small(tmp_path / "tree/a/2")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert [(row.shown, row.status) for row in figures.dossiers(store, number)] == [("a/1", "failed"), ("a/2", "done")]
    summary = figures.summary_of(store, number)
    assert (summary.totals.failed, summary.totals.dossiers) == (1, 2)


def deadly(_question: Any, job: Job) -> Done:
    if job.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return Done(job.ordinal, "done")


def test_a_worker_that_dies_costs_the_dossier_it_died_on(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def forked() -> Iterator[Executor]:
        # this very module is not importable in a fresh process, so the workers are forked here
        with ProcessPoolExecutor(2, get_context("fork")) as pool:
            yield pool

    monkeypatch.setattr("engine.audit.crew.work", deadly)
    given = [Job(n, "", "deadly" if n == 5 else "fine", CHECK) for n in range(1, 31)]
    done = list(Crew(forked, None, 2).run(iter(given)))  # type: ignore[arg-type]
    assert sorted(item.ordinal for item in done) == list(range(1, 31))
    assert {item.ordinal: item.reason for item in done if item.status != "done"} == {5: "worker-lost"}


# ---------------------------------------------------------------- secrecy, privacy, claims


def test_a_stamped_dossier_leaves_nothing_but_its_ordinal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    small(root / "a/Chuyen an Hoa Mai")
    small(root / "a/thuong")
    store, _ = run(tmp_path / "s.sqlite", root)
    assert b"Hoa Mai" in everything(tmp_path / "s.sqlite")
    parse = jobs.parse_dossier

    def stamped(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        if "Hoa Mai" in str(path):
            return Dossier(path.name, problems=(Problem("secret", "1"),), stamped_secret=True)
        return parse(path, *args, **kwargs)

    monkeypatch.setattr(jobs, "parse_dossier", stamped)
    shutil.copy(next(root.glob("a/thuong/01*")), root / "a/Chuyen an Hoa Mai/20.pdf")
    store, number = run(tmp_path / "s.sqlite", root)
    assert b"Hoa Mai" not in everything(tmp_path / "s.sqlite")
    first = next(iter(figures.dossiers(store, number)))
    assert (first.ordinal, first.status, first.shown, first.path, first.branch, first.result) == (
        1,
        "secret",
        None,
        None,
        None,
        None,
    )
    assert figures.summary_of(store, number).secret == 1


def test_dossiers_of_accusations_keep_names_of_files_and_accusers_out(tmp_path: Path) -> None:
    folder = small(tmp_path / "tree/a/To cao cua Le Thi Mo")
    (folder / "Don cua Le Thi Mo.jpg").write_bytes(b"\xff\xd8\xff no picture")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    row = next(iter(figures.dossiers(store, number)))
    assert row.private
    shown = repr([*figures.findings(store, number), *figures.unread(store, number)])
    with store.engine.connect() as connection:
        shown += repr(connection.execute(sa.select(t.documents)).all())
    assert "Le Thi Mo" not in shown.replace("a/To cao cua Le Thi Mo", "")
    whole = figures.report_of(store, number, row.ordinal)
    assert whole is not None
    assert any("Le Thi Mo" in paper.path for paper in whole.documents)


def test_what_a_branch_claims_is_shown_and_decides_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "tree/a/1"
    shutil.copytree(FAULTY, folder)
    check = replace(CHECK, pack="an-phu-2026")
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=check)
    before = Counter((row.rule, row.outcome) for row in figures.findings(store, number))
    (folder / "hoso.yaml").write_text(
        "dossier: {stage: soan-thao}\n"
        "documents:\n  - {file: 04. Bao cao tu kiem tra.pdf, signed: true}\n"
        "dismissed:\n  - {rule: page-without-number, reason: Đã đánh số bằng bút chì}\n",
        encoding="utf-8",
    )
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree", check=check)
    found = list(figures.findings(store, number))
    assert Counter((row.rule, row.outcome) for row in found) == before
    claimed = [row.claimed for row in found if row.rule == "page-without-number"]
    assert claimed == ["Đã đánh số bằng bút chì"]
    report = figures.report_of(store, number, 1)
    assert report is not None
    assert all(line.startswith("Đơn vị khai: ") for line in report.answers)
    assert len(report.answers) == 3


def test_what_the_committee_answers_counts(tmp_path: Path) -> None:
    shutil.copytree(FAULTY, tmp_path / "tree/a/1")
    root = tmp_path / "tree"
    store, number = run(tmp_path / "s.sqlite", root)
    rule = "page-without-number"
    assert any(row.rule == rule and not row.dismissed for row in figures.findings(store, number))
    store.answer(scope_of([str(root)], CHECK), "a/1", f"dismissed:\n  - {{rule: {rule}, reason: Đã xem bản giấy}}\n")
    store, number = run(tmp_path / "s.sqlite", root)
    assert {row.dismissed for row in figures.findings(store, number) if row.rule == rule} == {"Đã xem bản giấy"}


# ---------------------------------------------------------------- the rest


def test_no_dossier_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    with pytest.raises(UsageError, match="Không tìm thấy hồ sơ"):
        run(tmp_path / "s.sqlite", tmp_path / "tree")
    with pytest.raises(UsageError, match="Không tìm thấy hồ sơ"):
        run(tmp_path / "s.sqlite", tmp_path / "nowhere")


def test_a_share_is_checked_by_both_evaluators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    check = jobs.check_dossier
    monkeypatch.setattr(jobs, "check_dossier", lambda b, d, o: (seen.append(o.verify), check(b, d, o))[1])
    for number in range(4):
        small(tmp_path / f"tree/a/{number}", "01")
    run(tmp_path / "s.sqlite", tmp_path / "tree", verify=Fraction(1))
    assert seen == [True] * 4


def test_names_of_any_bytes_are_audited(tmp_path: Path) -> None:
    small(Path(os.fsdecode(os.fsencode(tmp_path) + b"/tree/a/h\xe9 so")))
    store, number = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert [row.status for row in figures.dossiers(store, number)] == ["done"]


def test_the_store_is_its_owners_only(tmp_path: Path) -> None:
    small(tmp_path / "tree/a/1", "01")
    run(tmp_path / "new/s.sqlite", tmp_path / "tree")
    assert stat.S_IMODE((tmp_path / "new/s.sqlite").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_an_address_of_another_store_is_read_as_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = fsspec.filesystem("memory")
    for file in FAULTY.glob("0[18]*"):
        memory.pipe(f"/tree/a/1/{file.name}", file.read_bytes())
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        number = audit(store, ["memory://tree"], AuditOptions(CHECK, start=serial))
    root = small(tmp_path / "tree/a/1").parents[1]
    local, again = run(tmp_path / "l.sqlite", root)
    assert list(state(store, number).values()) == list(state(local, again).values())
    memory.rm("/tree", recursive=True)


def test_counts_of_a_run_are_whole_json(tmp_path: Path) -> None:
    small(tmp_path / "tree/a/1")
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        number = audit(store, [str(tmp_path / "tree")], AuditOptions(CHECK, start=serial))
        write_json(tmp_path / "o.json", store, figures.summary_of(store, number), None, show=False)
    told = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert told["totals"]["dossiers"] == len(told["dossiers"]) == 1
    assert told["totals"]["errors"] == sum(
        item["severity"] == "error" and item["outcome"] == "fail" for item in told["findings"]
    )
