"""`regulations/<id>/regulation.yaml`: instruments, their articles in our own words, dated parameters."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from engine.rulebook.models.base import Citation, InForce, Level, Mark, Model, Slug, Text


class ParameterValue(Model):
    """One dated value. `value: null` ends the parameter from that day."""

    start: dt.date | None = Field(None, alias="from")
    end: dt.date | None = Field(None, alias="to")
    value: int | None
    citation: Citation

    def covers(self, day: dt.date) -> bool:
        """True when the value applied on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Parameter(Model):
    """A number of the law with its dated values."""

    id: Slug
    title: Text
    unit: Literal["days", "working-days", "months", "years", "people", "percent", "fraction", "pages", "date"]
    extension: Annotated[str | None, Field(description="Gia hạn tối đa, ví dụ «1/3»")] = None
    counted_from: Text | None = None
    levels: list[Level] = Field(default_factory=list)
    values: list[ParameterValue]
    last_checked: dt.date
    note: Text | None = None

    def on(self, day: dt.date) -> ParameterValue | None:
        """Return the value that applied on `day`, with its source."""
        return next((item for item in self.values if item.covers(day)), None)


class RegulationArticle(Model):
    """An article in our own words."""

    article: str
    text: Text
    mark: Mark


class Regulation(Model):
    """One instrument of the chain: `regulations/<id>/regulation.yaml`."""

    id: Slug
    number: str | None = Field(description="Số, ký hiệu: «21-QĐ/TW»; null khi không có")
    kind: str = Field(description="Tên loại: «Quy định»")
    title: Text
    issuer: str
    signed: dt.date | None
    in_force: InForce = Field(default_factory=lambda: InForce.model_validate({}))
    from_setting: Slug | None = Field(None, description="Thiết đặt của gói cho ngày bắt đầu, thay cho in_force.from")
    replaces: list[str] = Field(default_factory=list)
    replaced_by: list[str] = Field(default_factory=list)
    amends: list[str] = Field(default_factory=list)
    subject: Slug = Field(description="Chủ đề: ktgs-chung, ky-luat, the-thuc …; các văn bản cùng chủ đề thay nhau")
    general: bool = Field(False, description="Là văn bản nền, dẫn làm căn cứ")
    local: bool = Field(False, description="Văn bản hoặc bộ mẫu của địa phương")
    mark: Mark
    source: str
    articles: list[RegulationArticle] = Field(default_factory=list)
    parameters: list[Parameter] = Field(default_factory=list)
    note: Text | None = None
    last_checked: dt.date
