"""`rules/documents/<id>.yaml` and `rules/vocabulary.yaml`: kinds of documents, bodies, roles, types."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.rulebook.models.base import Citation, Level, Model, Slug, Text


class SectionRule(Model):
    """A section a form should have, and the words that show it."""

    id: Slug
    title: Text
    words: list[str] = Field(min_length=1)
    anywhere: bool = False
    required: bool = True


class KindRecognition(Model):
    """How a kind is recognised; see parsers.catalogue.KindHint."""

    types: list[str] = Field(default_factory=list)
    all_words: list[list[str]] = Field(default_factory=list)
    any_words: list[str] = Field(default_factory=list)
    not_words: list[str] = Field(default_factory=list)
    body_words: list[str] = Field(default_factory=list)
    file_words: list[str] = Field(default_factory=list)


class Answers(Model):
    """The papers whose items this kind takes up one by one: an outline, the contents of a plan."""

    kind: Slug
    section: Slug | None = Field(None, description="Chỉ các mục trong phần này; trống: mọi đề mục đánh số")


class DocumentKind(Model):
    """One kind of document: `rules/documents/<id>.yaml`."""

    id: Slug
    title: Text
    short: Text | None = Field(None, description="Tên ngắn dùng trong câu, khi title có phần trong ngoặc")
    plural: Text | None = None
    groups: list[Slug] = Field(default_factory=list)
    recognise: KindRecognition
    symbols: list[str] = Field(default_factory=list, description="Chữ viết tắt tên loại: KH, QĐ …")
    issuers: list[Slug] = Field(default_factory=list, description="Mã cơ quan ban hành trong vocabulary.yaml")
    header: Literal["party", "state", "any", "none"] = "party"
    numbered: Literal["must", "may", "never"] = "must"
    dated: Literal["must", "may", "never"] = "must"
    paged: bool = True
    recipients: Literal["must", "may", "never"] = "may"
    form: bool = Field(False, description="Biểu mẫu để trống có chủ ý (phiếu biểu quyết …)")
    minute: bool = False
    ballot_count: bool = False
    general: bool = False
    signers: list[list[Slug]] = Field(
        default_factory=list,
        description="Những người phải ký; mỗi dòng là một chỗ ký, trong dòng là các vai thay thế nhau",
    )
    sections: list[SectionRule] = Field(default_factory=list)
    answers: list[Answers] = Field(
        default_factory=list,
        description="Văn bản mà loại này phải trả lời, kết luận theo từng mục (đề cương, kế hoạch)",
    )
    checks: list[str] = Field(default_factory=list)
    citation: Citation
    note: Text | None = None


class RoleEntry(Model):
    """A signer's role and the words that show it."""

    id: Slug
    title: Text
    titles: list[str]
    authorities: list[str] = Field(default_factory=list)


class BodyEntry(Model):
    """An issuing body, the words of its header and its abbreviations."""

    id: Slug
    title: Text
    level: Level | Literal["above", "state", "other"]
    words: list[str]
    abbreviations: list[str] = Field(default_factory=list)
    seal: Literal["must", "none", "either"] = "either"


class TypeEntry(Model):
    """A type of paper (tên loại) and its abbreviation."""

    abbreviation: str
    names: list[str]


class DisciplineEntry(Model):
    """A form of discipline and its words; the list runs from the lightest to the heaviest."""

    id: Slug
    title: Text
    words: list[str] = Field(min_length=1)


class Vocabulary(Model):
    """`rules/vocabulary.yaml`: bodies, roles, type abbreviations, forms of discipline."""

    bodies: list[BodyEntry]
    roles: list[RoleEntry]
    types: list[TypeEntry]
    discipline: list[DisciplineEntry] = Field(default_factory=list, description="Hình thức kỷ luật, nhẹ đến nặng")
