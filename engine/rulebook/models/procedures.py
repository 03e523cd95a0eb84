"""`rules/procedures/<level>/<id>.yaml`: procedures and their steps."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from engine.rulebook.models.base import Citation, InForce, Level, Model, Phase, SeverityName, Slug, Text


class Condition(Model):
    """When something is required. All keys given must hold."""

    document: list[Slug] = Field(default_factory=list, description="Có ít nhất một văn bản thuộc các loại này")
    no_document: list[Slug] = Field(default_factory=list, description="Không có văn bản nào thuộc các loại này")
    answer: Slug | None = Field(None, description="Người dùng trả lời «có» cho câu hỏi này trong hoso.yaml")


class Required(Model):
    """`required: {when: …}`."""

    when: Condition


class Satisfied(Model):
    """Something that stands for the step's own document."""

    kind: Slug
    section: Slug | None = Field(None, description="Chỉ khi văn bản ấy có phần này")


def _satisfied(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


class Within(Model):
    """A deadline: `parameter` counted from the date of another step's document."""

    parameter: Slug
    start: Slug = Field(alias="from", description="Bước tính mốc")
    severity: SeverityName = "note"
    checks: list[str] = Field(default_factory=list)


class Step(Model):
    """One step of a procedure."""

    id: Slug
    no: str
    phase: Phase
    title: Text
    kinds: list[Slug] = Field(default_factory=list)
    required: Literal["always", "optional"] | Required = "always"
    required_setting: Slug | None = Field(None, description="Bắt buộc khi gói đặt thiết đặt (settings) này là true")
    in_dossier: Literal["filed", "cited", "not-kept", "later"] = "filed"
    satisfied_by: list[Annotated[Satisfied, BeforeValidator(_satisfied)]] = Field(default_factory=list)
    after: list[Slug] = Field(default_factory=list)
    within: list[Within] = Field(default_factory=list)
    issuer: list[Slug] = Field(default_factory=list, description="Cơ quan phải ban hành; trống: không xét")
    signers: list[list[Slug]] | None = Field(None, description="Thay cho người ký nêu ở loại văn bản")
    severity: SeverityName = "error"
    order_severity: SeverityName = "warning"
    checks: list[str] = Field(default_factory=list)
    order_checks: list[str] = Field(default_factory=list)
    why: Text | None = Field(None, description="Vì sao cần bước này")
    remedy: Text | None = Field(None, description="Cách khắc phục khi thiếu")
    citation: Citation


class Recognition(Model):
    """How a procedure is recognised from the kinds and bodies of a dossier."""

    any_of: list[Slug] = Field(min_length=1)
    none_of: list[Slug] = Field(default_factory=list)
    bodies: list[Slug] = Field(default_factory=list)
    only_in_packs: list[Slug] = Field(default_factory=list, description="Chỉ dùng khi người dùng đã chọn gói này")


class Procedure(Model):
    """`rules/procedures/<level>/<id>.yaml`."""

    id: Slug
    title: Text
    section: str = Field(description="Mục trong tài liệu nguồn: PRC-3.a")
    level: Level
    subject: Literal["member", "organisation", "any"] = "any"
    recognise: Recognition
    in_force: InForce = Field(default_factory=lambda: InForce.model_validate({}))
    questions: dict[Slug, Text] = Field(default_factory=dict, description="Câu hỏi có/không mà hoso.yaml trả lời")
    steps: list[Step] = Field(min_length=1)
    citation: Citation
    note: Text | None = None
