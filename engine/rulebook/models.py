"""The rule files as pydantic models: these classes *are* the file format, and feed the JSON Schemas for editors.

`extra="forbid"` everywhere: a misspelt key is an error with a line number, never silence.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Mark = Literal["read", "read-local", "read-2nd", "inferred", "memory"]
SeverityName = Literal["error", "warning", "note"]
Level = Literal["chi-bo", "dang-uy-co-so", "ubkt-co-so", "cap-tren-truc-tiep-co-so"]
Phase = Literal["chuan-bi", "tien-hanh", "ket-thuc"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Model(BaseModel):
    """Base of all rule-file models."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Model):
    """A text in Vietnamese with its English; a bare string in a file is the Vietnamese."""

    vi: str = Field(min_length=1, description="Câu chữ tiếng Việt, người dùng sẽ đọc")
    en: str | None = Field(None, description="Bản tiếng Anh (--lang en); để trống thì dùng tiếng Việt")

    def text(self, lang: str) -> str:
        """Return the words in `lang`, Vietnamese where there is no English."""
        return (self.en or self.vi) if lang == "en" else self.vi


def _words(value: object) -> object:
    return {"vi": value} if isinstance(value, str) else value


Text = Annotated[Words, BeforeValidator(_words)]


class InForce(Model):
    """The days on which something applies, both ends included; judged against the document's own date."""

    start: dt.date | None = Field(None, alias="from", description="Ngày bắt đầu áp dụng")
    end: dt.date | None = Field(None, alias="to", description="Ngày cuối cùng còn áp dụng")

    def covers(self, day: dt.date) -> bool:
        """True when `day` lies inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Citation(Model):
    """Where a rule comes from. `regulation` is an id in regulations/."""

    regulation: str = Field(description="Mã văn bản trong thư mục regulations/")
    article: str | None = Field(None, description="Điều, khoản, điểm; bỏ trống khi nguồn không nêu")
    mark: Mark = Field(description="Mức tin cậy của nguồn")
    source: str = Field(description="Mục trong tài liệu nguồn, ví dụ «PRC 3.a, ANPHU»")
    quote: str | None = Field(None, description="Nguyên văn ngắn, nếu đã đọc")
    confirmed_by: str | None = Field(None, description="Người đã đối chiếu bản gốc")
    confirmed_on: dt.date | None = Field(None, description="Ngày đối chiếu bản gốc")


# ---------------------------------------------------------------- regulations


class ParameterValue(Model):
    """One dated value. `value: null` ends the parameter from that day."""

    start: dt.date | None = Field(None, alias="from")
    end: dt.date | None = Field(None, alias="to")
    value: int | None
    citation: Citation


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


# ---------------------------------------------------------------- document kinds and vocabulary


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


# ---------------------------------------------------------------- procedures


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


# ---------------------------------------------------------------- requirements


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
    "no-sheet-number",
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


# ---------------------------------------------------------------- packs


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
