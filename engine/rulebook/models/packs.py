"""`rules/packs/<id>.yaml`: what an office has adopted and where it differs."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from engine.rulebook.models.base import Citation, InForce, Level, Model, SeverityName, Slug, Text


class Override(Model):
    """A change an office makes to one rule or step: `procedure/step` or a requirement's id."""

    rule: str
    severity: SeverityName | None = None
    off: bool = False
    required: Literal["always", "optional"] | None = None
    reason: str = Field(min_length=1)
    start: dt.date | None = Field(None, alias="from", description="Vụ việc mở từ ngày này mới áp dụng")
    until: dt.date | None = Field(None, description="Vụ việc mở sau ngày này thì không áp dụng nữa")
    citation: Citation | None = Field(None, description="Nguồn của đơn vị, thay cho nguồn của bước hoặc yêu cầu")

    def holds(self, day: dt.date) -> bool:
        """True for a case begun on `day`."""
        return (self.start is None or self.start <= day) and (self.until is None or day <= self.until)


class LocalValue(Model):
    """A value the office's own rule gives for a parameter."""

    parameter: Slug
    value: int
    start: dt.date | None = Field(None, alias="from")
    end: dt.date | None = Field(None, alias="to")
    citation: Citation


class Confirmation(Model):
    """Someone has seen the original: lifts the mark of a rule, a step or a whole regulation."""

    target: str = Field(description="Mã quy tắc, «quy trình/bước», hoặc mã văn bản")
    confirmed_by: str
    confirmed_on: dt.date


class Pack(Model):
    """`rules/packs/<id>.yaml`: what an office has adopted."""

    id: Slug
    title: Text
    level: Level | None = None
    default_for: Level | None = Field(None, description="Gói mặc định cho cấp này khi người dùng chưa chọn")
    extends: Slug | None = None
    procedures: list[Slug] = Field(default_factory=list)
    requirements: list[str] = Field(default_factory=list, description="Mã hoặc «nhóm/*»")
    overrides: list[Override] = Field(default_factory=list)
    values: list[LocalValue] = Field(default_factory=list)
    settings: dict[str, str | int | bool | dt.date] = Field(default_factory=dict)
    confirmations: list[Confirmation] = Field(default_factory=list)
    in_force: InForce = Field(default_factory=lambda: InForce.model_validate({}))
    citation: Citation | None = None
    note: Text | None = None
