"""What a check says: results of rules, steps of the procedure, the verdict. The shape of the JSON contract."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"


class Outcome(StrEnum):
    """What a rule came to."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"
    INCIDENT = "incident"


class Severity(StrEnum):
    """must = error, should = warning, else note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """2 for error, 1 for warning, 0 for note."""
        return {"error": 2, "warning": 1, "note": 0}[self.value]


class Verdict(StrEnum):
    """The sentence over the dossier."""

    CLEAN = "clean"
    FAULTS = "faults"
    INCONCLUSIVE = "inconclusive"


class StepStatus(StrEnum):
    """Where a step of the procedure stands."""

    DONE = "done"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    LATE = "late"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET = "not_yet"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Model):
    """A place: page (from 1) and box in points from the top left, or a paragraph of a Word file (from 1)."""

    document: str
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None


class Source(_Model):
    """The citation printed with a finding."""

    regulation: str  # id in regulations/, or a short name of a local set
    title: str  # as printed: «Hướng dẫn 36-HD/VPTW ngày 03/4/2018»
    article: str | None = None
    mark: str  # read | read-local | read-2nd | inferred | memory
    confirmed_by: str | None = None
    confirmed_on: dt.date | None = None


class FactShown(_Model):
    """A fact as shown to people and in JSON."""

    status: Literal["read", "absent", "unreadable"]
    value: Any = None
    shown: str | None = None
    confidence: float = 1.0
    how: str = "text"
    why: str | None = None
    place: Place | None = None


class PageFileShown(_Model):
    """Where a page of a paper lies: the file and its page (from 1)."""

    path: str
    page: int


class DocumentShown(_Model):
    """A document of the dossier in the report. `page_files`: page by page, of a paper that lies in several files."""

    id: str
    path: str
    files: list[str] = Field(default_factory=list)
    first_page: int = 1
    page_files: list[PageFileShown] = Field(default_factory=list)
    parted: bool = False  # other papers of the dossier lie in the same file
    pages: int | None = None
    kind: str | None = None
    kind_title: str = ""
    number: str | None = None
    symbol: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    signed: bool | None = None
    facts: dict[str, FactShown] = Field(default_factory=dict)


class StepShown(_Model):
    """A step of the procedure in the report."""

    id: str
    no: str
    phase: str
    title: str
    status: StepStatus
    required: bool
    documents: list[str] = Field(default_factory=list)
    date: dt.date | None = None
    due: dt.date | None = None
    note: str | None = None
    findings: list[str] = Field(default_factory=list)  # fingerprints


class Finding(_Model):
    """One result of one rule."""

    rule: str
    checks: list[str] = Field(default_factory=list)  # PRC-…, FMT-…
    outcome: Outcome
    severity: Severity
    fingerprint: str
    documents: list[str] = Field(default_factory=list)
    locations: list[Place] = Field(default_factory=list)
    title: str
    message: str
    expected: str | None = None
    found: str | None = None
    remedy: str = ""
    citation: Source | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    dismissed: str | None = None  # the reason a person gave
    step: str | None = None


class Incident(_Model):
    """A rule or a parser that broke, or a file that could not be read."""

    code: str
    where: str
    message: str
    remedy: str = ""


class NotChecked(_Model):
    """What no machine looked at, and why."""

    what: str
    why: str


class ProcedureShown(_Model):
    """The procedure the dossier was judged by, and how it was chosen."""

    id: str
    title: str
    chosen_by: Literal["person", "branch", "recognised", "none"]  # branch: what the dossier claims, in an audit
    reason: str = ""


class PackShown(_Model):
    """The pack and what it changes."""

    id: str
    title: str
    chosen_by: Literal["person", "branch", "level"]  # branch: its own hoso.yaml names it, in an audit
    overrides: list[str] = Field(default_factory=list)


class Counts(_Model):
    """Results by outcome, fails by severity."""

    passed: int = 0
    failed: int = 0
    open: int = 0
    not_applicable: int = 0
    incidents: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    dismissed: int = 0


class Report(_Model):
    """Everything a check says about one dossier."""

    schema_version: str = SCHEMA_VERSION
    dossier: str
    procedure: ProcedureShown | None
    level: str | None
    pack: PackShown | None
    engine: str  # durable | python
    engine_note: str | None = None
    rules_digest: str
    stage: str
    on: dt.date
    verdict: Verdict
    sentence: str  # the verdict in words
    stamped_secret: bool = False
    documents: list[DocumentShown] = Field(default_factory=list)
    steps: list[StepShown] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)  # fail and open, worst first
    passes: list[Finding] = Field(default_factory=list)  # with what they looked at; the message says what holds
    incidents: list[Incident] = Field(default_factory=list)
    not_checked: list[NotChecked] = Field(default_factory=list)
    answers: list[str] = Field(default_factory=list)  # what a person said, in words
    counts: Counts = Field(default_factory=Counts)
