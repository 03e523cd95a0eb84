"""What a check is asked for, and what it gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.findings import Report, Severity
from parsers.facts import Dossier

EngineName = Literal["auto", "durable", "python"]
Stage = Literal["soan-thao", "dang-tien-hanh", "hoan-chinh"]
Progress = Callable[[int, int, str], None]


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The options of `hoso check` (DESIGN 9); None means: from hoso.yaml, else recognised, else the default."""

    procedure: str | None = None
    level: str | None = None
    pack: str | None = None
    pack_from_branch: bool = False  # the pack stands in the hoso.yaml of the branch; nobody chose it here
    rules_dirs: tuple[Path, ...] = ()
    stage: Stage | None = None
    on: dt.date = field(default_factory=_today)
    answers: Path | None = None
    answers_text: str | None = None  # what the committee answered, instead of the dossier's own hoso.yaml
    trust_answers: bool = True  # False: the dossier's own hoso.yaml is shown as claimed and decides nothing
    fail_on: Severity = Severity.ERROR
    allow_open: bool = False
    strict_sources: bool = False
    engine: EngineName = "auto"
    verify: bool = False
    lang: str = "vi"
    only_faults: bool = False  # of what passes the number alone, of papers no facts: an audit keeps neither
    progress: Progress | None = None
    in_process: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The report with the dossier it speaks of (for pictures and places)."""

    report: Report
    dossier: Dossier
