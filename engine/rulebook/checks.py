"""The list of checks the sources suggest: each is live in some rule, or stands here with the reason why not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from engine.errors import RulebookError
from engine.rulebook.files import bundled_root
from engine.rulebook.models import Model, Text
from engine.rulebook.yaml_text import parse_yaml

WhyNot = Literal["needs-scans", "needs-programme", "no-source", "not-machine-checkable", "not-yet"]


class Check(Model):
    """One check: what would be wrong, and, where no rule looks at it or at a part of it, why not."""

    id: Annotated[str, Field(pattern=r"^(PRC|FMT)-[A-Z]\d{2}$")]
    condition: Text
    why_not: WhyNot | None = Field(None, description="Lý do chưa có quy tắc")
    note: Text | None = Field(None, description="Nói rõ thêm lý do, hoặc phần nào của mã không quy tắc nào xét")
    by_program: Text | None = Field(None, description="Phần mềm tự xét, không qua tệp quy tắc")


class CheckList(Model):
    """`rules/checks.yaml`."""

    checks: list[Check]


def load_checks(root: Path | None = None) -> list[Check]:
    """Return the list of checks; raise RulebookError where the file cannot be used."""
    file = (root or bundled_root()) / "rules" / "checks.yaml"
    try:
        return CheckList.model_validate(parse_yaml(file.read_text(encoding="utf-8")).value).checks
    except (OSError, ValueError) as error:
        raise RulebookError(
            "Không dùng được tệp rules/checks.yaml.",
            "Chạy «hoso rules lint» để biết lỗi ở đâu.",
            en="rules/checks.yaml cannot be used.",
            advice_en="Run «hoso rules lint» to see what is wrong.",
        ) from error
