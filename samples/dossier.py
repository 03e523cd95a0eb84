"""One sample dossier: its papers, the faults planted in them, and what a checker must say of it."""

from __future__ import annotations

import io
import json
import shutil
import unicodedata
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from draw_pdf import pdf_of
from draw_word import word_of
from paper import Case, Paper, ascii_name
from sheets import Filed, closing_lines, closing_sheet, index_sheet

ON = "2026-11-20"


@dataclass
class Sample:
    """A dossier under construction; `expect_…` records what was planted, beside the planting."""

    name: str
    case: Case
    procedure: str
    pack: str
    level: str
    steps: dict[str, str]
    stage: str = "hoan-chinh"
    verdict: str = "clean"
    index: str = "two-files"  # two-files | one-file | none
    as_zip: bool = False
    plain_names: bool = True
    answers: str | None = None
    extra_pages: int = 0  # what the closing sheet counts too many
    papers: list[Paper] = field(default_factory=list)
    fails: list[dict[str, Any]] = field(default_factory=list)
    opens: list[dict[str, Any]] = field(default_factory=list)
    dismissed: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.papers = self.case.papers()

    # -------------------------------------------------------------- planting

    def paper(self, step: str) -> Paper:
        """Return the paper of a step."""
        return next(paper for paper in self.papers if paper.step == step)

    def fail(self, rule: str, step: str | None = None, page: int | None = None, **more: str) -> None:
        """Record a planted fault; `:what` stands for a rule of the step itself."""
        self.verdict = "faults"
        self.fails.append(self._record(rule, step, page, more))

    def open(self, rule: str, step: str | None = None) -> None:
        """Record what nobody can know of this dossier."""
        self.opens.append(self._record(rule, step, None, {}))

    def _record(self, rule: str, step: str | None, page: int | None, more: dict[str, str]) -> dict[str, Any]:
        full = f"{self.procedure}/{step}{rule}" if rule.startswith(":") else rule
        record: dict[str, Any] = {"rule": full, "document": step}
        return record | ({"page": page} if page else {}) | more

    def leave_out(self, step: str, *, fault: bool = True) -> None:
        """Take a paper out of the dossier; a missing one is a fault unless the step is optional or not yet due."""
        self.papers = [paper for paper in self.papers if paper.step != step]
        if fault:
            self.steps[step] = "missing"
            self.fail(":present", step)

    def unsigned(self, step: str, title: str) -> None:
        """Leave the place for this signature empty."""
        self.paper(step).signer(title).signed = False
        self.fail(":signers", step)

    # -------------------------------------------------------------- writing

    def write(self, root: Path) -> None:
        """Write the dossier and what is expected of it below `root`."""
        files = dict(self.files())
        target = root / self.name
        if self.as_zip:
            target.with_suffix(".zip").write_bytes(_zip(files))
        else:
            shutil.rmtree(target, ignore_errors=True)
            for name, data in files.items():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (target / name).write_bytes(data)
        text = json.dumps(self.expected(), ensure_ascii=False, indent=2) + "\n"
        (root / f"{self.name}.expected.json").write_text(text, encoding="utf-8")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file with its name."""
        filed: list[Filed] = []
        self._names: dict[str, str] = {}
        place = 1
        for number, paper in enumerate(self.papers, 1):
            pages = yield from self._draw(paper, number)
            filed.append(Filed(paper, place, pages))
            place += pages
        if self.index != "none":
            yield from self._close(filed, place - 1)
        if self.answers:
            yield "hoso.yaml", self.answers.encode()

    def _draw(self, paper: Paper, number: int) -> Generator[tuple[str, bytes], None, int]:
        stem = f"{number:02d}. {ascii_name(paper.name) if self.plain_names else paper.name}"
        data, pages = pdf_of(paper)
        if "pdf" in paper.forms:
            yield f"{stem}.pdf", data
        if "docx" in paper.forms:
            yield f"{stem}.docx", word_of(paper)
        self._names[paper.step] = f"{stem}.{paper.forms[0]}"
        return pages

    def _close(self, filed: list[Filed], total: int) -> Iterator[tuple[str, bytes]]:
        index = index_sheet(self.case, filed)
        _, pages = pdf_of(index)
        said = total + self.extra_pages
        if self.index == "one-file":
            index.body += ["= CHỨNG TỪ KẾT THÚC", *closing_lines(said, pages)]
            yield from self._draw(index, len(filed) + 1)
            self._names["chung-tu-ket-thuc"] = self._names["muc-luc"]
            return
        number = len(filed) + 1
        if self.index == "two-files":
            yield from self._draw(index, number)
            number += 1
        yield from self._draw(closing_sheet(self.case, said, pages), number)

    def expected(self) -> dict[str, Any]:
        """Return what the checker must say, after `files` has given the papers their names."""
        return {
            "options": {"procedure": None, "pack": self.pack, "level": self.level, "stage": self.stage, "on": ON},
            "procedure": self.procedure,
            "verdict": self.verdict,
            "fails": [self._named(item) for item in self.fails],
            "opens": [self._named(item) for item in self.opens],
            "dismissed": [self._named(item) for item in self.dismissed],
            "steps": self.steps,
        }

    def _named(self, item: dict[str, Any]) -> dict[str, Any]:
        step = item["document"]
        missing = step is None or self.steps.get(step) == "missing"
        return item | {"document": None if missing else self._names[step]}


class _Cp1258Info(zipfile.ZipInfo):
    """A zip entry named in code page 1258 without the UTF-8 flag, as old Vietnamese Windows tools wrote it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name zipfile calls
        return cp1258(self.filename), self.flag_bits & ~0x800


def cp1258(text: str) -> bytes:
    """Encode in cp1258: base letters keep ă â ê ô ơ ư, the five tones follow as marks of their own."""
    out = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = "".join(mark for mark in parts if mark not in tones)
        out += unicodedata.normalize("NFC", base) + tones
    return out.encode("cp1258")


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            info = _Cp1258Info(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=9)
    return out.getvalue()
