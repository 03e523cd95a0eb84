"""`rules/requirements/<area>/<id>.yaml`: what a paper or a dossier must satisfy, with examples."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from engine.rulebook.models.base import Citation, InForce, Level, Model, SeverityName, Slug, Text


class Where(Model):
    """One test on a field of a fact. Exactly one key besides nothing else."""

    is_: str | int | list[str | int] | None = Field(None, alias="is")
    is_not: str | int | None = None
    at_least: int | None = None
    at_most: int | None = None
    state: Literal["read", "absent", "unreadable"] | None = None
    contains: list[str] | None = Field(
        None, min_length=1, description="Có một trong các chữ này (không kể hoa, thường)"
    )
    without: list[str] | None = Field(None, min_length=1, description="Không có chữ nào trong các chữ này")


def _where(value: object) -> object:
    return value if isinstance(value, dict) else {"is": value}


Tests = dict[str, Annotated[Where, BeforeValidator(_where)]]


class Target(Model):
    """What a requirement looks at: documents of some kinds or groups, or the dossier itself."""

    document: list[Slug] = Field(default_factory=list, description="Loại văn bản; trống: mọi loại")
    group: list[Slug] = Field(default_factory=list, description="Nhóm loại văn bản (groups)")
    dossier: bool = Field(False, description="Xét cả hồ sơ, không xét từng văn bản")
    procedure: list[Slug] = Field(default_factory=list, description="Chỉ trong các quy trình này")
    level: list[Level] = Field(default_factory=list)
    where: Tests = Field(default_factory=dict, description="Điều kiện trên thông tin của văn bản")
    has: dict[str, Tests] = Field(
        default_factory=dict, description="Có một thông tin con như thế: {quote: {role: basis}}"
    )


class Compare(Model):
    """Two fields of one fact, or a field and a number: `left op right (+ plus, + the days of plus_parameter)`."""

    fact: str = Field("doc", description="Loại thông tin: doc, vote, meeting …")
    left: str
    op: Literal["=", "!=", "<", "<=", ">", ">="]
    right: str | int
    plus: int = 0
    plus_parameter: Slug | None = Field(None, description="Cộng thêm số ngày của tham số có hiệu lực vào ngày văn bản")


class Order(Model):
    """Every `later` document must not precede all `earlier` ones."""

    earlier: list[Slug]
    later: list[Slug]
    day: Literal["date", "effective"] = Field(
        "date", description="Ngày được so của văn bản sau: ngày ký hay ngày hiệu lực"
    )


class Deadline(Model):
    """`later` must be within `parameter` of `earlier`."""

    earlier: list[Slug]
    later: list[Slug]
    parameter: Slug


class ExtendedLimit(Model):
    """A limit that may be extended, in the procedures it belongs to."""

    procedure: list[Slug] = Field(min_length=1)
    earlier: list[Slug] = Field(min_length=1, description="Loại văn bản tính mốc thời hạn")
    parameter: Slug


class Extension(Model):
    """`in-time`: the extension was signed before the limit ran out; `share`: it adds no more than is allowed."""

    check: Literal["in-time", "share"]
    limits: list[ExtendedLimit] = Field(min_length=1)


class Agreement(Model):
    """All documents must say the same about a topic (object-name, object-born, period …)."""

    topic: Slug
    between: list[Slug] = Field(default_factory=list, description="Loại văn bản được so; trống: mọi loại")
    body: list[Slug] = Field(default_factory=list, description="Chỉ so văn bản của các cơ quan này; trống: mọi cơ quan")


class Quoted(Model):
    """`in-force`: the regulation was in force on the document's date; `matches`: it agrees with the dossier's."""

    check: Literal["in-force", "matches", "known"]
    role: list[Literal["basis", "carries-out", "mention"]] = Field(default_factory=list)
    subject: list[Slug] = Field(default_factory=list, description="Chủ đề văn bản (regulation.subject)")
    opened_by: list[Slug] = Field(
        default_factory=lambda: ["ke-hoach-viec", "quyet-dinh-mo"],
        description="Nhóm văn bản mở vụ việc: căn cứ cũ chỉ là lỗi khi vụ việc mở sau ngày căn cứ hết hiệu lực",
    )


PageFaultName = Literal[
    "unnumbered",
    "misplaced",
    "gap",
    "repeat",
    "restart",
    "missing-page",
    "blank-page",
    "upside-down",
]


class Paging(Model):
    """Faults of the printed page numbers that must not occur."""

    without: list[PageFaultName]


class Requires(Model):
    """What must hold; exactly one key."""

    present: str | None = Field(None, description="Thông tin phải có")
    absent: str | None = Field(None, description="Thông tin không được có")
    value: Tests | None = Field(None, description="Thông tin phải có giá trị như vậy")
    compare: Compare | None = None
    none: dict[str, Tests] | None = Field(None, description="Không được có thông tin con nào như thế")
    some: dict[str, Tests] | None = Field(None, description="Phải có ít nhất một thông tin con như thế")
    sections: list[Slug] | Literal["of-kind"] | None = Field(
        None, description="Các phần phải có; of-kind: theo loại văn bản"
    )
    paging: Paging | None = None
    accompanied_by: list[Slug] | None = Field(None, description="Trong hồ sơ phải có một văn bản thuộc các loại này")
    not_with: list[Slug] | None = Field(None, description="Trong hồ sơ không được có văn bản thuộc các loại này")
    order: Order | None = None
    within: Deadline | None = None
    extension: Extension | None = None
    apart: Literal["meeting"] | None = Field(None, description="Các cuộc làm việc không được trùng giờ ở hai nơi")
    agreement: Agreement | None = None
    quoted: Quoted | None = None
    position: Literal["step-order"] | None = None


class ExampleDocument(Model):
    """A paper of a mini-dossier: kind, date and any field by its rule name (`number: absent`, `header: state`)."""

    model_config = ConfigDict(extra="allow", frozen=True)
    kind: str
    date: dt.date | Literal["absent", "unreadable"] | None = None


class Example(Model):
    """A mini-dossier and what the rule must say of it."""

    title: str
    expect: Literal["fail", "pass", "not_applicable", "open"]
    documents: list[ExampleDocument] = Field(default_factory=list)
    dossier: dict[str, str | int | bool] = Field(default_factory=dict)
    on: dt.date | None = None


class Requirement(Model):
    """`rules/requirements/<area>/<id>.yaml`. The id names the defect and never changes meaning."""

    id: Slug
    title: Text
    checks: list[str] = Field(min_length=1)
    severity: SeverityName
    draft_severity: SeverityName | None = Field(None, description="Mức khi đang soạn thảo (--stage soan-thao)")
    kind_of_check: Literal["full", "partial"] = "full"
    applies_to: Target
    requires: Requires
    in_force: InForce = Field(default_factory=lambda: InForce.model_validate({}))
    from_setting: Slug | None = Field(None, description="Thiết đặt của gói cho ngày bắt đầu, thay cho in_force.from")
    when_setting: dict[Slug, str | int | bool] = Field(
        default_factory=dict, description="Chỉ dùng khi thiết đặt của gói có giá trị này"
    )
    message: Text
    expected: Text | None = None
    remedy: Text
    why: Text
    citation: Citation | None = None
    citations: list[Citation] = Field(
        default_factory=list, description="Nhiều nguồn: lấy văn bản có hiệu lực vào ngày văn bản"
    )
    examples: list[Example] = Field(min_length=1)
