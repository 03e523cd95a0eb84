"""The sample dossiers, checked as a cadre would check them, against what was planted in them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from engine.check import CheckOptions, check_path
from engine.findings import DocumentShown, Finding, Outcome, Report

SAMPLES = Path(__file__).parents[1] / "samples"
EXPECTED = sorted((SAMPLES / "dossiers").glob("*.expected.json"))
NAMES = [path.name.removesuffix(".expected.json") for path in EXPECTED]


def sample_path(name: str) -> Path:
    folder = SAMPLES / "dossiers" / name
    return folder if folder.is_dir() else folder.with_suffix(".zip")


def expected_of(name: str) -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads((SAMPLES / "dossiers" / f"{name}.expected.json").read_text(encoding="utf-8"))
    return wanted


@pytest.fixture(scope="module", params=NAMES)
def checked(request: pytest.FixtureRequest) -> tuple[Report, dict[str, Any]]:
    expected = expected_of(request.param)
    options = expected["options"] | {"on": dt.date.fromisoformat(expected["options"]["on"])}
    report = check_path(sample_path(request.param), CheckOptions(**options, in_process=True)).report
    return report, expected


def found(report: Report, outcome: Outcome, *, dismissed: bool = False) -> list[Finding]:
    return [f for f in report.findings if f.outcome is outcome and bool(f.dismissed) is dismissed]


def differences(wanted: list[dict[str, Any]], findings: list[Finding], report: Report) -> list[str]:
    """Pair every planted fault with one finding; what is left over on either side is a difference."""
    paths = {document.id: place_of(document) for document in report.documents}
    left, missed = list(findings), []
    for item in wanted:
        fitting = [finding for finding in left if fits(item, finding, paths)]
        if fitting:
            left.remove(fitting[0])
        else:
            missed.append(f"not found: {item}")
    extra = [f"not planted: {f.rule} {[paths.get(d) for d in f.documents]} {f.message}" for f in left]
    return missed + extra


def place_of(document: DocumentShown) -> tuple[str, int]:
    return document.path, document.first_page


def fits(item: dict[str, Any], finding: Finding, paths: dict[str, tuple[str, int]]) -> bool:
    where = [paths.get(name) for name in finding.documents]
    own = (item["document"], item.get("first_page", 1))
    pages = {place.page for place in finding.locations if paths.get(place.document) == own}
    return (
        finding.rule == item["rule"]
        and (own in where if item["document"] else not where)
        and item.get("page") in {None, *pages}
        and item.get("severity") in (None, finding.severity.value)
    )


def test_procedure_is_recognised(checked: tuple[Report, dict[str, Any]]) -> None:
    report, expected = checked
    assert report.procedure is not None
    assert report.procedure.id == expected["procedure"]


def test_every_planted_fault_and_no_other(checked: tuple[Report, dict[str, Any]]) -> None:
    report, expected = checked
    assert differences(expected["fails"], found(report, Outcome.FAIL), report) == []


def test_open_is_only_what_cannot_be_known(checked: tuple[Report, dict[str, Any]]) -> None:
    report, expected = checked
    assert differences(expected["opens"], found(report, Outcome.OPEN), report) == []


def test_dismissed_findings_stay_visible(checked: tuple[Report, dict[str, Any]]) -> None:
    report, expected = checked
    assert differences(expected["dismissed"], found(report, Outcome.FAIL, dismissed=True), report) == []


def test_steps(checked: tuple[Report, dict[str, Any]]) -> None:
    report, expected = checked
    assert {step.id: step.status.value for step in report.steps} == expected["steps"]


def test_verdict(checked: tuple[Report, dict[str, Any]]) -> None:
    report, expected = checked
    assert report.verdict.value == expected["verdict"]


def test_rerun_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(SAMPLES / "make_samples.py"), "--into", str(tmp_path)], check=True, capture_output=True
    )
    assert files_below(tmp_path) == files_below(SAMPLES / "dossiers")


def files_below(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_samples_stay_small_and_cover_the_faults() -> None:
    sizes = {name: sum(p.stat().st_size for p in [*sample_path(name).rglob("*"), sample_path(name)]) for name in NAMES}
    assert len(NAMES) >= 12
    scanned = {name for name in NAMES if "scanned" in name}
    assert len(scanned) == 2
    assert max(sizes[name] for name in scanned) < 1_500_000
    assert max(size for name, size in sizes.items() if name not in scanned) < 400_000
    assert sum(sizes.values()) < 7_000_000
    kinds = Counter(item["rule"].rpartition(":")[2] for name in NAMES for item in expected_of(name)["fails"])
    assert len(kinds) >= 20
